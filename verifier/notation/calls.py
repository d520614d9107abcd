"""Whether a bracket after a name holds its argument."""

from __future__ import annotations

from verifier.notation.grammar import symbol_or_number
from verifier.notation.names import is_name, named_symbol, takes_argument
from verifier.notation.operators import Operators
from verifier.notation.tokens import Token
from verifier.notation.tree import Apply, Node, Superscript, Symbol
from verifier.notation.vocabulary import GREEK

_ROUND = frozenset(["(", "["])


class Calls(Operators):
    """Reads `f(x)`, and tells it from a product."""

    def application(self, node: Node, start: int, operand: bool) -> Node:
        """The name with its argument, if the bracket after it holds one."""
        symbol = named_symbol(node)
        if symbol is None or self.vocabulary.is_scalar(symbol):
            return node
        if self.vocabulary.is_function(symbol) and self.layer_next():
            self.take()
            index = symbol_or_number(self.take())
            self.take()
            node = self.scripts(Superscript(node, index, "[", span=self.span(start)))
        round_bracket = self.bracket_text(self.token) == "("
        if round_bracket and operand and is_name(node):
            argument = self.bracket()
            return self.scripts(Apply(node, argument, span=self.span(start)))
        if self.bracket_text(self.token) and self.calls(node, self.index):
            argument = self.bracket()
            return self.scripts(Apply(node, argument, span=self.span(start)))
        return node

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

    @staticmethod
    def bracket_text(token: Token) -> str:
        """`(` or `[` when the token opens such a bracket, else the empty string."""
        text = token.text if token.key == "left" else token.key
        return text if text in _ROUND else ""

    def calls(self, function: Node, index: int) -> bool:
        """Whether the bracket at `index` holds the argument of `function`, or is a factor."""
        return takes_argument(
            function,
            self.bracket_text(self.tokens[index]),
            self.vocabulary,
            lambda: self.holds_separator(index),
            lambda symbol: self.holds_alone(symbol, index),
        )

    def holds_alone(self, symbol: Symbol, index: int) -> bool:
        if symbol.style or (len(symbol.name.lstrip("\\")) > 1 and symbol.name not in GREEK):
            return False
        for position in range(index + 1, max(self.closing(index), index + 1)):
            token = self.tokens[position]
            if token.text == symbol.name and self.stands_alone(position + 1):
                return True
        return False

    def stands_alone(self, index: int) -> bool:
        token = self.tokens[index]
        if token.key == "^":
            return self.tokens[index + 1].key == "number"
        return not self.bracket_text(token) and token.key not in ("_", "'")

    def holds_separator(self, index: int) -> bool:
        level, bars, double = 0, 0, 0
        for position in range(index, max(self.closing(index), index)):
            key = self.tokens[position].key
            level += (key in "([{" or key == "left") - (key in ")]}" or key == "right")
            if level == 1 and key in (",", ";", "\\mid"):
                return True
            if level == 1 and key in ("|", "\\|"):
                double += key == "\\|" or self.tokens[position + 1].key == "|"
                bars += key == "|"
        return bars % 2 == 1 or double == 1
