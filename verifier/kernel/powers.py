"""Exponentials, logarithms, roots and absolute values as polynomials in generators.

    exp(n/d)   each monomial of n/d is a rational multiple of a unit; exp is a product of powers of
               exp(unit);  exp(r ln|p|) = |p|^r
    ln|p|      = b ln|p(1)| + (1 - b) ln|p(0)|  for a generator b in p that is 0 or 1
    ln|p|      = sum of e_k ln|p_k| over the factors of p;  ln e^u = u;  ln|q|^(1/n) = ln|q| / n
    ln|b R - a| = ln|b^2 q - a^2| - ln|b R + a|  for R = q^(1/2), if the first of them is not zero
    |p|^r      = product of |p_k|^(r e_k);  |p|^(1/n) is a generator R with R^n = p or -p

They hold at every point where the left side is defined: logarithms and roots are taken of absolute
values, so no factor needs to be positive. Which of p and -p is |p| must be known; otherwise the
attempt is given up in favour of two cases, or |p| is a generator A with A^2 = p^2.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from verifier.kernel import structure
from verifier.kernel.algebraic_signs import AlgebraicSigns
from verifier.kernel.flint import fmpq, fmpz, fmpz_mpoly
from verifier.kernel.generators import (
    ALL_SIGNS,
    NONNEGATIVE_SIGNS,
    NONPOSITIVE_SIGNS,
    POSITIVE_SIGN,
    Plan,
    Restart,
    SplitNeeded,
)
from verifier.kernel.polynomials import Fuel, OutOfFuel, Quotient
from verifier.kernel.term import Term, make

LARGEST_EXPONENTIAL = 200
LARGEST_ROOT = 100


def common_unit(left: fmpq, right: fmpq) -> fmpq:
    """The largest rational number of which both are integer multiples."""
    above = gcd(int(left.numerator * right.denominator), int(right.numerator * left.denominator))
    return fmpq(above, int(left.denominator * right.denominator))


class Powers(AlgebraicSigns):
    """`splitting`: whether an unknown sign may ask for cases (else |p| becomes a generator)."""

    def __init__(self, plan: Plan, fuel: Fuel, splitting: bool) -> None:
        super().__init__(plan, fuel)
        self.splitting = splitting
        self.magnitudes: dict[int, fmpz_mpoly] = {}

    # exp

    def exponential(self, x: Quotient, scale: fmpq) -> Quotient:
        """exp(scale x)."""
        above, below = self.one, self.one
        for monomial, factor, denominator in self.summands(x):
            times = factor * scale
            logarithm = self.single(monomial)
            if denominator.is_one() and logarithm in self.logarithms:
                power = self.magnitude_power(self.logarithms[logarithm], times)
            else:
                power = self.unit_power(monomial, denominator, times)
            self.expect(above, power.numerator)
            self.expect(below, power.denominator)
            above, below = above * power.numerator, below * power.denominator
        return self.quotient(above, below)

    def summands(self, x: Quotient) -> list[tuple[fmpz_mpoly, fmpq, fmpz_mpoly]]:
        """x as a sum of (monomial, rational factor, primitive denominator)."""
        content, denominator = 1, x.denominator
        if not denominator.is_one():
            content = gcd(*map(int, denominator.coeffs()))
            denominator = self.exactly(denominator, self.constant(content))
        if denominator.is_one():
            parts = [(x.numerator, self.one)]
        else:
            whole, rest = self.divide(x.numerator, denominator)
            parts = [(whole, self.one), (rest, denominator)]
        return [
            (self.polynomial({monomial: fmpz(1)}), fmpq(coefficient, content), below)
            for p, below in parts
            for monomial, coefficient in p.terms()
        ]

    def unit_of(self, base: Term, times: fmpq) -> fmpq:
        """The unit of a term of which `times` is to be a multiple. Restarts if it must shrink."""
        unit = self.plan.units.setdefault(base, abs(times))
        if (times / unit).denominator != 1:
            self.plan.units[base] = common_unit(unit, times)
            raise Restart
        return unit

    def unit_power(self, monomial: fmpz_mpoly, denominator: fmpz_mpoly, times: fmpq) -> Quotient:
        """exp(times * monomial / denominator)."""
        base = self.quotient_term(Quotient(monomial, denominator))
        unit = self.unit_of(base, times)
        scaled = base
        if unit != 1:
            scaled = structure.multiply(structure.number(_fraction(unit)), base)
        dependencies = self.indices_in(monomial, denominator)
        position = self.generator(structure.exp(scaled), POSITIVE_SIGN, dependencies)
        exponent = Quotient(monomial * unit.numerator, denominator * unit.denominator)
        self.exponents[position] = exponent
        count = int((times / unit).numerator)
        if abs(count) > LARGEST_EXPONENTIAL:
            raise OutOfFuel
        power = self.symbols[position] ** abs(count)
        return Quotient(power, self.one) if count > 0 else Quotient(self.one, power)

    # ln

    def ln_magnitude(self, p: fmpz_mpoly) -> Quotient:
        """ln|p| for a polynomial that is not zero."""
        content, factors = self.factors(p)
        total = self.whole(0)
        for factor, exponent in [*factors, *self.primes(content)]:
            part = self.ln_magnitude_of_factor(factor)
            total = self.plus(total, self.times(self.whole(exponent), part))
        return total

    def ln_magnitude_of_factor(self, f: fmpz_mpoly) -> Quotient:
        position = self.single(f)
        if position in self.exponents:
            return self.exponents[position]
        if position in self.roots:
            radicand, degree = self.roots[position]
            inner = self.ln_magnitude(radicand)
            return self.times(inner, Quotient(self.one, self.constant(degree)))
        for bit in self.bits_in(f)[:1]:
            zero, one = self.at_bit(f, bit)
            if 0 not in self.sign(zero) | self.sign(one):
                return self.plus(
                    self.times(self.symbol(bit), self.ln_magnitude(one)),
                    self.times(Quotient(1 - self.symbols[bit], self.one), self.ln_magnitude(zero)),
                )
        conjugate = self.preferred_conjugate(f)
        if conjugate is not None:
            other, norm = conjugate
            return self.minus(self.ln_magnitude(norm), self.ln_magnitude(other))
        term = make("ln_magnitude", self.term_of(f))
        logarithm = self.generator(term, ALL_SIGNS, self.indices_in(f))
        if logarithm not in self.logarithms:
            self.logarithms[logarithm] = self.unsettled[logarithm] = f
        return self.symbol(logarithm)

    def preferred_conjugate(self, f: fmpz_mpoly) -> tuple[fmpz_mpoly, fmpz_mpoly] | None:
        """For f = b sqrt(q) - a:  b sqrt(q) + a, and the product of both, if that is never zero.

        Of the two, the one in which the first coefficients have one sign is preferred.
        """
        degrees = f.degrees()
        for root, (degree, square) in list(self.relations.items()):
            if degree != 2 or root not in self.roots or degrees[root] != 1:
                continue
            parts = self.by_powers(f, root)
            a, b = parts.get(0, self.zero), parts[1]
            if a.is_zero() or (a.leading_coefficient() > 0) == (b.leading_coefficient() > 0):
                continue
            for p in (a, b, square):
                self.expect(p, p)
            norm = self.reduce(self.bounded(b * b * square - a * a))
            if not norm.is_zero() and 0 not in self.sign(norm, 1):
                return b * self.symbols[root] - a, norm
        return None

    # |p|^r

    def magnitude_of_quotient(self, x: Quotient, exponent: fmpq) -> Quotient:
        """|x|^exponent."""
        total = self.whole(1)
        for p, direction in ((x.numerator, 1), (x.denominator, -1)):
            content, factors = self.factors(p)
            for factor, times in [*factors, *self.primes(content)]:
                power = self.magnitude_power(factor, exponent * (direction * times))
                total = self.times(total, power)
        return total

    def magnitude_power(self, f: fmpz_mpoly, exponent: fmpq) -> Quotient:
        """|f|^exponent for one factor or prime number f."""
        position = self.single(f)
        if position in self.exponents:
            return self.exponential(self.exponents[position], exponent)
        if position in self.roots:
            radicand, degree = self.roots[position]
            return self.magnitude_power(radicand, exponent / degree)
        degree = self.degree_of(f, exponent)
        count = int((exponent * degree).numerator)
        if degree == 1 and count % 2 == 0:
            return self.to_power(Quotient(f, self.one), count)
        signs = self.sign(f)
        if signs <= NONNEGATIVE_SIGNS:
            magnitude = f
        elif signs <= NONPOSITIVE_SIGNS:
            magnitude = -f
        else:
            magnitude = self.magnitude_generator(f)
        if degree == 1:
            return self.to_power(Quotient(magnitude, self.one), count)
        return self.to_power(self.symbol(self.root(f, magnitude, degree)), count)

    def degree_of(self, f: fmpz_mpoly, exponent: fmpq) -> int:
        """The degree of the root of f that is in use; restarts if it must be higher."""
        if exponent.denominator == 1 and not self.plan.degrees:
            return 1
        name = self.term_of(f)
        degree = self.plan.degrees.get(name, 1)
        if degree % int(exponent.denominator):
            degree = lcm(degree, int(exponent.denominator))
            if degree > LARGEST_ROOT:
                raise OutOfFuel
            self.plan.degrees[name] = degree
            raise Restart
        return degree

    def root(self, f: fmpz_mpoly, magnitude: fmpz_mpoly, degree: int) -> int:
        """The generator |f|^(1/degree)."""
        term = make("root", self.term_of(f), degree)
        signs = POSITIVE_SIGN if 0 not in self.sign(f) else NONNEGATIVE_SIGNS
        position = self.generator(term, signs, self.indices_in(f))
        self.relations[position] = (degree, magnitude)
        self.roots[position] = (f, degree)
        return position

    def magnitude_generator(self, f: fmpz_mpoly) -> fmpz_mpoly:
        """|f| as a generator of its own, unless cases are to be made of the sign of f."""
        dependencies = self.indices_in(f)
        if self.splitting and not dependencies:
            raise SplitNeeded(self.term_of(f), self.sign(f), three_ways=False)
        term = make("magnitude", self.term_of(f))
        position = self.generator(term, NONNEGATIVE_SIGNS, dependencies)
        self.relations[position] = (2, f * f)
        self.magnitudes[position] = f
        return self.symbols[position]

    def indicator(self, f: fmpz_mpoly, sign: int) -> fmpz_mpoly:
        """1 where sign * f > 0, else 0."""
        term = make("indicator", self.term_of(f), sign)
        position = self.generator(term, NONNEGATIVE_SIGNS, self.indices_in(f))
        self.relations[position] = (2, self.symbols[position])
        return self.symbols[position]

    def with_indicators(self, p: fmpz_mpoly) -> fmpz_mpoly:
        """p with |f| written as f * (2 [f > 0] - 1) where f depends on a bound index."""
        for position, f in list(self.magnitudes.items()):
            if p.degrees()[position] and self.dependencies[position]:
                signed = self.magnitude_by_indicator(f)
                parts = self.by_powers(p, position).items()
                p = self.zero
                for exponent, coefficient in parts:
                    p = p + coefficient * self.power_of(signed, exponent)
                p = self.bounded(self.reduce(p))
        return p

    def magnitude_by_indicator(self, f: fmpz_mpoly) -> fmpz_mpoly:
        return f * (2 * self.indicator(f, 1) - 1)


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.numerator), int(value.denominator))
