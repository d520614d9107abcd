"""Statements: chains of relations, lists, the author's reasons, and recovery after a problem."""

from __future__ import annotations

from verifier.notation.consulted import Consulted
from verifier.notation.cursor import ReadFault, brackets_balance
from verifier.notation.expressions import Expressions
from verifier.notation.reading import Problem
from verifier.notation.tokens import Token
from verifier.notation.tree import Chain, Hole, Node, Number, Symbol, Tuple
from verifier.notation.vocabulary import CONNECTIVES, DOTS, MULTIPLICATIONS, RELATIONS, SIGNS
from verifier.records import replace
from verifier.values import Span

_SEPARATORS = frozenset(["row", "gap", ",", ".", ";", "\\therefore", "\\because"])
_ENDS = frozenset(["row", "stop", ",", ".", ";", "gap", "text"])
_ENDS_OF_SIDES = _ENDS - {"text"}
_OPERATORS = SIGNS | MULTIPLICATIONS
_JOINING = frozenset(
    (
        "and",
        "or",
        "where",
        "with",
        "so",
        "then",
        "thus",
        "hence",
        "therefore",
        "but",
        "while",
        "which",
        "let",
    )
)
_LIST_RELATIONS = frozenset(["\\in", "\\sim", ">", "<", "\\ge", "\\geq", "\\le", "\\leq"])


class Statements(Expressions):
    """Reads all statements of one formula; a problem costs the statement that it is in."""

    def __init__(self, tokens: list[Token], vocabulary: Consulted, text: str, offset: int) -> None:
        super().__init__(tokens, vocabulary, len(text) + offset)
        self.text = text
        self.offset = offset
        self.problems: list[Problem] = []
        self.reasons: dict[int, str] = {}
        self.is_aside = False

    def statements(self) -> tuple[Chain, ...]:
        found: list[Chain] = []
        main: Chain | None = None
        while True:
            self.skip_separators()
            if self.key == "stop":
                for product, call in self.evidence.possible_calls():
                    self.offer("call", product, call)
                return tuple(found)
            alternatives, products = len(self.alternatives), len(self.evidence.products)
            self.is_aside = self.index > 0 and self.tokens[self.index - 1].key == "\\because"
            try:
                new = self.statement()
                found.extend(_going_on(new, main))
                main = main if self.is_aside else found[-1]
            except ReadFault as fault:
                balanced = brackets_balance(self.tokens)
                self.problems.append(replace(fault.problem, balanced=balanced))
                del self.alternatives[alternatives:]
                del self.evidence.products[products:]
                self.recover()

    def skip_separators(self) -> None:
        while True:
            if self.key == "text":
                raw = self.token.text
                words = raw.lower().split() or ["and"]
                ends_row = self.ahead().key in ("row", "stop") and len(words) > 1
                is_name = raw == raw.rstrip() and not ends_row
                if is_name and words[0].strip(".,:;") not in CONNECTIVES:
                    return
            elif self.key not in _SEPARATORS and self.key != ":":
                return
            self.take()

    def recover(self) -> None:
        """To the end of the row in which the problem is."""
        self.depth, self.subscripts = 0, 0
        self.bars, self.pending = [], []
        if self.key in ("row", "gap"):
            return
        self.take()
        while self.key not in ("row", "gap", "stop"):
            self.take()

    def statement(self) -> list[Chain]:
        """Pieces with commas between them: one chain, a list with a relation, or several."""
        pieces = [self.chain()]
        while self.key == "," and self.continues_list():
            self.take()
            pieces.append(self.chain())
        if self.key not in _ENDS and self.key != ":":
            raise self.fail("an operator, a relation or the end of the statement")
        return [part for piece in _joined(pieces) for part in _with_membership(piece)]

    def continues_list(self) -> bool:
        following = self.ahead().key
        if following == "text" and self.ahead().text.strip() in CONNECTIVES:
            return False
        return following in self.HANDLERS

    def chain(self) -> Chain:
        start = self.start
        self.reasons = {}
        sides = [self.opening_side()]
        operators: list[str] = []
        while True:
            if self.key == ":" and "=" in operators:
                break  # another statement follows: `f(x) = e^x: f(0) = 1`
            if self.key in RELATIONS and not (self.key == ":" and self.ahead().key in _ENDS):
                operators.append(self.take().key)
                sides.append(self.following_side())
            elif self.continues_in_row():
                self.take()
            elif self.reason_next():
                self.reasons[len(sides) - 1] = self.reason()
            else:
                break
        reasons: tuple[str, ...] = ()
        if any(self.reasons.values()):
            reasons = tuple(self.reasons.get(index, "") for index in range(len(sides)))
        end = sides[-1].span.end if not reasons else self.span(start).end
        return Chain(tuple(sides), tuple(operators), reasons, span=Span(start, max(start, end)))

    def continues_in_row(self) -> bool:
        """Whether the chain goes on in the next row, perhaps after a comma."""
        if self.is_aside:
            return False
        if self.key == "row":
            return self.ahead().key in RELATIONS
        comma = self.key in (",", ".", ";")
        return comma and self.ahead().key == "row" and self.ahead(2).key in RELATIONS

    def opening_side(self) -> Node:
        if self.key in RELATIONS:
            return Hole(span=Span(self.start, self.start))
        return self.statement_side()

    def statement_side(self) -> Node:
        if self.key in _OPERATORS and self.ahead().key in _ENDS_OF_SIDES:
            token = self.take()
            return Symbol(token.text, span=self.span(token.start))
        return self.expression()

    def following_side(self) -> Node:
        if self.key in _ENDS_OF_SIDES or self.key in RELATIONS:
            end = self.span(self.start).end
            return Hole(span=Span(end, end))
        return self.statement_side()

    # Reasons

    def reason_next(self) -> bool:
        index = self.index + (self.key == "gap")
        token = self.tokens[index]
        if token.key in ("\\forall", "\\exists"):
            return True
        if token.key in ("(", "["):
            token = self.tokens[index + 1]
            is_words = token.key == "text" and " " in token.text.strip()
            return self.key == "gap" and (is_words or token.key in ("\\because", "\\therefore"))
        if token.key != "text":
            return False
        words = token.text.strip().lower().split()
        return not words or words[0].strip(".,:;") not in _JOINING

    def reason(self) -> str:
        """The rest of the row, as text."""
        if self.key == "gap":
            self.take()
        parts: list[str] = []
        while self.key not in ("row", "stop"):
            token = self.take()
            parts.append(" " if token.spaced else "")
            if token.key == "text":
                parts.append(token.text)
            else:
                parts.append(self.text[token.start - self.offset : token.end - self.offset])
        words = "".join(parts)
        if not _is_balanced(words):
            words = words.replace("{", "").replace("}", "")
        words = " ".join(words.split()).rstrip(",;")
        if words.startswith("(") and words.endswith(")") and words.count("(") == 1:
            words = words[1:-1].strip()
        return words


def _is_balanced(text: str) -> bool:
    level = 0
    for character in text:
        level += (character == "{") - (character == "}")
        if level < 0:
            return False
    return level == 0


def _going_on(new: list[Chain], main: Chain | None) -> list[Chain]:
    """Statements in which a row `= c` goes on from the chain that words or an aside interrupt.

    Where that chain does not end with an equality, the row has nothing to go on from.
    """
    first = new[0].sides[0] if new else None
    if main is None or not isinstance(first, Hole) or not new[0].operators:
        return new
    sides, operators = new[0].sides, new[0].operators
    if main.operators[-1:] == ("=",) and not isinstance(main.sides[-1], Hole):
        return [replace(new[0], sides=(main.sides[-1], *sides[1:])), *new[1:]]
    return [replace(new[0], sides=sides[1:], operators=operators[1:]), *new[1:]]


def _with_membership(chain: Chain) -> list[Chain]:
    """`z = w x \\in \\mathbb{R}` says what z is, and where it lies."""
    *operators, last = chain.operators or ("",)
    first = chain.sides[0]
    if last != "\\in" or not operators or set(operators) != {"="} or isinstance(first, Hole):
        return [chain]
    *sides, domain = chain.sides
    span = Span(chain.span.start, sides[-1].span.end)
    equal = Chain(tuple(sides), tuple(operators), chain.reasons[: len(sides)], span=span)
    return [equal, Chain((first, domain), (last,), span=chain.span)]


def _is_counting(node: Node) -> bool:
    return isinstance(node, Number) or (isinstance(node, Symbol) and node.name in DOTS)


def _joined(pieces: list[Chain]) -> list[Chain]:
    """`w, b \\in \\mathbb{R}` is one statement, `i = 1, \\dots, m` too; `a = 1, b = 2` are two."""
    result: list[Chain] = []
    waiting: list[Chain] = []
    for piece in pieces:
        if piece.operators:
            listed = piece.operators[0] in _LIST_RELATIONS
            if waiting and listed:
                piece = _with_items(waiting, piece)
                waiting = []
            result.extend(waiting)
            result.append(piece)
            waiting = []
        elif result and not waiting and _continues(result[-1], piece.sides[0]):
            result[-1] = _with_last(result[-1], piece)
        else:
            waiting.append(piece)
    return result + waiting


def _continues(chain: Chain, item: Node) -> bool:
    last = chain.sides[-1]
    if isinstance(last, Tuple):
        return True
    return isinstance(last, Number) and _is_counting(item)


def _with_items(items: list[Chain], chain: Chain) -> Chain:
    first = chain.sides[0]
    start = items[0].span.start
    names = (*(item.sides[0] for item in items), first)
    listed = Tuple(names, span=Span(start, first.span.end))
    sides = (listed, *chain.sides[1:])
    return Chain(sides, chain.operators, chain.reasons, span=Span(start, chain.span.end))


def _with_last(chain: Chain, piece: Chain) -> Chain:
    last = chain.sides[-1]
    items = last.items if isinstance(last, Tuple) else (last,)
    span = Span(last.span.start, piece.span.end)
    listed = Tuple((*items, piece.sides[0]), span=span)
    whole = Span(chain.span.start, piece.span.end)
    return Chain((*chain.sides[:-1], listed), chain.operators, chain.reasons, span=whole)
