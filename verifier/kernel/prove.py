"""Proving an equality: which ways are tried, and in what order.

activations as they are (for deep networks), then everything by exp and ln, then by cases;
a variable that is said to equal a term is replaced by it;
a variable with few values is replaced by each of them; a claim about sums or products up to n is
at last proved by induction on n.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from verifier.kernel.domains import Domain, Finite
from verifier.kernel.generators import (
    ALL_SIGNS,
    NoNormalForm,
    Plan,
    Restart,
    Signs,
    SplitNeeded,
)
from verifier.kernel.hypotheses import Equation
from verifier.kernel.induction import by_induction
from verifier.kernel.one_hot import with_position
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
from verifier.kernel.record import NO_RECORD, Record
from verifier.kernel.structure import number
from verifier.kernel.term import Term, UnsupportedTerm, walk
from verifier.kernel.term_sign import TermSigns

LARGEST_FINITE_DOMAIN = 4
FEWEST_OPAQUE_ACTIVATIONS = 3
_GENERATING = frozenset(
    ("variable", "entry", "exp", "ln", "erf", "sum", "sigmoid", "tanh", "softplus", "sin", "apply")
)

_OPAQUE = Way(splitting=False, opaque=True, work=200_000)
_PLAIN = Way(splitting=False, opaque=False, work=900_000)
_BY_CASES = Way(splitting=True, opaque=False, work=900_000)
_WAYS = (_PLAIN, _BY_CASES)


def prove(equation: Equation, record: Record = NO_RECORD) -> Outcome:
    """Tries to prove that the sides are equal wherever the hypotheses hold, and records how."""
    equation, mark = with_definitions(equation), record.mark()
    outcome = by_normal_forms(equation, record)
    if isinstance(outcome, Equal) and outcome.conditions:
        other = _by_values(equation)
        if other is None or len(other.conditions) >= len(outcome.conditions):
            return outcome
        record.forget(mark)
        return _by_values(equation, record) or outcome
    if not isinstance(outcome, Open) or outcome.final:
        return outcome
    for way in (_by_values, _by_position, _by_induction):
        found = way(equation, record)
        if found is not None:
            return found
        record.forget(mark)
    return outcome


def _by_induction(equation: Equation, record: Record = NO_RECORD) -> Equal | None:
    return by_induction(equation, partial(by_normal_forms, record=record))


def by_normal_forms(equation: Equation, record: Record = NO_RECORD) -> Outcome:
    """Tries to prove it by normal forms, in each way of bringing terms to one.

    Each way has its own allowance of work: activations as they are (for deep networks), all written
    by exp and ln, and the latter by cases of signs.
    """
    operators = [term.operator for term in walk(equation.left, equation.right)]
    count = sum([operator in _GENERATING for operator in operators])
    activations = operators.count("sigmoid") + operators.count("tanh")
    ways = (_OPAQUE, *_WAYS) if activations >= FEWEST_OPAQUE_ACTIVATIONS else _WAYS
    outcome: Outcome = Open("no way was tried")
    for way in ways:
        mark = record.mark()
        record.begin(equation)
        proof = Proof(equation, Plan(8 + count), way, record)
        try:
            outcome = proof.attempt()
        except OutOfFuel:
            outcome = Open("the work allowed for one question is used up")
        except UnreliableAnswer as answer:
            return Open(f"the polynomial library gave a wrong answer ({answer})", final=True)
        if not isinstance(outcome, Open):
            return outcome
        record.failed(outcome.reason)
        record.forget(mark)
    return outcome


def with_definitions(equation: Equation) -> Equation:
    """The claim with `t` replaced by `u` for a hypothesis `t = u`, which is kept as well."""
    if not equation.hypotheses:
        return equation
    changed = equation
    for k in range(len(equation.hypotheses)):
        current = changed.hypotheses[k]
        for name, value in ((current.left, current.right), (current.right, current.left)):
            if current.relation != "=" or name.operator != "variable":
                continue
            if name.arguments[0] in value.free:
                continue
            try:
                found = changed.at({name.arguments[0]: value})
            except UnsupportedTerm:
                return equation
            kept = (*found.hypotheses[:k], current, *found.hypotheses[k + 1 :])
            changed = found._replace(hypotheses=kept)
            break
    return changed


def _by_values(equation: Equation, record: Record = NO_RECORD) -> Equal | None:
    """One variable with finitely many values is replaced by each of them."""
    for name in sorted(equation.left.free | equation.right.free):
        domain = equation.domains.get(name)
        if isinstance(domain, Finite) and len(domain.values) <= LARGEST_FINITE_DOMAIN:
            return _at_each(name, domain, equation, record)
    return None


def _by_position(equation: Equation, record: Record = NO_RECORD) -> Equal | None:
    """A one-hot family is replaced by the position of its one."""
    changed = with_position(equation)
    if changed is None:
        return None
    outcome = by_normal_forms(changed, record)
    proved = isinstance(outcome, Equal) and not outcome.conditions
    return Equal((), 1, one_hot=True) if proved else None


def _at_each(name: str, domain: Finite, equation: Equation, record: Record) -> Equal | None:
    conditions: dict[str, Condition] = {}
    cases, defined = 0, True
    for value in domain.values:
        try:
            changed = equation.at({name: number(value)})
        except UnsupportedTerm:
            return None
        outcome = prove(changed, record)
        if not isinstance(outcome, Equal):
            return None
        conditions.update({condition.text: condition for condition in outcome.conditions})
        cases, defined = cases + outcome.cases, defined and outcome.defined
    found = tuple(conditions[text] for text in sorted(conditions))
    return Equal(found, cases, (f"the value of {name}",), defined)


def signs_of(term: Term, domains: Mapping[str, Domain]) -> Signs:
    """A set that contains the sign of the term wherever it is defined."""
    read_off = TermSigns(domains).of(term)
    if len(read_off) == 1:
        return read_off
    plan = Plan(8 + sum(1 for _ in walk(term)))
    proof = Proof(Equation(term, term, domains), plan, _BY_CASES)
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
