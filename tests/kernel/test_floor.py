"""Floors: equal of equal arguments, refuted only by their values, never differentiated."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.expressions import read, read_domains
from tests.kernel.independent import value
from verifier.kernel.decide import decide
from verifier.kernel.domains import NATURAL
from verifier.kernel.term import UnsupportedTerm
from verifier.values import Proved, Refuted, Unknown

WHOLE = {"n": "N+", "k": "N+"}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("floor((n+k-1)/k)+1", "1+floor((k+n-1)/k)", Proved),
        ("floor(-7/2)", "-4", Proved),
        ("ceil(7/2)", "4", Proved),
        ("Sum(floor(i/2),i,1,4)", "4", Proved),
        ("D(floor(n)*k**2,k)", "2*k*floor(n)", Proved),
        ("floor((n-k)/2)", "floor((n+k)/2)", Refuted),
        ("ceil(n/2)", "floor(n/2)+1", Refuted),
        ("floor(exp(n)/2)", "floor(exp(n))/2", Refuted),
        ("ceil(n/2)", "floor((n+1)/2)", Unknown),
        ("floor(n)", "n", Unknown),
        ("floor(exp(ln(n)))+ln(k)-ln(k)", "n", Unknown),
        ("floor(sqrt(n)*sqrt(n))", "n", Unknown),
    ],
)
def test_floors_are_decided(left: str, right: str, expected: type) -> None:
    assert isinstance(decide(read(left), read(right), read_domains(WHOLE)), expected)


def test_a_floor_near_a_whole_number_has_no_certain_value() -> None:
    """sin(π) is 0, and no number of digits tells that it is not a little less."""
    assert not isinstance(
        decide(read("floor(sin(pi)+x)"), read("floor(x)"), {"x": NATURAL}), Refuted
    )


def test_the_slope_of_a_floor_is_not_supported() -> None:
    with pytest.raises(UnsupportedTerm):
        read("D(floor(x),x)")


arguments = st.recursive(
    st.sampled_from(["x", "y", "1", "(1/3)"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner, st.sampled_from("+-*")).map("({0[0]}{0[2]}{0[1]})".format),
        inner.map("floor({0})".format),
        inner.map("ceil({0}/2)".format),
    ),
    max_leaves=4,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(arguments, arguments, st.fractions(-3, 3, max_denominator=4))
def test_a_verdict_agrees_with_an_independent_evaluator(left: str, right: str, x: object) -> None:
    found = decide(read(left), read(right), {})
    if isinstance(found, Refuted):
        point = {"x": 0, "y": 0, **{n: value(str(v), {}) for n, v in found.witness.point}}
        assert value(left, point) != value(right, point)
    elif isinstance(found, Proved):
        point = {"x": value(str(x), {}), "y": value("5/7", {})}
        assert abs(value(left, point) - value(right, point)) < 1e-30
