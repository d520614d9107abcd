"""Indicators, 1 where a relation holds and 0 elsewhere: `\\mathbb{1}(u > 0)`, `[i = j]`."""

from __future__ import annotations

from verifier.kernel import terms
from verifier.kernel.domains import is_integral
from verifier.kernel.terms import Term
from verifier.meaning.cases import chosen
from verifier.meaning.names import name_of
from verifier.meaning.scope import Scope
from verifier.notation.tree import Chain, Node


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
