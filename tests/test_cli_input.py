"""Bad input of the command: a message that helps, exit status 2, no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_cli import NEURON, run

DECLARED = "Let $w, x, b \\in \\mathbb{R}$, $y \\in [0, 1]$.\n\n"


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str, name: str = "a.md") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def refused(*arguments: str) -> str:
    """The message of a command that could not do its job."""
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result.output


# Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["prove", "logistc"], ["logistc", "the nearest: logistic"]),
        (["prove", "nothing-like-it"], ["expected one of", "logistic"]),
        (["prove", "logistic:dL/dq"], ["unknown symbol 'q'"]),
        (["prove", "logistic:rubbish"], ["rubbish", "dL/dw"]),
        (["prove", "logistic:dz/dy"], ["z does not depend on y", "b, w, x"]),
        (["prove", "missing.md"], ["missing.md", "no such file"]),
        (["handout", "logistc"], ["the nearest: logistic"]),
        (["handout", "--to", "odt"], ["'odt'", "md, tex"]),
        (["handout", "--to", ","], ["no format", "md, tex"]),
        (["check", "missing.md"], ["missing.md", "no such file"]),
        (["check", "missing"], ["missing", "no such file"]),
        (["rules", "chan-rule"], ["'chan-rule'", "the nearest: chain-rule"]),
        (["prov"], ["No such command 'prov'", "the nearest: prove"]),
        (["prove", "--route", "third"], ["third", "chain"]),
        (["completion", "cmd"], ["cmd", "bash"]),
        (["prove", "logistic", "--nothing"], ["--nothing"]),
    ],
)
def test_wrong_names(arguments: list[str], expected: list[str]) -> None:
    message = refused(*arguments)
    for words in expected:
        assert words in message


def test_two_articles_do_not_fit_in_one_document() -> None:
    write(NEURON, "a.md")
    write(NEURON, "b.md")
    message = refused("prove", "a.md:dL/dw", "b.md:dL/dw", "--format", "latex")
    assert "found 2 articles (a.md, b.md), expected one" in message


def test_two_articles_of_one_name_do_not_overwrite_each_other() -> None:
    Path("c").mkdir()
    write(NEURON + "\n$$\\frac{\\partial L}{\\partial z} = 2 (z - y)$$\n", "a.md")
    write(Path("a.md").read_text(encoding="utf-8"), "c/a.md")
    message = refused("handout", "a.md", "c/a.md", "-o", "out")
    assert "a.md and c/a.md would both be written to a.*" in message
    assert not Path("out").exists()


# Files --------------------------------------------------------------------------------------


def test_a_file_that_is_no_text() -> None:
    Path("a.md").write_bytes(b"\xff\xfe")
    for command in ("prove", "check"):
        assert "a.md: found the byte 0xff at offset 0, expected UTF-8" in refused(command, "a.md")


def test_a_file_of_another_kind() -> None:
    write("x", "a.rst")
    assert "found a .rst file, expected Markdown (.md), LaTeX" in refused("check", "a.rst")
    write("x", "plain")
    assert "without a suffix" in refused("check", "plain")


def test_a_directory_without_articles() -> None:
    Path("empty").mkdir()
    assert "no article" in refused("check", "empty")


def test_a_directory_that_is_called_like_an_article() -> None:
    Path("a.md").mkdir()
    assert "found a directory" in refused("prove", "a.md")


# Articles -----------------------------------------------------------------------------------


def test_an_article_without_goals_says_how_to_name_one() -> None:
    message = refused("prove", write("Only words.\n"))
    assert "a.md: found no goal" in message
    assert "a.md:dL/dw" in message


def test_a_definition_that_cannot_be_read() -> None:
    path = write(DECLARED + "$$z = w x + b$$\n\n$$L = \\frac{z - y$$\n")
    message = refused("prove", f"{path}:dL/dw")
    assert "a.md:5:" in message
    assert "found" in message
    assert "expected" in message


def test_an_undeclared_symbol() -> None:
    path = write(DECLARED + "$$z = w x + q$$\n\n$$L = (z - y)^2$$\n")
    message = refused("prove", f"{path}:dL/dw")
    assert "a.md:3:13: found the undeclared symbol q, expected a declaration" in message


def test_a_circular_definition() -> None:
    path = write(DECLARED + "$$z = w a + b$$\n\n$$a = z + 1$$\n\n$$L = (z - y)^2$$\n")
    message = refused("prove", f"{path}:dL/dw")
    assert "a.md:5:3: found the circular definition a ← z ← a" in message


def test_a_variable_that_does_not_matter() -> None:
    message = refused("prove", f"{write(NEURON + '$t > 0$')}:dL/dt")
    assert "L does not depend on t" in message
