"""Matrix expressions with checked shapes.

The shapes of the parts must fit for every size of the dimensions; the functions raise
`ShapeMismatch` where they do not. `where` says in the message which part of a formula it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from verifier.records import replace
from verifier.tensors.matrices import (
    HIDDEN,
    ColumnOf,
    Constant,
    Determinant,
    Diagonal,
    DiagonalOf,
    Elementwise,
    ElementwisePower,
    EntryOf,
    Gradient,
    Hadamard,
    Identity,
    IndexSum,
    Inverse,
    Mapped,
    Matrix,
    MatrixProduct,
    Named,
    Ones,
    Plus,
    Size,
    Spread,
    Substituted,
    Total,
    Transpose,
    Unit,
)
from verifier.tensors.shapes import (
    SCALAR,
    Dimension,
    Shape,
    ShapeMismatch,
    Where,
    broadcast,
    product,
)


def named(name: str, rows: Dimension = 1, columns: Dimension = 1) -> Named:
    """A matrix of independent entries."""
    return Named(Shape(rows, columns), name)


def constant(value: int | Fraction) -> Matrix:
    """A number."""
    return Constant(SCALAR, Fraction(value))


def size(dimension: Dimension) -> Matrix:
    """A dimension as a number."""
    return constant(dimension) if isinstance(dimension, int) else Size(SCALAR, dimension)


def plus(left: Matrix, right: Matrix, where: Where = "the sum") -> Matrix:
    """left + right. Raises `ShapeMismatch`."""
    return Plus(broadcast(where, left.shape, right.shape), left, right)


def minus(left: Matrix, right: Matrix, where: Where = "the difference") -> Matrix:
    """left - right. Raises `ShapeMismatch`."""
    return plus(left, negative(right), where)


def negative(matrix: Matrix) -> Matrix:
    """-matrix."""
    return hadamard(constant(-1), matrix)


def hadamard(left: Matrix, right: Matrix, where: Where = "the elementwise product") -> Matrix:
    """left ⊙ right. Raises `ShapeMismatch`."""
    return Hadamard(broadcast(where, left.shape, right.shape), left, right)


def times(left: Matrix, right: Matrix, where: Where = "the product") -> Matrix:
    """The matrix product, or the multiple when one factor is a scalar. Raises `ShapeMismatch`."""
    shape = Shape(left.shape.rows, right.shape.columns)
    fits = left.shape.columns == right.shape.rows
    if (left.shape.is_scalar or right.shape.is_scalar) and not (fits and shape.is_scalar):
        return hadamard(left, right, where)
    if left.shape.is_scalar and right.shape.is_scalar:
        return Hadamard(SCALAR, left, right)
    return MatrixProduct(product(where, left.shape, right.shape), left, right)


def divide(left: Matrix, right: Matrix, where: Where = "the quotient") -> Matrix:
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
    """Each entry to a power; the first power is nothing."""
    if exponent == 1:
        return body
    return ElementwisePower(body.shape, body, exponent)


def total(body: Matrix, over_rows: bool = True, over_columns: bool = True) -> Matrix:
    """The sum over the axes named."""
    rows = 1 if over_rows else body.shape.rows
    columns = 1 if over_columns else body.shape.columns
    return Total(Shape(rows, columns), body, over_rows, over_columns)


def diagonal(body: Matrix, where: Where = "the diagonal matrix") -> Matrix:
    """The diagonal matrix of a vector, or the diagonal of a square matrix as a column."""
    rows, columns = body.shape.rows, body.shape.columns
    if columns == 1:
        return Diagonal(Shape(rows, rows), body)
    if rows == 1:
        return Diagonal(Shape(columns, columns), transpose(body))
    _must_be_square(body, where)
    return DiagonalOf(Shape(rows, 1), body)


def trace(body: Matrix, where: Where = "the trace") -> Matrix:
    """The sum of the diagonal of a square matrix. Raises `ShapeMismatch`."""
    _must_be_square(body, where)
    return total(DiagonalOf(Shape(body.shape.rows, 1), body))


def inverse(body: Matrix, where: Where = "the inverse") -> Matrix:
    """The inverse of a square matrix. Raises `ShapeMismatch`."""
    if body.shape.is_scalar:
        return elementwise_power(body, Fraction(-1))
    _must_be_square(body, where)
    return Inverse(body.shape, body)


def determinant(body: Matrix, where: Where = "the determinant") -> Matrix:
    """The determinant of a square matrix. Raises `ShapeMismatch`."""
    _must_be_square(body, where)
    return body if body.shape.is_scalar else Determinant(SCALAR, body)


def of_entries(rows: Sequence[Sequence[Matrix]]) -> Matrix:
    """The matrix of these scalars, row by row."""
    shape = Shape(_fixed(len(rows)), _fixed(len(rows[0])))
    cells = (
        hadamard(value, Unit(shape, row, column))
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
    )
    return reduce(plus, cells)


def _fixed(size: int) -> Dimension:
    return 1 if size == 1 else str(size)


def _must_be_square(body: Matrix, where: Where) -> None:
    shape = body.shape
    if shape.rows != shape.columns:
        raise ShapeMismatch(where, shape, shape.transposed, (shape.rows, shape.columns))


def pairing(left: Matrix, right: Matrix, where: Where = "the pairing") -> Matrix:
    """⟨left, right⟩ = tr(leftᵀ right). Raises `ShapeMismatch` unless the shapes are the same."""
    a, b = left.shape, right.shape
    if a != b:
        raise ShapeMismatch(where, a, b, (a.rows, b.rows), (a.columns, b.columns))
    return total(Hadamard(a, left, right))


def spread(body: Matrix, shape: Shape, where: Where = "the copy") -> Matrix:
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


def mapped(formula: Matrix, parameter: str, body: Matrix) -> Matrix:
    """A scalar expression in a parameter, at each entry of the body."""
    plain = _as_function(formula, parameter)
    if plain is not None:
        return elementwise(plain.function, body, plain.order)
    return Mapped(body.shape, formula, parameter, body)


def _as_function(formula: Matrix, parameter: str) -> Elementwise | None:
    """The function where the formula is nothing but `f(parameter)` or a derivative of it."""
    match formula:
        case Elementwise(_, _, Named(name=name)) if name == parameter:
            return formula
        case Gradient(scalar=scalar, variable=Named(name=name)) if name == parameter:
            inner = _as_function(scalar, parameter)
            return None if inner is None else replace(inner, order=inner.order + 1)
    return None


def entry_of(body: Matrix, row: str | None, column: str | None) -> Matrix:
    """One entry of a matrix."""
    return EntryOf(SCALAR, body, row, column)


def column_of(body: Matrix, index: str) -> Matrix:
    """One column of a matrix."""
    return ColumnOf(Shape(body.shape.rows, 1), body, index)


def index_sum(body: Matrix, index: str, dimension: Dimension) -> Matrix:
    """The sum over an index from 1 to a dimension."""
    return IndexSum(body.shape, body, index, dimension)


def ones(shape: Shape) -> Matrix:
    """The matrix of ones."""
    return Ones(shape)


def identity(dimension: Dimension) -> Matrix:
    """The identity matrix."""
    return Identity(Shape(dimension, dimension))


def substituted(body: Matrix, variable: Named, value: Matrix) -> Matrix:
    """The body with a named matrix replaced by a value of the same shape."""
    return Substituted(body.shape, body, variable, spread(value, variable.shape))


def gradient(scalar: Matrix, variable: Named, where: Where = "the gradient") -> Matrix:
    """The gradient of a scalar, or the Jacobian matrix of a column by a column.

    Raises `ShapeMismatch` when it is a gradient of neither.
    """
    if scalar.shape.columns == 1 and variable.shape.columns == 1 and not scalar.shape.is_scalar:
        return jacobian(scalar, variable)
    if not scalar.shape.is_scalar:
        shape = scalar.shape
        raise ShapeMismatch(where, shape, SCALAR, (shape.rows, 1), (shape.columns, 1))
    return Gradient(variable.shape, scalar, variable)


def jacobian(column: Matrix, variable: Named) -> Matrix:
    """The derivatives of a column by the entries of another: a row for each entry of the first.

    It is the sum of e_i (d column_i / d variable)^T over the entries i.
    """
    rows = column.shape.rows
    index = f"{HIDDEN}row of {variable.name}"
    row = Gradient(variable.shape, entry_of(column, index, None), variable)
    unit = column_of(identity(rows), index)
    return index_sum(times(unit, transpose(row)), index, rows)
