"""`backproof.toml`, or `[tool.backproof]` in `pyproject.toml`: what holds for all of a project.

    [symbols]
    'w, x, b' = '\\mathbb{R}'

    [functions]
    g = '\\mathbb{R} \\to \\mathbb{R}'

    [conventions]
    log = 10

The nearest file counts, looked for from the folder of the article upwards.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, NoReturn

from verifier.articles.files import read_text
from verifier.articles.front_matter import Entry, one_by_one
from verifier.articles.lines import LineIndex
from verifier.articles.settings import KEYS, settings_of
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.conventions import Settings
from verifier.values import InputError, Span

TABLES = ("symbols", "functions", "conventions")
_AT = lazy_pattern(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


class ProjectError(InputError):
    """What a project says cannot be used; no article below it can be read as it is meant."""

    concerns_all = True


def project_settings(path: str, shown: str) -> Settings:
    """What a project file says. Raises `ProjectError` with the line, what was found, expected."""
    return _Project(read_text(path), PurePath(path).name == "pyproject.toml", shown).settings()


class _Project:
    def __init__(self, text: str, nested: bool, shown: str) -> None:
        self.text = text
        self.prefix = "tool.backproof." if nested else ""
        self.shown = shown

    def settings(self) -> Settings:
        table = self.table()
        given = {name: tuple(self.entries(name, table.get(name, {}))) for name in TABLES}
        found, wrong = settings_of(given["symbols"], given["functions"], given["conventions"])
        for span, message in wrong:
            self.fail(span, message)
        return found

    def table(self) -> Mapping[str, Any]:
        try:
            whole: Any = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as problem:
            place = _AT.search(str(problem))
            message = _AT.sub("", str(problem))
            self.fail(self.offset_of(place), f"cannot be read as TOML: {message}")
        if self.prefix:
            whole = whole.get("tool", {}).get("backproof", {})
        if not isinstance(whole, dict):
            self.fail(self.place("tool"), f"found {whole!r}, expected the table tool.backproof")
        for name in whole:
            if name not in TABLES:
                known = ", ".join(TABLES)
                self.fail(self.place(name), f"found the key {name}, expected one of {known}")
        return whole

    def entries(self, table: str, given: Any) -> Iterator[Entry]:
        if table == "functions" and isinstance(given, list):
            given = dict.fromkeys(map(str, given), "")
        if not isinstance(given, dict):
            expected = "a table of names and texts"
            self.fail(self.place(table), f"found {given!r} for {table}, expected {expected}")
        for name, value in given.items():
            place = self.place(name, table)
            if isinstance(value, bool) or not isinstance(value, str | int):
                expected = "a text in single quotes" if table != "conventions" else "a text"
                self.fail(place, f"found {value!r} for {name}, expected {expected}")
            if table == "conventions" and name not in KEYS:
                known = ", ".join(KEYS)
                self.fail(place, f"found the convention {name}, expected one of {known}")
            yield from one_by_one((Entry(name, str(value), place, place),))

    def place(self, name: str, table: str = "") -> Span:
        """Where a name is given a value, for messages; the beginning if that is not found."""
        start = 0
        if table:
            header = re.search(
                rf"^\s*\[\s*{re.escape(self.prefix + table)}\s*\]", self.text, re.MULTILINE
            )
            start = header.end() if header else 0
        key = re.escape(name)
        found = re.compile(rf"""^[ \t]*\[?[\w.]*?(["']?){key}\1\s*[=\]]""", re.MULTILINE)
        line = found.search(self.text, start) or re.compile(key).search(self.text, start)
        if line is None:
            return Span(0, 0)
        at = line.start() + len(line.group()) - len(line.group().lstrip())
        return Span(at, line.end())

    def offset_of(self, place: re.Match[str] | None) -> Span:
        """The offset of the line and column in a message of the TOML reader."""
        if place is None or place.group(1) is None:
            return Span(len(self.text), len(self.text))
        lines = self.text.splitlines(keepends=True)
        row, column = int(place.group(1)), int(place.group(2))
        offset = min(sum(map(len, lines[: row - 1])) + column - 1, len(self.text))
        return Span(offset, offset)

    def fail(self, span: Span, message: str) -> NoReturn:
        location = LineIndex(self.text).location(span)
        raise ProjectError(message, path=self.shown, location=location)
