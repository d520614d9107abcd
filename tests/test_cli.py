"""The command: what it prints and with what status it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from verifier import library
from verifier.articles.kinds import KINDS, Kind
from verifier.cli import main
from verifier.commands.check import files
from verifier.rules.table import RULES

NEURON = r"""
Let $w, x, b \in \mathbb{R}$, $y \in [0, 1]$.

$$z = w x + b$$

$$L = (z - y)^2$$
"""
RIGHT = NEURON + "\n$$\\frac{\\partial L}{\\partial z} = 2 (z - y)$$\n"
WRONG = NEURON + "\n$$\\frac{\\partial L}{\\partial z} = 2 (y - z)$$\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An article with a right claim, in the working directory."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "notes.md"
    path.write_text(RIGHT, encoding="utf-8")
    return path


# prove --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proved() -> Result:
    return run("prove", "logistic:dL/dw")


def test_a_goal_of_the_library_is_proved(proved: Result) -> None:
    assert proved.exit_code == 0, proved.output
    assert "∂L/∂w = x (a - y)" in proved.output
    assert "Route 1, chain rule" in proved.output
    assert "Route 2, direct expansion" in proved.output
    assert "The routes agree: x (a - y)." in proved.output
    assert "NumPy: 100 000 points" in proved.output
    assert "✗" not in proved.output.split("Erratum")[0]
    assert "\x1b" not in proved.output


@pytest.mark.parametrize("goal", ["∂L/∂w", "d L / d w", "∂L/dw"])
def test_goals_may_be_written_as_one_writes_them(proved: Result, goal: str) -> None:
    assert run("prove", f"logistic:{goal}").output == proved.output


def test_without_a_name_all_goals_of_the_library_are_proved() -> None:
    result = run("prove")
    assert result.exit_code == 0
    goals = library.goals(library.load("logistic"))
    assert result.output.count("The routes agree") >= len(goals) == 5
    assert result.output.rstrip().endswith("the kernel proved every step.")


@pytest.mark.parametrize(("route", "number"), [("chain", 1), ("direct", 1), ("both", 2)])
def test_routes(route: str, number: int, article: Path) -> None:
    result = run("prove", "notes.md:dL/dw", "--route", route)
    assert result.exit_code == 0
    assert result.output.count("Route ") == number
    assert ("The routes agree" in result.output) == (number == 2)


def test_a_path_is_as_good_as_a_name(article: Path) -> None:
    result = run("prove", "notes.md")
    assert result.exit_code == 0
    assert "∂L/∂z = 2 (z - y)" in result.output


def test_a_path_may_hold_a_colon(article: Path) -> None:
    article.rename("my:notes.md")
    assert run("prove", "my:notes.md").exit_code == 0
    assert run("prove", "my:notes.md:dL/dw").exit_code == 0


def test_goals_of_one_article_are_one_document(article: Path) -> None:
    result = run("prove", "notes.md:dL/dw", "notes.md:dL/db", "notes.md:dL/dw")
    assert result.exit_code == 0
    assert "2 derivatives by 4 proofs" in result.output
    assert "shown above: ∂L/∂w" in result.output


def test_proofs_as_json(article: Path) -> None:
    result = run("prove", "notes.md:dL/dw", "--format", "json")
    value = json.loads(result.output)
    assert result.exit_code == 0
    assert value["proofs"][0]["goal"] == "dL/dw"
    assert value["proofs"][0]["agree"] is True


@pytest.mark.parametrize(("form", "start"), [("markdown", "# notes.md"), ("latex", "% Written by")])
def test_proofs_as_documents(form: str, start: str, article: Path) -> None:
    result = run("prove", "notes.md:dL/dw", "--format", form)
    assert result.exit_code == 0
    assert result.output.startswith(start)


def test_an_incomplete_proof_ends_with_1(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verifier.commands.prove.is_complete", lambda _: False)
    for form in ("text", "json", "markdown", "latex"):
        assert run("prove", "notes.md:dL/dw", "--format", form).exit_code == 1


# handout ------------------------------------------------------------------------------------


def test_handouts_are_written_once_and_stay(article: Path) -> None:
    first, second = run("handout", "notes.md", "-o", "out"), run("handout", "notes.md", "-o", "out")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output.split() == ["out/notes.md:", "written", "out/notes.tex:", "written"]
    assert second.output.count("unchanged") == 2
    assert sorted(path.name for path in Path("out").iterdir()) == ["notes.md", "notes.tex"]
    assert run("handout", "notes.md", "-o", "out", "--check").exit_code == 0


def test_stale_and_missing_handouts_are_named(article: Path) -> None:
    run("handout", "notes.md", "-o", "out")
    Path("out/notes.md").write_text("old", encoding="utf-8")
    Path("out/notes.tex").unlink()
    result = run("handout", "notes.md", "-o", "out", "--check")
    assert result.exit_code == 1
    assert "out/notes.md: stale" in result.output
    assert "out/notes.tex: missing" in result.output
    assert Path("out/notes.md").read_text(encoding="utf-8") == "old"
    assert not Path("out/notes.tex").exists()


def test_one_format_can_be_chosen(article: Path) -> None:
    assert run("handout", "notes.md", "--to", "tex", "-o", "out").exit_code == 0
    assert [path.name for path in Path("out").iterdir()] == ["notes.tex"]


def test_a_handout_that_cannot_be_written_is_no_traceback(article: Path) -> None:
    Path("file").write_text("", encoding="utf-8")
    result = run("handout", "notes.md", "-o", "file/out")
    assert result.exit_code == 2
    assert result.output.startswith("error: file")


# check --------------------------------------------------------------------------------------


def test_without_a_path_the_library_is_checked() -> None:
    """That the library is right is seen by `make stale`, and by the tests of its articles."""
    assert files([]) == list(library.names())


def test_a_right_article_ends_with_0_and_a_wrong_one_with_1(article: Path) -> None:
    assert run("check", "notes.md").exit_code == 0
    article.write_text(WRONG, encoding="utf-8")
    result = run("check", "notes.md")
    assert result.exit_code == 1
    assert "notes.md:8:35: error[" in result.output
    assert "1 error in 1 of 1 file" in result.output


def test_directories_are_searched(article: Path) -> None:
    for name in ("a/b/c.md", "a/.hidden/d.md", "a/e.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(RIGHT, encoding="utf-8")
    value = json.loads(run("check", ".", "a/b/c.md", "--format", "json").output)
    assert [file["path"] for file in value["files"]] == ["a/b/c.md", "notes.md"]


def test_strict_does_not_pass_what_cannot_be_read(article: Path) -> None:
    article.write_text(RIGHT + "\n$$q = \\frac{1$$\n", encoding="utf-8")
    assert run("check", "notes.md").exit_code == 0
    assert run("check", "notes.md", "--strict").exit_code == 1


def test_that_nothing_is_claimed_is_said(article: Path) -> None:
    article.write_text("Only words.\n", encoding="utf-8")
    result = run("check", "notes.md")
    assert result.exit_code == 0
    assert "notes.md: no claim found" in result.output


# The other commands -------------------------------------------------------------------------


def test_list() -> None:
    result = run("list")
    assert result.exit_code == 0
    assert "\nlogistic " in result.output
    assert "dL/da, da/dz, dL/dz, dL/dw, dL/db" in result.output


def test_rules_lists_every_rule() -> None:
    result = run("rules")
    assert result.exit_code == 0
    assert all(f"  {name} " in result.output for name in (*RULES, *KINDS))


@pytest.mark.parametrize("name", RULES)
def test_each_rule_is_explained_with_examples(name: str) -> None:
    result = run("rules", name)
    assert result.exit_code == 0
    words = result.output
    assert words.index("holds") < words.index("✓  proved", words.index("holds"))
    assert words.index("fails") < words.index("✗  false", words.index("fails"))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_each_finding_is_explained_by_an_article_in_which_it_is_found(kind: Kind) -> None:
    result = run("rules", kind.code)
    assert result.exit_code == 0
    assert result.output.startswith(kind.code)
    if kind.example:
        assert kind.example.splitlines()[-1] in result.output
        assert f": {kind.severity}[{kind.code}]: " in result.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_BACKPROOF_COMPLETE" in result.output


@pytest.mark.parametrize(
    ("typed", "position", "expected"),
    [
        ("backproof pr", 1, "prove"),
        ("backproof prove log", 2, "logistic"),
        ("backproof prove logistic:dL/d", 2, "logistic:dL/dw"),
        ("backproof handout log", 2, "logistic"),
        ("backproof rules chain", 2, "chain-rule"),
        ("backproof rules needs", 2, "needs-assumption"),
        ("backproof prove --route ", 3, "direct"),
    ],
)
def test_completion(typed: str, position: int, expected: str) -> None:
    environment = {"COMP_WORDS": typed, "COMP_CWORD": str(position)}
    result = CliRunner().invoke(
        main,
        [],
        prog_name="backproof",
        env={"_BACKPROOF_COMPLETE": "bash_complete", **environment},
    )
    assert f"plain,{expected}" in result.output.split()


def test_version_and_help() -> None:
    assert run("--version").output.startswith("backproof ")
    assert "Examples:" in run("--help").output
    for command in ("prove", "handout", "check", "rules", "completion"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "Examples:" in result.output
        assert f"backproof {command}" in result.output


def test_sheets_and_exercises_are_files_of_their_own(article: Path) -> None:
    result = run("handout", "notes.md", "--sheet", "--exercise", "--to", "md", "-o", "out")
    assert result.exit_code == 0, result.output
    made = sorted(path.name for path in (article.parent / "out").iterdir())
    assert made == ["notes.exercise.md", "notes.sheet.md", "notes.solutions.md"]
    stale = run("handout", "notes.md", "--sheet", "--lang", "zh", "--to", "md", "--check")
    assert stale.exit_code == 1
    assert "notes.sheet.zh.md: missing" in stale.output
    assert "run `backproof handout --sheet --lang zh --to md -o output`" in stale.output


def test_pdf_is_written_and_checked(article: Path) -> None:
    pytest.importorskip("typst", reason="the extra `pdf` is not installed")
    assert run("handout", "notes.md", "--to", "pdf", "-o", "out").exit_code == 0
    assert (article.parent / "out" / "notes.pdf").read_bytes().startswith(b"%PDF-")
    result = run("handout", "notes.md", "--to", "pdf", "-o", "out", "--check")
    assert (result.exit_code, "up to date" in result.output) == (0, True)
