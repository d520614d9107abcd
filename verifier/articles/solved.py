"""Whether a formula solves an equation for a symbol, or would with one small change."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.articles.article import Line
from verifier.articles.called import word_before
from verifier.articles.determined import as_numbers
from verifier.meaning.claims import names_behind, verdict_on
from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import name_of
from verifier.notation.tree import (
    Group,
    Node,
    Number,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    rebuild,
    walk,
)
from verifier.records import dataclass, replace
from verifier.repair.repair import Correction, near_miss
from verifier.values import Refuted, Verdict

ZERO, ONE = Number("0"), Number("1")


@dataclass(frozen=True, slots=True)
class Unsolved:
    """A solution that fails: the line, the refutation, the change that mends it."""

    line: Line
    refuted: Refuted
    correction: Correction


def failure(line: Line, symbol: Node, sides: Iterable[Node]) -> Unsolved | None:
    """The first failure, where a solution fails in every side of the equation."""
    name = name_of(symbol)
    sides = tuple(sides)
    if name is None or name in mentioned(line.right) or _strangers(line, sides):
        return None
    if any(word_before(part) for side in (*sides, line.right) for part in walk(side)):
        return None  # `\mathrm{round}(x/s)` is no product
    failures = []
    for side in sides:
        verdicts = [
            (context, _put_in(line.right, context, symbol, side))
            for context in _ways(line, name, side)
        ]
        known = [(context, verdict) for context, verdict in verdicts if verdict is not None]
        if not known or not all(isinstance(verdict, Refuted) for _, verdict in known):
            return None
        failures += [(side, context, verdict) for context, verdict in known]
    for side, context, verdict in failures:
        correction = _correction(line.right, context, symbol, side)
        if correction is not None and isinstance(verdict, Refuted):
            shown = replace(line, left=side, context=context, earlier=(), others=(), given=None)
            return Unsolved(shown, verdict, correction)
    return None


def _strangers(line: Line, sides: tuple[Node, ...]) -> set[str]:
    """Symbols of a solution that nothing defines and that are not in the equation: a mean, say."""
    context = line.context
    known = names_behind(sides, context)
    return set(mentioned(line.right)) - known - context.definitions.keys() - {"I"}


def _ways(line: Line, name: str, side: Node) -> tuple[Context, ...]:
    """What the symbols of an equation are: what the article has defined, or any numbers.

    After `e = x^2/2` an e in the equation that is solved for x is a number.
    """
    known = as_numbers(side, line.context)
    numbers = replace(known, definitions={}, laws=None)
    others = set(mentioned(side)) - {name}
    if any(line.context.depends(other, name) for other in others):
        return (numbers,)
    return known, numbers


def _put_in(body: Node, context: Context, symbol: Node, side: Node) -> Verdict | None:
    """Whether an equation holds with a formula in the place of its symbol."""
    return verdict_on(_with(side, symbol, body), ZERO, context)


def _correction(body: Node, context: Context, symbol: Node, side: Node) -> Correction | None:
    def read(node: Node) -> Node:
        # Values near 1 are compared in floating point, near 0 they could not be.
        return ONE if node is side else Sum(("", "+"), (_with(side, symbol, node), ONE))

    found = near_miss(body, side, context, _SLIPS, read=read)
    return found if found is not None and len(found.slips) == 1 else None


_SLIPS = frozenset(
    (
        *("wrong-sign", "missing-parentheses", "wrong-operator", "missing-factor", "extra-factor"),
        *("missing-term", "extra-term", "wrong-exponent", "wrong-symbol", "wrong-index"),
        *("wrong-function", "missing-derivative"),
    )
)


def _with(node: Node, symbol: Node, body: Node) -> Node:
    """A formula with another one in the place of a symbol, and 1 for the identity."""
    if node == symbol:
        return Group("(", _with_one(body), ")")
    if isinstance(node, Symbol) and node.name == "I":
        return Number("1")
    if isinstance(node, Subscript | Superscript) and node.base == symbol:
        return node
    return rebuild(node, lambda part: _with(part, symbol, body))


def _with_one(node: Node) -> Node:
    if isinstance(node, Symbol) and node.name == "I":
        return Number("1", span=node.span)
    return rebuild(node, _with_one)


def mentions(node: Node, symbol: Node) -> bool:
    """Whether a symbol stands in a formula, and not only below a part of its name."""
    return _with(node, symbol, ZERO) != _with(node, symbol, ONE)
