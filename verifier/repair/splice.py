"""A correction as a change of the author's text: the smallest part that differs, and nothing else.

A corrected tree shares most of its parts with the formula that it corrects. Those keep the text
that the author wrote, with its spaces and macros. What comes out is read again, and it is taken
only when it is read as the tree that was proved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from verifier.notation.tree import Node, Symbol, bare, children, rebuild, walk
from verifier.notation.vocabulary import DEFAULT, Vocabulary
from verifier.notation.write_latex import write_latex
from verifier.records import replace
from verifier.values import NOWHERE, Replacement, Span

Read = Callable[[str], Node | None]
"""Reads a formula; None when it is not read as one side without a problem."""

_SIZE = re.compile(r"\\(?:big|Big|bigg|Bigg)[lrm]?\s*\Z")
_SLOT = "\\slot"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def spliced(
    original: Node, corrected: Node, text: str, read: Read, vocabulary: Vocabulary = DEFAULT
) -> Replacement | None:
    """The change of `text` that turns `original`, which stands in it, into `corrected`.

    It lies inside the span of `original`. None when no change of the text is read as the
    corrected tree, as where a side stands in the file in no one piece.
    """
    whole = original.span
    if whole.end <= whole.start:
        return None
    for part, instead in (_differing(original, corrected), (original, corrected)):
        if not _lies_inside(part.span, whole):
            continue
        for written in _written(part, instead, text, vocabulary):
            change = Replacement(_with_size(part.span, whole, text), written)
            found = read(applied(text, whole, change))
            if found is not None and bare(found) == bare(corrected):
                return change
    return None


def _with_size(part: Span, whole: Span, text: str) -> Span:
    """The place of a part with the command before it that gives its bracket a size: `\\big(`."""
    before = _SIZE.search(text, whole.start, part.start)
    return part if before is None else replace(part, start=before.start())


def applied(text: str, whole: Span, change: Replacement) -> str:
    """What stands at a span of the text after a change inside it."""
    before, after = text[whole.start : change.span.start], text[change.span.end : whole.end]
    return before + change.text + after


def _lies_inside(part: Span, whole: Span) -> bool:
    return whole.start <= part.start < part.end <= whole.end


def _differing(original: Node, corrected: Node) -> tuple[Node, Node]:
    """The smallest part of a tree outside of which nothing has changed, and what it became."""
    if type(original) is type(corrected):
        before, after = tuple(children(original)), tuple(children(corrected))
        different = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
        alike = len(before) == len(after) and len(different) == 1
        if alike and _with_children(original, after) == corrected:
            return _differing(*different[0])
    return original, corrected


def _with_children(node: Node, parts: tuple[Node, ...]) -> Node:
    following = iter(parts)
    return rebuild(node, lambda _: next(following))


def _written(part: Node, instead: Node, text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The new part as text: with the author's text for all that was kept, then as one writes it."""
    kept = {node: node.span for node in walk(part) if _lies_inside(node.span, part.span)}
    slots: dict[str, Span] = {}
    written = write_latex(_with_slots(instead, part, kept, slots), vocabulary)
    for name in sorted(slots, key=len, reverse=True):
        span = slots[name]
        written = written.replace(name, text[span.start : span.end].strip())
    yield written
    yield write_latex(instead, vocabulary)


def _with_slots(node: Node, part: Node, kept: Mapping[Node, Span], slots: dict[str, Span]) -> Node:
    span = kept.get(node)
    if span is not None:
        own = node.span if _lies_inside(node.span, part.span) else span
        name = f"{_SLOT}{_in_letters(len(slots))}"
        slots[name] = own
        return replace(Symbol(name), span=NOWHERE)
    return rebuild(node, lambda inner: _with_slots(inner, part, kept, slots))


def _in_letters(number: int) -> str:
    """A number in letters of a fixed width, because the name of a macro holds no digits."""
    high, low = divmod(number, len(_LETTERS))
    return _LETTERS[high % len(_LETTERS)] + _LETTERS[low]
