"""Checking an article: every line is decided, every erratum must be refuted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.articles.article import Article, Erratum, Line, names_gradients
from verifier.articles.conditions import RATE
from verifier.articles.decisions import Decision, decided, is_open, rests_on_members
from verifier.articles.errata import quoted, value_verdict
from verifier.articles.layouts import other_layouts
from verifier.articles.matrices import may_be_of_matrices, misfits
from verifier.articles.readings import Found, written_point
from verifier.articles.remarks import Remarks
from verifier.articles.report import CheckedClaim, Report, in_order
from verifier.articles.reporter import Reporter
from verifier.hints import TYPE_CHECKING
from verifier.kernel.domains import describe
from verifier.meaning.context import Context, Definition
from verifier.meaning.elaborate import elaborate_definition
from verifier.meaning.errors import MeaningError
from verifier.meaning.ranges import contradicts
from verifier.notation.tree import Derivative, Node
from verifier.notation.write_text import write_line
from verifier.records import replace
from verifier.values import Diagnostic, Proved, Refuted, Unknown

if TYPE_CHECKING:
    from verifier.articles.second_reading import SecondReading

__all__ = ["CheckedClaim", "Finding", "Report", "check_article", "findings"]

Finding = CheckedClaim | Diagnostic


def check_article(article: Article) -> Report:
    """Decides every claim of an article. Never raises on an author's mistake."""
    checker = _Checker(article)
    found, mended = list(checker.findings()), 0
    if article.context.lenient:
        from verifier.articles.sections import in_sections  # the library keeps to its letters

        found, mended = in_sections(found, article, lambda part: list(findings(part)))
    kept = (one for one in found if isinstance(one, Diagnostic) and one not in checker.excused)
    said = dict.fromkeys(kept)
    diagnostics: Iterable[Diagnostic] = said
    if article.document.directives:
        from verifier.articles.expectations import after_expectations

        diagnostics = after_expectations(said, article.document, article.index, article.text)
    claims = tuple(item for item in found if isinstance(item, CheckedClaim))
    inferred = {claim.location for claim in claims if claim.kind == "inferred"}
    return Report(
        article.path,
        article.text,
        claims,
        in_order(diagnostics),
        article.formulas,
        article.skipped - len(inferred),
        max(article.unreadable + checker.without_meaning - mended, 0),
        article.index,
    )


def findings(article: Article) -> Iterator[Finding]:
    """Claims and diagnostics one by one, as they are decided, for who wants no more than some."""
    return _Checker(article).findings()


class _Checker(Reporter):
    def __init__(self, article: Article) -> None:
        super().__init__(article)
        self.meant: Context | None = None
        self.decisions: list[Decision] = []
        self.excused: set[Diagnostic] = set()
        """What was said of lines that are false because of a definition."""
        self.remarks = Remarks(article)
        self.second: SecondReading | None = None

    def implied(self) -> Context:
        """The context at the end of the article with what it implies, worked out once."""
        if self.meant is None:
            from verifier.articles.implied import implied  # few articles leave that open

            self.meant = implied(self.article.context, self.article.bare, self.article.lines)
        return self.meant

    def matrices(self) -> SecondReading | None:
        """The article read as one about matrices, where it may be."""
        article = self.article
        if self.second is None and article.context.lenient and may_be_of_matrices(article.text):
            from verifier.articles.second_reading import SecondReading  # most articles are not

            self.second = SecondReading(article)
        return self.second

    def findings(self) -> Iterator[Finding]:
        yield from map(self.problem, self.article.problems)
        for definition in self.article.context.definitions.values():
            yield from self._definition(definition)
        yield from self._misfits()
        for line in self.article.lines:
            yield from self._line(line)
        yield from self._of_matrices()
        if names_gradients(self.article.context):
            from verifier.articles.gradient_names import gradient_lines

            for line in gradient_lines(self.article, self.implied()):
                yield from self._line(line)
        if self.article.context.lenient:
            yield from self._in_passing()
        for line, severity, message in other_layouts(self.decisions, self.article.layout):
            yield self.diagnostic(line.span, "layout", severity, message, line.latex)
        if self.article.context.lenient and self.article.bare:
            yield from self._inferred()
        for erratum in self.article.errata:
            yield from self._erratum(erratum)

    def _in_passing(self) -> Iterator[Finding]:
        """What is found in definitions and between lines, where authors leave words out."""
        from verifier.articles.in_passing import slips_in_passing

        yield from self._lost_indices()
        for failed in slips_in_passing(self.article, self.decisions):
            yield from self.errors(*failed)
        if "cases" in self.article.text:
            from verifier.articles.continuity import findings_about_joints

            yield from findings_about_joints(self.article)
        yield from self._beyond_lines()

    def _inferred(self) -> Iterator[Finding]:
        """Displays without a relation that follow from one before, or miss it by a slip."""
        from verifier.articles.findings import findings_of  # few articles have such displays
        from verifier.articles.inferred import Followed, inferred

        for item in inferred(self.article, self.implied()):
            line = item.line
            if isinstance(item, Followed):
                found = Found(item.judgement.verdict, item.judgement.reading)
            else:
                found = Found(item.refuted, "as what follows from the display before")
            yield self.checked(line, "inferred", line.left, line.right, found)
            if not isinstance(item, Followed):
                about = item.refuted, self.article.text, item.correction, item.message
                told = findings_of(line, *about)
                yield from self.errors(line, item.refuted, told)

    def _of_matrices(self) -> Iterator[Finding]:
        """The lines that are claims only where the article is read as one about matrices."""
        second = self.matrices()
        for decision in second.others({one.span for one in self.article.lines}) if second else ():
            yield from self._decision(decision)

    def _beyond_lines(self) -> Iterator[Finding]:
        """Slips in steps of descent, in local gradients, and in what false lines rest on."""
        if RATE.search(self.article.text) or "\\delta" in self.article.text:
            from verifier.articles.between_lines import slips_between_lines

            for one in slips_between_lines(self.article, self._step, self.matrices):
                yield from self.told_of(one)
        if all(one.refuted is None for one in self.decisions):
            return
        from verifier.articles.wrong_definitions import wrong_definitions

        for one, false in wrong_definitions(self.article, self.decisions):
            self.excused.update(item for line in false for item in self.told_of(line))
            yield from self.told_of(one)

    def _step(self, line: Line) -> Decision | None:
        try:
            return decided(line, self.article, self.remarks, self.implied)
        except MeaningError:
            return None

    def _definition(self, definition: Definition) -> Iterator[Diagnostic]:
        context, name = self.article.context, definition.name
        try:
            elaborate_definition(definition, context)
            outside = not definition.parameters and contradicts(name, context)
        except MeaningError as problem:
            if not rests_on_members(definition, context):
                self.without_meaning += 1
                yield self.meaningless(problem, definition.span)
            return
        if outside:
            message = (
                f"{name} has no value in its declared domain {describe(context.domains[name])}"
            )
            yield self.diagnostic(definition.span, "outside-domain", "error", message)

    def _misfits(self) -> Iterator[Diagnostic]:
        for defined, problem in misfits(self.article.matrices):
            span = defined.body.span
            if isinstance(problem, MeaningError):
                self.without_meaning += 1
                yield self.meaningless(problem, span)
            else:
                yield self.diagnostic(span, "shape-mismatch", "error", str(problem))

    def _lost_indices(self) -> Iterator[Diagnostic]:
        """Sums over a letter that their terms do not have, and members that are their own."""
        from verifier.articles.lost_indices import lost_in

        false = (one for one in self.decisions if isinstance(one.found.verdict, Refuted))
        reported = {one.line.span for one in false}
        for span, lost in lost_in(self.article):
            if span not in reported:
                found = self.diagnostic(lost.operator.span, "wrong-index", "error", lost.message)
                yield replace(found, suggestion=lost.suggestion)
        if "_" not in self.article.text:
            return
        from verifier.articles.self_references import self_references

        for itself in self_references(self.article):
            found = self.diagnostic(itself.place, "wrong-symbol", "error", itself.message)
            yield replace(found, suggestion=itself.suggestion)

    # Lines --------------------------------------------------------------------------------

    def _line(self, line: Line) -> Iterator[Finding]:
        decision: Decision | None = None
        try:
            decision = decided(line, self.article, self.remarks, self.implied)
        except MeaningError as raised:
            problem = raised
        if decision is None or is_open(decision):
            second = self.matrices()
            decision = (second and second.decision_at(line.span)) or decision
        if decision is None:
            self.without_meaning += 1
            yield self.meaningless(problem, line.span)
            return
        yield from self._decision(decision)

    def _decision(self, decision: Decision) -> Iterator[Finding]:
        line, found = decision.line, decision.found
        self.decisions.append(decision)
        derivative = isinstance(line.left, Derivative)
        kind = "derivative" if derivative else "equality"
        yield self.checked(line, kind, line.left, line.right, found)
        if decision.refuted is not None:
            yield from self.told_of(decision)
        elif isinstance(found.verdict, Unknown):
            message = (
                f"could not decide whether this equals {write_line(line.as_written(line.left))}"
            )
            notes = (found.verdict.reason,)
            yield self.diagnostic(
                line.span, "undecided", "warning", message, line.latex, None, notes
            )
        for item in self.remarks.about(line, decision.plain, found):
            said = (item.severity, item.message, item.printed, item.witness, item.notes)
            yield self.diagnostic(item.span, item.code, *said)

    # Errata -------------------------------------------------------------------------------

    def _erratum(self, erratum: Erratum) -> Iterator[Finding]:
        try:
            found = quoted(erratum)
        except MeaningError as problem:
            self.without_meaning += 1
            yield self.meaningless(problem, erratum.span)
            return
        yield self.checked(erratum, "erratum", erratum.left, erratum.printed, found)
        if isinstance(found.verdict, Refuted):
            yield from self._values(erratum)
            return
        why = "is right" if isinstance(found.verdict, Proved) else "could not be refuted"
        notes = (found.verdict.reason,) if isinstance(found.verdict, Unknown) else ()
        message = f"the {f'erratum {erratum.label}'.rstrip()} quotes a formula that {why}"
        yield self.diagnostic(
            erratum.span, "not-an-erratum", "error", message, erratum.latex, None, notes
        )

    def _values(self, erratum: Erratum) -> Iterator[Diagnostic]:
        """The values that an erratum states at its point must be the values there."""
        stated = (
            (erratum.printed_value, erratum.printed, "printed formula"),
            (erratum.correct_value, erratum.left, "correct formula"),
        )
        for value, side, name in stated:
            if value is not None:
                yield from self._value(erratum, value, side, name)

    def _value(self, erratum: Erratum, value: Node, side: Node, name: str) -> Iterator[Diagnostic]:
        try:
            verdict = value_verdict(erratum, side, value)
        except MeaningError as problem:
            self.without_meaning += 1
            yield self.meaningless(problem, erratum.span)
            return
        if not isinstance(verdict, Proved):
            at, said = written_point(erratum.point), write_line(value)
            message = f"at {at} the {name} is not {said}, as the erratum states"
            witness = verdict.witness if isinstance(verdict, Refuted) else None
            place, latex = value.span, erratum.latex
            yield self.diagnostic(place, "not-equal", "error", message, latex, witness)
