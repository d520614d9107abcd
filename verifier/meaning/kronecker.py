"""The Kronecker delta, which nobody declares: `\\delta_{ik}` is 1 where i = k, else 0."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.meaning.context import Context, Definition
from verifier.meaning.names import entries_of, indices_in, name_of
from verifier.notation.tree import (
    Chain,
    Derivative,
    Group,
    Hole,
    Node,
    Number,
    Product,
    Subscript,
    Symbol,
    rebuild,
    walk,
)

_NAME = "\\delta"


def with_kronecker(node: Node, context: Context) -> Node:
    """A formula with `[i = k]` for `\\delta_{ik}`; the same where the article says what δ is."""
    is_said = context.knows(f"{_NAME}[]") and _NAME not in context.surveyed
    if is_said or context.knows(_NAME):
        return node
    return _replaced(node)


def _replaced(node: Node) -> Node:
    entry = entries_of(node)
    if entry is None or entry[0] != _NAME or len(entry[1]) != 2:
        return rebuild(node, _replaced)
    if not all(isinstance(index, Number) or name_of(index) for index in entry[1]):
        return node
    return Group("[", Chain(entry[1], ("=",)), "]", span=node.span)


def kronecker_in(statements: Iterable[Chain]) -> Definition | None:
    """The definition `\\delta_{ik} = [i = k]` where δ can be nothing else in these statements.

    That is so beside the derivative of an i-th entry by a k-th, `\\partial p_i/\\partial z_k`, if
    δ has two letters for indices wherever it stands, and stands in derivatives only. In the
    derivative by `v_{jk}` a `\\delta_{jk}` is the error of a unit.
    """
    told: Definition | None = None
    for one in statements:
        parts = tuple(walk(one))
        deltas = tuple(entry for part in parts if (entry := _delta(part)) is not None)
        if any(name_of(index) is None or len(entry) != 2 for entry in deltas for index in entry):
            return None
        jacobians = [part for part in parts if isinstance(part, Derivative)] if deltas else []
        if deltas and not (jacobians or isinstance(one.sides[0], Hole)):
            return None
        if any(_is_by(entry, jacobian) for entry in deltas for jacobian in jacobians):
            return None
        for entry in deltas:
            if told is None and any(_is_of(entry, jacobian) for jacobian in jacobians):
                told = _definition(entry)
    return told


def _delta(node: Node) -> tuple[Node, ...] | None:
    """The indices of a δ."""
    entry = entries_of(node)
    return entry[1] if entry is not None and entry[0] == _NAME else None


def _definition(indices: tuple[Node, ...]) -> Definition:
    names = tuple(name for index in indices if (name := name_of(index)) is not None)
    head = Subscript(Symbol(_NAME), Product(indices, ("",)))
    body = Group("[", Chain(indices, ("=",)), "]")
    return Definition(f"{_NAME}[]", body, indices=names, head=head)


def _is_of(indices: tuple[Node, ...], jacobian: Derivative) -> bool:
    """Whether one index is that of the entry that is differentiated, the other that by which."""
    first, second = map(name_of, indices)
    above = _letters(jacobian.body)
    below = {name for variable, _ in jacobian.variables for name in _letters(variable)}
    crossed = (first in above and second in below) or (second in above and first in below)
    return first != second and crossed


def _is_by(indices: tuple[Node, ...], jacobian: Derivative) -> bool:
    """Whether both indices are those of the entry by which is differentiated."""
    names = {name_of(index) for index in indices}
    return any(names <= _letters(variable) for variable, _ in jacobian.variables)


def _letters(node: Node) -> set[str | None]:
    """The letters that stand as indices in a formula."""
    return set(map(name_of, indices_in(walk(node))))
