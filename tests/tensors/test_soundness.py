"""No slip in a right claim is proved unless it changes nothing, as NumPy sees it."""

from __future__ import annotations

import pytest

from tests.tensors.given_claims import LabelledClaim, labelled_claims
from tests.tensors.mutants import mutants
from verifier.kernel.domains import UNIT_CLOSED, UNIT_OPEN
from verifier.meaning.errors import MeaningError
from verifier.notation.tree import Node
from verifier.notation.write_text import write_line
from verifier.tensors.claims import Beside, judge_matrices
from verifier.tensors.evaluate import agree, random_point
from verifier.values import Proved, Refuted

RIGHT = [claim for claim in labelled_claims() if claim.holds]


def all_mutants() -> list[tuple[LabelledClaim, str, Node]]:
    found = []
    for claim in RIGHT:
        seen: set[Node] = set()
        for slip, right in mutants(claim.statement.sides[1]):
            if right not in seen:
                seen.add(right)
                found.append((claim, slip, right))
    return found


def numpy_agrees(claim: LabelledClaim, right: Node) -> bool | None:
    """Whether the sides agree at two random points of distinct sizes; None if none is finite."""
    sides = Beside(claim.statement.sides[0], claim.given).sides(right)
    hot = frozenset(hypothesis.name for hypothesis in claim.given.sums_to_one)
    shapes = claim.given.shapes
    unit = frozenset(n for n, d in shapes.items() if d.domain in (UNIT_CLOSED, UNIT_OPEN))
    unit |= frozenset(claim.given.scalars)
    found = [agree(*sides, random_point(sides, seed, hot, unit)) for seed in (4, 5)]
    finite = [one for one in found if one is not None]
    return all(finite) if finite else None


def check(claim: LabelledClaim, slip: str, right: Node) -> type | None:
    """The kind of the verdict, which NumPy must not contradict."""
    try:
        judgement = judge_matrices(claim.statement.sides[0], right, claim.given)
    except MeaningError:
        return None
    verdict = judgement.verdict
    where = f"{claim.group}: {slip}: {write_line(right)}"
    if isinstance(verdict, Proved) and not (judgement.transposed or ";" in judgement.reading):
        assert numpy_agrees(claim, right) is not False, where
    if isinstance(verdict, Refuted) and verdict.mismatch is None:
        assert numpy_agrees(claim, right) is not True, where
    return type(verdict)


def one_of_each_kind() -> list[tuple[LabelledClaim, str, Node]]:
    """For each slip in each group of claims the first mutant."""
    chosen: dict[tuple[str, str], tuple[LabelledClaim, str, Node]] = {}
    for mutant in all_mutants():
        chosen.setdefault((mutant[0].group, mutant[1]), mutant)
    return list(chosen.values())


def test_a_slip_is_never_proved() -> None:
    decided = [check(*mutant) for mutant in one_of_each_kind()[1::2]]
    assert len(decided) > 50
    undecided = sum(kind not in (Proved, Refuted, None) for kind in decided)
    assert undecided <= len(decided) // 20


@pytest.mark.fuzz
def test_no_slip_at_all_is_proved() -> None:
    mutants_found = all_mutants()
    assert len(mutants_found) > 500
    for mutant in mutants_found:
        check(*mutant)
