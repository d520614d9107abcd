"""Slips in formulas about distributions: logarithms, what is given, primes, and the letter itself.

They are tried where a formula has letters that distributions are of; `scope.letters` lists these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.meaning.letters import BARS, items_of
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Fraction,
    Group,
    Node,
    Prime,
    Product,
    Symbol,
    Tuple,
)
from verifier.records import replace
from verifier.repair.slips import Generator, Replacement, Scope, bracketed


def _calls(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`p(x)` as `log p(x)`; `p(x | z)` as `p(z | x)`, `p(x)` or `p(x, z)`; `p(z)` as `p(z | x)`."""
    if not isinstance(node, Apply) or not isinstance(node.argument, Group):
        return
    inner = node.argument.body
    barred = inner if isinstance(inner, Chain) and _has_bar(inner) else None
    parts = items_of(inner)
    if barred is not None:
        parts = (*items_of(barred.sides[0]), *items_of(barred.sides[1]))
    if not {*parts} <= {*scope.letters}:
        return
    yield Apply(Symbol("\\log"), node), "wrong-function", 1.5
    if isinstance(inner, Chain):
        before, behind = inner.sides
        swapped = replace(inner, sides=(behind, before))
        yield _with(node, swapped), "wrong-index", 1.2
        yield _with(node, before), "wrong-index", 1.5
        yield _with(node, behind), "wrong-index", 1.6
        yield _with(node, Tuple(parts)), "wrong-index", 1.5
        return
    for letter in scope.letters:
        if letter not in items_of(inner):
            yield _with(node, Chain((inner, letter), ("\\mid",))), "wrong-index", 1.7


def _has_bar(inner: Chain) -> bool:
    return len(inner.sides) == 2 and inner.operators[0] in BARS


def _with(node: Apply, inner: Node) -> Node:
    assert isinstance(node.argument, Group)
    return replace(node, argument=replace(node.argument, body=inner))


def _ratios(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`\\log \\frac{p(x)}{q(x)}` for `\\frac{p(x)}{q(x)}`."""
    if isinstance(node, Fraction) and scope.letters:
        sides = (node.numerator, node.denominator)
        if all(isinstance(side, Apply) for side in sides):
            yield Apply(Symbol("\\log"), node), "wrong-function", 1.6


def _sides(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`KL(q \\| p)` for `KL(p \\| q)`."""
    if isinstance(node, Apply) and isinstance(node.argument, Group) and scope.letters:
        inner = node.argument.body
        if isinstance(inner, Chain) and inner.operators in (("\\|",), ("\\parallel",)):
            swapped = replace(inner, sides=(inner.sides[1], inner.sides[0]))
            yield _with(node, swapped), "wrong-symbol", 1.2


def _primes(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`V(s')` for `V(s)`, where both letters occur."""
    if isinstance(node, Prime) and node.base in scope.letters:
        yield node.base, "wrong-index", 1
    elif node in scope.letters:
        for letter in scope.letters:
            if isinstance(letter, Prime) and letter.base == node:
                yield letter, "wrong-index", 1


def _values(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`\\sum_r r P(r)` for `\\sum_r P(r)`."""
    if isinstance(node, BigOperator) and node.lower in scope.letters and node.lower is not None:
        body = node.body
        if isinstance(body, Product):
            longer = Product((node.lower, *body.factors), ("", *body.operators))
        else:
            longer = Product((node.lower, bracketed(body)), ("",))
        yield replace(node, body=longer), "missing-factor", 1.5


PROBABILITY: Sequence[Generator] = (_calls, _ratios, _sides, _primes, _values)
"""The generators of this file."""
