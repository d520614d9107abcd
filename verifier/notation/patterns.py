"""The patterns of the lexer, and tables that it looks things up in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from verifier.lazy_patterns import lazy_pattern

# `1e-8` is a numeral; `2e-1` may be twice Euler's number, less one.
PIECE = lazy_pattern(
    r"""
    (?P<space>(?:\s|%[^\n]*|[\u200b\ufeff])+)
  | (?P<command>\\(?:(?:operatorname|tag|hspace|vspace)\*|[A-Za-z]+|.))
  | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:e(?:-(?:[2-9]|\d\d)|\d+)(?!\d))?)
  | (?P<letter>[A-Za-z])
  | (?P<plain>[(){}\[\]_^+/'|&,;*-])
  | (?P<parameter>\#\d)
  | (?P<other>:=|=:|!=|<=>|=>|->|==|<=|>=|\.\.\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
NAME = lazy_pattern(r"[^\W\d][\w .,:-]*")
FOREIGN = lazy_pattern(r"[^\W\d_A-Za-z]+")
PLAIN_FUNCTION = lazy_pattern(r"(?:log|exp|sin|cos|tan|tanh)(?=_|\s+[A-Za-z\\{\d]|\^)(?![A-Za-z])")
CALL = lazy_pattern(r"\s*(?:\\left\s*|\\[bB]igg?l?\s*)?[(\[_^']")
SPACE_COMMAND = lazy_pattern(r"\\[ ,;:!]")
# An old switch of the typeface, at the start of a text or before one word in braces.
SWITCH = lazy_pattern(r"\s*\\(rm|bf|it|sf|tt)\b\s*")
SWITCHED = lazy_pattern(r"\s*([A-Za-z]+)(?=\s*\})")
LONGEST_DEFINITION = 2_000
DELIMITERS = frozenset(
    [
        r"(",
        r")",
        r"[",
        r"]",
        r"|",
        r".",
        r"/",
        r"\|",
        r"\{",
        r"\}",
        r"\langle",
        r"\rangle",
        r"\lfloor",
        r"\rfloor",
        r"\lceil",
        r"\rceil",
    ]
)
# Characters that need a backslash in a text.
PARAMETER = lazy_pattern(r"#(\d)")
COLOUR = lazy_pattern(r"\\color\s*\{[^{}]*\}\s*")
ESCAPED = lazy_pattern(r"\\([%#&_$^~])")
LETTERS = lazy_pattern(r"[A-Za-z]+")
UNDERSCORED = lazy_pattern(r"[A-Za-z]+(?:\\_[A-Za-z0-9]+)+")
_DIFFERENTIALS = lazy_pattern(r"[A-Za-z]{0,2}(?:d[A-Za-z])+")
_VOWELS = frozenset("aeiouAEIOU")
BRACE = lazy_pattern(r"\\.|[{}]", re.DOTALL)
LENGTH = lazy_pattern(r"\s*\[\s*-?[\d.]+\s*(?:em|ex|pt|cm|mm|in|\\baselineskip)\s*\]")


@lru_cache(maxsize=64)
def words_by_letter(
    words: frozenset[str], functions: frozenset[str]
) -> Mapping[str, tuple[str, ...]]:
    """The names of several letters by their first letter, the longest first."""
    calls = {name for name in functions if name.isalpha() and len(name) > 1}
    table: dict[str, tuple[str, ...]] = {}
    for word in sorted(words | calls, key=lambda name: (-len(name), name)):
        if len(word) > 1 and word[0].isascii() and word[0].isalpha():
            table[word[0]] = (*table.get(word[0], ()), word)
    return MappingProxyType(table)


def is_word(run: str) -> bool:
    """Whether letters side by side are one name, and not a product of numbers with a letter each.

    No one multiplies five letters with a vowel among them without a space, or writes a letter twice
    instead of squaring it. Differentials (`dxdy`) may stand side by side.
    """
    if len(run) < 4 or _DIFFERENTIALS.fullmatch(run):
        return False
    return (len(run) > 4 or len(set(run)) < 4) and not _VOWELS.isdisjoint(run)


def matching_braces(text: str) -> dict[int, int]:
    """The position of each `{` that is closed, with the position of its `}`."""
    closers: dict[int, int] = {}
    open_braces: list[int] = []
    escaped = False
    for position, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "{":
            open_braces.append(position)
        elif character == "}" and open_braces:
            closers[open_braces.pop()] = position
    return closers


def closing_brace(text: str, start: int, stop: int) -> int:
    """The position of the `}` that closes the `{` at `start`, or -1; escaped braces do not count.

    It is looked for in the next `LONGEST_DEFINITION` characters, so that many braces that nothing
    closes do not make the time quadratic.
    """
    level = 0
    for found in BRACE.finditer(text, start, min(stop, start + LONGEST_DEFINITION)):
        piece = found.group()
        level += (piece == "{") - (piece == "}")
        if level == 0:
            return found.start()
    return -1
