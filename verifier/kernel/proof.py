"""One attempt to prove an equality: normal forms of both sides, by cases of signs if needed.

In each case the difference of the normal forms is brought over one denominator; if the numerator
is the zero polynomial, modulo the relations between generators, the sides are equal wherever both
are defined. The cases cover the domain, as each split of a sign takes every sign that the term can
have there. A numerator that is not zero proves nothing.
"""

from __future__ import annotations

from verifier.hints import Literal
from verifier.kernel.generators import (
    ALL_SIGNS,
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
from verifier.kernel.hypotheses import ALLOWED_SIGNS, Equation
from verifier.kernel.normal_form import NormalForms
from verifier.kernel.polynomials import Fuel, Quotient, UndefinedEverywhere
from verifier.kernel.record import NO_RECORD, Record
from verifier.kernel.structure import negate
from verifier.kernel.term import Term, UnsupportedTerm
from verifier.records import dataclass

LARGEST_NUMBER_OF_ATTEMPTS = 200
SIGN_DEPTH = 3

Case = tuple[tuple[Term, Signs], ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """`term relation 0`, and how a person would write it."""

    text: str
    term: Term
    relation: str


@dataclass(frozen=True, slots=True)
class Equal:
    """Equal wherever the conditions hold. In how many cases of what.

    `defined`: both sides are defined there, too; else both may be undefined in some case.
    `induction` names the variable of an induction; `one_hot` says that a family was replaced by the
    position of its one.
    """

    conditions: tuple[Condition, ...]
    cases: int
    made_of: tuple[str, ...] = ()
    defined: bool = True
    induction: str | None = None
    one_hot: bool = False


@dataclass(frozen=True, slots=True)
class OneSideUndefined:
    """One side is defined nowhere on the domain."""

    side: Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Open:
    """Not proved, and why. `final` says that no other way may be tried."""

    reason: str
    final: bool = False


Outcome = Equal | OneSideUndefined | Open


@dataclass(frozen=True, slots=True)
class Way:
    """How terms are brought to normal form, and how much work that may take."""

    splitting: bool
    opaque: bool
    work: int


class Proof:
    """The claim, the plan of its generators, and the work left."""

    def __init__(
        self, equation: Equation, plan: Plan, way: Way, record: Record = NO_RECORD
    ) -> None:
        self.left, self.right, self.domains, self.hypotheses = equation
        self.plan, self.way, self.record = plan, way, record
        self.fuel = Fuel(way.work)
        self.conditions: dict[str, tuple[Term, str]] = {}
        self.made_of: dict[str, None] = {}
        self.defined = True

    def forms(self) -> NormalForms:
        way = self.way
        return NormalForms(self.plan, self.fuel, way.splitting, self.domains, way.opaque)

    def attempt(self) -> Outcome:
        """All cases in turn; without splitting there is only one."""
        cases: list[Case] = [()]
        proved = attempts = 0
        while cases:
            case = cases.pop()
            attempts += 1
            if attempts > LARGEST_NUMBER_OF_ATTEMPTS:
                return Open("too many cases")
            try:
                outcome = self.in_case(case)
            except Restart:
                cases.append(case)
                continue
            except SplitNeeded as split:
                self.made_of[f"the sign of {split.term!r}"] = None
                cases.extend(self.split(case, split))
                continue
            except (NoNormalForm, UnsupportedTerm) as missing:
                outcome = Open(f"no normal form for {missing}")
            if outcome is not None and not (case and self.exclude(case, outcome)):
                if case and isinstance(outcome, OneSideUndefined):
                    outcome = Open("one side is undefined in a part of the domain")
                return outcome
            proved += 1
        if not proved:
            return Open("no case was looked at")
        conditions = self.independent_conditions()
        return Equal(conditions, proved, tuple(self.made_of), self.defined)

    def in_case(self, case: Case) -> Outcome | None:
        """None if the sides are equal in the case, under the conditions noted."""
        forms = self.forms()
        possible = self.assume(forms, case)
        self.conditions.update(forms.conditions)  # what the case itself needs to make sense
        if not possible:
            self.record.left_out(case, "no point lies in it")
            return None if case else Open("no point satisfies the hypotheses")
        left = _normal(forms, self.left)
        right = None if left is None else _normal(forms, self.right)
        if left is None or right is None:
            return self.undefined_sides(case)
        forms.expect(left.numerator, right.denominator)
        forms.expect(right.numerator, left.denominator)
        difference = left.numerator * right.denominator - right.numerator * left.denominator
        if not forms.is_zero(difference):
            self.record.differ(case, forms, left, right)
            return Open("the normal forms of the two sides differ")
        self.conditions.update(forms.conditions)
        self.record.equal(case, forms, left)
        return None

    def undefined_sides(self, case: Case) -> Outcome | None:
        """One side seemed to be undefined: looks at each without what the other requires."""
        undefined = []
        for side in (self.left, self.right):
            forms = self.forms()
            self.assume(forms, case)
            forms.cautious = bool(forms.conditions)
            undefined.append(_normal(forms, side) is None)
        if undefined == [False, False]:
            return Open("the two sides are nowhere defined together")
        if all(undefined):
            self.defined = False
            self.record.left_out(case, "both sides are undefined in it")
            return None
        return OneSideUndefined("left" if undefined[0] else "right")

    def signs_in_case(self, case: Case) -> Signs:
        """The signs of the left side in the case; none where it is undefined."""
        forms = self.forms()
        if not self.assume(forms, case):
            return frozenset()
        x = _normal(forms, self.left)
        if x is None:
            return frozenset()
        if forms.conditions and forms.cautious:
            return ALL_SIGNS  # the term may be defined where a condition fails
        return forms.sign_of_quotient(x, SIGN_DEPTH)

    def assume(self, forms: NormalForms, case: Case) -> bool:
        """Takes hypotheses and case as known; False if no point satisfies them."""
        try:
            for hypothesis in self.hypotheses:
                allowed = ALLOWED_SIGNS[hypothesis.relation]
                if not self.suppose(forms, hypothesis.difference, allowed):
                    return False
            forms.conditions.clear()  # a hypothesis says that its sides are defined
            for term, signs in case:
                if not self.suppose(forms, term, signs):
                    return False
        except UndefinedEverywhere:
            raise NoNormalForm("a hypothesis") from None
        forms.memo.clear()
        return True

    def suppose(self, forms: NormalForms, term: Term, signs: Signs) -> bool:
        x = forms.normal(term)
        possible = forms.sign_of_quotient(x) & signs
        forms.suppose(x, signs)
        return bool(possible)

    def split(self, case: Case, split: SplitNeeded) -> list[Case]:
        """The cases of a sign; together they hold every point at which the term is defined.

        The signs that the term can have are found from the domain and the case alone: what was
        required before the split came up may fail at some point of the domain.
        """
        try:
            forms = self.forms()
            self.assume(forms, case)
            allowed = forms.sign_of_quotient(forms.normal(split.term))
        except (Restart, NoNormalForm, UndefinedEverywhere):
            allowed = ALL_SIGNS
        except SplitNeeded as inner:
            if inner.term is not split.term:
                return self.split(case, inner)
            allowed = ALL_SIGNS  # a hypothesis is itself defined by cases of this sign
        for term, signs in case:
            if term is split.term:
                allowed &= signs
        parts = [NONNEGATIVE_SIGNS, NONPOSITIVE_SIGNS]
        if split.three_ways or allowed <= NONNEGATIVE_SIGNS or allowed <= NONPOSITIVE_SIGNS:
            parts = [POSITIVE_SIGN, ZERO_SIGN, NEGATIVE_SIGN]
        rest = tuple((term, signs) for term, signs in case if term is not split.term)
        return [(*rest, (split.term, allowed & part)) for part in parts if allowed & part]

    def exclude(self, case: Case, outcome: Outcome) -> bool:
        """Turns a case in which only a derivative or one side is missing into a condition."""
        if isinstance(outcome, Open) and "pieces meet" not in outcome.reason:
            return False
        equalities = [term for term, signs in case if signs == ZERO_SIGN]
        if equalities:
            self.keep(equalities[-1], "!=")
        elif len(case) == 1:
            term, signs = case[0]
            relation = ">=" if 0 not in signs else ">"
            self.keep(term if -1 in signs else negate(term), relation)
        else:
            return False
        self.record.left_out(case, "excluded by a condition")
        return True

    def keep(self, term: Term, relation: str) -> None:
        from verifier.kernel.text import condition_text  # most proofs need no condition

        self.conditions[condition_text(term, relation)] = (term, relation)

    def independent_conditions(self) -> tuple[Condition, ...]:
        """The conditions without those that follow from the others."""
        kept = dict(self.conditions)
        for term, relation in self.conditions.values():
            if relation == ">=" and (term, "!=") in self.conditions.values():
                from verifier.kernel.text import condition_text

                kept[condition_text(term, ">")] = (term, ">")
        for name in sorted(kept, key=lambda name: (-len(name), name)):
            others = [pair for other, pair in kept.items() if other != name]
            if others and self.follows(kept[name], others):
                del kept[name]
        return tuple(Condition(name, *kept[name]) for name in sorted(kept))

    def follows(self, condition: tuple[Term, str], others: list[tuple[Term, str]]) -> bool:
        forms = self.forms()
        case = tuple((term, ALLOWED_SIGNS[relation]) for term, relation in others)
        try:
            self.assume(forms, case)
            x = forms.normal(condition[0])
            return not forms.conditions and forms.sign_of_quotient(x) <= ALLOWED_SIGNS[condition[1]]
        except (Restart, SplitNeeded, NoNormalForm, UndefinedEverywhere, UnsupportedTerm):
            return False


def _normal(forms: NormalForms, term: Term) -> Quotient | None:
    """The normal form, or None if the term is certainly undefined everywhere in the case."""
    try:
        return forms.normal(term)
    except UndefinedEverywhere:
        if forms.cautious:
            raise NoNormalForm("a term that may be undefined everywhere") from None
        return None
