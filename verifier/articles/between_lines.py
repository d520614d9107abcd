"""What formulas say that are no equations between quantities of their article, with one slip.

A step of gradient descent says what the gradient is; a line about the local gradients of units says
it of two layers with the same letters. Each is decided as the line that it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verifier.articles.article import Article, Line
from verifier.articles.conditions import RATE
from verifier.articles.decisions import Decision
from verifier.hints import TYPE_CHECKING
from verifier.values import Span

if TYPE_CHECKING:
    from verifier.articles.second_reading import SecondReading

Decide = Callable[[Line], Decision | None]


def slips_between_lines(
    article: Article, decide: Decide, matrices: Callable[[], SecondReading | None]
) -> Iterator[Decision]:
    """The decisions in which one slip was found, each place once."""
    told: set[Span] = set()
    for decision in (*_steps(article, decide, matrices), *_units(article, decide)):
        if decision.refuted is not None and decision.line.span not in told:
            told.add(decision.line.span)
            yield decision


def _steps(
    article: Article, decide: Decide, matrices: Callable[[], SecondReading | None]
) -> Iterator[Decision]:
    """Steps of gradient descent that one slip keeps from following the gradient."""
    if RATE.search(article.text) is None:
        return
    from verifier.articles.updates import is_slip, update_lines  # few articles have steps

    second = matrices()
    found = [decide(line) for line in update_lines(article)]
    found += [] if second is None else second.steps()
    yield from (one for one in found if one is not None and one.refuted and is_slip(one))


def _units(article: Article, decide: Decide) -> Iterator[Decision]:
    """Lines about the local gradients of units."""
    if "\\delta" not in article.text or "\\partial" not in article.text:
        return
    from verifier.articles.local_gradients import local_gradient_lines  # few articles have units

    for decision in map(decide, local_gradient_lines(article)):
        if decision is not None and decision.refuted is not None:
            first = decision.defects[0]
            if first.suggestion and first.span.start >= decision.line.span.start:
                yield decision
