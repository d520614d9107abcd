"""The short way into a check says what the whole command says, and imports little."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.test_cli import RIGHT, WRONG

ROOT = Path(__file__).parents[1]
SHORT = "from verifier.start import main; main()"
WHOLE = "from verifier.cli import main; main(prog_name='backproof')"
EACH = """
import contextlib, io, json, os, sys
os._exit = sys.exit  # one process for all
said = []
for words in json.loads(sys.argv[1]):
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2)]
    sys.argv = ["backproof", *words]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        status = 0
        try:
            {main}
        except SystemExit as end:
            status = end.code
    for stream in streams:
        stream.flush()
    said.append([words, status, *(stream.buffer.getvalue().decode() for stream in streams)])
print(json.dumps(said))
"""
AT_EXIT = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
# Of the standard library, python-flint and what reads, decides and reports. What few articles need
# is imported where it is needed: see "Imports" in docs/architecture.md.
MOST_MODULES = 204
COUNT = """
import os, sys
from verifier.start import main
os._exit = sys.exit
count = 0
def note(frame, event, argument):
    global count
    count += event == "call"
sys.setprofile(note)
try:
    main()
finally:
    sys.setprofile(None)
    print(count, file=sys.stderr)
"""
# Calls of functions written in Python, with those of the standard library's and of importing.
MOST_CALLS = 307_000


def run(code: str, *words: str, **environment: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Something of every kind that can be asked to be checked."""
    contents = {"right.md": RIGHT.encode(), "wrong.md": WRONG.encode(), "bytes.md": b"\xff$x$"}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "notes.txt").write_text("$x$")
    (tmp_path / "empty").mkdir()
    named = (*contents, "notes.txt", "empty", "missing.md")
    return {name: str(tmp_path / name) for name in named} | {"logistic": "logistic", "-h": "-h"}


def test_both_ways_say_the_same(files: dict[str, str]) -> None:
    asked = (
        ["right.md"],
        ["wrong.md", "right.md"],
        ["right.md", "missing.md"],
        ["right.md", "-h"],
        ["logistic"],
        ["bytes.md"],
        ["notes.txt"],
        ["empty"],
    )
    words = json.dumps([["check", *(files[name] for name in names)] for names in asked])
    short, whole = (run(EACH.replace("{main}", main), words) for main in (SHORT, WHOLE))
    assert (short[0], short[2]) == (0, b"")
    told = json.loads(short[1])
    assert told == json.loads(whole[1])
    assert [status for _, status, *_ in told] == [0, 1, 2, 0, 0, 2, 2, 2]


def test_both_ways_respect_the_environment(files: dict[str, str]) -> None:
    for environment in (
        {"FORCE_COLOR": "1", "COLUMNS": "60"},
        {"PYTHONIOENCODING": "ascii"},
    ):
        words = ["check", files["wrong.md"]]
        assert run(SHORT, *words, **environment) == run(WHOLE, *words, **environment)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_reader_that_has_gone_and_a_full_disk() -> None:
    check = f'{sys.executable} -c "{SHORT}" check logistic'
    for command, status in ((f"{check} > /dev/full", 2), (f"{check} | true; exit $PIPESTATUS", 1)):
        done = subprocess.run(
            ["bash", "-c", command], cwd=ROOT, capture_output=True, check=False, timeout=60
        )
        assert done.returncode == status
        assert b"Traceback" not in done.stderr


@cache
def modules_of_python() -> frozenset[str]:
    """What Python imports by itself."""
    return frozenset(run(AT_EXIT)[2].decode().split())


def modules(*words: str) -> set[str]:
    """What a command imports beyond what Python imports by itself."""
    status, _, printed = run(f"{AT_EXIT}; {SHORT}", *words)
    assert status == 0
    return set(printed.decode().split()) - modules_of_python()


def test_a_check_imports_only_what_it_needs(files: dict[str, str]) -> None:
    """Start-up is two thirds of a check; this counts modules, since a clock would not repeat."""
    for words in (["check", "derivations/logistic.md"], ["check", files["right.md"]]):
        imported = modules(*words)
        packages = {".".join(name.split(".")[:2]) for name in imported}
        costly = {"sympy", "numpy", "mpmath", "jinja2", "click", "dataclasses", "yaml", "shutil"}
        costly |= {"inspect", "ast", "dis", "tokenize", "pathlib", "urllib", "typing", "contextlib"}
        assert not packages & costly
        assert not packages & {"verifier.tensors", "verifier.prover", "verifier.repair"}
        assert not packages & {"verifier.rules", "verifier.handout", "verifier.numeric"}
        assert len(imported) <= MOST_MODULES, sorted(imported)


def test_a_check_calls_no_more_functions_than_before() -> None:
    """Counted, for a clock would not repeat: a pass over all formulas must not ask every part."""
    status, _, printed = run(COUNT, "check", "derivations/logistic.md", PYTHONHASHSEED="0")
    assert status == 0
    assert int(printed.split()[-1]) <= MOST_CALLS, (
        "a check of derivations/logistic.md calls more functions than before; look first at what "
        "kind a part is (`type(part) in KINDS`), and import inside what few articles need"
    )


def test_matrices_are_imported_where_there_are_some(tmp_path: Path) -> None:
    article = tmp_path / "matrices.md"
    article.write_text("Let $W \\in \\mathbb{R}^{n \\times m}$.\n", encoding="utf-8")
    assert "verifier.tensors.given" in modules("check", str(article))
