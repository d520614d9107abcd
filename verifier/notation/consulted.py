"""What a reader asked a vocabulary, so that nothing is read twice that would be read the same."""

from __future__ import annotations

from functools import lru_cache

from verifier.notation.tree import Symbol
from verifier.notation.vocabulary import Vocabulary


class Consulted:
    """A vocabulary, and what it answered when a formula was read.

    A reader that asks nothing else reads the same where another vocabulary `answers_alike`.
    """

    __slots__ = ("called", "runs", "scalars", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, runs: dict[str, bool]) -> None:
        self.vocabulary = vocabulary
        self.called: dict[tuple[str, str], bool] = {}
        self.scalars: dict[tuple[str, str], bool] = {}
        self.runs = runs
        """Runs of letters that may be words, and whether they are products of numbers."""

    def is_function(self, symbol: Symbol) -> bool:
        key = (symbol.name, symbol.style)
        known = self.called.get(key)
        if known is None:
            known = self.called[key] = self.vocabulary.is_function(symbol)
        return known

    def is_scalar(self, symbol: Symbol) -> bool:
        key = (symbol.name, symbol.style)
        known = self.scalars.get(key)
        if known is None:
            known = self.scalars[key] = self.vocabulary.is_scalar(symbol)
        return known

    def answers_alike(self, other: Vocabulary, text: str) -> bool:
        """Whether the other vocabulary says the same to all that was asked about this text."""
        expands = bool(self.vocabulary.macros)
        return (
            not any(expands or name in text for name in _new_names(self.vocabulary, other))
            and all(other.is_scalar(Symbol(*key)) is told for key, told in self.scalars.items())
            and all(other.is_function(Symbol(*key)) is told for key, told in self.called.items())
            and all(other.scalars.issuperset(run) is told for run, told in self.runs.items())
        )


@lru_cache(maxsize=64)
def _new_names(own: Vocabulary, other: Vocabulary) -> tuple[str, ...]:
    """The names of several letters that one of two vocabularies has and the other has not."""
    changed = (own.words | own.functions) ^ (other.words | other.functions)
    return tuple(name for name in changed if len(name) > 1)


Names = Vocabulary | Consulted
