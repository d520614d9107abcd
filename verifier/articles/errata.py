"""Errata: formulas that an article quotes in order to say that they are wrong.

    > **Erratum S16.** Brackets are missing: printed $-y(1-a) + (a)1 - y$.
    > At $y = 1$, $a = \\frac12$ this is $-1$ and not $-\\frac12$.

The first formula is the printed one. Formulas such as `y = 1` make up a point; the formulas
behind them are the value of the printed formula there and the correct value. Both are checked, so
that a quotation with a slip of its own does not pass.
"""

from __future__ import annotations

import re

from verifier.articles.article import Erratum, Line
from verifier.articles.document import Formula
from verifier.articles.statements import is_assignment
from verifier.meaning.context import Context
from verifier.meaning.points import Assignment
from verifier.notation.reading import Reading
from verifier.notation.tree import Chain, Hole, Node

ERRATUM = ("**Erratum", "**勘误")
_LABEL = re.compile(r"\*\*(?:Erratum|勘误)\s*([^*.:：]*)[.:：]?\s*\*\*[.:：]?\s*")


def read_erratum(
    text: str, readings: list[tuple[Formula, Reading]], line: Line, context: Context
) -> Erratum:
    """The erratum that a quote states about the claim before it."""
    formula, reading = readings[0]
    statement = reading.statements[0]
    equation = len(statement.sides) > 1 and not isinstance(statement.sides[0], Hole)
    point, values = _point_and_values(readings[1:], context)
    label = _LABEL.match(text.lstrip())
    return Erratum(
        label=label.group(1).strip() if label else "",
        note=_note(text),
        left=statement.sides[-2] if equation else line.right,
        printed=statement.sides[-1],
        equation=equation,
        line=line,
        context=context,
        span=formula.span,
        latex=formula.latex,
        point=point,
        printed_value=values[0] if values else None,
        correct_value=values[1] if len(values) > 1 else None,
    )


def _point_and_values(
    readings: list[tuple[Formula, Reading]], context: Context
) -> tuple[tuple[Assignment, ...], list[Node]]:
    point: list[Assignment] = []
    values: list[Node] = []
    for _, reading in readings:
        for statement in reading.statements:
            if is_assignment(statement) or _is_family_assignment(statement, point, context):
                point.append(Assignment(statement.sides[0], statement.sides[1]))
                values = []
            elif point and len(statement.sides) == 1:
                values.append(statement.sides[0])
    return tuple(point), values


def _is_family_assignment(statement: Chain, point: list[Assignment], context: Context) -> bool:
    """Whether a statement behind others of a point gives a family its values: `x^{(i)} = i`."""
    if len(statement.sides) != 2 or statement.operators != ("=",) or not point:
        return False
    return Assignment(statement.sides[0], statement.sides[1]).family_in(context) is not None


def _note(text: str) -> str:
    """What the quote says is wrong: its words up to the printed formula."""
    body = _LABEL.sub("", text.lstrip(), count=1)
    words = " ".join(body.split())
    return words.split("$", 1)[0].strip().rstrip(":").removesuffix("printed").strip().rstrip(":;,.")
