"""What an article about distributions takes for granted: probabilities sum to 1.

Authors say "a distribution" or "probabilities" and then use that the sum is 1, without writing so.
Where the words occur, a line that holds under that assumption is no error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from verifier.articles.article import Article, Line
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import entries_of, name_of
from verifier.meaning.one_dimension import parts_behind
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Node,
    Number,
    Product,
    Symbol,
    walk,
)

_LOGARITHMS = ("\\log", "\\ln", "\\log_2")
_WORDS = lazy_pattern(
    r"distribut|probabilit|softmax|simplex|sums? to (?:one|1\b|\$1)"
    r"|normali[sz]ed|one-hot|entrop|\bgini\b|impurit|proportion|frequenc|\bmixing\b|分布|概率",
    re.IGNORECASE,
)


_SIGNS = lazy_pattern(
    r"\(\s*[\w\\{}',^ ]+\||\\(?:mid|vert|parallel|sim|Pr)\b|mathbb\s*\{?\s*[EPVH]|\bE\s*[\[(_]"
    r"|\bVar|\bCov|\b[HI]\s*\(|KL|JS"
)


def may_have_laws(text: str) -> bool:
    """Whether anything in a text can be the sign of a distribution; most articles have none."""
    return _SIGNS.search(text) is not None or _speaks_of_distributions(text)


def taken_for_granted(line: Line, article: Article) -> tuple[Chain, ...]:
    """The relations that an article gives, and that its distributions sum to 1.

    The latter holds for each family with one index in the line, unless the article is strict.
    """
    said = article.context.assumptions
    if not line.context.lenient:
        return said
    found = tuple(dict.fromkeys(_relations((line.left, line.right), line.context)))
    if found and not _speaks_of_distributions(article.text):
        weights = frozenset(_weights_of_logarithms(line, article.context))
        found = tuple(one for one in found if set(mentioned(one)) & weights)
    return (*said, *found)


def _weights_of_logarithms(line: Line, context: Context) -> Iterator[str]:
    """The p in `-\\sum_j p_j \\log q_j`, a cross entropy: not where the p_j are declared."""
    for part in parts_behind((line.left, line.right), context):
        factors = part.factors if isinstance(part, Product) else ()
        if any(isinstance(one, Apply) and name_of(one.function) in _LOGARITHMS for one in factors):
            entries = (entries_of(factor) for factor in factors)
            names = {entry[0] for entry in entries if entry is not None}
            yield from (f"{name}[]" for name in names if name in context.surveyed)


@lru_cache(maxsize=8)
def _speaks_of_distributions(text: str) -> bool:
    return _WORDS.search(text) is not None


def _relations(sides: tuple[Node, ...], context: Context) -> Iterator[Chain]:
    for side in sides:
        for node in walk(side):
            entry = entries_of(node)
            if entry is None or f"{entry[0]}[]" in context.definitions:
                continue
            for letter in entry[1]:
                if isinstance(letter, Symbol) and letter.name in context.sizes:
                    total = BigOperator("\\sum", letter, None, node)
                    yield Chain((total, Number("1")), ("=",))
