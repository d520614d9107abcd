"""The names of symbols: what a notation tree is called in a context.

`w`, `w_{1}`, `\\hat{y}` and `\\text{sig}` are names; `x^{(i)}` is an entry of the family `x`. The
style of a letter does not make a new name: `\\mathbf{x}` and `x` are the same symbol.
"""

from __future__ import annotations

from verifier.notation.tree import Accent, Group, Node, Number, Prime, Subscript, Superscript, Symbol

NATURAL_LOGARITHMS = ("\\ln", "ln")
SIGMOID_NAMES = ("\\sigma", "sigma", "sig", "sigmoid", "\\sigmoid")


def name_of(node: Node) -> str | None:
    """The name that a tree stands for, or None when it is no name."""
    if isinstance(node, Symbol):
        return node.name
    if isinstance(node, Subscript):
        base, index = name_of(node.base), _index_text(node.index)
        return None if base is None or index is None else f"{base}_{index}"
    if isinstance(node, Accent):
        base = name_of(node.body)
        return None if base is None else f"{node.command}{{{base}}}"
    if isinstance(node, Superscript):
        base, index = name_of(node.base), _index_text(node.index)
        return None if base is None or index is None else f"{base}^{node.bracket}{index}"
    return None


def _index_text(node: Node) -> str | None:
    if isinstance(node, Number):
        return node.text
    if isinstance(node, Group):
        return _index_text(node.body)
    return name_of(node)


def entry_of(node: Node) -> tuple[str, Node] | None:
    """The family and the index when a tree is written as an entry: `x^{(i)}` or `x_i`."""
    if isinstance(node, Superscript | Subscript):
        family = name_of(node.base)
        if family is not None:
            return family, node.index
    return None


def function_of(node: Node) -> tuple[str, int] | None:
    """The name of a function and the number of its primes: `\\sigma'` is (`\\sigma`, 1)."""
    if isinstance(node, Prime):
        inner = function_of(node.base)
        return None if inner is None else (inner[0], inner[1] + node.count)
    name = name_of(node)
    return None if name is None else (name, 0)


_READABLE = {"\\ell": "ℓ", "\\infty": "∞"}


def readable(name: str) -> str:
    """A name as a person types it at a prompt: `\\sigma` is `sigma`, `w_1` stays."""
    return name.replace("\\", "").replace("{", "").replace("}", "")
