"""Definitions by cases."""

from __future__ import annotations

import pytest

from tests.meaning.reading import context_of, is_proved, is_refuted, judged, means, refused
from verifier.kernel import terms as t
from verifier.kernel.decide import decide
from verifier.values import Proved

REAL = context_of(r"x \in \mathbb{R}")
X, ZERO, ONE = t.variable("x"), t.number(0), t.number(1)


def cases(*rows: str) -> str:
    return r"\begin{cases}" + r" \\ ".join(rows) + r"\end{cases}"


@pytest.mark.parametrize(
    "rows",
    [
        ("x & x > 0", r"0 & \text{otherwise}"),
        (r"x & \text{if } x \ge 0", r"0 & \text{if } x < 0"),
        ("x & 0 < x", r"0 & x \le 0"),
        (r"0 & x \le 0", r"x & \text{otherwise}"),
        ("x & x > 1", r"x & 0 < x \le 1", r"0 & \text{else}"),
    ],
)
def test_relu_in_many_ways(rows: tuple[str, ...]) -> None:
    assert is_proved(rf"{cases(*rows)} = \text{{relu}}(x)", REAL)


def test_conditions_for_every_value_are_never_held_against_the_author() -> None:
    rows = cases("x & x > 1", r"x & 0 < x \le 1", "0 & x = 0", "0 & x < 0")
    assert not is_refuted(rf"{rows} = \text{{relu}}(x)", REAL)
    assert is_refuted(rf"{rows} = x", REAL)


def test_the_first_row_that_holds_counts() -> None:
    latex = cases("1 & x > 0", "2 & x > -1", r"3 & \text{otherwise}")
    for point, value in ((1, 1), (0, 2), (-1, 3)):
        at = t.substitute(means(latex, REAL), {"x": t.number(point)})
        assert isinstance(decide(at, t.number(value), {}), Proved)
    assert is_refuted(rf"{latex} = 2", REAL)


def test_opposite_conditions_cover_everything() -> None:
    two = means(cases("x & x > 0", r"0 & x \le 0"), REAL)
    assert two is means(cases("x & x > 0", r"0 & \text{otherwise}"), REAL)
    shifted = means(cases("x & x < 1", r"0 & x \ge 1"), REAL)
    assert shifted is means(cases("x & x < 1", r"0 & \text{otherwise}"), REAL)
    equal = means(cases("x & x = 1", r"0 & x \ne 1"), REAL)
    assert equal is means(cases("x & x = 1", r"0 & \text{otherwise}"), REAL)


def test_a_gap_between_the_conditions_is_undefined() -> None:
    gap = cases("1 & x > 0", "0 & x < 0")
    full = cases("1 & x > 0", r"0 & \text{otherwise}")
    verdict = judged(f"{gap} = {full}", REAL).verdict
    assert not (isinstance(verdict, Proved) and not verdict.conditions)
    assert is_proved(f"{gap} = 1", context_of("x > 0"))


def test_the_derivative_of_relu() -> None:
    step = cases("1 & x > 0", "0 & x < 0")
    assert not is_refuted(rf"\frac{{d}}{{dx}} \text{{relu}}(x) = {step}", REAL)
    assert is_proved(rf"\frac{{d}}{{dx}} \text{{relu}}(x) = {step}", context_of("x > 0"))


@pytest.mark.parametrize(
    "rows",
    [("1 & x", r"0 & \text{otherwise}"), (r"1 & x \approx 0", r"0 & \text{otherwise}")],
)
def test_conditions_that_are_none(rows: tuple[str, ...]) -> None:
    assert "condition" in refused(cases(*rows), REAL).found
