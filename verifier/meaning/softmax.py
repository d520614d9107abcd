"""The softmax of a family, entry by entry: `\\operatorname{softmax}(z)_i` is e^{z_i} / Σ_k e^{z_k}.

`\\operatorname{softmax}(z_i)` is read in the same way, as authors mean the i-th entry by it.
"""

from __future__ import annotations

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.names import entries_of, name_of
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Node

_NAMES = frozenset(("softmax", "\\softmax", "Softmax"))


def softmax_entry(node: Node, scope: Scope) -> Term | None:
    """The entry of a softmax; None where the formula is none, or its family is not known."""
    found = _parts(node)
    if found is None or scope.context.definitions.keys() & _NAMES:
        return None
    family, index = found
    letter = name_of(index)
    size = None if letter is None else scope.context.sizes.get(letter)
    name = name_of(family)
    if name is None or size is None or not scope.context.knows(f"{name}[]"):
        return None
    inside, bound = scope.with_index("softmax")
    upper = scope.by_name(size, node) if scope.context.knows(size) else terms.variable(size)
    top = scope.entry(tree.Subscript(family, index, span=node.span))
    each = inside.entry(tree.Subscript(family, tree.Symbol("softmax"), span=node.span))
    if top is None or each is None:
        return None
    below = terms.summation(terms.exp(each), bound, terms.number(1), upper)
    return terms.divide(terms.exp(top), below)


def _parts(node: Node) -> tuple[Node, Node] | None:
    """The family and the index in `softmax(z)_i` and `softmax(z_i)`."""
    call, index = (node.base, node.index) if isinstance(node, tree.Subscript) else (node, None)
    if isinstance(call, tree.Group):
        call = call.body
    if not isinstance(call, tree.Apply) or name_of(call.function) not in _NAMES:
        return None
    argument = call.argument
    while isinstance(argument, tree.Group):
        argument = argument.body
    if index is not None:
        return argument, index
    entry = entries_of(argument)
    if entry is None or len(entry[1]) != 1 or not isinstance(argument, tree.Subscript):
        return None
    return argument.base, argument.index
