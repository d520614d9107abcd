"""A bracket too many or too few: taken out, or put in, where that makes a line that is proved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from verifier.articles.article import Article
from verifier.articles.document import Formula
from verifier.articles.places import read_in_place
from verifier.articles.statements import sides_of
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import verdict_on
from verifier.meaning.names import name_of
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation.reading import Problem, Reading
from verifier.notation.tree import Hole
from verifier.records import replace
from verifier.values import Diagnostic, Proved, Replacement, Span

CLOSING = {"(": ")", "[": "]", "\\{": "\\}"}
MOST_PLACES = 30
_ENDS = lazy_pattern(r"\\\\|\\end\b|[=&+\-,.]|\\[,;: ]|$")


def with_bracket(found: Diagnostic, article: Article) -> Diagnostic:
    """The finding about a bracket, with the correction that makes a proved line if there is one."""
    vocabulary = vocabulary_of(article.context)
    for formula in article.document.formulas:
        if len(formula.pieces) != 1:
            continue
        for problem in read_in_place(formula, vocabulary).problems:
            if problem.is_unbalanced and article.location(problem.span) == found.location:
                return _mended(found, formula, problem, article)
    return found


def _mended(found: Diagnostic, formula: Formula, problem: Problem, article: Article) -> Diagnostic:
    vocabulary = vocabulary_of(article.context)
    for change in _changes(formula, problem.span):
        start, end = (offset - formula.offset_in_file(0) for offset in _ends_of(change))
        latex = formula.latex[:start] + change.text + formula.latex[end:]
        reading = read_in_place(replace(formula, latex=latex), vocabulary)
        place = change.span.start
        side = None if reading.problems else _proved_side(reading, place, article)
        if side is not None:
            shift = formula.offset_in_file(0)
            text = " ".join(latex[side.start - shift : side.end - shift].split())
            return replace(found, suggestion=text, suggestion_proved=True, fix=change)
    return found


def _ends_of(change: Replacement) -> tuple[int, int]:
    return change.span.start, change.span.end


def _changes(formula: Formula, bracket: Span) -> Iterator[Replacement]:
    """The bracket taken out if it closes nothing; else one that closes it, at the end of a part."""
    shift = formula.offset_in_file(0)
    written = formula.latex[bracket.start - shift : bracket.end - shift]
    closing = CLOSING.get(written)
    if closing is None:
        yield Replacement(bracket, "")
        return
    places = [match.start() for match in _ENDS.finditer(formula.latex, bracket.end - shift)]
    row = next((p for p in places if formula.latex[p : p + 2] == "\\\\"), len(formula.latex))
    inside = [place for place in places if place <= row]
    for place in inside[::-1][:MOST_PLACES]:
        kept = len(formula.latex[:place].rstrip())
        yield Replacement(Span(kept + shift, kept + shift), closing)


def _proved_side(reading: Reading, place: int, article: Article) -> Span | None:
    """The place of the side in which the change lies, if every equality that can be is proved."""
    changed: Span | None = None
    proved = 0
    for statement in reading.statements:
        if set(statement.operators) != {"="} or isinstance(statement.sides[0], Hole):
            return None
        sides = sides_of(statement, ())
        for left, right in pairwise(sides):
            if right.span.start <= place <= right.span.end:
                changed = right.span
            verdict = verdict_on(left, right, article.context)
            if verdict is None:
                return None
            if isinstance(verdict, Proved):
                proved += 1
            elif left is not sides[0] or article.context.knows(name_of(left) or ""):
                return None
    return changed if proved else None
