"""The backward pass of a program: gradients in the reverse order of the definitions.

The gradient by a matrix is the sum of what each definition that uses it hands on, derived and
decided as in a proof. Where the last layer differs from the others it stands before the loop, which
runs from the layer below it down to the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from verifier.records import dataclass, replace
from verifier.tensors import build
from verifier.tensors.decide import Setting
from verifier.tensors.differential_rules import NoDifferential
from verifier.tensors.differentials import derive
from verifier.tensors.graph import users
from verifier.tensors.matrices import Matrix, Named, walk
from verifier.tensors.nets import Body
from verifier.tensors.program import (
    Assignment,
    Definitions,
    NoProgram,
    Pass,
    Program,
    general_name,
    is_layered,
)
from verifier.tensors.sweep import gradient_symbol, with_ranges
from verifier.tensors.symbols import Layer, MatrixName
from verifier.values import Proved

ClosedForm = Callable[[MatrixName, Matrix], Matrix | None]
"""A closed form of the gradient by a name that is known beside the derived one, or None."""


def program_of(
    definitions: Definitions,
    setting: Setting,
    wanted: frozenset[str],
    closed_form: ClosedForm,
    seeds: dict[str, MatrixName],
) -> Program:
    """The program whose backward pass gives the gradients by the families that are wanted.

    `seeds` collects the matrices whose gradients are used. Raises `NoProgram`.
    """
    forward = definitions.forward()
    inputs = dict.fromkeys(general_name(n, forward.letter) for n in definitions.inputs())
    targets = tuple(name for name in inputs if name.family in wanted)
    if not targets:
        raise NoProgram("the article claims no gradient by a matrix that nothing defines")
    backward = _Backward(definitions, setting, wanted, closed_form, seeds).made(forward, targets)
    return Program(
        definitions.cost, tuple(definitions.arguments(forward)), targets, forward, backward
    )


@dataclass(slots=True)
class _Backward:
    """Derives the gradients; raises `NoProgram`."""

    definitions: Definitions
    setting: Setting
    wanted: frozenset[str]
    closed_form: ClosedForm
    seeds: dict[str, MatrixName]

    def made(self, forward: Pass, targets: tuple[MatrixName, ...]) -> Pass:
        """The gradients in the reverse order, without those that nothing needs."""
        letter = forward.letter
        plain = [one.name for one in (*forward.before, *forward.after) if one.name.layer is None]
        flat = [t for t in targets if t.layer is None or not letter]
        rest = self.gradients([*flat, *(n for n in plain if n != self.definitions.cost)])
        first = [one for one in rest if self.is_above(one.name)]
        last = [one for one in rest if one not in first]
        if not letter or forward.last is None:
            return self.pruned(Pass(tuple(rest), (), ()))
        names = [*(t for t in targets if t.layer is not None), *(one.name for one in forward.loop)]
        depth = Layer(forward.last.letter)
        end = [*self.gradients([n.at(depth) for n in names]), *self.additions(flat, depth)]
        lower = Layer(letter)
        loop = [*self.gradients([n.at(lower) for n in names]), *self.additions(flat, lower)]
        return self.pruned(
            Pass((*first, *end), tuple(loop), tuple(last), letter, depth.shifted(-1))
        )

    def additions(self, names: list[MatrixName], layer: Layer) -> Iterator[Assignment]:
        """What the definitions of one layer hand on to matrices that all layers share."""
        for name in names:
            for user in self.users_of(name):
                if is_layered(user):
                    for part in self.handed_on(user.at(layer), name):
                        yield Assignment(name, part, is_gradient=True, adds=True)

    def is_above(self, name: MatrixName) -> bool:
        """Whether a name without a layer is made from the layers, so that it comes first."""
        return not self.definitions.is_input(name) and self.definitions.is_made_of_layers(name)

    def gradients(self, names: Sequence[MatrixName]) -> list[Assignment]:
        """The gradients by some names, the last one first."""
        found: list[Assignment] = []
        for name in reversed(list(dict.fromkeys(names))):
            found += self.gradient(name)
        return found

    def gradient(self, name: MatrixName) -> Iterator[Assignment]:
        direct = [u for u in self.users_of(name) if is_layered(name) or not is_layered(u)]
        parts = [part for user in direct for part in self.handed_on(user, name)]
        if not parts:
            return
        total = parts[0]
        for part in parts[1:]:
            total = build.plus(total, part)
        known = self.closed_form(name, total)
        yield Assignment(name, total if known is None else known, is_gradient=True)

    def users_of(self, name: MatrixName) -> list[MatrixName]:
        found = dict.fromkeys(users(name, self.definitions.given))
        return [n for n in found if n == self.definitions.cost or self.leads_to_cost(n)]

    def leads_to_cost(self, name: MatrixName) -> bool:
        return name in self.definitions.bodies or (
            is_layered(name)
            and any(name.family == known.family for known in self.definitions.bodies)
        )

    def handed_on(self, user: MatrixName, name: MatrixName) -> Iterator[Matrix]:
        body = self.definitions.body(user)
        variable = next((p for p in walk(body.matrix) if p == self.named(name, body)), None)
        if not isinstance(variable, Named):
            return
        shape = body.matrix.shape
        symbol = gradient_symbol(user, self.definitions.given, self.definitions.cost)
        if user != self.definitions.cost:
            self.seeds[symbol] = user
        seed = build.constant(1) if user == self.definitions.cost else Named(shape, symbol)
        own = Named(shape, str(user))
        try:
            proof = derive(seed, body.matrix, variable, self.setting_for(body), own)
        except NoDifferential as problem:
            raise NoProgram(f"no gradient by {name} through {user}: {problem}") from None
        if not all(isinstance(line.verdict, Proved) for line in proof.lines):
            raise NoProgram(f"the gradient by {name} through {user} is not proved")
        yield proof.gradient

    def setting_for(self, body: Body) -> Setting:
        """The setting with the ranges of what a definition is made of."""
        named: dict[MatrixName, Named] = {}
        bodies: dict[MatrixName, Matrix] = {}
        for part in body.names.values():
            if not self.definitions.is_input(part):
                bodies[part] = self.definitions.body(part).matrix
                named[part] = Named(bodies[part].shape, str(part))
        return with_ranges(self.setting, named, bodies)

    def named(self, name: MatrixName, body: Body) -> Named | None:
        return next(
            (p for p in walk(body.matrix) if isinstance(p, Named) and p.name == str(name)), None
        )

    def pruned(self, made: Pass) -> Pass:
        """Without the gradients that no target needs."""
        needed: set[str] = set()
        todo = [one for one in made.assignments if self.is_wanted(one)]
        kept: set[int] = set()
        while todo:
            one = todo.pop()
            if id(one) in kept:
                continue
            kept.add(id(one))
            for part in walk(one.value):
                if isinstance(part, Named) and part.name in self.seeds:
                    family = self.seeds[part.name].family
                    if family not in needed:
                        needed.add(family)
                    todo += [o for o in made.assignments if self.gives(o, self.seeds[part.name])]
        keep = [
            tuple(o for o in part if id(o) in kept) for part in (made.before, made.loop, made.after)
        ]
        return replace(made, before=keep[0], loop=keep[1], after=keep[2])

    def is_wanted(self, one: Assignment) -> bool:
        return self.definitions.is_input(one.name) and one.name.family in self.wanted

    def gives(self, one: Assignment, name: MatrixName) -> bool:
        """Whether an assignment gives the gradient by a name, for the layer it is of or another."""
        return one.name == name or (
            one.name.family == name.family and _is_general(one.name) and is_layered(name)
        )


def _is_general(name: MatrixName) -> bool:
    return name.layer is not None and name.layer.is_general
