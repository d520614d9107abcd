"""What the documents say is so: sessions, examples, links, names of files, and figures.

After a change that is meant, `python -m tests.refresh_docs` writes anew what they show.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.documents import (
    DOCUMENTS,
    PROMPT,
    ROOT,
    PlayError,
    blocks,
    outside_blocks,
    played,
    shown_again,
)
from tests.refresh_docs import RULES
from verifier import library
from verifier.articles.check import check_article
from verifier.articles.findings import MESSAGES
from verifier.articles.read_article import read_article
from verifier.handout.rule_reference import rules_as_markdown

REFRESH = "run `python -m tests.refresh_docs` and read what it changes"
README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
VERDICTS = ROOT / "docs" / "verdicts.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
LINKED = (*DOCUMENTS, CONTRIBUTING)
_LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
_PATH = re.compile(r"`((?:verifier|tests|templates|derivations|docs|benchmarks)/[\w./-]*)`")
_REPORTED = re.compile(r'"([a-z-]+)", "(?:error|warning|note)"')
_CODE = re.compile(r"(?:error|warning|note)\[([a-z-]+)\]")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def of_documents(paths: tuple[Path, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=relative)


# What is shown ------------------------------------------------------------------------------


@of_documents(tuple(path for path in DOCUMENTS if path != RULES))
def test_the_document_shows_what_the_program_prints(path: Path, tmp_path: Path) -> None:
    text = read(path)
    assert played(text, tmp_path) == text, REFRESH


def test_the_page_of_rules_is_the_table() -> None:
    assert read(RULES) == rules_as_markdown(), REFRESH


@of_documents(DOCUMENTS)
def test_every_example_is_used_by_a_command_below_it(path: Path) -> None:
    lines = read(path).split("\n")
    found = list(blocks(lines))
    for block in found:
        if block.kind == "markdown":
            below = [
                line for other in found for line in lines[max(block.last, other.first) : other.last]
            ]
            assert block.name, f"line {block.first}: an article without a name"
            assert any(line.startswith(PROMPT) and block.name in line for line in below), block.name


def test_the_example_of_contributing_is_right() -> None:
    lines = read(CONTRIBUTING).split("\n")
    block = next(block for block in blocks(lines) if block.kind == "markdown")
    report = check_article(read_article("\n".join(lines[block.first : block.last]), "example.md"))
    assert report.claims
    assert report.diagnostics == ()


# Links, names and figures -------------------------------------------------------------------


def anchor(heading: str) -> str:
    """The anchor that GitHub gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@of_documents(LINKED)
def test_links_lead_somewhere(path: Path) -> None:
    for target, part in _LINK.findall(outside_blocks(read(path).split("\n"))):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), target
        if part:
            headings = _HEADING.findall(outside_blocks(read(there).split("\n")))
            assert part in map(anchor, headings), f"{target}#{part}"


@of_documents(LINKED)
def test_the_files_that_are_named_exist(path: Path) -> None:
    built = {"verifier/_data/"}
    named = set(_PATH.findall(outside_blocks(read(path).split("\n")))) - built
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_house_is_described_as_it_stands() -> None:
    text = read(ARCHITECTURE)
    house = text[text.index("## The house") : text.index("## From a file")]
    standing = {path.name for path in (ROOT / "verifier").glob("*.py")}
    standing |= {f"{path.parent.name}/" for path in (ROOT / "verifier").glob("*/__init__.py")}
    standing -= {"__init__.py", "__main__.py"}
    described = set(re.findall(r"^  (\S+) ", house, re.MULTILINE))
    assert described == standing


def test_every_code_is_explained() -> None:
    sources = "".join(map(read, sorted((ROOT / "verifier" / "articles").glob("*.py"))))
    codes = {code for path in DOCUMENTS for code in _CODE.findall(read(path))}
    codes |= {*_REPORTED.findall(sources), *MESSAGES}
    rows = [line for line in read(VERDICTS).split("\n") if line.startswith("| `")]
    explained = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row.split(" | ")[0])}
    assert codes - explained == set()
    assert {code for code in explained if f'"{code}"' not in sources} == set()


def test_the_readme_counts_the_errata() -> None:
    article = library.load("logistic")
    assert f"{len(article.errata)} are wrong" in read(README)
    assert check_article(article).errors == 0


# The tools of these tests -------------------------------------------------------------------


def test_what_is_left_out_stays_left_out() -> None:
    actual = ["head", "one", "two", "three", "tail"]
    assert shown_again(["head", "…", "two", "  …"], actual) == ["head", "…", "two", "  …"]
    assert shown_again(["…", "tail"], actual) == ["…", "tail"]
    assert shown_again(["head", "…"], actual) == ["head", "…"]
    assert shown_again([], actual) == actual


def test_what_changed_is_found_by_its_first_and_last_line() -> None:
    actual = ["head", "first", "new", "last", "tail"]
    assert shown_again(["…", "first", "old", "last", "…"], actual) == [
        *["…", "first", "new", "last", "…"]
    ]
    assert shown_again(["…", "last", "a tail"], actual) == ["…", "last", "tail"]
    with pytest.raises(PlayError, match="nothing like"):
        shown_again(["…", "gone altogether", "…"], actual)


def test_a_rounding_error_may_differ_and_nothing_else() -> None:
    assert shown_again(["error 6e-16."], ["error 7e-16."]) == ["error 6e-16."]
    assert shown_again(["error 6e-16."], ["error 6e-6."]) == ["error 6e-6."]


def test_only_the_command_is_run(tmp_path: Path) -> None:
    with pytest.raises(PlayError, match="expected one of backproof"):
        played("```console\n$ ls\n```\n", tmp_path)


def test_a_session_is_played_in_order(tmp_path: Path) -> None:
    text = "```pycon\n>>> x = 1\n>>> x + 1\n0\n```\n\n```pycon\n>>> x\n```\n"
    expected = "```pycon\n>>> x = 1\n>>> x + 1\n2\n```\n\n```pycon\n>>> x\n1\n```\n"
    assert played(text, tmp_path) == expected
