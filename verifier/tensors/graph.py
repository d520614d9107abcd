"""The graph of the definitions of an article, layer by layer.

An edge leads from a defined name to each name of its definition. The definitions of a network of
L layers are a recurrence, `Z^{[l]}` from `A^{[l-1]}`, `A^{[l]}` from `Z^{[l]}`; so the graph is
looked at only as far as a question needs, and what leads down without end is `OPEN`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import lru_cache

from verifier.notation.names import has_gradient
from verifier.tensors.declared import Defined
from verifier.tensors.given import Given
from verifier.tensors.symbols import Layer, Layers, MatrixName, names_in

DEEPEST = 40
LONGEST_CLIMB = 200
MOST_ABOVE = DEEPEST


class Reach(Enum):
    """Whether a name is made from another one; `OPEN` when the layers cannot be compared."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


def layers_for(defined: Defined, name: MatrixName) -> Layers:
    """What the layer letter of a definition stands for in the definition of this name."""
    return {defined.letter: name.layer} if defined.letter and name.layer is not None else {}


def parts(name: MatrixName, given: Given) -> tuple[MatrixName, ...]:
    """The names in the definition of a name."""
    defined = given.definition_of(name)
    return () if defined is None else _parts(defined, name)


@lru_cache(maxsize=4096)
def _parts(defined: Defined, name: MatrixName) -> tuple[MatrixName, ...]:
    found = (inner for inner, _ in names_in(defined.body, layers_for(defined, name)))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1024)
def _made_from(defined: Defined) -> tuple[MatrixName, ...]:
    """The names in a definition as it is written; what holds gradients is not made from them."""
    if has_gradient(defined.body):
        return ()
    return tuple(dict.fromkeys(inner for inner, _ in names_in(defined.body)))


def reach(name: MatrixName, targets: frozenset[MatrixName], given: Given) -> Reach:
    """Whether one of the targets is the name or is used, however far down, in its definition."""
    shared = any(target.layer is None for target in targets)
    lowest = _lowest(targets)
    known = (other.layer for other in (name, *targets))
    highest = max((layer.offset for layer in known if layer is not None), default=DEEPEST)
    seen: set[MatrixName] = set()
    todo = [name] if targets else []
    is_open = False
    while todo:
        current = todo.pop()
        if current in targets:
            return Reach.YES
        if current in seen:
            continue
        seen.add(current)
        layer = current.layer
        if layer is not None and layer.offset > highest + MOST_ABOVE:
            return Reach.OPEN  # a recurrence that leads up has no end
        if layer is not None and given.definitions.get(str(current)) is None:
            other = bool(lowest) and layer.letter not in lowest
            other = other and given.definition_of(current) is not None
            is_open = is_open or other
            if layer.offset < _deepest(layer, lowest, shared) or (other and not shared):
                continue
        todo += parts(current, given)
    return Reach.OPEN if is_open else Reach.NO


def _lowest(names: Iterable[MatrixName]) -> dict[str, int]:
    """For each letter of a layer the lowest of the names, as an offset."""
    lowest: dict[str, int] = {}
    for name in names:
        if name.layer is not None:
            letter = name.layer.letter
            lowest[letter] = min(name.layer.offset, lowest.get(letter, name.layer.offset))
    return lowest


def _deepest(layer: Layer, lowest: Mapping[str, int], shared: bool) -> int:
    """The layer down to which targets are looked for; one without a layer may be further down."""
    if shared:
        return min(lowest.values(), default=0) - DEEPEST
    return lowest.get(layer.letter, layer.offset - DEEPEST)


def users(name: MatrixName, given: Given) -> Iterator[MatrixName]:
    """The names whose definitions mention a name; those of gradients are not made from it."""
    for defined in given.definitions.values():
        for inner in _made_from(defined):
            user = _user(defined, inner, name)
            if user is not None and user != name:
                yield user


def _user(defined: Defined, inner: MatrixName, name: MatrixName) -> MatrixName | None:
    if inner.family != name.family:
        return None
    layer = inner.layer
    if layer is None or not defined.letter or layer.letter != defined.letter:
        return defined.name if inner == name else None
    assert name.layer is not None
    return defined.name.at(name.layer.shifted(-layer.offset))


def passes_through(
    lower: MatrixName, upper: MatrixName, cost: MatrixName | None, given: Given
) -> bool:
    """Whether the cost depends on `lower` only through `upper`: every way up leads over it.

    A layer that is written with another letter than that of `lower` is taken for another layer:
    in a network of L layers, `l` is below `L`.
    """
    return bool(first_met(lower, frozenset({upper}), cost, given))


def first_met(
    lower: MatrixName, uppers: frozenset[MatrixName], cost: MatrixName | None, given: Given
) -> frozenset[MatrixName]:
    """The `uppers` that are met first on the ways up from `lower` to the cost.

    None where some way leads past all of them. A cost that nothing defines may be made from
    whatever else is made from nothing.
    """
    is_defined = cost is not None and given.definition_of(cost) is not None
    seen: set[MatrixName] = set()
    todo = [lower]
    found: set[MatrixName] = set()
    while todo:
        current = todo.pop()
        if current in uppers and current != lower:
            found.add(current)
            continue
        if current == cost:
            return frozenset()
        if current in seen:
            continue
        seen.add(current)
        if len(seen) > LONGEST_CLIMB:
            return frozenset()
        if all(_is_above(current, upper) for upper in uppers - {lower}):
            return frozenset()
        above = list(users(current, given))
        if not above and not is_defined:
            return frozenset()
        todo += above
    return frozenset(found)


def _is_above(name: MatrixName, upper: MatrixName) -> bool:
    left, right = name.layer, upper.layer
    if left is None or right is None or left.letter != right.letter:
        return False
    return left.offset > right.offset


def is_finite(name: MatrixName, given: Given) -> bool:
    """Whether the definitions behind a name come to an end."""
    seen: set[MatrixName] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            layer = current.layer
            if len(seen) > 4 * DEEPEST or (layer is not None and layer.offset < -DEEPEST):
                return False
            todo += parts(current, given)
    return True
