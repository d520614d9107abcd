"""Gradients as they are written, `\\frac{\\partial J}{\\partial W}`, `\\nabla f(x)`, `dW`."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.notation import tree
from verifier.notation.names import has_gradient
from verifier.notation.tree import Node
from verifier.tensors.calls import Call, call_of
from verifier.tensors.given import Given
from verifier.tensors.graph import layers_for
from verifier.tensors.symbols import Layers, MatrixName, gradient_name, matrix_name

COSTS = ("J", "\\mathcal{J}", "\\mathcal{L}", "L", "E", "C", "loss", "\\ell")


def cost_of(given: Given) -> MatrixName | None:
    """The cost whose gradient `dW` is: the first defined of the usual names."""
    return next((n for n in map(MatrixName, COSTS) if given.definition_of(n) is not None), None)


def gradients_in(node: Node, given: Given, layers: Layers | None = None) -> Iterator[MatrixName]:
    """The matrices by which a formula takes the gradient of a named scalar."""
    match node:
        case tree.Derivative(body=body, variables=((variable, 1),)):
            name = matrix_name(variable, layers)
            if name is not None and scalar_name(body, given, layers) is not None:
                yield name
            return
        case tree.Apply(argument=argument) if scalar_name(argument, given, layers) is not None:
            call = call_of(node, layers or {})
            by = call.subscript or only_argument(call, argument, given, layers)
            if by is not None:
                yield by
                return
    name = matrix_name(node, layers)
    if name is not None:
        is_sample = name.style == "(" and not given.knows(name)
        yield from _behind(name.whole if is_sample else name, given)
        return
    for part in tree.children(node):
        yield from gradients_in(part, given, layers)


def scalar_name(node: Node, given: Given, layers: Layers | None = None) -> MatrixName | None:
    """The name of a scalar, written alone or with its arguments."""
    return given.value_of(node, layers) or matrix_name(node, layers)


def cost_with_arguments(
    node: tree.Apply, given: Given, layers: Layers | None = None
) -> MatrixName | None:
    """J for `J(\\theta)`, a cost that nothing defines, with what it is a function of."""
    name = matrix_name(node.function, layers)
    is_cost = name is not None and name.base in COSTS and given.definition_of(name) is None
    return name if is_cost and name is not None and given.function_of(name) is None else None


def only_argument(
    call: Call, scalar: Node, given: Given, layers: Layers | None = None
) -> MatrixName | None:
    """What `\\nabla f` derives by when it names nothing: the one matrix that f is a function of."""
    if call.name is None or call.name.base != "\\nabla":
        return None
    name = scalar_name(scalar, given, layers)
    defined = None if name is None else given.definition_of(name)
    return defined.arguments[0] if defined is not None and len(defined.arguments) == 1 else None


def _behind(name: MatrixName, given: Given) -> Iterator[MatrixName]:
    defined = given.definition_of(name)
    of = gradient_name(name)
    if defined is not None and has_gradient(defined.body):
        yield from gradients_in(defined.body, given, layers_for(defined, name))
    elif defined is None and of is not None and given.knows(of) and not is_declared(name, given):
        yield of


def is_declared(name: MatrixName, given: Given) -> bool:
    """Whether a shape is known of a name itself, or of its family."""
    return not given.shapes.keys().isdisjoint((str(name), name.family))
