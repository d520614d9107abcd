"""What a step says beside its formula: words with formulas in them, printed in any format."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.notation.tree import Node
from verifier.notation.vocabulary import Vocabulary
from verifier.notation.write_text import write_line

Remark = tuple[str | Node, ...]
"""Words and formulas in turn: `("common denominator ", a (1 - a))`."""


def text_of(remark: Remark, vocabulary: Vocabulary) -> str:
    """The remark as one line of plain text."""
    return "".join(
        part if isinstance(part, str) else write_line(part, vocabulary) for part in remark
    )


def listed(remarks: Iterable[Remark], separator: str) -> Remark:
    """Remarks one after the other with a separator between them."""
    found: list[str | Node] = []
    for remark in remarks:
        if found:
            found.append(separator)
        found.extend(remark)
    return tuple(found)
