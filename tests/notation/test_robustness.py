"""No text, however broken, makes the reader raise, hang or nest without bound."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.notation.documents import VOCABULARY, article, corpus
from verifier.notation.read_latex import MAX_LENGTH, Macro, Reading, Vocabulary, read_latex
from verifier.notation.tree import bare
from verifier.notation.write_latex import write_latex
from verifier.notation.write_text import write_line, write_text

PIECES = st.sampled_from(
    re.findall(
        r"\S+",
        r"""{ } ( ) [ ] | \| ^ _ ' & \\ = + - / , ; . ! \left( \right) \left. \right| \frac \sqrt
        \partial d \sum \ln \text{if} \text \begin{cases} \end{cases} \begin{aligned} \cdot
        \end{aligned} \begin{bmatrix} \end{bmatrix} x y 12 0.5 \alpha \hat \mathbf \quad \in
        \nabla \underbrace \underset \overset \substack \lim \{ \} \operatorname \macro \foo α
        中 % $ # \prime \mid : """,
    )
)
SEEDS = [
    r"L = -\frac{1}{m} \left[\sum_{i=1}^m y \ln(a) + (1 - y) \ln(1 - a) \right]",
    r"\begin{aligned} dZ^{[L]} &= A^{[L]} - Y && \text{rule} \\ &= g'^{[L]}(Z) \end{aligned}",
    r"\frac{\partial^2 L}{\partial w \partial b} = \frac{d}{dx}[\ln g(x)]' \cdot -1",
    r"f(x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"P(y=1|x;\theta) \in [0,1), \quad \|w\|_2^2 \underset{x}{\min} \hat{y}_i^{(j)T}",
]


def read_and_write(text: str) -> Reading:
    """Reads a text and lets every writer print what came out."""
    start = time.process_time()
    reading = read_latex(text, VOCABULARY)
    assert time.process_time() - start < 1
    for statement in reading.statements:
        write_latex(statement)
        write_latex(bare(statement))
        write_text(statement)
        write_line(statement)
    return reading


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A formula with characters taken out, doubled or replaced by pieces of others."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text)))
        width = draw(st.integers(0, 6))
        inserted = draw(st.one_of(st.just(""), PIECES, st.just(text[place : place + width] * 2)))
        text = text[:place] + inserted + text[place + width :]
    return text


@given(mutated())
@settings(max_examples=150, deadline=None)
def test_mutated_formulas(text: str) -> None:
    read_and_write(text)


@given(st.lists(PIECES, max_size=25).map(" ".join))
@settings(max_examples=150, deadline=None)
@example(r"\begin{aligned} ( \end{aligned} )")
def test_random_pieces(text: str) -> None:
    read_and_write(text)


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_text(text: str) -> None:
    read_and_write(text)


DEEP = [
    "(" * 10_000,
    "(" * 9_000 + "x" + ")" * 9_000,
    "{" * 10_000,
    "[x]" * 1_000,
    "x^{" * 6_000,
    r"\frac{1}{" * 2_000,
    r"\left(" * 3_000,
    r"\ln" * 3_000 + " x",
    r"\hat" * 4_000 + " x",
    "-" * 10_000 + "x",
    "x" + "'" * 10_000,
    "x" + "_1" * 5_000,
    "x" + "^2" * 5_000,
    "x" + "!" * 5_000,
    "a/" * 6_000 + "b",
    "f(" * 5_000,
    "|" * 10_000,
    r"\begin{cases}" * 1_000,
    r"\begin{aligned}" * 1_000,
    r"\sum" * 4_000,
    r"\nabla" * 3_000 + "x",
    "a+" * 9_999 + "b",
    "&" * 9_999,
    r"\\" * 9_999,
    ", " * 9_999,
    r"\frac12" * 2_000,
    r"\text{" * 3_000,
    r"\mathrm{\x" * 1_900,
    "d" * 10_000,
    "x" * MAX_LENGTH,
    "x" * (MAX_LENGTH + 1),
]


@pytest.mark.parametrize("text", DEEP, ids=lambda text: text[:12])
def test_deep_and_long_texts(text: str) -> None:
    reading = read_and_write(text)
    assert reading.problems or reading.statements or not text.strip(r"\&, ")


def test_depth_is_a_problem_with_a_place() -> None:
    (problem, *_) = read_latex("(" * 9_000 + "x" + ")" * 9_000).problems
    assert "nesting" in problem.expected
    assert problem.span.start < 100


BOMBS = {
    "itself": {r"\a": Macro(0, r"\a")},
    "each other": {r"\a": Macro(0, r"\b\b"), r"\b": Macro(0, r"\a\a")},
    "much": {r"\a": Macro(0, r"\b" * 100), r"\b": Macro(0, r"\c" * 100), r"\c": Macro(0, "x" * 99)},
    "nothing": {
        r"\a": Macro(0, r"\b" * 100),
        r"\b": Macro(0, r"\c" * 100),
        r"\c": Macro(0, r"\d" * 100),
        r"\d": Macro(0, ""),
    },
    "argument": {r"\a": Macro(1, "#1" * 100)},
}


@pytest.mark.parametrize("macros", BOMBS.values(), ids=BOMBS)
def test_macros_are_bounded(macros: dict[str, Macro]) -> None:
    start = time.process_time()
    reading = read_latex(r"\a{\a{\a{\a{\a{x}}}}}", Vocabulary(macros=macros))
    assert time.process_time() - start < 2
    assert reading.problems


def test_the_corpus_is_read() -> None:
    formulas = corpus()
    start = time.process_time()
    unread = [text for text in formulas if read_latex(text, VOCABULARY).problems]
    per_second = len(formulas) / (time.process_time() - start)
    assert len(unread) <= 8
    assert per_second > 200, "a tenth of what a quiet machine does"


def test_the_article_is_read() -> None:
    assert [text for text in article() if read_latex(text).problems] == []
