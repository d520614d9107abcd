"""Finds the formulas of a Markdown file, with exact offsets, in linear time.

The rules are those that Markdown processors agree on; where they differ the author gets the
benefit. `$…$` follows Pandoc (no space inside the dollars, no digit behind them); `$$…$$` in the
middle of a sentence is inline, as in kramdown; text indented by four spaces is not code, because it
mostly is a formula in a list. Reading never raises: what cannot be read is in `problems`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from verifier.articles.definitions import Definitions
from verifier.articles.delimiters import (
    BLOCK,
    FENCE,
    FENCE_OPTION,
    HEADING,
    MATHS_FENCES,
    NO_TITLE,
    REFERENCE,
    ROLE,
    TOKEN,
    UNDERLINE,
    Marks,
    closing_mark,
    has_words,
    looks_like_maths,
    marks_of_code,
    read_directive,
)
from verifier.articles.document import (
    NO_MACROS,
    Directive,
    Document,
    Formula,
    Heading,
    Kind,
    Problem,
)
from verifier.articles.lines import front_matter, split_lines
from verifier.articles.regions import Regions
from verifier.lazy_patterns import lazy_pattern
from verifier.notation.vocabulary import Macro
from verifier.values import Span

_ELEMENT = lazy_pattern("[A-Za-z]+")
_GLIMPSE = 200
_DEEPEST_INDENT = 8


def scan_markdown(text: str) -> tuple[Formula, ...]:
    """The formulas of a Markdown text, in order. Never raises."""
    return scan_document(text).formulas


def scan_document(
    text: str, macros: Mapping[str, Macro] = NO_MACROS, headed: bool = True
) -> Document:
    """Formulas, headings, block quotes, directives and problems of a Markdown text.

    `macros` are known before it begins; a text that is `headed` may begin with YAML. Never raises;
    the time is linear in the length of the text.
    """
    return _Scanner(text, macros).document(headed)


class _Scanner:
    """Reads the text once, from top to bottom: a line as a block, then its formulas and codes.

    Whatever reaches over the end of its line (a display, a fence, a comment) takes the lines up to
    its end with it; they are not looked at as blocks of their own.
    """

    def __init__(self, text: str, macros: Mapping[str, Macro]) -> None:
        self.text = text
        self.lines = split_lines(text)
        self.depths = [0] * len(self.lines)
        self.regions = Regions(text, self.lines)
        self.marks = Marks(text)
        self.code_marks = marks_of_code(text)
        self.formulas: list[Formula] = []
        self.headings: list[Heading] = []
        self.directives: list[Directive] = []
        self.problems: list[Problem] = []
        self.paragraph: int | None = None
        self.definitions = Definitions(macros)

    def document(self, headed: bool) -> Document:
        block = front_matter(self.text, self.lines) if headed else None
        number = first = 0 if block is None else block[1]
        while number < len(self.lines):
            number = self.read_block(number)
        body = self.lines[first].start if first < len(self.lines) else len(self.text)
        return Document(
            tuple(self.formulas),
            tuple(self.headings),
            tuple(self.regions.quotes(self.depths)),
            tuple(self.directives),
            tuple(self.problems),
            body if block is not None else 0,
            self.definitions.macros,
        )

    # Blocks: each method returns the number of the next line to read.

    def read_block(self, number: int) -> int:
        above = self.depths[number - 1] if number and self.paragraph is not None else 0
        depth = self.regions.quote_depth(number, above)
        self.depths[number] = depth
        start = self.lines[number].content(depth)
        content = self.text[start : self.lines[number].end]
        if (number and depth != self.depths[number - 1]) or not content.strip():
            self.paragraph = None
        if not content.strip():
            return number + 1
        fence = FENCE.match(content)
        if fence is not None:
            self.paragraph = None
            return self.read_fence(
                number, depth, Span(start + fence.start(1), start + fence.end(1))
            )
        if self.read_heading(number, depth, content):
            self.paragraph = None
            return self.read_inline(number, depth, start)
        if self.paragraph is None or BLOCK.match(content):
            self.paragraph = number
            reference = REFERENCE.match(content)
            start += reference.end() if reference else 0
        return self.read_inline(number, depth, start)

    def read_fence(self, number: int, depth: int, mark: Span) -> int:
        opening = self.text[mark.start : mark.end]
        info = self.text[mark.end : self.lines[number].end].strip().lower()
        last = number + 1
        closed = False
        while last < len(self.lines) and len(self.lines[last].markers) >= depth and not closed:
            line = self.lines[last]
            self.depths[last] = depth
            content = self.text[line.content(depth) : line.end].strip()
            closed = len(content) >= len(opening) and not content.strip(opening[0])
            last += 1
        if not closed:
            self.problems.append(
                Problem(mark, f"this code block is not closed: {opening} is missing")
            )
        if info in MATHS_FENCES and closed:
            self.read_maths_fence(number + 1, last - 1, depth, mark)
        return last

    def read_maths_fence(self, first: int, last: int, depth: int, mark: Span) -> None:
        """The formula in a fence, behind the options (`:label: name`) that MyST allows there."""
        while first < last and FENCE_OPTION.match(self.text, self.lines[first].content(depth)):
            first += 1
        if first < last:
            inside = Span(self.lines[first].content(depth), self.lines[last - 1].end)
            outer = Span(mark.start, self.lines[last].end)
            self.add_formula("display", inside, outer, first, depth)

    def read_heading(self, number: int, depth: int, content: str) -> bool:
        """Records a heading; one in a quote is a heading of the quote only, and is left out."""
        heading = HEADING.match(content)
        if heading is not None:
            if depth == 0:
                title = content[heading.end() :].rstrip().rstrip("#").rstrip()
                start = self.lines[number].start + heading.end()
                self.add_heading(len(heading.group(1)), Span(start, start + len(title)))
            return True
        underline = UNDERLINE.match(content)
        if underline is None or self.paragraph is None or self.paragraph == number or depth:
            return False
        start = self.lines[self.paragraph].start
        if NO_TITLE.match(self.text, start):
            return False
        self.add_heading(1 if underline.group(1) else 2, Span(start, self.lines[number - 1].end))
        return True

    def add_heading(self, level: int, span: Span) -> None:
        title = " ".join(self.text[span.start : span.end].split())
        self.headings.append(Heading(level, title, span))

    def read_inline(self, number: int, depth: int, position: int) -> int:
        while True:
            token = TOKEN.search(self.text, position, self.lines[number].end)
            if token is None:
                return number + 1
            position = self.read_token(token, number, depth)
            while position > self.lines[number].end:
                number += 1
                self.depths[number] = depth

    # Inside a paragraph: each method returns the offset at which reading goes on.

    def read_token(self, token: re.Match[str], number: int, depth: int) -> int:
        match token.lastgroup:
            case "inline":
                return self.read_inline_formula(token, number, depth)
            case "display" | "environment":
                return self.read_display(token, number, depth)
            case "code":
                return self.read_code(token, number, depth)
            case "comment":
                return self.read_comment(token, number, depth)
            case "verbatim":
                closing = self.marks.closing(
                    _ELEMENT.findall(token.group())[0].lower(), token.end()
                )
                return closing.end if closing else token.end()
            case "definition":
                return self.definitions.take(self.text, token.start())
            case _:
                return token.end()

    def read_inline_formula(self, token: re.Match[str], number: int, depth: int) -> int:
        opening, start = token.group(), token.end()
        limit = self.regions.end_of_paragraph(number, depth)
        closing = self.marks.closing(opening, start)
        if opening == "$" and not self.text[start : start + 1].strip():
            return start
        if closing is None or closing.end > limit:
            self.report_unclosed(token, limit)
            return token.start() + 1 if opening == "$`" else start
        if opening == "$" and not self.is_closing_dollar(closing):
            return start
        inside, outer = Span(start, closing.start), Span(token.start(), closing.end)
        self.add_formula("inline", inside, outer, number, depth)
        return closing.end

    def is_closing_dollar(self, mark: Span) -> bool:
        spaced = self.text[mark.start - 1].isspace()
        return not spaced and self.text[mark.end : mark.end + 1] not in tuple("0123456789")

    def read_display(self, token: re.Match[str], number: int, depth: int) -> int:
        opening, start = token.group(), token.end()
        closing = self.marks.closing(opening, start)
        bare = token.lastgroup == "environment"
        again = self.marks.literal(opening, start) if bare else None
        nested = again is not None and closing is not None and again.start < closing.start
        reached = closing is not None and self.regions.display_reaches(closing.end, number, depth)
        if closing is None or nested or not reached:
            self.report_unclosed(token, self.regions.end_of_display(number, depth))
            return start
        outer = Span(token.start(), closing.end)
        inside = outer if bare else Span(start, closing.start)
        within = opening == "$$" and self.is_within_sentence(outer, number, depth)
        self.add_formula("inline" if within else "display", inside, outer, number, depth)
        return closing.end

    def is_within_sentence(self, outer: Span, number: int, depth: int) -> bool:
        if outer.end > (line := self.lines[number]).end:
            return False
        last = self.formulas[-1].outer.end if self.formulas else 0
        before = max(line.content(depth), last, outer.start - _GLIMPSE)
        after = self.text.find("$", outer.end, line.end)
        behind = self.text[outer.end : line.end if after < 0 else after]
        return has_words(self.text[before : outer.start]) or has_words(behind)

    def add_formula(self, kind: Kind, inside: Span, outer: Span, number: int, depth: int) -> None:
        latex, pieces = self.regions.without_markers(inside, number, depth)
        if latex.strip():
            macros = self.definitions.macros
            self.formulas.append(Formula(latex, inside, kind, depth, outer, pieces, macros))
            self.definitions.take_from(latex)

    def read_code(self, token: re.Match[str], number: int, depth: int) -> int:
        starts = self.code_marks.get(len(token.group()), [])
        while starts and starts[-1] < token.end():
            starts.pop()
        if starts and starts[-1] < self.regions.end_of_paragraph(number, depth):
            if self.text.endswith(ROLE, 0, token.start()):
                inside = Span(token.end(), starts[-1])
                outer = Span(token.start() - len(ROLE), inside.end + len(token.group()))
                self.add_formula("inline", inside, outer, number, depth)
            return starts[-1] + len(token.group())
        return token.end()

    def read_comment(self, token: re.Match[str], number: int, depth: int) -> int:
        closing = self.marks.closing("<!--", token.end())
        if closing is not None:
            comment = self.text[token.end() : closing.start]
            found = read_directive(comment, Span(token.start(), closing.end))
            if isinstance(found, Directive):
                self.directives.append(found)
            elif found is not None:
                self.problems.append(found)
            return closing.end
        indent = token.start() - self.lines[number].content(depth)
        if indent > _DEEPEST_INDENT or self.text[token.start() - indent : token.start()].strip():
            return token.end()
        message = "this comment is not closed: --> is missing"
        self.problems.append(Problem(Span(token.start(), token.end()), message))
        return len(self.text)

    def report_unclosed(self, token: re.Match[str], limit: int) -> None:
        glimpse = self.text[token.end() : min(limit, token.end() + _GLIMPSE)].partition("$")[0]
        if token.lastgroup == "environment" or looks_like_maths(glimpse):
            message = f"this formula is not closed: {closing_mark(token.group())} is missing"
            self.problems.append(Problem(Span(token.start(), token.end()), message))
