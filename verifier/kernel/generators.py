"""Generators: the real numbers in which a normal form is a polynomial.

Each generator stands for a term, the same on every attempt at a question, and carries the signs
that the term can have, an interval it lies in if one is known, and the bound indices it depends on.
A polynomial in generators stands for a term too (`term_of`), and equal polynomials for the same
term, so terms serve as names of polynomials between attempts.

An attempt that finds out that it should have chosen generators differently (a finer unit of an
exponential, a root of higher degree) writes that into the `Plan` and raises `Restart`.
"""

from __future__ import annotations

from functools import cache

from verifier.kernel import structure
from verifier.kernel.domains import Interval
from verifier.kernel.flint import fmpq, fmpz, fmpz_mpoly
from verifier.kernel.polynomial_table import Table
from verifier.kernel.polynomials import Fuel, OutOfFuel, Polynomials, Quotient
from verifier.kernel.structure import number
from verifier.kernel.term import Term
from verifier.records import dataclass, field

ALL_SIGNS = frozenset((-1, 0, 1))
POSITIVE_SIGN = frozenset((1,))
NEGATIVE_SIGN = frozenset((-1,))
NONNEGATIVE_SIGNS = frozenset((0, 1))
NONPOSITIVE_SIGNS = frozenset((-1, 0))
NONZERO_SIGNS = frozenset((-1, 1))
ZERO_SIGN = frozenset((0,))
Signs = frozenset[int]


class Restart(Exception):  # noqa: N818 (control flow: begin again with the changed plan)
    """The plan has changed."""


class SplitNeeded(Exception):  # noqa: N818 (control flow: prove by cases)
    """The sign of a term must be known; `three_ways` asks for zero as a case of its own."""

    def __init__(self, term: Term, signs: Signs, three_ways: bool) -> None:
        super().__init__()
        self.term, self.signs, self.three_ways = term, signs, three_ways


class NoNormalForm(Exception):  # noqa: N818 (control flow: the question stays open)
    """The kernel has no normal form for a term; says which."""


@dataclass(slots=True)
class Plan:
    """What the attempts at one question have found out about the generators they need.

    `units`: exp(c t) is a power of exp(u t) for the unit u of t; `degrees`: |t|^(a/b) is a power of
    |t|^(1/n) for the degree n of t; `denominators`: the common denominator, in a bound index, of
    all summands under it; `counted_anew`: sums of which the range must be counted from 1.
    """

    size: int
    units: dict[Term, fmpq] = field(default_factory=dict)
    degrees: dict[Term, int] = field(default_factory=dict)
    denominators: dict[Term, Term] = field(default_factory=dict)
    counted_anew: set[Term] = field(default_factory=set)


def sign_of_integer(value: fmpz | int) -> int:
    """-1, 0 or 1."""
    return int(value > 0) - int(value < 0)


def signs_of_integer(value: fmpz | int) -> Signs:
    """The set of the one sign that a whole number has."""
    return POSITIVE_SIGN if value > 0 else NEGATIVE_SIGN if value < 0 else ZERO_SIGN


@cache
def product_of_signs(left: Signs, right: Signs) -> Signs:
    """The signs that a product can have."""
    return frozenset(x * y for x in left for y in right)


@cache
def sum_of_signs(left: Signs, right: Signs) -> Signs:
    """The signs that a sum can have."""
    if (1 in left and -1 in right) or (-1 in left and 1 in right):
        return ALL_SIGNS
    return frozenset((x + y > 0) - (x + y < 0) for x in left for y in right)


def power_of_signs(signs: Signs, exponent: int) -> Signs:
    """The signs that a power with a positive exponent can have."""
    return signs if exponent % 2 else product_of_signs(signs, signs) - NEGATIVE_SIGN


class Generators(Polynomials):
    """The generators of one attempt, and what each of them stands for."""

    def __init__(self, plan: Plan, fuel: Fuel) -> None:
        super().__init__(plan.size, fuel)
        self.plan = plan
        self.positions: dict[Term, int] = {}
        self.terms: list[Term] = []
        self.signs: list[Signs] = []
        self.dependencies: list[frozenset[Term]] = []
        self.depend_on_indices = False
        self.ranges: dict[int, Interval] = {}
        self.exponents: dict[int, Quotient] = {}
        self.logarithms: dict[int, fmpz_mpoly] = {}
        self.roots: dict[int, tuple[fmpz_mpoly, int]] = {}
        self.names: Table[Term] = Table()

    def generator(
        self, term: Term, signs: Signs = ALL_SIGNS, dependencies: frozenset[Term] = frozenset()
    ) -> int:
        """The position of the generator that stands for the term."""
        position = self.positions.get(term)
        if position is None:
            position = self.positions[term] = len(self.terms)
            if position >= self.plan.size:
                if self.plan.size > 500:
                    raise OutOfFuel
                self.plan.size *= 2
                raise Restart
            self.terms.append(term)
            self.signs.append(signs)
            self.dependencies.append(dependencies)
            self.depend_on_indices = self.depend_on_indices or bool(dependencies)
        return position

    def symbol(self, position: int) -> Quotient:
        return Quotient(self.symbols[position], self.one)

    def single(self, p: fmpz_mpoly) -> int | None:
        """The position of the generator that the polynomial is, if it is one."""
        if len(p) == 1 and p.total_degree() == 1 and p.leading_coefficient() == 1:
            return p.degrees().index(1)
        return None

    def is_bit(self, position: int) -> bool:
        """Whether the generator is known to be 0 or 1."""
        square, x = self.relations.get(position, (0, self.zero)), self.symbols[position]
        return square[0] == 2 and bool(square[1] == x)

    def bits_in(self, p: fmpz_mpoly) -> list[int]:
        """The generators in p that are known to be 0 or 1."""
        degrees = p.degrees()
        return [k for k in self.relations if degrees[k] > 0 and self.is_bit(k)]

    def indices_in(self, *polynomials: fmpz_mpoly) -> frozenset[Term]:
        """The bound indices that the polynomials depend on."""
        found: frozenset[Term] = frozenset()
        if not self.depend_on_indices:
            return found
        for p in polynomials:
            for position, degree in enumerate(p.degrees()):
                if degree > 0:  # of the zero polynomial it is -1
                    found |= self.dependencies[position]
        return found

    def term_of(self, p: fmpz_mpoly) -> Term:
        """The term a polynomial stands for; the same for equal polynomials of any attempt."""
        known = self.names.get(p)
        if known is None:
            products = [
                self.monomial_term(monomial)
                if coefficient == 1
                else structure.multiply(number(int(coefficient)), self.monomial_term(monomial))
                for monomial, coefficient in p.terms()
            ]
            known = structure.add(*sorted(products, key=lambda term: term.order))
            self.names.put(known, p)
        return known

    def monomial_term(self, monomial: tuple[int, ...]) -> Term:
        powers = [
            self.terms[position]
            if exponent == 1
            else structure.power(self.terms[position], number(int(exponent)))
            for position, exponent in enumerate(monomial)
            if exponent
        ]
        return structure.multiply(*sorted(powers, key=lambda term: term.order))

    def quotient_term(self, x: Quotient) -> Term:
        """The term a quotient stands for."""
        if x.denominator.is_one():
            return self.term_of(x.numerator)
        return structure.divide(self.term_of(x.numerator), self.term_of(x.denominator))
