"""What the names of a claim mean: matrices of their own, their definitions, or gradients.

A gradient of the cost is taken by a matrix that is held as a variable. Where the claim also speaks
of the gradient by a matrix nearer to the cost, and the cost depends on the first only through the
second, the chain rule is used with the second gradient as it stands:

    dJ/dW = d<G, Z(W)>/dW   with G = dJ/dZ,   when J depends on W only through Z

So a claim about layer l needs neither the layers above nor those below. What is made from a held
matrix is written out down to it; other defined names stay matrices of their own, unless they are
to be written out as well. A gradient by a matrix that the cost cannot be followed down to, such as
Z^[l] in a network of L layers, is a matrix of its own too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.tensors import build
from verifier.tensors.calls import call_of
from verifier.tensors.given import Given, has_gradient
from verifier.tensors.graph import DEEPEST, Reach, layers_for, parts, passes_through, reach
from verifier.tensors.matrices import Matrix, Named, walk
from verifier.tensors.read import Reader
from verifier.tensors.symbols import Layers, MatrixName, gradient_name, matrix_name, names_in

COSTS = ("J", "\\mathcal{J}", "\\mathcal{L}", "L", "E", "C", "loss", "\\ell")
DEEPEST_DEFINITION = 60


def cost_of(given: Given) -> MatrixName | None:
    """The cost whose gradient `dW` is: the first defined of the usual names."""
    names = (MatrixName(base) for base in COSTS)
    return next((name for name in names if given.definition_of(name) is not None), None)


def gradients_in(node: Node, given: Given, layers: Layers | None = None) -> Iterator[MatrixName]:
    """The matrices by which a formula takes the gradient of a named scalar."""
    match node:
        case tree.Derivative(body=body, variables=((variable, 1),)):
            name = matrix_name(variable, layers)
            if name is not None and matrix_name(body, layers) is not None:
                yield name
            return
        case tree.Apply(argument=argument) if matrix_name(argument, layers) is not None:
            call = call_of(node, layers or {})
            if call.subscript is not None:
                yield call.subscript
                return
    name = matrix_name(node, layers)
    if name is not None:
        yield from _behind(name, given)
        return
    for part in tree.children(node):
        yield from gradients_in(part, given, layers)


def _behind(name: MatrixName, given: Given) -> Iterator[MatrixName]:
    defined = given.definition_of(name)
    of = gradient_name(name)
    if defined is not None and has_gradient(defined.body):
        yield from gradients_in(defined.body, given, layers_for(defined, name))
    elif defined is None and of is not None and given.knows(of) and not _is_declared(name, given):
        yield of


def _is_declared(name: MatrixName, given: Given) -> bool:
    return str(name) in given.shapes or name.family in given.shapes


@dataclass(slots=True)
class ClaimNames:
    """The meaning of names in one claim; `kept` collects the defined names left as they are."""

    given: Given
    cost: MatrixName | None
    held: frozenset[MatrixName]
    write_out: bool = False
    kept: set[MatrixName] = field(default_factory=set)
    used: dict[str, MatrixName] = field(default_factory=dict)
    depth: int = 0

    def named(self, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """A held matrix, a gradient, a definition written out, or a matrix of its own."""
        given = self.given
        if name in self.held:
            return self.atom(name, reader, node)
        of = gradient_name(name)
        defined = given.definition_of(name)
        if defined is None and of is not None and given.knows(of) and not _is_declared(name, given):
            return self.of_cost(of, reader, node)
        if defined is not None and (has_gradient(defined.body) or self.is_written_out(name)):
            return self.definition(name, reader, node)
        if defined is not None:
            self.kept.add(name)
        return self.atom(name, reader, node)

    def is_written_out(self, name: MatrixName) -> bool:
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
        self.depth += 1
        inner = replace(reader, layers=layers_for(defined, name), bound=frozenset(), parameters={})
        try:
            return inner.matrix(defined.body, self.given.shape_of(name))
        finally:
            self.depth -= 1

    def atom(self, name: MatrixName, reader: Reader, node: Node) -> Named:
        shape = self.given.shape_of(name)
        if shape is None and self.given.definition_of(name) is not None:
            shape = self.definition(name, reader, node).shape
        if shape is None:
            found, expected = f"the symbol {name} without a shape", f"{name} \\in \\mathbb{{R}}^n"
            raise UndeclaredSymbol(node.span, found, expected)
        self.used[str(name)] = name
        return Named(shape, str(name))

    # Gradients ----------------------------------------------------------------------------

    def gradient(self, body: Node | None, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The gradient of a scalar by a matrix, transposed in a manner that lays it out so."""
        scalar = None if body is None else matrix_name(body, reader.layers)
        if not name.base:
            raise MeaningError(node.span, "a gradient without a variable", "\\nabla_W")
        if body is None or (scalar is not None and scalar in (self.cost, MatrixName("J"))):
            result = self.of_cost(name, reader, node)
        else:
            inner = replace(self, held=self.held | {name})
            read = replace(reader, names=inner)
            result = build.gradient(read.matrix(body), inner.atom(name, read, node))
        return build.transpose(result) if reader.manner.transposed_gradients else result

    def of_cost(self, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The gradient of the cost, laid out as the matrix."""
        variable = self.atom(name, reader, node)
        upper = self.next_above(name)
        if upper is not None:
            return self.through(upper, variable, reader, node)
        cost = self.cost
        if cost is None or reach(cost, frozenset({name}), self.given) is Reach.OPEN:
            return Named(variable.shape, f"∂J/∂{name}")
        scalar = self.definition(cost, reader, node)
        return build.gradient(scalar, variable)

    def next_above(self, name: MatrixName) -> MatrixName | None:
        """The held matrix next above, if the cost depends on this one only through it."""
        above = [
            upper
            for upper in self.held
            if upper != name
            and self.given.definition_of(upper) is not None
            and passes_through(name, upper, self.cost, self.given)
        ]
        nearest = [
            upper
            for upper in above
            if not any(
                passes_through(other, upper, self.cost, self.given)
                for other in above
                if other != upper
            )
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


def is_finite(name: MatrixName, given: Given) -> bool:
    """Whether the definitions behind a name come to an end."""
    seen: set[MatrixName] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            layer = current.layer
            if len(seen) > 4 * DEEPEST or (layer is not None and layer.offset < -DEEPEST):
                return False
            todo += parts(current, given)
    return True


def held_in(nodes: Iterable[Node], given: Given) -> frozenset[MatrixName]:
    """The matrices that a claim holds: those by which it takes gradients of the cost."""
    return frozenset(name for node in nodes for name in gradients_in(node, given))


def mentions(node: Node) -> frozenset[MatrixName]:
    """The names in a formula."""
    return frozenset(name for name, _ in names_in(node))
