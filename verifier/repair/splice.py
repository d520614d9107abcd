"""A correction as a change of the author's text: the smallest part that differs, and nothing else.

A corrected tree shares most of its parts with the formula that it corrects. Those keep the text
that the author wrote, with its spaces and macros. What comes out is read again, and it is taken
only when it is read as the tree that was proved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from verifier.notation.parts import with_joined
from verifier.notation.tree import (
    Node,
    Product,
    Subscript,
    Superscript,
    Symbol,
    bare,
    children,
    rebuild,
    walk,
)
from verifier.notation.vocabulary import DEFAULT, Vocabulary
from verifier.notation.write_latex import write_latex
from verifier.records import replace
from verifier.values import NOWHERE, Replacement, Span

Read = Callable[[str], Node | None]
"""Reads a formula; None when it is not read as one side without a problem."""

_SIZE = re.compile(r"\\(?:big|Big|bigg|Bigg)[lrm]?\s*\Z")
_BRACED = re.compile(r"(?<=[A-Za-z\d}])([_^])\{(\w)\}")
_SPACED = re.compile(r"_\{\w(?: \w)+\}")
_LETTERS_APART = re.compile(r"\w(?: \w)+")
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


def respelt(node: Node, original: Node, text: str, read: Read) -> Node:
    """A formula that was read alone, with the names that its article gives to such parts.

    `\\sigma(z)_i` may be an entry of a family: it is what `original`, which stands in the text, has
    in its place.
    """
    names: dict[Node, Node] = {}
    for part in walk(original):
        if isinstance(part, Subscript | Superscript) and _lies_inside(part.span, original.span):
            alone = read(text[part.span.start : part.span.end])
            if alone is not None and alone != part:
                names[alone] = part
    return _renamed(node, names) if names else node


def _renamed(node: Node, names: Mapping[Node, Node]) -> Node:
    found = names.get(node)
    if found is not None:
        return found
    inner = rebuild(node, lambda part: _renamed(part, names))
    if not isinstance(inner, Product):
        return inner
    # Two factors may be a name together: `S(z)_i` in `S(z)_i a`.
    return with_joined(inner, lambda one, other, sign: names.get(Product((one, other), (sign,))))


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
    own = text[part.span.start : part.span.end]
    yield _in_style(written, own)
    yield written
    yield write_latex(instead, vocabulary)


def _in_style(written: str, own: str) -> str:
    """A formula with the indices written as in an author's own: `u_i` for `u_{i}`, `A_{ij}`."""
    if _BRACED.search(own) is None:
        written = _BRACED.sub(r"\1\2", written)
    if _LETTERS_APART.fullmatch(written) and " " not in own:
        return written.replace(" ", "")
    if _SPACED.search(own) is None:
        written = _SPACED.sub(lambda index: index.group().replace(" ", ""), written)
    return written


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
