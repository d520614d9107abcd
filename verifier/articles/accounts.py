"""How every formula of an article was read: what it declares, defines or claims, or why nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from verifier.articles.article import Article
from verifier.articles.document import Formula
from verifier.articles.places import read_in_place
from verifier.meaning.context import Definition
from verifier.meaning.declare import declarations_of
from verifier.meaning.errors import MeaningError
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation.explicit import explicit
from verifier.notation.tree import Apply, Chain, Group, Node, Symbol, Tuple
from verifier.notation.write_text import write_line
from verifier.records import dataclass
from verifier.values import Location

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
    starts = [article.location(formula.outer) for formula in article.document.formulas]
    for account in _told(article):
        told[bisect_right(starts, account.location) - 1].append(account)
    for number, formula in enumerate(article.document.formulas):
        yield from told.get(number) or _otherwise(article, formula)


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
        for statement in reading.statements:
            yield Account(article.location(statement.span), *_without_claim(statement))


def _without_claim(statement: Chain) -> tuple[Kind, str]:
    try:
        declared = bool(declarations_of(statement))
    except MeaningError:
        declared = False
    if declared:
        return "declares", write_line(statement)
    if not statement.operators:
        return "no claim", f"{_shown(statement)} has no relation"
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
