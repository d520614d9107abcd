"""Random variables of which an article names no distribution: X and Y in `Var(X + Y)`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from verifier.meaning.divergences import plain_name
from verifier.meaning.errors import MeaningError
from verifier.meaning.expectations import conditioned, operator_of, outermost
from verifier.meaning.letters import calls_in, is_an_example, is_random, kind_of, letter_of
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
    capital = [part for part in inside if is_random(part)]
    found = dict.fromkeys(letter for part in capital or inside if (letter := letter_of(part)))
    if not capital:
        outside = {letter for chain in chains for letter in _outside(chain)}
        found = {letter: None for letter in found if letter not in outside and letter.isalpha()}
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
