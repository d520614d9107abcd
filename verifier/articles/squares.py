"""Squares that are names: `\\sigma^2 = \\frac1m \\sum_i (x_i - \\mu)^2`, and derivatives by them.

Where an article says what the square of a symbol is, or differentiates by it, and never writes
the symbol without the square, the square is a quantity of its own, which is not negative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar, cast

from verifier.kernel.domains import NONNEGATIVE
from verifier.meaning.context import Context
from verifier.meaning.names import name_of
from verifier.notation.reading import Reading
from verifier.notation.tree import (
    Chain,
    Derivative,
    Node,
    Number,
    Power,
    Superscript,
    rebuild,
    walk,
)
from verifier.records import replace

Tree = TypeVar("Tree", bound=Node)


def squares_in(statements: Sequence[Chain]) -> frozenset[str]:
    """The names of the symbols whose squares are quantities in an article."""
    heads = {name for statement in statements for name in _heads(statement)}
    if not heads:
        return frozenset()
    alone: dict[str, int] = dict.fromkeys(heads, 0)
    for part in (part for statement in statements for part in walk(statement)):
        name = name_of(part)
        if name in alone:
            alone[name] += 1
        squared = _squared(part)
        if squared in alone:
            alone[squared] -= 1
    return frozenset(name for name, count in alone.items() if count == 0)


def _heads(statement: Chain) -> Iterator[str]:
    found = [statement.sides[0]] if statement.operators[:1] in (("=",), (":=",)) else []
    for part in walk(statement):
        if isinstance(part, Derivative):
            found += [variable for variable, _ in part.variables]
    yield from (name for node in found if (name := _squared(node)) is not None)


def _squared(node: Node) -> str | None:
    """The name of the symbol whose square is written."""
    if isinstance(node, Power) and node.exponent == Number("2"):
        return name_of(node.base)
    return None


def context_with_squares(context: Context, names: frozenset[str]) -> Context:
    """The context in which these squares are known not to be negative."""
    for name in sorted(names):
        context = context.with_domain(f"{name}^2", NONNEGATIVE)
    return context


def with_squares(reading: Reading, names: frozenset[str]) -> Reading:
    """The reading in which the squares of these symbols are names."""
    if not names:
        return reading
    others = tuple(
        replace(one, taken=_named(one.taken, names), instead=_named(one.instead, names))
        for one in reading.alternatives
    )
    statements = tuple(_named(statement, names) for statement in reading.statements)
    return replace(reading, statements=statements, alternatives=others)


def _named(node: Tree, names: frozenset[str]) -> Tree:
    if isinstance(node, Power) and _squared(node) in names:
        return cast(Tree, Superscript(node.base, node.exponent, "", span=node.span))
    return cast(Tree, rebuild(node, lambda part: _named(part, names)))
