"""The words of a proof that all formats share: reasons, marks, references, confirmations.

They are remarks, words with formulas in them, which each format writes in its own way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from verifier.handout.document import Reference, Section, Slip
from verifier.handout.language import ENGLISH, Language
from verifier.handout.setting import number_node, symbol_of
from verifier.notation.tree import Chain, Node
from verifier.prover.proof import Misprint, NumericCheck, Step
from verifier.prover.remark import Remark, listed
from verifier.records import dataclass
from verifier.terminal import NO_BREAK
from verifier.values import Proved, Refuted, Unknown, Verdict, Witness

Mark = tuple[str, tuple[str, ...]]
RIGHT: Mark = ("✓", ("green",))
WRONG: Mark = ("✗", ("red", "bold"))
OPEN: Mark = ("?", ("yellow", "bold"))
# A bound that every machine stays below, so that a committed handout is the same everywhere.
LARGEST_ROUNDING = 1e-6
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


def reasons_of(step: Step, language: Language = ENGLISH) -> list[Remark]:
    """Why a step holds, with its conditions, or why it is not proved."""
    reason = language.remark(step.remark or (", ".join(step.rules) or "no reason given",))
    match step.verdict:
        case Proved(_, conditions) if conditions:
            listed = ", ".join(map(pretty, conditions))
            where = language.phrase(", where {conditions}", conditions=listed)
            return [(*reason, *where)]
        case Proved():
            return [reason]
        case Refuted(witness):
            values = values_at(witness, "before", "after", language)
            return [reason, language.phrase("false: {values}", values=values)]
        case Unknown(why):
            said = language.remark((why,))
            return [reason, language.phrase("not decided: {reason}", reason=said)]


def pretty(condition: str) -> str:
    """A condition of the kernel as a reader writes it, on one line."""
    signs = condition.replace("!=", "≠").replace(">=", "≥").replace("<=", "≤")
    return signs.replace(" ", NO_BREAK)


def values_at(witness: Witness, left: str, right: str, language: Language = ENGLISH) -> Remark:
    """`at w = 0, x = 1: before -1/2, after 1/2`."""
    return _at(witness, ((left, witness.left), (right, witness.right)), language)


def _at(witness: Witness, values: Sequence[tuple[str, str]], language: Language) -> Remark:
    point = (
        (Chain((symbol_of(name), number_node(value)), ("=",)),) for name, value in witness.point
    )
    named = ((f"{language.say(word)} ", *_value(text)) for word, text in values if text)
    said = _listed(named, language)
    where = _listed(point, language)
    return language.phrase("at {point}: {values}", point=where, values=said) if where else said


def _listed(remarks: Iterable[Remark], language: Language) -> Remark:
    """Remarks with commas between them."""
    return listed(remarks, language.say(", "))


def _value(text: str) -> Remark:
    """A value of the kernel, as a formula when it is exact."""
    if _RATIONAL.fullmatch(text):
        return (number_node(Fraction(text)),)
    return (text,)


def place_of(reference: Reference, language: Language = ENGLISH) -> Remark:
    """`shown above: ∂L/∂a, route 1, steps 1 to 4`, the goal left out when it is the same."""
    first, last = str(reference.first), str(reference.last)
    if first == last:
        where = language.phrase("route {route}, step {step}", route=str(reference.route), step=last)
    else:
        where = language.phrase(
            "route {route}, steps {first} to {last}",
            route=str(reference.route),
            first=first,
            last=last,
        )
    if not reference.same_goal:
        where = (reference.goal, language.say(", "), *where)
    return language.phrase("shown above: {place}", place=where)


# Errata -------------------------------------------------------------------------------------


def slip_heading(slip: Slip, language: Language = ENGLISH) -> Remark:
    """`Erratum S27, at step 5 of route 2`."""
    name = language.say("Erratum {label}", label=slip.misprint.label).rstrip()
    if slip.step is None:
        return (name,)
    values = {"name": name, "step": str(slip.step), "route": str(slip.route)}
    if slip.goal is None:
        return language.phrase("{name}, at step {step} of route {route}", **values)
    return language.phrase(
        "{name}, at step {step} of route {route} to {goal}", **values, goal=slip.goal
    )


def printed_and_correct(misprint: Misprint) -> tuple[Node, Node]:
    """The two formulas, as equations where the article prints an equation."""
    return (
        _equation(misprint.left, misprint.printed),
        _equation(misprint.corrected_left, misprint.corrected),
    )


def _equation(left: Node | None, right: Node) -> Node:
    return right if left is None else Chain((left, right), ("=",))


def counterexample(misprint: Misprint, language: Language = ENGLISH) -> Remark:
    """`at w = 0, x = 1: printed -1/2, correct -0.731058…`; empty when there is none.

    Of an equation the two sides are given.
    """
    witness = misprint.witness
    if witness is None:
        return ()
    if misprint.left is not None:
        return values_at(witness, "the left side is", "the right side", language)
    return _at(witness, (("printed", witness.right), ("correct", witness.left)), language)


# What confirms a proof ----------------------------------------------------------------------


def confirmations(section: Section) -> Iterator[Confirmation]:
    """That the routes agree, what SymPy says, and the numeric check with its exact figures."""
    yield from agreement(section)
    if section.numeric is not None:
        yield _numeric(section.numeric)


def agreement(section: Section, language: Language = ENGLISH) -> Iterator[Confirmation]:
    """That the routes agree, decided by the kernel, and what SymPy says."""
    match section.agreement:
        case Proved():
            said = language.phrase("The routes agree: {formula}.", formula=section.closed_form)
            yield Confirmation(said)
        case Refuted(witness):
            where = values_at(witness, "route 1 gives", "route 2 gives", language)
            said = language.phrase("The routes do not agree: {values}.", values=where)
            yield Confirmation(said, False)
        case Unknown(reason):
            said = language.phrase(
                "Whether the routes agree is not decided: {reason}.",
                reason=language.remark((reason,)),
            )
            yield Confirmation(said, False)
        case None:
            said = language.phrase("The result: {formula}.", formula=section.closed_form)
            yield Confirmation(said)
    if section.second_opinion is True:
        yield Confirmation((language.say("SymPy, asked as a second opinion, finds the same."),))
    elif section.second_opinion is False:
        says = language.say("SymPy, asked as a second opinion, does not find the same.")
        yield Confirmation((says,), False)


def _numeric(check: NumericCheck) -> Confirmation:
    if not math.isfinite(check.largest_error):
        return Confirmation(("NumPy: no point could be computed.",), False)
    skipped = f" ({grouped(check.skipped)} out of range)" if check.skipped else ""
    error = f"{check.largest_error:.0e}".replace("e-0", "e-")
    points = f"{grouped(check.points)} {_kind(check)}{skipped}"
    said = f"NumPy: {points}, largest relative error {error}."
    return Confirmation((said,), check.largest_error <= LARGEST_ROUNDING)


def _kind(check: NumericCheck) -> str:
    return "random nets" if check.of == "nets" else "points"


def lasting_numeric(check: NumericCheck, language: Language = ENGLISH) -> Confirmation:
    """The numeric check in words that do not change with the machine."""
    if not math.isfinite(check.largest_error):
        return Confirmation((language.say("NumPy: no point could be computed."),), False)
    if check.largest_error <= SAME_TO_TWELVE_DIGITS:
        bound = "1e-12"
    else:
        bound = f"1e{math.ceil(math.log10(check.largest_error)):+d}"
    points = grouped(check.points)
    if check.of == "nets":
        said = language.say(
            "NumPy: {points} random nets by complex step, largest relative error below {bound}.",
            points=points,
            bound=bound,
        )
    else:
        said = language.say(
            "NumPy: {points} points by complex step, largest relative error below {bound}.",
            points=points,
            bound=bound,
        )
    return Confirmation((said,), check.largest_error <= LARGEST_ROUNDING)


def grouped(number: int) -> str:
    """`100 000`."""
    return f"{number:,}".replace(",", NO_BREAK)


def outcome(sections: Sequence[Section], language: Language = ENGLISH) -> str:
    """`5 derivatives by 10 proofs in 90 steps: the kernel proved every step.`"""
    routes = sum(len(section.ways) for section in sections)
    steps = sum(1 for section in sections for way in section.ways for _ in way.steps)
    unfinished = sum(1 for section in sections if not section.complete)
    found = {
        "derivatives": language.counted(
            "{number} derivative", "{number} derivatives", len(sections)
        ),
        "proofs": language.counted("{number} proof", "{number} proofs", routes),
        "steps": language.counted("{number} step", "{number} steps", steps),
    }
    if not unfinished:
        return language.say(
            "{derivatives} by {proofs} in {steps}: the kernel proved every step.", **found
        )
    return language.say(
        "{derivatives} by {proofs} in {steps}: {number} of the derivatives not complete.",
        **found,
        number=unfinished,
    )
