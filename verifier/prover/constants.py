"""The constant factors of a formula, taken apart from what varies."""

from __future__ import annotations

from collections.abc import Callable

from verifier.notation import tree
from verifier.notation.tree import Node, Product
from verifier.prover.monomials import divide, monomial_of, multiply, product_of, scaled
from verifier.prover.sums import ONE, value_of

Parted = tuple[list[Node], Node]
"""Factors that do not vary, and what is left."""


def parted(node: Node, depends: Callable[[Node], bool]) -> Parted:
    """The constant factors of a product or a fraction, and the rest; `depends` tells what varies.

    `c x` is `c` and `x`; `3/(2 x)` is `3/2` and `1/x`.
    """
    if isinstance(node, Product):
        constants = [factor for factor in node.factors if not depends(factor)]
        return constants, multiply(factor for factor in node.factors if depends(factor))
    if not isinstance(node, tree.Fraction):
        return [], node
    above, top = parted(node.numerator, depends)
    if not depends(node.denominator):
        front = divide(multiply(above), node.denominator)
        return ([] if value_of(front) == 1 else [front]), top
    if not depends(node.numerator):
        return _reciprocal(node)
    return above, divide(top, node.denominator)


def _reciprocal(node: tree.Fraction) -> Parted:
    """A fraction with a constant above: the number below it belongs to the constant."""
    below = monomial_of(node.denominator)
    if below.coefficient in (0, 1):
        front, rest = node.numerator, node.denominator
    else:
        front = product_of(scaled(monomial_of(node.numerator), 1 / below.coefficient))
        rest = product_of(scaled(below, 1 / below.coefficient))
    return ([] if value_of(front) == 1 else [front]), divide(ONE, rest)
