"""Products over a range as polynomials in generators.

    a range between numbers is written out
    factors that are positive become exp of the sum of their logarithms
    product of f g = (product of f) (product of g), also for the factors of a normal form
    a factor c without the index becomes c^h for a range of h >= 0 indices and c > 0
    any other factor becomes a generator, the product of it over 1, ..., h
    single factors are split off until the range is 1, ..., h, where it is certainly not empty; a
    range that begins elsewhere is counted anew from 1

An empty product is 1; each rule holds for it, too.
"""

from __future__ import annotations

from verifier.kernel import structure
from verifier.kernel.flint import fmpq, fmpz_mpoly
from verifier.kernel.generators import (
    ALL_SIGNS,
    NONNEGATIVE_SIGNS,
    NONZERO_SIGNS,
    POSITIVE_SIGN,
    NoNormalForm,
    Signs,
)
from verifier.kernel.polynomials import OutOfFuel, Quotient, UndefinedEverywhere
from verifier.kernel.ranges import LARGEST_SHIFT, LONGEST_WRITTEN_SUM
from verifier.kernel.structure import ONE, constant, number
from verifier.kernel.substitution import bind, in_order, replace
from verifier.kernel.sums import Sums
from verifier.kernel.term import Term, make


class Products(Sums):
    """Normal forms of products."""

    def product(self, term: Term) -> Quotient:
        body, name, lower, upper = term.arguments
        first, last = constant(lower), constant(upper)
        if not (self.is_integral(lower) and self.is_integral(upper)):
            raise NoNormalForm("a product whose bounds might not be integers")
        if first is not None and last is not None:
            if last - first > LONGEST_WRITTEN_SUM:
                raise OutOfFuel
            return self.single_factors(body, name, [number(k) for k in _between(first, last)])
        factor = self.factor(body, name, lower, upper)
        if self.sign_of_quotient(factor) == POSITIVE_SIGN:
            logarithm = make("sum", structure.ln(body), name, lower, upper)
            return self.exponential(self.normal(logarithm), fmpq(1))
        begins_early = first is not None and -LARGEST_SHIFT <= first <= 1
        if first is not None and begins_early and (first == 1 or self.is_nonnegative(upper)):
            early = self.single_factors(body, name, [number(k) for k in _between(first, 0)])
            return self.times(early, self.from_one(body, name, upper))
        shift = structure.subtract(lower, ONE)
        variable = make("variable", name)
        body = replace(body, {variable: structure.add(variable, shift)})
        return self.from_one(body, name, structure.subtract(upper, shift))

    def single_factors(self, body: Term, name: str, places: list[Term]) -> Quotient:
        total = self.whole(1)
        for place in places:
            total = self.times(total, self.summand(body, name, place))
        return total

    def factor(self, body: Term, name: str, lower: Term, upper: Term) -> Quotient:
        """The normal form of the body at the bound index."""
        length = structure.subtract(structure.add(upper, ONE), lower)
        occupied = self.sign_of_quotient(self.normal(length)) == POSITIVE_SIGN
        if not occupied:
            self.cautious = True
        index = self.index(name, upper, body)
        try:
            return self.normal(replace(body, {make("variable", name): index}))
        except UndefinedEverywhere:
            if occupied:
                raise
            raise NoNormalForm("an undefined factor in a range that might be empty") from None

    def from_one(self, body: Term, name: str, upper: Term) -> Quotient:
        """The product over 1, ..., h + c, with the last c factors split off."""
        offset = self.offset_of(upper)
        base = structure.subtract(upper, number(offset))
        if not (0 < offset <= LARGEST_SHIFT and self.is_nonnegative(base)):
            return self.by_factors(body, name, upper)
        late = [structure.add(base, number(k)) for k in range(1, offset + 1)]
        return self.times(self.by_factors(body, name, base), self.single_factors(body, name, late))

    def by_factors(self, body: Term, name: str, upper: Term) -> Quotient:
        """The product over 1, ..., h of a normal form, factor by factor."""
        index = self.index(name, upper, body)
        whole = self.factor(body, name, ONE, upper)
        total = self.whole(1)
        for p, direction in ((whole.numerator, 1), (whole.denominator, -1)):
            if p.is_zero():
                return self.product_generator(p, index)
            content, factors = self.factors(p)
            if content < 0:
                total = self.times(total, self.product_generator(self.constant(-1), index))
            for f, exponent in [*factors, *self.primes(content)]:
                power = self.product_of_factor(f, index)
                total = self.times(total, self.to_power(power, direction * exponent))
        return total

    def product_of_factor(self, f: fmpz_mpoly, index: Term) -> Quotient:
        upper = index.arguments[1]
        if index not in self.indices_in(f):
            if self.sign(f) == POSITIVE_SIGN and self.is_nonnegative(upper):
                exponent = self.times(self.normal(upper), self.ln_magnitude(f))
                return self.exponential(exponent, fmpq(1))
        elif self.sign(f) == POSITIVE_SIGN and self.is_nonnegative(upper):
            name = f"#{index.arguments[0]}"
            factor = replace(self.term_of(f), {index: make("variable", name)})
            logarithm = bind("sum", structure.ln(factor), name, ONE, upper)
            return self.exponential(self.normal(logarithm), fmpq(1))
        return self.product_generator(f, index)

    def product_generator(self, f: fmpz_mpoly, index: Term) -> Quotient:
        """A generator for the product of f over the range of the index."""
        upper, factor = index.arguments[1], self.term_of(f)
        level = f"#{1 + factor.binders}"
        body = in_order(replace(factor, {index: make("variable", level)}))
        term = make("product", body, level, ONE, upper)
        dependencies = self.indices_in(f) - {index}
        dependencies |= self.indices_in(self.normal(upper).numerator)
        position = self.generator(term, _signs_of_product(self.sign(f)), dependencies)
        if (f * f).is_one():
            self.relations[position] = (2, self.one)
        return self.symbol(position)


def _between(first: object, last: object) -> range:
    return range(int(str(first)), int(str(last)) + 1)


def _signs_of_product(signs: Signs) -> Signs:
    """The signs of a product of any number of factors, none included."""
    for closed in (POSITIVE_SIGN, NONNEGATIVE_SIGNS, NONZERO_SIGNS):
        if signs <= closed:
            return closed
    return ALL_SIGNS
