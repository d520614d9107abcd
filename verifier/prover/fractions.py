"""The named procedures on fractions: cancel, common denominator, one fraction, split, factor."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

from verifier.notation import tree
from verifier.notation.tree import Node, Product, Sum
from verifier.prover.algebra import everywhere, is_long, positive_first
from verifier.prover.compare import key, leaves
from verifier.prover.monomials import (
    Factor,
    Monomial,
    cancelled,
    divide,
    inverse,
    monomial_of,
    monomials_of,
    multiply,
    product_of,
    scaled,
    sum_of,
    times,
)
from verifier.prover.sums import add, negative, opened_terms, signed_terms


def _cancel(node: Node) -> Node:
    if isinstance(node, Sum):
        return add((sign, part) for sign, part in signed_terms(node))
    if not isinstance(node, Product | tree.Fraction):
        return node
    monomial = monomial_of(node)
    smaller = cancelled(monomial)
    return node if smaller == monomial else product_of(smaller)


cancel = everywhere(_cancel)
"""Common factors of the numerator and the denominator of every product left out."""


def has_denominator(node: Node) -> bool:
    """Whether a term of a sum, brackets opened, is a fraction with a symbol below."""
    return any(monomial.denominator for monomial in monomials_of(node))


def least_common_denominator(monomials: Iterable[Monomial]) -> Monomial:
    """The least common multiple of the denominators, as a numerator."""
    number, factors = 1, dict[object, Factor]()
    for monomial in monomials:
        number = lcm(number, monomial.coefficient.denominator)
        for base, exponent in monomial.denominator:
            known = factors.get(key(base))
            factors[key(base)] = (base, max(exponent, known[1] if known else 0))
    return Monomial(Fraction(number), tuple(factors.values()))


def _simple_first(monomial: Monomial) -> Monomial:
    """The factors with the sums last: `a (1 - y)` and not `(1 - y) a`."""
    ordered = sorted(monomial.numerator, key=lambda factor: is_long(factor[0]))
    return Monomial(monomial.coefficient, tuple(ordered), monomial.denominator)


def _extended(monomial: Monomial, denominator: Monomial) -> Monomial:
    """The numerator of a term over the common denominator."""
    factor = cancelled(times(denominator, Monomial(monomial.coefficient, (), monomial.denominator)))
    whole = times(Monomial(Fraction(1), monomial.numerator), factor)
    return _simple_first(whole)


def extend_fractions(node: Node) -> Node:
    """Every term of a sum as a fraction over the least common denominator, not yet added."""
    monomials = monomials_of(node)
    denominator = least_common_denominator(monomials)
    below = product_of(denominator)
    return add(
        (
            1 if monomial.coefficient > 0 else -1,
            tree.Fraction(product_of(_positive(_extended(monomial, denominator))), below),
        )
        for monomial in monomials
    )


def _positive(monomial: Monomial) -> Monomial:
    return scaled(monomial, -1) if monomial.coefficient < 0 else monomial


def one_fraction(node: Node, sign: int = 1) -> Node:
    """A sum, times a sign, as one fraction over the least common denominator."""
    monomials = monomials_of(node)
    denominator = least_common_denominator(monomials)
    numerator = sum_of(scaled(_extended(m, denominator), sign) for m in monomials)
    return divide(numerator, product_of(denominator))


# Factoring ----------------------------------------------------------------------------------


def common_factor(monomials: Iterable[Monomial]) -> Monomial:
    """The greatest monomial that divides the numerator of each term."""
    monomials = tuple(monomials)
    shared = {key(base): (base, n) for base, n in monomials[0].numerator}
    for monomial in monomials[1:]:
        other = {key(base): n for base, n in monomial.numerator}
        shared = {k: (b, min(n, other[k])) for k, (b, n) in shared.items() if k in other}
    top = gcd(*(m.coefficient.numerator for m in monomials))
    bottom = lcm(*(m.coefficient.denominator for m in monomials))
    return Monomial(Fraction(top, bottom), tuple(shared.values()))


def factor(node: Node) -> Node:
    """A sum as its greatest common monomial times the rest: `x a - x y` is `x (a - y)`."""
    monomials = monomials_of(node)
    if len(monomials) < 2:
        return node
    common = common_factor(monomials)
    if common.coefficient == 0 or (not common.numerator and common.coefficient == 1):
        return node
    rest = [cancelled(times(monomial, inverse(common))) for monomial in monomials]
    inside = positive_first(sum_of(rest))
    return multiply([product_of(common), inside])


def group(node: Node) -> Node:
    """The terms of a sum that share a factor put together: `x a - x y + w` is `x (a - y) + w`.

    The factor that leaves least to read is taken; the sum itself when there is none.
    """
    shared = shared_factor(node)
    return node if shared is None else _grouped(_terms(node), key(shared))


def shared_factor(node: Node) -> Node | None:
    """The factor of some terms of a sum that is best taken out, if that makes it shorter."""
    if not is_long(node):
        return None
    terms = _terms(node)
    bases = {key(base): base for _, part in terms for base, _ in monomial_of(part).numerator}
    best = min(bases, key=lambda base: leaves(_grouped(terms, base)), default=None)
    if best is None or leaves(_grouped(terms, best)) >= leaves(node):
        return None
    return bases[best]


def _terms(node: Node) -> list[tuple[int, Node]]:
    return [(1, product_of(monomial)) for monomial in monomials_of(node)]


def _grouped(terms: list[tuple[int, Node]], base: object) -> Node:
    """The terms that have a factor put in front of a bracket, where the first of them stands."""
    chosen = [n for n, (_, part) in enumerate(terms) if _has_factor(part, base)]
    if len(chosen) < 2:
        return add(terms)
    together = factor(add(terms[n] for n in chosen))
    rest = [
        (1, together) if n == chosen[0] else term
        for n, term in enumerate(terms)
        if n not in chosen[1:]
    ]
    return add(rest)


def _has_factor(node: Node, base: object) -> bool:
    return any(key(part) == base for part, _ in monomial_of(node).numerator)


def split_terms(node: Node) -> Node:
    """A fraction with a sum above as a sum of fractions, each in lowest terms."""
    if not isinstance(node, tree.Fraction) or not is_long(node.numerator):
        return node
    return add(
        (sign, _cancel(tree.Fraction(part, node.denominator)))
        for sign, part in opened_terms(node.numerator)
    )


def negated(node: Node) -> Node:
    """`-node` with the sign carried into a sum."""
    if isinstance(node, Sum):
        return add((-sign, part) for sign, part in opened_terms(node))
    return negative(node)
