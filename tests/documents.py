"""Documents that are played again: what they show is compared with what the program prints.

Four kinds of fenced block take part; all others are only read.

    markdown notes.md   a file of this name, for the commands below it; so are latex and toml
    console             commands behind `$ `, each with what it prints
    pycon               a Python session; all sessions of a document share their names
    sh, text, …         shown, not run

In a `console` or `pycon` block a line that is only `…` stands for lines that are left out. Between
`<!-- every file -->` and `<!-- end -->` stand all modules of the program.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import doctest
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from verifier.cli import main

ROOT = Path(__file__).parents[1]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
LEFT_OUT = "…"
PROMPT = "$ "
_FENCE = re.compile(r"(`{3,})(.*)")
_EVERY_FILE = re.compile(r"(?<=<!-- every file -->\n).*(?=<!-- end -->)", re.DOTALL)
# The last digits of a rounding error depend on the machine.
_ROUNDING_ERROR = re.compile(r"\d(?:\.\d+)?e-1[2-9]\b")
_ENVIRONMENT = {"COLUMNS": "80", "NO_COLOR": "1", "FORCE_COLOR": "", "TERM": "dumb"}


class PlayError(Exception):
    """A block cannot be played: says which line of which block, and what was expected."""


@dataclass(frozen=True)
class Block:
    """A fenced block: what it is, the name behind it, and its lines from `first` up to `last`."""

    kind: str
    name: str
    first: int
    last: int


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    """The fenced blocks of a Markdown text; a fence is closed by one at least as long."""
    number = 0
    while number < len(lines):
        fence = _FENCE.fullmatch(lines[number])
        number += 1
        if fence is None:
            continue
        first = number
        while not (lines[number].startswith(fence[1]) and not lines[number].strip("`")):
            number += 1
        kind, _, name = fence[2].partition(" ")
        yield Block(kind, name.strip(), first, number)
        number += 1


def outside_blocks(lines: Sequence[str]) -> str:
    """The text without its fenced blocks."""
    hidden = {
        number for block in blocks(lines) for number in range(block.first - 1, block.last + 1)
    }
    return "\n".join(line for number, line in enumerate(lines) if number not in hidden)


def played(text: str, directory: Path) -> str:
    """The document as it should be: everything that it shows, printed anew in a directory."""
    session = Session(directory)
    lines = _EVERY_FILE.sub(lambda _: _every_file(), text).split("\n")
    result: list[str] = []
    position = 0
    for block in blocks(lines):
        result += lines[position : block.first]
        result += session.play(block, lines[block.first : block.last])
        position = block.last
    return "\n".join([*result, *lines[position:]])


def _every_file() -> str:
    package = ROOT / "verifier"
    return "".join(map(_files_of, sorted(path.parent for path in package.rglob("__init__.py"))))


def _files_of(directory: Path) -> str:
    rows = "".join(map(_module_row, sorted(directory.glob("*.py"))))
    name = directory.relative_to(ROOT).as_posix()
    return f"\n### `{name}/`\n\n| file | holds |\n| :-- | :-- |\n{rows}\n"


def _module_row(path: Path) -> str:
    """A file with the first sentence of its docstring; nothing for an empty `__init__.py`."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    paragraph = " ".join(docstring.split("\n\n")[0].split())
    sentence = re.split(r"(?<=[.?])\s", paragraph)[0].rstrip(".").replace("|", "\\|")
    return f"| `{path.name}` | {sentence} |\n" if sentence else ""


@dataclass
class Session:
    """One reader who tries a document from top to bottom, in a directory with the library."""

    directory: Path
    status: int = 0
    names: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shutil.copytree(ROOT / "derivations", self.directory / "derivations")

    def play(self, block: Block, lines: Sequence[str]) -> list[str]:
        """The lines of a block as they should be."""
        with contextlib.chdir(self.directory):
            match block.kind:
                case "markdown" | "latex" | "toml" if block.name:
                    Path(block.name).write_text("\n".join([*lines, ""]), encoding="utf-8")
                case "console":
                    return list(self.console(lines))
                case "pycon":
                    return list(self.python(lines))
        return list(lines)

    def console(self, lines: Sequence[str]) -> Iterator[str]:
        starts = [number for number, line in enumerate(lines) if line.startswith(PROMPT)]
        if not starts or starts[0] != 0:
            raise PlayError(f"a console block begins with a command, found {lines[:1]}")
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            yield lines[start]
            yield from shown_again(lines[start + 1 : end], self.run(lines[start][len(PROMPT) :]))

    def run(self, command: str) -> list[str]:
        """What a command prints; `echo $?` prints the exit status of the one before."""
        if command == "echo $?":
            return [str(self.status)]
        program, *arguments = shlex.split(command)
        if program != "backproof":
            raise PlayError(f"found the command {command!r}, expected one of backproof")
        result = CliRunner(env=_ENVIRONMENT).invoke(main, arguments, prog_name="backproof")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.status = result.exit_code
        return result.output.rstrip("\n").split("\n") if result.output else []

    def python(self, lines: Sequence[str]) -> Iterator[str]:
        source = "\n".join([*lines, ""])
        test = doctest.DocTestParser().get_doctest(source, self.names, "session", None, 0)
        recorder = _Recorder(verbose=False)
        recorder.run(test, clear_globs=False)
        self.names = test.globs
        position = 0
        for example, got in recorder.printed:
            answer = example.lineno + example.source.count("\n")
            yield from lines[position:answer]
            position = answer + example.want.count("\n")
            yield from shown_again(lines[answer:position], got)
        yield from lines[position:]


class _Recorder(doctest.DocTestRunner):
    """Runs a session and keeps what every line of it prints."""

    def __init__(self, verbose: bool) -> None:
        super().__init__(verbose=verbose)
        self.printed: list[tuple[doctest.Example, list[str]]] = []

    def report_success(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        self.printed.append((example, got.splitlines()))

    report_failure = report_success

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        raise PlayError(f"{example.source.strip()} raised {exc_info[1]!r}") from exc_info[1]


# What is left out ---------------------------------------------------------------------------


def shown_again(shown: Sequence[str], actual: Sequence[str]) -> list[str]:
    """The actual lines, left out where the lines shown before leave them out.

    A part between two gaps is found by its own lines, or, when they changed, by the first and the
    last of them. Raises `PlayError` when even those are gone.
    """
    parts = _parts(shown)
    if len(parts) == 1:
        return _steady(shown, actual)
    result: list[str] = []
    position = 0
    for index, part in enumerate(parts):
        start, end = _place(part, actual, position, index == 0, index == len(parts) - 1)
        result += [LEFT_OUT] if index else []
        result += _steady(part, actual[start:end])
        position = end
    return [
        _indentation(shown, number) + line if line == LEFT_OUT else line
        for number, line in _numbered_gaps(result)
    ]


def _parts(shown: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in shown:
        if line.strip() == LEFT_OUT:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def _numbered_gaps(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each line with the number of gaps before it."""
    gaps = 0
    for line in lines:
        yield gaps, line
        gaps += line == LEFT_OUT


def _indentation(shown: Sequence[str], number: int) -> str:
    gaps = [line for line in shown if line.strip() == LEFT_OUT]
    return gaps[number][: len(gaps[number]) - len(LEFT_OUT)]


def _place(
    part: Sequence[str], actual: Sequence[str], position: int, first: bool, last: bool
) -> tuple[int, int]:
    """Where a part stands in the actual lines, at or behind a position."""
    if not part:
        return (position, position) if first or not last else (len(actual), len(actual))
    masked, wanted = list(map(_masked, actual)), list(map(_masked, part))
    last_start = len(actual) - len(part)
    candidates = [0] if first else [last_start] if last else range(position, last_start + 1)
    for start in candidates:
        if start >= position and masked[start : start + len(part)] == wanted:
            return start, start + len(part)
    start = 0 if first else _nearest(part[0], actual, position)
    return start, len(actual) if last else _nearest(part[-1], actual, start) + 1


def _nearest(line: str, actual: Sequence[str], position: int) -> int:
    close = difflib.get_close_matches(line, actual[position:], n=1, cutoff=0.6)
    if not close:
        raise PlayError(f"nothing like {line!r} is printed any more")
    return actual.index(close[0], position)


def _masked(line: str) -> str:
    return _ROUNDING_ERROR.sub("0", line)


def _steady(shown: Sequence[str], actual: Sequence[str]) -> list[str]:
    """The actual lines, but as shown where only a rounding error differs."""
    if len(shown) != len(actual):
        return list(actual)
    return [
        old if _masked(old) == _masked(new) else new for old, new in zip(shown, actual, strict=True)
    ]
