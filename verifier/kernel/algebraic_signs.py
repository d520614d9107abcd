"""Signs of polynomials with squares and roots in them; each rule is a theorem about real numbers.

x             is  R^n  for the root R = x^(1/n), when x >= 0 is known
u - v         has the sign of  u^n - v^n  when u, v >= 0
a + b sqrt(q) has the sign of  b  when  b^2 q > a^2,  of  a  when  a^2 > b^2 q
a x^2 + b x + c  has the sign of a  when  4 a c - b^2 > 0
"""

from __future__ import annotations

from verifier.kernel.flint import fmpz_mpoly
from verifier.kernel.generators import (
    ALL_SIGNS,
    NEGATIVE_SIGN,
    NONNEGATIVE_SIGNS,
    NONPOSITIVE_SIGNS,
    POSITIVE_SIGN,
    ZERO_SIGN,
    Signs,
)
from verifier.kernel.sign import Rule, SignOracle

LARGEST_POWER = 6


class AlgebraicSigns(SignOracle):
    """The sign oracle with rules for squares and roots."""

    def rules(self) -> tuple[Rule, ...]:
        return (
            *super().rules(),
            self.sign_by_roots,
            self.sign_by_powers,
            self.sign_by_square_root,
            self.sign_by_discriminant,
        )

    def sign_by_roots(self, f: fmpz_mpoly, depth: int, hypotheses: bool) -> Signs:
        signs = ALL_SIGNS
        if self.substituted:
            return signs
        for root, (degree, replacement) in list(self.relations.items()):
            position = self.single(replacement)
            if position is None or root not in self.roots or not f.degrees()[position]:
                continue
            inner = self.zero
            for exponent, coefficient in self.by_powers(f, position).items():
                inner = inner + coefficient * self.symbols[root] ** (degree * exponent)
            signs &= self.sign(self.bounded(inner), depth - 1, hypotheses)
        return signs

    def sign_by_powers(self, f: fmpz_mpoly, depth: int, hypotheses: bool) -> Signs:
        """u - v has the sign of u^n - v^n for u, v >= 0; of use where a root of degree n occurs."""
        degrees = f.degrees()
        roots = [n for g, (n, _) in self.relations.items() if g in self.roots and degrees[g]]
        if self.substituted or len(f) != 2 or not roots or roots[0] > LARGEST_POWER:
            return ALL_SIGNS
        total = self.zero
        for monomial, coefficient in f.terms():
            part = self.polynomial({monomial: coefficient})
            signs = self.sign_by_terms(part)
            if not (signs <= NONNEGATIVE_SIGNS or signs <= NONPOSITIVE_SIGNS):
                return ALL_SIGNS
            power = self.power_of(part, roots[0])
            positive = signs <= NONNEGATIVE_SIGNS
            total = total + (power if positive or roots[0] % 2 else -power)
        total = self.reduce(total)
        return ALL_SIGNS if total == f else self.sign(total, depth - 1, hypotheses)

    def sign_by_square_root(self, f: fmpz_mpoly, depth: int, hypotheses: bool) -> Signs:
        if self.substituted:
            return ALL_SIGNS
        degrees = f.degrees()
        for root, (degree, square) in list(self.relations.items()):
            if degree != 2 or root not in self.roots or degrees[root] != 1:
                continue
            parts = self.by_powers(f, root)
            a, b = parts.get(0, self.zero), parts[1]
            for p in (a, b, square):
                self.expect(p, p)
            gap = self.reduce(self.bounded(b * b * square - a * a))
            larger = self.sign(gap, depth - 1, hypotheses)
            if larger == POSITIVE_SIGN:
                return self.sign(b, depth - 1, hypotheses)
            if larger == NEGATIVE_SIGN:
                return self.sign(a, depth - 1, hypotheses)
        return ALL_SIGNS

    def sign_by_discriminant(self, f: fmpz_mpoly, depth: int, hypotheses: bool) -> Signs:
        signs = ALL_SIGNS
        for position, degree in enumerate(f.degrees()):
            if degree != 2:
                continue
            parts = self.by_powers(f, position)
            a, b, c = (parts.get(exponent, self.zero) for exponent in (2, 1, 0))
            of_a = self.sign(a, depth - 1, hypotheses)
            if len(of_a) != 1 or of_a == ZERO_SIGN:
                continue
            discriminant = self.sign(self.bounded(4 * a * c - b * b), depth - 1, hypotheses)
            if discriminant == POSITIVE_SIGN:
                return signs & of_a
            if discriminant <= NONNEGATIVE_SIGNS:
                signs &= of_a | ZERO_SIGN
        return signs
