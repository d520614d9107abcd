"""Checking an article: every line is decided, every erratum must be refuted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.articles.article import Article, Erratum, Line
from verifier.kernel.decide import decide
from verifier.meaning.claims import Claim, Judgement, judge, kernel_domains
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.points import at_point
from verifier.notation.tree import Derivative, Node
from verifier.notation.write_text import write_line
from verifier.values import (
    Diagnostic,
    Location,
    Proved,
    Refuted,
    Severity,
    Span,
    Unknown,
    Verdict,
    Witness,
)


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim with its verdict and the reading under which it was decided."""

    location: Location
    kind: str
    left: Node
    right: Node
    verdict: Verdict
    reading: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one file found."""

    path: str
    text: str
    claims: tuple[CheckedClaim, ...]
    diagnostics: tuple[Diagnostic, ...]
    formulas: int
    skipped: int
    unreadable: int

    def count(self, kind: type[Proved] | type[Refuted] | type[Unknown]) -> int:
        """How many claims have a verdict of this kind; a refuted erratum counts as proved."""
        return sum(1 for claim in self.claims if isinstance(claim.verdict, kind))

    @property
    def errors(self) -> int:
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity == "error")


def check_article(article: Article) -> Report:
    """Decides every claim of an article. Never raises on an author's mistake."""
    checker = _Checker(article)
    return Report(
        article.path,
        article.text,
        tuple(checker.claims),
        tuple(sorted(checker.found, key=lambda item: (item.location, item.code))),
        article.formulas,
        article.skipped,
        article.unreadable + checker.without_meaning,
    )


class _Checker:
    """Collects claims and diagnostics in the order of the article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.claims: list[CheckedClaim] = []
        self.found: list[Diagnostic] = list(article.problems)
        self.without_meaning = 0
        for line in article.lines:
            self._line(line)
        for erratum in article.errata:
            self._erratum(erratum)

    def _judged(self, left: Node, right: Node, line: Line | Erratum) -> Judgement | None:
        """A verdict, or None with a diagnostic when a side has no meaning."""
        try:
            return judge(Claim(left, right, line.context, line.span))
        except MeaningError as problem:
            self.without_meaning += 1
            code = "undefined-symbol" if "not declared" in problem.found else "unreadable"
            self._report(line.span, code, "warning", str(problem))
            return None

    def _report(
        self,
        span: Span,
        code: str,
        severity: Severity,
        message: str,
        printed: str | None = None,
        witness: Witness | None = None,
        notes: tuple[str, ...] = (),
    ) -> None:
        self.found.append(
            Diagnostic(
                self.article.location(span),
                code,
                severity,
                message,
                printed=printed,
                counterexample=witness,
                notes=notes,
            )
        )

    # Lines --------------------------------------------------------------------------------

    def _line(self, line: Line) -> None:
        judgement = self._judged(line.left, line.right, line)
        if judgement is None:
            return
        kind = "derivative" if isinstance(line.left, Derivative) else "equality"
        self._add(line, kind, line.left, line.right, judgement)
        verdict = judgement.verdict
        if isinstance(verdict, Refuted):
            code = "wrong-derivative" if isinstance(line.left, Derivative) else "not-equal"
            message = f"this is not equal to {write_line(line.left)}"
            self._report(line.span, code, "error", message, line.latex, verdict.witness)
        elif isinstance(verdict, Unknown):
            message = f"could not decide whether this equals {write_line(line.left)}"
            self._report(
                line.span, "undecided", "warning", message, line.latex, None, (verdict.reason,)
            )

    def _add(
        self, line: Line | Erratum, kind: str, left: Node, right: Node, judgement: Judgement
    ) -> None:
        location = self.article.location(line.span)
        self.claims.append(
            CheckedClaim(location, kind, left, right, judgement.verdict, judgement.reading)
        )

    # Errata -------------------------------------------------------------------------------

    def _erratum(self, erratum: Erratum) -> None:
        judgement = self._judged(erratum.left, erratum.printed, erratum)
        if judgement is None:
            return
        verdict = judgement.verdict
        if isinstance(verdict, Refuted):
            refuted: Verdict = Proved("the formula is false: it is refuted by a counterexample")
            judgement = Judgement(refuted, judgement.held)
            self._add(erratum, "erratum", erratum.left, erratum.printed, judgement)
            for value, side, name in self._stated(erratum):
                self._value(erratum, value, side, name)
            return
        self._add(
            erratum,
            "erratum",
            erratum.left,
            erratum.printed,
            Judgement(Unknown("not refuted"), judgement.held),
        )
        why = "is right" if isinstance(verdict, Proved) else "could not be refuted"
        notes = (verdict.reason,) if isinstance(verdict, Unknown) else ()
        message = f"the erratum {erratum.label} quotes a formula that {why}".replace("  ", " ")
        self._report(erratum.span, "not-an-erratum", "error", message, erratum.latex, None, notes)

    def _stated(self, erratum: Erratum) -> Iterator[tuple[Node, Node, str]]:
        if erratum.printed_value is not None:
            yield erratum.printed_value, erratum.printed, "printed formula"
        if erratum.correct_value is not None:
            yield erratum.correct_value, erratum.left, "correct formula"

    def _value(self, erratum: Erratum, value: Node, side: Node, name: str) -> None:
        """The value that an erratum states at its point must be the value there."""
        try:
            verdict = value_verdict(erratum, side, value)
        except MeaningError as problem:
            self._report(erratum.span, "unreadable", "warning", str(problem))
            return
        if not isinstance(verdict, Proved):
            point = ", ".join(
                f"{write_line(item.head)} = {write_line(item.value)}" for item in erratum.point
            )
            self._report(
                erratum.span,
                "not-equal",
                "error",
                f"at {point} the {name} is not {write_line(value)}, as the erratum states",
                erratum.latex,
                verdict.witness if isinstance(verdict, Refuted) else None,
            )


def value_verdict(erratum: Erratum, side: Node, value: Node) -> Verdict:
    """Whether a formula has a stated value at the point of an erratum."""
    context, point = erratum.context, erratum.point
    domains = kernel_domains(context)
    return decide(at_point(side, point, context), at_point(value, point, context), domains)
