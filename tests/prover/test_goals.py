"""Goals: how a person names them, and what is said when there is nothing to prove."""

from __future__ import annotations

import pytest

from tests.prover.networks import ALL_REAL, article, context, proof
from verifier import library
from verifier.articles.read_article import read_article
from verifier.meaning.elaborate import MeaningError
from verifier.prover.engine import find_goal, prove
from verifier.values import InputError

NEURON = article("z = w x + b", r"a = \sigma(z)", r"L = \frac12 (a - y)^2", where=ALL_REAL)
NAMES = (
    "dL/dw",
    "∂L/∂w",
    "L/w",
    " d L / d w ",
    "dL/d{w}",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_goal_has_several_spellings(name: str) -> None:
    goal = find_goal(name, context(NEURON))
    assert (goal.start, goal.end) == ("L", "w")
    assert goal.name == "dL/dw"


def test_greek_and_indices_are_named_as_they_are_typed() -> None:
    known = context(
        article(
            r"\theta_1 = w_{11} x", r"\hat{y} = \theta_1^2", where=r"$w_{11}, x \in \mathbb{R}$"
        )
    )
    goal = find_goal("dhaty/dw_11", known)
    assert (goal.start, goal.end) == (r"\hat{y}", "w_11")
    assert find_goal("dtheta_1/dx", known).start == r"\theta_1"


# A goal of the neuron, and a part of what is said.
BAD = [
    ("dL/dv1", "found the unknown symbol 'v1'; the nearest: v"),
    ("dM/dw", "found the unknown symbol 'M'"),
    ("dcost/dw", "found the unknown symbol 'cost'"),
    ("dw/dL", "w has no definition, so there is nothing to differentiate"),
    ("dz/dy", "z does not depend on y; it depends on b, w, x"),
    ("dL/dL", "L does not depend on L; it depends on a, b, w, x, y, z"),
    ("dL", "found the goal 'dL', expected one such as dL/dw"),
    ("", "found the goal '', expected one such as dL/dw"),
    ("/", "expected one such as dL/dw"),
    ("dL/dw/dx", "expected one such as dL/dw"),
]


@pytest.mark.parametrize(("name", "message"), BAD)
def test_a_goal_that_is_none_is_explained(name: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        find_goal(name, context(NEURON))
    assert message in caught.value.message


def test_the_nearest_names_come_first() -> None:
    known = context(article("loss = rate^2", where=r"$rate \in \mathbb{R}$"))
    with pytest.raises(InputError, match="the nearest: "):
        find_goal("dlos/drate", known)


def test_a_constant_depends_on_nothing() -> None:
    known = context(article("L = 3", where=r"$x \in \mathbb{R}$"))
    with pytest.raises(InputError, match="it depends on nothing"):
        find_goal("dL/dx", known)


# Definitions, a goal, and a part of what is said about it.
IMPOSSIBLE = [
    ((r"L = \max(0, x)",), "dL/dx", "no rule for the derivative of max(0, x) by x"),
    ((r"L = |x - 1|",), "dL/dx", "no rule for the derivative of |x - 1| by x"),
    ((r"L = \text{relu}(x)^2",), "dL/dx", "no rule for the derivative of relu"),
    (("a = g(x)", "L = a^2"), "dL/dx", "no rule for the derivative of g"),
    ((r"L = x^x",), "dL/dx", "no rule for the derivative of"),
    ((r"L = \sum_{i=1}^n x",), "dL/dx", "no rule for the derivative of"),
    (("f(x) = x f(x)", "L = f(x)"), "dL/dx", "the circular definition f ← f"),
    (("e = x", r"L = \exp(e)"), "dL/dx", "an exponential beside a symbol e"),
]


@pytest.mark.parametrize(("definitions", "name", "message"), IMPOSSIBLE)
def test_what_cannot_be_derived_is_said(
    definitions: tuple[str, ...], name: str, message: str
) -> None:
    known = context(article(*definitions, where=r"$x \in \mathbb{R}$, $n \in \mathbb{N}$"))
    with pytest.raises(MeaningError) as caught:
        prove(find_goal(name, known))
    assert message in str(caught.value)
    assert caught.value.expected


def test_a_circle_of_definitions_is_said() -> None:
    text = article("a = b + 1", "b = a x", "L = a", where=r"$x \in \mathbb{R}$")
    known = read_article(text, "a.md", strict=True).context
    with pytest.raises(MeaningError, match="the circular definition a ← b ← a"):
        prove(find_goal("dL/dx", known))


def test_the_message_names_the_functions_that_have_a_rule() -> None:
    with pytest.raises(MeaningError, match="expected one of xⁿ, eˣ, ln x"):
        proof(article(r"L = \max(0, x)", where=r"$x \in \mathbb{R}$"), "dL/dx")


def test_the_place_of_the_formula_is_said() -> None:
    text = article("z = w x + b", r"L = z + \max(0, z)", where=ALL_REAL)
    with pytest.raises(InputError) as caught:
        library.prove(read_article(text, "notes.md"), "dL/dw")
    assert str(caught.value).startswith("notes.md:5:11: found no rule for the derivative of max")


def test_a_division_by_zero_is_no_crash() -> None:
    found = proof(article(r"L = \frac{x}{0}", where=r"$x \in \mathbb{R}$"), "dL/dx")
    assert found.routes[0].steps


def test_what_is_undefined_everywhere_is_not_proved() -> None:
    found = proof(article(r"L = \ln(-x^2)", where=r"$x \in \mathbb{R}$"), "dL/dx")
    assert not found.complete
