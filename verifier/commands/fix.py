"""`backproof check --fix` and `--diff`: proved corrections, put into the files of authors.

Only what the kernel has proved is written, and only the part of a formula that changes.
"""

from __future__ import annotations

import difflib
import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from verifier.articles.check import Report
from verifier.articles.source import Part
from verifier.commands.atomic import write_atomically
from verifier.records import dataclass, replace
from verifier.terminal import counted
from verifier.values import InputError, Replacement, Span

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A file before and after its corrections; `count` says how many there are."""

    path: str
    before: str
    after: str
    count: int

    def difference(self) -> Iterator[str]:
        """The change as a unified diff, line by line."""
        before, after = (self._lines(text) for text in (self.before, self.after))
        yield from difflib.unified_diff(before, after, self.path, self.path, lineterm="")

    @staticmethod
    def _lines(text: str) -> list[str]:
        return text.replace("\r\n", "\n").split("\n")

    def write(self) -> None:
        """Puts the corrections into the file, in one step."""
        write_atomically(Path(self.path), self.after.encode("utf-8"))


@dataclass(frozen=True, slots=True)
class _Change:
    """A change of a file, or of one cell of a notebook; `part` is the text that was checked."""

    path: str
    part: Part
    fix: Replacement


def rewritings(reports: Sequence[Report]) -> list[Rewriting]:
    """The files that have proved corrections, with these made.

    Raises `InputError` when a file is not what was checked: it has changed meanwhile, or its
    formulas do not stand in it as they were read.
    """
    changes = dict.fromkeys(change for report in reports for change in _changes(report))
    files: dict[str, list[_Change]] = {}
    for change in changes:  # one file may be included under several names
        files.setdefault(os.path.realpath(change.path), []).append(change)
    return [_rewriting(found[0].path, found) for found in files.values()]


def _changes(report: Report) -> Iterator[_Change]:
    for item in report.diagnostics:
        place = None if item.fix is None else report.place(item.fix.span)
        if item.fix is not None and place is not None:
            part, span = place
            fix = Replacement(span, item.fix.text)
            yield _Change(part.path or report.path, replace(part, path=""), fix)


def _rewriting(path: str, changes: Sequence[_Change]) -> Rewriting:
    """A file with its changes made."""
    try:
        written = Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        written = ""
    # A file is one text under whatever name it is included; a cell is known by its number.
    parts = dict.fromkeys(change.part for change in changes)
    fixes = {part: _apart(one.fix for one in changes if one.part == part) for part in parts}
    in_cells = bool(changes[0].part.cell)
    after = _notebook(written, fixes) if in_cells else _text(written, fixes)
    if after is None:
        found = "is not laid out as Jupyter does it, or not" if in_cells else "is not"
        message = f"the file {found} the text that was checked, so no correction was written"
        raise InputError(message, path=path)
    return Rewriting(path, written, after, sum(map(len, fixes.values())))


def _apart(fixes: Iterable[Replacement]) -> list[Replacement]:
    """The changes of a text in order; of two that overlap the first."""
    chosen: list[Replacement] = []
    for fix in sorted(set(fixes), key=lambda fix: (fix.span, fix.text)):
        if not chosen or chosen[-1].span.end <= fix.span.start:
            chosen.append(fix)
    return chosen


def _text(written: str, fixes: Mapping[Part, Sequence[Replacement]]) -> str | None:
    ((part, changes),) = fixes.items()
    if read_as(written) != part.text:
        return None
    after = written
    for fix in reversed(changes):
        span = _as_written(written, fix.span)
        after = after[: span.start] + fix.text + after[span.end :]
    return after


def _notebook(written: str, fixes: Mapping[Part, Sequence[Replacement]]) -> str | None:
    from verifier.commands.fix_notebook import with_cells

    texts: dict[int, tuple[str, str]] = {}
    for part, changes in fixes.items():
        after = part.text
        for fix in reversed(changes):
            after = after[: fix.span.start] + fix.text + after[fix.span.end :]
        texts[part.cell] = part.text, after
    return with_cells(written, texts)


def read_as(written: str) -> str:
    """The text of a file as it is checked: without a byte order mark, lines ended by `\\n`."""
    return re.sub("\r\n?", "\n", written.removeprefix(_BYTE_ORDER_MARK))


def _as_written(written: str, span: Span) -> Span:
    """A range of the text that was checked as a range of the file."""
    mark = len(_BYTE_ORDER_MARK) if written.startswith(_BYTE_ORDER_MARK) else 0
    ends = [found.start() - mark for found in re.finditer("\r\n", written)]
    ends = [end - number for number, end in enumerate(ends)]
    start, end = (offset + bisect_left(ends, offset) + mark for offset in (span.start, span.end))
    return Span(start, end)


def summary(changed: Sequence[Rewriting], errors: int, done: str) -> str:
    """`corrected 2 of 3 errors in 1 file`; `done` is what was, or would be, done."""
    count = sum(item.count for item in changed)
    if not errors:
        return "nothing to correct"
    if not count:
        return f"{done} none of {counted(errors, 'error')}: no correction is proved"
    return f"{done} {count} of {counted(errors, 'error')} in {counted(len(changed), 'file')}"
