"""How far the sums and slashes of a formula reach.

`\\sum_i y_i \\ln a_i + (1 - y_i) \\ln(1 - a_i)` is one sum, `r^2 / 2 \\ell^2` one quotient.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.meaning.names import bound_letter, name_of
from verifier.notation.reading import Reading, readings
from verifier.notation.tree import (
    BigOperator,
    Chain,
    Fraction,
    Node,
    Number,
    Product,
    Subscript,
    Superscript,
    children,
    walk,
)


def readings_by_reach(statement: Chain, reading: Reading) -> list[Chain]:
    """The ways to read a statement; first one in which all reaches as far as it is meant to.

    A letter that a sum binds and that is an index outside of it as well, though the left side does
    not have it, is nothing there; so the sum is meant to reach further. Who divides by 2 and then
    multiplies by a symbol, `r^2 / 2 \\ell^2`, means to divide by both.
    """
    ways = list(readings(statement, reading))
    for is_cut_short in (_has_loose_index, _divides_by_a_number):
        if len(ways) > 1 and is_cut_short(ways[0]):
            further = [way for way in ways if not is_cut_short(way)]
            ways = further + [way for way in ways if way not in further]
    return ways


def _divides_by_a_number(statement: Chain) -> bool:
    """Whether `a / 2 b` is read as `(a / 2) b`, where a is no number itself."""
    parts = (part for part in walk(statement) if isinstance(part, Product))
    pairs = (pair for part in parts for pair in zip(part.factors, part.operators, strict=False))
    return any(
        isinstance(factor, Fraction)
        and factor.command == "/"
        and isinstance(factor.denominator, Number)
        and not isinstance(factor.numerator, Number)
        and not operator
        for factor, operator in pairs
    )


def _has_loose_index(statement: Chain) -> bool:
    left, *others = statement.sides
    known = set(_free(left, frozenset()))
    return any(_bound(side) & set(_free(side, frozenset())) - known for side in others)


def _bound(node: Node) -> set[str]:
    """The letters that sums bind."""
    found = (bound_letter(part.lower) for part in walk(node) if isinstance(part, BigOperator))
    return {letter for letter in found if letter is not None}


def _free(node: Node, bound: frozenset[str]) -> Iterator[str]:
    """The letters in indices that nothing binds there."""
    if isinstance(node, BigOperator):
        letter = bound_letter(node.lower)
        yield from _free(node.body, bound if letter is None else bound | {letter})
        return
    if isinstance(node, Subscript | Superscript):
        names = {name_of(part) for part in walk(node.index)}
        yield from (name for name in names if name is not None and name not in bound)
    for part in children(node):
        yield from _free(part, bound)
