"""Splits mathematical LaTeX into tokens with spans, expanding the author's macros.

Bounded: at most `MAX_TOKENS` tokens come out and macros nest at most `MAX_EXPANSION` deep, so a
macro that calls itself is a problem and no endless loop. Each character is looked at a bounded
number of times.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.notation.collector import MAX_EXPANSION, MAX_EXPANSIONS, Collector
from verifier.notation.macros import COMMANDS as DEFINITIONS
from verifier.notation.macros import read_definition
from verifier.notation.patterns import (
    CALL,
    COLOUR,
    DELIMITERS,
    ESCAPED,
    FOREIGN,
    LENGTH,
    LETTERS,
    NAME,
    PARAMETER,
    PIECE,
    PLAIN_FUNCTION,
    SPACE_COMMAND,
    SWITCH,
    SWITCHED,
    UNDERSCORED,
    is_word,
)
from verifier.notation.stretch import Stretch
from verifier.notation.tokens import (
    DROPPED_WITH_ARGUMENT,
    GAPS,
    GREEK_LETTERS,
    SEEN_SPACES,
    SPACES,
    SWITCHES,
    WITHOUT_MEANING,
)
from verifier.notation.vocabulary import OPERATOR_STYLES, SAME_TOKEN, TEXT_STYLES, Macro, Vocabulary
from verifier.records import replace


class _Scan(Stretch):
    """Reads the pieces of a stretch one after the other, each by what it is."""

    def run(self) -> None:
        position, end, text, lexer = self.start, self.end, self.text, self.lexer
        match = PIECE.match
        while position < end and not lexer.full:
            found = match(text, position, end)
            assert found is not None, "the last branch of the pattern matches any character"
            kind = found.lastgroup
            if kind == "space":
                lexer.spaced = True
                position = found.end()
            elif kind == "letter":
                position = self.letter(position)
            elif kind == "plain" or kind == "number":
                piece, after = found.group(), found.end()
                lexer.add(piece if kind == "plain" else kind, piece, self.place(position, after))
                position = after
            elif kind == "command":
                position = self.command(found.group(), position, found.end())
            elif kind == "parameter" and self.arguments:
                self.parameter(int(found.group()[1:]))
                position = found.end()
            else:
                position = self.character(found.group(), position)

    def letter(self, position: int) -> int:
        text, lexer = self.text, self.lexer
        plain = PLAIN_FUNCTION.match(text, position, self.end) if position >= self.run_end else None
        if plain is not None:  # `log_2 x` and `log x`: nobody multiplies these letters
            name = f"\\{plain.group()}"
            lexer.add(name, name, self.place(*plain.span()))
            return plain.end()
        for word in lexer.words.get(text[position], ()):
            end = position + len(word)
            if end <= self.end and text.startswith(word, position):
                known = word in lexer.vocabulary.words
                if known or CALL.match(text, end, self.end):
                    lexer.add("word", word, self.place(position, end))
                    return end
        if position >= self.run_end:
            run = LETTERS.match(text, position, self.end)
            assert run is not None, "a letter stands here"
            self.run_end = run.end()
            if text.startswith("\\_", run.end(), self.end):
                return self.underscored(position)
            if is_word(run.group()) and not lexer.is_product(run.group()):
                lexer.add("word", run.group(), self.place(*run.span()))
                return run.end()
        lexer.add("letter", text[position], self.place(position, position + 1))
        return position + 1

    def underscored(self, position: int) -> int:
        """`adv\\_x` is one name."""
        found = UNDERSCORED.match(self.text, position, self.end)
        if found is None:
            self.lexer.add("letter", self.text[position], self.place(position, position + 1))
            return position + 1
        name = found.group().replace("\\_", "_")
        self.lexer.add("word", name, self.place(*found.span()))
        return found.end()

    def character(self, piece: str, position: int) -> int:
        end = position + len(piece)
        if piece in SPACES or piece == "\u00a0":
            self.lexer.spaced = True
            return end
        greek = GREEK_LETTERS.get(piece)
        if greek is not None:
            self.lexer.add(greek, greek, self.place(position, end))
            return end
        foreign = FOREIGN.match(self.text, position, self.end)
        if foreign is not None and piece not in SAME_TOKEN:
            self.lexer.add("text", foreign.group(), self.place(*foreign.span()), "\\text")
            return foreign.end()
        same = SAME_TOKEN.get(piece, piece)
        self.lexer.add(same, same, self.place(position, end))
        return end

    def command(self, name: str, start: int, end: int) -> int:
        lexer = self.lexer
        macro = lexer.macros.get(name)
        if macro is not None:
            return self.expand(name, macro, start, end)
        if name in SPACES or name in WITHOUT_MEANING:
            lexer.spaced = True
            lexer.apart = lexer.apart or name in SEEN_SPACES
            return end
        if name in DROPPED_WITH_ARGUMENT:
            lexer.spaced = True
            return self.argument(end)[1]
        if name in SWITCHES:
            return self.switch(name, start, end)
        if name in TEXT_STYLES:
            return self.words_of(name, start, end)
        special = _SPECIAL.get(name)
        if special is not None:
            return special(self, name, start, end)
        same = SAME_TOKEN.get(name, name)
        lexer.add(same, same, self.place(start, end))
        return end

    def row(self, name: str, start: int, end: int) -> int:
        """`\\\\[2pt]`: the length is none of the formula."""
        self.lexer.add("\\\\", "\\\\", self.place(start, end))
        length = LENGTH.match(self.text, end, self.end)
        return length.end() if length else end

    def rule(self, name: str, start: int, end: int) -> int:
        """`\\rule{4em}{1pt}` only draws a line."""
        self.lexer.spaced = True
        return self.argument(self.argument(end)[1])[1]

    def gap(self, name: str, start: int, end: int) -> int:
        after = self.argument(end)[1] if name.startswith("\\hspace") else end
        self.lexer.add("gap", name, self.place(start, after))
        self.lexer.spaced = self.lexer.apart = True
        return after

    def environment(self, name: str, start: int, end: int) -> int:
        (inner, stop), after = self.argument(end)
        self.lexer.add(name[1:], self.text[inner:stop].strip(), self.place(start, after))
        return after

    def words_of(self, style: str, start: int, end: int) -> int:
        (inner, stop), after = self.argument(end)
        content = self.text[inner:stop]
        switch = SWITCH.match(content)
        if switch is not None:
            content = content[switch.end() :]
            style = "\\math" + switch.group(1)
        if self.arguments:
            content = PARAMETER.sub(self.source_of, content)
        content = ESCAPED.sub(r"\1", SPACE_COMMAND.sub(" ", COLOUR.sub("", content)))
        if style in OPERATOR_STYLES:
            content = "".join(content.split())  # `\operatorname{arg\,min\,}` is one name
        is_name = NAME.fullmatch(content.strip()) is not None
        if is_name or style in ("\\text", "\\mbox", "\\hbox", "\\textrm", "\\textnormal"):
            self.lexer.add("text", content, self.place(start, after), style)
            return after
        self.lexer.add(style, style, self.place(start, end))
        return end

    def switch(self, name: str, start: int, end: int) -> int:
        """`{\\rm argmin}`: the words to the end of the braces; before a formula it says nothing."""
        found = SWITCHED.match(self.text, end, self.end)
        if found is None:
            self.lexer.spaced = True
            return end
        style = f"\\math{name[1:]}"
        self.lexer.add("text", found.group(1), self.place(start, found.end()), style)
        return found.end()

    def delimiter(self, name: str, start: int, end: int) -> int:
        at = self.after_spaces(end)
        found = PIECE.match(self.text, at, self.end)
        if found is None:
            self.lexer.problem(self.place(start, end), f"`{name}`", "a delimiter after it")
            return end
        spelled = SAME_TOKEN.get(found.group(), found.group())
        delimiter = {"\\lvert": "|", "\\rvert": "|", "\\lVert": "\\|", "\\rVert": "\\|"}.get(
            spelled, spelled
        )
        delimiter = {"<": "\\langle", ">": "\\rangle"}.get(delimiter, delimiter)
        place = self.place(start, found.end())
        if delimiter not in DELIMITERS:
            self.lexer.problem(place, f"`{found.group()}`", f"a delimiter after `{name}`")
        if name == "\\middle":
            self.lexer.add(delimiter, delimiter, place)
        else:
            self.lexer.add(name[1:], delimiter, place)
        return found.end()

    def verbatim(self, name: str, start: int, end: int) -> int:
        close = self.text.find(self.text[end], end + 1, self.end) if end < self.end else -1
        if close < 0:
            self.lexer.problem(self.place(start, end), "`\\verb`", "a closing delimiter")
            return self.end
        self.lexer.add("text", self.text[end + 1 : close], self.place(start, close + 1), "\\text")
        return close + 1

    def negated(self, name: str, start: int, end: int) -> int:
        found = PIECE.match(self.text, self.after_spaces(end), self.end)
        piece = found.group() if found else ""
        name = SAME_TOKEN.get("\\not" + piece, "\\not" + piece)
        after = found.end() if found else end
        self.lexer.add(name, name, self.place(start, after))
        return after

    def expand(self, name: str, macro: Macro, start: int, end: int) -> int:
        arguments, end = self.arguments_of(macro, end)
        place = self.place(start, end)
        self.lexer.expansions += 1
        if self.depth >= MAX_EXPANSION or self.lexer.expansions > MAX_EXPANSIONS:
            self.lexer.problem(place, f"`{name}`", "a macro that does not call itself")
            self.lexer.full = True
            return end
        body = _Scan(self.lexer, macro.body, len(macro.body), 0, place, arguments)
        body.depth = self.depth + 1
        body.run()
        return end

    def definition(self, name: str, start: int, end: int) -> int:
        """`\\newcommand` in a formula says nothing; what it defines holds from here on."""
        found = read_definition(self.text, start, self.end)
        if found is None:
            return end
        if found.macro is not None:
            self.lexer.macros = {**self.lexer.macros, found.name: found.macro}
        elif found.problem is not None:
            place = self.place(found.problem.span.start, found.problem.span.end)
            self.lexer.problem(place, found.problem.found, found.problem.expected)
        self.lexer.spaced = True
        return found.end

    def parameter(self, number: int) -> None:
        if 1 <= number <= len(self.arguments):
            replace(self.arguments[number - 1], depth=self.depth).run()


_SPECIAL: dict[str, Callable[[_Scan, str, int, int], int]] = {
    **dict.fromkeys(GAPS, _Scan.gap),
    **dict.fromkeys(["\\\\", "\\newline", "\\cr"], _Scan.row),
    **dict.fromkeys(["\\begin", "\\end"], _Scan.environment),
    **dict.fromkeys(["\\left", "\\right", "\\middle"], _Scan.delimiter),
    **dict.fromkeys(DEFINITIONS, _Scan.definition),
    "\\rule": _Scan.rule,
    "\\verb": _Scan.verbatim,
    "\\not": _Scan.negated,
}


def tokenise(text: str, vocabulary: Vocabulary, offset: int = 0) -> Collector:
    """The lexer after it has read a formula; `offset` shifts every span."""
    lexer = Collector(vocabulary)
    _Scan(lexer, text, len(text), offset).run()
    return lexer
