"""Displays without a relation, one after the other: a chain that the author does not spell out.

A display follows when it equals one of the few before it, or a quantity that the article defines
or differentiates. When it does not, but a small slip undone makes it equal to one of them, and it
is no rewriting of something else, the slip is reported. A display that has nothing to do with
those around it begins a new topic and claims nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article, Bare
from verifier.articles.followed import Followed, Missed, Near, followed
from verifier.articles.implied import derivatives
from verifier.articles.misses import missed
from verifier.articles.misused import misused_operator
from verifier.articles.values import Entry, Value, Values, entries
from verifier.meaning.context import Context
from verifier.notation.tree import Node, Symbol

NAMED = 40
"""How many quantities and derivatives of an article are compared with each display."""


def inferred(article: Article, context: Context) -> Iterator[Followed | Missed]:
    """Goes through the displays without a relation, in the order of the article.

    `context` is what the article implies.
    """
    worth = Values(context)
    near = Near(entries(article.bare, article.lines, worth), _named(article, worth), worth)
    for entry in near.entries:
        if isinstance(entry.item, Bare):
            yield from _display(entry, entry.item, near)


def _display(entry: Entry, item: Bare, near: Near) -> Iterator[Followed | Missed]:
    misused = tuple(misused_operator(entry, item, near))
    if misused:
        yield from misused
        return
    found = followed(entry, item, near)
    if found is not None:
        yield from found
        return
    yield from missed(entry, item, near)


def _named(article: Article, worth: Values) -> tuple[Value, ...]:
    """The quantities that are defined and the derivatives that are written, with their values."""
    definitions = worth.context.definitions.values()
    nodes: list[Node] = [
        definition.head if definition.head is not None else Symbol(definition.name)
        for definition in definitions
        if not definition.parameters and not definition.indices
    ]
    nodes += derivatives(article.bare, article.lines)
    return tuple(v for node in nodes[:NAMED] if (v := worth.of(node)) is not None)


__all__ = ["Followed", "Missed", "inferred"]
