"""Formulas of real articles, with what each of them says, as a mathematician reads it.

The data is a sample of 632 formulas from nineteen public sources, at least four of each, drawn by
chance among those of at most 420 characters, and four that break off. Each expectation was checked
by hand. `among` marks notation that is ambiguous where nothing is declared: then the meaning is one
of the readings that are offered.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.notation.outline import outline
from verifier.notation.read_latex import Reading, read_latex, readings

DATA = json.loads(
    (Path(__file__).parent.parent / "data" / "formulas_read.json").read_text(encoding="utf-8")
)
FORMULAS: list[dict[str, Any]] = DATA["formulas"]


def read(entry: dict[str, Any]) -> Reading:
    macros = DATA["macros"].get(entry["source"], "")
    return read_latex(f"{macros}\n{entry['formula']}")


def ways(reading: Reading) -> list[list[str]]:
    """The statements in every combination of the readings that each of them has."""
    each = [[outline(way) for way in readings(s, reading)] for s in reading.statements]
    return [list(way) for way in product(*each)]


@pytest.mark.parametrize("entry", FORMULAS, ids=range(len(FORMULAS)))
def test_what_a_real_formula_says(entry: dict[str, Any]) -> None:
    reading = read(entry)
    problems = [[problem.found, problem.expected] for problem in reading.problems]
    assert problems == entry.get("unreadable", [])
    if entry.get("among"):
        assert entry["statements"] in ways(reading)
    else:
        assert [outline(statement) for statement in reading.statements] == entry["statements"]


def test_nearly_all_of_them_are_read() -> None:
    unread = [entry for entry in FORMULAS if "unreadable" in entry]
    assert len(FORMULAS) >= 150
    assert len(unread) <= len(FORMULAS) * 0.05
