"""Documents that state the errors a check finds in them, and the corrections it proves.

A comment `<!-- wrong: CODE: CORRECTION -->` stands in the line before a wrong formula, without the
correction where there is none. Every other formula is right.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.articles.displays import is_told
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article

DOCUMENTS = sorted((Path(__file__).parents[1] / "data" / "documents").glob("*.md"))
LABEL = re.compile(r"<!-- wrong: (?P<code>[a-z-]+)(?:: (?P<correction>.+))? -->")

Errors = dict[int, tuple[str, str | None]]


def stated(text: str) -> Errors:
    """The line of each wrong formula, with the code and the correction."""
    found = ((number, LABEL.match(line)) for number, line in enumerate(text.splitlines(), 1))
    return {number + 1: (m["code"], m["correction"]) for number, m in found if m is not None}


def reported(text: str, path: Path) -> Errors:
    errors = (d for d in check_article(read_article(text, str(path))).diagnostics)
    return {
        item.location.line: (item.code, item.suggestion if item.suggestion_proved else None)
        for item in errors
        if is_told(item)
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_has_the_errors_that_it_states_and_no_others(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert reported(text, path) == stated(text)
