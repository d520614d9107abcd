"""What is written with an argument: Φ in `x \\Phi(x)`, and the word in `\\mathrm{round}(x)`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.kinds import parts_of
from verifier.notation.tree import Chain, Group, Node, Product, Subscript, Symbol

_WORD = lazy_pattern(r"[A-Za-z]{3,}")


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


def word_before(node: Node) -> str | None:
    """The word in `\\operatorname{proj}_u v` and in `\\mathrm{round}(x)`, read as a product."""
    if not isinstance(node, Product):
        return None
    for first, second, sign in zip(node.factors, node.factors[1:], node.operators, strict=False):
        base = first.base if isinstance(first, Subscript) else first
        if not isinstance(base, Symbol) or sign or _WORD.fullmatch(base.name) is None:
            continue
        before_bracket = isinstance(second, Group) and second.left == "("
        if base.style == "\\operatorname" or (base.style == "\\mathrm" and before_bracket):
            return base.name
    return None
