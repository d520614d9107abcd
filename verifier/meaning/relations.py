"""Where the indicator of a relation is written: `\\mathbb{1}(u > 0)`, `[i = j]`."""

from __future__ import annotations

from verifier.notation import tree
from verifier.notation.tree import Chain, Node

STYLES = ("\\mathbb", "\\mathbf", "\\mathbbm", "\\mathds", "\\boldsymbol", "\\bm")


def relation_in(node: Node) -> Chain | None:
    """The relation of which an indicator is written; None for anything else."""
    if isinstance(node, tree.Group):
        return node.body if node.left == "[" and isinstance(node.body, Chain) else None
    if isinstance(node, tree.Apply):
        inner = node.argument.body if isinstance(node.argument, tree.Group) else None
        return inner if isinstance(inner, Chain) and _is_one(node.function) else None
    if isinstance(node, tree.Subscript) and _is_one(node.base):
        index = node.index.body if isinstance(node.index, tree.Group) else node.index
        return index if isinstance(index, Chain) else None
    return None


def with_indicators(node: tree.Product) -> tree.Product:
    """A product in which `\\mathbf{1}\\{y = k\\}` is one factor, and so is `1(u > 0)`."""
    if not any(isinstance(one, tree.Group) and isinstance(one.body, Chain) for one in node.factors):
        return node
    factors, operators = [node.factors[0]], list[str]()
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        relation = factor.body if isinstance(factor, tree.Group) else None
        one = factors[-1] == tree.Number("1") or _is_one(factors[-1])
        if not operator and one and isinstance(relation, Chain):
            factors[-1] = tree.Group("[", relation, "]", span=factor.span)
        else:
            factors.append(factor)
            operators.append(operator)
    return tree.Product(tuple(factors), tuple(operators), span=node.span)


def _is_one(node: Node) -> bool:
    """Whether a 1 or an I of another alphabet is written, which is no number."""
    match node:
        case tree.Symbol(name="1", style=style):
            return style in STYLES
        case tree.Symbol(name="I", style=style):
            return style in STYLES[:1]
        case tree.Accent(command=command, body=tree.Number(text="1")):
            return command in STYLES
    return False
