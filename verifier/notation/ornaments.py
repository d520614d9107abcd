"""Takes out what is set above, below or round a formula and does not change what it says.

`\\stackrel{(a)}{=}` is the relation `=`, `\\overset{\\text{def}}{=}` is `:=`, and `\\boxed{a = b}`
is the statement in the box.
"""

from __future__ import annotations

from verifier.notation.tokens import Token, keys_of
from verifier.notation.vocabulary import RELATIONS

_OVER = frozenset(["\\stackrel", "\\overset", "\\underset", "\\overbrace", "\\xrightarrow"])
_BOXES = frozenset(["\\boxed", "\\fbox", "\\cancel", "\\bcancel", "\\xcancel"])
_ORNAMENTS = _OVER | _BOXES
_DEFINES = ("def", "\\triangle", "\\Delta", "∆", "△")


def without_ornaments(tokens: list[Token]) -> list[Token]:
    """The tokens with plain relations and without boxes."""
    if keys_of(tokens).isdisjoint(_ORNAMENTS):
        return tokens
    output: list[Token] = []
    dropped: set[int] = set()
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.key in _OVER:
            relation, after = _relation(tokens, position)
            if relation is not None:
                output.append(relation)
                position = after
                continue
        if token.key in _BOXES and _key(tokens, position + 1) == "{":
            dropped.update((position + 1, _close(tokens, position + 1)))
        elif position not in dropped:
            output.append(token)
        position += 1
    return output


def _key(tokens: list[Token], position: int) -> str:
    return tokens[position].key if position < len(tokens) else ""


def _close(tokens: list[Token], position: int) -> int:
    """The position of the brace that closes the one here, or of the end."""
    level = 0
    while position < len(tokens):
        key = tokens[position].key
        level += (key == "{") - (key == "}")
        if level == 0:
            return position
        position += 1
    return position


def _relation(tokens: list[Token], position: int) -> tuple[Token | None, int]:
    """The relation under or over an annotation, and where it ends."""
    note_end = _close(tokens, position + 1)
    start = note_end + 1
    braced = _key(tokens, start) == "{"
    place = start + braced
    if _key(tokens, place) not in RELATIONS or (braced and _key(tokens, place + 1) != "}"):
        return None, position
    note = "".join(token.text for token in tokens[position + 1 : note_end])
    relation = tokens[place]
    name = relation.key
    if name == "=" and any(mark in note for mark in _DEFINES):
        name = ":="
    last = tokens[place + braced]
    whole = Token(name, name, tokens[position].start, last.end, tokens[position].spaced)
    return whole, place + braced + 1
