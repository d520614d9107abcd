"""Sums and products over a range, brought to sums over 1, ..., h for a symbolic h.

a range between numbers is written out
single summands are taken out or put in until the range is 1, ..., h, where that is certainly
right: no range may turn out shorter than the summands taken from it
a product over i of positive factors is exp of the sum of their logarithms
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import fmpq

from verifier.kernel import structure
from verifier.kernel.domains import Domain, IndexRange, Natural, domain_of
from verifier.kernel.generators import (
    NONNEGATIVE_SIGNS,
    POSITIVE_SIGN,
    NoNormalForm,
    Plan,
)
from verifier.kernel.polynomials import Fuel, OutOfFuel, Quotient, UndefinedEverywhere
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
        first = constant(lower)
        if first is None or first.denominator != 1:
            raise NoNormalForm("a sum that does not begin at a known integer")
        if not self.is_integral(upper):
            raise NoNormalForm("a sum whose end might not be an integer")
        last = constant(upper)
        if last is not None:
            return self.written_out(body, name, first, last)
        offset = self.offset_of(upper)
        base = structure.subtract(upper, number(offset)) if offset else upper
        if first == 1 and offset == 0:
            return self.symbolic_sum(body, name, base)
        self.check_shift(first, base, upper)
        try:
            return self.shifted_sum(body, name, int(first), base, offset)
        except UndefinedEverywhere:
            # A summand outside the range may be what is undefined, or the range may be empty.
            raise NoNormalForm("an undefined summand beside or in a shifted range") from None

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
        """Whether taking single summands out is right: no range may turn out shorter than that."""
        if abs(first) > LARGEST_SHIFT or abs(self.offset_of(upper)) > LARGEST_SHIFT:
            raise NoNormalForm("a sum that begins or ends far from its range")
        for end, least in ((base, 0), (upper, 0), (upper, int(first) - 1), (base, int(first) - 1)):
            x = self.normal(structure.subtract(end, number(least)))
            if not self.sign_of_quotient(x) <= NONNEGATIVE_SIGNS:
                raise NoNormalForm("a range that might be empty")

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

    def product(self, term: Term) -> Quotient:
        body, name, lower, upper = term.arguments
        first, last = constant(lower), constant(upper)
        if not (self.is_integral(lower) and self.is_integral(upper)):
            raise NoNormalForm("a product whose bounds might not be integers")
        if first is not None and last is not None:
            if last - first > LONGEST_WRITTEN_SUM:
                raise OutOfFuel
            total = self.whole(1)
            for k in range(int(first), int(last) + 1):
                total = self.times(total, self.summand(body, name, number(k)))
            return total
        index = self.index(name, upper, body)
        try:
            factor = self.normal(replace(body, {make("variable", name): index}))
        except UndefinedEverywhere:
            length = self.normal(structure.subtract(structure.add(upper, ONE), lower))
            if self.sign_of_quotient(length) == POSITIVE_SIGN:
                raise
            raise NoNormalForm("an undefined factor in a range that might be empty") from None
        if self.sign_of_quotient(factor) != POSITIVE_SIGN:
            raise NoNormalForm("a product of factors that might not be positive")
        logarithm = make("sum", structure.ln(body), name, lower, upper)
        return self.exponential(self.normal(logarithm), fmpq(1))
