"""How a claim was decided, told to a reader who doubts: what was asked, what was shown."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.check import CheckedClaim, Report
from verifier.kernel.explain import Account, explain
from verifier.kernel.record import CaseRecord, Part
from verifier.reports.excerpt import excerpt, source_lines
from verifier.terminal import Terminal, display_width, printable, wrapped
from verifier.values import Proved, Refuted, Verdict, Witness

_STYLES = {"proved": "green", "refuted": "red", "unknown": "yellow"}
_LABEL = 12
_WIDEST_PART = 56


def account_of(claim: CheckedClaim, report: Report, terminal: Terminal) -> str:
    """The report on one claim."""
    rows = [*_heading(claim, report, terminal), "", *_verdict(claim.verdict, terminal)]
    return terminal.shown("\n".join(row.rstrip() for row in rows))


def _heading(claim: CheckedClaim, report: Report, terminal: Terminal) -> Iterator[str]:
    place = f"{printable(report.path)}:{claim.location.line}:{claim.location.column}:"
    kind = "the erratum is " if claim.kind == "erratum" else ""
    style = _STYLES[claim.status]
    yield f"{terminal.style(place, 'bold')} {terminal.style(kind + claim.status, style, 'bold')}"
    yield from excerpt(source_lines(report.text), claim.location, terminal, (style,))
    yield from _row("read with", claim.reading, terminal)


def _verdict(verdict: Verdict, terminal: Terminal) -> Iterator[str]:
    account = explain(verdict)
    if account is not None:
        yield from _question(account, terminal)
        yield ""
    if isinstance(verdict, Proved):
        yield from _row("equal by", verdict.method, terminal)
        for condition in verdict.conditions:
            yield from _row("only where", condition, terminal)
        if account is not None:
            yield from _proof(account, terminal)
    elif isinstance(verdict, Refuted):
        yield from _refutation(verdict, account, terminal)
    else:
        yield from _row("undecided", verdict.reason, terminal)
        for reason in account.tried if account is not None else ():
            yield from _row("tried", reason, terminal)


def _row(label: str, text: str, terminal: Terminal) -> Iterator[str]:
    """A label and a text beside it, in as many lines as it needs."""
    lines = wrapped(printable(text), max(40, terminal.width - _LABEL - 2))
    for number, line in enumerate(lines):
        shown = f"{label:<{_LABEL}}" if number == 0 else " " * _LABEL
        yield f"  {terminal.style(shown, 'bold') if number == 0 else shown}{line}"


def _question(account: Account, terminal: Terminal) -> Iterator[str]:
    if account.entries:
        yield from _row("compared", account.entries, terminal)
    yield from _row("left side", account.left, terminal)
    yield from _row("right side", account.right, terminal)
    if account.domains:
        yield from _row("for all", ", ".join(account.domains), terminal)
    for hypothesis in account.given:
        yield from _row("given", hypothesis, terminal)


# Proved -------------------------------------------------------------------------------------


def _proof(account: Account, terminal: Terminal) -> Iterator[str]:
    several = len(account.parts) > 1
    for number, part in enumerate(account.parts):
        if several:
            last = number == len(account.parts) - 1
            yield ""
            yield from _row("part", _title(account, part, last), terminal)
        for hypothesis in part.given if account.induction is not None else ():
            yield from _row("given", hypothesis, terminal)
        for case in part.cases:
            yield from _case(case, len(part.cases) > 1, terminal)


def _title(account: Account, part: Part, last: bool) -> str:
    if account.induction is None:
        return f"{part.left} = {part.right}"
    step = "step" if last else "base case"
    return f"{step} of the induction on {account.induction}: {part.left} = {part.right}"


def _case(case: CaseRecord, several: bool, terminal: Terminal) -> Iterator[str]:
    if several or case.assumed:
        yield from _row("in case", ", ".join(case.assumed) or "of all the rest", terminal)
    if case.form is None:
        yield from _row("", case.remark, terminal)
        return
    yield from _row("both are", case.form, terminal)
    if case.shown:
        yield from _row("shown", ", ".join(case.shown), terminal)


# Refuted ------------------------------------------------------------------------------------


def _refutation(verdict: Refuted, account: Account | None, terminal: Terminal) -> Iterator[str]:
    if verdict.mismatch is not None:
        yield from _row("mismatch", verdict.mismatch, terminal)
    witness = verdict.witness
    yield from _row("differ at", _point(witness), terminal)
    sides = [("left side", witness.left)] if witness.left else []
    sides.append(("right side", witness.right))
    for number, (label, value) in enumerate(sides):
        if account is None or not account.values:
            yield from _row(label, value, terminal)
        else:
            yield from _worked_out(label, account.values[number], value, terminal)


def _point(witness: Witness) -> str:
    return ", ".join(f"{name} = {value}" for name, value in witness.point) or "every point"


def _worked_out(
    label: str, rows: tuple[tuple[str, str], ...], value: str, terminal: Terminal
) -> Iterator[str]:
    """The parts of a side below each other, their values in a column; the side itself last."""
    parts = [printable(part) for part, _ in rows]
    width = min(_WIDEST_PART, max(map(display_width, parts)))
    yield ""
    yield from _row(label, "", terminal)
    for number, part in enumerate(parts):
        shown = value if number == len(parts) - 1 else rows[number][1]
        gap = " " * max(0, width - display_width(part))
        yield f"    {part}{gap} = {shown}"
