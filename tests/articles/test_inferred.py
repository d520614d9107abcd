"""Displays without a relation: what follows, what a slip keeps from following, what is new.

Every kind comes as twins: the right one says nothing, the wrong one is reported at its line with
a correction that the kernel proved.
"""

from __future__ import annotations

import pytest

from tests.articles.displays import NEURON, check, displays, errors, twins

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
            (
                r"E = \ln(1 + e^{-ts})",
                r"\frac{\partial E}{\partial s}",
                r"\frac{1}{1 + e^{-ts}} \cdot e^{-ts} \cdot (-t)",
                r"-\frac{t e^{-ts}}{1 + e^{-ts}}",
            ),
            r"\frac{1}{1 + e^{-ts}} \cdot e^{-ts} \cdot (-t)",
            r"\frac{1}{1 + e^{-ts}} \cdot e^{-ts} \cdot t",
            {"wrong-sign"},
            id="the sign of a derivative that is announced",
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


def test_a_slip_that_is_carried_on_is_told_where_it_begins() -> None:
    formulas = (
        r"(s - 1)(s + 2)(s - 3)",
        r"(s^2 + s - 2)(s - 3)",
        r"s^3 + s^2 - 2s - 3s^2 - 3s - 6",
        r"s^3 - 2s^2 - 5s - 6",
    )
    assert [item.location.line for item in errors(check(displays(*formulas)))] == [5]


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
