"""From the text of a Markdown article to its claims, in the order of reading.

The first `a = …` defines `a`, a later one claims; `A = B = C` claims A = B and B = C; a display
that begins with `=` goes on from the display before it. A quote that begins with **Erratum** (or
勘误) holds a formula that is claimed to be false.
"""

from __future__ import annotations

from verifier.articles.article import Article, Bare, Erratum, Line
from verifier.articles.beside import cases_of, under
from verifier.articles.conditions import Conditions, puts_in
from verifier.articles.distributions import may_have_laws
from verifier.articles.document import UNBALANCED, UNREADABLE, Document, Formula, Quote
from verifier.articles.errata import quoted_formulas, read_erratum
from verifier.articles.front_matter import head_of
from verifier.articles.long_names import with_long_names
from verifier.articles.matrices import (
    Taken,
    in_context,
    shapes_throughout,
    take,
    with_given,
    with_networks,
    with_numbers,
    with_shapes,
    with_words,
)
from verifier.articles.no_claims import claims_nothing, is_property
from verifier.articles.places import read_again, read_in_place, ways_of, written
from verifier.articles.prose import functions_in, words_around
from verifier.articles.redefinitions import defined_several_times, without_replaced
from verifier.articles.source import Source, markdown_source
from verifier.articles.spelling import Spelling, as_spelt, context_as_spelt, spelling_in
from verifier.articles.statements import (
    chain_after,
    claims_in,
    defining_side,
    definition_of,
    is_given,
    is_notation,
    names_a_function,
    sides_of,
)
from verifier.articles.survey import survey
from verifier.hints import TYPE_CHECKING
from verifier.meaning.context import Context, mentioned
from verifier.meaning.conventions import NO_SETTINGS, Settings
from verifier.meaning.declare import Declaration, declarations_of, read_declarations
from verifier.meaning.errors import MeaningError
from verifier.notation.reading import Reading
from verifier.notation.tree import Chain, Hole, Node
from verifier.records import replace
from verifier.values import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from verifier.tensors.given import Given

EQUALITY = "="


def read_article(text: str, path: str, *, strict: bool = False) -> Article:
    """Reads an article; mistakes are in `problems`. If `strict`, every symbol must be declared."""
    return read_source(markdown_source(text, path), strict=strict)


def read_source(
    source: Source, *, strict: bool = False, project: Settings = NO_SETTINGS
) -> Article:
    """Reads an article from wherever its text comes, with what its project says."""
    return Reader(source, strict, project).article()


class Reader:
    """Goes through the formulas once, in the order of the file, and grows the context."""

    guessed: Given | None = None
    """Shapes that the article does not write down."""

    def __init__(self, source: Source, strict: bool, project: Settings) -> None:
        self.text, self.path, self.index = source.text, source.path, source
        self.document: Document = source.document
        self.head = head_of(self.text, self.document, project)
        self.strict, self.project = strict, project
        self.readings: dict[Formula, Reading] = {}
        self.functions: frozenset[str] = frozenset()
        self.spelling = Spelling()
        self.context = Context()
        self.lines: list[Line] = []
        self.errata: list[Erratum] = []
        self.problems: list[Diagnostic] = list(self.head.front.problems)
        self.skipped = self.unreadable = self.section = 0
        self.previous: tuple[Node, ...] = ()
        self.seen: set[str] = set()
        self.conditions = Conditions()
        self.given: Given | None = None
        self.bare: list[Bare] = []
        self.read: list[tuple[Formula, Reading]] = []
        self.words = dict(words_around(self.text, self.document))

    def article(self) -> Article:
        names = with_long_names(() if self.strict else self.document.formulas, self.text)
        self.readings = {item: read_in_place(item, names) for item in self.document.formulas}
        has_laws = not self.strict and may_have_laws(self.text)
        self.spelling = spelling_in(self.readings.values(), has_laws)
        self.readings = {f: as_spelt(r, self.spelling) for f, r in self.readings.items()}
        statements = [s for reading in self.readings.values() for s in reading.statements]
        self.surveyed = survey(statements)
        self.several = defined_several_times(self.readings)
        settings, front = self.head.settings, self.head.front
        throughout = shapes_throughout(statements, self.guessed)
        self.given = with_shapes(tuple(settings.symbols.values()), throughout)
        self.given = self.given if self.strict else with_networks(statements, self.given)
        self.functions = self.surveyed.functions | settings.functions
        self.functions |= functions_in(self.readings, self.words)
        known = replace(self.surveyed.context(), words=names.words, lenient=not self.strict)
        known = replace(known, conventions=settings.conventions)
        self.context = context_as_spelt(known, self.spelling)
        if has_laws:
            from verifier.articles.laws import with_laws  # most articles speak of none

            self.context = with_laws(self.context, self.readings, self.text, self.functions)
        self._declare(read_declarations(settings.symbols.values()))
        unread = ((one.span, one.message) for one in self.document.problems)
        for wrong in (*self.head.wrong, *unread):
            self._problem(*wrong)
        groups, empty = quoted_formulas(self.document)
        for span in (quote.span for quote in empty):
            self._problem(span, "found an erratum without a formula, expected one")
        for one in self.document.formulas:
            if one.quote == 0:
                self._formula(one)
            elif one in groups:
                self._erratum(*groups[one])
        title = front.title or self.document.title or self.path
        head = (self.path, self.text, title, front.goals, self.context)
        found = (tuple(self.lines), tuple(self.errata), tuple(self.problems))
        counts = (len(self.readings), self.skipped, self.unreadable)
        given = self.given and in_context(self.given, self.context)
        bare, document = tuple(self.bare), self.document
        article = Article(*head, *found, *counts, self.index, given, bare, document)
        return replace(article, readings=tuple(self.read), project=self.project)

    def _formula(self, formula: Formula) -> None:
        if self.document.ignores(formula.span, self.text):
            self.skipped += 1
            return
        if (section := self.document.section(formula.span.start)) != self.section:
            self.section, self.conditions = section, Conditions()
        reading = self._read(formula)
        self.read.append((formula, reading))
        chain: tuple[Node, ...] = ()
        if self._is_read(reading):
            try:
                self.skipped += not self._statements(reading, formula)
                chain = chain_after(reading.statements, self.previous)
            except MeaningError as problem:
                self._unreadable(problem.span, str(problem))
        if formula.kind == "display":
            self.previous = chain
        self.seen.update(name for s in reading.statements for name in mentioned(s))

    def _read(self, formula: Formula) -> Reading:
        """The reading of a formula with what is known by now about its names."""
        found = read_again(formula, self.readings[formula], self.context, self.functions)
        return as_spelt(found, self.spelling)

    def _is_read(self, *found: Reading) -> bool:
        """Whether nothing is left unread; otherwise that is said."""
        problems = [problem for reading in found for problem in reading.problems]
        self.unreadable += bool(problems)
        for problem in problems:
            defect = UNBALANCED if problem.is_unbalanced else UNREADABLE
            self._problem(problem.span, problem.message, *defect)
        return not problems

    def _statements(self, reading: Reading, formula: Formula) -> bool:
        """Takes in what a formula declares, then what it says; whether it says anything."""
        grown = with_shapes(reading.statements, self.given)
        self.given = grown if self.strict else with_words(grown, reading, self.words[formula])
        declared = {statement: declarations_of(statement) for statement in reading.statements}
        for declarations in declared.values():
            self._declare(declarations)
        others = []
        for statement in reading.statements:
            if formula.kind == "inline" and self._is_given(statement):
                self._given(statement)
            elif not declared[statement]:
                others.append(statement)
        if formula.kind == "display" and len(others) == 1 and not others[0].operators:
            node, *ways = (way.sides[0] for way in ways_of(others[0], reading))
            place = (node.span, written(formula, node.span), self.section)
            self.bare.append(Bare(node, self.context, *place, tuple(ways), self.conditions))
        says = False
        for statement, conditions in cases_of(others, self.context):
            before = len(self.lines)
            says |= self._statement(statement, reading, formula)
            self.lines[before:] = under(conditions, self.lines[before:])
        return says

    def _of_matrices(self, taken: Taken, ways: list[tuple[Node, ...]], formula: Formula) -> bool:
        """Takes in a statement about matrices; whether it says anything."""
        self.given = taken.given
        for at in taken.claims:
            self._claim([(way[at], way[at + 1]) for way in ways], formula, self.given)
        return taken.says

    def _is_given(self, statement: Chain) -> bool:
        """In a strict reading what is said of a defined symbol is a claim in the text as well."""
        defined = set(mentioned(statement)) & self.context.definitions.keys()
        return is_given(statement, self.context) and not (self.strict and defined)

    def _given(self, relation: Chain) -> None:
        self.given = with_numbers(relation, self.given)
        of_defined = set(mentioned(relation)) & self.context.definitions.keys()
        if of_defined and not is_notation(relation):
            self.conditions = self.conditions.taking(relation, self.context)
        else:
            self.context = self.context.with_assumption(relation)

    def _declare(self, declarations: tuple[Declaration, ...]) -> None:
        for declaration in declarations:
            self.context = declaration.applied_to(self.context)
            self.conditions = self.conditions.without(declaration.name)

    def _statement(self, statement: Chain, reading: Reading, formula: Formula) -> bool:
        """Reads a definition or claims; says whether there was one."""
        if claims_nothing(statement) or is_property(statement, self.context):
            return False
        if statement.operators:
            # A formula in the text has its left side there: `out $= s f(x)$`.
            previous = self.previous if formula.kind == "display" else statement.sides[:1]
            ways = [sides_of(way, previous) for way in ways_of(statement, reading)]
            taken = take(statement, ways[0], self.given)
            if taken is not None and not taken.given.is_inferred:
                return self._of_matrices(taken, ways, formula)
            about = None if taken is None else taken.given
            self.given = about or with_numbers(statement, self.given)
        begins = statement.operators[:1] == (EQUALITY,)
        if not statement.operators or (begins and self._puts_in(statement)):
            return False
        sides, defined = ways[0], False
        if begins and not isinstance(sides[1], Hole):
            known = self.context
            known = known if self.strict else without_replaced(statement, known, self.several)
            definition = definition_of(sides[0], defining_side(statement, sides), known)
            if definition is not None:
                self.context, defined = self.context.with_definition(definition), True
            defined = defined or names_a_function(sides[0], self.context)
        before = len(self.lines)
        for index, earlier in claims_in(statement, sides, self.previous):
            if index or not defined:
                pairs = [(way[index], way[index + 1]) for way in ways]
                self._claim(pairs, formula, about, earlier)
        return defined or len(self.lines) > before

    def _puts_in(self, statement: Chain) -> bool:
        """Takes in a point or an update, which are no claims: `y = 1`, `w = w - \\alpha g`."""
        kind = puts_in(statement, self.context, self.seen)
        if kind == "value":
            self.conditions = self.conditions.taking(statement, self.context)
        return kind is not None

    def _claim(
        self,
        ways: list[tuple[Node, Node]],
        formula: Formula,
        given: Given | None = None,
        earlier: tuple[Node, ...] = (),
    ) -> None:
        (left, right), *others = dict.fromkeys(ways)
        matrices = None if given is None else in_context(given, self.context)
        place = (right.span, written(formula, right.span), self.section)
        sides = (left, right, self.surveyed.within(self.context, self.readings[formula].statements))
        self.lines.append(Line(*sides, *place, tuple(others), self.conditions, matrices, earlier))

    def _erratum(self, quote: Quote, formulas: list[Formula]) -> None:
        read = [(formula, self._read(formula)) for formula in formulas]
        if not self._is_read(*(reading for _, reading in read)):
            return
        if not self.lines:
            self._unreadable(formulas[0].span, "found an erratum, expected a claim before it")
            return
        try:
            erratum = read_erratum(quote.text, read, self.lines[-1], self.context)
        except MeaningError as problem:
            self._unreadable(problem.span, str(problem))
        else:
            self.errata.append(with_given(erratum, self.given))

    def _unreadable(self, span: Span, message: str) -> None:
        self.unreadable += 1
        self._problem(span, message)

    def _problem(
        self, span: Span, message: str, code: str = "unreadable", severity: Severity = "warning"
    ) -> None:
        self.problems.append(Diagnostic(self.index.location(span), code, severity, message))
