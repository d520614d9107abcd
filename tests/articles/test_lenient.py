"""Articles as authors write them: nothing declared, chains not spelt out, no false alarm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from verifier.articles.check import Report, check_article
from verifier.articles.read_article import read_article
from verifier.values import Diagnostic, Proved

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"


def check(text: str) -> Report:
    return check_article(read_article(text, "notes.md"))


def errors(text: str) -> list[Diagnostic]:
    return [item for item in check(text).diagnostics if item.severity == "error"]


def codes(text: str) -> list[str]:
    return [item.code for item in errors(text)]


def test_an_undeclared_symbol_is_a_number() -> None:
    report = check("$$(u + v)^2 = u^2 + 2 u v + v^2$$\n")
    assert report.count(Proved) == 1


def test_one_report_at_the_origin_of_a_chain() -> None:
    found = errors("$$(u - v)(u + v) = u^2 + v^2 = u^2 - v^2$$\n")
    assert [item.code for item in found] == ["wrong-sign"]
    assert found[0].suggestion == "u^2 - v^2"
    assert found[0].suggestion_proved


def test_what_is_given_is_no_claim() -> None:
    text = "Let $\\sum_j y_j = 1$ and $j \\ne i$.\n\n$$\\sum_j 2 y_j = 2$$\n"
    assert codes(text) == []


def test_dots_are_a_sum() -> None:
    text = (
        "For $i = 1, \\dots, n$ let $y_i = \\frac{e^{x_i}}{e^{x_1} + \\cdots + e^{x_n}}$.\n\n"
        "$$\\sum_{i=1}^n y_i = 1$$\n"
    )
    report = check(text)
    assert report.count(Proved) == 1


def test_other_logarithms_are_tried() -> None:
    text = "$$\\frac{d}{dx} \\log x = \\frac{1}{x \\ln 10}$$\n"
    assert codes(text) == []
    assert codes("$$\\frac{d}{dx} \\log x = \\frac{2}{x}$$\n") != []


def test_an_unbalanced_bracket_is_an_error() -> None:
    assert codes("$$u = (v + (w)$$\n") == ["missing-parentheses"]


def test_a_near_miss_among_displays_without_a_relation() -> None:
    text = "$$(u + v)^2 - w (u + v)$$\n\n$$u^2 + 2 u v + v^2 - w u + w v$$\n"
    found = errors(text)
    assert [item.code for item in found] in (["wrong-sign"], ["missing-parentheses"])
    assert found[0].location.line == 3


def test_unrelated_displays_claim_nothing() -> None:
    text = "$$(u + v)^2 - w (u + v)$$\n\n$$\\frac{e^{u} - 7}{1 + e^{-3 v}}$$\n"
    assert codes(text) == []


def test_a_function_nobody_defines_decides_nothing() -> None:
    assert codes("$$H(p) = -p \\ln p$$\n\n$$G(p) = K(p) + 1$$\n") == []


def documents(kind: str) -> list[Path]:
    return sorted((CASES / kind).glob("*.md"))


@pytest.mark.skipif(not CASES.exists(), reason="the collected cases are not here")
def test_no_false_alarm_on_right_documents() -> None:
    wrong = [path.name for path in documents("right") if errors(path.read_text())]
    assert wrong == []


@pytest.mark.skipif(not CASES.exists(), reason="the collected cases are not here")
def test_errors_stand_where_they_are() -> None:
    """At least a third of the collected wrong documents are found, and nothing off their lines."""
    hits, off = 0, []
    for path in documents("wrong"):
        expected = json.loads(path.with_suffix(".json").read_text())
        lines = {item.location.line for item in errors(path.read_text())}
        right = {*expected["wrong_lines"], *expected["also_acceptable_lines"]}
        hits += bool(lines & right)
        if lines - right:
            off.append(path.name)
    assert off == []
    assert hits >= 13


def test_a_built_in_function_cannot_be_defined_anew() -> None:
    assert codes("$u > 0$\n\n$$\\ln(u) = 2 u$$\n") != []


def test_a_right_line_after_a_wrong_one_is_right() -> None:
    displays = ("(x + 1)^2 - 2", "= x^2 + 2 x - 1", "= x (x + 2) + 1", "= x (x + 2) - 1")
    text = "\n\n".join(f"$${display}$$" for display in displays)
    found = errors(text)
    assert [(item.location.line, item.suggestion) for item in found] == [(5, "x (x + 2) - 1")]
