"""Finds the formulas of a LaTeX file, with exact offsets, in linear time.

Comments, verbatim text and what stands before `\\begin{document}` hold no formulas; the macros of
the preamble count all the same. A definition that is not understood matters only where a formula
uses it. Reading never raises: what cannot be read is in `problems`.
"""

from __future__ import annotations

import re

from verifier.articles.definitions import Definitions
from verifier.articles.delimiters import ENVIRONMENTS, read_directive
from verifier.articles.document import (
    Directive,
    Document,
    Formula,
    Heading,
    Kind,
    Problem,
    Quote,
)
from verifier.lazy_patterns import lazy_pattern
from verifier.notation.macros import DEFINES
from verifier.notation.patterns import closing_brace
from verifier.values import Span

_VERBATIM = (
    r"verbatim\*?|Verbatim|BVerbatim|lstlisting|minted|comment|alltt|filecontents\*?|tikzpicture"
    r"|algorithmic|pycode|sageblock|sagesilent"
)
_TOKEN = lazy_pattern(
    rf"""
    (?P<comment> %[^\n]*+ )
  | (?P<verbatim> \\begin\s*\{{ (?:{_VERBATIM}) \}} )
  | (?P<verb> \\(?:verb\*?|lstinline) (?P<mark>[^A-Za-z\s*\[]) [^\n]*? (?P=mark) )
  | (?P<environment> \\begin\s*\{{ (?:{ENVIRONMENTS}) \*? \}} )
  | (?P<open> \$\$ | \\\[ | \$ | \\\( )
  | (?P<heading> \\(?:part|chapter|section|subsection|subsubsection|paragraph|title)\*?\s*
        (?:\[[^\[\]]*\])?\s* \{{ )
  | (?P<quote> \\begin\s*\{{ (?:quote|quotation|displayquote) \}} )
  | (?P<unquote> \\end\s*\{{ (?:quote|quotation|displayquote) \}} )
  | (?P<body> \\begin\s*\{{document\}} )
  | (?P<last> \\end\s*\{{document\}} )
  | (?P<definition> {DEFINES.pattern} )
  | (?P<hidden> \\(?:[A-Za-z@]+|.) )
    """,
    re.VERBOSE | re.DOTALL,
)
# What can stand inside a formula and matters for where it ends.
_INSIDE = lazy_pattern(
    r"(?P<comment>%[^\n]*+)|(?P<words>\\(?:text|mbox|textrm|hbox|intertext|textbf|textit)\s*\{)"
    r"|(?P<mark>\$\$?|\\\]|\\\)|\\(?:begin|end)\s*\{[^{}]*\})|(?P<gap>\n[ \t]*\n)|\\.",
    re.DOTALL,
)
_CLOSING = {"$": "$", "$$": "$$", "\\[": "\\]", "\\(": "\\)"}
_LEVELS = {"title": 1, "part": 1, "chapter": 1, "section": 2, "subsection": 3}
_NAME = lazy_pattern(r"[A-Za-z]+")
_BOLD = lazy_pattern(r"\\textbf\s*\{([^{}]*)\}")
_BODY = lazy_pattern(r"^[^%\n]*\\begin\s*\{document\}", re.MULTILINE)


def scan_latex(text: str) -> Document:
    """Formulas, headings, quotes, directives, macros and problems of a LaTeX text."""
    return _Scanner(text).document()


class _Scanner:
    """Reads the text once; each method returns the offset at which reading goes on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.definitions = Definitions()
        self.formulas: list[Formula] = []
        self.headings: list[Heading] = []
        self.quotes: list[Quote] = []
        self.directives: list[Directive] = []
        self.problems: list[Problem] = []
        self.open_quotes: list[int] = []
        self.in_preamble = _BODY.search(text) is not None
        self.missing: set[str] = set()

    def document(self) -> Document:
        position = 0
        while (token := _TOKEN.search(self.text, position)) is not None:
            if token.lastgroup == "last" and not self.in_preamble:
                break
            position = self.read(token)
        return Document(
            tuple(self.formulas),
            tuple(self.headings),
            tuple(sorted(self.quotes, key=lambda quote: (quote.span.start, quote.depth))),
            tuple(self.directives),
            tuple(self.problems),
            0,
        )

    def read(self, token: re.Match[str]) -> int:
        kind = token.lastgroup if token.lastgroup != "mark" else "verb"
        if kind == "comment":
            return self.comment(token)
        if kind == "definition":
            return self.definitions.take(self.text, token.start())
        if kind == "verbatim":
            return self.verbatim(token)
        if kind == "body":
            self.in_preamble = False
        elif kind == "heading":
            return self.heading(token)
        elif not self.in_preamble:
            if kind in ("environment", "open"):
                return self.formula(token)
            if kind == "quote":
                self.open_quotes.append(token.start())
            elif kind == "unquote":
                self.unquote(token)
        return token.end()

    def comment(self, token: re.Match[str]) -> int:
        found = read_directive(token.group()[1:], Span(token.start(), token.end()))
        if isinstance(found, Directive):
            self.directives.append(found)
        elif found is not None:
            self.problems.append(found)
        return token.end()

    def verbatim(self, token: re.Match[str]) -> int:
        end = token.group().replace("begin", "end", 1)
        found = self.text.find(end, token.end())
        if found < 0:
            message = f"this environment is not closed: {end} is missing"
            self.problems.append(Problem(Span(token.start(), token.end()), message))
            return len(self.text)
        return found + len(end)

    def heading(self, token: re.Match[str]) -> int:
        start = token.end()
        close = closing_brace(self.text, start - 1, len(self.text))
        if close < 0:
            return start
        title = " ".join(self.text[start:close].split())
        name = _NAME.findall(token.group())[0]
        if title:
            self.headings.append(Heading(_LEVELS.get(name, 4), title, Span(start, close)))
        return start

    def unquote(self, token: re.Match[str]) -> None:
        if not self.open_quotes:
            return
        depth = len(self.open_quotes)
        start = self.open_quotes.pop()
        inside = self.text[self.text.index("}", start) + 1 : token.start()].strip()
        words = _BOLD.sub(r"**\1**", inside, count=1)
        self.quotes.append(Quote(Span(start, token.end()), words, depth))

    # Formulas ---------------------------------------------------------------------------------

    def formula(self, token: re.Match[str]) -> int:
        opening = token.group()
        close = self.closing(opening, token.end())
        if close is None:
            closing = _CLOSING.get(opening) or opening.replace("begin", "end", 1)
            message = f"this formula is not closed: {closing} is missing"
            self.problems.append(Problem(Span(token.start(), token.end()), message))
            return token.end()
        outer = Span(token.start(), close.end)
        bare = token.lastgroup == "environment"
        inside = outer if bare else Span(token.end(), close.start)
        kind: Kind = "inline" if opening in ("$", "\\(", "\\begin{math}") else "display"
        latex = self.text[inside.start : inside.end]
        if latex.strip():
            macros, pieces = self.definitions.macros, ((0, inside.start),)
            depth = len(self.open_quotes)
            self.formulas.append(Formula(latex, inside, kind, depth, outer, pieces, macros))
            self.definitions.take_from(latex)
        return outer.end

    def closing(self, opening: str, position: int) -> Span | None:
        """Where the formula that begins here is closed.

        A formula in a line ends with its paragraph; a display ends before another one begins.
        """
        wanted = _CLOSING.get(opening)
        name = "" if wanted else opening[opening.index("{") :]
        inline = opening in ("$", "\\(")
        if opening in self.missing:
            return None
        while (found := _INSIDE.search(self.text, position)) is not None:
            position = found.end()
            if found.lastgroup == "gap" and inline:
                return None
            if found.lastgroup == "words":
                position = max(closing_brace(self.text, position - 1, len(self.text)), position)
            mark = found.group() if found.lastgroup == "mark" else ""
            if mark == "$$" and wanted == "$":
                mark, position = "$", found.start() + 1
            if wanted is not None and mark == wanted:
                return Span(found.start(), position)
            if mark.startswith("\\end") and mark[mark.index("{") :] == name:
                return Span(found.start(), position)
            if mark and self.breaks_off(mark, name):
                return None
        if not inline:
            self.missing.add(opening)
        return None

    @staticmethod
    def breaks_off(mark: str, name: str) -> bool:
        """Whether a display cannot reach beyond this mark."""
        if mark.startswith("\\begin"):
            return bool(name) and mark[mark.index("{") :] == name
        return mark.startswith("\\end") and mark.endswith("{document}")
