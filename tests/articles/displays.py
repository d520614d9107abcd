"""Articles of displays one below the other, and what the check says of them."""

from __future__ import annotations

from verifier.articles.check import Report, check_article
from verifier.articles.read_article import read_article
from verifier.reports.terminal_check import differs
from verifier.values import Diagnostic


def check(text: str) -> Report:
    return check_article(read_article(text, "notes.md"))


def errors(report: Report) -> list[Diagnostic]:
    return [item for item in report.diagnostics if item.severity == "error"]


def is_told(diagnostic: Diagnostic) -> bool:
    """Whether a finding says that a line is wrong, for certain or as it is read."""
    return diagnostic.severity == "error" or differs(diagnostic)


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
