"""Which part of a correction is new: marks that stand below it, as compilers set them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from verifier.terminal import display_width

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\S")
MOST_MARKED = 0.6
"""A correction of which more is new is better read as a whole."""


def marks_below(printed: str, corrected: str) -> str | None:
    """Tildes below what a corrected formula has and the printed one has not.

    None where nothing is new, as when something is only left out, or where nearly all of it is.
    """
    old = [token.group() for token in _TOKEN.finditer(printed)]
    new = list(_TOKEN.finditer(corrected))
    matcher = SequenceMatcher(None, old, [token.group() for token in new], autojunk=False)
    kept = {
        place
        for _, start, length in matcher.get_matching_blocks()
        for place in range(start, start + length)
    }
    row, end = "", 0
    for place, token in enumerate(new):
        mark = " " if place in kept else "~"
        row += " " * display_width(corrected[end : token.start()])
        row += mark * display_width(token.group())
        end = token.end()
    marked = row.count("~")
    if not marked or marked > MOST_MARKED * display_width(corrected):
        return None
    return row.rstrip()
