"""`wrong-reason`: a false formula in a reason, a rule that cannot be meant, a lost reference."""

from __future__ import annotations

import pytest

from verifier.articles.check import check_article
from verifier.articles.read_article import read_article

FALSE = "error", "the reason is false: "
MISNAMED = "warning", "is about "
LOST = "warning", "the reason refers to "

BESIDE: tuple[tuple[str, str, tuple[str, str] | None], ...] = (
    (r"a(1-a)", r"since $\sigma'(z) = \sigma(z)(1+\sigma(z))$", FALSE),
    (r"a(1-a)", r"since $\sigma'(z) = \sigma(z)(1-\sigma(z))$", None),
    (r"a(1-a)", r"since } \frac{\partial a}{\partial z} = a(1+a) \text{ holds", FALSE),
    (r"a(1-a)", r"because $e^{x+b} = e^x + e^b$", FALSE),
    (r"a(1-a)", r"because $e^{x+b} = e^x e^b$", None),
    (r"a(1-a)", r"since $y = 1$", None),
    (r"a(1-a)", r"since $x^2 = 4$ and $x^2 = b$", None),
    (r"a(1-a)", r"setting $\frac{\partial a}{\partial z} = 0$", None),
    (r"a(1-a)", r"chain rule", None),
    (r"a(1-a)", r"see \eqref{eq:nowhere}", LOST),
    (r"a(1-a)", r"see \eqref{eq:sigmoid}", None),
)

RULES: tuple[tuple[str, str, tuple[str, str] | None], ...] = (
    (r"\frac{d}{dx} (x^2 + \sin x) = 2x + \cos x", "quotient rule", MISNAMED),
    (r"\frac{d}{dx} (x^2 + \sin x) = 2x + \cos x", "chain rule", MISNAMED),
    (r"\frac{d}{dx} (x + \sin x) = 1 + \cos x", "by the product rule", MISNAMED),
    (r"\frac{d}{dx} (x^2 + \sin x) = 2x + \cos x", "power rule and chain rule", None),
    (r"\frac{d}{dx} (x \sin x) = \sin x + x \cos x", "by the product rule", None),
    (r"\frac{d}{dx} (x \sin x) = \sin x + x \cos x", "by the quotient rule", MISNAMED),
    (r"\frac{d}{dx} (3 \sin x) = 3 \cos x", "by the product rule", MISNAMED),
    (r"\frac{d}{dx} x e^{-x} = e^{-x} - x e^{-x}", "chain rule", None),
    (r"\frac{d}{dx} x e^{-x} = e^{-x} - x e^{-x}", "quotient rule", None),
    (r"\frac{d}{dx} \frac{x}{1+x} = \frac{1}{(1+x)^2}", "product rule", None),
    (r"\frac{\partial z}{\partial w} = x", "chain rule", MISNAMED),
    (r"\frac{\partial a}{\partial w} = a (1-a) x", "chain rule", None),
    (r"\frac{\partial a}{\partial w} = a (1-a) x", "quotient rule", None),
    (r"\frac{d}{dx} \tanh x = 1 - \tanh^2 x", "quotient rule", None),
    (r"\frac{d}{dx} (x + \sin x) = 1 + \cos x", "no product rule is needed", None),
    (r"\ln(x^2 b^2) = \ln x^2 + \ln b^2", "product rule", None),
    (r"\frac{d}{dx} \ln x = \frac1x", "trivially", None),
)

NEURON = (
    r"Let $w, x, b \in \mathbb{R}$. $$z = w x + b$$ "
    "\n\n"
    r"$$a = \sigma(z) \label{eq:sigmoid}$$ "
    "\n\n"
)


def told(text: str) -> list[tuple[str, str, str]]:
    """The findings about reasons, each with the text at its place."""
    text = NEURON + text
    report = check_article(read_article(text, "a.md"))
    lines = text.splitlines()
    found: list[tuple[str, str, str]] = []
    for item in report.diagnostics:
        assert item.code in ("wrong-reason", "needs-assumption"), item
        at = item.location
        if item.code == "wrong-reason":
            place = lines[at.line - 1][at.column - 1 : at.end_column - 1]
            found.append((item.severity, item.message, place))
    assert all(claim.status == "proved" for claim in report.claims)
    assert report.claims
    return found


def is_as_expected(found: list[tuple[str, str, str]], expected: tuple[str, str] | None) -> bool:
    if expected is None or not found:
        return not found and expected is None
    ((severity, message, _),) = found
    return severity == expected[0] and expected[1] in message


@pytest.mark.parametrize(("right", "reason", "expected"), BESIDE)
def test_a_reason_beside_a_step(right: str, reason: str, expected: tuple[str, str] | None) -> None:
    row = rf"\frac{{\partial a}}{{\partial z}} &= {right} && \text{{{reason}}}"
    found = told(rf"\begin{{align}} {row} \\ &= a - a^2 \end{{align}}")
    assert is_as_expected(found, expected), found


@pytest.mark.parametrize(("step", "reason", "expected"), RULES)
@pytest.mark.parametrize(
    "form",
    [
        "$${step} \\qquad \\text{{({reason})}}$$",
        "By {reason}, we have\n\n$${step}$$",
        "So ${step}$ (by {reason}).",
    ],
)
def test_a_rule_that_is_named(
    form: str, step: str, reason: str, expected: tuple[str, str] | None
) -> None:
    found = told(form.format(step=step, reason=reason))
    assert is_as_expected(found, expected), found


def test_the_place_is_that_of_the_reason() -> None:
    step = r"$$\frac{d}{dx} (x + \sin x) = 1 + \cos x \quad \text{(quotient rule)}$$"
    ((_, message, place),) = told(step)
    assert message == "the quotient rule is about a quotient, and none is differentiated here"
    assert place == r"\text{(quotient rule)}"
    false = r"$$a (1 - a) = a - a^2 \quad \text{since $e^{x+b} = e^x + e^b$}$$"
    ((_, message, place),) = told(false)
    assert message == "the reason is false: eˣ⁺ᵇ is not eˣ + eᵇ"
    assert place == "e^{x+b} = e^x + e^b"


def test_nothing_is_said_of_the_reason_for_a_wrong_step() -> None:
    text = r"$$\frac{d}{dx} (x + \sin x) = 1 - \cos x \quad \text{(quotient rule)}$$"
    report = check_article(read_article(text, "a.md"))
    assert "wrong-reason" not in {item.code for item in report.diagnostics}
    assert report.errors == 1
