"""Systems of equations and cases that are written with arrays and one-sided braces.

After a relation, `\\left\\{ \\begin{array}{ll} … \\end{array} \\right.` is `cases`; at the start
of a row it is a system: its rows are statements of their own, and the brace says nothing.
"""

from __future__ import annotations

from verifier.notation.tokens import Token, keys_of
from verifier.notation.vocabulary import RELATIONS

_TABLES = frozenset(["array", "aligned", "split", "gathered", "alignedat"])
_STARTS = frozenset(["", "\\\\", "&", "gap", "begin", ",", ";", "\\Rightarrow", "\\implies"])


def with_systems(tokens: list[Token]) -> list[Token]:
    """The tokens with such tables as `cases` or `aligned`, and without their braces."""
    if "begin" not in keys_of(tokens):
        return tokens
    partners = _partners(tokens)
    changed: dict[int, str] = {}
    dropped: set[int] = set()
    for start, end in partners.items():
        token = tokens[start]
        if token.key != "begin" or token.text not in _TABLES:
            continue
        outer = _brace_around(tokens, partners, start, end)
        before = tokens[outer[0] - 1].key if outer[0] else ""
        if outer != (start, end) and before in RELATIONS:
            name = "cases"
        elif before in _STARTS and _has_relation(tokens, partners, start, end):
            name = "aligned"
        else:
            continue
        changed[start] = changed[end] = name
        dropped.update({*outer} - {start, end})
        if token.text == "array" and tokens[start + 1].key == "{":
            dropped.update(range(start + 1, partners.get(start + 1, start) + 1))
    return [
        token._replace(text=changed[position]) if position in changed else token
        for position, token in enumerate(tokens)
        if position not in dropped
    ]


def _partners(tokens: list[Token]) -> dict[int, int]:
    """The ends of the environments, sized brackets and braces, by their starts."""
    closing = {"end": "begin", "right": "left", "}": "{"}
    partners: dict[int, int] = {}
    waiting: list[int] = []
    for position, token in enumerate(tokens):
        if token.key in ("begin", "left", "{"):
            waiting.append(position)
        elif token.key in closing:
            while waiting and tokens[waiting[-1]].key != closing[token.key]:
                waiting.pop()
            if waiting:
                partners[waiting.pop()] = position
    return partners


def _brace_around(
    tokens: list[Token], partners: dict[int, int], start: int, end: int
) -> tuple[int, int]:
    """The places of `\\left\\{` and `\\right.` right round the table, or those of the table."""
    if not start or end + 1 >= len(tokens):
        return start, end
    left, right = tokens[start - 1], tokens[end + 1]
    paired = left.key == "left" and partners.get(start - 1) == end + 1
    one_sided = (left.text, right.text) in (("\\{", "."), (".", "\\}"))
    return (start - 1, end + 1) if paired and one_sided else (start, end)


def _has_relation(tokens: list[Token], partners: dict[int, int], start: int, end: int) -> bool:
    position = start + 1
    while position < end:
        if tokens[position].key in RELATIONS:
            return True
        position = partners.get(position, position) + 1
    return False
