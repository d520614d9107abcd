"""Errata on a page of the terminal: what was printed, what is right, and a counterexample."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.handout.document import Slip
from verifier.handout.rows import broken
from verifier.handout.words import counterexample, mark_of, slip_heading
from verifier.notation.tree import Node
from verifier.notation.write_text import Block
from verifier.terminal import Terminal, display_width, wrapped
from verifier.values import Proved, Verdict

_HEAD = "  "
_INDENT = 5
_LABEL = 10


def slip_rows(slip: Slip, terminal: Terminal) -> Iterator[str]:
    """The box of one erratum."""
    misprint = slip.misprint
    yield from _heading(slip_heading(slip), misprint.note, terminal)
    shapes = [_blocks(node, terminal) for node in (misprint.printed, misprint.corrected)]
    width = max(block.width for shape in shapes for block in shape)
    tall = any(block.height > 1 for shape in shapes for block in shape)
    yield from _formula("printed", shapes[0], width, misprint.verdict, terminal)
    if tall:
        yield ""
    yield from _formula("correct", shapes[1], width, Proved(""), terminal)
    text = counterexample(misprint)
    if text:
        for line in wrapped(terminal.shown(text), terminal.width - _INDENT):
            yield " " * _INDENT + line


def _heading(place: str, note: str, terminal: Terminal) -> Iterator[str]:
    """The name and the place, then what is wrong, in as many lines as they need."""
    place = terminal.shown(place)
    text = f"{place}: {terminal.shown(note)}" if note else place
    for number, line in enumerate(wrapped(text, terminal.width - _INDENT)):
        if number == 0 and line.startswith(place):
            yield _HEAD + terminal.style(place, "bold") + line[len(place) :]
        else:
            yield (" " * _INDENT if number else _HEAD) + line


def _blocks(node: Node, terminal: Terminal) -> tuple[Block, ...]:
    return broken(node, terminal.width - _INDENT - _LABEL - 4, terminal)


def _formula(
    word: str, blocks: tuple[Block, ...], width: int, verdict: Verdict, terminal: Terminal
) -> Iterator[str]:
    mark, style = mark_of(verdict)
    for number, block in enumerate(blocks):
        for index, text in enumerate(block.lines):
            first = number == 0 and index == block.baseline
            label = terminal.style(f"{word if first else '':<{_LABEL}}", "dim")
            end = ""
            if number == len(blocks) - 1 and index == block.baseline:
                end = " " * (width - display_width(text) + 3)
                end += terminal.style(terminal.shown(mark), *style)
            yield (" " * _INDENT + label + text + end).rstrip()
