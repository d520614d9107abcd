"""Normal forms of sine and cosine: of a sum by the addition theorems, with s^2 = 1 - c^2.

The cosine and the sine of one unit of an angle are generators; multiples of pi/4 and pi/6 have
values in square roots of whole numbers.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.kernel import structure
from verifier.kernel.domains import Interval
from verifier.kernel.flint import fmpq, fmpz_mpoly
from verifier.kernel.generators import ALL_SIGNS, NoNormalForm
from verifier.kernel.obligations import Obligations
from verifier.kernel.polynomials import Quotient
from verifier.kernel.term import Term, make

_UNIT = Interval(Fraction(-1), Fraction(1), True, True)
LARGEST_MULTIPLE = 40

# 4 cos(k pi/4) and 4 cos(k pi/6) as a whole number times the root of a whole number.
_EIGHTHS = ((4, 1), (2, 2), (0, 1), (-2, 2), (-4, 1), (-2, 2), (0, 1), (2, 2))
_TWELFTHS = (
    *((4, 1), (2, 3), (2, 1), (0, 1), (-2, 1), (-2, 3)),
    *((-4, 1), (-2, 3), (-2, 1), (0, 1), (2, 1), (2, 3)),
)


class Angles(Obligations):
    """Sine and cosine; `normal` of a term is what the class that builds on this one provides."""

    def sine_or_cosine(self, term: Term) -> Quotient:
        c, s, scale = self.rotation(self.normal(term.arguments[0]))
        return self.quotient(c if term.operator == "cos" else s, self.constant(scale))

    def normal_of(self, p: fmpz_mpoly) -> Quotient:
        return self.quotient(p, self.one)

    def rotation(self, x: Quotient) -> tuple[fmpz_mpoly, fmpz_mpoly, int]:
        """c, s, n with cos(x) = c / n and sin(x) = s / n."""
        c, s, scale = self.one, self.zero, 1
        for monomial, factor, denominator in self.summands(x):
            known = self.known_angle(monomial, factor, denominator)
            if known is None:
                u, v = self.unit_rotation(monomial, factor, denominator)
            else:
                u, v = known
                scale *= 4
            c, s = self.reduce(c * u - s * v), self.reduce(c * v + s * u)
            self.bounded(c)
            self.bounded(s)
        return c, s, scale

    def known_angle(
        self, monomial: fmpz_mpoly, factor: fmpq, denominator: fmpz_mpoly
    ) -> tuple[fmpz_mpoly, fmpz_mpoly] | None:
        """4 cos and 4 sin of a multiple of pi/4 or pi/6."""
        position = self.single(monomial)
        if position is None or self.terms[position] is not structure.PI:
            return None
        for quarters, table in ((8, _EIGHTHS), (12, _TWELFTHS)):
            if denominator.is_one() and (factor * quarters / 2).denominator == 1:
                turn = int((factor * quarters / 2).numerator)
                c, s = table[turn % quarters], table[(turn - quarters // 4) % quarters]
                return self.times_root(*c), self.times_root(*s)
        return None

    def times_root(self, whole: int, radicand: int) -> fmpz_mpoly:
        """whole * sqrt(radicand)."""
        root = self.magnitude_power(self.constant(radicand), fmpq(1, 2)).numerator
        return whole * (self.one if radicand == 1 else root)

    def unit_rotation(
        self, monomial: fmpz_mpoly, factor: fmpq, denominator: fmpz_mpoly
    ) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        base = self.quotient_term(Quotient(monomial, denominator))
        unit = self.unit_of(make("angle", base), factor)
        count = int((factor / unit).numerator)
        if abs(count) > LARGEST_MULTIPLE:
            raise NoNormalForm("a large multiple of an angle")
        angle = structure.multiply(structure.number(Fraction(str(unit))), base)
        dependencies = self.indices_in(monomial, denominator)
        cosine = self.generator(structure.cos(angle), ALL_SIGNS, dependencies)
        sine = self.generator(structure.sin(angle), ALL_SIGNS, dependencies)
        self.ranges[cosine] = self.ranges[sine] = _UNIT
        u, v = self.symbols[cosine], self.symbols[sine]
        self.relations[sine] = (2, 1 - u * u)
        if count < 0:
            v = -v
        c, s = self.one, self.zero
        for _ in range(abs(count)):
            c, s = self.reduce(c * u - s * v), self.reduce(c * v + s * u)
        return c, s
