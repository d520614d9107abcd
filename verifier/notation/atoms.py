"""Units: names, numerals, brackets, bars, fractions, roots, accents, cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from verifier.notation.grammar import symbol_of
from verifier.notation.scripts import Scripts
from verifier.notation.tokens import Token
from verifier.notation.tree import (
    Accent,
    Cases,
    Chain,
    Fraction,
    Group,
    Hole,
    Matrix,
    Node,
    Number,
    Power,
    Prime,
    Root,
    Subscript,
    Superscript,
    Symbol,
    Tuple,
)
from verifier.notation.vocabulary import (
    ACCENTS,
    BRACKETS,
    FRACTIONS,
    LETTER_STYLES,
    MULTIPLICATIONS,
    RELATIONS,
    SIGNS,
    SYMBOL_COMMANDS,
    TEXT_STYLES,
)

_SEPARATORS = frozenset([";", "|", "\\mid"])
_ENDS = frozenset([")", "]", "}", "\\}", "right", ",", "stop", "\\rangle", "&", "\\\\", ";"])
_MATRICES = frozenset(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array subarray".split()
)
_CASES = frozenset(["cases", "dcases", "rcases", "cases*", "dcases*"])
_BAR_NAMES = {"|": "|", "\\|": "\\|", "\\lvert": "|", "\\lVert": "\\|"}
_CONDITION_WORDS = frozenset(["if", "for", "when", "where", "in case", "si"])
_OTHERWISE = frozenset(["otherwise", "else", "other", "others"])
_SCRIPTED = (Subscript, Superscript, Power, Prime)
_UNWRAPPED = (Symbol, Number, Group, Fraction, Root, Accent, Cases, Matrix)


class Atoms(Scripts):
    """Reads one unit. Every handler starts at the token that its key names."""

    HANDLERS: ClassVar[dict[str, Callable[[Atoms], Node]]] = {}

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

    # Brackets

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
        self.bars.append(opening.key)
        body = self.expression()
        self.bars.pop()
        self.depth -= 1
        closing = {"\\lvert": "\\rvert", "\\lVert": "\\rVert"}.get(opening.key, opening.key)
        if self.key != closing:
            raise self.fail(f"a bar that closes `{opening.text}`", opening)
        self.take()
        side = _BAR_NAMES[opening.key]
        return Group(side, body, side, span=self.span(opening.start))

    def braces(self) -> Node:
        """`{…}`: no brackets on paper; kept as a group where leaving them out changes the tree."""
        self.enter()
        opening = self.take()
        saved, self.bars = self.bars, []
        body = self.listing()
        self.bars = saved
        self.depth -= 1
        self.expect("}", "a `}` or an operator")
        if isinstance(body, _UNWRAPPED):
            return body
        if isinstance(body, _SCRIPTED) and self.key not in ("^", "_", "'"):
            return body
        return Group("{", body, "}", span=self.span(opening.start))

    # Content of brackets

    def listing(self) -> Node:
        start = self.start
        sides = [self.items()]
        operators = []
        while self.key in _SEPARATORS and not self.closes_bar():
            operators.append(self.take().key)
            sides.append(self.items())
        if not operators:
            return sides[0]
        return Chain(tuple(sides), tuple(operators), span=self.span(start))

    def closes_bar(self) -> bool:
        return bool(self.bars) and self.key == self.bars[-1]

    def items(self) -> Node:
        start = self.start
        items = [self.relation()]
        while self.key == ",":
            self.take()
            if self.key in _ENDS:
                break
            items.append(self.relation())
        return items[0] if len(items) == 1 else Tuple(tuple(items), span=self.span(start))

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
        """One side of a relation; an operator alone, as in `f(\\cdot)`, is a symbol."""
        if self.key in RELATIONS:
            return Hole(span=self.span(self.start))
        if self.key in SIGNS | MULTIPLICATIONS and self.ahead().key in _ENDS:
            return symbol_of(self.take())
        return self.expression()

    # Commands with arguments

    def argument(self) -> Node:
        """One argument of a command: braces without a trace, or a single unit."""
        return self.script()

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

    # Environments

    def environment(self) -> Node:
        token = self.token
        if token.text in _CASES:
            return self.cases()
        if token.text in _MATRICES:
            return self.matrix()
        raise self.fail("an environment of mathematics")

    def cases(self) -> Node:
        self.enter()
        opening = self.take()
        rows: list[tuple[Node, Node | None]] = []
        while self.key != "end":
            value = self.relation()
            while self.key == ",":
                self.take()
            condition = None
            if self.key == "&" or self.key == "text":
                if self.key == "&":
                    self.take()
                condition = self.condition()
            rows.append((value, condition))
            while self.key in (",", ".", ";"):
                self.take()
            if self.key != "end":
                self.expect("\\\\", "a new row or the end of the cases")
        self.end_of(opening)
        if not rows:
            raise self.fail("at least one case", opening)
        self.depth -= 1
        return Cases(tuple(rows), span=self.span(opening.start))

    def end_of(self, opening: Token) -> None:
        if self.key != "end" or self.token.text != opening.text:
            raise self.fail(f"\\end{{{opening.text}}}")
        self.take()

    def condition(self) -> Node | None:
        if self.key == "text":
            words = self.token.text.strip(" .,;:").lower()
            if words in _OTHERWISE:
                self.take()
                return None
            if words in _CONDITION_WORDS:
                self.take()
        if self.key in ("\\\\", "end", ",", "."):
            return None
        return self.items()

    def matrix(self) -> Node:
        self.enter()
        opening = self.take()
        if opening.text in ("array", "subarray") and self.key == "{":
            self.move_to(max(self.closing(self.index), self.index) + 1)
        rows: list[tuple[Node, ...]] = []
        while self.key != "end":
            rows.append(self.cells())
            if self.key != "end":
                self.expect("\\\\", "a new row or the end of the matrix")
        self.end_of(opening)
        self.depth -= 1
        if not rows:
            raise self.fail("at least one row", opening)
        return Matrix(opening.text, tuple(rows), span=self.span(opening.start))

    def cells(self) -> tuple[Node, ...]:
        cells: list[Node] = []
        while True:
            empty = self.key in ("&", "\\\\", "end")
            cells.append(Hole(span=self.span(self.start)) if empty else self.items())
            if self.key != "&":
                return tuple(cells)
            self.take()


def _table() -> dict[str, Callable[[Atoms], Node]]:
    table: dict[str, Callable[[Atoms], Node]] = {}
    table.update(dict.fromkeys(SYMBOL_COMMANDS - MULTIPLICATIONS, Atoms.name))
    table.update(dict.fromkeys(("letter", "word", "text"), Atoms.name))
    table.update(dict.fromkeys(BRACKETS, Atoms.bracket))
    table.update(dict.fromkeys(_BAR_NAMES, Atoms.bar))
    table.update(dict.fromkeys(FRACTIONS, Atoms.fraction))
    table.update(dict.fromkeys(ACCENTS, Atoms.accent))
    table.update(dict.fromkeys(LETTER_STYLES | TEXT_STYLES, Atoms.styled))
    table.update(
        {
            "number": Atoms.number,
            "left": Atoms.left,
            "{": Atoms.braces,
            "\\sqrt": Atoms.root,
            "begin": Atoms.environment,
        }
    )
    return table


Atoms.HANDLERS = _table()
