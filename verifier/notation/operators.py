"""Big operators with their limits, and what is written over or under a formula."""

from __future__ import annotations

from verifier.notation.atoms import Atoms
from verifier.notation.brackets import SCRIPTED, UNWRAPPED
from verifier.notation.grammar import symbol_of
from verifier.notation.names import is_name
from verifier.notation.tokens import Token
from verifier.notation.tree import (
    Accent,
    BigOperator,
    Chain,
    Group,
    Hole,
    Node,
    Power,
    Subscript,
    Superscript,
    Symbol,
    rebuild,
)
from verifier.notation.vocabulary import BIG_OPERATORS, PREFIX_FUNCTIONS, SIGNS, TEXT_STYLES
from verifier.records import replace

_MARKS_OVER = {
    "\\sim": "\\tilde",
    "\\wedge": "\\hat",
    "\\land": "\\hat",
    "-": "\\bar",
    "\\cdot": "\\dot",
    ".": "\\dot",
    "\\to": "\\vec",
    "\\rightarrow": "\\vec",
}


class Operators(Atoms):
    """Reads sums over an index, limits, and braces with a note."""

    def under(self) -> Node:
        """`\\underset{x}{\\min}`: a limit under an operator, or under an expectation.

        A mark over a name makes another name; what is set under any other formula is a remark.
        """
        command = self.take()
        note = self.tokens[self.index + (self.key == "{")]
        below = self.note()
        braced = self.key == "{" and self.ahead(2).key == "}"
        operator = self.ahead() if braced else self.token
        is_function = operator.key in PREFIX_FUNCTIONS
        if command.key != "\\underset" or not (is_function or operator.key in BIG_OPERATORS):
            return self.noted(command, note, below)
        if braced:
            self.take()
        if not is_function:
            return self.big_operator(below, command.start, braced)
        symbol = symbol_of(self.take())
        if braced:
            self.take()
        return Subscript(symbol, below, span=self.span(command.start))

    def note(self) -> Node:
        """What stands over or under; an operator alone, as in `\\overset{\\sim}{x}`, is a sign."""
        alone = self.key == "{" and self.ahead(2).key == "}"
        if not alone or self.ahead().key not in _MARKS_OVER:
            return self.script("index")
        self.take()
        token = self.take()
        self.take()
        return symbol_of(token)

    def noted(self, command: Token, mark: Token, below: Node) -> Node:
        """A formula with something over or under it that is no operator."""
        body = self.braced_unit()
        span = self.span(command.start)
        if command.key == "\\underset":
            expects = isinstance(body, Symbol) and (body.name == "E" or body.style in TEXT_STYLES)
            return Subscript(body, below, span=span) if expects else body
        if not isinstance(below, (Symbol, Hole)) or not is_name(body) or mark.key == "text":
            return body
        if mark.key not in _MARKS_OVER:
            raise self.fail("an accent such as \\tilde or \\hat", mark)
        return Accent(_MARKS_OVER[mark.key], body, span=span)

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
        node = BigOperator(command.key, lower, upper, body, span=self.span(start))
        self.offer_indices(node)
        return node

    def offer_indices(self, node: BigOperator) -> None:
        """In `\\sum_i r^i_t` the bound letter may be an index and no exponent."""
        lower = node.lower.sides[0] if isinstance(node.lower, Chain) else node.lower
        if isinstance(lower, Symbol):
            body = _with_upper_index(node.body, lower)
            if body is not node.body:
                self.offer("upper-index", node, replace(node, body=body))


def _with_upper_index(node: Node, letter: Symbol) -> Node:
    """The formula with `r_t^{(i)}` for `r_t^i`."""
    if isinstance(node, Power) and node.exponent == letter and isinstance(node.base, Subscript):
        return Superscript(node.base, node.exponent, "(", span=node.span)
    return rebuild(node, lambda part: _with_upper_index(part, letter))
