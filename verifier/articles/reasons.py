"""The reasons that authors give for a step, where they stand: beside it, before or behind it.

&= f'(u) g(u) && \\text{by the chain rule}          beside the step, in its row
&= a (1 - a)  \\quad (\\text{since } \\sigma' = …)    words and formulas
By the quotient rule, $$…$$                         before the display, for its first step
$$…$$ (by the product rule)                         behind the formula, for its last step
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.articles.document import Document, Formula
from verifier.lazy_patterns import lazy_pattern
from verifier.records import dataclass
from verifier.values import Span

LONGEST = 400
BEFORE = 160

_GAP = lazy_pattern(
    r"(?:\s|&|~|\\(?:q?quad|hfill|[,;:! ])|\\hspace\*?\{[^{}]*\}|\\left(?=[(\[])|[(\[])+"
)
_TEXT = lazy_pattern(
    r"\\(?:text[a-z]*|mbox|hbox|intertext|mathrm|[A-Za-z]*(?:comment|note|reason))\s*\{"
)
_INSIDE = lazy_pattern(r"\$([^$]+)\$|\\\((.+?)\\\)")
_TRIMMED = " \t\n.,;:()[]~&"
_LED = r"(?:by|using|applying|via|with|from|thanks to|due to)"
_AFTER = lazy_pattern(rf"[\s$\\)\]]*[,.]?\s*\(?\s*({_LED}\b[^.;:()$\n]{{0,80}})", re.IGNORECASE)
_SENTENCE = lazy_pattern(rf"(?:^|[.!?;:]\s|\n\s*\n)\s*({_LED}\b[^.;:!?$]*)[,:]?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reason:
    """The words of a reason, the formulas in it with their places, and the place of the whole."""

    words: str
    formulas: tuple[tuple[str, Span], ...]
    span: Span


def reason_beside(text: str, start: int, end: int) -> Reason | None:
    """The reason behind a side that ends at `start`, in a formula that ends at `end`."""
    gap = _GAP.match(text, start, end)
    first = gap.end() if gap else start
    if not _TEXT.match(text, first, end):
        return None
    last = _end_of_row(text, first, min(end, first + LONGEST))
    words: list[str] = []
    formulas: list[tuple[str, Span]] = []
    position = rest = first
    while position < last:
        opening = _TEXT.match(text, position, last)
        if opening is None:
            position += 1
            continue
        formulas.extend(_formula(text, rest, position))
        closing = _closing(text, opening.end(), last)
        inner = Span(opening.end(), closing)
        words.append(_INSIDE.sub(" ", text[inner.start : inner.end]))
        formulas.extend(_inside(text, inner))
        position = rest = closing + 1
    formulas.extend(_formula(text, rest, last))
    said = " ".join(" ".join(words).split())
    return Reason(said, tuple(formulas), Span(first, _trimmed(text, first, last).end))


def reason_around(text: str, document: Document, formula: Formula, first: bool) -> Reason | None:
    """What the sentence before a display gives as reason, or the words right behind a formula."""
    if first and formula.kind == "display":
        begin = max(0, formula.outer.start - BEFORE)
        found = _SENTENCE.search(text[begin : formula.outer.start])
        if found is not None:
            place = Span(begin + found.start(1), begin + found.end(1))
            return Reason(found.group(1), (), _trimmed(text, place.start, place.end))
        return None
    behind = _AFTER.match(text, formula.outer.end)
    if behind is None:
        return None
    return Reason(behind.group(1), (), _trimmed(text, *behind.span(1)))


def _end_of_row(text: str, start: int, end: int) -> int:
    level = 0
    for position in range(start, end):
        character = text[position]
        level += (character == "{") - (character == "}")
        if level < 0 or (level == 0 and text.startswith(("\\\\", "\\end{"), position)):
            return position
    return end


def _closing(text: str, start: int, end: int) -> int:
    """The place of the brace that closes one which stands right before `start`."""
    level = 1
    for position in range(start, end):
        level += (text[position] == "{") - (text[position] == "}")
        if level == 0:
            return position
    return end


def _inside(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    for found in _INSIDE.finditer(text, span.start, span.end):
        group = 1 if found.group(1) is not None else 2
        yield found.group(group), Span(*found.span(group))


def _formula(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """What stands between the words of a reason, unless it is only brackets and spaces."""
    span = _trimmed(text, start, end)
    if span.end - span.start > 2:
        yield text[span.start : span.end], span


def _trimmed(text: str, start: int, end: int) -> Span:
    """A range without the spaces and stops at its ends; brackets stay where they belong inside."""
    while start < end and text[start] in _TRIMMED:
        start += 1
    while start < end and text[end - 1] in " \t\n.,;:~&":
        end -= 1
    if end > start and text[end - 1] in ")]" and not _is_balanced(text[start:end]):
        end -= 1
    return Span(start, end)


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")
