"""An equality between inverses, multiplied by what they are the inverses of.

For invertible M and N the equalities L = R, M L = M R, L N = R N and M L N = M R N say the same. So

    (I + A B)⁻¹ A = A (I + B A)⁻¹

is A (I + B A) = (I + A B) A, and Woodbury's formula is one between products in which the inverses
cancel (Henderson and Searle, On deriving the inverse of a sum of matrices, 1981).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from verifier.tensors import build
from verifier.tensors.matrices import EntryOf, IndexSum, Inverse, Matrix, Substituted, walk

MOST_EQUALITIES = 12


def multiplied_out(left: Matrix, right: Matrix) -> Iterator[tuple[Matrix, Matrix]]:
    """Pairs of sides, each equal exactly where `left` and `right` are, wherever those are defined.

    The factors are the matrices whose inverses occur in the sides, so that they are invertible
    where the sides are defined.
    """
    return islice(_multiplied(left, right), MOST_EQUALITIES)


def _multiplied(left: Matrix, right: Matrix) -> Iterator[tuple[Matrix, Matrix]]:
    if left.shape != right.shape:
        return
    inverted = list(dict.fromkeys(_inverted(left, right)))
    shape = left.shape
    before = [None, *(matrix for matrix in inverted if matrix.shape.columns == shape.rows)]
    after = [None, *(matrix for matrix in inverted if matrix.shape.rows == shape.columns)]
    pairs = [(first, last) for first in before for last in after if first or last]
    for first, last in sorted(pairs, key=lambda pair: None not in pair):
        yield _between(first, left, last), _between(first, right, last)


def _inverted(*sides: Matrix) -> Iterator[Matrix]:
    """The matrices whose inverses occur, as they stand there."""
    everything = list(walk(*sides))
    if any(isinstance(part, Substituted) for part in everything):
        return
    for part in everything:
        if isinstance(part, Inverse) and not any(
            isinstance(inner, EntryOf | IndexSum) for inner in walk(part.body)
        ):
            yield part.body


def _between(first: Matrix | None, side: Matrix, last: Matrix | None) -> Matrix:
    product = side if first is None else build.times(first, side)
    return product if last is None else build.times(product, last)
