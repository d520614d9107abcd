"""Near misses of true equalities: what the kernel proves or refutes is checked by other means.

`make fuzz` runs the long version; `FUZZ_MUTANTS` and `FUZZ_SEED` change its length and seed.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.kernel.mutation import Question, mutated
from tests.kernel.objections import objection, verdict_of
from tests.kernel.range_claims import range_claim
from verifier.values import Proved

DATA = Path(__file__).parent.parent / "data"
SHORT, LONG = 250, 100_000
RANGES = 0.4


def questions() -> list[Question]:
    found = []
    for kind in ("", "_unseen", "_second", "_third", "_fourth"):
        path = DATA / f"equality_pairs{kind}.json"
        for pair in json.loads(path.read_text(encoding="utf-8")):
            restricted = "hypotheses" in pair or any(n.endswith("()") for n in pair["domains"])
            if not restricted and len(pair["right"]) < 500:
                found.append(Question(pair["left"], pair["right"], pair["domains"]))
    return found


def asked(chance: random.Random, sources: list[Question]) -> Question:
    """A near miss of a labelled pair, or a claim about ranges or a near miss of one."""
    if chance.random() < RANGES:
        claim = range_claim(chance)
        return mutated(claim, chance) if chance.random() < 0.5 else claim
    return mutated(chance.choice(sources), chance)


def run(mutants: int, seed: int) -> Counter[str]:
    """The verdicts by kind; fails at the first one that the second evaluator contradicts."""
    chance, counts, sources = random.Random(seed), Counter[str](), questions()
    for _ in range(mutants):
        question = asked(chance, sources)
        verdict = verdict_of(question)
        found = objection(question, verdict, chance)
        assert found is None, f"{found}: {question}: {verdict}"
        conditional = isinstance(verdict, Proved) and verdict.conditions
        counts[type(verdict).__name__ + (" with conditions" if conditional else "")] += 1
    return counts


def test_mutants() -> None:
    counts = run(SHORT, seed=1)
    assert counts["Refuted"] > SHORT / 3
    assert counts["Proved"] > SHORT / 20
    assert counts["Unknown"] < SHORT / 6


@pytest.mark.fuzz
def test_many_mutants() -> None:
    seed = int(os.environ.get("FUZZ_SEED", "2026"))
    print(run(int(os.environ.get("FUZZ_MUTANTS", LONG)), seed))  # noqa: T201
