"""What an article says in general first: `y = g(u)`, letters without a range, errors of a layer."""

from __future__ import annotations

import pytest

from tests.articles.displays import is_told
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article

GENERAL = (
    "If $y = g(u)$ and $u = f(x)$, then:\n\n$$\\frac{dy}{dx} = \\frac{dy}{du} \\frac{du}{dx}$$\n\n"
)
LAYER = (
    "$$L = \\frac12 \\sum_{i=1}^{n_2} (a_i - y_i)^2$$\n\n$$s = \\sum_{i=1}^{n_1} w_i$$\n\n"
    "$$t = \\sum_{j=1}^{n_1} w_j$$\n\n"
)
# An article, and the error in it, if there is one.
CASES: tuple[tuple[str, str], ...] = (
    (GENERAL + "Let $y = (3x + 5)^2$.\n\n$$\\frac{dy}{dx} = 18 x + 30$$", ""),
    (GENERAL + "Let $y = (3x + 5)^2$.\n\n$$\\frac{dy}{dx} = 18 x - 30$$", "wrong-sign"),
    ("$$y = x^2 + 1$$\n\n$$y = x^2$$", "any"),
    ("$$y = g(x)$$\n\n$$y = h(x)$$", ""),
    ("$$L = \\ell(a, y)$$\n\n$$\\frac{\\partial L}{\\partial a} = a - y$$", ""),
    (
        "$$L = \\ell(a, y)$$\n\n$$L = \\frac12 (a - y)^2$$\n\n"
        "$$\\frac{\\partial L}{\\partial a} = y - a$$",
        "wrong-sign",
    ),
    (LAYER + "$$\\frac{\\partial}{\\partial a_i} \\sum_{j=1}^{n_2} a_j^2 = 2 a_i$$", ""),
    (LAYER + "$$\\frac{\\partial}{\\partial a_i} \\sum_{j=1}^{n_2} a_j^2 = 3 a_i$$", "any"),
    (LAYER + "$$\\frac{\\partial s}{\\partial w_i} = \\sum_{j=1}^{n_1} \\delta_j v_{ij}$$", ""),
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_is_an_error(text: str, expected: str) -> None:
    report = check_article(read_article(text, "a.md"))
    errors = [item.code for item in report.diagnostics if is_told(item)]
    assert bool(errors) == bool(expected), errors
    assert expected in ("", "any") or errors == [expected]
