"""Comparing formulas as they are written: the same up to order, and how much there is to read."""

from __future__ import annotations

from functools import lru_cache

from verifier.notation import tree
from verifier.notation.tree import Node, Power, Product, Sum
from verifier.prover.sums import value_of
from verifier.records import replace


def key(node: Node) -> object:
    """Equal for trees that differ only in the order of terms and factors, or in spans."""
    return _key(node)


@lru_cache(maxsize=50_000)
def _key(node: Node) -> object:
    if isinstance(node, Sum):
        signs = ("-" if sign == "-" else "+" for sign in node.signs)
        parts = [(sign, repr(_key(part))) for sign, part in zip(signs, node.terms, strict=True)]
        return ("sum", tuple(sorted(parts)))
    if isinstance(node, Product):
        return ("product", tuple(sorted(repr(_key(part)) for part in node.factors)))
    if isinstance(node, tree.Number | tree.Fraction) and (value := value_of(node)) is not None:
        return value
    inner = tuple(tree.children(node))
    if not inner:
        return repr(node)
    label = type(node).__name__
    if not isinstance(node, Power | tree.Apply | tree.Fraction):
        label = repr(tree.rebuild(node, lambda part: tree.Hole()))
    return (label, tuple(_key(part) for part in inner))


def same(left: Node, right: Node) -> bool:
    """Whether two trees are the same up to the order of terms and factors."""
    return left == right or key(left) == key(right)


def leaves(node: Node) -> int:
    """How much there is to read: the leaves, with functions, powers and fractions counted.

    A fraction of numbers is one number.
    """
    if isinstance(node, tree.Fraction) and value_of(node) is not None:
        return 1
    inner = tuple(tree.children(node))
    own = 1 if not inner or isinstance(node, Power | tree.Apply | tree.Fraction) else 0
    return own + sum(leaves(part) for part in inner)


def without_dots(node: Node) -> Node:
    """The formula with every product written by juxtaposition."""
    node = tree.rebuild(node, without_dots)
    if isinstance(node, Product):
        return replace(node, operators=("",) * len(node.operators))
    return node
