"""The matrices of an article: which statements are about them, and what the check says.

`verifier.tensors` is imported here by the first statement that declares a shape: most articles
have none, and start sooner without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verifier.articles.article import Erratum, Line
from verifier.hints import TYPE_CHECKING
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import written_out
from verifier.notation.tree import BigOperator, Chain, Hole, Node, Number, Power, Superscript
from verifier.records import dataclass, replace
from verifier.values import NOWHERE, Proved, Refuted, Span, Unknown

if TYPE_CHECKING:
    from verifier.articles.prose import Words
    from verifier.notation.reading import Reading
    from verifier.tensors.claims import MatrixJudgement
    from verifier.tensors.declared import Defined
    from verifier.tensors.given import Given
    from verifier.tensors.shapes import ShapeMismatch

EQUALITY = ("=", ":=")


_OF_MATRICES = lazy_pattern(
    r"\\(?:top|intercal|odot|circ|otimes|det|Tr|tr)\b|\^\s*\{?\s*(?:-\s*)?T\b|\b[Tt]r\b"
)


def may_be_of_matrices(text: str) -> bool:
    """Whether a text may write transposes, elementwise products, traces or determinants."""
    return _OF_MATRICES.search(text) is not None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a statement about matrices gives, and which of its relations make claims.

    `says` is whether it is more than a declaration.
    """

    given: Given
    claims: tuple[int, ...]
    says: bool


def take(statement: Chain, sides: tuple[Node, ...], given: Given | None) -> Taken | None:
    """What a statement says about matrices, or None when it is about numbers alone.

    The first `A = …` defines A; a scalar is defined for its gradients too, but a statement about
    numbers alone is left to others.
    """
    declared = _with_shapes(statement, given)
    if declared is not None:
        return Taken(declared, (), False)
    if given is None or not any(given.concerns(side) for side in sides):
        return None
    if not statement.operators or statement.operators[0] not in EQUALITY:
        return Taken(given, (), False)
    from verifier.articles.matrix_growth import grown_by
    from verifier.tensors.inference import with_property

    special = with_property(statement, given)
    if special is not None:
        return Taken(special, (), False)
    written = statement.sides[0]
    grown = None if isinstance(written, Hole) else grown_by(statement, given)
    claims = tuple(
        place
        for place, operator in enumerate(statement.operators)
        if operator in EQUALITY and not isinstance(sides[place + 1], Hole)
    )
    if grown is None:
        return Taken(given, claims, True)
    return Taken(grown, claims[1:], True)


def _with_shapes(statement: Chain, given: Given | None) -> Given | None:
    """What is given with the shapes that a statement declares, or None when it declares none."""
    if statement.operators != ("\\in",) or not isinstance(statement.sides[1], Power):
        return None
    from verifier.tensors.given import Given

    return (given or Given()).with_shapes(statement)


def with_numbers(statement: Chain, given: Given | None) -> Given | None:
    """What is given about the matrices with what a statement about numbers adds."""
    if (given is None and not _is_sum_of_one(statement)) or (given and given.implied):
        return given
    from verifier.articles.matrix_growth import grown_by
    from verifier.tensors.given import Given

    grown = grown_by(statement, given or Given())
    return given if grown is None else grown


def _is_sum_of_one(statement: Chain) -> bool:
    """Whether `\\sum_i y_i = 1` or the like is written."""
    left, right = statement.sides[0], statement.sides[-1]
    return isinstance(left, BigOperator) and isinstance(right, Number) and right.text == "1"


def _has_shape(statement: Chain) -> bool:
    """Whether a statement may declare a shape, or writes a vector out."""
    if statement.operators == ("\\in",):
        return isinstance(statement.sides[1], Power)
    return len(statement.sides) == 2 and written_out(statement.sides[1]) is not None


def with_shapes(statements: Sequence[Chain], given: Given | None) -> Given | None:
    """What is given with every shape that the statements of one formula declare."""
    if not any(map(_has_shape, statements)):
        return given
    from verifier.articles import matrix_growth
    from verifier.tensors.given import Given

    grown = matrix_growth.with_shapes(statements, given or Given())
    return grown if grown.shapes else given


def shapes_in(statements: Sequence[Chain]) -> bool:
    """Whether each of the statements declares a shape."""
    return all(with_shapes((statement,), None) is not None for statement in statements)


def shapes_throughout(statements: Iterable[Chain], known: Given | None = None) -> Given | None:
    """The shapes that an article declares once, which hold before the place as well.

    They go before those that are `known`.
    """
    declaring = [one for one in statements if one.operators == ("\\in",) and _has_shape(one)]
    if not declaring:
        return known
    from verifier.articles import matrix_growth

    found = matrix_growth.shapes_throughout(declaring)
    if known is not None:
        found = replace(known, shapes={**known.shapes, **found.shapes})
    return found if found.shapes else None


def with_networks(statements: Sequence[Chain], given: Given | None) -> Given | None:
    """What is given with the shapes that the forward equations of a network imply."""
    heads = (one.sides[0] for one in statements if one.operators)
    if not any(isinstance(head, Superscript) and head.bracket == "[" for head in heads):
        return given
    from verifier.tensors.forward_equations import with_forward_equations

    return with_forward_equations(statements, given)


def with_words(given: Given | None, reading: Reading, words: Words) -> Given | None:
    """What is given with what the words around a formula say."""
    if not words.tell:
        return given
    from verifier.articles import matrix_words
    from verifier.tensors.given import Given

    known = given or Given()
    found = matrix_words.with_words(known, reading, words)
    return given if found == known else found


def may_be_of_numbers(line: Line) -> bool:
    """Whether a line that means nothing as one about matrices may be read as one of numbers."""
    given = line.given
    if given is None or not given.is_inferred:
        return given is None
    from verifier.tensors.properties import names_whole

    return not any(names_whole(side, given) for side in (line.left, line.right))


def in_context(given: Given, context: Context) -> Given:
    """What is given, with the domains of the numbers that the article has declared."""
    return given.with_scalars(context.domains)


def with_given(erratum: Erratum, given: Given | None) -> Erratum:
    """The erratum with what is given, when it is about matrices."""
    if given is None:
        return erratum
    about = given.concerns(erratum.printed) or given.concerns(erratum.left)
    return replace(erratum, given=in_context(given, erratum.context)) if about else erratum


def judged_matrices(line: Line, given: Given) -> MatrixJudgement:
    """The verdict on a line: right when it is right in any way of reading it, else the first.

    Raises `MeaningError` when the line means nothing as it is read first.
    """
    from verifier.tensors.claims import MatrixJudgement, judge_matrices

    first = judge_matrices(line.left, line.right, given)
    if isinstance(first.verdict, Proved):
        return first
    undecided = isinstance(first.verdict, Unknown)
    for left, right in line.others:
        try:
            judgement = judge_matrices(left, right, given)
        except MeaningError:
            continue
        if isinstance(judgement.verdict, Proved):
            return judgement
        undecided |= isinstance(judgement.verdict, Unknown)
    if undecided and isinstance(first.verdict, Refuted):
        return MatrixJudgement(Unknown("it is false in one way of reading it only"), first.reading)
    return first


def misfit_place(line: Line, given: Given) -> Span:
    """The place of the part that does not fit to what stands before it; `NOWHERE` for none."""
    from verifier.tensors.claims import misfit_place as place

    try:
        return place(line.left, line.right, given)
    except MeaningError:
        return NOWHERE


def in_both_layouts(line: Line) -> bool:
    """Whether a line that is right with gradients as the matrix is right with transposed ones."""
    from verifier.tensors.claims import is_right_transposed

    return line.given is None or is_right_transposed(line.left, line.right, line.given)


def numbers_of_examples(line: Line) -> list[str]:
    """The dimensions that the cost may be a mean over."""
    if line.given is None:
        return []
    from verifier.tensors.manners import numbers_of_examples as named

    return named((line.left, line.right), line.given)


def judged_erratum(erratum: Erratum, given: Given) -> MatrixJudgement:
    """The verdict on the formula that an erratum quotes."""
    from verifier.tensors.claims import judge_matrices

    return judge_matrices(erratum.left, erratum.printed, given)


def misfits(given: Given | None) -> Iterator[tuple[Defined, ShapeMismatch | MeaningError]]:
    """The definitions whose parts do not fit together, or that mean nothing.

    Where shapes are only inferred, another way to read them may be meant.
    """
    if given is None or given.is_inferred:
        return
    from verifier.tensors.claims import misfit

    for defined in given.definitions.values():
        problem = misfit(defined, given)
        if isinstance(problem, MeaningError) and not given.concerns(defined.body):
            continue  # a formula of numbers, which others read
        if problem is not None:
            yield defined, problem
