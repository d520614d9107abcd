"""Verdicts of claims: which symbols are held, and that holding them never decides wrongly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.meaning.reading import (
    NEURON,
    context_of,
    is_proved,
    is_refuted,
    judged,
    statements,
)
from verifier.kernel.domains import POSITIVE, REAL, UNIT_OPEN
from verifier.meaning.claims import holdable, range_of
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.ranges import always_defined, takes
from verifier.values import Proved, Refuted, Unknown


def held(equation: str, context: Context) -> set[str]:
    (statement,) = statements(equation, context)
    return set(holdable(context, statement.sides))


# Which are held -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("equation", "names"),
    [
        (r"\frac{\partial L}{\partial a} = \frac{a - y}{a (1 - a)}", {"a"}),
        (r"\frac{\partial L}{\partial z} = \frac{e^z}{1 + e^z} - y", {"z"}),
        (r"\frac{\partial L}{\partial w} = x (a - y)", set()),
        (r"\frac{\partial a}{\partial z} = a (1 - a)", set()),
        ("a (1 - a) = a - a^2", {"a"}),
        ("z^2 = z z", {"z"}),
        ("a z = z a", set()),
        ("z b = b z", set()),
        ("a y = y a", {"a"}),
        (r"\frac{\partial L}{\partial a} z = z \frac{\partial L}{\partial a}", set()),
    ],
)
def test_held_symbols(equation: str, names: set[str]) -> None:
    assert held(equation, NEURON) == names


def test_two_intermediates_that_share_an_ancestor_are_not_held() -> None:
    context = context_of(r"x \in \mathbb{R}", r"u = e^x", r"v = e^{-x}", "c = 2 x")
    assert held("u v = 1", context) == set()
    assert is_proved("u v = 1", context)
    assert held("u = u + 0", context) == {"u"}
    assert held(r"u = \frac{1}{v}", context) == set()


def test_a_body_that_reaches_a_shared_symbol_past_the_variable() -> None:
    context = context_of(r"x \in \mathbb{R}", "z = x^2", r"a = \sigma(z)", "L = a z", "k = a x")
    equation = r"\frac{\partial L}{\partial a} = z"
    assert held(equation, context) == set()
    assert is_proved(equation, context)
    assert is_proved(r"\frac{\partial L}{\partial a} = x^2", context)
    assert is_proved(r"\frac{\partial k}{\partial a} = x", context)
    assert is_refuted(r"\frac{\partial k}{\partial a} = 0", context)


def test_a_family_is_held_only_alone() -> None:
    context = context_of(
        r"m, k \in \mathbb{N}, w \in \mathbb{R}, x^{(i)} \in \mathbb{R}",
        r"a^{(i)} = \sigma(w x^{(i)})",
    )
    assert held("a^{(k)} + 1 = 1 + a^{(k)}", context) == {"a[]"}
    assert held("a^{(k)} + w = w + a^{(k)}", context) == set()
    assert held("a^{(k)} x^{(k)} = x^{(k)} a^{(k)}", context) == set()


# Never wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "equation"),
    [
        # The range of the definition is wider than the declared domain.
        ([r"x \in \mathbb{R}, a > 0", "a = x"], "a = |a|"),
        ([r"x \in \mathbb{R}, a \in (0, 1)", r"a = \sigma(x)"], "|a| = a"),
        # It is narrower than all numbers.
        ([r"x \in \mathbb{R}", "u = x^2"], "|u| = u"),
        ([r"x \in \mathbb{R}", "u = 1"], "u^2 = u"),
        ([r"x \in \mathbb{R}", r"u = \sin x"], r"|u - 2| = 2 - u"),
        ([r"c^{(i)} = 1", r"k \in \mathbb{N}"], "(c^{(k)})^2 = c^{(k)}"),
        ([r"k, l \in \mathbb{N}, w \in \mathbb{R}", r"c^{(i)} = w"], "c^{(k)} = c^{(l)}"),
        # The definitions of two symbols hang together.
        ([r"x \in \mathbb{R}", "u = x + 1", "v = x - 1"], "u - v = 2"),
        ([r"x \in \mathbb{R}", r"u = \sigma(x)", r"v = \sigma(-x)"], "u + v = 1"),
    ],
)
def test_true_claims_are_not_refuted(lines: list[str], equation: str) -> None:
    context = context_of(*lines)
    assert not is_refuted(equation, context)


@pytest.mark.parametrize(
    ("lines", "equation"),
    [
        ([r"x \in \mathbb{R}", "u = x"], "|u| = u"),
        ([r"x \in \mathbb{R}", "u = x^2"], r"\frac{\partial u}{\partial x} = 2 u"),
        ([r"x \in \mathbb{R}", "u = x + 1", "v = x - 1"], "u v = x^2"),
        ([r"x \in \mathbb{R}", r"u = \sigma(x)"], r"\frac{du}{dx} = 0"),
        ([r"x \in \mathbb{R}", "u = x", "v = u x"], r"\frac{\partial v}{\partial x} = u"),
    ],
)
def test_false_claims_are_refuted(lines: list[str], equation: str) -> None:
    assert is_refuted(equation, context_of(*lines))


@pytest.mark.parametrize(
    ("lines", "equation"),
    [
        ([r"x \in \mathbb{R}", r"u = \ln x"], "u - u = 0"),
        ([r"x \in \mathbb{R}", r"u = \frac{1}{x}"], "0 u = 0"),
        ([r"x \in \mathbb{R}", r"u = \sqrt{x}"], "u + 1 = 1 + u"),
    ],
)
def test_a_definition_without_a_value_everywhere_is_no_variable(
    lines: list[str], equation: str
) -> None:
    context = context_of(*lines)
    assert held(equation, context) == set()
    verdict = judged(equation, context).verdict
    assert isinstance(verdict, Proved | Unknown)


def test_a_declared_domain_that_restricts_the_symbols_behind_is_assumed() -> None:
    context = context_of(r"x \in \mathbb{R}, a > \frac{1}{2}", r"a = \sigma(x)")
    assert range_of("a", context) is None
    assert is_proved("|2 a - 1| = 2 a - 1", context)
    assert is_refuted("|2 a - 1| = 1 - 2 a", context)
    assert not is_refuted("|x| = x + a - a", context)
    free = context_of(r"x \in \mathbb{R}", r"a = \sigma(x)")
    assert is_refuted("|2 a - 1| = 2 a - 1", free)


def test_a_declared_domain_that_no_value_lies_in_proves_nothing() -> None:
    context = context_of(r"x \in \mathbb{R}, a > 2", r"a = \sigma(x)")
    assert isinstance(judged("a = 7", context).verdict, Unknown)


def test_a_declared_set_that_cannot_be_assumed_refutes_nothing() -> None:
    context = context_of(r"x \in \mathbb{R}, u \in \{0, 1\}", "u = x")
    assert isinstance(judged("u^2 = u", context).verdict, Unknown)
    assert is_proved("u + u = 2 u", context)


# Witnesses ----------------------------------------------------------------------------------


def point_of(equation: str, context: Context) -> dict[str, Fraction]:
    verdict = judged(equation, context).verdict
    assert isinstance(verdict, Refuted)
    return dict(verdict.witness.point)


def test_a_witness_gives_an_intermediate_only_values_that_it_takes() -> None:
    point = point_of(r"\frac{\partial L}{\partial a} = \frac{a + y}{a (1 - a)}", NEURON)
    assert set(point) == {"a", "y"}
    assert 0 < point["a"] < 1
    square = context_of(r"x \in \mathbb{R}", "u = x^2")
    point = point_of("u = -3", square)
    assert set(point) <= {"u", "x"}
    assert point.get("u", Fraction(0)) >= 0


def test_values_that_are_taken() -> None:
    context = context_of(
        r"x \in \mathbb{R}, t \in (0, 1)", "u = x^2", r"s = \sigma(x)", "k = |x|", "q = 2 t"
    )
    assert takes("u", Fraction(3), context)
    assert not takes("u", Fraction(-1), context)
    assert takes("s", Fraction(1, 4), context)
    assert not takes("s", Fraction(2), context)
    assert takes("q", Fraction(1), context)
    assert not takes("q", Fraction(2), context)
    assert not takes("k", Fraction(1), context), "it is only said of continuous operators"


# Ranges -------------------------------------------------------------------------------------


def test_ranges() -> None:
    context = context_of(
        r"x \in \mathbb{R}, c \in [0, 1]",
        r"s = \sigma(x)",
        "p = e^x",
        "r = x^3",
        r"d = \frac{1}{x}",
        r"g = \ln(1 + p)",
        "h = s (1 - s)",
    )
    found = {name: range_of(name, context) for name in "scprh"}
    assert found["s"] == UNIT_OPEN
    assert found["c"] == context.domains["c"]
    assert found["p"] == POSITIVE
    assert found["r"] == REAL
    assert always_defined("s", context)
    assert always_defined("g", context)
    assert not always_defined("d", context)


def test_the_reading_is_told() -> None:
    assert judged("a y = y a", NEURON).reading == "a as a variable"
    assert judged("a z = z a", NEURON).reading == "every defined symbol is written out"
    assert judged("a + a = 2 a", NEURON) is judged("a + a = 2 a", NEURON), "worked out once"


def test_circles_end() -> None:
    context = context_of(r"x \in \mathbb{R}", "u = v x", "v = u")
    for equation in (r"\frac{\partial u}{\partial x} = 1", "u = 1", "u - v = 0"):
        with pytest.raises(MeaningError, match="circular"):
            judged(equation, context)


def test_a_lenient_context_knows_what_depends_on_what() -> None:
    context = context_of("z = w x + b", r"a = \sigma(z)", lenient=True)
    assert context.ancestry("a") >= {"a", "z", "w", "x", "b"}
    assert is_proved(r"\frac{\partial a}{\partial w} = x a (1 - a)", context)
    assert is_refuted(r"\frac{\partial a}{\partial w} = a (1 - a)", context)


def test_a_function_without_its_argument_depends_on_its_parameters() -> None:
    context = context_of("J(w) = w^2", "c = J + 1", lenient=True)
    assert context.depends("c", "w")
    assert is_proved(r"\frac{\partial c}{\partial w} = 2 w", context)
    assert is_refuted(r"\frac{\partial c}{\partial w} = 0", context)
    circle = context_of("J(w) = w^2", "w = 2 - J", lenient=True)
    with pytest.raises(MeaningError, match="circular"):
        judged("w = 3", circle)
    called = context_of("f(t) = t^2", "t = f(2)", lenient=True)
    assert is_proved("t = 4", called)


def test_an_assumption_counts_only_where_it_is_needed_and_means_something() -> None:
    context = context_of(r"x, y \in \mathbb{R}")
    assert is_refuted("x = y", context)
    assumed = context.with_assumption(statements("x = y")[0])
    assert is_proved("2 x = x + y", assumed)
    assert is_refuted("x = y + 1", assumed)
    pointless = context.with_assumption(statements("x = q")[0])
    assert is_refuted("x = y", pointless)
    contradiction = context.with_assumption(statements("x - x = 1")[0])
    assert not is_proved("x = x + y", contradiction)
