"""Displays that equal what stands before them, or a quantity that the article names."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Bare, Line
from verifier.articles.one_example import of_one_example
from verifier.articles.values import Entry, Value, Values, size
from verifier.hints import TYPE_CHECKING
from verifier.meaning.claims import Claim, Judgement, judge
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.points import with_values
from verifier.notation.tree import Node
from verifier.records import dataclass
from verifier.values import NOWHERE, Proved, Refuted

if TYPE_CHECKING:
    from verifier.repair.repair import Correction

REMEMBERED = 8
"""How many displays a formula is remembered for."""
SMALLEST_CLAIM = 2


@dataclass(frozen=True, slots=True)
class Followed:
    """A display that equals one before it."""

    line: Line
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Missed:
    """A display that a slip keeps from following, as a line that is refuted, with a correction.

    `message` is what to say when it is not that the two sides differ.
    """

    line: Line
    refuted: Refuted
    correction: Correction
    message: str | None = None


@dataclass(slots=True)
class Near:
    """All displays of an article and the quantities that it names, with their values."""

    entries: list[Entry]
    named: tuple[Value, ...]
    worth: Values
    searches: int = 0
    """How many searches for a slip were made."""

    @property
    def context(self) -> Context:
        return self.worth.context

    def contexts(self, item: Bare) -> tuple[Context, ...]:
        """In what a display may be read: what stands before it, and what the article implies."""
        if item.context.definitions == self.context.definitions:
            return (item.context,)
        return (item.context, self.context)

    def cases(self, item: Bare) -> tuple[Context, ...]:
        """The same at the point of which the section speaks, such as `b = 0`."""
        point = tuple(item.conditions.values.values())
        if not point:
            return ()
        return tuple(with_values(context, point) for context in self.contexts(item))

    def before(self, entry: Entry, count: int = REMEMBERED) -> Iterator[Entry]:
        """The displays before one, the last first."""
        return reversed(self.entries[max(0, entry.place - count) : entry.place])

    def after(self, entry: Entry, count: int = REMEMBERED) -> list[Entry]:
        return self.entries[entry.place + 1 : entry.place + 1 + count]

    def named_as(self, value: Value) -> Value | None:
        """The named quantity that has a value."""
        return next((named for named in self.named if named.agrees(value)), None)


def followed(entry: Entry, item: Bare, near: Near) -> tuple[Followed, ...] | None:
    """What a display follows from; empty when it seems to follow but the kernel does not say so.

    None when it equals nothing before it and no quantity that the article names.
    """
    found = [
        (value, own)
        for earlier in near.before(entry)
        for own in entry.all
        if (value := earlier.agreeing(own)) is not None
    ]
    found += [(named, own) for own in entry.all if (named := near.named_as(own)) is not None]
    if size(item.node) < SMALLEST_CLAIM:
        return ()
    for value, own in found[:3]:
        contexts = (*near.contexts(item), *near.cases(item))
        judgement = proved(value.node, own.node, *contexts)
        if judgement is not None:
            return (Followed(line_of(value.node, item, item.context), judgement),)
    return () if found else None


def proved(left: Node, right: Node, *contexts: Context) -> Judgement | None:
    """The proof that two formulas are equal in one of the contexts, or for one example."""
    for context in contexts:
        for sides in dict.fromkeys(((left, right), (of_one_example(left), of_one_example(right)))):
            try:
                judgement = judge(Claim(*sides, context, NOWHERE))
            except MeaningError:
                continue
            if isinstance(judgement.verdict, Proved):
                return judgement
    return None


def refuted(left: Node, right: Node, context: Context) -> Refuted | None:
    """That two formulas, of one example, differ in a context; None where that is not decided."""
    try:
        claim = Claim(of_one_example(left), of_one_example(right), context, NOWHERE)
        verdict = judge(claim).verdict
    except MeaningError:
        return None
    return verdict if isinstance(verdict, Refuted) else None


def line_of(earlier: Node, item: Bare, context: Context) -> Line:
    """A display as a claim that it equals a formula."""
    return Line(earlier, item.node, context, item.span, item.latex, item.section)
