"""A formula with another part in the place of one of its own."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from verifier.notation.tree import Node
from verifier.records import fields


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
