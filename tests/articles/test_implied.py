"""What an article implies without a formula: definitions, letters, one example of a sum."""

from __future__ import annotations

import pytest

from tests.articles.displays import check, displays, errors, twins

# What an article implies ----------------------------------------------------------------------

COST = r"E(h, t) = -\frac{1}{m} \left[\sum_{i=1}^m t \ln(h) + (1 - t) \ln(1 - h)\right]"


def test_a_sum_without_an_index_is_about_one_example() -> None:
    right = displays(COST, r"\frac{\partial E}{\partial h} = -\frac{t}{h} + \frac{1 - t}{1 - h}")
    wrong = displays(COST, r"\frac{\partial E}{\partial h} = -\frac{t}{h} - \frac{1 - t}{1 - h}")
    assert errors(check(right)) == []
    found = errors(check(wrong))
    assert [(item.location.line, item.code) for item in found] == [(3, "wrong-sign")]


def test_what_the_derivative_is_announced_of() -> None:
    """`h` is named by its derivative alone; what follows, and its derivative, say what it is."""
    formulas = (
        COST,
        r"\frac{\partial h}{\partial u}",
        r"\frac{1}{1 + e^{-u}}",
        r"\frac{e^{-u}}{(1 + e^{-u})^2}",
        r"\frac{\partial E}{\partial u} = h - t",
    )
    assert errors(check(displays(*formulas))) == []
    found = errors(check(displays(*formulas[:-1], r"\frac{\partial E}{\partial u} = h + t")))
    assert [(item.location.line, item.code) for item in found] == [(9, "wrong-sign")]


def test_nothing_is_implied_without_a_confirmation() -> None:
    formulas = (
        COST,
        r"\frac{\partial h}{\partial u}",
        r"\frac{1}{1 + e^{-u}}",
        r"\frac{\partial E}{\partial u} = h + t",
    )
    assert errors(check(displays(*formulas))) == []


def test_one_letter_in_two_cases() -> None:
    text = "Let $u = vX + c$ and $E = \\frac{1}{2} u^2$. With $u = vx + c$ again:\n\n"
    assert errors(check(text + displays(r"\frac{\partial E}{\partial v} = x (vx + c)"))) == []
    found = errors(check(text + displays(r"\frac{\partial E}{\partial v} = x (vx - c)")))
    assert [item.code for item in found] == ["wrong-sign"]


# Sums that are left behind ----------------------------------------------------------------------

MEAN = r"J = \frac{1}{m} \sum_{i=1}^m (v x_i - t_i)^2"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{2}{m} \sum_{i=1}^m (v x_i - t_i) x_i", []),
        (r"2 \sum_{i=1}^m (v x_i - t_i) x_i", ["constant-factor"]),
        (r"2 (v x_i - t_i) x_i", ["constant-factor"]),
        (r"2 (v x - t) x", ["constant-factor"]),
        (r"2 (v x + t) x", ["wrong-sign"]),
        (r"\frac{1}{m} \sum_{i=1}^m (v x_i - t_i) x_i", ["missing-factor"]),
    ],
)
def test_the_number_of_examples(claim: str, expected: list[str]) -> None:
    report = check(displays(MEAN, rf"\frac{{\partial J}}{{\partial v}} = {claim}"))
    assert [item.code for item in report.diagnostics] == expected
    assert len(errors(report)) == (0 if "constant-factor" in expected else len(expected))


def test_displays_about_one_example_of_a_sum() -> None:
    formulas = (
        r"J = -\frac{1}{m} \sum_{i=1}^m [t^{(i)} \ln h^{(i)} + (1 - t^{(i)}) \ln(1 - h^{(i)})]",
        r"h = \sigma(u)",
        r"\frac{\partial J}{\partial u}",
        r"\left(-\frac{t}{h} + \frac{1 - t}{1 - h}\right) h (1 - h)",
        r"-t (1 - h) + h (1 - t)",
        r"h - t",
    )
    right, wrong, line = twins(formulas, formulas[4], r"-t (1 - h) + h 1 - t")
    assert errors(check(right)) == []
    found = errors(check(wrong))
    assert [(item.location.line, item.code) for item in found] == [(line, "missing-parentheses")]
