"""Sections of an article read for themselves, where the whole article leaves a formula undecided.

Authors use a letter anew from one section to the next: `Q` is a matrix of queries under one heading
and a distribution under another. What cannot be decided in the light of the whole article may be
plain in the light of its section, with what stands above it, or alone. A formula that is right
there is right as its author reads it. One that is false there is an error only if nothing it names
is met before the section: the rest of the article could say what it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from verifier.articles.article import Article
from verifier.articles.document import Document, Formula, Heading
from verifier.articles.report import CheckedClaim
from verifier.articles.source import Source
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import names_behind
from verifier.meaning.context import Context
from verifier.meaning.names import name_of
from verifier.notation.tree import walk
from verifier.records import dataclass, replace
from verifier.values import Diagnostic, Location, Proved, Refuted, Span, Unknown

Finding = CheckedClaim | Diagnostic

WITHOUT_MEANING = ("unreadable", "undefined-symbol")
UNDECIDED = ("undecided", *WITHOUT_MEANING)
"""The findings that say that a formula was not understood as a whole."""
_LONGEST = 200_000
_NOT_BLANK = lazy_pattern(r"[^\n]")
_NAME = lazy_pattern(r"\\[A-Za-z]+|[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """The parts of a text that are read together: a section, or also what stands above it."""

    spans: tuple[Span, ...]

    def holds(self, span: Span) -> bool:
        return any(part.start <= span.start and span.end <= part.end for part in self.spans)


def in_sections(
    found: list[Finding], article: Article, check: Callable[[Article], list[Finding]]
) -> tuple[list[Finding], int]:
    """What was found in an article, with what its sections decide when they are read alone.

    `check` finds what there is in an article. Each section is read at most twice. With it, how many
    formulas more have a meaning.
    """
    after = _in_sections(found, article, check)
    return after, sum(map(_is_without_meaning, found)) - sum(map(_is_without_meaning, after))


def _in_sections(
    found: list[Finding], article: Article, check: Callable[[Article], list[Finding]]
) -> list[Finding]:
    document = article.document
    if len(document.headings) < 2 or len(article.text) > _LONGEST:
        return found
    said = _by_formula(found, article)
    blank = _NOT_BLANK.sub(" ", article.text)
    for section, formulas in _sections(document):
        for scope in _scopes(document, section, len(article.text)):
            doubtful = [one for one in formulas if _is_open(said.get(one, []))]
            if not doubtful:
                break
            part = _part(article, scope, blank)
            if part is not None:
                told = _by_formula(check(part), part)
                for formula in doubtful:
                    if _decides(told.get(formula, []), said[formula], formula, article, part):
                        said[formula] = told[formula]
    return [item for items in said.values() for item in items]


# Sections -----------------------------------------------------------------------------------


def _sections(document: Document) -> Iterator[tuple[int, list[Formula]]]:
    """The formulas of each section, with the number of its heading; 0 is what has none."""
    starts = [heading.span.start for heading in document.headings]
    sections: dict[int, list[Formula]] = {}
    for formula in document.formulas:
        if formula.quote == 0:
            sections.setdefault(bisect_right(starts, formula.span.start), []).append(formula)
    yield from sections.items()


def _scopes(document: Document, section: int, end: int) -> Iterator[Scope]:
    """What a section may be read with: the text above it under its headings, then nothing."""
    starts = [document.body, *(heading.span.start for heading in document.headings), end]
    own = Span(starts[section], starts[section + 1])
    above = [
        Span(starts[number + 1], starts[number + 2])
        for number in _headings_above(document.headings, section)
    ]
    if above and sum(span.end - span.start for span in (*above, own)) < end - document.body - 1:
        yield Scope((*above, own))
    yield Scope((own,))


def _headings_above(headings: tuple[Heading, ...], section: int) -> list[int]:
    """The numbers of the headings under which the heading of a section stands."""
    if section == 0:
        return []
    level, found = headings[section - 1].level, []
    for number in range(section - 2, -1, -1):
        if headings[number].level < level:
            level = headings[number].level
            found.append(number)
    return found[::-1]


def _part(article: Article, scope: Scope, blank: str) -> Article | None:
    """The article with everything outside a scope blanked out; None if that is nothing new."""
    from verifier.articles.read_article import read_source

    document = article.document
    inside = replace(
        document,
        formulas=tuple(one for one in document.formulas if scope.holds(one.span)),
        headings=tuple(one for one in document.headings if scope.holds(one.span)),
        quotes=tuple(one for one in document.quotes if scope.holds(one.span)),
        directives=tuple(one for one in document.directives if scope.holds(one.span)),
        problems=(),
    )
    if len(inside.formulas) in (0, len(document.formulas)):
        return None
    text = _kept(article.text, blank, (Span(0, document.body), *scope.spans))
    index = article.index
    source = Source(index.path, text, inside, index.parts, index.pieces)
    return read_source(source, project=article.project)


def _kept(text: str, blank: str, kept: Iterable[Span]) -> str:
    """The text with blanks for everything outside, so that every place stays where it is."""
    pieces: list[str] = []
    at = 0
    for span in kept:
        pieces += (blank[at : span.start], text[span.start : span.end])
        at = span.end
    return "".join((*pieces, blank[at:]))


# What is taken from a section ---------------------------------------------------------------


def _by_formula(found: Iterable[Finding], article: Article) -> dict[Formula | None, list[Finding]]:
    """What was found, by the formula in which it lies; None for what lies in none."""
    formulas = [(_order(article.location(one.outer)), one) for one in article.document.formulas]
    formulas.sort(key=lambda item: item[0])
    said: dict[Formula | None, list[Finding]] = {None: []}
    for item in found:
        place = _order(item.location)
        number = bisect_right(formulas, place, key=lambda known: known[0]) - 1
        formula = formulas[number][1] if number >= 0 else None
        inside = formula is not None and _lies_in(item.location, article.location(formula.outer))
        said.setdefault(formula if inside else None, []).append(item)
    return said


def _order(place: Location) -> tuple[str, int, int, int]:
    return place.path, place.cell, place.line, place.column


def _lies_in(inner: Location, outer: Location) -> bool:
    if (inner.path, inner.cell) != (outer.path, outer.cell):
        return False
    return (inner.line, inner.column) < (outer.end_line, outer.end_column)


def _is_without_meaning(item: Finding) -> bool:
    """Whether it says that a formula could not be read, or means nothing."""
    return isinstance(item, Diagnostic) and item.code in WITHOUT_MEANING


def _is_open(said: list[Finding]) -> bool:
    """Whether a formula is not decided, or is said to be false."""
    return any(
        isinstance(item, Diagnostic) and (item.code in UNDECIDED or item.severity == "error")
        for item in said
    )


def _decides(
    after: list[Finding], before: list[Finding], formula: Formula, whole: Article, part: Article
) -> bool:
    """Whether what a section says of a formula decides it."""
    claims = [item for item in after if isinstance(item, CheckedClaim)]
    if not claims or any(isinstance(claim.verdict, Unknown) for claim in claims):
        return False
    if any(isinstance(item, Diagnostic) and item.code in UNDECIDED for item in after):
        return False
    if all(isinstance(claim.verdict, Proved) for claim in claims):
        return not any(isinstance(item, Diagnostic) and item.severity == "error" for item in after)
    if any(isinstance(item, CheckedClaim) and _is_false(item) for item in before):
        return False
    names = {name for claim in claims for name in _names_of(claim, part.context)}
    earlier = tuple(_before(formula, whole, part))
    return not any(_is_written(name, other) for name in names for other in earlier)


def _is_false(claim: CheckedClaim) -> bool:
    return isinstance(claim.verdict, Refuted)


def _names_of(claim: CheckedClaim, context: Context) -> set[str]:
    """The names that a claim rests on, by what they begin with: `x` for `x_{ij}`."""
    from verifier.meaning.expectations import operator_of  # articles of one section do not ask

    sides = (claim.left, claim.right)
    operators = {name_of(part) for side in sides for part in walk(side) if operator_of(part)}
    starts = (_NAME.match(name) for name in names_behind(sides, context) - operators)
    return {start.group() for start in starts if start is not None}


def _before(formula: Formula, whole: Article, part: Article) -> Iterator[str]:
    """The formulas that stand before a section and are not read with it."""
    own = set(part.document.formulas)
    for other in whole.document.formulas:
        if other.span.start < formula.span.start and other not in own:
            yield other.latex


def _is_written(name: str, latex: str) -> bool:
    """Whether a formula may mention a name. A single letter may be a factor: `x` in `xy`."""
    words = _NAME.findall(latex)
    return name in words or (len(name) == 1 and any(name in w for w in words if w[0] != "\\"))
