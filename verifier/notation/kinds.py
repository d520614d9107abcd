"""The parts of trees by their kinds, sorted once: most questions are about one kind."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.hints import Any
from verifier.notation.tree import Node, walk

MOST_KEPT = 4000


def parts_of(trees: Iterable[Node], *kinds: type[Node]) -> list[Any]:
    """The parts of trees that are of these kinds, tree by tree, and in each kind by kind."""
    found: list[Node] = []
    for tree in trees:
        known = _sorted.get(id(tree))
        if known is None:
            known = _by_kind(tree)
        for kind in kinds:
            found += known[1].get(kind, ())
    return found


def _by_kind(tree: Node) -> tuple[Node, dict[type[Node], list[Node]]]:
    parts: dict[type[Node], list[Node]] = {}
    for part in walk(tree):
        parts.setdefault(type(part), []).append(part)
    if len(_sorted) >= MOST_KEPT:
        _sorted.clear()
    _sorted[id(tree)] = tree, parts
    return tree, parts


_sorted: dict[int, tuple[Node, dict[type[Node], list[Node]]]] = {}
