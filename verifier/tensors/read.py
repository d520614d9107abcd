"""From notation to matrix expressions.

A juxtaposition, `\\cdot` or `\\times` is the matrix product, a multiple where a factor is a
scalar; `\\odot`, `\\circ` and `*` are the elementwise product and bind less tightly. `^T` and
`^\\top` transpose. A quotient, a root and a function apply to each entry. `\\mathbf{1}` takes the
size that its neighbours in a product or a sum require. In another `Manner`, `\\odot` binds tighter,
`*` is the matrix product, or gradients are laid out transposed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Protocol

from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.notation.write_text import write_line
from verifier.records import dataclass, field, replace
from verifier.tensors import build
from verifier.tensors.calls import Call, call_of, numpy_arguments
from verifier.tensors.given import Given
from verifier.tensors.matrices import Matrix
from verifier.tensors.products import PLAIN, Manner, SizeUnknown, read_product, read_sum
from verifier.tensors.shapes import Shape
from verifier.tensors.spelling import (
    inverse_transpose,
    is_identity,
    is_ones,
    is_transpose,
    norm_of,
    rational_of,
)
from verifier.tensors.symbols import Layers, MatrixName, dimension_name, index_last, matrix_name

HIGHEST_POWER = 4
_EULER = ("e", "\\mathrm{e}")


class Names(Protocol):
    """What a name means in a claim: a matrix of its own, or its definition, or a gradient."""

    def named(self, name: MatrixName, reader: Reader, node: Node) -> Matrix: ...

    def gradient(self, body: Node | None, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The gradient of a scalar (None: of the cost) by the named matrix."""
        ...


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads trees in what is given; `layers` says what layer letters stand for.

    `bound` holds the indices of sums around the place; `parameters` the arguments of an
    elementwise function, in whose formula every product is one of numbers.
    """

    given: Given
    names: Names
    manner: Manner = PLAIN
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
        if self.is_identity(node):
            return self.identity(node, expected)
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

    def is_identity(self, node: Node) -> bool:
        """Whether an `I` is written that is no matrix of the article."""
        name = matrix_name(node, self.layers)
        return is_identity(node) and not (name is not None and self.given.knows(name))

    def identity(self, node: Node, expected: Shape | None) -> Matrix:
        """The identity matrix, of the size that is written or that stands around it."""
        if isinstance(node, tree.Subscript):
            dimension = dimension_name(node.index, self.layers)
            if dimension is not None:
                return build.identity(dimension)
        if expected is None or expected.rows != expected.columns:
            raise SizeUnknown(node.span, "an identity matrix without a known size", "I_n")
        return build.identity(expected.rows)

    # Powers, quotients, brackets ----------------------------------------------------------

    def fraction(self, node: tree.Fraction, expected: Shape | None) -> Matrix:
        top = self.matrix(node.numerator, expected)
        shape = expected if top.shape.is_scalar else top.shape
        bottom = self.matrix(node.denominator, shape)
        return build.divide(top, bottom, write_line(node))

    def power(self, node: tree.Power, expected: Shape | None) -> Matrix:
        inverted = inverse_transpose(node.exponent)
        if inverted is not None:
            turned = tree.Power(node.base, inverted, span=node.span)
            minus_one = tree.Sum(("-",), (tree.Number("1"),))
            return self.power(tree.Power(turned, minus_one, span=node.span), expected)
        if is_transpose(node.exponent) and not self.parameters:
            if is_ones(node.base):
                return self.ones_row(node, expected)
            inner = None if expected is None else expected.transposed
            return build.transpose(self.matrix(node.base, inner))
        name = matrix_name(node.base, self.layers)
        if name is not None and str(name) in _EULER and not self.given.knows(name):
            return build.elementwise("exp", self.matrix(node.exponent, expected))
        norm = norm_of(node.base)
        exponent = rational_of(node.exponent)
        if exponent is None:
            raise MeaningError(node.exponent.span, "an exponent", "a number, T or \\top")
        if norm is not None:
            squares = build.total(build.elementwise_power(self.matrix(norm), Fraction(2)))
            return build.elementwise_power(squares, exponent / 2)
        base = self.matrix(node.base, expected)
        if exponent.denominator == 1 and 1 not in (base.shape.rows, base.shape.columns):
            return self.matrix_power(base, int(exponent), node)
        return build.elementwise_power(base, exponent)

    def matrix_power(self, base: Matrix, exponent: int, node: tree.Power) -> Matrix:
        """The inverse, and powers of a square matrix as products."""
        if not 1 <= abs(exponent) <= HIGHEST_POWER:
            raise MeaningError(node.exponent.span, "a power of a matrix", "one that is written out")
        where = write_line(node)
        factor = build.inverse(base, where) if exponent < 0 else base
        result = factor
        for _ in range(abs(exponent) - 1):
            result = build.times(result, factor, where)
        return result

    def ones_row(self, node: tree.Power, expected: Shape | None) -> Matrix:
        inner = None if expected is None else expected.transposed
        return build.transpose(self.ones(node.base, inner))

    def root(self, node: tree.Root, expected: Shape | None) -> Matrix:
        degree = Fraction(2) if node.degree is None else rational_of(node.degree)
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
            return read_product(self, product, expected)
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
        start = rational_of(node.lower.sides[1])
        if not isinstance(index, str) or dimension is None or start != 1:
            raise MeaningError(node.span, "the range of a sum", "one from 1 to a dimension")
        body = replace(self, bound=self.bound | {index}).matrix(node.body, expected)
        return build.index_sum(body, index, dimension)


_HANDLERS: Mapping[type[Node], Callable[..., Matrix]] = {
    tree.Number: Reader.number,
    tree.Sum: read_sum,
    tree.Product: read_product,
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
