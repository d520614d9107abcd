"""The words of a proof that all formats share: reasons, marks, references, confirmations."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.handout.document import Reference, Section, Slip
from verifier.meaning.names import readable
from verifier.notation.write_text import write_line
from verifier.prover.proof import Misprint, NumericCheck, Step
from verifier.values import Proved, Refuted, Unknown, Verdict, Witness

PROVED, REFUTED, UNKNOWN = "✓", "✗", "?"
# A bound that every machine stays below, so that a committed handout is the same everywhere.
SAME_TO_TWELVE_DIGITS = 1e-12


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A sentence about a whole proof, and whether it is good news."""

    text: str
    right: bool = True


def mark_of(verdict: Verdict) -> tuple[str, tuple[str, ...]]:
    """The mark of a verdict with the style it is shown in."""
    match verdict:
        case Proved():
            return PROVED, ("green",)
        case Refuted():
            return REFUTED, ("red", "bold")
        case Unknown():
            return UNKNOWN, ("yellow", "bold")


def reason_of(step: Step) -> list[str]:
    """Why a step holds, with its conditions, or why it is not proved."""
    reason = step.reason or ", ".join(step.rules) or "no reason given"
    match step.verdict:
        case Proved(_, conditions) if conditions:
            return [f"{reason}, where {', '.join(map(pretty, conditions))}"]
        case Proved():
            return [reason]
        case Refuted(witness):
            return [reason, f"false: {values_at(witness, 'before', 'after')}"]
        case Unknown(why):
            return [reason, f"not decided: {why}"]


def pretty(condition: str) -> str:
    """A condition of the kernel as a reader writes it."""
    return condition.replace("!=", "≠").replace(">=", "≥").replace("<=", "≤")


def values_at(witness: Witness, left: str, right: str) -> str:
    """`at w = 0, x = 1: before -1/2, after 1/2`."""
    values = f"{left} {witness.left}, {right} {witness.right}"
    point = point_of(witness)
    return f"at {point}: {values}" if point else values


def point_of(witness: Witness) -> str:
    """`w = 0, x = 1`."""
    return ", ".join(f"{readable(name)} = {value}" for name, value in witness.point)


def place_of(reference: Reference) -> str:
    """`shown above: ∂L/∂a, route 1, steps 1 to 4`, the goal left out when it is the same."""
    steps = f"steps {reference.first} to {reference.last}"
    if reference.first == reference.last:
        steps = f"step {reference.first}"
    where = "" if reference.same_goal else f"{write_line(reference.goal)}, "
    return f"shown above: {where}route {reference.route}, {steps}"


def slip_heading(slip: Slip) -> str:
    """`Erratum S27, at step 5 of route 2`."""
    name = f"Erratum {slip.misprint.label}".rstrip()
    if slip.step is None:
        return name
    goal = "" if slip.goal is None else f" to {write_line(slip.goal)}"
    return f"{name}, at step {slip.step} of route {slip.route}{goal}"


def counterexample(misprint: Misprint) -> str:
    """`at w = 0, x = 1: printed -1/2, correct -0.731058…`; empty when there is none."""
    if misprint.witness is None:
        return ""
    witness = misprint.witness
    values = f"printed {witness.right}, correct {witness.left}"
    point = point_of(witness)
    return f"at {point}: {values}" if point else values


# What confirms a proof ----------------------------------------------------------------------


def confirmations(section: Section) -> Iterator[Confirmation]:
    """That the routes agree, what SymPy says, and the numeric check with its exact figures."""
    yield from agreement(section)
    if section.numeric is not None:
        yield _numeric(section.numeric)


def agreement(section: Section) -> Iterator[Confirmation]:
    """That the routes agree, decided by the kernel, and what SymPy says."""
    closed = write_line(section.closed_form)
    match section.agreement:
        case Proved():
            yield Confirmation(f"The routes agree: {closed}.")
        case Refuted(witness):
            where = values_at(witness, "route 1 gives", "route 2 gives")
            yield Confirmation(f"The routes do not agree: {where}.", False)
        case Unknown(reason):
            yield Confirmation(f"Whether the routes agree is not decided: {reason}.", False)
        case None:
            yield Confirmation(f"The result: {closed}.")
    if section.second_opinion is not None:
        says = "SymPy, asked as a second opinion, "
        says += "finds the same." if section.second_opinion else "does not find the same."
        yield Confirmation(says, section.second_opinion)


def _numeric(check: NumericCheck) -> Confirmation:
    if not math.isfinite(check.largest_error):
        return Confirmation("NumPy: no point could be computed.", False)
    skipped = f" ({grouped(check.skipped)} out of range)" if check.skipped else ""
    text = f"{check.largest_error:.0e}".replace("e-0", "e-")
    return Confirmation(
        f"NumPy: {grouped(check.points)} points{skipped}, largest relative error {text}."
    )


def lasting_numeric(check: NumericCheck) -> Confirmation:
    """The numeric check in words that do not change with the machine."""
    if not math.isfinite(check.largest_error):
        return Confirmation("NumPy: no point could be computed.", False)
    if check.largest_error <= SAME_TO_TWELVE_DIGITS:
        bound = "below 1e-12"
    else:
        bound = f"below 1e{math.ceil(math.log10(check.largest_error)):+d}"
    return Confirmation(
        f"NumPy: {grouped(check.points)} points by complex step, largest relative error {bound}."
    )


def grouped(number: int) -> str:
    """`100 000`."""
    return f"{number:,}".replace(",", " ")


def outcome(sections: Sequence[Section]) -> str:
    """`5 derivatives by 10 routes in 90 steps, every step proved.`"""
    routes = sum(len(section.ways) for section in sections)
    steps = sum(1 for section in sections for way in section.ways for _ in way.steps)
    text = f"{_counted(len(sections), 'derivative')} by {_counted(routes, 'proof')}"
    text += f" in {_counted(steps, 'step')}"
    unfinished = sum(1 for section in sections if not section.complete)
    if not unfinished:
        return f"{text}: the kernel proved every step."
    return f"{text}: {unfinished} of them not complete."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"
