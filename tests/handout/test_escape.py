"""Plain text in Markdown and LaTeX."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.handout.latex_syntax import mistakes
from verifier.handout.escape import latex_text, markdown_text

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50 % of $5 & more #1", r"50 \% of \$5 \& more \#1"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("a_1 ^ ~", r"a\_1 \textasciicircum{} \textasciitilde{}"),
        ("∂L/∂w", r"\ensuremath{\partial}L/\ensuremath{\partial}w"),
        ("e⁻ᶻ", r"e\ensuremath{^{\ensuremath{-}}}\ensuremath{^{z}}"),
        ("σ and Ω", r"\ensuremath{\sigma} and \ensuremath{\Omega}"),
        ("Alpha Α", r"Alpha \othercharacter{0391}"),
        ("é ü ñ", "é ü ñ"),
        ("e\u0301", "é"),
        ("中", r"\othercharacter{4E2D}"),
        ("100\u00a0000", "100~000"),
        ("well-known -5", r"well-known \ensuremath{-}5"),
        ("a\nb\tc", "a b c"),
        ("\u202ea\u0000", "a"),
    ],
)
def test_latex(text: str, expected: str) -> None:
    assert latex_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("<b> & $x$", "&lt;b&gt; &amp; <span>$</span>x<span>$</span>"),
        ("[a](http://b)", r"\[a\](http\://b)"),
        ("a | b # c", r"a \| b \# c"),
        ("100\u00a0000", "100 000"),
        ("∂L/∂w = x (a - y)", "∂L/∂w = x (a - y)"),
        ("a\nb", "a b"),
        ("\u202ea\u0000", "a"),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    assert markdown_text(text) == expected


@given(texts)
def test_no_character_of_a_text_is_a_command_of_latex(text: str) -> None:
    shown = latex_text(text)
    assert mistakes(shown) == []
    commands = set(re.findall(r"\\([A-Za-z]+)", shown))
    assert not commands & {"input", "include", "write", "def", "catcode", "begin", "end"}
    assert re.sub(r"\\[^A-Za-z]", "", shown).count("$") == 0


@given(texts)
def test_markdown_has_no_markup(text: str) -> None:
    shown = markdown_text(text)
    bare = re.sub(r"\\.|&lt;|&gt;|&amp;|<span>\$</span>", "", shown)
    assert not set(bare) & set("<>`*_[]|$\n")
    assert all(unicodedata.category(character) != "Cc" for character in shown)
