"""Reasons that cannot be right: a formula in them is false, or the rule that they name is another.

A reason that is not understood is no finding, and neither is one that may be meant otherwise: a
condition ("since $y = 1$"), an equation between free symbols ("since $x^2 = y$"), a rule where it
cannot be told what is differentiated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from verifier.articles.article import Article, Line
from verifier.articles.conditions import is_assignment, is_number
from verifier.articles.document import Formula
from verifier.articles.named_rules import misnamed
from verifier.articles.readings import Found, judged
from verifier.articles.reasons import Reason, reason_around, reason_beside
from verifier.articles.statements import definition_of, is_given
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import mentioned
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Chain, Derivative, Hole, Node, Prime, walk
from verifier.notation.write_text import write_line
from verifier.records import dataclass, replace
from verifier.values import Refuted, Severity, Span, Witness

_CLAIMS = lazy_pattern(
    r"\b(?:since|because|as|using|uses?|by|recall|from|know|note|due to|fact)\b", re.IGNORECASE
)
_SUPPOSES = lazy_pattern(
    r"\b(?:for|at|when|where|if|let|letting|sett?(?:ing)?|substitut\w*|with|defin\w*|put|choos\w*"
    r"|assum\w*|suppos\w*|taking|evaluat\w*|replac\w*|under|case|limit|only|approx\w*|writ\w*"
    r"|denot\w*)\b",
    re.IGNORECASE,
)
_REFERENCE = lazy_pattern(r"\\(?:eq|c|C|auto)?ref\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class WrongReason:
    """What is wrong with a reason, where, and a point at which its formula is false."""

    span: Span
    severity: Severity
    message: str
    witness: Witness | None = None


def wrong_reasons(line: Line, article: Article) -> Iterator[WrongReason]:
    """What cannot be right in the reasons that are given for a line that is right."""
    formula = _formula_of(line, article)
    if formula is None or not formula.outer.start <= line.span.start <= formula.outer.end:
        return
    text = article.text
    for reason in _reasons(text, article, formula, line):
        yield from _false_statements(reason, line)
        yield from _lost_references(reason, text)
        for row in misnamed(reason.words, line):
            name = row.rule.replace("-", " ")
            about = f"the {name} is about {row.about}, and none is differentiated here"
            yield WrongReason(reason.span, "warning", about)


def _formula_of(line: Line, article: Article) -> Formula | None:
    formulas = article.document.formulas
    place = bisect_right(formulas, line.span.start, key=lambda item: item.span.start)
    return formulas[place - 1] if place else None


def _reasons(text: str, article: Article, formula: Formula, line: Line) -> Iterator[Reason]:
    end = formula.span.end
    beside = reason_beside(text, line.span.end, end)
    if beside is not None:
        yield beside
        return
    first = text.count("=", formula.span.start, line.span.start) <= 1
    last = not text[line.span.end : end].strip(" .,;&~\n\\")
    around = (
        reason_around(text, article.document, formula, before)
        for before, asked in ((True, first), (False, last))
        if asked
    )
    yield from (reason for reason in around if reason is not None)


# Formulas in a reason -----------------------------------------------------------------------


def _false_statements(reason: Reason, line: Line) -> Iterator[WrongReason]:
    if not reason.formulas or _SUPPOSES.search(reason.words):
        return
    if not _CLAIMS.search(reason.words):
        return
    for latex, span in reason.formulas:
        reading = read_latex(latex, vocabulary_of(line.context), span.start)
        if reading.problems or reading.alternatives:
            continue
        for statement in reading.statements:
            if _is_identity(statement, line):
                yield from _decided(statement, line)


def _is_identity(statement: Chain, line: Line) -> bool:
    """Whether a statement says of known things that they are equal, whatever the values."""
    if set(statement.operators) != {"="} or any(isinstance(s, Hole) for s in statement.sides):
        return False
    left, right = statement.sides[:2]
    if is_assignment(statement) or is_given(statement, line.context) or name_of(left) is not None:
        return False
    if definition_of(left, right, line.context) is not None:
        return False
    if any(isinstance(part, Derivative | Prime) for part in walk(left)):
        return True
    names = [set(mentioned(side)) for side in statement.sides]
    return not is_number(right) and all(other == names[0] for other in names)


def _decided(statement: Chain, line: Line) -> Iterator[WrongReason]:
    for left, right in zip(statement.sides, statement.sides[1:], strict=False):
        found = _verdict(left, right, line)
        if found is not None and isinstance(found.verdict, Refuted):
            span = Span(left.span.start, right.span.end)
            message = f"the reason is false: {write_line(left)} is not {write_line(right)}"
            yield WrongReason(span, "error", message, found.verdict.witness)
            return


def _verdict(left: Node, right: Node, line: Line) -> Found | None:
    claim = replace(line, left=left, right=right, span=right.span, others=(), earlier=())
    try:
        return judged(claim)
    except MeaningError:
        return None


def _lost_references(reason: Reason, text: str) -> Iterator[WrongReason]:
    for found in _REFERENCE.finditer(text, reason.span.start, reason.span.end):
        label = found.group(1)
        if text.count(label) == text.count(f"ref{{{label}}}"):
            message = f"the reason refers to {label}, and nothing has this label"
            yield WrongReason(Span(*found.span()), "warning", message)
