"""What is written is read as the same tree; brackets appear where a bare tree needs them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.notation.documents import VOCABULARY, article, corpus
from tests.notation.outline import outline
from tests.notation.trees import statements
from verifier.notation.precedence import with_brackets
from verifier.notation.read_latex import DEFAULT, Vocabulary, read_latex
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Derivative,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Sum,
    Symbol,
    bare,
)
from verifier.notation.write_latex import write_latex

A, B, X, Y = map(Symbol, "abxy")
ONE, TWO = Number("1"), Number("2")
LN, F = Symbol("\\ln"), Symbol("f")


def total(*terms: Node) -> Sum:
    return Sum(("", *["+"] * (len(terms) - 1)), terms)


def minus(node: Node) -> Sum:
    return Sum(("-",), (node,))


def times(*factors: Node, by: str = "") -> Product:
    return Product(factors, (by,) * (len(factors) - 1))


AS_WRITTEN = [
    r"-y + ya + a - ay",
    r"\frac{1}{1 + e^{-z}} \cdot \frac{1 + e^{-z} - 1}{1 + e^{-z}}",
    r"(a)1 - y",
    r"x(1 - x) = f(1 - x)",
    r"-(1 + e^{-z})^{-2} \cdot [e^{-z} \cdot -1]",
    r"\ln(1 + e^{-z})^{-1}",
    r"\ln \frac{e^{-z}}{(1 + e^{-z})}",
    r"\sum -y \ln(1 + e^{-z})[(1 - y)(-z - \ln(1 + e^{-z}))]",
    r"L(a, y) = -\frac{1}{m} \left[ \sum_{i = 1}^{m} y \ln(a) \right]",
    r"dW^{[L]} = \frac{1}{m} dZ^{[L]}A^{[L]T}",
    r"\frac{d}{dx} [\ln g(x)] = \frac{1}{g(x)} g'(x)",
    r"x \in [0, 1)",
    r"k \in \{1, \dots, m\}",
    r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"P(y = 1 | x; \theta)",
]


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_prints_as_written(text: str) -> None:
    (statement,) = read_latex(text).statements
    assert write_latex(statement) == text


BRACKETS = [
    (times(total(A, B), X), r"(a + b)x"),
    (times(X, minus(Y)), r"x(-y)"),
    (times(X, minus(Y), by="\\cdot"), r"x \cdot -y"),
    (times(minus(X), Y), r"(-x)y"),
    (minus(total(A, B)), r"-(a + b)"),
    (total(A, minus(B)), r"a + -b"),
    (Power(total(A, B), TWO), r"(a + b)^{2}"),
    (Power(Fraction(A, B), TWO), r"\left( \frac{a}{b} \right)^{2}"),
    (Power(minus(A), TWO), r"(-a)^{2}"),
    (Power(Power(A, B), TWO), r"(a^{b})^{2}"),
    (Power(Apply(LN, A), TWO), r"(\ln a)^{2}"),
    (Power(Apply(F, A), TWO), r"f(a)^{2}"),
    (Apply(LN, A), r"\ln a"),
    (Apply(LN, total(A, B)), r"\ln(a + b)"),
    (Apply(LN, times(A, B)), r"\ln ab"),
    (Apply(LN, times(A, B, by="\\cdot")), r"\ln(a \cdot b)"),
    (Apply(LN, Power(total(A, B), minus(ONE))), r"\ln((a + b)^{-1})"),
    (times(Apply(LN, A), B), r"\ln(a)b"),
    (times(Apply(LN, A), Apply(LN, B)), r"\ln a \ln b"),
    (Apply(F, A), r"f(a)"),
    (Prime(total(A, B), 1), r"(a + b)'"),
    (times(TWO, TWO), r"2(2)"),
    (times(F, total(A, B)), r"f \, (a + b)"),
    (times(Symbol("sig", "\\text"), total(A, B)), r"(\text{sig})(a + b)"),
    (Fraction(total(A, B), times(A, B), "/"), r"(a + b)/(ab)"),
    (Derivative("\\partial", total(A, B), ((X, 1),)), r"\frac{\partial(a + b)}{\partial x}"),
    (
        Derivative("d", total(A, B), ((X, 2),), applied=True),
        r"\frac{d^{2}}{dx^{2}} [a + b]",
    ),
    (times(BigOperator("\\sum", None, None, A), B), r"\left( \sum a \right)b"),
    (BigOperator("\\sum", None, None, total(A, B)), r"\sum (a + b)"),
    (minus(times(X, total(A, times(Y, total(A, B))))), r"-x[a + y(a + b)]"),
]


@pytest.mark.parametrize(("tree", "text"), BRACKETS, ids=[text for _, text in BRACKETS])
def test_brackets_where_the_nesting_needs_them(tree: Node, text: str) -> None:
    assert write_latex(tree) == text
    (statement,) = read_latex(text).statements
    assert bare(statement.sides[0]) == tree


@given(statements())
@settings(max_examples=200, deadline=None)
def test_a_bare_tree_comes_back(tree: Chain) -> None:
    plain = bare(tree)
    reading = read_latex(write_latex(plain))
    assert reading.problems == ()
    assert tuple(map(bare, reading.statements)) == (plain,), write_latex(plain)


@given(statements())
@settings(max_examples=60, deadline=None)
def test_brackets_are_added_once(tree: Chain) -> None:
    bracketed = with_brackets(bare(tree))
    assert with_brackets(bracketed) == bracketed
    assert bare(bracketed) == bare(tree)


def comes_back(text: str, vocabulary: Vocabulary) -> None:
    reading = read_latex(text, vocabulary)
    vocabulary = replace(vocabulary, functions=vocabulary.functions | reading.functions)
    for statement in reading.statements:
        written = write_latex(statement, vocabulary)
        again = read_latex(written, vocabulary)
        assert again.problems == (), written
        assert again.statements == (statement,), (written, outline(statement))


def test_the_article_comes_back() -> None:
    for text in article():
        comes_back(text, DEFAULT)


def test_the_corpus_comes_back() -> None:
    for text in corpus():
        comes_back(text, VOCABULARY)


REASONS = [
    r"L &= a && \text{chain rule} \\ &= b && \text{by \(x\)}",
    r"a \text{ (start)} \\ = b = c \text{ (end)}",
]


@pytest.mark.parametrize("text", REASONS)
def test_reasons_come_back(text: str) -> None:
    comes_back(text, DEFAULT)


def test_declared_words_are_kept_apart() -> None:
    words = Vocabulary(words=frozenset(["ab"]))
    product = times(X, A, B)
    assert write_latex(product) == "xab"
    assert write_latex(product, words) == "xa b"
    assert write_latex(times(Symbol("d"), X)) == "d x"


def test_what_looks_the_same_is_read_as_one() -> None:
    index = Group("(", total(A, B), ")")
    (statement,) = read_latex(write_latex(Power(X, index))).statements
    assert statement.sides[0] == Power(X, index)
    (statement,) = read_latex(write_latex(Fraction(Symbol("dx"), Symbol("dy"), "/"))).statements
    assert statement.sides[0] == Derivative("d", X, ((Y, 1),))
