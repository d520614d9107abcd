"""Signs, bounds and definedness that are read off a term, against values at points."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.expressions import read, read_domains
from tests.kernel.independent import NotDefined, value
from verifier.kernel.decide import decide
from verifier.kernel.generators import POSITIVE_SIGN
from verifier.kernel.term_defined import Definedness
from verifier.kernel.term_sign import TermSigns
from verifier.values import Proved

DOMAINS = read_domains(
    {"a": "(0,1)", "b": "[0,1]", "x": "R", "p": "(0,oo)", "n": "[-2,-1)", "m": "N+", "q[]": "(0,1)"}
)
CHOICES = {
    "a": ["1/9", "1/2", "8/9"],
    "b": ["0", "1/3", "1"],
    "x": ["-3", "-1/2", "0", "1", "5/2"],
    "p": ["1/7", "1", "6"],
    "n": ["-2", "-3/2", "-8/7"],
    "m": ["1", "2", "3"],
}


def larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(smaller, smaller)
    one = ("(1/({}))", "(1-{})", "(-2*({}))", "ln({})", "exp({})", "sigmoid({})", "tanh({})")
    more = ("sqrt({})", "({})**2", "({})**(-2)", "softplus({})", "abs({})")
    two = ("({0[0]}+{0[1]})", "({0[0]}-{0[1]})", "({0[0]}*{0[1]})")
    return st.one_of(
        *(smaller.map(form.format) for form in one + more),
        *(pair.map(form.format) for form in two),
    )


expressions = st.recursive(st.sampled_from([*CHOICES, "1", "2", "(1/3)"]), larger, max_leaves=4)
points = st.fixed_dictionaries({name: st.sampled_from(v) for name, v in CHOICES.items()})


def exactly(number: Fraction) -> mpmath.mpf:
    with mpmath.workdps(80):
        return mpmath.mpf(number.numerator) / number.denominator


@settings(max_examples=200, deadline=None, derandomize=True)
@given(expressions, points)
def test_the_value_has_a_sign_and_a_place_among_those_named(
    text: str, point: dict[str, str]
) -> None:
    term, signs = read(text), TermSigns(DOMAINS)
    shown = Definedness(signs).obligations_of(term)
    at = {name: exactly(Fraction(number)) for name, number in point.items()}
    try:
        found = value(text, at)
    except (NotDefined, ZeroDivisionError):
        assert shown is None
        return
    bounds = signs.bounds(term)
    with mpmath.workdps(80):
        small = mpmath.mpf(10) ** -40
        sign = 0 if abs(found) < small else int(mpmath.sign(found))
        assert sign in signs.of(term)
        assert bounds.lower is None or found >= exactly(bounds.lower) - small
        assert bounds.upper is None or found <= exactly(bounds.upper) + small


@pytest.mark.parametrize(
    "text",
    [
        "ln(1 - 1/(1 + exp(-x)))",
        "ln(1 - a) + ln(1 - sigmoid(x))",
        "ln(3 - 2*b) + sqrt(1 - b)",
        "1/(1 + tanh(x))",
        "ln(-n - 1/2)",
        "Sum(ln(1 - q[i]) / m, i, 1, m)",
    ],
)
def test_what_bounds_show_is_defined(text: str) -> None:
    shown = Definedness(TermSigns(DOMAINS)).obligations_of(read(text))
    assert shown and all(relation in (">", ">=", "!=") for _, relation in shown)


@pytest.mark.parametrize(
    "text",
    [
        "ln(1 - b)",
        "ln(x)",
        "1/(a - 1/2)",
        "sqrt(x - 1)",
        "1/(n + 2)",
        "Sum(1/q[i], i, 2, m)",
        "Sum(1/(i - 2), i, 1, m)",
    ],
)
def test_what_may_be_undefined_is_not_said_to_be_defined(text: str) -> None:
    assert Definedness(TermSigns(DOMAINS)).obligations_of(read(text)) is None


def test_an_open_end_stays_open_and_a_closed_one_closed() -> None:
    signs = TermSigns(DOMAINS)
    assert signs.of(read("1 - a")) == POSITIVE_SIGN
    assert signs.of(read("1 - b")) == {0, 1}
    assert signs.of(read("1/(1 + b) - 1/2")) == {0, 1}
    assert signs.of(read("1 - 1/(1 + p)")) == POSITIVE_SIGN
    assert signs.of(read("a - b")) == {-1, 0, 1}


def test_a_derivative_asks_that_the_formula_itself_is_defined() -> None:
    left, right = read("D(ln(1 - a), a)"), read("-1/(1 - a)")
    verdict = decide(left, right, DOMAINS)
    assert isinstance(verdict, Proved) and verdict.conditions == ()
    verdict = decide(read("D(ln(x), x)"), read("1/x"), DOMAINS)
    assert isinstance(verdict, Proved) and verdict.conditions != ()
