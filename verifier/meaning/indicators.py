"""Indicators, 1 where a relation holds and 0 elsewhere: `\\mathbb{1}(u > 0)`, `[i = j]`."""

from __future__ import annotations

from verifier.kernel import terms
from verifier.kernel.domains import is_integral
from verifier.kernel.terms import Term
from verifier.meaning.cases import chosen
from verifier.meaning.names import name_of
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Chain, Node

STYLES = ("\\mathbb", "\\mathbf", "\\mathbbm", "\\mathds", "\\boldsymbol", "\\bm")


def relation_in(node: Node) -> Chain | None:
    """The relation of which an indicator is written; None for anything else."""
    match node:
        case tree.Apply(function=function, argument=tree.Group(body=Chain() as chain)):
            return chain if _is_one(function) else None
        case tree.Subscript(base=base, index=index) if _is_one(base):
            inner = index.body if isinstance(index, tree.Group) else index
            return inner if isinstance(inner, Chain) else None
        case tree.Group(left="[", body=Chain() as chain):
            return chain
    return None


def with_indicators(node: tree.Product) -> tree.Product:
    """A product in which `\\mathbf{1}\\{y = k\\}` is one factor, and so is `1(u > 0)`."""
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


def indicator(relation: Chain, scope: Scope) -> Term:
    """1 where every link of the relation holds, and 0 elsewhere.

    Raises `MeaningError` for a relation that is no comparison.
    """
    of_indices = all(_is_index(side, scope) for side in relation.sides)
    if of_indices and relation.operators in (("=",), ("\\ne",), ("\\neq",)):
        same = terms.delta(*map(scope.term, relation.sides))
        is_same = relation.operators == ("=",)
        return same if is_same else terms.subtract(terms.number(1), same)
    return chosen(relation, scope, terms.number(1), terms.number(0))


def _is_index(node: Node, scope: Scope) -> bool:
    name = name_of(node)
    if name is None:
        return False
    domain = scope.context.domains.get(name)
    bound = scope.bound.get(name)
    runs = bound is not None and bound.operator == "variable"
    return runs or name in scope.context.sizes or (domain is not None and is_integral(domain))
