"""Takes out TeX's braces that neither hold an argument nor change what is read.

Generated LaTeX is full of them: `{{w}_{1}}={{x}_{1}}\\cdot {dz}`. They are invisible on paper, so
`{f}(x)` is read as `f(x)` is. Braces whose absence would change the reading stay: those with an
operator inside, and those with a script behind them that round more than one name.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.notation.tokens import Token, keys_of
from verifier.notation.vocabulary import (
    ACCENTS,
    FRACTIONS,
    GREEK,
    LETTER_STYLES,
    PREFIX_FUNCTIONS,
    TEXT_STYLES,
)

ARGUMENTS: Mapping[str, int] = {
    **dict.fromkeys(ACCENTS | LETTER_STYLES | TEXT_STYLES | PREFIX_FUNCTIONS, 1),
    **dict.fromkeys(FRACTIONS, 2),
    **dict.fromkeys(["^", "_", "\\sqrt", "\\substack", "\\boxed", "\\cancel", "begin"], 1),
    **dict.fromkeys(["\\underbrace", "\\overbrace"], 1),
    **dict.fromkeys(["\\overset", "\\underset", "\\stackrel", "\\binom"], 2),
}
_NAMES = frozenset(["letter", "word", "text", "\\ell"]) | GREEK
_PLAIN = (
    _NAMES | {"number"} | ACCENTS | LETTER_STYLES | {"^", "_", "'", "\\prime", "(", ")", "[", "]"}
)
_SCRIPTS = frozenset(["^", "_", "'"])
_LONGEST = 60


def without_idle_braces(tokens: list[Token]) -> list[Token]:
    """The tokens without the braces that only group one factor."""
    if "{" not in keys_of(tokens):
        return tokens
    idle: set[int] = set()
    # For each open brace: where it is, whether it groups, and the arguments awaited after it.
    open_braces: list[tuple[int, bool, int]] = []
    awaited, option_end = 0, 0
    for position, token in enumerate(tokens):
        key = token.key
        if key == "{":
            open_braces.append((position, awaited == 0, max(awaited - 1, 0)))
            awaited = 0
        elif key == "}":
            if open_braces:
                start, groups, awaited = open_braces.pop()
                if groups and _is_idle(tokens, start, position):
                    idle.update((start, position))
        elif position < option_end:
            continue
        elif key == "[" and position and tokens[position - 1].key == "\\sqrt":
            option_end = _option_end(tokens, position)
        else:
            awaited = max(awaited - 1, 0) + ARGUMENTS.get(key, 0)
    if not idle:
        return tokens
    return [token for position, token in enumerate(tokens) if position not in idle]


def _option_end(tokens: list[Token], start: int) -> int:
    """Past the `]` of `\\sqrt[3]`."""
    for position in range(start, min(start + _LONGEST, len(tokens))):
        if tokens[position].key == "]":
            return position + 1
    return start


def _is_idle(tokens: list[Token], start: int, end: int) -> bool:
    following = tokens[end + 1].key if end + 1 < len(tokens) else ""
    if end - start == 1:  # `={}& x`, but not `{}_2 F_1`
        return following not in _SCRIPTS
    if not end - start <= _LONGEST or (start and tokens[start - 1].key == "}"):
        return False
    if _opens_exponent(tokens, start):
        return False
    inner = tokens[start + 1 : end]
    if len(inner) == 1 and inner[0].key in _NAMES:
        return True
    if inner[0].key == "(" and _closes_at_end(inner):
        return True
    if len(inner) == 2 and inner[0].text == "d" and inner[1].key in _NAMES:
        return True
    return following not in _SCRIPTS and _is_factor(inner)


def _opens_exponent(tokens: list[Token], position: int) -> bool:
    """Whether the brace is the first in an exponent, where a bracket would mean an index."""
    nested = position
    while nested and tokens[nested - 1].key == "{":
        nested -= 1
    return nested < position and nested > 0 and tokens[nested - 1].key == "^"


def _closes_at_end(tokens: list[Token]) -> bool:
    """Whether the bracket that opens the tokens is closed by the last of them."""
    level = 0
    for position, token in enumerate(tokens):
        level += (token.key == "(") - (token.key == ")")
        if level == 0:
            return position == len(tokens) - 1
    return False


def _is_factor(tokens: list[Token]) -> bool:
    level = 0
    for token in tokens:
        if token.key in ("{", "("):
            level += 1
        elif token.key in ("}", ")"):
            level -= 1
        elif level == 0 and token.key not in _PLAIN:
            return False
    return level == 0
