"""How the kernel came to a verdict: the question is decided again, and what happens is recorded.

A proof is told by its parts and cases: the common normal form, what had to hold for it and was
shown, what was left as a condition. A refutation is told by the values of all parts of both sides
at its point, an open question by the normal forms that differ and the reasons of each attempt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from verifier.kernel.domains import REAL, describe
from verifier.kernel.hypotheses import Equation
from verifier.kernel.polynomials import UnreliableAnswer
from verifier.kernel.proof import Equal
from verifier.kernel.prove import prove
from verifier.kernel.record import Part, WrittenRecord
from verifier.kernel.term import Term
from verifier.kernel.text import text
from verifier.kernel.witnesses import value_text
from verifier.records import dataclass
from verifier.values import Refuted, Verdict

MOST_ROWS = 14
LONGEST_TEXT = 90
_ATOMS = frozenset(("number", "variable", "entry", "pi"))


@dataclass(frozen=True, slots=True)
class ByEntries:
    """An equality of matrices that was proved as one of their entries, and which entries."""

    equation: Equation
    entries: str


@dataclass(frozen=True, slots=True)
class Account:
    """What was asked and how it was answered.

    `parts` make up a proof; those of an induction on `induction` are the base cases and the step.
    `values` are the parts of the left and of the right side with their values at a witness.
    `tried` says why attempts failed. Everything is text to be read.
    """

    left: str
    right: str
    domains: tuple[str, ...]
    given: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    induction: str | None = None
    values: tuple[tuple[tuple[str, str], ...], ...] = ()
    tried: tuple[str, ...] = ()
    entries: str = ""
    """Which entries of matrices the sides are; empty for numbers."""


def explain(verdict: Verdict) -> Account | None:
    """The account of a verdict of the kernel; None for one that was made of several questions."""
    question = verdict.question
    entries = question.entries if isinstance(question, ByEntries) else ""
    equation = question.equation if isinstance(question, ByEntries) else question
    if not isinstance(equation, Equation):
        return None
    given = tuple(f"{text(h.left)} {h.relation} {text(h.right)}" for h in equation.hypotheses)
    asked = text(equation.left), text(equation.right), tuple(_domains(equation)), given
    if isinstance(verdict, Refuted):
        point = dict(verdict.witness.point)
        rows = [tuple(_worked_out(side, point)) for side in (equation.left, equation.right)]
        return Account(*asked, values=tuple(rows))
    record = WrittenRecord()
    try:
        outcome = prove(equation, record)
    except (RecursionError, OverflowError, UnreliableAnswer):
        return Account(*asked)
    if isinstance(outcome, Equal):
        return Account(*asked, tuple(record.parts), outcome.induction, entries=entries)
    return Account(*asked, tried=tuple(dict.fromkeys(record.reasons)))


def _domains(equation: Equation) -> Iterator[str]:
    """`z in ℝ` for each name that occurs."""
    for name in sorted(equation.left.free | equation.right.free):
        domain = equation.domains.get(name, REAL)
        yield f"{name.removesuffix('[]').removesuffix('()')} in {describe(domain)}"


def _worked_out(side: Term, point: Mapping[str, Fraction]) -> Iterator[tuple[str, str]]:
    """The parts of a term with their values, each after the parts that it is made of."""
    parts = [part for part in _inside_out(side) if part.operator not in _ATOMS]
    short = [part for part in parts if not part.open and len(text(part)) <= LONGEST_TEXT]
    for part in [*[p for p in short if p is not side][-(MOST_ROWS - 1) :], side]:
        yield text(part), value_text(part, point)


def _inside_out(term: Term) -> Iterator[Term]:
    """Every part once, a term behind its arguments."""
    seen: set[Term] = set()
    todo = [(term, False)]
    while todo:
        part, done = todo.pop()
        if done:
            yield part
        elif part not in seen:
            seen.add(part)
            todo.append((part, True))
            todo.extend((child, False) for child in reversed(part.children))
