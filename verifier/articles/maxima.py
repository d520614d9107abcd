"""Maxima and minima over letters in a line, of which only the names are known."""

from __future__ import annotations

from verifier.articles.article import Line
from verifier.meaning.elaborate import elaborate
from verifier.meaning.opaque import maxima_in


def other_maxima(line: Line) -> str | None:
    """Why a refutation decides nothing where maxima stand on one side of a line only.

    max (r + c q) and r + c max q are the same for c >= 0, though their names differ.
    """
    one, other = (maxima_in(elaborate(side, line.context)) for side in (line.left, line.right))
    return None if one == other else "the maxima of its two sides may be the same"
