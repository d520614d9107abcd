"""Displays without a relation: what follows, what a slip keeps from following, what is new.

Every kind comes as twins: the right one says nothing, the wrong one is reported at its line with
a correction that the kernel proved.
"""

from __future__ import annotations

import pytest

from verifier.articles.check import Report, check_article
from verifier.articles.read_article import read_article
from verifier.values import Diagnostic


def check(text: str) -> Report:
    return check_article(read_article(text, "notes.md"))


def errors(report: Report) -> list[Diagnostic]:
    return [item for item in report.diagnostics if item.severity == "error"]


def displays(*formulas: str) -> str:
    """An article of displays, one in every other line: the first stands in line 1."""
    return "\n\n".join(f"$${formula}$$" for formula in formulas) + "\n"


def line_of(formula: str, text: str) -> int:
    return text[: text.index(f"$${formula}$$")].count("\n") + 1


def twins(formulas: tuple[str, ...], right: str, wrong: str) -> tuple[str, str, int]:
    """The articles with the right and the wrong display, and the line of that display."""
    assert right in formulas
    article = displays(*formulas)
    instead = displays(*(wrong if formula == right else formula for formula in formulas))
    return article, instead, line_of(right, article)


NEURON = (
    r"u = vx + c",
    r"h = \frac{1}{1 + e^{-u}}",
    r"E = -[t \ln h + (1 - t) \ln(1 - h)]",
)
BY_OUTPUT = (
    *NEURON,
    r"\frac{\partial E}{\partial u}",
    r"\left(-\frac{t}{h} + \frac{1 - t}{1 - h}\right) \cdot h (1 - h)",
    r"\frac{-t (1 - h) + h (1 - t)}{h (1 - h)} \cdot h (1 - h)",
    r"-t (1 - h) + h (1 - t)",
    r"-t + th + h - ht",
    r"h - t",
)
LOGARITHMS = (
    r"qs - [s + \ln(1 + e^{-s})]",
    r"qs - [\ln(e^s) + \ln(1 + e^{-s})]",
    r"qs - [\ln(e^s \cdot (1 + e^{-s}))]",
    r"qs - \ln(e^s + 1)",
)


@pytest.mark.parametrize(
    ("formulas", "right", "wrong", "codes"),
    [
        pytest.param(
            BY_OUTPUT,
            r"-t (1 - h) + h (1 - t)",
            r"-t (1 - h) + h 1 - t",
            {"missing-parentheses"},
            id="brackets",
        ),
        pytest.param(
            BY_OUTPUT,
            r"\frac{-t (1 - h) + h (1 - t)}{h (1 - h)} \cdot h (1 - h)",
            r"\frac{-t (1 - h) - h 1 - t}{h (1 - h)} \cdot h (1 - h)",
            {"missing-parentheses", "wrong-sign"},
            id="two slips",
        ),
        pytest.param(
            LOGARITHMS,
            r"qs - [\ln(e^s \cdot (1 + e^{-s}))]",
            r"qs - [\ln(e^s + (1 + e^{-s}))]",
            {"wrong-operator"},
            id="a sum for a product",
        ),
        pytest.param(
            (*NEURON, r"\frac{\partial h}{\partial u}", r"h (1 - h)"),
            r"h (1 - h)",
            r"h (1 + h)",
            {"wrong-sign"},
            id="right behind an announcement",
        ),
        pytest.param(
            (*NEURON, r"\frac{\partial}{\partial v} [\ln(1 + e^u)]",
             r"\frac{x \cdot e^{vx + c}}{1 + e^{vx + c}}"),
            r"\frac{x \cdot e^{vx + c}}{1 + e^{vx + c}}",
            r"\frac{x \cdot e^{vx}}{1 + e^{vx}}",
            {"missing-term"},
            id="a term lost in a derivative",
        ),
        pytest.param(
            (r"(p + q)^2 - r (p + q)", r"p^2 + 2pq + q^2 - rp - rq"),
            r"p^2 + 2pq + q^2 - rp - rq",
            r"p^2 + 2pq + q^2 - rp + rq",
            {"missing-parentheses"},
            id="the last display",
        ),
    ],
)  # fmt: skip
def test_a_slip_in_a_chain(
    formulas: tuple[str, ...], right: str, wrong: str, codes: set[str]
) -> None:
    article, instead, line = twins(formulas, right, wrong)
    assert errors(check(article)) == []
    found = errors(check(instead))
    assert {item.location.line for item in found} == {line}
    assert {item.code for item in found} == codes
    assert all(item.suggestion_proved for item in found)


@pytest.mark.parametrize(
    "formulas",
    [
        pytest.param((r"\frac{e^s + e^{-s}}{2}", r"\frac{e^s - e^{-s}}{2}"), id="a pair"),
        pytest.param(
            (r"\frac{-q + \sqrt{q^2 - 4r}}{2}", r"\frac{-q - \sqrt{q^2 - 4r}}{2}"), id="two roots"
        ),
        pytest.param(
            (r"(p + q)^2", r"p^2 + 2pq + q^2", r"(p - q)^2", r"p^2 - 2pq + q^2"), id="confirmed"
        ),
        pytest.param(
            (
                *NEURON,
                r"t \ln h + (1 - t) \ln(1 - h)",
                r"-[t \ln h + (1 - t) \ln(1 - h)]",
                r"tu - \ln(1 + e^u)",
                r"\ln(1 + e^u) - tu",
            ),
            id="a gain and a loss",
        ),
        pytest.param(
            (
                *NEURON,
                r"\frac{\partial}{\partial v} [tu - \ln(1 + e^u)]",
                r"tx",
                r"\frac{x e^{vx + c}}{1 + e^{vx + c}}",
                r"tx - \frac{x e^{vx + c}}{1 + e^{vx + c}}",
            ),
            id="term by term",
        ),
        pytest.param(
            (
                *NEURON,
                r"\frac{\partial E}{\partial h} \frac{\partial h}{\partial u}",
                r"\frac{\partial E}{\partial h} [h - h^2]",
            ),
            id="a product with a derivative",
        ),
    ],
)
def test_formulas_that_belong_together_without_being_equal(formulas: tuple[str, ...]) -> None:
    assert errors(check(displays(*formulas))) == []


def test_a_case_of_which_the_section_speaks() -> None:
    formulas = (
        r"\frac{\partial}{\partial v} [\ln(1 + e^u)]",
        r"\frac{x \cdot e^{vx}}{1 + e^{vx}}",
    )
    text = displays(*NEURON) + "\nNow let $c = 0$.\n\n" + displays(*formulas)
    assert errors(check(text)) == []


def test_another_section_is_another_topic() -> None:
    first = displays(r"(p + q)^2 - r (p + q)")
    second = displays(r"p^2 + 2pq + q^2 - rp + rq")
    assert errors(check(f"{first}\n# Something else\n\n{second}")) == []


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


# Derivatives written for operators --------------------------------------------------------------

LOST = (
    *NEURON,
    r"-[t \ln h + (1 - t) \ln(1 - h)]",
    r"-[-t \ln(1 + e^{-u}) + (1 - t) (-u - \ln(1 + e^{-u}))]",
    r"-[tu - \ln(1 + e^u)]",
    r"\frac{\partial E}{\partial v} = x (h - t)",
)


def test_the_operator_and_the_lost_sign() -> None:
    """The sign is lost in line 9, where it is told, and again where the operator is applied."""
    formulas = (
        *LOST[:4],
        r"-t \ln(1 + e^{-u}) + (1 - t) (-u - \ln(1 + e^{-u}))",
        r"tu - \ln(1 + e^u)",
        r"\frac{\partial E}{\partial v} [tu - \ln(1 + e^u)]",
        r"-[tx - x h]",
        LOST[-1],
    )
    found = errors(check(displays(*formulas)))
    assert [(item.location.line, item.code) for item in found] == [
        (9, "wrong-sign"),
        (13, "wrong-sign"),
        (13, "wrong-symbol"),
    ]
    assert found[2].suggestion == r"\frac{\partial}{\partial v} [tu - \ln(1 + e^{u})]"
    assert all(item.suggestion_proved for item in found)


def test_the_operator_alone() -> None:
    wrong = (
        *LOST[:-1],
        r"\frac{\partial E}{\partial v} \left(-[tu - \ln(1 + e^u)]\right)",
        LOST[-1],
    )
    found = errors(check(displays(*wrong)))
    assert [(item.location.line, item.code) for item in found] == [(13, "wrong-symbol")]
    right = (*LOST[:-1], r"\frac{\partial}{\partial v} \left(-[tu - \ln(1 + e^u)]\right)", LOST[-1])
    assert errors(check(displays(*right))) == []


# Chains with wrong sides ------------------------------------------------------------------------


def test_a_side_after_a_wrong_one_is_compared_with_what_was_to_be_shown() -> None:
    formulas = (
        r"E = -[t \ln h + (1 - t) \ln(1 - h)]",
        r"\frac{\partial E}{\partial h} = [t \ln h + (1 - t) \ln(1 - h)]",
        r"= \left[\frac{t}{h} - \frac{1 - t}{1 - h}\right]",
    )
    found = errors(check(displays(*formulas)))
    assert [(item.location.line, item.code) for item in found] == [
        (3, "missing-derivative"),
        (3, "wrong-sign"),
        (5, "wrong-sign"),
    ]
    assert found[2].suggestion == r"-\left[\frac{t}{h} - \frac{1 - t}{1 - h}\right]"


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
