"""Putting in order what differentiation leaves: products, and the numerators of fractions."""

from __future__ import annotations

from collections.abc import Callable

from verifier.notation import tree
from verifier.notation.tree import Node, Product, Sum
from verifier.prover import algebra, fractions
from verifier.prover.algebra import is_long
from verifier.prover.closing import collect_detail
from verifier.prover.trace import Draft, Trace


def tidied(trace: Trace) -> None:
    """Multiplies out what differentiation left: numbers, signs and fractions of each product."""
    trace.apply(
        lambda node: algebra.symbols_first(fractions.cancel(algebra.tidy(node))), "multiply-out"
    )


def numerators_factored(trace: Trace) -> None:
    """Takes common factors out of the sums in numerators, where that shows squares of sums.

    `(u + v) (q u + q v) - …` is `q (u + v)^2 - …`: a difference of squares splits into terms.
    """
    draft = Draft(trace.current)
    draft.apply(_in_numerators(_with_squares), "factor")
    if draft.shorter:
        trace.accept(draft.moves)


def _with_squares(numerator: Node) -> Node:
    def factored(node: Node) -> Node:
        if not isinstance(node, Product):
            return node
        return algebra.tidy(tree.rebuild(node, fractions.factor))

    inside = algebra.everywhere(factored)(numerator)
    if not any(_is_square_of_sum(part) for part in tree.walk(inside)):
        return numerator
    return algebra.everywhere(lambda node: fractions.factor(node) if is_long(node) else node)(
        inside
    )


def numerators_expanded(trace: Trace) -> None:
    """Expands and collects the numerators of fractions, when that makes them shorter.

    A numerator with the square of a sum is left alone: it splits into terms better.
    """
    draft = Draft(trace.current)
    for change, rule in (
        (algebra.expand, "expand"),
        (algebra.join_exponentials, "product-of-exponentials"),
        (algebra.collect, "collect"),
    ):
        detail = collect_detail(draft.current) if rule == "collect" else ()
        draft.apply(_in_numerators(change), rule, detail)
    if draft.shorter:
        trace.accept(draft.moves)


def _in_numerators(change: Callable[[Node], Node]) -> Callable[[Node], Node]:
    def apply(node: Node) -> Node:
        if not isinstance(node, tree.Fraction):
            return node
        if any(_is_square_of_sum(part) for part in tree.walk(node.numerator)):
            return node
        return tree.Fraction(change(node.numerator), node.denominator)

    return algebra.everywhere(apply)


def _is_square_of_sum(node: Node) -> bool:
    return isinstance(node, tree.Power) and isinstance(node.base, Sum)
