"""How every formula of an article was read: what it declares, defines or claims, or why nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

from verifier.articles.article import Article
from verifier.articles.document import Formula
from verifier.articles.matrices import shapes_in
from verifier.articles.places import read_in_place
from verifier.hints import Literal
from verifier.meaning.context import Definition
from verifier.meaning.declare import declarations_of
from verifier.meaning.errors import MeaningError
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation.explicit import explicit
from verifier.notation.tree import Apply, Chain, Group, Node, Symbol, Tuple
from verifier.notation.write_text import write_line
from verifier.records import dataclass
from verifier.values import Location, Span

Kind = Literal["declares", "defines", "claims", "erratum", "no claim", "unreadable"]


@dataclass(frozen=True, slots=True)
class Account:
    """What a formula was taken for; `said` is in words or in a notation that leaves nothing out."""

    location: Location
    kind: Kind
    said: str


def accounts(article: Article) -> Iterator[Account]:
    """What became of each formula, in the order of the article; several where it says several."""
    told: dict[int, list[Account]] = defaultdict(list)
    formulas = article.document.formulas
    starts = sorted(
        (_place(article.location(formula.outer)), number) for number, formula in enumerate(formulas)
    )
    for account in _told(article):
        before = bisect_right(starts, (_place(account.location), len(formulas)))
        told[starts[before - 1][1] if before else -1].append(account)
    for number, formula in enumerate(formulas):
        yield from told.get(number) or _otherwise(article, formula)


def _place(location: Location) -> tuple[str, int, int, int]:
    """A key that keeps what an article includes, and the cells of a notebook, apart."""
    return location.path, location.cell, location.line, location.column


def _told(article: Article) -> Iterator[Account]:
    """What the reader took from the formulas."""
    for definition in article.context.definitions.values():
        if definition.span.end > definition.span.start:
            place = article.location(definition.span)
            yield Account(place, "defines", _definition(definition))
    for line in article.lines:
        claim = Chain((line.left, line.right), ("=",))
        yield Account(article.location(line.span), "claims", _shown(claim))
    for erratum in article.errata:
        claim = Chain((erratum.left, erratum.printed), ("=",))
        said = f"{_shown(claim)} is quoted as wrong"
        yield Account(article.location(erratum.span), "erratum", said)
    for problem in article.problems:
        yield Account(problem.location, "unreadable", problem.message)


def _otherwise(article: Article, formula: Formula) -> Iterator[Account]:
    """A formula from which no claim and no definition was taken."""
    place = article.location(formula.span)
    if formula.quote:
        yield Account(place, "no claim", "what somebody else says: it stands in a quotation")
    elif article.document.ignores(formula.span, article.text):
        yield Account(place, "no claim", "left alone, as a comment asks")
    else:
        reading = read_in_place(formula, vocabulary_of(article.context))
        bodies = _of_matrices(article)
        for statement in reading.statements:
            said = _without_claim(statement, bodies)
            yield Account(article.location(statement.span), *said)


def _of_matrices(article: Article) -> frozenset[Span]:
    """Where the right sides of the definitions of matrices and of their functions stand."""
    given = article.matrices
    if given is None:
        return frozenset()
    defined = (*given.definitions.values(), *given.functions.values())
    return frozenset(item.body.span for item in defined)


def _without_claim(statement: Chain, bodies: frozenset[Span]) -> tuple[Kind, str]:
    try:
        declared = bool(declarations_of(statement))
    except MeaningError:
        declared = False
    if declared or shapes_in((statement,)):
        return "declares", write_line(statement)
    if not statement.operators:
        return "no claim", f"{_shown(statement)} has no relation"
    if len(statement.sides) == 2 and statement.sides[1].span in bodies:
        head, body = map(_shown, statement.sides)
        return "defines", f"{head} := {body}"
    if set(statement.operators) <= {"="}:
        return "no claim", f"{_shown(statement)} says what is given here"
    return "no claim", f"{_shown(statement)} is no equality"


def _definition(definition: Definition) -> str:
    head: Node = definition.head if definition.head is not None else Symbol(definition.name)
    if definition.parameters:
        names = tuple(Symbol(name) for name in definition.parameters)
        inner = names[0] if len(names) == 1 else Tuple(names)
        head = Apply(head, Group("(", inner, ")"))
    return f"{write_line(head)} := {_shown(definition.body)}"


def _shown(node: Node) -> str:
    return write_line(explicit(node))
