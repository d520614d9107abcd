"""Proving an equality: normal forms of both sides, by cases of signs where they are needed.

In each case the difference of the normal forms is brought over one denominator; if the numerator
is the zero polynomial, modulo the relations between generators, the sides are equal wherever both
are defined. The cases cover the domain, as each split of a sign takes every sign that the oracle
leaves. A numerator that is not zero proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from verifier.kernel.domains import Domain
from verifier.kernel.generators import (
    NEGATIVE_SIGN,
    NONNEGATIVE_SIGNS,
    NONPOSITIVE_SIGNS,
    POSITIVE_SIGN,
    ZERO_SIGN,
    NoNormalForm,
    Plan,
    Restart,
    Signs,
    SplitNeeded,
)
from verifier.kernel.hypotheses import ALLOWED_SIGNS, Hypothesis
from verifier.kernel.normal_form import NormalForms
from verifier.kernel.polynomials import (
    Fuel,
    OutOfFuel,
    Quotient,
    UndefinedEverywhere,
    UnreliableAnswer,
)
from verifier.kernel.structure import Term, UnsupportedTerm, walk
from verifier.kernel.text import condition_text

LARGEST_NUMBER_OF_ATTEMPTS = 200
_GENERATING = frozenset(
    ("variable", "entry", "exp", "ln", "erf", "sum", "sigmoid", "tanh", "softplus", "sin", "apply")
)

Case = tuple[tuple[Term, Signs], ...]


@dataclass(frozen=True, slots=True)
class Equal:
    """Equal wherever the conditions hold; defined there as well. How many cases it took."""

    conditions: tuple[str, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class OneSideUndefined:
    """One side is defined nowhere on the domain."""

    side: Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Open:
    """Not proved, and why."""

    reason: str


Outcome = Equal | OneSideUndefined | Open


def prove(
    left: Term,
    right: Term,
    domains: Mapping[str, Domain],
    hypotheses: Sequence[Hypothesis],
) -> Outcome:
    """Tries to prove that the sides are equal wherever the hypotheses hold."""
    count = sum(term.operator in _GENERATING for term in walk(left, right))
    proof = _Proof(left, right, domains, hypotheses, Plan(8 + count))
    try:
        outcome = proof.attempt(splitting=False)
        return proof.attempt(splitting=True) if isinstance(outcome, Open) else outcome
    except OutOfFuel:
        return Open("the work allowed for one question is used up")
    except UnreliableAnswer as answer:
        return Open(f"the polynomial library gave a wrong answer ({answer})")


class _Proof:
    def __init__(
        self,
        left: Term,
        right: Term,
        domains: Mapping[str, Domain],
        hypotheses: Sequence[Hypothesis],
        plan: Plan,
    ) -> None:
        self.left, self.right, self.domains = left, right, domains
        self.hypotheses, self.plan, self.fuel = hypotheses, plan, Fuel()
        self.conditions: dict[str, None] = {}

    def attempt(self, splitting: bool) -> Outcome:
        """All cases in turn; without splitting there is only one."""
        cases: list[Case] = [()]
        self.conditions.clear()
        proved = attempts = 0
        while cases:
            case = cases.pop()
            attempts += 1
            if attempts > LARGEST_NUMBER_OF_ATTEMPTS:
                return Open("too many cases")
            try:
                outcome = self.in_case(case, splitting)
            except Restart:
                cases.append(case)
                continue
            except SplitNeeded as split:
                cases.extend(_split(case, split))
                continue
            except (NoNormalForm, UnsupportedTerm) as missing:
                outcome = Open(f"no normal form for {missing}")
            if outcome is not None and not (case and self.exclude(case, outcome)):
                return outcome
            proved += 1
        return Equal(tuple(sorted(self.conditions)), proved)

    def in_case(self, case: Case, splitting: bool) -> Outcome | None:
        """None if the sides are equal in the case, under the conditions noted."""
        forms = NormalForms(self.plan, self.fuel, splitting, self.domains)
        if not self.assume(forms, case):
            return None
        left = _normal(forms, self.left)
        right = _normal(forms, self.right)
        if left is None or right is None:
            if left is None and right is None:
                return None
            return OneSideUndefined("left" if left is None else "right")
        forms.expect(left.numerator, right.denominator)
        forms.expect(right.numerator, left.denominator)
        difference = left.numerator * right.denominator - right.numerator * left.denominator
        if not forms.is_zero(difference):
            return Open("the normal forms of the two sides differ")
        self.conditions.update(dict.fromkeys(forms.conditions))
        return None

    def assume(self, forms: NormalForms, case: Case) -> bool:
        """Takes hypotheses and case as known; False if no point satisfies them."""
        suppositions = [(h.difference, ALLOWED_SIGNS[h.relation]) for h in self.hypotheses]
        try:
            quotients = [(forms.normal(term), signs) for term, signs in (*suppositions, *case)]
        except UndefinedEverywhere:
            raise NoNormalForm("a hypothesis") from None
        forms.conditions.clear()
        for x, signs in quotients:
            possible = forms.sign_of_quotient(x) & signs
            if not possible:
                return False
            forms.suppose(x, signs)
        forms.memo.clear()
        return True

    def exclude(self, case: Case, outcome: Outcome) -> bool:
        """Turns a case in which only a derivative or one side is missing into a condition."""
        equalities = [term for term, signs in case if signs == ZERO_SIGN]
        if not equalities or (isinstance(outcome, Open) and "pieces meet" not in outcome.reason):
            return False
        self.conditions[condition_text(equalities[-1], "!=")] = None
        return True


def _normal(forms: NormalForms, term: Term) -> Quotient | None:
    try:
        return forms.normal(term)
    except UndefinedEverywhere:
        return None


def _split(case: Case, split: SplitNeeded) -> list[Case]:
    """The cases of a sign; together they allow every sign that the term can have."""
    allowed = split.signs
    for term, signs in case:
        if term is split.term:
            allowed &= signs
    parts = [NONNEGATIVE_SIGNS, NONPOSITIVE_SIGNS]
    if split.three_ways or allowed <= NONNEGATIVE_SIGNS or allowed <= NONPOSITIVE_SIGNS:
        parts = [POSITIVE_SIGN, ZERO_SIGN, NEGATIVE_SIGN]
    rest = tuple((term, signs) for term, signs in case if term is not split.term)
    return [(*rest, (split.term, allowed & part)) for part in parts if allowed & part]
