"""Finding the formulas of a LaTeX file: which there are, where, and what is none."""

from __future__ import annotations

import time

import pytest

from verifier.articles.scan_latex import scan_latex


def found(text: str) -> list[tuple[str, str]]:
    """Kind and text of each formula, after comparing the text with the file."""
    formulas = scan_latex(text).formulas
    for formula in formulas:
        assert text[formula.span.start : formula.span.end] == formula.latex
        assert formula.outer.start <= formula.span.start <= formula.span.end <= formula.outer.end
    return [(formula.kind, formula.latex) for formula in formulas]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Let $a = b$ and \(c\).", [("inline", "a = b"), ("inline", "c")]),
        (r"\[a\] $$b$$", [("display", "a"), ("display", "b")]),
        (
            "\\begin{align*}\na &= b\n\\end{align*}",
            [("display", "\\begin{align*}\na &= b\n\\end{align*}")],
        ),
        (
            "\\begin{equation}\n\\begin{split}\na\n\\end{split}\n\\end{equation}",
            [("display", "\\begin{equation}\n\\begin{split}\na\n\\end{split}\n\\end{equation}")],
        ),
        (r"\$5 and $a$ for \$6", [("inline", "a")]),
        ("$a$ % and $b$\n$c$", [("inline", "a"), ("inline", "c")]),
        ("50\\% of $a$", [("inline", "a")]),
        ("$a % $b$\n+ c$", [("inline", "a % $b$\n+ c")]),
        ("\\begin{verbatim}\n$a$\n\\end{verbatim} $b$", [("inline", "b")]),
        ("\\begin{lstlisting}[language=C]\n$a$\n\\end{lstlisting}", []),
        (r"\verb|$a$| and \verb+$b+ $c$", [("inline", "c")]),
        (
            r"\[ a \text{ for all $b$} \] $c$",
            [("display", r" a \text{ for all $b$} "), ("inline", "c")],
        ),
        (r"$a \text{ if $b$}$", [("inline", r"a \text{ if $b$}")]),
        ("line\\\\[2pt] $a$", [("inline", "a")]),
        ("$a$$b$", [("inline", "a"), ("inline", "b")]),
        ("$w$\\begin{document}$a$\\end{document}$b$", [("inline", "a")]),
        ("% \\begin{document}\n$a$", [("inline", "a")]),
        ("\\section{The cost $C$} $a$", [("inline", "C"), ("inline", "a")]),
        ("", []),
    ],
)
def test_formulas(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("so $a = b\n\nand on", "$"),
        (r"so \[a = b", r"\]"),
        (r"$$a = b", "$$"),
        ("\\begin{align}\na\n\\begin{align} b \\end{align}", r"\end{align}"),
        ("\\begin{equation} a \\end{document}", r"\end{equation}"),
        ("\\begin{verbatim} a", r"\end{verbatim}"),
    ],
)
def test_what_is_not_closed_is_a_problem_at_its_start(text: str, missing: str) -> None:
    problem = scan_latex(text).problems[0]
    assert f"{missing} is missing" in problem.message
    assert text[problem.span.start : problem.span.end] in text


def test_macros_hold_from_where_they_are_defined() -> None:
    text = "$a$ \\newcommand{\\R}{x} $b$ \\def\\S#1{y} $c$ \\def\\odd#1.{z} $d$"
    known = [sorted(formula.macros) for formula in scan_latex(text).formulas]
    assert known == [[], ["\\R"], ["\\R", "\\S"], ["\\R", "\\S"]]


def test_headings_quotes_and_directives() -> None:
    text = (
        "\\section{Cost}\n% backproof: ignore (a reason)\n$a$\n"
        "\\begin{quote}\\textbf{Erratum 1.} $b$\\end{quote}"
    )
    document = scan_latex(text)
    assert [(heading.level, heading.text) for heading in document.headings] == [(2, "Cost")]
    assert [directive.argument for directive in document.directives] == ["a reason"]
    assert [formula.quote for formula in document.formulas] == [0, 1]
    assert document.quotes[0].text == "**Erratum 1.** $b$"
    assert document.ignores(document.formulas[0].span, text)


@pytest.mark.parametrize(
    "piece", ["$a", "\\[", "\\begin{align}", "\\newcommand{\\a}{", "{", "%", "\\verb|"]
)
def test_the_time_is_linear(piece: str) -> None:
    text = (piece + " ") * 8_000
    start = time.process_time()
    scan_latex(text)
    assert time.process_time() - start < 5
