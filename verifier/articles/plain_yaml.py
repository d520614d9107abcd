"""Front matter that needs no YAML: lines such as `title: Attention` and `goals: [dL/dw, dL/db]`.

Most articles have no more than that, and PyYAML takes longer to import than an article to read. A
block is plain when every line is a key of letters at the margin with a text, or a list in brackets,
in characters that mean nothing to YAML. Anything else is left to PyYAML; `tests/articles` compares
the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.lazy_patterns import lazy_pattern
from verifier.records import dataclass

_WORDS = r"[A-Za-z0-9](?:[A-Za-z0-9_./()+='-]|[ ](?=[A-Za-z0-9(]))*+"
_LINE = lazy_pattern(
    rf"(?P<key>[A-Za-z]++):[ ]++(?:(?P<text>{_WORDS}(?:,[ ]{_WORDS})*+)"
    rf"|(?P<list>\[{_WORDS}(?:,[ ]?{_WORDS})*+\]))[ ]*+(?:\n|\Z)"
)
_ITEM = lazy_pattern(_WORDS)


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
    while position < len(block):
        line = _LINE.match(block, position)
        if line is None:
            return None
        pairs.append((_scalar(line, "key"), _value(line)))
        position = line.end()
    if not pairs:
        return None
    # A mapping ends where the next token begins, which is behind the last line.
    return PlainNode("mapping", pairs, Mark(0), Mark(len(block)))


def _value(line: re.Match[str]) -> PlainNode:
    if line["text"] is not None:
        return _scalar(line, "text")
    start, end = line.span("list")
    items = list(_items(line, start + 1, end - 1))
    return PlainNode("sequence", items, Mark(start), Mark(end))


def _items(line: re.Match[str], start: int, end: int) -> Iterator[PlainNode]:
    for item in _ITEM.finditer(line.string, start, end):
        yield PlainNode("scalar", item.group(), Mark(item.start()), Mark(item.end()))


def _scalar(line: re.Match[str], name: str) -> PlainNode:
    return PlainNode("scalar", line[name], Mark(line.start(name)), Mark(line.end(name)))
