"""What the layers of the reader call in each other; each layer is one module.

The layers, from below: `scripts` (indices and exponents), `atoms` (brackets, fractions, roots,
names), `functions` (calls, big operators), `derivatives`, `expressions` (sums and products by
operator precedence, after V. R. Pratt, Top down operator precedence, 1973), `statements`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from verifier.notation.cursor import Cursor
from verifier.notation.tokens import Token
from verifier.notation.tree import Node, Number, Symbol
from verifier.values import Span


class Grammar(Cursor, ABC):
    """The methods that a lower layer needs from a higher one."""

    @abstractmethod
    def expression(self) -> Node:
        """A sum of terms."""

    @abstractmethod
    def term(self) -> Node:
        """A product of factors, or one with signs before it."""

    @abstractmethod
    def factor(self) -> Node:
        """An atom with its scripts, or a function with its argument."""

    @abstractmethod
    def atom(self) -> Node:
        """One unit without its scripts."""

    @abstractmethod
    def starts_factor(self) -> bool:
        """Whether a factor can begin at the current token, right after another factor."""

    @abstractmethod
    def starts_operand(self) -> bool:
        """Whether a factor can begin at the current token, where one is expected."""

    @abstractmethod
    def listing(self) -> Node:
        """The content of brackets: expressions with relations, commas and bars between them."""

    @abstractmethod
    def derivative(self, start: int) -> Node | None:
        """A derivative after `\\frac`, or None when it is a plain fraction."""

    @abstractmethod
    def signed_factor(self) -> Node:
        """A factor, which may carry a sign after an explicit operator."""

    @abstractmethod
    def quotient(self, numerator: Node, denominator: Node, start: int) -> Node:
        """What `numerator / denominator` is."""


def symbol_or_number(token: Token) -> Node:
    """The name or the numeral that a token stands for."""
    if token.key == "number":
        return Number(token.text, span=Span(token.start, token.end))
    return symbol_of(token)


def symbol_of(token: Token) -> Symbol:
    """The symbol that a name token stands for."""
    name = token.text.strip() if token.key == "text" else token.text
    return Symbol(name, token.style, span=Span(token.start, token.end))
