"""Declarations: `y \\in [0, 1]`, `w, x, b \\in \\mathbb{R}`, `u > 0`, `k = 1, \\dots, m`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from verifier.kernel.domains import (
    NATURAL,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    REAL,
    Domain,
    finite,
    index_range,
    interval,
)
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import DOTS, entries_of, entry_of, name_of
from verifier.notation import tree
from verifier.notation.tree import Chain, Node
from verifier.records import dataclass
from verifier.values import Span

LARGEST_SET = 1000
_SETS: Mapping[str, Domain] = {"R": REAL, "N": NATURAL}
_GREATER = (">", "\\gt")
_LESS = ("<", "\\lt")
_AT_LEAST = ("\\ge", "\\geq", "\\geqslant", ">=")
_AT_MOST = ("\\le", "\\leq", "\\leqslant", "<=")
_NOT_EQUAL = ("\\ne", "\\neq")


@dataclass(frozen=True, slots=True)
class Declaration:
    """The symbol `subject` ranges over a domain; written as an entry it stands for its family."""

    subject: Node
    name: str
    domain: Domain

    @property
    def span(self) -> Span:
        return self.subject.span

    def applied_to(self, context: Context) -> Context:
        """The context in which the declaration holds."""
        family = self._family(context)
        if family is not None:
            return context.with_family(family, self.domain)
        return context.with_domain(self.name, self.domain)

    def _family(self, context: Context) -> str | None:
        """`x` for `x^{(i)}`, and for `x_i` where `x` is known as a family."""
        entry = entries_of(self.subject)
        if entry is None or any(isinstance(index, tree.Number) for index in entry[1]):
            return None
        if entry_of(self.subject) is not None or context.knows(f"{entry[0]}[]"):
            return entry[0]
        return None


def read_declarations(statements: Iterable[Chain]) -> tuple[Declaration, ...]:
    """The declarations among statements; raises `MeaningError` as `declarations_of` does."""
    return tuple(item for statement in statements for item in declarations_of(statement))


def declarations_of(statement: Chain) -> tuple[Declaration, ...]:
    """What a statement declares: nothing, a symbol, or all of the list `w, x, b \\in \\mathbb{R}`.

    Raises `MeaningError` when it declares a set that is empty.
    """
    domain = _domain_of(statement)
    if domain is None:
        return ()
    subject = statement.sides[1 if len(statement.sides) == 3 else 0]
    names = subject.items if isinstance(subject, tree.Tuple) else (subject,)
    return tuple(
        Declaration(node, name, domain) for node in names if (name := name_of(node)) is not None
    )


# Domains ------------------------------------------------------------------------------------


def _domain_of(statement: Chain) -> Domain | None:
    if len(statement.sides) == 3:
        return _between(statement)
    if len(statement.sides) != 2:
        return None
    operator, right = statement.operators[0], statement.sides[1]
    if operator == "\\in":
        return _set(right)
    if operator == "=":
        return _counted(right.items) if isinstance(right, tree.Tuple) else None
    bound = _number(right)
    return None if bound is None else _bounded(operator, bound)


def _bounded(operator: str, bound: Fraction) -> Domain | None:
    """The numbers that stand in a relation to a bound."""
    if operator in _GREATER or operator in _AT_LEAST:
        closed = operator in _AT_LEAST
        if bound == 0:
            return NONNEGATIVE if closed else POSITIVE
        return interval(bound, None, closed, False)
    if operator in _LESS or operator in _AT_MOST:
        return interval(None, bound, False, operator in _AT_MOST)
    return NONZERO if operator in _NOT_EQUAL and bound == 0 else None


def _between(statement: Chain) -> Domain | None:
    """`0 < a \\le 1`, or from the larger end, `1 \\ge a > 0`."""
    lower, upper = _number(statement.sides[0]), _number(statement.sides[2])
    first, second = statement.operators
    if {first, second} <= {*_GREATER, *_AT_LEAST}:
        lower, upper, first, second = upper, lower, second, first
    elif not {first, second} <= {*_LESS, *_AT_MOST}:
        return None
    if lower is None or upper is None:
        return None
    closed = {*_AT_LEAST, *_AT_MOST}
    return _proper(statement, lower, upper, first in closed, second in closed)


def _set(node: Node) -> Domain | None:
    if isinstance(node, tree.Symbol):
        return _SETS.get(node.name) if node.style == "\\mathbb" else None
    if isinstance(node, tree.Subscript):
        return _part_of_the_reals(node)
    if isinstance(node, tree.Group) and isinstance(node.body, tree.Tuple):
        items = node.body.items
        if node.left == "\\{":
            return _counted(items) or _listed(items)
        if len(items) == 2:
            return _interval(node, items[0], items[1])
    return None


def _part_of_the_reals(node: tree.Subscript) -> Domain | None:
    """`\\mathbb{R}_{>0}`; `\\mathbb{R}_+` means different things to different authors."""
    condition = node.index
    if _set(node.base) != REAL or not isinstance(condition, Chain) or len(condition.sides) != 2:
        return None
    bound = _number(condition.sides[1])
    if bound is None or not isinstance(condition.sides[0], tree.Hole):
        return None
    return _bounded(condition.operators[0], bound)


def _counted(items: tuple[Node, ...]) -> Domain | None:
    """`1, \\dots, m`."""
    dots = len(items) >= 3 and name_of(items[-2]) in DOTS
    if not dots or _number(items[0]) != 1:
        return None
    upper, name = _number(items[-1]), name_of(items[-1])
    if upper is not None and upper.denominator == 1 and 1 <= upper <= LARGEST_SET:
        return finite(*range(1, int(upper) + 1))
    return None if name is None else index_range(name)


def _listed(items: tuple[Node, ...]) -> Domain | None:
    """`\\{0, 1\\}`."""
    values = [value for item in items if (value := _number(item)) is not None]
    return finite(*values) if len(values) == len(items) else None


def _interval(node: tree.Group, low: Node, high: Node) -> Domain | None:
    lower, upper = _number(low), _number(high)
    if (lower is None and not _infinite(low)) or (upper is None and not _infinite(high)):
        return None
    if node.left not in ("(", "[") or node.right not in (")", "]"):
        return None
    closed = node.left == "[" and lower is not None, node.right == "]" and upper is not None
    return _proper(node, lower, upper, *closed)


def _proper(node: Node, lower: Fraction | None, upper: Fraction | None, *closed: bool) -> Domain:
    try:
        return interval(lower, upper, *closed)
    except ValueError:
        found = f"the interval from {lower} to {upper}"
        raise MeaningError(node.span, found, "a lower end below the upper one") from None


def _infinite(node: Node) -> bool:
    if isinstance(node, tree.Sum) and len(node.terms) == 1:
        return _infinite(node.terms[0])
    return name_of(node) == "\\infty"


def _number(node: Node) -> Fraction | None:
    if isinstance(node, tree.Number):
        try:
            return Fraction(node.text)
        except ValueError:
            return None
    if isinstance(node, tree.Sum) and len(node.terms) == 1:
        inner = _number(node.terms[0])
        return None if inner is None else (-inner if node.signs[0] == "-" else inner)
    if isinstance(node, tree.Fraction):
        top, bottom = _number(node.numerator), _number(node.denominator)
        return top / bottom if top is not None and bottom else None
    return None
