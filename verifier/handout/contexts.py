"""What a template sees of a handout: plain values, formulas written in the format's language."""

from __future__ import annotations

from verifier.handout.pictures.picture import Picture
from verifier.records import dataclass


class Written(str):
    """Text in the language of the format, which is printed as it is; other text is escaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A step or a reference: `left = terms`, with its mark and the lines of its reason.

    `state` is `blank` where the reader is asked for the formula, which is then not here, and
    `solution` where that was asked in the exercise.
    """

    number: str
    left: Written
    formula: Written
    terms: tuple[Written, ...]
    mark: str
    reasons: tuple[Written, ...]
    state: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one derivation under a title, which may be empty.

    `widest` is the left side that decides where the equals signs stand.
    """

    title: Written
    widest: Written
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RouteContext:
    """A route with its groups of rows."""

    number: int
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class SlipContext:
    """An erratum."""

    heading: Written
    note: str
    printed: Written
    printed_terms: tuple[Written, ...]
    printed_mark: str
    corrected: Written
    corrected_terms: tuple[Written, ...]
    counterexample: Written


@dataclass(frozen=True, slots=True)
class Sided:
    """A statement with its relation, for aligning: `left relation right`."""

    left: Written
    relation: Written
    right: Written


@dataclass(frozen=True, slots=True)
class SectionContext:
    """One goal.

    `left` is what is differentiated; `first` the first step of the first route, empty where that
    is only the definition; `extent` says how many routes and steps there are.
    """

    anchor: Written
    name: str
    inline: Written
    claim: Written
    closed_form: Written
    complete: bool
    routes: tuple[RouteContext, ...]
    confirmations: tuple[Written, ...]
    slips: tuple[SlipContext, ...]
    left: Written
    first: Written
    extent: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoutContext:
    """A whole handout; `flows` are the pairs of quantities of which the second needs the first."""

    title: str
    definitions: tuple[Sided, ...]
    domains: tuple[Written, ...]
    sections: tuple[SectionContext, ...]
    pictures: tuple[Picture, ...] = ()
    flows: tuple[tuple[str, str], ...] = ()
