"""The verdict on a line: as it is read, and with what the article implies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from verifier.articles.article import Line
from verifier.articles.matrices import may_be_of_numbers
from verifier.articles.readings import Found, is_solved, judged, takes_for_sigmoid
from verifier.articles.report import Defect
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context, mentioned
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.meaning.one_dimension import is_of_vectors
from verifier.notation.tree import Chain, Derivative, Node
from verifier.notation.write_text import write_line
from verifier.records import replace
from verifier.values import Proved, Refuted, Unknown, Verdict

_ONE_EXAMPLE = lazy_pattern(
    r"\b(?:single|one|each|per|every|individual|stochastic|sgd|-th)\b|单个|一个|每个", re.IGNORECASE
)


def verdict_of(
    line: Line, given: tuple[Chain, ...], implied: Callable[[], Context], text: str
) -> tuple[Line, Found]:
    """The verdict on a line of a text, and the line as it was read for it.

    What the article implies is asked for only when the line is not right without it. Raises
    `MeaningError` when the line means nothing either way.
    """
    if line.given is not None:
        from verifier.articles.dimension_one import of_matrices  # most articles declare none

        about = of_matrices(line, given, text)
        if about is not None:
            return about
    if line.context.laws is not None:
        from verifier.articles.probabilities import of_probabilities

        about = of_probabilities(line, text)
        if about is not None:
            return about[0], _after_earlier(*about)
        line = without_laws(line)
    return _of_numbers(line, given, implied)


def _of_numbers(
    line: Line, given: tuple[Chain, ...], implied: Callable[[], Context]
) -> tuple[Line, Found]:
    """The verdict on a line in which there are neither matrices nor distributions."""
    problem: MeaningError | None = None
    found: Found | None = None
    try:
        found = judged(line, given)
    except MeaningError as raised:
        problem = raised
    if found is not None and isinstance(found.verdict, Proved):
        return line, found
    meant = _as_meant(line, found, given, implied) if line.context.lenient else None
    if meant is not None:
        return meant
    if found is None:
        assert problem is not None
        otherwise = _otherwise(line)
        if otherwise is None:
            raise problem
        return otherwise
    return line, _after_earlier(line, found)


def _after_earlier(line: Line, found: Found) -> Found:
    """The verdict on a line, which is right when it equals an earlier side of its chain."""
    if not isinstance(found.verdict, Refuted):
        return found
    from verifier.articles.findings import from_earlier

    earlier = from_earlier(line)
    if earlier is None:
        return found
    return Found(earlier, "against an earlier side of the chain; the one between is wrong")


def without_laws(line: Line) -> Line:
    """A line about numbers, in an article that speaks of distributions elsewhere."""
    return replace(line, context=replace(line.context, laws=None))


def _as_meant(
    line: Line, found: Found | None, given: tuple[Chain, ...], implied: Callable[[], Context]
) -> tuple[Line, Found] | None:
    """The verdict with what the article implies, where that is right or decides more."""
    other = _as_implied(line, implied())
    under = None if other is None else _judged(other, given)
    if under is None or other is None:
        return None
    if isinstance(under.verdict, Proved):
        return line, Found(under.verdict, f"{under.reading}, as the article implies")
    if isinstance(under.verdict, Refuted) and (found is None or _is_of_one(line, other)):
        return other, under
    return None


def _otherwise(line: Line) -> tuple[Line, Found] | None:
    """The verdict on a line that means nothing as it stands: a recurrence, or any loss."""
    if not line.context.lenient:
        return None
    from verifier.articles.otherwise import read_otherwise  # few lines are of this kind

    return read_otherwise(line)


def _is_of_one(line: Line, other: Line) -> bool:
    """Whether definitions behind a line speak of one example in another reading of it."""
    now, then = line.context, other.context
    names = {
        part
        for side in (line.left, line.right, *line.earlier)
        for name in mentioned(side)
        for part in now.ancestry(name)
    }
    return any(
        name in now.definitions
        and name in then.definitions
        and now.definitions[name].body != then.definitions[name].body
        for name in names
    )


def _as_implied(line: Line, context: Context) -> Line | None:
    """The line with what the article implies; None when that is the same."""
    from verifier.articles.one_example import of_one_example

    sides = of_one_example(line.left), of_one_example(line.right)
    if context.definitions == line.context.definitions and sides == (line.left, line.right):
        return None
    return replace(line, context=context, left=sides[0], right=sides[1], others=())


def _judged(line: Line, given: tuple[Chain, ...]) -> Found | None:
    try:
        return judged(line, given)
    except MeaningError:
        return None


def defects_of(
    line: Line, refuted: Refuted, text: str, implied: Callable[[], Context]
) -> tuple[Refuted, tuple[Defect, ...]]:
    """What is wrong in a refuted line of a text, with a correction if one is found.

    Where its left side is itself wrong, it is first taken as a claim about the side that this was
    to equal; then as it was read; then with what the article implies. The refutation that comes
    with the defects is that of the claim of which they speak.
    """
    from verifier.articles.findings import findings_of, with_derivative

    if _is_of_a_term(line, implied):
        summed = findings_of(line, refuted, text) if _is_left_free(line, text) else ()
        if [item.code for item in summed] == ["missing-sum"]:
            return refuted, summed
        message = (
            f"this is {write_line(line.left)} of one example; its definition is a sum over them"
        )
        return refuted, (Defect("constant-factor", line.span, message, severity="warning"),)
    told: list[tuple[Line, tuple[Defect, ...]]] = []
    for way in _ways(line, implied):
        found = findings_of(way, refuted, text)
        if any(defect.suggestion for defect in found):
            return _refutation(way, line, refuted), found
        told.append((way, found))
    first, defects = told[0]
    said = tuple(with_derivative(defect, first) for defect in defects)
    return _refutation(first, line, refuted), said


def _refutation(way: Line, line: Line, refuted: Refuted) -> Refuted:
    """The refutation of a line as it is told; that of the line as it was read if there is none."""
    told = refuted if way is line else _verdict(way.left, way)
    return told if isinstance(told, Refuted) else refuted


def is_without_shapes(line: Line) -> bool:
    """Whether a line is about vectors of which no shape is known."""
    if not line.context.lenient or (line.given is not None and not may_be_of_numbers(line)):
        return False
    if line.context.laws is not None:
        from verifier.articles.gradients import holds_in_each_component

        if holds_in_each_component((line.left, line.right), line.context):
            return False
    return is_of_vectors((line.left, line.right), line.context)


def in_all_dimensions(line: Line, found: Found, text: str) -> Found:
    """The verdict on a line; one about vectors without shapes was reached for numbers only."""
    if isinstance(found.verdict, Unknown) or not is_without_shapes(line):
        return found
    # Imported here: few lines are about vectors of which nothing else is said.
    from verifier.articles.vectors import without_shapes

    return without_shapes(line, found, text)


def unless_guessed(line: Line, found: Found) -> Found:
    """The verdict; one that rests on a guess is an error only if one slip is proved to be there."""
    is_guess = line.context.lenient and (is_solved(line) or takes_for_sigmoid(line))
    if not is_guess or not isinstance(found.verdict, Refuted):
        return found
    from verifier.articles.findings import slip_of

    slip = slip_of(line)
    if slip is not None and name_of(line.left) not in set(mentioned(slip.node)):
        return found
    reason = "it may hold by definition, together with what is defined from it"
    if not is_solved(line):
        reason = "nothing says what the function \\sigma is"
    return Found(Unknown(reason), found.reading)


def _is_left_free(line: Line, text: str) -> bool:
    """Whether the right side has an index that the left one lacks, and no word explains it.

    If nothing but the sum over it is missing, it is no formula for one example.
    """
    # Imported here: most articles have no line that is false.
    from verifier.articles.lost_indices import free_letters

    free = free_letters(line.right) - free_letters(line.left) - set(mentioned(line.left))
    return bool(free & line.context.sizes.keys()) and _ONE_EXAMPLE.search(text) is None


def _is_of_a_term(line: Line, implied: Callable[[], Context]) -> bool:
    """Whether a claim about a derivative is right for one example of the sum that it is of."""
    derivative = isinstance(line.left, Derivative) and not line.left.applied
    if not derivative or not line.context.lenient or line.given is not None:
        return False
    ways = (way for context in (line.context, implied()) for way in _of_a_term(line, context))
    return any(isinstance(_verdict(way.left, way), Proved) for way in ways)


def _of_a_term(line: Line, context: Context) -> Iterator[Line]:
    """The line as it is said of one example."""
    from verifier.articles.one_example import contexts_of_a_term

    return (replace(line, context=one) for one in contexts_of_a_term(context))


def _ways(line: Line, implied: Callable[[], Context]) -> Iterator[Line]:
    before = against_what_is_right(line)
    yield before
    if before is not line:
        yield line
    if line.context.lenient and line.given is None:
        other = _as_implied(line, implied())
        if other is not None and isinstance(_verdict(other.left, other), Refuted):
            yield other
        if isinstance(line.left, Derivative):
            yield from _of_a_term(line, line.context)


def against_what_is_right(line: Line) -> Line:
    """A line whose left side is itself wrong, as a claim about the side that it was to equal.

    What is only not decided of that side, such as the value of its letters, makes it not wrong.
    """
    left = line.left
    for side in reversed(line.earlier):
        before = _judged(replace(line, left=side, right=left, earlier=(), others=()), ())
        is_value = not any(mentioned(left))
        if is_value or before is None or not isinstance(before.verdict, Refuted):
            break
        if not isinstance(_verdict(side, line), Refuted):
            break
        left = side
    return line if left is line.left else replace(line, left=left)


def _verdict(left: Node, line: Line) -> Verdict | None:
    return verdict_on(left, line.right, line.context)
