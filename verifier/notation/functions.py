"""Functions and what they are applied to, big operators, and names that look like products."""

from __future__ import annotations

from verifier.notation.atoms import Atoms
from verifier.notation.calls import Calls
from verifier.notation.grammar import symbol_of
from verifier.notation.names import (
    FACTORIAL,
    is_coefficient,
    is_transposed_call,
)
from verifier.notation.tree import (
    Apply,
    Fraction,
    Group,
    Node,
    Power,
    Prime,
    Product,
    Subscript,
    Superscript,
    Symbol,
    rebuild,
)
from verifier.notation.vocabulary import (
    BIG_OPERATORS,
    FRACTIONS,
    GREEK,
    PREFIX_FUNCTIONS,
    PREFIX_OPERATORS,
    is_prefix_function,
)
from verifier.values import Span

_ROUND = frozenset(["(", "["])
_BARS = frozenset(["|", "\\|", "\\lvert", "\\lVert"])
_NAMES = frozenset(["letter", "word", "text"]) | GREEK | {"\\ell"}


class Functions(Calls):
    """Factors: units with scripts, function applications, sums over an index."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.subscripts = 0
        self.operand_at = -1

    def factor(self) -> Node:
        depth = self.depth
        self.enter()
        operand = self.operand_at == self.index
        start = self.start
        base = self.atom()
        node = self.scripts(base)
        symbol = base.base if isinstance(base, Subscript) else base
        if isinstance(symbol, Symbol) and is_prefix_function(symbol):
            node = self.prefix_function(node, start)
        elif isinstance(base, Symbol) and base.name in PREFIX_OPERATORS and not base.style:
            node = self.prefix_operator(node, start)
        elif self.bracket_text(self.token):
            node = self.application(node, start, operand)
        while self.key == "!":
            self.enter()
            self.take()
            node = self.scripts(Apply(FACTORIAL, node, span=self.span(start)))
        while self.key == "|" and self.ahead().key == "_" and not self.bars:
            self.enter()
            node = self.evaluated(node, start)
        self.depth = depth
        return node

    def evaluated(self, node: Node, start: int) -> Node:
        """`f|_{x=0}`: the value at a place."""
        self.take()
        return self.subscript(Group(".", node, "|", span=self.span(start)), start)

    # Functions that need no brackets

    def prefix_function(self, function: Node, start: int) -> Node:
        key = self.key
        if self.bracket_text(self.token) or key in ("\\{", "left"):
            return self.bracketed_argument(function, start)
        if key in _BARS and not self.closes_bar():
            return Apply(function, self.scripts(self.bar()), span=self.span(start))
        if key == "{":
            argument = self.scripts(self.braces())
            return Apply(function, argument, span=self.span(start))
        if not self.starts_factor():
            if key in ("-", "+") and isinstance(function, Symbol):
                raise self.fail("brackets around the argument")
            return function
        return self.bare_argument(function, start)

    def bracketed_argument(self, function: Node, start: int) -> Node:
        group = self.left() if self.key == "left" else self.bracket()
        value = Apply(function, group, span=self.span(start))
        argument = self.scripts(group)
        if argument is group:
            return value
        outside = _rebased(argument, group, value)
        if isinstance(argument, (Prime, Subscript)):
            return outside
        inside = Apply(function, argument, span=self.span(start))
        self.offer("function-power", inside, outside)
        return inside

    def bare_argument(self, function: Node, start: int) -> Node:
        """The argument runs over factors, to the next operator but `/`, or the next function."""
        first_start = self.start
        ends = self.begins_function()
        first = self.factor()
        inner_end = self.span(start)
        factors = [first]
        while not ends:
            if self.key == "/":
                self.take()
                left = factors[-1]
                factors[-1] = self.quotient(left, self.signed_factor(), left.span.start)
            elif self.starts_factor() and not self.begins_function():
                factors.append(self.factor())
            else:
                break
        if len(factors) == 1:
            argument = factors[0]
        else:
            blank = ("",) * (len(factors) - 1)
            argument = Product(tuple(factors), blank, span=self.span(first_start))
        node = Apply(function, argument, span=self.span(start))
        if argument is not first:
            value = Apply(function, first, span=inner_end)
            self.offer("function-scope", node, _rebased(argument, first, value))
        return node

    def begins_function(self) -> bool:
        """Whether a function, a big operator or a derivative begins at the cursor."""
        token = self.token
        key = token.key
        if key in PREFIX_FUNCTIONS or key in BIG_OPERATORS or key in PREFIX_OPERATORS:
            return True
        if key in FRACTIONS:
            return self.derivative_next(self.index + 1)
        if key not in _NAMES:
            return False
        symbol = symbol_of(token)
        if is_prefix_function(symbol):
            return True
        index, power = self.past_scripts(self.index + 1)
        if not self.bracket_text(self.tokens[index]) or power:
            return False
        primed = self.tokens[index - 1].key == "'"
        return self.calls(Prime(symbol, 1) if primed else symbol, index)

    def past_scripts(self, index: int) -> tuple[int, bool]:
        """The index after the scripts at `index`, and whether an exponent is among them."""
        power = False
        while self.tokens[index].key in ("'", "_", "^"):
            if self.tokens[index].key == "'":
                index += 1
                continue
            inner = self.tokens[min(index + 2, len(self.tokens) - 1)]
            if self.tokens[index].key == "^":
                power = not self.bracket_text(inner)
            braced = self.tokens[index + 1].key == "{"
            index = max(self.closing(index + 1), index + 1) + 1 if braced else index + 2
            index = min(index, len(self.tokens) - 1)
        return index, power

    def derivative_next(self, index: int) -> bool:
        raise NotImplementedError

    # Operators

    def prefix_operator(self, operator: Node, start: int) -> Node:
        """`\\nabla_w L`: the operand is one factor, with the constants in front of it."""
        if self.bracket_text(self.token):
            argument = self.scripts(self.bracket())
            return Apply(operator, argument, span=self.span(start))
        if not self.starts_factor():
            return operator
        first = self.start
        factors = [self.operand()]
        while is_coefficient(factors[-1]) and self.starts_factor():
            factors.append(self.operand())
        argument = factors[0]
        if len(factors) > 1:
            blank = ("",) * (len(factors) - 1)
            argument = Product(tuple(factors), blank, span=self.span(first))
        span = self.span(start)
        if is_transposed_call(argument):
            assert isinstance(argument, Power)
            inner = Apply(operator, argument.base, span=Span(start, argument.base.span.end))
            return Power(inner, argument.exponent, span=span)
        return Apply(operator, argument, span=span)

    def operand(self) -> Node:
        """A factor after an operator, where any name with a bracket is a function."""
        self.operand_at = self.index
        return self.factor()

    def letter(self) -> Node:
        """A letter; `d` and the name that follows it immediately are one name, as in `dz`."""
        token = self.token
        following = self.ahead()
        is_pair = following.key == "letter" or following.key in GREEK
        if (
            token.text == "d"
            and is_pair
            and not following.spaced
            and not self.subscripts
            and "d" not in self.vocabulary.scalars
        ):
            self.take()
            self.take()
            return Symbol("d" + following.text, span=self.span(token.start))
        return self.name()


def _rebased(node: Node, old: Node, new: Node) -> Node:
    """The node with `new` in the place of its innermost, leftmost part `old`."""
    if node is old:
        return new
    if isinstance(node, (Power, Prime, Subscript, Superscript, Fraction, Product)):
        return rebuild(node, lambda child: _rebased(child, old, new))
    return node


Functions.HANDLERS = {
    **Atoms.HANDLERS,
    **dict.fromkeys(PREFIX_FUNCTIONS | PREFIX_OPERATORS, Atoms.name),
    **dict.fromkeys(BIG_OPERATORS, Functions.big_operator),
    **dict.fromkeys(["\\underset", "\\overset", "\\stackrel"], Functions.under),
    **dict.fromkeys(["\\underbrace", "\\overbrace"], Functions.brace_over),
    "letter": Functions.letter,
}
