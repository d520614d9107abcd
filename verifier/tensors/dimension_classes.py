"""Which dimensions are the same, while an article is read whose shapes nobody has written down.

A dimension may belong to a layer: `W_l v_{l-1}` says that W has a column for each row of v one
layer below. So a dimension is a sequence over the layers, and that two are the same is said with a
shift between them. A sequence that is its own shift has the same size in every layer.
"""

from __future__ import annotations

from verifier.records import dataclass, field

Open = tuple[int, int]
"""A dimension by its number, and how many layers up it is taken."""
Dimension = Open | None
"""An open dimension, or None for 1."""


class Clash(Exception):  # noqa: N818 - names what was met
    """Two dimensions that have to be the same cannot be."""


@dataclass(slots=True)
class Classes:
    """Classes of equal dimensions: a forest in which every link has a shift.

    Like any union of classes, after Galler and Fischer 1964, with weights on the links.
    """

    links: dict[int, Open] = field(default_factory=dict)
    constant: set[int] = field(default_factory=set)
    names: dict[int, str] = field(default_factory=dict)
    """The names of the dimensions that an article writes down, and of those equal to them."""
    count: int = 0
    known: dict[str, int] = field(default_factory=dict)
    """The dimensions that are written, by how they are written."""

    def copy(self) -> Classes:
        tables = dict(self.links), set(self.constant), dict(self.names)
        return Classes(*tables, self.count, dict(self.known))

    def written(self, name: str, is_layered: bool = False) -> Open:
        """The dimension of a name; a layered one, n in `n_l`, is another one than `n`."""
        key = f"{name}_" if is_layered else name
        if key not in self.known:
            self.known[key] = self.fresh(not is_layered, name)[0]
        return self.known[key], 0

    def fresh(self, constant: bool, name: str = "") -> Open:
        """A dimension of which nothing is known but perhaps its name.

        A constant one is the same in every layer.
        """
        self.count += 1
        if constant:
            self.constant.add(self.count)
        if name:
            self.names[self.count] = name
        return self.count, 0

    def found(self, dimension: Open) -> Open:
        """The dimension that stands for the class, with the shift; no shift for a constant one."""
        number, shift = dimension
        while number in self.links:
            number, by = self.links[number]
            shift += by
        return number, 0 if number in self.constant else shift

    def same(self, one: Dimension, other: Dimension) -> None:
        """Takes in that two dimensions are the same.

        Raises `Clash` when one alone is 1, or both have names of their own.
        """
        if one is None or other is None:
            if one is not other:
                raise Clash
            return
        (first, up), (second, down) = self.found(one), self.found(other)
        if first == second:
            if up != down:
                self.constant.add(first)
            return
        if first in self.names and second in self.names:
            raise Clash
        if first in self.names:
            self.names[second] = self.names[first]
        if second in self.constant:
            self.constant.add(first)
        if first in self.constant:
            self.constant.add(second)
        self.links[first] = second, down - up
