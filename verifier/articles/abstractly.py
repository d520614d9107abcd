"""Slips of algebra in lines of which the parts are not understood.

An author who loses a sign in front of an expectation by an unknown distribution has made a slip
that shows whatever it is. Here probabilities, moments and all that is not understood are
numbers of which nothing is known. A line that is false of such numbers may still be right by what
its parts are; so it is an error only where one small change of its structure makes it right for all
numbers.
"""

from __future__ import annotations

from verifier.articles.article import Line
from verifier.articles.findings import slip_of
from verifier.articles.readings import Found, in_any_reading
from verifier.meaning.errors import MeaningError
from verifier.meaning.laws import Laws
from verifier.records import replace
from verifier.values import Proved, Refuted

STRUCTURAL = frozenset(
    ("wrong-sign", "wrong-operator", "wrong-exponent", "missing-parentheses", "missing-factor")
)
"""Slips that no relation between the parts of a formula explains."""


def of_any_numbers(line: Line, laws: Laws) -> tuple[Line, Found] | None:
    """The verdict on a line, its parts taken for numbers; None where that decides nothing."""
    read = replace(line, context=replace(line.context, laws=replace(laws, abstract=True)))
    try:
        found = in_any_reading(read)
    except MeaningError:
        return None
    if isinstance(found.verdict, Proved):
        return read, found
    is_wrong = isinstance(found.verdict, Refuted) and has_structural_slip(read)
    return (read, found) if is_wrong else None


def has_structural_slip(line: Line, codes: frozenset[str] = STRUCTURAL) -> bool:
    """Whether one change of structure on its right side makes a line right."""
    slip = slip_of(line)
    return slip is not None and slip.code in codes


def is_slip_of_algebra(line: Line, laws: Laws) -> bool:
    """Whether one change, be it a term put in, makes a line right whatever its moments are."""
    read = replace(line, context=replace(line.context, laws=replace(laws, abstract=True)))
    return has_structural_slip(read, STRUCTURAL | {"missing-term"})
