"""`backproof check --fix` and `--diff`: proved corrections, put into the files of authors.

Only what the kernel has proved is written, and only the part of a formula that changes.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

from verifier.articles.check import Report
from verifier.commands.atomic import write_atomically
from verifier.records import dataclass
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


def rewritings(reports: Sequence[Report]) -> list[Rewriting]:
    """The files that have proved corrections, with these made.

    Raises `InputError` when a file is not what was checked: it has changed meanwhile, or its
    formulas do not stand in it as they were read.
    """
    return [_rewriting(report, fixes) for report in reports if (fixes := _fixes(report))]


def _fixes(report: Report) -> list[Replacement]:
    """The proved changes of a file in order; of two that overlap the first."""
    found = {item.fix for item in report.diagnostics if item.fix is not None}
    chosen: list[Replacement] = []
    for fix in sorted(found, key=lambda fix: (fix.span, fix.text)):
        if not chosen or chosen[-1].span.end <= fix.span.start:
            chosen.append(fix)
    return chosen


def _rewriting(report: Report, fixes: Sequence[Replacement]) -> Rewriting:
    try:
        written = Path(report.path).read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        written = ""
    if read_as(written) != report.text:
        message = "the file is not the text that was checked, so no correction was written"
        raise InputError(message, path=report.path)
    after = written
    for fix in reversed(fixes):
        span = _as_written(written, fix.span)
        after = after[: span.start] + fix.text + after[span.end :]
    return Rewriting(report.path, written, after, len(fixes))


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
