"""The elementary functions: one spelling for each, and the derivatives that the table states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

from verifier.kernel import terms
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.functions import ONE_ARGUMENT
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Apply, Derivative, Node, Power, Product, Sum, Symbol
from verifier.prover.monomials import EULER, is_negated, multiply
from verifier.prover.sums import negative, number, value_of
from verifier.rules.calculus import ELEMENTARY
from verifier.rules.matching import instantiate, match, pattern, pattern_variables
from verifier.rules.rule import Rule

# Spelling -----------------------------------------------------------------------------------


def spelt(node: Node, context: Context) -> Node:
    """A formula with the functions spelt as the rules spell them.

    `\\log u` is `\\ln u`, `\\exp(u)` is `e^u`, `\\text{sig}(u)` is `\\sigma(u)` and `\\tanh^2 u` is
    `(\\tanh u)^2`. Where the article uses `e` for a quantity of its own, that symbol is set apart
    from Euler's number. Raises `MeaningError` where it needs both.
    """
    node = tree.rebuild(node, lambda part: spelt(part, context))
    if isinstance(node, Symbol) and node.name == EULER.name:
        return Symbol(node.name, "\\mathit", span=node.span) if context.knows("e") else EULER
    return _spelt_call(node, context) if isinstance(node, Apply) else node


def _spelt_call(node: Apply, context: Context) -> Node:
    if isinstance(node.function, Power):
        inner = Apply(node.function.base, node.argument, span=node.span)
        return Power(_spelt_call(inner, context), node.function.exponent, span=node.span)
    name = name_of(node.function)
    meaning = None if name is None or context.knows(name) else ONE_ARGUMENT.get(name)
    if meaning is terms.exp:
        if context.knows("e"):
            raise MeaningError(
                node.span,
                "an exponential beside a symbol e of the article",
                "another name for e, which is Euler's number in the proof",
            )
        return Power(EULER, node.argument, span=node.span)
    symbol = _spellings().get(meaning)
    return node if symbol is None else Apply(symbol, node.argument, span=node.span)


@lru_cache(maxsize=1)
def _spellings() -> Mapping[object, Node]:
    """The symbol that the rules use for each function of one argument."""
    functions = (function for function in elementary_functions() if isinstance(function, Apply))
    return {ONE_ARGUMENT.get(name_of(f.function) or ""): f.function for f in functions}


# Derivatives --------------------------------------------------------------------------------


def _function_of(rule: Rule) -> Node:
    """The function whose derivative a row of the table states, in the plain variable."""
    form = pattern(rule.left)
    assert isinstance(form, Derivative)
    return form.body


@lru_cache(maxsize=1)
def elementary_functions() -> tuple[Node, ...]:
    """The functions with a derivative in the table: `x^n`, `e^x`, `\\ln x` …"""
    return tuple(_function_of(rule) for rule in ELEMENTARY)


def outermost(body: Node, depends: Callable[[Node], bool]) -> tuple[str, Node, Node] | None:
    """The rule for the outermost function of a formula, its derivative there, and what is inside.

    `depends` tells what varies. None for a function that is not in the table.
    """
    for rule in ELEMENTARY:
        binding = match(_function_of(rule), body, pattern_variables(rule))
        if binding is None:
            continue
        if any(depends(part) for name, part in binding.items() if name != rule.variable):
            continue
        outer = _reduced(instantiate(pattern(rule.right), binding))
        return rule.name, outer, binding[rule.variable]
    return None


def _reduced(node: Node) -> Node:
    """Numbers in exponents worked out and the factor 1 left out: `n x^{n-1}` for n = 2 is `2 x`."""
    node = tree.rebuild(node, _reduced)
    if isinstance(node, Sum) and value_of(node) is not None:
        return number(value_of(node) or Fraction(0))
    if isinstance(node, Power) and value_of(node.exponent) == 1:
        return node.base
    if isinstance(node, Product):
        return _signed_product(node)
    return node


def _signed_product(node: Product) -> Node:
    factors = list(node.factors)
    sign = 1
    for index, factor in enumerate(factors):
        if is_negated(factor):
            sign, factors[index] = -sign, next(tree.children(factor))
    product = multiply(factors)
    return negative(product) if sign < 0 else product
