"""Derivatives of a quantity that are written where the operator alone is meant.

`\\frac{\\partial L}{\\partial w} [u]` reads as a product; who writes it often means
`\\frac{\\partial}{\\partial w} [u]`.
"""

from __future__ import annotations

from verifier.notation.tree import Apply, Derivative, Group, Node, Product, Sum
from verifier.records import replace


def as_operators(node: Node) -> Node | None:
    """A product that begins with such a derivative, or a sum of such products, with operators.

    The operator takes in all that stands behind it. None when there is no such derivative.
    """
    if isinstance(node, Product):
        return _of_product(node)
    if isinstance(node, Sum):
        terms = tuple(_of_product(term) or term for term in node.terms)
        return None if terms == node.terms else replace(node, terms=terms)
    return None


def misused(node: Node) -> tuple[Derivative, ...]:
    """The derivatives that `as_operators` makes operators of, in the order written."""
    terms = node.terms if isinstance(node, Sum) else (node,)
    first = (term.factors[0] for term in terms if isinstance(term, Product))
    return tuple(part for part in first if isinstance(part, Derivative) and not part.applied)


def _of_product(node: Node) -> Node | None:
    if not isinstance(node, Product):
        return None
    first = node.factors[0]
    if not isinstance(first, Derivative) or first.applied:
        return None
    rest = node.factors[1:]
    operand = rest[0] if len(rest) == 1 else Product(rest, node.operators[1:])
    if not isinstance(operand, Group | Apply):
        operand = Group("(", operand, ")")
    return replace(first, body=operand, applied=True)
