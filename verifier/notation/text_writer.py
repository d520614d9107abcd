"""Writes a notation tree as text: two-dimensional for a page, or in one line for a message.

Both keep the order and the brackets of the tree, and use Unicode for names and scripts. Every
character takes one column, except letters that the author wrote in a wide script.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.notation.blocks import EMPTY, Block, beside, enclosed, line, padded, stacked
from verifier.notation.characters import character, symbol_text
from verifier.notation.edges import left_edge
from verifier.notation.grouping import grouped, is_tall
from verifier.notation.names import BINOMIAL, FACTORIAL, is_prefix
from verifier.notation.precedence import with_brackets
from verifier.notation.text_structures import TextStructures
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
    rebuild,
)
from verifier.notation.vocabulary import Vocabulary


def block_of(node: Node, vocabulary: Vocabulary) -> Block:
    """The formula over as many lines as it needs. Raises `UnknownNode`."""
    return _Writer().block(with_brackets(_on_paper(node), vocabulary))


def line_of(node: Node, vocabulary: Vocabulary) -> str:
    """The formula in one line, with the brackets that a line needs. Raises `UnknownNode`."""
    shaped = with_brackets(_in_line(_on_paper(node)), vocabulary)
    return _Writer(flat=True).block(shaped).lines[0]


def _on_paper(node: Node) -> Node:
    """Without TeX's braces, which no reader sees, and with a bracket round a root with a power."""
    if isinstance(node, Group) and node.left == "{":
        return _on_paper(node.body)
    node = rebuild(node, _on_paper)
    if isinstance(node, Power) and isinstance(node.base, Root):
        return Power(Group("(", node.base, ")"), node.exponent)
    return node


def _in_line(node: Node) -> Node:
    """With slashes for bars; a quotient beside other factors gets brackets."""
    node = rebuild(node, _in_line)
    if isinstance(node, Fraction):
        above = node.numerator
        if isinstance(above, Fraction):
            above = grouped(above, square=False)
        return Fraction(above, node.denominator, "/")
    if isinstance(node, Product):
        return Product(_apart(node), node.operators)
    if isinstance(node, Apply) and is_prefix(node.function) and not _is_clear(node.argument):
        return Apply(node.function, grouped(node.argument, square=False))
    return node


def _is_clear(argument: Node) -> bool:
    """Whether all readers take the same thing for the argument of a function in a line."""
    if isinstance(argument, Power):
        return not isinstance(argument.base, Group)
    return not isinstance(argument, (Fraction, Product))


def _apart(node: Product) -> tuple[Node, ...]:
    """The factors, with brackets round a quotient that stands beside another factor."""
    quotients = [_is_quotient(factor) for factor in node.factors]
    factors = list(node.factors)
    for position, factor in enumerate(node.factors):
        before = position > 0 and node.operators[position - 1] == ""
        after = position + 1 < len(factors) and node.operators[position] == ""
        if isinstance(factor, Derivative):
            before = before and quotients[position - 1]
        if quotients[position] and (before or after):
            factors[position] = grouped(factor, square=False)
    return tuple(factors)


def _is_quotient(node: Node) -> bool:
    return isinstance(node, Fraction) or (isinstance(node, Derivative) and not node.applied)


class _Writer(TextStructures):
    """Sets every kind of node; see the base classes for scripts and structures."""

    __slots__ = ()

    def block(self, node: Node) -> Block:
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise UnknownNode(node)
        return writer(self, node)

    def compact_text(self, node: Node) -> str | None:
        block = _Writer(self.flat, True).block(node)
        return block.lines[0] if block.height == 1 else None

    def compact_line(self, node: Node) -> str:
        return _Writer(True, True).block(node).lines[0]

    def spaced(self, operator: str) -> Block:
        return line(operator if self.compact else f" {operator} ")

    def number(self, node: Number) -> Block:
        return line(node.text)

    def symbol(self, node: Symbol) -> Block:
        return line(symbol_text(node))

    def hole(self, node: Hole) -> Block:
        return EMPTY

    def sum(self, node: Sum) -> Block:
        blocks: list[Block] = []
        for position, (sign, term) in enumerate(zip(node.signs, node.terms, strict=True)):
            block = self.block(term)
            if position:
                blocks.append(self.spaced(character(sign)))
            elif sign:
                air = " " if block.height > 1 and not _starts_flat(term) else ""
                blocks.append(line(character(sign) + air))
            blocks.append(block)
        return beside(*blocks)

    def product(self, node: Product) -> Block:
        blocks = [self.block(node.factors[0])]
        pairs = zip(node.operators, node.factors, node.factors[1:], strict=False)
        for operator, left, right in pairs:
            if operator:
                blocks.append(self.spaced(character(operator)))
            elif not self.compact or _needs_space(left, right):
                blocks.append(line(_gap(left, right)))
            blocks.append(self.block(right))
        return beside(*blocks)

    def apply(self, node: Apply) -> Block:
        if node.function == BINOMIAL and not self.flat and isinstance(node.argument, Group):
            return self.binomial(node.argument.body)
        function, argument = self.block(node.function), self.block(node.argument)
        if node.function == FACTORIAL:
            return beside(argument, function)
        edge = left_edge(node.argument)
        if isinstance(edge, Group) or not is_prefix(node.function):
            return beside(function, argument)
        operator = isinstance(node.function, (Symbol, Subscript)) and function.lines[0][:1] in "∇∂"
        tight = operator and function.height == 1 and function.width == 1
        return beside(function, line("" if tight else " "), argument)

    def binomial(self, node: Node) -> Block:
        items = node.items if isinstance(node, Tuple) else (node,)
        return enclosed("(", stacked(tuple(self.block(item) for item in items), 0), ")")

    def tuple(self, node: Tuple) -> Block:
        return self.listed([self.block(item) for item in node.items], ",")

    def listed(self, blocks: list[Block], separator: str) -> Block:
        between = line(separator if self.compact else separator + " ")
        parts = [blocks[0]]
        for block in blocks[1:]:
            parts += [between, block]
        return beside(*parts)

    def group(self, node: Group) -> Block:
        left = "" if node.left == "." else character(node.left)
        right = "" if node.right == "." else character(node.right)
        body = self.block(node.body)
        if is_tall(node.body):
            return enclosed(left, body, right)
        return beside(line(left), body, line(right))

    def chain(self, node: Chain) -> Block:
        if any(node.reasons) and not self.flat:
            return self.rows(node)
        opening = isinstance(node.sides[0], Hole)
        blocks = [self.block(node.sides[0])]
        reasons = node.reasons or ("",) * len(node.sides)
        blocks.append(line(f" ({reasons[0]})" if reasons[0] else ""))
        rest = zip(node.operators, node.sides[1:], reasons[1:], strict=True)
        for operator, side, reason in rest:
            blocks.append(self.relation(operator, opening))
            opening = False
            blocks.append(self.block(side))
            blocks.append(line(f" ({reason})" if reason else ""))
        return beside(*blocks)

    def relation(self, operator: str, opening: bool) -> Block:
        sign = character(operator)
        if operator in (";", ":"):
            return line(sign if self.compact else f"{sign} ")
        if opening and not self.compact:
            return line(f"{sign} ")
        return self.spaced(sign)

    def rows(self, node: Chain) -> Block:
        """One row for each side after the first, with its reason at the right."""
        first = self.block(node.sides[0])
        cells = [first]
        for operator, side in zip(node.operators, node.sides[1:], strict=True):
            cells.append(
                beside(self.relation(operator, isinstance(node.sides[0], Hole)), self.block(side))
            )
        reasons = [f"   ({reason})" if reason else "" for reason in node.reasons]
        rows: list[Block] = []
        if reasons[0] or len(cells) == 1:
            rows.append(beside(cells.pop(0), line(reasons.pop(0))))
            lead = 0
        else:
            cells[0:2] = [beside(cells[0], cells[1])]
            reasons.pop(0)
            lead = first.width
        wide = max([block.width + (lead if k else 0) for k, block in enumerate(cells)], default=0)
        for position, (block, reason) in enumerate(zip(cells, reasons, strict=True)):
            moved = beside(line(" " * (lead if position else 0)), block)
            texts = tuple(padded(text, wide) for text in moved.lines)
            rows.append(beside(Block(texts, moved.baseline), line(reason)))
        return stacked(tuple(rows), 0, "left")


def _gap(left: Node, right: Node) -> str:
    """The air between two factors: none in `2x`, more between two fraction bars."""
    if isinstance(left, Number) and _is_letter(left_edge(right)):
        return ""
    return "  " if _has_bar(left) and _has_bar(right) else " "


def _has_bar(node: Node) -> bool:
    if isinstance(node, Fraction):
        return node.command != "/"
    return isinstance(node, Derivative)


def _is_letter(node: Node) -> bool:
    return isinstance(node, (Symbol, Accent)) and not is_prefix(node)


def _needs_space(left: Node, right: Node) -> bool:
    """In a script, letters stand side by side, but names of several letters do not."""
    words = any(
        isinstance(node, Symbol) and len(symbol_text(node)) > 1 for node in (left, left_edge(right))
    )
    return words or isinstance(right, Apply)


def _starts_flat(node: Node) -> bool:
    """Whether the first unit of a tall block is itself one line high."""
    edge = left_edge(node)
    return isinstance(edge, (Symbol, Number)) and not isinstance(node, BigOperator)


_WRITERS: dict[type[Node], Callable[..., Block]] = {
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
