"""Indices that both sides sum over alike are taken out, and only those."""

from __future__ import annotations

from itertools import pairwise

from verifier.kernel import terms
from verifier.tensors.elimination import Elimination, Product

N = terms.variable("n")
BOUND = tuple((name, N) for name in "abcd")


def entry(array: str, *indices: str) -> terms.Term:
    return terms.entry(array, *map(terms.variable, indices))


def chain(*arrays: str) -> Product:
    """X[row, a] Y[a, b] Z[b, c] ... summed over a, b, c, d."""
    steps = pairwise(("row", *"abcd"))
    factors = [entry(array, *pair) for array, pair in zip(arrays, steps, strict=True)]
    return tuple(factors), BOUND


def test_what_is_summed_alike_gets_one_name() -> None:
    backwards = chain("X", "Y", "Z", "V")[0][::-1], BOUND[::-1]
    (left,), (right,) = Elimination().together([[chain("X", "Y", "Z", "V")], [backwards]])
    assert set(left[0]) == set(right[0])
    assert len(left[1]) < len(BOUND)


def test_other_arrays_keep_their_names_apart() -> None:
    (left,), (right,) = Elimination().together(
        [[chain("X", "Y", "Z", "V")], [chain("X", "Y", "V", "Z")]]
    )
    assert set(left[0]) != set(right[0])


def test_what_may_be_undefined_is_left() -> None:
    factors, bound = chain("X", "Y", "Z", "V")
    inverse = terms.power(entry("X", "row", "a"), terms.number(-1))
    product = (inverse, *factors), bound
    (left,), _ = Elimination().together([[product], [product]])
    assert inverse in left[0]
    assert entry("X", "row", "a") in left[0]


def test_an_index_under_two_like_factors_is_left() -> None:
    product = (entry("X", "a", "b"), entry("X", "a", "c"), entry("Y", "d")), BOUND
    (left,), _ = Elimination().together([[product], [product]])
    assert {entry("X", "a", "b"), entry("X", "a", "c")} <= set(left[0])
