"""What a scanner finds in a file: formulas, headings, quotes, directives, problems."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from types import MappingProxyType

from verifier.hints import Literal
from verifier.lazy_patterns import lazy_pattern
from verifier.notation.vocabulary import Macro
from verifier.records import dataclass, field
from verifier.values import Severity, Span

Kind = Literal["inline", "display"]
UNBALANCED: tuple[str, Severity] = ("missing-parentheses", "error")
UNREADABLE: tuple[str, Severity] = ("unreadable", "warning")
NO_MACROS: Mapping[str, Macro] = MappingProxyType({})

# More white space than anybody leaves between a directive and its formula.
_FARTHEST = 400
_COMMENT = lazy_pattern("<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Formula:
    """One formula of the text.

    `span` is the range inside the delimiters (a bare `\\begin{align}` … `\\end{align}` is its own
    formula, so there it includes both); `outer` is the range with them. `quote` is the number of
    block quotes around it. `latex` is the text of `span` without the quote markers of continued
    lines. `pieces` holds, for each part of `latex` that stands in one piece in the file, its
    offset in `latex` and its offset in the file. `macros` are those that the article has defined
    before it.
    """

    latex: str
    span: Span
    kind: Kind
    quote: int
    outer: Span
    pieces: tuple[tuple[int, int], ...]
    macros: Mapping[str, Macro] = field(default=NO_MACROS, compare=False, repr=False)

    def offset_in_file(self, offset: int) -> int:
        """The file offset of the character at `offset` of `latex`."""
        index = bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        inside, in_file = self.pieces[max(index, 0)]
        return in_file + offset - inside

    def span_in_file(self, span: Span) -> Span:
        """The file range of a range of `latex`; it ends behind its last character."""
        start = self.offset_in_file(span.start)
        if span.end <= span.start:
            return Span(start, start)
        return Span(start, self.offset_in_file(span.end - 1) + 1)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside block quotes; `span` covers its text without the marks."""

    level: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote; `text` is what stands in it, without the markers of its own `depth`."""

    span: Span
    text: str
    depth: int


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment to the checker, `<!-- backproof: ACTION ARGUMENT -->`.

    The argument of `ignore` is its reason, that of `expect` the code of a finding.
    """

    action: Literal["ignore", "expect"]
    argument: str
    span: Span


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be read: the opening delimiter that nothing closes, and the like."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """All that the scanner found, each kind in the order of the text.

    `body` is the offset behind the front matter, 0 without one; `macros` are those at the end.
    """

    formulas: tuple[Formula, ...]
    headings: tuple[Heading, ...]
    quotes: tuple[Quote, ...]
    directives: tuple[Directive, ...]
    problems: tuple[Problem, ...]
    body: int
    macros: Mapping[str, Macro] = field(default=NO_MACROS, compare=False, repr=False)

    @property
    def title(self) -> str:
        """The first heading; empty without one."""
        return self.headings[0].text if self.headings else ""

    def heading_path(self, offset: int) -> tuple[Heading, ...]:
        """The headings under which an offset stands, outermost first."""
        path: list[Heading] = []
        for heading in self.headings:
            if heading.span.start > offset:
                break
            while path and path[-1].level >= heading.level:
                path.pop()
            path.append(heading)
        return tuple(path)

    def section(self, offset: int) -> int:
        """How many headings begin before an offset."""
        return bisect_left(self.headings, offset, key=lambda heading: heading.span.start)

    def quote_around(self, offset: int) -> Quote | None:
        """The innermost block quote that contains an offset."""
        place = bisect_right(self.quotes, offset, key=lambda quote: quote.span.start)
        while place:
            place -= 1
            quote = self.quotes[place]
            if offset < quote.span.end:
                return quote
            if quote.depth == 1:  # those before it end before it begins
                break
        return None

    def ignores(self, span: Span, text: str) -> bool:
        """Whether an `ignore` directive stands right before a formula of the text."""
        place = bisect_right(self.directives, span.start, key=lambda item: item.span.end)
        while place and span.start - self.directives[place - 1].span.end <= _FARTHEST:
            place -= 1
            directive = self.directives[place]
            if directive.action == "ignore" and _is_before(directive, span, text):
                return True
        return False

    def formula_after(self, directive: Directive, text: str) -> Formula | None:
        """The formula right behind a directive, if there is one."""
        end = directive.span.end
        first = bisect_left(self.formulas, end, key=lambda item: item.span.start)
        for place in range(first, len(self.formulas)):
            formula = self.formulas[place]
            if formula.span.start - end > _FARTHEST:
                break
            if _is_before(directive, formula.span, text):
                return formula
        return None


def _is_before(directive: Directive, span: Span, text: str) -> bool:
    """Whether only comments and marks of Markdown stand between a directive and a formula."""
    if not 0 <= span.start - directive.span.end <= _FARTHEST:
        return False
    between = _COMMENT.sub("", text[directive.span.end : span.start])
    return not between.strip(" \n>$\\[(-")


NOTHING = Document((), (), (), (), (), 0)
