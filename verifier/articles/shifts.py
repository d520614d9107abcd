"""Members before or after one, `x_{t-1}` beside an `x_t`, where nothing defines either.

Each is a symbol of its own then. What they have to do with each other may be said in words, so a
refutation must not rest on their being any numbers.
"""

from __future__ import annotations

from verifier.articles.article import Line
from verifier.articles.readings import Found, judged
from verifier.meaning.errors import MeaningError
from verifier.meaning.one_dimension import behind
from verifier.meaning.scope import family_key, shifted_member
from verifier.notation.tree import Node, walk
from verifier.records import replace


def with_shifts(line: Line) -> tuple[Line, Found] | None:
    """The verdict with `x_{t-1}` as a symbol of its own; None where that means nothing either."""
    line = replace(line, context=replace(line.context, shifts=True))
    try:
        return line, judged(line)
    except MeaningError:
        return None


def shift_in(line: Line) -> Node | None:
    """A member such as `x_{t-1}` that was read as a symbol of its own; None if there is none."""
    if not line.context.shifts:
        return None
    parts = (part for side in behind((line.left, line.right), line.context) for part in walk(side))
    shifted = (part for part in parts if shifted_member(part) is not None)
    return next((one for one in shifted if not line.context.knows(family_key(one) or "")), None)
