"""Functions of a family whose values are families: `\\sigma(z)_i = e^{z_i} / \\sum_k e^{z_k}`.

Where an article says what the i-th entry of a value is, by the entries of the argument, and writes
the function in no other way, the function has one value there and the value is a family like any
other: `\\sigma(z)_i` is read as `\\sigma_i`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verifier.hints import TypeVar, cast
from verifier.meaning.names import name_of
from verifier.notation.tree import (
    Apply,
    Chain,
    Group,
    Node,
    Product,
    Subscript,
    Symbol,
    rebuild,
    walk,
)
from verifier.records import dataclass, replace

Tree = TypeVar("Tree", bound=Node)


@dataclass(frozen=True, slots=True)
class _Entry:
    """`\\sigma(z)_i`: the function, the name of its argument and the index."""

    function: Symbol
    argument: str
    index: Node


def values_in(statements: Sequence[Chain]) -> frozenset[str]:
    """The functions that are families here."""
    heads = [one for statement in statements for one in _defined(statement)]
    if not heads:
        return frozenset()
    arguments = {head.function.name: head.argument for head in heads}
    alone = dict.fromkeys(arguments, 0)
    for node in (node for one in statements for node in walk(one)):
        if isinstance(node, Symbol) and node.name in alone:
            alone[node.name] += 1
        for entry in _entries(node):
            if arguments.get(entry.function.name) == entry.argument:
                alone[entry.function.name] -= 1
    return frozenset(name for name, count in alone.items() if count == 0)


def with_values(node: Tree, functions: frozenset[str]) -> Tree:
    """A formula with `\\sigma_i` for `\\sigma(z)_i`."""
    entry = _entry(node)
    if entry is not None and entry.function.name in functions:
        return cast(Tree, Subscript(entry.function, entry.index, span=node.span))
    inner: Node = rebuild(node, lambda part: with_values(part, functions))
    return cast(Tree, _joined(inner, functions) if isinstance(inner, Product) else inner)


def _joined(node: Product, functions: frozenset[str]) -> Node:
    """A product with the letters of functions and the brackets behind them as one factor each."""
    from verifier.notation.parts import with_joined  # few articles write such values

    def join(before: Node, factor: Node, operator: str) -> Node | None:
        entry = _pair(before, factor, operator)
        if entry is None or entry.function.name not in functions:
            return None
        span = replace(factor.span, start=before.span.start)
        return Subscript(entry.function, entry.index, span=span)

    return with_joined(node, join)


def _defined(statement: Chain) -> Iterator[_Entry]:
    """The entry of a value that a statement says is made of the entries of the argument."""
    if statement.operators[:1] not in (("=",), (":=",)):
        return
    for entry in _entries(statement.sides[0]):
        parts = (part for part in walk(statement.sides[1]) if isinstance(part, Subscript))
        inside = ((name_of(part.base), part.index) for part in parts)
        if name_of(entry.index) is not None and (entry.argument, entry.index) in inside:
            yield entry


def _entries(node: Node) -> Iterator[_Entry]:
    found: Iterable[_Entry | None] = (_entry(node),)
    if isinstance(node, Product):
        found = map(_pair, node.factors, node.factors[1:], node.operators)
    yield from (entry for entry in found if entry is not None)


def _entry(node: Node) -> _Entry | None:
    """`\\sigma(z)_i` where σ is known to be a function."""
    if not isinstance(node, Subscript) or not isinstance(node.base, Apply):
        return None
    return _of(node.base.function, node.base.argument, node.index)


def _pair(first: Node, second: Node, operator: str) -> _Entry | None:
    """`S(z)_i` as it is read before S is known to be a function: as a product."""
    if operator or not isinstance(second, Subscript):
        return None
    return _of(first, second.base, second.index)


def _of(function: Node, argument: Node, index: Node) -> _Entry | None:
    name = name_of(argument.body) if isinstance(argument, Group) else None
    if not isinstance(function, Symbol) or name is None:
        return None
    return _Entry(function, name, index)
