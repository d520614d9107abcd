"""Whether a bracket after a name holds its argument."""

from __future__ import annotations

from verifier.notation.grammar import symbol_or_number
from verifier.notation.names import (
    FACTORIAL,
    bears_scripts,
    is_name,
    may_stand_apart,
    named_symbol,
    reads_as_call,
)
from verifier.notation.operators import Operators
from verifier.notation.tokens import Token
from verifier.notation.tree import Apply, Derivative, Group, Node, Power, Superscript

_ROUND = frozenset(["(", "["])


class Calls(Operators):
    """Reads `f(x)`, and tells it from a product by what is in the bracket."""

    @staticmethod
    def bracket_text(token: Token) -> str:
        """`(` or `[` when the token opens such a bracket, else the empty string."""
        text = token.text if token.key == "left" else token.key
        return text if text in _ROUND else ""

    def application(self, node: Node, start: int, operand: bool = False) -> Node:
        """The name with its argument; a bracket that is none is put back as the next factor.

        After an operator (`operand`) any name with a round bracket is a function.
        """
        symbol = named_symbol(node)
        if symbol is None and not isinstance(node, Derivative):
            return node
        known = symbol is not None and self.vocabulary.is_function(symbol)
        if known and not isinstance(node, Power) and self.layer_next():
            node = self.layer(node, start)
        if not self.bracket_text(self.token):
            return node
        end, apart = self.last_end, self.token.apart
        group = self.bracket()
        assert isinstance(group, Group)
        forced = operand and group.left == "(" and is_name(node)
        called = reads_as_call(node, group, self.vocabulary) or (
            forced and not (symbol is not None and self.vocabulary.is_scalar(symbol))
        )
        if called and not (apart and may_stand_apart(node, group)):
            self.evidence.called(node)
            return self.scripts(Apply(node, group, span=self.span(start)))
        self.put_back(self.finished(self.scripts(group)), end)
        return node

    def finished(self, node: Node) -> Node:
        """The node with what is written behind a factor: `!`, or `|_{x=0}`."""
        start = node.span.start
        depth = self.depth
        while self.key == "!" or (self.key == "|" and self.ahead().key == "_" and not self.bars):
            self.enter()
            if self.take().key == "!":
                if not bears_scripts(node):
                    node = Group("{", node, "}", span=node.span)
                node = self.scripts(Apply(FACTORIAL, node, span=self.span(start)))
            else:
                node = self.subscript(Group(".", node, "|", span=self.span(start)), start)
        self.depth = depth
        return node

    def put_back(self, node: Node, end: int) -> None:
        """Makes the node the next factor; `end` is where the text before it ends."""
        self.pending.append((node, end))

    def layer(self, node: Node, start: int) -> Node:
        self.take()
        index = symbol_or_number(self.take())
        self.take()
        return self.scripts(Superscript(node, index, "[", span=self.span(start)))

    def layer_next(self) -> bool:
        """`[1]` before a prime or an argument: `g[1]'(z)` is written for `g^{[1]\\prime}(z)`."""
        if self.key != "[" or self.ahead(2).key != "]":
            return False
        if self.ahead().key not in ("number", "letter"):
            return False
        after = self.ahead(3)
        raised = after.key == "^" and any(
            self.ahead(count).key in ("'", "\\prime") for count in (4, 5)
        )
        return raised or after.key == "'" or self.bracket_text(after) == "("
