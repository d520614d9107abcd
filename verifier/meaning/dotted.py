"""Sums with dots: `x_1 + x_2 + \\cdots + x_n` is the sum of `x_k` over k = 1, …, n.

The terms beside the dots must be the same formula but for one index: a number before the dots, and
the same other index wherever the number stands behind them, and the numbers are consecutive.
Anything else is left as it is.
"""

from __future__ import annotations

from verifier.meaning.names import DOTS, name_of
from verifier.notation import tree
from verifier.notation.tree import (
    BigOperator,
    Chain,
    Node,
    Number,
    Subscript,
    Sum,
    Superscript,
    Symbol,
)
from verifier.records import replace

INDEX = Symbol("κ")
"""The bound index; no author writes this letter for one."""


def with_sums_for_dots(node: Node) -> Node:
    """The formula with every dotted sum as a sum over an index."""
    node = tree.rebuild(node, with_sums_for_dots)
    if not isinstance(node, Sum):
        return node
    place = next((k for k, part in enumerate(node.terms) if name_of(part) in DOTS), None)
    if place is None or not 0 < place < len(node.terms) - 1:
        return node
    return _written_out(node, place) or node


def _written_out(node: Sum, place: int) -> Node | None:
    before, after = node.terms[place - 1], node.terms[place + 1]
    signs = {node.signs[place], node.signs[place + 1]}
    found = _index_of(before, after)
    if found is None or signs != {"+"} or node.signs[place - 1] == "-":
        return None
    number, last = found
    body = _at(before, number, INDEX)
    start = place - 1
    while start > 0 and node.signs[start - 1] != "-":
        earlier = Number(str(int(number.text) - (place - 1 - start) - 1))
        if node.terms[start - 1] != _at(body, INDEX, earlier):
            if _index_of(node.terms[start - 1], before) is not None:
                return None
            break
        start -= 1
    first = Number(str(int(number.text) - (place - 1 - start)))
    total = BigOperator("\\sum", Chain((INDEX, first), ("=",)), last, body, span=node.span)
    terms = (*node.terms[:start], total, *node.terms[place + 2 :])
    kept = (*node.signs[: start + 1], *node.signs[place + 2 :])
    return (
        total
        if len(terms) == 1 and kept[0] in ("", "+")
        else replace(node, signs=kept, terms=terms)
    )


def _index_of(before: Node, after: Node) -> tuple[Number, Node] | None:
    """The number that stands as an index in one formula where the other has another index."""
    found: set[tuple[Number, Node]] = set()
    if not _compare(before, after, False, found) or len(found) != 1:
        return None
    number, last = next(iter(found))
    return (number, last) if number.text.isdigit() else None


def _compare(left: Node, right: Node, is_index: bool, found: set[tuple[Number, Node]]) -> bool:
    if left == right:
        return True
    if is_index and isinstance(left, Number):
        found.add((left, right))
        return True
    parts, others = tuple(tree.children(left)), tuple(tree.children(right))
    if type(left) is not type(right) or not parts or len(parts) != len(others):
        return False
    indexed = isinstance(left, Subscript | Superscript)
    return all(
        _compare(one, two, is_index or (indexed and position == 1), found)
        for position, (one, two) in enumerate(zip(parts, others, strict=True))
    )


def _at(node: Node, old: Node, new: Node) -> Node:
    """The formula with one index in the place of another."""
    if isinstance(node, Subscript | Superscript) and node.index == old:
        return replace(node, base=_at(node.base, old, new), index=new)
    return tree.rebuild(node, lambda part: _at(part, old, new))
