r"""The author's own commands: `\newcommand`, `\def`, `\DeclareMathOperator` and their relatives.

One definition is read at a time, from the text in which it stands. What a macro does when it is
used is the matter of the lexer, which bounds it.
"""

from __future__ import annotations

from verifier.lazy_patterns import lazy_pattern
from verifier.notation.patterns import closing_brace
from verifier.notation.reading import Problem
from verifier.notation.vocabulary import Macro
from verifier.records import dataclass
from verifier.values import Span

MAX_ARGUMENTS = 9

COMMANDS = (
    r"\newcommand",
    r"\renewcommand",
    r"\providecommand",
    r"\DeclareRobustCommand",
    r"\DeclareMathOperator",
    r"\DeclarePairedDelimiter",
    r"\def",
    r"\gdef",
    r"\edef",
    r"\let",
)
DEFINES = lazy_pattern(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator"
    r"|DeclarePairedDelimiter|[ge]?def|let)(?![A-Za-z@])\*?"
)
_NAME = lazy_pattern(r"\s*(?:\{\s*(\\(?:[A-Za-z@]+|.))\s*\}|(\\(?:[A-Za-z@]+|.)))")
_COUNT = lazy_pattern(r"\s*\[\s*(\d)\s*\]")
_DEFAULT = lazy_pattern(r"\s*\[([^\[\]{}]*(?:\{[^{}]*\}[^\[\]{}]*)*)\]")
_PARAMETERS = lazy_pattern(r"((?:#\d)*)\s*(?=\{)")
_TARGET = lazy_pattern(r"\s*=?\s*(\\(?:[A-Za-z@]+|.)|\S)")
_SPACE = lazy_pattern(r"(?:\s|%[^\n]*\n)*")


@dataclass(frozen=True, slots=True)
class Defined:
    """A macro with its name, or the problem with its definition; `end` is the offset behind it."""

    end: int
    name: str = ""
    macro: Macro | None = None
    problem: Problem | None = None


def read_definition(text: str, position: int, end: int | None = None) -> Defined | None:
    """The definition that begins at an offset of the text, or None when none begins there."""
    command = DEFINES.match(text, position)
    if command is None:
        return None
    stop = len(text) if end is None else end
    kind = command.group().rstrip("*")
    found = _NAME.match(text, command.end(), stop)
    if found is None:
        return _wrong(text, position, command.end(), "the name of a command after it")
    name = found.group(1) or found.group(2)
    if kind == "\\let":
        return _let(text, position, found.end(), stop, name)
    if kind.endswith("def"):
        return _def(text, position, found.end(), stop, name)
    if kind == "\\DeclareMathOperator":
        return _with_body(text, position, found.end(), stop, name, "\\operatorname{", "}")
    if kind == "\\DeclarePairedDelimiter":
        return _paired(text, position, found.end(), stop, name)
    return _newcommand(text, position, found.end(), stop, name)


def _wrong(text: str, start: int, end: int, expected: str) -> Defined:
    shown = " ".join(text[start:end].split())[:40]
    return Defined(end, problem=Problem(Span(start, end), f"`{shown}`", expected))


def _braced(text: str, position: int, stop: int) -> tuple[int, int] | None:
    """The range inside the braces that begin after the spaces here."""
    space = _SPACE.match(text, position, stop)
    start = space.end() if space else position
    if text[start : start + 1] != "{" or start >= stop:
        return None
    close = closing_brace(text, start, stop)
    return None if close < 0 else (start + 1, close)


def _with_body(
    text: str, start: int, position: int, stop: int, name: str, before: str = "", after: str = ""
) -> Defined:
    body = _braced(text, position, stop)
    if body is None:
        return _wrong(text, start, position, "a definition in braces after it")
    macro = Macro(0, before + text[body[0] : body[1]] + after)
    return Defined(body[1] + 1, name, macro)


def _newcommand(text: str, start: int, position: int, stop: int, name: str) -> Defined:
    count = _COUNT.match(text, position, stop)
    default: str | None = None
    if count is not None:
        position = count.end()
        optional = _DEFAULT.match(text, position, stop)
        if optional is not None:
            default, position = optional.group(1), optional.end()
    body = _braced(text, position, stop)
    if body is None:
        return _wrong(text, start, position, "a definition in braces after it")
    arguments = int(count.group(1)) if count else 0
    return Defined(body[1] + 1, name, Macro(arguments, text[body[0] : body[1]], default))


def _def(text: str, start: int, position: int, stop: int, name: str) -> Defined:
    parameters = _PARAMETERS.match(text, position, stop)
    if parameters is None:
        return _wrong(text, start, position, "plain parameters such as `#1#2`, then braces")
    body = _braced(text, parameters.end(), stop)
    if body is None:
        return _wrong(text, start, position, "a `}` that closes the definition")
    arguments = len(parameters.group(1)) // 2
    return Defined(body[1] + 1, name, Macro(arguments, text[body[0] : body[1]]))


def _let(text: str, start: int, position: int, stop: int, name: str) -> Defined:
    target = _TARGET.match(text, position, stop)
    if target is None:
        return _wrong(text, start, position, "a command that it is the same as")
    if target.group(1) == name:
        return Defined(target.end())
    return Defined(target.end(), name, Macro(0, target.group(1)))


def _paired(text: str, start: int, position: int, stop: int, name: str) -> Defined:
    left = _braced(text, position, stop)
    right = None if left is None else _braced(text, left[1] + 1, stop)
    if left is None or right is None:
        return _wrong(text, start, position, "two delimiters in braces after it")
    before, after = (text[part[0] : part[1]].strip() for part in (left, right))
    return Defined(right[1] + 1, name, Macro(1, f"\\left{before} #1 \\right{after}"))
