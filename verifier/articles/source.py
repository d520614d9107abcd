"""Where the text of an article comes from: one file, several files, or the cells of a notebook.

All parts are read as one text. A source knows for every offset of that text in which part it lies,
so that a finding names the file, the cell, the line and the column that its author sees.
"""

from __future__ import annotations

from bisect import bisect_right

from verifier.articles.document import Document
from verifier.articles.lines import LineIndex, split_lines
from verifier.articles.scan import scan_document
from verifier.records import dataclass, replace
from verifier.values import Location, Span


@dataclass(frozen=True, slots=True)
class Part:
    """A file or a cell. `path` is that of an included file, `cell` counts from 1; else empty."""

    text: str
    path: str = ""
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the whole text: it begins at `start`, and at `offset` of the part `part`."""

    start: int
    part: int
    offset: int = 0


class Source:
    """The whole text of an article, what was found in it, and where each of its pieces stands."""

    def __init__(
        self,
        path: str,
        text: str,
        document: Document,
        parts: tuple[Part, ...] = (),
        pieces: tuple[Piece, ...] = (),
    ) -> None:
        self.path = path
        self.text = text
        self.document = document
        self.parts = parts or (Part(text),)
        self.pieces = pieces or (Piece(0, 0),)
        self._indices: dict[int, LineIndex] = {}

    def _piece(self, offset: int) -> Piece:
        found = bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1
        return self.pieces[max(found, 0)]

    def _index(self, number: int) -> LineIndex:
        if number not in self._indices:
            self._indices[number] = LineIndex(self.parts[number].text)
        return self._indices[number]

    def location(self, span: Span) -> Location:
        """Where a span of the whole text stands; its end stays in the part where it begins."""
        first = self._piece(span.start)
        last = self._piece(max(span.end - 1, span.start))
        part, index = self.parts[first.part], self._index(first.part)
        start = span.start - first.start + first.offset
        end = start
        if last.part == first.part:
            end = span.end - last.start + last.offset
        place = index.location(Span(start, max(start, end)))
        return replace(place, path=part.path, cell=part.cell)

    def place(self, span: Span) -> tuple[Part, Span] | None:
        """The part in which a span stands as one piece, and where in it; None for several."""
        number = bisect_right(self.pieces, span.start, key=lambda piece: piece.start) - 1
        piece = self.pieces[max(number, 0)]
        end = self.pieces[number + 1].start if number + 1 < len(self.pieces) else len(self.text)
        part, shift = self.parts[piece.part], piece.offset - piece.start
        inside = span.shifted(shift)
        as_read = part.text[inside.start : inside.end] == self.text[span.start : span.end]
        return (part, inside) if span.end <= end and as_read else None

    def lines(self, location: Location) -> tuple[str, ...]:
        """The lines of the part in which a place lies, numbered as locations number them."""
        for part in self.parts:
            if (part.path, part.cell) == (location.path, location.cell):
                return tuple(part.text[line.start : line.end] for line in split_lines(part.text))
        return ()


def markdown_source(text: str, path: str) -> Source:
    """An article in one Markdown text."""
    return Source(path, text, scan_document(text))
