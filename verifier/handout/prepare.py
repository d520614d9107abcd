"""What the templates get: plain values, every formula already written in the format's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from verifier.handout.document import Document, Numbered, Part, Section, Slip, Way
from verifier.handout.words import (
    agreement,
    counterexample,
    lasting_numeric,
    mark_of,
    place_of,
    reason_of,
    slip_heading,
)
from verifier.notation.tree import Chain, Derivative, Node, Sum
from verifier.notation.write_text import write_line, write_text
from verifier.values import Verdict


class Written(str):
    """Text in the language of the format, which is printed as it is; other text is escaped."""

    __slots__ = ()


Writer = Callable[[Node], str]
_NO_ANCHOR = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A step or a reference: `left = terms`, with its mark and the lines of its reason."""

    number: str
    left: Written
    formula: Written
    terms: tuple[Written, ...]
    mark: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one derivation under a title, which may be empty.

    `widest` is the left side that decides where the equals signs stand.
    """

    title: str
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

    heading: str
    note: str
    printed: Written
    printed_terms: tuple[Written, ...]
    printed_mark: str
    corrected: Written
    corrected_terms: tuple[Written, ...]
    counterexample: str


@dataclass(frozen=True, slots=True)
class Sided:
    """A statement with its relation, for aligning: `left relation right`."""

    left: Written
    relation: Written
    right: Written


@dataclass(frozen=True, slots=True)
class SectionContext:
    """One goal."""

    anchor: Written
    name: str
    inline: Written
    claim: Written
    closed_form: Written
    complete: bool
    routes: tuple[RouteContext, ...]
    confirmations: tuple[str, ...]
    slips: tuple[SlipContext, ...]


@dataclass(frozen=True, slots=True)
class HandoutContext:
    """A whole handout."""

    title: str
    definitions: tuple[Sided, ...]
    domains: tuple[Written, ...]
    sections: tuple[SectionContext, ...]


def handout_context(document: Document, write: Writer) -> HandoutContext:
    """The values of a document, formulas written by `write`."""
    preparer = _Preparer(write)
    return HandoutContext(
        document.title,
        tuple(preparer.sided(node) for node in document.setting.definitions),
        tuple(preparer.formula(node) for node in document.setting.domains),
        tuple(preparer.section(section) for section in document.sections),
    )


@dataclass(frozen=True, slots=True)
class _Preparer:
    write: Writer

    def formula(self, node: Node) -> Written:
        return Written(self.write(node))

    def terms(self, node: Node) -> tuple[Written, ...]:
        """The formula in pieces between which a line may be broken."""
        if not isinstance(node, Sum) or len(node.terms) < 2:
            return (self.formula(node),)
        pieces = []
        for index, (sign, term) in enumerate(zip(node.signs, node.terms, strict=True)):
            plain = not sign and not isinstance(term, Sum)
            piece = self.write(term if plain else Sum((sign,), (term,)))
            pieces.append(Written(f"{{}} {piece}" if index else piece))
        return tuple(pieces)

    def sided(self, node: Node) -> Sided:
        if isinstance(node, Chain) and len(node.sides) == 2:
            left, right = node.sides
            relation = node.operators[0]
            return Sided(self.formula(left), Written(relation), self.formula(right))
        return Sided(self.formula(node), Written(""), Written(""))

    def section(self, section: Section) -> SectionContext:
        numeric = (lasting_numeric(section.numeric),) if section.numeric else ()
        sentences = (*agreement(section), *numeric)
        return SectionContext(
            Written(_NO_ANCHOR.sub("-", section.goal)),
            write_line(section.subject),
            Written(_inline(section.subject, self.write)),
            self.formula(section.claim),
            self.formula(section.closed_form),
            section.complete,
            tuple(self.route(way) for way in section.ways),
            tuple(sentence.text for sentence in sentences),
            tuple(self.slip(slip) for slip in section.slips),
        )

    def route(self, way: Way) -> RouteContext:
        several = len(way.parts) > 1
        return RouteContext(
            way.number, way.title, tuple(self.group(part, several) for part in way.parts)
        )

    def group(self, part: Part, several: bool) -> Group:
        rows = [self.row(numbered) for numbered in part.steps]
        if part.shown is not None:
            rows.insert(0, self.reference(part))
        title = _capitalised(part.title) or write_line(part.subject)
        lefts = [numbered.left for numbered in part.steps if numbered.left is not None]
        if part.shown is not None:
            lefts.append(part.shown.left)
        widest = max(lefts, key=lambda left: write_text(left).width, default=part.subject)
        return Group(title if several else "", self.formula(widest), tuple(rows))

    def row(self, numbered: Numbered) -> Row:
        step = numbered.step
        left = Written("") if numbered.left is None else self.formula(numbered.left)
        return Row(
            str(numbered.number),
            left,
            self.formula(step.formula),
            self.terms(step.formula),
            _mark(step.verdict),
            tuple(reason_of(step)),
        )

    def reference(self, part: Part) -> Row:
        shown = part.shown
        assert shown is not None
        return Row(
            "",
            self.formula(shown.left),
            self.formula(shown.formula),
            self.terms(shown.formula),
            "",
            (place_of(shown),),
        )

    def slip(self, slip: Slip) -> SlipContext:
        misprint = slip.misprint
        return SlipContext(
            slip_heading(slip),
            misprint.note,
            self.formula(misprint.printed),
            self.terms(misprint.printed),
            _mark(misprint.verdict),
            self.formula(misprint.corrected),
            self.terms(misprint.corrected),
            counterexample(misprint),
        )


def _capitalised(title: str) -> str:
    """`The local derivative ∂L/∂a`; a symbol at the start stays as it is."""
    word = title.split(" ")[0]
    return title[:1].upper() + title[1:] if len(word) > 1 and word.isalpha() else title


def _mark(verdict: Verdict) -> str:
    return mark_of(verdict)[0]


def _inline(node: Node, write: Writer) -> str:
    """A derivative with a slash, for a heading."""
    if not isinstance(node, Derivative) or node.applied or len(node.variables) != 1:
        return write(node)
    variable, order = node.variables[0]
    if order != 1:
        return write(node)
    return f"{node.operator} {write(node.body)}/{node.operator} {write(variable)}"
