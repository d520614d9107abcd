"""The lines of a file: their block-quote markers, and where an offset is."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from verifier.lazy_patterns import lazy_pattern
from verifier.records import dataclass
from verifier.values import Location, Span

DEEPEST_QUOTE = 16
_LINE_END = lazy_pattern(r"\r\n|\n|\r")
_QUOTE_MARKER = lazy_pattern(r"[ \t]*>[ \t]?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its range without the line end, and the offset behind each quote marker.

    Markers beyond `DEEPEST_QUOTE` count as text.
    """

    start: int
    end: int
    markers: tuple[int, ...]

    def content(self, depth: int) -> int:
        """The offset at which the line's text begins inside `depth` block quotes."""
        reached = min(depth, len(self.markers))
        return self.markers[reached - 1] if reached else self.start


@lru_cache(maxsize=2)  # the scanner asks for them, and then the front matter
def split_lines(text: str) -> tuple[Line, ...]:
    """All lines of the text; the last one is empty when the text ends with a line end."""
    lines = []
    start = 0
    for line_end in _LINE_END.finditer(text):
        lines.append(Line(start, line_end.start(), _markers(text, start, line_end.start())))
        start = line_end.end()
    lines.append(Line(start, len(text), _markers(text, start, len(text))))
    return tuple(lines)


def _markers(text: str, start: int, end: int) -> tuple[int, ...]:
    markers: list[int] = []
    while len(markers) < DEEPEST_QUOTE:
        marker = _QUOTE_MARKER.match(text, markers[-1] if markers else start, end)
        if marker is None:
            break
        markers.append(marker.end())
    return tuple(markers)


class LineIndex:
    """Turns offsets of one text into lines and columns, in logarithmic time."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(line_end.end() for line_end in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1; columns count characters."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def location(self, span: Span) -> Location:
        """The range of lines and columns that a span covers; its end is exclusive."""
        return Location(*self.position(span.start), *self.position(span.end))


def front_matter(text: str, lines: tuple[Line, ...]) -> tuple[Span, int] | None:
    """The YAML between the `---` that opens a file and the next `---` or `...`.

    Returns the range of the YAML and the number of the first line behind the block. As in Pandoc,
    a `---` followed by a blank line is a rule and opens nothing; so is one that nothing closes.
    """
    opening = text[: lines[0].end].removeprefix("\ufeff")
    if (
        opening.rstrip() != "---"
        or len(lines) < 2
        or not text[lines[1].start : lines[1].end].strip()
    ):
        return None
    for number in range(1, len(lines)):
        line = lines[number]
        if text[line.start : line.end].rstrip() in ("---", "..."):
            return Span(lines[1].start, line.start), number + 1
    return None
