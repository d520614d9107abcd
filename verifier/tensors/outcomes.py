"""What the kernel says about entries, as it is used and told for matrices."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.kernel.domains import Domain
from verifier.kernel.hypotheses import Equation
from verifier.kernel.proof import Condition, Equal
from verifier.kernel.prove import by_normal_forms
from verifier.kernel.refute import Question
from verifier.kernel.sampling import rotating
from verifier.kernel.structure import Term
from verifier.kernel.text import condition_text
from verifier.tensors.opaque import Abstraction

_PATTERNS = ((1, 1), (2, 3))
_BITS = (64,)


def proved_equal(left: Term, right: Term, domains: Mapping[str, Domain]) -> bool:
    """Whether the kernel proves that two terms are equal without a condition.

    It is asked of many pairs that have nothing to do with one another: a point tells those apart.
    """
    equation = Equation(left, right, domains)
    question = Question(left, right, domains, ())
    if any(question.try_point(rotating(*one, domains), _BITS) for one in _PATTERNS):
        return False
    outcome = by_normal_forms(equation)
    return isinstance(outcome, Equal) and not outcome.conditions


def reason_of(outcome: object) -> str:
    """Why an outcome is no proof."""
    reason = getattr(outcome, "reason", None)
    return reason if isinstance(reason, str) else "one side is undefined for all numbers"


def restored(condition: Condition, abstraction: Abstraction) -> Condition:
    """A condition with the applications in the place of the families that stand for them."""
    term = abstraction.written_out(condition.term)
    return Condition(condition_text(term, condition.relation), term, condition.relation)
