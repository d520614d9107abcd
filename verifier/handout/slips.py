"""Errata on a page of the terminal: what was printed, what is right, and a counterexample."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.handout.document import Slip
from verifier.handout.rows import formula_line
from verifier.handout.words import mark_of, point_of
from verifier.prover.proof import Misprint
from verifier.terminal import Terminal, display_width, wrapped
from verifier.values import Proved, Verdict

_INDENT = " " * 5


def slip_heading(slip: Slip) -> str:
    """`Erratum S27, at step 5 of route 2`."""
    name = f"Erratum {slip.misprint.label}".rstrip()
    return name if slip.step is None else f"{name}, at step {slip.step} of route {slip.route}"


def slip_rows(slip: Slip, terminal: Terminal) -> Iterator[str]:
    """The box of one erratum."""
    misprint = slip.misprint
    yield "  " + terminal.style(terminal.shown(slip_heading(slip)), "bold")
    printed = formula_line(misprint.printed, terminal)
    corrected = formula_line(misprint.corrected, terminal)
    width = max(display_width(printed), display_width(corrected))
    mark = _mark(misprint.verdict, terminal)
    yield from _row("printed", printed, width, mark, misprint.note, terminal)
    right = _mark(Proved(""), terminal)
    yield from _row("correct", corrected, width, right, "", terminal)
    text = counterexample(misprint)
    if text:
        for line in wrapped(terminal.shown(text), terminal.width - len(_INDENT)):
            yield _INDENT + line


def counterexample(misprint: Misprint) -> str:
    """`at w = 0, x = 1: printed -1/2, correct -0.731058…`."""
    witness = misprint.witness
    if witness is None:
        return ""
    values = f"printed {witness.right}, correct {witness.left}"
    point = point_of(witness)
    return f"at {point}:  {values}" if point else values


def _mark(verdict: Verdict, terminal: Terminal) -> str:
    mark, style = mark_of(verdict)
    return terminal.style(terminal.shown(mark), *style)


def _row(
    word: str, formula: str, width: int, mark: str, note: str, terminal: Terminal
) -> Iterator[str]:
    label = terminal.style(f"{word:<10}", "dim")
    start = len(_INDENT) + 10
    text = terminal.shown(note)
    room = terminal.width - start - width - 6
    if not text or display_width(text) <= room:
        gap = " " * (width - display_width(formula) + 3)
        yield f"{_INDENT}{label}{formula}{gap}{mark}  {text}".rstrip()
        return
    yield f"{_INDENT}{label}{formula}   {mark}"
    for line in wrapped(text, terminal.width - start):
        yield " " * start + line
