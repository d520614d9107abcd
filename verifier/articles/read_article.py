"""From the text of a Markdown article to its claims, in the order of reading.

The first `a = …` defines `a`, a later one claims; `A = B = C` claims A = B and B = C; a display
that begins with `=` goes on from the display before it. A quote that begins with **Erratum** (or
勘误) holds a formula that is claimed to be false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from verifier.articles.article import Article, Erratum, Line
from verifier.articles.document import Document, Formula
from verifier.articles.errata import ERRATUM, read_erratum
from verifier.articles.front_matter import FrontMatter, read_front_matter
from verifier.articles.lines import LineIndex
from verifier.articles.scan import scan_document
from verifier.articles.statements import definition_of, is_assignment
from verifier.articles.survey import survey
from verifier.meaning.context import Context
from verifier.meaning.declare import read_declarations
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation.read_latex import read_latex
from verifier.notation.reading import Reading
from verifier.notation.tree import Chain, Hole, Node, Symbol, rebuild, walk
from verifier.notation.vocabulary import DEFAULT
from verifier.values import Diagnostic, Span

EQUALITY = "="


def read_article(text: str, path: str, *, strict: bool = False) -> Article:
    """Reads an article. Never raises on an author's mistake: those are in `problems`.

    In a `strict` reading every symbol must be declared or defined; otherwise a symbol that is
    not is a real number.
    """
    return _Reader(text, path, strict).article()


class _Reader:
    """Goes through the formulas once, in the order of the file, and grows the context."""

    def __init__(self, text: str, path: str, strict: bool) -> None:
        self.text = text
        self.path = path
        self.index = LineIndex(text)
        self.document: Document = scan_document(text)
        self.front: FrontMatter = read_front_matter(text)
        self.strict = strict
        self.readings: dict[Formula, Reading] = {}
        self.context = Context()
        self.lines: list[Line] = []
        self.errata: list[Erratum] = []
        self.problems: list[Diagnostic] = list(self.front.problems)
        self.skipped = 0
        self.unreadable = 0
        self.previous: Node | None = None

    def article(self) -> Article:
        self.readings = {formula: read_latex(formula.latex) for formula in self.document.formulas}
        statements = (s for reading in self.readings.values() for s in reading.statements)
        self.context = replace(survey(statements).context(), lenient=not self.strict)
        self._declare_front_matter()
        for problem in self.document.problems:
            self._problem(problem.span, "unreadable", problem.message)
        groups = self._quoted_formulas()
        for formula in self.document.formulas:
            if formula.quote == 0:
                self._formula(formula)
            elif formula in groups:
                self._erratum(groups[formula])
        headings = self.document.headings
        title = self.front.title or (headings[0].text if headings else self.path)
        return Article(
            self.path,
            self.text,
            title,
            self.front.goals,
            self.context,
            tuple(self.lines),
            tuple(self.errata),
            tuple(self.problems),
            len(self.document.formulas),
            self.skipped,
            self.unreadable,
            self.index,
        )

    # One formula --------------------------------------------------------------------------

    def read(self, formula: Formula) -> Reading:
        """The reading of a formula with what is known by now about its names."""
        vocabulary = vocabulary_of(self.context)
        first = self.readings[formula]
        symbols = {node for s in first.statements for node in walk(s) if isinstance(node, Symbol)}
        if not first.problems and all(
            vocabulary.is_function(symbol) == DEFAULT.is_function(symbol)
            and vocabulary.is_scalar(symbol) == DEFAULT.is_scalar(symbol)
            for symbol in symbols
        ):
            return first
        return read_latex(formula.latex, vocabulary)

    def _formula(self, formula: Formula) -> None:
        if self._ignored(formula.span):
            self.skipped += 1
            return
        reading = self.read(formula)
        for problem in reading.problems:
            self._problem(formula.span_in_file(problem.span), "unreadable", problem.message)
        if reading.problems:
            self.unreadable += 1
            self.previous = None
            return
        declarations = read_declarations(reading.statements)
        if declarations:
            for declaration in declarations:
                self.context = declaration.applied_to(self.context)
            self.skipped += 1
            return
        before = len(self.lines)
        defined = [self._statement(statement, formula) for statement in reading.statements]
        if len(self.lines) == before and not any(defined):
            self.skipped += 1
        if formula.kind == "display" and reading.statements:
            self.previous = reading.statements[-1].sides[-1]

    def _statement(self, statement: Chain, formula: Formula) -> bool:
        """Reads a definition or claims; says whether there was a definition."""
        sides = list(statement.sides)
        if isinstance(sides[0], Hole):
            if self.previous is None:
                place = formula.span_in_file(statement.span)
                self._problem(place, "unreadable", "found =, expected a formula before it")
                return False
            sides[0] = self.previous
        definition = None
        if statement.operators and statement.operators[0] == EQUALITY:
            if is_assignment(statement) and len(sides) == 2:
                return False
            definition = definition_of(sides[0], sides[1], self.context)
        if definition is not None:
            placed = replace(
                definition,
                span=formula.span_in_file(definition.span),
                body=_in_file(definition.body, formula),
            )
            self.context = self.context.with_definition(placed)
        start = 1 if definition is not None else 0
        for index in range(start, len(statement.operators)):
            if statement.operators[index] == EQUALITY and not isinstance(sides[index + 1], Hole):
                self._claim(sides[index], sides[index + 1], formula)
        return definition is not None

    def _claim(self, left: Node, right: Node, formula: Formula) -> None:
        span = formula.span_in_file(right.span)
        latex = formula.latex[right.span.start : right.span.end]
        section = sum(1 for heading in self.document.headings if heading.span.start < span.start)
        self.lines.append(Line(left, right, self.context, span, latex, section))

    # Errata -------------------------------------------------------------------------------

    def _quoted_formulas(self) -> Mapping[Formula, list[Formula]]:
        """The formulas of each Erratum quote, under the first of them."""
        groups: dict[Span, list[Formula]] = {}
        for formula in self.document.formulas:
            quote = self.document.quote_around(formula.span.start) if formula.quote else None
            if quote is not None and quote.text.lstrip().startswith(ERRATUM):
                groups.setdefault(quote.span, []).append(formula)
        return {formulas[0]: formulas for formulas in groups.values()}

    def _erratum(self, formulas: list[Formula]) -> None:
        quote = self.document.quote_around(formulas[0].span.start)
        if quote is None or not self.lines:
            place = formulas[0].span
            self._problem(place, "unreadable", "found an erratum, expected a claim before it")
            return
        readings = [(formula, self.read(formula)) for formula in formulas]
        for formula, reading in readings:
            for problem in reading.problems:
                self._problem(formula.span_in_file(problem.span), "unreadable", problem.message)
        if any(reading.problems for _, reading in readings):
            self.unreadable += 1
            return
        self.errata.append(read_erratum(quote.text, readings, self.lines[-1], self.context))

    # Declarations in the front matter, directives, problems -------------------------------

    def _declare_front_matter(self) -> None:
        for entry in self.front.symbols:
            reading = read_latex(f"{entry.name} \\in {entry.text}")
            declarations = read_declarations(reading.statements)
            if reading.problems or not declarations:
                message = (
                    f"found the domain {entry.text}, "
                    "expected one such as [0, 1], (0, 1) or \\mathbb{R}"
                )
                self._problem(entry.text_span, "unreadable", message)
            for declaration in declarations:
                self.context = declaration.applied_to(self.context)

    def _ignored(self, span: Span) -> bool:
        """Whether an `ignore` directive stands on the line or in the paragraph before."""
        return any(
            directive.action == "ignore"
            and directive.span.end <= span.start
            and not self.text[directive.span.end : span.start].strip(" \n>$\\[(-")
            for directive in self.document.directives
        )

    def _problem(self, span: Span, code: str, message: str) -> None:
        self.problems.append(Diagnostic(self.index.location(span), code, "warning", message))


def _in_file(node: Node, formula: Formula) -> Node:
    """The tree with its spans where they stand in the file, as messages about it need them."""
    placed = rebuild(node, lambda part: _in_file(part, formula))
    return replace(placed, span=formula.span_in_file(node.span))
