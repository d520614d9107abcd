"""The library: names, paths, goals, proofs, and what it says about bad input."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.articles.files import read_text
from verifier.articles.read_article import read_article
from verifier.library import definitions, goals, load, names, prove, shown_path
from verifier.values import InputError, Proved

NEURON = (
    "Let $w, x, b \\in \\mathbb{R}$ and $y \\in [0, 1]$.\n\n"
    "$$z = w x + b$$\n\n$$L = \\frac{1}{2} (z - y)^2$$\n\n"
)


def refused(text: str, goal: str = "dL/dw") -> InputError:
    article = read_article(text, "a.md", strict=True)
    with pytest.raises(InputError) as raised:
        prove(article, goal)
    return raised.value


def place(problem: InputError) -> tuple[int, int]:
    assert problem.location is not None
    return problem.location.line, problem.location.column


# Finding articles -----------------------------------------------------------------------------


def test_the_library_has_the_logistic_neuron() -> None:
    assert "logistic" in names()
    article = load("logistic")
    assert article.problems == ()
    assert goals(article) == ("dL/da", "da/dz", "dL/dz", "dL/dw", "dL/db")


def test_every_article_of_the_library_reads_without_a_problem() -> None:
    for name in names():
        article = load(name)
        assert (article.problems, article.unreadable) == ((), 0)
        assert goals(article)


def test_an_article_at_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "notes" / "a.md"
    path.parent.mkdir()
    path.write_text("\ufeff" + NEURON, encoding="utf-8")
    article = load(str(path))
    assert article.path == "notes/a.md"
    assert set(article.context.definitions) == {"z", "L"}
    assert shown_path(Path("/nowhere/b.md")) == "/nowhere/b.md"


def test_the_nearest_name_is_told() -> None:
    with pytest.raises(
        InputError, match="found no derivation named 'logisitc'; the nearest: logistic"
    ):
        load("logisitc")
    with pytest.raises(InputError, match=r"expected one of .*logistic.*path"):
        load("qqqq")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    binary = tmp_path / "b.md"
    binary.write_bytes(b"ab\xff")
    for path, message in [
        (tmp_path / "none.md", "no such file"),
        (tmp_path, "found a directory"),
        (binary, "found the byte 0xff at offset 2, expected UTF-8"),
    ]:
        with pytest.raises(InputError, match=message) as raised:
            read_text(path)
        assert raised.value.path == str(path)


# Goals and proofs -----------------------------------------------------------------------------


def test_the_goals_of_an_article_without_a_list_are_what_it_claims() -> None:
    text = (
        NEURON
        + "$$\\frac{dL}{dw} = x (z - y)$$\n\n$$\\frac{\\partial^2 L}{\\partial w^2} = x^2$$\n"
    )
    assert goals(read_article(text, "a.md", strict=True)) == ("dL/dw",)


def test_a_proof() -> None:
    proof = prove(read_article(NEURON, "a.md", strict=True), "dL/dw")
    assert proof.goal == "dL/dw"
    assert [route.name for route in proof.routes] == ["chain", "direct"]
    assert isinstance(proof.agreement, Proved)


def test_definitions_as_sympy_expressions() -> None:
    found = definitions(load("logistic"))
    assert str(found["z"]) == "b + w*x"
    assert {"a", "L"} <= set(found)


@pytest.mark.parametrize(
    ("goal", "message"),
    [
        ("rubbish", "found the goal 'rubbish', expected one such as dL/dw"),
        ("dL/dq", "found the unknown symbol 'q'; the nearest: "),
        ("dw/dx", "w has no definition"),
        ("dz/dy", "z does not depend on y; it depends on b, w, x"),
        ("dz/dz", "z does not depend on z; it depends on b, w, x"),
    ],
)
def test_goals_that_are_no_question(goal: str, message: str) -> None:
    assert message in refused(NEURON, goal).message


# Definitions that cannot be used --------------------------------------------------------------


def test_an_undeclared_symbol() -> None:
    problem = refused(NEURON.replace("w x + b", "w x + q"))
    assert place(problem) == (3, 13)
    assert problem.message.startswith("found the undeclared symbol q, expected a declaration")
    assert str(problem).startswith("a.md:3:13: found")


def test_an_undeclared_symbol_in_a_definition_further_away() -> None:
    text = NEURON.replace("$$L", "$$r = (y q)^2$$\n\n$$L").replace("(z - y)^2", "(z - y)^2 + r")
    assert place(refused(text)) == (5, 10)


def test_a_circular_definition() -> None:
    problem = refused(NEURON.replace("w x + b", "w L + b"))
    assert problem.location is not None
    assert problem.message.startswith("found the circular definition")
    assert problem.location.line in (3, 5)


def test_a_definition_that_cannot_be_read() -> None:
    problem = refused(NEURON.replace("w x + b", "w x + "))
    assert place(problem)[0] == 3
    assert "found the end of the formula, expected an expression" in problem.message


def test_a_goal_whose_definition_cannot_be_read() -> None:
    problem = refused(NEURON.replace("(z - y)^2", "(z - y^2"))
    assert place(problem)[0] == 5
    assert problem.message.startswith("found")


def test_a_bad_declaration() -> None:
    problem = refused(NEURON.replace("$y \\in [0, 1]$", "$y \\in [1, 0]$"))
    assert place(problem) == (1, 41)
    assert "found the interval from 1 to 0" in problem.message
