"""Matrix expressions at a point in exact rational numbers, for their inverses and determinants."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import fmpq, fmpq_mat

from verifier.kernel.points import Sample, UndeterminedError, rational
from verifier.kernel.terms import UnsupportedTerm
from verifier.tensors import build
from verifier.tensors.matrices import (
    Constant,
    Diagonal,
    DiagonalOf,
    ElementwisePower,
    Hadamard,
    Identity,
    Matrix,
    MatrixProduct,
    Named,
    Ones,
    Plus,
    Size,
    Spread,
    Total,
    Transpose,
)
from verifier.tensors.shapes import Dimension, Shape


def exact(matrix: Matrix, sample: Sample) -> fmpq_mat:
    """The matrix at a point, in exact numbers. Raises `UnsupportedTerm` for other functions."""
    rows, columns = (_size(part, sample) for part in (matrix.shape.rows, matrix.shape.columns))
    found = _exact(matrix, sample)
    if (found.nrows(), found.ncols()) == (rows, columns):
        return found
    down, across = found.nrows() > 1, found.ncols() > 1
    return _table(rows, columns, lambda i, j: found[i * down, j * across])


def _exact(matrix: Matrix, sample: Sample) -> fmpq_mat:
    rows, columns = (_size(part, sample) for part in (matrix.shape.rows, matrix.shape.columns))

    def of(part: Matrix) -> fmpq_mat:
        return exact(part, sample)

    match matrix:
        case Named(shape, name):
            return _table(rows, columns, lambda i, j: _entry(name, shape, i + 1, j + 1, sample))
        case Constant(_, value):
            return _table(1, 1, lambda i, j: rational(value))
        case Size(_, dimension):
            return _table(1, 1, lambda i, j: fmpq(_size(dimension, sample)))
        case Identity():
            return _table(rows, columns, lambda i, j: fmpq(int(i == j)))
        case Ones():
            return _table(rows, columns, lambda i, j: fmpq(1))
        case Transpose(_, body):
            return of(body).transpose()
        case Spread(_, body):
            return of(body)
        case MatrixProduct(_, left, right):
            return of(left) * of(right)
    return _entrywise(matrix, rows, columns, sample)


def _entrywise(matrix: Matrix, rows: int, columns: int, sample: Sample) -> fmpq_mat:
    def of(part: Matrix, shape: Shape) -> fmpq_mat:
        return exact(build.spread(part, shape), sample)

    shape = matrix.shape
    match matrix:
        case Plus(_, left, right):
            return of(left, shape) + of(right, shape)
        case Hadamard(_, left, right):
            one, other = of(left, shape), of(right, shape)
            return _table(rows, columns, lambda i, j: one[i, j] * other[i, j])
        case ElementwisePower(_, body, exponent) if exponent.denominator == 1:
            base = of(body, shape)
            return _table(rows, columns, lambda i, j: _power(base[i, j], exponent))
        case Total(_, body, over_rows, over_columns):
            inner = exact(body, sample)
            down = range(inner.nrows()) if over_rows else None
            across = range(inner.ncols()) if over_columns else None
            return _table(
                rows,
                columns,
                lambda i, j: sum(
                    (inner[k, m] for k in down or (i,) for m in across or (j,)), start=fmpq(0)
                ),
            )
        case Diagonal(_, body):
            column = exact(body, sample)
            return _table(rows, columns, lambda i, j: column[i, 0] if i == j else fmpq(0))
        case DiagonalOf(_, body):
            square = exact(body, sample)
            return _table(rows, columns, lambda i, j: square[i, i])
    raise UnsupportedTerm(f"{type(matrix).__name__} in an inverse")


def _power(base: fmpq, exponent: Fraction) -> fmpq:
    if base == 0 and exponent < 0:
        raise UndeterminedError
    return base ** int(exponent)


def _table(rows: int, columns: int, value: Callable[[int, int], fmpq]) -> fmpq_mat:
    return fmpq_mat(rows, columns, [value(i, j) for i in range(rows) for j in range(columns)])


def _entry(name: str, shape: Shape, row: int, column: int, sample: Sample) -> fmpq:
    pairs = ((row, shape.rows), (column, shape.columns))
    indices = [str(index) for index, dimension in pairs if dimension != 1]
    if not indices:
        return sample.value(name, name)
    return sample.value(f"{name}[{', '.join(indices)}]", name + "[]")


def _size(dimension: Dimension, sample: Sample) -> int:
    if isinstance(dimension, int):
        return dimension
    return int(sample.value(dimension, dimension).numerator)
