"""No sign of an article of the library can be flipped without the check seeing it.

Every `+` and `-` of every formula is flipped, one at a time. The flipped article is read as a
whole; then everything in it is checked, up to the first failure, that is not literally a line of
the unflipped article in the same context: those were proved. A verdict depends on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

import pytest

from verifier.articles import findings as errors
from verifier.articles import places
from verifier.articles import read_article as reading
from verifier.articles.article import Article
from verifier.articles.check import CheckedClaim, Finding, findings
from verifier.articles.places import read_in_place
from verifier.articles.read_article import read_article
from verifier.articles.scan import scan_document
from verifier.library import names
from verifier.resources import resource_directory
from verifier.values import Diagnostic

PARTS = 4
FLIPPED = {"+": "-", "-": "+"}


@pytest.fixture(scope="module", autouse=True)
def no_work_twice() -> Iterator[None]:
    """Formulas are read once, and nothing right is looked for: both decide nothing.

    Reading is a function of a formula and of what is known of its names; a correction changes
    what is said about an error, not whether there is one.
    """
    with pytest.MonkeyPatch.context() as patch:
        once = lru_cache(maxsize=None)(read_in_place)
        patch.setattr(reading, "read_in_place", once)
        patch.setattr(places, "read_in_place", once)
        patch.setattr(errors, "correction_of", lambda line, one_slip=False: None)
        patch.setattr(errors, "with_derivative", lambda defect, line: defect)
        yield


def source(name: str) -> str:
    return (resource_directory("derivations") / f"{name}.md").read_text(encoding="utf-8")


def signs(text: str) -> list[int]:
    """The offsets of all signs in formulas."""
    return [
        formula.offset_in_file(offset)
        for formula in scan_document(text).formulas
        for offset, character in enumerate(formula.latex)
        if character in FLIPPED
    ]


def about_numbers() -> tuple[str, ...]:
    """The articles whose errata state values; flips in those about matrices have their own test."""
    return tuple(name for name in names() if not read_article(source(name), name).given.shapes)


def is_right(finding: Finding) -> bool:
    return isinstance(finding, CheckedClaim) and finding.status == "proved"


@cache
def unflipped(name: str) -> Article:
    article = read_article(source(name), name, strict=True)
    assert all(is_right(finding) for finding in findings(article))
    return article


def changed(article: Article, before: Article) -> Article:
    """The article without the lines and errata that stand in it as before."""
    lines = zip(article.lines, before.lines, strict=False)
    errata = zip(article.errata, before.errata, strict=False)
    return replace(
        article,
        lines=tuple(new for new, old in lines if new != old) + article.lines[len(before.lines) :],
        errata=tuple(new for new, old in errata if new != old)
        + article.errata[len(before.errata) :],
    )


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", about_numbers())
def test_every_flipped_sign_is_seen(name: str, part: int) -> None:
    text, before = source(name), unflipped(name)
    assert before.lines
    survivors = []
    for offset in signs(text)[part::PARTS]:
        flipped = text[:offset] + FLIPPED[text[offset]] + text[offset + 1 :]
        article = changed(read_article(flipped, name, strict=True), before)
        seen = any(is_error(finding) for finding in findings(article))
        if not seen:
            line = text.count("\n", 0, offset) + 1
            survivors.append(f"line {line}: {text.splitlines()[line - 1]}")
    assert survivors == []


def is_error(finding: Finding) -> bool:
    """What makes `backproof check` fail, even when it is not strict."""
    return isinstance(finding, Diagnostic) and finding.severity == "error"


def test_all_signs_are_flipped() -> None:
    text = "A - b: $x + y$.\n\n> **Erratum.** $-z$ and\n> $a\n> c - b$\n\n$$\\frac{p}{-q}$$\n"
    found = [text[offset - 1 : offset + 2] for offset in signs(text)]
    assert found == [" + ", "$-z", " - ", "{-q"]
