"""How far the free indices of a line run, where its article has sums of several lengths."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Line
from verifier.meaning.context import Context
from verifier.meaning.names import bound_letter, indices_in, name_of
from verifier.notation.tree import BigOperator, walk

MOST_RANGES = 3


def ranges_of_indices(line: Line) -> Iterator[tuple[Context, str]]:
    """The line with its free indices in the range of one of its sums.

    In an article with sums to n and to m, nothing else says how far `i` runs.
    """
    parts = [part for side in (line.left, line.right) for part in walk(side)]
    sums = [part for part in parts if isinstance(part, BigOperator)]
    uppers = sorted({name for part in sums if part.upper and (name := name_of(part.upper))})
    known = {*line.context.sizes, *line.context.domains, *line.context.definitions}
    known |= {bound_letter(part.lower) or "" for part in sums}
    indices = indices_in(parts)
    letters = sorted({name for i in indices if (name := name_of(i)) is not None} - known)
    for upper in uppers[:MOST_RANGES] if letters else ():
        context = line.context
        for letter in letters:
            context = context.with_size(letter, upper)
        yield context, f"with {', '.join(letters)} from 1 to {upper}"
