"""A function of matrices at other arguments than those of its definition, and its derivative.

    f(x) = x^T A x       f(x + \\alpha r) is (x + \\alpha r)^T A (x + \\alpha r)
    \\phi(t) = f(x + t r)     \\phi'(t) is d\\phi/dt

The arguments are put into the formula of the definition. That is right only where what else stands
in it does not depend on the arguments itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.notation.write_text import write_line
from verifier.tensors.calls import Call
from verifier.tensors.declared import Defined, arguments_of
from verifier.tensors.given import Given
from verifier.tensors.graph import Reach, reach
from verifier.tensors.shapes import Shape
from verifier.tensors.symbols import MatrixName, matrix_name, names_in


def evaluated(
    node: tree.Apply, call: Call, given: Given, shape_of: Callable[[Node], Shape]
) -> Node:
    """The formula of `f(u, v)` or `f'(t)`; `shape_of` gives the shapes of arguments.

    Raises `MeaningError` where there is none, as for an argument of another shape.
    """
    defined = None if call.name is None else given.definition_of(call.name)
    arguments = arguments_of(node.argument)
    if defined is None or len(arguments) != len(defined.arguments):
        raise MeaningError(node.span, write_line(node), "the arguments of its definition")
    if call.primes:
        return _derivative(node, call, defined)
    names = frozenset(defined.arguments)
    others = {name for name, _ in names_in(defined.body)} - names
    if any(reach(name, names, given) is not Reach.NO for name in others):
        raise MeaningError(node.span, write_line(node), "the arguments of its definition")
    put_in = dict(zip(defined.arguments, arguments, strict=True))
    for name, argument in put_in.items():
        shape = given.shape_of(name)
        if shape is not None and shape_of(argument) != shape:
            raise MeaningError(argument.span, write_line(argument), f"an argument like {name}")
    return tree.Group("(", _with(defined.body, put_in), ")", span=node.span)


def _derivative(node: tree.Apply, call: Call, defined: Defined) -> Node:
    """`f'(t)`, where f is defined as a function of this t, as `df/dt`."""
    argument = arguments_of(node.argument)[0]
    if call.primes != 1 or matrix_name(argument) != defined.arguments[0]:
        raise MeaningError(node.span, write_line(node), "the arguments of its definition")
    function = node.function
    while isinstance(function, tree.Prime):
        function = function.base
    return tree.Derivative("d", function, ((argument, 1),), span=node.span)


def _with(node: Node, put_in: Mapping[MatrixName, Node]) -> Node:
    name = matrix_name(node)
    if name is not None:
        return tree.Group("(", put_in[name], ")") if name in put_in else node
    return tree.rebuild(node, lambda part: _with(part, put_in))
