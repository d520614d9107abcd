"""Fractions as TeX itself writes them, braces round a whole formula, bars that open only.

`{a \\over b}` is `\\frac{a}{b}`, with everything in the braces on one side or the other, and
`{n \\choose k}` is `\\binom{n}{k}`. The braces of `{\\displaystyle a = b}`, which encyclopedias put
round every formula, hold nothing together. In `\\lVert x \\lVert` the second bar closes: on paper
both look alike.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.notation.tokens import Token, keys_of

INFIX: Mapping[str, str] = {"\\over": "\\frac", "\\choose": "\\binom"}
_BEHIND = frozenset((",", ".", ";", "row", "gap"))


def with_plain_fractions(tokens: list[Token]) -> list[Token]:
    """The tokens with `\\frac` for `\\over`, without braces round all, with bars that close."""
    tokens = _with_closed_bars(_without_outer_braces(tokens))
    if keys_of(tokens).isdisjoint(INFIX):
        return tokens
    before: dict[int, list[Token]] = {}
    instead: dict[int, list[Token]] = {}
    open_groups = [0]
    pending: list[Token | None] = [None]
    for position, token in enumerate(tokens):
        if token.key == "{":
            open_groups.append(position + 1)
            pending.append(None)
        elif token.key == "}" and len(open_groups) > 1:
            open_groups.pop()
            if pending.pop() is not None:
                before.setdefault(position, []).append(_brace("}", token.start))
        elif token.key in INFIX and pending[-1] is None:
            pending[-1] = token
            start = tokens[open_groups[-1]].start
            command = token._replace(key=INFIX[token.key], start=start, end=start)
            before.setdefault(open_groups[-1], []).extend((command, _brace("{", start)))
            instead[position] = [_brace("}", token.start), _brace("{", token.end)]
    found: list[Token] = []
    for position, token in enumerate(tokens):
        found += before.get(position, [])
        found += instead.get(position, [token])
    if pending[0] is not None:
        _close_at_end(found)
    return found


def _brace(text: str, place: int) -> Token:
    return Token(text, text, place, place)


def _close_at_end(tokens: list[Token]) -> None:
    """Closes a fraction that takes in the whole formula, before the end of the formula."""
    stop = len(tokens)
    while stop and tokens[stop - 1].key == "stop":
        stop -= 1
    place = tokens[stop - 1].end if stop else 0
    tokens.insert(stop, _brace("}", place))


def _with_closed_bars(tokens: list[Token]) -> list[Token]:
    """The tokens with every second bar closing, where all of them are written as opening."""
    keys = [token.key for token in tokens]
    for opening, closing in (("\\lVert", "\\rVert"), ("\\lvert", "\\rvert")):
        if opening in keys and closing not in keys:
            places = [place for place, key in enumerate(keys) if key == opening]
            tokens = list(tokens)
            for place in places[1::2]:
                tokens[place] = tokens[place]._replace(key=closing)
    return tokens


def _without_outer_braces(tokens: list[Token]) -> list[Token]:
    """The tokens without braces that hold all of them."""
    end = len(tokens)
    while end and (tokens[end - 1].key == "stop" or tokens[end - 1].key in _BEHIND):
        end -= 1
    start = 0
    while end - start > 2 and tokens[start].key == "{" and _closes(tokens, start) == end - 1:
        start, end = start + 1, end - 1
    return tokens if start == 0 else tokens[start:end] + tokens[end + start :]


def _closes(tokens: list[Token], start: int) -> int:
    """The position of the brace that closes the one at the start, or -1."""
    level = 0
    for position in range(start, len(tokens)):
        key = tokens[position].key
        level += (key == "{") - (key == "}")
        if level == 0:
            return position
    return -1
