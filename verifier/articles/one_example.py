"""Sums over examples that an author does not index: the formula for one example.

In `-\\frac{1}{m} \\sum_{i=1}^m y \\ln a + (1 - y) \\ln(1 - a)` no term carries the index, so
nothing is summed; what follows in such an article is about one example. The formula without the
sum and without the factor 1/m of its mean is that reading. A sum whose index is used stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.meaning.context import Context
from verifier.meaning.names import name_of
from verifier.notation.tree import (
    BigOperator,
    Chain,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Product,
    Sum,
    rebuild,
    walk,
)
from verifier.records import replace

NUMBERS_OF_EXAMPLES = ("m", "n", "N", "M")


def of_one_example(node: Node) -> Node:
    """The formula without sums over examples that are not indexed; itself if there are none."""
    sizes = set(_sizes(node))
    return _without(node, sizes) if sizes else node


def context_of_one_example(context: Context) -> Context:
    """The context in which every definition speaks of one example."""
    definitions = {
        name: replace(definition, body=of_one_example(definition.body))
        for name, definition in context.definitions.items()
    }
    if definitions == context.definitions:
        return context
    return replace(context, definitions=definitions)


def _sizes(node: Node) -> Iterator[str]:
    """The numbers of examples over which the sums without an index run."""
    for part in walk(node):
        if isinstance(part, BigOperator) and _is_not_indexed(part):
            upper = None if part.upper is None else name_of(part.upper)
            yield from NUMBERS_OF_EXAMPLES if upper is None else (upper,)


def _is_not_indexed(node: BigOperator) -> bool:
    if node.command != "\\sum":
        return False
    lower = node.lower
    if lower is None:
        return node.upper is None
    if isinstance(lower, Chain) and lower.operators != ("=",):
        return False
    index = name_of(lower.sides[0] if isinstance(lower, Chain) else lower)
    named = {name_of(part) for part in walk(node.body)}
    return index is not None and index not in named and len(named - {None}) > 0


def _without(node: Node, sizes: set[str]) -> Node:
    if isinstance(node, BigOperator) and _is_not_indexed(node):
        body = _without(node.body, sizes)
        return Group("(", body, ")", span=node.span) if isinstance(body, Sum) else body
    if isinstance(node, Product):
        kept = [k for k, factor in enumerate(node.factors) if not _is_mean(factor, sizes)]
        factors = tuple(_without(node.factors[k], sizes) for k in kept)
        if len(factors) == 1:
            return factors[0]
        if factors:
            operators = tuple(node.operators[k - 1] for k in kept[1:])
            return Product(factors, operators, span=node.span)
    if isinstance(node, Fraction):
        below = _without_size(node.denominator, sizes)
        if below is None:
            return _without(node.numerator, sizes)
        if below is not node.denominator:
            return replace(node, numerator=_without(node.numerator, sizes), denominator=below)
    return rebuild(node, lambda part: _without(part, sizes))


def _without_size(node: Node, sizes: set[str]) -> Node | None:
    """A denominator without the number of examples: 2 for `2m`, None for `m`."""
    if name_of(node) in sizes:
        return None
    if isinstance(node, Product) and len(node.factors) == 2:
        first, second = node.factors
        if name_of(second) in sizes:
            return first
        if name_of(first) in sizes:
            return second
    return node


def _is_mean(node: Node, sizes: set[str]) -> bool:
    """Whether a factor is `\\frac{1}{m}` or `m^{-1}` for one of these numbers."""
    if isinstance(node, Fraction):
        return isinstance(node.numerator, Number) and name_of(node.denominator) in sizes
    return isinstance(node, Power) and name_of(node.base) in sizes
