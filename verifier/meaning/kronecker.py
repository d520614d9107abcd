"""The Kronecker delta, which nobody declares: `\\delta_{ik}` is 1 where i = k, else 0."""

from __future__ import annotations

from verifier.meaning.context import Context
from verifier.meaning.names import entries_of, name_of
from verifier.notation.tree import Chain, Group, Node, Number, rebuild

_NAME = "\\delta"


def with_kronecker(node: Node, context: Context) -> Node:
    """A formula with `[i = k]` for `\\delta_{ik}`; the same where the article says what δ is."""
    is_said = context.knows(f"{_NAME}[]") and _NAME not in context.surveyed
    if is_said or context.knows(_NAME):
        return node
    return _replaced(node)


def _replaced(node: Node) -> Node:
    entry = entries_of(node)
    if entry is None or entry[0] != _NAME or len(entry[1]) != 2:
        return rebuild(node, _replaced)
    if not all(isinstance(index, Number) or name_of(index) for index in entry[1]):
        return node
    return Group("[", Chain(entry[1], ("=",)), "]", span=node.span)
