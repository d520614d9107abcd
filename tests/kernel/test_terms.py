"""Terms: hash-consing, what is folded and what is not, binders, substitution, derivatives."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest

from verifier.kernel import terms as t
from verifier.kernel.term import MAXIMAL_DEPTH

x, y, i, j, m = map(t.variable, ("x", "y", "i", "j", "m"))
one, zero = t.number(1), t.number(0)


def test_equal_terms_are_one_object() -> None:
    assert t.add(x, t.multiply(t.number(2), y)) is t.add(x, t.multiply(t.number(2), y))
    assert t.number(Fraction(2, 4)) is t.number(Fraction(1, 2))


def test_terms_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        x.operator = "add"
    with pytest.raises(AttributeError):
        x.anything = 1


def test_terms_survive_pickling_as_the_same_object() -> None:
    body = t.derivative(t.ln(t.summation(t.exp(t.entry("z", j)), "j", one, m)), t.entry("z", i))
    assert pickle.loads(pickle.dumps(body)) is body


def test_nothing_that_may_be_undefined_is_folded_away() -> None:
    assert t.divide(x, x) is not one
    assert t.exp(t.ln(x)) is not x
    assert t.multiply(zero, t.divide(one, x)) is not zero
    assert t.multiply(zero, x) is zero
    assert t.power(x, zero) is one
    assert t.power(t.ln(x), zero) is not one
    assert t.piecewise(">", t.ln(x), one, one) is not one


def test_names_of_bound_indices_do_not_matter() -> None:
    assert t.summation(t.entry("x", i), "i", one, m) is t.summation(t.entry("x", j), "j", one, m)


def test_a_bound_index_is_not_free() -> None:
    term = t.summation(t.multiply(t.entry("x", i), y), "i", one, m)
    assert term.free == {"x[]", "y", "m"}


def test_substitution_does_not_capture() -> None:
    inner = t.summation(t.multiply(t.entry("x", i), y), "i", one, m)
    changed = t.substitute(inner, {"y": t.entry("x", i)})
    expected = t.summation(t.multiply(t.entry("x", j), t.entry("x", i)), "j", one, m)
    assert changed is expected
    assert "i" in changed.free


def test_nested_substitution_does_not_capture() -> None:
    deep = t.summation(t.summation(t.multiply(y, t.entry("x", i, j)), "j", one, m), "i", one, m)
    value = t.summation(t.multiply(t.entry("a", i), t.entry("a", j)), "i", one, m)
    changed = t.substitute(deep, {"y": value})
    k, n, p = map(t.variable, ("k", "n", "p"))
    inner = t.summation(t.multiply(t.entry("a", p), t.entry("a", j)), "p", one, m)
    body = t.multiply(inner, t.entry("x", k, n))
    assert changed is t.summation(t.summation(body, "n", one, m), "k", one, m)


def test_substitution_is_simultaneous() -> None:
    assert t.substitute(t.subtract(x, y), {"x": y, "y": x}) is t.subtract(y, x)


def test_derivatives() -> None:
    assert t.derivative(t.multiply(x, y), x) is y
    assert t.derivative(y, x) is zero
    assert t.derivative(t.entry("x", i), t.entry("x", i)) is one
    assert t.derivative(t.entry("x", i), t.entry("x", j)) is t.delta(i, j)
    assert t.derivative(t.entry("x", one), t.entry("x", t.number(2))) is zero
    assert t.derivative(t.entry("x", one), x) is zero


def test_a_derivative_keeps_the_domain_of_what_it_came_from() -> None:
    assert t.derivative(t.ln(x), x).operator == "guard"


@pytest.mark.parametrize(
    "build",
    [
        lambda: t.power(t.number(9), t.number(9**9)),
        lambda: t.power(x, t.number(10**7)),
        lambda: t.derivative(x, t.add(x, one)),
        lambda: t.piecewise("<", x, one, zero),
        lambda: t.variable("#1"),
        lambda: t.apply("u", (x,), (1, 2)),
        lambda: t.derivative(t.summation(x, "i", one, x), x),
        lambda: nested(MAXIMAL_DEPTH + 10),
    ],
)
def test_what_cannot_be_built_says_so(build: object) -> None:
    with pytest.raises(t.UnsupportedTerm):
        build()  # type: ignore[operator]


def nested(depth: int) -> t.Term:
    term = x
    for _ in range(depth):
        term = t.sigmoid(term)
    return term


def test_terms_are_written_readably() -> None:
    assert repr(t.subtract(t.multiply(x, y), t.power(x, t.number(2)))) == "x y - x^2"
    assert repr(t.divide(one, t.add(one, t.exp(t.negate(x))))) == "1/(1 + exp(-x))".replace(
        "1 + exp(-x)", "exp(-x) + 1"
    )
    assert repr(t.summation(t.entry("x", i), "i", one, m)) == "sum(x[i], i=1..m)"
    assert repr(t.sqrt(t.divide(x, y))) == "sqrt(x/y)"
