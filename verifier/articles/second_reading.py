"""An article that declares no shapes, read again as one about matrices.

What nothing declares is a number at first, and what is false of numbers is false of matrices. But
transposes and the order of factors make no difference to numbers, and much has no meaning among
them. So where an article writes transposes, elementwise products or traces, the shapes are taken
from the use of its names (`verifier.tensors.shapes_from_use`) and the article is read again. Those
shapes are a guess: a line that is false of them is an error only where one small change is proved
to make it right, and a line that means nothing is left as it was.
"""

from __future__ import annotations

from functools import cached_property

from verifier.articles.article import Article, Line
from verifier.articles.decisions import Decision, decided
from verifier.articles.implied import implied
from verifier.articles.matrices import shapes_throughout
from verifier.articles.prose import words_around
from verifier.articles.read_article import Reader
from verifier.articles.remarks import Remarks
from verifier.articles.suspects import has_slip
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.notation.names import has_gradient
from verifier.notation.tree import Apply, Derivative, Group, Power, Symbol, walk
from verifier.tensors.declared import FUNCTION_NAMES
from verifier.tensors.given import Given
from verifier.tensors.kinds_from_use import SCALAR, VECTOR, is_about_matrices, kinds_in, targets_in
from verifier.tensors.properties import with_properties
from verifier.tensors.shapes_from_use import shapes_from_use
from verifier.tensors.symbols import matrix_name, names_in
from verifier.values import Proved, Span

_OF_ORDER = frozenset(("wrong-order", "missing-transpose", "wrong-operator"))
_ONES = "\\mathbf{1}"
_KINDS = {"scalar": SCALAR, "row": VECTOR, "column": VECTOR, "matrix": "matrix"}


class SecondReading:
    """The lines of an article as they are decided with the shapes that follow from use."""

    def __init__(self, article: Article) -> None:
        self.first = article
        self.misfits: list[Span] = []
        """The statements that do not fit to the shapes."""

    @cached_property
    def article(self) -> Article | None:
        """The article read again; None where nothing in it is about matrices."""
        statements = [one for _, reading in self.first.readings for one in reading.statements]
        if not is_about_matrices([node for one in statements for node in walk(one)]):
            return None
        functions = frozenset(self.first.context.functions)
        kinds = kinds_in(statements, self._called(), functions)
        known = shapes_throughout(statements)
        written = {} if known is None else known.shapes
        shapes, misfits = shapes_from_use(statements, kinds, written)
        self.misfits = [statement.span for statement in misfits]
        reader = Reader(self.first.index, False, self.first.project)
        guessed = Given(dict(shapes), symmetric=self._symmetric(), guessed=True)
        reader.guessed = with_properties(guessed, one_hot=targets_in(statements))
        try:
            return reader.article()
        except RecursionError:  # a recurrence of which no shape is known has no end
            return None

    def _symmetric(self) -> frozenset[str]:
        """The names that the text calls symmetric, wherever it does."""
        matrices = self.first.matrices
        return frozenset() if matrices is None else matrices.symmetric

    def _called(self) -> dict[str, str]:
        """What the text calls the names: scalars, vectors, matrices."""
        from verifier.articles.matrix_words import listed

        words = dict(words_around(self.first.text, self.first.document))
        found: dict[str, str] = {}
        for formula, reading in self.first.readings:
            kind = words[formula].kind
            for name in listed(reading) if kind is not None else ():
                found.setdefault(str(name), _KINDS[str(kind)])
        return found

    @cached_property
    def lines(self) -> dict[Span, Line]:
        """The lines by the places of their right sides."""
        return {} if self.article is None else {line.span: line for line in self.article.lines}

    @cached_property
    def remarks(self) -> Remarks:
        assert self.article is not None
        return Remarks(self.article)

    def implied(self) -> Context:
        assert self.article is not None
        return implied(self.article.context, self.article.bare, self.article.lines)

    @cached_property
    def decisions(self) -> dict[Span, Decision]:
        """What is decided with these shapes, by place, up to where a name gets a new meaning."""
        found: dict[Span, Decision] = {}
        again = False
        for span, line in self.lines.items():
            decision = self._decision(line)
            if decision is None:
                continue
            if isinstance(decision.found.verdict, Proved):
                found[span] = decision
            elif _may_define(decision):
                again = True
            elif not again and self._is_one_slip(decision):
                found[span] = decision
        return found

    def decision_at(self, span: Span) -> Decision | None:
        """The decision on the line at a place, where it is proved or is one slip that is proved."""
        return self.decisions.get(span)

    def steps(self) -> list[Decision]:
        """The steps of gradient descent that one slip keeps from following the gradient."""
        from verifier.articles.updates import update_lines

        if self.article is None or self.article.matrices is None:
            return []
        found = map(self._decision, update_lines(self.first, self.article))
        return [one for one in found if one is not None and self._is_one_slip(one)]

    def _decision(self, line: Line) -> Decision | None:
        if line.given is None or self.article is None:
            return None
        try:
            return decided(line, self.article, self.remarks, self.implied)
        except (MeaningError, RecursionError):
            return None

    def _is_one_slip(self, decision: Decision) -> bool:
        """Whether one change makes a refuted line right, and its shapes are not a mere guess."""
        refuted = decision.refuted
        if refuted is None or self.article is None or len(decision.defects) != 1:
            return False
        if refuted.mismatch is not None and not self._fits_elsewhere(decision.line):
            return False
        if refuted.mismatch is not None and _has_exponential(decision.line):
            return False  # `e^\\eta` is of numbers, or of each entry
        if _ONES in (decision.defects[0].suggestion or "") and _ONES not in decision.line.latex:
            return False  # what is spread by ones may have been no vector
        if _is_of_layout(decision.line):
            return False
        return has_slip(decision.defects)

    def _fits_elsewhere(self, line: Line) -> bool:
        """Whether every other formula fits to the shapes, and has something to say of each name."""
        assert self.article is not None
        names = {str(name) for side in (line.left, line.right) for name, _ in names_in(side)}
        for formula, reading in self.article.readings:
            if formula.span.start <= line.span.start < formula.span.end:
                continue
            if any(formula.span.start <= one.start < formula.span.end for one in self.misfits):
                return False
            sides = [side for one in reading.statements if one.operators for side in one.sides]
            names -= {str(name) for side in sides for name, _ in names_in(side)}
        return not names - FUNCTION_NAMES

    def others(self, known: set[Span]) -> list[Decision]:
        """The decisions on lines that the first reading takes for no claims."""
        return [one for span, one in self.decisions.items() if span not in known]


def _has_exponential(line: Line) -> bool:
    """Whether e is raised to something, which is rarely written of vectors."""
    parts = (part for side in (line.left, line.right) for part in walk(side))
    return any(isinstance(part, Power) and name_of(part.base) == "e" for part in parts)


def _is_of_layout(line: Line) -> bool:
    """Whether a derivative by a vector is right as the row, or the column, that it is not."""
    from verifier.tensors.claims import judge_matrices

    if line.given is None or not isinstance(line.left, Derivative):
        return False
    name = matrix_name(line.left.variables[0][0])
    shape = None if name is None else line.given.shape_of(name)
    if name is None or shape is None:
        return False
    if 1 not in (shape.rows, shape.columns) and not name.base.islower():
        return False
    transposed = Power(Group("(", line.right, ")"), Symbol("\\top"))
    try:
        return isinstance(judge_matrices(line.left, transposed, line.given).verdict, Proved)
    except MeaningError:
        return False


def _may_define(decision: Decision) -> bool:
    """Whether a line that does not hold may give a name, or a function, a new meaning.

    So does `y = W x` after `y = x W`. A sign or a factor is no new meaning.
    """
    line = decision.line
    called = line.left.function if isinstance(line.left, Apply) else line.left
    is_name = matrix_name(called) is not None and not has_gradient(called)
    if line.earlier or not is_name or decision.refuted is None:
        return False
    codes = {defect.code for defect in decision.defects if defect.suggestion}
    return decision.refuted.mismatch is not None or not codes or bool(codes & _OF_ORDER)
