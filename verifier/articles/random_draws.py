"""Second thoughts on lines about what is drawn at random: `x = s \\epsilon`, `\\epsilon \\sim N`.

Two formulas for one random variable by other draws may be equal in distribution and no more, as in
x_2 = e_1 + e_2 = √2 e for independent normal e_1, e_2 and e.
"""

from __future__ import annotations

from verifier.articles.suspects import Suspect
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import names_behind

_DRAWN = lazy_pattern(
    r"(\\?[A-Za-z]+)(?:_(?:\{[^{}]*\}|\\?\w))?\s*"
    r"(?:\\(?:stackrel|overset)\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}\s*\{?)?\\sim(?![A-Za-z])"
)


def other_draws(suspect: Suspect) -> str | None:
    """`x_t = a x_0 + b \\epsilon` after `x_t = c x_{t-1} + d \\epsilon_t` with random epsilons."""
    line = suspect.line
    left, right = (names_behind((side,), line.context) for side in (line.left, line.right))
    differing = {name.removesuffix("[]") for name in left ^ right}
    if not differing:
        return None
    drawn = differing & {found.group(1) for found in _DRAWN.finditer(suspect.article.text)}
    if not drawn:
        return None
    return f"{min(drawn)} is drawn at random: both may have the same distribution"
