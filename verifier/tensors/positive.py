"""Terms that are positive as they are written: sums of squares, exponentials, products of these.

The kernel finds the signs of normal forms. There the square in the variance of a batch is
multiplied out and its sign is lost, so it is looked at here before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from verifier.kernel.domains import Domain, IndexRange, Natural, domain_of, possible_signs
from verifier.kernel.structure import constant
from verifier.kernel.terms import Term

_POSITIVE = frozenset(("exp", "sigmoid", "softplus", "cosh"))


def is_positive(term: Term, domains: Mapping[str, Domain]) -> bool:
    """Whether the term is certainly positive wherever it is defined, for sums over 1, ..., n."""
    match term.operator:
        case "number" | "variable" | "entry":
            return _signs(term, domains) <= {1}
        case "add":
            known = [is_nonnegative(part, domains) for part in term.children]
            return all(known) and any(is_positive(part, domains) for part in term.children)
        case "multiply":
            return all(is_positive(part, domains) for part in term.children)
        case "sum" | "power":
            return is_positive(term.arguments[0], domains)
    return term.operator in _POSITIVE


def is_nonnegative(term: Term, domains: Mapping[str, Domain]) -> bool:
    """Whether the term is certainly not negative wherever it is defined."""
    match term.operator:
        case "number" | "variable" | "entry":
            return _signs(term, domains) <= {0, 1}
        case "add":
            return all(is_nonnegative(part, domains) for part in term.children)
        case "multiply":
            odd = [part for part, times in Counter(term.children).items() if times % 2]
            return all(is_nonnegative(part, domains) for part in odd)
        case "sum":
            return is_nonnegative(term.arguments[0], domains)
        case "power":
            value = constant(term.arguments[1])
            assert value is not None
            even = value.denominator == 1 and value.numerator % 2 == 0
            return even or value.denominator % 2 == 0 or is_nonnegative(term.arguments[0], domains)
    return term.operator in _POSITIVE


def _signs(term: Term, domains: Mapping[str, Domain]) -> frozenset[int]:
    value = constant(term)
    if value is not None:
        return frozenset(((value > 0) - (value < 0),))
    name = term.arguments[0]
    if term.operator == "entry":
        return possible_signs(domain_of(name + "[]", domains))
    domain = domain_of(name, domains)
    return frozenset((1,)) if isinstance(domain, Natural | IndexRange) else possible_signs(domain)
