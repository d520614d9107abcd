"""What edits of a formula are made of, and the pieces that every generator uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verifier.notation.tree import Derivative, Group, Node, Number, Product, Sum
from verifier.records import dataclass

ONE = Number("1")
TWO = Number("2")


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be put in: symbols of the formula and its neighbours, index letters and sizes.

    `operators` are derivatives that the formula should equal: `\\frac{\\partial L}{\\partial a}`;
    `letters` those that distributions are of, as they are written in the formulas.
    """

    symbols: tuple[Node, ...] = ()
    indices: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    operators: tuple[Derivative, ...] = ()
    letters: tuple[Node, ...] = ()


Replacement = tuple[Node | Callable[[], Node], str, float]
"""What may stand in the place of a node, the code of the defect, and the cost.

What takes long to make is made when it is called; most edits are dropped for what they cost.
"""
Generator = Callable[[Node, Scope], Iterator[Replacement]]


def negated(node: Node) -> Node:
    """`-node`, with brackets around a sum."""
    if isinstance(node, Sum) and len(node.terms) == 1 and node.signs[0] == "-":
        return node.terms[0]
    return Sum(("-",), (bracketed(node),))


def bracketed(node: Node) -> Node:
    """The node, with brackets when it is a sum."""
    return Group("(", node, ")") if isinstance(node, Sum) else node


def joined(node: Sum, start: int, end: int, term: Node) -> Node:
    """The sum with one term in the place of some neighbours; the sign of the first stays."""
    signs = (*node.signs[: start + 1], *node.signs[end:])
    terms = (*node.terms[:start], term, *node.terms[end:])
    return term if len(terms) == 1 and signs[0] == "" else Sum(signs, terms)


def without_factor(node: Product, index: int) -> Node:
    """The product without one of its factors."""
    factors = (*node.factors[:index], *node.factors[index + 1 :])
    operators = list(node.operators)
    del operators[min(index, len(operators) - 1)]
    return factors[0] if len(factors) == 1 else Product(factors, tuple(operators))
