"""A refuted line with what would be said of it, as the second thoughts look at it.

To find a correction takes longer than all second thoughts together: it is looked for when one asks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from verifier.articles.article import Article, Line
from verifier.articles.document import Formula
from verifier.articles.report import Defect
from verifier.lazy_patterns import lazy_pattern
from verifier.records import dataclass
from verifier.values import Refuted

NO_SLIP = frozenset(("not-equal", "wrong-derivative"))
"""Codes that name no slip."""
_CONSEQUENCE = lazy_pattern(
    r"\b(?:so|hence|thus|therefore|consequently|implies|yields|gives|(?:it )?follows(?: that)?"
    r"|we (?:get|have|obtain|find))(?: that)?[,:]? *$",
    re.IGNORECASE,
)
_SENTENCE_END = lazy_pattern(r"[.!?][$)\\]*\s+|\n#+ [^\n]*\n")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A refuted line; `tell` works out what would be said of it, and remembers that."""

    line: Line
    article: Article
    tell: Callable[[], tuple[Refuted, tuple[Defect, ...]]]

    @property
    def refuted(self) -> Refuted:
        """The refutation of the claim of which the defects speak."""
        return self.tell()[0]

    @property
    def defects(self) -> tuple[Defect, ...]:
        """What would be said of it."""
        return self.tell()[1]

    @property
    def has_slip(self) -> bool:
        """Whether one small change makes it right."""
        return has_slip(self.defects)

    @property
    def is_inline(self) -> bool:
        """Whether it stands in running text."""
        formula = self._formula
        return formula is not None and formula.kind == "inline"

    @property
    def is_concluded(self) -> bool:
        """Whether a word such as "hence" stands before it."""
        before = self.article.text[max(0, self.start - 40) : self.start].rstrip("$\\([ ")
        return _CONSEQUENCE.search(before) is not None

    @property
    def start(self) -> int:
        """Where its formula starts."""
        return 0 if self._formula is None else self._formula.span.start

    @property
    def _formula(self) -> Formula | None:
        formulas = self.article.document.formulas
        place = bisect_right(formulas, self.line.span.start, key=lambda item: item.span.start)
        return formulas[place - 1] if place else None

    @property
    def paragraph(self) -> str:
        """The text from the last empty line before it, and the two above that for a display."""
        text, end = self.article.text, self.line.span.end
        start = max(self.article.document.body, end - 600)
        parts = re.split(r"\n\s*\n", text[start:end])
        return " ".join(parts[-3:])

    @property
    def sentence(self) -> str:
        """The words of the sentence in which it stands, before and behind its formula."""
        formula = self._formula
        return self.paragraph if formula is None else sentence_around(formula, self.article)


def sentence_around(formula: Formula, article: Article) -> str:
    """The words of the sentence in which a formula stands, before and behind it."""
    text = article.text
    start = max(article.document.body, formula.span.start - 400)
    before = _SENTENCE_END.split(text[start : formula.span.start])[-1]
    behind = text[formula.span.end : formula.span.end + 200].lstrip("$ \n")
    if formula.latex.rstrip().endswith(".") or behind[:1].isupper():
        return before
    return f"{before} {_SENTENCE_END.split(behind)[0]}"


def has_slip(defects: tuple[Defect, ...]) -> bool:
    """Whether one small change makes a line with these defects right."""
    return any(item.suggestion and item.code not in NO_SLIP for item in defects)
