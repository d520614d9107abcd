"""First terms of Taylor series: `\\sin x = x - \\frac{x^3}{3!} + \\frac{x^5}{5!} - \\cdots`.

Where a function f of one letter x is a sum of terms in x that ends in dots or in `O(x^n)`, the
terms are those of its series at 0: the coefficient of x^k is f^{(k)}(0)/k!, for every k up to the
highest power that is written, and below n before an `O(x^n)`. That holds if f has a series at 0;
the coefficients of a series of powers are unique. A term is said to be wrong where it alone
differs, and at least two others that are not 0 agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from verifier.articles.article import Article, Line
from verifier.articles.findings import findings_of, slip_of
from verifier.articles.places import written
from verifier.articles.report import Defect
from verifier.articles.reporter import Failed
from verifier.kernel.decide import decide, value_at
from verifier.kernel.terms import Term, derivative, divide, number, substitute, variable
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context, mentioned
from verifier.meaning.elaborate import elaborate
from verifier.meaning.errors import MeaningError
from verifier.meaning.functions import BUILT_IN_FUNCTIONS, CONSTANTS
from verifier.meaning.names import DOTS, name_of
from verifier.notation.tree import (
    Apply,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Symbol,
    walk,
)
from verifier.notation.write_text import write_line
from verifier.records import dataclass, replace
from verifier.values import Proved, Refuted, Span, Verdict

HIGHEST = 9
_FRACTION = lazy_pattern(r"-?[0-9]+(?:/[0-9]+)?")
AGREEING = 2
"""How many terms that are not 0 have to be right beside a wrong one."""


@dataclass(frozen=True, slots=True)
class _Term:
    """The coefficient of x^order: as it is written, as it is, and whether these are equal."""

    order: int
    printed: Term
    true: Term
    verdict: Verdict


def wrong_terms(article: Article, settled: Set[Span]) -> Iterator[Failed]:
    """The series in displays of which one term is wrong."""
    for formula, reading in article.readings:
        for statement in reading.statements if "dots" in formula.latex else ():
            for place, operator in enumerate(statement.operators):
                left, right = statement.sides[place : place + 2]
                terms = _without_dots(right)
                if operator == "=" and terms is not None and right.span not in settled:
                    context = Context(lenient=True)
                    latex = written(formula, right.span)
                    line = Line(left, terms, context, right.span, latex)
                    yield from _failed(line, article)


def _without_dots(side: Node) -> Sum | None:
    """The terms before the dots that a sum ends in; None for anything else."""
    if not isinstance(side, Sum) or name_of(side.terms[-1]) not in DOTS:
        return None
    kept, signs = side.terms[:-1], side.signs[:-1]
    if len(kept) < AGREEING + 1 or any(name_of(part) in DOTS for t in kept for part in walk(t)):
        return None
    return Sum(signs, kept, span=Span(side.span.start, kept[-1].span.end))


def _failed(line: Line, article: Article) -> Iterator[Failed]:
    letter = _only_letter(line.left)
    if letter is None or _only_letter(line.right) != letter or not _is_of_known(line.left):
        return
    try:
        terms = list(_coefficients(line, letter))
    except MeaningError:
        return
    wrong = [term for term in terms if not isinstance(term.verdict, Proved)]
    agreeing = [term for term in terms if term not in wrong and _is_not_zero(term.true)]
    if len(wrong) != 1 or len(agreeing) < AGREEING:
        return
    refuted = wrong[0].verdict
    if isinstance(refuted, Refuted) and refuted.witness.left != "undefined":
        yield line, refuted, _told(line, terms, wrong[0], article)


def _told(line: Line, terms: list[_Term], wrong: _Term, article: Article) -> tuple[Defect, ...]:
    """What is said of a wrong term, with a correction where one change makes all terms right."""
    value = value_at(wrong.true, {})
    series = f"the series of {write_line(line.left)}"
    message = f"the coefficient of the power {wrong.order} in {series} is {value}"
    polynomial = _polynomial([value_at(term.true, {}) for term in terms], line.right)
    if polynomial is not None:
        against = replace(line, left=polynomial)
        verdict = verdict_on(against.left, against.right, against.context)
        slip = slip_of(against) if isinstance(verdict, Refuted) else None
        if slip is not None and isinstance(verdict, Refuted):
            return findings_of(against, verdict, article.text, slip, message)
    return (Defect("not-equal", line.right.span, message),)


def _polynomial(values: list[str], side: Node) -> Node | None:
    """The polynomial with these coefficients in the letter of a side, if they are fractions."""
    letter = Symbol(_only_letter(side) or "")
    terms: list[Node] = []
    for order, value in enumerate(values):
        if not _FRACTION.fullmatch(value):
            return None
        above, _, below = value.lstrip("-").partition("/")
        factor: Node = Fraction(Number(above), Number(below or "1"))
        if value.startswith("-"):
            factor = Group("(", Sum(("-",), (factor,)), ")")
        terms.append(Product((factor, Power(letter, Number(str(order)))), ("",)))
    return Sum(("", *("+" for _ in terms[1:])), tuple(terms))


def _only_letter(side: Node) -> str | None:
    """The only symbol in a formula that is no function and no constant."""
    known = {*BUILT_IN_FUNCTIONS, *CONSTANTS}
    letters = {name for name in mentioned(side) if name not in known}
    return letters.pop() if len(letters) == 1 else None


def _is_of_known(side: Node) -> bool:
    """Whether a formula has functions, or what is no polynomial, that the kernel knows."""
    called = [part for part in walk(side) if isinstance(part, Apply)]
    return all(name_of(part.function) in BUILT_IN_FUNCTIONS for part in called)


def _coefficients(line: Line, letter: str) -> Iterator[_Term]:
    """The coefficients up to the highest power that is written. Raises `MeaningError`."""
    by, at_zero = variable(letter), {letter: number(0)}
    true, printed = (elaborate(side, line.context) for side in (line.left, line.right))
    factor = 1
    for order in range(_highest(line.right, letter) + 1):
        factor *= max(order, 1)
        values = [divide(substitute(t, at_zero), number(factor)) for t in (true, printed)]
        yield _Term(order, values[1], values[0], decide(values[0], values[1], {}))
        true, printed = derivative(true, by), derivative(printed, by)


def _highest(side: Node, letter: str) -> int:
    powers = (p for p in walk(side) if isinstance(p, Power) and name_of(p.base) == letter)
    found = [int(p.exponent.text) for p in powers if isinstance(p.exponent, Number)]
    return max((power for power in found if power <= HIGHEST), default=1)


def _is_not_zero(term: Term) -> bool:
    return isinstance(decide(term, number(0), {}), Refuted)
