"""Numbers and sums as a person writes them: signs, brackets and order are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from math import prod

from verifier.notation import tree
from verifier.notation.tree import Node, Number, Product, Sum

ONE = Number("1")
ZERO = Number("0")


def number(value: Fraction | int) -> Node:
    """A number as a tree: `-1/2` is a negated fraction."""
    value = Fraction(value)
    if value < 0:
        return Sum(("-",), (number(-value),))
    if value.denominator == 1:
        return Number(str(value.numerator))
    return tree.Fraction(Number(str(value.numerator)), Number(str(value.denominator)))


def with_decimals(node: Node) -> Node:
    """A formula with every fraction of numbers that has a finite decimal written as that."""
    value = value_of(node) if isinstance(node, tree.Fraction) else None
    if value is None:
        return tree.rebuild(node, with_decimals)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return Number(f"{Decimal(value.numerator) / value.denominator:f}") if rest == 1 else node


def value_of(node: Node) -> Fraction | None:
    """The rational that a numeric tree is, or None."""
    if isinstance(node, Number):
        return Fraction(node.text)
    if not isinstance(node, Sum | Product | tree.Fraction):
        return None
    known = []
    for part in tree.children(node):
        value = value_of(part)
        if value is None:
            return None
        known.append(value)
    if isinstance(node, Sum):
        return sum(
            (-v if s == "-" else v for s, v in zip(node.signs, known, strict=True)), Fraction(0)
        )
    if isinstance(node, tree.Fraction):
        return known[0] / known[1] if known[1] else None
    return prod(known, start=Fraction(1))


def signed_terms(node: Node) -> Iterator[tuple[int, Node]]:
    """The terms of a sum with their signs (1 or -1); a bracket behind a minus stays closed."""
    if not isinstance(node, Sum):
        yield 1, node
        return
    for sign, part in zip(node.signs, node.terms, strict=True):
        outer = -1 if sign == "-" else 1
        if isinstance(part, Sum) and (outer > 0 or len(part.terms) == 1):
            for inner, term in signed_terms(part):
                yield outer * inner, term
        else:
            yield outer, part


def opened_terms(node: Node) -> Iterator[tuple[int, Node]]:
    """The terms of a sum with their signs, every nested sum opened and its sign carried in."""
    for outer, part in signed_terms(node):
        if isinstance(part, Sum):
            for inner, term in opened_terms(part):
                yield outer * inner, term
        else:
            yield outer, part


def add(terms: Iterable[tuple[int, Node]]) -> Node:
    """The sum of signed terms in the order given; drops zeros, keeps brackets behind a minus."""
    parts: list[tuple[int, Node]] = []
    for outer, node in terms:
        if isinstance(node, Sum) and (outer > 0 or len(node.terms) == 1):
            parts.extend((outer * inner, part) for inner, part in signed_terms(node))
        else:
            parts.append((outer, node))
    parts = [(sign, part) for sign, part in parts if value_of(part) != 0]
    if not parts:
        return ZERO
    if len(parts) == 1 and parts[0][0] == 1:
        return parts[0][1]
    first = "-" if parts[0][0] < 0 else ""
    signs = (first, *("-" if sign < 0 else "+" for sign, _ in parts[1:]))
    return Sum(signs, tuple(part for _, part in parts))


def negative(node: Node) -> Node:
    """`-node`: a bracket stays a bracket, `-(-u)` is `u`."""
    if isinstance(node, Sum) and len(node.terms) == 1 and node.signs[0] == "-":
        return node.terms[0]
    return Sum(("-",), (node,))
