"""From a notation tree to a kernel term, in a context.

Every defined symbol is replaced by its definition, except those that are *held*: a held symbol is
a variable. What calls, derivatives, sums and cases mean stands in the modules of that name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.calls import apply, prime
from verifier.meaning.context import Context, Definition
from verifier.meaning.derivatives import derivative
from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.meaning.functions import ROUNDING
from verifier.meaning.names import name_of
from verifier.meaning.one_dimension import factors_of, is_transpose, norm_in
from verifier.meaning.relations import relation_in, with_indicators
from verifier.meaning.scope import Scope, scope_of
from verifier.meaning.sums import big_operator
from verifier.notation import tree
from verifier.notation.tree import Node

__all__ = ["MeaningError", "UndeclaredSymbol", "elaborate", "elaborate_definition"]


def elaborate(node: Node, context: Context, held: frozenset[str] = frozenset()) -> Term:
    """The term that a formula means.

    Raises `MeaningError` with the span of the part that has no meaning.
    """
    return scope_of(context, handlers_for(context), held).term(node)


def elaborate_definition(definition: Definition, context: Context) -> Term:
    """The term of the body of a definition, its parameters and its index as variables.

    Raises `MeaningError` when the body means nothing or leads back to the definition.
    """
    names = (*definition.parameters, *definition.indices)
    bound = {name: terms.variable(name) for name in names}
    head = definition.head if definition.head is not None else definition.body
    scope = scope_of(context, handlers_for(context), frozenset())
    if context.laws is None:
        return scope.expanded(definition, bound, head)
    letters = {name for name in definition.parameters if context.laws.has_letter(name)}
    points = {name: bound.pop(name) for name in letters}
    return scope.expanded(definition, bound, head, points)


def handlers_for(context: Context) -> Mapping[type[Node], Callable[..., Term]]:
    """How each kind of node is read in a context."""
    if context.laws is None:
        return _HANDLERS
    from verifier.meaning.probability import with_probability

    return with_probability(_HANDLERS)


# Numbers and arithmetic ---------------------------------------------------------------------


def _number(node: tree.Number, scope: Scope) -> Term:
    try:
        return _numeral(node.text)
    except ValueError:
        raise MeaningError(node.span, f"the numeral {node.text}", "a decimal number") from None


@lru_cache(maxsize=1024)
def _numeral(text: str) -> Term:
    return terms.number(Fraction(text))


def _indicator(relation: tree.Chain, scope: Scope) -> Term:
    from verifier.meaning.indicators import indicator  # few formulas have one

    return indicator(relation, scope)


def _cases(node: tree.Cases, scope: Scope) -> Term:
    from verifier.meaning.cases import cases  # few articles define something by cases

    return cases(node, scope)


def _symbol(node: tree.Symbol, scope: Scope) -> Term:
    return terms.number(0) if node.name == "0" else scope.named(node)  # the vector \mathbf{0}


def _named(node: Node, scope: Scope) -> Term:
    relation = relation_in(node)
    if relation is not None:
        return _indicator(relation, scope)
    norm = norm_in(node)
    if norm is not None and scope.context.lenient:
        return terms.absolute(scope.term(norm.body))
    if isinstance(node, tree.Subscript) and isinstance(node.base, tree.Apply | tree.Group):
        from verifier.meaning.softmax import softmax_entry

        found = softmax_entry(node, scope)
        if found is not None:
            return found
    return scope.named(node)


def _sum(node: tree.Sum, scope: Scope) -> Term:
    parts = []
    for sign, part in zip(node.signs, node.terms, strict=True):
        if sign not in ("", "+", "-"):
            raise MeaningError(part.span, f"the sign {sign}", "+ or -")
        term = scope.term(part)
        parts.append(terms.negate(term) if sign == "-" else term)
    return terms.add(*parts)


def _product(node: tree.Product, scope: Scope) -> Term:
    for operator in node.operators:
        if operator not in ("", "\\cdot", "\\times", "*", "\\odot", "."):
            raise MeaningError(node.span, f"the operator {operator}", "a product of numbers")
    factors = _without_dependence(with_indicators(node), scope.context)
    return terms.multiply(*(scope.term(factor) for factor in factors))


def _without_dependence(node: tree.Product, context: Context) -> list[Node]:
    """The factors without a bracket that only says what a symbol depends on.

    Where x is defined by t, `x(t)` is x and no product.
    """
    kept = [node.factors[0]]
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        name = name_of(kept[-1])
        if operator or name is None or not _names_what_it_depends_on(factor, name, context):
            kept.append(factor)
    return kept


def _names_what_it_depends_on(node: Node, name: str, context: Context) -> bool:
    definition = context.definitions.get(name)
    if definition is None or definition.parameters or not isinstance(node, tree.Group):
        return False
    items = node.body.items if isinstance(node.body, tree.Tuple) else (node.body,)
    names = [name_of(item) for item in items]
    return node.left == "(" and all(other and context.depends(name, other) for other in names)


def _fraction(node: tree.Fraction, scope: Scope) -> Term:
    return terms.divide(scope.term(node.numerator), scope.term(node.denominator))


def _power(node: tree.Power, scope: Scope) -> Term:
    if is_transpose(node.exponent, scope.context):
        return scope.term(node.base)
    if name_of(node.base) != "e":
        return terms.power(scope.term(node.base), scope.term(node.exponent))
    if "e" not in scope.bound and not scope.context.knows("e"):
        return terms.exp(scope.term(node.exponent))
    if not isinstance(node.exponent, tree.Number):
        # An article with an error e may still write the exponential function as e^{-z}.
        expected = r"\exp for the exponential function, or another name for the symbol e"
        raise MeaningError(node.span, "a power of e, which is also a symbol here", expected)
    return terms.power(scope.term(node.base), scope.term(node.exponent))


def _root(node: tree.Root, scope: Scope) -> Term:
    radicand = scope.term(node.radicand)
    if node.degree is None:
        return terms.sqrt(radicand)
    degree = scope.term(node.degree)
    value = degree.arguments[0] if degree.operator == "number" else None
    if value is None or value.denominator != 1 or value <= 0:
        expected = r"a root of a degree 2, 3, 4, …, or a power such as x^{\frac{1}{n}}"
        raise MeaningError(node.span, "a root of this degree", expected)
    if value % 2 == 0:
        return terms.power(radicand, terms.number(1 / value))
    # An odd root of a negative number is the negative real one.
    size = terms.power(terms.absolute(radicand), terms.number(1 / value))
    return terms.multiply(terms.sign(radicand), size)


def _group(node: tree.Group, scope: Scope) -> Term:
    relation = relation_in(node)
    if relation is not None:
        return _indicator(relation, scope)
    factors = factors_of(node)
    if factors is not None and scope.context.lenient:
        return terms.multiply(*map(scope.term, factors))
    if (node.left == "|" and node.right == "|") or (norm_in(node) and scope.context.lenient):
        return terms.absolute(scope.term(node.body))
    if node.left in ("(", "[", "\\{", "{"):
        return scope.term(node.body)
    rounding = ROUNDING.get(node.left)
    if rounding is not None:
        return rounding(scope.term(node.body))
    raise MeaningError(node.span, f"the bracket {node.left}", "a bracket that groups, or |…|")


_HANDLERS: Mapping[type[Node], Callable[..., Term]] = {
    tree.Number: _number,
    tree.Symbol: _symbol,
    tree.Subscript: _named,
    tree.Superscript: _named,
    tree.Accent: _named,
    tree.Sum: _sum,
    tree.Product: _product,
    tree.Fraction: _fraction,
    tree.Power: _power,
    tree.Root: _root,
    tree.Group: _group,
    tree.Apply: apply,
    tree.Derivative: derivative,
    tree.Prime: prime,
    tree.BigOperator: big_operator,
    tree.Cases: _cases,
}
