"""Where the pieces of a function given by cases meet, and what a piece is there.

x^2 if x < 1, 2 x otherwise                       at x = 1
u^2 if |u - v| \\le c, c |u - v| otherwise         at |u - v| = c, where u - v is c
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from verifier.meaning.context import mentioned
from verifier.notation.tree import (
    Cases,
    Chain,
    Group,
    Node,
    Number,
    Product,
    Subscript,
    Sum,
    Symbol,
    bare,
    rebuild,
)
from verifier.notation.write_text import write_line
from verifier.records import dataclass, replace

_LESS = frozenset(("<", "\\lt", "\\le", "\\leq", "\\leqslant"))
_GREATER = frozenset((">", "\\gt", "\\ge", "\\geq", "\\geqslant"))


@dataclass(frozen=True, slots=True)
class Boundary:
    """`what = at`, where the pieces with these two numbers meet.

    Where `is_distance`, the condition is about the absolute value of `what`, and `at` is positive.
    """

    what: Node
    at: Node
    rows: tuple[int, int]
    is_distance: bool = False

    @property
    def written(self) -> str:
        what = f"|{write_line(self.what)}|" if self.is_distance else write_line(self.what)
        return f"{what} = {write_line(self.at)}"


@dataclass(frozen=True, slots=True)
class _Bound:
    """A condition `what < at`, or `what > at`."""

    what: Node
    is_less: bool
    at: Node

    @property
    def place(self) -> tuple[Node, Node]:
        return self.what, self.at


def boundaries(body: Cases) -> Iterator[Boundary]:
    """The boundaries between two pieces, as far as the conditions show which pieces they are."""
    rows = [tuple(_bounds(condition)) for _, condition in body.rows]
    if any(
        condition is not None and not row
        for (_, condition), row in zip(body.rows, rows, strict=True)
    ):
        return
    places = dict.fromkeys(bound.place for row in rows for bound in row)
    for what, at in places:
        pair = _by_order(rows, what, at) or _by_place(rows, (what, at))
        if pair is not None and pair[0] != pair[1]:
            yield _boundary(what, at, pair)


def _boundary(what: Node, at: Node, rows: tuple[int, int]) -> Boundary:
    if isinstance(what, Group) and what.left == "|":
        return Boundary(_inside(what.body), at, rows, is_distance=True)
    return Boundary(_inside(what), at, rows)


def _inside(node: Node) -> Node:
    """A formula without the round brackets around the whole of it."""
    return _inside(node.body) if isinstance(node, Group) and node.left == "(" else node


def _bounds(condition: Node | None) -> Iterator[_Bound]:
    """The comparisons in `a \\le x < b`; none where there is anything else in it."""
    if not isinstance(condition, Chain):
        return
    found: list[_Bound] = []
    for (left, right), operator in zip(pairwise(condition.sides), condition.operators, strict=True):
        if operator not in _LESS | _GREATER:
            return
        is_less = operator in _LESS
        swapped = not any(mentioned(left)) or (len(condition.sides) == 3 and not found)
        found.append(_Bound(right, not is_less, left) if swapped else _Bound(left, is_less, right))
    yield from found


def _by_place(rows: list[tuple[_Bound, ...]], place: tuple[Node, Node]) -> tuple[int, int] | None:
    """The rows on both sides of a place: the two that mention it, or the only two there are."""
    among = [number for number, row in enumerate(rows) if any(b.place == place for b in row)]
    if len(among) == 2:
        return among[0], among[1]
    return (0, 1) if len(rows) == 2 else None


def _by_order(rows: list[tuple[_Bound, ...]], what: Node, at: Node) -> tuple[int, int] | None:
    """The rows just below and just above a place on a line that is cut by numbers."""
    values = [_value(bound.at) for row in rows for bound in row if bound.what == what]
    known = [value for value in values if value is not None]
    place = _value(at)
    if place is None or len(known) != sum(map(len, rows)):
        return None
    gaps = [abs(value - place) for value in known if value != place]
    step = min(gaps, default=Fraction(1)) / 2
    below, above = (_row_at(rows, place + side) for side in (-step, step))
    return None if below is None or above is None else (below, above)


def _row_at(rows: list[tuple[_Bound, ...]], value: Fraction) -> int | None:
    """The number of the first row whose conditions hold; one without any always does."""
    for number, row in enumerate(rows):
        ends = [(bound.is_less, _value(bound.at)) for bound in row]
        if all(end is not None and (value < end) == is_less for is_less, end in ends):
            return number
    return None


def _value(node: Node) -> Fraction | None:
    node = bare(node)
    if isinstance(node, Number):
        return Fraction(node.text)
    if isinstance(node, Sum) and len(node.terms) == 1:
        inner = _value(node.terms[0])
        return None if inner is None else (-inner if node.signs[0] == "-" else inner)
    return None


# A piece at a boundary ------------------------------------------------------------------------


def on_boundary(piece: Node, boundary: Boundary) -> Node | None:
    """A piece with the boundary put in; None where it depends on more than that."""
    plain = isinstance(boundary.at, Symbol | Number | Subscript)
    value = boundary.at if plain else Group("(", boundary.at, ")")
    found = _with(piece, boundary.what, value)
    gone = set(mentioned(boundary.what)) - set(mentioned(boundary.at))
    return None if gone & set(mentioned(found)) else found


def _with(node: Node, what: Node, value: Node) -> Node:
    """A formula with a value for a part of it, which may be some terms or factors in a row."""
    if _inside(node) == what:
        return value
    changed = rebuild(node, lambda part: _with(part, what, value))
    if isinstance(what, Product) and isinstance(changed, Product):
        return _in_product(changed, what, value)
    return _in_sum(changed, what, value) if isinstance(what, Sum) else changed


def _in_product(node: Product, what: Product, value: Node) -> Node:
    width = len(what.factors)
    for start in range(len(node.factors) - width + 1):
        if node.factors[start : start + width] == what.factors:
            factors = (*node.factors[:start], value, *node.factors[start + width :])
            before = node.operators[: max(start - 1, 0)]
            operators = (before + ("\\cdot",) * len(factors))[: len(factors) - 1]
            return replace(node, factors=factors, operators=operators)
    return node


def _in_sum(node: Node, what: Sum, value: Node) -> Node:
    """`y - x` in a formula where the boundary is about `x - y` has the value with a minus."""
    if not isinstance(node, Sum) or len(node.terms) != len(what.terms):
        return node
    found = {term: sign == "-" for sign, term in zip(node.signs, node.terms, strict=True)}
    wanted = {term: sign != "-" for sign, term in zip(what.signs, what.terms, strict=True)}
    return Sum(("-",), (value,), span=node.span) if found == wanted else node
