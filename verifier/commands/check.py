"""`backproof check`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from verifier import library
from verifier.articles.check import Report, check_article
from verifier.articles.files import KINDS, READERS, articles_in, suffix_of
from verifier.articles.report import UNREAD
from verifier.hints import Literal
from verifier.terminal import Terminal, printable
from verifier.values import CANNOT, Diagnostic, InputError, Location

Say = Callable[[str], None]
Correct = Literal["no", "show", "write"]
_START = Location(1, 1, 1, 1)


def run(
    paths: Sequence[str],
    form: str,
    strict: bool,
    terminal: Terminal,
    say: Say,
    correct: Correct = "no",
) -> int:
    """Checks and prints; the exit status: 0 nothing wrong, 1 errors found, 2 a file not read.

    With `correct` the proved corrections are written into the files, and what is then left is
    reported (`write`), or they are shown and nothing is written (`show`). Raises `InputError` when
    a path cannot be checked, before anything is printed or written.
    """
    names = files(paths)
    reports = _checked(names)
    if correct == "no":
        say(_report(reports, form, terminal))
        return status(reports, strict)
    from verifier.commands.fix import rewritings, summary

    pairs = zip(names, reports, strict=True)
    own = [report for name, report in pairs if os.path.exists(name)]
    changed = rewritings(own)
    errors = sum(report.errors for report in reports)
    if correct == "show":
        for item in changed:
            say("\n".join(map(printable, item.difference())))
        say(summary(changed, errors, "would correct"))
        return status(reports, strict)
    for item in changed:
        item.write()
    reports = _checked(names) if changed else reports
    say(_report(reports, form, terminal))
    if form == "text" and errors:
        say(summary(changed, errors, "corrected"))
    return status(reports, strict)


def _checked(names: Sequence[str]) -> list[Report]:
    """The reports of all files; a file among others that cannot be read has one that says why."""
    reports = []
    for name in names:
        try:
            reports.append(_checked_one(name))
        except InputError as problem:
            if len(names) == 1 or problem.concerns_all:
                raise
            reports.append(_unread(problem, name))
    return reports


def _checked_one(name: str) -> Report:
    try:
        return check_article(library.load(name, strict=False))
    except RecursionError:
        message = "found formulas that nest, or refer to each other, too deeply to be followed"
        raise InputError(message, path=name) from None


def _unread(problem: InputError, name: str) -> Report:
    place = problem.location or _START
    found = Diagnostic(place, UNREAD, "error", problem.message)
    return Report(problem.path or name, "", (), (found,), 0, 0, 0)


def _report(reports: Sequence[Report], form: str, terminal: Terminal) -> str:
    if form == "json":
        from verifier.reports.machine import reports_as_json

        return reports_as_json(reports)
    from verifier.reports.terminal_check import reports_as_text

    return reports_as_text(reports, terminal)


def status(reports: Sequence[Report], strict: bool) -> int:
    """1 for an error; when strict also for what is undecided; 2 for a file that cannot be read."""
    from verifier.reports.terminal_check import undecided

    if any(report.is_unread for report in reports):
        return CANNOT
    wrong = any(report.errors for report in reports)
    return 1 if wrong or (strict and undecided(reports)) else 0


def files(paths: Sequence[str]) -> list[str]:
    """The articles that are meant, each once: names, files, and what lies in directories."""
    if not paths:
        return list(library.names())
    return list(dict.fromkeys(found for path in paths for found in _files(path)))


def _files(text: str) -> Iterator[str]:
    suffix, exists = suffix_of(text), os.path.exists(text)
    if os.path.isdir(text):
        yield from _in_directory(text)
    elif suffix.lower() in READERS or (text in library.names() and not exists):
        yield text
    elif exists:
        kind = f"a {suffix} file" if suffix else "a file without a suffix"
        raise InputError(f"found {kind}, expected {KINDS}", path=text)
    else:
        raise InputError("found no such file", path=text)


def _in_directory(directory: str) -> Iterator[str]:
    """The articles at any depth, hidden directories left out."""
    found = articles_in(directory)
    if not found:
        message = f"found no article in this directory, expected {KINDS}"
        raise InputError(message, path=directory)
    yield from map(str, found)
