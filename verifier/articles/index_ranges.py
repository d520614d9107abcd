"""How far the indices of a line run, where its article leaves that open.

\\sum_{i=1}^n, \\sum_{j=1}^m        a free index runs to one of the numbers of the line
\\mu = \\frac1d \\sum_i x_i          of a mean everyone knows what the number of its terms is
y_i = \\sum_{m=0}^{k-1} w_m x_{i+m}  in \\partial L/\\partial w_m the m is one of 0, …, k - 1
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.articles.article import Line
from verifier.meaning.context import Context
from verifier.meaning.names import bound_letter, indices_in, name_of
from verifier.meaning.one_dimension import parts_behind
from verifier.notation.tree import (
    BigOperator,
    Chain,
    Fraction,
    Node,
    Number,
    Product,
    Symbol,
    bare,
    walk,
)
from verifier.records import replace

MOST_RANGES = 3


def ranges_of_indices(line: Line) -> Iterator[tuple[Context, str]]:
    """The line with other ranges of its indices, and in words which they are."""
    parts = [part for side in (line.left, line.right) for part in walk(side)]
    yield from _in_its_sums(line, parts)
    if line.context.lenient:
        yield from _of_means(line)
        yield from _in_sums_behind(line, parts)


def _in_its_sums(line: Line, parts: Sequence[Node]) -> Iterator[tuple[Context, str]]:
    """The line with its free indices in the range of one of its sums.

    In an article with sums to n and to m, nothing else says how far `i` runs.
    """
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


def _of_means(line: Line) -> Iterator[tuple[Context, str]]:
    """The line where the d of every `\\frac1d \\sum_i` is the number of the terms of that sum."""
    numbers = {
        line.context.sizes[letter]: number
        for part in parts_behind((line.left, line.right), line.context)
        if isinstance(part, Product)
        for letter, number in _mean(part)
        if line.context.sizes.get(letter, number) != number
    }
    if numbers:
        sizes = {key: numbers.get(size, size) for key, size in line.context.sizes.items()}
        names = ", ".join(sorted(numbers.values()))
        yield replace(line.context, sizes=sizes), f"with {names} as the number of the terms"


def _mean(product: Product) -> Iterator[tuple[str, str]]:
    """The index and the number in `\\frac{c}{d} \\sum_i`, for a sum without bounds."""
    fractions = [part for part in map(bare, product.factors) if isinstance(part, Fraction)]
    numbers = [
        name_of(part.denominator) for part in fractions if isinstance(part.numerator, Number)
    ]
    sums = [part for part in map(bare, product.factors) if isinstance(part, BigOperator)]
    for part in sums:
        letter = None if part.upper is not None else bound_letter(part.lower)
        if letter is not None and isinstance(part.lower, Symbol) and part.command == "\\sum":
            yield from ((letter, number) for number in numbers if number is not None)


def _in_sums_behind(line: Line, parts: Sequence[Node]) -> Iterator[tuple[Context, str]]:
    """The line with its free indices between the bounds that they have in what is behind it."""
    bound = {bound_letter(part.lower) for part in parts if isinstance(part, BigOperator)}
    free = {name for i in indices_in(parts) if (name := name_of(i)) is not None} - bound
    relations: dict[str, tuple[Chain, Chain]] = {}
    for part in parts_behind((line.left, line.right), line.context) if free else ():
        lower = part.lower if isinstance(part, BigOperator) else None
        if not isinstance(part, BigOperator) or not isinstance(lower, Chain) or part.upper is None:
            continue
        letter = bound_letter(lower)
        if letter in free and letter is not None and lower.operators == ("=",):
            first = Chain((lower.sides[0], lower.sides[1]), ("\\ge",))
            relations[letter] = first, Chain((part.upper, lower.sides[0]), ("\\ge",))
    if relations:
        names = ", ".join(sorted(relations))
        given = (*line.context.assumptions, *(one for pair in relations.values() for one in pair))
        yield replace(line.context, assumptions=given), f"with {names} in the range of its sum"
