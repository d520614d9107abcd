"""MathML as a tree of elements, and its text for a page in HTML.

A page may hold names that anybody wrote: all text is escaped, and characters that a page must not
hold or that would reorder the text around them are replaced.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from html import escape

from verifier.records import dataclass

_FORBIDDEN = frozenset(("Cc", "Cs", "Co", "Cn"))
_REORDERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Element:
    """An element with attributes, and with either text or parts."""

    tag: str
    parts: tuple[Element, ...] = ()
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    def with_attribute(self, name: str, value: str) -> Element:
        return Element(self.tag, self.parts, self.text, (*self.attributes, (name, value)))


def markup(element: Element) -> str:
    """The element as text for an HTML page."""
    attributes = "".join(f' {name}="{escape(clean(value))}"' for name, value in element.attributes)
    inside = escape(clean(element.text), quote=False) + "".join(map(markup, element.parts))
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>"


def clean(text: str) -> str:
    """The text with U+FFFD for every character that a page must not hold."""
    return "".join(map(_clean_character, text))


def _clean_character(character: str) -> str:
    if character in "\n\t":
        return " "
    if character in _REORDERING or unicodedata.category(character) in _FORBIDDEN:
        return "\ufffd"
    return character


def leaves(element: Element) -> Iterator[Element]:
    """The elements that hold text, from left to right."""
    if not element.parts:
        yield element
    for part in element.parts:
        yield from leaves(part)


def row(*elements: Element) -> Element:
    """Elements in one row."""
    if len(elements) == 1 and elements[0].tag == "mrow":
        return elements[0]
    return Element("mrow", elements)


def alone(elements: list[Element]) -> Element:
    """One element as it is, several in a row."""
    return elements[0] if len(elements) == 1 else Element("mrow", tuple(elements))


def table(
    rows: Sequence[tuple[Element, ...]], attributes: tuple[tuple[str, str], ...] = ()
) -> Element:
    """Rows of cells."""
    cells = tuple(Element("mtr", tuple(Element("mtd", (cell,)) for cell in row)) for row in rows)
    return Element("mtable", cells, "", attributes)
