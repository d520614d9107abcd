"""The command as a process of its own: imports, colours, encodings, pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_cli import RIGHT

ROOT = Path(__file__).parents[1]


def spawn(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "verifier", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_a_check_imports_neither_sympy_nor_numpy(tmp_path: Path) -> None:
    article = tmp_path / "notes.md"
    article.write_text(RIGHT, encoding="utf-8")
    code = (
        "import sys\nfrom verifier.cli import main\n"
        "main(['check', sys.argv[1]], standalone_mode=False)\n"
        "print(*{'sympy', 'numpy', 'jinja2'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(article)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == ""


def test_colours_respect_the_environment() -> None:
    assert b"\x1b[" in spawn("list", FORCE_COLOR="1").stdout
    assert b"\x1b[" not in spawn("list", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert b"\x1b[" not in spawn("list").stdout
    assert b"\x1b[" in spawn("list", "--colour", "always", NO_COLOR="1").stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_without_unicode_gets_ascii(encoding: str) -> None:
    done = spawn("rules", "logarithm-of-exponential", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert b"ln e^u = u" in done.stdout
    assert done.stdout.isascii()


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m verifier rules | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert done.stderr == b""
    assert done.stdout.strip() == b"Differentiation"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_no_traceback() -> None:
    command = f"{sys.executable} -m verifier rules > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
