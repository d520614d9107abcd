"""`check --fix` and `--diff`: what is written into files, and that nothing else is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from verifier.cli import main
from verifier.commands.fix import read_as

HEAD = "Let $a, b \\in \\mathbb{R}$.\n\n"
WRONG = HEAD + "$$(a - b)  ^2 = a^2  + 2ab + b^2$$\n\n$$(a + b)(a - b) = a^2 + b^2$$\n"
RIGHT = HEAD + "$$(a - b)  ^2 = a^2  - 2ab + b^2$$\n\n$$(a + b)(a - b) = a^2 - b^2$$\n"


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "notes.md"
    path.write_bytes(WRONG.encode())
    return path


def check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def squeezed(text: str) -> str:
    return text.replace(" ", "")


def test_proved_corrections_are_written(notes: Path) -> None:
    result = check("notes.md", "--fix")
    assert squeezed(notes.read_text()) == squeezed(RIGHT)
    assert result.exit_code == 0, result.output
    assert "corrected 2 of 2 errors in 1 file" in result.output
    assert check("notes.md").exit_code == 0
    assert [path.name for path in notes.parent.iterdir()] == ["notes.md"]


def test_a_diff_writes_nothing(notes: Path) -> None:
    result = check("notes.md", "--diff")
    assert result.exit_code == 1
    assert "-$$(a + b)(a - b) = a^2 + b^2$$" in result.output
    assert "+$$(a + b)(a - b) = a^2 - b^2$$" in result.output
    assert "would correct 2 of 2 errors in 1 file" in result.output
    assert notes.read_bytes() == WRONG.encode()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_the_byte_order_mark_stay(notes: Path, mark: str, end: str) -> None:
    notes.write_bytes((mark + WRONG.replace("\n", end)).encode())
    check("notes.md", "--fix")
    written = notes.read_bytes().decode()
    assert squeezed(written) == squeezed(mark + RIGHT.replace("\n", end))
    assert squeezed(read_as(written)) == squeezed(RIGHT)


def test_permissions_and_links_stay(notes: Path) -> None:
    real = notes.with_name("real.md")
    notes.rename(real)
    real.chmod(0o640)
    notes.symlink_to(real)
    check("notes.md", "--fix")
    assert notes.is_symlink()
    assert squeezed(real.read_text()) == squeezed(RIGHT)
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_line_without_a_proved_correction_is_left_and_reported(notes: Path) -> None:
    notes.write_text(HEAD + "$$a^2 + b = \\sin(b) + a b^7$$\n")
    before = notes.read_bytes()
    result = check("notes.md", "--fix")
    assert result.exit_code == 1
    assert "error[not-equal]" in result.output
    assert "corrected none of 1 error: no correction is proved" in result.output
    assert notes.read_bytes() == before


def test_a_right_file_is_not_touched(notes: Path) -> None:
    notes.write_text(RIGHT)
    before = notes.stat().st_mtime_ns
    assert check("notes.md", "--fix").exit_code == 0
    assert notes.stat().st_mtime_ns == before


def test_the_library_is_never_written() -> None:
    assert check("logistic", "--fix").exit_code == 0


# Notebooks, and documents in several files --------------------------------------------------

SLIP, MENDED = "$$(a - b) a = a^2 + a b$$\n", "$$(a - b) a = a^2 - a b$$\n"

OTHER, OTHERWISE = "$$(a - b) b = a b + b^2$$\n", "$$(a - b) b = a b - b^2$$\n"


def notebook(*cells: str | list[str]) -> dict[str, object]:
    made: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": source} for source in cells
    ]
    code = {"cell_type": "code", "execution_count": 1, "metadata": {"é": 1.50}, "outputs": []}
    return {
        "cells": [made[0], {**code, "source": "x = '(a - b) a'"}, *made[1:]],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    }


@pytest.mark.parametrize(
    "layout",
    [
        {"indent": 1, "ensure_ascii": False},
        {"indent": 2},
        {"separators": (",", ":")},
        {"indent": "\t", "ensure_ascii": False},
    ],
)
def test_the_cells_of_a_notebook_are_corrected(notes: Path, layout: dict[str, Any]) -> None:
    path = notes.with_name("a.ipynb")
    cells = ([HEAD, SLIP], SLIP + "\nMore.")
    path.write_text(json.dumps(notebook(*cells), **layout) + "\n", encoding="utf-8")
    wanted = notebook(*([*HEAD.splitlines(keepends=True), MENDED], MENDED + "\nMore."))
    assert check("a.ipynb", "--diff").exit_code == 1
    result = check("a.ipynb", "--fix")
    assert "corrected 2 of 2 errors in 1 file" in result.output
    written = path.read_text(encoding="utf-8")
    assert written == json.dumps(wanted, **layout) + "\n"


def test_a_notebook_that_would_be_laid_out_anew_is_left_alone(notes: Path) -> None:
    path = notes.with_name("a.ipynb")
    path.write_text(json.dumps(notebook(HEAD + SLIP)).replace(": ", " :  "))
    before = path.read_bytes()
    result = check("a.ipynb", "--fix")
    assert result.exit_code == 2
    assert "not laid out as Jupyter does it" in result.output
    assert path.read_bytes() == before


def test_every_file_of_a_document_is_corrected(notes: Path) -> None:
    folder = notes.parent
    (folder / "parts").mkdir()
    (folder / "main.tex").write_text(HEAD + "\\input{parts/one}\n\\input{parts/one}\n" + OTHER)
    (folder / "parts" / "one.tex").write_text("Text.\n\n" + SLIP)
    result = check("main.tex", "--fix")
    assert result.exit_code == 0, result.output
    assert "corrected 2 of 3 errors in 2 files" in result.output  # one of them is read twice
    assert (folder / "main.tex").read_text().endswith("\\input{parts/one}\n" + OTHERWISE)
    assert (folder / "parts" / "one.tex").read_text() == "Text.\n\n" + MENDED


def test_a_file_is_replaced_whole_or_not_at_all(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = check("notes.md", "--fix")
    assert result.exit_code == 2
    assert "No space left on device" in result.output
    assert notes.read_bytes() == WRONG.encode()
    assert [path.name for path in notes.parent.iterdir()] == ["notes.md"]
