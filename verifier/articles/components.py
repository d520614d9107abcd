"""Gradients by a component of a vector that stands there as a whole: `\\partial L/\\partial w_j`.

Where L is defined with `w^T x`, the components are those of vectors of any number of entries. In
dimension one each vector is its only component, so there `w_j` is w and `x_j` is x; a line that is
false there is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.articles.article import Line
from verifier.articles.readings import Found, judged
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import bound_letter, entries_of, name_of
from verifier.meaning.one_dimension import is_of_vectors, parts_behind
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Derivative,
    Node,
    Subscript,
    Superscript,
    Symbol,
    rebuild,
)
from verifier.records import replace
from verifier.values import Span


def of_components(line: Line) -> tuple[Line, Found] | None:
    """The verdict on a gradient by a component, and the line in dimension one; None for others."""
    letter = _component(line)
    if letter is None or not is_of_vectors((line.left, line.right), line.context):
        return None
    sides = (line.left, line.right)
    parts = list(parts_behind(sides, line.context))
    wholes = frozenset(_wholes(parts))
    if any(_runs_over(part, letter) for part in parts):
        return None
    if any(_is_entry(part, letter, line.context, wholes) for part in parts):
        return None
    written: dict[Span, Node] = {}
    left, right = (_as_wholes(side, letter, line.context, wholes, written) for side in sides)
    read = replace(line, left=left, right=right, others=(), earlier=(), written=written)
    try:
        return read, judged(read)
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
    called = left.body.function if isinstance(left.body, Apply) else left.body
    whole, name = name_of(variable.base), name_of(called)
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


def _wholes(parts: Iterable[Node]) -> Iterator[str]:
    """The families whose members stand there as wholes, with one index: `x^{(i)}`."""
    parts = list(parts)
    inner = {id(part.base) for part in parts if isinstance(part, Subscript | Superscript)}
    for part in parts:
        entry = entries_of(part) if id(part) not in inner else None
        if entry is not None and len(entry[1]) == 1:
            yield entry[0]


def _runs_over(node: Node, letter: str) -> bool:
    """Whether a sum runs over the components themselves."""
    return isinstance(node, BigOperator) and bound_letter(node.lower) in (letter, None)


def _is_entry(node: Node, letter: str, context: Context, wholes: frozenset[str]) -> bool:
    """Whether a symbol with this index is a number of its own, as `p_k` of a class k is."""
    if not _is_at(node, letter) or _is_component(node, context):
        return False
    assert isinstance(node, Subscript)
    entry = entries_of(node)
    return entry is None or entry[0] not in wholes


def _is_at(node: Node, letter: str) -> bool:
    return isinstance(node, Subscript) and name_of(node.index) == letter


def _as_wholes(
    node: Node, letter: str, context: Context, wholes: frozenset[str], written: dict[Span, Node]
) -> Node:
    """A formula with every component of this index as the vector that it belongs to.

    What it is instead of is noted in `written`, by its place.
    """
    whole = _member(node, letter, wholes)
    if isinstance(node, Subscript) and _is_at(node, letter) and _is_component(node, context):
        whole = node.base
    if whole is None:
        return rebuild(node, lambda part: _as_wholes(part, letter, context, wholes, written))
    written[node.span] = node
    return replace(whole, span=node.span)


def _member(node: Node, letter: str, wholes: frozenset[str]) -> Node | None:
    """`x^{(i)}` for `x_j^{(i)}` and `x^{(i)}_j`, where `x^{(i)}` stands there as a whole."""
    entry = entries_of(node)
    if entry is None or len(entry[1]) != 2 or entry[0] not in wholes:
        return None
    if not isinstance(node, Subscript | Superscript):
        return None
    if _is_at(node, letter):
        return node.base
    if isinstance(node.base, Subscript) and _is_at(node.base, letter):
        return replace(node, base=node.base.base)
    return None
