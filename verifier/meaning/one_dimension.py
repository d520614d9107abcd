"""Vectors of which no shape is known, read in dimension one: all letters are numbers.

A statement about vectors and matrices of all dimensions is one about numbers where every dimension
is 1: transposes vanish, a norm is an absolute value, an inner product is a product. So what is
false of numbers is false. What is true of numbers need not be true of vectors: `W x` and `x W` are
the same there. Whatever has no such meaning (traces, determinants, ones, the identity) is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Node, walk
from verifier.records import replace

TRANSPOSES = ("\\top", "\\intercal")
LETTER = "T"
NORMS = ("\\|", "\\Vert", "\\lVert")
INNER_PRODUCT = "\\langle"


def is_transpose(exponent: Node, context: Context) -> bool:
    """Whether an exponent says that what is below it is transposed; a T may also be a number."""
    if not isinstance(exponent, tree.Symbol):
        return False
    if exponent.name in TRANSPOSES:
        return True
    is_number = context.knows(LETTER) or not context.transposed
    return exponent.name == LETTER and context.lenient and not is_number


def may_transpose(sides: tuple[Node, ...], context: Context) -> bool:
    """Whether a T that is read as a number stands in an exponent, where nothing declares it."""
    if context.transposed or context.knows(LETTER):
        return False
    parts = parts_behind(sides, context)
    powers = (part.exponent for part in parts if isinstance(part, tree.Power))
    return any(isinstance(one, tree.Symbol) and one.name == LETTER for one in powers)


def norm_in(node: Node) -> tree.Group | None:
    """The bars in `\\|w\\|` and `\\|w\\|_2`, or None."""
    inner = node.base if isinstance(node, tree.Subscript) else node
    return inner if isinstance(inner, tree.Group) and inner.left in NORMS else None


def factors_of(node: tree.Group) -> tuple[Node, Node] | None:
    """The factors of an inner product `\\langle u, v \\rangle`, or None."""
    if node.left != INNER_PRODUCT or not isinstance(node.body, tree.Tuple):
        return None
    items = node.body.items
    return (items[0], items[1]) if len(items) == 2 else None


def gradient_in(node: tree.Apply) -> tree.Derivative | None:
    """`\\nabla_w L` as the derivative by `w`; None for anything else, such as `\\nabla f`."""
    function = node.function
    if not isinstance(function, tree.Subscript) or name_of(function.base) != "\\nabla":
        return None
    variables = ((function.index, 1),)
    return tree.Derivative("\\partial", node.argument, variables, span=node.span)


def gradient_of(node: tree.Apply, context: Context) -> Node | None:
    """A gradient as a derivative, with or without the name of its variable; None for the rest."""
    if not context.lenient:
        return None
    return gradient_in(node) or _bare_gradient(node, context)


def _bare_gradient(node: tree.Apply, context: Context) -> Node | None:
    """`\\nabla f(x)` as `f'(x)`, `\\nabla^2 f(x)` as `f''(x)`, `\\nabla J` as dJ/dw for J(w)."""
    order = _order_of_nabla(node.function)
    argument = node.argument
    if order is None:
        return None
    if isinstance(argument, tree.Apply):
        inner = argument.argument
        one = isinstance(inner, tree.Group) and not isinstance(inner.body, tree.Tuple)
        if not one or name_of(argument.function) is None:
            return None
        return replace(argument, function=tree.Prime(argument.function, order))
    definition = context.definitions.get(name_of(argument) or "")
    if definition is None or len(definition.parameters) != 1:
        return None
    variable = tree.Symbol(definition.parameters[0])
    return tree.Derivative("\\partial", argument, ((variable, order),), span=node.span)


def _order_of_nabla(function: Node) -> int | None:
    """1 for `\\nabla`, 2 for `\\nabla^2`."""
    if isinstance(function, tree.Power) and function.exponent == tree.Number("2"):
        return 2 if name_of(function.base) == "\\nabla" else None
    return 1 if name_of(function) == "\\nabla" else None


# What rests on this reading -----------------------------------------------------------------


def is_of_vectors(sides: tuple[Node, ...], context: Context) -> bool:
    """Whether formulas, or the definitions behind them, are written for vectors."""
    return any(_is_vectorial(part, context) for part in parts_behind(sides, context))


def _is_vectorial(node: Node, context: Context) -> bool:
    match node:
        case tree.Power(exponent=exponent):
            return is_transpose(exponent, context)
        case tree.Group(left=left):
            return left in NORMS or left == INNER_PRODUCT
        case tree.Symbol(name=name):
            return name == "\\nabla"
    return False


def behind(sides: tuple[Node, ...], context: Context) -> Iterator[Node]:
    """Formulas with the bodies of the definitions that they rest on."""
    yield from sides
    names = {name for side in sides for name in mentioned(side)}
    for part in sorted({part for name in names for part in context.ancestry(name)}):
        if part in context.definitions:
            yield context.definitions[part].body


def parts_behind(sides: tuple[Node, ...], context: Context) -> Iterator[Node]:
    """All parts of formulas and of what is behind them."""
    return chain.from_iterable(map(walk, behind(sides, context)))
