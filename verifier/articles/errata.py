"""Errata: formulas that an article quotes in order to say that they are wrong.

    > **Erratum S16.** Brackets are missing: printed $-y(1-a) + (a)1 - y$.
    > At $y = 1$, $a = \\frac12$ this is $-1$ and not $-\\frac12$.

The first formula that is more than a symbol is the printed one. Formulas such as `y = 1` behind it
make up a point; the formulas behind those are the value of the printed formula there and the
correct value. Both are checked, so that a quotation with a slip of its own does not pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from verifier.articles.article import Erratum, Line
from verifier.articles.conditions import is_assignment, is_number
from verifier.articles.document import Document, Formula, Quote
from verifier.articles.matrices import judged_erratum
from verifier.articles.readings import Found
from verifier.kernel.decide import decide
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import Claim, judge_misprint, kernel_domains
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.meaning.points import Assignment, at_point
from verifier.notation.reading import Reading
from verifier.notation.tree import Chain, Hole, Node
from verifier.values import Verdict

ERRATUM = ("**Erratum", "**勘误")
_LABEL = lazy_pattern(r"\*\*(?:Erratum|勘误)\s*([^*.:]*)[.:]?\s*\*\*[.:]?\s*")

Read = tuple[Formula, Reading]


def erratum_quotes(document: Document) -> dict[Quote, list[Formula]]:
    """The quotes that begin with the word for an erratum, each with its formulas."""
    groups: dict[Quote, list[Formula]] = {
        quote: [] for quote in document.quotes if quote.text.lstrip().startswith(ERRATUM)
    }
    for formula in document.formulas:
        around = document.quote_around(formula.span.start) if formula.quote else None
        if around is not None and around in groups:
            groups[around].append(formula)
    return groups


def quoted_formulas(
    document: Document,
) -> tuple[Mapping[Formula, tuple[Quote, list[Formula]]], list[Quote]]:
    """Each quote of an erratum with its formulas, under the first of them; those without any."""
    groups = erratum_quotes(document)
    empty = [quote for quote, formulas in groups.items() if not formulas]
    return {found[0]: (quote, found) for quote, found in groups.items() if found}, empty


def read_erratum(text: str, readings: Sequence[Read], line: Line, context: Context) -> Erratum:
    """The erratum that a quote states about the claim before it.

    Raises `MeaningError` when the quote does not say which formula is wrong, or says too much.
    """
    (formula, reading), rest = _printed(readings)
    statement = reading.statements[0]
    left, printed = _sides(statement, reading)
    point, values = _point_and_values(rest, context)
    label = _LABEL.match(_with_plain_colons(text.lstrip()))
    return Erratum(
        label=label.group(1).strip() if label else "",
        note=_note(text, formula.latex),
        left=line.right if left is None else left,
        printed=printed,
        equation=left is not None,
        line=line,
        context=context,
        span=formula.span,
        latex=formula.latex,
        point=point,
        printed_value=values[0] if values else None,
        correct_value=values[1] if len(values) > 1 else None,
    )


def _printed(readings: Sequence[Read]) -> tuple[Read, Sequence[Read]]:
    """The printed formula and the formulas behind it; symbols before it are words of the text."""
    for position, (_, reading) in enumerate(readings):
        if any(not _is_word(statement) for statement in reading.statements):
            return readings[position], readings[position + 1 :]
    found = "an erratum without a formula"
    raise MeaningError(readings[0][0].span, found, "the formula as it is printed")


def _is_word(statement: Chain) -> bool:
    side = statement.sides[0]
    return len(statement.sides) == 1 and (name_of(side) is not None or is_number(side))


def _sides(statement: Chain, reading: Reading) -> tuple[Node | None, Node]:
    """The left side, None where the formula is a value for the line before, and the right one."""
    if len(reading.statements) > 1:
        place = reading.statements[1].span
        raise MeaningError(place, "a second formula in one", "one formula that is wrong")
    sides = statement.sides[1:] if isinstance(statement.sides[0], Hole) else statement.sides
    others = [operator for operator in statement.operators if operator != "="]
    if others or len(statement.operators) > 1 or isinstance(sides[-1], Hole):
        found = f"the relation {others[0]}" if others else "a chain of equations"
        raise MeaningError(statement.span, found, "one formula or one equation that is wrong")
    return (None, sides[0]) if len(sides) == 1 else (sides[0], sides[1])


def _point_and_values(
    readings: Sequence[Read], context: Context
) -> tuple[tuple[Assignment, ...], list[Node]]:
    point: list[Assignment] = []
    values: list[Node] = []
    for _, reading in readings:
        for statement in reading.statements:
            assignment = _assignment(statement, point, context)
            if assignment is not None and not values:
                point.append(assignment)
            elif point and len(statement.sides) == 1:
                values.append(statement.sides[0])
            elif point:
                expected = "the printed and the correct value at the point"
                raise MeaningError(statement.span, "a formula behind the point", expected)
    if len(values) > 2:
        raise MeaningError(values[2].span, "a third value", "the printed and the correct one")
    return tuple(point), values


def _assignment(
    statement: Chain, point: Sequence[Assignment], context: Context
) -> Assignment | None:
    """`y = 1`, and behind such a one the values of a family: `x^{(i)} = i`."""
    if len(statement.sides) != 2 or statement.operators != ("=",):
        return None
    found = Assignment(statement.sides[0], statement.sides[1])
    of_family = bool(point) and found.family_in(context) is not None
    return found if is_assignment(statement) or of_family else None


def _with_plain_colons(text: str) -> str:
    """The text with `:` for `：`; a pattern of wide characters takes long to compile."""
    return text.replace("：", ":")


def _note(text: str, printed: str) -> str:
    """What the quote says is wrong: its words up to the printed formula."""
    body = text.lstrip()
    label = _LABEL.search(_with_plain_colons(body))
    body = body[: label.start()] + body[label.end() :] if label else body
    words, formula = " ".join(body.split()), " ".join(printed.split())
    before = words.partition(formula)[0].rstrip("$ ")
    return before.rstrip(":").removesuffix("printed").strip().rstrip(":;,.")


def value_verdict(erratum: Erratum, side: Node, value: Node) -> Verdict:
    """Whether a formula has a stated value at the point of an erratum."""
    context, point = erratum.context, erratum.point
    domains = kernel_domains(context)
    return decide(at_point(side, point, context), at_point(value, point, context), domains)


def quoted(erratum: Erratum) -> Found:
    """The verdict on the formula that an erratum quotes. Raises `MeaningError` for nonsense."""
    if erratum.given is not None:
        matrices = judged_erratum(erratum, erratum.given)
        return Found(matrices.verdict, matrices.reading)
    claim = Claim(erratum.left, erratum.printed, erratum.context, erratum.span)
    judgement = judge_misprint(claim)
    return Found(judgement.verdict, judgement.reading)
