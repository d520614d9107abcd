"""Slips of structure: signs, brackets, factors, terms, operators and exponents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

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
from verifier.repair.slips import (
    ONE,
    TWO,
    Generator,
    Replacement,
    Scope,
    bracketed,
    joined,
    negated,
    without_factor,
)

# Signs --------------------------------------------------------------------------------------


def _signs(node: Node, scope: Scope) -> Iterator[Replacement]:
    if isinstance(node, Apply) and isinstance(node.argument, Group):
        inner = node.argument.body
        if not isinstance(inner, tree.Tuple | Sum | tree.Chain):
            body = Sum(("-",), (inner,))
            yield replace(node, argument=replace(node.argument, body=body)), "wrong-sign", 1.3
    if not isinstance(node, Sum):
        return
    for index, sign in enumerate(node.signs):
        flipped = "+" if sign == "-" else "-"
        if index == 0 and flipped == "+":
            flipped = ""
        if len(node.terms) == 1:
            yield node.terms[0], "wrong-sign", 1
            continue
        signs = (*node.signs[:index], flipped, *node.signs[index + 1 :])
        yield replace(node, signs=signs), "wrong-sign", 1 if index else 1.05


# Brackets -----------------------------------------------------------------------------------


def _brackets(node: Node, scope: Scope) -> Iterator[Replacement]:
    if isinstance(node, Sum):
        yield from _brackets_in_sum(node)
    if isinstance(node, Product):
        yield from _bracket_opened(node)


def _brackets_in_sum(node: Sum) -> Iterator[Replacement]:
    """Brackets around neighbouring terms; they may open and close inside of a product."""
    count = len(node.terms)
    for start in range(count - 1):
        for end in range(start + 2, count + 1):
            inner = Sum(("", *node.signs[start + 1 : end]), node.terms[start:end])
            if end - start < count and node.signs[start] == "-":
                yield joined(node, start, end, Group("(", inner, ")")), "missing-parentheses", 1
            for bracketed_terms, cost in _bracketed_terms(inner):
                yield joined(node, start, end, bracketed_terms), "missing-parentheses", cost
    if node.signs[0] == "-" and count > 1:
        inner = Sum(("", *node.signs[1:]), node.terms)
        yield Sum(("-",), (Group("(", inner, ")"),)), "missing-parentheses", 1.1


def _bracketed_terms(node: Sum) -> Iterator[tuple[Node, float]]:
    """`p q - r` as `p (q - r)`, `p - q r` as `(p - q) r`, `\\ln p + q` as `\\ln(p + q)`."""
    first, last = node.terms[0], node.terms[-1]
    if isinstance(first, Product):
        inner = replace(node, terms=(first.factors[-1], *node.terms[1:]))
        yield replace(first, factors=(*first.factors[:-1], Group("(", inner, ")"))), 1
    if isinstance(last, Product):
        inner = replace(node, terms=(*node.terms[:-1], last.factors[0]))
        yield replace(last, factors=(Group("(", inner, ")"), *last.factors[1:])), 1
    if isinstance(first, Product) and isinstance(last, Product):
        inner = replace(node, terms=(first.factors[-1], *node.terms[1:-1], last.factors[0]))
        factors = (*first.factors[:-1], Group("(", inner, ")"), *last.factors[1:])
        yield Product(factors, (*first.operators, *last.operators)), 1.2
    if isinstance(first, Apply) and not isinstance(first.argument, Group):
        argument = replace(node, terms=(first.argument, *node.terms[1:]))
        yield replace(first, argument=Group("(", argument, ")")), 1.5
    if isinstance(first, BigOperator):
        body = replace(node, terms=(first.body, *node.terms[1:]))
        yield replace(first, body=Group("[", body, "]")), 1


def _bracket_opened(node: Product) -> Iterator[Replacement]:
    """`u (v + w)` as `u v + w`."""
    for index, factor in enumerate(node.factors):
        inner = factor.body if isinstance(factor, Group) else None
        if isinstance(inner, Sum) and index > 0 and index == len(node.factors) - 1:
            head = replace(node, factors=(*node.factors[:index], inner.terms[0]))
            if inner.signs[0] != "-":
                yield (
                    Sum(("", *inner.signs[1:]), (head, *inner.terms[1:])),
                    "missing-parentheses",
                    1.5,
                )


# Factors, terms and operators ---------------------------------------------------------------


def _factors(node: Node, scope: Scope) -> Iterator[Replacement]:
    if isinstance(node, Product):
        for index in range(len(node.factors)):
            cost = 1.3 if _is_numeric(node.factors[index]) else 1.5
            yield without_factor(node, index), "extra-factor", cost
            yield _with_reciprocal(node, index), "wrong-operator", 1.8
    if isinstance(node, tree.Fraction):
        yield node.numerator, "extra-factor", 2
        yield (
            replace(node, numerator=node.denominator, denominator=node.numerator),
            "wrong-operator",
            2,
        )
        yield (
            Product((bracketed(node.numerator), bracketed(node.denominator)), ("",)),
            "wrong-operator",
            2,
        )
        yield replace(node, denominator=tree.Root(node.denominator)), "wrong-function", 2
    if isinstance(node, Product) and len(node.factors) == 2:
        first, second = node.factors
        yield Sum(("", "+"), (first, second)), "wrong-operator", 1.5
        yield tree.Fraction(first, second), "wrong-operator", 2


def _is_numeric(node: Node) -> bool:
    """Whether a factor is a number or a fraction of two, as in `\\frac{1}{2} u^2`."""
    parts = (node.numerator, node.denominator) if isinstance(node, tree.Fraction) else (node,)
    return all(isinstance(part, Number) for part in parts)


def _numeric_factors(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`\\frac{1}{n}` as `\\frac{2}{n}`, `f(u)` as `f(2 u)`."""
    if isinstance(node, tree.Fraction) and node.numerator == ONE:
        yield replace(node, numerator=TWO), "missing-factor", 1.35
    if isinstance(node, Apply) and isinstance(node.argument, Group):
        inner = bracketed(node.argument.body)
        if not isinstance(node.argument.body, tree.Tuple):
            body = Product((TWO, inner), ("",))
            yield replace(node, argument=replace(node.argument, body=body)), "missing-factor", 1.7


def _with_reciprocal(node: Product, index: int) -> Node:
    """`u v w` as `u (1/v) w`."""
    part = node.factors[index]
    factor = tree.Fraction(ONE, part.body if isinstance(part, Group) else part)
    return replace(node, factors=(*node.factors[:index], factor, *node.factors[index + 1 :]))


def _products(node: Node, scope: Scope) -> Iterator[Replacement]:
    """A plus or a minus that is missing between two factors: `u [v]` for `u + [v]`."""
    if isinstance(node, Product):
        for first, second in _halves(node):
            for sign in ("+", "-"):
                yield Sum(("", sign), (first, second)), "wrong-operator", 1.5
    if isinstance(node, Sum):
        for index, term in enumerate(node.terms):
            if isinstance(term, Product) and node.signs[index] == "-":
                yield from (_split(node, index, half) for half in _halves(term))


def _split(node: Sum, index: int, halves: tuple[Node, Node]) -> Replacement:
    """`-u [v]` as `-u + [v]`, where the minus belongs to the first half alone."""
    signs = (*node.signs[: index + 1], "+", *node.signs[index + 1 :])
    terms = (*node.terms[:index], *halves, *node.terms[index + 1 :])
    return Sum(signs, terms), "wrong-operator", 1.5


def _halves(node: Product) -> Iterator[tuple[Node, Node]]:
    for index in range(1, len(node.factors)):
        yield _part(node, 0, index), _part(node, index, len(node.factors))


def _part(node: Product, start: int, end: int) -> Node:
    factors = node.factors[start:end]
    return factors[0] if len(factors) == 1 else Product(factors, node.operators[start : end - 1])


def _doubled_terms(node: Node, scope: Scope) -> Iterator[Replacement]:
    """A 2 or a symbol before one term of a sum: `2 A x - b`, `1 + t m` for `1 + m`."""
    if not isinstance(node, Sum):
        return
    for place, term in enumerate(node.terms):
        factors, operators = (
            (term.factors, term.operators) if isinstance(term, Product) else ((term,), ())
        )
        for factor in (TWO, *scope.symbols):
            larger = Product((factor, *factors), ("", *operators))
            terms = (*node.terms[:place], larger, *node.terms[place + 1 :])
            yield replace(node, terms=terms), "missing-factor", 1.6 if factor == TWO else 2.2


def _terms(node: Node, scope: Scope) -> Iterator[Replacement]:
    if not isinstance(node, Sum) or len(node.terms) < 2:
        return
    for index in range(len(node.terms)):
        signs = [*node.signs[:index], *node.signs[index + 1 :]]
        terms = (*node.terms[:index], *node.terms[index + 1 :])
        signs[0] = "-" if signs[0] == "-" else ""
        shorter = terms[0] if len(terms) == 1 and signs[0] == "" else Sum(tuple(signs), terms)
        yield shorter, "extra-term", 1.5 if node.terms[index] == ONE else 2
    for index in range(1, len(node.terms)):
        left, right = node.terms[index - 1], node.terms[index]
        product = Product((bracketed(left), bracketed(right)), ("\\cdot",))
        if node.signs[index] == "+" and ONE not in (left, right):
            yield joined(node, index - 1, index + 1, product), "wrong-operator", 1


def _exponents(node: Node, scope: Scope) -> Iterator[Replacement]:
    if isinstance(node, Power):
        yield node.base, "wrong-exponent", 1.5
        yield replace(node, exponent=negated(node.exponent)), "wrong-sign", 1
        if isinstance(node.exponent, Number) and node.exponent.text.isdigit():
            value = int(node.exponent.text)
            for other in (value - 1, value + 1):
                if other > 1:
                    yield replace(node, exponent=Number(str(other))), "wrong-exponent", 1
    if isinstance(node, Symbol | Subscript | Superscript | Group) and name_of(node) != "e":
        yield Power(node, TWO), "wrong-exponent", 1.5
        for symbol in scope.symbols:
            if symbol != node:
                yield Power(node, symbol), "wrong-exponent", 2.1
    if isinstance(node, tree.Root):
        yield node.radicand, "wrong-function", 1.5


def _missing_terms(node: Node, scope: Scope) -> Iterator[Replacement]:
    """A 1 or a symbol that is added or taken away in an argument or a bracket."""
    if not isinstance(node, Group | Sum):
        return
    inner = node.body if isinstance(node, Group) else node
    if not isinstance(inner, Sum | Product | Symbol | Subscript | Superscript | Apply):
        return
    base = inner if isinstance(inner, Sum) else Sum(("",), (inner,))
    for symbol in (ONE, *scope.symbols):
        cost = 1.6 if symbol == ONE else 2.2
        for sign in ("+", "-"):
            longer: Node = Sum((*base.signs, sign), (*base.terms, symbol))
            yield (
                (replace(node, body=longer) if isinstance(node, Group) else longer),
                "missing-term",
                cost,
            )
        turned = Sum(
            ("", *("-" if sign != "-" else "+" for sign in base.signs)), (symbol, *base.terms)
        )
        yield (
            (replace(node, body=turned) if isinstance(node, Group) else turned),
            "missing-term",
            cost,
        )


def _cross_terms(node: Node, scope: Scope) -> Iterator[Replacement]:
    """`a^2 + b^2 - 2 a b` for `a^2 + b^2`, as in a square that was opened."""
    squares = [t.base for t in node.terms if _is_square(t)] if isinstance(node, Sum) else []
    if isinstance(node, Sum) and len(squares) == 2:
        for sign in ("-", "+"):
            cross = Product((TWO, *map(bracketed, squares)), ("", ""))
            yield Sum((*node.signs, sign), (*node.terms, cross)), "missing-term", 1.8


def _is_square(node: Node) -> TypeGuard[tree.Power]:
    return isinstance(node, tree.Power) and node.exponent == TWO


STRUCTURE: Sequence[Generator] = (
    _signs,
    _brackets,
    _factors,
    _numeric_factors,
    _products,
    _doubled_terms,
    _terms,
    _exponents,
    _missing_terms,
    _cross_terms,
)
"""The generators of this file."""
