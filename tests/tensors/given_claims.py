"""The labelled claims about matrices, read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Chain
from verifier.tensors.given import Given

DATA = Path(__file__).parents[1] / "data" / "tensor_claims.json"


@dataclass(frozen=True)
class LabelledClaim:
    """A claim with what is given before it, and whether it holds for all shapes."""

    group: str
    latex: str
    statement: Chain
    given: Given
    holds: bool
    label: str = ""


def given_by(lines: list[str]) -> Given:
    """What the formulas declare and define; every one of them must do so."""
    given = Given()
    for line in lines:
        for statement in statements(line):
            grown = given.with_statement(statement)
            assert grown is not None, line
            given = grown
    return given


def statements(latex: str) -> tuple[Chain, ...]:
    reading = read_latex(latex)
    assert not reading.problems, (latex, reading.problems)
    return reading.statements


def labelled_claims(data: Path = DATA) -> Iterator[LabelledClaim]:
    for group in json.loads(data.read_text(encoding="utf-8")):
        given = given_by(group["given"])
        for item in group["claims"]:
            (statement,) = statements(item["claim"])
            yield LabelledClaim(
                group["group"],
                item["claim"],
                statement,
                given,
                item["holds"],
                item.get("label", item["claim"]),
            )
