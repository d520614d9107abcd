"""What is to be said of a line that is right: what it needs, and reasons that cannot be right."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article, Line
from verifier.articles.readings import Found
from verifier.lazy_patterns import lazy_pattern
from verifier.records import dataclass
from verifier.values import Proved, Severity, Span, Verdict, Witness

_GIVES_REASONS = lazy_pattern(r"\brule\b|\\text|\\mbox|\\[A-Za-z]*(?:comment|note|reason)\b")


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about a line that is proved, with a point at which something fails."""

    span: Span
    code: str
    severity: Severity
    message: str
    printed: str | None = None
    witness: Witness | None = None
    notes: tuple[str, ...] = ()


class Remarks:
    """The remarks about the lines of one article; a missing assumption is named once."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.needed: set[str] = set()
        self.gives_reasons = _GIVES_REASONS.search(article.text) is not None

    def about(self, line: Line, plain: Verdict, found: Found) -> Iterator[Remark]:
        """The remarks about a proved line whose verdict without assumptions is `plain`."""
        if not isinstance(found.verdict, Proved):
            return
        if found.verdict.conditions or plain is not found.verdict:
            yield from self._needs(line, plain, found)
        if self.gives_reasons:
            yield from self._reasons(line)

    # Imported inside: most articles have no line that is false or needs something, and no reasons.

    def of_positive(self, line: Line, found: Found) -> Found:
        """A refuted line as proved of positive symbols, if it needs nothing else."""
        from verifier.articles.assumptions import of_positive

        return of_positive(line, found)

    def _needs(self, line: Line, plain: Verdict, found: Found) -> Iterator[Remark]:
        from verifier.articles.assumptions import assumption

        needed = assumption(line, plain, found, self.article)
        if needed is not None and not self.needed.issuperset(needed.conditions):
            self.needed.update(needed.conditions)
            told = (needed.message, line.latex, needed.witness, (needed.note,))
            yield Remark(line.span, "needs-assumption", "warning", *told)

    def _reasons(self, line: Line) -> Iterator[Remark]:
        from verifier.articles.wrong_reasons import wrong_reasons

        for item in wrong_reasons(line, self.article):
            told = (item.severity, item.message, None, item.witness)
            yield Remark(item.span, "wrong-reason", *told)
