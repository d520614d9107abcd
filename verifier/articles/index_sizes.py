"""How many values an index letter has: `\\sum_{i=1}^n x_i` says that `x` has n entries.

Letters that index the same family share the number of their values. A letter that runs to n in one
sum and to t in another has no number of its own: in each statement it has that of the families that
it indexes there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from verifier.meaning.names import DOTS, entries_of, name_of
from verifier.notation.tree import BigOperator, Chain, Node, Subscript, Superscript, children, walk
from verifier.records import dataclass

Slot = tuple[str, int]
"""A family and the position of an index in it."""

Size = tuple[str, str]
"""An index letter and the name of the number of its values."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The letters that have one number of values, and those that have one in some statements."""

    everywhere: tuple[Size, ...]
    inside: Mapping[Chain, tuple[Size, ...]]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter as it is meant in one place: bound with an upper end, or free in a statement."""

    name: str
    last: str | None = None
    statement: Chain | None = None


def sizes_of_letters(
    statements: Iterable[Chain], families: frozenset[str], bounds: Mapping[str, set[str]]
) -> Sizes:
    """The sizes of all index letters; `bounds` has the names that end the range of each letter."""
    wavering = frozenset(letter for letter, ends in bounds.items() if len(ends) > 1)
    groups = _Groups()
    for statement in statements:
        for (family, indices), ends in _entries(statement, {}):
            if family in families:
                for position, index in enumerate(indices):
                    letter = _letter(name_of(index), ends, wavering, statement)
                    if letter is not None:
                        groups.join(letter, (family, position))
    for name in bounds:
        if name not in wavering:
            groups.join(_Letter(name), _Letter(name))
    found = dict(_sizes(groups, bounds))
    unclear = frozenset(_without_bounds(statements)) & wavering
    inside: dict[Chain, tuple[Size, ...]] = {}
    for letter, size in found.items():
        if letter.statement is not None and letter.name not in unclear:
            inside[letter.statement] = (*inside.get(letter.statement, ()), (letter.name, size))
    everywhere = (
        (letter.name, size) for letter, size in found.items() if letter == _Letter(letter.name)
    )
    return Sizes(tuple(sorted(everywhere)), inside)


def _letter(
    name: str | None, ends: Mapping[str, str | None], wavering: frozenset[str], statement: Chain
) -> _Letter | None:
    if name is None or name in DOTS:
        return None
    if name not in wavering:
        return _Letter(name)
    if name not in ends:
        return _Letter(name, statement=statement)
    last = ends[name]
    return None if last is None else _Letter(name, last)


def _entries(
    node: Node, ends: Mapping[str, str | None]
) -> Iterator[tuple[tuple[str, tuple[Node, ...]], Mapping[str, str | None]]]:
    """The entries in a formula, each with the letters bound there and their last values."""
    waiting: list[tuple[Node, Mapping[str, str | None]]] = [(node, ends)]
    while waiting:
        node, ends = waiting.pop()
        if isinstance(node, Subscript | Superscript):
            entry = entries_of(node)
            if entry is not None:
                yield entry, ends
        if isinstance(node, BigOperator):
            letter = bound_letter(node.lower)
            if letter is not None:
                ends = {**ends, letter: None if node.upper is None else name_of(node.upper)}
        waiting += [(part, ends) for part in children(node)]


def bound_letter(lower: Node | None) -> str | None:
    """The index that the lower end of a sum binds: i in `\\sum_{i=1}` and in `\\sum_i`."""
    if isinstance(lower, Chain):
        return name_of(lower.sides[0])
    return None if lower is None else name_of(lower)


def _without_bounds(statements: Iterable[Chain]) -> Iterator[str]:
    """The letters of sums such as `\\sum_i`, which take their range from elsewhere."""
    for statement in statements:
        for node in walk(statement):
            if isinstance(node, BigOperator) and node.upper is None:
                letter = bound_letter(node.lower)
                if letter is not None:
                    yield letter


def _sizes(groups: _Groups, bounds: Mapping[str, set[str]]) -> Iterator[tuple[_Letter, str]]:
    for members in groups.members():
        letters = [member for member in members if isinstance(member, _Letter)]
        plain = sorted(letter.name for letter in letters if letter == _Letter(letter.name))
        named = {name for letter in plain for name in bounds.get(letter, ())}
        named |= {letter.last for letter in letters if letter.last is not None}
        if len(named) > 1 or not (named or plain):
            continue
        size = min(named) if named else f"n_{plain[0]}"
        yield from ((letter, size) for letter in letters if letter.name != size)


class _Groups:
    """Sets of letters and slots that are known to run over the same values (union-find)."""

    def __init__(self) -> None:
        self.parent: dict[_Letter | Slot, _Letter | Slot] = {}

    def find(self, item: _Letter | Slot) -> _Letter | Slot:
        self.parent.setdefault(item, item)
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, left: _Letter | Slot, right: _Letter | Slot) -> None:
        self.parent[self.find(left)] = self.find(right)

    def members(self) -> list[list[_Letter | Slot]]:
        found: dict[_Letter | Slot, list[_Letter | Slot]] = {}
        for item in self.parent:
            found.setdefault(self.find(item), []).append(item)
        return list(found.values())
