"""Functions that are differentiated without their argument: `\\frac{d\\sigma}{dz}`.

The argument may stand behind the derivative of a function that nothing defines:
`\\frac{dg}{dx}(x)` is g'(x).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from verifier.articles.article import Line
from verifier.meaning.context import Context
from verifier.meaning.functions import NAMES_WITH_A_MEANING, ONE_ARGUMENT
from verifier.meaning.names import function_of, name_of
from verifier.notation.tree import (
    Apply,
    Derivative,
    Group,
    Node,
    Prime,
    Product,
    Symbol,
    bare,
    rebuild,
    walk,
)
from verifier.records import replace
from verifier.values import Span


def with_arguments(line: Line) -> Line:
    """The line with `\\frac{d\\sigma(z)}{dz}` for `\\frac{d\\sigma}{dz}`.

    The argument is the variable where the function is called with it, or the one argument with
    which the line and the definitions call it, as in `\\frac{\\partial\\sigma}{\\partial w_j}`
    beside `\\sigma(z)`. A function that is not called has the variable, if its name is no letter
    and nothing is defined from the variable. Else nothing is changed.
    """
    calls = tuple(_calls(line))
    known = frozenset(name for name, _ in calls if not line.context.knows(name))
    differentiated = any(_differentiated(side, known) for side in _sides(line))
    if line.given is not None or not differentiated:
        return line
    put_in = partial(_with_argument, calls=calls, context=line.context)
    others = tuple((put_in(left), put_in(right)) for left, right in line.others)
    return replace(line, left=put_in(line.left), right=put_in(line.right), others=others)


def _sides(line: Line) -> tuple[Node, Node]:
    return line.left, line.right


def _differentiated(side: Node, called: frozenset[str]) -> bool:
    """Whether a derivative of a function without its argument is written."""
    bodies = (part.body for part in walk(side) if isinstance(part, Derivative))
    names = (name_of(body) for body in bodies)
    return any(name in ONE_ARGUMENT or name in called for name in names)


def _calls(line: Line) -> Iterator[tuple[str, Node]]:
    """The functions that a line and the definitions before it call, with their arguments."""
    bodies = (definition.body for definition in line.context.definitions.values())
    for part in (part for formula in (*_sides(line), *bodies) for part in walk(formula)):
        function = function_of(part.function) if isinstance(part, Apply) else None
        if function is not None and isinstance(part, Apply):
            yield function[0], bare(part.argument)


def _with_argument(node: Node, calls: Sequence[tuple[str, Node]], context: Context) -> Node:
    if isinstance(node, Product):
        node = _with_calls(node, calls, context)
    inside = rebuild(node, partial(_with_argument, calls=calls, context=context))
    if not isinstance(inside, Derivative) or len({by for by, _ in inside.variables}) != 1:
        return inside
    name = name_of(inside.body)
    arguments = {argument for called, argument in calls if called == name}
    if name is None or context.knows(name) or not (name in ONE_ARGUMENT or arguments):
        return inside
    argument = _argument(name, inside.variables[0][0], arguments, context)
    if argument is None:
        return inside
    group = Group("(", argument, ")", span=inside.body.span)
    return replace(inside, body=Apply(inside.body, group, span=inside.body.span))


def _with_calls(node: Product, calls: Sequence[tuple[str, Node]], context: Context) -> Node:
    """The product with g'(x) for `\\frac{dg}{dx}(x)`, where g is called and nothing defines it."""
    called = {name for name, _ in calls if not context.knows(name) and name not in ONE_ARGUMENT}
    factors, operators = [node.factors[0]], list[str]()
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        before = factors[-1]
        is_bare = isinstance(before, Derivative) and len(before.variables) == 1
        if is_bare and not operator and isinstance(factor, Group) and factor.left == "(":
            assert isinstance(before, Derivative)
            if name_of(before.body) in called and not before.applied:
                primed = Prime(before.body, before.variables[0][1], span=before.span)
                factors[-1] = Apply(primed, factor, span=Span(before.span.start, factor.span.end))
                continue
        factors.append(factor)
        operators.append(operator)
    if len(factors) == 1:
        return factors[0]
    return replace(node, factors=tuple(factors), operators=tuple(operators))


def _argument(name: str, variable: Node, arguments: set[Node], context: Context) -> Node | None:
    if variable in arguments:
        return variable
    if arguments:
        return next(iter(arguments)) if len(arguments) == 1 else None
    symbol = name_of(variable)
    is_alone = isinstance(variable, Symbol) and symbol is not None
    influences = any(context.depends(other, symbol or "") for other in context.definitions)
    return variable if is_alone and not influences and name in NAMES_WITH_A_MEANING else None
