"""Proving an equality: which ways are tried, and in what order.

activations as they are (for deep networks), then everything by exp and ln, then by cases;
a variable that is said to equal a term is replaced by it;
a variable with few values is at last replaced by each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verifier.kernel.domains import Domain, Finite
from verifier.kernel.generators import (
    ALL_SIGNS,
    NoNormalForm,
    Plan,
    Restart,
    Signs,
    SplitNeeded,
)
from verifier.kernel.hypotheses import Hypothesis
from verifier.kernel.polynomials import (
    OutOfFuel,
    UnreliableAnswer,
)
from verifier.kernel.proof import (
    LARGEST_NUMBER_OF_ATTEMPTS,
    Case,
    Condition,
    Equal,
    Open,
    Outcome,
    Proof,
    Way,
)
from verifier.kernel.structure import number
from verifier.kernel.substitution import substitute
from verifier.kernel.term import Term, UnsupportedTerm, walk

LARGEST_FINITE_DOMAIN = 4
FEWEST_OPAQUE_ACTIVATIONS = 3
_GENERATING = frozenset(
    ("variable", "entry", "exp", "ln", "erf", "sum", "sigmoid", "tanh", "softplus", "sin", "apply")
)


def prove(
    left: Term,
    right: Term,
    domains: Mapping[str, Domain],
    hypotheses: Sequence[Hypothesis],
) -> Outcome:
    """Tries to prove that the sides are equal wherever the hypotheses hold.

    Each way of bringing terms to normal form has its own allowance of work: activations as they
    are (for deep networks), all written by exp and ln, and the latter by cases of signs.
    """
    left, right, hypotheses = with_definitions(left, right, hypotheses)
    operators = [term.operator for term in walk(left, right)]
    count = sum(operator in _GENERATING for operator in operators)
    activations = operators.count("sigmoid") + operators.count("tanh")
    ways = [Way(False, False, 900_000), Way(True, False, 900_000)]
    if activations >= FEWEST_OPAQUE_ACTIVATIONS:
        ways.insert(0, Way(False, True, 200_000))
    reasons = []
    for way in ways:
        proof = Proof(left, right, domains, hypotheses, Plan(8 + count), way)
        try:
            outcome = proof.attempt()
        except OutOfFuel:
            outcome = Open("the work allowed for one question is used up")
        except UnreliableAnswer as answer:
            return Open(f"the polynomial library gave a wrong answer ({answer})")
        if not isinstance(outcome, Open):
            return outcome
        reasons.append(outcome)
    return _by_values(left, right, domains, hypotheses) or reasons[-1]


def with_definitions(
    left: Term, right: Term, hypotheses: Sequence[Hypothesis]
) -> tuple[Term, Term, Sequence[Hypothesis]]:
    """The question with `t` replaced by `u` for a hypothesis `t = u`, which is kept as well."""
    kept = list(hypotheses)
    for k, hypothesis in enumerate(hypotheses):
        current = kept[k]
        for name, value in ((current.left, current.right), (current.right, current.left)):
            if hypothesis.relation != "=" or name.operator != "variable":
                continue
            if name.arguments[0] in value.free:
                continue
            at = {name.arguments[0]: value}
            try:
                left, right = substitute(left, at), substitute(right, at)
                for j, other in enumerate(kept):
                    if j != k:
                        sides = substitute(other.left, at), substitute(other.right, at)
                        kept[j] = Hypothesis(sides[0], other.relation, sides[1])
            except UnsupportedTerm:
                return left, right, hypotheses
            break
    return left, right, kept


def _by_values(
    left: Term,
    right: Term,
    domains: Mapping[str, Domain],
    hypotheses: Sequence[Hypothesis],
) -> Outcome | None:
    """One variable with finitely many values is replaced by each of them."""
    for name in sorted(left.free | right.free):
        domain = domains.get(name)
        if isinstance(domain, Finite) and len(domain.values) <= LARGEST_FINITE_DOMAIN:
            return _at_each(name, domain, left, right, domains, hypotheses)
    return None


def _at_each(
    name: str,
    domain: Finite,
    left: Term,
    right: Term,
    domains: Mapping[str, Domain],
    hypotheses: Sequence[Hypothesis],
) -> Outcome | None:
    conditions: dict[str, Condition] = {}
    cases = 0
    for value in domain.values:
        at = {name: number(value)}
        changed = [
            Hypothesis(substitute(h.left, at), h.relation, substitute(h.right, at))
            for h in hypotheses
        ]
        try:
            sides = substitute(left, at), substitute(right, at)
        except UnsupportedTerm:
            return None
        outcome = prove(*sides, domains, changed)
        if not isinstance(outcome, Equal):
            return None
        conditions.update({condition.text: condition for condition in outcome.conditions})
        cases += outcome.cases
    found = tuple(conditions[text] for text in sorted(conditions))
    return Equal(found, cases, (f"the value of {name}",))


def signs_of(term: Term, domains: Mapping[str, Domain]) -> Signs:
    """A set that contains the sign of the term wherever it is defined."""
    plan = Plan(8 + sum(1 for _ in walk(term)))
    proof = Proof(term, term, domains, (), plan, Way(True, False, 900_000))
    cases: list[Case] = [()]
    found: Signs = frozenset()
    try:
        for _ in range(LARGEST_NUMBER_OF_ATTEMPTS):
            if not cases:
                return found
            case = cases.pop()
            try:
                found |= proof.signs_in_case(case)
            except Restart:
                cases.append(case)
            except SplitNeeded as split:
                cases.extend(proof.split(case, split))
    except (OutOfFuel, UnreliableAnswer, NoNormalForm, UnsupportedTerm):
        pass
    return ALL_SIGNS
