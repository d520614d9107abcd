"""The definitions of an article as the routes use them."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Apply, Node, Number, Sum, Symbol
from verifier.prover.compare import same
from verifier.prover.elementary import spelt
from verifier.prover.sums import add, signed_terms


def head_of(name: str, context: Context) -> Node:
    """The symbol of a name as it is first written: `p_1` with an index, `\\hat{y}` with a hat."""
    definition = context.definitions.get(name)
    if definition is not None and definition.head is not None:
        return spelt(tree.bare(definition.head), context)
    return spelt(context.remembered(("written", name), lambda: _written(name, context)), context)


def _written(name: str, context: Context) -> Node:
    bodies = (tree.bare(definition.body) for definition in context.definitions.values())
    parts = (part for body in bodies for part in tree.walk(body))
    return next((part for part in parts if name_of(part) == name), Symbol(name))


def uses_decimals(context: Context) -> bool:
    """Whether a definition has a number with a decimal point."""
    found: bool = context.remembered(
        "decimals",
        lambda: any(
            isinstance(part, Number) and "." in part.text
            for definition in context.definitions.values()
            for part in tree.walk(definition.body)
        ),
    )
    return found


def written_out(name: str, context: Context) -> Node:
    """The body of a definition, the functions that the article defines put in.

    Raises `MeaningError` for a formula that the prover cannot express.
    """
    body: Node = context.remembered(
        ("written out", name),
        lambda: spelt(inlined(tree.bare(context.definitions[name].body), context), context),
    )
    return body


def written_out_in(node: Node, name: str, context: Context) -> tuple[Node, Node]:
    """A formula with a defined symbol written out, and the body that was put in."""
    body = written_out(name, context)
    return inlined(put(node, {name: body}), context), body


def inlined(node: Node, context: Context) -> Node:
    """A formula with every function that is defined in the context replaced by its body."""
    node = tree.rebuild(node, lambda part: inlined(part, context))
    if not isinstance(node, Apply):
        return node
    definition = context.definitions.get(name_of(node.function) or "")
    if definition is None or not definition.parameters:
        return node
    arguments = node.argument.items if isinstance(node.argument, tree.Tuple) else (node.argument,)
    binding = dict(zip(definition.parameters, arguments, strict=True))
    return inlined(put(tree.bare(definition.body), binding), context)


def put(node: Node, binding: Mapping[str, Node]) -> Node:
    """A formula with names replaced by formulas."""
    name = name_of(node)
    if name is not None and name in binding:
        return binding[name]
    return tree.rebuild(node, lambda part: put(part, binding))


def defined_in(node: Node, context: Context, towards: str) -> tuple[str, ...]:
    """The defined symbols of a formula through which it depends on `towards`, in order."""
    found = []
    for name in dict.fromkeys(mentioned(node)):
        definition = context.definitions.get(name)
        if definition is None or definition.parameters or name == towards:
            continue
        if context.depends(name, towards):
            found.append(name)
    return tuple(found)


def intermediates(start: str, end: str, context: Context) -> tuple[str, ...]:
    """The symbols between two of the graph, those nearest to `end` first."""
    between = [
        name
        for name in context.ancestry(start)
        if name not in (start, end) and context.depends(name, end)
    ]
    return tuple(sorted(between, key=lambda name: (len(context.ancestry(name)), name)))


def replaced(node: Node, body: Node, symbol: Node) -> Node | None:
    """The tree with every occurrence of a body replaced; None when there is none."""
    found: list[bool] = []

    def change(part: Node) -> Node:
        if same(part, body):
            found.append(True)
            return symbol
        part = tree.rebuild(part, change)
        if isinstance(part, Sum) and isinstance(body, Sum):
            inner = _without(part, body)
            if inner is not None:
                found.append(True)
                return add([(1, symbol), *inner])
        return part

    changed = change(node)
    return changed if found else None


def _without(whole: Sum, body: Sum) -> list[tuple[int, Node]] | None:
    """The terms of a sum that are left when those of a body are taken out."""
    left = list(signed_terms(whole))
    for sign, part in signed_terms(body):
        index = next((i for i, (s, p) in enumerate(left) if s == sign and same(p, part)), None)
        if index is None:
            return None
        del left[index]
    return left
