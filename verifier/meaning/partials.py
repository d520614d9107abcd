"""Derivatives by the index of their sign: `\\partial_w L`, `\\partial_{xy} f` (Jacobi's sign)."""

from __future__ import annotations

from functools import partial

from verifier.meaning.names import name_of
from verifier.notation.tree import (
    Apply,
    Derivative,
    Node,
    Product,
    Subscript,
    Symbol,
    Tuple,
    rebuild,
)

MARK = "\\partial"


def with_partials(node: Node, last: bool = True) -> Node:
    """The formula with `\\frac{\\partial L}{\\partial w}` for `\\partial_w L`.

    Before other factors, as in `\\partial_x f g`, nobody knows how far the sign reaches; there it
    stays as it is, and means nothing.
    """
    if isinstance(node, Product):
        end = node.factors[-1]
        return rebuild(node, lambda part: with_partials(part, part is end))
    node = rebuild(node, partial(with_partials, last=True))
    variables = _variables(node.function) if isinstance(node, Apply) and last else ()
    if not variables or not isinstance(node, Apply):
        return node
    return Derivative(MARK, node.argument, variables, applied=True, span=node.span)


def _variables(function: Node) -> tuple[tuple[Node, int], ...]:
    """`x` and `y` of `\\partial_{xy}`, `x` twice of `\\partial_{xx}`; none for anything else."""
    if not isinstance(function, Subscript) or name_of(function.base) != MARK:
        return ()
    index = function.index
    parts: tuple[Node, ...] = (index,)
    if isinstance(index, Product) and all(isinstance(part, Symbol) for part in index.factors):
        parts = index.factors
    elif isinstance(index, Tuple):
        parts = index.items
    if any(name_of(part) is None for part in parts):
        return ()
    counts: dict[Node, int] = {}
    for part in parts:
        counts[part] = counts.get(part, 0) + 1
    return tuple(counts.items())
