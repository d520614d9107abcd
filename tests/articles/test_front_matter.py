"""The head of an article: what it gives, and what is said about mistakes in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.articles.front_matter import FrontMatter, read_front_matter
from verifier.values import Location

HEAD = """---
title: The logistic neuron
goals: [dL/da, 'dL/dw']
symbols:
  y: [0, 1]
  a: (0, 1)
  on: '[0, \\infty)'
  w, x_{1,2}: \\mathbb{R}
  W: \\mathbb{R}^{n \\times m}
functions: [f, g]
conventions:
  log: 10
---
Text
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_reads_every_key_as_the_author_wrote_it(line_end: str) -> None:
    text = HEAD.replace("\n", line_end)
    found = read_front_matter(text)
    assert found.title == "The logistic neuron"
    assert found.goals == ("dL/da", "dL/dw")
    assert [(entry.name, entry.text) for entry in found.symbols] == [
        ("y", "[0, 1]"),
        ("a", "(0, 1)"),
        ("on", "[0, \\infty)"),
        ("w", "\\mathbb{R}"),
        ("x_{1,2}", "\\mathbb{R}"),
        ("W", "\\mathbb{R}^{n \\times m}"),
    ]
    assert [(entry.name, entry.text) for entry in found.functions] == [("f", ""), ("g", "")]
    assert [(entry.name, entry.text) for entry in found.conventions] == [("log", "10")]
    assert text[found.end :].strip() == "Text"
    assert found.problems == ()
    for entry in (found.symbols[0], found.symbols[-1]):
        assert text[entry.text_span.start : entry.text_span.end] == entry.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Text",
        "---\n\nA rule, then text\n\n---\n",
        "---\ntitle: never closed\n",
        " ---\na: b\n---\n",
    ],
)
def test_no_front_matter(text: str) -> None:
    assert read_front_matter(text) == FrontMatter()


@pytest.mark.parametrize("text", ["---\n# nothing\n---\n", "---\ngoals:\nsymbols:\n---\n"])
def test_empty_front_matter(text: str) -> None:
    assert read_front_matter(text) == FrontMatter(end=len(text))


@pytest.mark.parametrize(
    ("inside", "location", "severity", "words"),
    [
        ("symbol: {a: R}", Location(2, 1, 2, 7), "warning", "did you mean `symbols`"),
        ("layout: post", Location(2, 1, 2, 7), "note", "unknown key `layout`"),
        ("title: [a]", Location(2, 8, 2, 11), "error", "`title` takes a text"),
        ("goals: dL/dw", Location(2, 8, 2, 13), "error", "`goals` takes a list"),
        ("goals: [[a]]", Location(2, 9, 2, 12), "error", "`goals` takes a text"),
        ("symbols: [a]", Location(2, 10, 2, 13), "error", "but this is a list"),
        ("symbols:\n  a:", Location(3, 3, 3, 4), "error", "`a` in `symbols` has no value"),
        ("symbols:\n  a: R\n  a: R", Location(4, 3, 4, 4), "error", "given twice"),
        ("symbols:\n  a: [0, 1)", Location(3, 6, 3, 7), "error", "cannot be read as YAML"),
        ('title: "\\infty"', Location(2, 10, 2, 11), "error", "unknown escape character"),
        ("title: a: b", Location(2, 9, 2, 10), "error", "not allowed here"),
        ("? [a]\n: b", Location(2, 3, 2, 6), "error", "a name is expected here"),
        ("only words", Location(2, 1, 2, 11), "error", "a line for each of its keys"),
    ],
)
def test_mistakes_are_reported_with_their_place(
    inside: str, location: Location, severity: str, words: str
) -> None:
    (problem,) = read_front_matter(f"---\n{inside}\n---\nText\n").problems
    assert (problem.location, problem.severity) == (location, severity)
    assert words in problem.message


def test_one_mistake_does_not_hide_the_rest() -> None:
    found = read_front_matter("---\ntitle: [a]\nsymbols: {y: R}\n---\n")
    assert [entry.name for entry in found.symbols] == ["y"]
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    "inside", ["[" * 20_000, 'title: "\\UFFFFFFFF"', "title: \x07", "a: &a [*a]"]
)
def test_hostile_yaml_is_a_problem_and_no_exception(inside: str) -> None:
    assert read_front_matter(f"---\n{inside}\n---\n").problems


@given(st.text(alphabet="abc:-'\"[]{}&*!|>%#?,\\ \n\t\u4e2d\x00", max_size=60))
def test_never_raises(inside: str) -> None:
    read_front_matter(f"---\n{inside}\n---\n")
