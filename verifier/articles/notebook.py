"""The Markdown cells of a Jupyter notebook as one article."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.document import Document, Formula
from verifier.articles.scan import scan_document
from verifier.articles.source import Part, Piece, Source
from verifier.hints import Any
from verifier.records import replace
from verifier.values import InputError

_MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
_BETWEEN = "\n\n"


def notebook_source(text: str, path: str) -> Source:
    """The article in the Markdown cells of a notebook; `cell` counts all its cells, from 1.

    Each cell is scanned for itself, as Jupyter renders it: what is not closed in one does not
    reach into the next. Raises `InputError` when the text is no notebook.
    """
    parts = tuple(_cells(text, path))
    pieces: list[Piece] = []
    documents: list[tuple[Document, int]] = []
    macros: dict[str, Any] = {}
    start = 0
    for number, part in enumerate(parts):
        pieces.append(Piece(start, number))
        document = scan_document(part.text, macros, headed=False)
        macros = {**macros, **document.macros}
        documents.append((document, start))
        start += len(part.text) + len(_BETWEEN)
    whole = _BETWEEN.join(part.text for part in parts)
    return Source(path, whole, _together(documents), parts or (Part(""),), tuple(pieces))


def _cells(text: str, path: str) -> Iterator[Part]:
    """The Markdown cells. nbformat knows all the versions of the format."""
    import nbformat.reader as reader
    from nbformat import ValidationError, convert

    to_version: Any = convert
    read: Any = reader.reads

    try:
        notebook: Any = to_version(read(text), 4)
        cells = [(cell.cell_type, _text(cell.source)) for cell in notebook.cells]
    except (reader.NotJSONError, ValidationError, *_MALFORMED):
        expected = "expected a Jupyter notebook (JSON with a list of cells)"
        raise InputError(f"found no notebook in this file, {expected}", path=path) from None
    for number, (kind, source) in enumerate(cells, start=1):
        if kind == "markdown":
            yield Part(source, cell=number)


def _text(source: object) -> str:
    """The text of a cell, which the file may hold as a list of lines."""
    if isinstance(source, list):
        return "".join(str(line) for line in source)
    if not isinstance(source, str):
        raise TypeError("a cell has no text")
    return source


def _together(documents: list[tuple[Document, int]]) -> Document:
    """What was found in all the cells, each moved to where its cell begins."""
    return Document(
        tuple(_moved(item, start) for found, start in documents for item in found.formulas),
        tuple(
            replace(item, span=item.span.shifted(start))
            for found, start in documents
            for item in found.headings
        ),
        tuple(
            replace(item, span=item.span.shifted(start))
            for found, start in documents
            for item in found.quotes
        ),
        tuple(
            replace(item, span=item.span.shifted(start))
            for found, start in documents
            for item in found.directives
        ),
        tuple(
            replace(item, span=item.span.shifted(start))
            for found, start in documents
            for item in found.problems
        ),
        0,
    )


def _moved(formula: Formula, start: int) -> Formula:
    pieces = tuple((inside, offset + start) for inside, offset in formula.pieces)
    span, outer = formula.span.shifted(start), formula.outer.shifted(start)
    return replace(formula, span=span, outer=outer, pieces=pieces)
