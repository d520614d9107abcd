"""Ranges, products, deltas and one-hot families: what holds is proved, what nearly holds is not.

Each row of `range_traps.json` is true for every range, also an empty one and one of a single index,
or fails in such a corner; a row that is not marked `proved` must not be proved without conditions.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.kernel.expressions import read, read_domains, read_hypotheses
from verifier.kernel.decide import decide
from verifier.values import Proved, Refuted, Verdict

TRAPS = Path(__file__).parent.parent / "data" / "range_traps.json"
ROWS = json.loads(TRAPS.read_text(encoding="utf-8"))


def verdict(row: dict[str, Any]) -> Verdict:
    hypotheses = read_hypotheses(row.get("hypotheses", []))
    return decide(read(row["left"]), read(row["right"]), read_domains(row["domains"]), hypotheses)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['left']} = {row['right']}" for row in ROWS])
def test_corners(row: dict[str, Any]) -> None:
    found = verdict(row)
    assert (isinstance(found, Proved) and not found.conditions) == row["proved"], found


def equation(left: str, right: str, **domains: str) -> dict[str, Any]:
    return {"left": left, "right": right, "domains": domains}


def test_an_induction_needs_sides_that_are_defined_at_its_beginning() -> None:
    """At n = 1 both sides are undefined; that says nothing of n = 2."""
    found = verdict(equation("1/(n-1)+Sum(k,k,1,n)", "2/(n-1)+Sum(k,k,1,n)", n="N+"))
    assert isinstance(found, Refuted)


def test_an_induction_may_not_use_a_hypothesis_about_its_variable() -> None:
    row = equation("Sum(k,k,1,n)", "n+1", n="N+") | {"hypotheses": [["n", "=", "2"]]}
    assert isinstance(verdict(row), Proved)
    row = equation("Sum(k,k,1,n)", "n+1", n="N+") | {"hypotheses": [["n", ">", "1"]]}
    assert isinstance(verdict(row), Refuted)


def test_a_condition_of_an_induction_does_not_depend_on_its_variable() -> None:
    found = verdict(equation("Sum(r**k,k,0,n)", "(1-r**(n+1))/(1-r)", n="N+", r="(0,oo)"))
    assert isinstance(found, Proved)
    assert found.conditions == ("r != 1",)


def test_a_one_hot_family_is_only_one_inside_its_range() -> None:
    hypothesis = {"hypotheses": [["Sum(y[k],k,1,K)", "=", "1"]]}
    domains = {"y[]": "{0,1}", "K": "N+"}
    inside = {"left": "Sum(y[k]**3,k,1,K)", "right": "1", "domains": domains}
    beyond = {"left": "Sum(y[k],k,0,K)", "right": "1", "domains": domains}
    assert isinstance(verdict(inside | hypothesis), Proved)
    assert isinstance(verdict(beyond | hypothesis), Refuted)


@pytest.mark.parametrize("k", range(-13, 14))
@pytest.mark.parametrize("d", [1, 2, 3, 4, 6])
def test_values_of_sine_and_cosine(k: int, d: int) -> None:
    """The squares of both add up to one, and the angle may be split as one likes."""
    for function, shifted in (("sin", "cos"), ("cos", "-sin")):
        row = equation(f"{function}({k}*pi/{d}+pi/2)", f"{shifted}({k}*pi/{d})")
        assert isinstance(verdict(row), Proved)
    row = equation(f"4*sin({k}*pi/{d})**2", f"2-2*cos(2*{k}*pi/{d})")
    assert isinstance(verdict(row), Proved)
