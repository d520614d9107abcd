"""Findings that an author expects: `<!-- backproof: expect wrong-sign -->` before a formula.

An expected finding is not reported, so that a page may show a mistake on purpose. An expectation
that is not met is an error of its own: the mistake is gone, or another one has taken its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.articles.document import Directive, Document, Formula
from verifier.articles.source import Source
from verifier.values import Diagnostic, Location

CODE = "unmet-expectation"


def after_expectations(
    found: Iterable[Diagnostic], document: Document, index: Source, text: str
) -> Iterator[Diagnostic]:
    """The findings without those that are expected, and one for each expectation not met."""
    left = list(found)
    for directive in document.directives:
        if directive.action != "expect":
            continue
        formula = document.formula_after(directive, text)
        inside = [item for item in left if formula and _lies_in(item.location, formula, index)]
        expected = [item for item in inside if item.code == directive.argument]
        left = [item for item in left if item not in expected]
        if not expected:
            yield _unmet(directive, formula, inside, index)
    yield from left


def _lies_in(location: Location, formula: Formula, index: Source) -> bool:
    place = index.location(formula.outer)
    if (place.path, place.cell) != (location.path, location.cell):
        return False
    start = (place.line, place.column)
    end = (place.end_line, place.end_column)
    return start <= (location.line, location.column) < end


def _unmet(
    directive: Directive, formula: Formula | None, inside: list[Diagnostic], index: Source
) -> Diagnostic:
    if formula is None:
        found = "no formula behind it"
    else:
        found = ", ".join(dict.fromkeys(item.code for item in inside)) or "no finding"
    message = f"expected the finding {directive.argument} in the next formula, found {found}"
    return Diagnostic(index.location(directive.span), CODE, "error", message)
