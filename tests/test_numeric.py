"""The numeric check: stable forms, samples, the complex step, and that a mistake is seen."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
import sympy

from tests.prover.formulas import formula
from tests.prover.networks import Network, article, context, goals, matrix
from verifier import library, numeric
from verifier.kernel.domains import (
    BINARY,
    NATURAL,
    NONNEGATIVE,
    NONZERO,
    POSITIVE,
    REAL,
    UNIT_CLOSED,
    UNIT_OPEN,
    Domain,
    array,
    contains,
    interval,
)
from verifier.notation.tree import Node
from verifier.prover.engine import find_goal, prove
from verifier.prover.float_range import in_range
from verifier.prover.proof import Proof
from verifier.prover.stable_forms import (
    stable,
)

GOALS = ("dL/da", "da/dz", "dL/dz", "dL/dw", "dL/db")


@pytest.fixture(autouse=True)
def _warnings_are_errors() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


x = sympy.Symbol("x")

# Samples ------------------------------------------------------------------------------------

DOMAINS = [
    REAL,
    POSITIVE,
    NONNEGATIVE,
    NONZERO,
    UNIT_OPEN,
    UNIT_CLOSED,
    BINARY,
    NATURAL,
    interval(Fraction(-2), Fraction(5), True, False),
    interval(None, Fraction(3), False, True),
]


def points(domain: Domain, count: int = 20_000, seed: int = 1) -> numeric.Array:
    return numeric.sample(domain, count, np.random.default_rng(seed))


@pytest.mark.parametrize("domain", DOMAINS, ids=str)
def test_samples_lie_in_their_domain(domain: Domain) -> None:
    found = points(domain)
    assert len(found) == 20_000
    assert all(contains(domain, Fraction(float(value))) for value in np.unique(found)[:500])
    assert all(contains(domain, Fraction(float(value))) for value in np.unique(found)[-500:])


def test_samples_reach_the_edges() -> None:
    labels, activations, reals = points(UNIT_CLOSED), points(UNIT_OPEN), points(REAL)
    assert {0.0, 1.0} <= set(labels)
    assert activations.min() < 1e-12
    assert 0 < 1 - activations.max() < 1e-12
    assert {0.0, 1.0, -1.0, 300.0, -300.0} <= set(reals)
    assert np.count_nonzero(np.abs(reals) > 20) > 500
    assert 0.0 in set(points(NONNEGATIVE))
    assert points(POSITIVE).min() < 1e-10


def test_samples_are_the_same_for_the_same_seed() -> None:
    assert np.array_equal(points(REAL, seed=5), points(REAL, seed=5))
    assert not np.array_equal(points(REAL, seed=5), points(REAL, seed=6))


def test_a_family_is_not_sampled() -> None:
    with pytest.raises(TypeError, match="cannot sample"):
        points(array(REAL))


# The complex step ---------------------------------------------------------------------------


def test_the_complex_step_has_all_digits() -> None:
    places = np.linspace(0.1, 3, 30)
    found = numeric.complex_step(lambda u: np.exp(u) * np.sin(u), {"u": places}, "u")
    expected = np.exp(places) * (np.sin(places) + np.cos(places))
    assert np.max(np.abs(found / expected - 1)) < 1e-14


def test_points_at_which_a_tiny_factor_is_lost_are_left_out() -> None:
    expression = stable((1 + x * sympy.exp(-x)) / (1 + sympy.exp(-x)) ** 2)
    values = {"x": np.array([-1e4, -100.0, 0.0, 100.0, 1e4])}
    assert list(in_range(expression, values)) == [False, True, True, True, True]
    assert in_range(sympy.log(x), {"x": np.ones(2)}).all()
    assert list(in_range(stable(sympy.log(1 + sympy.exp(x))), values)) == [True] * 5
    nested = stable(sympy.log(sympy.log(1 + sympy.exp(x))))
    assert list(in_range(nested, values)) == [False, True, True, True, True]


# The check ----------------------------------------------------------------------------------


@cache
def proof(goal: str) -> Proof:
    return library.prove(library.load("logistic"), goal)


@pytest.mark.parametrize("goal", GOALS)
def test_the_five_derivatives(goal: str) -> None:
    found = proof(goal).numeric
    assert found is not None
    assert found.points >= 100_000
    assert found.largest_error < 1e-13


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_points_agree_too(seed: int) -> None:
    goal = find_goal("dL/dw", library.load("logistic").context)
    assert numeric.check(goal, proof("dL/dw").closed_form, 20_000, seed).largest_error < 1e-13


def test_the_same_seed_gives_the_same_error() -> None:
    goal = find_goal("dL/dz", library.load("logistic").context)
    first, second = (numeric.check(goal, proof("dL/dz").closed_form, 5_000) for _ in range(2))
    assert first == second


WRONG = [
    ("dL/da", r"-\frac{a - y}{a (1 - a)}"),
    ("dL/da", r"\frac{a + y}{a (1 - a)}"),
    ("da/dz", r"a (1 + a)"),
    ("da/dz", r"a"),
    ("dL/dz", r"y - a"),
    ("dL/dw", r"x (a + y)"),
    ("dL/dw", r"w (a - y)"),
    ("dL/db", r"x (a - y)"),
]


@pytest.mark.parametrize(("goal", "closed"), WRONG)
def test_a_wrong_closed_form_is_noticed(goal: str, closed: str) -> None:
    found = find_goal(goal, library.load("logistic").context)
    assert numeric.check(found, formula(closed), 2_000).largest_error > 1e-3


def _errors(network: Network, closed_form: Node | None = None) -> list[float]:
    found = []
    for goal in goals(network):
        closed = closed_form or prove(goal, ("chain",)).closed_form
        result = numeric.check(goal, closed, 5_000)
        assert result.points > 2_500
        found.append(result.largest_error)
    return found


PART = [network for network in matrix() if network.name.endswith("one input")]


@pytest.mark.parametrize("network", PART[::3], ids=lambda network: network.name)
def test_other_networks(network: Network) -> None:
    """Also where exponentials are squared and divided: nothing overflows unnoticed."""
    assert max(_errors(network)) < 1e-12


def test_labels_and_numbers_of_examples() -> None:
    text = article(
        "z = w x + b",
        r"a = \sigma(z)",
        r"L = -\frac{1}{m} [y \ln a + (1 - y) \ln(1 - a)] + \frac{\lambda}{2 m} w^2",
        where=r"$w, x, b \in \mathbb{R}$, $y \in \{0, 1\}$, $m \in \mathbb{N}$, $\lambda \ge 0$",
    )
    goal = find_goal("dL/dw", context(text))
    found = numeric.checked(prove(goal), goal).numeric
    assert found is not None
    assert found.largest_error < 1e-13


def test_a_defined_variable_has_the_value_of_its_definition_where_others_know_it() -> None:
    text = article("v = 2", "u = x^2", "L = v^3 + u x", where=r"$x \in \mathbb{R}$")
    constant, shared = (find_goal(name, context(text)) for name in ("dL/dv", "dL/du"))
    assert numeric.check(constant, formula("12"), 1_000).largest_error < 1e-15
    assert numeric.check(shared, formula(r"\frac{u}{x}"), 1_000).largest_error < 1e-15
    assert numeric.check(shared, formula("u"), 1_000).largest_error > 0.1


def test_waves_of_large_angles_are_compared_by_the_size_of_the_angle() -> None:
    text = article("u = e^x", r"L = \sin u", where=r"$x \in \mathbb{R}$")
    goal = find_goal("dL/dx", context(text))
    assert numeric.check(goal, formula(r"u \cos u"), 5_000).largest_error < 1e-14
    assert numeric.check(goal, formula(r"-u \cos u"), 5_000).largest_error > 0.1


def test_a_formula_about_a_family_has_no_numeric_check() -> None:
    text = article(
        r"L = (w x^{(1)} - y)^2", where=r"$w, y \in \mathbb{R}$, $x^{(i)} \in \mathbb{R}$"
    )
    goal = find_goal("dL/dw", context(text))
    assert numeric.checked(prove(goal), goal).numeric is None
