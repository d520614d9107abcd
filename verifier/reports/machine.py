"""The report of a check as one JSON object, for editors and other programs.

    {"version": 1,
     "files": [{"path": …, "claims": […], "diagnostics": […]}],
     "summary": {"formulas": …, "claims": …, "proved": …, "refuted": …, "unknown": …,
                 "unreadable": …}}

Lines and columns count from 1, columns in characters; the end of a range is exclusive. In a
notebook a place has a `cell` as well, the number of the cell from 1, and lines count from its top.
A place in a file that the article includes (`\\input`) has the `path` of that file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from verifier.articles.check import CheckedClaim, Report
from verifier.hints import Any
from verifier.values import Diagnostic, Location, Proved, Refuted, Unknown, Witness

VERSION = 1


def reports_as_json(reports: Sequence[Report]) -> str:
    """The reports as JSON text in ASCII; every key is always there."""
    value = {
        "version": VERSION,
        "files": [_file(report) for report in reports],
        "summary": _summary(reports),
    }
    return json.dumps(value, indent=2, allow_nan=False)


def _file(report: Report) -> dict[str, Any]:
    return {
        "path": report.path,
        "claims": [_claim(claim) for claim in report.claims],
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }


def place_of(location: Location) -> dict[str, int | str]:
    """A place; `cell` is there for notebooks only, `path` for files that an article includes."""
    place: dict[str, int | str] = {}
    if location.path:
        place["path"] = location.path
    if location.cell:
        place["cell"] = location.cell
    return place | {
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


def _claim(claim: CheckedClaim) -> dict[str, Any]:
    verdict = claim.verdict
    return {
        **place_of(claim.location),
        "kind": claim.kind,
        "verdict": claim.status,
        "conditions": list(verdict.conditions) if isinstance(verdict, Proved) else [],
        "method": verdict.method if isinstance(verdict, Proved) else None,
        "reading": claim.reading,
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        **place_of(diagnostic.location),
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "printed": diagnostic.printed,
        "suggestion": diagnostic.suggestion,
        "suggestion_proved": diagnostic.suggestion_proved,
        "counterexample": _counterexample(diagnostic.counterexample),
        "notes": list(diagnostic.notes),
    }


def _counterexample(witness: Witness | None) -> dict[str, Any] | None:
    if witness is None:
        return None
    point = {name: str(value) for name, value in witness.point}
    return {"at": point, "left": witness.left, "right": witness.right}


def _summary(reports: Sequence[Report]) -> dict[str, int]:
    return {
        "formulas": sum(report.formulas for report in reports),
        "claims": sum(len(report.claims) for report in reports),
        "proved": sum(report.count(Proved) for report in reports),
        "refuted": sum(report.count(Refuted) for report in reports),
        "unknown": sum(report.count(Unknown) for report in reports),
        "unreadable": sum(report.unreadable for report in reports),
    }
