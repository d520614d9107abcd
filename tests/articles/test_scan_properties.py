"""What holds for every text: nothing is raised, spans are exact, the time is linear."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.articles.document import Document, Formula
from verifier.articles.scan import scan_document

PIECES = st.sampled_from(
    [
        *("$", "$$", "\\(", "\\)", "\\[", "\\]", "\\\\[", "\\\\]", "\\\\(", "\\\\)", "\\", "$`"),
        *("`", "```", "~~~", "```math", "<!--", "-->", "<pre>", "</pre>", "<a b='", "](", ")", "["),
        *("\\begin{align}", "\\end{align}", "backproof: ignore", "]: ", "https://", "# ", "---"),
        *("\n", "\n\n", "\r\n", "\r", "> ", ">", "- ", "1. ", " ", "a", "= b", "two words", "中文"),
    ]
)


def assert_sound(text: str, document: Document) -> None:
    """The formulas lie apart and in order, between delimiters, and lead back to the file."""
    end = 0
    for formula in document.formulas:
        assert end <= formula.outer.start
        end = formula.outer.end
        for offset, character in enumerate(formula.latex):
            assert text[formula.offset_in_file(offset)] == character
        assert_delimited(text, formula)
    for problem in document.problems:
        assert 0 <= problem.span.start < problem.span.end <= len(text)


def assert_delimited(text: str, formula: Formula) -> None:
    opening = text[formula.outer.start : formula.span.start]
    closing = text[formula.span.end : formula.outer.end]
    pairs = {"$": "$", "$$": "$$", "$`": "`$", "\\(": "\\)", "\\[": "\\]", "": ""}
    pairs |= {"\\\\(": "\\\\)", "\\\\[": "\\\\]"}
    if opening.startswith(("```", "~~~")):
        assert opening.strip("`~ \t\r\n>").lower() == "math"
        assert set(closing.strip(" \t\r\n>")) == {opening[0]}
    else:
        assert closing == pairs[opening]


@given(st.lists(PIECES, max_size=40).map("".join))
def test_never_raises_and_spans_are_the_insides(text: str) -> None:
    assert_sound(text, scan_document(text))


@pytest.mark.fuzz
@given(st.lists(PIECES | st.characters(), max_size=400).map("".join))
def test_never_raises_on_long_texts(text: str) -> None:
    assert_sound(text, scan_document(text))


NUISANCES = [
    *("$a ", "$$ a\n\n", "\\[ a\n\nThree more words\n\n", "\\begin{align} ", "`a``b```c ", "<!-- "),
    *("<pre>", "](", "](a 'b ", "<a b='", "\\", "> ", "> a\n>> b\n", "[a]: ", "```\n", "~~~~ a\n"),
    *("# a\n", "a\n---\n", "$`a ", "- ", "1. ", "$a\n", "<!--\n", "> $$a\n", "a $$b$$ ", ">"),
]


@pytest.mark.parametrize("nuisance", NUISANCES)
def test_time_is_linear(nuisance: str) -> None:
    """Ten times the text may take at most fifty times as long; quadratic would be 100 times."""

    def seconds(count: int) -> float:
        text = nuisance * count
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            scan_document(text)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(10_000) < 50 * max(seconds(1_000), 0.001)
