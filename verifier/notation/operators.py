"""Big operators with their limits, and what is written over or under a formula."""

from __future__ import annotations

from verifier.notation.atoms import Atoms
from verifier.notation.brackets import SCRIPTED, UNWRAPPED
from verifier.notation.grammar import symbol_of
from verifier.notation.tree import (
    BigOperator,
    Group,
    Node,
    Subscript,
)
from verifier.notation.vocabulary import BIG_OPERATORS, PREFIX_FUNCTIONS, SIGNS


class Operators(Atoms):
    """Reads sums over an index, limits, and braces with a note."""

    def under(self) -> Node:
        """`\\underset{x}{\\min}`: a limit under an operator; any other ornament is dropped."""
        command = self.take()
        below = self.script("index")
        braced = self.key == "{" and self.ahead(2).key == "}"
        operator = self.ahead() if braced else self.token
        is_function = operator.key in PREFIX_FUNCTIONS
        if command.key != "\\underset" or not (is_function or operator.key in BIG_OPERATORS):
            return self.braced_unit()
        if braced:
            self.take()
        if not is_function:
            return self.big_operator(below, command.start, braced)
        symbol = symbol_of(self.take())
        if braced:
            self.take()
        return Subscript(symbol, below, span=self.span(command.start))

    def brace_over(self) -> Node:
        """`\\underbrace{a + b}_{note}` is what stands in the braces."""
        self.take()
        body = self.braced_unit()
        while self.key in ("_", "^"):
            self.take()
            if self.key == "{":
                self.move_to(max(self.closing(self.index), self.index))
            self.take()
        return body

    def braced_unit(self) -> Node:
        if self.key != "{":
            return self.script()
        start = self.start
        body = self.braced_script()
        if isinstance(body, UNWRAPPED + SCRIPTED):
            return body
        return Group("{", body, "}", span=self.span(start))

    def big_operator(
        self, lower: Node | None = None, start: int = -1, braced: bool = False
    ) -> Node:
        command = self.take()
        start = start if start >= 0 else command.start
        if braced:
            self.take()
        upper: Node | None = None
        while self.key in ("_", "^"):
            if self.take().key == "_":
                if lower is not None:
                    raise self.fail("one lower limit")
                lower = self.script("index")
            else:
                if upper is not None:
                    raise self.fail("one upper limit")
                upper = self.script()
        body: Node = self.hole()
        if self.key in SIGNS or (self.starts_operand() and not self.closes_bar()):
            body = self.term()
        return BigOperator(command.key, lower, upper, body, span=self.span(start))
