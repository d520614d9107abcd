"""The marks between which an article writes a formula, and the marks that hide text from maths."""

from __future__ import annotations

import re
from functools import cache

from verifier.articles.document import Directive, Problem
from verifier.lazy_patterns import lazy_pattern
from verifier.notation.macros import DEFINES
from verifier.values import Span

ENVIRONMENTS = (
    "equation|align|aligned|alignat|gather|gathered|multline|eqnarray|flalign|displaymath|math"
    "|split|dmath"
)

# `lastgroup` names the construct that begins. Order matters: `$$` before `$`, `\\[` before `\[`
# before an escape. Possessive quantifiers keep a failing match linear.
TOKEN = lazy_pattern(
    rf"""
    (?P<environment> \\begin\{{ (?:{ENVIRONMENTS}) \*? \}} )
  | (?P<display> \$\$ | \\\\\[ | \\\[ )
  | (?P<inline> \$` | \$ | \\\\\( | \\\( )
  | (?P<code> `++ )
  | (?P<comment> <!-- )
  | (?P<verbatim> < (?: pre | script | style | code | textarea ) \b [^<>]*+ > )
  | (?P<definition> {DEFINES.pattern} )
  | (?P<hidden>
        \\.                                                             # an escaped character
      | \]\( [ \t]*+ (?: <[^<>]*+> | [^\s()]*+ (?: \([^\s()]*+\) [^\s()]*+ )*+ )
            (?: [ \t]++ (?: "[^"]*+" | '[^']*+' ) )?+ [ \t]*+ \)        # a link's address
      | <[A-Za-z][A-Za-z0-9+.-]*+:[^\s<>]*+>                            # an address as a link
      | </?[A-Za-z][A-Za-z0-9-]*+                                       # an HTML tag
            (?: \s++ [A-Za-z_:][\w.:-]*+
                (?: \s*+ = \s*+ (?: [^\s"'=<>`]++ | '[^']*+' | "[^"]*+" ) )?+ )*+ \s*+ /?>
      | https?://[^\s<>()]++                                            # a bare address
    )
    """,
    re.VERBOSE,
)

# A closing mark behind an odd number of backslashes is escaped.
_UNESCAPED = r"(?<!\\)(?:\\\\)*+"
_CLOSING_PATTERNS = {
    "$$": lazy_pattern(_UNESCAPED + r"\$\$"),
    "$": lazy_pattern(_UNESCAPED + r"\$"),
    r"\]": lazy_pattern(_UNESCAPED + r"\\\]"),
    r"\)": lazy_pattern(_UNESCAPED + r"\\\)"),
}
_CLOSING = {
    "$$": "$$",
    "$": "$",
    "$`": "`$",
    r"\[": r"\]",
    r"\(": r"\)",
    r"\\[": r"\\]",
    r"\\(": r"\\)",
    "<!--": "-->",
}

FENCE = lazy_pattern(
    r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*\Z)|~{3,}|:{3,}(?=\{math\}))"
)
# What stands behind the mark of a fence that holds a formula, and the options of MyST in it.
MATHS_FENCES = frozenset(("math", "{math}"))
ROLE = "{math}"
FENCE_OPTION = lazy_pattern(r"[ \t]*(?::[\w-]+:|$)", re.MULTILINE)
HEADING = lazy_pattern(r"[ ]{0,3}(#{1,6})(?:[ \t]+|\Z)")
UNDERLINE = lazy_pattern(r"[ ]{0,3}(?:(=)=*|--*)[ \t]*\Z")
REFERENCE = lazy_pattern(r"[ ]{0,3}\[[^\]^][^\]]*\]:[ \t]*(?:<[^<>]*>|[^\s$\\<]\S*)")

# A line that begins a block of its own and so ends a paragraph before it.
BLOCK = lazy_pattern(
    r"[ \t]*(?:#{1,6}(?:[ \t]|\Z)|`{3}|~{3}|>|(?:[-*+]|\d{1,9}[.)])[ \t]|---|\*\*\*)"
)

# What the text of a heading that is underlined does not begin with.
NO_TITLE = lazy_pattern(r"[ \t]*(?:[-*+|<$\\]|\d+[.)][ \t])")

_MATHS = lazy_pattern(r"\\[A-Za-z]|[\^_=]")
_BACKTICKS = lazy_pattern("`+")
_WORD = lazy_pattern(r"[^\W\d_]{2}")


@cache
def no_formula() -> re.Pattern[str]:
    """What begins a line that is, behind a blank line, not the display that began before it.

    A heading, a code block, a quote, or prose. Compiled when it is asked for: that takes long.
    """
    return re.compile(
        r"[ \t]*(?:#{1,6}[ \t]|`{3}|~{3}|>|[^\W\d_]{2,}(?:[ ,]+[^\W\d_]{2,}){2}|[\u3040-\u9fff]"
        r"|[^\W\d_]{2,}[ ,][^\\$\n]*\$(?!\$))"
    )


class Marks:
    """Finds the next place of a mark behind an offset.

    The offsets asked for one mark must not decrease; then all searches together read the text once
    for each kind of mark, so that a thousand marks that nothing closes cost no more than one.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, int] = {}

    def closing(self, opening: str, offset: int) -> Span | None:
        """The range of the mark that closes `opening`, at or behind `offset`."""
        mark = closing_mark(opening)
        return self.next(mark, _CLOSING_PATTERNS.get(mark) or _literally(mark), offset)

    def literal(self, mark: str, offset: int) -> Span | None:
        """The range of the next `mark`, whatever stands before it."""
        return self.next(mark, _literally(mark), offset)

    def next(self, mark: str, pattern: re.Pattern[str], offset: int) -> Span | None:
        found = self._found.get(mark, -1)
        if found < offset and found != len(self._text):
            match = pattern.search(self._text, offset)
            found = match.end() - len(mark) if match else len(self._text)
            self._found[mark] = found
        return None if found == len(self._text) else Span(found, found + len(mark))


def marks_of_code(text: str) -> dict[int, list[int]]:
    """The places of the runs of backticks by their length, the first one last."""
    found: dict[int, list[int]] = {}
    for mark in reversed(list(_BACKTICKS.finditer(text))):
        found.setdefault(len(mark.group()), []).append(mark.start())
    return found


def closing_mark(opening: str) -> str:
    """The mark that closes a formula, a comment, an environment or an HTML element (`pre`)."""
    if opening.startswith(r"\begin"):
        return opening.replace("begin", "end", 1)
    return _CLOSING.get(opening) or f"</{opening}>"


def _literally(mark: str) -> re.Pattern[str]:
    return re.compile(re.escape(mark), re.IGNORECASE if mark.startswith("</") else 0)


def looks_like_maths(text: str) -> bool:
    """Whether an unclosed mark was meant to open a formula, and is not an amount of money."""
    return _MATHS.search(text) is not None


def has_words(text: str) -> bool:
    """Whether there is running text here, more than a number or a bullet."""
    return _WORD.search(text) is not None


def read_directive(comment: str, span: Span) -> Directive | Problem | None:
    """What a comment tells the checker; None when it does not speak to it."""
    words = comment.strip()
    if not words.startswith("backproof:"):
        return None
    words = words.removeprefix("backproof:").strip()
    action, _, rest = words.partition(" ")
    argument = rest.strip()
    if argument.startswith("(") and argument.endswith(")"):
        argument = argument[1:-1].strip()
    if argument and action == "ignore":
        return Directive("ignore", argument, span)
    if argument and action == "expect":
        return Directive("expect", argument, span)
    expected = "expected `backproof: ignore (reason)` or `backproof: expect CODE`"
    return Problem(span, f"{expected}, found `backproof: {words}`")
