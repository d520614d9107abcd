"""`dz = a - y`: names for gradients of the cost, where the article shows that they are meant."""

from __future__ import annotations

import pytest

from verifier.articles.check import check_article
from verifier.articles.read_article import read_article

NEURON = (
    "Let $w, x, b \\in \\mathbb{R}$ and $y \\in [0, 1]$.\n\n"
    "$$z = w x + b$$\n\n$$a = \\sigma(z)$$\n\n$$L = -y \\ln a - (1 - y) \\ln(1 - a)$$\n\n"
)
# What follows the neuron, how many claims are proved, and the findings with the right side.
CASES: tuple[tuple[str, int, list[tuple[str, str]]], ...] = (
    (r"$$dz = a - y$$ $$dw = x \, dz$$ $$db = dz$$", 3, []),
    (r"$$da = -\frac{y}{a} + \frac{1 - y}{1 - a}$$ $$dz = da \cdot a (1 - a)$$", 2, []),
    (r"$$dz = a - y$$ $$dw = w \, dz$$", 1, [("wrong-derivative", "x(a - y)")]),
    (r"$$dz = a + y$$ $$db = a - y$$", 1, [("wrong-sign", "a - y")]),
    # A wrong line does not make the next one wrong, whichever of the two it follows from.
    (r"$$dz = a + y$$ $$db = a - y$$ $$dw = x \, dz$$", 2, [("wrong-sign", "a - y")]),
    (r"$$dz = a - y$$ $$dw = x (a + y)$$ $$dw = x (a - y)$$", 2, [("wrong-sign", "x (a - y)")]),
    # The article does not show that they are gradients.
    (r"$$dz = a + y$$", 0, []),
    (r"$$dz = w \, dx$$", 0, []),
    (r"$$dz = 1$$ $$dw = 2$$", 0, []),
    (r"$$dx = x - b$$ $$x + dx = 2 x - b$$", 1, []),
    (r"$$d = a - y$$", 0, []),
    (r"$$\mathrm{d} w = x \, dz$$", 0, [("undecided", "")]),
    # Of two quantities at the end the one with the usual name is the cost.
    (r"$$M = 3 a + 1$$ $$da = 3$$ $$dz = 3 a (1 - a)$$", 0, []),
)


@pytest.mark.parametrize(("text", "proved", "findings"), CASES)
def test_gradients_by_name(text: str, proved: int, findings: list[tuple[str, str]]) -> None:
    report = check_article(read_article(NEURON + text.replace("$$ $$", "$$\n\n$$"), "a.md"))
    found = [(item.code, item.suggestion or "") for item in report.diagnostics]
    assert found == findings
    assert sum(claim.status == "proved" for claim in report.claims) == proved
    assert all(item.suggestion_proved for item in report.diagnostics if item.code != "undecided")


CONVENTIONS: tuple[tuple[str, str, list[str]], ...] = (
    ("gradients: d", r"$$dz = a + y$$", ["wrong-sign"]),
    ("gradients: none", "$$dz = a - y$$\n\n$$dw = w \\, dz$$", []),
    ("cost: M", "$$M = 3 a + 1$$\n\n$$da = 3$$\n\n$$dz = 3 a (1 + a)$$", []),
    (
        "cost: M",
        "$$M = 3 a + 1$$\n\n$$dz = 3 a (1 - a)$$\n\n$$db = a (1 - a)$$",
        ["wrong-symbol"],
    ),
)


@pytest.mark.parametrize(("convention", "text", "expected"), CONVENTIONS)
def test_an_author_may_say_so(convention: str, text: str, expected: list[str]) -> None:
    head = f"---\nconventions: {{{convention}}}\n---\n"
    report = check_article(read_article(head + NEURON + text, "a.md"))
    assert [item.code for item in report.diagnostics] == expected
