"""Normal forms of numbers, variables, arithmetic and the elementary functions.

    sigmoid(u) = 1/(1 + e^-u)    tanh(u) = (e^2u - 1)/(e^2u + 1)    softplus(u) = ln(1 + e^u)
    erf(-u) = -erf(u)

Where `opaque` is set, sigmoid and tanh are generators instead: a deep network is then a short
polynomial, and its derivative too, since s' = s (1 - s).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from verifier.kernel import structure
from verifier.kernel.angles import Angles
from verifier.kernel.domains import (
    REAL,
    Domain,
    Finite,
    Interval,
    domain_of,
    is_integral,
    possible_signs,
)
from verifier.kernel.flint import fmpq
from verifier.kernel.generators import (
    ALL_SIGNS,
    NONNEGATIVE_SIGNS,
    POSITIVE_SIGN,
    ZERO_SIGN,
    Plan,
)
from verifier.kernel.hypotheses import ALLOWED_SIGNS
from verifier.kernel.polynomials import Fuel, Quotient
from verifier.kernel.structure import ONE
from verifier.kernel.term import Term, make
from verifier.kernel.term_defined import Definedness
from verifier.kernel.term_sign import TermSigns

_FROM_ONE = Interval(Fraction(1), None, True, False)


class Functions(Angles):
    """`opaque`: whether sigmoid and tanh are generators."""

    def __init__(
        self,
        plan: Plan,
        fuel: Fuel,
        splitting: bool,
        domains: Mapping[str, Domain],
        opaque: bool = False,
    ) -> None:
        super().__init__(plan, fuel, splitting, domains)
        self.opaque = opaque
        self.term_signs = TermSigns(domains)
        self.definedness = Definedness(self.term_signs)

    def number(self, term: Term) -> Quotient:
        value = term.arguments[0]
        return Quotient(self.constant(value.numerator), self.constant(value.denominator))

    def variable(self, term: Term) -> Quotient:
        return self.atom(term, domain_of(term.arguments[0], self.domains), frozenset())

    def entry(self, term: Term) -> Quotient:
        name = term.arguments[0]
        indices = [self.normal(index) for index in term.children]
        dependencies = self.indices_in(*[p for x in indices for p in x])
        canonical = structure.entry(name, *map(self.quotient_term, indices))
        return self.atom(canonical, domain_of(name + "[]", self.domains), dependencies)

    def bound_index(self, term: Term) -> Quotient:
        upper = self.indices_in(self.normal(term.arguments[1]).numerator)
        position = self.generator(term, POSITIVE_SIGN, upper | {term})
        self.ranges[position] = _FROM_ONE
        return self.symbol(position)

    def atom(self, term: Term, domain: Domain, dependencies: frozenset[Term]) -> Quotient:
        position = self.generator(term, possible_signs(domain), dependencies)
        if isinstance(domain, Interval):
            if domain is not REAL and domain != REAL:
                self.ranges[position] = domain
        elif is_integral(domain):
            self.ranges[position] = _FROM_ONE
        elif isinstance(domain, Finite):
            self.finite(position, domain)
        if self.signs[position] == ZERO_SIGN:
            return self.whole(0)
        return self.symbol(position)

    def finite(self, position: int, domain: Finite) -> None:
        """The product of x - v over the values v is zero: a relation for the highest power."""
        if any(value.denominator != 1 for value in domain.values):
            return
        x, product = self.symbols[position], self.one
        for value in domain.values:
            product = product * (x - int(value))
        degree = len(domain.values)
        if degree == 2:
            self.relations[position] = (degree, x**degree - product)

    def pi(self, term: Term) -> Quotient:
        position = self.generator(term, POSITIVE_SIGN)
        self.ranges[position] = Interval(Fraction(3), Fraction(4), False, False)
        return self.symbol(position)

    def add(self, term: Term) -> Quotient:
        """Polynomials are added up first, so that their sum is brought to normal form once."""
        total, quotients = self.zero, []
        for child in term.children:
            x = self.normal(child)
            if x.denominator.is_one():
                total = total + x.numerator
            else:
                quotients.append(x)
        whole = self.normal_of(total)
        for x in quotients:
            whole = self.plus(whole, x)
        return whole

    def multiply(self, term: Term) -> Quotient:
        total = self.normal(term.children[0])
        for child in term.children[1:]:
            total = self.times(total, self.normal(child))
        return total

    def guard(self, term: Term) -> Quotient:
        """The term itself; of what guards it nothing is asked but that it is defined."""
        shown = self.definedness.obligations_of(term.arguments[1])
        if shown is None:
            self.normal(term.arguments[1])
        else:
            self.discharged.extend(shown)
        return self.normal(term.arguments[0])

    def exp(self, term: Term) -> Quotient:
        return self.exponential(self.normal(term.arguments[0]), fmpq(1))

    def power(self, term: Term) -> Quotient:
        base, exponent = self.normal(term.arguments[0]), term.arguments[1].arguments[0]
        if exponent.denominator == 1:
            if exponent.numerator < 0:
                self.require_of(term.arguments[0], base, "!=")
            return self.to_power(base, exponent.numerator)
        seen = self.require_of(term.arguments[0], base, ">" if exponent < 0 else ">=")
        if seen and not self.sign_of_quotient(base, 1) <= NONNEGATIVE_SIGNS:
            self.suppose(base, self.term_signs.of(term.arguments[0]))
        if base.numerator.is_zero():
            return base
        return self.magnitude_of_quotient(base, fmpq(exponent.numerator, exponent.denominator))

    def require_of(self, term: Term, x: Quotient, relation: str) -> bool:
        """The obligation `term relation 0`, seen in the normal form unless the term shows it."""
        if self.term_signs.of(term) <= ALLOWED_SIGNS[relation]:
            self.discharged.append((term, relation))
            return True
        self.require(x, relation)
        return False

    def ln(self, term: Term) -> Quotient:
        x = self.normal(term.arguments[0])
        self.require_of(term.arguments[0], x, ">")
        return self.minus(self.ln_magnitude(x.numerator), self.ln_magnitude(x.denominator))

    def activation(self, term: Term) -> Quotient:
        """sigmoid(u) or tanh(u) as a generator, with sigmoid(-u) = 1 - sigmoid(u), tanh odd."""
        x = self.normal(term.arguments[0])
        logistic = term.operator == "sigmoid"
        if x.numerator.is_zero():
            return Quotient(self.constant(int(logistic)), self.constant(2 if logistic else 1))
        direction = 1 if x.numerator.leading_coefficient() > 0 else -1
        x = Quotient(direction * x.numerator, x.denominator)
        canonical = make(term.operator, self.quotient_term(x))
        signs = POSITIVE_SIGN if logistic else self.sign_of_quotient(x)
        position = self.generator(canonical, signs, self.indices_in(*x))
        lower = Fraction(0) if logistic else Fraction(-1)
        self.ranges[position] = Interval(lower, Fraction(1), False, False)
        value = self.symbols[position]
        if direction < 0:
            value = 1 - value if logistic else -value
        return self.normal_of(value)

    def sigmoid(self, term: Term) -> Quotient:
        if self.opaque:
            return self.activation(term)
        e = self.exponential(self.normal(term.arguments[0]), fmpq(1))
        return self.quotient(e.numerator, e.numerator + e.denominator)

    def tanh(self, term: Term) -> Quotient:
        if self.opaque:
            return self.activation(term)
        e = self.exponential(self.normal(term.arguments[0]), fmpq(2))
        return self.quotient(e.numerator - e.denominator, e.numerator + e.denominator)

    def hyperbolic(self, term: Term) -> Quotient:
        x = self.normal(term.arguments[0])
        e, inverse = self.exponential(x, fmpq(1)), self.exponential(x, fmpq(-1))
        total = (self.plus if term.operator == "cosh" else self.minus)(e, inverse)
        return self.times(total, Quotient(self.one, self.constant(2)))

    def softplus(self, term: Term) -> Quotient:
        return self.normal(structure.ln(structure.add(ONE, structure.exp(term.arguments[0]))))

    def erf(self, term: Term) -> Quotient:
        x = self.normal(term.arguments[0])
        if x.numerator.is_zero():
            return x
        direction = 1 if x.numerator.leading_coefficient() > 0 else -1
        x = Quotient(direction * x.numerator, x.denominator)
        canonical = structure.erf(self.quotient_term(x))
        position = self.generator(canonical, self.sign_of_quotient(x), self.indices_in(*x))
        self.ranges[position] = Interval(Fraction(-1), Fraction(1), False, False)
        return Quotient(direction * self.symbols[position], self.one)

    def floor(self, term: Term) -> Quotient:
        """⌊u⌋, of which nothing is used but that equal arguments have equal values."""
        x = self.normal(term.arguments[0])
        canonical = structure.floor(self.quotient_term(x))
        if canonical.operator == "number":
            return self.number(canonical)
        return self.symbol(self.generator(canonical, ALL_SIGNS, self.indices_in(*x)))

    # Indices and unknown functions.

    def delta(self, term: Term) -> Quotient:
        left, right = (self.normal(index) for index in term.arguments)
        difference = self.minus(left, right)
        signs = self.sign_of_quotient(difference)
        if difference.numerator.is_zero() or 0 not in signs:
            return self.whole(int(difference.numerator.is_zero()))
        canonical = structure.delta(self.quotient_term(left), self.quotient_term(right))
        dependencies = self.indices_in(*left, *right)
        position = self.generator(canonical, NONNEGATIVE_SIGNS, dependencies)
        self.relations[position] = (2, self.symbols[position])
        return self.symbol(position)

    def apply(self, term: Term) -> Quotient:
        name, orders, *arguments = term.arguments
        values = [self.normal(argument) for argument in arguments]
        canonical = structure.apply(name, tuple(map(self.quotient_term, values)), orders)
        domain = domain_of(name + "()", self.domains)
        signs = ALL_SIGNS if any(orders) else possible_signs(domain)
        dependencies = self.indices_in(*[p for x in values for p in x])
        return self.symbol(self.generator(canonical, signs, dependencies))
