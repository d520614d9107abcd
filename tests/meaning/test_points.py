"""Formulas at a point."""

from __future__ import annotations

import pytest

from tests.meaning.reading import NEURON, context_of, formula, statements
from verifier.kernel.decide import decide
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.points import Assignment, Point, at_point
from verifier.values import Proved

BATCH = context_of(
    r"m \in \mathbb{N}, w, b \in \mathbb{R}, x^{(i)} \in \mathbb{R}, y^{(i)} \in [0, 1]",
    r"k \in \{1, \dots, m\}",
    r"a^{(i)} = \sigma(w x^{(i)} + b)",
    r"J = \frac{1}{m} \sum_{i=1}^m (a^{(i)} - y^{(i)})^2",
)


def point(*equations: str, context: Context) -> Point:
    found = [s.sides for text in equations for s in statements(text, context)]
    return tuple(Assignment(*sides) for sides in found)


def is_value(latex: str, value: str, context: Context, *equations: str) -> bool:
    at = point(*equations, context=context)
    term = at_point(formula(latex, context), at, context)
    number = at_point(formula(value, context), at, context)
    return isinstance(decide(term, number, {}), Proved)


def test_numbers_for_symbols() -> None:
    assert is_value("a - y", r"-\frac{1}{12}", NEURON, r"y = \frac{1}{3}", r"a = \frac{1}{4}")
    assert is_value("z", "7", NEURON, "w = 2", "x = 3", "b = 1")
    assert is_value("a", r"\frac{1}{2}", NEURON, "z = 0")
    assert is_value(r"\frac{\partial L}{\partial a}", "-2", NEURON, "y = 1", r"a = \frac{1}{2}")
    assert is_value("b", "-1", NEURON, "b = -1")
    assert not is_value("a - y", "1", NEURON, "y = 0", r"a = \frac{1}{4}")


def test_numbers_for_families() -> None:
    values = ("m = 2", "x^{(i)} = i", "w = 0", "b = 0", "y^{(i)} = 0", "k = 1")
    assert is_value("J", r"\frac{1}{4}", BATCH, *values)
    assert is_value("x^{(k)}", "1", BATCH, *values)
    assert is_value(r"\sum_{i=1}^m x^{(i)}", "3", BATCH, *values)
    assert is_value(r"\prod_{i=1}^3 x^{(i)}", "6", BATCH, *values)
    assert is_value(r"\sum_{i=1}^m a^{(i)}", "1", BATCH, "m = 2", r"a^{(i)} = \frac{1}{2}")


def test_a_family_inside_a_sum_that_stays_open() -> None:
    at = point("x^{(j)} = j^2", context=BATCH)
    found = at_point(formula(r"\sum_{i=1}^m \sum_{l=1}^i x^{(l)}", BATCH), at, BATCH)
    written = at_point(formula(r"\sum_{i=1}^m \sum_{l=1}^i l^2", BATCH), (), BATCH)
    assert found is written


@pytest.mark.parametrize(
    ("equations", "found"),
    [
        (["y = 2"], "the value 2 of y"),
        (["a = 1"], "the value 1 of a"),
        (["q = 1"], "the undeclared symbol q"),
        (["y = 1", "y = 0"], "a second value for y"),
        (["w = 1", "x = 1", "b = 1", "z = 3"], "the value 3 of z"),
        (["z = 0", r"a = \frac{1}{3}"], r"the value \frac{1}{3} of a"),
    ],
)
def test_points_that_cannot_be(equations: list[str], found: str) -> None:
    with pytest.raises(MeaningError) as raised:
        at_point(formula("y", NEURON), point(*equations, context=NEURON), NEURON)
    assert raised.value.found == found


def test_values_that_fit_each_other() -> None:
    assert is_value("z", "2", NEURON, "w = 1", "x = 1", "b = 1", "z = 2")
    assert is_value("a", r"\frac{1}{2}", NEURON, "z = 0", r"a = \frac{1}{2}")
    assert is_value("e^a e^b", "e", NEURON, r"a = \frac{1}{2}", r"b = \frac{1}{2}")


def test_a_family_out_of_its_domain_and_a_sum_too_long() -> None:
    with pytest.raises(MeaningError, match=r"found the value 2 of y\^\{\(i\)\}"):
        is_value("J", "0", BATCH, "y^{(i)} = 2")
    with pytest.raises(MeaningError, match="a sum of 1000 terms"):
        is_value(r"\sum_{i=1}^m 1", "1000", BATCH, "m = 1000")
