"""Gradients and Hessian matrices as they are written with a nabla or with two partial signs.

\\nabla_w L, \\nabla f(x)       the gradient, by the index or by the only argument
\\nabla f(u)                   the gradient of f at another point than that of its definition
\\nabla^2 f(x)                 the Hessian matrix, the Jacobian matrix of the gradient
\\frac{\\partial^2 \\ell}{\\partial \\beta \\partial \\beta^T}    as well
"""

from __future__ import annotations

from verifier.hints import TYPE_CHECKING
from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.notation.write_text import write_line
from verifier.tensors import build
from verifier.tensors.calls import call_of
from verifier.tensors.declared import arguments_of
from verifier.tensors.matrices import Matrix, Named
from verifier.tensors.spelling import is_transpose
from verifier.tensors.symbols import MatrixName, matrix_name

if TYPE_CHECKING:
    from verifier.tensors.read import Reader


def is_nabla(node: tree.Apply) -> bool:
    """Whether a nabla, or its square, is applied."""
    name = call_of(tree.Apply(_without_square(node.function), node.argument), {}).name
    return name is not None and name.base == "\\nabla"


def _without_square(function: Node) -> Node:
    return function.base if isinstance(function, tree.Power) else function


def read_nabla(reader: Reader, node: tree.Apply) -> Matrix:
    """The gradient or the Hessian matrix. Raises `MeaningError` where it has no variable."""
    is_second = isinstance(node.function, tree.Power)
    if isinstance(node.function, tree.Power) and node.function.exponent != tree.Number("2"):
        raise MeaningError(node.span, write_line(node), "a gradient")
    plain = tree.Apply(_without_square(node.function), node.argument, span=node.span)
    call = call_of(plain, reader.layers)
    by = call.subscript or reader.names.only_argument(call, node.argument)
    if by is not None:
        return _derived(reader, node.argument, by, node, is_second)
    return _elsewhere(reader, node, is_second)


def _elsewhere(reader: Reader, node: tree.Apply, is_second: bool) -> Matrix:
    """`\\nabla f(u)` where f is defined as a function of x: the gradient by x, with u put in."""
    inner = node.argument
    name = None if not isinstance(inner, tree.Apply) else matrix_name(inner.function, reader.layers)
    defined = None if name is None else reader.given.definition_of(name)
    if not isinstance(inner, tree.Apply) or defined is None or len(defined.arguments) != 1:
        return reader.names.gradient(node.argument, MatrixName(""), reader, node)
    (by,) = defined.arguments
    point = reader.matrix(arguments_of(inner.argument)[0])
    shape = reader.given.shape_of(by)
    if shape is None or point.shape != shape:
        raise MeaningError(inner.argument.span, write_line(inner.argument), f"a point like {by}")
    found = _derived(reader, inner.function, by, node, is_second)
    return build.substituted(found, Named(shape, str(by)), point)


def _derived(reader: Reader, scalar: Node, by: MatrixName, node: Node, is_second: bool) -> Matrix:
    found = reader.names.gradient(scalar, by, reader, node)
    if not is_second:
        return found
    shape = reader.given.shape_of(by)
    if shape is None or reader.given.definition_of(by) is not None or found.shape != shape:
        raise MeaningError(node.span, write_line(node), "a second derivative by a free vector")
    return build.gradient(found, Named(shape, str(by)))


def read_second(reader: Reader, node: tree.Derivative) -> Matrix | None:
    """The Hessian matrix of a scalar by one vector; None for any other derivative."""
    names = [
        matrix_name(_without_transpose(part), reader.layers)
        for part, order in node.variables
        for _ in range(order)
    ]
    if len(names) != 2 or names[0] is None or names[0] != names[1]:
        return None
    return _derived(reader, node.body, names[0], node, is_second=True)


def _without_transpose(node: Node) -> Node:
    is_turned = isinstance(node, tree.Power) and is_transpose(node.exponent)
    return node.base if is_turned and isinstance(node, tree.Power) else node
