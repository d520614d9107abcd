"""Names of several letters in plain italics."""

from __future__ import annotations

import pytest

from verifier.articles.check import check_article
from verifier.articles.long_names import long_names
from verifier.articles.read_article import read_article
from verifier.articles.scan import scan_document

NAMES: tuple[tuple[str, set[str]], ...] = (
    (r"$MSE = (y - x)^2$", {"MSE"}),
    (r"$loss = -\log p$ and $acc_i = 1$", {"loss", "acc"}),
    (r"$$\begin{aligned} CE &= -\log p \\ FL &= m \, CE \end{aligned}$$", {"CE", "FL"}),
    (r"$\frac{\partial MSE}{\partial x} = 2x$", {"MSE"}),
    (r"$MSE = E + S + M$", set()),
    (r"$ab = ba$", set()),
    (r"$x = 1$, $y = 2$, $xy = 2$", set()),
    (r"$A \in \mathbb{R}^{2 \times 2}$, $x \in \mathbb{R}^2$, $Ax = 0$", set()),
    (r"$dW = X$, $dz = a$", set()),
    (r"$\text{loss} = x$, $\mathrm{MSE} = x$", set()),
    (r"$\sin x = y$", set()),
)


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_what_is_a_name(text: str, expected: set[str]) -> None:
    assert long_names(scan_document(text).formulas) == expected


def errors(text: str) -> list[str]:
    report = check_article(read_article(text, "a.md"))
    return [item.code for item in report.diagnostics if item.severity == "error"]


DEFINED = "$$MSE = \\frac{1}{2} (y - x)^2$$\n\n"


def test_a_name_is_defined_and_used() -> None:
    assert errors(DEFINED + r"$$\frac{\partial MSE}{\partial x} = x - y$$") == []
    assert errors(DEFINED + r"$$2 \, MSE = (x - y)^2$$") == []


def test_a_slip_in_what_follows_is_found() -> None:
    assert errors(DEFINED + r"$$\frac{\partial MSE}{\partial x} = y - x$$") == ["wrong-sign"]
