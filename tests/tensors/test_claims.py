"""The labelled claims are decided as labelled, and NumPy agrees with every verdict."""

from __future__ import annotations

import pytest

from tests.tensors.given_claims import LabelledClaim, labelled_claims
from verifier.kernel.domains import UNIT_CLOSED, UNIT_OPEN
from verifier.tensors.claims import Beside, judge_matrices
from verifier.tensors.evaluate import agree, random_point
from verifier.values import Proved, Refuted

CLAIMS = list(labelled_claims())


def named(claim: LabelledClaim) -> str:
    return f"{claim.group}: {claim.latex}"


@pytest.mark.parametrize("claim", CLAIMS, ids=named)
def test_a_claim_is_decided_as_labelled(claim: LabelledClaim) -> None:
    left, right = claim.statement.sides
    judgement = judge_matrices(left, right, claim.given)
    assert isinstance(judgement.verdict, Proved if claim.holds else Refuted), judgement
    if isinstance(judgement.verdict, Proved) and not judgement.transposed:
        assert numpy_agrees(claim) is not False
    if isinstance(judgement.verdict, Refuted) and judgement.verdict.mismatch is None:
        assert numpy_agrees(claim) is not True


def numpy_agrees(claim: LabelledClaim) -> bool | None:
    """Whether the sides agree at three random points of distinct sizes; None if none is finite."""
    left, right = claim.statement.sides
    sides = Beside(left, claim.given).sides(right)
    hot = frozenset(hypothesis.name for hypothesis in claim.given.sums_to_one)
    shapes = claim.given.shapes
    unit = frozenset(n for n, d in shapes.items() if d.domain in (UNIT_CLOSED, UNIT_OPEN))
    unit |= frozenset(claim.given.scalars)
    found = [agree(*sides, random_point(sides, seed, hot, unit)) for seed in (1, 2, 3)]
    finite = [one for one in found if one is not None]
    return all(finite) if finite else None


def test_the_conditions_of_a_quotient_are_reported() -> None:
    claim = next(c for c in CLAIMS if "\\gamma \\odot s" in c.latex and c.holds)
    left, right = claim.statement.sides
    verdict = judge_matrices(left, right, claim.given).verdict
    assert isinstance(verdict, Proved)
    assert verdict.conditions == ()


def test_the_labels_cover_both_verdicts_and_all_groups() -> None:
    assert len(CLAIMS) >= 130
    assert len({claim.group for claim in CLAIMS}) >= 17
    assert sum(claim.holds for claim in CLAIMS) >= 60
