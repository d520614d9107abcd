"""The named procedures of algebra on bare trees: each does one thing and keeps the rest.

Every function returns a tree that is equal wherever both are defined, or the tree itself when
there is nothing to do; the kernel decides each use. The procedures go into fractions, products
and arguments of functions unless they say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import gcd, lcm

from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Node, Power, Product, Sum
from verifier.prover.monomials import (
    EULER,
    ONE,
    Factor,
    Monomial,
    add,
    cancelled,
    divide,
    is_exponential,
    key,
    monomial_of,
    monomials_of,
    multiply,
    negative,
    opened_terms,
    power,
    product_of,
    scaled,
    signed_terms,
    sum_of,
    times,
    value_of,
)

LARGEST_EXPANDED_POWER = 4


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


def _is_long(node: Node) -> bool:
    return isinstance(node, Sum) and len(node.terms) > 1


def _distributed(factors: Iterable[Factor], start: Monomial) -> list[Monomial]:
    """The products of one term from each sum among the factors, in the order of reading."""
    found = [start]
    for base, exponent in factors:
        if _is_long(base) and exponent <= LARGEST_EXPANDED_POWER:
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
    if isinstance(part, Sum) or not any(_is_long(base) for base, _ in monomial.numerator):
        inner = expand(part) if isinstance(part, Sum) else tree.rebuild(part, expand)
        return negative(inner) if sign < 0 else inner
    factors = tuple((expand(base), n) for base, n in monomial.numerator)
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
    if monomial.denominator or monomial.coefficient != 1:
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


# Fractions ----------------------------------------------------------------------------------


def _cancel(node: Node) -> Node:
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
    ordered = sorted(monomial.numerator, key=lambda factor: _is_long(factor[0]))
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
    if not common.numerator and common.coefficient == 1:
        return node
    rest = []
    for monomial in monomials:
        quotient = Monomial(
            monomial.coefficient / common.coefficient,
            monomial.numerator,
            (*monomial.denominator, *common.numerator),
        )
        rest.append(cancelled(quotient))
    inside = positive_first(sum_of(rest))
    return multiply([product_of(common), inside])


def split_terms(node: Node) -> Node:
    """A fraction with a sum above as a sum of fractions, each in lowest terms."""
    if not isinstance(node, tree.Fraction) or not _is_long(node.numerator):
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


__all__ = [
    "ONE",
    "cancel",
    "collect",
    "common_factor",
    "everywhere",
    "expand",
    "extend_fractions",
    "factor",
    "has_denominator",
    "join_exponentials",
    "negated",
    "one_fraction",
    "positive_first",
    "power",
    "remove_brackets",
    "split_terms",
    "tidy",
]
