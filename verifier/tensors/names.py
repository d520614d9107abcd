"""What the names of a claim mean: matrices of their own, their definitions, or gradients.

A gradient of the cost is taken by a matrix that is held as a variable. Where the claim also speaks
of the gradient by a matrix nearer to the cost, and the cost depends on the first only through the
second, the chain rule is used with any matrix for the second gradient:

    dJ/dW = d<G, Z(W)>/dW   with G = dJ/dZ,   when J depends on W only through Z

So a claim about layer l needs neither the layers above nor those below. What is made from a held
matrix is written out down to it; other defined names stay matrices of their own. When all is to be
written out, every gradient is that of the cost in full, and only one by a matrix that the cost
cannot be followed down to, such as Z^[l] in a network of L layers, stays a matrix of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce

from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.notation import tree
from verifier.notation.names import has_gradient
from verifier.notation.tree import Node
from verifier.records import dataclass, field, replace
from verifier.tensors import build
from verifier.tensors.calls import Call
from verifier.tensors.given import Given
from verifier.tensors.gradient_spelling import (
    cost_of,
    cost_with_arguments,
    gradients_in,
    is_declared,
    only_argument,
    scalar_name,
)
from verifier.tensors.graph import (
    Reach,
    first_met,
    is_finite,
    layers_for,
    passes_through,
    reach,
)
from verifier.tensors.matrices import HIDDEN, Matrix, Named, walk
from verifier.tensors.read import Reader
from verifier.tensors.shapes import Shape
from verifier.tensors.symbols import MatrixName, gradient_name, matrix_name

DEEPEST_DEFINITION = 90


@dataclass(slots=True)
class ClaimNames:
    """The meaning of names in one claim; `kept` collects the defined names left as they are."""

    given: Given
    cost: MatrixName | None
    held: frozenset[MatrixName]
    gradients: frozenset[MatrixName] = frozenset()
    write_out: bool = False
    kept: set[MatrixName] = field(default_factory=set)
    used: dict[str, MatrixName] = field(default_factory=dict)
    written: dict[tuple[object, ...], Matrix] = field(default_factory=dict)
    unresolved: list[MatrixName] = field(default_factory=list)
    """What is made from a matrix whose gradient stands for itself, and has a gradient as well."""
    depth: int = 0
    open: set[MatrixName] = field(default_factory=set)
    """The names whose definitions are being read."""

    def named(self, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """A held matrix, a gradient, a definition written out, or a matrix of its own."""
        given = self.given
        if name in self.held:
            is_free = name not in self.gradients and given.definition_of(name) is None
            like = self.symmetric if is_free and str(name) in given.symmetric else self.atom
            return like(name, reader, node)
        of = gradient_name(name)
        defined = given.definition_of(name)
        if defined is None and of is not None and given.knows(of) and not is_declared(name, given):
            return per_example(self.of_cost(of, reader, node), reader)
        if defined is not None and (has_gradient(defined.body) or self.is_written_out(name)):
            return self.definition(name, reader, node)
        if defined is not None:
            self.kept.add(name)
        elif str(name) in given.symmetric:
            return self.symmetric(name, reader, node)
        return self.atom(name, reader, node)

    def symmetric(self, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The general symmetric matrix, (M + Mᵀ)/2 for any M; what is not square is left alone."""
        found = self.atom(name, reader, node)
        if found.shape.is_scalar or found.shape.rows != found.shape.columns:
            return found
        any_matrix = Named(found.shape, f"{HIDDEN}{name}")
        both = build.plus(any_matrix, build.transpose(any_matrix))
        return build.hadamard(build.constant(Fraction(1, 2)), both)

    def is_written_out(self, name: MatrixName) -> bool:
        defined = self.given.definition_of(name)
        if defined is not None and matrix_name(defined.body) is not None:
            return True  # another name for the same matrix
        if reach(name, self.held, self.given) is Reach.YES:
            return True
        if self.given.shape_of(name) is None:
            return True
        return self.write_out and is_finite(name, self.given)

    def definition(self, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        defined = self.given.definition_of(name)
        assert defined is not None
        if self.depth > DEEPEST_DEFINITION:
            raise MeaningError(node.span, f"the definition of {name} without end", "a shape")
        key = (name, self.cost, self.held, self.gradients, self.write_out, reader.manner)
        if key in self.written:
            return self.written[key]
        if name in self.open:
            raise MeaningError(node.span, f"the definition of {name} by itself", "a shape")
        self.open.add(name)
        self.depth += 1
        layers = layers_for(defined, name)
        inner = replace(reader, layers=layers, bound=frozenset(), ranges={}, parameters={})
        try:
            found = inner.matrix(defined.body, self.given.shape_of(name))
        except RecursionError:  # long formulas take more of the stack than short ones
            if self.depth > 1:
                raise
            raise MeaningError(
                node.span, f"the definition of {name} without end", "a shape"
            ) from None
        finally:
            self.depth -= 1
            self.open.discard(name)
        self.written[key] = found
        return found

    def atom(self, name: MatrixName, reader: Reader, node: Node) -> Named:
        shape = self.shape(name, reader, node)
        self.used[str(name)] = name
        return Named(shape, str(name))

    def shape(self, name: MatrixName, reader: Reader, node: Node) -> Shape:
        shape = self.given.shape_of(name)
        if shape is None and self.given.definition_of(name) is not None:
            shape = self.definition(name, reader, node).shape
        if shape is None:
            found, expected = f"the symbol {name} without a shape", f"{name} \\in \\mathbb{{R}}^n"
            raise UndeclaredSymbol(node.span, found, expected)
        return shape

    # Gradients ----------------------------------------------------------------------------

    def gradient(self, body: Node | None, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The gradient of a scalar by a matrix, transposed in a manner that lays it out so."""
        scalar = None if body is None else scalar_name(body, self.given, reader.layers)
        if scalar is None and isinstance(body, tree.Apply):
            scalar = cost_with_arguments(body, self.given, reader.layers)
        any_loss = replace(self, cost=None)
        if not name.base:
            raise MeaningError(node.span, "a gradient without a variable", "\\nabla_W")
        if body is None or (scalar is not None and scalar in (self.cost, MatrixName("J"))):
            result = self.of_cost(name, reader, node)
        elif scalar is not None and self.given.definition_of(scalar) is None:
            result = any_loss.of_cost(name, replace(reader, names=any_loss), node)
        elif scalar is not None and self.given.definition_of(scalar) is not None:
            other = replace(self, cost=scalar)
            result = other.of_cost(name, replace(reader, names=other), node)
        else:
            result = self.of_expression(body, name, reader, node)
        return build.transpose(result) if reader.manner.transposed_gradients else result

    def of_expression(self, body: Node, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The gradient of a scalar that is written out, at the value of the matrix."""
        inner = replace(self, held=self.held | {name}, gradients=self.gradients | {name})
        read = replace(reader, names=inner)
        variable = inner.atom(name, read, node)
        result = build.gradient(read.matrix(body), variable)
        is_free = self.given.definition_of(name) is None and str(name) not in self.given.symmetric
        if name in self.held or is_free:
            return result
        return build.substituted(result, variable, self.named(name, reader, node))

    def only_argument(self, call: Call, scalar: Node) -> MatrixName | None:
        return only_argument(call, scalar, self.given)

    def of_cost(self, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The gradient of the cost, laid out as the matrix."""
        shape = self.shape(name, reader, node)
        if not (self.write_out and self.can_be_followed):
            if any(self.goes_through(lower, name) for lower in self.gradients):
                return Named(shape, f"∂{self.cost or 'J'}/∂{name}")
            upper = self.next_above(name)
            if upper is not None:
                return self.through(upper, Named(shape, str(name)), reader, node)
            uppers = first_met(name, self.gradients, self.cost, self.given)
            if len(uppers) > 1 and name in self.held:
                ways = [self.through(one, Named(shape, str(name)), reader, node) for one in uppers]
                return reduce(build.plus, ways)
        cost = self.cost
        if cost is None or reach(cost, frozenset({name}), self.given) is Reach.OPEN:
            others = self.gradients - {name}
            above = (other for other in others if _is_made_from(other, name, self.given))
            self.unresolved.extend(above)
            return Named(shape, f"∂{self.cost or 'J'}/∂{name}")
        return self.in_full(cost, name, reader, node)

    @property
    def can_be_followed(self) -> bool:
        """Whether the cost can be written out down to every matrix by which it is derived."""
        cost = self.cost
        return cost is not None and not any(
            reach(cost, frozenset({name}), self.given) is Reach.OPEN for name in self.gradients
        )

    def in_full(self, cost: MatrixName, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The gradient with the cost written out down to the matrix, at the value of the matrix."""
        inner = replace(self, held=frozenset({name}), gradients=frozenset({name}))
        inner_reader = replace(reader, names=inner)
        variable = inner.atom(name, inner_reader, node)
        result = build.gradient(inner.definition(cost, inner_reader, node), variable)
        self.kept |= inner.kept
        self.used |= inner.used
        if name in self.held:
            return result
        return build.substituted(result, variable, self.named(name, reader, node))

    def goes_through(self, lower: MatrixName, upper: MatrixName) -> bool:
        """Whether the cost depends on one matrix only through another, which is not the same."""
        return (
            lower != upper
            and self.given.definition_of(upper) is not None
            and passes_through(lower, upper, self.cost, self.given)
        )

    def next_above(self, name: MatrixName) -> MatrixName | None:
        """The held matrix next above, if the cost depends on this one only through it."""
        above = [upper for upper in self.gradients if self.goes_through(name, upper)]
        nearest = [
            upper for upper in above if not any(self.goes_through(other, upper) for other in above)
        ]
        return nearest[0] if len(nearest) == 1 else None

    def through(self, upper: MatrixName, variable: Named, reader: Reader, node: Node) -> Matrix:
        cotangent = self.of_cost(upper, reader, node)
        image = self.definition(upper, reader, node)
        image = build.spread(image, cotangent.shape)
        if any(isinstance(part, Named) and part.name == variable.name for part in walk(cotangent)):
            raise MeaningError(
                node.span, f"a gradient that depends on {variable.name}", "one claim"
            )
        return build.gradient(build.pairing(cotangent, image), variable)


def _is_made_from(name: MatrixName, other: MatrixName, given: Given) -> bool:
    return reach(name, frozenset({other}), given) is Reach.YES


def is_opaque(matrix: Named) -> bool:
    """Whether a matrix of its own stands for the gradient of a cost that is not followed."""
    return matrix.name.startswith("∂")


def per_example(gradient: Matrix, reader: Reader) -> Matrix:
    """The gradient as names such as `dZ` mean it, in a manner in which J is a mean over examples:
    what has a row or a column for each example is the gradient of the loss of that example.
    """
    count = reader.manner.examples
    if count is None or count not in gradient.shape.dimensions:
        return gradient
    return build.hadamard(build.size(count), gradient)


def names_for(
    nodes: Iterable[Node],
    given: Given,
    write_out: bool = False,
    lowest: frozenset[MatrixName] = frozenset(),
) -> ClaimNames:
    """The names of a claim with these sides.

    Held are the matrices by which it takes gradients of the cost, but for those made from others,
    and the `lowest`: what is made from those is written out.
    """
    gradients = frozenset(name for node in nodes for name in gradients_in(node, given))
    held = frozenset(
        name for name in gradients if reach(name, gradients - {name}, given) is not Reach.YES
    )
    return ClaimNames(given, cost_of(given), held | lowest, gradients, write_out)
