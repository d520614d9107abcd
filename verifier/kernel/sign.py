"""The sign oracle: a set that contains the sign of a polynomial everywhere in the case.

Signs are combined factor by factor and term by term from the signs of the generators. Where that
leaves more than one, these facts are used, each of them a theorem about real numbers:

    x in {0, 1}   is 0 or 1
    x in (a, b)   is  (a + b t) / (1 + t) with t > 0,   x > a  is  a + t
    u - v         has the sign of  ln u - ln v  when u, v > 0, where the logarithms are at hand
    f             is at least h >= 0  when  f - h >= 0  for a hypothesis h

`algebraic_signs` adds rules for roots and squares. The depth bounds how often rules are combined.
"""

from __future__ import annotations

from collections.abc import Callable
from math import lcm

from verifier.kernel.domains import Interval
from verifier.kernel.flint import fmpz_mpoly
from verifier.kernel.generators import (
    ALL_SIGNS,
    NEGATIVE_SIGN,
    NONNEGATIVE_SIGNS,
    NONPOSITIVE_SIGNS,
    NONZERO_SIGNS,
    POSITIVE_SIGN,
    ZERO_SIGN,
    Generators,
    Plan,
    Signs,
    power_of_signs,
    product_of_signs,
    sign_of_integer,
    signs_of_integer,
    sum_of_signs,
)
from verifier.kernel.polynomial_table import Table
from verifier.kernel.polynomials import Fuel, Quotient
from verifier.kernel.term import make

USUAL_DEPTH = 2

Rule = Callable[[fmpz_mpoly, int, bool], Signs]


class SignOracle(Generators):
    """Generators together with the hypotheses of the case."""

    def __init__(self, plan: Plan, fuel: Fuel) -> None:
        super().__init__(plan, fuel)
        self.known: list[tuple[fmpz_mpoly, Signs]] = []
        self.substituted = 0
        self.unsettled: dict[int, fmpz_mpoly] = {}
        self.found: Table[Signs] = Table()

    def suppose(self, x: Quotient, signs: Signs) -> None:
        """Takes the sign of a quotient as known where it can be put to use."""
        p = x.numerator if signs == ZERO_SIGN else x.numerator * x.denominator
        if p.is_constant():
            return
        content, factors = self.factors(p)
        if 0 not in signs:
            self.learn_all(factors, NONZERO_SIGNS)
        own = [(f, self.sign_of_factor(f, 1), exponent % 2) for f, exponent in factors]
        if signs == ZERO_SIGN:
            self.learn_zero([f for f, known, _ in own if 0 in known])
        elif not any(0 in known and 0 in signs for _, known, is_odd in own if not is_odd):
            sign = sign_of_integer(content)  # x^2 y >= 0 would say nothing of y where x = 0
            for _, known, is_odd in own:
                sign *= min(known) if is_odd and known in (POSITIVE_SIGN, NEGATIVE_SIGN) else 1
            open_ones = [(f, 1) for f, known, is_odd in own if is_odd and len(known) > 1]
            self.learn_all(open_ones, frozenset(sign * s for s in signs), only=True)

    def learn_all(
        self, factors: list[tuple[fmpz_mpoly, int]], signs: Signs, only: bool = False
    ) -> None:
        """Learns the signs of each factor, or, if `only` is set, of the only one there is."""
        for factor, _ in factors:
            if not self.indices_in(factor) and not (only and len(factors) != 1):
                self.learn(factor, signs)

    def learn_zero(self, factors: list[fmpz_mpoly]) -> None:
        """Learns that the product of the factors is zero."""
        if factors and not any(self.indices_in(f) for f in factors):
            product = factors[0]
            for factor in factors[1:]:
                self.expect(product, factor)
                product = product * factor
            self.learn(product, ZERO_SIGN)

    def learn(self, p: fmpz_mpoly, signs: Signs) -> None:
        """The sign of the polynomial is among these wherever the conditions so far hold."""
        self.found = Table()
        before = [known for other, known in self.known if other == p]
        self.known = [pair for pair in self.known if pair[0] != p]
        self.known.append((p, signs.intersection(*before)))
        position = self.single(p)
        if position is not None:
            self.signs[position] &= signs

    def sign(self, p: fmpz_mpoly, depth: int = USUAL_DEPTH, hypotheses: bool = True) -> Signs:
        """A set of signs that contains the sign of the polynomial."""
        if p.is_zero():
            return ZERO_SIGN
        if p.is_constant():
            return signs_of_integer(p.leading_coefficient())
        content, factors = self.factors(p)
        signs = signs_of_integer(content)
        for factor, exponent in factors:
            own = self.sign_of_factor(factor, depth, hypotheses)
            signs = product_of_signs(signs, power_of_signs(own, exponent))
        return signs

    def sign_of_quotient(self, x: Quotient, depth: int = USUAL_DEPTH) -> Signs:
        if x.denominator.is_one():
            return self.sign(x.numerator, depth)
        return product_of_signs(self.sign(x.numerator, depth), self.sign(x.denominator, depth))

    def sign_of_factor(self, f: fmpz_mpoly, depth: int, hypotheses: bool = True) -> Signs:
        if self.substituted:
            return self.find_sign(f, depth, hypotheses)
        question = (depth, hypotheses, len(self.terms))  # new generators bring new relations
        known = self.found.get(f, *question)
        if known is None:
            known = self.find_sign(f, depth, hypotheses)
            self.found.put(known, f, *question)
        return known

    def find_sign(self, f: fmpz_mpoly, depth: int, hypotheses: bool) -> Signs:
        self.fuel.spend(100 * len(f))
        if self.unsettled:
            degrees = f.degrees()
            for position in list(self.unsettled):
                if degrees[position] > 0:
                    self.settle(position)
        signs = self.sign_by_terms(f)
        if hypotheses and self.known:
            signs &= self.sign_learnt(f)
        if depth == 0:
            return signs
        for rule in self.rules():
            if len(signs) <= 1:
                return signs
            signs &= rule(f, depth, hypotheses)
        return signs

    def sign_learnt(self, f: fmpz_mpoly) -> Signs:
        """The signs that f can have by what was learnt about f or -f."""
        signs = ALL_SIGNS
        for p, direction in ((f, 1), (-f, -1)):
            for other, known in self.known:
                if other == p:
                    signs &= frozenset(direction * sign for sign in known)
        return signs

    def sign_of_logarithm(self, f: fmpz_mpoly) -> Signs:
        """ln|f| has the sign of |f| - 1."""
        signs = self.sign(f, 1)
        if signs == POSITIVE_SIGN:
            return self.sign(f - 1, 1)
        return self.sign(-f - 1, 1) if signs == NEGATIVE_SIGN else ALL_SIGNS

    def settle(self, position: int) -> None:
        """Finds the sign of a logarithm, which is put off until it is asked for.

        Not inside a substitution, where generators stand for other numbers.
        """
        if position in self.unsettled and not self.substituted:
            f = self.unsettled.pop(position)
            self.signs[position] &= self.sign_of_logarithm(f)

    def rules(self) -> tuple[Rule, ...]:
        """The rules that are tried in turn when signs of terms do not decide."""
        return (
            self.sign_by_bits,
            self.sign_by_ranges,
            self.sign_by_exponents,
            self.sign_by_hypotheses,
        )

    def sign_by_terms(self, f: fmpz_mpoly) -> Signs:
        total: Signs | None = None
        for monomial, coefficient in f.terms():
            own = signs_of_integer(coefficient)
            for position, exponent in enumerate(monomial):
                if exponent:
                    own = product_of_signs(own, power_of_signs(self.signs[position], exponent))
            total = own if total is None else sum_of_signs(total, own)
            if total == ALL_SIGNS:
                break
        return ZERO_SIGN if total is None else total

    def sign_by_bits(self, f: fmpz_mpoly, depth: int, hypotheses: bool) -> Signs:
        """A generator that is 0 or 1 is put in with both values."""
        for position in self.bits_in(f)[:1]:
            zero, one = self.at_bit(f, position)
            return self.sign(zero, depth - 1, hypotheses) | self.sign(one, depth - 1, hypotheses)
        return ALL_SIGNS

    def sign_by_ranges(self, f: fmpz_mpoly, depth: int, hypotheses: bool) -> Signs:
        signs = ALL_SIGNS
        for position, degree in enumerate(f.degrees()):
            interval = self.ranges.get(position)
            if degree and interval is not None:
                signs &= self.sign_on_interval(f, position, degree, interval, depth)
                if len(signs) == 1:
                    break
        return signs

    def sign_on_interval(
        self, f: fmpz_mpoly, position: int, degree: int, interval: Interval, depth: int
    ) -> Signs:
        """t > 0 takes the place of the generator; closed ends are looked at separately.

        What is known of other generators stays true, but t is not the number that hypotheses,
        exponentials and roots speak of, so those rules are off.
        """
        coefficients = self.by_powers(f, position)
        scale, above, below = self._parametrised(position, interval)
        inner = self.zero
        for exponent, coefficient in coefficients.items():
            power = self.power_of(above, exponent) * self.power_of(below, degree - exponent)
            inner = inner + coefficient * power
        before = self.signs[position]
        self.signs[position], self.substituted = POSITIVE_SIGN, self.substituted + 1
        del self.ranges[position]
        try:
            signs = self.sign(self.bounded(inner), depth - 1, hypotheses=False)
        finally:
            self.signs[position], self.substituted = before, self.substituted - 1
            self.ranges[position] = interval
        for end, closed in (
            (interval.lower, interval.lower_closed),
            (interval.upper, interval.upper_closed),
        ):
            if end is not None and closed:
                value = int(end * scale)
                at_end = self.zero
                for exponent, coefficient in coefficients.items():
                    at_end = at_end + coefficient * (value**exponent * scale ** (degree - exponent))
                signs |= self.sign(at_end, depth - 1, hypotheses=False)
        return signs

    def _parametrised(
        self, position: int, interval: Interval
    ) -> tuple[int, fmpz_mpoly, fmpz_mpoly]:
        """A scale and polynomials in t > 0 with x = above / below inside the interval."""
        t, lower, upper = self.symbols[position], interval.lower, interval.upper
        scale = lcm(*[end.denominator for end in (lower, upper) if end is not None])
        if lower is not None and upper is not None:
            return scale, int(lower * scale) + int(upper * scale) * t, scale * (1 + t)
        if lower is not None:
            return scale, int(lower * scale) + scale * t, self.constant(scale)
        assert upper is not None
        return scale, int(upper * scale) - scale * t, self.constant(scale)

    def sign_by_exponents(self, f: fmpz_mpoly, depth: int, hypotheses: bool) -> Signs:
        """u - v has the sign of ln u - ln v for products of exponentials and positive numbers."""
        if self.substituted or len(f) != 2 or sum(f.coeffs()) != 0:
            return ALL_SIGNS
        (left, coefficient), (right, _) = f.terms()
        total = self.whole(0)
        for position, (m, n) in enumerate(zip(left, right, strict=True)):
            if m == n:
                continue
            logarithm = self.logarithm_of(position)
            if logarithm is None:
                return ALL_SIGNS
            times = int(coefficient) * (m - n)
            total = self.plus(total, self.times(self.whole(times), logarithm))
        signs = self.sign(total.numerator, depth - 1, hypotheses)
        return product_of_signs(signs, self.sign(total.denominator, depth - 1, hypotheses))

    def logarithm_of(self, position: int) -> Quotient | None:
        """The logarithm of a positive generator, if it is an exponential or has occurred."""
        if position in self.exponents:
            return self.exponents[position]
        if self.signs[position] != POSITIVE_SIGN:
            return None
        known = self.positions.get(make("ln_magnitude", self.terms[position]))
        return None if known is None else self.symbol(known)

    def sign_by_hypotheses(self, f: fmpz_mpoly, depth: int, hypotheses: bool) -> Signs:
        signs = ALL_SIGNS
        if not hypotheses:
            return signs
        for p, allowed in list(self.known):
            if allowed <= NONNEGATIVE_SIGNS:
                least = p
            elif allowed <= NONPOSITIVE_SIGNS:
                least = -p
            else:
                continue
            for direction in (1, -1):
                rest = self.sign(direction * f - least, depth - 1, hypotheses)
                if rest <= NONNEGATIVE_SIGNS:
                    strict = rest == POSITIVE_SIGN or 0 not in allowed
                    signs &= frozenset((direction,) if strict else (0, direction))
        return signs
