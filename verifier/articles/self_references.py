"""Members that stand in their own recurrence: `c_t = f_t c_{t-1} + i_t c_t` after `g_t = \\dots`.

A recurrence says what a member is by the one before it. Where it mentions the member itself as
well, and just one quantity with the same index was defined before it in its section and is used
nowhere there, that one was meant. An implicit equation, as in `x_t = x_{t-1} + h f(x_t)`, has no
such quantity beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.articles.article import Article
from verifier.meaning.names import name_of
from verifier.notation.tree import Chain, Derivative, Node, Number, Subscript, Sum, children, walk
from verifier.notation.write_text import write_line
from verifier.records import dataclass
from verifier.values import Span


@dataclass(frozen=True, slots=True)
class SelfReference:
    """A member in its own recurrence, and the side with the quantity that was meant."""

    place: Span
    message: str
    suggestion: str


def self_references(article: Article) -> Iterator[SelfReference]:
    """The members that stand in their own recurrences in the displays of an article."""
    sections: dict[int, list[Chain]] = {}
    for formula, reading in article.readings:
        found = [one for one in reading.statements if one.operators == ("=",)]
        if formula.kind == "display":
            sections.setdefault(article.document.section(formula.span.start), []).extend(found)
    for statements in sections.values():
        yield from _in_section(statements, article)


def _in_section(statements: list[Chain], article: Article) -> Iterator[SelfReference]:
    for number, statement in enumerate(statements):
        head, body = statement.sides
        inside = [part for part in _used(body) if part == head]
        if len(inside) != 1 or not _is_recurrence(head, body):
            continue
        unused = _unused(statements[:number], statements, head)
        if len(unused) == 1:
            place, whole = inside[0].span, body.span
            before = article.text[whole.start : place.start]
            meant = article.text[unused[0].span.start : unused[0].span.end]
            suggestion = f"{before}{meant}{article.text[place.end : whole.end]}"
            unread = f"and {write_line(unused[0])} is used nowhere"
            message = f"{write_line(head)} stands in its own recurrence, {unread}"
            yield SelfReference(place, message, " ".join(suggestion.split()))


def _is_recurrence(head: Node, body: Node) -> bool:
    """Whether the member before one stands in the formula for it."""
    if not isinstance(head, Subscript) or name_of(head.index) is None:
        return False
    before = Subscript(head.base, Sum(("", "-"), (head.index, Number("1"))))
    return any(part == before for part in walk(body))


def _unused(before: Sequence[Chain], statements: Sequence[Chain], member: Node) -> tuple[Node, ...]:
    """The quantities with the index of a member that are defined before it and used nowhere."""
    assert isinstance(member, Subscript)
    heads = [one.sides[0] for one in before]
    same = [
        head
        for head in dict.fromkeys(heads)
        if isinstance(head, Subscript) and head.index == member.index and head.base != member.base
    ]
    used = {part for one in statements for side in one.sides[1:] for part in _used(side)}
    return tuple(head for head in same if head not in used)


def _used(node: Node) -> Iterator[Node]:
    """The parts of a formula, but for the variables by which is differentiated."""
    yield node
    if isinstance(node, Derivative):
        yield from _used(node.body)
        return
    for part in children(node):
        yield from _used(part)
