"""Hypotheses about matrices: the columns, or the rows, add up to one.

Every matrix Y with columns that add up to one is U + (1 - colsum U)/n for some U (take U = Y), and
every such expression is such a matrix. So a claim about Y holds under the hypothesis exactly when
it holds for this expression with any U. One-hot labels are such a matrix; at a point that is tried
for a counterexample Y is one-hot, so that a refutation speaks about labels too.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.hints import Any
from verifier.kernel.flint import fmpq
from verifier.kernel.points import Sample
from verifier.kernel.sampling import Chooser
from verifier.kernel.terms import UnsupportedTerm
from verifier.records import dataclass, fields, replace
from verifier.tensors.build import constant, divide, minus, plus, size, total
from verifier.tensors.matrices import Gradient, Matrix, Named, Substituted


@dataclass(frozen=True, slots=True)
class ColumnSums:
    """The matrix of that name has columns (or, with `by_rows`, rows) that add up to one."""

    name: str
    by_rows: bool = False


def parametrised(hypotheses: tuple[ColumnSums, ...]) -> Callable[[Matrix], Matrix]:
    """A function that puts in the general matrix that satisfies the hypotheses.

    Raises `UnsupportedTerm` for a gradient by such a matrix, whose entries are not independent.
    """
    by_name = {hypothesis.name: hypothesis for hypothesis in hypotheses}

    def change(matrix: Matrix) -> Matrix:
        if isinstance(matrix, Named):
            hypothesis = by_name.get(matrix.name)
            return matrix if hypothesis is None else _general(matrix, hypothesis)
        if isinstance(matrix, Gradient | Substituted):
            if matrix.variable.name in by_name:
                raise UnsupportedTerm("a gradient by a matrix with known sums")
            if isinstance(matrix, Substituted):
                return replace(matrix, body=change(matrix.body), value=change(matrix.value))
            return replace(matrix, scalar=change(matrix.scalar))
        return rebuild(matrix, change)

    return change if hypotheses else lambda matrix: matrix


def _general(matrix: Named, hypothesis: ColumnSums) -> Matrix:
    by_rows = hypothesis.by_rows
    sums = total(matrix, over_rows=not by_rows, over_columns=by_rows)
    count = size(matrix.shape.columns if by_rows else matrix.shape.rows)
    return plus(matrix, divide(minus(constant(1), sums), count))


def rebuild(matrix: Matrix, change: Callable[[Matrix], Matrix]) -> Matrix:
    """The expression with each direct part changed; the shapes stay."""
    changes: dict[str, Any] = {}
    for field in fields(matrix):
        old = getattr(matrix, field.name)
        if isinstance(old, Matrix):
            new = change(old)
            if new is not old:
                changes[field.name] = new
    return replace(matrix, **changes) if changes else matrix


def one_hot(hypotheses: tuple[ColumnSums, ...], otherwise: Chooser) -> Chooser:
    """Gives the entries of the matrices with known sums the values of one-hot labels."""
    if not hypotheses:
        return otherwise
    by_name = {hypothesis.name: hypothesis for hypothesis in hypotheses}

    def choose(name: str, declared: str, sample: Sample) -> fmpq:
        hypothesis = by_name.get(declared.removesuffix("[]"))
        if hypothesis is None or "[" not in name:
            return otherwise(name, declared, sample)
        indices = [int(part) for part in name[name.index("[") + 1 : -1].split(",")]
        if len(indices) == 1:
            return fmpq(int(indices[0] == 1))
        own, other = reversed(indices) if hypothesis.by_rows else indices
        return fmpq(int(own == 1 + (other - 1) % 2))

    return choose
