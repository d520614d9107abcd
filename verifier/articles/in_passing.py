"""What formulas say beside the lines that are decided one by one: a row for each kind of slip.

Each row goes through an article and yields the equalities that are false, with what is to be said
of them. `verdicts` are those on the lines of the article, by their places: a row leaves alone what
is decided, or understood, without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from verifier.articles.article import Article
from verifier.articles.decisions import Decision
from verifier.articles.reporter import Failed
from verifier.kernel.decide import NOT_UNDERSTOOD
from verifier.lazy_patterns import lazy_pattern
from verifier.values import Span, Unknown, Verdict

Verdicts = Mapping[Span, Verdict]
Row = Callable[[Article, Verdicts], Iterator[Failed]]

_EQUATION = lazy_pattern(
    r"= *0\b|\bzero\b|\bvanish|\bsolv|\bminim|\bmaxim|\bbest\b|\boptim|为零|等于零|令",
    re.IGNORECASE,
)

_NATURES = lazy_pattern(r"KL\b|diverg|entrop|log[- ]?loss", re.IGNORECASE)

_STATISTICS = lazy_pattern(
    r"varianc|deviation|error|squares|correlation|skewness|kurtosis|score|determination",
    re.IGNORECASE,
)

_DENSITIES = lazy_pattern(r"\\Gamma|\be\^|\\exp")

_NORMAL = lazy_pattern(r"\\mathcal\s*\{?\s*N|\bN\s*\(\s*0|\\operatorname\{Var|Cov")


def slips_in_passing(article: Article, decisions: Iterable[Decision]) -> Iterator[Failed]:
    """What the rows find in an article whose author leaves words out; each place once."""
    verdicts = {one.line.span: one.found.verdict for one in decisions}
    told: set[Span] = set()
    for row in ROWS:
        for failed in row(article, verdicts):
            if failed[0].span not in told:
                told.add(failed[0].span)
                yield failed


def _understood(verdicts: Verdicts) -> Set[Span]:
    """The places of the lines of which all was understood as they are read."""
    return {span for span, verdict in verdicts.items() if verdict != Unknown(NOT_UNDERSTOOD)}


def _unsolved(article: Article, verdicts: Verdicts) -> Iterator[Failed]:
    """Solutions that do not solve the equation before them, by one slip."""
    if _EQUATION.search(article.text) is None:
        return
    from verifier.articles.findings import findings_of
    from verifier.articles.solutions import unsolved  # most articles solve no equation
    from verifier.notation.write_text import write_line

    for item in unsolved(article):
        message = f"this does not solve {write_line(item.line.left)} = 0"
        about = (item.line, item.refuted, article.text, item.correction, message)
        yield item.line, item.refuted, findings_of(*about)


def _identities(article: Article, verdicts: Verdicts) -> Iterator[Failed]:
    """Steps of algebra in formulas that mean nothing as their article has it."""
    from verifier.articles.plain_identities import false_identities

    yield from false_identities(article, _understood(verdicts))


def _series(article: Article, verdicts: Verdicts) -> Iterator[Failed]:
    """Series of functions that end in dots."""
    if "dots" in article.text:
        from verifier.articles.series_terms import wrong_terms  # few articles have series

        yield from wrong_terms(article, _understood(verdicts))


def _natures(article: Article, verdicts: Verdicts) -> Iterator[Failed]:
    """Formulas that cannot be the divergence or the entropy that they are said to be."""
    if _NATURES.search(article.text) is not None:
        from verifier.articles.natures import impossible_values  # few articles name one

        yield from impossible_values(article, verdicts)


def _scales(article: Article, verdicts: Verdicts) -> Iterator[Failed]:
    """Statistics that do not grow with their data as they must."""
    if _STATISTICS.search(article.text) is not None:
        from verifier.articles.degrees import wrong_scales  # few articles have statistics

        yield from wrong_scales(article, verdicts)


def _densities(article: Article, verdicts: Verdicts) -> Iterator[Failed]:
    """Densities that do not integrate to 1."""
    if _DENSITIES.search(article.text) is not None:
        from verifier.articles.normalised import not_normalised  # few articles have densities

        yield from not_normalised(article, verdicts)


def _noise(article: Article, verdicts: Verdicts) -> Iterator[Failed]:
    """Samples and their distributions that contradict each other."""
    if _NORMAL.search(article.text) is not None:
        from verifier.articles.noise import contradictions  # few articles speak of noise

        yield from contradictions(article, verdicts)


ROWS: Sequence[Row] = (_unsolved, _identities, _series, _natures, _scales, _densities, _noise)
