"""`check --fix` and `--diff`: what is written into files, and that nothing else is."""

from __future__ import annotations

from pathlib import Path

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
    notes.write_text(HEAD + "$$a^2 + 1 = \\sin(b) + a b^7$$\n")
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
