"""Gradients of what distributions depend on: `\\nabla_\\theta \\mathbb{E}_{p_\\theta}[f(x)]`.

A claim in which no two gradients are multiplied says the same of every component of θ, so it is
decided for one, without knowing how many there are.
"""

from __future__ import annotations

from verifier.meaning.context import Context
from verifier.meaning.expectations import operator_of
from verifier.meaning.names import name_of
from verifier.meaning.probability import gradient_variable
from verifier.notation import tree
from verifier.notation.tree import Node, walk

_BOLD = frozenset(("\\mathbf", "\\boldsymbol", "\\bm", "\\pmb", "\\symbf"))


def holds_in_each_component(sides: tuple[Node, ...], context: Context) -> bool:
    """Whether both sides are linear in gradients by the parameters of distributions."""
    parts = [part for side in sides for part in walk(side)]
    if not any(_is_gradient(part) for part in parts):
        return False
    bold = any(isinstance(part, tree.Symbol) and part.style in _BOLD for part in parts)
    names = {name for part in parts if (name := name_of(part)) is not None}
    derived = any(
        _has_gradient(context.definitions[n].body) for n in names & {*context.definitions}
    )
    return not bold and not derived and all(map(_is_linear, sides))


def _is_gradient(node: Node) -> bool:
    return isinstance(node, tree.Apply) and gradient_variable(node.function) is not None


def _has_gradient(node: Node) -> bool:
    return any(_is_gradient(part) for part in walk(node))


def _is_linear(node: Node) -> bool:
    """Whether gradients are only added, summed, averaged and multiplied by numbers."""
    if not _has_gradient(node):
        return True
    if _is_gradient(node):
        assert isinstance(node, tree.Apply)
        return not _has_gradient(node.argument)
    if isinstance(node, tree.Product):
        holding = [factor for factor in node.factors if _has_gradient(factor)]
        return len(holding) == 1 and _is_linear(holding[0])
    if isinstance(node, tree.Fraction):
        return not _has_gradient(node.denominator) and _is_linear(node.numerator)
    if isinstance(node, tree.Apply):
        return operator_of(node.function) is not None and _is_linear(node.argument)
    linear = tree.Sum | tree.Group | tree.BigOperator
    return isinstance(node, linear) and all(map(_is_linear, tree.children(node)))
