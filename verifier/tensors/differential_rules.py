"""The rules of the differential: dF for a change dX of one matrix.

d(A + B) = dA + dB      d(A B) = dA B + A dB      d f(A) = f'(A) ⊙ dA
d(A ⊘ B) = dA ⊘ B - (A ⊘ B) ⊙ dB ⊘ B              d(Aᵀ) = (dA)ᵀ
d(A⁻¹) = -A⁻¹ dA A⁻¹         d det A = det A tr(A⁻¹ dA)         d ln det A = tr(A⁻¹ dA)

The last line is that of Petersen and Pedersen, The Matrix Cookbook, equations 40, 41 and 43.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from verifier.records import dataclass
from verifier.tensors import build, tidy
from verifier.tensors.matrices import (
    Determinant,
    Diagonal,
    DiagonalOf,
    Elementwise,
    ElementwisePower,
    Hadamard,
    Inverse,
    Matrix,
    MatrixProduct,
    Named,
    Plus,
    Spread,
    Total,
    Transpose,
    walk,
)
from verifier.tensors.shapes import Shape

DIFFERENTIAL = "d "

Pair = tuple[Matrix, Matrix]


class NoDifferential(Exception):  # noqa: N818 - names what was met
    """An expression whose differential is not written with matrices."""


def differential(
    matrix: Matrix, variable: Named, known: Mapping[Named, Matrix] | None = None
) -> Matrix:
    """The differential for a change of one matrix, of the shape of the expression.

    `known` gives names to expressions. Raises `NoDifferential`.
    """
    found = _Differential(variable, known or {}).of(matrix)
    if found is None:
        raise NoDifferential(f"no {variable.name} in what is differentiated")
    return found


def change_of(variable: Named) -> Named:
    """The matrix dX."""
    return Named(variable.shape, DIFFERENTIAL + variable.name)


@dataclass(frozen=True, slots=True)
class _Differential:
    """The rules, for a change of one matrix."""

    variable: Named
    known: Mapping[Named, Matrix]

    def of(self, matrix: Matrix) -> Matrix | None:
        """The differential, or None where the matrix does not occur."""
        if not any(part == self.variable for part in walk(matrix)):
            return None
        match matrix:
            case Named():
                return change_of(self.variable)
            case Plus(shape, left, right):
                return _added(self.of(left), self.of(right), shape)
            case Hadamard(_, _, ElementwisePower(_, _, exponent)) if exponent == -1:
                return self.of_quotient(matrix)
            case Hadamard(shape, left, right) if left == right:
                return _scaled(tidy.hadamard(build.constant(2), left), self.of(left), shape)
            case Hadamard(shape, left, right):
                return _added(
                    _scaled(right, self.of(left), shape),
                    _scaled(left, self.of(right), shape),
                    shape,
                )
            case MatrixProduct(shape, left, right):
                first, second = self.of(left), self.of(right)
                one = None if first is None else tidy.product(first, right)
                other = None if second is None else tidy.product(left, second)
                return _added(one, other, shape)
        return self.of_function(matrix)

    def of_function(self, matrix: Matrix) -> Matrix | None:
        match matrix:
            case Transpose(_, body):
                return build.transpose(self.inner(body))
            case Elementwise(_, "ln", Determinant(_, body), 0):
                return build.trace(tidy.product(build.inverse(body), self.inner(body)))
            case Spread(shape, body):
                return build.spread(self.inner(body), shape)
            case Total(shape, body, rows, columns):
                return Total(shape, self.inner(body), rows, columns)
            case Elementwise(_, _, body):
                slope = slope_of(matrix, self.name_of(matrix))
                return tidy.hadamard(slope, self.inner(body))
            case ElementwisePower(shape, body, _):
                return _scaled(self.slope_of_power(matrix), self.inner(body), shape)
        return self.of_square(matrix)

    def of_square(self, matrix: Matrix) -> Matrix | None:
        """The differentials of what only a square matrix has, and of diagonals."""
        match matrix:
            case Inverse(_, body):
                value = self.name_of(matrix) or matrix
                return build.negative(tidy.product(tidy.product(value, self.inner(body)), value))
            case Determinant(_, body):
                change = build.trace(tidy.product(build.inverse(body), self.inner(body)))
                return build.hadamard(self.name_of(matrix) or matrix, change)
            case Diagonal(shape, body):
                return Diagonal(shape, self.inner(body))
            case DiagonalOf(shape, body):
                return DiagonalOf(shape, self.inner(body))
        raise NoDifferential(f"the differential of {type(matrix).__name__}")

    def inner(self, body: Matrix) -> Matrix:
        found = self.of(body)
        assert found is not None
        return found

    def of_quotient(self, matrix: Hadamard) -> Matrix:
        """d(N / D) = dN / D - (N / D) dD / D, entry by entry."""
        above, inverse = matrix.left, matrix.right
        assert isinstance(inverse, ElementwisePower)
        shape = matrix.shape
        first, second = self.of(above), self.of(inverse.body)
        one = _scaled(inverse, first, shape)
        if second is None:
            return _added(one, None, shape)
        part = build.negative(tidy.into_sum(inverse, second))
        return _added(one, _scaled(self.name_of(matrix) or matrix, part, shape), shape)

    def slope_of_power(self, matrix: ElementwisePower) -> Matrix:
        name = self.name_of(matrix)
        power = None if name is None else tidy.power_of(name, matrix)
        if power is None:
            power = build.elementwise_power(matrix.body, matrix.exponent - 1)
        return tidy.hadamard(build.constant(matrix.exponent), power)

    def name_of(self, matrix: Matrix) -> Named | None:
        """The name of an expression, also where it is copied."""
        for name, body in self.known.items():
            if matrix in (body, getattr(body, "body", None) if isinstance(body, Spread) else body):
                return name if name.shape == matrix.shape else None
        return None


def _scaled(factor: Matrix, change: Matrix | None, shape: Shape) -> Matrix | None:
    """factor ⊙ change, numbers first."""
    if change is None:
        return None
    numbers, rest = tidy.split(change)
    if tidy.is_number(factor) or rest is None:
        return build.spread(tidy.hadamard(factor, change), shape)
    return tidy.multiple(numbers, Hadamard(shape, factor, build.spread(rest, shape)))


def _added(left: Matrix | None, right: Matrix | None, shape: Shape) -> Matrix:
    parts = [build.spread(part, shape) for part in (left, right) if part is not None]
    return parts[0] if len(parts) == 1 else build.plus(parts[0], parts[1])


def slope_of(matrix: Elementwise, name: Named | None = None) -> Matrix:
    """f'(A), with the derivatives of the usual functions written out; `name` stands for f(A)."""
    body, one = matrix.body, build.constant(1)
    value = name or matrix
    if matrix.order == 0:
        match matrix.function:
            case "exp":
                return value
            case "ln":
                return build.elementwise_power(body, Fraction(-1))
            case "sigmoid":
                return build.hadamard(value, build.minus(one, value))
            case "tanh":
                return build.minus(one, build.elementwise_power(value, Fraction(2)))
            case "sin":
                return build.elementwise("cos", body)
            case "cos":
                return build.negative(build.elementwise("sin", body))
    return build.elementwise(matrix.function, body, matrix.order + 1)
