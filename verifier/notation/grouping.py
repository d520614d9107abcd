"""Putting brackets round a part, in the size and shape that it asks for."""

from __future__ import annotations

from verifier.notation.tree import (
    Apply,
    BigOperator,
    Cases,
    Chain,
    Derivative,
    Fraction,
    Group,
    Matrix,
    Node,
    Product,
    Sum,
    Symbol,
    Tuple,
    rebuild,
    walk,
)
from verifier.notation.vocabulary import CONNECTIVES, TEXT_STYLES

_TALL = (BigOperator, Cases, Derivative, Matrix)


def is_tall(node: Node) -> bool:
    """Whether the node is taller than one line of text."""
    return any(
        isinstance(part, _TALL) or (isinstance(part, Fraction) and part.command != "/")
        for part in walk(node)
    )


def grouped(node: Node, square: bool = True) -> Group:
    """The node in brackets: sized round a tall content, square round a sum with round ones."""
    holds_round = (
        square
        and isinstance(node, Sum)
        and any(
            isinstance(part, Group) and part.left == "(" and _is_factor_group(node, part)
            for part in walk(node)
        )
    )
    left, right = ("[", "]") if holds_round else ("(", ")")
    return Group(left, node, right, is_tall(node))


def _is_factor_group(node: Node, group: Group) -> bool:
    arguments = (part.argument for part in walk(node) if isinstance(part, Apply))
    return not any(argument is group for argument in arguments)


def wrapped_if(node: Node, condition: bool) -> Node:
    """The node, in brackets when the condition holds."""
    return grouped(node) if condition else node


def is_single(node: Node) -> bool:
    """Whether the node is one factor: no sum, product or list."""
    return not isinstance(node, (Sum, Product, Chain, Tuple))


def in_square_brackets(node: Node) -> Group:
    """The node in the brackets that end the operand of a derivative."""
    return Group("[", node, "]", is_tall(node))


def is_remark(symbol: Symbol) -> bool:
    """Whether the reader takes these words, after a factor, for a remark and no name."""
    return symbol.style in TEXT_STYLES and (" " in symbol.name or symbol.name in CONNECTIVES)


def on_paper(node: Node) -> Node:
    """The node without TeX's braces, which no reader sees."""
    if isinstance(node, Group) and node.left == "{":
        return on_paper(node.body)
    return rebuild(node, on_paper)
