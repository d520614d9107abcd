"""Fractions multiplied above and below by an exponential."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.notation import tree
from verifier.notation.tree import Node, Sum
from verifier.prover import algebra
from verifier.prover.compare import key
from verifier.prover.monomials import (
    divide,
    is_exponential,
    monomial_of,
    multiply,
    power,
    product_of,
    times,
)
from verifier.prover.remark import Remark
from verifier.prover.sums import add, number, signed_terms, value_of


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
            extended = extended_by(part, by)
            if extended is not None:
                yield extended, ("multiply above and below by ", by)


def extended_by(fraction: tree.Fraction, by: Node) -> Node | None:
    """Each sum below that has exponentials times the same, and the numerator as often.

    Everything is multiplied out and exponentials are joined. None when there is no such sum.
    """
    above, below = monomial_of(fraction.numerator), monomial_of(fraction.denominator)
    chosen = [n for base, n in below.numerator if _is_extended(base)]
    if below.denominator or not chosen:
        return None
    factors = [
        power(_worked_out(multiply([by, base])) if _is_extended(base) else base, n)
        for base, n in below.numerator
    ]
    numerator = _worked_out(product_of(times(above, monomial_of(power(by, sum(chosen))))))
    return divide(numerator, multiply([number(below.coefficient), *factors]))


def _is_extended(base: Node) -> bool:
    return isinstance(base, Sum) and any(is_exponential(part) for part in tree.walk(base))


def _worked_out(node: Node) -> Node:
    return _ordered(algebra.join_exponentials(algebra.expand(node)))


def _ordered(node: Node) -> Node:
    if not isinstance(node, Sum):
        return node
    terms = sorted(signed_terms(node), key=lambda part: value_of(part[1]) is None)
    return algebra.positive_first(add(terms))
