"""What formulas say beside the lines that are decided one by one: a row for each kind of slip.

Each row goes through an article and yields the equalities that are false, with what is to be said
of them. `settled` are the places of the lines that were understood as they are read, which it
leaves alone where it reads formulas in another way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

from verifier.articles.article import Article, Line
from verifier.articles.decisions import Decision
from verifier.articles.report import Defect
from verifier.kernel.decide import NOT_UNDERSTOOD
from verifier.lazy_patterns import lazy_pattern
from verifier.values import Refuted, Span, Unknown

Failed = tuple[Line, Refuted, tuple[Defect, ...]]
Row = Callable[[Article, Set[Span]], Iterator[Failed]]

_EQUATION = lazy_pattern(
    r"= *0\b|\bzero\b|\bvanish|\bsolv|\bminim|\bmaxim|\bbest\b|\boptim|为零|等于零|令",
    re.IGNORECASE,
)


def slips_in_passing(article: Article, decisions: Iterable[Decision]) -> Iterator[Failed]:
    """What the rows find in an article whose author leaves words out; each place once."""
    open_lines = Unknown(NOT_UNDERSTOOD)
    settled = {one.line.span for one in decisions if one.found.verdict != open_lines}
    told: set[Span] = set()
    for row in ROWS:
        for failed in row(article, settled):
            if failed[0].span not in told:
                told.add(failed[0].span)
                yield failed


def _unsolved(article: Article, settled: Set[Span]) -> Iterator[Failed]:
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


def _identities(article: Article, settled: Set[Span]) -> Iterator[Failed]:
    """Steps of algebra in formulas that mean nothing as their article has it."""
    from verifier.articles.plain_identities import false_identities

    yield from false_identities(article, settled)


def _series(article: Article, settled: Set[Span]) -> Iterator[Failed]:
    """Series of functions that end in dots."""
    if "dots" in article.text:
        from verifier.articles.series_terms import wrong_terms  # few articles have series

        yield from wrong_terms(article, settled)


ROWS: Sequence[Row] = (_unsolved, _identities, _series)
