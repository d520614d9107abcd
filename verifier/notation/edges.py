"""What stands at the left and right end of a formula once it is printed in a row."""

from __future__ import annotations

from verifier.notation.names import (
    FACTORIAL,
    is_coefficient,
    is_name,
    is_operator,
    is_prefix,
    named_symbol,
)
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Derivative,
    Fraction,
    Group,
    Hole,
    Node,
    Power,
    Prime,
    Product,
    Subscript,
    Sum,
    Superscript,
    Symbol,
)


def left_edge(node: Node) -> Node:
    """The unit that is printed first."""
    while True:
        if isinstance(node, (Power, Prime, Subscript, Superscript)):
            node = node.base
        elif isinstance(node, Fraction) and node.command == "/":
            node = node.numerator
        elif isinstance(node, Product):
            node = node.factors[0]
        elif isinstance(node, Apply) and node.function == FACTORIAL:
            node = node.argument
        elif isinstance(node, Sum) and not node.signs[0]:
            node = node.terms[0]
        else:
            return node


def right_edge(node: Node) -> Node:
    """The part that is printed last, with its scripts."""
    while True:
        if isinstance(node, Fraction) and node.command == "/":
            node = node.denominator
        elif isinstance(node, Product):
            node = node.factors[-1]
        elif isinstance(node, Sum):
            node = node.terms[-1]
        elif (isinstance(node, Derivative) and node.applied) or isinstance(node, BigOperator):
            if isinstance(node.body, Hole):
                return node
            node = node.body
        elif isinstance(node, Apply) and node.function != FACTORIAL:
            if _is_operator(node.function) and is_name(node.argument):
                return node
            node = node.argument
        else:
            return node


def open_right(node: Node) -> str:
    """Whether the node would take in what is printed after it.

    `big`: all factors up to a sum's sign; `function`: factors side by side up to the next
    function; `derivative`: factors side by side; `hole`: anything, for its own operand is missing;
    the empty string: nothing.
    """
    if isinstance(node, BigOperator):
        return "hole" if isinstance(node.body, Hole) else _inner(node.body, "big")
    if isinstance(node, Derivative) and node.applied:
        return _open_operand(node.body)
    if isinstance(node, Apply) and is_prefix(node.function):
        return _open_argument(node)
    if isinstance(node, (Symbol, Power, Subscript)) and is_prefix(node):
        return "derivative" if _is_operator(node) else "hole"
    last = _last_part(node)
    return open_right(last) if last is not None else ""


def _last_part(node: Node) -> Node | None:
    if isinstance(node, Fraction) and node.command == "/":
        return node.denominator
    if isinstance(node, Product):
        return node.factors[-1]
    return node.terms[-1] if isinstance(node, Sum) else None


def _open_operand(body: Node) -> str:
    if isinstance(body, Hole):
        return "hole"
    edge = left_edge(body)
    limited = isinstance(edge, Group) and edge.left in ("[", "{", "\\{")
    return "" if limited else _inner(body, "derivative")


def _open_argument(node: Apply) -> str:
    if isinstance(left_edge(node.argument), Group):
        return ""
    if _is_operator(node.function):
        factors = node.argument.factors if isinstance(node.argument, Product) else (node.argument,)
        return "derivative" if is_coefficient(factors[-1]) else open_right(node.argument)
    if begins_function(node.argument):
        return open_right(node.argument)
    return _inner(node.argument, "function")


def _is_operator(function: Node) -> bool:
    symbol = named_symbol(function)
    return symbol is not None and is_operator(symbol)


def _inner(node: Node, kind: str) -> str:
    inner = open_right(node)
    return inner if inner in ("big", "hole") else kind


def begins_function(node: Node) -> bool:
    """Whether a function, a big operator or a derivative is printed first.

    The argument of a prefix function ends before it.
    """
    edge = left_edge(node)
    if isinstance(edge, (BigOperator, Derivative)):
        return True
    if isinstance(edge, Symbol):
        return is_prefix(edge)
    return isinstance(edge, Apply)
