"""Gradients as teachers derive them: differentials and the pairing ⟨A, B⟩ = tr(Aᵀ B).

    d(A + B) = dA + dB      d(A B) = dA B + A dB      d f(A) = f'(A) ⊙ dA

and then everything is moved off the differential, one named move at a time:

    ⟨G, X B⟩ = ⟨G Bᵀ, X⟩    ⟨G, A X⟩ = ⟨Aᵀ G, X⟩      cyclic trace
    ⟨G, Xᵀ⟩ = ⟨Gᵀ, X⟩                                 transpose
    ⟨G, H ⊙ X⟩ = ⟨G ⊙ H, X⟩                           elementwise factor
    ⟨G, X copied⟩ = ⟨G summed, X⟩                      a copy is the adjoint of a sum
    ⟨G, X summed⟩ = ⟨G copied, X⟩
    g tr(X) = ⟨g I, X⟩                                 trace
    ⟨G, diag x⟩ = ⟨diag G, x⟩                          diagonal

until ⟨G, dX⟩ is left, where G is the gradient. Every line is decided, for all shapes, against the
derivative by indices: the sum over all entries of dX, each times its partial derivative.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.records import dataclass
from verifier.tensors import build, tidy
from verifier.tensors.decide import Setting, decide_matrices
from verifier.tensors.differential_rules import (
    DIFFERENTIAL,
    NoDifferential,
    Pair,
    change_of,
    differential,
)
from verifier.tensors.hypotheses import rebuild
from verifier.tensors.matrices import (
    Diagonal,
    DiagonalOf,
    Hadamard,
    Identity,
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

_FACTORS = ("constant factor", "elementwise factor", "elementwise factors")


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


def derive(
    seed: Matrix, body: Matrix, variable: Named, setting: Setting, name: Named | None = None
) -> GradientProof:
    """The gradient of ⟨seed, body⟩ by a matrix that the seed does not depend on.

    Where the body occurs in its own differential, as e^Z does, it is written by its `name`. Raises
    `NoDifferential` where the rules above do not reach.
    """
    true = build.gradient(build.pairing(seed, body), variable)
    body = tidy.simple(body)
    known = {} if name is None or isinstance(body, Named) else {name: body}
    first = (seed, differential(body, variable, known))
    whole = build.pairing(true, change_of(variable))

    def line(pairs: list[Pair], move: str) -> Line:
        said = replaced(_total(tuple(pairs)), known)
        return Line(tuple(pairs), move, decide_matrices(said, whole, setting))

    pairs: list[Pair] = [first]
    lines = [line(pairs, "rules of the differential")]
    if _again(pairs, known) != pairs:
        pairs = _again(pairs, known)
        lines.append(line(pairs, "the definition found again"))
    while not all(_is_bare(body) for _, body in pairs):
        move, pairs = _moved_together(pairs)
        lines.append(line(pairs, move))
    found = _again(pairs, known)
    if found != pairs:
        lines.append(line(found, "the definition found again"))
    result = found[0][0]
    for gradient, _ in found[1:]:
        result = build.plus(result, gradient)
    if len(found) > 1:
        lines.append(line([(result, found[0][1])], "collect"))
    return GradientProof(seed, body, variable, tuple(lines), result)


def _again(pairs: list[Pair], known: Mapping[Named, Matrix]) -> list[Pair]:
    return [(tidy.folded(seed, known), tidy.folded(body, known)) for seed, body in pairs]


def replaced(matrix: Matrix, values: Mapping[Named, Matrix]) -> Matrix:
    """The expression with named matrices replaced by values, copied to their shapes."""
    if isinstance(matrix, Named):
        value = values.get(matrix)
        return matrix if value is None else build.spread(value, matrix.shape)
    return rebuild(matrix, lambda part: replaced(part, values))


def _total(pairs: tuple[Pair, ...]) -> Matrix:
    result = build.pairing(*pairs[0])
    for pair in pairs[1:]:
        result = build.plus(result, build.pairing(*pair))
    return result


def _is_bare(matrix: Matrix) -> bool:
    return isinstance(matrix, Named)


# Moves ----------------------------------------------------------------------------------------


def _moved_together(pairs: list[Pair]) -> tuple[str, list[Pair]]:
    """The first move that is possible, made in every pairing in which it is the next."""
    moved = [None if _is_bare(pair[1]) else _moved_on(*pair) for pair in pairs]
    move = next(one[0] for one in moved if one is not None)
    result: list[Pair] = []
    for pair, one in zip(pairs, moved, strict=True):
        result += [pair] if one is None or one[0] != move else one[1]
    return move, result


def _moved_on(seed: Matrix, body: Matrix) -> tuple[str, list[Pair]]:
    """One move; elementwise factors one after another are one."""
    move, new = _moved(seed, body)
    while len(new) == 1 and move in _FACTORS and isinstance(new[0][1], Hadamard):
        _, new = _moved(*new[0])
        move = "elementwise factors"
    return move, new


def _moved(seed: Matrix, body: Matrix) -> tuple[str, list[Pair]]:
    """One move that takes the outermost operation off the differential."""
    match body:
        case Plus(_, left, right):
            return "linearity of the pairing", [(seed, left), (seed, right)]
        case Transpose(_, inner):
            return "transpose", [(tidy.transposed(seed), inner)]
        case Hadamard(_, left, right):
            factor, inner = (right, left) if has_differential(left) else (left, right)
            if inner.shape.is_scalar and isinstance(factor, Identity):
                return "the multiple of I is a trace", [(build.trace(seed), inner)]
            inner = build.spread(inner, seed.shape)
            number = tidy.is_number(factor)
            move = "constant factor" if number else "elementwise factor"
            product = tidy.hadamard(factor, seed) if number else tidy.hadamard(seed, factor)
            return move, [(build.spread(product, seed.shape), inner)]
        case MatrixProduct(_, left, right):
            if has_differential(left):
                return "cyclic trace", [(tidy.product(seed, tidy.transposed(right)), left)]
            return "cyclic trace", [(tidy.product(tidy.transposed(left), seed), right)]
    return _sum_moved(seed, body)


def _sum_moved(seed: Matrix, body: Matrix) -> tuple[str, list[Pair]]:
    """The moves that take off a copy, a sum, a trace or a diagonal."""
    match body:
        case Spread(_, inner):
            return "a copy is the adjoint of a sum", [(_summed(seed, inner.shape), inner)]
        case Total(_, DiagonalOf(_, inner), True, True):
            identity = build.identity(inner.shape.rows)
            return "a trace is a pairing with I", [(tidy.hadamard(seed, identity), inner)]
        case Total(_, inner):
            return "a sum is the adjoint of a copy", [(build.spread(seed, inner.shape), inner)]
        case Diagonal(_, inner):
            return "the diagonal", [(DiagonalOf(inner.shape, seed), inner)]
        case DiagonalOf(_, inner):
            return "the diagonal", [(Diagonal(inner.shape, seed), inner)]
    raise NoDifferential(f"no move for {type(body).__name__}")


def _summed(seed: Matrix, shape: Shape) -> Matrix:
    rows = shape.rows == 1 and seed.shape.rows != 1
    columns = shape.columns == 1 and seed.shape.columns != 1
    if not (rows or columns):
        return seed
    numbers, rest = tidy.split(seed)
    if rest is None:
        return build.total(seed, rows, columns)
    return tidy.multiple(numbers, build.total(rest, rows, columns))


def has_differential(matrix: Matrix) -> bool:
    """Whether a differential occurs in an expression."""
    return any(isinstance(p, Named) and p.name.startswith(DIFFERENTIAL) for p in walk(matrix))


def named_in(matrix: Matrix) -> Iterator[Named]:
    """The matrices of their own in an expression."""
    return (part for part in walk(matrix) if isinstance(part, Named))
