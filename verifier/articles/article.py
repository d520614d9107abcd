"""An article as the checker sees it: declarations, definitions, claims and errata, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.articles.conditions import Conditions
from verifier.articles.document import NOTHING, Document, Formula
from verifier.articles.places import written
from verifier.articles.source import Source
from verifier.hints import TYPE_CHECKING
from verifier.meaning.context import Context
from verifier.meaning.conventions import NO_SETTINGS, Layout, Settings
from verifier.meaning.points import Assignment
from verifier.notation.reading import Reading
from verifier.notation.tree import Chain, Node, rebuild
from verifier.records import dataclass, field
from verifier.values import Diagnostic, Location, Span

if TYPE_CHECKING:
    from verifier.tensors.given import Given


@dataclass(frozen=True, slots=True)
class Line:
    """A claim `left = right` that an article makes, with its place in the file.

    `span` is where the right side stands; `section` counts the headings before it. `others` are
    the same sides read in other ways that the notation allows; `conditions` are those of the
    section so far, as in "for `y = 1`", which may or may not be meant here. `earlier` are the sides
    of the same chain before `left`.
    """

    left: Node
    right: Node
    context: Context
    span: Span
    latex: str
    section: int = 0
    others: tuple[tuple[Node, Node], ...] = ()
    conditions: Conditions = field(default_factory=Conditions)
    given: Given | None = None
    """What is given about the matrices, for a claim about matrices."""
    earlier: tuple[Node, ...] = ()
    written: Mapping[Span, Node] = field(default_factory=dict, compare=False, repr=False)
    """What stands at a place, where the sides have something else for it."""

    def as_written(self, node: Node) -> Node:
        """A side, or a correction of it, with what its author writes."""
        if not self.written:
            return node
        known = self.written.get(node.span)
        return known or rebuild(node, self.as_written)


@dataclass(frozen=True, slots=True)
class Bare:
    """A display without a relation: what it follows from, if anything, the checker infers.

    `others` are the same formula read in other ways that the notation allows; `conditions` are
    those of the section so far.
    """

    node: Node
    context: Context
    span: Span
    latex: str
    section: int = 0
    others: tuple[Node, ...] = ()
    conditions: Conditions = field(default_factory=Conditions)


@dataclass(frozen=True, slots=True)
class Erratum:
    """A formula quoted as wrong, with the line that is right instead.

    `printed` is claimed to be false: as an equation when it has a left side, otherwise as a value
    for the right side of `line`. At `point` the printed formula is stated to be `printed_value`
    and the correct one `correct_value`.
    """

    label: str
    note: str
    left: Node
    printed: Node
    equation: bool
    line: Line
    context: Context
    span: Span
    latex: str
    point: tuple[Assignment, ...] = ()
    printed_value: Node | None = None
    correct_value: Node | None = None
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """Everything that was read. `formulas` counts all formulas, `skipped` those that claim nothing.

    `context` is what holds at the end: all declarations and definitions. `matrices` is what was
    said about matrices, None in an article that declares none.
    """

    path: str
    text: str
    title: str
    goals: tuple[str, ...]
    context: Context
    lines: tuple[Line, ...]
    errata: tuple[Erratum, ...]
    problems: tuple[Diagnostic, ...]
    formulas: int
    skipped: int
    unreadable: int
    index: Source = field(repr=False, compare=False)
    matrices: Given | None = None
    bare: tuple[Bare, ...] = ()
    document: Document = field(default=NOTHING, repr=False, compare=False)
    readings: tuple[tuple[Formula, Reading], ...] = field(default=(), repr=False, compare=False)
    """Its formulas as they were read, but for those in errata."""
    project: Settings = field(default=NO_SETTINGS, repr=False, compare=False)
    """What the project of the article has agreed on."""

    @property
    def given(self) -> Given:
        """What was said about matrices; nothing in an article that declares none."""
        from verifier.tensors.given import Given

        return Given() if self.matrices is None else self.matrices

    @property
    def layout(self) -> Layout | None:
        """How its author has agreed to lay out gradients."""
        return self.context.conventions.layout

    def displays(self) -> Iterator[tuple[Formula, Chain]]:
        """The statements in displays, in the order of the file."""
        for formula, reading in self.readings:
            if formula.kind == "display":
                yield from ((formula, statement) for statement in reading.statements)

    def alone(self, left: Node, right: Node, formula: Formula) -> Line:
        """The claim `left = right` of a formula, with nothing that the article says elsewhere."""
        section = self.document.section(formula.span.start)
        latex = written(formula, right.span)
        return Line(left, right, Context(lenient=True), right.span, latex, section)

    def location(self, span: Span) -> Location:
        return self.index.location(span)


def names_gradients(context: Context) -> bool:
    """Whether something is defined that may be the name of a gradient, such as `dz`."""
    return any(name.startswith("d") and len(name) > 1 for name in context.definitions)
