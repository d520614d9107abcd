"""What the conditions of a proved equality exclude: a point at which it does not hold.

A condition that excludes single points, such as `x != 0`, is left aside: only `t > 0` and `t >= 0`
count, at a point at which t is certainly negative. A continuous t is negative around it as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.kernel.evaluate import evaluate, evaluate_all
from verifier.kernel.hypotheses import Equation, enforce
from verifier.kernel.points import Sample, UndefinedError, UndeterminedError, sign_of
from verifier.kernel.proof import Condition, Equal
from verifier.kernel.prove import prove
from verifier.kernel.refute import REFUTATION_FUEL, Question, choosers
from verifier.kernel.term import walk
from verifier.kernel.witnesses import witness
from verifier.records import dataclass
from verifier.values import Proved, Witness

_BITS = 64


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The conditions that fail at a point, as text, and the point with the values there.

    `names` are the variables of the conditions: `x`, and `x[]` for a family.
    """

    conditions: tuple[str, ...]
    names: frozenset[str]
    witness: Witness


def exclusion(verdict: Proved) -> Exclusion | None:
    """A point of the domain at which only the left side of a proved equality is defined.

    There the conditions in `Exclusion.conditions` fail, and they fail around it as well. None when
    no such point is found, or when the verdict does not come from a single question.
    """
    equation = verdict.question
    if not verdict.conditions or not isinstance(equation, Equation):
        return None
    outcome = prove(equation)
    if not isinstance(outcome, Equal):
        return None
    bounds = [item for item in outcome.conditions if item.relation in (">", ">=")]
    closed = [item for item in bounds if all(t.operator != "index" for t in walk(item.term))]
    question = Question(*equation)
    for choose in choosers(question) if closed else ():
        sample = Sample(choose)
        failing = _failing(closed, sample, question)
        if failing:
            texts = tuple(item.text for item in failing)
            names = frozenset(name for item in failing for name in item.term.free)
            return Exclusion(texts, names, witness(question, sample))
        question.work += sample.work
        if question.work > REFUTATION_FUEL:
            break
    return None


def _failing(
    conditions: Sequence[Condition], sample: Sample, question: Question
) -> tuple[Condition, ...]:
    """The conditions that certainly fail at a point at which only the left side is defined."""
    try:
        enforce(question.hypotheses, sample, question.domains, _BITS)
        left, right = evaluate_all((question.left, question.right), sample, _BITS)
        if left is None or right is not None or not question.admits(sample, _BITS):
            return ()
        return tuple(item for item in conditions if _is_negative(item, sample))
    except UndeterminedError:
        return ()


def _is_negative(condition: Condition, sample: Sample) -> bool:
    try:
        return sign_of(evaluate(condition.term, sample, _BITS)) < 0
    except (UndefinedError, UndeterminedError):
        return False
