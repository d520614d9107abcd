"""`backproof why`: what is asked for, and what a reader is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from verifier.cli import main

ROOT = Path(__file__).parents[2]
ARTICLE = r"""
Let $x \in \mathbb{R}$ and $n \in \mathbb{N}$.

$$\frac{x^2 - 1}{x - 1} = x + 1$$

$$(x + 1)^2 = x^2 + 1$$

$$\sum_{k=1}^{n} \frac{1}{k(k+1)} = \frac{n}{n+1}$$

$$\sin \frac{\pi}{10} = \frac{\sqrt{5} - 1}{4}$$
"""


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "notes.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def why(place: str) -> Result:
    return CliRunner().invoke(main, ["why", place])


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        (4, ["notes.md:4:", "proved", "only where  x != 1", "both are    x + 1"]),
        (6, ["refuted", "differ at   x = 2", "(x + 1)^2 = 9", "x^2 + 1 = 5"]),
        (8, ["induction on n", "base case", "given       sum(1/(i (i + 1)), i=1..n) = n/(n + 1)"]),
        (10, ["unknown", "undecided   the normal forms of the two sides differ", "tried"]),
    ],
)
def test_each_verdict_is_told(article: Path, line: int, rows: list[str]) -> None:
    result = why(f"notes.md:{line}")
    assert result.exit_code == 0, result.output
    for row in rows:
        assert row in result.output


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("notes.md:5", "notes.md: no claim stands on line 5; the nearest stand on 4, 6, 8, 10"),
        ("notes.md", "found 'notes.md', expected PATH:LINE, as in notes.md:12"),
        ("notes.md:x", "expected PATH:LINE"),
        (":3", "expected PATH:LINE"),
        ("other.md:3", "other.md"),
    ],
)
def test_a_place_without_a_claim_is_a_clear_message(
    article: Path, place: str, message: str
) -> None:
    result = why(place)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_matrix_claims_are_told_by_their_method(article: Path) -> None:
    matrix = r"Let $A, B \in \mathbb{R}^{n \times n}$." + "\n\n$$(A B)^\\top = B^\\top A^\\top$$\n"
    article.write_text(matrix, encoding="utf-8")
    result = why("notes.md:3")
    assert result.exit_code == 0, result.output
    assert "equal entries for all shapes" in result.output or "identical entries" in result.output


def test_a_claim_about_matrices_tells_which_entries_are_compared() -> None:
    told = " ".join(why(str(ROOT / "derivations" / "network.md") + ":55").output.split())
    assert "compared the entries of matrices of shape n_{L-1} × m" in told
    assert "both are sum(W^[L][i, row]" in told
