"""Gradients as teachers derive them: differentials and the pairing ⟨A, B⟩ = tr(Aᵀ B).

    d(A + B) = dA + dB      d(A B) = dA B + A dB      d f(A) = f'(A) ⊙ dA

and then everything is moved off the differential, one named move at a time:

    ⟨G, X B⟩ = ⟨G Bᵀ, X⟩    ⟨G, A X⟩ = ⟨Aᵀ G, X⟩      cyclic trace
    ⟨G, Xᵀ⟩ = ⟨Gᵀ, X⟩                                 transpose
    ⟨G, H ⊙ X⟩ = ⟨G ⊙ H, X⟩                           elementwise factor
    ⟨G, X copied⟩ = ⟨G summed, X⟩                      a copy is the adjoint of a sum
    ⟨G, X summed⟩ = ⟨G copied, X⟩

until ⟨G, dX⟩ is left, where G is the gradient. Every line is decided, for all shapes, against the
derivative by indices: the sum over all entries of dX, each times its partial derivative.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from verifier.tensors import build
from verifier.tensors.decide import Setting, decide_matrices
from verifier.tensors.matrices import (
    Constant,
    Elementwise,
    ElementwisePower,
    Hadamard,
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
from verifier.values import Verdict

DIFFERENTIAL = "d "
Pair = tuple[Matrix, Matrix]
_FACTORS = ("constant factor", "elementwise factor", "elementwise factors")


class NoDifferential(Exception):  # noqa: N818 - names what was met
    """An expression whose differential is not written with matrices."""


@dataclass(frozen=True, slots=True)
class Line:
    """The sum of the pairings, what was done to reach it, and the verdict on it."""

    pairs: tuple[Pair, ...]
    move: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class GradientProof:
    """`⟨seed, d body⟩ = … = ⟨gradient, d variable⟩`, line by line."""

    seed: Matrix
    body: Matrix
    variable: Named
    lines: tuple[Line, ...]
    gradient: Matrix


def derive(seed: Matrix, body: Matrix, variable: Named, setting: Setting) -> GradientProof:
    """The gradient of ⟨seed, body⟩ by a matrix that the seed does not depend on.

    Raises `NoDifferential` where the rules above do not reach.
    """
    first = (seed, differential(body, variable))
    true = build.gradient(build.pairing(seed, body), variable)
    whole = build.pairing(true, change_of(variable))

    def line(pairs: list[Pair], move: str) -> Line:
        return Line(tuple(pairs), move, decide_matrices(_total(tuple(pairs)), whole, setting))

    pairs: list[Pair] = [first]
    lines = [line(pairs, "rules of the differential")]
    while True:
        place = next((k for k, pair in enumerate(pairs) if not _is_bare(pair[1])), None)
        if place is None:
            break
        move, new = _moved(*pairs[place])
        while len(new) == 1 and move in _FACTORS and isinstance(new[0][1], Hadamard):
            _, new = _moved(*new[0])
            move = "elementwise factors"
        pairs[place : place + 1] = new
        lines.append(line(pairs, move))
    result = pairs[0][0]
    for gradient, _ in pairs[1:]:
        result = build.plus(result, gradient)
    if len(pairs) > 1:
        lines.append(line([(result, pairs[0][1])], "collect"))
    return GradientProof(seed, body, variable, tuple(lines), result)


def _total(pairs: tuple[Pair, ...]) -> Matrix:
    result = build.pairing(*pairs[0])
    for pair in pairs[1:]:
        result = build.plus(result, build.pairing(*pair))
    return result


def _is_bare(matrix: Matrix) -> bool:
    return isinstance(matrix, Named)


# Differentials --------------------------------------------------------------------------------


def differential(matrix: Matrix, variable: Named) -> Matrix:
    """The differential for a change of one matrix, of the shape of the expression.

    Raises `NoDifferential`.
    """
    found = _differential(matrix, variable)
    if found is None:
        raise NoDifferential(f"no {variable.name} in what is differentiated")
    return found


def change_of(variable: Named) -> Named:
    """The matrix dX."""
    return Named(variable.shape, DIFFERENTIAL + variable.name)


def _differential(matrix: Matrix, variable: Named) -> Matrix | None:
    if not any(part == variable for part in walk(matrix)):
        return None
    match matrix:
        case Named():
            return change_of(variable)
        case Plus(shape, left, right):
            return _added(_differential(left, variable), _differential(right, variable), shape)
        case Hadamard(shape, left, right) | MatrixProduct(shape, left, right):
            return _of_product(matrix, left, right, shape, variable)
        case Transpose(shape, body):
            return Transpose(shape, differential(body, variable))
        case Spread(shape, body):
            return build.spread(differential(body, variable), shape)
        case Total(shape, body, rows, columns):
            return Total(shape, differential(body, variable), rows, columns)
        case Elementwise(_, _, body):
            return build.hadamard(slope(matrix), differential(body, variable))
        case ElementwisePower(_, body, exponent):
            power = build.elementwise_power(body, exponent - 1)
            factor = build.hadamard(build.constant(exponent), power)
            return build.hadamard(factor, differential(body, variable))
    raise NoDifferential(f"the differential of {type(matrix).__name__}")


def _added(left: Matrix | None, right: Matrix | None, shape: Shape) -> Matrix:
    parts = [build.spread(part, shape) for part in (left, right) if part is not None]
    return parts[0] if len(parts) == 1 else build.plus(parts[0], parts[1])


def _of_product(
    matrix: Matrix, left: Matrix, right: Matrix, shape: Shape, variable: Named
) -> Matrix:
    first, second = _differential(left, variable), _differential(right, variable)
    if isinstance(matrix, MatrixProduct):
        one = None if first is None else MatrixProduct(shape, first, right)
        other = None if second is None else MatrixProduct(shape, left, second)
        return _added(one, other, shape)
    before: Matrix | None = None
    after: Matrix | None = None
    if first is not None:
        before = Hadamard(shape, right, build.spread(first, shape))
    if second is not None:
        after = Hadamard(shape, left, build.spread(second, shape))
    return _added(before, after, shape)


def slope(matrix: Elementwise) -> Matrix:
    """f'(A), with the derivatives of the usual functions written out."""
    body, one = matrix.body, build.constant(1)
    if matrix.order == 0:
        match matrix.function:
            case "exp":
                return matrix
            case "ln":
                return build.elementwise_power(body, Fraction(-1))
            case "sigmoid":
                return build.hadamard(matrix, build.minus(one, matrix))
            case "tanh":
                return build.minus(one, build.hadamard(matrix, matrix))
    return build.elementwise(matrix.function, body, matrix.order + 1)


# Moves ----------------------------------------------------------------------------------------


def _moved(seed: Matrix, body: Matrix) -> tuple[str, list[Pair]]:
    """One move that takes the outermost operation off the differential."""
    match body:
        case Plus(_, left, right):
            return "linearity of the pairing", [(seed, left), (seed, right)]
        case Transpose(_, inner):
            return "transpose", [(build.transpose(seed), inner)]
        case Hadamard(_, factor, inner):
            constant = isinstance(factor, Constant)
            move = "constant factor" if constant else "elementwise factor"
            return move, [(_times(factor, seed), inner)]
        case MatrixProduct(_, left, right):
            if has_differential(left):
                return "cyclic trace", [(build.times(seed, build.transpose(right)), left)]
            return "cyclic trace", [(build.times(build.transpose(left), seed), right)]
        case Spread(_, inner):
            return "a copy is the adjoint of a sum", [(_summed(seed, inner.shape), inner)]
        case Total(_, inner):
            return "a sum is the adjoint of a copy", [(build.spread(seed, inner.shape), inner)]
    raise NoDifferential(f"no move for {type(body).__name__}")


def _times(factor: Matrix, seed: Matrix) -> Matrix:
    """The product, in which numbers are multiplied and copies of a number are that number."""
    bare = seed.body if isinstance(seed, Spread) and seed.body.shape.is_scalar else seed
    if bare == build.constant(1):
        product = factor
    elif isinstance(bare, Constant) and isinstance(factor, Constant):
        product = build.constant(bare.value * factor.value)
    elif isinstance(factor, Constant) and isinstance(bare, Hadamard):
        left, right = bare.left, bare.right
        if isinstance(left, Constant):
            product = build.hadamard(build.constant(left.value * factor.value), right)
        else:
            product = build.hadamard(factor, bare)
    elif factor.shape.is_scalar or bare.shape.is_scalar:
        product = build.hadamard(factor, bare)
        if bare.shape.is_scalar:
            product = build.hadamard(bare, factor)
    else:
        product = build.hadamard(bare, factor)
    return build.spread(product, seed.shape)


def _summed(seed: Matrix, shape: Shape) -> Matrix:
    rows = shape.rows == 1 and seed.shape.rows != 1
    columns = shape.columns == 1 and seed.shape.columns != 1
    return build.total(seed, rows, columns) if rows or columns else seed


def has_differential(matrix: Matrix) -> bool:
    """Whether a differential occurs in an expression."""
    return any(isinstance(p, Named) and p.name.startswith(DIFFERENTIAL) for p in walk(matrix))


def named_in(matrix: Matrix) -> Iterator[Named]:
    """The matrices of their own in an expression."""
    return (part for part in walk(matrix) if isinstance(part, Named))
