"""Displays without a relation, one after the other: a chain that the author does not spell out.

A display follows when it equals one of the few before it. When it does not, but one small slip
undone makes it equal to one of them, the slip is reported; a display that has nothing to do with
those before it begins a new topic and claims nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Bare, Line
from verifier.meaning.claims import Claim, Judgement, judge
from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Apply, Fraction, Node, Power
from verifier.records import dataclass
from verifier.values import NOWHERE, Proved, Refuted

REMEMBERED = 8
COMPARED = 3
SMALLEST = 6
SLIPS = frozenset(("wrong-sign", "missing-parentheses", "wrong-operator", "missing-derivative"))
"""The slips that make a near miss; any other edit would connect formulas that are unrelated."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A display that equals one before it."""

    line: Line
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Missed:
    """A display that is one slip away from one before it, as a line that is refuted."""

    line: Line
    refuted: Refuted


@dataclass(slots=True)
class _Value:
    """Formulas that are equal, the last one last, with the place of that in the article."""

    formulas: list[Node]
    last: int


def inferred(bare: tuple[Bare, ...], lines: tuple[Line, ...]) -> Iterator[Followed | Missed]:
    """Goes through the displays without a relation, in the order of the article."""
    values: list[_Value] = []
    items: list[Bare | Line] = sorted((*bare, *lines), key=lambda item: item.span)
    for place, item in enumerate(items):
        sides = (item.left, item.right) if isinstance(item, Line) else (item.node,)
        if max(map(_size, sides)) < SMALLEST:
            continue
        if isinstance(item, Line):
            values.append(_Value(list(sides), place))
            continue
        recent = [value for value in values[-REMEMBERED:] if place - value.last <= REMEMBERED]
        found = _followed(item, recent)
        if found is not None:
            value, followed = found
            value.formulas.append(item.node)
            value.last = place
            values.remove(value)
            values.append(value)
            yield followed
            continue
        near = [value for value in recent if place - value.last <= COMPARED]
        yield from _missed(item, near)
        values.append(_Value([item.node], place))


def _followed(item: Bare, values: list[_Value]) -> tuple[_Value, Followed] | None:
    for value in reversed(values):
        line = _line(value.formulas[-1], item)
        try:
            judgement = judge(Claim(line.left, line.right, item.context, NOWHERE))
        except MeaningError:
            continue
        if isinstance(judgement.verdict, Proved):
            return value, Followed(line, judgement)
    return None


def _missed(item: Bare, values: list[_Value]) -> Iterator[Missed]:
    """The best supported value near by that a slip undone leads to."""
    from verifier.repair.repair import near_miss

    for value in sorted(values, key=lambda value: (-len(value.formulas), -value.last)):
        line = _line(value.formulas[-1], item)
        try:
            verdict = judge(Claim(line.left, line.right, item.context, NOWHERE)).verdict
        except MeaningError:
            continue
        if not isinstance(verdict, Refuted):
            continue
        if near_miss(line.right, line.left, item.context, SLIPS) is not None:
            yield Missed(line, verdict)
            return


def _line(earlier: Node, item: Bare) -> Line:
    return Line(earlier, item.node, item.context, item.span, item.latex, item.section)


def _size(node: Node) -> int:
    """How much there is to a formula: its leaves, with functions, fractions and powers."""
    parts = tuple(tree.children(node))
    own = 1 if not parts or isinstance(node, Apply | Fraction | Power) else 0
    return own + sum(_size(part) for part in parts)
