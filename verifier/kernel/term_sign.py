"""Signs that can be read off a term as it is written: 1 + u^2 is positive, whatever u is.

A normal form multiplies u^2 out and may hide this. The signs hold wherever the term is defined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from verifier.kernel.domains import Domain, domain_of, possible_signs
from verifier.kernel.generators import (
    ALL_SIGNS,
    NONNEGATIVE_SIGNS,
    POSITIVE_SIGN,
    ZERO_SIGN,
    Signs,
    power_of_signs,
    product_of_signs,
    signs_of_integer,
    sum_of_signs,
)
from verifier.kernel.hypotheses import ALLOWED_SIGNS
from verifier.kernel.structure import negate
from verifier.kernel.term import Term

_POSITIVE = frozenset(("exp", "sigmoid", "softplus", "cosh", "pi", "index"))
_THAT_OF_ARGUMENT = frozenset(("tanh", "sinh", "erf", "guard"))
_SUFFIXES = {"variable": "", "entry": "[]"}


class TermSigns:
    """The signs of terms over given domains, each looked at once."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self.domains = domains
        self.memo: dict[Term, Signs] = {}

    def of(self, term: Term) -> Signs:
        """A set of signs that contains the sign of the term wherever it is defined."""
        known = self.memo.get(term)
        if known is None:
            known = self.memo[term] = self.find(term)
        return known

    def find(self, term: Term) -> Signs:
        operator = term.operator
        if operator in _POSITIVE:
            return POSITIVE_SIGN
        if operator in _THAT_OF_ARGUMENT:
            return self.of(term.children[0])
        if operator in _SUFFIXES:
            name = term.arguments[0] + _SUFFIXES[operator]
            return possible_signs(domain_of(name, self.domains))
        rule = _RULES.get(operator)
        return ALL_SIGNS if rule is None else rule(self, term)

    def of_number(self, term: Term) -> Signs:
        return signs_of_integer(term.arguments[0].numerator)

    def fold(self, term: Term, combine: Callable[[Signs, Signs], Signs]) -> Signs:
        total = self.of(term.children[0])
        for child in term.children[1:]:
            total = combine(total, self.of(child))
        return total

    def of_power(self, term: Term) -> Signs:
        base, exponent = term.arguments[0], term.arguments[1].arguments[0]
        signs = self.of(base)
        if exponent.denominator == 1:
            signs = power_of_signs(signs, abs(exponent.numerator))
        else:
            signs = signs & NONNEGATIVE_SIGNS
        return signs - ZERO_SIGN if exponent.numerator < 0 else signs

    def of_piecewise(self, term: Term) -> Signs:
        """The signs of the pieces that can apply; `u where u >= 0` is not negative."""
        relation, condition, then, otherwise = term.arguments
        known = self.of(condition)
        chosen = ALLOWED_SIGNS[relation]
        signs: Signs = frozenset()
        if known & chosen:
            signs |= known & chosen if then is condition else self.of(then)
        if known - chosen:
            negated = otherwise is negate(condition)
            signs |= frozenset(-s for s in known - chosen) if negated else self.of(otherwise)
        return signs


_RULES: dict[str, Callable[[TermSigns, Term], Signs]] = {
    "number": TermSigns.of_number,
    "add": lambda signs, term: signs.fold(term, sum_of_signs),
    "multiply": lambda signs, term: signs.fold(term, product_of_signs),
    "power": TermSigns.of_power,
    "piecewise": TermSigns.of_piecewise,
    "delta": lambda signs, term: NONNEGATIVE_SIGNS,
}
