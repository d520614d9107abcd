"""What a section has said about the case it treats: `y = 1`, or where `a = y`.

It may or may not be meant in the lines that follow, so it is another way of reading them, up to
the next heading, and a verdict that needs it says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.meaning.context import Context
from verifier.meaning.names import name_of
from verifier.meaning.points import Assignment
from verifier.notation.tree import Chain
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
