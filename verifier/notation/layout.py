"""Rows and columns: takes the alignment out of a token list before it is parsed.

Afterwards `row` stands where a new row begins that does not continue the expression of the
row before it, `gap` where a wide space separates two statements, and no `&` is left outside
of `cases` and matrices. The environments that only arrange rows are gone.
"""

from __future__ import annotations

from verifier.lazy_patterns import lazy_pattern
from verifier.notation.reading import Problem
from verifier.notation.tokens import Token, keys_of, shown
from verifier.notation.vocabulary import BRACKETS, CLOSING, MULTIPLICATIONS, RELATIONS, SIGNS
from verifier.records import dataclass, field
from verifier.values import Span

ROW_ENVIRONMENT = lazy_pattern(
    r"(?:equation|align|aligned|alignat|alignedat|gather|gathered|multline|eqnarray|flalign"
    r"|split|displaymath|math|dmath|subequations|center)\*?"
)
_COLUMNS = lazy_pattern(r"align|aligned|alignat|alignedat|flalign|split")
_OPERATORS = (SIGNS | MULTIPLICATIONS | {"/"}) - {"."}
_BREAKS = frozenset(["\\\\", "&", "gap", "stop"])
_ARRANGING = frozenset(["\\\\", "&", "gap", "begin", "end"])


@dataclass(slots=True)
class Layout:
    """One pass over the tokens. `open` holds the brackets and environments around a token."""

    tokens: list[Token]
    output: list[Token] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    open: list[Token] = field(default_factory=list)
    columns: int = 0
    unclosed: frozenset[int] = frozenset()
    next_place: list[tuple[int, int]] = field(default_factory=list)

    def run(self) -> None:
        self.unclosed = _unclosed(self.tokens)
        self.next_place = _next_places(self.tokens)
        position = 0
        while position < len(self.tokens):
            position = self.step(position)
        for token in self.open:
            if token.key == "begin":
                self.problem(token, f"an \\end{{{token.text}}}")

    def problem(self, token: Token, expected: str) -> None:
        self.problems.append(Problem(Span(token.start, token.end), shown(token), expected))

    def step(self, position: int) -> int:
        token = self.tokens[position]
        key = token.key
        if key in ("\\\\", "&", "gap"):
            return self.break_at(token, position)
        if key == "begin":
            return self.begin(token, position)
        if key == "end":
            self.end(token)
            return position + 1
        if key == "right" and token.text == ".":
            resumed = self.next_is_left(position + 1)
            if resumed:
                return resumed
        if _opens(key):
            if position not in self.unclosed:
                self.open.append(token)
        elif _closes(key):
            self.close(key)
        self.output.append(token)
        return position + 1

    def close(self, key: str) -> None:
        if self.open and _fits(self.open[-1].key, key):
            self.open.pop()

    def next_is_left(self, position: int) -> int:
        """Past `\\right. \\\\ & \\left.`, which only splits a bracket over two rows; or 0."""
        start = position
        while position < len(self.tokens) and self.tokens[position].key in _BREAKS:
            position += 1
        if position == start or position >= len(self.tokens):
            return 0
        token = self.tokens[position]
        return position + 1 if token.key == "left" and token.text == "." else 0

    def begin(self, token: Token, position: int) -> int:
        self.open.append(token)
        if not ROW_ENVIRONMENT.fullmatch(token.text):
            self.output.append(token)
            return position + 1
        self.columns = 0
        if token.text.startswith("alignat") or token.text.startswith("alignedat"):
            return self.past_braces(position + 1)
        if token.text in ("aligned", "gathered", "split"):
            return self.past_option(position + 1)
        return position + 1

    def past_braces(self, position: int) -> int:
        keys = [token.key for token in self.tokens[position : position + 3]]
        return position + 3 if keys == ["{", "number", "}"] else position

    def past_option(self, position: int) -> int:
        texts = [token.text for token in self.tokens[position : position + 3]]
        return position + 3 if texts in (["[", "t", "]"], ["[", "b", "]"]) else position

    def end(self, token: Token) -> None:
        names = [item.text for item in self.open if item.key == "begin"]
        if token.text not in names:
            self.problem(token, f"a \\begin{{{token.text}}} before it")
            return
        while self.open.pop().key != "begin":
            pass
        if not ROW_ENVIRONMENT.fullmatch(token.text):
            self.output.append(token)

    def surroundings(self) -> str:
        """Where a break stands: in `cells`, in `braces`, in `brackets` or in a plain `row`."""
        if not self.open:
            return "row"
        token = self.open[-1]
        if token.key == "begin":
            return "row" if ROW_ENVIRONMENT.fullmatch(token.text) else "cells"
        return "braces" if token.key == "{" else "brackets"

    def break_at(self, token: Token, position: int) -> int:
        where = self.surroundings()
        if where == "cells" or (where == "braces" and token.key == "\\\\"):
            if token.key != "gap":
                self.output.append(token)
            return position + 1
        following, aligned = self.following(position)
        if token.key == "\\\\":
            self.columns = 0
            if where == "row" or following.key in RELATIONS:
                self.row(token, position, following, aligned)
            return position + 1
        if where != "row":
            return position + 1
        separates = token.key == "gap"
        if token.key == "&":
            self.columns += 1
            separates = self.columns % 2 == 0 and self.in_columns()
        if separates:
            self.gap(token, following)
        return position + 1

    def in_columns(self) -> bool:
        return bool(self.open) and _COLUMNS.match(self.open[-1].text) is not None

    def following(self, position: int) -> tuple[Token, bool]:
        """The next token after the position that is no break, and whether `&` stands before it."""
        place, last_mark = self.next_place[position + 1]
        if place == len(self.tokens):
            return Token("stop", "", 0, 0), last_mark < place
        return self.tokens[place], last_mark < place

    def gap(self, token: Token, following: Token) -> None:
        before = self.output[-1].key if self.output else "stop"
        joined = _OPERATORS | RELATIONS
        if before in joined or before in ("gap", "stop", "row") or following.key in joined:
            return
        if following.key not in ("stop", "\\\\", "end"):
            self.output.append(token._replace(key="gap"))

    def row(self, token: Token, position: int, following: Token, aligned: bool) -> None:
        before = self.output[-1].key if self.output else "row"
        if before in _OPERATORS or before in RELATIONS or before == "row":
            return
        continues = following.key in _OPERATORS
        if following.key in SIGNS and not aligned:
            continues = not self.row_has_relation(position + 1)
        if not continues:
            self.output.append(token._replace(key="row"))

    def row_has_relation(self, position: int) -> bool:
        while position < len(self.tokens) and self.tokens[position].key != "\\\\":
            if self.tokens[position].key in RELATIONS:
                return True
            position += 1
        return False


def _opens(key: str) -> bool:
    return key in BRACKETS or key in ("{", "left")


def _closes(key: str) -> bool:
    return key in CLOSING or key in ("}", "right")


def _fits(opening: str, closing: str) -> bool:
    """Half-open intervals may mix the kinds of bracket, but not braces and sized ones."""
    if opening == "begin" or closing in ("}", "right"):
        return opening == {"}": "{", "right": "left"}.get(closing)
    return opening not in ("{", "left")


def _next_places(tokens: list[Token]) -> list[tuple[int, int]]:
    """For each position, that of the next token that is no break, and of the first `&` till then.

    The second is that of the token itself when no `&` stands before it.
    """
    count = len(tokens)
    places = [(count, count)] * (count + 1)
    for position in range(count - 1, -1, -1):
        key = tokens[position].key
        if key == "&":
            places[position] = (places[position + 1][0], position)
        elif key == "gap":
            places[position] = places[position + 1]
        else:
            places[position] = (position, position)
    return places


def _unclosed(tokens: list[Token]) -> frozenset[int]:
    """The positions of the brackets that nothing closes in their environment."""
    waiting: list[int] = []
    never: list[int] = []
    for position, token in enumerate(tokens):
        if _opens(token.key) or token.key == "begin":
            waiting.append(position)
        elif _closes(token.key):
            if waiting and _fits(tokens[waiting[-1]].key, token.key):
                waiting.pop()
        elif token.key == "end":
            while waiting and tokens[waiting[-1]].key != "begin":
                never.append(waiting.pop())
            del waiting[-1:]
    return frozenset(never + waiting)


def arrange(tokens: list[Token]) -> tuple[list[Token], list[Problem]]:
    """The tokens without their alignment, and the environments that do not match."""
    keys = keys_of(tokens)
    if _ARRANGING.isdisjoint(keys) and not (
        "right" in keys and any(token.key == "right" and token.text == "." for token in tokens)
    ):
        return tokens, []
    layout = Layout(tokens)
    layout.run()
    return layout.output, layout.problems
