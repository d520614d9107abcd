"""A formula with another part in the place of one of its own, or of two."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from verifier.hints import Any, cast
from verifier.notation.tree import Node, Product
from verifier.records import fields, replace


def with_part(node: Node, index: int, part: Node) -> Node:
    """The node with another part in the place of the one that `children` yields at the index."""
    kind: Any = type(node)
    values = [getattr(node, name) for name in kind.__match_args__]
    for place, only_nodes in _places_of_parts(kind):
        held = values[place]
        if only_nodes and index < len(held):
            values[place] = (*held[:index], part, *held[index + 1 :])
            return cast(Node, kind(*values, span=node.span))
        values[place], index = _with(held, index, part)
        if index < 0:
            return cast(Node, kind(*values, span=node.span))
    raise IndexError(f"{kind.__name__} has no such part")


def with_joined(node: Product, join: Callable[[Node, Node, str], Node | None]) -> Node:
    """The product with one factor for each two, from the left, of which `join` makes one.

    `join` gets both and the sign between them.
    """
    factors, operators = [node.factors[0]], list[str]()
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        whole = join(factors[-1], factor, operator)
        if whole is None:
            factors.append(factor)
            operators.append(operator)
        else:
            factors[-1] = whole
    if len(factors) == 1:
        return factors[0]
    return replace(node, factors=tuple(factors), operators=tuple(operators))


@cache
def _places_of_parts(kind: type[Any]) -> tuple[tuple[int, bool], ...]:
    """Which fields of a kind of node hold other nodes, and whether one is a tuple of nothing else.

    They are told by their order.
    """
    types = {item.name: str(item.type) for item in fields(kind)}
    named = enumerate(types[name] for name in kind.__match_args__)
    return tuple((place, of == "tuple[Node, ...]") for place, of in named if "Node" in of)


def _with(value: object, index: int, part: Node) -> tuple[object, int]:
    """A value with a part put in; with what is left of the index, below zero where it was put."""
    if isinstance(value, Node):
        return (part if index == 0 else value), index - 1
    if not isinstance(value, tuple):
        return value, index
    items = list(value)
    for place, item in enumerate(items):
        items[place], index = _with(item, index, part)
        if index < 0:
            break
    return tuple(items), index
