"""Random variables of which an article names no distribution: X and Y in `Var(X + Y)`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from verifier.meaning.divergences import plain_name
from verifier.meaning.errors import MeaningError
from verifier.meaning.expectations import conditioned, operator_of, outermost
from verifier.meaning.letters import (
    calls_in,
    is_an_example,
    is_estimate,
    is_random,
    items_of,
    kind_of,
    letter_of,
)
from verifier.notation import tree
from verifier.notation.tree import Apply, Chain, Node

OF_VARIABLES = frozenset(("H", "I", "MI"))
"""Entropies and informations, by their plain names."""
MOST_RANDOM = 4
"""How many random variables one distribution is of at most; their sums are nested."""


def variables_in(
    chains: tuple[Chain, ...],
    nodes: list[Node],
    sizes: Mapping[str, str],
    kinds: Collection[str],
    laws: Collection[str],
) -> tuple[str, ...]:
    """The random variables in moments and entropies that name no distribution.

    Neither their names nor the letters whose values they take, the `kinds`, are known otherwise.
    """
    calls = [call for node in nodes for call in calls_in(node)]
    inside = [part for call in calls for part in _random_parts(call)]
    marked = [part for part in inside if is_random(part)] or [p for p in inside if is_estimate(p)]
    found = dict.fromkeys(letter for part in marked or inside if (letter := letter_of(part)))
    if not marked:
        alone = {letter for call in calls for letter in _alone(call)}
        outside = {name for chain in chains if chain.operators for name in _outside(chain)} - alone
        found = {name: None for name in found if name not in outside and _is_plain(name)}
    names = [name for name in found if kind_of(name) not in kinds and name not in laws]
    names = [name for name in names if not is_an_example(name, sizes)]
    return tuple(names) if len(names) <= MOST_RANDOM else ()


def _random_parts(node: Apply) -> Iterator[Node]:
    operator = operator_of(node.function)
    if operator is not None and operator[1] is None:
        try:
            body, given = conditioned(node.argument)
        except MeaningError:
            return
        for part in (body, *given):
            yield from outermost(part)
    elif plain_name(node.function) in OF_VARIABLES:
        yield from (part for part in outermost(node.argument) if is_random(part))


def _is_plain(name: str) -> bool:
    """Whether a name is one letter without an index: `x`, `\\epsilon`."""
    return name.removeprefix("\\").isalpha()


def _alone(call: Apply) -> Iterator[str]:
    """The letters of which a moment is taken as they stand: x and y in `E[x]` and `Cov(x, y)`."""
    operator = operator_of(call.function)
    if operator is not None and operator[1] is None and is_certain(call):
        items = items_of(call.argument)
        yield from (letter for item in items if (letter := letter_of(item)) is not None)


def is_certain(call: Apply) -> bool:
    """Whether a call can be nothing but a moment; `E(w)` may be an error, or an energy."""
    operator = operator_of(call.function)
    if operator is None or operator[0] not in ("E", "\\mathcal{E}"):
        return operator is not None
    square = isinstance(call.argument, tree.Group) and call.argument.left == "["
    return square or any(map(is_random, outermost(call.argument)))


def _outside(node: Node) -> Iterator[str]:
    """The names that stand outside of every moment."""
    letter = letter_of(node)
    if letter is not None:
        yield letter
        return
    if isinstance(node, Apply) and operator_of(node.function) is not None:
        return
    for part in tree.children(node):
        yield from _outside(part)
