"""Equations that determine a symbol: `\\frac{1}{f} = \\frac{1}{a} + c`, and then `f = …`.

No word says that the equation is solved. But it mentions the symbol and all that the formula behind
it is made of, so a formula that does not solve it contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article, Line
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.names import name_of
from verifier.notation.tree import Chain, Derivative, Group, Node, Sum, bare, walk
from verifier.records import replace


def determining(line: Line, symbol: Node, solution: Line) -> Iterator[Node]:
    """The left side less the right one of an equality that determines a symbol, which is 0."""
    if line.given is not None or line.left.span.start >= solution.left.span.start:
        return
    first = next((side for side in line.earlier if name_of(side) is not None), line.left)
    sides = (first, line.right)
    if any(isinstance(part, Derivative) for side in sides for part in walk(side)):
        return
    name, names = name_of(symbol), {name for side in sides for name in mentioned(side)}
    if name not in names or name in map(name_of, sides):
        return
    if not _is_made_of(set(mentioned(solution.right)), names, solution.context):
        return
    yield Sum(("", "-"), (first, Group("(", line.right, ")")))


def _is_made_of(parts: set[str], names: set[str], context: Context) -> bool:
    """Whether all symbols of a formula are mentioned, or are behind what is."""
    known = {part for name in names for part in context.ancestry(name)}
    return bool(parts) and not any(known.isdisjoint(context.ancestry(part)) for part in parts)


def determined_below(line: Line, article: Article) -> str | None:
    """The symbol that an equation is solved for behind it, without a word."""
    for definition in article.context.definitions.values():
        head = definition.head
        if head is None or definition.is_called or definition.span.start < line.span.end:
            continue
        below = Line(head, definition.body, line.context, definition.body.span, "")
        if any(determining(line, head, below)):
            return definition.name
    return None


def as_numbers(side: Node, context: Context) -> Context:
    """What is known where an equation, `side = 0`, is solved.

    The symbol that stands alone on its left is a number, whatever else it was said to be, and of
    `\\alpha_t + \\beta_t = 1` the latter is defined by the former.
    """
    first = name_of(side.terms[0]) if isinstance(side, Sum) else None
    kept = {name: item for name, item in context.definitions.items() if name != first}
    found = replace(context, definitions=kept, shifts=True)
    for relation in context.assumptions:
        added = _of_a_sum(relation, found)
        found = found if added is None else found.with_definition(added)
    return found


def _of_a_sum(relation: Chain, context: Context) -> Definition | None:
    left = bare(relation.sides[0])
    if relation.operators != ("=",) or not isinstance(left, Sum) or left.signs != ("", "+"):
        return None
    first, last = left.terms
    name = name_of(last)
    if (
        name is None
        or name_of(first) is None
        or {name, name_of(first)} & context.definitions.keys()
    ):
        return None
    return Definition(name, Sum(("", "-"), (relation.sides[1], first)), head=last)
