"""Traces, inverses, determinants, quadratic forms and norms: proved, never contradicted by NumPy.

The formulas are facts of matrix calculus, as collected in Petersen and Pedersen, The Matrix
Cookbook, chapters 1, 2 and 10.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tensors.given_claims import LabelledClaim, labelled_claims, statements
from tests.tensors.mutants import mutants
from verifier.meaning.errors import MeaningError
from verifier.notation.tree import Node
from verifier.notation.write_text import write_line
from verifier.tensors.claims import Beside, judge_matrices
from verifier.tensors.evaluate import agree, random_point
from verifier.values import Proved, Refuted, Verdict

DATA = Path(__file__).parents[1] / "data" / "matrix_calculus.json"
CLAIMS = list(labelled_claims(DATA))
EVERY = 20


def numpy_agrees(claim: LabelledClaim, right: Node) -> bool | None:
    """Whether the sides agree at two random points; None if neither is finite."""
    sides = Beside(claim.statement.sides[0], claim.given).sides(right)
    unit = frozenset(claim.given.scalars)
    found = [agree(*sides, random_point(sides, seed, frozenset(), unit)) for seed in (1, 2)]
    finite = [one for one in found if one is not None]
    return all(finite) if finite else None


def verdict(claim: LabelledClaim, right: Node) -> Verdict | None:
    """The verdict, which NumPy must not contradict; None for what has no meaning."""
    try:
        judgement = judge_matrices(claim.statement.sides[0], right, claim.given)
    except MeaningError:
        return None
    where = f"{claim.latex} with {write_line(right)}"
    plain = judgement.plain and not judgement.transposed
    if isinstance(judgement.verdict, Proved) and plain:
        assert numpy_agrees(claim, right) is not False, where
    if isinstance(judgement.verdict, Refuted) and judgement.verdict.mismatch is None:
        assert numpy_agrees(claim, right) is not True, where
    return judgement.verdict


def test_there_are_enough() -> None:
    assert len(CLAIMS) >= 70


@pytest.mark.parametrize("claim", CLAIMS, ids=[claim.label for claim in CLAIMS])
def test_a_fact_is_proved(claim: LabelledClaim) -> None:
    found = verdict(claim, claim.statement.sides[1])
    assert isinstance(found, Proved), found


def slips() -> list[tuple[LabelledClaim, Node]]:
    return [(claim, node) for claim in CLAIMS for _, node in mutants(claim.statement.sides[1])]


def test_a_slip_is_not_proved() -> None:
    for claim, node in slips()[::EVERY]:
        verdict(claim, node)


@pytest.mark.fuzz
def test_no_slip_is_proved() -> None:
    for claim, node in slips():
        verdict(claim, node)


@pytest.mark.parametrize(
    ("latex", "condition"),
    [
        (r"A A^{-1} = I", "A is invertible"),
        (r"(I + A B)^{-1} A = A (I + B A)^{-1}", "I + A B is invertible"),
        (r"\frac{\partial}{\partial A} \det(A) = \det(A) A^{-T}", "A is invertible"),
    ],
)
def test_what_has_to_be_invertible_is_a_condition(latex: str, condition: str) -> None:
    (statement,) = statements(latex)
    found = judge_matrices(statement.sides[0], statement.sides[1], CLAIMS[0].given).verdict
    assert isinstance(found, Proved)
    assert condition in found.conditions


@pytest.mark.parametrize(
    "latex",
    [
        r"A^{-1} B = B A^{-1}",
        r"\det(A + B) = \det(A) + \det(B)",
        r"\frac{\partial}{\partial X} \ln \det(X) = X^{-1}",
        r"\frac{\partial}{\partial X} \operatorname{tr}(X^{-1}) = (X^{-2})^T",
        r"(I + A B)^{-1} A = A (I + A B)^{-1}",
        r"(A + B)^{-1} = A^{-1} - A^{-1} (A^{-1} + B^{-1})^{-1} B^{-1}",
    ],
)
def test_what_is_false_is_refuted_with_numbers(latex: str) -> None:
    (statement,) = statements(latex)
    judgement = judge_matrices(statement.sides[0], statement.sides[1], CLAIMS[0].given)
    assert isinstance(judgement.verdict, Refuted) or judgement.transposed


def test_a_matrix_that_is_not_square_has_no_inverse() -> None:
    claim = next(c for c in CLAIMS if "M^T M" in c.latex)
    (statement,) = statements("M^{-1} y = w")
    found = judge_matrices(statement.sides[0], statement.sides[1], claim.given).verdict
    assert isinstance(found, Refuted)
    assert found.mismatch is not None
