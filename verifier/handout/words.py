"""The words of a proof that all formats share: reasons, marks, references, confirmations.

They are remarks, words with formulas in them, which each format writes in its own way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verifier.handout.document import Reference, Section, Slip
from verifier.handout.setting import number_node, symbol_of
from verifier.notation.tree import Chain, Node
from verifier.prover.proof import Misprint, NumericCheck, Step
from verifier.prover.remark import Remark
from verifier.terminal import NO_BREAK
from verifier.values import Proved, Refuted, Unknown, Verdict, Witness

Mark = tuple[str, tuple[str, ...]]
RIGHT: Mark = ("✓", ("green",))
WRONG: Mark = ("✗", ("red", "bold"))
OPEN: Mark = ("?", ("yellow", "bold"))
# A bound that every machine stays below, so that a committed handout is the same everywhere.
SAME_TO_TWELVE_DIGITS = 1e-12
_RATIONAL = re.compile(r"-?[0-9]+(/[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A sentence about a whole proof, and whether it is good news."""

    remark: Remark
    right: bool = True


def mark_of(verdict: Verdict) -> Mark:
    """The mark of a verdict with the style it is shown in."""
    match verdict:
        case Proved():
            return RIGHT
        case Refuted():
            return WRONG
        case Unknown():
            return OPEN


def reasons_of(step: Step) -> list[Remark]:
    """Why a step holds, with its conditions, or why it is not proved."""
    reason = step.remark or (", ".join(step.rules) or "no reason given",)
    match step.verdict:
        case Proved(_, conditions) if conditions:
            return [(*reason, f", where {', '.join(map(pretty, conditions))}")]
        case Proved():
            return [reason]
        case Refuted(witness):
            return [reason, ("false: ", *values_at(witness, "before", "after"))]
        case Unknown(why):
            return [reason, (f"not decided: {why}",)]


def pretty(condition: str) -> str:
    """A condition of the kernel as a reader writes it, on one line."""
    signs = condition.replace("!=", "≠").replace(">=", "≥").replace("<=", "≤")
    return signs.replace(" ", NO_BREAK)


def values_at(witness: Witness, left: str, right: str) -> Remark:
    """`at w = 0, x = 1: before -1/2, after 1/2`."""
    return _at(witness, ((left, witness.left), (right, witness.right)))


def _at(witness: Witness, values: Sequence[tuple[str, str]]) -> Remark:
    parts: list[str | Node] = []
    for index, (name, value) in enumerate(witness.point):
        parts.append(", " if index else "at ")
        parts.append(Chain((symbol_of(name), number_node(value)), ("=",)))
    for index, (word, text) in enumerate(values):
        parts.append(", " if index else ": " if parts else "")
        parts.append(f"{word} ")
        parts.extend(_value(text))
    return tuple(parts)


def _value(text: str) -> Remark:
    """A value of the kernel, as a formula when it is exact."""
    if _RATIONAL.fullmatch(text):
        return (number_node(Fraction(text)),)
    return (text,)


def place_of(reference: Reference) -> Remark:
    """`shown above: ∂L/∂a, route 1, steps 1 to 4`, the goal left out when it is the same."""
    steps = f"steps {reference.first} to {reference.last}"
    if reference.first == reference.last:
        steps = f"step {reference.first}"
    where: Remark = () if reference.same_goal else (reference.goal, ", ")
    return ("shown above: ", *where, f"route {reference.route}, {steps}")


# Errata -------------------------------------------------------------------------------------


def slip_heading(slip: Slip) -> Remark:
    """`Erratum S27, at step 5 of route 2`."""
    name = f"Erratum {slip.misprint.label}".rstrip()
    if slip.step is None:
        return (name,)
    goal: Remark = () if slip.goal is None else (" to ", slip.goal)
    return (f"{name}, at step {slip.step} of route {slip.route}", *goal)


def printed_and_correct(misprint: Misprint) -> tuple[Node, Node]:
    """The two formulas, as equations where the article prints an equation."""
    return (
        _equation(misprint.left, misprint.printed),
        _equation(misprint.corrected_left, misprint.corrected),
    )


def _equation(left: Node | None, right: Node) -> Node:
    return right if left is None else Chain((left, right), ("=",))


def counterexample(misprint: Misprint) -> Remark:
    """`at w = 0, x = 1: printed -1/2, correct -0.731058…`; empty when there is none.

    Of an equation the two sides are given.
    """
    witness = misprint.witness
    if witness is None:
        return ()
    if misprint.left is not None:
        return values_at(witness, "the left side is", "the right side")
    return _at(witness, (("printed", witness.right), ("correct", witness.left)))


# What confirms a proof ----------------------------------------------------------------------


def confirmations(section: Section) -> Iterator[Confirmation]:
    """That the routes agree, what SymPy says, and the numeric check with its exact figures."""
    yield from agreement(section)
    if section.numeric is not None:
        yield _numeric(section.numeric)


def agreement(section: Section) -> Iterator[Confirmation]:
    """That the routes agree, decided by the kernel, and what SymPy says."""
    match section.agreement:
        case Proved():
            yield Confirmation(("The routes agree: ", section.closed_form, "."))
        case Refuted(witness):
            where = values_at(witness, "route 1 gives", "route 2 gives")
            yield Confirmation(("The routes do not agree: ", *where, "."), False)
        case Unknown(reason):
            yield Confirmation((f"Whether the routes agree is not decided: {reason}.",), False)
        case None:
            yield Confirmation(("The result: ", section.closed_form, "."))
    if section.second_opinion is not None:
        says = "SymPy, asked as a second opinion, "
        says += "finds the same." if section.second_opinion else "does not find the same."
        yield Confirmation((says,), section.second_opinion)


def _numeric(check: NumericCheck) -> Confirmation:
    if not math.isfinite(check.largest_error):
        return Confirmation(("NumPy: no point could be computed.",), False)
    skipped = f" ({grouped(check.skipped)} out of range)" if check.skipped else ""
    error = f"{check.largest_error:.0e}".replace("e-0", "e-")
    points = f"{grouped(check.points)} points{skipped}"
    return Confirmation((f"NumPy: {points}, largest relative error {error}.",))


def lasting_numeric(check: NumericCheck) -> Confirmation:
    """The numeric check in words that do not change with the machine."""
    if not math.isfinite(check.largest_error):
        return Confirmation(("NumPy: no point could be computed.",), False)
    if check.largest_error <= SAME_TO_TWELVE_DIGITS:
        bound = "below 1e-12"
    else:
        bound = f"below 1e{math.ceil(math.log10(check.largest_error)):+d}"
    points = f"{grouped(check.points)} points by complex step"
    return Confirmation((f"NumPy: {points}, largest relative error {bound}.",))


def grouped(number: int) -> str:
    """`100 000`."""
    return f"{number:,}".replace(",", NO_BREAK)


def outcome(sections: Sequence[Section]) -> str:
    """`5 derivatives by 10 proofs in 90 steps: the kernel proved every step.`"""
    routes = sum(len(section.ways) for section in sections)
    steps = sum(1 for section in sections for way in section.ways for _ in way.steps)
    text = f"{_counted(len(sections), 'derivative')} by {_counted(routes, 'proof')}"
    text += f" in {_counted(steps, 'step')}"
    unfinished = sum(1 for section in sections if not section.complete)
    if not unfinished:
        return f"{text}: the kernel proved every step."
    return f"{text}: {unfinished} of the derivatives not complete."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"
