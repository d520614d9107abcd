"""The ways in which a line may be meant, and the verdict that they give together.

A line is an error only if it is false in every way of reading it: with its sums and functions
reaching as far as they may, and at the point that its section speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.articles.article import Line
from verifier.meaning.claims import Claim, Judgement, judge
from verifier.meaning.context import Context, Definition
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.meaning.points import Assignment
from verifier.notation.write_text import write_line
from verifier.values import Proved, Refuted, Unknown, Verdict


def written_point(point: tuple[Assignment, ...]) -> str:
    """`y = 1/3, a = 1/4`."""
    return ", ".join(f"{write_line(item.head)} = {write_line(item.value)}" for item in point)


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict, and in words the reading under which it was reached."""

    verdict: Verdict
    reading: str


def judged(line: Line) -> Found:
    """The verdict on a line: right when it is right in any way of reading it, else the first.

    Raises `MeaningError` when the line means nothing as it is read first.
    """
    first = judge(Claim(line.left, line.right, line.context, line.span))
    if isinstance(first.verdict, Proved):
        return Found(first.verdict, first.reading)
    undecided = isinstance(first.verdict, Unknown)
    for reading, judgement in _read_otherwise(line):
        if isinstance(judgement.verdict, Proved):
            return Found(judgement.verdict, f"{judgement.reading}; {reading}")
        undecided |= isinstance(judgement.verdict, Unknown)
    if undecided and isinstance(first.verdict, Refuted):
        return Found(Unknown("it is false in one way of reading it only"), first.reading)
    return Found(first.verdict, first.reading)


def _read_otherwise(line: Line) -> Iterator[tuple[str, Judgement]]:
    """The line with its sums or functions reaching further, and at the point of its section."""
    contexts = [(line.context, "")]
    if line.point:
        contexts.append((_with_values(line.context, line.point), f"at {written_point(line.point)}"))
    for context, at in contexts:
        for left, right in ((line.left, line.right), *line.others):
            if context is line.context and (left, right) == (line.left, line.right):
                continue
            as_read = "" if left == line.left and right == line.right else f"as {write_line(right)}"
            try:
                judgement = judge(Claim(left, right, context, line.span))
            except MeaningError:
                continue
            yield ", ".join(filter(None, (as_read, at))), judgement


def _with_values(context: Context, point: tuple[Assignment, ...]) -> Context:
    """The context in which the symbols of a point are defined to be their values."""
    for item in point:
        name = name_of(item.head)
        if name is not None:
            domains = {other: d for other, d in context.domains.items() if other != name}
            context = replace(context, domains=domains)
            context = context.with_definition(Definition(name, item.value, head=item.head))
    return context
