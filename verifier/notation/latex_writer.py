"""Writes a notation tree as LaTeX, in the order and with the brackets that it has.

`read_latex(write_latex(tree))` is the tree again, spans apart, for every tree that the reader
made; for a bare tree the brackets come back that its nesting needs. What two trees share on
paper is read as one of them: a subscript is innermost (`x^{(i)}_j`), a list of brackets in the
exponent of a name is an index, `dL/dw` is a derivative.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from verifier.lazy_patterns import lazy_pattern
from verifier.notation.edges import left_edge, right_edge
from verifier.notation.names import BINOMIAL, FACTORIAL, is_prefix, reads_as_call
from verifier.notation.precedence import with_brackets
from verifier.notation.spacing import LONGEST_NAME, air, joined
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
from verifier.notation.vocabulary import DIFFERENCE, Vocabulary
from verifier.records import dataclass

_SPECIAL = lazy_pattern(r"(?<!\\)[%#&_$^~]")


def latex_of(node: Node, vocabulary: Vocabulary) -> str:
    """The formula as LaTeX. Raises `UnknownNode` for a kind of node it does not know."""
    return _Writer(vocabulary).node(with_brackets(node, vocabulary))


def _escaped(found: re.Match[str]) -> str:
    return "\\" + found.group()


@dataclass(frozen=True, slots=True)
class _Writer:
    vocabulary: Vocabulary
    bars: bool = False

    def node(self, node: Node) -> str:
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise UnknownNode(node)
        return writer(self, node)

    def inside_bars(self) -> _Writer:
        return _Writer(self.vocabulary, True)

    def outside_bars(self) -> _Writer:
        return _Writer(self.vocabulary, False)

    def number(self, node: Number) -> str:
        return node.text

    def symbol(self, node: Symbol) -> str:
        if not node.style:
            return node.name if node.name[0] == "\\" else node.name.replace("_", "\\_")
        return f"{node.style}{{{_SPECIAL.sub(_escaped, node.name)}}}"

    def subscript(self, node: Subscript) -> str:
        return f"{self.node(node.base)}_{{{self.node(node.index)}}}"

    def superscript(self, node: Superscript) -> str:
        base, content = self.raised(node)
        return f"{base}^{{{content}}}"

    def raised(self, node: Node) -> tuple[str, str]:
        """A base and all that is raised beside it, for TeX allows one superscript only."""
        plain = self.outside_bars()
        if isinstance(node, Superscript):
            right = {"(": ")", "[": "]"}.get(node.bracket, "")
            base, content = self.raised(node.base)
            return base, f"{content}{node.bracket}{plain.node(node.index)}{right}"
        if isinstance(node, Prime) and isinstance(node.base, Superscript):
            base, content = self.raised(node.base)
            return base, content + "\\prime" * node.count
        return self.node(node), ""

    def power(self, node: Power) -> str:
        base, content = self.raised(node.base)
        exponent = self.outside_bars().node(node.exponent)
        return f"{base}^{{{joined(content, exponent)}}}"

    def prime(self, node: Prime) -> str:
        if isinstance(node.base, Superscript):
            base, content = self.raised(node)
            return f"{base}^{{{content}}}"
        return self.node(node.base) + "'" * node.count

    def accent(self, node: Accent) -> str:
        body = self.node(node.body)
        if node.command == DIFFERENCE:
            return joined(DIFFERENCE, body)
        return f"{node.command}{{{body}}}"

    def sum(self, node: Sum) -> str:
        text = ""
        for position, (sign, term) in enumerate(zip(node.signs, node.terms, strict=True)):
            piece = self.node(term)
            text = f"{text} {sign} {piece}" if position else joined(sign, piece)
        return text

    def product(self, node: Product) -> str:
        pieces = [self.node(node.factors[0])]
        tail = pieces[0][-LONGEST_NAME:]
        words = self.vocabulary.words | self.vocabulary.functions
        pairs = zip(node.operators, node.factors, node.factors[1:], strict=False)
        for operator, left, right in pairs:
            piece = self.node(right)
            if operator == "":
                apart = piece[0] == "\\" or isinstance(left, (Fraction, Derivative))
                between = " " if apart else air(tail, piece, words)
                edge, last = left_edge(right), right_edge(left)
                if isinstance(edge, Group) and reads_as_call(last, edge, self.vocabulary):
                    between = " \\, "
            else:
                between = "." if operator == "." else f" {operator} "
            pieces += [between, piece]
            tail = (tail + between + piece)[-LONGEST_NAME:]
        return "".join(pieces)

    def fraction(self, node: Fraction) -> str:
        if node.command == "/":
            return f"{self.node(node.numerator)}/{self.node(node.denominator)}"
        plain = self.outside_bars()
        above, below = plain.node(node.numerator), plain.node(node.denominator)
        return f"{node.command}{{{above}}}{{{below}}}"

    def root(self, node: Root) -> str:
        plain = self.outside_bars()
        degree = f"[{plain.node(node.degree)}]" if node.degree is not None else ""
        return f"\\sqrt{degree}{{{plain.node(node.radicand)}}}"

    def apply(self, node: Apply) -> str:
        if node.function == BINOMIAL and isinstance(node.argument, Group):
            return self.binomial(node.argument.body)
        function, argument = self.node(node.function), self.node(node.argument)
        if node.function == FACTORIAL:
            return argument + function
        edge = left_edge(node.argument)
        bracket = isinstance(edge, Group) and edge.left != "{"
        if bracket or not is_prefix(node.function):
            return function + argument
        return f"{function} {argument}" if argument[:1] != "{" else function + argument

    def binomial(self, node: Node) -> str:
        items = node.items if isinstance(node, Tuple) else (node,)
        return "\\binom" + "".join(f"{{{self.outside_bars().node(item)}}}" for item in items)

    def tuple(self, node: Tuple) -> str:
        return ", ".join(self.node(item) for item in node.items)

    def group(self, node: Group) -> str:
        if node.left in ("|", "\\|"):
            body = self.inside_bars().node(node.body)
        else:
            body = self.outside_bars().node(node.body)
        if node.sized:
            return joined(f"\\left{node.left}", f" {body} \\right{node.right}")
        left, right = node.left, node.right
        if left == ".":
            return f"{body}|"
        if self.bars and left in ("|", "\\|"):
            left, right = {"|": ("\\lvert", "\\rvert"), "\\|": ("\\lVert", "\\rVert")}[left]
        return joined(left, body) + right

    def derivative(self, node: Derivative) -> str:
        total = sum(count for _, count in node.variables)
        order = f"^{{{total}}}" if total > 1 else ""
        body = "" if node.applied else self.node(node.body)
        above = self.differential(f"{node.operator}{order}", body)
        below = " ".join(
            self.differential(node.operator, self.node(item))
            + (f"^{{{count}}}" if count > 1 else "")
            for item, count in node.variables
        )
        quotient = f"\\frac{{{above}}}{{{below}}}"
        if not node.applied or isinstance(node.body, Hole):
            return quotient
        return f"{quotient} {self.node(node.body)}"

    @staticmethod
    def differential(operator: str, body: str) -> str:
        return operator + body if operator[0] == "d" else joined(operator, body)

    def big_operator(self, node: BigOperator) -> str:
        plain = self.outside_bars()
        text = node.command
        if node.lower is not None:
            text += f"_{{{plain.node(node.lower)}}}"
        if node.upper is not None:
            text += f"^{{{plain.node(node.upper)}}}"
        return f"{text} {self.node(node.body)}".rstrip()

    def cases(self, node: Cases) -> str:
        plain = self.outside_bars()
        rows = []
        for value, condition in node.rows:
            text = "otherwise" if condition is None else "if "
            shown = "" if condition is None else " " + plain.node(condition)
            rows.append(f"{plain.node(value)} & \\text{{{text}}}{shown}")
        return "\\begin{cases} " + " \\\\ ".join(rows) + " \\end{cases}"

    def matrix(self, node: Matrix) -> str:
        plain = self.outside_bars()
        rows = (" & ".join(plain.node(cell) for cell in row) for row in node.rows)
        columns = "{" + "c" * max(map(len, node.rows)) + "}" if node.environment == "array" else ""
        body = " \\\\ ".join(rows)
        return f"\\begin{{{node.environment}}}{columns} {body} \\end{{{node.environment}}}"

    def hole(self, node: Hole) -> str:
        return ""

    def chain(self, node: Chain) -> str:
        bars = "|" in node.operators
        writer = self.inside_bars() if bars else self
        if any(node.reasons):
            return writer.rows(node)
        text = writer.node(node.sides[0])
        for operator, side in zip(node.operators, node.sides[1:], strict=True):
            close = operator in (";", ":")
            text = f"{text}{operator}" if close else f"{text} {operator}"
            text = f"{text} {writer.node(side)}"
        return text.strip()

    def rows(self, node: Chain) -> str:
        """One row for each side that has a reason beside it."""
        rows, row = [], ""
        operators = ("", *node.operators)
        for operator, side, reason in zip(operators, node.sides, node.reasons, strict=True):
            relation = f"&{operator} " if operator else ""
            row = f"{row} {relation}{self.node(side)}".strip()
            if reason:
                rows.append(f"{row} && \\text{{{reason}}}")
                row = ""
        if row:
            rows.append(row)
        return "\\begin{aligned} " + " \\\\ ".join(rows) + " \\end{aligned}"


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
    Power: _Writer.power,
    Prime: _Writer.prime,
    Product: _Writer.product,
    Root: _Writer.root,
    Subscript: _Writer.subscript,
    Sum: _Writer.sum,
    Superscript: _Writer.superscript,
    Symbol: _Writer.symbol,
    Tuple: _Writer.tuple,
}
