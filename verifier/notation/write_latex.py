"""Writing a notation tree as LaTeX, for who may have nothing to write: see `latex_writer`."""

from __future__ import annotations

from functools import lru_cache

from verifier.notation.tree import Node
from verifier.notation.vocabulary import DEFAULT, Vocabulary


def write_latex(node: Node, vocabulary: Vocabulary = DEFAULT) -> str:
    """The formula as LaTeX. Raises `UnknownNode` for a kind of node it does not know."""
    if vocabulary is DEFAULT:
        return _written(node)
    from verifier.notation.latex_writer import latex_of

    return latex_of(node, vocabulary)


@lru_cache(maxsize=4096)
def _written(node: Node) -> str:
    """Remembered, for names are told apart by how they are written."""
    from verifier.notation.latex_writer import latex_of

    return latex_of(node, DEFAULT)
