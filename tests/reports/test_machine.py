"""The JSON of a check."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.reports.samples import ERROR, PROVED, REFUTED, UNKNOWN, WARNING, report
from verifier.reports.machine import reports_as_json


def test_the_documented_form() -> None:
    value = json.loads(reports_as_json([report(ERROR, claims=(PROVED, REFUTED, UNKNOWN))]))
    assert value == {
        "version": 1,
        "files": [
            {
                "path": "notes/a.md",
                "claims": [
                    claim("proved", ["a > 0"], "equal normal forms"),
                    claim("refuted"),
                    claim("unknown"),
                ],
                "diagnostics": [
                    {
                        "line": 3,
                        "column": 13,
                        "end_line": 3,
                        "end_column": 21,
                        "code": "missing-parentheses",
                        "severity": "error",
                        "message": "this does not follow from line 1",
                        "printed": "-y(1-a) + (a)1 - y",
                        "suggestion": "-y(1-a) + a(1-y)",
                        "suggestion_proved": True,
                        "counterexample": {
                            "at": {"y": "1", "a": "1/2"},
                            "left": "-1/2",
                            "right": "-1",
                        },
                        "notes": [],
                    }
                ],
            }
        ],
        "summary": {
            "formulas": 4,
            "claims": 3,
            "proved": 1,
            "refuted": 1,
            "unknown": 1,
            "unreadable": 0,
        },
    }


def claim(
    verdict: str, conditions: list[str] | None = None, method: str | None = None
) -> dict[str, object]:
    return {
        "line": 3,
        "column": 3,
        "end_line": 3,
        "end_column": 20,
        "kind": "equality",
        "verdict": verdict,
        "conditions": conditions or [],
        "method": method,
        "reading": "as written",
    }


def test_nothing_is_left_out_where_there_is_nothing() -> None:
    value = json.loads(reports_as_json([report(WARNING)]))
    (diagnostic,) = value["files"][0]["diagnostics"]
    assert diagnostic["suggestion"] is None
    assert diagnostic["suggestion_proved"] is False
    assert diagnostic["counterexample"] is None
    assert diagnostic["notes"] == ["out of fuel"]


def test_the_summary_adds_up_over_files() -> None:
    value = json.loads(reports_as_json([report(), replace(report(), unreadable=2)]))
    assert value["summary"]["formulas"] == 8
    assert value["summary"]["unreadable"] == 2
    assert len(value["files"]) == 2


def test_it_is_ascii() -> None:
    assert reports_as_json([replace(report(), path="中.md")]).isascii()
