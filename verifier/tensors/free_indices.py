"""Letters that stand free in the entries of a claim: i and j in `C_{ij} = \\sum_k A_{ik} B_{kj}`.

Such a claim is made for every row and column that the letters count. A letter that counts the rows
of one matrix cannot count the columns of another, unless these are as many.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.meaning.names import bound_letter
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.notation.write_text import write_line
from verifier.tensors.given import Given
from verifier.tensors.shapes import Dimension, Shape, ShapeMismatch
from verifier.tensors.symbols import dimension_name, index_last, matrix_name

_Use = tuple[str, Dimension, Node]


def free_indices(left: Node, right: Node, given: Given) -> dict[str, Dimension]:
    """What each free letter counts; empty where there is none, or where the claim is no claim.

    An entry of a matrix that nothing defines may be defined by the equation. Raises
    `ShapeMismatch` where a letter, free or bound, counts two dimensions.
    """
    if not any(isinstance(part, tree.Subscript) for part in tree.walk(left)):
        return {}
    base = _base(left)
    if base is not None and (name := matrix_name(base)) and given.definition_of(name) is None:
        return {}
    found: dict[str, Dimension] = {}
    ranges: dict[str, Dimension] = {}
    for side in (left, right):
        for letter, dimension, entry in _uses(side, given, frozenset(), ranges):
            known = ranges.get(letter) or found.setdefault(letter, dimension)
            if known != dimension and found:
                raise _counts_two(letter, known, dimension, entry)
    return found if all(isinstance(dimension, str) for dimension in found.values()) else {}


def _base(node: Node) -> Node | None:
    return index_last(node).base if isinstance(node, tree.Subscript | tree.Superscript) else None


def _counts_two(letter: str, one: Dimension, other: Dimension, entry: Node) -> ShapeMismatch:
    said = f"{letter} counts {one} there, and {other} in this entry"
    where, shapes = write_line(entry), (Shape(one, 1), Shape(other, 1))
    return ShapeMismatch(where, *shapes, (one, other), said=said).at(entry.span)


def _uses(
    node: Node, given: Given, bound: frozenset[str], ranges: dict[str, Dimension]
) -> Iterator[_Use]:
    """The letters at the entries of known matrices, with the dimensions that they count there."""
    if isinstance(node, tree.BigOperator):
        letter = bound_letter(node.lower)
        upper = None if node.upper is None else dimension_name(node.upper)
        if letter is not None:
            bound |= {letter}
            if upper is not None:
                ranges[letter] = upper
        yield from _uses(node.body, given, bound, ranges)
        return
    entry = _entry(node, given)
    if entry is None:
        for part in tree.children(node):
            yield from _uses(part, given, bound, ranges)
        return
    for letter, dimension in entry:
        if letter in ranges or letter not in bound:
            yield letter, dimension, node


def _entry(node: Node, given: Given) -> list[tuple[str, Dimension]] | None:
    """The letters of `A_{ij}` with what they count; None for what is no entry of a known matrix."""
    if not isinstance(node, tree.Subscript | tree.Superscript):
        return None
    node = index_last(node)
    name, whole = matrix_name(node.base), matrix_name(node)
    shape = None if name is None else given.shape_of(name)
    if shape is None or (whole is not None and given.knows(whole)):
        return None
    axes = [axis for axis in (shape.rows, shape.columns) if axis != 1]
    index = node.index
    items: tuple[Node, ...] = (index,)
    if isinstance(index, tree.Product | tree.Tuple):
        items = index.factors if isinstance(index, tree.Product) else index.items
    letters = [dimension_name(item) for item in items]
    if len(letters) != len(axes):
        return None
    pairs = zip(letters, axes, strict=True)
    return [(one, axis) for one, axis in pairs if isinstance(one, str) and one.isalpha()]


def letters_at_entries(sides: tuple[Node, ...]) -> tuple[str, ...]:
    """The letters that stand as indices, or are summed over, where there is such a sum."""
    parts = [part for side in sides for part in tree.walk(side)]
    bound = {bound_letter(part.lower) for part in parts if isinstance(part, tree.BigOperator)}
    found: dict[str, None] = {}
    for part in parts:
        if isinstance(part, tree.Subscript):
            index = part.index
            items = index.factors if isinstance(index, tree.Product) else (index,)
            names = [dimension_name(item) for item in items if isinstance(item, tree.Symbol)]
            if len(items) > 1 or bound & {*names}:
                found |= dict.fromkeys(name for name in names if isinstance(name, str))
    return tuple(found)
