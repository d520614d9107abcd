"""Slips of names: functions, symbols, indices, sums and derivatives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

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
from verifier.repair.slips import (
    ONE,
    Generator,
    Replacement,
    Scope,
    bracketed,
    negated,
    without_factor,
)

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
        more = replace(function, count=function.count + 1)
        yield replace(node, function=more), "missing-derivative", 1.8
    else:
        for count in (1, 2):
            primed = tree.Prime(function, count)
            yield replace(node, function=primed), "missing-derivative", 1.2 + 0.3 * count
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


def _symbols_throughout(node: Node, scope: Scope) -> Iterator[Replacement]:
    """Another symbol at every place of a part: `1 - o \\odot o` for `1 - h \\odot h`."""
    if not isinstance(node, Sum | Product):
        return
    counts: dict[Node, int] = {}
    for part in tree.walk(node):
        if name_of(part) is not None:
            counts[part] = counts.get(part, 0) + 1
    known = [symbol for symbol in scope.symbols if counts.get(symbol, 0) > 1]
    for symbol in known:
        for other in scope.symbols:
            if name_of(other) != name_of(symbol):
                yield partial(_with, node, symbol, other), "wrong-symbol", 2.2


def _with(node: Node, symbol: Node, other: Node) -> Node:
    return other if node == symbol else tree.rebuild(node, lambda part: _with(part, symbol, other))


def _same_family(left: Node, right: Node) -> bool:
    if isinstance(left, Subscript | Superscript) and isinstance(right, Subscript | Superscript):
        return left.base == right.base
    return False


def _indices(node: Node, scope: Scope) -> Iterator[Replacement]:
    if isinstance(node, Subscript | Superscript) and name_of(node.index) in scope.indices:
        for letter in scope.indices:
            if letter != name_of(node.index):
                yield replace(node, index=Symbol(letter)), "wrong-index", 1
    if isinstance(node, Subscript) and isinstance(node.index, Product):
        for letters in _other_letters(node.index.factors, scope):
            yield replace(node, index=replace(node.index, factors=letters)), "wrong-index", 1


def _other_letters(letters: tuple[Node, ...], scope: Scope) -> Iterator[tuple[Node, ...]]:
    """Two letters in each other's place, `w_{kj}` for `w_{jk}`, or another one for one of them."""
    if len(letters) != 2 or not all(name_of(letter) in scope.indices for letter in letters):
        return
    first, second = letters
    yield second, first
    for other in map(Symbol, scope.indices):
        if other not in letters:
            yield first, other
            yield other, second


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
            yield from _terms_outside(node, inner)
        if isinstance(inner, Product) and len(inner.factors) > 1:
            big = replace(node, body=without_factor(inner, len(inner.factors) - 1))
            yield (
                Product((Group("(", big, ")"), inner.factors[-1]), ("",)),
                "missing-parentheses",
                1.5,
            )


def _terms_outside(node: BigOperator, inner: Sum) -> Iterator[Replacement]:
    """`\\sum_j (b + w_j x_j)` as `b + \\sum_j w_j x_j`: a term without the index stands before."""
    letter = node.lower.sides[0] if isinstance(node.lower, tree.Chain) else node.lower
    bound = None if letter is None else name_of(letter)
    pairs = list(zip(inner.signs, inner.terms, strict=True))
    varies = [any(name_of(part) == bound for part in tree.walk(term)) for _, term in pairs]
    inside = [pair for pair, varying in zip(pairs, varies, strict=True) if varying]
    outside = [pair for pair, varying in zip(pairs, varies, strict=True) if not varying]
    if not inside or not outside:
        return
    first_sign, rest = ("", inside) if len(inside) > 1 else (inside[0][0] or "+", inside)
    kept = Sum(tuple(sign for sign, _ in rest), tuple(term for _, term in rest))
    body = Group("(", kept, ")") if len(rest) > 1 else rest[0][1]
    signs = (*(sign for sign, _ in outside), first_sign or "+")
    terms = (*(term for _, term in outside), replace(node, body=body))
    yield Sum(("-" if signs[0] == "-" else "", *signs[1:]), terms), "missing-parentheses", 1.3


def _function_of_the_whole(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`1 - \\ln a` as `\\ln(1 - a)`: the function is taken of the whole sum."""
    if not isinstance(node, Sum):
        return
    for place, term in enumerate(node.terms):
        if isinstance(term, Apply) and not isinstance(term.function, Power):
            plain = term.argument.body if isinstance(term.argument, Group) else term.argument
            if isinstance(plain, tree.Tuple):
                continue
            terms = (*node.terms[:place], bracketed(plain), *node.terms[place + 1 :])
            argument = Group("(", replace(node, terms=terms), ")")
            yield replace(term, argument=argument), "missing-parentheses", 1.3


def _derivatives(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`\\frac{\\partial L}{\\partial w} u` for the operator `\\frac{\\partial}{\\partial w} u`."""
    operators = as_operators(node)
    if operators is not None:
        yield operators, "wrong-symbol", 1


SYMBOLS: Sequence[Generator] = (
    _functions,
    _function_of_the_whole,
    _symbols,
    _symbols_throughout,
    _indices,
    _sums,
    _derivatives,
)
"""The generators of this file."""
