"""Environments that are parts of a formula: cases and matrices."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.notation.brackets import Brackets
from verifier.notation.tokens import Token
from verifier.notation.tree import Cases, Matrix, Node, Tuple

_MATRICES = frozenset(
    (
        *["matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"],
        *["smallmatrix", "array", "subarray"],
    )
)
_CASES = frozenset(["cases", "dcases", "rcases", "cases*", "dcases*"])
_CONDITION_WORDS = frozenset(["if", "for", "when", "where", "in case", "si"])
_OTHERWISE = frozenset(["otherwise", "else", "other", "others"])


class Environments(Brackets):
    """Reads cells between `\\begin` and `\\end`."""

    def environment(self) -> Node:
        token = self.token
        if token.text in _CASES:
            return self.cases()
        if token.text.rstrip("*") in _MATRICES:
            return self.matrix()
        raise self.fail("an environment of mathematics")

    def cases(self) -> Node:
        self.enter()
        opening = self.take()
        rows: list[tuple[Node, Node | None]] = []
        while self.key != "end":
            value = self.relation()
            while self.key == ",":
                self.take()
            condition = None
            if self.key == "&" or self.key == "text":
                if self.key == "&":
                    self.take()
                condition = self.condition()
            rows.append((value, condition))
            while self.key in (",", ".", ";"):
                self.take()
            if self.key != "end":
                self.expect("\\\\", "a new row or the end of the cases")
        self.end_of(opening)
        if not rows:
            raise self.fail("at least one case", opening)
        self.depth -= 1
        return Cases(tuple(rows), span=self.span(opening.start))

    def end_of(self, opening: Token) -> None:
        if self.key != "end" or self.token.text != opening.text:
            raise self.fail(f"\\end{{{opening.text}}}")
        self.take()

    def condition(self) -> Node | None:
        if self.key == "text":
            words = self.token.text.strip(" .,;:").lower()
            if words in _OTHERWISE:
                self.take()
                return None
            if words in _CONDITION_WORDS:
                self.take()
        if self.key in ("\\\\", "end", ",", "."):
            return None
        return self.items()

    def matrix(self) -> Node:
        self.enter()
        opening = self.take()
        if opening.text in ("array", "subarray") and self.key == "{":
            self.move_to(max(self.closing(self.index), self.index) + 1)
        if opening.text.endswith("*") and self.key == "[":
            self.move_to(max(self.closing(self.index), self.index) + 1)
        rows: list[tuple[Node, ...]] = []
        while self.key != "end":
            rows.append(self.cells())
            if self.key != "end":
                self.expect("\\\\", "a new row or the end of the matrix")
        self.end_of(opening)
        self.depth -= 1
        if not rows:
            raise self.fail("at least one row", opening)
        if opening.text == "subarray":
            return self.conditions((cell for row in rows for cell in row), opening.start)
        return Matrix(opening.text, tuple(rows), span=self.span(opening.start))

    def conditions(self, rows: Iterable[Node], start: int) -> Node:
        """Conditions under one another or side by side, as one list."""
        items: list[Node] = []
        for row in rows:
            items.extend(row.items if isinstance(row, Tuple) else (row,))
        return items[0] if len(items) == 1 else Tuple(tuple(items), span=self.span(start))

    def cells(self) -> tuple[Node, ...]:
        cells: list[Node] = []
        while True:
            empty = self.key in ("&", "\\\\", "end")
            cells.append(self.hole() if empty else self.items())
            if self.key != "&":
                return tuple(cells)
            self.take()
