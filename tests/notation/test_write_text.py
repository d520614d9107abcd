"""What a student sees in the terminal."""

from __future__ import annotations

import textwrap
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.notation.documents import VOCABULARY, article, corpus
from tests.notation.trees import statements
from verifier.notation.blocks import Block, beside, display_width, stacked
from verifier.notation.characters import CHARACTERS, SUBSCRIPTS, SUPERSCRIPTS
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Chain, Node
from verifier.notation.vocabulary import (
    BIG_OPERATORS,
    MULTIPLICATIONS,
    RELATIONS,
    SIGNS,
    SYMBOL_COMMANDS,
)
from verifier.notation.write_text import write_line, write_text

SCREENS = [
    (
        r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} \cdot"
        r" \frac{\partial a}{\partial z} \cdot \frac{\partial z}{\partial w}",
        r"""
        ∂L   ∂L   ∂a   ∂z
        ── = ── · ── · ──
        ∂w   ∂a   ∂z   ∂w
        """,
    ),
    (
        r"- \left[\frac{y}{a} - \frac{1 - y}{1 - a} \right] \cdot a(1 - a)",
        r"""
          ⎡ y   1 - y ⎤
        - ⎢ ─ - ───── ⎥ · a (1 - a)
          ⎣ a   1 - a ⎦
        """,
    ),
    (
        r"L = -\frac{1}{m} \sum_{i=1}^m \left[ y^{(i)} \ln(a^{(i)})"
        r" + (1 - y^{(i)}) \ln(1 - a^{(i)}) \right]",
        r"""
              1  m
        L = - ─  Σ  [y⁽ⁱ⁾ ln(a⁽ⁱ⁾) + (1 - y⁽ⁱ⁾) ln(1 - a⁽ⁱ⁾)]
              m i=1
        """,
    ),
    (
        r"-(1 + e^{-z})^{-2} \cdot [e^{-z} \cdot -1]",
        r"""
        -(1 + e⁻ᶻ)⁻² · [e⁻ᶻ · -1]
        """,
    ),
    (
        r"\frac{e^{wx+b}}{1 + e^{wx+b}}",
        r"""
          eʷˣ⁺ᵇ
        ─────────
        1 + eʷˣ⁺ᵇ
        """,
    ),
    (
        r"A^{[1]} = g^{[1]}(Z^{[1]}) = \hat{Y}",
        r"""
         [1]    [1]  [1]
        A    = g   (Z   ) = Ŷ
        """,
    ),
    (
        r"\frac{\frac{1}{a}}{1+\frac{b}{c}} = \left(\frac{a}{b}\right)^{-2}",
        r"""
           1
           ─
           a      ⎛ a ⎞⁻²
        ─────── = ⎜ ─ ⎟
             b    ⎝ b ⎠
         1 + ─
             c
        """,
    ),
    (
        r"x_i^{(j)} + x_{1,2}^{T} + e^{-\frac{x^2}{2}}",
        r"""
                          x²
                        - ──
                 T        2
        xᵢ⁽ʲ⁾ + x    + e
                 1,2
        """,
    ),
    (
        r"\sqrt{x} + \sqrt{x+1} + \sqrt[3]{\frac{a}{b}}",
        r"""
                          ┌──
                          │ a
        √x + √(x + 1) + ³ │ ─
                         ╲│ b
        """,
    ),
    (
        r"f(x) = \begin{cases} x & \text{if } x > 0 \\ -\frac{x}{2} & \text{otherwise} \end{cases}",
        r"""
               ⎧ x    if x > 0
               ⎪
        f(x) = ⎨   x
               ⎪ - ─  otherwise
               ⎩   2
        """,
    ),
    (
        r"\begin{pmatrix} a & b+1 \\ c & d \end{pmatrix}",
        r"""
        ⎛ a  b + 1 ⎞
        ⎝ c    d   ⎠
        """,
    ),
    (
        r"\frac{\partial^2 L}{\partial w \partial b} + \frac{d}{dx}[\ln g(x)]",
        r"""
         ∂²L    d
        ───── + ── [ln g(x)]
        ∂w ∂b   dx
        """,
    ),
    (
        r"\hat x + \tilde{w}_1 + \mathbf{w}^T \mathbf{x} + \mathcal{L}(\theta)",
        r"""
        ^   ~
        x + w₁ + 𝐰ᵀ 𝐱 + ℒ(θ)
        """,
    ),
    (
        r"\left. \frac{df}{dx} \right|_{x=0}",
        r"""
        df │
        ── │
        dx │
            x=0
        """,
    ),
    (
        r"\begin{aligned} L &= \frac{a}{b} && \text{chain rule} \\"
        r" &= c + d && \text{by expansion}\end{aligned}",
        r"""
            a
        L = ─       (chain rule)
            b
          = c + d   (by expansion)
        """,
    ),
    (
        r"\nabla_w L = \lim_{h \to 0} 2x \odot \sigma'(z)",
        r"""
        ∇  L = lim 2x ⊙ σ′(z)
         w     h→0
        """,
    ),
    (
        r"\max_{\theta} \log p = \binom{n}{k}",
        r"""
        max log p = ⎛ n ⎞
         θ          ⎝ k ⎠
        """,
    ),
]


@pytest.mark.parametrize(("text", "screen"), SCREENS, ids=[text for text, _ in SCREENS])
def test_screens(text: str, screen: str) -> None:
    (statement,) = read_latex(text).statements
    expected = textwrap.dedent(screen.removeprefix("\n").rstrip())
    assert textwrap.dedent(str(write_text(statement))) == expected


LINES = [
    (r"x(a - y)", "x (a - y)"),
    (r"-\frac{y}{a} + \frac{1-y}{1-a}", "-y/a + (1 - y)/(1 - a)"),
    (r"\frac{\partial L}{\partial w}", "∂L/∂w"),
    (r"\frac{\partial^2 L}{\partial w \partial b}", "∂²L/(∂w ∂b)"),
    (r"\frac{1}{1+e^{-z}}", "1/(1 + e⁻ᶻ)"),
    (r"yx - \frac{x e^{wx}}{1+e^{wx}}", "y x - (x eʷˣ)/(1 + eʷˣ)"),
    (r"\frac1m \sum_{i=1}^m x_i", "(1/m) Σᵢ₌₁ᵐ xᵢ"),
    (r"\ln \frac{a}{b}", "ln(a/b)"),
    (r"\ln(u)^{-1}", "ln((u)⁻¹)"),
    (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
    (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
    (r"\frac{a}{\frac{b}{c}}", "a/(b/c)"),
    (r"Z^{[1]} = W^{[1]T} x_{1,2}", "Z^[1] = W^[1]ᵀ x_(1,2)"),
    (r"e^{x^2} + q^Q", "e^(x²) + q^(Q)"),
    (r"\sqrt{x+1}", "√(x + 1)"),
    (r"= a - y", "= a - y"),
    (r"\frac{\partial L}{\partial b} y", "(∂L/∂b) y"),
    (r"\begin{cases} a & x > 0 \\ b & \text{otherwise}\end{cases}", "{a if x > 0; b otherwise}"),
    (r"\begin{bmatrix} a & b \\ c & d\end{bmatrix}", "[a, b; c, d]"),
    (r"y \in [0, 1)", "y ∈ [0, 1)"),
    (r"\hat{x} + \hat{y}", "hat(x) + ŷ"),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines(text: str, expected: str) -> None:
    (statement,) = read_latex(text).statements
    assert write_line(statement) == expected


def columns(character: str) -> int:
    """The columns of a character by the tables of Unicode."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cc", "Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def is_regular(block: Block) -> bool:
    """Whether all lines are equally long, of characters of one column, round the baseline."""
    widths = {sum(map(columns, text)) for text in block.lines}
    return len(widths) == 1 and 0 <= block.baseline < block.height


def is_narrow(text: str) -> bool:
    return all(columns(character) == 1 for character in text if character != "\n")


@given(statements())
@settings(max_examples=100, deadline=None)
def test_blocks_are_rectangles(tree: Chain) -> None:
    assert is_regular(write_text(tree)), str(write_text(tree))
    assert is_narrow(str(write_text(tree)) + write_line(tree))


def test_real_formulas_are_rectangles() -> None:
    for text in article() + corpus():
        for statement in read_latex(text, VOCABULARY).statements:
            block = write_text(statement)
            assert is_regular(block), (text, str(block))
            assert is_narrow(str(block)) or not is_narrow(text), (text, str(block))
            if not statement.reasons:
                assert "\\" not in write_line(statement), text


def test_every_known_command_has_a_character() -> None:
    commands = SYMBOL_COMMANDS | RELATIONS | MULTIPLICATIONS | SIGNS | BIG_OPERATORS
    without = {name for name in commands if name.startswith("\\")} - set(CHARACTERS)
    assert without == set()
    tables = (CHARACTERS, SUPERSCRIPTS, SUBSCRIPTS)
    assert all(
        columns(letter) == 1 for table in tables for text in table.values() for letter in text
    )


blocks = st.builds(
    lambda width, height, baseline: Block(("x" * width,) * height, min(baseline, height - 1)),
    st.integers(0, 4),
    st.integers(1, 4),
    st.integers(0, 3),
)


@given(st.lists(blocks, min_size=1, max_size=4))
def test_combinators(parts: list[Block]) -> None:
    row = beside(*parts)
    assert row.width == sum(block.width for block in parts)
    assert row.baseline == max(block.baseline for block in parts)
    assert row.below == max(block.below for block in parts)
    pile = stacked(tuple(parts), 0)
    assert pile.height == sum(block.height for block in parts)
    assert pile.width == max(block.width for block in parts)
    assert pile.baseline == parts[0].baseline


def test_wide_letters_of_an_author_keep_the_columns_straight() -> None:
    node: Node = read_latex(r"\frac{\text{损失}}{x}").statements[0]
    block = write_text(node)
    assert block.lines == ("损失", "────", " x  ")
    assert {display_width(text) for text in block.lines} == {4}
