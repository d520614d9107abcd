"""How far a paragraph or a display can reach, and which lines stand in which block quote."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verifier.articles.delimiters import BLOCK, no_formula
from verifier.articles.document import Quote
from verifier.articles.lines import Line
from verifier.values import Span


class Regions:
    """Answers questions about the lines of one text; all answers together take linear time.

    That holds because the scanner asks from top to bottom: the next line of a kind is looked for
    once and remembered until the scanner has passed it.
    """

    def __init__(self, text: str, lines: tuple[Line, ...]) -> None:
        self._text = text
        self._lines = lines
        self._found: dict[tuple[str, int], int] = {}

    def quote_depth(self, number: int, above: int) -> int:
        """A line of a paragraph belongs to its quote even where the marker is left out.

        `above` is the depth of the line before it in the same paragraph, 0 without one.
        """
        line = self._lines[number]
        written = len(line.markers)
        if written >= above:
            return written
        content = self._content(line, written)
        interrupted = not content.strip() or BLOCK.match(content)
        return written if interrupted else above

    def end_of_paragraph(self, number: int, depth: int) -> int:
        """The offset at which the paragraph around a line ends, inside `depth` quotes."""
        following = self._next("paragraph", self._ends_paragraph, number, depth)
        return self._lines[following - 1].end

    def display_reaches(self, offset: int, number: int, depth: int) -> bool:
        """Whether a display which begins on a line can reach an offset; to a blank line it can."""
        blank = self._next("blank", self._is_blank, number, depth)
        near = offset <= self._lines[blank - 1].end
        return near or offset <= self.end_of_display(number, depth)

    def end_of_display(self, number: int, depth: int) -> int:
        """The offset that a display which begins on a line cannot reach beyond.

        Some authors leave blank lines in a display. But where a closing mark is missing the next
        mark is an opening one, and prose, a heading or a code block lies between.
        """
        blank = self._next("blank", self._is_blank, number, depth)
        following = self._next("display", self._is_no_formula, blank, depth)
        return self._lines[min(following, len(self._lines)) - 1].end

    def without_markers(
        self, span: Span, number: int, depth: int
    ) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The text of a span that begins on a line, without the quote markers of later lines.

        Also returns where its pieces are: offset in the result, offset in the file.
        """
        if depth == 0 or span.end <= self._lines[number].end:
            return self._text[span.start : span.end], ((0, span.start),)
        parts: list[str] = []
        pieces: list[tuple[int, int]] = []
        length = 0
        start = span.start
        while start < span.end:
            number += 1
            beyond = number >= len(self._lines) or self._lines[number].start >= span.end
            end = span.end if beyond else self._lines[number].start
            parts.append(self._text[start:end])
            pieces.append((length, start))
            length += end - start
            start = end if beyond else min(self._lines[number].content(depth), span.end)
        return "".join(parts), tuple(pieces)

    def quotes(self, depths: list[int]) -> list[Quote]:
        """The block quotes, in order, an outer one before those in it."""
        found = []
        for depth in range(1, max(depths, default=0) + 1):
            for first, last in _runs(depths, depth):
                span = Span(self._lines[first].start, self._lines[last].end)
                inside = Span(self._lines[first].content(depth), span.end)
                found.append(Quote(span, self.without_markers(inside, first, depth)[0], depth))
        return sorted(found, key=lambda quote: (quote.span.start, quote.depth))

    def _next(self, kind: str, holds: Callable[[Line, int], bool], number: int, depth: int) -> int:
        """The number of the first line after `number` for which `holds`."""
        found = self._found.get((kind, depth), -1)
        if found <= number:
            found = number + 1
            while found < len(self._lines) and not holds(self._lines[found], depth):
                found += 1
            self._found[kind, depth] = found
        return found

    def _content(self, line: Line, depth: int) -> str:
        return self._text[line.content(depth) : line.end]

    def _is_blank(self, line: Line, depth: int) -> bool:
        return not self._content(line, depth).strip()

    def _ends_paragraph(self, line: Line, depth: int) -> bool:
        content = self._content(line, depth)
        return not content.strip() or BLOCK.match(content) is not None

    def _is_no_formula(self, line: Line, depth: int) -> bool:
        if len(line.markers) < depth:
            return True
        return no_formula().match(self._content(line, depth)) is not None


def _runs(depths: list[int], depth: int) -> Iterator[tuple[int, int]]:
    """The first and last numbers of the runs of lines that are at least `depth` quotes deep."""
    first: int | None = None
    for number, found in enumerate([*depths, 0]):
        if found >= depth and first is None:
            first = number
        elif found < depth and first is not None:
            yield first, number - 1
            first = None
