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
from verifier.tensors.evaluated import evaluated
from verifier.tensors.given import Given
from verifier.tensors.indexing import read_entries, read_entry, read_index_sum
from verifier.tensors.matrices import Matrix
from verifier.tensors.nablas import is_nabla, read_nabla, read_second
from verifier.tensors.powers import read_group, read_power, read_power_of_value, read_root
from verifier.tensors.products import PLAIN, Manner, SizeUnknown, read_product, read_sum
from verifier.tensors.shapes import Dimension, Shape
from verifier.tensors.spelling import is_identity, is_ones
from verifier.tensors.symbols import Layers, MatrixName, dimension_name, matrix_name


class Names(Protocol):
    """What a name means in a claim: a matrix of its own, or its definition, or a gradient."""

    def named(self, name: MatrixName, reader: Reader, node: Node) -> Matrix: ...

    def gradient(self, body: Node | None, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The gradient of a scalar (None: of the cost) by the named matrix."""
        ...

    def only_argument(self, call: Call, scalar: Node) -> MatrixName | None:
        """What `\\nabla f` derives by when it names nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads trees in what is given; `layers` says what layer letters stand for.

    `bound` holds the indices of sums around the place, `ranges` what they count; `parameters` the
    arguments of an elementwise function, in whose formula every product is one of numbers.
    """

    given: Given
    names: Names
    manner: Manner = PLAIN
    layers: Layers = field(default_factory=dict)
    bound: frozenset[str] = frozenset()
    ranges: Mapping[str, Dimension] = field(default_factory=dict)
    parameters: Mapping[str, Matrix] = field(default_factory=dict)

    def matrix(self, node: Node, expected: Shape | None = None) -> Matrix:
        """The expression that a tree means. `expected` is the shape around it, if known.

        Raises `MeaningError` for what has no meaning and `ShapeMismatch` for shapes that do not
        fit.
        """
        if is_ones(node):
            return self.ones(node, expected)
        if isinstance(node, tree.Symbol) and node.name == "0":
            return self.number(tree.Number("0"), expected)  # the vector \mathbf{0}
        name = matrix_name(node, self.layers)
        if self.is_identity(node):
            return self.identity(node, expected)
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
        raised = isinstance(node, tree.Superscript) and bool(node.bracket)  # and no label
        if self.given.knows(name) or not (raised or isinstance(node, tree.Subscript)):
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
        if isinstance(node, tree.Subscript):
            dimension = dimension_name(node.index, self.layers)
            if dimension is not None:
                return build.identity(dimension)
        if expected is None or expected.rows != expected.columns:
            raise SizeUnknown(node.span, "the identity without a known size", "I_n")
        return build.identity(expected.rows)

    # Quotients, numbers -------------------------------------------------------------------

    def fraction(self, node: tree.Fraction, expected: Shape | None) -> Matrix:
        top = self.matrix(node.numerator, expected)
        shape = expected if top.shape.is_scalar else top.shape
        bottom = self.matrix(node.denominator, shape)
        return build.divide(top, bottom, node)

    def number(self, node: tree.Number, expected: Shape | None) -> Matrix:
        return build.constant(Fraction(node.text))

    def accent(self, node: tree.Accent, expected: Shape | None) -> Matrix:
        raise UndeclaredSymbol(node.span, f"the symbol {write_line(node)}", "a declared matrix")

    # Functions, gradients, entries --------------------------------------------------------

    def apply(self, node: tree.Apply, expected: Shape | None) -> Matrix:
        if is_nabla(node):
            return read_nabla(self, node)
        if isinstance(node.function, tree.Power):
            return read_power_of_value(self, node, node.function, expected)
        call = call_of(node, self.layers)
        scalar = self.given.value_of(node, self.layers)
        if scalar is not None:
            return self.names.named(scalar, self, node)
        if call.name is not None and self.given.is_function(call.name):
            value = evaluated(node, call, self.given, lambda part: self.matrix(part).shape)
            return self.matrix(value, expected)
        if call.name is not None and self.given.knows(call.name) and not call.primes:
            product = tree.Product((node.function, node.argument), ("",), span=node.span)
            return read_product(self, product, expected)
        return self.called(node, call, expected)

    def called(self, node: tree.Apply, call: Call, expected: Shape | None) -> Matrix:
        arguments, axes = numpy_arguments(node.argument)
        built_in = call.built_in
        if built_in is not None and len(arguments) == built_in.arguments:
            shape = expected if built_in.keeps_shape else None
            if axes is None and self.manner.softmax_of_rows and call.is_softmax:
                axes = 1
            return built_in.make([self.matrix(item, shape) for item in arguments], axes, node)
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
            second = read_second(self, node)
            if second is not None:
                return second
            raise MeaningError(node.span, "a higher derivative", "a gradient")
        name = matrix_name(node.variables[0][0], self.layers)
        if name is None:
            raise MeaningError(node.variables[0][0].span, "no matrix", "a matrix to derive by")
        return self.names.gradient(node.body, name, self, node)


_HANDLERS: Mapping[type[Node], Callable[..., Matrix]] = {
    tree.Number: Reader.number,
    tree.Sum: read_sum,
    tree.Product: read_product,
    tree.Fraction: Reader.fraction,
    tree.Power: read_power,
    tree.Root: read_root,
    tree.Group: read_group,
    tree.Matrix: read_entries,
    tree.Apply: Reader.apply,
    tree.Accent: Reader.accent,
    tree.Derivative: Reader.derivative,
    tree.Subscript: read_entry,
    tree.Superscript: read_entry,
    tree.BigOperator: read_index_sum,
}
