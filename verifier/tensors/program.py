"""The forward and the backward pass of an article as a program: assignments, and loops over layers.

The forward pass are the definitions that the cost is made of, each after what it needs; those "for
every layer" are a loop from 1 to the depth. Where the last layer differs from the others it stands
after the loop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.records import dataclass, field
from verifier.tensors.given import Given
from verifier.tensors.matrices import Matrix
from verifier.tensors.nets import Body, body_of
from verifier.tensors.symbols import Layer, MatrixName
from verifier.tensors.unrolled import depths_of

MOST_DEFINITIONS = 200


class NoProgram(Exception):  # noqa: N818 - names what was met
    """Definitions that are no program of assignments and one loop; says why."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """`name = value`, or `name += value` where `adds`; `is_gradient` where it is ∂J/∂name."""

    name: MatrixName
    value: Matrix
    is_gradient: bool = False
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Pass:
    """Assignments before the loop over the layers, in it, and after it; in the order of running.

    `letter` is that of the loop. It runs through the layers `first` to `last`, or back.
    """

    before: tuple[Assignment, ...]
    loop: tuple[Assignment, ...]
    after: tuple[Assignment, ...]
    letter: str = ""
    last: Layer | None = None

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """All of them."""
        return (*self.before, *self.loop, *self.after)


@dataclass(frozen=True, slots=True)
class Program:
    """Both passes with what they start from.

    `targets` are the inputs whose gradients the backward pass gives.
    """

    cost: MatrixName
    inputs: tuple[MatrixName, ...]
    targets: tuple[MatrixName, ...]
    forward: Pass
    backward: Pass


@dataclass(slots=True)
class Definitions:
    """The definitions behind the cost of an article, in the order of running.

    `names` collects all matrices, by the name in the values. Raises `NoProgram`.
    """

    given: Given
    cost: MatrixName
    names: dict[str, MatrixName]
    bodies: dict[MatrixName, Body] = field(default_factory=dict)

    def inputs(self) -> tuple[MatrixName, ...]:
        """The names behind the cost that nothing defines, in the order of their declarations."""
        found = dict.fromkeys(n for n in self.names.values() if self.is_input(n))
        places = {key: place for place, key in enumerate(self.given.shapes)}
        last = len(places)
        return tuple(sorted(found, key=lambda n: places.get(n.family, places.get(str(n), last))))

    def arguments(self, forward: Pass) -> Iterator[MatrixName]:
        """The inputs, with those of layer 0 with which the loop begins."""
        yield from dict.fromkeys(general_name(n, forward.letter) for n in self.inputs())
        defined = {one.name for one in forward.before}
        for one in forward.loop:
            below = one.name.at(Layer(forward.letter, -1))
            first = one.name.at(Layer("", 0))
            used = any(str(below) in self.body(o.name).names for o in forward.loop)
            if used and first not in defined:
                yield first

    def is_input(self, name: MatrixName) -> bool:
        """Whether nothing defines the name."""
        return self.given.definition_of(name) is None

    def body(self, name: MatrixName) -> Body:
        """The definition of a name, in terms of the names in it."""
        if name not in self.bodies:
            found = body_of(name, self.given, self.cost)
            if found is None:
                raise NoProgram(f"nothing defines {name}")
            self.bodies[name] = found
            self.names.update(found.names)
            self.names[str(name)] = name
        return self.bodies[name]

    # Forward --------------------------------------------------------------------------------

    def forward(self) -> Pass:
        """The definitions behind the cost."""
        order: list[MatrixName] = []
        self.collect(self.cost, order, [])
        letter = self.loop_letter(order)
        if not letter:
            return Pass(tuple(self.assigned(order)), (), ())
        depth = self.depth(order)
        before = [*self.first_layers(order), *(n for n in order if not is_layered(n))]
        late = [n for n in before if self.is_made_of_layers(n)]
        general = list(dict.fromkeys(general_name(n, letter) for n in order if is_layered(n)))
        at_depth = [n.at(depth) for n in general]
        special = any(self.is_special(n) for n in at_depth)
        loop = self.sorted_layer(general)
        end = [n.at(depth) for n in loop] if special else []
        return Pass(
            tuple(self.assigned(n for n in before if n not in late)),
            tuple(self.assigned(loop)),
            tuple(self.assigned([*end, *late])),
            letter,
            depth.shifted(-1) if special else depth,
        )

    def first_layers(self, order: list[MatrixName]) -> Iterator[MatrixName]:
        """The definitions of layer 0, as in A^[0] = X; those of other single layers are refused."""
        families = {name.family for name in order if is_layered(name)}
        for defined in self.given.definitions.values():
            name = defined.name
            if name.layer is not None and name.family in families and not name.layer.letter:
                if name.layer.offset != 0:
                    raise NoProgram(f"{name} has a definition of its own")
                yield name

    def collect(self, name: MatrixName, order: list[MatrixName], way: list[MatrixName]) -> None:
        """The defined names behind a name, each after its parts; layers are followed one down."""
        if name in order or self.is_input(name):
            return
        if name in way or len(way) > MOST_DEFINITIONS:
            raise NoProgram(f"the definition of {name} is circular")
        for part in self.body(name).names.values():
            if not self.is_further_down(part, name, way):
                self.collect(part, order, [*way, name])
        if name not in order:
            order.append(name)

    def is_further_down(self, part: MatrixName, name: MatrixName, way: list[MatrixName]) -> bool:
        """Whether a part is the same family as one above it, a layer below: the loop gives it."""
        layer = part.layer
        if layer is None or not layer.letter:
            return False
        return any(other.family == part.family for other in (*way, name))

    def loop_letter(self, order: list[MatrixName]) -> str:
        """The letter of the definitions for every layer; empty where there are none."""
        letters = {self.definition_letter(name) for name in order} - {""}
        if len(letters) > 1:
            raise NoProgram(f"two kinds of layers, {' and '.join(sorted(letters))}")
        return letters.pop() if letters else ""

    def definition_letter(self, name: MatrixName) -> str:
        defined = self.given.definition_of(name)
        return "" if defined is None else defined.letter

    def depth(self, order: list[MatrixName]) -> Layer:
        depths = depths_of(self.given)
        used = {n.layer.letter for n in order if n.layer is not None and n.layer.letter in depths}
        if len(used) != 1:
            raise NoProgram(f"found {len(used)} depths of the network, expected one, as in A^[L]")
        return Layer(used.pop())

    def is_special(self, name: MatrixName) -> bool:
        """Whether the layer is not made as the others are."""
        functions = {f.name.layer for f in self.given.functions.values()}
        return str(name) in self.given.definitions or name.layer in functions

    def is_made_of_layers(self, name: MatrixName) -> bool:
        return any(
            part.layer is not None and part.layer.letter for part in self.body(name).names.values()
        ) or any(
            self.is_made_of_layers(part)
            for part in self.body(name).names.values()
            if not self.is_input(part) and part.layer is None
        )

    def sorted_layer(self, names: list[MatrixName]) -> list[MatrixName]:
        """The names of one layer, each after those of the same layer that it is made of."""
        order: list[MatrixName] = []

        def visit(name: MatrixName) -> None:
            if name in order:
                return
            for part in self.body(name).names.values():
                if part in names and part != name:
                    visit(part)
            order.append(name)

        for name in names:
            visit(name)
        return order

    def assigned(self, names: Iterable[MatrixName]) -> Iterator[Assignment]:
        for name in names:
            yield Assignment(name, self.body(name).matrix)


def is_layered(name: MatrixName) -> bool:
    """Whether the layer of a name is written with a letter."""
    return name.layer is not None and bool(name.layer.letter)


def general_name(name: MatrixName, letter: str) -> MatrixName:
    """The name for every layer."""
    return name if name.layer is None or not letter else name.at(Layer(letter))
