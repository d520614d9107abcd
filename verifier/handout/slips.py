"""Errata on a page of the terminal: what was printed, what is right, and a counterexample."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.handout.document import Slip
from verifier.handout.rows import Pen, broken
from verifier.handout.words import (
    RIGHT,
    Mark,
    counterexample,
    mark_of,
    printed_and_correct,
    slip_heading,
)
from verifier.notation.blocks import Block
from verifier.terminal import NO_BREAK, display_width, wrapped

_HEAD = "  "
_INDENT = 5
_LABEL = 10


def slip_rows(slip: Slip, pen: Pen) -> Iterator[str]:
    """The box of one erratum."""
    misprint = slip.misprint
    yield from _heading(slip, pen)
    room = pen.terminal.width - _INDENT - _LABEL - 4
    shapes = [broken(node, room, pen) for node in printed_and_correct(misprint)]
    width = max(block.width for shape in shapes for block in shape)
    yield from _formula("printed", shapes[0], width, mark_of(misprint.verdict), pen)
    if any(block.height > 1 for shape in shapes for block in shape):
        yield ""
    yield from _formula("correct", shapes[1], width, RIGHT, pen)
    remark = counterexample(misprint)
    if remark:
        for line in pen.wrapped(remark, pen.terminal.width - _INDENT):
            yield " " * _INDENT + line


def _heading(slip: Slip, pen: Pen) -> Iterator[str]:
    """The name and the place, then what is wrong, in as many lines as they need."""
    place = pen.remark(slip_heading(slip)).replace(NO_BREAK, " ")
    note = pen.terminal.shown(slip.misprint.note)
    text = f"{place}: {note}" if note else place
    for number, line in enumerate(wrapped(text, pen.terminal.width - _INDENT)):
        if number == 0 and line.startswith(place):
            yield _HEAD + pen.terminal.style(place, "bold") + line[len(place) :]
        else:
            yield (" " * _INDENT if number else _HEAD) + line


def _formula(
    word: str, blocks: tuple[Block, ...], width: int, shown: Mark, pen: Pen
) -> Iterator[str]:
    terminal = pen.terminal
    mark, style = shown
    for number, block in enumerate(blocks):
        for index, text in enumerate(block.lines):
            first = number == 0 and index == block.baseline
            label = terminal.style(f"{word if first else '':<{_LABEL}}", "dim")
            end = ""
            if number == len(blocks) - 1 and index == block.baseline:
                end = " " * (width - display_width(text) + 3)
                end += terminal.style(terminal.shown(mark), *style)
            yield (" " * _INDENT + label + text + end).rstrip()
