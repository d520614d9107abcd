"""One step on a page of the terminal: number, equation, mark and reason, the last in a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.handout.rows import Equation
from verifier.handout.words import Mark
from verifier.notation.blocks import Block
from verifier.records import dataclass
from verifier.terminal import Terminal, display_width, wrapped

MARGIN = 2
NUMBER = 4
START = MARGIN + NUMBER + 2
GAP = 3
NO_MARK: Mark = ("", ())
_NARROWEST_REASON = 18
_NARROWEST_TEXT = 12


@dataclass(frozen=True, slots=True)
class StepLine:
    """What stands in the rows of one step; `reasons` are texts that may be wrapped."""

    equation: Equation
    number: str
    reasons: tuple[str, ...]
    mark: Mark = NO_MARK
    style: tuple[str, ...] = ()

    @property
    def is_tall(self) -> bool:
        """Whether its formula takes more than one row."""
        return any(block.height > 1 for block in self.equation.rows)

    def cost(self, column: int, terminal: Terminal) -> int:
        """How many rows it takes when reasons stand in this column, one more for one below."""
        above = sum(block.height for block in (*self.equation.left, *self.equation.rows))
        count = len(self._wrapped(column, terminal))
        last = self.equation.rows[-1]
        if self._fits_before(column):
            return above + max(0, last.baseline + count - last.height)
        return above + count + 1

    def rows(self, column: int, terminal: Terminal) -> Iterator[str]:
        """The rows, the reasons beside the formula or, where it is too wide, below it."""
        reasons = self._reason_rows(column, terminal)
        for block in self.equation.left:
            yield from _block_rows(block, "", [], column, terminal)
        fits = self._fits_before(column)
        last = len(self.equation.rows) - 1
        for index, block in enumerate(self.equation.rows):
            number = self.number if index == 0 else ""
            beside = reasons if fits and index == last else []
            yield from _block_rows(block, number, beside, column, terminal)
        if not fits:
            yield from (" " * column + reason for reason in reasons)

    def _fits_before(self, column: int) -> bool:
        return self.equation.width + GAP <= column - START

    def _wrapped(self, column: int, terminal: Terminal) -> list[str]:
        width = max(_NARROWEST_TEXT, terminal.width - column - self._indent)
        return [line for reason in self.reasons for line in wrapped(reason, width)]

    @property
    def _indent(self) -> int:
        return display_width(self.mark[0]) + 2 if self.mark[0] else 3

    def _reason_rows(self, column: int, terminal: Terminal) -> list[str]:
        lines = self._wrapped(column, terminal)
        rows = [" " * self._indent + terminal.style(line, *self.style) for line in lines]
        sign, style = self.mark
        if sign:
            rows[0] = f"{terminal.style(sign, *style)}  {rows[0][self._indent :]}"
        return rows


def _block_rows(
    block: Block, number: str, reasons: Sequence[str], column: int, terminal: Terminal
) -> Iterator[str]:
    for index in range(max(block.height, block.baseline + len(reasons))):
        label = number if index == block.baseline else ""
        text = block.lines[index] if index < block.height else ""
        place = index - block.baseline
        row = " " * MARGIN + terminal.style(f"{label:>{NUMBER}}", "dim") + f"  {text}"
        if 0 <= place < len(reasons):
            row += " " * (column - START - display_width(text)) + reasons[place]
        yield row


def best_column(lines: Sequence[StepLine], terminal: Terminal) -> int:
    """The column for reasons with which the lines take the fewest rows and break the least."""
    most = terminal.width - _NARROWEST_REASON - 3
    columns = sorted({START + line.equation.width + GAP for line in lines})
    fitting = [column for column in columns if column <= most]
    return min(
        fitting,
        key=lambda column: sum(line.cost(column, terminal) for line in lines),
        default=most,
    )
