"""Signs that can be read off a term as it is written: 1 + u^2 is positive, whatever u is.

A normal form multiplies u^2 out and may hide this. The signs hold wherever the term is defined.
Where the signs of summands differ, their bounds may decide: 1/(1 + e^-u) lies in (0, 1), so
1 - 1/(1 + e^-u) is positive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from operator import add as plus

from verifier.kernel.domains import REAL, Domain, Interval, domain_of, is_integral, possible_signs
from verifier.kernel.generators import (
    ALL_SIGNS,
    NEGATIVE_SIGN,
    NONNEGATIVE_SIGNS,
    NONPOSITIVE_SIGNS,
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
_ZERO, _ONE = Fraction(0), Fraction(1)
_BOUNDS_OF_SIGNS = {
    POSITIVE_SIGN: Interval(_ZERO, None, False, False),
    NONNEGATIVE_SIGNS: Interval(_ZERO, None, True, False),
    NEGATIVE_SIGN: Interval(None, _ZERO, False, False),
    NONPOSITIVE_SIGNS: Interval(None, _ZERO, False, True),
    ZERO_SIGN: Interval(_ZERO, _ZERO, True, True),
}
_BOUNDS = {
    "sigmoid": Interval(_ZERO, _ONE, False, False),
    "tanh": Interval(-_ONE, _ONE, False, False),
}
_FROM_ONE = Interval(_ONE, None, True, False)


class TermSigns:
    """The signs of terms over given domains, each looked at once."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        self.domains = domains
        self.memo: dict[Term, Signs] = {}
        self.known_bounds: dict[Term, Interval] = {}

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

    def of_sum(self, term: Term) -> Signs:
        """From the signs of the summands, or else from their bounds."""
        signs = self.fold(term, sum_of_signs)
        return signs if len(signs) == 1 else signs & possible_signs(self.bounds(term))

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

    # Bounds ---------------------------------------------------------------------------------

    def bounds(self, term: Term) -> Interval:
        """An interval that contains the value of the term wherever it is defined."""
        known = self.known_bounds.get(term)
        if known is None:
            known = self.known_bounds[term] = self.find_bounds(term)
        return known

    def find_bounds(self, term: Term) -> Interval:
        operator = term.operator
        if operator == "number":
            value = term.arguments[0]
            return Interval(value, value, True, True)
        if operator == "add":
            return _sum_of_bounds([self.bounds(child) for child in term.children])
        if operator == "multiply" and len(term.children) == 2:
            factor, other = term.children
            if factor.operator == "number" and factor.arguments[0]:
                return _multiple(factor.arguments[0], self.bounds(other))
        if operator == "power" and term.arguments[1].arguments[0] == -1:
            base = term.arguments[0]
            if self.of(base) == POSITIVE_SIGN:
                return _reciprocal(self.bounds(base))
        if operator in _SUFFIXES:
            domain = domain_of(term.arguments[0] + _SUFFIXES[operator], self.domains)
            if isinstance(domain, Interval):
                return domain
            if is_integral(domain):
                return _FROM_ONE
        return _BOUNDS.get(operator) or _BOUNDS_OF_SIGNS.get(self.of(term), REAL)


def _sum_of_bounds(parts: list[Interval]) -> Interval:
    """Where x + y + … lies for x, y, … in the intervals."""
    return Interval(
        _total([part.lower for part in parts]),
        _total([part.upper for part in parts]),
        all(part.lower_closed for part in parts),
        all(part.upper_closed for part in parts),
    )


def _total(ends: list[Fraction | None]) -> Fraction | None:
    """The sum of the ends; infinite, which None stands for, if one of them is."""
    known = [end for end in ends if end is not None and end.numerator]
    return None if None in ends else reduce(plus, known) if known else _ZERO


def _multiple(factor: Fraction, inner: Interval) -> Interval:
    """Where c x lies for x in the interval; c is not zero."""
    lower = None if inner.lower is None else factor * inner.lower
    upper = None if inner.upper is None else factor * inner.upper
    if factor > 0:
        return Interval(lower, upper, inner.lower_closed, inner.upper_closed)
    return Interval(upper, lower, inner.upper_closed, inner.lower_closed)


def _reciprocal(inner: Interval) -> Interval:
    """Where 1/x lies for a positive x in the interval."""
    if inner.upper is None or inner.upper <= 0:
        lower, lower_closed = _ZERO, False
    else:
        lower, lower_closed = 1 / inner.upper, inner.upper_closed
    if inner.lower is None or inner.lower <= 0:
        return Interval(lower, None, lower_closed, False)
    return Interval(lower, 1 / inner.lower, lower_closed, inner.lower_closed)


_RULES: dict[str, Callable[[TermSigns, Term], Signs]] = {
    "number": TermSigns.of_number,
    "add": TermSigns.of_sum,
    "multiply": lambda signs, term: signs.fold(term, product_of_signs),
    "power": TermSigns.of_power,
    "piecewise": TermSigns.of_piecewise,
    "delta": lambda signs, term: NONNEGATIVE_SIGNS,
}
