"""What is given, with more said about it: open dimensions, and what a matrix is like."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.notation import tree
from verifier.notation.tree import Node, walk
from verifier.records import replace
from verifier.tensors.given import Given
from verifier.tensors.shapes import Dimension, Shape
from verifier.tensors.spelling import is_transpose
from verifier.tensors.symbols import MatrixName, names_in


def with_same(given: Given, dimension: Dimension, other: Dimension) -> Given:
    """The same where an open dimension is another one."""
    shapes = {}
    for key, declared in given.shapes.items():
        shape = declared.inferred
        if shape is not None:
            rows = other if shape.rows == dimension else shape.rows
            columns = other if shape.columns == dimension else shape.columns
            declared = replace(declared, inferred=Shape(rows, columns))
        shapes[key] = declared
    return replace(given, shapes=shapes)


def with_properties(
    given: Given,
    one_hot: Iterable[MatrixName] = (),
    symmetric: Iterable[MatrixName] = (),
    special: Iterable[MatrixName] = (),
) -> Given:
    """The same where some names are no matrices like any other.

    `special` are those of which the article says something that is not put in here, such as
    that they are orthogonal: what is false for any such matrix may be true for them.
    """
    return replace(
        given,
        one_hot=given.one_hot.union(map(str, one_hot)),
        symmetric=given.symmetric.union(map(str, symmetric)),
        special=given.special.union(map(str, special)),
    )


def names_whole(node: Node, given: Given) -> bool:
    """Whether a formula writes a matrix or vector itself, and not only its entries."""
    return any(
        isinstance(part, tree.Power) and is_transpose(part.exponent) for part in walk(node)
    ) or any(
        (shape := given.shape_of(name)) is not None and not shape.is_scalar
        for name, _ in names_in(node)
    )
