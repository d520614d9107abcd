"""The decision: is an equality right everywhere on its domain? The only maker of verdicts.

    1. identical terms are equal (where a derivative may exist although its formula is undefined,
       a formula that looks the same is not enough);
    2. a few simple points are tried; certainly different values refute the claim;
    3. the prover compares the normal forms of both sides, by cases of signs where needed;
    4. what is still open is tried at more and stranger points.

Only a `Proved` of step 3 and a certified difference of steps 2 and 4 decide anything. The limits
are counts of work, not clocks, so the same question has the same verdict on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from verifier.kernel.domains import Domain
from verifier.kernel.hypotheses import Hypothesis
from verifier.kernel.points import Sample
from verifier.kernel.proof import Equal, OneSideUndefined, Open
from verifier.kernel.prove import prove, signs_of
from verifier.kernel.refute import (
    Question,
    quick_refutation,
    thorough_refutation,
)
from verifier.kernel.structure import ZERO, multiply
from verifier.kernel.term import Term, walk
from verifier.kernel.term_defined import Definedness
from verifier.kernel.term_sign import TermSigns
from verifier.values import Proved, Refuted, Unknown, Verdict, Witness

OPAQUE = "⟪"
"""How the names of quantities begin that are equal to themselves, and nothing more is known.

They have values that nobody can choose, so a difference at chosen values refutes nothing.
"""

NOT_UNDERSTOOD = "it rests on a quantity that is not understood"

__all__ = ["NOT_UNDERSTOOD", "OPAQUE", "Hypothesis", "decide", "is_defined", "signs", "value_at"]


def decide(
    left: Term,
    right: Term,
    domains: Mapping[str, Domain],
    hypotheses: Sequence[Hypothesis] = (),
) -> Verdict:
    """Whether the two terms are equal at every point of the domain where the hypotheses hold.

    `Proved` without conditions: both sides are defined and equal everywhere there, or undefined
    at the same points. `Proved` with conditions: equal wherever the conditions hold. `Refuted`:
    certainly different values at the witness, or one side defined there and the other nowhere.
    Never raises; a question beyond the kernel's means is `Unknown`, with the reason. A simple
    witness is looked for when somebody looks at it.
    """
    question = Question(left, right, domains, hypotheses)
    if left is right and not any(part.operator in ("kink", "slope") for part in walk(left)):
        return Proved("identical terms", question=question.equation)
    try:
        found = _decide(question)
    except RecursionError:
        return Unknown("nested too deeply for the stack that is left", question.equation)
    except OverflowError:
        return Unknown("a number too large for a machine word", question.equation)
    if isinstance(found, Refuted) and _is_opaque(left, right):
        return Unknown(NOT_UNDERSTOOD, question.equation)
    return found


def _is_opaque(*sides: Term) -> bool:
    return any(name.startswith(OPAQUE) for side in sides for name in side.free)


def _decide(question: Question) -> Verdict:
    found = quick_refutation(question)
    if found is not None:
        return _refuted(question, found)
    outcome = prove(question.equation)
    if isinstance(outcome, Equal) and _can_be_met(question, outcome):
        conditions = tuple(condition.text for condition in outcome.conditions)
        return Proved(method(outcome), conditions, question.equation)
    found = thorough_refutation(question)
    if found is not None:
        return _refuted(question, found)
    if isinstance(outcome, OneSideUndefined) and question.meets_one_defined is not None:
        return _refuted(question, question.meets_one_defined, simpler=False)
    if isinstance(outcome, Open):
        return Unknown(outcome.reason, question.equation)
    return Unknown("no point was found at which both sides are defined", question.equation)


def _can_be_met(question: Question, outcome: Equal) -> bool:
    """Whether the conditions hold at some point with both sides defined, so that they say much."""
    conditions = [(condition.term, condition.relation) for condition in outcome.conditions]
    if not conditions or question.can_meet(conditions):
        return True
    thorough_refutation(question)
    return question.can_meet(conditions)


def method(outcome: Equal) -> str:
    """How the sides were shown to be equal."""
    if outcome.induction is not None:
        return f"induction on {outcome.induction}, with equal normal forms in each step"
    if outcome.one_hot:
        return "equal normal forms, whichever entry of the one-hot family is the one"
    if outcome.cases == 1:
        return "equal normal forms"
    return f"equal normal forms in each of {outcome.cases} cases of {', '.join(outcome.made_of)}"


def _refuted(question: Question, sample: Sample, simpler: bool = True) -> Verdict:
    """Refuted at the sample; which simpler point is shown for it decides nothing."""

    def work_out() -> Witness:
        from verifier.kernel.witnesses import simplest, witness  # most are never looked at

        try:
            return witness(question, simplest(question, sample) if simpler else sample)
        except (RecursionError, OverflowError):
            return witness(question, sample)

    return Refuted(Witness.later(work_out), question=question.equation)


def signs(term: Term, domains: Mapping[str, Domain]) -> frozenset[int]:
    """A subset of {-1, 0, 1} that contains the sign of the term wherever it is defined."""
    return signs_of(term, domains)


def is_defined(term: Term, domains: Mapping[str, Domain]) -> bool:
    """Whether the term is proved to have a value everywhere on the domains."""
    if Definedness(TermSigns(domains)).obligations_of(term) is not None:
        return True
    verdict = decide(multiply(ZERO, term), ZERO, domains)
    return isinstance(verdict, Proved) and not verdict.conditions


def value_at(term: Term, point: Mapping[str, Fraction]) -> str:
    """The value at a point: exact if rational, else rounded from a certified ball.

    `undefined` where the term has no value, `unknown` where the point or precision lacks one.
    """
    from verifier.kernel.witnesses import value_text

    return value_text(term, point)
