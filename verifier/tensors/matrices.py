"""Matrix expressions: what is written, with its shape; nothing is simplified.

Every expression has a shape. The constructing functions check that the shapes of the parts fit,
for every size of the dimensions, and raise `ShapeMismatch` where they do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction

from verifier.tensors.shapes import SCALAR, Dimension, Shape, ShapeMismatch, broadcast, product


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
class Spread(Matrix):
    """A row, column or scalar copied along the axes in which it has dimension 1."""

    body: Matrix


@dataclass(frozen=True, slots=True)
class Gradient(Matrix):
    """The derivatives of a scalar by the entries of a matrix, laid out as the matrix."""

    scalar: Matrix
    variable: Named


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


# Construction with checked shapes -------------------------------------------------------------


def named(name: str, rows: Dimension = 1, columns: Dimension = 1) -> Named:
    """A matrix of independent entries."""
    return Named(Shape(rows, columns), name)


def constant(value: int | Fraction) -> Matrix:
    """A number."""
    return Constant(SCALAR, Fraction(value))


def size(dimension: Dimension) -> Matrix:
    """A dimension as a number."""
    return constant(dimension) if isinstance(dimension, int) else Size(SCALAR, dimension)


def plus(left: Matrix, right: Matrix, where: str = "the sum") -> Matrix:
    """left + right. Raises `ShapeMismatch`."""
    return Plus(broadcast(where, left.shape, right.shape), left, right)


def minus(left: Matrix, right: Matrix, where: str = "the difference") -> Matrix:
    """left - right. Raises `ShapeMismatch`."""
    return plus(left, negative(right), where)


def negative(matrix: Matrix) -> Matrix:
    """-matrix."""
    return hadamard(constant(-1), matrix)


def hadamard(left: Matrix, right: Matrix, where: str = "the elementwise product") -> Matrix:
    """left ⊙ right. Raises `ShapeMismatch`."""
    return Hadamard(broadcast(where, left.shape, right.shape), left, right)


def times(left: Matrix, right: Matrix, where: str = "the product") -> Matrix:
    """The matrix product, or the multiple when one factor is a scalar. Raises `ShapeMismatch`."""
    shape = Shape(left.shape.rows, right.shape.columns)
    fits = left.shape.columns == right.shape.rows
    if (left.shape.is_scalar or right.shape.is_scalar) and not (fits and shape.is_scalar):
        return hadamard(left, right, where)
    if left.shape.is_scalar and right.shape.is_scalar:
        return Hadamard(SCALAR, left, right)
    return MatrixProduct(product(where, left.shape, right.shape), left, right)


def divide(left: Matrix, right: Matrix, where: str = "the quotient") -> Matrix:
    """left / right entry by entry. Raises `ShapeMismatch`."""
    return hadamard(left, elementwise_power(right, Fraction(-1)), where)


def transpose(matrix: Matrix) -> Matrix:
    """matrixᵀ; twice is nothing."""
    if isinstance(matrix, Transpose):
        return matrix.body
    return matrix if matrix.shape.is_scalar else Transpose(matrix.shape.transposed, matrix)


def elementwise(function: str, body: Matrix, order: int = 0) -> Matrix:
    """A function of each entry, or its derivative of the given order."""
    return Elementwise(body.shape, function, body, order)


def elementwise_power(body: Matrix, exponent: Fraction) -> Matrix:
    """Each entry to a power."""
    return ElementwisePower(body.shape, body, exponent)


def total(body: Matrix, over_rows: bool = True, over_columns: bool = True) -> Matrix:
    """The sum over the axes named."""
    rows = 1 if over_rows else body.shape.rows
    columns = 1 if over_columns else body.shape.columns
    return Total(Shape(rows, columns), body, over_rows, over_columns)


def diagonal(body: Matrix, where: str = "the diagonal matrix") -> Matrix:
    """The diagonal matrix of a vector, or the diagonal of a square matrix as a column."""
    rows, columns = body.shape.rows, body.shape.columns
    if columns == 1:
        return Diagonal(Shape(rows, rows), body)
    if rows == 1:
        return Diagonal(Shape(columns, columns), transpose(body))
    _must_be_square(body, where)
    return DiagonalOf(Shape(rows, 1), body)


def trace(body: Matrix, where: str = "the trace") -> Matrix:
    """The sum of the diagonal of a square matrix. Raises `ShapeMismatch`."""
    _must_be_square(body, where)
    return total(DiagonalOf(Shape(body.shape.rows, 1), body))


def _must_be_square(body: Matrix, where: str) -> None:
    shape = body.shape
    if shape.rows != shape.columns:
        raise ShapeMismatch(where, shape, shape.transposed, (shape.rows, shape.columns))


def pairing(left: Matrix, right: Matrix, where: str = "the pairing") -> Matrix:
    """⟨left, right⟩ = tr(leftᵀ right). Raises `ShapeMismatch` unless the shapes are the same."""
    a, b = left.shape, right.shape
    if a != b:
        raise ShapeMismatch(where, a, b, (a.rows, b.rows), (a.columns, b.columns))
    return total(Hadamard(a, left, right))


def spread(body: Matrix, shape: Shape, where: str = "the copy") -> Matrix:
    """The matrix copied to a larger shape. Raises `ShapeMismatch`."""
    if body.shape == shape:
        return body
    if broadcast(where, body.shape, shape) != shape:
        raise ShapeMismatch(
            where,
            body.shape,
            shape,
            (body.shape.rows, shape.rows),
            (body.shape.columns, shape.columns),
        )
    return Spread(shape, body)


def gradient(scalar: Matrix, variable: Named, where: str = "the gradient") -> Matrix:
    """The gradient of a scalar. Raises `ShapeMismatch` when it is a gradient of no scalar."""
    if not scalar.shape.is_scalar:
        shape = scalar.shape
        raise ShapeMismatch(where, shape, SCALAR, (shape.rows, 1), (shape.columns, 1))
    return Gradient(variable.shape, scalar, variable)
