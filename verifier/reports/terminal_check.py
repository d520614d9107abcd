"""What a check found, as a compiler would say it: where, what, why, and a summary.

article.md:268:3: error[not-equal]: this is not equal to -y (1 - a) + a (1 - y)
    |
268 |   -y(1-a) + (a)1 - y
    |   ^^^^^^^^^^^^^^^^^^
    |
    = at y = 1, a = 1/2: the left side is -1/2, this is -1
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from verifier.articles.check import Report
from verifier.terminal import Terminal, counted, display_width, printable
from verifier.values import Diagnostic, Location, Proved, Refuted, Severity, Unknown, Witness

_RESERVATIONS = {
    "needs-assumption": "something is assumed silently",
    "wrong-reason": "a reason is wrong",
}
_STYLES = {"error": ("red", "bold"), "warning": ("yellow", "bold"), "note": ("cyan", "bold")}


def reports_as_text(reports: Sequence[Report], terminal: Terminal) -> str:
    """The findings of all files in order, then what was checked."""
    closing = "\n".join(terminal.shown(row) for row in _closing(reports, terminal))
    return "\n\n".join((*_findings(reports, terminal), closing))


def findings_as_text(report: Report, terminal: Terminal) -> str:
    """The findings of one file in order."""
    return "\n\n".join(_findings([report], terminal))


def _findings(reports: Sequence[Report], terminal: Terminal) -> Iterator[str]:
    for report in reports:
        lines: dict[tuple[str, int], tuple[str, ...]] = {}
        for _, together in groupby(report.diagnostics, key=_shown_below):
            slips = tuple(together)
            location = slips[0].location
            part = (location.path, location.cell)
            if part not in lines:
                lines[part] = report.lines(location)
            rows = _finding(slips, report.path, lines[part], terminal)
            yield terminal.shown("\n".join(rows))


# One finding --------------------------------------------------------------------------------


def _shown_below(diagnostic: Diagnostic) -> tuple[Location, tuple[tuple[str, str], ...], Severity]:
    """What stands below the headline; two slips that one correction undoes share it."""
    return diagnostic.location, tuple(_remarks(diagnostic)), diagnostic.severity


def _finding(
    slips: Sequence[Diagnostic], path: str, lines: Sequence[str], terminal: Terminal
) -> Iterator[str]:
    """A headline for each slip, then the place and the remarks, which they have in common."""
    diagnostic = slips[0]
    style = _STYLES[diagnostic.severity]
    location = diagnostic.location
    place = terminal.style(f"{printable(location.start(path))}:", "bold")
    for slip in slips:
        kind = terminal.style(f"{slip.severity}[{slip.code}]", *style)
        yield f"{place} {kind}: {printable(slip.message)}"
    if 1 <= location.line <= len(lines) and any(lines):
        from verifier.reports.excerpt import excerpt  # where nothing is wrong nothing is shown

        yield from excerpt(lines, location, terminal, style)
    gutter = " " * len(str(min(location.end_line, len(lines))))
    for label, text in _remarks(diagnostic):
        sign = terminal.style("=", "blue")
        shown = f"{terminal.style(label, 'bold')} {printable(text)}" if label else printable(text)
        yield f"{gutter} {sign} {shown}"
    yield from _marked(diagnostic, gutter, terminal)


def _marked(diagnostic: Diagnostic, gutter: str, terminal: Terminal) -> Iterator[str]:
    """Marks below the part of the correction that is new, where it fits on one row."""
    if diagnostic.suggestion is None or diagnostic.printed is None:
        return
    # Imported here: a check that finds nothing starts sooner.
    from verifier.reports.changed import marks_below

    start, corrected = len(f"{gutter} = help: "), printable(diagnostic.suggestion)
    marks = marks_below(diagnostic.printed, corrected)
    if marks is not None and start + display_width(corrected) <= terminal.width:
        yield " " * start + terminal.style(marks, "green")


def _remarks(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    if diagnostic.counterexample is not None:
        yield "", counterexample(diagnostic.counterexample)
    for note in diagnostic.notes:
        yield "note:", note
    if diagnostic.suggestion is not None:
        proved = "   (proved)" if diagnostic.suggestion_proved else "   (not proved)"
        yield "help:", diagnostic.suggestion + proved


def counterexample(witness: Witness) -> str:
    """`at y = 1, a = 1/2: the left side is -1/2, this is -1`."""
    point = ", ".join(f"{name} = {value}" for name, value in witness.point)
    values = f"the left side is {witness.left}, this is {witness.right}"
    values = values if witness.left else witness.right
    return f"at {point}: {values}" if point else values


# The summary --------------------------------------------------------------------------------


def _closing(reports: Sequence[Report], terminal: Terminal) -> Iterator[str]:
    for report in reports:
        if not report.claims and not report.is_unread:
            found = counted(report.formulas, "formula")
            yield f"{printable(report.path)}: no claim found ({found} read)"
    yield summary(reports)
    yield _verdict(reports, terminal)


def summary(reports: Sequence[Report]) -> str:
    """`75 formulas: 58 claims checked (41 proved, …), 15 not claims, 2 unreadable`."""
    formulas = sum(report.formulas for report in reports)
    claims = sum(len(report.claims) for report in reports)
    proved, refuted, unknown = (
        sum(report.count(kind) for report in reports) for kind in (Proved, Refuted, Unknown)
    )
    skipped = sum(report.skipped for report in reports)
    unreadable = sum(report.unreadable for report in reports)
    return (
        f"{counted(formulas, 'formula')}: {counted(claims, 'claim')} checked "
        f"({proved} proved, {refuted} refuted, {unknown} unknown), "
        f"{skipped} not claims, {unreadable} unreadable"
    )


def _verdict(reports: Sequence[Report], terminal: Terminal) -> str:
    """The last line: whether something is wrong, in how many files."""
    errors = sum(report.errors for report in reports)
    wrong = sum(1 for report in reports if report.errors)
    files = counted(len(reports), "file")
    if errors:
        text = f"{counted(errors, 'error')} in {wrong} of {files}"
        return terminal.style(text, "red", "bold")
    if not any(report.claims for report in reports):
        return terminal.style(f"nothing was checked in {files}", "yellow", "bold")
    codes = {item.code for report in reports for item in report.diagnostics}
    if "constant-factor" in codes:
        return terminal.style(f"no error in {files}, but factors differ", "yellow")
    if any(map(differs, _diagnostics(reports))):
        return terminal.style(f"no certain error in {files}, but lines differ as read", "yellow")
    if any(report.count(Refuted) for report in reports):
        return terminal.style(f"no error in {files} but those that are expected", "green")
    if undecided(reports):
        return terminal.style(f"no error in {files}, but not everything was decided", "yellow")
    for code, words in _RESERVATIONS.items():
        if code in codes:
            return terminal.style(f"no error in {files}, but {words}", "yellow")
    return terminal.style(f"no error in {files}, every claim is proved", "green")


def undecided(reports: Sequence[Report]) -> bool:
    """Whether a claim is unknown, or wrong as it is read only, or a formula unreadable."""
    if any(map(differs, _diagnostics(reports))):
        return True
    return any(report.count(Unknown) or report.unreadable for report in reports)


def differs(diagnostic: Diagnostic) -> bool:
    """Whether a finding says that sides differ as they are read, which is no certain error."""
    return diagnostic.code == "not-equal" and diagnostic.severity == "warning"


def _diagnostics(reports: Sequence[Report]) -> Iterator[Diagnostic]:
    return (diagnostic for report in reports for diagnostic in report.diagnostics)
