"""A formula with nothing left unsaid: its products have dots, its functions and sums brackets.

It shows how a formula was read: `x(1 - x)` as a product is `x · (1 - x)`, and as a call `x(1 - x)`.
"""

from __future__ import annotations

from verifier.notation.tree import (
    Apply,
    BigOperator,
    Derivative,
    Fraction,
    Group,
    Node,
    Power,
    Product,
    Sum,
    rebuild,
)
from verifier.records import replace

_COMPOUND = (Sum, Product, Fraction, BigOperator)


def explicit(node: Node) -> Node:
    """The same formula with the dots and brackets that its author left out."""
    node = rebuild(node, explicit)
    match node:
        case Product():
            return replace(node, operators=tuple(op or "\\cdot" for op in node.operators))
        case Apply(function, argument) if not isinstance(argument, Group):
            return replace(node, function=function, argument=_in_brackets(argument))
        case BigOperator(body=body) if isinstance(body, _COMPOUND):
            return replace(node, body=_in_brackets(body))
        case Derivative(body=body, applied=True) if isinstance(body, (*_COMPOUND, Power)):
            return replace(node, body=_in_brackets(body))
    return node


def _in_brackets(node: Node) -> Node:
    return node if isinstance(node, Group) else Group("(", node, ")")
