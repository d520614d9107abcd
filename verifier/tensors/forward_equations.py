"""The shapes of a network that an article gives by its forward equations alone.

    Z^{[1]} = W^{[1]} X + b^{[1]}      A^{[1]} = g^{[1]}(Z^{[1]})
    Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}

say all there is to say: layer l has n_l neurons, W^{[l]} has a row for each of them and a column
for each of those below, and what has a capital letter has a column for each of m examples.
Where the first layers are made alike the others are, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.notation import tree
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Chain, Node
from verifier.records import dataclass, replace
from verifier.tensors.given import Given
from verifier.tensors.symbols import Layer, MatrixName, matrix_name

LAYERED = "["
LETTER, EXAMPLES, NEURONS = "l", "m", "n"


@dataclass(frozen=True, slots=True)
class Linear:
    """`linear = weights operand + bias`; the operand is of the layer below, or has no layer."""

    linear: MatrixName
    weights: MatrixName
    operand: MatrixName
    bias: MatrixName


@dataclass(frozen=True, slots=True)
class Activation:
    """`output = function(linear)`."""

    output: MatrixName
    function: Node
    linear: MatrixName


def with_forward_equations(statements: Sequence[Chain], given: Given | None) -> Given | None:
    """What is given with the shapes of a network, where its forward equations are all there is."""
    linear = [found for found in map(_linear, statements) if found is not None]
    active = [found for found in map(_activation, statements) if found is not None]
    families = _families(linear, active)
    if families is None:
        return given
    known = given or Given()
    if any(known.knows(MatrixName(base, Layer(LETTER), LAYERED)) for base in families):
        return given
    return _Network(statements, linear, active, families).added_to(known)


def _linear(statement: Chain) -> Linear | None:
    """Z^{[k]} = W^{[k]} A^{[k-1]} + b^{[k]}, or X for the activations of layer 0."""
    head, body = _definition(statement)
    if head is None or not isinstance(body, tree.Sum) or body.signs != ("", "+"):
        return None
    product, last = body.terms
    if not isinstance(product, tree.Product) or len(product.factors) != 2:
        return None
    weights, operand = map(matrix_name, product.factors)
    bias = matrix_name(last)
    if weights is None or operand is None or bias is None:
        return None
    if not weights.layer == bias.layer == head.layer or weights.style != LAYERED:
        return None
    assert head.layer is not None
    below = operand.style == LAYERED and operand.layer == head.layer.shifted(-1)
    first = operand.layer is None and head.layer == Layer("", 1)
    return Linear(head, weights, operand, bias) if below or first else None


def _activation(statement: Chain) -> Activation | None:
    head, body = _definition(statement)
    if head is None or not isinstance(body, tree.Apply):
        return None
    inner = body.argument.body if isinstance(body.argument, tree.Group) else body.argument
    linear = matrix_name(inner)
    if linear is None or linear.style != LAYERED or linear.layer != head.layer:
        return None
    return Activation(head, body.function, linear)


def _definition(statement: Chain) -> tuple[MatrixName | None, Node | None]:
    """The layered name on the left of a statement, and what it is."""
    if len(statement.sides) < 2 or statement.operators[0] not in ("=", ":="):
        return None, None
    head = matrix_name(statement.sides[0])
    is_layered = head is not None and head.style == LAYERED and head.layer is not None
    return (head, statement.sides[1]) if is_layered else (None, None)


def _families(linear: list[Linear], active: list[Activation]) -> tuple[str, str, str, str] | None:
    """The letters of the linear functions, weights, biases and activations, if they are always
    the same."""
    found = {(one.linear.base, one.weights.base, one.bias.base) for one in linear}
    outputs = {one.output.base for one in active if one.linear.base in {z for z, _, _ in found}}
    outputs |= {one.operand.base for one in linear if one.operand.layer is not None}
    if len(found) != 1 or len(outputs) != 1 or not active:
        return None
    ((base, weights, bias),) = found
    (output,) = outputs
    letters = (base, weights, bias, output)
    return letters if len(set(letters)) == len(letters) and all(map(str.isalpha, letters)) else None


@dataclass(frozen=True, slots=True)
class _Network:
    statements: Sequence[Chain]
    linear: list[Linear]
    active: list[Activation]
    families: tuple[str, str, str, str]

    def added_to(self, given: Given) -> Given:
        """What is given with the shapes, and with the equations for every layer."""
        for latex in (*self.shapes(), *self.equations()):
            (statement,) = read_latex(latex).statements
            given = given.with_statement(statement) or given
        return self.with_partners(replace(given, implied=True))

    @property
    def columns(self) -> str:
        return rf" \times {EXAMPLES}" if self.families[0].isupper() else ""

    def shapes(self) -> Iterator[str]:
        linear, weights, bias, output = self.families
        space = r"\in \mathbb{R}"
        yield rf"{weights}^{{[l]}} {space}^{{n_l \times n_{{l-1}}}}"
        yield rf"{bias}^{{[l]}} {space}^{{n_l}}"
        yield rf"{linear}^{{[l]}}, {output}^{{[l]}} {space}^{{n_l{self.columns}}}"
        for name in self.inputs():
            yield rf"{name} {space}^{{n_0{self.columns}}}"

    def inputs(self) -> list[str]:
        return list(dict.fromkeys(str(x.operand) for x in self.linear if x.operand.layer is None))

    def equations(self) -> Iterator[str]:
        """The equations for every layer, where those of several layers are alike."""
        linear, weights, bias, output = self.families
        inputs = self.inputs()
        if len(inputs) == 1:
            yield rf"{output}^{{[0]}} = {inputs[0]}"
        if len(self.linear) > 1 or self.linear[0].linear.is_general:
            yield rf"{linear}^{{[l]}} = {weights}^{{[l]}} {output}^{{[l-1]}} + {bias}^{{[l]}}"
        functions = {matrix_name(one.function) for one in self.active}
        bases = {None if name is None else (name.base, name.style) for name in functions}
        if len(self.active) > 1 and len(bases) == 1 and None not in bases:
            ((base, style),) = bases  # type: ignore[misc]
            layered = rf"{base}^{{[l]}}" if style == LAYERED else base
            yield rf"{output}^{{[l]}} = {layered}({linear}^{{[l]}})"

    def with_partners(self, given: Given) -> Given:
        """The same with the shapes of what is compared with the activations, such as Y and Ŷ."""
        for statement in self.statements:
            first, last = statement.sides[0], statement.sides[-1]
            output = matrix_name(first)
            if len(statement.sides) > 2 and output is not None and self.is_output(output):
                given = self.like(last, output, given, named=True)
            for part in (inner for side in statement.sides for inner in tree.walk(side)):
                if isinstance(part, tree.Sum) and len(part.terms) == 2:
                    one, other = part.terms
                    output = matrix_name(one)
                    if output is not None and self.is_output(output):
                        given = self.like(other, output, given, named=False)
        return given

    def is_output(self, name: MatrixName) -> bool:
        return name.base == self.families[3] and name.style == LAYERED

    def like(self, node: Node, output: MatrixName, given: Given, named: bool) -> Given:
        """The same where an unknown name without a layer has the shape of the activations."""
        name, shape = matrix_name(node), given.shape_of(output)
        if name is None or name.layer is not None or shape is None or given.knows(name):
            return given
        given = given.with_shape(name, shape)
        if not named:
            return given
        (definition,) = read_latex(f"{name} = {output.base}^{{[{output.layer}]}}").statements
        return given.with_statement(definition) or given
