"""Gradients by a component of a vector that stands there as a whole: `\\partial L/\\partial w_j`.

Where L is defined with `w^T x`, the components are those of vectors of any number of entries. In
dimension one each vector is its only component, so there `w_j` is w and `x_j` is x; a line that is
false there is false.
"""

from __future__ import annotations

from verifier.articles.article import Line
from verifier.articles.readings import Found, judged
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.meaning.one_dimension import behind, is_of_vectors
from verifier.notation.tree import BigOperator, Derivative, Node, Subscript, Symbol, rebuild, walk
from verifier.records import replace


def of_components(line: Line) -> tuple[Line, Found] | None:
    """The verdict on a gradient by a component, and the line in dimension one; None for others."""
    letter = _component(line)
    if letter is None or not is_of_vectors((line.left, line.right), line.context):
        return None
    sides = (line.left, line.right)
    parts = [part for side in behind(sides, line.context) for part in walk(side)]
    if any(
        isinstance(part, BigOperator) or _is_entry(part, letter, line.context) for part in parts
    ):
        return None
    left, right = (_as_wholes(side, letter, line.context) for side in (line.left, line.right))
    line = replace(line, left=left, right=right, others=(), earlier=())
    try:
        return line, judged(line)
    except MeaningError:
        return None


def _component(line: Line) -> str | None:
    """The index of the component that a side is derived by: j in `\\partial L/\\partial w_j`."""
    left, context = line.left, line.context
    if not isinstance(left, Derivative) or len(left.variables) != 1:
        return None
    variable, order = left.variables[0]
    if order != 1 or not _is_component(variable, context) or not isinstance(variable, Subscript):
        return None
    whole, name = name_of(variable.base), name_of(left.body)
    depends = whole is not None and name is not None and _depends(name, whole, context)
    return name_of(variable.index) if depends else None


def _depends(name: str, whole: str, context: Context) -> bool:
    return context.depends(name, whole) or whole in context.parameters(name)


def _is_component(node: Node, context: Context) -> bool:
    """Whether a symbol with a letter as its index is known neither so nor as an entry."""
    if not isinstance(node, Subscript) or not isinstance(node.index, Symbol):
        return False
    name, base = name_of(node), name_of(node.base)
    if name is None or base is None or base in context.definitions:
        return False
    return not context.knows(name) and not context.knows(f"{base}[]")


def _is_entry(node: Node, letter: str, context: Context) -> bool:
    """Whether a symbol with this index is a number of its own, as `p_k` of a class k is."""
    return _is_at(node, letter) and not _is_component(node, context)


def _is_at(node: Node, letter: str) -> bool:
    return isinstance(node, Subscript) and name_of(node.index) == letter


def _as_wholes(node: Node, letter: str, context: Context) -> Node:
    """A formula with every component of this index as the vector that it belongs to."""
    if _is_at(node, letter) and isinstance(node, Subscript) and _is_component(node, context):
        return node.base
    return rebuild(node, lambda part: _as_wholes(part, letter, context))
