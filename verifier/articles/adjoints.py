"""Gradients with names of their own: `\\bar{u} = \\partial L/\\partial u` for every quantity u.

Where an article says so of one letter that stands for all, or of one of its quantities, a bar over
any other name is the gradient of the same cost by it.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.hints import TypeVar, cast
from verifier.notation.tree import Accent, Chain, Derivative, Node, Subscript, rebuild
from verifier.records import dataclass

Tree = TypeVar("Tree", bound=Node)
_ACCENTS = frozenset(("\\bar", "\\overline"))


@dataclass(frozen=True, slots=True)
class Adjoints:
    """The accent that says a gradient, and the cost whose gradient it is."""

    accent: str
    cost: Node


def adjoints_in(statements: Sequence[Chain]) -> Adjoints | None:
    """What an article says of its bars, if it says that they are gradients."""
    for statement in statements:
        if statement.operators[:1] not in (("=",), (":=",), ("\\equiv",)):
            continue
        found = _stated(*statement.sides[:2])
        if found is not None:
            return found
    return None


def _stated(head: Node, body: Node) -> Adjoints | None:
    if not isinstance(body, Derivative) or len(body.variables) != 1:
        return None
    ((variable, order),) = body.variables
    under = _under(head)
    if under is None or order != 1 or under[1] != variable:
        return None
    return Adjoints(under[0], body.body)


def _under(node: Node) -> tuple[str, Node] | None:
    """The accent over a name, and the name: `\\bar{v}_i` is v_i with a bar."""
    match node:
        case Accent(command=command, body=body) if command in _ACCENTS:
            return command, body
        case Subscript(base=Accent(command=command, body=body), index=index):
            if command in _ACCENTS:
                return command, Subscript(body, index, span=node.span)
    return None


def with_gradients(node: Tree, adjoints: Adjoints) -> Tree:
    """A formula with the gradients for the names that say them."""
    under = _under(node)
    if under is not None and under[0] == adjoints.accent:
        gradient = Derivative("\\partial", adjoints.cost, ((under[1], 1),), span=node.span)
        return cast(Tree, gradient)
    return cast(Tree, rebuild(node, lambda part: with_gradients(part, adjoints)))
