"""Writing a notation tree as text, for who may have nothing to write.

The writer is imported when something is written; a check that finds nothing writes no formula.
"""

from __future__ import annotations

from verifier.hints import TYPE_CHECKING
from verifier.notation.tree import Node
from verifier.notation.vocabulary import DEFAULT, Vocabulary

if TYPE_CHECKING:
    from verifier.notation.blocks import Block


def write_text(node: Node, vocabulary: Vocabulary = DEFAULT) -> Block:
    """The formula over as many lines as it needs. Raises `UnknownNode`."""
    from verifier.notation.text_writer import block_of

    return block_of(node, vocabulary)


def write_line(node: Node, vocabulary: Vocabulary = DEFAULT) -> str:
    """The formula in one line, with the brackets that a line needs. Raises `UnknownNode`."""
    from verifier.notation.text_writer import line_of

    return line_of(node, vocabulary)
