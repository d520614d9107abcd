"""The decision on one line: the verdict, what it must survive, and what its author is told.

A line that the kernel refutes is still no error when it may be meant in a way that nobody has
written down. Each second thought takes a refutation and gives it back, or says why it decides
nothing; the last ones, in `doubts`, look at the correction as well.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from verifier.articles.article import Article, Line
from verifier.articles.caution import cautious
from verifier.articles.distributions import taken_for_granted
from verifier.articles.readings import Found, in_any_reading
from verifier.articles.remarks import Remarks
from verifier.articles.report import Defect
from verifier.articles.verdicts import defects_of, in_all_dimensions, unless_guessed, verdict_of
from verifier.hints import TYPE_CHECKING
from verifier.meaning.context import Context, Definition
from verifier.meaning.errors import MeaningError
from verifier.notation.tree import Chain, Derivative, walk
from verifier.records import dataclass
from verifier.values import Proved, Refuted, Unknown, Verdict

if TYPE_CHECKING:
    from verifier.meaning.laws import Laws


@dataclass(frozen=True, slots=True)
class Decision:
    """A line as it was read, with its verdict; `plain` is the verdict without assumptions.

    `refuted` is the refutation that comes with the defects: of the claim of which they speak.
    """

    line: Line
    found: Found
    plain: Verdict
    refuted: Refuted | None = None
    defects: tuple[Defect, ...] = ()


def is_open(decision: Decision) -> bool:
    """Whether a decision neither proves its line nor finds an error in it."""
    if isinstance(decision.found.verdict, Refuted):
        return all(defect.severity != "error" for defect in decision.defects)
    return isinstance(decision.found.verdict, Unknown)


def decided(
    line: Line, article: Article, remarks: Remarks, implied: Callable[[], Context]
) -> Decision:
    """Decides a line of an article. Raises `MeaningError` when it means nothing."""
    text, of_laws = article.text, line.context.laws
    line, found = _of_densities(line, article, implied) or verdict_of(
        _explained(line, article), taken_for_granted(line, article), implied, text
    )
    found = cautious(line, found, text)
    found = unless_guessed(line, in_all_dimensions(line, found, text))
    if isinstance(found.verdict, Unknown) and line.context.lenient and line.given is None:
        line, found = _by_formulas(line, article, of_laws) or (line, found)
    plain = found.verdict
    if isinstance(plain, Refuted):
        found = remarks.of_positive(line, found)
    if not isinstance(found.verdict, Refuted):
        return Decision(line, found, plain)
    tell = cache(partial(defects_of, line, found.verdict, text, implied))
    if not line.context.lenient:
        return Decision(line, found, plain, *tell())
    # Imported here: most articles have no line that is false.
    from verifier.articles.doubts import doubt
    from verifier.articles.suspects import Suspect
    from verifier.articles.weighing import weighed

    reason = doubt(Suspect(line, article, tell))
    if reason is not None:
        return Decision(line, Found(Unknown(reason), found.reading), Unknown(reason))
    refuted, defects = tell()
    return Decision(line, found, plain, refuted, weighed(line, defects))


def _explained(line: Line, article: Article) -> Line:
    """The line with the functions that are explained behind it, and with their arguments."""
    if not line.context.lenient:
        return line
    # Imported here: most articles declare what they use.
    from verifier.articles.later import with_later_functions
    from verifier.articles.shifts import with_members

    line = with_members(with_later_functions(line, article), article)
    if not any(isinstance(part, Derivative) for part in (*walk(line.left), *walk(line.right))):
        return line
    from verifier.articles.bare_functions import with_arguments

    return with_arguments(line)


def _of_densities(
    line: Line, article: Article, implied: Callable[[], Context]
) -> tuple[Line, Found] | None:
    """The verdict on a line with the formulas of its distributions, where that decides it."""
    if not line.context.lenient or line.given is not None:
        return None
    if not any(isinstance(part, Chain) for part in walk(line.left)) and line.context.laws is None:
        return None
    from verifier.articles.densities import is_one_slip, with_densities

    told = with_densities(line, article)
    if told is None:
        return None
    try:
        read, found = verdict_of(told, taken_for_granted(told, article), implied, article.text)
    except MeaningError:
        return None
    if isinstance(found.verdict, Unknown):
        return None
    if isinstance(found.verdict, Refuted) and not is_one_slip(read):
        reason = "what does not depend on a parameter may be left out of a density"
        found = Found(Unknown(reason), found.reading)
    return read, found


def _by_formulas(line: Line, article: Article, laws: Laws | None) -> tuple[Line, Found] | None:
    """The verdict with what the article says of the functions on the left side, as any numbers."""
    from verifier.articles.densities import is_one_slip, with_formulas

    told = with_formulas(line, article)
    if told is None:
        return None
    if laws is not None:
        from verifier.articles.abstractly import of_any_numbers

        return of_any_numbers(told, laws)
    try:
        found = in_any_reading(told)
    except MeaningError:
        return None
    decides = isinstance(found.verdict, Proved) or is_one_slip(told)
    return (told, found) if decides and not isinstance(found.verdict, Unknown) else None


def rests_on_members(definition: Definition, context: Context) -> bool:
    """Whether a definition that means nothing as it stands is a recurrence."""
    from verifier.articles.recurrences import is_recurrence

    return context.lenient and is_recurrence(definition, context)
