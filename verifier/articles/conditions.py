"""What a section has said about the case it treats: `y = 1`, or where `a = y`.

It may or may not be meant in the lines that follow, so it is another way of reading them, up to
the next heading, and a verdict that needs it says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from verifier.hints import Literal
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import entries_of, name_of
from verifier.meaning.points import Assignment
from verifier.notation import tree
from verifier.notation.tree import Chain, Node
from verifier.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Conditions:
    """Values of symbols that are not defined, and relations of those that are.

    A value can be put in for a symbol that depends on nothing. A defined symbol stays what it is
    defined to be, so that its derivatives do; that it has a value is a relation.
    """

    values: Mapping[str, Assignment] = field(default_factory=dict)
    relations: Mapping[str, Chain] = field(default_factory=dict)

    def taking(self, statement: Chain, context: Context) -> Conditions:
        """With a statement `name = …`, which replaces an earlier one about the name."""
        head, body = statement.sides
        name = name_of(head) or ""
        kept = self.without(name)
        if name in context.definitions:
            return Conditions(kept.values, {**kept.relations, name: statement})
        return Conditions({**kept.values, name: Assignment(head, body)}, kept.relations)

    def without(self, name: str) -> Conditions:
        """Without what was said about a name."""
        return Conditions(
            {other: value for other, value in self.values.items() if other != name},
            {other: relation for other, relation in self.relations.items() if other != name},
        )


# Statements that put something in -----------------------------------------------------------------

RATE = lazy_pattern(r"\\(?:eta|alpha|gamma|(?:var)?epsilon|mu|tau)(?![A-Za-z])|\blr\b")
"""What authors call the rate of a step, as in `w = w - \\alpha \\, dw`."""
ARROWS = frozenset(("\\Rightarrow", "\\Longrightarrow", "\\implies", "\\rightarrow", "\\to"))
"""What stands between a case and what holds in it."""


def puts_in(
    statement: Chain, context: Context, seen: Set[str]
) -> Literal["update", "value", "case"] | None:
    """Whether a statement gives a known quantity a new value, or a number to a symbol seen before.

    Before an arrow that is a case, `\\alpha_i = C \\Rightarrow y_i \\le 1`, in which alone the rest
    holds. None for any other: the first `y = 1` is a definition.
    """
    head, body = statement.sides[0], statement.sides[1]
    name = name_of(head)
    if name is None:
        return None
    if len(statement.sides) != 2:
        plain = is_number(body) or name_of(body) is not None
        to_arrow = statement.operators[0] == "=" and statement.operators[1] in ARROWS
        was_seen = name in seen and name not in context.definitions
        return "case" if plain and to_arrow and was_seen else None
    if is_update(head, body, context):
        return "update"
    entry = entries_of(head)
    names = (name,) if entry is None else (name, f"{entry[0]}[]")
    is_known = any(context.knows(one) or one in seen for one in names)
    return "value" if is_known and is_assignment(statement) else None


def is_update(head: Node, body: Node, context: Context) -> bool:
    """Whether `head = body` gives a known quantity a new value: `w = w - \\alpha \\, dw`."""
    name = name_of(head)
    if name is None or name in context.definitions or not context.allows(name):
        return False
    return name in mentioned(body)


def is_assignment(statement: Chain) -> bool:
    """Whether a statement puts a number in for a symbol: `y = 1`, `a = \\frac12`."""
    if len(statement.sides) != 2 or statement.operators != ("=",):
        return False
    return name_of(statement.sides[0]) is not None and is_number(statement.sides[1])


def is_zero(node: Node) -> bool:
    """Whether a formula is the numeral 0."""
    return tree.bare(node) == tree.Number("0")


def is_number(node: Node) -> bool:
    """Whether a formula is a rational number."""
    if isinstance(node, tree.Number):
        return True
    if isinstance(node, tree.Sum) and len(node.terms) == 1:
        return is_number(node.terms[0])
    if isinstance(node, tree.Fraction):
        return is_number(node.numerator) and is_number(node.denominator)
    return False
