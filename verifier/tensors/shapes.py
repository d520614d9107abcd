"""Shapes with symbolic dimensions.

A dimension is the number 1 or the name of a positive integer, such as `m` or `n_{l-1}`; a fixed
size is a name made of digits, for which only that size is tried. Two dimensions are the same only
when they have the same name: a statement for all shapes must not rely on `n` and `m` being equal
by chance.
"""

from __future__ import annotations

from verifier.notation.tree import Node
from verifier.notation.write_text import write_line
from verifier.records import dataclass
from verifier.values import NOWHERE, Span

Dimension = str | int
Where = str | Node
"""What a message calls a part of a formula: words, or the part, written when they are read."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Rows and columns; a column vector is `n × 1` and a scalar `1 × 1`."""

    rows: Dimension = 1
    columns: Dimension = 1

    @property
    def transposed(self) -> Shape:
        return Shape(self.columns, self.rows)

    @property
    def is_scalar(self) -> bool:
        return self.rows == 1 and self.columns == 1

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The names in the shape, rows first."""
        return tuple(part for part in (self.rows, self.columns) if isinstance(part, str))

    def __str__(self) -> str:
        return f"{self.rows} × {self.columns}"


SCALAR = Shape()


class ShapeMismatch(Exception):  # noqa: N818 - names what was met
    """Two dimensions that have to agree do not: says which, and where.

    `left` and `right` are the shapes that meet; `pairs` the dimensions that differ. `span` is the
    place of the part that does not fit to what stands before it, where that is known.
    """

    span: Span = NOWHERE

    def __init__(
        self,
        where: Where,
        left: Shape,
        right: Shape,
        *pairs: tuple[Dimension, Dimension],
        said: str = "",
    ):
        self.where, self.left, self.right = where, left, right
        self.pairs = tuple(pair for pair in pairs if pair[0] != pair[1])
        self.said = said
        super().__init__(where, left, right)

    def __str__(self) -> str:
        where = write_line(self.where) if isinstance(self.where, Node) else self.where
        differences = " and ".join(f"{a} differs from {b}" for a, b in self.pairs)
        return f"{where}: {self.said or f'{self.left} meets {self.right}, and {differences}'}"

    def at(self, span: Span) -> ShapeMismatch:
        """The same with the place, unless a smaller part has said its own."""
        if self.span == NOWHERE:
            self.span = span
        return self


def broadcast(where: Where, left: Shape, right: Shape) -> Shape:
    """The common shape of two summands or elementwise factors.

    A scalar goes with every shape, a column with a matrix of as many rows, a row with a matrix of
    as many columns, as authors write `W X + b`. Raises `ShapeMismatch` for any other pair; a
    column does not go with a row.
    """
    if left == right or right.is_scalar:
        return left
    if left.is_scalar:
        return right
    for small, large in ((left, right), (right, left)):
        if small.columns == 1 and small.rows == large.rows:
            return large
        if small.rows == 1 and small.columns == large.columns:
            return large
    pairs = ((left.rows, right.rows, "row"), (left.columns, right.columns, "column"))
    differing = " and ".join(
        f"{_counted(one, unit)} against {_counted(other, unit)}"
        for one, other, unit in pairs
        if one != other
    )
    raise ShapeMismatch(
        where,
        left,
        right,
        (left.rows, right.rows),
        (left.columns, right.columns),
        said=f"{left} and {right} cannot be combined entry by entry: {differing}",
    )


def _counted(dimension: Dimension, unit: str) -> str:
    return f"{dimension} {unit}" if dimension == 1 else f"{dimension} {unit}s"


def product(where: Where, left: Shape, right: Shape) -> Shape:
    """The shape of a matrix product. Raises `ShapeMismatch` when the inner dimensions differ."""
    if left.columns != right.rows:
        said = (
            f"a matrix of {left} cannot be multiplied by one of {right}, because the left one has "
            f"{_counted(left.columns, 'column')} and the right one {_counted(right.rows, 'row')}"
        )
        raise ShapeMismatch(where, left, right, (left.columns, right.rows), said=said)
    return Shape(left.rows, right.columns)
