"""What differs between two formulas, marked in the MathML of both.

Rows are compared part by part, whatever their nesting, and where a part has changed inside, only
what changed inside is marked: of `x e^{wx}` and `x e^{wx + b}` the `+ b`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from verifier.notation.mathml_element import Element

CHANGED = "changed"


def compared(left: Element, right: Element) -> tuple[Element, Element]:
    """Both formulas, with the class `changed` on the parts that the other does not have."""
    if left == right:
        return left, right
    if left.tag == right.tag == "mrow":
        return _rows(left, right)
    shape = (left.tag, left.attributes, len(left.parts))
    if left.parts and shape == (right.tag, right.attributes, len(right.parts)):
        pairs = [compared(a, b) for a, b in zip(left.parts, right.parts, strict=True)]
        return _with_parts(left, [a for a, _ in pairs]), _with_parts(right, [b for _, b in pairs])
    if "mrow" in (left.tag, right.tag):
        return _rows(left, right)
    return _marked(left), _marked(right)


def _rows(left: Element, right: Element) -> tuple[Element, Element]:
    before, after = list(_items(left)), list(_items(right))
    new_before, new_after = list(before), list(after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = _compared_inside(before[start:end], after[other_start:other_end])
        new_before[start:end], new_after[other_start:other_end] = pairs
    return _refilled(left, iter(new_before)), _refilled(right, iter(new_after))


def _compared_inside(
    before: Sequence[Element], after: Sequence[Element]
) -> tuple[list[Element], list[Element]]:
    """Two runs that differ; where they have the same kinds of parts, those are looked into."""
    if [part.tag for part in before] == [part.tag for part in after]:
        pairs = [compared(a, b) for a, b in zip(before, after, strict=True)]
        return [a for a, _ in pairs], [b for _, b in pairs]
    return list(map(_marked, before)), list(map(_marked, after))


def _items(element: Element) -> Iterator[Element]:
    """The parts of a row, the rows in it opened."""
    if element.tag != "mrow":
        yield element
        return
    for part in element.parts:
        yield from _items(part)


def _refilled(element: Element, items: Iterator[Element]) -> Element:
    """The element with its nested rows filled anew."""
    if element.tag != "mrow":
        return next(items)
    return _with_parts(element, [_refilled(part, items) for part in element.parts])


def _with_parts(element: Element, parts: Sequence[Element]) -> Element:
    return Element(element.tag, tuple(parts), element.text, element.attributes)


def _marked(element: Element) -> Element:
    return element.with_attribute("class", CHANGED)
