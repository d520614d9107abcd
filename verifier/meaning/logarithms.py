"""`\\log` to another base: `\\ln u / \\ln 10` where an author means decimal logarithms."""

from __future__ import annotations

from verifier.meaning.context import Context
from verifier.notation import tree
from verifier.notation.tree import Apply, Node, Number, Symbol
from verifier.records import replace

LOGARITHM = Symbol("\\log")
NATURAL = Symbol("\\ln")


def with_base(node: Node, base: int) -> Node:
    """The formula with every `\\log` as a natural logarithm divided by that of the base."""
    node = tree.rebuild(node, lambda part: with_base(part, base))
    if isinstance(node, Apply) and node.function == LOGARITHM:
        of_base = Apply(NATURAL, Number(str(base)))
        return tree.Fraction(replace(node, function=NATURAL), of_base)
    return node


def logarithms_to_base(context: Context, base: int) -> Context:
    """The context whose definitions have their logarithms to a base; itself when there are none."""
    changed = {
        name: replace(definition, body=with_base(definition.body, base))
        for name, definition in context.definitions.items()
    }
    if all(changed[name].body is item.body for name, item in context.definitions.items()):
        return context
    return replace(context, definitions=changed)
