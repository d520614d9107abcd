"""Laws that hold for all terms, tried on random ones."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.expressions import read, read_domains
from tests.kernel.independent import NotDefined, value
from verifier.kernel import terms as t
from verifier.kernel.decide import decide, signs, value_at
from verifier.kernel.domains import POSITIVE
from verifier.values import Proved, Refuted

NAMES = ("x", "y", "z")
DECLARED = dict.fromkeys(NAMES, POSITIVE)

atoms = st.sampled_from([*NAMES, "1", "2", "(1/3)", "(-1)"])


def larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions that are defined wherever the variables are positive."""
    pair = st.tuples(smaller, smaller)
    return st.one_of(
        pair.map("({0[0]}+{0[1]})".format),
        pair.map("({0[0]}-{0[1]})".format),
        pair.map("({0[0]}*{0[1]})".format),
        pair.map("max({0[0]},{0[1]})".format),
        smaller.map("exp(-({0})**2)".format),
        smaller.map("sigmoid({0})".format),
        smaller.map("tanh({0})".format),
        smaller.map("sin({0})".format),
        smaller.map("erf({0})".format),
        smaller.map("ln(1+({0})**2)".format),
        smaller.map("sqrt(1+({0})**2)".format),
        smaller.map("relu({0})".format),
        pair.map("({0[0]}/(1+abs({0[1]})))".format),
    )


expressions = st.recursive(atoms, larger, max_leaves=5)
smooth = expressions.filter(lambda text: not any(f in text for f in ("max", "relu", "abs")))
numbers = st.fractions(min_value=Fraction(1, 8), max_value=4, max_denominator=8)
points = st.fixed_dictionaries(dict.fromkeys(NAMES, numbers))


def equal(left: t.Term, right: t.Term) -> bool:
    """Proved without a condition. Unknown is allowed where the work runs out, Refuted never."""
    verdict = decide(left, right, DECLARED)
    assert not isinstance(verdict, Refuted), verdict
    return isinstance(verdict, Proved) and not verdict.conditions


@settings(max_examples=25, deadline=None, derandomize=True)
@given(expressions, expressions, expressions)
def test_the_laws_of_a_ring(a: str, b: str, c: str) -> None:
    x, y, z = read(a), read(b), read(c)
    equal(t.add(x, y), t.add(y, x))
    equal(t.multiply(x, t.add(y, z)), t.add(t.multiply(x, y), t.multiply(x, z)))
    equal(t.subtract(x, x), t.number(0))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(smooth, smooth)
def test_a_ring_of_small_terms_is_decided(a: str, b: str) -> None:
    x, y = read(a), read(b)
    square = t.power(t.add(x, y), t.number(2))
    expanded = t.add(
        t.power(x, t.number(2)), t.multiply(t.number(2), x, y), t.power(y, t.number(2))
    )
    equal(square, expanded)
    if len(a) + len(b) < 25:
        assert equal(square, expanded)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(smooth, points)
def test_derivatives_agree_with_difference_quotients(text: str, point: dict[str, Any]) -> None:
    slope = t.derivative(read(text), t.variable("x"))
    shown = value_at(slope, point)
    expected = value(f"D({text},x)", point)
    with mpmath.workdps(30):
        exact = "…" not in shown
        parts = Fraction(shown) if exact else Fraction(shown.replace("…", ""))
        found = mpmath.mpf(parts.numerator) / parts.denominator
        assert (
            abs(found - expected)
            <= mpmath.mpf(10) ** -4 * max(mpmath.mpf(10) ** -30, abs(expected))
            or abs(expected) < mpmath.mpf(10) ** -20
        )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(expressions, expressions, points)
def test_verdicts_agree_with_values(a: str, b: str, point: dict[str, Any]) -> None:
    verdict = decide(read(a), read(b), DECLARED)
    if isinstance(verdict, Proved):
        assert mpmath.almosteq(value(a, point), value(b, point), 1e-12, 1e-12)
    if isinstance(verdict, Refuted):
        witness = {**dict.fromkeys(NAMES, Fraction(1)), **dict(verdict.witness.point)}
        with mpmath.workdps(60):
            assert value(a, witness) != value(b, witness)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(expressions, points)
def test_signs_agree_with_values(text: str, point: dict[str, Any]) -> None:
    found = value(text, point)
    assert int(mpmath.sign(found)) in signs(read(text), DECLARED)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.recursive(st.sampled_from([*NAMES, "1", "0"]), larger, max_leaves=4), points)
def test_definedness_agrees(text: str, point: dict[str, Any]) -> None:
    shown = value_at(read(f"ln({text})"), point)
    try:
        value(f"ln({text})", point)
        defined = True
    except NotDefined:
        defined = False
    assert shown == "unknown" or (shown != "undefined") == defined


def test_the_readers_agree_on_the_data() -> None:
    assert set(read_domains({"x": "R", "x[]": "[0,1]"})) == {"x", "x[]"}
