"""The ways in which a line may be meant that means nothing as it stands."""

from __future__ import annotations

from verifier.articles.any_loss import of_any_loss
from verifier.articles.article import Line
from verifier.articles.components import of_components
from verifier.articles.readings import Found
from verifier.articles.recurrences import of_recurrence
from verifier.articles.shifts import with_shifts
from verifier.values import Unknown

_WAYS = (of_recurrence, of_any_loss, of_components, with_shifts)


def read_otherwise(line: Line) -> tuple[Line, Found] | None:
    """The first verdict that decides a line as a recurrence, with any loss, or by its members."""
    undecided: tuple[Line, Found] | None = None
    for way in _WAYS:
        found = way(line)
        if found is not None and not isinstance(found[1].verdict, Unknown):
            return found
        undecided = undecided or found
    return undecided
