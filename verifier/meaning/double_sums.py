"""Sums over several indices at once as sums inside sums: `\\sum_{i,j}`, `\\sum_{i \\ne j}`.

`\\sum_{i \\ne j} f_{ij}` is a sum over both where j stands free nowhere else in an article;
elsewhere, as in `y_j = \\sum_{i \\ne j} f_{ij}`, it leaves one index out. So it is with
`\\sum_{i < j}`, which is the sum over all j of the sum over i = 1, …, j - 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.meaning.names import bound_letter, name_of
from verifier.notation.kinds import parts_of
from verifier.notation.tree import (
    BigOperator,
    Chain,
    Node,
    Number,
    Product,
    Sum,
    Symbol,
    Tuple,
    children,
    rebuild,
    walk,
)
from verifier.records import replace
from verifier.values import NOWHERE

_UNEQUAL = (("\\ne",), ("\\neq",))
_BELOW = ("<",)
_OPERATORS = ("\\sum", "\\prod")


def letters_held(statements: Sequence[Chain]) -> frozenset[str] | None:
    """The letters that stand free in an article; None where it has no sum over several indices."""
    if not any(map(_is_of_several, parts_of(statements, BigOperator))):
        return None
    return frozenset(name for one in statements for side in one.sides for name in _outside(side))


def with_double_sums(statement: Chain, held: frozenset[str]) -> Chain:
    """The statement with one sum for each index; `held` are the letters that have a value."""
    return replace(statement, sides=tuple(_nested(side, held) for side in statement.sides))


def read_like(side: Node, other: Node | None) -> Node | None:
    """Another formula with its sums over several indices read as those of a side were."""
    nested = (part for part in walk(side) if isinstance(part, BigOperator))
    if other is None or not any(part.span == part.body.span != NOWHERE for part in nested):
        return other
    return _nested(other, frozenset())


def _is_of_several(node: Node) -> bool:
    if not isinstance(node, BigOperator) or node.command not in _OPERATORS:
        return False
    lower = node.lower
    if isinstance(lower, Chain):
        return lower.operators in (*_UNEQUAL, _BELOW)
    return len(_letters(lower)) > 1


def _letters(lower: Node | None) -> tuple[Symbol, ...]:
    """i and j in `\\sum_{i,j}` and `\\sum_{ij}`."""
    parts: tuple[Node, ...] = ()
    if isinstance(lower, Tuple):
        parts = lower.items
    elif isinstance(lower, Product) and not any(lower.operators):
        parts = lower.factors
    letters = tuple(part for part in parts if isinstance(part, Symbol) and len(part.name) == 1)
    return letters if len(letters) == len(parts) else ()


def _outside(node: Node) -> Iterator[str]:
    if _is_of_several(node):
        return
    bound = bound_letter(node.lower) if isinstance(node, BigOperator) else None
    if isinstance(node, Symbol):
        yield node.name
    yield from (name for part in children(node) for name in _outside(part) if name != bound)


def _nested(node: Node, held: frozenset[str]) -> Node:
    node = rebuild(node, lambda part: _nested(part, held))
    if not isinstance(node, BigOperator) or not _is_of_several(node):
        return node
    lower = node.lower
    if not isinstance(lower, Chain):
        return _over_each(node, _letters(lower))
    inner, outer = lower.sides[0], lower.sides[1]
    name = name_of(outer)
    if node.upper is not None or not isinstance(outer, Symbol) or name in held:
        return node
    if not isinstance(inner, Symbol) or name not in _indices(node.body):
        return node
    if lower.operators == _BELOW:
        start = Chain((inner, Number("1")), ("=",), span=lower.span)
        last = Sum(("", "-"), (outer, Number("1")))
        node = replace(node, lower=start, upper=last)
    return BigOperator(node.command, outer, None, node, span=node.span)


def _over_each(node: BigOperator, letters: tuple[Symbol, ...]) -> BigOperator:
    body = node.body
    for letter in reversed(letters):
        body = BigOperator(node.command, letter, node.upper, body, span=node.span)
    assert isinstance(body, BigOperator)
    return body


def _indices(node: Node) -> set[str]:
    """The letters that a formula mentions, those in its indices too."""
    return {part.name for part in walk(node) if isinstance(part, Symbol)}
