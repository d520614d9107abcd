"""From notation to matrix expressions.

A juxtaposition, `\\cdot` or `\\times` is the matrix product, a multiple where a factor is a
scalar; `\\odot`, `\\circ` and `*` are the elementwise product and bind less tightly. `^T` and
`^\\top` transpose. A quotient, a root and a function apply to each entry. `\\mathbf{1}` takes the
size that its neighbours in a product or a sum require. In another `Manner`, `\\odot` binds tighter,
`*` is the matrix product, or gradients are laid out transposed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from verifier.kernel.domains import REAL
from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.notation.write_text import write_line
from verifier.tensors import build
from verifier.tensors.calls import Call, call_of, numpy_arguments, with_calls
from verifier.tensors.given import Given, is_ones, is_transpose
from verifier.tensors.matrices import Matrix
from verifier.tensors.shapes import SCALAR, Shape
from verifier.tensors.symbols import Layers, MatrixName, dimension_name, index_last, matrix_name

ELEMENTWISE = ("\\odot", "\\circ", "*", "\\ast", "\\otimes")
_EULER = ("e", "\\mathrm{e}")


@dataclass(frozen=True, slots=True)
class Manner:
    """One admissible way to read what has several."""

    tight_odot: bool = False
    star_is_product: bool = False
    transposed_gradients: bool = False


class Names(Protocol):
    """What a name means in a claim: a matrix of its own, or its definition, or a gradient."""

    def named(self, name: MatrixName, reader: Reader, node: Node) -> Matrix: ...

    def gradient(self, body: Node | None, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The gradient of a scalar (None: of the cost) by the named matrix."""
        ...


class SizeUnknown(MeaningError):  # noqa: N818 - names what was met
    """The size of a matrix of ones that nothing around it fixes."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads trees in what is given; `layers` says what layer letters stand for.

    `bound` holds the indices of sums around the place; `parameters` the arguments of an
    elementwise function, in whose formula every product is one of numbers.
    """

    given: Given
    names: Names
    manner: Manner = Manner()
    layers: Layers = field(default_factory=dict)
    bound: frozenset[str] = frozenset()
    parameters: Mapping[str, Matrix] = field(default_factory=dict)

    def matrix(self, node: Node, expected: Shape | None = None) -> Matrix:
        """The expression that a tree means. `expected` is the shape around it, if known.

        Raises `MeaningError` for what has no meaning and `ShapeMismatch` for shapes that do not
        fit.
        """
        if is_ones(node):
            return self.ones(node, expected)
        name = matrix_name(node, self.layers)
        if name is not None:
            found = self.known(name, node)
            if found is not None:
                return found
        handler = _HANDLERS.get(type(node))
        if handler is None:
            raise MeaningError(node.span, f"{write_line(node)}", "a matrix expression")
        return handler(self, node, expected)

    def known(self, name: MatrixName, node: Node) -> Matrix | None:
        """The meaning of a name, or None when a subscript makes it an entry of a known matrix."""
        text = str(name)
        if text in self.parameters:
            return self.parameters[text]
        if self.given.knows(name) or not isinstance(node, tree.Subscript | tree.Superscript):
            if text in self.bound or self.given.is_dimension(text):
                return build.size(text)
            return self.names.named(name, self, node)
        if self.given.is_dimension(text):
            return build.size(text)
        return None

    def ones(self, node: Node, expected: Shape | None) -> Matrix:
        if isinstance(node, tree.Subscript):
            dimension = dimension_name(node.index, self.layers)
            if dimension is not None:
                return build.ones(Shape(dimension, 1))
        if expected is None:
            raise SizeUnknown(node.span, "ones without a known size", "\\mathbf{1}_n")
        return build.ones(expected)

    # Sums and products --------------------------------------------------------------------

    def sum(self, node: tree.Sum, expected: Shape | None) -> Matrix:
        terms: list[Matrix | None] = [self.unless_open(term, expected) for term in node.terms]
        shapes = [term.shape for term in terms if term is not None and not term.shape.is_scalar]
        shape = expected or (shapes[0] if shapes else None)
        result: Matrix | None = None
        where = write_line(node)
        for sign, term, part in zip(node.signs, terms, node.terms, strict=True):
            matrix = term if term is not None else self.matrix(part, shape)
            matrix = build.negative(matrix) if sign == "-" else matrix
            result = matrix if result is None else build.plus(result, matrix, where)
        assert result is not None
        return result

    def unless_open(self, node: Node, expected: Shape | None) -> Matrix | None:
        try:
            return self.matrix(node, expected)
        except SizeUnknown:
            return None

    def product(self, node: tree.Product, expected: Shape | None) -> Matrix:
        """Products of factors between the elementwise signs, unless those bind tighter."""
        where = write_line(node)
        node = with_calls(node)
        if not node.operators:
            return self.matrix(node.factors[0], expected)
        elementwise = [self.is_elementwise(operator) for operator in node.operators]
        groups: list[list[Node]] = [[node.factors[0]]]
        splits_at = not self.manner.tight_odot
        for factor, is_split in zip(node.factors[1:], elementwise, strict=True):
            if is_split == splits_at:
                groups.append([factor])
            else:
                groups[-1].append(factor)
        if self.manner.tight_odot:
            return self.row_of([self.hadamard(group, None, where) for group in groups], where)
        if len(groups) == 1:
            return self.chain(groups[0], expected, where)
        parts = [self.unless_open_chain(group, where) for group in groups]
        shape = next((p.shape for p in parts if p is not None and not p.shape.is_scalar), expected)
        full = [
            part if part is not None else self.chain(group, shape, where)
            for part, group in zip(parts, groups, strict=True)
        ]
        result = full[0]
        for part in full[1:]:
            result = build.hadamard(result, part, where)
        return result

    def is_elementwise(self, operator: str) -> bool:
        if operator in ("*", "\\ast") and self.manner.star_is_product:
            return False
        return operator in ELEMENTWISE

    def hadamard(self, group: list[Node], expected: Shape | None, where: str) -> Matrix:
        result = self.matrix(group[0], expected)
        for node in group[1:]:
            result = build.hadamard(result, self.matrix(node, result.shape), where)
        return result

    def unless_open_chain(self, group: list[Node], where: str) -> Matrix | None:
        try:
            return self.chain(group, None, where)
        except SizeUnknown:
            return None

    def chain(self, nodes: list[Node], expected: Shape | None, where: str) -> Matrix:
        """A matrix product, with the sizes of ones taken from their neighbours."""
        if len(nodes) == 1:
            return self.matrix(nodes[0], expected)
        parts: list[Matrix | None] = [self.unless_open(node, None) for node in nodes]
        for place, part in enumerate(parts):
            if part is None:
                parts[place] = self.ones_between(nodes[place], parts, place, expected)
        return self.row_of([part for part in parts if part is not None], where)

    def ones_between(
        self, node: Node, parts: list[Matrix | None], place: int, expected: Shape | None
    ) -> Matrix:
        """Ones, a column or transposed to a row, whose size is that of the neighbour."""
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
            return self.matrix(node, Shape(size, 1))
        return build.ones(Shape(1, size) if is_row else Shape(size, 1))

    def row_of(self, parts: list[Matrix], where: str) -> Matrix:
        result = parts[0]
        multiply = build.hadamard if self.parameters else build.times
        for part in parts[1:]:
            result = multiply(result, part, where)
        return result

    # Powers, quotients, brackets ----------------------------------------------------------

    def fraction(self, node: tree.Fraction, expected: Shape | None) -> Matrix:
        top = self.matrix(node.numerator, expected)
        shape = expected if top.shape.is_scalar else top.shape
        bottom = self.matrix(node.denominator, shape)
        return build.divide(top, bottom, write_line(node))

    def power(self, node: tree.Power, expected: Shape | None) -> Matrix:
        if is_transpose(node.exponent) and not self.parameters:
            if is_ones(node.base):
                return self.ones_row(node, expected)
            inner = None if expected is None else expected.transposed
            return build.transpose(self.matrix(node.base, inner))
        name = matrix_name(node.base, self.layers)
        if name is not None and str(name) in _EULER and not self.given.knows(name):
            return build.elementwise("exp", self.matrix(node.exponent, expected))
        norm = _norm_of(node.base)
        exponent = _rational(node.exponent)
        if exponent is None:
            raise MeaningError(node.exponent.span, "an exponent", "a number, T or \\top")
        if norm is not None:
            squares = build.total(build.elementwise_power(self.matrix(norm), Fraction(2)))
            return build.elementwise_power(squares, exponent / 2)
        base = self.matrix(node.base, expected)
        if (
            exponent.denominator == 1
            and not base.shape.is_scalar
            and 1
            not in (
                base.shape.rows,
                base.shape.columns,
            )
        ):
            raise MeaningError(node.span, "a power of a matrix", "\\odot or a product")
        return build.elementwise_power(base, exponent)

    def ones_row(self, node: tree.Power, expected: Shape | None) -> Matrix:
        inner = None if expected is None else expected.transposed
        return build.transpose(self.ones(node.base, inner))

    def root(self, node: tree.Root, expected: Shape | None) -> Matrix:
        degree = Fraction(2) if node.degree is None else _rational(node.degree)
        if degree is None:
            raise MeaningError(node.span, "the degree of a root", "a number")
        return build.elementwise_power(self.matrix(node.radicand, expected), 1 / degree)

    def group(self, node: tree.Group, expected: Shape | None) -> Matrix:
        if node.left in ("\\|", "\\lVert"):
            squares = build.elementwise_power(self.matrix(node.body), Fraction(2))
            return build.elementwise_power(build.total(squares), Fraction(1, 2))
        if node.left == "|":
            return build.elementwise("absolute", self.matrix(node.body, expected))
        if node.left in ("\\langle", "⟨") and isinstance(node.body, tree.Tuple):
            left, right = (self.matrix(item) for item in node.body.items)
            return build.pairing(left, right, write_line(node))
        return self.matrix(node.body, expected)

    def number(self, node: tree.Number, expected: Shape | None) -> Matrix:
        return build.constant(Fraction(node.text))

    def accent(self, node: tree.Accent, expected: Shape | None) -> Matrix:
        raise UndeclaredSymbol(node.span, f"the symbol {write_line(node)}", "a declared matrix")

    # Functions, gradients, entries --------------------------------------------------------

    def apply(self, node: tree.Apply, expected: Shape | None) -> Matrix:
        call = call_of(node, self.layers)
        if call.name is not None and call.name.base == "\\nabla":
            by = MatrixName("") if call.subscript is None else call.subscript
            return self.names.gradient(node.argument, by, self, node)
        if call.name is not None and self.given.knows(call.name) and not call.primes:
            product = tree.Product((node.function, node.argument), ("",), span=node.span)
            return self.product(product, expected)
        return self.called(node, call, expected)

    def called(self, node: tree.Apply, call: Call, expected: Shape | None) -> Matrix:
        arguments, axes = numpy_arguments(node.argument)
        where = write_line(node)
        built_in = call.built_in
        if built_in is not None and len(arguments) == built_in.arguments:
            shape = expected if built_in.keeps_shape else None
            return built_in.make([self.matrix(item, shape) for item in arguments], axes, where)
        if len(arguments) != 1:
            raise MeaningError(node.span, f"{len(arguments)} arguments", "one matrix")
        return self.elementwise(call, self.matrix(arguments[0], expected), node)

    def elementwise(self, call: Call, argument: Matrix, node: tree.Apply) -> Matrix:
        if call.name is None:
            raise MeaningError(node.function.span, write_line(node.function), "a function")
        defined = self.given.function_of(call.name)
        if defined is None:
            function = call.kernel_function or str(call.name)
            return build.elementwise(function, argument, call.primes)
        layer = call.name.layer
        layers = {defined.letter: layer} if defined.letter and layer is not None else {}
        parameter = build.named(f"parameter {defined.parameter}")
        inner = replace(self, layers=layers, parameters={defined.parameter: parameter})
        formula = inner.matrix(defined.body)
        for _ in range(call.primes):
            formula = build.gradient(formula, parameter)
        return build.mapped(formula, parameter.name, argument)

    def derivative(self, node: tree.Derivative, expected: Shape | None) -> Matrix:
        if len(node.variables) != 1 or node.variables[0][1] != 1:
            raise MeaningError(node.span, "a higher derivative", "a gradient")
        name = matrix_name(node.variables[0][0], self.layers)
        if name is None:
            raise MeaningError(node.variables[0][0].span, "no matrix", "a matrix to derive by")
        return self.names.gradient(node.body, name, self, node)

    def entry(self, node: tree.Subscript | tree.Superscript, expected: Shape | None) -> Matrix:
        """`A_{ij}` and `y_i`, an entry of a known matrix at bound indices."""
        node = index_last(node)
        base = self.matrix(node.base)
        items = node.index.factors if isinstance(node.index, tree.Product) else (node.index,)
        if isinstance(node.index, tree.Tuple):
            items = node.index.items
        indices = [dimension_name(item) for item in items]
        axes = [axis for axis in (base.shape.rows, base.shape.columns) if axis != 1]
        free = [str(index) for index in indices if index not in self.bound]
        if len(indices) != len(axes) or free:
            raise MeaningError(node.span, f"the entry {write_line(node)}", "indices that are bound")
        at = iter(str(index) for index in indices)
        row = next(at) if base.shape.rows != 1 else None
        column = next(at) if base.shape.columns != 1 else None
        return build.entry_of(base, row, column)

    def big_operator(self, node: tree.BigOperator, expected: Shape | None) -> Matrix:
        if node.command != "\\sum" or not isinstance(node.lower, tree.Chain) or node.upper is None:
            raise MeaningError(node.span, "a sum without its range", "\\sum_{i=1}^m")
        index, dimension = (
            dimension_name(node.lower.sides[0]),
            dimension_name(node.upper, self.layers),
        )
        start = _rational(node.lower.sides[1])
        if not isinstance(index, str) or dimension is None or start != 1:
            raise MeaningError(node.span, "the range of a sum", "one from 1 to a dimension")
        body = replace(self, bound=self.bound | {index}).matrix(node.body, expected)
        return build.index_sum(body, index, dimension)


def _norm_of(node: Node) -> Node | None:
    """What stands between double bars, also with the index 2 or F."""
    if isinstance(node, tree.Subscript):
        return _norm_of(node.base)
    if isinstance(node, tree.Group) and node.left in ("\\|", "\\lVert"):
        return node.body
    return None


def _rational(node: Node) -> Fraction | None:
    match node:
        case tree.Number(text=text):
            return Fraction(text)
        case tree.Group(body=body):
            return _rational(body)
        case tree.Sum(signs=(sign,), terms=(term,)):
            value = _rational(term)
            return None if value is None else (-value if sign == "-" else value)
        case tree.Fraction(numerator=top, denominator=bottom):
            above, below = _rational(top), _rational(bottom)
            return None if above is None or not below else above / below
    return None


def scalar_named(name: str, given: Given) -> Matrix:
    """A scalar of its own."""
    assert given.scalars.get(name, REAL) is not None
    return build.named(name)


_HANDLERS: Mapping[type[Node], Callable[..., Matrix]] = {
    tree.Number: Reader.number,
    tree.Sum: Reader.sum,
    tree.Product: Reader.product,
    tree.Fraction: Reader.fraction,
    tree.Power: Reader.power,
    tree.Root: Reader.root,
    tree.Group: Reader.group,
    tree.Apply: Reader.apply,
    tree.Accent: Reader.accent,
    tree.Derivative: Reader.derivative,
    tree.Subscript: Reader.entry,
    tree.Superscript: Reader.entry,
    tree.BigOperator: Reader.big_operator,
}

__all__ = ["SCALAR", "Manner", "Names", "Reader", "SizeUnknown", "scalar_named"]
