"""What a sum or a product over an index means."""

from __future__ import annotations

from verifier.kernel import terms
from verifier.kernel.domains import is_integral
from verifier.kernel.terms import Term
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import bound_letter, name_of
from verifier.meaning.scope import Scope
from verifier.notation import tree

_EXAMPLE = "a sum such as \\sum_{i=1}^m"
_BUILD = {"\\sum": terms.summation, "\\prod": terms.product_over}


def big_operator(node: tree.BigOperator, scope: Scope) -> Term:
    """`\\sum_{i=1}^m …` and `\\prod_{i=1}^m …`.

    A sum without any bounds runs over the examples. Where the context speaks of one example only
    that is its one term; where it speaks of several, nobody knows over what it runs.
    """
    build = _BUILD.get(node.command)
    if build is None:
        raise MeaningError(node.span, f"the operator {node.command}", "\\sum or \\prod")
    if node.lower is None and node.upper is None:
        if _several_examples(scope.context):
            raise MeaningError(node.span, f"a {node.command} without bounds", _EXAMPLE)
        return scope.term(node.body)
    if node.upper is not None and node.command == "\\sum" and name_of(node.upper) == "\\infty":
        return _without_end(node, scope)
    index, lower, upper = _bounds(node, scope)
    inside, variable = scope.with_index(index)
    body = inside.term(node.body)
    excluded = _excluded(node)
    if excluded is not None:
        here = terms.delta(terms.variable(variable), scope.term(excluded))
        away = terms.subtract(terms.number(1), here)
        body = terms.multiply(away, body)
        if node.command == "\\prod":
            body = terms.add(body, here)
    return build(body, variable, lower, upper)


def _without_end(node: tree.BigOperator, scope: Scope) -> Term:
    """`\\sum_{k=0}^\\infty …`."""
    lower = node.lower
    index = bound_letter(lower)
    begins = isinstance(lower, tree.Chain) and lower.operators == ("=",) and len(lower.sides) == 2
    if index is None or not begins:
        raise MeaningError(node.span, f"a {node.command} whose bounds are not given", _EXAMPLE)
    assert isinstance(lower, tree.Chain)
    from verifier.meaning.series import infinite_sum  # few articles have sums without an end

    inside, variable = scope.with_index(index)
    return infinite_sum(inside.term(node.body), variable, scope.term(lower.sides[1]))


def _excluded(node: tree.BigOperator) -> tree.Node | None:
    """k in `\\sum_{i \\ne k}`, the one index that is left out."""
    lower = node.lower
    if isinstance(lower, tree.Chain) and lower.operators in (("\\ne",), ("\\neq",)):
        return lower.sides[1]
    return None


def _bounds(node: tree.BigOperator, scope: Scope) -> tuple[str, Term, Term]:
    """The index, the first and the last value; `\\sum_i` runs over all that `i` indexes."""
    lower = node.lower
    if isinstance(lower, tree.Chain) and len(lower.sides) == 2 and lower.operators == ("=",):
        index = name_of(lower.sides[0])
        if index is not None and node.upper is not None:
            return index, scope.term(lower.sides[1]), scope.term(node.upper)
    elif lower is not None and (node.upper is None or _excluded(node) is not None):
        index = bound_letter(lower)
        size = None if index is None else scope.context.sizes.get(index)
        if index is not None and size is not None:
            known = scope.context.knows(size)
            last = scope.by_name(size, node) if known else terms.variable(size)
            if node.upper is not None:
                last = scope.term(node.upper)
            return index, terms.number(1), last
    raise MeaningError(node.span, f"a {node.command} whose bounds are not given", _EXAMPLE)


def _several_examples(context: Context) -> bool:
    families = any(name.endswith("[]") for name in context.definitions)
    return families or any(is_integral(domain) for domain in context.domains.values())
