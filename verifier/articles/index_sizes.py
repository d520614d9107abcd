"""How many values an index letter has: `\\sum_{i=1}^n x_i` says that `x` has n entries.

Letters that index the same family share the number of their values. A letter that runs to n in one
sum and to t in another has no number of its own: in each statement it has that of the families that
it indexes there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from verifier.meaning.names import DOTS, bound_letter, entries_of, name_of
from verifier.notation.kinds import parts_of
from verifier.notation.tree import BigOperator, Chain, Node, Subscript, Superscript, children
from verifier.records import dataclass

Slot = tuple[str, int]
"""A family and the position of an index in it."""

Size = tuple[str, str]
"""An index letter and the name of the number of its values."""


Entry = tuple[tuple[str, tuple[Node, ...]], Mapping[str, str | None]]
"""A family with its indices, and the letters bound there with their last values."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The letters that have one number of values, and those that have one in some statements."""

    everywhere: tuple[Size, ...]
    inside: Mapping[Chain, tuple[Size, ...]]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter that counts one thing everywhere, or one that is free in a statement."""

    name: str
    statement: Chain | None = None


def sizes_of_letters(
    statements: Iterable[Chain], families: frozenset[str], bounds: Mapping[str, set[str]]
) -> Sizes:
    """The sizes of all index letters; `bounds` has the names that end the range of each letter."""
    wavering = frozenset(letter for letter, ends in bounds.items() if len(ends) > 1)
    groups, lasts = _grouped(statements, families, wavering)
    for name in bounds:
        if name not in wavering:
            groups.join(_Letter(name), _Letter(name))
    found = dict(_sizes(groups, bounds, lasts))
    unclear = frozenset(_without_bounds(statements)) & wavering if wavering else wavering
    inside: dict[Chain, tuple[Size, ...]] = {}
    for letter, size in found.items():
        if letter.statement is not None and letter.name not in unclear:
            inside[letter.statement] = (*inside.get(letter.statement, ()), (letter.name, size))
    everywhere = (
        (letter.name, size) for letter, size in found.items() if letter == _Letter(letter.name)
    )
    return Sizes(tuple(sorted(everywhere)), inside)


def _grouped(
    statements: Iterable[Chain], families: frozenset[str], wavering: frozenset[str]
) -> tuple[_Groups, Mapping[Slot, set[str]]]:
    """Which letters index the same, and for each slot the last values of letters that waver."""
    groups = _Groups()
    lasts: dict[Slot, set[str]] = {}
    for statement in statements:
        for (family, indices), ends in _entries_of(statement):
            for position, index in enumerate(indices) if family in families else ():
                name, slot = name_of(index), (family, position)
                if name is None or name in DOTS:
                    continue
                last = ends.get(name)
                if name not in wavering:
                    groups.join(_Letter(name), slot)
                elif name not in ends:
                    groups.join(_Letter(name, statement), slot)
                elif last is not None:
                    lasts.setdefault(groups.known(slot), set()).add(last)
    return groups, lasts


def _entries_of(statement: Chain) -> Iterator[Entry]:
    """The entries in a statement; most have none, and it costs little to see that."""
    if parts_of((statement,), Subscript, Superscript):
        yield from _entries(statement, {})


def _entries(node: Node, ends: Mapping[str, str | None]) -> Iterator[Entry]:
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


def _without_bounds(statements: Iterable[Chain]) -> Iterator[str]:
    """The letters of sums such as `\\sum_i`, which take their range from elsewhere."""
    for statement in statements:
        for node in parts_of((statement,), BigOperator):
            if node.upper is None:
                letter = bound_letter(node.lower)
                if letter is not None:
                    yield letter


def _sizes(
    groups: _Groups, bounds: Mapping[str, set[str]], lasts: Mapping[Slot, set[str]]
) -> Iterator[tuple[_Letter, str]]:
    for members in groups.members():
        letters = [member for member in members if isinstance(member, _Letter)]
        plain = sorted(letter.name for letter in letters if letter == _Letter(letter.name))
        named = {name for letter in plain for name in bounds.get(letter, ())}
        slots = (member for member in members if not isinstance(member, _Letter))
        named = named.union(*(lasts.get(slot, ()) for slot in slots))
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

    def known(self, slot: Slot) -> Slot:
        """The slot, which is in a set of its own if in no other."""
        self.find(slot)
        return slot

    def join(self, left: _Letter | Slot, right: _Letter | Slot) -> None:
        self.parent[self.find(left)] = self.find(right)

    def members(self) -> list[list[_Letter | Slot]]:
        found: dict[_Letter | Slot, list[_Letter | Slot]] = {}
        for item in self.parent:
            found.setdefault(self.find(item), []).append(item)
        return list(found.values())
