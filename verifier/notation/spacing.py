"""Where two pieces of LaTeX need a space between them."""

from __future__ import annotations

from verifier.lazy_patterns import lazy_pattern

_COMMAND_END = lazy_pattern(r"\\[A-Za-z]+$")
_LETTERS_BEFORE = lazy_pattern(r"[A-Za-z.]*$")
_LETTERS_AFTER = lazy_pattern(r"[A-Za-z.]{0,20}")
LONGEST_NAME = 20


def joined(left: str, right: str, words: frozenset[str] = frozenset()) -> str:
    """Two pieces side by side, with a space where they would otherwise run together."""
    return left + air(left[-LONGEST_NAME:], right, words) + right


def air(left: str, right: str, words: frozenset[str]) -> str:
    """The space that two pieces need between them, or the empty string."""
    if not left or not right:
        return ""
    command = _COMMAND_END.search(left)
    if right[0].isalnum() and (command or (right[0].isdigit() and left[-1].isalnum())):
        return " "
    if command or not (left[-1].isalpha() and right[0].isalpha()):
        return ""
    before, after = _LETTERS_BEFORE.search(left), _LETTERS_AFTER.match(right)
    assert before is not None and after is not None, "both patterns match the empty string"
    run = before.group()
    together = len(run.rpartition(".")[2]) + len(after.group().partition(".")[0])
    apart = left[-1] == "d" or run in words or together > 3
    apart = apart or _makes_word(run, after.group(), words)
    return " " if apart else ""


def _makes_word(before: str, after: str, words: frozenset[str]) -> bool:
    """Whether a word lies across the seam of two runs of letters."""
    together, seam = before + after, len(before)
    return any(
        together[place : place + length] in words
        for place in range(seam)
        for length in range(seam - place + 1, min(len(together) - place, LONGEST_NAME) + 1)
    )
