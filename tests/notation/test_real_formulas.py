"""Formulas of real articles, with what each of them says, as a mathematician reads it.

The first data is a sample of 632 formulas from nineteen public sources, at least four of each,
drawn by chance among those of at most 420 characters, and four that break off. Each expectation was
checked by hand. `among` marks notation that is ambiguous where nothing is declared: then the
meaning is one of the readings that are offered.

The second are 60 formulas of other public sources, taken as they came when the reader was done:
`first` says how each was read at first sight. `benchmarks/reading.py` counts both.
"""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from tests.notation.outline import outline
from verifier.notation.read_latex import Reading, read_latex, readings

FILES = ("formulas_read.json", "formulas_fresh.json")
DATA = [
    json.loads((Path(__file__).parent.parent / "data" / name).read_text(encoding="utf-8"))
    for name in FILES
]
FORMULAS: list[dict[str, Any]] = [
    {**entry, "macros": data["macros"].get(entry["source"], "")}
    for data in DATA
    for entry in data["formulas"]
]


def read(entry: dict[str, Any]) -> Reading:
    return read_latex(f"{entry['macros']}\n{entry['formula']}")


def ways(reading: Reading) -> list[list[str]]:
    """The statements in every combination of the readings that each of them has."""
    each = [[outline(way) for way in readings(s, reading)] for s in reading.statements]
    return [list(way) for way in product(*each)]


def outcome(entry: dict[str, Any]) -> str:
    """`right`, `unreadable` as it is expected to be, or `misread`."""
    reading = read(entry)
    problems = [[problem.found, problem.expected] for problem in reading.problems]
    if problems != entry.get("unreadable", []):
        return "misread"
    said = [outline(statement) for statement in reading.statements]
    known = ways(reading) if entry.get("among") else [said]
    if entry["statements"] not in known:
        return "misread"
    return "unreadable" if problems else "right"


@pytest.mark.parametrize("entry", FORMULAS, ids=range(len(FORMULAS)))
def test_what_a_real_formula_says(entry: dict[str, Any]) -> None:
    reading = read(entry)
    problems = [[problem.found, problem.expected] for problem in reading.problems]
    assert problems == entry.get("unreadable", [])
    if entry.get("among"):
        assert entry["statements"] in ways(reading)
    else:
        assert [outline(statement) for statement in reading.statements] == entry["statements"]


@pytest.mark.parametrize("data", DATA, ids=FILES)
def test_nearly_all_of_them_are_read(data: dict[str, Any]) -> None:
    formulas = data["formulas"]
    unread = [entry for entry in formulas if "unreadable" in entry]
    assert len(formulas) >= 60
    assert len(unread) <= len(formulas) * 0.05
