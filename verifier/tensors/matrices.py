"""Matrix expressions: what is written, with its shape; nothing is simplified.

Every expression has a shape; the functions of `verifier.tensors.build` make expressions whose
parts fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verifier.kernel.term import Term
from verifier.records import dataclass, fields
from verifier.tensors.shapes import Dimension, Shape

FIRST, SECOND = "%first", "%second"
"""The names of the row and the column in the entries of `Entries`."""

HIDDEN = "?"
"""How the name of a matrix begins that no article names, and that no witness shows."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Any matrix expression; vectors and scalars are matrices with a dimension 1."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Named(Matrix):
    """A matrix with independent entries, such as `W^{[l]}`."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant(Matrix):
    """A rational number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Size(Matrix):
    """A dimension as a number, as in `1/m`."""

    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Ones(Matrix):
    """The matrix of ones."""


@dataclass(frozen=True, slots=True)
class Identity(Matrix):
    """The identity matrix."""


@dataclass(frozen=True, slots=True)
class Unit(Matrix):
    """The matrix that is 1 at one place, counted from 1, and 0 elsewhere."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Plus(Matrix):
    """left + right, broadcast."""

    left: Matrix
    right: Matrix


@dataclass(frozen=True, slots=True)
class Hadamard(Matrix):
    """left ⊙ right, broadcast; also a scalar times a matrix."""

    left: Matrix
    right: Matrix


@dataclass(frozen=True, slots=True)
class MatrixProduct(Matrix):
    """left right."""

    left: Matrix
    right: Matrix


@dataclass(frozen=True, slots=True)
class Transpose(Matrix):
    """bodyᵀ."""

    body: Matrix


@dataclass(frozen=True, slots=True)
class Elementwise(Matrix):
    """A function of each entry: one of the kernel's, or an unknown one with its derivatives."""

    function: str
    body: Matrix
    order: int = 0


@dataclass(frozen=True, slots=True)
class ElementwisePower(Matrix):
    """Each entry to a rational power."""

    body: Matrix
    exponent: Fraction


@dataclass(frozen=True, slots=True)
class Total(Matrix):
    """The sum over the rows, the columns or both: `over_rows` adds up the entries of a column."""

    body: Matrix
    over_rows: bool
    over_columns: bool


@dataclass(frozen=True, slots=True)
class Diagonal(Matrix):
    """The diagonal matrix of a column vector."""

    body: Matrix


@dataclass(frozen=True, slots=True)
class DiagonalOf(Matrix):
    """The diagonal of a square matrix, as a column."""

    body: Matrix


@dataclass(frozen=True, slots=True)
class Inverse(Matrix):
    """body⁻¹ of a square matrix."""

    body: Matrix


@dataclass(frozen=True, slots=True)
class Determinant(Matrix):
    """det body of a square matrix."""

    body: Matrix


@dataclass(frozen=True, slots=True)
class Spread(Matrix):
    """A row, column or scalar copied along the axes in which it has dimension 1."""

    body: Matrix


@dataclass(frozen=True, slots=True)
class Mapped(Matrix):
    """A scalar expression in one parameter, at each entry of a matrix."""

    formula: Matrix
    parameter: str
    body: Matrix


@dataclass(frozen=True, slots=True)
class EntryOf(Matrix):
    """One entry, at indices that a sum binds; an axis of dimension 1 has none."""

    body: Matrix
    row: str | None
    column: str | None


@dataclass(frozen=True, slots=True)
class ColumnOf(Matrix):
    """One column, at an index that a sum binds."""

    body: Matrix
    index: str


@dataclass(frozen=True, slots=True)
class IndexSum(Matrix):
    """The sum over an index from 1 to a dimension."""

    body: Matrix
    index: str
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Gradient(Matrix):
    """The derivatives of a scalar by the entries of a matrix, laid out as the matrix."""

    scalar: Matrix
    variable: Named


@dataclass(frozen=True, slots=True)
class Substituted(Matrix):
    """The body with a named matrix replaced by a value, after all derivatives in it are taken."""

    body: Matrix
    variable: Named
    value: Matrix


@dataclass(frozen=True, slots=True)
class Entries(Matrix):
    """The matrix whose entry is a kernel term in the indices `FIRST` and `SECOND`.

    `dimensions` are the names of the sizes in the term.
    """

    term: Term
    dimensions: tuple[str, ...]


def parts(matrix: Matrix) -> Iterator[Matrix]:
    """The direct parts."""
    for field in fields(matrix):
        value = getattr(matrix, field.name)
        if isinstance(value, Matrix):
            yield value


def walk(*matrices: Matrix) -> Iterator[Matrix]:
    """The expressions with all their parts, each once."""
    seen: set[Matrix] = set()
    todo = list(reversed(matrices))
    while todo:
        matrix = todo.pop()
        if matrix not in seen:
            seen.add(matrix)
            yield matrix
            todo.extend(parts(matrix))


def dimensions_in(*matrices: Matrix) -> Iterator[str]:
    """The names of the dimensions in expressions."""
    for matrix in walk(*matrices):
        yield from matrix.shape.dimensions
        if isinstance(matrix, Entries):
            yield from matrix.dimensions
        if isinstance(matrix, Size) and isinstance(matrix.dimension, str):
            yield matrix.dimension
