"""A stretch of LaTeX as the lexer sees it: places, spaces, and the arguments of commands."""

from __future__ import annotations

import re

from verifier.hints import Self
from verifier.notation.collector import Collector, Place
from verifier.notation.patterns import PIECE, matching_braces
from verifier.notation.vocabulary import Macro
from verifier.records import dataclass, replace


@dataclass(slots=True)
class Stretch:
    """The formula itself, or the body of a macro, or an argument.

    `fixed` is the place that all tokens get (that of the macro call), or None; `offset` is added
    to the positions otherwise. `arguments` are what `#1`, `#2` … stand for.
    """

    lexer: Collector
    text: str
    end: int
    offset: int
    fixed: Place | None = None
    arguments: tuple[Self, ...] = ()
    start: int = 0
    depth: int = 0
    closers: dict[int, int] | None = None
    run_end: int = 0

    def place(self, start: int, end: int) -> Place:
        return self.fixed or (start + self.offset, end + self.offset)

    def source_of(self, parameter: re.Match[str]) -> str:
        """The text that `#1` stands for, as it was written."""
        number = int(parameter.group(1))
        if not 1 <= number <= len(self.arguments):
            return ""
        argument = self.arguments[number - 1]
        return argument.text[argument.start : argument.end]

    def after_spaces(self, position: int) -> int:
        found = PIECE.match(self.text, position, self.end)
        return found.end() if found is not None and found.lastgroup == "space" else position

    def argument(self, position: int) -> tuple[tuple[int, int], int]:
        """The range inside `{…}` (or of a single piece) after a command, and where it ends."""
        start = self.after_spaces(position)
        if start >= self.end:
            return (start, start), start
        if self.text[start] == "}":
            self.lexer.problem(self.place(start, start + 1), "`}`", "an argument in braces")
            return (start, start), start
        if self.text[start] != "{":
            found = PIECE.match(self.text, start, self.end)
            stop = found.end() if found else start
            return (start, stop), stop
        if self.closers is None:
            self.closers = matching_braces(self.text)
        stop = self.closers.get(start, self.end)
        if stop < self.end:
            return (start + 1, stop), stop + 1
        self.lexer.problem(self.place(start, self.end), "`{`", "a `}` that closes it")
        self.lexer.full = True
        return (start + 1, self.end), self.end

    def arguments_of(self, macro: Macro, end: int) -> tuple[tuple[Self, ...], int]:
        """What the parameters of a macro stand for, and where the call ends."""
        found: list[Self] = []
        if self.text.startswith("*", end) and macro.arguments:
            end += 1
        for number in range(macro.arguments):
            if number == 0 and macro.default is not None:
                optional, end = self.optional(macro.default, end)
                found.append(optional)
                continue
            (inner, stop), end = self.argument(end)
            found.append(replace(self, start=inner, end=stop))
        return tuple(found), end

    def optional(self, default: str, position: int) -> tuple[Self, int]:
        """The argument in square brackets, or what stands for it where there is none."""
        start = self.after_spaces(position)
        close = self.text.find("]", start, self.end) if self.text.startswith("[", start) else -1
        if close < 0:
            place = self.place(position, position)
            missing = replace(self, text=default, start=0, end=len(default), closers=None)
            return replace(missing, fixed=place, run_end=0), position
        return replace(self, start=start + 1, end=close), close + 1
