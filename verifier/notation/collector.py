"""Collects what the lexer finds, and stops it at the limits."""

from __future__ import annotations

from collections.abc import Mapping

from verifier.notation.patterns import words_by_letter
from verifier.notation.reading import Problem
from verifier.notation.tokens import Token
from verifier.notation.vocabulary import Macro, Vocabulary
from verifier.values import Span

Place = tuple[int, int]
"""Where a token starts and ends; a `Span` for each of thousands would take longer to make."""

_token = tuple.__new__
"""Makes a token of its parts without the function that names them, which takes twice as long."""

MAX_TOKENS = 8_000
MAX_EXPANSION = 8
MAX_EXPANSIONS = 2_000


class Collector:
    """The tokens and problems of one text; no more than the limits allow.

    `runs` are runs of letters that may be words, and whether they are products of numbers.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.tokens: list[Token] = []
        self.problems: list[Problem] = []
        self.words = words_by_letter(vocabulary.words, vocabulary.functions)
        self.macros: Mapping[str, Macro] = vocabulary.macros
        self.full = self.spaced = self.apart = False
        self.expansions = 0
        self.runs: dict[str, bool] = {}

    def is_product(self, run: str) -> bool:
        """Whether every letter of a run is known to be a number."""
        found = self.runs[run] = self.vocabulary.scalars.issuperset(run)
        return found

    def add(self, key: str, text: str, place: Place, style: str = "") -> None:
        tokens = self.tokens
        if len(tokens) >= MAX_TOKENS:
            if not self.full:
                self.problem(place, "more", f"at most {MAX_TOKENS} symbols in one formula")
            self.full = True
            return
        tokens.append(_token(Token, (key, text, *place, self.spaced, style, self.apart)))
        self.spaced = self.apart = False

    def problem(self, place: Place, found: str, expected: str) -> None:
        self.problems.append(Problem(Span(*place), found, expected))
