"""How a finding about an article is written down: its place, its words, its witness."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article, Erratum, Line
from verifier.articles.decisions import Decision
from verifier.articles.readings import Found
from verifier.articles.report import CheckedClaim, Defect
from verifier.articles.verdicts import is_without_shapes
from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.notation.tree import Node
from verifier.records import replace
from verifier.values import Diagnostic, Refuted, Severity, Span, Witness

Failed = tuple[Line, Refuted, tuple[Defect, ...]]
"""A line that is false, its refutation, and what is to be said of it."""


class Reporter:
    """The findings about one article; `without_meaning` counts what means nothing."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.without_meaning = 0

    def problem(self, found: Diagnostic) -> Diagnostic:
        if found.code != "missing-parentheses":
            return found
        # Imported here: few articles have a bracket too many or too few.
        from verifier.articles.brackets import with_bracket

        return with_bracket(found, self.article)

    def meaningless(self, problem: MeaningError, place: Span) -> Diagnostic:
        undeclared = isinstance(problem, UndeclaredSymbol)
        span = problem.span if problem.span.end > problem.span.start else place
        code = "undefined-symbol" if undeclared else "unreadable"
        return self.diagnostic(span, code, "warning", str(problem))

    def diagnostic(
        self,
        span: Span,
        code: str,
        severity: Severity,
        message: str,
        printed: str | None = None,
        witness: Witness | None = None,
        notes: tuple[str, ...] = (),
    ) -> Diagnostic:
        return Diagnostic(
            self.article.location(span),
            code,
            severity,
            message,
            printed=printed,
            counterexample=witness,
            notes=notes,
        )

    def checked(
        self, line: Line | Erratum, kind: str, left: Node, right: Node, found: Found
    ) -> CheckedClaim:
        location = self.article.location(line.span)
        return CheckedClaim(location, kind, left, right, found.verdict, found.reading)

    def told_of(self, decision: Decision) -> Iterator[Diagnostic]:
        """What is said of the line of a decision: nothing where it is not false."""
        if decision.refuted is not None:
            yield from self.errors(decision.line, decision.refuted, decision.defects)

    def errors(
        self, line: Line, refuted: Refuted, told: tuple[Defect, ...]
    ) -> Iterator[Diagnostic]:
        # Imported here: most articles have no line that is false.
        from verifier.articles.law_witness import readable

        witness = readable(refuted.witness, line.context.laws)
        for item in told:
            said = (item.code, item.severity, item.message, line.latex, witness)
            plain = self.diagnostic(item.span, *said)
            proved = item.suggestion is not None and not is_without_shapes(line)
            told_so = replace(plain, suggestion=item.suggestion, suggestion_proved=proved)
            yield replace(told_so, fix=item.fix if proved else None)
