"""`backproof why`: how the claims on a line were decided."""

from __future__ import annotations

from verifier import library
from verifier.articles.check import CheckedClaim, Report, check_article
from verifier.records import dataclass
from verifier.reports.terminal_why import account_of
from verifier.terminal import Terminal
from verifier.values import InputError

_SHOWN_LINES = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A line of an article."""

    path: str
    line: int


def run(place: str, terminal: Terminal) -> str:
    """The account of every claim on the line. Raises `InputError` when there is none."""
    found = _place(place)
    report = check_article(library.load(found.path, strict=False))
    claims = [claim for claim in report.claims if _stands_on(claim, found.line)]
    if not claims:
        raise InputError(_without_claims(report, found.line), path=report.path)
    return "\n\n".join(account_of(claim, report, terminal) for claim in claims)


def _place(text: str) -> Place:
    path, colon, line = text.rpartition(":")
    if not colon or not path or not line.isdecimal():
        message = f"found {text!r}, expected PATH:LINE, as in notes.md:12"
        raise InputError(message)
    return Place(path, int(line))


def _stands_on(claim: CheckedClaim, line: int) -> bool:
    return claim.location.line <= line <= claim.location.end_line


def _without_claims(report: Report, line: int) -> str:
    lines = sorted({claim.location.line for claim in report.claims})
    if not lines:
        return "no claim was found in this article"
    nearest = sorted(sorted(lines, key=lambda other: abs(other - line))[:_SHOWN_LINES])
    return f"no claim stands on line {line}; the nearest stand on {', '.join(map(str, nearest))}"
