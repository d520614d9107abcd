"""Fractions, derivatives, sums over an index, roots, cases and matrices in text."""

from __future__ import annotations

from verifier.notation.blocks import (
    EMPTY,
    Block,
    beside,
    enclosed,
    fence,
    line,
    padded,
    quotient,
    rooted,
    stacked,
)
from verifier.notation.characters import SUBSCRIPTS, SUPERSCRIPTS, as_script, character
from verifier.notation.text_scripts import TextScripts
from verifier.notation.tree import (
    BigOperator,
    Cases,
    Derivative,
    Fraction,
    Group,
    Hole,
    Matrix,
    Node,
    Root,
    Subscript,
    Superscript,
    Symbol,
)

_MATRIX_FENCES = {
    "pmatrix": "()",
    "bmatrix": "[]",
    "Bmatrix": "{}",
    "vmatrix": "||",
    "Vmatrix": "‖‖",
}


class TextStructures(TextScripts):
    """Sets what is built of several parts."""

    def fraction(self, node: Fraction) -> Block:
        above, below = self.block(node.numerator), self.block(node.denominator)
        if node.command == "/" or self.flat:
            return beside(above, line("/"), below)
        return quotient(above, below, above.height > 1 or below.height > 1)

    def derivative(self, node: Derivative) -> Block:
        sign = character(node.operator)
        total = sum(count for _, count in node.variables)
        above = line(sign + (_power(total) if total > 1 else ""))
        if not node.applied:
            above = beside(above, self.differentiated(node.body))
        below: list[Block] = []
        for variable, count in node.variables:
            below.append(line((" " if below else "") + sign))
            below.append(self.block(variable))
            below.append(line(_power(count) if count > 1 else ""))
        divisor = beside(*below)
        if self.flat:
            mixed = len(node.variables) > 1
            divisor = enclosed("(", divisor, ")") if mixed else divisor
            whole = beside(above, line("/"), divisor)
        else:
            whole = quotient(above, divisor, above.height > 1 or divisor.height > 1)
        if not node.applied or isinstance(node.body, Hole):
            return whole
        return beside(whole, line(" "), self.block(node.body))

    def differentiated(self, node: Node) -> Block:
        block = self.block(node)
        short = _is_name(node) or (block.height == 1 and block.width < 4)
        return block if short else beside(line(" "), block)

    def big_operator(self, node: BigOperator) -> Block:
        sign = line(character(node.command))
        sign = self.flat_limits(sign, node) if self.flat else self.limits(sign, node)
        if isinstance(node.body, Hole):
            return sign
        return beside(sign, line(" "), self.block(node.body))

    def limits(self, sign: Block, node: BigOperator) -> Block:
        blocks = [sign]
        place = 0
        if node.upper is not None:
            blocks.insert(0, self.small(node.upper))
            place = 1
        if node.lower is not None:
            blocks.append(self.small(node.lower))
        return stacked(tuple(blocks), place)

    def flat_limits(self, sign: Block, node: BigOperator) -> Block:
        text = ""
        for limit, table, mark in (
            (node.lower, SUBSCRIPTS, "_"),
            (node.upper, SUPERSCRIPTS, "^"),
        ):
            if limit is not None:
                short = self.script_text(limit, table)
                text += short if short is not None else f"{mark}({self.compact_line(limit)})"
        return beside(sign, line(text))

    def root(self, node: Root) -> Block:
        degree = ""
        if node.degree is not None:
            short = self.script_text(node.degree, SUPERSCRIPTS)
            degree = short if short is not None else f"({self.compact_line(node.degree)})"
        return rooted(self.block(node.radicand), degree)

    def cases(self, node: Cases) -> Block:
        rows: list[tuple[Block, ...]] = []
        for value, condition in node.rows:
            words = line("otherwise")
            if condition is not None:
                words = beside(line("if "), self.block(condition))
            rows.append((self.block(value), words))
        if self.flat:
            texts = [f"{row[0]} {row[1]}" for row in rows]
            return line("{" + "; ".join(texts) + "}")
        table = _table(rows, "left", 2)
        return beside(fence("{", table.height, table.baseline), line(" "), table)

    def matrix(self, node: Matrix) -> Block:
        left, right = tuple(_MATRIX_FENCES.get(node.environment, "  "))
        rows = [tuple(self.block(cell) for cell in row) for row in node.rows]
        if self.flat:
            texts = [", ".join(cell.lines[0] for cell in row) for row in rows]
            left, right = (left, right) if left != " " else ("[", "]")
            return line(left + "; ".join(texts) + right)
        table = _table(rows, "center", 2)
        return enclosed(left.strip(), table, right.strip())


def _power(number: int) -> str:
    return as_script(str(number), SUPERSCRIPTS) or ""


def _table(rows: list[tuple[Block, ...]], place: str, gap: int) -> Block:
    """Rows of blocks in columns; the baseline is in the middle."""
    columns = max(len(row) for row in rows)
    widths = [
        max((row[column].width for row in rows if column < len(row)), default=0)
        for column in range(columns)
    ]
    lines: list[str] = []
    tall = any(block.height > 1 for row in rows for block in row)
    for row in rows:
        cells = []
        for column, width in enumerate(widths):
            block = row[column] if column < len(row) else EMPTY
            texts = tuple(padded(text, width, place) for text in block.lines)
            cells.append(line(" " * gap if column else ""))
            cells.append(Block(texts, block.baseline))
        whole = beside(*cells)
        if tall and lines:
            lines.append(" " * whole.width)
        lines.extend(whole.lines)
    return Block(tuple(lines), (len(lines) - 1) // 2)


def _is_name(node: Node) -> bool:
    """Whether a formula is a name, perhaps with scripts, or stands in brackets."""
    if isinstance(node, Subscript | Superscript):
        return _is_name(node.base)
    return isinstance(node, Group | Symbol)
