"""What a reader hands back: statements, problems with their places, and other readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from verifier.hints import Any, cast
from verifier.notation.consulted import Consulted
from verifier.notation.tree import Chain, Node, rebuild
from verifier.notation.vocabulary import Vocabulary
from verifier.records import dataclass, field, replace
from verifier.values import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Problem:
    """A place that could not be read: what was found there and what was expected.

    `balanced` says that every bracket of the formula is closed, whatever stands between them.
    """

    span: Span
    found: str
    expected: str
    balanced: bool = False

    @property
    def message(self) -> str:
        return f"found {self.found}, expected {self.expected}"

    @property
    def is_unbalanced(self) -> bool:
        """Whether a bracket is not closed, or closed that was not opened: an author's slip."""
        if self.balanced:
            return False
        closing = self.found.strip("`") in (")", "]", "\\}")
        return closing or "a bracket that closes" in self.expected


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to read a part: `instead` may stand where `taken` stands.

    kind: `function-power` (`\\ln(u)^{-1}`), `function-scope` (`\\ln a b`), `sum-scope`
    (`\\sum_i a + b`), `call` (`C(w)`), `slash-scope` (`1/2 x`), `operator-scope`
    (`\\frac{d}{dx} (u) v`), `upper-index` (`\\sum_i r^i_t`).
    """

    kind: str
    taken: Node
    instead: Node

    @property
    def span(self) -> Span:
        return self.taken.span


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one formula.

    `statements` holds only what was read completely; every part of the text that is missing from
    them lies in the span of one of the `problems`. `functions` are names that the formula itself
    shows to be functions, as a vocabulary lists them.
    """

    statements: tuple[Chain, ...]
    problems: tuple[Problem, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    functions: frozenset[str] = frozenset()
    consulted: Consulted | None = field(default=None, compare=False, repr=False)
    """What the reading depends on; None where that was not written down."""

    def holds_with(self, vocabulary: Vocabulary, text: str) -> bool:
        """Whether the text says the same when it is read with the vocabulary."""
        return self.consulted is not None and self.consulted.answers_alike(vocabulary, text)

    def placed(self, place: Callable[[Span], Span]) -> Reading:
        """The same reading of a text that stands elsewhere: every span is where `place` says."""
        statements = tuple(cast(Chain, placed(one, place)) for one in self.statements)
        problems = tuple(replace(one, span=place(one.span)) for one in self.problems)
        alternatives = tuple(
            Alternative(one.kind, placed(one.taken, place), placed(one.instead, place))
            for one in self.alternatives
        )
        return Reading(statements, problems, alternatives, self.functions, self.consulted)


def with_alternative(statement: Chain, alternative: Alternative) -> Chain | None:
    """The statement read the other way; `None` when the alternative lies elsewhere."""
    changed = _replaced(statement, alternative)
    return changed if changed is not statement and isinstance(changed, Chain) else None


def _replaced(node: Node, alternative: Alternative) -> Node:
    taken = alternative.taken
    if node.span == taken.span and node == taken:
        return alternative.instead
    if not (node.span.start <= taken.span.start and taken.span.end <= node.span.end):
        return node
    return rebuild(node, lambda child: _replaced(child, alternative))


def readings(statement: Chain, reading: Reading, limit: int = 16) -> Iterator[Chain]:
    """The statement as read first, then with one alternative, then with two, at most `limit`."""
    yield statement
    count = 1
    for size in (1, 2):
        for chosen in combinations(reading.alternatives, size):
            changed: Chain | None = statement
            for alternative in chosen:
                changed = changed and with_alternative(changed, alternative)
            if changed is not None:
                if count >= limit:
                    return
                count += 1
                yield changed


def placed(node: Node, place: Callable[[Span], Span]) -> Node:
    """The node with every span in it where `place` says; what stands nowhere stays there."""
    kind: Any = type(node)
    values = [_placed(getattr(node, name), place) for name in kind.__match_args__]
    span = node.span if node.span == NOWHERE else place(node.span)
    return cast(Node, kind(*values, span=span))


def _placed(value: object, place: Callable[[Span], Span]) -> object:
    if isinstance(value, Node):
        return placed(value, place)
    return tuple([_placed(part, place) for part in value]) if isinstance(value, tuple) else value
