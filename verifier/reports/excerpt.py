"""The lines of a file that a finding is about, with the place marked below."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.articles.lines import split_lines
from verifier.terminal import Terminal, display_width, printable
from verifier.values import Location

MOST_LINES = 6
_NARROWEST = 40


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
        text, marks = _marked(line, start, end, max(_NARROWEST, terminal.width - gutter - 3))
        rows.append(f"{terminal.style(f'{number:>{gutter}}', 'blue')} {bar} {text}".rstrip())
        rows.append(f"{empty} {terminal.style(marks, *style)}")
    return [*rows, empty]


def _selected(numbers: Sequence[int]) -> list[int | None]:
    if len(numbers) <= MOST_LINES:
        return list(numbers)
    half = MOST_LINES // 2
    return [*numbers[:half], None, *numbers[-half:]]


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def _marked(line: str, start: int, end: int, width: int) -> tuple[str, str]:
    """The line, and carets under the columns of `line[start:end]`, one at least.

    A line that is too wide is cut around the place.
    """
    before, marked, after = (printable(part) for part in _parts(line, start, end))
    if display_width(before + marked + after) > width:
        room = width - min(display_width(marked), width // 2)
        before = _cut(before[::-1], max(room // 2, room - display_width(after)))[::-1]
        marked = _cut(marked, width - display_width(before))
        after = _cut(after, width - display_width(before + marked))
    return before + marked + after, " " * display_width(before) + "^" * max(
        1, display_width(marked)
    )


def _parts(line: str, start: int, end: int) -> tuple[str, str, str]:
    line = line.expandtabs(1)
    return line[:start], line[start:end], line[max(start, end) :]


def _cut(text: str, width: int) -> str:
    """The beginning of a text, with dots where it is cut."""
    if display_width(text) <= width:
        return text
    kept = ""
    for character in text:
        if display_width(kept + character) > width - 3:
            break
        kept += character
    return kept + "..." if width > 3 else ""
