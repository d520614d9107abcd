"""A proof as a page of the terminal: formulas aligned at the equals sign, reasons at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.handout.document import Part, Section, Way
from verifier.handout.rows import Pen, equation, left_width
from verifier.handout.slips import slip_rows
from verifier.handout.step_lines import GAP, MARGIN, START, StepLine, best_column
from verifier.handout.words import (
    confirmations,
    mark_of,
    outcome,
    place_of,
    reasons_of,
)
from verifier.notation.tree import Node
from verifier.terminal import Terminal, display_width

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
    return " " * MARGIN + terminal.style(text, *style)


class _Page:
    """The rows of one section; all its reasons stand in the same column."""

    def __init__(self, section: Section, title: str, pen: Pen) -> None:
        self.section = section
        self.title = title
        self.pen = pen
        self.terminal = terminal = pen.terminal
        self.room = terminal.width - START
        parts = [part for way in section.ways for part in way.parts]
        self.lines = {id(part): tuple(self._lines(part)) for part in parts}
        every = [line for part in parts for line in self.lines[id(part)]]
        self.column = best_column(every, terminal)

    def rows(self) -> Iterator[str]:
        yield from self._head()
        for way in self.section.ways:
            yield ""
            yield from self._way(way)
        yield ""
        for row in confirmations(self.section):
            style = () if row.right else ("red", "bold")
            for text in self.pen.wrapped(row.remark, self.terminal.width - MARGIN):
                yield " " * MARGIN + self.terminal.style(text, *style)
        for slip in self.section.slips:
            yield ""
            yield from slip_rows(slip, self.pen)

    # The head -----------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        claim = self.pen.line(self.section.claim)
        title = self.terminal.shown(self.title)
        space = self.terminal.width - MARGIN - display_width(claim) - display_width(title)
        shown_title = self.terminal.style(title, "dim")
        if space < GAP:
            yield " " * MARGIN + shown_title
            space = 0
        end = " " * space + shown_title if space else ""
        yield " " * MARGIN + self.terminal.style(claim, "bold") + end
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
            if row and MARGIN + 7 + display_width(longer) > self.terminal.width:
                yield " " * MARGIN + self.terminal.style(label, "dim") + row
                label, longer = " " * 7, text
            row = longer
        if row:
            yield " " * MARGIN + self.terminal.style(label, "dim") + row

    # Routes -------------------------------------------------------------------------------

    def _way(self, way: Way) -> Iterator[str]:
        heading = f"Route {way.number}, {way.title}"
        yield " " * MARGIN + self.terminal.style(self.terminal.shown(heading), "bold")
        for part in way.parts:
            yield ""
            yield from self._part(part, single=len(way.parts) == 1)

    def _part(self, part: Part, single: bool) -> Iterator[str]:
        if part.heading and not single:
            for title in self.pen.wrapped(part.heading, self.room):
                yield " " * START + self.terminal.style(title, "cyan")
        before: StepLine | None = None
        for line in self.lines[id(part)]:
            if before is not None and before.number and (before.is_tall or line.is_tall):
                yield ""
            yield from line.rows(self.column, self.terminal)
            before = line

    def _lines(self, part: Part) -> Iterator[StepLine]:
        """The lines of a derivation, the one that refers to another place first."""
        sides = [(numbered.left, numbered.step.formula) for numbered in part.steps]
        if part.shown is not None:
            sides.insert(0, (part.shown.left, part.shown.formula))
        lefts = [left for left, _ in sides if left is not None]
        column = left_width(lefts, self.room, self.pen)
        shapes = (equation(left, column, right, self.room, self.pen) for left, right in sides)
        if part.shown is not None:
            place = self.pen.remark(place_of(part.shown))
            yield StepLine(next(shapes), "", (place,), style=("dim",))
        for numbered, shape in zip(part.steps, shapes, strict=True):
            reasons = tuple(map(self.pen.remark, reasons_of(numbered.step)))
            sign, style = mark_of(numbered.step.verdict)
            mark = (self.terminal.shown(sign), style)
            yield StepLine(shape, str(numbered.number), reasons, mark)
