"""The matrices of an article: which statements are about them, and what the check says.

`verifier.tensors` is imported here by the first statement that declares a shape: most articles
have none, and start sooner without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from verifier.articles.article import Erratum, Line
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.notation.tree import Chain, Hole, Node, Power
from verifier.records import dataclass, replace
from verifier.values import Proved, Refuted, Unknown

if TYPE_CHECKING:
    from verifier.tensors.claims import MatrixJudgement
    from verifier.tensors.given import Defined, Given
    from verifier.tensors.shapes import ShapeMismatch

EQUALITY = ("=", ":=")


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
    written = statement.sides[0]
    grown = None if isinstance(written, Hole) else given.with_statement(statement)
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
    grown = None if given is None else given.with_statement(statement)
    return given if grown is None else grown


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


def judged_erratum(erratum: Erratum, given: Given) -> MatrixJudgement:
    """The verdict on the formula that an erratum quotes."""
    from verifier.tensors.claims import judge_matrices

    return judge_matrices(erratum.left, erratum.printed, given)


def misfits(given: Given | None) -> Iterator[tuple[Defined, ShapeMismatch | MeaningError]]:
    """The definitions whose parts do not fit together, or that mean nothing."""
    if given is None:
        return
    from verifier.tensors.claims import misfit

    for defined in given.definitions.values():
        problem = misfit(defined, given)
        if problem is not None:
            yield defined, problem
