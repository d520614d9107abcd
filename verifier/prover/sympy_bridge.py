"""Formulas as SymPy expressions and back.

SymPy proposes factorizations and gives a second opinion; nothing it says is believed. It is
imported only when a proof is made, never by `backproof check`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce

import sympy

from verifier.hints import Any
from verifier.meaning.context import Context, Definition
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.names import SIGMOID_NAMES, entry_of, function_of, name_of, readable
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.prover.compare import key
from verifier.prover.definitions import head_of, inlined
from verifier.prover.monomials import Monomial, monomials_of, multiply, power, product_of
from verifier.prover.sums import add, number

Expression = Any
"""A SymPy expression; SymPy has no types of its own."""

FUNCTIONS: Mapping[str, Callable[..., Expression]] = {
    **dict.fromkeys(("\\ln", "ln", "\\log", "log"), sympy.log),
    **dict.fromkeys(("\\exp", "exp"), sympy.exp),
    **dict.fromkeys(("\\tanh", "tanh"), sympy.tanh),
    "\\sinh": sympy.sinh,
    "\\cosh": sympy.cosh,
    "\\sin": sympy.sin,
    "\\cos": sympy.cos,
    "\\erf": sympy.erf,
    "softplus": lambda u: sympy.log(1 + sympy.exp(u)),
    **dict.fromkeys(SIGMOID_NAMES, lambda u: 1 / (1 + sympy.exp(-u))),
}


CONSTANTS: Mapping[str, Expression] = {"e": sympy.E, "\\pi": sympy.pi}


def symbol(name: str) -> Expression:
    """The SymPy symbol for a name, without assumptions: SymPy works them out again and again."""
    return sympy.Symbol(readable(name))


def to_sympy(node: Node, context: Context) -> Expression:
    """The expression that a formula is, defined symbols kept as symbols.

    Raises `MeaningError` for what has no SymPy form here.
    """
    return _convert(inlined(tree.bare(node), context), context)


def definitions(context: Context) -> dict[str, Expression]:
    """The defined quantities as SymPy expressions in their own symbols.

    Raises `MeaningError` for a definition that has no SymPy form here.
    """
    return {
        name: to_sympy(definition.body, context)
        for name, definition in context.definitions.items()
        if _is_quantity(definition)
    }


def expanded(node: Node, context: Context, keep: frozenset[str] = frozenset()) -> Expression:
    """A formula with every definition put in, except those of the names to keep.

    Raises `MeaningError` for what has no SymPy form here.
    """
    return context.remembered(("sympy", node, keep), lambda: _put_in(node, context, keep))


def _put_in(node: Node, context: Context, keep: frozenset[str]) -> Expression:
    expression = to_sympy(node, context)
    bodies = {
        symbol(name): expanded(definition.body, context, keep)
        for name, definition in context.definitions.items()
        if _is_quantity(definition) and name not in keep and symbol(name) in expression.free_symbols
    }
    return expression.xreplace(bodies) if bodies else expression


def _is_quantity(definition: Definition) -> bool:
    """Whether a definition is of a single quantity, no function and no family."""
    return not definition.parameters and not definition.indices


def _convert(node: Node, context: Context) -> Expression:
    handler = _HANDLERS.get(type(node))
    return handler(node, context) if handler is not None else _named(node, context)


def _number(node: tree.Number, context: Context) -> Expression:
    value = Fraction(node.text)
    return sympy.Rational(value.numerator, value.denominator)


def _sum(node: tree.Sum, context: Context) -> Expression:
    parts = zip(node.signs, node.terms, strict=True)
    return sympy.Add(*(_signed(sign, _convert(part, context)) for sign, part in parts))


def _product(node: tree.Product, context: Context) -> Expression:
    return sympy.Mul(*(_convert(factor, context) for factor in node.factors))


def _fraction(node: tree.Fraction, context: Context) -> Expression:
    return _convert(node.numerator, context) / _convert(node.denominator, context)


def _root(node: tree.Root, context: Context) -> Expression:
    degree = 2 if node.degree is None else _convert(node.degree, context)
    return _convert(node.radicand, context) ** (sympy.Integer(1) / degree)


def _group(node: tree.Group, context: Context) -> Expression:
    inner = _convert(node.body, context)
    return sympy.Abs(inner) if node.left == "|" else inner


def _named(node: Node, context: Context) -> Expression:
    entry = entry_of(node)
    if entry is not None and entry[0] in context.families:
        return sympy.IndexedBase(readable(entry[0]))[_convert(entry[1], context)]
    name = name_of(node)
    if name is None:
        raise MeaningError(
            node.span, type(node).__name__.lower(), "a formula that SymPy can express"
        )
    constant = None if context.knows(name) else CONSTANTS.get(name)
    return symbol(name) if constant is None else constant


def _big_operator(node: tree.BigOperator, context: Context) -> Expression:
    lower = node.lower
    if not isinstance(lower, tree.Chain) or node.upper is None or len(lower.sides) != 2:
        raise MeaningError(node.span, "a sum without bounds", "a sum such as \\sum_{i=1}^m")
    index = sympy.Symbol(readable(name_of(lower.sides[0]) or "i"), integer=True)
    ends = (_convert(lower.sides[1], context), _convert(node.upper, context))
    body = _convert(node.body, context)
    operator = sympy.Sum if node.command == "\\sum" else sympy.Product
    return operator(body.subs(symbol(str(index)), index), (index, *ends))


def _signed(sign: str, expression: Expression) -> Expression:
    return -expression if sign == "-" else expression


def _power(node: tree.Power, context: Context) -> Expression:
    exponent = _convert(node.exponent, context)
    if name_of(node.base) == "e" and not context.knows("e"):
        return sympy.exp(exponent)
    return _convert(node.base, context) ** exponent


def _apply(node: tree.Apply, context: Context) -> Expression:
    if isinstance(node.function, tree.Power):
        inner = tree.Apply(node.function.base, node.argument, span=node.span)
        return _apply(inner, context) ** _convert(node.function.exponent, context)
    named = function_of(node.function)
    build = FUNCTIONS.get(named[0]) if named is not None and named[1] == 0 else None
    if build is None:
        raise MeaningError(node.span, "a function", "one of " + ", ".join(sorted(FUNCTIONS)))
    return build(_convert(node.argument, context))


_HANDLERS: Mapping[type[Node], Callable[..., Expression]] = {
    tree.Number: _number,
    tree.Sum: _sum,
    tree.Product: _product,
    tree.Fraction: _fraction,
    tree.Power: _power,
    tree.Root: _root,
    tree.Group: _group,
    tree.Apply: _apply,
    tree.BigOperator: _big_operator,
}


# Proposals ----------------------------------------------------------------------------------


def factored(node: Node) -> Node | None:
    """A sum as a product of irreducible factors over the rationals, as SymPy proposes it.

    Everything that is no sum or product is taken as an indeterminate. None when there is nothing
    to factor or a term has a denominator.
    """
    monomials = monomials_of(node)
    if len(monomials) < 2 or any(monomial.denominator for monomial in monomials):
        return None
    bases: dict[object, tuple[Expression, Node]] = {}
    for monomial in monomials:
        for base, _ in monomial.numerator:
            bases.setdefault(key(base), (sympy.Symbol(f"g{len(bases)}"), base))
    polynomial = sympy.Add(*(_monomial(monomial, bases) for monomial in monomials))
    content, factors = sympy.factor_list(polynomial)
    if len(factors) < 2 and (not factors or factors[0][1] == 1):
        return None
    atoms = dict(bases.values())
    return multiply(
        [
            number(Fraction(int(content.p), int(content.q))),
            *(power(_polynomial(factor, atoms), int(n)) for factor, n in factors),
        ]
    )


def _monomial(monomial: Monomial, bases: Mapping[object, tuple[Expression, Node]]) -> Expression:
    value = sympy.Rational(monomial.coefficient.numerator, monomial.coefficient.denominator)
    return reduce(
        lambda product, factor: product * bases[key(factor[0])][0] ** factor[1],
        monomial.numerator,
        value,
    )


def _polynomial(expression: Expression, atoms: Mapping[Expression, Node]) -> Node:
    order = list(atoms)
    polynomial = sympy.Poly(expression, *order)
    terms = []
    for exponents, coefficient in polynomial.terms():
        factors = tuple((atoms[atom], n) for atom, n in zip(order, exponents, strict=True) if n)
        value = Fraction(int(coefficient.p), int(coefficient.q))
        terms.append((1, product_of(Monomial(value, factors))))
    return add(terms)


# A second opinion ---------------------------------------------------------------------------


def second_opinion(start: str, end: str, closed_form: Node, context: Context) -> bool | None:
    """Whether SymPy, too, finds the derivative equal to the closed form; None if it cannot say.

    SymPy differentiates the written-out definition itself and simplifies the difference.
    """
    keep = frozenset({end})
    direct = sympy.diff(expanded(head_of(start, context), context, keep), symbol(end))
    difference = direct - expanded(closed_form, context, keep)
    if _vanishes(difference):
        return True
    small = sympy.count_ops(difference) <= LARGEST_SIMPLIFIED
    return True if small and sympy.simplify(difference) == 0 else None


LARGEST_SIMPLIFIED = 300
"""`simplify` may take minutes for an expression with more operations."""


def _vanishes(expression: Expression) -> bool:
    """Whether it is 0 as a quotient of polynomials in its exponentials and other functions."""
    rewritten = sympy.expand_power_exp(expression.rewrite(sympy.exp))
    numerator, _ = sympy.fraction(sympy.together(rewritten))
    return bool(sympy.expand(numerator) == 0)
