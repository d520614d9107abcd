"""Exact polynomials over the integers, with every answer of FLINT that could lie multiplied back.

A normal form is a quotient of two polynomials in generators g0, g1, ...; a generator stands for a
real number that depends on the point (a variable, an exponential, a logarithm, ...). Sums and
products of polynomials are believed; a division, a greatest common divisor and a factorisation are
multiplied out again and compared. Limits are counts of term products, so they are reproducible.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, gcd

from verifier.hints import NamedTuple
from verifier.kernel.flint import Ordering, fmpz, fmpz_mpoly, fmpz_mpoly_ctx
from verifier.kernel.polynomial_table import Table

LARGEST_PRODUCT = 100_000
LARGEST_LENGTH = 20_000
LARGEST_DEGREE = 400
LARGEST_TO_FACTOR = 400
LARGEST_COEFFICIENT = 200_000


class OutOfFuel(Exception):  # noqa: N818 (control flow: the question is too large)
    """The work allowed for one question is used up."""


class UnreliableAnswer(Exception):  # noqa: N818 (control flow: the question stays open)
    """An answer of the polynomial library that does not multiply back."""


class UndefinedEverywhere(Exception):  # noqa: N818 (control flow)
    """A denominator, or the argument of a logarithm, is zero at every point of the case."""


class Quotient(NamedTuple):
    """numerator / denominator; the denominator is a product of ones that really occur."""

    numerator: fmpz_mpoly
    denominator: fmpz_mpoly


class Fuel:
    """The work left for a question."""

    def __init__(self, amount: int) -> None:
        self.left = amount

    def spend(self, amount: int) -> None:
        """Raises `OutOfFuel` when more is spent than was there."""
        self.left -= amount
        if self.left < 0:
            raise OutOfFuel


SIZES = 4


Factors = tuple[int, list[tuple[fmpz_mpoly, int]]]


@lru_cache(maxsize=64)
def _ring(size: int) -> tuple[fmpz_mpoly_ctx, tuple[fmpz_mpoly, ...], fmpz_mpoly, fmpz_mpoly]:
    """The ring of polynomials in so many generators, the generators, 0 and 1; values, so shared."""
    context = fmpz_mpoly_ctx.get([f"g{k}" for k in range(size)], Ordering.degrevlex)
    return context, context.gens(), context.constant(0), context.constant(1)


class Polynomials:
    """Arithmetic in Z[g0, ..., g(n-1)] and its quotients, modulo relations g^b = p.

    A relation holds at every point where the terms in question are defined.
    """

    def __init__(self, size: int, fuel: Fuel) -> None:
        rounded = -(-size // SIZES) * SIZES
        self.context, self.symbols, self.zero, self.one = _ring(rounded)
        self.fuel = fuel
        self.relations: dict[int, tuple[int, fmpz_mpoly]] = {}
        self.factorisations: Table[Factors] = Table()

    def constant(self, value: int) -> fmpz_mpoly:
        return self.context.constant(value)

    def whole(self, value: int) -> Quotient:
        return Quotient(self.context.constant(value), self.one)

    def polynomial(self, terms: dict[tuple[int, ...], fmpz]) -> fmpz_mpoly:
        return self.context.from_dict(terms)

    # Work is bounded before it is done.

    def expect(self, p: fmpz_mpoly, q: fmpz_mpoly) -> None:
        work, fuel = len(p) * len(q), self.fuel
        fuel.left -= work  # as `spend` does; this is the busiest place of the kernel
        if work > LARGEST_PRODUCT or fuel.left < 0:
            raise OutOfFuel

    def bounded(self, p: fmpz_mpoly) -> fmpz_mpoly:
        length, fuel = len(p), self.fuel
        fuel.left -= length
        if length > LARGEST_LENGTH or fuel.left < 0 or p.total_degree() > LARGEST_DEGREE:
            raise OutOfFuel
        return p

    # Answers that are checked.

    def divide(self, p: fmpz_mpoly, q: fmpz_mpoly) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        """A quotient s and a remainder r with p = s q + r."""
        self.expect(p, q)
        quotient, remainder = divmod(p, q)
        if quotient * q + remainder != p:
            raise UnreliableAnswer("division")
        return quotient, remainder

    def exactly(self, p: fmpz_mpoly, q: fmpz_mpoly) -> fmpz_mpoly:
        """p / q, which must leave no remainder."""
        quotient, remainder = self.divide(p, q)
        if not remainder.is_zero():
            raise UnreliableAnswer("exact division")
        return quotient

    def without_common_factor(self, p: fmpz_mpoly, q: fmpz_mpoly) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        """p / g and q / g for the greatest common divisor g; only g | p and g | q is relied on."""
        if p.is_one() or q.is_one():
            return p, q
        self.expect(p, q)
        if p == q:
            return self.one, self.one
        divisor = p.gcd(q)
        if divisor.is_one():
            return p, q
        return self.exactly(p, divisor), self.exactly(q, divisor)

    def factors(self, p: fmpz_mpoly) -> Factors:
        """A number and factors with positive leading coefficients and exponents; p is not 0.

        That the factors are irreducible is not relied on; that their product is p is checked.
        """
        known = self.factorisations.get(p)
        if known is None:
            if len(p) > LARGEST_TO_FACTOR:
                raise OutOfFuel
            known = self._without_factoring(p) or self._factor(p)
            self.factorisations.put(known, p)
        return known

    def _without_factoring(self, p: fmpz_mpoly) -> Factors | None:
        """The factors of a monomial or of a polynomial of degree 1."""
        if len(p) == 1:
            ((monomial, coefficient),) = p.terms()
            factors = [(self.symbols[k], int(e)) for k, e in enumerate(monomial) if e]
            return int(coefficient), factors
        if p.total_degree() != 1:
            return None
        content = gcd(*map(int, p.coeffs()))
        if p.leading_coefficient() < 0:
            content = -content
        return content, [(self.exactly(p, self.constant(content)), 1)]

    def _factor(self, p: fmpz_mpoly) -> Factors:
        self.fuel.spend(1000 + 10 * len(p))
        try:
            found, pairs = p.factor()
        except OverflowError:  # python-flint sorts factors by coefficients that fit a machine word
            raise OutOfFuel from None
        content, factors = int(found), []
        for factor, multiplicity in pairs:
            exponent = int(multiplicity)
            if factor.leading_coefficient() < 0:
                factor = -factor
                content = -content if exponent % 2 else content
            factors.append((factor, exponent))
        product = self.constant(content)
        for factor, exponent in factors:
            product = product * factor**exponent
        if product != p:
            raise UnreliableAnswer("factorisation")
        return content, factors

    def primes(self, value: int) -> list[tuple[fmpz_mpoly, int]]:
        """The prime factors of |value|, as constants with their exponents."""
        if abs(value).bit_length() > 128:
            raise OutOfFuel  # factoring a long number could take for ever
        pairs = [(int(prime), int(exponent)) for prime, exponent in fmpz(abs(value)).factor()]
        product = 1
        for prime, exponent in pairs:
            product *= prime**exponent
        if product != abs(value):
            raise UnreliableAnswer("factorisation of a number")
        return [(self.constant(prime), exponent) for prime, exponent in pairs]

    def by_powers(self, f: fmpz_mpoly, position: int) -> dict[int, fmpz_mpoly]:
        """The coefficients of f as a polynomial in one generator."""
        parts: dict[int, dict[tuple[int, ...], fmpz]] = {}
        for monomial, coefficient in f.terms():
            rest = (*monomial[:position], 0, *monomial[position + 1 :])
            parts.setdefault(monomial[position], {})[rest] = coefficient
        return {exponent: self.polynomial(terms) for exponent, terms in parts.items()}

    def at_bit(self, f: fmpz_mpoly, position: int) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        """f with 0 and with 1 put in for a generator."""
        parts = self.by_powers(f, position)
        total = self.zero
        for coefficient in parts.values():
            total = total + coefficient
        return parts.get(0, self.zero), total

    # Quotients.

    def reduce(self, p: fmpz_mpoly) -> fmpz_mpoly:
        """p with g^b replaced by its relation, the newest generators first."""
        for g in sorted(self.relations, reverse=True):
            degree, replacement = self.relations[g]
            if p.is_constant():
                return p
            while p.degrees()[g] >= degree:
                parts: dict[int, dict[tuple[int, ...], fmpz]] = {}
                for monomial, coefficient in p.terms():
                    times, rest = divmod(monomial[g], degree)
                    lowered = (*monomial[:g], rest, *monomial[g + 1 :])
                    parts.setdefault(times, {})[lowered] = coefficient
                p = self.zero
                for times, terms in parts.items():
                    power = self.power_of(replacement, times)
                    part = self.polynomial(terms)
                    self.expect(part, power)
                    p = p + part * power
                self.bounded(p)
        return p

    def power_of(self, p: fmpz_mpoly, exponent: int) -> fmpz_mpoly:
        """p^exponent for an exponent >= 0."""
        if exponent == 1 or p.is_one():
            return p
        if exponent > LARGEST_DEGREE or comb(len(p) + exponent - 1, exponent) > LARGEST_LENGTH:
            raise OutOfFuel
        height = max((abs(int(c)).bit_length() for c in p.coeffs()), default=0)
        if height * exponent > LARGEST_COEFFICIENT:
            raise OutOfFuel
        self.fuel.spend(len(p) * exponent)
        return p**exponent

    def quotient(self, numerator: fmpz_mpoly, denominator: fmpz_mpoly) -> Quotient:
        """numerator / denominator in lowest terms. Raises `UndefinedEverywhere` for x / 0."""
        if self.relations:
            numerator, denominator = self.reduce(numerator), self.reduce(denominator)
        if denominator.is_zero():
            raise UndefinedEverywhere
        if numerator.is_zero():
            return Quotient(self.zero, self.one)
        if denominator.is_one():
            return Quotient(self.bounded(numerator), denominator)
        numerator, denominator = self.without_common_factor(numerator, denominator)
        if denominator.leading_coefficient() < 0:
            numerator, denominator = -numerator, -denominator
        return Quotient(self.bounded(numerator), self.bounded(denominator))

    def plus(self, x: Quotient, y: Quotient) -> Quotient:
        (p, below), (q, other_below) = x, y
        if p.is_zero():
            return y
        if q.is_zero():
            return x
        if below == other_below:
            return self.quotient(p + q, below)
        other, own = self.without_common_factor(other_below, below)
        self.expect(p, other)
        self.expect(q, own)
        self.expect(below, other)
        return self.quotient(p * other + q * own, below * other)

    def times(self, x: Quotient, y: Quotient) -> Quotient:
        (p, below), (q, other_below) = x, y
        whole, other_whole = below.is_one(), other_below.is_one()
        if whole and p.is_one():
            return y
        if other_whole and q.is_one():
            return x
        self.expect(p, q)
        if whole and other_whole:
            return self.quotient(p * q, below)
        self.expect(below, other_below)
        return self.quotient(p * q, below * other_below)

    def minus(self, x: Quotient, y: Quotient) -> Quotient:
        return self.plus(x, Quotient(-y.numerator, y.denominator))

    def to_power(self, x: Quotient, exponent: int) -> Quotient:
        """x^exponent for any integer exponent. Raises `UndefinedEverywhere` for a power of 0."""
        if exponent == 1:
            return x
        if exponent < 0:
            x, exponent = Quotient(x.denominator, x.numerator), -exponent
        return self.quotient(
            self.power_of(x.numerator, exponent), self.power_of(x.denominator, exponent)
        )
