"""The lines of a file that a finding is about, with the place marked below."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.articles.lines import split_lines
from verifier.terminal import Terminal, display_width, printable
from verifier.values import Location

MOST_LINES = 6


def source_lines(text: str) -> tuple[str, ...]:
    """The lines of a text, numbered as locations number them."""
    return tuple(text[line.start : line.end] for line in split_lines(text))


def excerpt(
    lines: Sequence[str], location: Location, terminal: Terminal, style: Sequence[str]
) -> list[str]:
    """The marked lines, between two empty ones; a long range is cut in the middle."""
    last = min(location.end_line, len(lines))
    if location.end_column == 1 and last > location.line:
        last -= 1
    numbers = list(range(location.line, last + 1))
    gutter = len(str(last))
    bar = terminal.style("|", "blue")
    empty = f"{' ' * gutter} {bar}"
    rows = [empty]
    for number in _selected(numbers):
        if number is None:
            rows.append(terminal.style("." * gutter, "blue"))
            continue
        line = lines[number - 1]
        start = location.column - 1 if number == location.line else _indentation(line)
        end = location.end_column - 1 if number == location.end_line else len(line.rstrip())
        label = terminal.style(f"{number:>{gutter}}", "blue")
        rows.append(f"{label} {bar} {printable(line)}".rstrip())
        rows.append(f"{empty} {terminal.style(_marks(line, start, end), *style)}")
    return [*rows, empty]


def _selected(numbers: Sequence[int]) -> list[int | None]:
    if len(numbers) <= MOST_LINES:
        return list(numbers)
    half = MOST_LINES // 2
    return [*numbers[:half], None, *numbers[-half:]]


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def _marks(line: str, start: int, end: int) -> str:
    """Carets under the columns of `line[start:end]` as they are shown, one at least."""
    before = display_width(printable(line[:start]))
    marked = display_width(printable(line[:end])) - before
    return " " * before + "^" * max(1, marked)
