"""A LaTeX document in several files: `\\input`, `\\include` and the author's own packages.

The files are joined to one text in the order in which LaTeX reads them. A file that is missing,
includes itself or cannot be read is a problem at the place that asks for it; the rest is read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from verifier.articles.document import Problem
from verifier.articles.scan_latex import scan_latex
from verifier.articles.source import Part, Piece, Source
from verifier.lazy_patterns import lazy_pattern
from verifier.records import replace
from verifier.values import InputError, Span

MAX_FILES = 300
MAX_DEPTH = 15
MAX_LENGTH = 20_000_000

Read = Callable[[Path], str]

_INPUT = lazy_pattern(
    r"(?P<comment>%[^\n]*+)"
    r"|\\begin\s*\{(?P<verbatim>verbatim\*?|lstlisting|comment|minted)\}"
    r"|\\(?P<command>input|include|subfile|usepackage|RequirePackage)(?![A-Za-z@])\s*"
    r"(?:\[[^\[\]]*\]\s*)?(?:\{(?P<braced>[^{}]*)\}|(?P<bare>[^\s{}\\%\[]+))"
)
_ONLY_LOCAL = ("usepackage", "RequirePackage")


def latex_source(path: Path, shown: str, read: Read) -> Source:
    """The document of which a file is the first. Raises `InputError` when that cannot be read."""
    joined = _Joined(path.parent, PurePath(shown).parent, read)
    joined.part(path, "", read(path), ())
    text = "".join(joined.texts)
    document = scan_latex(text)
    problems = sorted([*document.problems, *joined.problems], key=lambda problem: problem.span)
    document = replace(document, problems=tuple(problems))
    return Source(shown, text, document, tuple(joined.parts), tuple(joined.pieces))


def included_files(path: Path, read: Read) -> Iterator[Path]:
    """The files that a file asks for itself, as far as they exist."""
    try:
        text = read(path)
    except InputError:
        return
    for request in _requests(text):
        found = _file(path.parent, path.parent, request)
        if found is not None:
            yield found


def _requests(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while (found := _INPUT.search(text, position)) is not None:
        position = found.end()
        verbatim = found.group("verbatim")
        if verbatim is not None:
            end = text.find(f"\\end{{{verbatim}}}", position)
            position = len(text) if end < 0 else end
        elif found.group("command") is not None:
            yield found


def _name(request: re.Match[str]) -> str:
    return (request.group("braced") or request.group("bare") or "").strip().strip('"')


def _file(root: Path, beside: Path, request: re.Match[str]) -> Path | None:
    """The file that is asked for: beside the first file, or beside the one that asks."""
    name = _name(request)
    suffix = ".sty" if request.group("command") in _ONLY_LOCAL else ".tex"
    names = [name] if Path(name).suffix else []
    names.append(name + suffix)
    for folder in (root, beside):
        for candidate in names:
            try:
                if name and (folder / candidate).is_file():
                    return folder / candidate
            except (OSError, ValueError):
                continue
    return None


class _Joined:
    """Joins the files; `parts` are their texts, `pieces` where each stretch begins."""

    def __init__(self, root: Path, shown: PurePath, read: Read) -> None:
        self.root = root
        self.shown = shown
        self.read = read
        self.texts: list[str] = []
        self.length = 0
        self.parts: list[Part] = []
        self.pieces: list[Piece] = []
        self.problems: list[Problem] = []

    def part(self, path: Path, shown: str, text: str, above: tuple[Path, ...]) -> None:
        number = len(self.parts)
        self.parts.append(Part(text, shown))
        above = (*above, _resolved(path))
        position = 0
        for request in _requests(text):
            start = self.length + request.start() - position
            place = Span(start, start + request.end() - request.start())
            found = self.included(request, path, place, above)
            if found is not None:
                self.stretch(text, number, position, request.start())
                self.part(*found, above)
                position = request.end()
        self.stretch(text, number, position, len(text))

    def stretch(self, text: str, number: int, start: int, end: int) -> None:
        self.pieces.append(Piece(self.length, number, start))
        self.texts.append(text[start:end])
        self.length += end - start

    def included(
        self, request: re.Match[str], path: Path, place: Span, above: tuple[Path, ...]
    ) -> tuple[Path, str, str] | None:
        """The file to put here with its text, or None; why not is a problem."""
        name, local = _name(request), request.group("command") in _ONLY_LOCAL
        if Path(name).is_absolute() or name.startswith("~"):
            return self.fail(place, f"found the file {name}, expected one beside the document")
        file = _file(self.root, path.parent, request)
        if file is None:
            return None if local else self.fail(place, f"found no file {name}, expected one")
        if _resolved(file) in above:
            return self.fail(place, f"found {name} inside itself, expected another file")
        if len(above) > MAX_DEPTH or len(self.parts) >= MAX_FILES or self.length > MAX_LENGTH:
            return self.fail(place, "found more files than are read, expected a smaller document")
        try:
            text = self.read(file)
        except InputError as problem:
            return self.fail(place, f"{name}: {problem.message}")
        return file, str(self.shown / os.path.relpath(file, self.root)), text

    def fail(self, place: Span, message: str) -> tuple[Path, str, str] | None:
        self.problems.append(Problem(place, message))
        return None


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path
