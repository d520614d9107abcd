"""Slips of names: functions, symbols, indices, sums and derivatives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Group,
    Node,
    Number,
    Power,
    Product,
    Subscript,
    Sum,
    Superscript,
    Symbol,
)
from verifier.records import replace
from verifier.repair.operators import as_operators
from verifier.repair.slips import ONE, Generator, Replacement, Scope, negated, without_factor

# Functions ----------------------------------------------------------------------------------

FUNCTIONS = ("\\ln", "\\exp", "\\sin", "\\cos", "\\tan", "\\tanh", "\\sinh", "\\cosh", "\\sigma")
LOGARITHMS = ("\\ln", "\\log")


def _functions(node: Node, scope: Scope) -> Iterator[Replacement]:
    if isinstance(node, Apply):
        yield from _of_application(node)
    if isinstance(node, Symbol | Subscript | Superscript) and name_of(node) != "e":
        yield Apply(Symbol("\\exp"), Group("(", node, ")")), "wrong-function", 2
        yield Apply(Symbol("\\log"), Group("(", node, ")")), "wrong-function", 2
        yield Sum(("", "-"), (ONE, node)), "wrong-symbol", 2
        yield Group("(", Sum(("", "-"), (ONE, node)), ")"), "wrong-symbol", 2


def _of_application(node: Apply) -> Iterator[Replacement]:
    function = node.function
    squared = function if isinstance(function, Power) else None
    name = name_of(squared.base if squared is not None else function)
    yield node.argument, "wrong-function", 1.5
    if name in LOGARITHMS:
        yield negated(node), "wrong-sign", 1
    for other in FUNCTIONS:
        if other != name and not (other == "\\ln" and name == "\\log"):
            symbol: Node = Symbol(other)
            if squared is not None:
                symbol = replace(squared, base=symbol)
            yield replace(node, function=symbol), "wrong-function", 1.5
    if isinstance(function, tree.Prime):
        yield replace(node, function=function.base), "missing-derivative", 1
    else:
        yield replace(node, function=tree.Prime(function, 1)), "missing-derivative", 1.5
    if isinstance(node.argument, Group) and isinstance(node.argument.body, BigOperator):
        inner = node.argument.body
        yield (
            replace(inner, body=Apply(function, bracketed_argument(inner.body))),
            "wrong-operator",
            2,
        )


def bracketed_argument(node: Node) -> Node:
    """The argument of a function in brackets."""
    return node if isinstance(node, Group) else Group("(", node, ")")


# Symbols and indices ------------------------------------------------------------------------


def _symbols(node: Node, scope: Scope) -> Iterator[Replacement]:
    if name_of(node) in (None, "e"):
        return
    for other in scope.symbols:
        if other != node and name_of(other) != name_of(node):
            code = "wrong-index" if _same_family(node, other) else "wrong-symbol"
            yield other, code, 1.5 if code == "wrong-index" else 2


def _same_family(left: Node, right: Node) -> bool:
    if isinstance(left, Subscript | Superscript) and isinstance(right, Subscript | Superscript):
        return left.base == right.base
    return False


def _indices(node: Node, scope: Scope) -> Iterator[Replacement]:
    if isinstance(node, Subscript | Superscript) and name_of(node.index) in scope.indices:
        for letter in scope.indices:
            if letter != name_of(node.index):
                yield replace(node, index=Symbol(letter)), "wrong-index", 1


# Sums and derivatives -----------------------------------------------------------------------


def _sums(node: Node, scope: Scope) -> Iterator[Replacement]:
    if isinstance(node, BigOperator):
        yield node.body, "missing-sum", 2
        other = "\\prod" if node.command == "\\sum" else "\\sum"
        yield replace(node, command=other), "wrong-operator", 1.5
        if isinstance(node.lower, tree.Chain) and isinstance(node.lower.sides[-1], Number):
            value = int(float(node.lower.sides[-1].text))
            for start in {0, 1, value + 1} - {value}:
                sides = (*node.lower.sides[:-1], Number(str(start)))
                yield replace(node, lower=replace(node.lower, sides=sides)), "wrong-index", 1
        inner = node.body.body if isinstance(node.body, Group) else node.body
        if isinstance(inner, Sum) and len(inner.terms) > 1:
            big = replace(node, body=inner.terms[0])
            yield Sum(inner.signs, (big, *inner.terms[1:])), "missing-parentheses", 1.5
        if isinstance(inner, Product) and len(inner.factors) > 1:
            big = replace(node, body=without_factor(inner, len(inner.factors) - 1))
            yield (
                Product((Group("(", big, ")"), inner.factors[-1]), ("",)),
                "missing-parentheses",
                1.5,
            )


def _derivatives(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`\\frac{\\partial L}{\\partial w} u` for the operator `\\frac{\\partial}{\\partial w} u`."""
    operators = as_operators(node)
    if operators is not None:
        yield operators, "wrong-symbol", 1


SYMBOLS: Sequence[Generator] = (_functions, _symbols, _indices, _sums, _derivatives)
"""The generators of this file."""
