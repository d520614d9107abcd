"""A proof as a page of the terminal: formulas aligned at the equals sign, reasons at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.handout.document import Numbered, Part, Reference, Section, Way
from verifier.handout.rows import Equation, Pen, equation, left_width
from verifier.handout.slips import slip_rows
from verifier.handout.words import (
    confirmations,
    mark_of,
    outcome,
    place_of,
    reasons_of,
)
from verifier.notation.tree import Node
from verifier.notation.write_text import Block
from verifier.prover.remark import Remark
from verifier.terminal import Terminal, display_width

_MARGIN = "  "
_NUMBER = 4
_START = len(_MARGIN) + _NUMBER + 2
_GAP = 3
_NARROWEST_REASON = 18
_BETWEEN = 5


def page(section: Section, title: str, terminal: Terminal) -> str:
    """One goal: the claim, what it rests on, its routes, what confirms it, and the errata."""
    pen = Pen(terminal, section.vocabulary)
    return "\n".join(row.rstrip() for row in _Page(section, title, pen).rows())


def closing_line(sections: Sequence[Section], terminal: Terminal) -> str:
    """How many proofs and steps there were, and whether all of them are proved."""
    text = terminal.shown(outcome(sections))
    complete = all(section.complete for section in sections)
    style = ("green",) if complete else ("red", "bold")
    return _MARGIN + terminal.style(text, *style)


class _Page:
    """The rows of one section; all its reasons stand in the same column."""

    def __init__(self, section: Section, title: str, pen: Pen) -> None:
        self.section = section
        self.title = title
        self.pen = pen
        self.terminal = terminal = pen.terminal
        self.room = terminal.width - _START
        self.parts = [part for way in section.ways for part in way.parts]
        self.shapes = {id(part): list(self._shapes(part)) for part in self.parts}
        self.column = self._best_column()

    def rows(self) -> Iterator[str]:
        yield from self._head()
        for way in self.section.ways:
            yield ""
            yield from self._way(way)
        yield ""
        for row in confirmations(self.section):
            style = () if row.right else ("red", "bold")
            for text in self.pen.wrapped(row.remark, self.terminal.width - len(_MARGIN)):
                yield _MARGIN + self.terminal.style(text, *style)
        for slip in self.section.slips:
            yield ""
            yield from slip_rows(slip, self.pen)

    # The head -----------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        claim = self.pen.line(self.section.claim)
        title = self.terminal.shown(self.title)
        space = self.terminal.width - len(_MARGIN) - display_width(claim) - display_width(title)
        shown_title = self.terminal.style(title, "dim")
        if space < _GAP:
            yield _MARGIN + shown_title
            space = 0
        end = " " * space + shown_title if space else ""
        yield _MARGIN + self.terminal.style(claim, "bold") + end
        setting = self.section.setting
        yield from self._listed("where", setting.definitions)
        yield from self._listed("on", setting.domains)

    def _listed(self, word: str, formulas: Sequence[Node]) -> Iterator[str]:
        """Formulas side by side, as many in a row as fit."""
        label = f"{word:<7}"
        row = ""
        for formula in formulas:
            text = self.pen.line(formula)
            longer = f"{row}{' ' * _BETWEEN}{text}" if row else text
            if row and len(_MARGIN) + 7 + display_width(longer) > self.terminal.width:
                yield _MARGIN + self.terminal.style(label, "dim") + row
                label, longer = " " * 7, text
            row = longer
        if row:
            yield _MARGIN + self.terminal.style(label, "dim") + row

    # Routes -------------------------------------------------------------------------------

    def _way(self, way: Way) -> Iterator[str]:
        heading = f"Route {way.number}, {way.title}"
        yield _MARGIN + self.terminal.style(self.terminal.shown(heading), "bold")
        for part in way.parts:
            yield ""
            yield from self._part(part, single=len(way.parts) == 1)

    def _part(self, part: Part, single: bool) -> Iterator[str]:
        if part.heading and not single:
            for title in self.pen.wrapped(part.heading, self.room):
                yield " " * _START + self.terminal.style(title, "cyan")
        shapes = iter(self.shapes[id(part)])
        if part.shown is not None:
            yield from self._reference(part.shown, next(shapes))
        tall = False
        for index, (numbered, shape) in enumerate(zip(part.steps, shapes, strict=True)):
            now_tall = any(block.height > 1 for block in shape.rows)
            if index and (tall or now_tall):
                yield ""
            tall = now_tall
            yield from self._step(numbered, shape)

    def _reference(self, shown: Reference, shape: Equation) -> Iterator[str]:
        yield from self._lines(shape, "", [place_of(shown)], note_style=("dim",))

    def _step(self, numbered: Numbered, shape: Equation) -> Iterator[str]:
        mark, style = mark_of(numbered.step.verdict)
        notes = reasons_of(numbered.step)
        shown_mark = self.terminal.shown(mark)
        yield from self._lines(shape, str(numbered.number), notes, (shown_mark, style))

    def _lines(
        self,
        shape: Equation,
        number: str,
        notes: Sequence[Remark],
        mark: tuple[str, Sequence[str]] = ("", ()),
        note_style: Sequence[str] = (),
    ) -> Iterator[str]:
        """The rows of an equation, its number at the left, mark and reasons at the right."""
        beside_it = shape.width + _GAP <= self.column - _START
        reasons = self._reason_rows(notes, mark, note_style)
        for block in shape.left:
            yield from self._block_rows(block, "", [])
        last = len(shape.rows) - 1
        for index, block in enumerate(shape.rows):
            shown = number if index == 0 else ""
            at_the_right = reasons if beside_it and index == last else []
            yield from self._block_rows(block, shown, at_the_right)
        if not beside_it:
            for reason in reasons:
                yield " " * self.column + reason

    def _block_rows(self, block: Block, number: str, reasons: Sequence[str]) -> Iterator[str]:
        height = max(block.height, block.baseline + len(reasons))
        for index in range(height):
            on_line = index == block.baseline
            label = self.terminal.style(f"{number:>{_NUMBER}}", "dim") if on_line else " " * _NUMBER
            text = block.lines[index] if index < block.height else ""
            place = index - block.baseline
            row = f"{_MARGIN}{label}  {text}"
            if 0 <= place < len(reasons):
                row += " " * (self.column - _START - display_width(text)) + reasons[place]
            yield row

    def _reason_rows(
        self, notes: Sequence[Remark], mark: tuple[str, Sequence[str]], note_style: Sequence[str]
    ) -> list[str]:
        text, style = mark
        indent = display_width(text) + 2 if text else 3
        width = max(12, self.terminal.width - self.column - indent)
        lines = [line for note in notes for line in self.pen.wrapped(note, width)]
        rows = [" " * indent + self.terminal.style(line, *note_style) for line in lines]
        if text:
            rows[0] = f"{self.terminal.style(text, *style)}  {rows[0][indent:]}"
        return rows

    # Columns ------------------------------------------------------------------------------

    def _shapes(self, part: Part) -> Iterator[Equation]:
        """The equations of a derivation, the one it refers to first."""
        lines = [(numbered.left, numbered.step.formula) for numbered in part.steps]
        if part.shown is not None:
            lines.insert(0, (part.shown.left, part.shown.formula))
        lefts = [left for left, _ in lines if left is not None]
        column = left_width(lefts, self.room, self.pen)
        for left, right in lines:
            yield equation(left, column, right, self.room, self.pen)

    def _best_column(self) -> int:
        """The column for reasons with which the page is shortest."""
        most = self.terminal.width - _NARROWEST_REASON - 3
        widths = {shape.width for shapes in self.shapes.values() for shape in shapes}
        columns = sorted(_START + width + _GAP for width in widths)
        fitting = [column for column in columns if column <= most]
        return min(fitting, key=self._height, default=most)

    def _height(self, column: int) -> int:
        """How many rows the steps take when reasons stand in this column."""
        self.column = column
        return sum(
            sum(1 for _ in self._step(numbered, shape))
            for part in self.parts
            for numbered, shape in zip(
                part.steps, self.shapes[id(part)][-len(part.steps) :], strict=False
            )
        )
