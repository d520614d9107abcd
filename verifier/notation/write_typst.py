"""Writes a notation tree as Typst math, in the order and with the brackets that it has.

The result stands between dollar signs. Nothing in it is left to Typst's guesses: every bracket is
escaped and has its class and size, every name of several letters is quoted, no character of a name
can begin a command.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.lazy_patterns import lazy_pattern
from verifier.notation.characters import CHARACTERS, character, symbol_text
from verifier.notation.edges import left_edge
from verifier.notation.names import FACTORIAL, is_operator, is_prefix, named_symbol
from verifier.notation.precedence import with_brackets
from verifier.notation.text_scripts import parts_of
from verifier.notation.tree import (
    Accent,
    Apply,
    BigOperator,
    Cases,
    Chain,
    Derivative,
    Fraction,
    Group,
    Hole,
    Matrix,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Root,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    Tuple,
    UnknownNode,
)
from verifier.notation.typst_names import ACCENTS, MATRICES, OPERATORS, STYLES, WITH_LIMITS
from verifier.notation.vocabulary import (
    DEFAULT,
    DIFFERENCE,
    TEXT_STYLES,
    Vocabulary,
    is_prefix_function,
)
from verifier.records import dataclass

_DIFFERENTIAL = lazy_pattern(r"d(\\?[^\W\d_]+)")
_PLAIN_NUMBER = lazy_pattern(r"[0-9]+(\.[0-9]+)?")
_NOTHING = '""'


def write_typst(node: Node, vocabulary: Vocabulary = DEFAULT) -> str:
    """The formula as Typst math. Raises `UnknownNode` for a kind of node it does not know."""
    return _Writer().node(with_brackets(node, vocabulary))


def typst_string(text: str) -> str:
    """A string literal of Typst, the same in code and in math."""
    return '"' + "".join(map(_in_string, text)) + '"'


def _in_string(letter: str) -> str:
    if letter in '\\"':
        return "\\" + letter
    return letter if letter.isprintable() else f"\\u{{{ord(letter):x}}}"


@dataclass(frozen=True, slots=True)
class _Writer:
    def node(self, node: Node) -> str:
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise UnknownNode(node)
        return writer(self, node)

    def number(self, node: Number) -> str:
        return node.text if _PLAIN_NUMBER.fullmatch(node.text) else typst_string(node.text)

    def symbol(self, node: Symbol) -> str:
        if is_prefix_function(node):
            name = node.name.removeprefix("\\")
            limits = ", limits: #true" if "\\" + name in WITH_LIMITS else ""
            return f"op({typst_string(name)}{limits})"
        if node.style in STYLES:
            return STYLES[node.style].format(_name(Symbol(node.name)))
        return _name(Symbol(node.name), "upright" if node.style else "italic")

    def scripted(self, node: Subscript | Superscript | Power | Prime) -> str:
        """A base with all its scripts: what is raised, from the inside out, in one row."""
        base, indices, above = parts_of(node)
        scripts = ""
        if above:
            raised = " ".join(
                _signs(part) if isinstance(part, str) else self.node(part) for part in above
            )
            scripts += f", t: {raised}"
        if indices:
            scripts += f", b: {' '.join(map(self.node, indices))}"
        return f"attach({self.node(base)}{scripts})"

    def accent(self, node: Accent) -> str:
        command = node.command
        if command == DIFFERENCE:
            return f"{_name(Symbol(command))} {self.node(node.body)}"
        pattern = ACCENTS.get(command) or STYLES.get(command)
        if pattern is None and command not in TEXT_STYLES:
            raise UnknownNode(node)
        return (pattern or "upright({})").format(self.node(node.body))

    def sum(self, node: Sum) -> str:
        pairs = zip(node.signs, node.terms, strict=True)
        pieces = [f"{_operator(sign)} {self.node(term)}".lstrip() for sign, term in pairs]
        return " ".join(pieces)

    def product(self, node: Product) -> str:
        pieces = [self.node(node.factors[0])]
        for operator, factor in zip(node.operators, node.factors[1:], strict=True):
            pieces += [_operator(operator), self.node(factor)]
        return " ".join(filter(None, pieces))

    def fraction(self, node: Fraction) -> str:
        above, below = self.node(node.numerator), self.node(node.denominator)
        if node.command == "/":
            return f"{above} \\/ {below}"
        quotient = f"frac({above}, {below})"
        size = {"\\dfrac": "display", "\\cfrac": "display", "\\tfrac": "inline"}.get(node.command)
        return f"{size}({quotient})" if size else quotient

    def root(self, node: Root) -> str:
        radicand = self.node(node.radicand)
        if node.degree is None:
            return f"sqrt({radicand})"
        return f"root({self.node(node.degree)}, {radicand})"

    def apply(self, node: Apply) -> str:
        function, argument = self.node(node.function), self.node(node.argument)
        if node.function == FACTORIAL:
            return f"{argument} \\!"
        bracketed = isinstance(left_edge(node.argument), Group)
        if bracketed and function.startswith(('upright("', 'italic("')):
            # Otherwise the words would keep their distance from the bracket.
            function = f"op({function})"
        symbol = named_symbol(node.function)
        if bracketed or not is_prefix(node.function) or (symbol and is_operator(symbol)):
            return f"{function} {argument}"
        # An index or an exponent of `\ln` takes away the air behind it.
        air = "" if isinstance(node.function, Symbol) else "#h(0.167em) "
        return f"{function} {air}{argument}"

    def tuple(self, node: Tuple) -> str:
        return " \\, ".join(self.node(item) for item in node.items)

    def group(self, node: Group) -> str:
        body = self.node(node.body)
        if node.left == "{":
            return body
        left = "" if node.left == "." else _fence(node.left, "opening")
        right = "" if node.right == "." else _fence(node.right, "closing")
        row = " ".join(filter(None, (left, body, right)))
        return f"lr({row})" if node.sized else row

    def derivative(self, node: Derivative) -> str:
        sign = character(node.operator)
        total = sum(count for _, count in node.variables)
        above = _power(sign, total)
        if not node.applied:
            above = f"{above} {self.node(node.body)}"
        below = " ".join(
            f"{sign} {_power(self.node(item), count)}" for item, count in node.variables
        )
        quotient = f"frac({above}, {below})"
        if not node.applied or isinstance(node.body, Hole):
            return quotient
        return f"{quotient} {self.node(node.body)}"

    def big_operator(self, node: BigOperator) -> str:
        sign = _operator(node.command)
        scripts = ""
        if node.upper is not None:
            scripts += f", t: {self.node(node.upper)}"
        if node.lower is not None:
            scripts += f", b: {self.node(node.lower)}"
        whole = f"attach({sign}{scripts})" if scripts else sign
        return whole if isinstance(node.body, Hole) else f"{whole} {self.node(node.body)}"

    def cases(self, node: Cases) -> str:
        rows = []
        for value, condition in node.rows:
            words = '"otherwise"' if condition is None else f'"if " {self.node(condition)}'
            rows.append(f"{self.node(value)} & quad {words}")
        return f"cases({', '.join(rows)})"

    def matrix(self, node: Matrix) -> str:
        rows = (", ".join(self.node(cell) for cell in row) for row in node.rows)
        fence = MATRICES.get(node.environment, "#none")
        return f"mat(delim: {fence}, {'; '.join(rows)})"

    def hole(self, node: Hole) -> str:
        return _NOTHING

    def chain(self, node: Chain) -> str:
        if any(node.reasons):
            return self.rows(node)
        sides = [self.node(side) for side in node.sides]
        if isinstance(node.sides[0], Hole) and node.operators:
            sides[0] = ""
        pairs = zip(node.operators, sides[1:], strict=True)
        return " ".join([sides[0], *(f"{_operator(op)} {side}" for op, side in pairs)]).strip()

    def rows(self, node: Chain) -> str:
        """One row for each side, with the reason beside it."""
        rows = []
        operators = ("", *node.operators)
        for operator, side, reason in zip(operators, node.sides, node.reasons, strict=True):
            cells = [f"{_NOTHING} {_operator(operator)} {self.node(side)}"]
            cells.append(typst_string(reason))
            rows.append(", ".join(cells))
        return f"mat(delim: #none, align: #left, column-gap: #2em, {'; '.join(rows)})"


def _name(symbol: Symbol, typeface: str = "") -> str:
    """A name: one letter as it is, several in quotes, in a typeface where they are a word."""
    found = _DIFFERENTIAL.fullmatch(symbol.name)
    if found and typeface == "italic":
        rest = symbol_text(Symbol(found.group(1)))
        if len(rest) == 1:
            return f"d {rest}"
    text = CHARACTERS.get(symbol.name, symbol.name.removeprefix("\\"))
    if len(text) != 1:
        return f"{typeface or 'upright'}({typst_string(text)})"
    if text.isascii() and not text.isalnum():
        return "∗" if text == "*" else f"\\{text}"
    return f"upright({text})" if typeface == "upright" and text.isalpha() else text


def _operator(operator: str) -> str:
    if operator in OPERATORS:
        return OPERATORS[operator]
    return _signs(character(operator))


def _signs(text: str) -> str:
    """Signs, each escaped where Typst would take it for more than itself."""
    return " ".join(
        f"\\{sign}" if sign in "()[]{}|,;:<>/.#$&_^~`'\"@*\\" else sign for sign in text
    )


def _fence(bracket: str, side: str) -> str:
    sign = character(bracket)
    if sign in ("|", "‖"):
        return f'class("{side}", \\{sign})'
    return "".join(f"\\{letter}" for letter in sign)


def _power(base: str, count: int) -> str:
    return base if count == 1 else f"attach({base}, t: {count})"


_WRITERS: dict[type[Node], Callable[..., str]] = {
    Accent: _Writer.accent,
    Apply: _Writer.apply,
    BigOperator: _Writer.big_operator,
    Cases: _Writer.cases,
    Chain: _Writer.chain,
    Derivative: _Writer.derivative,
    Fraction: _Writer.fraction,
    Group: _Writer.group,
    Hole: _Writer.hole,
    Matrix: _Writer.matrix,
    Number: _Writer.number,
    Power: _Writer.scripted,
    Prime: _Writer.scripted,
    Product: _Writer.product,
    Root: _Writer.root,
    Subscript: _Writer.scripted,
    Sum: _Writer.sum,
    Superscript: _Writer.scripted,
    Symbol: _Writer.symbol,
    Tuple: _Writer.tuple,
}
