"""From a document to what the templates get, every formula written in the format's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from verifier.handout.contexts import (
    Group,
    HandoutContext,
    RouteContext,
    Row,
    SectionContext,
    Sided,
    SlipContext,
    Written,
)
from verifier.handout.document import Document, Numbered, Part, Section, Slip, Way
from verifier.handout.edition import Edition
from verifier.handout.exercise import Place, blanks
from verifier.handout.language import Language
from verifier.handout.pictures.picture import Picture
from verifier.handout.rows import held
from verifier.handout.setting import symbol_of
from verifier.handout.words import (
    agreement,
    counterexample,
    lasting_numeric,
    mark_of,
    place_of,
    printed_and_correct,
    reasons_of,
    slip_heading,
)
from verifier.meaning.names import name_of
from verifier.notation.tree import Apply, Chain, Derivative, Fraction, Node, Sum, Symbol
from verifier.notation.vocabulary import Vocabulary
from verifier.notation.write_text import write_line, write_text
from verifier.prover.remark import Remark
from verifier.records import dataclass, replace
from verifier.values import Verdict

_NO_ANCHOR = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Hand:
    """How a format writes: formulas, formulas in a line of words, words, and terms of a sum.

    A term has its sign before it; where there is no `term` it is written as a formula.
    """

    formula: Callable[[Node, Vocabulary], str]
    inline: Callable[[str], str]
    text: Callable[[str], str]
    term: Callable[[Node, Vocabulary], str] | None = None


_PLAIN = Edition()


def handout_context(document: Document, hand: Hand, edition: Edition = _PLAIN) -> HandoutContext:
    """The values of a document as a format writes them."""
    asked: frozenset[Place] = frozenset()
    if edition.kind in ("exercise", "solutions"):
        asked = blanks(document, edition.seed)
    state = "blank" if edition.kind == "exercise" else "solution"
    preparer = _Preparer(hand, document.vocabulary, edition.language, asked, state)
    return HandoutContext(
        edition.language.say(document.title),
        tuple(preparer.sided(node) for node in document.setting.definitions),
        tuple(preparer.formula(node) for node in document.setting.domains),
        tuple(
            replace(preparer.section(section), pictures=_pictures(document, section.goal))
            for section in document.sections
        ),
        _pictures(document, ""),
        tuple(_flows(document)),
    )


def _flows(document: Document) -> Iterator[tuple[str, str]]:
    """Which quantity is computed from which, on the way to those that are differentiated."""
    context = document.context
    subjects = (section.subject for section in document.sections)
    bodies = (name_of(node.body) for node in subjects if isinstance(node, Derivative))
    needed = {part for name in bodies if name is not None for part in context.ancestry(name)}
    for after in (name for name in context.definitions if name in needed):
        for before in dict.fromkeys((*context.domains, *context.definitions)):
            if before in needed and before in context.parts(after):
                yield write_line(symbol_of(before)), write_line(symbol_of(after))


def _pictures(document: Document, goal: str) -> tuple[Picture, ...]:
    return tuple(picture for picture in document.pictures if picture.goal == goal)


def in_line(node: Node) -> Node:
    """The formula for a line of words: a quotient or a derivative has a slash."""
    match node:
        case Chain():
            return replace(node, sides=tuple(_with_slash(side) for side in node.sides))
        case Derivative("\\partial", body, ((variable, 1),), False):
            sign = Symbol("\\partial")
            return Fraction(Apply(sign, body), Apply(sign, variable), "/")
    return _with_slash(node)


@dataclass(frozen=True, slots=True)
class _Preparer:
    hand: Hand
    vocabulary: Vocabulary
    language: Language
    asked: frozenset[Place]
    state: str

    def write(self, node: Node) -> str:
        return self.hand.formula(node, self.vocabulary)

    def remark(self, remark: Remark) -> Written:
        return Written("".join(map(self.part, remark)))

    def part(self, part: str | Node) -> str:
        if isinstance(part, str):
            return self.hand.text(held(part))
        return self.hand.inline(self.write(in_line(part)))

    def formula(self, node: Node) -> Written:
        return Written(self.write(node))

    def terms(self, node: Node) -> tuple[Written, ...]:
        """The formula in pieces between which a line may be broken."""
        if not isinstance(node, Sum) or len(node.terms) < 2:
            return (self.formula(node),)
        write = self.hand.term or self.hand.formula
        pieces = []
        for index, (sign, term) in enumerate(zip(node.signs, node.terms, strict=True)):
            plain = not sign and not isinstance(term, Sum)
            piece = term if plain else Sum((sign,), (term,))
            written = write if index else self.hand.formula
            pieces.append(Written(written(piece, self.vocabulary)))
        return tuple(pieces)

    def sided(self, node: Node) -> Sided:
        if isinstance(node, Chain) and len(node.sides) == 2:
            left, right = node.sides
            relation = node.operators[0]
            return Sided(self.formula(left), Written(relation), self.formula(right))
        return Sided(self.formula(node), Written(""), Written(""))

    def section(self, section: Section) -> SectionContext:
        language = self.language
        numeric = (lasting_numeric(section.numeric, language),) if section.numeric else ()
        sentences = (*agreement(section, language), *numeric)
        return SectionContext(
            Written(_NO_ANCHOR.sub("-", section.goal)),
            write_line(section.subject, self.vocabulary),
            self.formula(in_line(section.subject)),
            self.formula(section.claim),
            self.formula(section.closed_form),
            section.complete,
            tuple(self.route(way, section.goal) for way in section.ways),
            tuple(self.remark(sentence.remark) for sentence in sentences),
            () if self.state_is_blank else tuple(self.slip(slip) for slip in section.slips),
            self.formula(section.subject),
            self.first(section),
            self.extent(section),
        )

    def first(self, section: Section) -> Written:
        """The first step of the main derivation, where it says more than a definition."""
        for way in section.ways[:1]:
            for numbered in way.parts[-1].steps[:1]:
                if "chain-rule" in numbered.step.rules:
                    return self.formula(numbered.step.formula)
        return Written("")

    def extent(self, section: Section) -> str:
        steps = sum(1 for way in section.ways for _ in way.steps)
        counted = self.language.counted
        return self.language.say(
            "{routes}, {steps}",
            routes=counted("{number} route", "{number} routes", len(section.ways)),
            steps=counted("{number} step", "{number} steps", steps),
        )

    @property
    def state_is_blank(self) -> bool:
        """Whether steps are blank; then errata, which print the right formulas, are left out."""
        return bool(self.asked) and self.state == "blank"

    def route(self, way: Way, goal: str) -> RouteContext:
        several = len(way.parts) > 1
        title = self.language.say(way.title)
        groups = tuple(self.group(part, several, Place(goal, way.number, 0)) for part in way.parts)
        return RouteContext(way.number, title, groups)

    def group(self, part: Part, several: bool, place: Place) -> Group:
        rows = [self.row(numbered, place) for numbered in part.steps]
        if part.shown is not None:
            rows.insert(0, self.reference(part))
        title = self.remark(_capitalised(self.language.remark(part.heading)) or (part.subject,))
        lefts = [numbered.left for numbered in part.steps if numbered.left is not None]
        if part.shown is not None:
            lefts.append(part.shown.left)
        widest = max(lefts, key=lambda left: write_text(left).width, default=part.subject)
        return Group(title if several else Written(""), self.formula(widest), tuple(rows))

    def row(self, numbered: Numbered, place: Place) -> Row:
        step = numbered.step
        left = Written("") if numbered.left is None else self.formula(numbered.left)
        asked = replace(place, step=numbered.number) in self.asked
        row = Row(
            str(numbered.number),
            left,
            self.formula(step.formula),
            self.terms(step.formula),
            _mark(step.verdict),
            tuple(map(self.remark, reasons_of(step, self.language))),
            self.state if asked else "",
        )
        if row.state == "blank":
            return replace(row, formula=Written(""), terms=(), mark="")
        return row

    def reference(self, part: Part) -> Row:
        shown = part.shown
        assert shown is not None
        return Row(
            "",
            self.formula(shown.left),
            self.formula(shown.formula),
            self.terms(shown.formula),
            "",
            (self.remark(place_of(shown, self.language)),),
        )

    def slip(self, slip: Slip) -> SlipContext:
        misprint = slip.misprint
        printed, correct = printed_and_correct(misprint)
        return SlipContext(
            self.remark(slip_heading(slip, self.language)),
            self.language.say(misprint.note),
            self.formula(printed),
            self.terms(printed),
            _mark(misprint.verdict),
            self.formula(correct),
            self.terms(correct),
            self.remark(counterexample(misprint, self.language)),
        )


def _capitalised(heading: Remark) -> Remark:
    """`The local derivative ∂L/∂a`; a formula at the start stays as it is."""
    if not heading or not isinstance(heading[0], str):
        return heading
    return (heading[0][:1].upper() + heading[0][1:], *heading[1:])


def _mark(verdict: Verdict) -> str:
    return mark_of(verdict)[0]


def _with_slash(node: Node) -> Node:
    return replace(node, command="/") if isinstance(node, Fraction) else node
