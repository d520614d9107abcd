"""What the terminal can show: its width, colours, and which characters.

Text of a file that is checked can hold anything, also sequences that would drive the terminal;
`printable` makes it harmless.
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from itertools import groupby

from verifier.hints import Literal, TextIO
from verifier.lazy_patterns import lazy_pattern
from verifier.records import dataclass

ColourChoice = Literal["auto", "always", "never"]

UNKNOWN_WIDTH = 80
NARROWEST = 60
WIDEST = 112
NO_BREAK = "\u00a0"
_NEEDED = "✓✗∂σ∈ℝ⎛─⁻ᶻ"
_CODES = {
    "bold": 1,
    "dim": 2,
    "red": 31,
    "green": 32,
    "yellow": 33,
    "blue": 34,
    "cyan": 36,
}
_ESCAPE = lazy_pattern(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Terminal:
    """A place to print to. Without `unicode` only ASCII may be printed."""

    width: int = UNKNOWN_WIDTH
    colour: bool = False
    unicode: bool = True

    def style(self, text: str, *names: str) -> str:
        """The text in a style (`bold`, `red`, …), or as it is where there is no colour."""
        if not self.colour or not names or not text:
            return text
        codes = ";".join(str(_CODES[name]) for name in names)
        return f"\x1b[{codes}m{text}\x1b[0m"

    def shown(self, text: str) -> str:
        """The text in characters that the terminal has."""
        return text if self.unicode else in_ascii(text)


def detect(choice: ColourChoice = "auto", stream: TextIO | None = None) -> Terminal:
    """The terminal behind a stream (standard output by default)."""
    stream = stream or sys.stdout
    return Terminal(page_width(), wants_colour(choice, stream, os.environ), speaks_unicode(stream))


def lenient_streams() -> None:
    """Lets standard output and error replace what they cannot encode, where they would stop."""
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", None) == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def page_width() -> int:
    """The width of the terminal within what can be read well; 80 when it is unknown."""
    return max(NARROWEST, min(WIDEST, _columns_of(os.environ)))


def _columns_of(environment: Mapping[str, str]) -> int:
    """What COLUMNS says, else the width of the terminal behind standard output.

    As `shutil.get_terminal_size`, whose module imports the compressions, which takes longer than
    to read an article.
    """
    stated = environment.get("COLUMNS", "")
    if stated.isdigit() and int(stated) > 0:
        return int(stated)
    if sys.__stdout__ is None or sys.__stdout__.closed:
        return UNKNOWN_WIDTH
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or UNKNOWN_WIDTH
    except (ValueError, OSError):  # detached, or not a terminal
        return UNKNOWN_WIDTH


def wants_colour(choice: ColourChoice, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """An explicit choice wins, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") != "0":
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def speaks_unicode(stream: TextIO) -> bool:
    """Whether the stream can encode the signs of mathematics."""
    try:
        _NEEDED.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def without_style(text: str) -> str:
    """The text without colour codes."""
    return _ESCAPE.sub("", text)


# Widths -------------------------------------------------------------------------------------


def display_width(text: str) -> int:
    """How many columns a text takes: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def wrapped(text: str, width: int) -> list[str]:
    """The words of a text in lines of at most `width` columns, or one longer word; never empty.

    What is joined by no-break spaces, as formulas are, is broken only if it is too long for a
    line; in the lines they are ordinary spaces.
    """
    lines: list[str] = []
    line = ""
    for chunk in re.split(r"[ \n\t]+", text.strip(" \n\t")):
        whole = display_width(chunk) <= width
        for word in [chunk] if whole else chunk.split(NO_BREAK):
            if line and display_width(line) + 1 + display_width(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
    if line or not lines:
        lines.append(line)
    return [line.replace(NO_BREAK, " ") for line in lines]


# Characters ---------------------------------------------------------------------------------


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun if number == 1 else noun + 's'}"


def printable(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey."""
    return "".join(_harmless(character) for character in text.expandtabs(4))


def _harmless(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\n\r\u2028\u2029":
        return " "
    return "\ufffd" if category in ("Cc", "Cs", "Co", "Cn") or _reorders(character) else character


def _reorders(character: str) -> bool:
    return unicodedata.bidirectional(character) in _REORDERING


_REORDERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

_ASCII = {
    "✓": "ok",
    "✗": "WRONG",
    "∂": "d",
    "−": "-",
    "·": "*",
    "⋅": "*",
    "×": "*",
    "⊙": "(*)",
    "←": "<-",
    "→": "->",
    "∈": "in",
    "ℝ": "R",
    "ℕ": "N",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "∞": "oo",
    "∑": "sum",
    "∏": "prod",
    "√": "sqrt",
    "…": "...",
    "′": "'",
    "″": "''",
    "─": "-",
    "│": "|",
    "’": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
}


def in_ascii(text: str) -> str:
    """The text in ASCII: `e⁻ᶻ` is `e^(-z)`, `σ` is `sigma`; what has no likeness is `?`."""
    return "".join(
        _script_in_ascii(script, "".join(map(_plain, run))) if script else _plain("".join(run))
        for script, run in groupby(text, key=_script)
    )


def _script(character: str) -> str:
    """`^` for a raised character, `_` for a lowered one."""
    kind = unicodedata.decomposition(character).split(" ")[0]
    return {"<super>": "^", "<sub>": "_"}.get(kind, "")


def _script_in_ascii(script: str, run: str) -> str:
    return f"{script}{run}" if len(run) == 1 or run.isdigit() else f"{script}({run})"


def _plain(text: str) -> str:
    return "".join(map(_plain_character, text))


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    if character in _ASCII:
        return _ASCII[character]
    normal = unicodedata.normalize("NFKD", character)
    plain = "".join(_ASCII.get(part, part) for part in normal)
    kept = "".join(part for part in plain if part.isascii())
    return kept or _letter_name(normal[0])


def _letter_name(character: str) -> str:
    """`sigma` for the Greek letter, else `?`."""
    name = unicodedata.name(character, "")
    if not name.startswith("GREEK") or " LETTER " not in name:
        return "?" if not unicodedata.combining(character) else ""
    letter = name.split(" LETTER ")[1].split(" ")[0].lower()
    return letter.capitalize() if "CAPITAL" in name else letter
