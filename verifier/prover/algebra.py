"""The named procedures of algebra on bare trees: each does one thing and keeps the rest.

Every function returns a tree that is equal wherever both are defined, or the tree itself when
there is nothing to do; the kernel decides each use. The procedures go into fractions, products
and arguments of functions unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import prod

from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Node, Power, Product, Sum
from verifier.prover.compare import key
from verifier.prover.monomials import (
    EULER,
    Factor,
    Monomial,
    divide,
    is_exponential,
    monomial_of,
    monomials_of,
    product_of,
    scaled,
    sum_of,
    times,
)
from verifier.prover.sums import add, negative, opened_terms, signed_terms, value_of

MOST_PRODUCTS = 64
"""A product with more terms than that is not multiplied out."""


def everywhere(change: Callable[[Node], Node]) -> Callable[[Node], Node]:
    """The change applied to every part of a tree, inside out."""

    def apply(node: Node) -> Node:
        return change(tree.rebuild(node, apply))

    return apply


# Putting products together ------------------------------------------------------------------


def _tidy(node: Node) -> Node:
    if isinstance(node, Sum):
        return add((sign, product_of(monomial_of(part))) for sign, part in signed_terms(node))
    if isinstance(node, Product | tree.Fraction | Power):
        return product_of(monomial_of(node))
    return node


tidy = everywhere(_tidy)
"""Numbers, signs and fractions of every product put together; nothing is cancelled or opened."""


def _open_brackets(node: Node) -> Node:
    return add(opened_terms(node)) if isinstance(node, Sum) else node


remove_brackets = everywhere(_open_brackets)
"""A minus before a bracket carried to every term in it."""


# Expanding and collecting -------------------------------------------------------------------


def is_long(node: Node) -> bool:
    """Whether a formula is a sum of several terms."""
    return isinstance(node, Sum) and len(node.terms) > 1


def _length(node: Node) -> int:
    return sum(1 for _ in opened_terms(node))


def _distributed(factors: Iterable[Factor], start: Monomial) -> list[Monomial]:
    """The products of one term from each sum among the factors, in the order of reading."""
    found = [start]
    for base, exponent in factors:
        if is_long(base):
            for _ in range(exponent):
                found = [times(left, right) for left in found for right in monomials_of(base)]
        else:
            one = Monomial(Fraction(1), ((base, exponent),))
            found = [times(left, one) for left in found]
    return found


def expand(node: Node) -> Node:
    """Products of sums multiplied out; a fraction keeps its denominator."""
    if isinstance(node, Sum):
        parts = zip(node.signs, node.terms, strict=True)
        return add((1, _expanded_term(-1 if sign == "-" else 1, part)) for sign, part in parts)
    if isinstance(node, Product | tree.Fraction | Power) and not is_exponential(node):
        return _expanded_term(1, node)
    return tree.rebuild(node, expand)


def _expanded_term(sign: int, part: Node) -> Node:
    """A signed term multiplied out, its sign carried in; a bracket behind a sign stays."""
    monomial = scaled(monomial_of(part), sign)
    if isinstance(part, Sum) or not any(is_long(base) for base, _ in monomial.numerator):
        inner = expand(part) if isinstance(part, Sum) else tree.rebuild(part, expand)
        return negative(inner) if sign < 0 else inner
    factors = tuple((expand(base), n) for base, n in monomial.numerator)
    if prod(_length(base) ** min(n, MOST_PRODUCTS) for base, n in factors) > MOST_PRODUCTS:
        return negative(part) if sign < 0 else part
    products = _distributed(factors, Monomial(monomial.coefficient))
    if monomial.denominator:
        below = product_of(Monomial(Fraction(1), monomial.denominator))
        return divide(sum_of(products), below)
    return sum_of(products)


def _like(monomial: Monomial) -> object:
    return (
        frozenset((key(base), n) for base, n in monomial.numerator),
        frozenset((key(base), n) for base, n in monomial.denominator),
    )


def _collect(node: Node) -> Node:
    if not isinstance(node, Sum) or len(node.terms) < 2:
        return node
    order: dict[object, Monomial] = {}
    for monomial in monomials_of(node):
        known = order.get(_like(monomial))
        total = monomial.coefficient + (known.coefficient if known is not None else 0)
        kept = known if known is not None else monomial
        order[_like(monomial)] = Monomial(total, kept.numerator, kept.denominator)
    if len(order) == sum(1 for _ in opened_terms(node)):
        return node
    return sum_of(m for m in order.values() if m.coefficient)


collect = everywhere(_collect)
"""Like terms added in every sum; opposite terms cancel."""


def opposite_terms(node: Sum) -> list[tuple[Monomial, Monomial]]:
    """The pairs of terms of a sum that add up to zero."""
    found: list[tuple[Monomial, Monomial]] = []
    waiting: list[Monomial] = []
    for monomial in monomials_of(node):
        other = next(
            (
                earlier
                for earlier in waiting
                if _like(earlier) == _like(monomial)
                and earlier.coefficient == -monomial.coefficient
            ),
            None,
        )
        if other is None:
            waiting.append(monomial)
        else:
            waiting.remove(other)
            found.append((other, monomial))
    return found


def _symbols_first(node: Node) -> Node:
    if not isinstance(node, Product):
        return node
    monomial = monomial_of(node)
    if monomial.denominator:
        return node
    ordered = sorted(monomial.numerator, key=lambda factor: name_of(factor[0]) is None)
    return product_of(Monomial(monomial.coefficient, tuple(ordered)))


symbols_first = everywhere(_symbols_first)
"""Single symbols before the other factors of every product: `x e^z` and not `e^z x`."""


def _positive_first(node: Node) -> Node:
    if not isinstance(node, Sum) or len(node.terms) < 2 or node.signs[0] != "-":
        return node
    parts = list(signed_terms(node))
    first = next((index for index, (sign, _) in enumerate(parts) if sign > 0), None)
    if first is None:
        return node
    return add([parts[first], *parts[:first], *parts[first + 1 :]])


positive_first = everywhere(_positive_first)
"""A sum that begins with a minus begins with its first positive term instead."""


def _join_exponentials(node: Node) -> Node:
    if not isinstance(node, Product | tree.Fraction):
        return node
    monomial = monomial_of(node)
    above = [(b, n) for b, n in monomial.numerator if is_exponential(b)]
    below = [(b, -n) for b, n in monomial.denominator if is_exponential(b)]
    if len(above) + len(below) < 2:
        return node
    parts = [
        (1, product_of(scaled(monomial_of(_exponent(base)), n))) for base, n in (*above, *below)
    ]
    exponent = collect(add(parts))
    if sum(1 for _ in opened_terms(exponent)) >= sum(1 for _ in opened_terms(add(parts))):
        return node
    joined = [] if value_of(exponent) == 0 else [(Power(EULER, exponent), 1)]
    return product_of(
        Monomial(
            monomial.coefficient,
            (*joined, *((b, n) for b, n in monomial.numerator if not is_exponential(b))),
            tuple((b, n) for b, n in monomial.denominator if not is_exponential(b)),
        )
    )


def _exponent(node: Node) -> Node:
    assert isinstance(node, Power)
    return node.exponent


join_exponentials = everywhere(_join_exponentials)
"""Exponentials of a product joined where their exponents have like terms: `e^u e^u` is `e^{2u}`."""
