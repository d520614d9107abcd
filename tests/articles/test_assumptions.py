"""`needs-assumption`: what a claim needs that its article neither states nor implies."""

from __future__ import annotations

import pytest

from verifier.articles.check import check_article
from verifier.articles.read_article import read_article
from verifier.values import Diagnostic

REAL = r"Let $x, t \in \mathbb{R}$ and $v_i \in \mathbb{R}$. "
SQUARE = r"$$\ln x^2 = 2 \ln x$$"

# The text, the conditions that are said to be missing, and whether a line is an error.
CASES: tuple[tuple[str, str, list[str]], ...] = (
    ("a real number of which only the positive ones are meant", REAL + SQUARE, ["x > 0"]),
    ("each condition once", REAL + SQUARE + SQUARE, ["x > 0"]),
    ("a root", REAL + r"$$\sqrt{x^2 t^2} = \sqrt{x t} \sqrt{x t}$$", ["t x >= 0"]),
    ("entries", REAL + r"with $i = 1, \dots, n$. $$\ln v_i^2 = 2 \ln v_i$$", ["v[i] > 0"]),
    ("single points", REAL + r"$$\frac{x^2 - x}{x} = x - 1$$", []),
    ("a left side without a value", REAL + r"$$2 \ln x = \ln x^2$$", []),
    ("nothing is declared", r"$$\ln(a b) = \ln a + \ln b$$", []),
    ("declared before", r"Let $x > 0$. " + SQUARE, []),
    ("declared behind", REAL + SQUARE + r" for all $x > 0$.", []),
    ("said in words", REAL + SQUARE + r" for positive $x$.", []),
    ("said of both sides", REAL + SQUARE + " wherever both sides are defined.", []),
    ("a condition between symbols", REAL + r"$$\ln x^2 = 2 \ln x$$ where $t \le x$, $t > 1$", []),
    ("a root of a square of anything", r"$$\sqrt{s^2} = s$$", ["s > 0"]),
    (
        "the density of a Gaussian",
        r"$$\frac{1}{\sqrt{2 \pi \sigma^2}} = \frac{1}{\sigma \sqrt{2 \pi}}$$",
        [r"\sigma > 0"],
    ),
    ("a family", r"$$\sum_{k=1}^K \sqrt{s_k^2} = \sum_{k=1}^K s_k$$", ["s > 0"]),
    ("which is positive", r"Let the scale $s$ be positive. $$\sqrt{s^2} = s$$", []),
)
ERRORS = (
    REAL + r"$$\sqrt{x^2} = x$$",
    r"$$\sqrt{s^2 + u^2} = s + u$$",
    r"$$\frac{\partial}{\partial s} |s| = 1$$",
    r"Let $v = s - 1$. $$\sqrt{v^2} = v$$",
)


def warnings(text: str) -> list[Diagnostic]:
    report = check_article(read_article(text, "a.md"))
    assert report.errors == 0
    return [item for item in report.diagnostics if item.code == "needs-assumption"]


@pytest.mark.parametrize(("what", "text", "needed"), CASES, ids=[case[0] for case in CASES])
def test_what_is_needed(what: str, text: str, needed: list[str]) -> None:
    found = warnings(text)
    said = [f"this needs {n}, which the article neither states nor implies" for n in needed]
    assert [item.message for item in found] == said, what
    for item in found:
        assert item.severity == "warning"
        assert item.counterexample is not None
        assert item.counterexample.left != item.counterexample.right


@pytest.mark.parametrize("text", ERRORS)
def test_an_error_stays_an_error(text: str) -> None:
    report = check_article(read_article(text, "a.md"))
    assert report.errors == 1
    assert {item.code for item in report.diagnostics}.isdisjoint({"needs-assumption"})
