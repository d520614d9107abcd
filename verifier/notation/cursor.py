"""The position in a token list, the limits, and the way a reader gives up on a statement."""

from __future__ import annotations

from verifier.notation.consulted import Consulted
from verifier.notation.evidence import Evidence
from verifier.notation.reading import Alternative, Problem
from verifier.notation.tokens import Token, keys_of, shown
from verifier.notation.tree import Hole, Node, Product, Symbol
from verifier.notation.vocabulary import BRACKETS, CLOSING, COMMANDS
from verifier.values import Span

MAX_DEPTH = 25

_BARS = frozenset(("|", "\\|"))

_OPENING_KEYS = frozenset(BRACKETS) | {"{", "left", "begin"}
_CLOSING_KEYS = CLOSING | {"}", "right", "end"}


class ReadFault(Exception):  # noqa: N818 - not an error of the program; never leaves the reader
    """This statement cannot be read; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Cursor:
    """Walks over tokens; the layers of the reader are built on it."""

    def __init__(self, tokens: list[Token], vocabulary: Consulted, end: int) -> None:
        self.tokens = [*tokens, Token("stop", "", end, end)]
        self.partners = _partners(self.tokens)
        self.bars_ahead = _bars_ahead(self.tokens)
        self.vocabulary = vocabulary
        self.index = 0
        self.last_end = 0
        self.depth = 0
        self.bars: list[str] = []
        # Factors that were read too far ahead, the next one last, and where the text before ends.
        self.pending: list[tuple[Node, int]] = []
        self.alternatives: list[Alternative] = []
        self.evidence = Evidence(vocabulary)
        self.key = self.tokens[0].key

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def start(self) -> int:
        """Where the next factor or token starts."""
        return self.pending[-1][0].span.start if self.pending else self.tokens[self.index].start

    @property
    def end(self) -> int:
        """Where the text ends that was used up."""
        return self.pending[-1][1] if self.pending else self.last_end

    def take(self) -> Token:
        """The current token; the cursor moves on, but not past the end."""
        token = self.tokens[self.index]
        if token.key != "stop":
            self.index += 1
            self.last_end = token.end
            self.key = self.tokens[self.index].key
        return token

    def ahead(self, count: int = 1) -> Token:
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def move_to(self, index: int) -> None:
        self.index = index
        self.last_end = self.tokens[index - 1].end
        self.key = self.tokens[index].key

    def span(self, start: int) -> Span:
        """From `start` to the end of what was used up last."""
        return Span(start, max(start, self.end))

    def hole(self) -> Hole:
        """Nothing, right after what was used up last."""
        return Hole(span=Span(self.end, self.end))

    def fail(self, expected: str, token: Token | None = None) -> ReadFault:
        token = token or self.token
        if token.key[0] == "\\" and token.key not in COMMANDS:
            expected = "a known command, or a definition of this one"
        return ReadFault(Problem(Span(token.start, token.end), shown(token), expected))

    def expect(self, key: str, expected: str = "") -> Token:
        if self.key != key:
            raise self.fail(expected or f"`{key}`")
        return self.take()

    def enter(self) -> None:
        """Counts one level of nesting; the caller leaves it with `self.depth -= 1`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"at most {MAX_DEPTH} levels of nesting")

    def closing(self, index: int) -> int:
        """The index of the token that closes the bracket at `index`, or -1."""
        return self.partners.get(index, -1)

    def is_scalar(self, name: str) -> bool:
        """Whether the name is known to be that of a number."""
        return self.vocabulary.is_scalar(Symbol(name))

    def note_calls(self, node: Product) -> None:
        """Remembers which factors before a bracket may be functions."""
        self.evidence.product(node)

    def offer(self, kind: str, taken: Node, instead: Node) -> None:
        self.alternatives.append(Alternative(kind, taken, instead))


def brackets_balance(tokens: list[Token]) -> bool:
    """Whether each kind of bracket is closed as often as it is opened, and never before."""
    for opening, closing in (("(", ")"), ("[", "]")):
        level = 0
        for token in tokens:
            text = token.text if token.key in ("left", "right") else token.key
            level += (text == opening) - (text == closing)
            if level < 0:
                return False
        if level:
            return False
    return True


def _partners(tokens: list[Token]) -> dict[int, int]:
    """For each bracket that is closed, the index of what closes it; kinds may be mixed."""
    partners: dict[int, int] = {}
    waiting: list[int] = []
    for index, token in enumerate(tokens):
        if token.key in _OPENING_KEYS:
            waiting.append(index)
        elif token.key in _CLOSING_KEYS and waiting:
            partners[waiting.pop()] = index
    return partners


def _bars_ahead(tokens: list[Token]) -> dict[int, int]:
    """For each bar, how many such bars follow in the same brackets, with itself."""
    counts: dict[int, int] = {}
    if keys_of(tokens).isdisjoint(_BARS):
        return counts
    levels: list[dict[str, int]] = [{}]
    for index in range(len(tokens) - 1, -1, -1):
        key = tokens[index].key
        if key in _CLOSING_KEYS:
            levels.append({})
        elif key in _OPENING_KEYS:
            if len(levels) > 1:
                levels.pop()
            else:
                levels[0] = {}
        elif key in ("row", "gap", "\\\\", "&"):
            levels[-1] = {}
        elif key in _BARS:
            counts[index] = levels[-1][key] = levels[-1].get(key, 0) + 1
    return counts
