"""One name in two spellings: `\\hat{y_k}` is `\\hat{y}_k`, and `\\mathbf{x_i}` is `\\mathbf{x}_i`.

The accent belongs to the family, the index to its entry. `\\hat{x^2}` is left as it is: that is no
square of `\\hat{x}`.
"""

from __future__ import annotations

from verifier.lazy_patterns import lazy_pattern
from verifier.notation.tree import Accent, Node, Subscript, Superscript, Symbol, rebuild
from verifier.notation.vocabulary import ACCENTS, LETTER_STYLES
from verifier.records import replace

_COMMANDS = "|".join(sorted(command[1:] for command in ACCENTS | LETTER_STYLES))
MAY_HOLD_AN_INDEX = lazy_pattern(rf"\\(?:{_COMMANDS})\s*\{{[^{{}}]*[_^]")
"""Where an accent may stand over an index; looking through every tree for one takes longer."""


def with_accents_inside(node: Node) -> Node:
    """The formula with every accent over a name with indices over the name alone."""
    node = rebuild(node, with_accents_inside)
    if isinstance(node, Accent) and isinstance(node.body, Subscript | Superscript):
        inner = node.body
        base = with_accents_inside(Accent(node.command, inner.base, span=node.span))
        return replace(inner, base=base, span=node.span)
    if isinstance(node, Accent) and node.command in LETTER_STYLES:
        body = node.body
        if isinstance(body, Symbol) and not body.style:
            return Symbol(body.name, node.command, span=node.span)
    return node
