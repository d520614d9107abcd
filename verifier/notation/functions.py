"""Functions and what they are applied to, big operators, and names that look like products."""

from __future__ import annotations

from verifier.notation.atoms import Atoms
from verifier.notation.calls import Calls
from verifier.notation.edges import begins_function, open_right
from verifier.notation.names import (
    is_coefficient,
    is_transposed_call,
)
from verifier.notation.tree import (
    Accent,
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
    ACCENTS,
    BIG_OPERATORS,
    DIFFERENCE,
    GREEK,
    LETTER_STYLES,
    PREFIX_FUNCTIONS,
    PREFIX_OPERATORS,
    is_prefix_function,
)
from verifier.values import Span

_BARS = frozenset(["|", "\\|", "\\lvert", "\\lVert"])
_SCRIPTS = frozenset(["^", "_", "'"])
_BRACKETS = frozenset(["(", "[", "left"])
_BEHIND = frozenset(["!", "|"])
_MAX_SLASHES = 10
_DIFFERENCES = (
    frozenset(["letter", "word", "\\ell"]) | (GREEK - {DIFFERENCE}) | ACCENTS | LETTER_STYLES
)


class Functions(Calls):
    """Factors: units with scripts, function applications, sums over an index."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        self.subscripts = 0
        self.operand_at = -1

    def factor(self) -> Node:
        if self.pending:
            return self.pending.pop()[0]
        depth = self.depth
        self.enter()
        operand = self.operand_at == self.index
        start = self.tokens[self.index].start
        base = self.atom()
        if self.key == "number":
            base = self.numbered(base)
        node = self.scripts(base) if self.key in _SCRIPTS else base
        symbol = base.base if isinstance(base, Subscript) else base
        if isinstance(symbol, Symbol) and is_prefix_function(symbol):
            node = self.prefix_function(node, start)
        elif isinstance(base, Symbol) and base.name in PREFIX_OPERATORS and not base.style:
            node = self.prefix_operator(node, start)
        elif self.key in _BRACKETS and self.bracket_text(self.token):
            node = self.application(node, start, operand)
        if self.key in _BEHIND and not self.pending:
            node = self.finished(node)
        self.depth = depth
        return node

    def numbered(self, base: Node) -> Node:
        """`w1` is written for `w_1`: nobody puts a number behind a letter to multiply by it."""
        token = self.token
        if not isinstance(base, Symbol) or base.style or base.name in ("e", "\\pi"):
            return base
        is_letter = len(base.name) == 1 or base.name in GREEK
        is_behind = token.key == "number" and token.start == self.last_end and not token.spaced
        if not is_letter or not is_behind or not token.text.isdigit():
            return base
        index = self.number()
        return Subscript(base, index, span=self.span(base.span.start))

    def beside(self, until_function: bool) -> list[Node]:
        """Factors side by side, up to any operator but `/`, or to the next function."""
        factors = [self.factor()]
        ends = until_function and begins_function(factors[0])
        slashes = 0
        while not ends:
            if self.key == "/" and not self.pending:
                slashes += 1
                factors[-1] = self.divided(factors[-1], slashes)
            elif self.starts_factor():
                end = self.end
                factor = self.factor()
                if until_function and begins_function(factor):
                    self.put_back(factor, end)
                    break
                factors.append(factor)
            else:
                break
        return factors

    def divided(self, left: Node, slashes: int) -> Node:
        """`left / …`: the cursor is at the slash."""
        if slashes > _MAX_SLASHES:
            raise self.fail("fewer divisions in one product")
        self.take()
        return self.quotient(left, self.signed_factor(), left.span.start)

    def together(self, factors: list[Node], start: int) -> Node:
        """The factors as one product."""
        if len(factors) == 1:
            return factors[0]
        blank = ("",) * (len(factors) - 1)
        node = without_braces(Product(tuple(factors), blank, span=self.span(start)))
        self.note_calls(node)
        return node

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
        factors = self.beside(until_function=True)
        argument = self.together(factors, first_start)
        node = Apply(function, argument, span=self.span(start))
        first = left_factor(argument)
        if argument is not first:
            value = Apply(function, first, span=Span(start, first.span.end))
            self.offer("function-scope", node, _rebased(argument, first, value))
        return node

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
        argument = self.together(factors, first)
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

    def difference(self) -> Node:
        """`\\Delta w` is one name, as `dw` is, unless `\\Delta` is known to be a number."""
        following = self.ahead()
        named = following.key in _DIFFERENCES and not following.apart
        if not named or self.is_scalar(DIFFERENCE):
            return self.name()
        self.enter()
        command = self.take()
        body = self.atom()
        self.depth -= 1
        return Accent(DIFFERENCE, body, span=self.span(command.start))

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
            and not self.is_scalar("d")
        ):
            self.take()
            self.take()
            return Symbol("d" + following.text, span=self.span(token.start))
        return self.name()


def without_braces(product: Product) -> Product:
    """The product with the factors of a product in TeX's braces, which nobody sees, in its row."""
    factors: list[Node] = []
    operators: list[str] = []
    for operator, factor in zip(("", *product.operators), product.factors, strict=True):
        inner = _inside_braces(factor)
        factors.extend(inner)
        operators.extend((operator, *[""] * (len(inner) - 1)))
    if len(factors) == len(product.factors):
        return product
    return Product(tuple(factors), tuple(operators[1:]), span=product.span)


def _inside_braces(factor: Node) -> tuple[Node, ...]:
    if not isinstance(factor, Group) or factor.left != "{":
        return (factor,)
    body = factor.body
    plain = isinstance(body, Product) and not any(body.operators) and not open_right(body)
    return body.factors if isinstance(body, Product) and plain else (factor,)


def left_factor(node: Node) -> Node:
    """The first factor of a product or of an inline quotient."""
    while isinstance(node, Product) or (isinstance(node, Fraction) and node.command == "/"):
        node = node.factors[0] if isinstance(node, Product) else node.numerator
    return node


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
    DIFFERENCE: Functions.difference,
}
