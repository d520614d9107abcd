"""Text and formulas for Typst, in which nothing that anybody wrote is a command.

Text is a string literal, so that no character of it can mean more than itself; a formula is the
pair of its alternative text and its equation, from which the template makes what it needs.
"""

from __future__ import annotations

import re
import unicodedata

from verifier.notation.tree import Node
from verifier.notation.vocabulary import Vocabulary
from verifier.notation.write_text import write_line
from verifier.notation.write_typst import typst_string, write_typst

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_MINUS = re.compile(r"(?<![\w-])-(?=[0-9])")
_UNPRINTABLE = frozenset(("Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp"))


def typst_formula(node: Node, vocabulary: Vocabulary) -> str:
    """The formula as `(alternative text, equation)`."""
    return f"({_alternative(node, vocabulary)}, ${write_typst(node, vocabulary)}$)"


def typst_term(node: Node, vocabulary: Vocabulary) -> str:
    """A term with the space round its sign that it has in the middle of a sum."""
    return f'({_alternative(node, vocabulary)}, $"" {write_typst(node, vocabulary)}$)'


def _alternative(node: Node, vocabulary: Vocabulary) -> str:
    return typst_string(write_line(node, vocabulary))


def in_typst(formula: str) -> str:
    """A formula in a line of words."""
    return f"#inline({formula});"


def typst_text(text: str) -> str:
    """The text as Typst's markup shows it in a line; no character of it is a command."""
    composed = unicodedata.normalize("NFC", _SPACE.sub(" ", text))
    shown = "".join(c for c in composed if unicodedata.category(c) not in _UNPRINTABLE)
    return f"#{typst_string(_MINUS.sub('−', shown))};" if shown else ""
