"""How far the sums of a formula reach: `\\sum_i y_i \\ln a_i + (1 - y_i) \\ln(1 - a_i)`."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.meaning.names import bound_letter, name_of
from verifier.notation.reading import Reading, readings
from verifier.notation.tree import (
    BigOperator,
    Chain,
    Node,
    Subscript,
    Superscript,
    children,
    walk,
)


def readings_by_reach(statement: Chain, reading: Reading) -> list[Chain]:
    """The ways to read a statement; first one in which a sum reaches all that carries its index.

    A letter that a sum binds and that is an index outside of it as well, though the left side does
    not have it, is nothing there; so the sum is meant to reach further.
    """
    ways = list(readings(statement, reading))
    if len(ways) > 1 and _has_loose_index(statement):
        further = [way for way in ways if not _has_loose_index(way)]
        ways = further + [way for way in ways if way not in further]
    return ways


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
