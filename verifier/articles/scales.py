"""A sigma that is a number: `P = 1/(1 + e^{-\\sigma(s - t)})`, where it scales what follows.

Before a bracket it is taken for the sigmoid, whatever an author means: so a line that is right with
a number in its place is no error.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Line
from verifier.meaning.context import Context
from verifier.meaning.names import SIGMOID_NAMES, name_of
from verifier.meaning.one_dimension import parts_behind
from verifier.notation.tree import Apply, Group, Node, Product, rebuild
from verifier.records import replace


def with_scales(line: Line) -> Iterator[tuple[Context, tuple[Node, Node], str]]:
    """The line, and what is behind it, with a product for every `\\sigma(u)`."""
    sides, context = (line.left, line.right), line.context
    called = (part.function for part in parts_behind(sides, context) if isinstance(part, Apply))
    names = {name for part in called if (name := name_of(part)) in SIGMOID_NAMES}
    if not names:
        return
    known = {
        name: replace(one, body=_as_product(one.body))
        for name, one in context.definitions.items()
        if name not in names
    }
    functions = {name: one for name, one in context.functions.items() if name not in names}
    numbers = replace(context, definitions=known, functions=functions)
    yield numbers, (_as_product(sides[0]), _as_product(sides[1])), "with a number for σ"


def _as_product(node: Node) -> Node:
    if isinstance(node, Apply) and name_of(node.function) in SIGMOID_NAMES:
        argument = _as_product(node.argument)
        factor = argument if isinstance(argument, Group) else Group("(", argument, ")")
        return Product((node.function, factor), ("",), span=node.span)
    return rebuild(node, _as_product)
