"""Members before or after one, `x_{t-1}` beside an `x_t`, where nothing defines either.

Each is a symbol of its own then. What they have to do with each other may be said in words, so a
refutation must not rest on their being any numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article, Line
from verifier.articles.readings import Found, judged
from verifier.meaning.context import Context, Definition
from verifier.meaning.errors import MeaningError
from verifier.meaning.members import shifted_member
from verifier.meaning.one_dimension import behind
from verifier.meaning.scope import family_key
from verifier.notation.tree import Node, walk
from verifier.notation.write_latex import write_latex
from verifier.records import replace


def with_shifts(line: Line) -> tuple[Line, Found] | None:
    """The verdict with `x_{t-1}` as a symbol of its own; None where that means nothing either."""
    line = replace(line, context=replace(line.context, shifts=True))
    try:
        return line, judged(line)
    except MeaningError:
        return None


def with_members(line: Line, article: Article) -> Line:
    """The line with what the article says of the members before or after one that it mentions.

    `v_{t+1} = \\mu v_t + g_{t+1}` says what the v_{t+1} is in what follows, unless another
    equation says something else of it, or the line itself does.
    """
    if line.given is not None or shifted_member(line.left) is not None:
        return line
    if not any(shifted_member(part) is not None for part in _parts(line)):
        return line
    context = line.context
    for key, (head, body) in _said_before(line, article).items():
        if body is not None and not context.knows(family_key(head) or ""):
            context = context.with_definition(Definition(key, body, head=head, span=head.span))
    return replace(line, context=context)


def _said_before(line: Line, article: Article) -> dict[str, tuple[Node, Node | None]]:
    """The members of which an equation in the section of a line says what they are, before it.

    None where two equations do.
    """
    found: dict[str, tuple[Node, Node | None]] = {}
    for other in article.lines:
        head = other.left
        if other.span.start >= line.span.start or other.given is not None or other.earlier:
            continue
        if shifted_member(head) is None or other.section != line.section:
            continue
        key = write_latex(head)
        is_new = key not in found or found[key][1] == other.right
        found[key] = (head, other.right if is_new else None)
    return found


def _parts(line: Line) -> Iterator[Node]:
    for side in (line.left, line.right):
        yield from walk(side)


def shift_in(line: Line, has_slip: bool = False) -> Node | None:
    """A member such as `x_{t-1}` that was read as a symbol of its own, and restricted by the line.

    None if there is none, or where both sides rest on the same members and one small slip makes
    them equal: then what the members are does not matter.
    """
    context = line.context
    if not context.shifts:
        return None
    left, right = (_open_shifts(side, context) for side in (line.left, line.right))
    if has_slip and left.keys() == right.keys():
        return None
    return next(iter((left | right).values()), None)


def _open_shifts(side: Node, context: Context) -> dict[str, Node]:
    """The members before or after one that a side rests on and that nothing defines."""
    found: dict[str, Node] = {}
    todo, seen = [side, *behind((side,), context)], set[str]()
    while todo:
        for part in walk(todo.pop()):
            key = None if shifted_member(part) is None else write_latex(part)
            if key is None or key in seen or context.knows(family_key(part) or ""):
                continue
            seen.add(key)
            if key in context.definitions:
                todo.append(context.definitions[key].body)
            else:
                found[key] = part
    return found
