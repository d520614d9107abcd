"""From a document to the values of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from verifier.handout.document import Document, Numbered, Part, Reference, Section, Slip, Way
from verifier.handout.language import Language
from verifier.handout.pictures.picture import Picture
from verifier.handout.prepare import in_line
from verifier.handout.rows import held
from verifier.handout.web.changes import compared
from verifier.handout.web.facts import Facts, state_of
from verifier.handout.web.rule_links import with_links
from verifier.handout.web.rules_used import rules_used
from verifier.handout.web.values import (
    Link,
    Page,
    PageErratum,
    PageGroup,
    PagePicture,
    PageRoute,
    PageSection,
    PageStep,
)
from verifier.handout.words import (
    agreement,
    counterexample,
    lasting_numeric,
    mark_of,
    outcome,
    place_of,
    printed_and_correct,
    reasons_of,
    slip_heading,
)
from verifier.notation.mathml_element import clean
from verifier.notation.tree import Chain, Hole, Node
from verifier.notation.vocabulary import Vocabulary
from verifier.notation.write_latex import write_latex
from verifier.notation.write_mathml import math_element, write_mathml
from verifier.notation.write_text import write_line
from verifier.prover.remark import Remark
from verifier.records import dataclass, field

LONGEST_LISTED = 40
_NO_ANCHOR = re.compile(r"[^A-Za-z0-9_]+")


def page_of(document: Document, language: Language) -> Page:
    """The values of the page of a document."""
    return _Writer(document, language).page()


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes formulas and words as HTML."""

    vocabulary: Vocabulary

    def display(self, node: Node) -> Markup:
        """The formula as it stands on a line of its own."""
        return Markup(write_mathml(node, self.vocabulary, display=True))

    def inline(self, node: Node) -> Markup:
        """The formula in a line of words."""
        return Markup(write_mathml(in_line(node), self.vocabulary))

    def remark(self, remark: Remark) -> Markup:
        """Words and formulas."""
        return Markup("").join(map(self.part, remark))

    def part(self, part: str | Node) -> Markup:
        return Markup.escape(clean(held(part))) if isinstance(part, str) else self.inline(part)


@dataclass(frozen=True, slots=True)
class _Writer:
    document: Document
    language: Language
    pen: Pen = field(init=False)
    facts: Facts = field(init=False)
    anchors: dict[Node, str] = field(init=False)

    def __post_init__(self) -> None:
        pen = Pen(self.document.vocabulary)
        anchors = {section.subject: anchor(section) for section in self.document.sections}
        object.__setattr__(self, "pen", pen)
        object.__setattr__(self, "anchors", anchors)
        facts = Facts(self.document.context, self.language, pen.remark)
        object.__setattr__(self, "facts", facts)

    def page(self) -> Page:
        sections = self.document.sections
        used = [step for section in sections for way in section.ways for step in way.steps]
        names = dict.fromkeys(name for numbered in used for name in numbered.step.rules)
        return Page(
            self.language.say(self.document.title),
            outcome(sections, self.language),
            tuple(map(self.pen.display, self.document.setting.definitions)),
            tuple(map(self.pen.inline, self.document.setting.domains)),
            tuple(map(self.pen.inline, self.facts.sample(part.subject for part in sections))),
            tuple(map(self.section, sections)),
            tuple(self.pictures("")),
            tuple(rules_used(names, self.pen.inline, self.pen.display, self.language)),
        )

    def pictures(self, goal: str) -> Iterator[PagePicture]:
        for picture in self.document.pictures:
            if picture.goal == goal:
                yield shown(picture)

    def section(self, section: Section) -> PageSection:
        numeric = (lasting_numeric(section.numeric, self.language),) if section.numeric else ()
        sentences = (*agreement(section, self.language), *numeric)
        spoken = write_line(section.claim, self.document.vocabulary)
        short = len(spoken) <= LONGEST_LISTED
        return PageSection(
            anchor(section),
            write_line(section.subject, self.document.vocabulary),
            spoken,
            self.pen.display(section.claim if short else section.subject),
            self.pen.inline(section.subject),
            self.pen.display(section.claim),
            self.pen.display(section.closed_form),
            section.complete,
            tuple(self.route(way, section) for way in section.ways),
            tuple(self.pen.remark(sentence.remark) for sentence in sentences),
            tuple(self.erratum(slip, section) for slip in section.slips),
            tuple(self.pictures(section.goal)),
        )

    def route(self, way: Way, section: Section) -> PageRoute:
        identifier = f"{anchor(section)}-route-{way.number}"
        groups = tuple(self.group(part, way, section) for part in way.parts)
        return PageRoute(identifier, way.number, self.language.say(way.title), groups)

    def group(self, part: Part, way: Way, section: Section) -> PageGroup:
        steps: list[PageStep] = []
        before = part.subject
        if part.shown is not None:
            steps.append(self.reference(part.shown))
            before = part.shown.formula
        for numbered in part.steps:
            before = before if numbered.step.left is None else numbered.step.left
            steps.append(self.step(numbered, before, way, section))
            before = numbered.step.formula
        main = part is way.parts[-1]
        title = Markup("")
        if len(way.parts) > 1 and not (main and not part.heading):
            heading = self.language.remark(part.heading)
            title = self.pen.remark(_capitalised(heading) or (part.subject,))
        return PageGroup(title, tuple(steps))

    def step(self, numbered: Numbered, before: Node, way: Way, section: Section) -> PageStep:
        step = numbered.step
        reason, *more = reasons_of(step, self.language)
        left = Markup("") if numbered.left is None else self.pen.display(numbered.left)
        return PageStep(
            step_anchor(anchor(section), way.number, numbered.number),
            str(numbered.number),
            left,
            self.pen.display(_right_side(step.formula)),
            state_of(step.verdict),
            mark_of(step.verdict)[0],
            with_links(reason, step.rules, self.pen.part, self.language),
            tuple(map(self.pen.remark, more)),
            tuple(self.facts.of(step, before)),
            tuple(self.errata_at(numbered.number, way.number, section)),
        )

    def errata_at(self, step: int, route: int, section: Section) -> Iterator[Link]:
        for number, slip in enumerate(section.slips, start=1):
            if (slip.step, slip.route, slip.goal) == (step, route, None):
                name = self.language.say("Erratum {label}", label=slip.misprint.label)
                yield Link(erratum_anchor(section, number), name.rstrip())

    def reference(self, shown: Reference) -> PageStep:
        target = step_anchor(self.anchors.get(shown.goal, ""), shown.route, shown.first)
        words = self.pen.remark(place_of(shown, self.language))
        link = Markup('<a href="#{}">{}</a>').format(target, words)
        return PageStep(
            "",
            "",
            self.pen.display(shown.left),
            self.pen.display(_right_side(shown.formula)),
            "",
            "",
            link if shown.goal in self.anchors else words,
            (),
            (),
            (),
        )

    def erratum(self, slip: Slip, section: Section) -> PageErratum:
        misprint = slip.misprint
        number = section.slips.index(slip) + 1
        nodes = printed_and_correct(misprint)
        vocabulary = self.document.vocabulary
        shapes = compared(*nodes, vocabulary)
        printed, correct = (
            Markup(math_element(shape, write_latex(node, vocabulary), display=True))
            for shape, node in zip(shapes, nodes, strict=True)
        )
        goal = anchor(section) if slip.goal is None else self.anchors.get(slip.goal, "")
        back = ""
        if slip.step is not None and slip.route is not None and goal:
            back = step_anchor(goal, slip.route, slip.step)
        return PageErratum(
            erratum_anchor(section, number),
            self.pen.remark(slip_heading(slip, self.language)),
            self.language.say(misprint.note),
            printed,
            mark_of(misprint.verdict)[0],
            correct,
            self.pen.remark(counterexample(misprint, self.language)),
            back,
        )


def anchor(section: Section) -> str:
    """The anchor of a section: `dL-dw`."""
    return _NO_ANCHOR.sub("-", section.goal)


def step_anchor(section: str, route: int, step: int) -> str:
    """The anchor of a step."""
    return f"{section}-route-{route}-step-{step}"


def erratum_anchor(section: Section, number: int) -> str:
    """The anchor of an erratum."""
    return f"{anchor(section)}-erratum-{number}"


def shown(picture: Picture) -> PagePicture:
    """A picture as it stands in a page."""
    return PagePicture(picture.name, picture.title, Markup(picture.svg))


def _right_side(formula: Node) -> Node:
    """`= formula`."""
    return Chain((Hole(), formula), ("=",))


def _capitalised(heading: Remark) -> Remark:
    if not heading or not isinstance(heading[0], str):
        return heading
    return (heading[0][:1].upper() + heading[0][1:], *heading[1:])
