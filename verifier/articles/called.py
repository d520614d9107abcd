"""Which letters an article only ever writes with an argument: Φ in `x \\Phi(x)`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.kinds import parts_of
from verifier.notation.tree import Chain


def called_everywhere(statements: Collection[Chain]) -> frozenset[str]:
    """The names that never stand without an argument, a letter in brackets: Φ in `x \\Phi(x)`.

    A formula that is nothing but the name speaks of the function: "where $\\Phi$ is …".
    """
    products = parts_of(statements, tree.Product)
    heads = [head for product in products for head in _heads_of_calls(product)]
    if not heads:
        return frozenset()
    alone = dict.fromkeys(heads, 0)
    said = (one for one in statements if one.operators or not isinstance(one.sides[0], tree.Symbol))
    for node in parts_of(said, tree.Symbol, tree.Apply, tree.Prime):
        if isinstance(node, tree.Symbol) and node.name in alone:
            alone[node.name] += 1
        elif isinstance(node, tree.Apply) and isinstance(node.function, tree.Symbol):
            if node.function.name in alone:
                alone[node.function.name] -= 1
        elif isinstance(node, tree.Prime) and name_of(node.base) in alone:
            alone[name_of(node.base) or ""] -= 1
    for head in heads:
        alone[head] -= 1
    return frozenset(head for head, count in alone.items() if count == 0)


def _heads_of_calls(product: tree.Product) -> Iterator[str]:
    for first, second in pairwise(product.factors):
        inner = second.body if isinstance(second, tree.Group) and second.left == "(" else None
        if isinstance(first, tree.Symbol) and isinstance(inner, tree.Symbol):
            yield first.name
