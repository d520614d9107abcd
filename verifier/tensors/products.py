"""Sums and products of matrices as they are written; ones take their sizes from neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.records import dataclass, replace
from verifier.tensors import build
from verifier.tensors.calls import with_calls
from verifier.tensors.matrices import Matrix
from verifier.tensors.shapes import Shape, ShapeMismatch, Where
from verifier.tensors.spelling import is_ones

ELEMENTWISE = ("\\odot", "\\circ", "*", "\\ast", "\\otimes")
_PRODUCTS = frozenset(("", ".", "\\cdot", "\\times", "\\bullet", *ELEMENTWISE))
"""The signs of a product of numbers, matrices or entries; sets have others."""


@dataclass(frozen=True, slots=True)
class Manner:
    """One admissible way to read what has several."""

    tight_odot: bool = False
    star_is_product: bool = False
    transposed_gradients: bool = False
    softmax_of_rows: bool = False
    bars_of_entries: bool = False
    examples: str | None = None
    """The number of examples m, where `dZ` is the gradient of the loss of each: m dJ/dZ."""

    @property
    def is_usual(self) -> bool:
        """Whether products and functions are read as usual."""
        return replace(self, examples=None) == PLAIN


PLAIN = Manner()


class Reads(Protocol):
    """What reads the parts of a sum or a product."""

    @property
    def manner(self) -> Manner: ...

    @property
    def parameters(self) -> Mapping[str, Matrix]: ...

    def matrix(self, node: Node, expected: Shape | None = None) -> Matrix:
        """The expression that a tree means; `expected` is the shape around it, if known."""

    def is_identity(self, node: Node) -> bool:
        """Whether an `I` is written that is no matrix of the article."""


class SizeUnknown(MeaningError):  # noqa: N818 - names what was met
    """The size of a matrix of ones that nothing around it fixes."""


def read_sum(reader: Reads, node: tree.Sum, expected: Shape | None) -> Matrix:
    """The sum of the terms; raises `ShapeMismatch` where they do not fit."""
    terms: list[Matrix | None] = [_unless_open(reader, term, expected) for term in node.terms]
    shapes = [term.shape for term in terms if term is not None and not term.shape.is_scalar]
    shape = expected or (shapes[0] if shapes else None)
    result: Matrix | None = None
    for sign, term, part in zip(node.signs, terms, node.terms, strict=True):
        matrix = term if term is not None else reader.matrix(part, shape)
        matrix = build.negative(matrix) if sign == "-" else matrix
        try:
            result = matrix if result is None else build.plus(result, matrix, node)
        except ShapeMismatch as mismatch:
            raise mismatch.at(part.span) from None
    assert result is not None
    return result


def _unless_open(reader: Reads, node: Node, expected: Shape | None) -> Matrix | None:
    try:
        return reader.matrix(node, expected)
    except SizeUnknown:
        return None


def read_product(reader: Reads, node: tree.Product, expected: Shape | None) -> Matrix:
    """Products of factors between the elementwise signs, unless those bind tighter."""
    where = node
    node = with_calls(node)
    if not node.operators:
        return reader.matrix(node.factors[0], expected)
    for operator in node.operators:
        if operator not in _PRODUCTS:
            raise MeaningError(node.span, f"the operator {operator}", "a product")
    elementwise = [_is_elementwise(reader, operator) for operator in node.operators]
    groups: list[list[Node]] = [[node.factors[0]]]
    splits_at = not reader.manner.tight_odot
    for factor, is_split in zip(node.factors[1:], elementwise, strict=True):
        if is_split == splits_at:
            groups.append([factor])
        else:
            groups[-1].append(factor)
    if reader.manner.tight_odot:
        rows = [_hadamard(reader, group, None, where) for group in groups]
        return _row_of(reader, rows, [group[0] for group in groups], where)
    if len(groups) == 1:
        return _chain(reader, groups[0], expected, where)
    parts = [_unless_open_chain(reader, group, where) for group in groups]
    shape = next((p.shape for p in parts if p is not None and not p.shape.is_scalar), expected)
    full = [
        part if part is not None else _chain(reader, group, shape, where)
        for part, group in zip(parts, groups, strict=True)
    ]
    result = full[0]
    for part, group in zip(full[1:], groups[1:], strict=True):
        try:
            result = build.hadamard(result, part, where)
        except ShapeMismatch as mismatch:
            raise mismatch.at(group[0].span) from None
    return result


def _is_elementwise(reader: Reads, operator: str) -> bool:
    if operator in ("*", "\\ast") and reader.manner.star_is_product:
        return False
    return operator in ELEMENTWISE


def _hadamard(reader: Reads, group: list[Node], expected: Shape | None, where: Where) -> Matrix:
    result = reader.matrix(group[0], expected)
    for node in group[1:]:
        result = build.hadamard(result, reader.matrix(node, result.shape), where)
    return result


def _unless_open_chain(reader: Reads, group: list[Node], where: Where) -> Matrix | None:
    try:
        return _chain(reader, group, None, where)
    except SizeUnknown:
        return None


def _chain(reader: Reads, nodes: list[Node], expected: Shape | None, where: Where) -> Matrix:
    """A matrix product, with the sizes of ones taken from their neighbours."""
    if len(nodes) == 1:
        return reader.matrix(nodes[0], expected)
    parts: list[Matrix | None] = [_unless_open(reader, node, None) for node in nodes]
    for place, part in enumerate(parts):
        if part is None:
            parts[place] = _ones_between(reader, nodes[place], parts, place, expected)
    return _row_of(reader, [part for part in parts if part is not None], nodes, where)


def _ones_between(
    reader: Reads, node: Node, parts: list[Matrix | None], place: int, expected: Shape | None
) -> Matrix:
    """Ones, a column or transposed to a row, whose size is that of the neighbour."""
    if reader.is_identity(node):
        return _identity_between(reader, node, parts, place, expected)
    is_row = isinstance(node, tree.Power)
    others = parts[place + 1 :] if is_row else parts[:place][::-1]
    beside = next((p for p in others if p is None or not p.shape.is_scalar), None)
    if others and beside is not None:
        size = beside.shape.rows if is_row else beside.shape.columns
    elif expected is not None and not any(p is None for p in others):
        size = expected.columns if is_row else expected.rows
    else:
        raise SizeUnknown(node.span, "ones without a known size", "\\mathbf{1}_n")
    if not (is_row or is_ones(node)):
        return reader.matrix(node, Shape(size, 1))
    return build.ones(Shape(1, size) if is_row else Shape(size, 1))


def _identity_between(
    reader: Reads, node: Node, parts: list[Matrix | None], place: int, expected: Shape | None
) -> Matrix:
    """The identity matrix of the size of a neighbour, or of the place of the product."""
    before = [p for p in parts[:place] if p is not None and not p.shape.is_scalar]
    after = [p for p in parts[place + 1 :] if p is not None and not p.shape.is_scalar]
    size = expected.rows if expected is not None else None
    if before:
        size = before[-1].shape.columns
    elif after:
        size = after[0].shape.rows
    return reader.matrix(node, None if size is None else Shape(size, size))


def _row_of(reader: Reads, parts: list[Matrix], nodes: list[Node], where: Where) -> Matrix:
    result = parts[0]
    multiply = build.hadamard if reader.parameters else build.times
    for part, node in zip(parts[1:], nodes[1:], strict=True):
        try:
            result = multiply(result, part, where)
        except ShapeMismatch as mismatch:
            raise mismatch.at(node.span) from None
    return result
