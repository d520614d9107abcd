"""Fractions multiplied above and below by an exponential."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.notation import tree
from verifier.notation.tree import Node, Sum
from verifier.prover import algebra
from verifier.prover.compare import key
from verifier.prover.monomials import (
    Factor,
    divide,
    is_exponential,
    monomial_of,
    multiply,
    power,
    product_of,
    times,
)
from verifier.prover.remark import Remark
from verifier.prover.sums import add, signed_terms, value_of


def extensions(part: Node, like: Node | None = None) -> Iterator[tuple[Node, Remark]]:
    """The fraction multiplied above and below by an exponential, and how to say so.

    The exponentials are those of the fraction and, where it is to become like another formula,
    those of that one.
    """
    if not isinstance(part, tree.Fraction):
        return
    seen: set[object] = set()
    for inner in (*tree.walk(part), *(tree.walk(like) if like is not None else ())):
        if is_exponential(inner) and key(inner) not in seen:
            seen.add(key(inner))
            by = power(inner, -1)
            yield extended_by(part, by), ("multiply above and below by ", by)


def extended_by(fraction: tree.Fraction, by: Node) -> Node:
    """Numerator and denominator multiplied by the same, expanded, exponentials joined."""
    above, below = monomial_of(fraction.numerator), fraction.denominator
    squared: tuple[Factor, ...] = monomial_of(below).numerator
    count = max((n for base, n in squared if isinstance(base, Sum)), default=1)
    new_below = [power(_multiplied(base, by), n) for base, n in squared]
    new_above = product_of(times(above, monomial_of(power(by, count))))
    return divide(_worked_out(new_above), multiply(new_below))


def _multiplied(base: Node, by: Node) -> Node:
    return _worked_out(multiply([by, base])) if isinstance(base, Sum) else base


def _worked_out(node: Node) -> Node:
    return _ordered(algebra.join_exponentials(algebra.expand(node)))


def _ordered(node: Node) -> Node:
    if not isinstance(node, Sum):
        return node
    terms = sorted(signed_terms(node), key=lambda part: value_of(part[1]) is None)
    return algebra.positive_first(add(terms))
