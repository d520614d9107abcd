"""Formulas as rows of a page of limited width: what is too wide is broken, never cut off."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.notation.blocks import Block, beside
from verifier.notation.tree import Node, Sum
from verifier.notation.vocabulary import DEFAULT, Vocabulary
from verifier.notation.write_text import write_line, write_text
from verifier.prover.remark import Remark
from verifier.records import dataclass
from verifier.terminal import NO_BREAK, Terminal, display_width, wrapped

_CONTINUATION = 2
_BREAKS = (" + ", " - ", " = ", " · ", " * ")


@dataclass(frozen=True, slots=True)
class Equation:
    """A left side, `=` and rows of a right side; where the left side is wide it stands above."""

    left: tuple[Block, ...]
    rows: tuple[Block, ...]

    @property
    def width(self) -> int:
        return max(block.width for block in (*self.left, *self.rows))


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes formulas and remarks with the characters that a terminal has."""

    terminal: Terminal
    vocabulary: Vocabulary = DEFAULT

    def block(self, node: Node) -> Block:
        """The formula over as many rows as it needs; one row where there is only ASCII."""
        if self.terminal.unicode:
            return write_text(node, self.vocabulary)
        return flat(self.line(node))

    def line(self, node: Node) -> str:
        """The formula in one line."""
        return self.terminal.shown(write_line(node, self.vocabulary))

    def remark(self, remark: Remark) -> str:
        """Words with formulas in them, to be wrapped: formulas hold together."""
        return "".join(
            self.terminal.shown(held(part))
            if isinstance(part, str)
            else self.line(part).replace(" ", NO_BREAK)
            for part in remark
        )

    def wrapped(self, remark: Remark, width: int) -> list[str]:
        """A remark in lines of at most `width` columns."""
        return wrapped(self.remark(remark), width)


def held(words: str) -> str:
    """The words of a remark; an arrow or a sign between formulas holds them together."""
    words = words.replace(" ← ", f"{NO_BREAK}←{NO_BREAK}")
    sign = words.strip()
    if not sign or sign in ",;:." or any(character.isalnum() for character in sign):
        return words
    return words.replace(" ", NO_BREAK)


def flat(text: str) -> Block:
    """A block of one line."""
    return Block((text,))


def broken(node: Node, width: int, pen: Pen) -> tuple[Block, ...]:
    """The formula in blocks of at most `width` columns where it can be broken at all.

    It is broken between the terms of a sum, or else written in one line that is broken before an
    operator, outside of brackets if possible.
    """
    whole = pen.block(node)
    if whole.width <= width:
        return (whole,)
    if isinstance(node, Sum) and len(node.terms) > 1:
        rows = tuple(_rows_of_terms(node, width, pen))
        if all(row.width <= width for row in rows):
            return rows
    return tuple(flat(text) for text in _broken_line(pen.line(node), width))


def _rows_of_terms(node: Sum, width: int, pen: Pen) -> Iterator[Block]:
    """As many terms in each row as fit."""
    start = 0
    while start < len(node.terms):
        indent = _CONTINUATION if start else 0
        end = start + 1
        block = _terms(node, start, end, pen)
        while end < len(node.terms):
            longer = _terms(node, start, end + 1, pen)
            if longer.width + indent > width:
                break
            block, end = longer, end + 1
        yield beside(flat(" " * indent), block)
        start = end


def _terms(node: Sum, start: int, end: int, pen: Pen) -> Block:
    """The terms from `start` to `end`; behind a sign at the start of a row stands a space."""
    sign = node.signs[start]
    if start == 0 and end == 1 and not sign:
        return pen.block(node.terms[0])
    block = pen.block(Sum(node.signs[start:end], node.terms[start:end]))
    if start == 0 or block.lines[block.baseline][1:2] == " ":
        return block
    return Block(tuple(f"{text[:1]} {text[1:]}" for text in block.lines), block.baseline)


def _broken_line(text: str, width: int) -> Iterator[str]:
    indent = ""
    while display_width(indent + text) > width:
        place = _best_break(text, width - len(indent))
        if place is None:
            break
        yield indent + text[:place].rstrip()
        text = text[place:].lstrip()
        indent = " " * _CONTINUATION
    yield indent + text


def _best_break(text: str, width: int) -> int | None:
    """Before the last operator that fits, in the outermost brackets that are not too short."""
    depth = 0
    candidates: list[tuple[int, int]] = []
    for index, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if index > 1 and text.startswith(_BREAKS, index):
            candidates.append((depth, index))
    fitting = [(d, i) for d, i in candidates if display_width(text[:i]) <= width]
    if not fitting:
        return candidates[0][1] if candidates else None
    late = [(d, i) for d, i in fitting if 2 * i >= width] or fitting
    outermost = min(d for d, _ in late)
    return max(i for d, i in late if d == outermost)


# Equations ----------------------------------------------------------------------------------


def equation(left: Node | None, left_width: int, right: Node, width: int, pen: Pen) -> Equation:
    """`left = right` with the equals sign in the column behind `left_width`.

    Without a left side its place stays empty. A wider left side stands in rows of its own.
    """
    sign = flat("= ")
    rows = broken(right, width - left_width - 3, pen)
    above: tuple[Block, ...] = ()
    start = flat(" " * left_width)
    if left is not None:
        block = pen.block(left)
        if block.width <= left_width:
            start = beside(block, flat(" " * (left_width - block.width)))
        else:
            above = broken(left, width, pen)
    first = beside(start, flat(" "), sign, rows[0])
    others = (beside(flat(" " * (left_width + 3)), row) for row in rows[1:])
    return Equation(above, (first, *others))


def left_width(lefts: list[Node], width: int, pen: Pen) -> int:
    """The column for the equals signs of a derivation: behind the widest left side, in reason."""
    most = width // 3
    widths = [pen.block(left).width for left in lefts]
    return max((wide for wide in widths if wide <= most), default=2)
