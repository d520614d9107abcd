"""What holds for a project by `backproof.toml`, and for an article by its front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_cli import run
from verifier import library
from verifier.articles.check import Report, check_article
from verifier.articles.read_article import read_article

LAYERS = (
    "Let $W \\in \\mathbb{R}^{n \\times m}$, $v \\in \\mathbb{R}^m$, $u \\in \\mathbb{R}^n$.\n\n"
    "$$L = \\|W v\\|^2$$\n\n"
)
UPRIGHT = "$$\\frac{\\partial L}{\\partial W} = 2 W v v^T$$\n"
TRANSPOSED = "$$\\frac{\\partial L}{\\partial W} = 2 v v^T W^T$$\n"

# Settings as lines of TOML, an article, and the findings.
CASES: tuple[tuple[str, str, list[str]], ...] = (
    ("symbols.x = '[0, 1]'", "$$|x| = x$$", []),
    ("symbols.'u, x' = '[0, 1]'", "$$|x u| = x u$$", []),
    ("", "$$|x| = x$$", ["not-equal"]),
    ("symbols.x = '[0, 1]'", "Let $x \\in \\mathbb{R}$. $$|x| = x$$", ["not-equal"]),
    (
        "symbols.W = '\\mathbb{R}^{n \\times m}'",
        "Let $v \\in \\mathbb{R}^m$. $$\\frac{\\partial v^T v}{\\partial v} = W v$$",
        ["shape-mismatch"],
    ),
    ("conventions.log = 10", "$$\\frac{d}{dx} \\log x = \\frac{1}{x \\ln 10}$$", []),
    ("conventions.log = 10", "$$\\frac{d}{dx} \\log x = \\frac{1}{x}$$", ["wrong-derivative"]),
    ("conventions.log = 10", "$$\\frac{d}{dx} \\ln x = \\frac{1}{x}$$", []),
    ("conventions.log = 'natural'", "$$\\log 100 = 2$$", ["not-equal"]),
    ("", "$$\\log 100 = 2$$", []),
    ("", LAYERS + TRANSPOSED, ["layout"]),
    ("conventions.layout = 'matrix'", LAYERS + TRANSPOSED, ["layout"]),
    ("conventions.layout = 'matrix'", LAYERS + UPRIGHT, []),
    ("conventions.layout = 'transposed'", LAYERS + TRANSPOSED, []),
    ("conventions.layout = 'transposed'", LAYERS + UPRIGHT, ["layout"]),
    ("functions = ['q']", LAYERS + "$$q(W v)^T = q(v^T W^T + 1)$$", ["undecided"]),
    ("functions.q = '\\mathbb{R} \\to \\mathbb{R}'", LAYERS + "$$u + q(W v) = q(2 W v)$$", ["any"]),
)


def checked(folder: Path, text: str) -> Report:
    path = folder / "below" / "a.md"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return check_article(library.load(str(path), strict=False))


@pytest.mark.parametrize(("settings", "text", "expected"), CASES)
@pytest.mark.parametrize("name", ["backproof.toml", "pyproject.toml"])
def test_what_a_project_says(
    tmp_path: Path, name: str, settings: str, text: str, expected: list[str]
) -> None:
    head = "[tool.backproof]\n" if name == "pyproject.toml" else ""
    (tmp_path / name).write_text(f"{head}{settings}\n", encoding="utf-8")
    found = [item.code for item in checked(tmp_path, text).diagnostics]
    assert found if expected == ["any"] else found == expected


FRONT: tuple[tuple[str, str, list[str]], ...] = (
    ("symbols: {x: '[0, 1]'}", "$$|x| = x$$", []),
    ("symbols: {W: '\\mathbb{R}^{n \\times m}'}", "$$W^T W = W W^T$$", ["shape-mismatch"]),
    ("functions: [q]", "$$q(x + 1) = q(1 + x)$$", []),
    ("conventions: {log: 2}", "$$\\log 8 = 3$$", []),
    ("conventions: {log: natural}", "$$\\log 8 = 3$$", ["not-equal"]),
    ("conventions: {log: 7}", "$$\\log 8 = 3$$", ["unreadable"]),
    ("functions: {q: nothing}", "$$1 = 1$$", ["unreadable"]),
    ("conventions: {lay: matrix}", "$$1 = 1$$", ["unreadable"]),
)


@pytest.mark.parametrize(("settings", "text", "expected"), FRONT)
def test_what_front_matter_says(settings: str, text: str, expected: list[str]) -> None:
    report = check_article(read_article(f"---\n{settings}\n---\n{text}\n", "a.md"))
    assert [item.code for item in report.diagnostics] == expected


def test_front_matter_goes_before_the_project(tmp_path: Path) -> None:
    (tmp_path / "backproof.toml").write_text("symbols.x = '(0, 1)'\nconventions.log = 10\n")
    head = "---\nsymbols: {x: '\\mathbb{R}'}\nconventions: {log: 2}\n---\n"
    report = checked(tmp_path, head + "$$|x| = x$$ $$\\log 8 = 3$$")
    assert [item.code for item in report.diagnostics] == ["not-equal"]


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    (tmp_path / "backproof.toml").write_text("conventions.log = 10\n")
    near = tmp_path / "below"
    near.mkdir()
    (near / "backproof.toml").write_text("conventions.log = 2\n")
    (near / "a.md").write_text("$$\\log 8 = 3$$\n")
    assert check_article(library.load(str(near / "a.md"), strict=False)).errors == 0


WRONG: tuple[tuple[str, str], ...] = (
    ("sym = 1", "1:1: found the key sym, expected one of symbols, functions, conventions"),
    ("symbols = 3", "1:1: found 3 for symbols, expected a table of names and texts"),
    ("[symbols]\nw = 5", "2:1: found the domain 5, expected one such as [0, 1]"),
    ("[symbols]\n\nw = '[1, 0]'", "3:1: found the interval from 1 to 0, expected a lower end"),
    ("[symbols]\na = '[0, 1]'\n\"b\" = ['x']", "3:1: found ['x'] for b, expected a text"),
    ("[conventions]\nlog = 3", "2:1: found 3 for the convention log, expected natural or e or 10"),
    ("[conventions]\nlog = true", "2:1: found True for log, expected a text"),
    ("[conventions]\nlay = 'x'", "2:1: found the convention lay, expected one of log, layout"),
    (
        "[conventions]\ncost = '1 + 1'",
        "2:1: found 1 + 1 for the convention cost, expected the name",
    ),
    ("[functions]\ng = 'R'", "2:1: found R for the function g, expected a domain and a range"),
    ("[functions]\n'2 + 2' = ''", "2:1: found 2 + 2, expected the name of a function"),
    ("[symbols", "1:9: cannot be read as TOML"),
    ("[symbols]\nw = ", "2:5: cannot be read as TOML"),
)


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_wrong_setting_stops_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("backproof.toml").write_text(text + "\n")
    for name in ("a.md", "b.md"):
        Path(name).write_text("$$1 + 1 = 2$$\n")
    for paths in (["a.md"], ["a.md", "b.md"], ["."]):
        result = run("check", *paths)
        assert result.exit_code == 2
        assert f"error: backproof.toml:{message}" in result.output
        assert result.output.count("backproof.toml") == 1
        assert "Traceback" not in result.output


def test_the_place_in_a_pyproject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text(
        "[project]\nname = 'log'\n\n[tool.backproof.conventions]\nlog = 'x'\n"
    )
    Path("a.md").write_text("$$1 + 1 = 2$$\n")
    assert "pyproject.toml:5:1: found x for the convention log" in run("check", "a.md").output
    Path("pyproject.toml").write_text("[tool.other]\nlog = 'x'\n")
    assert run("check", "a.md").exit_code == 0


def test_the_library_is_read_without_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("backproof.toml").write_text("conventions.log = 10\n")
    assert run("check", "logistic").exit_code == 0
