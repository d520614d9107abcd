"""Units: names, numerals, fractions, roots, accents, and all that brackets enclose."""

from __future__ import annotations

from collections.abc import Callable

from verifier.hints import ClassVar
from verifier.notation.environments import Environments
from verifier.notation.grammar import symbol_of
from verifier.notation.names import BINOMIAL
from verifier.notation.tokens import Token
from verifier.notation.tree import Accent, Apply, Fraction, Group, Node, Number, Root, Symbol, Tuple
from verifier.notation.vocabulary import (
    ACCENTS,
    BARS,
    BRACKETS,
    FRACTIONS,
    LETTER_STYLES,
    MULTIPLICATIONS,
    SYMBOL_COMMANDS,
    TEXT_STYLES,
)
from verifier.values import Span

Handler = Callable[..., Node]


class Atoms(Environments):
    """Reads one unit. Every handler starts at the token that its key names."""

    HANDLERS: ClassVar[dict[str, Handler]] = {}

    def starts_operand(self) -> bool:
        return self.key in self.HANDLERS or (self.key == "text" and bool(self.token.text.strip()))

    def atom(self) -> Node:
        handler = self.HANDLERS.get(self.key)
        if handler is None:
            raise self.fail("an expression")
        return handler(self)

    def name(self) -> Node:
        token = self.take()
        node = symbol_of(token)
        if not node.name:
            raise self.fail("an expression", token)
        return node

    def number(self) -> Node:
        token = self.take()
        return Number(token.text, span=self.span(token.start))

    def argument(self) -> Node:
        """One argument of a command: braces without a trace, or a single unit."""
        return self.script("argument")

    def fraction(self) -> Node:
        command = self.take()
        found = self.derivative(command.start)
        if found is not None:
            return found
        numerator = self.argument()
        denominator = self.argument()
        return Fraction(numerator, denominator, command.key, span=self.span(command.start))

    def root(self) -> Node:
        start = self.take().start
        degree: Node | None = None
        if self.key == "[":
            self.take()
            degree = self.expression()
            self.expect("]")
        radicand = self.argument()
        return Root(radicand, degree, span=self.span(start))

    def rows_of_limits(self) -> Node:
        """`\\substack{i < m \\\\ j < n}`: conditions under one another."""
        start = self.take().start
        self.expect("{")
        rows = [self.items()]
        while self.key == "\\\\":
            self.take()
            rows.append(self.items())
        self.expect("}")
        return self.conditions(rows, start)

    def binomial(self) -> Node:
        """`\\binom{n}{k}`, as a function of two arguments."""
        command = self.take()
        items = (self.argument(), self.argument())
        span = Span(command.end, self.end)
        symbol = Symbol(BINOMIAL.name, span=Span(command.start, command.end))
        group = Group("(", Tuple(items, span=span), ")", span=span)
        return Apply(symbol, group, span=self.span(command.start))

    def accent(self) -> Node:
        command = self.take()
        body = self.argument()
        return Accent(command.key, body, span=self.span(command.start))

    def styled(self) -> Node:
        """`\\mathbf{w}` is a symbol with a style; a whole formula in bold is an accent."""
        command = self.take()
        word = self.styled_word(command)
        if word is not None:
            return word
        body = self.argument()
        if isinstance(body, Symbol) and not body.style:
            return Symbol(body.name, command.key, span=self.span(command.start))
        if isinstance(body, Number):
            return Symbol(body.text, command.key, span=self.span(command.start))
        return Accent(command.key, body, span=self.span(command.start))

    def styled_word(self, command: Token) -> Node | None:
        """`\\mathbf{ReLU}`: adjacent letters in a typeface are one name."""
        if self.key != "{":
            return None
        index = self.index + 1
        while self.tokens[index].key in ("letter", "word"):
            index += 1
        if index < self.index + 2 or self.tokens[index].key != "}":
            return None
        name = "".join(token.text for token in self.tokens[self.index + 1 : index])
        self.move_to(index + 1)
        return Symbol(name, command.key, span=self.span(command.start))


def _table() -> dict[str, Handler]:
    table: dict[str, Handler] = {}
    table.update(dict.fromkeys(SYMBOL_COMMANDS - MULTIPLICATIONS, Atoms.name))
    table.update(dict.fromkeys(("letter", "word", "text"), Atoms.name))
    table.update(dict.fromkeys(BRACKETS, Atoms.bracket))
    table.update(dict.fromkeys(BARS, Atoms.bar))
    table.update(dict.fromkeys(FRACTIONS, Atoms.fraction))
    table.update(dict.fromkeys(ACCENTS, Atoms.accent))
    table.update(dict.fromkeys(LETTER_STYLES | TEXT_STYLES, Atoms.styled))
    table.update(
        {
            "number": Atoms.number,
            "left": Atoms.left,
            "{": Atoms.braces,
            "\\sqrt": Atoms.root,
            "\\binom": Atoms.binomial,
            "\\substack": Atoms.rows_of_limits,
            "begin": Atoms.environment,
        }
    )
    return table


Atoms.HANDLERS = _table()
