"""Front matter that needs no YAML: lines such as `title: Attention` and `goals: [dL/dw, dL/db]`.

Most articles have no more than that, and PyYAML takes longer to import than an article to read. A
block is plain when every line is a key of letters at the margin with a text, or a list in brackets,
in characters that mean nothing to YAML. Anything else is left to PyYAML; `tests/articles` compares
the two.
"""

from __future__ import annotations

from string import ascii_letters, digits

from verifier.records import dataclass

_BEGINNING = frozenset(ascii_letters + digits)
_INSIDE = _BEGINNING | frozenset("_./()+='-")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a node begins or ends in the block."""

    index: int


@dataclass(frozen=True, slots=True)
class PlainNode:
    """A node as PyYAML composes it; `id` is `scalar`, `sequence` or `mapping`."""

    id: str
    value: object
    start_mark: Mark
    end_mark: Mark


def plain_yaml(block: str) -> PlainNode | None:
    """The mapping that a plain block is; None for any other block."""
    pairs: list[tuple[PlainNode, PlainNode]] = []
    position = 0
    for line in block.split("\n") if block else ():
        if line or position < len(block):
            pair = _pair(line.rstrip(" "), position)
            if pair is None:
                return None
            pairs.append(pair)
        position += len(line) + 1
    if not pairs:
        return None
    # A mapping ends where the next token begins, which is behind the last line.
    return PlainNode("mapping", pairs, Mark(0), Mark(len(block)))


def _pair(line: str, position: int) -> tuple[PlainNode, PlainNode] | None:
    """`title: Attention` or `goals: [dL/dw, dL/db]`; spaces may stand before the value."""
    key, _, rest = line.partition(": ")
    text = rest.lstrip(" ")
    start = position + len(line) - len(text)
    if not (key.isascii() and key.isalpha() and text):
        return None
    if text[0] != "[":
        value = _scalar(text, start) if all(map(_is_plain, text.split(", "))) else None
    else:
        value = _sequence(text, start)
    return None if value is None else (_scalar(key, position), value)


def _is_plain(text: str) -> bool:
    """Whether words with one space between them mean nothing else to YAML."""
    words = text.split(" ")
    starts = all(word and (word[0] in _BEGINNING or word[0] == "(") for word in words)
    return starts and text[0] != "(" and all(map(_INSIDE.issuperset, words))


def _sequence(text: str, start: int) -> PlainNode | None:
    items: list[PlainNode] = []
    position = start + 1
    for item in text[1:-1].split(","):
        word = item.removeprefix(" ") if items else item
        if not _is_plain(word):
            return None
        items.append(_scalar(word, position + len(item) - len(word)))
        position += len(item) + 1
    return PlainNode("sequence", items, Mark(start), Mark(position)) if text[-1] == "]" else None


def _scalar(text: str, start: int) -> PlainNode:
    return PlainNode("scalar", text, Mark(start), Mark(start + len(text)))
