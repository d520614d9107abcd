"""Which brackets the argument of a function and the operand of a derivative need."""

from __future__ import annotations

from verifier.notation.edges import begins_function, left_edge, open_right
from verifier.notation.grouping import grouped, in_square_brackets, is_remark, is_single, wrapped_if
from verifier.notation.names import (
    FACTORIAL,
    bears_scripts,
    is_call,
    is_coefficient,
    is_operator,
    is_prefix,
    is_transposed_call,
    named_symbol,
)
from verifier.notation.tree import (
    Accent,
    Apply,
    Chain,
    Derivative,
    Fraction,
    Group,
    Hole,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    Tuple,
)
from verifier.records import replace


def bracketed_application(node: Apply, original: Node) -> Node:
    """The application with its argument in brackets where the reader needs them.

    `original` is the same node before its parts got their brackets.
    """
    assert isinstance(original, Apply)
    argument = node.argument
    symbol = named_symbol(node.function)
    if node.function == FACTORIAL:
        return replace(node, argument=wrapped_if(argument, not bears_scripts(argument)))
    if not is_prefix(node.function):
        called = isinstance(argument, Group) and argument.left in ("(", "[")
        return replace(node, argument=argument if called else grouped(argument))
    if symbol is not None and is_operator(symbol):
        return replace(node, argument=wrapped_if(argument, not _is_one_operand(argument)))
    was = original.argument
    new_base = isinstance(argument, Power) and isinstance(argument.base, Group)
    if new_base and isinstance(was, Power) and not isinstance(was.base, Group):
        return replace(node, argument=grouped(argument))
    return replace(node, argument=wrapped_if(argument, not _is_bare_argument(argument)))


def _is_one_operand(node: Node) -> bool:
    """Whether an operator takes the whole of this: a factor, or constants before a factor."""
    if isinstance(node, Product):
        *constants, last = node.factors
        single = not isinstance(left_edge(last), Group) or isinstance(last, Group)
        return not any(node.operators) and all(map(is_coefficient, constants)) and single
    slashed = isinstance(node, Fraction) and node.command == "/"
    return is_single(node) and not slashed and not is_transposed_call(node)


def _is_bare_argument(node: Node) -> bool:
    """Whether a prefix function reads this back as its whole argument, without brackets."""
    if isinstance(node, Group):
        return node.left != "."
    if isinstance(node, Power) and isinstance(node.base, Group):
        return node.base.left != "."
    if isinstance(node, Subscript) and isinstance(node.base, Group):
        return node.base.left in ("|", "\\|")
    if isinstance(node, (Sum, Chain, Tuple, Hole)) or isinstance(left_edge(node), Group):
        return False
    if isinstance(node, Product):
        rest = node.factors[1:]
        return (
            not any(node.operators)
            and not begins_function(node.factors[0])
            and not any(begins_function(factor) for factor in rest)
            and not (isinstance(node.factors[-1], Symbol) and is_remark(node.factors[-1]))
        )
    if isinstance(node, Fraction) and node.command == "/":
        return not begins_function(node.numerator)
    return not (isinstance(node, Symbol) and is_remark(node))


def bracketed_derivative(node: Derivative) -> Node:
    """The derivative with brackets round its operand and its variables where needed."""
    total = sum(count for _, count in node.variables)
    variables = tuple((_variable(item, count, total), count) for item, count in node.variables)
    body = node.body
    if node.applied:
        body = body if _is_operand(body) else in_square_brackets(body)
    else:
        number = node.operator == "d" and isinstance(left_edge(body), Number)
        wrap = number or isinstance(body, (Sum, Chain, Tuple, Hole))
        body = wrapped_if(body, wrap)
    return replace(node, body=body, variables=variables)


def _variable(node: Node, count: int, total: int) -> Node:
    ordered = isinstance(node, Power) and total > 1 and _is_digit(node.exponent)
    raised = node.base if isinstance(node, Prime) else node
    powered = ordered or (count > 1 and isinstance(raised, (Power, Superscript)))
    kinds = (Symbol, Accent, Group)
    named = isinstance(left_edge(node), kinds) or is_call(left_edge(node))
    named = named and open_right(node) == ""
    return wrapped_if(node, powered or not is_single(node) or not named)


def _is_digit(node: Node) -> bool:
    return isinstance(node, Number) and node.text.isdigit() and len(node.text) == 1


def _is_operand(node: Node) -> bool:
    if isinstance(node, (Sum, Chain, Tuple)):
        return False
    if isinstance(node, Product):
        edge = left_edge(node)
        square = isinstance(edge, Group) and edge.left in ("[", "{", "\\{")
        return not any(node.operators) and not square
    if isinstance(node, Fraction) and node.command == "/":
        edge = left_edge(node)
        return not (isinstance(edge, Group) and edge.left in ("[", "{", "\\{"))
    return not (isinstance(node, Symbol) and is_remark(node))
