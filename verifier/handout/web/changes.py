"""What differs between two formulas, marked in the MathML of both.

Rows are compared part by part, whatever their nesting, and where a part has changed inside, only
what changed inside is marked: of `x e^{wx}` and `x e^{wx + b}` the `+ b`. Brackets that change
nothing (*loose* ones) are never marked: `\\ln(a)` is the same as `\\ln a`. Each row is compared
with them and without them, and the comparison that marks less is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from verifier.notation.mathml_element import Element, leaves
from verifier.notation.mathml_names import APPLICATION, TIMES
from verifier.notation.tree import Node, bare
from verifier.notation.vocabulary import DEFAULT, Vocabulary
from verifier.notation.write_mathml import presentation

CHANGED = ("class", "changed")
LOOSE = ("class", "loose")
_BRACKETS = {"[": "(", "{": "(", "]": ")", "}": ")"}


def compared(left: Node, right: Node, vocabulary: Vocabulary = DEFAULT) -> tuple[Element, Element]:
    """Both formulas, with the class `changed` on the parts that the other does not have."""
    return _compared(_with_loose(left, vocabulary), _with_loose(right, vocabulary))


def _marks(element: Element) -> int:
    """How many leaves are marked."""
    if CHANGED in element.attributes:
        return sum(1 for _ in leaves(element))
    return sum(map(_marks, element.parts))


# Brackets that change nothing -----------------------------------------------------------------


def _with_loose(node: Node, vocabulary: Vocabulary) -> Element:
    """The formula, with a class on the brackets that it would not need."""
    whole = presentation(node, vocabulary)
    texts, needed = _texts(whole), _texts(presentation(bare(node), vocabulary))
    partner = _partners(texts)
    matcher = SequenceMatcher(None, texts, needed, autojunk=False)
    deleted = [
        place
        for kind, start, end, _, _ in matcher.get_opcodes()
        if kind == "delete"
        for place in range(start, end)
        if place in partner
    ]
    loose = frozenset((*deleted, *(partner[place] for place in deleted)))
    return _loosened(whole, iter(range(len(texts))), loose)


def _texts(element: Element) -> list[str]:
    return [_BRACKETS.get(leaf.text, leaf.text) for leaf in leaves(element)]


def _partners(texts: Sequence[str]) -> dict[int, int]:
    """The place of the closing bracket for that of each opening one."""
    partner: dict[int, int] = {}
    opened: list[int] = []
    for place, text in enumerate(texts):
        if text == "(":
            opened.append(place)
        elif text == ")" and opened:
            partner[opened.pop()] = place
    return partner


def _loosened(element: Element, places: Iterator[int], loose: frozenset[int]) -> Element:
    if not element.parts:
        return element.with_attribute(*LOOSE) if next(places) in loose else element
    return _with_parts(element, [_loosened(part, places, loose) for part in element.parts])


# Comparing ------------------------------------------------------------------------------------


def _essence(element: Element, whole: bool) -> Element:
    """The element as it is compared: no nesting of rows, no size of brackets."""
    if element.tag == "mrow":
        items = tuple(_essence(item, whole) for item in _items(element, whole))
        return items[0] if len(items) == 1 else Element("mrow", items)
    attributes = () if element.tag == "mo" else element.attributes
    parts = tuple(_essence(part, whole) for part in element.parts)
    return Element(element.tag, parts, element.text, attributes)


def _compared(left: Element, right: Element) -> tuple[Element, Element]:
    if _essence(left, False) == _essence(right, False):
        return left, right
    shape = (left.tag, left.attributes, len(left.parts))
    same_shape = shape == (right.tag, right.attributes, len(right.parts))
    if left.parts and left.tag != "mrow" and same_shape:
        pairs = [_compared(a, b) for a, b in zip(left.parts, right.parts, strict=True)]
        return _with_parts(left, [a for a, _ in pairs]), _with_parts(right, [b for _, b in pairs])
    if "mrow" in (left.tag, right.tag):
        ways = [_rows(left, right, whole) for whole in (True, False)]
        return min(ways, key=lambda pair: sum(map(_marks, pair)))
    return _marked(left), _marked(right)


def _rows(left: Element, right: Element, whole: bool) -> tuple[Element, Element]:
    before, after = list(_items(left, whole)), list(_items(right, whole))
    new_before, new_after = list(before), list(after)
    keys, other_keys = ([_essence(item, whole) for item in items] for items in (before, after))
    matcher = SequenceMatcher(None, keys, other_keys, autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = _compared_inside(before[start:end], after[other_start:other_end])
        new_before[start:end], new_after[other_start:other_end] = pairs
    return _refilled(left, iter(new_before), whole), _refilled(right, iter(new_after), whole)


def _compared_inside(
    before: Sequence[Element], after: Sequence[Element]
) -> tuple[list[Element], list[Element]]:
    """Two runs that differ; where they have the same kinds of parts, those are looked into."""
    if [part.tag for part in before] == [part.tag for part in after]:
        pairs = [_compared(a, b) for a, b in zip(before, after, strict=True)]
        return [a for a, _ in pairs], [b for _, b in pairs]
    return list(map(_marked, before)), list(map(_marked, after))


def _items(element: Element, whole: bool) -> Iterator[Element]:
    """The parts of a row, the rows in it opened; loose brackets only if the whole is wanted."""
    if element.tag == "mrow":
        for part in element.parts:
            yield from _items(part, whole)
    elif whole or LOOSE not in element.attributes:
        yield element


def _refilled(element: Element, items: Iterator[Element], whole: bool) -> Element:
    """The element with its nested rows filled anew."""
    if element.tag == "mrow":
        return _with_parts(element, [_refilled(part, items, whole) for part in element.parts])
    return next(items) if whole or LOOSE not in element.attributes else element


def _with_parts(element: Element, parts: Sequence[Element]) -> Element:
    return Element(element.tag, tuple(parts), element.text, element.attributes)


def _marked(element: Element) -> Element:
    """The element with its mark, unless it is a loose bracket or cannot be seen."""
    if LOOSE in element.attributes or element.text in (TIMES, APPLICATION):
        return element
    return element.with_attribute(*CHANGED)
