"""Sums over a symbolic range as polynomials in generators.

A sum over i = 1, ..., h of a normal form N/D is brought to generators in these steps, each of them
true for every h:

    factors of D and of monomials of N that do not depend on i are taken out of the sum;
    all summands get one common denominator in i (kept in the plan), and N is divided by it;
    the sum of a sum is the sum of the sums of its monomials, one generator each;
    a factor delta(i, k) with k certainly in 1, ..., h leaves the summand at i = k;
    a sum inside a sum is one sum over pairs, the same in whatever order it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from math import comb

from verifier.kernel import structure
from verifier.kernel.domains import Domain
from verifier.kernel.flint import fmpz, fmpz_mpoly
from verifier.kernel.generators import (
    ALL_SIGNS,
    NONNEGATIVE_SIGNS,
    NONPOSITIVE_SIGNS,
    POSITIVE_SIGN,
    ZERO_SIGN,
    NoNormalForm,
    Plan,
    Restart,
    Signs,
    power_of_signs,
    product_of_signs,
)
from verifier.kernel.polynomials import Fuel, Quotient, UndefinedEverywhere
from verifier.kernel.ranges import Ranges
from verifier.kernel.structure import ONE, number
from verifier.kernel.substitution import in_order, replace
from verifier.kernel.term import Term, make, walk
from verifier.records import dataclass

LARGEST_POWER_OF_INDEX = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """A generator that is a sum of `factors` (terms with exponents) / denominator over ranges."""

    ranges: tuple[Term, ...]
    factors: tuple[tuple[Term, int], ...]
    denominator: Term | None


class Sums(Ranges):
    """Sums as generators, and what each of these generators sums up."""

    def __init__(
        self, plan: Plan, fuel: Fuel, splitting: bool, domains: Mapping[str, Domain]
    ) -> None:
        super().__init__(plan, fuel, splitting, domains)
        self.shapes: dict[int, Shape] = {}

    def symbolic_sum(self, body: Term, name: str, upper: Term) -> Quotient:
        index = self.index(name, upper, body)
        length = self.normal(upper)
        lengths = self.sign_of_quotient(length)
        if not lengths <= NONNEGATIVE_SIGNS:
            raise NoNormalForm("a range that might have a negative length")
        if lengths != POSITIVE_SIGN:
            self.cautious = True
        try:
            summand = self.normal(replace(body, {make("variable", name): index}))
        except UndefinedEverywhere:
            if lengths == POSITIVE_SIGN:
                raise
            raise NoNormalForm("an undefined summand in a range that might be empty") from None
        outer, inner = self.split_denominator(summand.denominator, index)
        common = self.common_denominator(index, inner)
        times = self.exactly(common, inner)
        self.expect(summand.numerator, times)
        numerator = self.with_indicators(summand.numerator * times)
        whole, rest = (numerator, self.zero)
        if not common.is_one():
            whole, rest = self.divide(numerator, common)
        total = self.whole(0)
        for part, below in ((whole, self.one), (rest, common)):
            for inside, outside in self.group(part, index):
                one = self.sum_of_monomial(index, length, inside, below)
                scaled = self.times(Quotient(outside, outer), one)
                total = self.plus(total, scaled)
        return total

    def split_denominator(self, p: fmpz_mpoly, index: Term) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        """The factors without and with the index."""
        content, factors = self.factors(p)
        outer, inner = self.constant(content), self.one
        for factor, exponent in factors:
            if index in self.indices_in(factor):
                inner = inner * factor**exponent
            else:
                outer = outer * factor**exponent
        return outer, inner

    def common_denominator(self, index: Term, inner: fmpz_mpoly) -> fmpz_mpoly:
        """A common multiple for all sums over the index; restarts if it must grow."""
        known = self.plan.denominators.get(index)
        common = self.one if known is None else self.normal(known).numerator
        if not common.is_one() or not inner.is_one():
            _, remainder = self.divide(common, inner)
            if not remainder.is_zero():
                own, _ = self.without_common_factor(inner, common)
                self.plan.denominators[index] = self.term_of(common * own)
                raise Restart
        return common

    def group(self, p: fmpz_mpoly, index: Term) -> Iterator[tuple[tuple[int, ...], fmpz_mpoly]]:
        """p as a sum of (monomial with the index) * (polynomial without)."""
        groups: dict[tuple[int, ...], dict[tuple[int, ...], fmpz]] = {}
        for monomial, coefficient in p.terms():
            inside = tuple(
                exponent if exponent and index in self.dependencies[k] else 0
                for k, exponent in enumerate(monomial)
            )
            outside = tuple(a - b for a, b in zip(monomial, inside, strict=True))
            groups.setdefault(inside, {})[outside] = coefficient
        for inside, terms in groups.items():
            yield inside, self.polynomial(terms)

    def sum_of_monomial(
        self, index: Term, length: Quotient, monomial: tuple[int, ...], denominator: fmpz_mpoly
    ) -> Quotient:
        present = [(k, int(exponent)) for k, exponent in enumerate(monomial) if exponent]
        if denominator.is_one():
            if not present:
                return length
            if len(present) == 1 and self.terms[present[0][0]] is index:
                return self.sum_of_powers(length, present[0][1])
        picked = self.pick_by_delta(index, present, denominator)
        if picked is not None:
            return picked
        return self.sum_generator(index, present, denominator)

    def sum_of_powers(self, length: Quotient, exponent: int) -> Quotient:
        """1^k + ... + h^k = ((h + 1)^(k+1) - 1 - sum over j < k of binom(k+1, j) S_j) / (k + 1)."""
        if exponent > LARGEST_POWER_OF_INDEX:
            raise NoNormalForm("a sum of large powers")
        sums: list[Quotient] = []
        for k in range(exponent + 1):
            total = self.to_power(self.plus(length, self.whole(1)), k + 1)
            total = self.minus(total, self.whole(1))
            for j, known in enumerate(sums):
                total = self.minus(total, self.times(self.whole(comb(k + 1, j)), known))
            sums.append(self.times(total, Quotient(self.one, self.constant(k + 1))))
        return sums[exponent]

    def pick_by_delta(
        self, index: Term, present: list[tuple[int, int]], denominator: fmpz_mpoly
    ) -> Quotient | None:
        """The summand at i = k if delta(i, k) is a factor and k lies in the range of i."""
        for position, _ in present:
            term = self.terms[position]
            if term.operator != "delta" or index not in term.arguments:
                continue
            other = term.arguments[term.arguments[0] is index]
            if not self.in_range(other, index.arguments[1]):
                continue
            total = self.whole(1)
            for k, exponent in present:
                if k != position:
                    at = replace(self.terms[k], {index: other})
                    total = self.times(total, self.to_power(self.normal(at), exponent))
            if denominator.is_one():
                return total
            below = self.normal(replace(self.term_of(denominator), {index: other}))
            return self.times(total, self.to_power(below, -1))
        return None

    # One generator for a sum of a monomial.

    def sum_generator(
        self, index: Term, present: list[tuple[int, int]], denominator: fmpz_mpoly
    ) -> Quotient:
        ranges: tuple[Term, ...] = (index,)
        factors = [(self.terms[k], exponent) for k, exponent in present]
        below = None if denominator.is_one() else self.term_of(denominator)
        inner = [k for k, exponent in present if k in self.shapes and exponent == 1]
        if len(inner) == 1 and below is None and self.shapes[inner[0]].denominator is None:
            shape = self.shapes[inner[0]]
            if not any(index is t or self.mentions(t, index) for t in shape.ranges):
                ranges = (index, *shape.ranges)
                factors = [f for f in factors if f[0] is not self.terms[inner[0]]]
                factors += shape.factors
        term = self.canonical_sum(ranges, factors, below)
        signs = self.sign_of_summand(present, denominator)
        if 0 in self.sign_of_quotient(self.normal(index.arguments[1])):
            signs |= ZERO_SIGN
        dependencies = self.indices_in(denominator)
        dependencies = dependencies.union(*[self.dependencies[k] for k, _ in present]) - {index}
        dependencies |= self.indices_in(self.normal(index.arguments[1]).numerator)
        position = self.generator(term, signs, dependencies)
        self.shapes[position] = Shape(ranges, tuple(factors), below)
        return self.symbol(position)

    def mentions(self, index: Term, other: Term) -> bool:
        """Whether the range of a bound index depends on another one."""
        return any(t is other for t in walk(index.arguments[1]))

    def sign_of_summand(self, present: list[tuple[int, int]], denominator: fmpz_mpoly) -> Signs:
        """The signs of a sum of at least one summand."""
        signs = self.sign(denominator)
        for k, exponent in present:
            self.settle(k)
            signs = product_of_signs(signs, power_of_signs(self.signs[k], exponent))
        if signs <= NONNEGATIVE_SIGNS or signs <= NONPOSITIVE_SIGNS:
            return signs
        return ALL_SIGNS

    def canonical_sum(
        self, ranges: tuple[Term, ...], factors: list[tuple[Term, int]], below: Term | None
    ) -> Term:
        """The sum as a term that does not depend on the order and the names of its indices."""
        orders = permutations(ranges) if len(ranges) <= 4 else iter([ranges])
        parts = [term for term, _ in factors] + ([] if below is None else [below])
        level = 1 + max((part.binders for part in parts), default=0)
        candidates = []
        for order in orders:
            names = {index: make("variable", f"#{level + k}") for k, index in enumerate(order)}
            powers = [structure.power(replace(t, names), number(e)) for t, e in factors]
            if below is not None:
                powers.append(structure.power(replace(below, names), structure.MINUS_ONE))
            body = in_order(structure.multiply(*powers))
            for k, index in enumerate(order):
                body = make("sum", body, f"#{level + k}", ONE, index.arguments[1])
            candidates.append(body)
        return min(candidates, key=lambda term: term.order)
