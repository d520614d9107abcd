"""Entries, sums over indices and matrices that are written out, as an author writes them.

`\\sum_i` and `\\sum_{i,j}` without a range run over all that the indices count: the axis of the
matrix whose entries the summand names, as in `\\sum_i y_i \\log p_i`.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.hints import TYPE_CHECKING
from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Node, walk
from verifier.notation.write_text import write_line
from verifier.records import replace
from verifier.tensors import build
from verifier.tensors.matrices import Matrix
from verifier.tensors.powers import norm, norm_of
from verifier.tensors.shapes import Dimension, Shape, ShapeMismatch
from verifier.tensors.spelling import rational_of
from verifier.tensors.symbols import dimension_name, index_last, matrix_name

if TYPE_CHECKING:
    from verifier.tensors.read import Reader

Indexed = tree.Subscript | tree.Superscript


def read_entry(reader: Reader, node: Indexed, expected: Shape | None) -> Matrix:
    """`A_{ij}` and `y_i`, an entry of a known matrix at bound indices; or a norm, `\\|x\\|_1`."""
    found = norm_of(node)
    if found is not None:
        return norm(reader, *found)
    sample = _sample(node, reader)
    if sample is not None:
        return sample
    node = _parted(index_last(node), reader)
    base = reader.matrix(node.base)
    indices = [dimension_name(item) for item in _items(node.index)]
    axes = [axis for axis in (base.shape.rows, base.shape.columns) if axis != 1]
    free = [str(index) for index in indices if index not in reader.bound]
    if len(indices) != len(axes) or free:
        raise MeaningError(node.span, f"the entry {write_line(node)}", "indices that are bound")
    at = iter(str(index) for index in indices)
    row = next(at) if base.shape.rows != 1 else None
    column = next(at) if base.shape.columns != 1 else None
    return build.entry_of(base, row, column)


def _sample(node: Indexed, reader: Reader) -> Matrix | None:
    """`Z^{(i)}` for the sample i of Z: the column, or the row as a column, that i counts."""
    if not isinstance(node, tree.Superscript) or node.bracket != "(":
        return None
    index, name = dimension_name(node.index), matrix_name(node.base, reader.layers)
    if index not in reader.ranges or name is None or not reader.given.knows(name):
        return None
    base, count = reader.matrix(node.base), reader.ranges[str(index)]
    if base.shape.rows == base.shape.columns:
        return None
    if base.shape.columns == count:
        return build.column_of(base, str(index))
    return build.column_of(build.transpose(base), str(index)) if base.shape.rows == count else None


def _parted(node: Indexed, reader: Reader) -> Indexed:
    """`(z_2)_i` for `z_{2,i}` where `z_2` is known and `z` is not."""
    if not isinstance(node, tree.Subscript) or not isinstance(node.index, tree.Tuple):
        return node
    first, *others = node.index.items
    inner = tree.Subscript(node.base, first, span=node.span)
    names = [matrix_name(part, reader.layers) for part in (node.base, inner)]
    if None in names or len(others) != 1:
        return node
    whole, part = (name is not None and reader.given.knows(name) for name in names)
    return tree.Subscript(inner, others[0], span=node.span) if part and not whole else node


def _items(index: Node) -> tuple[Node, ...]:
    if isinstance(index, tree.Product):
        return index.factors
    return index.items if isinstance(index, tree.Tuple) else (index,)


def read_index_sum(reader: Reader, node: tree.BigOperator, expected: Shape | None) -> Matrix:
    """The sum over an index from 1 to a dimension, or over all that its indices count."""
    if node.command != "\\sum" or node.lower is None:
        raise MeaningError(node.span, "a sum without its range", "\\sum_{i=1}^m")
    ranges: tuple[tuple[str, Dimension], ...]
    if isinstance(node.lower, tree.Chain):
        ranges = (_range(reader, node, node.lower),)
    else:
        letters = [dimension_name(item) for item in _items(node.lower)]
        ranges = tuple((str(letter), _counted(reader, node, letter)) for letter in letters)
    bound = reader.bound | {index for index, _ in ranges}
    known = {**reader.ranges, **dict(ranges)}
    result = replace(reader, bound=bound, ranges=known).matrix(node.body, expected)
    for index, dimension in ranges:
        result = build.index_sum(result, index, dimension)
    return result


def _range(reader: Reader, node: tree.BigOperator, lower: tree.Chain) -> tuple[str, Dimension]:
    index = dimension_name(lower.sides[0])
    if node.upper is None or len(lower.sides) != 2 or lower.operators != ("=",):
        raise MeaningError(node.span, "a sum without its range", "\\sum_{i=1}^m")
    dimension = dimension_name(node.upper, reader.layers)
    if not isinstance(index, str) or dimension is None or rational_of(lower.sides[1]) != 1:
        raise MeaningError(node.span, "the range of a sum", "one from 1 to a dimension")
    return index, dimension


def _counted(reader: Reader, node: tree.BigOperator, letter: Dimension | None) -> Dimension:
    """The one dimension that a letter counts in the summand."""
    found = set(_axes(reader, node.body, letter)) if isinstance(letter, str) else set()
    if len(found) != 1 or node.upper is not None:
        raise MeaningError(node.span, "a sum without its range", "\\sum_{i=1}^m")
    return found.pop()


def _axes(reader: Reader, body: Node, letter: str) -> Iterator[Dimension]:
    for part in walk(body):
        if not isinstance(part, Indexed):
            continue
        part = _parted(index_last(part), reader)
        letters = [dimension_name(item) for item in _items(part.index)]
        if letter not in letters:
            continue
        try:
            shape = reader.matrix(part.base).shape
        except (MeaningError, ShapeMismatch):
            continue
        axes = [axis for axis in (shape.rows, shape.columns) if axis != 1]
        if len(axes) == len(letters):
            yield axes[letters.index(letter)]


def read_entries(reader: Reader, node: tree.Matrix, expected: Shape | None) -> Matrix:
    """A matrix that is written out, each cell a number."""
    rows = [[reader.matrix(cell) for cell in row] for row in node.rows]
    if len({len(row) for row in rows}) != 1 or any(
        not cell.shape.is_scalar for row in rows for cell in row
    ):
        raise MeaningError(node.span, "a matrix of blocks", "rows of as many numbers each")
    return build.of_entries(rows)
