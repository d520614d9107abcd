"""Rows, chains, lists and reasons; and what is reported when a formula cannot be read."""

from __future__ import annotations

import pytest

from tests.notation.outline import outline
from verifier.notation.read_latex import read_latex, readings
from verifier.values import Span

STATEMENTS = [
    (r"z = wx + b", r"z = [<w x> +b]"),
    (r"= x - 1", r"□ = [x -1]"),
    (r"z =", r"z = □"),
    (r"a = b = c", r"a = b = c"),
    (r"a \approx b \le c \neq d \propto e", r"a \approx b \le c \neq d \propto e"),
    (r"z := wx + b", r"z := [<w x> +b]"),
    (r"a = 1,\quad b = 2", r"a = 1 ;; b = 2"),
    (r"a = 1, b = 2", r"a = 1 ;; b = 2"),
    (r"a = b \qquad c = d; e", r"a = b ;; c = d ;; e"),
    (r"\frac{a}{b} \quad \frac{c}{d}", r"Fraction(a, b, \frac) ;; Fraction(c, d, \frac)"),
    (r"a = b \text{ and } c = d", r"a = b ;; c = d"),
    (r"a = 0 \textrm{ and hence } b = c", r"a = 0 ;; b = c"),
    (r"a \quad = b", r"a = b"),
    (r"y \in [0,1]", r"y \in [Tuple((0, 1))]"),
    (r"x \in [0,1)", r"x \in [Tuple((0, 1)))"),
    (r"a \in (0, 1)", r"a \in (Tuple((0, 1)))"),
    (r"z \in \mathbb{R}", r"z \in \mathbb:R"),
    (r"m \in \mathbb{N}", r"m \in \mathbb:N"),
    (r"x \in \mathbb{R}^{n \times m}", r"x \in Power(\mathbb:R, <n \times m>)"),
    (r"k \in \{1, \dots, m\}", r"k \in \{Tuple((1, \dots, m))\}"),
    (r"w, x, b \in \mathbb{R}", r"Tuple((w, x, b)) \in \mathbb:R"),
    (r"w \in \mathbb{R}, y \in \{0, 1\}", r"w \in \mathbb:R ;; y \in \{Tuple((0, 1))\}"),
    (r"i = 1, \dots, m", r"i = Tuple((1, \dots, m))"),
    (r"i, j = 1, \dots, m", r"i ;; j = Tuple((1, \dots, m))"),
    (r"x \ge 0", r"x \ge 0"),
    (r"a, b > 0", r"Tuple((a, b)) > 0"),
    (r"f: \mathbb{R} \to \mathbb{R}", r"f : \mathbb:R \to \mathbb:R"),
    (r"\begin{aligned} L &= a \\ &= b \\ z &= c \end{aligned}", r"L = a = b ;; z = c"),
    (r"\begin{align*} a &= b + c \\ &\quad + d \\ &= e \end{align*}", r"a = [b +c +d] = e"),
    (r"\begin{align} a &= b & c &= d \\ e &= f \end{align}", r"a = b ;; c = d ;; e = f"),
    (r"\begin{eqnarray} a &=& b \\ &=& c \end{eqnarray}", r"a = b = c"),
    (r"a = b \\ - c = d", r"a = b ;; [-c] = d"),
    (r"a = b \\ - c", r"a = [b -c]"),
    (r"a = \\ b", r"a = b"),
    (r"a \cdot \\ b", r"<a \cdot b>"),
    (r"\begin{gather} a = b \\ c = d \end{gather}", r"a = b ;; c = d"),
    (r"a &= \left( b \right. \\ &\quad \left. + c \right)", r"a = ([b +c])"),
    (r"a = (b \\ + c)", r"a = ([b +c])"),
    (r"a = b, \\ = c.", r"a = b = c"),
    (r"x \Rightarrow y = z", r"x \Rightarrow y = z"),
    (r"\boxed{a = b}", r"a = b"),
    (r"a \overset{\text{def}}{=} b \stackrel{(1)}{=} c", r"a := b = c"),
    (r"\text{Let } x = 3", r"x = 3"),
    (r"a, \mbox{and} b", r"a ;; b"),
    (
        r"\left\{ \begin{array}{l} a = b \\ c = d \end{array} \right.",
        r"a = b ;; c = d",
    ),
    (
        r"y = \left\{ \begin{array}{ll} x & x > 0 \\ 0 & \text{otherwise} \end{array} \right.",
        r"y = Cases(((x, x > 0), (0, None)))",
    ),
    (r"\begin{array}{rcl} a &=& b \\ &=& c \end{array}", r"a = b = c"),
    (r"A = \begin{array}{cc} 1 & 2 \end{array}", r"A = Matrix(array, ((1, 2)))"),
    (r"\vdots", r"\vdots"),
    (r"x = 1 \tag{3} \label{eq}", r"x = 1"),
    (r"x=1。", r"x = 1"),
]


@pytest.mark.parametrize(("text", "expected"), STATEMENTS)
def test_statements(text: str, expected: str) -> None:
    reading = read_latex(text)
    assert reading.problems == ()
    assert " ;; ".join(map(outline, reading.statements)) == expected


REASONS = [
    (r"L &= a && \text{chain rule} \\ &= c && \text{(by rule)}", ("", "chain rule", "by rule")),
    (r"a = b \quad \text{by definition}", ("", "by definition")),
    (r"a = b \text{ (by expansion)} \\ = c", ("", "by expansion", "")),
    (r"a = b \quad (\text{chain rule})", ("", "chain rule")),
    (r"f(x) = x \quad \text{if } x > 0", ("", "if x > 0")),
    (r"a_i = b_i \quad \forall i", ("", r"\forall i")),
    (r"a = g && \text{using }f(x) = g(x)", ("", "using f(x) = g(x)")),
    (r"a = b", ()),
]


@pytest.mark.parametrize(("text", "reasons"), REASONS)
def test_reasons(text: str, reasons: tuple[str, ...]) -> None:
    reading = read_latex(text)
    assert reading.problems == ()
    assert reading.statements[0].reasons == reasons


PROBLEMS = [
    (
        r"\foo + 1",
        r"",
        (0, 4),
        r"found `\foo`, expected a known command, or a definition of this one",
    ),
    (r"(a + b", r"", (0, 1), r"found `(`, expected a bracket that closes `(`"),
    (
        r"a + b)",
        r"",
        (5, 6),
        r"found `)`, expected an operator, a relation or the end of the statement",
    ),
    (
        r"a + b]",
        r"",
        (5, 6),
        r"found `]`, expected an operator, a relation or the end of the statement",
    ),
    (r"\frac{1}{2", r"", (8, 9), r"found `{`, expected a `}` that closes it"),
    (r"a + ", r"", (4, 4), r"found the end of the formula, expected an expression"),
    (
        r"x^2^3",
        r"",
        (3, 4),
        r"found `^`, expected one exponent; braces show which base a second one has",
    ),
    (
        r"x_1_2",
        r"",
        (3, 4),
        r"found `_`, expected one subscript; braces show which base a second one has",
    ),
    (r"x^(i)", r"", (2, 3), r"found `(`, expected an exponent in braces"),
    (r"\left( a", r"", (0, 6), r"found \left(, expected a bracket that closes `(`"),
    (r"\begin{align} a", r"a", (0, 13), r"found \begin{align}, expected an \end{align}"),
    (r"a \end{align}", r"a", (2, 13), r"found \end{align}, expected a \begin{align} before it"),
    (r"\ln -x", r"", (4, 5), r"found `-`, expected brackets around the argument"),
    (
        r"\frac{d^n f}{dx^n}",
        r"",
        (8, 9),
        r"found `n`, expected a digit as the order of the derivative",
    ),
    (
        r"\frac{\partial^2 L}{\partial w}",
        r"",
        (14, 15),
        r"found `^`, expected as many variables as the order of the derivative",
    ),
    (r"2 3", r"", (2, 3), r"found `3`, expected an operator between two numerals"),
    (r"a = (b \\ c = d", r"c = d", (4, 5), r"found `(`, expected a bracket that closes `(`"),
    (
        r"a = b \\ \foo = 1 \\ c = d",
        r"a = b ;; c = d",
        (9, 13),
        r"found `\foo`, expected a known command, or a definition of this one",
    ),
    (r"()", r"", (1, 2), r"found `)`, expected an expression"),
    (r"\text{a", r"\text:a", (5, 7), r"found `{`, expected a `}` that closes it"),
    (r"e^-x", r"", (2, 3), r"found `-`, expected braces around the whole exponent"),
    (r"\sqrt", r"", (5, 5), r"found the end of the formula, expected an argument in braces"),
    (r"\left[ a \right)", r"", (0, 6), r"found \left[, expected a bracket that closes `[`"),
]


@pytest.mark.parametrize(("text", "read", "place", "message"), PROBLEMS)
def test_problems(text: str, read: str, place: tuple[int, int], message: str) -> None:
    reading = read_latex(text)
    assert " ;; ".join(map(outline, reading.statements)) == read
    (problem,) = reading.problems
    assert (problem.span, problem.message) == (Span(*place), message)


def test_the_readings_of_a_statement() -> None:
    reading = read_latex(r"\ln(u)^{-1} = \sum_i a + b")
    texts = [outline(other) for other in readings(reading.statements[0], reading)]
    assert len(texts) == 4
    assert len(set(texts)) == 4
    assert texts[0] == outline(reading.statements[0])
