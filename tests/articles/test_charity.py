"""What an article need not say: probabilities sum to 1, bounds of sums are natural numbers, and
`x(t)` is the x that was defined from t."""

from __future__ import annotations

import pytest

from tests.articles.displays import is_told
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article
from verifier.values import Proved

DIVERGENCE = r"""
$$D = \sum_{k=1}^K p_k \log \frac{p_k}{1/K}$$

$$D = \log K + \sum_{k=1}^K p_k \log p_k$$
"""
CASES: tuple[tuple[str, list[str]], ...] = (
    ("Let $p$ be a distribution with $p_k > 0$." + DIVERGENCE, []),
    ("Let $p_k > 0$ be some numbers." + DIVERGENCE, ["not-equal"]),
    ("The probabilities: $p_k > 0$." + DIVERGENCE.replace("+ \\sum", "- \\sum"), ["any"]),
    (r"$$\sum_{k=1}^{t-1} 1 = |t - 1|$$", []),
    (r"$$\sum_{k=1}^{t-1} 1 = |t - 3|$$", ["any"]),
    ("Let $x = t^2$. $$y = x(t) + 1$$ $$y = t^2 + 1$$", []),
    ("Let $x = t^2$. $$y = x(t) + 1$$ $$y = t^3 + 1$$", ["wrong-exponent"]),
    ("Let $x = t^2$. $$y = x (s) + 1$$ $$y = s t^2 + 1$$", []),
    (r"$$\sqrt[3]{u^3} = u$$ $$\sqrt[3]{-8} = -2$$", []),
    (r"$$\frac{d}{du} \sqrt[3]{u} = \frac{1}{3 \sqrt[3]{u^2}}$$", []),
    (r"$$\frac{d}{du} \sqrt[3]{u} = \frac{1}{3 \sqrt{u^2}}$$", ["any"]),
)

MATRICES: tuple[tuple[str, list[str]], ...] = (
    (r"Let $A \in \mathbb{R}^{n \times n}$ be symmetric. $$A^T = A$$", []),
    (r"Let $A \in \mathbb{R}^{n \times n}$. $$A^T = A$$", ["any"]),
    (r"Let $A \in \mathbb{R}^{n \times n}$ be not symmetric. $$A^T = A$$", ["any"]),
    (r"The covariance $A \in \mathbb{R}^{n \times n}$ is not only symmetric. $$A^T = A$$", []),
    (r"Let $U \in \mathbb{R}^{n \times d}$ with orthonormal columns. $$U^T U U^T = U^T$$", []),
    (r"Let $x, w \in \mathbb{R}^n$. $$\log \pi(x) = w^T x$$", []),
    (r"$$E[(X - Y)^2] = E[X^2] - 2 E[X Y] + E[Y^2]$$", []),
    (r"$$E[z] = \mu$$ $$E[z^2] = \mu^2 + \sigma^2$$", []),
    (
        r"$$f(x, n) = \frac{\Gamma((n + 1)/2)}{\sqrt{\pi n} \Gamma(n/2)}$$"
        r"$$f(x, 1) = \frac{1}{\pi}$$",
        [],
    ),
    (r"$$g(x + y) = g(x) + g(y)$$", ["any"]),
)


@pytest.mark.parametrize(("text", "expected"), (*CASES, *MATRICES))
def test_errors(text: str, expected: list[str]) -> None:
    report = check_article(read_article(text, "a.md"))
    found = [item.code for item in report.diagnostics if is_told(item)]
    assert found if expected == ["any"] else found == expected


def test_a_symmetric_matrix_is_told_by_its_own_name() -> None:
    text = r"Let $S \in \mathbb{R}^{n \times n}$ be symmetric. $$S^{-1} S^T = S S^{-1}$$"
    (claim,) = check_article(read_article(text, "a.md")).claims
    assert isinstance(claim.verdict, Proved)
    assert claim.verdict.conditions == ("S is invertible",)


def test_an_expectation_is_no_factor() -> None:
    report = check_article(read_article(r"$$\mathbb{E} x^2 = \mathbb{E} x \cdot x$$", "a.md"))
    assert [claim.status for claim in report.claims] in ([], ["unknown"])
