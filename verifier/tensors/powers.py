"""Powers, roots and brackets of matrices as they are written.

`A^{-1}` of a square matrix is its inverse and `A^2` is `A A`; a power of a vector or of a number
is one of each entry. A norm without an index or with the index 2 or F is the root of the sum of
the squares, and with the index 1 the sum of the absolute values. Bars round a square matrix are
its determinant, or in another `Manner` the absolute values of its entries.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.hints import TYPE_CHECKING
from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.tensors import build
from verifier.tensors.matrices import Matrix
from verifier.tensors.shapes import Shape
from verifier.tensors.spelling import inverse_transpose, is_ones, is_transpose, rational_of
from verifier.tensors.symbols import matrix_name

if TYPE_CHECKING:
    from verifier.tensors.read import Reader

_EULER = ("e", "\\mathrm{e}")
_DOUBLE_BARS = ("\\|", "\\lVert")
_LARGEST_EXPONENT = 4


def read_power(reader: Reader, node: tree.Power, expected: Shape | None) -> Matrix:
    """A transpose, an inverse, a power of e, of a norm, of a matrix or of each entry."""
    if is_transpose(node.exponent) and not reader.parameters:
        inner = None if expected is None else expected.transposed
        if is_ones(node.base):
            return build.transpose(reader.ones(node.base, inner))
        return build.transpose(reader.matrix(node.base, inner))
    if inverse_transpose(node.exponent) is not None:
        return build.transpose(build.inverse(reader.matrix(node.base, expected), node))
    name = matrix_name(node.base, reader.layers)
    if name is not None and str(name) in _EULER and not reader.given.knows(name):
        return build.elementwise("exp", reader.matrix(node.exponent, expected))
    exponent = rational_of(node.exponent)
    if exponent is None:
        raise MeaningError(node.exponent.span, "an exponent", "a number, T or \\top")
    norm = norm_of(node.base)
    if norm is not None and norm[1] == 2:
        squares = build.total(build.elementwise_power(reader.matrix(norm[0]), Fraction(2)))
        return build.elementwise_power(squares, exponent / 2)
    return _power(reader.matrix(node.base, expected), exponent, node)


def _power(base: Matrix, exponent: Fraction, node: tree.Power) -> Matrix:
    if 1 in (base.shape.rows, base.shape.columns) or exponent.denominator != 1:
        return build.elementwise_power(base, exponent)
    if exponent < 0:
        base, exponent = build.inverse(base, node), -exponent
    if base.shape.rows != base.shape.columns or not 1 <= exponent <= _LARGEST_EXPONENT:
        raise MeaningError(node.span, "a power of a matrix", "\\odot or a product")
    result = base
    for _ in range(int(exponent) - 1):
        result = build.times(result, base, node)
    return result


def read_power_of_value(
    reader: Reader, node: tree.Apply, function: tree.Power, expected: Shape | None
) -> Matrix:
    """`\\tanh^2 z` is the square of `\\tanh z`, entry by entry."""
    exponent = rational_of(function.exponent)
    if exponent is None or exponent < 0:
        raise MeaningError(function.span, "a power of a function", "a positive number")
    value = tree.Apply(function.base, node.argument, span=node.span)
    return build.elementwise_power(reader.matrix(value, expected), exponent)


def read_root(reader: Reader, node: tree.Root, expected: Shape | None) -> Matrix:
    """The root of each entry."""
    degree = Fraction(2) if node.degree is None else rational_of(node.degree)
    if not degree:
        raise MeaningError(node.span, "the degree of a root", "a number")
    return build.elementwise_power(reader.matrix(node.radicand, expected), 1 / degree)


def read_group(reader: Reader, node: tree.Group, expected: Shape | None) -> Matrix:
    """Brackets, a norm, a determinant or absolute values, and `⟨a, b⟩`."""
    if node.left in _DOUBLE_BARS:
        return norm(reader, node.body, 2)
    if node.left == "|":
        body = reader.matrix(node.body, expected)
        square = body.shape.rows == body.shape.columns and not body.shape.is_scalar
        if square and not reader.manner.bars_of_entries:
            return build.determinant(body, node)
        return build.elementwise("absolute", body)
    if node.left in ("\\langle", "⟨") and isinstance(node.body, tree.Tuple):
        left, right = (reader.matrix(item) for item in node.body.items)
        return build.pairing(left, right, node)
    return reader.matrix(node.body, expected)


def norm(reader: Reader, body: Node, index: int) -> Matrix:
    """The norm of this index, 1 or 2."""
    matrix = reader.matrix(body)
    if index == 1:
        return build.total(build.elementwise("absolute", matrix))
    squares = build.total(build.elementwise_power(matrix, Fraction(2)))
    return build.elementwise_power(squares, Fraction(1, 2))


def norm_of(node: Node) -> tuple[Node, int] | None:
    """What stands between double bars and the index, where that is 1, 2, F or not written.

    Raises `MeaningError` for any other index.
    """
    if isinstance(node, tree.Group) and node.left in _DOUBLE_BARS:
        return node.body, 2
    if isinstance(node, tree.Subscript):
        inner = norm_of(node.base)
        if inner is None:
            return None
        if isinstance(node.index, tree.Symbol) and node.index.name == "F":
            return inner[0], 2
        index = rational_of(node.index)
        if index in (1, 2):
            return inner[0], int(index)
        raise MeaningError(node.index.span, "a norm with another index", "1, 2 or F")
    return None
