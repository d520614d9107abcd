"""What must hold for a term to be defined: proved at once, or kept as a condition.

Obligations come up in the order in which sub-terms are looked at. Each is proved from the domain,
the case and the obligations before it, never from itself or a later one; what cannot be proved
becomes a condition of the verdict. So either way it may be used from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from verifier.kernel import structure
from verifier.kernel.domains import Domain
from verifier.kernel.flint import fmpz_mpoly
from verifier.kernel.generators import (
    NEGATIVE_SIGN,
    NONNEGATIVE_SIGNS,
    NONPOSITIVE_SIGNS,
    POSITIVE_SIGN,
    ZERO_SIGN,
    Plan,
    Signs,
    sign_of_integer,
)
from verifier.kernel.hypotheses import ALLOWED_SIGNS
from verifier.kernel.polynomials import Fuel, Quotient, UndefinedEverywhere
from verifier.kernel.products import Products
from verifier.kernel.substitution import replace
from verifier.kernel.term import Term

OBLIGATION_DEPTH = 3


class Obligations(Products):
    """Normal forms that remember under which conditions they hold.

    `discharged` are the obligations that were proved.
    `cautious` says that a condition was asked for that may not be needed for the term to be
    defined, as for a piece of which it is not known that it applies.
    """

    def __init__(
        self, plan: Plan, fuel: Fuel, splitting: bool, domains: Mapping[str, Domain]
    ) -> None:
        super().__init__(plan, fuel, splitting, domains)
        self.conditions: dict[str, tuple[Term, str]] = {}
        self.discharged: list[tuple[Quotient | Term, str]] = []

    def require(self, x: Quotient, relation: str) -> None:
        """`x relation 0` must hold, with a relation among != > >=; x itself is defined.

        Raises `UndefinedEverywhere` if it holds nowhere in the case.
        """
        allowed = ALLOWED_SIGNS[relation]
        if x.numerator.is_zero():
            if 0 in allowed:
                return
            raise UndefinedEverywhere
        open_factors, sign = self.open_factors(x, relation)
        if not open_factors:
            if sign in allowed:
                self.discharged.append((x, relation))
                return
            raise UndefinedEverywhere
        if relation == "!=":
            for factor in open_factors:
                self.keep(factor, "!=")
            return
        self.keep_sign(open_factors, sign, relation)
        self.suppose(x, allowed)

    def open_factors(self, x: Quotient, relation: str) -> tuple[list[fmpz_mpoly], int]:
        """The factors whose sign matters and is not known, and the sign of all others.

        Even powers count by whether they are zero; denominators are known not to be zero.
        """
        content, above = self.factors(x.numerator)
        unknown: list[fmpz_mpoly] = []
        sign = sign_of_integer(content)
        below = [] if relation == "!=" else self.factors(x.denominator)[1]
        for factors, in_numerator in ((above, True), (below, False)):
            for factor, exponent in factors:
                signs = self.sign(factor, OBLIGATION_DEPTH)
                if relation == "!=" or exponent % 2 == 0:
                    if 0 in signs and in_numerator:
                        self.note_zero(factor, signs, relation, unknown)
                elif signs in (POSITIVE_SIGN, NEGATIVE_SIGN):
                    sign *= min(signs)
                else:
                    unknown.append(factor)
        return unknown, (1 if relation == "!=" else sign)

    def note_zero(
        self, factor: fmpz_mpoly, signs: Signs, relation: str, unknown: list[fmpz_mpoly]
    ) -> None:
        """A factor that may be zero, of which only this matters."""
        if relation == ">=":
            unknown.append(factor * factor)
        elif signs == ZERO_SIGN:
            raise UndefinedEverywhere
        elif relation == ">":
            self.keep(factor, "!=")
        else:
            unknown.append(factor)

    def keep_sign(self, factors: list[fmpz_mpoly], sign: int, relation: str) -> None:
        """The product of the factors must have the sign (or be zero, as the relation says)."""
        product = self.constant(sign)
        for factor in factors:
            self.expect(product, factor)
            product = product * factor
        signs = self.sign(product, OBLIGATION_DEPTH)
        if signs <= ALLOWED_SIGNS[relation]:
            self.discharged.append((Quotient(product, self.one), relation))
            return
        if not signs & ALLOWED_SIGNS[relation]:
            raise UndefinedEverywhere
        self.keep(product, relation)

    def keep(self, p: fmpz_mpoly, relation: str) -> None:
        """The condition is taken over into the verdict and may be used from now on."""
        position = self.single(p)
        if relation == "!=" and position in self.roots:
            p = self.roots[position][0]  # |f|^(1/n) is zero where f is
        from verifier.kernel.text import condition_text  # most proofs need no condition

        term = self.readable_term(p)
        self.conditions.setdefault(condition_text(term, relation), (term, relation))
        if not self.indices_in(p):
            self.suppose(Quotient(p, self.one), ALLOWED_SIGNS[relation])

    def readable_term(self, p: fmpz_mpoly) -> Term:
        """The term of p with ln|f| and |f|^(1/n) written without bars where f is not negative."""
        plain: dict[Term, Term] = {}
        for position, f in list(self.logarithms.items()):
            if self.sign(f) == POSITIVE_SIGN:
                plain[self.terms[position]] = structure.ln(self.term_of(f))
        for position, (f, degree) in list(self.roots.items()):
            if self.sign(f) <= NONNEGATIVE_SIGNS:
                exponent = structure.number(Fraction(1, degree))
                plain[self.terms[position]] = structure.power(self.term_of(f), exponent)
        term = self.term_of(p)
        for _ in range(3):  # roots of roots
            term = replace(term, plain)
        return term

    def is_zero(self, p: fmpz_mpoly) -> bool:
        """Whether p is zero wherever everything that occurs in it is defined."""
        p = self.reduce(p)
        for known, signs in list(self.known):
            if signs == ZERO_SIGN and not p.is_zero() and not known.is_zero():
                p = self.reduce(self.divide(p, known)[1])
        return p.is_zero() or self.is_zero_by_roots(p) or self.is_zero_by_deltas(p)

    def is_zero_by_roots(self, p: fmpz_mpoly) -> bool:
        """p = a + b R with R = |q|^(1/2):  a^2 = b^2 |q| and a b <= 0 imply p = 0."""
        for root in sorted(self.relations, reverse=True):
            degree, replacement = self.relations[root]
            if degree != 2 or root not in self.roots or p.degrees()[root] != 1:
                continue
            parts = self.by_powers(p, root)
            a, b = parts.get(0, self.zero), parts[1]
            self.expect(a, a)
            self.expect(b, b)
            squares = self.reduce(a * a - b * b * replacement)
            if squares.is_zero() and self.sign(self.reduce(a * b)) <= NONPOSITIVE_SIGNS:
                return True
        return False

    def is_zero_by_deltas(self, p: fmpz_mpoly) -> bool:
        """p = a + b delta(i, j) with a = 0, and b = 0 where i = j: p = 0 wherever i and j are."""
        for position in self.bits_in(p):
            term = self.terms[position]
            if term.operator != "delta":
                continue
            apart, together = self.at_bit(p, position)
            for i, j in (term.arguments, term.arguments[::-1]):
                if j.operator == "variable" and apart.is_zero():
                    try:
                        x = self.normal(replace(self.term_of(together), {j: i}))
                    except UndefinedEverywhere:
                        return False
                    return self.reduce(x.numerator).is_zero()
        return False
