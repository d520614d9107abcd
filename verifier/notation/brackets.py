"""Brackets and bars, and the lists of relations that they hold."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.notation.grammar import symbol_of
from verifier.notation.names import is_call
from verifier.notation.scripts import Scripts
from verifier.notation.tokens import Token
from verifier.notation.tree import (
    Accent,
    Cases,
    Chain,
    Fraction,
    Group,
    Matrix,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Root,
    Subscript,
    Superscript,
    Symbol,
    Tuple,
)
from verifier.notation.vocabulary import (
    BARS,
    BRACKETS,
    CONNECTIVES,
    DOTS,
    MULTIPLICATIONS,
    RELATIONS,
    SEPARATORS,
    SIGNS,
)

_ENDS = frozenset([")", "]", "}", "\\}", "right", ",", "stop", "\\rangle", "&", "\\\\", "row", ";"])
_OPERATORS = SIGNS | MULTIPLICATIONS
_BARS = frozenset(("|", "\\mid", "\\vert"))
SCRIPTED = (Subscript, Superscript, Power, Prime)
UNWRAPPED = (Symbol, Number, Group, Fraction, Root, Accent, Cases, Matrix)


class Brackets(Scripts):
    """Reads what stands between brackets."""

    def bracket(self) -> Node:
        """`(…)`, `[…]`, `\\left(…\\right]`: a group; half-open intervals may mix the brackets."""
        self.enter()
        opening = self.take()
        saved, self.bars = self.bars, []
        body = self.listing()
        self.bars = saved
        self.depth -= 1
        left = opening.text
        right = self.close(opening, left)
        interval = isinstance(body, Tuple) and len(body.items) == 2
        if not interval and left != "." and right not in (BRACKETS.get(left, left), "."):
            raise self.fail(f"a bracket that closes `{left}`", opening)
        return Group(left, body, right, opening.key == "left", span=self.span(opening.start))

    def close(self, opening: Token, left: str) -> str:
        sized = opening.key == "left"
        if sized:
            if self.key != "right":
                raise self.unclosed(opening)
            return self.take().text
        mixed = {"(": "]", "[": ")"}.get(left)
        if self.key != BRACKETS[left] and self.key != mixed:
            raise self.unclosed(opening)
        right = self.take().key
        return {"\\rvert": "|", "\\rVert": "\\|"}.get(right, right)

    def unclosed(self, opening: Token) -> Exception:
        if self.key in _ENDS:
            return self.fail(f"a bracket that closes `{opening.text}`", opening)
        return self.fail(f"an operator or a bracket that closes `{opening.text}`")

    def left(self) -> Node:
        if self.token.text in ("|", "\\|"):
            return self.sized_bars()
        return self.bracket()

    def sized_bars(self) -> Node:
        self.enter()
        opening = self.take()
        saved, self.bars = self.bars, []
        body = self.listing()
        self.bars = saved
        self.depth -= 1
        if self.key != "right":
            raise self.unclosed(opening)
        right = self.take().text
        return Group(opening.text, body, right, True, span=self.span(opening.start))

    def bar(self) -> Node:
        self.enter()
        opening = self.take()
        double = opening.key == "|" and self.key == "|" and not self.token.spaced
        if double:
            self.take()
        self.bars.append(opening.key)
        body = self.expression()
        self.bars.pop()
        self.depth -= 1
        closing = {"\\lvert": "\\rvert", "\\lVert": "\\rVert"}.get(opening.key, opening.key)
        if self.key != closing or (double and self.ahead().key != "|"):
            raise self.fail(f"a bar that closes `{opening.text}`", opening)
        self.take()
        if double:
            self.take()
        side = "\\|" if double else BARS[opening.key]
        return Group(side, body, side, span=self.span(opening.start))

    def braces(self) -> Node:
        """`{…}`: no brackets on paper; kept as a group where leaving them out changes the tree."""
        self.enter()
        opening = self.take()
        saved, self.bars = self.bars, []
        body = self.listing()
        self.bars = saved
        self.depth -= 1
        self.close_brace(opening)
        if isinstance(body, Symbol) and body.name in _OPERATORS:
            raise self.fail("an expression", opening)
        if isinstance(body, UNWRAPPED) or is_call(body):
            return body
        if isinstance(body, SCRIPTED) and self.key not in ("^", "_", "'"):
            return body
        return Group("{", body, "}", span=self.span(opening.start))

    # Content of brackets

    def listing(self) -> Node:
        start = self.start
        sides = [self.items()]
        operators = []
        while self.key in SEPARATORS and not self.closes_bar():
            operators.append(self.separator())
            sides.append(self.items())
        if not operators:
            return sides[0]
        return Chain(tuple(sides), tuple(operators), span=self.span(start))

    def separator(self) -> str:
        """`||` is one double bar."""
        token = self.take()
        if token.key == "|" and self.key == "|":
            self.take()
            return "\\|"
        return token.key

    def closes_bar(self) -> bool:
        return bool(self.bars) and self.key == self.bars[-1]

    def items(self) -> Node:
        start = self.start
        self.skip_remarks()
        items = [self.relation()]
        while self.key == "," or self.remark_next():
            self.take()
            self.skip_remarks()
            if self.key in _ENDS:
                break
            items.append(self.relation())
        if len(items) == 1:
            return items[0]
        return Tuple(tuple(with_commas_at_dots(items)), span=self.span(start))

    def remark_next(self) -> bool:
        """Whether words stand here that are no name: `\\text{ for } i = 1`."""
        text = self.token.text
        return self.key == "text" and (" " in text or text in CONNECTIVES)

    def skip_remarks(self) -> None:
        while self.remark_next():
            self.take()

    def relation(self) -> Node:
        start = self.start
        sides = [self.side()]
        operators = []
        while self.key in RELATIONS:
            operators.append(self.take().key)
            sides.append(self.side())
        if not operators:
            return sides[0]
        return Chain(tuple(sides), tuple(operators), span=self.span(start))

    def side(self) -> Node:
        """One side of a relation; an operator alone, as in `f(\\cdot)`, is a symbol.

        So is the dot in `p(\\cdot | s)`.
        """
        if self.key in RELATIONS:
            return self.hole()
        after = self.ahead().key if self.key in _OPERATORS else ""
        if after in _ENDS or (after in _BARS and self.key == "\\cdot"):
            return symbol_of(self.take())
        return self.expression()


def with_commas_at_dots(items: list[Node]) -> Iterator[Node]:
    """The items of a list, with `\\ldots n` as two of them: its comma is often left out."""
    for item in items:
        first = item.factors[0] if isinstance(item, Product) else item
        dots = isinstance(first, Symbol) and first.name in DOTS
        if isinstance(item, Product) and dots and len(item.factors) == 2 and not item.operators[0]:
            yield from item.factors
        else:
            yield item
