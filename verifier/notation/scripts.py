"""Indices, exponents and primes: all that hangs on a base.

TeX sets `x^a_b` and `x_b^a` alike, so the tree has one order for both: the subscript is the
innermost, then primes and bracketed indices as written, then the exponent.
"""

from __future__ import annotations

from verifier.notation.grammar import Grammar, symbol_of
from verifier.notation.names import bears_scripts, is_name
from verifier.notation.tokens import Token
from verifier.notation.tree import (
    Group,
    Node,
    Number,
    Power,
    Prime,
    Subscript,
    Superscript,
)
from verifier.values import Span

_SIGN_SCRIPTS = frozenset(["*", "+", "-", "\\star", "\\ast", "\\dagger"])
_MARKS = frozenset(["*", "\\top", "\\intercal", "\\dagger", "\\star", "\\ast"])
_MAX_MARKS = 4

# `prime` with its count, or `index` or `power` with its content; the bracket of an index.
Mark = tuple[str, Node | int, str]


class Scripts(Grammar):
    """Reads what follows a base in `_`, `^` and primes."""

    def scripts(self, base: Node) -> Node:
        if self.key not in ("^", "_", "'"):
            return base
        start = base.span.start
        if not bears_scripts(base):
            base = Group("{", base, "}", span=base.span)
        if self.key == "_":
            base = self.subscript(base, start)
        named = is_name(base)
        marks: list[Mark] = []
        while self.key in ("^", "_", "'"):
            if self.key == "_":
                if isinstance(base, Subscript):
                    raise self.fail("one subscript; braces show which base a second one has")
                base = self.subscript(base, start)
                continue
            if marks and marks[-1][0] != "prime":
                raise self.fail("one exponent; braces show which base a second one has")
            prime = self.key == "'"
            marks += [("prime", self.primes(), "")] if prime else self.superscript(named)
            if len(marks) > _MAX_MARKS:
                raise self.fail("fewer scripts on one base")
        return self.marked(base, marks, start)

    def marked(self, base: Node, marks: list[Mark], start: int) -> Node:
        for kind, value, bracket in marks:
            span = self.span(start)
            if isinstance(value, int):
                base = Prime(base, value, span=span)
            elif kind == "index":
                base = Superscript(base, value, bracket, span=span)
            else:
                base = Power(base, value, span=span)
        return base

    def subscript(self, base: Node, start: int) -> Node:
        self.take()
        index = self.script("index")
        return Subscript(base, index, span=self.span(start))

    def primes(self) -> int:
        count = 0
        while self.key in ("'", "\\prime"):
            self.take()
            count += 1
        return count

    def superscript(self, named: bool) -> list[Mark]:
        self.take()
        if self.key in ("'", "\\prime"):
            return [("prime", self.primes(), "")]
        if self.key == "{":
            found = self.braced_superscript(named)
            if found is not None:
                return found
        return [("power", self.script(), "")]

    def braced_superscript(self, named: bool) -> list[Mark] | None:
        """`{\\prime[l](i)T}`: primes, bracketed indices and a mark; None when it is an exponent."""
        if not self.is_index(named):
            return None
        self.take()
        found: list[Mark] = []
        if self.key in ("'", "\\prime"):
            found.append(("prime", self.primes(), ""))
        while self.key in ("(", "[") or (self.key == "left" and self.token.text in ("(", "[")):
            bracket = self.take().text
            self.enter()
            found.append(("index", self.listing(), bracket))
            self.depth -= 1
            if self.key not in (")", "]", "right"):
                raise self.fail("the bracket that closes the index")
            self.take()
        if self.key in ("'", "\\prime"):
            found.append(("prime", self.primes(), ""))
        if self.key != "}":
            indexed = any(kind == "index" for kind, _, _ in found)
            found.append(("power", self.mark() if indexed else self.listing(), ""))
        self.expect("}")
        return found

    def is_index(self, named: bool) -> bool:
        """Whether the braces begin with primes, or hold bracketed indices and perhaps a mark."""
        index = self.index + 1
        while self.tokens[index].key in ("'", "\\prime"):
            index += 1
        if index > self.index + 1:
            return True
        count = 0
        while True:
            token = self.tokens[index]
            bracket = token.text if token.key == "left" else token.key
            if bracket not in ("(", "[") or (not named and bracket == "("):
                break
            index = self.closing(index) + 1
            count += 1
            if index == 0:
                return False
        if count == 0:
            return False
        while self.tokens[index].key in ("'", "\\prime"):
            index += 1
        if self.is_mark(index):
            index += 1
        return self.tokens[index].key == "}"

    def is_mark(self, index: int) -> bool:
        token = self.tokens[index]
        return token.key in _MARKS or (token.key in ("letter", "text") and token.text == "T")

    def mark(self) -> Node:
        token = self.take()
        return symbol_of(token)

    def script(self, what: str = "exponent") -> Node:
        """The one argument of `_` or `^`: a braced expression or a single unit."""
        self.enter()
        key = self.key
        node: Node
        if key == "{":
            node = self.braced_script()
        elif key == "number":
            node = self.digit()
        elif key in _SIGN_SCRIPTS:
            token = self.take()
            if self.key in ("letter", "number") and token.key in ("+", "-"):
                raise self.fail("braces around the whole exponent", token)
            node = symbol_of(token)
        elif key in ("(", "[", "left", "|") or not self.starts_operand():
            raise self.fail(f"an {what} in braces")
        else:
            node = self.atom()
        self.depth -= 1
        return node

    def braced_script(self) -> Node:
        opening = self.take()
        saved, self.bars = self.bars, []
        node = self.listing()
        self.bars = saved
        self.close_brace(opening)
        return node

    def close_brace(self, opening: Token) -> None:
        if self.key == "stop":
            raise self.fail("a `}` that closes it", opening)
        self.expect("}", "a `}` or an operator")

    def digit(self) -> Node:
        """TeX takes only the first digit of a numeral as an argument without braces."""
        token = self.token
        if len(token.text) == 1:
            self.take()
            return Number(token.text, span=Span(token.start, token.end))
        middle = token.start + 1 if token.end - token.start == len(token.text) else token.end
        rest = token._replace(text=token.text[1:], start=middle, spaced=False)
        self.tokens[self.index] = rest
        self.last_end = middle
        return Number(token.text[0], span=Span(token.start, middle))
