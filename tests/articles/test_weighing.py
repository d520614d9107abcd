"""How much it weighs that two sides differ where no small change makes them equal."""

from __future__ import annotations

import pytest

from verifier.articles.check import check_article
from verifier.articles.read_article import read_article

CERTAIN = (
    # The same symbols on both sides, once what is defined is looked into.
    "$$r_t = a + (b - a) \\cos^2 (c t) = a + \\sin(b) \\cos(c t) e^a$$",
    # Families count as well.
    "$$M = \\prod_i \\frac{1}{s_i} e^{-\\frac{u_i^2}{2 s_i}}$$\n\n"
    "$$-\\ln M = \\sum_i \\ln s_i + \\sum_i \\frac{u_i^2}{s_i}$$",
    # Quantities that the article defines, one of which rests on no symbol of its own.
    "$$D_c = \\frac{2 T_c}{2 T_c + F_c + N_c}$$\n\n$$U_c = \\frac{T_c}{T_c + F_c}$$\n\n"
    "$$D_c = \\frac{2 U_c}{1 + U_c}$$",
)
OPEN = (
    # Each side has a symbol of its own: the equation may say what is given.
    "$$\\kappa u + v^2 = \\lambda e^{w} + \\ln v$$",
    # The imaginary unit is a symbol on one side only.
    "$$1 + r (e^{i t} - 2 + e^{-i t}) = 1 - 2 r (1 - \\cos t)$$",
)
QUIET = (
    # What is rounded counts, and so does what it is made of.
    "Padding with odd $k = 2n + 1$ and $p = \\lfloor k/2 \\rfloor = n$.",
    # A word before a bracket may be a function.
    "$$u = x$$\n\n$$u + x = \\text{dist}^2(x + 1)$$",
)


def severities(text: str) -> set[str]:
    found = check_article(read_article(text, "a.md")).diagnostics
    return {item.severity for item in found if item.code not in ("undecided", "undefined-symbol")}


@pytest.mark.parametrize("text", CERTAIN)
def test_an_identity_that_is_false_is_an_error(text: str) -> None:
    assert severities(text) == {"error"}


@pytest.mark.parametrize("text", OPEN)
def test_an_equation_that_may_restrict_its_symbols_is_none(text: str) -> None:
    assert "error" not in severities(text)


@pytest.mark.parametrize("text", QUIET)
def test_nothing_is_said(text: str) -> None:
    assert severities(text) == set()
