"""The author's own commands: what they stand for, and what is said of a definition that is none."""

from __future__ import annotations

import pytest

from tests.notation.outline import outline
from verifier.notation.macros import read_definition
from verifier.notation.read_latex import Macro, read_latex

DEFINITIONS = [
    (r"\newcommand{\R}{\mathbb{R}}", "\\R", Macro(0, r"\mathbb{R}")),
    (r"\newcommand\R{\mathbb{R}}", "\\R", Macro(0, r"\mathbb{R}")),
    (r"\renewcommand*{\vec}[1]{\mathbf{#1}}", "\\vec", Macro(1, r"\mathbf{#1}")),
    (r"\newcommand{\E}[2][x]{E_{#1}[#2]}", "\\E", Macro(2, r"E_{#1}[#2]", "x")),
    (r"\providecommand{\d}{\partial}", "\\d", Macro(0, r"\partial")),
    (r"\def\norm#1{\|#1\|}", "\\norm", Macro(1, r"\|#1\|")),
    (r"\DeclareMathOperator*{\argmax}{arg\,max}", "\\argmax", Macro(0, r"\operatorname{arg\,max}")),
    (
        r"\DeclarePairedDelimiter{\abs}{\lvert}{\rvert}",
        "\\abs",
        Macro(1, r"\left\lvert #1 \right\rvert"),
    ),
    (r"\let\eps=\varepsilon", "\\eps", Macro(0, r"\varepsilon")),
]


@pytest.mark.parametrize(("text", "name", "macro"), DEFINITIONS)
def test_definitions(text: str, name: str, macro: Macro) -> None:
    found = read_definition(text, 0)
    assert found is not None
    assert (found.name, found.macro, found.problem) == (name, macro, None)
    assert found.end == len(text)


USED = [
    (
        r"\newcommand{\v}[2][w]{\mathbf{#1}_{#2}} \v{1} + \v[u]{2}",
        r"[Subscript(\mathbf:w, 1) +Subscript(\mathbf:u, 2)]",
    ),
    (r"\DeclareMathOperator{\softmin}{softmin} \softmin(x)", r"Apply(\operatorname:softmin, (x))"),
    (r"\DeclarePairedDelimiter{\norm}{\lVert}{\rVert} \norm*{x}^2", r"Power(\|x\|, 2)"),
    (
        r"\def\pd#1#2{\frac{\partial #1}{\partial #2}} \pd{L}{w} = \pd L b",
        r"D(\partial L by w) = D(\partial L by b)",
    ),
    (r"\newcommand{\a}{x} \renewcommand{\a}{y} \a + 1", r"[y +1]"),
]


@pytest.mark.parametrize(("text", "expected"), USED)
def test_what_they_stand_for(text: str, expected: str) -> None:
    reading = read_latex(text)
    assert reading.problems == ()
    assert " ;; ".join(map(outline, reading.statements)) == expected


WRONG = [
    (r"\newcommand{\R}", r"found `\newcommand{\R}`, expected a definition in braces after it"),
    (r"\newcommand{R}{x}", r"found `\newcommand`, expected the name of a command after it"),
    (r"\def\a#1.{x}", r"found `\def\a`, expected plain parameters such as `#1#2`, then braces"),
    (r"\def\a{\a} \a", r"found `\a`, expected a macro that does not call itself"),
    (r"\def\a{\b\b}\def\b{\a\a} \a", r"found `\a`, expected a macro that does not call itself"),
    (r"\foo x", r"found `\foo`, expected a known command, or a definition of this one"),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_wrong_is_said_with_its_place(text: str, message: str) -> None:
    reading = read_latex(text)
    assert reading.problems[0].message == message
    span = reading.problems[0].span
    assert 0 <= span.start < span.end <= len(text)
