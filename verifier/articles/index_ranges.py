"""What the free indices of a line are: how far they run, and that two letters are two numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from verifier.articles.article import Line
from verifier.articles.suspects import Suspect
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context
from verifier.meaning.names import bound_letter, entries_of, name_of
from verifier.meaning.one_dimension import behind
from verifier.notation.tree import BigOperator, Chain, Derivative, Symbol, walk
from verifier.records import replace
from verifier.values import Proved

MOST_RANGES = 3
MOST_LETTERS = 3


def ranges_of_indices(line: Line) -> Iterator[tuple[Context, str]]:
    """The line with its free indices in the range of one of its sums.

    In an article with sums to n and to m, nothing else says how far `i` runs.
    """
    parts = [part for side in (line.left, line.right) for part in walk(side)]
    sums = [part for part in parts if isinstance(part, BigOperator)]
    uppers = sorted({name for part in sums if part.upper and (name := name_of(part.upper))})
    known = {*line.context.sizes, *line.context.domains, *line.context.definitions}
    for part in sums:
        lower = part.lower.sides[0] if isinstance(part.lower, Chain) else part.lower
        known.add(name_of(lower) or "" if lower is not None else "")
    indices = (i for part in parts for i in (entries_of(part) or ("", ()))[1])
    letters = sorted({name for i in indices if (name := name_of(i)) is not None} - known)
    for upper in uppers[:MOST_RANGES] if letters else ():
        context = line.context
        for letter in letters:
            context = context.with_size(letter, upper)
        yield context, f"with {', '.join(letters)} from 1 to {upper}"


def same_index(suspect: Suspect) -> str | None:
    """A cost of the pair of items i and j: two free letters are meant to be two numbers.

    Not so for the entries of a Jacobian matrix, `\\frac{\\partial p_i}{\\partial z_j}`, whose
    diagonal is said apart.
    """
    line = suspect.line
    jacobian = isinstance(line.left, Derivative) and entries_of(line.left.body) is not None
    if jacobian or line.given is not None:
        return None
    parts = [part for side in behind((line.left, line.right), line.context) for part in walk(side)]
    sums = (part for part in parts if isinstance(part, BigOperator))
    bound = {bound_letter(part.lower) for part in sums}
    indices = (i for part in parts for i in (entries_of(part) or ("", ()))[1])
    letters = sorted({i.name for i in indices if isinstance(i, Symbol)} - bound)
    if not 1 < len(letters) <= MOST_LETTERS:
        return None
    apart = tuple(Chain(pair, ("\\ne",)) for pair in combinations(map(Symbol, letters), 2))
    context = replace(line.context, assumptions=(*line.context.assumptions, *apart))
    holds = isinstance(verdict_on(line.left, line.right, context), Proved)
    return f"it holds where {' and '.join(letters)} differ" if holds else None
