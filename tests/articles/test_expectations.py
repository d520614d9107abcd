"""Findings that an article expects, and expectations that are not met."""

from __future__ import annotations

import pytest

from verifier.articles.check import check_article
from verifier.articles.read_article import read_article

WRONG = r"$$(x + 1)^2 = x^2 - 2 x + 1$$"
RIGHT = r"$$(x + 1)^2 = x^2 + 2 x + 1$$"


def codes(text: str) -> list[tuple[int, str]]:
    """Line and code of every error of an article about a real x."""
    report = check_article(read_article("Let $x \\in \\mathbb{R}$.\n" + text, "a.md"))
    return [(d.location.line, d.code) for d in report.diagnostics if d.severity == "error"]


def expecting(code: str) -> str:
    return f"<!-- backproof: expect {code} -->\n"


@pytest.mark.parametrize("between", ["", "\n", "- ", "1. "[2:]])
def test_an_expected_finding_is_not_reported(between: str) -> None:
    assert codes(expecting("wrong-sign") + between + WRONG) == []


def test_without_the_comment_it_is() -> None:
    assert codes(WRONG) == [(2, "wrong-sign")]


def test_an_expectation_covers_the_next_formula_only() -> None:
    assert codes(f"{expecting('wrong-sign')}{WRONG}\n\n{WRONG}") == [(5, "wrong-sign")]


def test_another_finding_is_no_fulfilment() -> None:
    assert codes(expecting("missing-factor") + WRONG) == [
        (2, "unmet-expectation"),
        (3, "wrong-sign"),
    ]


def test_a_right_formula_does_not_meet_an_expectation() -> None:
    assert codes(expecting("wrong-sign") + RIGHT) == [(2, "unmet-expectation")]


def test_words_between_part_a_comment_from_a_formula() -> None:
    text = f"{expecting('wrong-sign')}Some words. {WRONG}"
    assert codes(text) == [(2, "unmet-expectation"), (3, "wrong-sign")]


def test_two_expectations_may_stand_before_one_formula() -> None:
    text = expecting("wrong-sign") + expecting("missing-factor") + WRONG
    assert codes(text) == [(3, "unmet-expectation")]
