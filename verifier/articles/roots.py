"""Symbols of which an article says what the square is: `\\sigma_t^2 = \\beta_t (1 - a_t)`.

Where the symbol stands without its square as well (`spelling` has the other case), it is the
positive root: of a deviation, and of what is declared to be positive.
"""

from __future__ import annotations

from collections.abc import Iterable

from verifier.hints import TYPE_CHECKING
from verifier.kernel.domains import NONNEGATIVE, POSITIVE
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.names import entries_of, name_of
from verifier.notation.tree import Node, Number, Power, Root, Subscript

if TYPE_CHECKING:
    from verifier.articles.article import Line

_DEVIATIONS = frozenset(("\\sigma", "\\tau", "s"))
"""Letters of which authors say what their square, a variance, is."""


def root_of(head: Node, body: Node, context: Context) -> Definition | None:
    """The definition of a symbol that an equation about its square makes; None if it makes none."""
    name = squared(head)
    if name is None or name in context.definitions or not isinstance(head, Power):
        return None
    entry = entries_of(head.base)
    if entry is not None and context.knows(f"{entry[0]}[]"):
        return None
    deviation = isinstance(head.base, Subscript) and name_of(head.base.base) in _DEVIATIONS
    if not deviation and context.domains.get(name) not in (POSITIVE, NONNEGATIVE):
        return None
    if name in mentioned(body) or not any(mentioned(body)):
        return None
    return Definition(name, Root(body, span=body.span), head=head.base, span=head.span)


def square_said(line: Line, lines: Iterable[Line]) -> str | None:
    """A symbol in a line that nothing defines and of whose square a line before it speaks."""
    names = {name for side in (line.left, line.right) for name in mentioned(side)}
    names -= line.context.definitions.keys()
    for other in lines:
        name, body = squared(other.left), mentioned(other.right)
        if name in names and body and name not in body and other.span.start < line.span.start:
            return name
    return None


def squared(node: Node) -> str | None:
    """The name of the symbol whose square is written."""
    if isinstance(node, Power) and node.exponent == Number("2"):
        return name_of(node.base)
    return None
