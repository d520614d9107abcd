"""Finding formulas: which there are, exactly where, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.articles.lines import LineIndex
from verifier.articles.scan import scan_document, scan_markdown
from verifier.values import Location, Span

ARTICLE = Path(__file__).parents[2] / ".." / "shared" / "article" / "article.md"


def found(text: str) -> list[tuple[str, str]]:
    """Kind and text of each formula, after comparing the text with the file."""
    formulas = scan_markdown(text)
    for formula in formulas:
        for offset, character in enumerate(formula.latex):
            assert text[formula.offset_in_file(offset)] == character
        assert formula.outer.start <= formula.span.start <= formula.span.end <= formula.outer.end
        if formula.quote == 0:
            assert text[formula.span.start : formula.span.end] == formula.latex
    return [(formula.kind, formula.latex) for formula in formulas]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Dollars, by Pandoc's rule.
        ("Let $a = b$.", [("inline", "a = b")]),
        ("$a$ $b$", [("inline", "a"), ("inline", "b")]),
        ("$a$$b$", [("inline", "a"), ("inline", "b")]),
        ("是$x$的", [("inline", "x")]),
        ("over $a\n= b$ lines", [("inline", "a\n= b")]),
        ("$a \\$ b$", [("inline", "a \\$ b")]),
        ("$a \\\\$", [("inline", "a \\\\")]),
        ("costs \\$a and $b$", [("inline", "b")]),
        ("\\\\$a$", [("inline", "a")]),
        ("$20 and $30", []),
        ("$20,000 and b$3", []),
        ("$ a$ b", []),
        ("not $a\n\nb$ over a blank line", []),
        ("not $a\n- b$ over list items", []),
        ("$`a^2`$ of GitHub", [("inline", "a^2")]),
        # Displays.
        ("$$a$$", [("display", "a")]),
        ("$$\na\n$$\n", [("display", "\na\n")]),
        ("$$\na\n\n= b\n$$\n", [("display", "\na\n\n= b\n")]),
        ("1. $$a$$ (2)", [("display", "a")]),
        ("where $$x$$ is the input", [("inline", "x")]),
        ("$$a$$ $$b$$", [("display", "a"), ("display", "b")]),
        ("$$\\frac12$$ $$\\frac13$$", [("display", "\\frac12"), ("display", "\\frac13")]),
        ("$$a \\text{ for $b$}$$", [("display", "a \\text{ for $b$}")]),
        ("\\[a\\]", [("display", "a")]),
        ("\\[a \\\\[2pt] b \\\\\\]", [("display", "a \\\\[2pt] b \\\\")]),
        ("\\\\[a\\\\]", [("display", "a")]),
        ("\\(a\\) and \\\\(b\\\\)", [("inline", "a"), ("inline", "b")]),
        ("$$\n> 0\n- 1\n# 2\n$$", [("display", "\n> 0\n- 1\n# 2\n")]),
        ("$$$$ and $$ $$", []),
        # Fences and environments.
        ("```math\na\n= b\n```\n", [("display", "a\n= b")]),
        ("~~~~ Math\na\n~~~\n~~~~", [("display", "a\n~~~")]),
        ("- ```math\n  a\n  ```\n", [("display", "  a")]),
        (
            "\\begin{align*}\na &= b\n\\end{align*}",
            [("display", "\\begin{align*}\na &= b\n\\end{align*}")],
        ),
        ("$$\\begin{aligned}a\\end{aligned}$$", [("display", "\\begin{aligned}a\\end{aligned}")]),
        ("\\begin{itemize}\\item $a$\\end{itemize}", [("inline", "a")]),
        # Where there is no formula.
        ("`$a$` and ``b`$c$``", []),
        ("`$a$ never closed, $b$", [("inline", "a"), ("inline", "b")]),
        ("\\`$a$\\`", [("inline", "a")]),
        ("```python\n$a$\n\n$$b$$\n```\n$c$", [("inline", "c")]),
        ("- ```python\n  $a$\n\n  $b$\n  ```\n$c$", [("inline", "c")]),
        ("```latex\n$a$\n```", []),
        ("<!-- $a$\n\n$$b$$ -->$c$", [("inline", "c")]),
        ("text <!-- $a$", [("inline", "a")]),
        ("[$a$](http://b/$c$) ![d](e/$f$ 'g $h$')", [("inline", "a")]),
        ("<https://a/$b$> https://c/$d$ $e$", [("inline", "e")]),
        ("[a]: /b/$c$ $d$", [("inline", "d")]),
        ("[^1]: $d$", [("inline", "d")]),
        ('<img alt="$a$" src=$b$>$c$', [("inline", "c")]),
        ("if a <b and $c>d$", [("inline", "c>d")]),
        ("<pre>\n$a$\n\n</PRE> $b$", [("inline", "b")]),
        ("<div>$$a$$</div>", [("inline", "a")]),
        ("---\ntitle: $a$\n---\n$b$", [("inline", "b")]),
        ("---\n\n$a$\n\n---\n", [("inline", "a")]),
        # Marks that nothing closes end with their paragraph.
        ("$$a = b\n\nThis is prose then\n\n$$c$$", [("display", "c")]),
        ("$$a = b\n\n中文\n\n$$c$$", [("display", "c")]),
        ("$$a = b\n\n# Heading\n\n$$c$$", [("display", "c")]),
        (
            "\\begin{align}a\n\n\\begin{align}b\\end{align}",
            [("display", "\\begin{align}b\\end{align}")],
        ),
        # Block quotes.
        ("> $a$\n\n$b$", [("inline", "a"), ("inline", "b")]),
        ("> $$a\n> = b$$", [("display", "a\n= b")]),
        ("> > $$a\n> > > b$$", [("display", "a\n> b")]),
        ("> $$a\n= b$$", [("display", "a\n= b")]),
        (">```math\n> a\n>b\n>```\n$c$", [("display", "a\nb"), ("inline", "c")]),
        ("> ```\n> $a$\n\n$b$", [("inline", "b")]),
        ("> $$a\n\nb$$", []),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_formulas(text: str, expected: list[tuple[str, str]], line_end: str) -> None:
    expected = [(kind, latex.replace("\n", line_end)) for kind, latex in expected]
    assert found(text.replace("\n", line_end)) == expected


@pytest.mark.parametrize(
    ("text", "place", "missing"),
    [
        ("so\n$a = b", Location(2, 1, 2, 2), "$"),
        ("$$\na = b\n\nThis is prose then\n", Location(1, 1, 1, 3), "$$"),
        ("\\(a_1", Location(1, 1, 1, 3), r"\)"),
        ("x \\[a^2", Location(1, 3, 1, 5), r"\]"),
        ("\\\\[a^2", Location(1, 1, 1, 4), r"\\]"),
        ("\\begin{align}", Location(1, 1, 1, 14), r"\end{align}"),
        ("中文 $a = b", Location(1, 4, 1, 5), "$"),
        ("> ```math\n> a\n\nb", Location(1, 3, 1, 6), "```"),
        ("<!-- a", Location(1, 1, 1, 5), "-->"),
    ],
)
def test_what_is_not_closed_is_reported(text: str, place: Location, missing: str) -> None:
    (problem,) = scan_document(text).problems
    assert LineIndex(text).location(problem.span) == place
    assert problem.message.endswith(f"{missing} is missing")


@pytest.mark.parametrize(
    "text",
    ["It costs $5.", "from US$ 3 to $7", "\\[a link](b)", "$$ rich $", "see $$ - or $a = b$"],
)
def test_money_and_brackets_are_no_problem(text: str) -> None:
    assert scan_document(text).problems == ()


def test_offsets_in_a_quote_lead_back_to_the_file() -> None:
    text = "Text\n\n> **Erratum** $$a\r\n>  + b\n>= c$$ end\n"
    (formula,) = scan_markdown(text)
    assert formula.latex == "a\r\n + b\n= c"
    assert formula.quote == 1
    start = formula.latex.index("b")
    span = formula.span_in_file(Span(start, start + 1))
    assert text[span.start : span.end] == "b"
    assert LineIndex(text).location(span) == Location(4, 6, 4, 7)
    whole = formula.span_in_file(Span(0, len(formula.latex)))
    assert whole == formula.span
    before_line_end = formula.span_in_file(Span(start, start + 2))
    assert text[before_line_end.start : before_line_end.end] == "b\n"
    assert formula.span_in_file(Span(start, start)) == Span(span.start, span.start)


def test_headings_give_scopes() -> None:
    text = (
        "# One\n\n$a$\n\nTwo $b$\n---\n$c$\n\n### Three ###\n\n$d$\n\nFour\n====\n\n"
        "> # Not\n\n$e$\n- item\n---\n```\n# not\n```\n"
    )
    document = scan_document(text)
    assert [(heading.level, heading.text) for heading in document.headings] == [
        (1, "One"),
        (2, "Two $b$"),
        (3, "Three"),
        (1, "Four"),
    ]
    paths = {
        formula.latex: [heading.text for heading in document.heading_path(formula.span.start)]
        for formula in document.formulas
    }
    assert paths == {
        "a": ["One"],
        "b": ["One", "Two $b$"],
        "c": ["One", "Two $b$"],
        "d": ["One", "Two $b$", "Three"],
        "e": ["Four"],
    }
    assert all(
        " ".join(text[heading.span.start : heading.span.end].split()) == heading.text
        for heading in document.headings
    )


def test_quotes() -> None:
    text = "a\n> **Erratum** S9\n> $b$\nlazy\n>> $c$\n\nd\n\n```\n> code\n```\n$$\n> 0\n$$\n"
    document = scan_document(text)
    assert [(quote.depth, quote.text) for quote in document.quotes] == [
        (1, "**Erratum** S9\n$b$\nlazy\n> $c$"),
        (2, "$c$"),
    ]
    outer, inner = document.quotes
    assert text[outer.span.start : outer.span.end].startswith("> **Erratum**")
    around = [document.quote_around(formula.span.start) for formula in document.formulas]
    assert around == [outer, inner, None]
    assert [formula.quote for formula in document.formulas] == [1, 2, 0]


def test_directives() -> None:
    text = (
        "<!-- backproof: ignore (a picture of code) -->\n$a$\n"
        "> <!--backproof: expect wrong-sign-->\n\n<!-- plain -->\n`<!-- backproof: ignore (b) -->`"
    )
    document = scan_document(text)
    assert [(each.action, each.argument) for each in document.directives] == [
        ("ignore", "a picture of code"),
        ("expect", "wrong-sign"),
    ]
    assert text[document.directives[1].span.start :].startswith("<!--backproof: expect")
    assert document.problems == ()


@pytest.mark.parametrize("words", ["ignore", "ignore ()", "expect", "skip this", ""])
def test_a_directive_that_is_not_understood_is_a_problem(words: str) -> None:
    (problem,) = scan_document(f"<!-- backproof: {words} -->").problems
    assert "expected `backproof: ignore (reason)`" in problem.message


def test_line_index_counts_characters_from_one() -> None:
    index = LineIndex("中文\r\na\rb\n")
    assert index.position(0) == (1, 1)
    assert index.position(2) == (1, 3)
    assert index.position(4) == (2, 1)
    assert index.position(6) == (3, 1)
    assert index.location(Span(0, 8)) == Location(1, 1, 4, 1)


@pytest.mark.skipif(not ARTICLE.exists(), reason="the source article is not part of the project")
def test_the_source_article() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    document = scan_document(text)
    displays = [formula for formula in document.formulas if formula.kind == "display"]
    assert len(displays) == text.count("$$") // 2
    assert document.problems == ()
    assert found(text)
