"""What is no article, or is broken: said with its place, the others checked, nothing written."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import run
from verifier.articles import files
from verifier.articles.check import check_article
from verifier.articles.read_article import read_article

WRONG = "Let $a, b \\in \\mathbb{R}$.\n\n$$(a - b) a = a^2 + a b$$\n"
FOUND = "error[wrong-sign]"


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def content(name: str, data: str | bytes) -> None:
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


def huge(name: str) -> None:
    with Path(name).open("wb") as file:
        file.truncate(50_000_000)


# Files that cannot be read: how each is made, and what is said of it.
UNREADABLE: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("latin.md", lambda n: content(n, b"caf\xe9 $x$"), "found the byte 0xe9 at offset 3"),
    ("utf16.md", lambda n: content(n, "$x$".encode("utf-16")), "found the byte 0xff at offset 0"),
    ("binary.md", lambda n: content(n, b"$x$\0\1\2"), "found the byte 0x00 at offset 3"),
    ("huge.md", huge, "found a file of 50 MB, expected at most 20 MB"),
    ("loop.md", lambda n: Path(n).symlink_to(n), "Too many levels of symbolic links"),
    ("nowhere.md", lambda n: Path(n).symlink_to("missing"), "found no such file"),
    ("pipe.md", os.mkfifo, "found a device or a pipe, expected a file"),
    ("folder.md", lambda n: Path(n).mkdir(), "found no article in this directory"),
    ("none.ipynb", lambda n: content(n, "no JSON"), "expected a Jupyter notebook"),
    ("binary.tex", lambda n: content(n, b"\xff\xfe"), "found the byte 0xff at offset 0"),
)


@pytest.mark.parametrize(("name", "make", "message"), UNREADABLE)
def test_a_file_that_cannot_be_read(name: str, make: Callable[[str], object], message: str) -> None:
    make(name)
    result = run("check", name)
    assert result.exit_code == 2
    assert f"{name}: {message}" in result.output or message in result.output
    assert "Traceback" not in result.output
    if name in ("folder.md", "nowhere.md"):
        return  # these are found missing before anything is read
    Path("wrong.md").write_text(WRONG)
    result = run("check", name, "wrong.md")
    assert result.exit_code == 2
    assert f"{name}:1:1: error[unreadable-file]: " in result.output
    assert message in result.output
    assert FOUND in result.output
    assert f"{name}: no claim found" not in result.output


def test_an_empty_file_and_an_empty_directory() -> None:
    content("empty.md", "")
    result = run("check", "empty.md")
    assert (result.exit_code, "no claim found (0 formulas read)" in result.output) == (0, True)
    Path("empty").mkdir()
    content("empty/notes.txt", WRONG)
    result = run("check", "empty")
    assert result.exit_code == 2
    assert "found no article in this directory" in result.output


# Articles that are broken: each has a finding at a place, and the wrong line is still found.
BROKEN: tuple[tuple[str, str, str], ...] = (
    (
        "a.md",
        "Text $x = 1 and no more.\n\n",
        "1:6: warning[unreadable]: this formula",
    ),
    ("a.md", "$$x = 1\n\nText.\n\n", "1:1: warning[unreadable]: this formula"),
    (
        "a.md",
        "\\begin{align} a\n\nText.\n\n",
        "1:1: warning[unreadable]: this formula",
    ),
    ("a.md", "```math\nx = 1\n", "1:1: warning[unreadable]"),
    ("a.md", "<!-- a comment\n\n", "1:1: warning[unreadable]: this comment is not closed"),
    (
        "a.md",
        "$\\newcommand{\\a}{\\a\\a}$ $\\a = 1$\n\n",
        "macro that does not call itself",
    ),
    ("a.tex", "\\newcommand{\\a}{\\b}\\newcommand{\\b}{\\a} $\\a$\n\n", "does not call itself"),
    ("a.tex", "\\input{a}\n\n", "a.tex:1:1: warning[unreadable]: found a inside itself"),
    ("a.tex", "\\input{missing}\n\n", "a.tex:1:1: warning[unreadable]: found no file missing"),
    ("a.tex", "\\begin{equation} x\n\n", "a.tex:1:1: warning[unreadable]"),
)


@pytest.mark.parametrize(("name", "broken", "message"), BROKEN)
def test_a_broken_article_is_read_to_its_end(name: str, broken: str, message: str) -> None:
    content(name, broken + WRONG)
    result = run("check", name)
    assert result.exit_code in (0, 1)
    assert message in result.output
    hidden = broken.startswith(("```", "<!--"))
    assert (FOUND in result.output) is not hidden


def test_a_circle_of_links_between_directories() -> None:
    Path("inner").mkdir()
    Path("inner/again").symlink_to("../inner")
    content("inner/wrong.md", WRONG)
    Path("inner/loop.md").symlink_to("loop.md")
    result = run("check", "inner")
    assert result.exit_code == 1
    assert result.output.count(FOUND) == 1


def test_a_file_that_vanishes_behind_its_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gone.md", "wrong.md"):
        content(name, WRONG)
    read = files.read_text

    def vanishing(path: files.AnyPath) -> str:
        if Path(path).name == "gone.md":
            Path(path).unlink()
        return read(path)

    monkeypatch.setattr(files, "read_text", vanishing)
    result = run("check", ".")
    assert result.exit_code == 2
    assert "gone.md:1:1: error[unreadable-file]: found no such file" in result.output
    assert FOUND in result.output


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("secret.md", "wrong.md"):
        content(name, WRONG)
    status = os.stat

    def forbidden(path: Any, *arguments: Any, **options: Any) -> os.stat_result:
        if str(path).endswith("secret.md"):
            raise PermissionError(13, "Permission denied", str(path))
        return status(path, *arguments, **options)

    monkeypatch.setattr(os, "stat", forbidden)
    result = run("check", "secret.md", "wrong.md")
    assert result.exit_code == 2
    assert (
        "secret.md:1:1: error[unreadable-file]: cannot be read: Permission denied" in result.output
    )
    assert FOUND in result.output


def test_nothing_is_executed_and_nothing_is_written() -> None:
    content(
        "a.tex",
        "\\immediate\\write18{touch executed} \\openout1=written.txt \\input{|touch executed}\n"
        "$$1 + 1 = 3 \\href{javascript:x}{y}$$\n" + WRONG,
    )
    content("b.md", "---\ntitle: !!python/object/apply:os.system ['touch executed']\n---\n" + WRONG)
    before = sorted(path.name for path in Path().iterdir())
    result = run("check", ".")
    assert "Traceback" not in result.output
    assert sorted(path.name for path in Path().iterdir()) == before


# Long articles: twice the length takes about twice the time, whatever they are full of.
LONG: tuple[tuple[str, str], ...] = (
    ("dollars", "$"),
    ("displays that are not closed", "$$ x "),
    ("environments that are not closed", "\\begin{align} "),
    ("brackets", "$(x "),
    ("fences", "```math\n"),
    ("directives", "<!-- backproof: ignore (a reason) -->\n$x$\n\n"),
    ("reasons", "By the chain rule,\n$$\\frac{d}{dx} x = 1 \\text{since $1 = 1$}$$\n\n"),
    ("names of gradients", "$$dz = x$$\n\n"),
    ("links", "[a](b "),
    ("quotes", "> > > $x$\n"),
)


@pytest.mark.fuzz
@pytest.mark.parametrize(("what", "piece"), LONG, ids=[what for what, _ in LONG])
def test_no_cost_grows_with_the_square(what: str, piece: str) -> None:
    """Eight times the length takes less than 24 times as long, where a square takes 64 times."""

    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        check_article(read_article(text, "a.md"))
        return time.process_time() - start

    seconds(5_000)
    short = min(seconds(20_000) for _ in range(2))
    assert seconds(160_000) < 24 * short + 0.5, what
