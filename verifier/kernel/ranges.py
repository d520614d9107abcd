"""Sums over a range, brought to sums over 1, ..., h for a symbolic h.

a range between numbers is written out
a sum over l, ..., u is the one over 1, ..., u less the one over 1, ..., l - 1, for 1 <= l <= u + 1
single summands are taken out or put in until the range is 1, ..., h, where that is certainly
right: no range may turn out shorter than the summands taken from it
a sum whose entries count down, as x[h + 1 - i], is read from its end
a sum whose summand is undefined before its range is counted anew from 1
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from verifier.kernel import structure
from verifier.kernel.domains import Domain, IndexRange, Natural, domain_of
from verifier.kernel.generators import (
    NONNEGATIVE_SIGNS,
    NoNormalForm,
    Plan,
    Restart,
)
from verifier.kernel.polynomials import Fuel, Quotient, UndefinedEverywhere
from verifier.kernel.powers import Powers
from verifier.kernel.structure import ONE, constant, number
from verifier.kernel.substitution import replace
from verifier.kernel.term import Term, make, walk

LONGEST_WRITTEN_SUM = 60
LARGEST_SHIFT = 20


class Ranges(Powers):
    """`normal` of a term is what the class that builds on this one provides."""

    def __init__(
        self, plan: Plan, fuel: Fuel, splitting: bool, domains: Mapping[str, Domain]
    ) -> None:
        super().__init__(plan, fuel, splitting)
        self.domains = domains
        self.cautious = False

    def normal(self, term: Term) -> Quotient:
        raise NotImplementedError

    def symbolic_sum(self, body: Term, name: str, upper: Term) -> Quotient:
        raise NotImplementedError

    def sum(self, term: Term) -> Quotient:
        body, name, lower, upper = term.arguments
        if not (self.is_integral(lower) and self.is_integral(upper)):
            raise NoNormalForm("a sum whose bounds might not be integers")
        first, last = constant(lower), constant(upper)
        if first is None or last is None:
            body = self.counting_up(body, name, lower, upper)
        if first is None:
            return self.without_beginning(body, name, lower, upper)
        if last is not None:
            return self.written_out(body, name, first, last)
        if term in self.plan.counted_anew:
            return self.counted_anew(body, name, int(first) - 1, upper)
        offset = self.offset_of(upper)
        base = structure.subtract(upper, number(offset)) if offset else upper
        if first == 1 and offset == 0:
            return self.symbolic_sum(body, name, base)
        self.check_shift(first, base, upper)
        try:
            return self.shifted_sum(body, name, int(first), base, offset)
        except UndefinedEverywhere:
            if first > 1:
                self.plan.counted_anew.add(term)
                raise Restart from None
            # A summand outside the range may be what is undefined, or the range may be empty.
            raise NoNormalForm("an undefined summand beside or in a shifted range") from None

    def counted_anew(self, body: Term, name: str, shift: int, upper: Term) -> Quotient:
        """The sum over shift + 1, ..., upper as one that begins at 1."""
        variable = make("variable", name)
        body = replace(body, {variable: structure.add(variable, number(shift))})
        end = structure.subtract(upper, number(shift))
        return self.normal(make("sum", body, name, ONE, end))

    def without_beginning(self, body: Term, name: str, lower: Term, upper: Term) -> Quotient:
        """The sum over lower, ..., upper as a difference of two sums that begin at 1."""
        before = structure.subtract(lower, ONE)
        length = structure.subtract(upper, before)
        if not (self.is_nonnegative(before) and self.is_nonnegative(length)):
            raise NoNormalForm("a range that might be empty")
        self.cautious = True
        try:
            whole = self.normal(make("sum", body, name, ONE, upper))
            return self.minus(whole, self.normal(make("sum", body, name, ONE, before)))
        except UndefinedEverywhere:
            raise NoNormalForm("an undefined summand before a range") from None

    def counting_up(self, body: Term, name: str, lower: Term, upper: Term) -> Term:
        """The body of the same sum, read from its end if all its entries count down."""
        slopes = [
            _slope(index, name)
            for term in walk(body)
            if term.operator == "entry" and name in term.free
            for index in term.children
            if name in index.free
        ]
        if not slopes or any(slope != -1 for slope in slopes):
            return body
        variable = make("variable", name)
        place = structure.subtract(structure.add(lower, upper), variable)
        return replace(body, {variable: place})

    def shifted_sum(self, body: Term, name: str, first: int, base: Term, offset: int) -> Quotient:
        """The sum over first, ..., base + offset from the one over 1, ..., base."""
        total = self.symbolic_sum(body, name, base)
        for k in range(first, 1):
            total = self.plus(total, self.summand(body, name, number(k)))
        for k in range(1, first):
            total = self.minus(total, self.summand(body, name, number(k)))
        for k in range(1, offset + 1):
            at = structure.add(base, number(k))
            total = self.plus(total, self.summand(body, name, at))
        for k in range(offset + 1, 1):
            at = structure.add(base, number(k))
            total = self.minus(total, self.summand(body, name, at))
        return total

    def is_integral(self, term: Term) -> bool:
        """Whether the term certainly has integer values."""
        match term.operator:
            case "number":
                return bool(term.arguments[0].denominator == 1)
            case "variable":
                return self.is_natural(term)
            case "index":
                return True
            case "add" | "multiply":
                return all(map(self.is_integral, term.children))
        return False

    def summand(self, body: Term, name: str, at: Term) -> Quotient:
        return self.normal(replace(body, {make("variable", name): at}))

    def written_out(self, body: Term, name: str, first: Fraction, last: Fraction) -> Quotient:
        if last - first > LONGEST_WRITTEN_SUM or last.denominator != 1:
            raise NoNormalForm("a long sum with numbers as bounds")
        total = self.whole(0)
        for k in range(int(first), int(last) + 1):
            total = self.plus(total, self.summand(body, name, number(k)))
        return total

    def offset_of(self, upper: Term) -> int:
        """The constant c of an upper end h + c."""
        if upper.operator != "add":
            return 0
        value = constant(upper.children[-1])
        return int(value) if value is not None and value.denominator == 1 else 0

    def check_shift(self, first: Fraction, base: Term, upper: Term) -> None:
        """Whether taking single summands out is right: no range may turn out shorter than that.

        From 1, ..., base the summands up to the upper end are put in or taken out, and then those
        before the first; both ranges must hold them.
        """
        if abs(first) > LARGEST_SHIFT or abs(self.offset_of(upper)) > LARGEST_SHIFT:
            raise NoNormalForm("a sum that begins or ends far from its range")
        for end, least in ((base, 0), (upper, 0), (upper, int(first) - 1)):
            if not self.is_nonnegative(structure.subtract(end, number(least))):
                raise NoNormalForm("a range that might be empty")

    def is_nonnegative(self, term: Term) -> bool:
        """Whether the term is certainly not negative, given that an index lies in its range."""
        x = self.normal(term)
        if self.sign_of_quotient(x) <= NONNEGATIVE_SIGNS:
            return True
        if not x.denominator.is_one():
            return False
        ends: dict[Term, Term] = {}
        for position, degree in enumerate(x.numerator.degrees()):
            end = self.end_of(self.terms[position]) if degree > 0 else None
            if end is not None:
                slope = self.by_powers(x.numerator, position).get(1, self.zero)
                if degree == 1 and slope.is_constant() and slope.leading_coefficient() < 0:
                    ends[self.terms[position]] = end
        least = self.normal(replace(term, ends)) if ends else x
        return self.sign_of_quotient(least) <= NONNEGATIVE_SIGNS

    def end_of(self, index: Term) -> Term | None:
        """The end of the range in which an index certainly lies."""
        if index.operator == "index":
            return index.arguments[1]  # type: ignore[no-any-return]
        if index.operator == "variable":
            domain = domain_of(index.arguments[0], self.domains)
            return structure.variable(domain.upper) if isinstance(domain, IndexRange) else None
        return None

    def in_range(self, index: Term, upper: Term) -> bool:
        """Whether the index certainly lies in 1, ..., upper."""
        if index.operator == "index":
            return bool(index.arguments[1] is upper)
        if index is ONE or index is upper:
            return upper.operator == "variable" and self.is_natural(upper)
        if index.operator != "variable" or upper.operator != "variable":
            return False
        return domain_of(index.arguments[0], self.domains) == IndexRange(upper.arguments[0])

    def is_natural(self, variable: Term) -> bool:
        domain = domain_of(variable.arguments[0], self.domains)
        return isinstance(domain, Natural | IndexRange)

    def index(self, name: str, upper: Term, body: Term) -> Term:
        """The bound index as a term that says over which range it runs, new to the body."""
        taken = {t.arguments[0] for t in walk(body, upper) if t.operator == "index"}
        level = int(name[1:])
        while level in taken:
            level += 1
        return make("index", level, upper)


def _slope(term: Term, name: str) -> Fraction | None:
    """How fast a term grows with a variable in which it is linear as it is written."""
    if name not in term.free:
        return Fraction(0)
    if term.operator == "variable":
        return Fraction(1)
    if term.operator == "add":
        slopes = [_slope(child, name) for child in term.children]
        return None if None in slopes else sum(filter(None, slopes), Fraction(0))
    if term.operator == "multiply" and len(term.children) == 2:
        factor, slope = constant(term.children[0]), _slope(term.children[1], name)
        return None if factor is None or slope is None else factor * slope
    return None
