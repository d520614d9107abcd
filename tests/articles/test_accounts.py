"""How every formula was read: nothing is left out, and products are told from calls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from verifier.articles.accounts import accounts
from verifier.articles.read_article import read_article
from verifier.cli import main

CASES = (
    (r"$x \in \mathbb{R}$", [("declares", "x ∈ ℝ")]),
    ("$$y = x(1 - x)$$", [("defines", "y := x · (1 - x)")]),
    ("$$f(x) = x$$ $$f(2x) = 2x$$", [("defines", "f(x) := x"), ("claims", "f(2 · x) = 2 · x")]),
    (r"$$\ln a b = c d = d c$$", [("claims", "ln(a · b) = c · d"), ("claims", "c · d = d · c")]),
    (
        r"$$\sum_{i=1}^n x_i y_i = \sum_{i=1}^n y_i x_i$$",
        [("claims", "Σᵢ₌₁ⁿ (xᵢ · yᵢ) = Σᵢ₌₁ⁿ (yᵢ · xᵢ)")],
    ),
    (
        r"$X \in \mathbb{R}^{n \times d}$ $$J(X) = \|X\|^2$$ $$f(X) = \|X\|^2$$ $$J(X) = 2 f(X)$$",
        [
            ("declares", "X ∈ ℝ^(n×d)"),
            ("defines", "J(X) := ‖X‖²"),
            ("defines", "f(X) := ‖X‖²"),
            ("claims", "J(X) = 2 · f(X)"),
        ],
    ),
    ("$$a + b$$", [("no claim", "a + b has no relation")]),
    (r"$$a \approx b$$", [("no claim", "a ≈ b is no equality")]),
    ("> $a = b$", [("no claim", "what somebody else says: it stands in a quotation")]),
    (
        "<!-- backproof: ignore (wrong on purpose) -->\n$1 = 2$",
        [("no claim", "left alone, as a comment asks")],
    ),
    (r"$$\frac{x}{2 = 1$$", [("unreadable", "found `{`, expected a `}` that closes it")]),
)


def read(text: str) -> list[tuple[str, str]]:
    """Kind and reading of every formula."""
    return [(item.kind, item.said) for item in accounts(read_article(text, "a.md"))]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_became_of_a_formula(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


def test_every_formula_has_its_account() -> None:
    article = read_article("$a = 1$ and $b$, then $$c \\le d$$ and $$e = f = g$$", "a.md")
    told = list(accounts(article))
    for formula in article.document.formulas:
        place = article.location(formula.outer)
        inside = [
            item
            for item in told
            if (place.line, place.column)
            <= (item.location.line, item.location.column)
            < (place.end_line, place.end_column)
        ]
        assert inside, formula.latex


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.md").write_text("Let $x > 0$.\n\n$$x(x + 1) = x^2 + x$$\n")
    text = CliRunner().invoke(main, ["claims", "notes.md"])
    assert text.exit_code == 0
    assert "3:14  claims      x · (x + 1) = x² + x" in text.output
    told = json.loads(CliRunner().invoke(main, ["claims", "notes.md", "--format", "json"]).output)
    [file] = told["files"]
    assert file["path"] == "notes.md"
    assert [item["kind"] for item in file["formulas"]] == ["declares", "claims"]
    missing = CliRunner().invoke(main, ["claims", "nothing.md"])
    assert missing.exit_code == 2
    assert "no such file" in missing.output


def test_formulas_stand_below_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    document = "\\begin{document}\n%s\n\\input{part}\n%s\n\\end{document}\n"
    Path("main.tex").write_text(document % ("\n\n\n$z = w + 1$", "$z - w = 1$"))
    Path("part.tex").write_text("$z - 1 = w$\n")
    result = CliRunner().invoke(main, ["claims", "main.tex"])
    assert result.output.splitlines() == [
        "main.tex",
        "   5:2  defines     z := w + 1",
        "part.tex",
        "  1:10  claims      z - 1 = w",
        "main.tex",
        "  7:10  claims      z - w = 1",
    ]
