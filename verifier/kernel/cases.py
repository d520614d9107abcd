"""Normal forms of terms defined by cases, and of their derivatives.

The piece that the sign oracle picks is taken. If it cannot pick, the attempt asks for the cases of
a sign; under a sum, where the sign may differ from index to index, an indicator [p > 0] selects
the piece. A maximum, minimum or modulus needs neither: max(x, y) = (x + y + |x - y|)/2.
"""

from __future__ import annotations

from verifier.kernel import structure
from verifier.kernel.flint import fmpq, fmpz_mpoly
from verifier.kernel.functions import Functions
from verifier.kernel.generators import (
    NEGATIVE_SIGN,
    NONNEGATIVE_SIGNS,
    NONPOSITIVE_SIGNS,
    POSITIVE_SIGN,
    ZERO_SIGN,
    NoNormalForm,
    Signs,
    SplitNeeded,
)
from verifier.kernel.polynomials import Quotient, UndefinedEverywhere
from verifier.kernel.term import Term


class Cases(Functions):
    """Piecewise terms and kinks."""

    def piecewise(self, term: Term) -> Quotient:
        relation, condition, then, otherwise = term.arguments
        u = self.normal(condition)
        p = u.numerator * u.denominator
        signs = self.sign(p)
        ratio = structure.meeting_ratio(condition, then, otherwise)
        if signs == POSITIVE_SIGN or (signs <= NONNEGATIVE_SIGNS and (relation == ">=" or ratio)):
            return self.normal(then)
        if signs == NEGATIVE_SIGN or (signs <= NONPOSITIVE_SIGNS and (relation == ">" or ratio)):
            return self.normal(otherwise)
        if self.splitting and not self.indices_in(p):
            self.split_by(p, three_ways=not ratio)
        try:
            x, y = self.normal(then), self.normal(otherwise)
        except UndefinedEverywhere:  # one piece alone says nothing about where the other is taken
            raise NoNormalForm("a piece that is undefined") from None
        if ratio:
            magnitude = self.times(self.whole(ratio), self.magnitude_of_quotient(u, fmpq(1)))
            return self.halved(self.plus(self.plus(x, y), magnitude))
        if not self.splitting:
            raise NoNormalForm("pieces that do not meet")
        self.cautious = True
        jump = self.plus_indicator(p, relation)
        return self.plus(y, self.times(jump, self.minus(x, y)))

    def halved(self, x: Quotient) -> Quotient:
        return self.times(x, Quotient(self.one, self.constant(2)))

    def split_by(self, p: fmpz_mpoly, three_ways: bool) -> None:
        """Asks for the sign of the first factor whose sign is not known."""
        _, factors = self.factors(p)
        for factor, _ in factors:
            signs = self.sign(factor)
            if len(signs) > 1:
                raise SplitNeeded(self.term_of(factor), signs, three_ways)
        raise NoNormalForm("a sign")

    def plus_indicator(self, p: fmpz_mpoly, relation: str) -> Quotient:
        """1 where p > 0 (or p >= 0), else 0, for a p that depends on a bound index."""
        sign, essential = self.essential_factor(p)
        position = self.single(essential)
        if sign > 0 and relation == ">" and position is not None and self.is_bit(position):
            return self.symbol(position)
        if relation == ">":
            return self.normal_of(self.indicator(essential, sign))
        return self.normal_of(1 - self.indicator(essential, -sign))

    def essential_factor(self, p: fmpz_mpoly) -> tuple[int, fmpz_mpoly]:
        """A sign s and factors q with the sign of p = s * sign of q; known signs are left out."""
        content, factors = self.factors(p)
        sign, essential = (1 if content > 0 else -1), self.one
        for factor, exponent in factors:
            signs = self.sign(factor)
            if signs == POSITIVE_SIGN:
                continue
            if signs == NEGATIVE_SIGN:
                sign *= -1 if exponent % 2 else 1
                continue
            if self.splitting and not self.indices_in(factor):
                raise SplitNeeded(self.term_of(factor), signs, three_ways=True)
            essential = essential * (factor if exponent % 2 else factor * factor)
        return sign, essential

    def kink(self, term: Term) -> Quotient:
        condition, positive, negative, left, right, _ = term.arguments
        u = self.normal(condition)
        p = u.numerator * u.denominator
        signs: Signs = self.sign(p)
        if signs == POSITIVE_SIGN:
            return self.normal(positive)
        if signs == NEGATIVE_SIGN:
            return self.normal(negative)
        if signs == ZERO_SIGN:
            return self.at_kink(term)
        if not self.indices_in(p):
            if not self.splitting:
                raise NoNormalForm("a derivative by cases")
            self.split_by(p, three_ways=True)
        self.cautious = True
        x, y = self.normal(positive), self.normal(negative)
        jump, gap = self.minus(x, y), self.minus(self.normal(left), self.normal(right))
        meets = all(self.divides(p, q.numerator) for q in (jump, gap))
        if not meets:
            self.require(u, "!=")
        if not self.splitting:
            raise NoNormalForm("a derivative by cases")
        sign, essential = self.essential_factor(p)
        positive_side = self.indicator(essential, 1)  # where p is 0 the jump is 0, or excluded
        chosen = self.normal_of(positive_side if sign > 0 else 1 - positive_side)
        return self.plus(y, self.times(chosen, jump))

    def slope(self, term: Term) -> Quotient:
        self.cautious = True
        return self.normal(term.arguments[0])

    def divides(self, p: fmpz_mpoly, q: fmpz_mpoly) -> bool:
        """Whether every factor of p divides q, so that q is zero where p is."""
        if q.is_zero():
            return True
        _, factors = self.factors(p)
        return all(self.divide(q, factor)[1].is_zero() for factor, _ in factors)

    def at_kink(self, term: Term) -> Quotient:
        """In the case that the condition is zero: values and slopes must agree."""
        _, positive, negative, left, right, _ = term.arguments
        try:
            gap = self.minus(self.normal(left), self.normal(right))
            slope = self.normal(positive)
            jump = self.minus(slope, self.normal(negative))
        except UndefinedEverywhere:
            raise NoNormalForm("a derivative where pieces meet") from None
        if not (self.is_zero(gap.numerator) and self.is_zero(jump.numerator)):
            raise NoNormalForm("a derivative where pieces meet")
        return slope
