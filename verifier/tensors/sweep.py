"""The reverse sweep: from the gradient by a later matrix to that by an earlier one.

The definitions between the two are taken in reverse order. Each hands on what it contributes to
the gradient by each matrix that it is made from, by a short derivation with differentials; the
contributions to one matrix are added. In a network of L layers the sweep from layer l to the one
below is the induction step of the proof for every layer: it needs that the cost depends on the
lower layer only through the upper one, which the graph of the definitions shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.kernel import terms
from verifier.kernel.domains import NATURAL, NONNEGATIVE, POSITIVE, UNIT_OPEN, array
from verifier.kernel.terms import UnsupportedTerm
from verifier.notation.tree import Symbol
from verifier.records import dataclass, replace
from verifier.tensors import build, tidy
from verifier.tensors.decide import COLUMN, ROW, Setting, decide_matrices
from verifier.tensors.differentials import GradientProof, derive, replaced
from verifier.tensors.entries import entry
from verifier.tensors.given import Given
from verifier.tensors.graph import Reach, parts, passes_through, reach, users
from verifier.tensors.matrices import Elementwise, Matrix, Named, dimensions_in, walk
from verifier.tensors.names import ClaimNames
from verifier.tensors.positive import is_nonnegative, is_positive
from verifier.tensors.read import Reader
from verifier.tensors.symbols import MatrixName, matrix_name
from verifier.values import Verdict

HIGHEST_CLIMB = 12
_NODE = Symbol("")


@dataclass(frozen=True, slots=True)
class Edge:
    """What the definition of `user` contributes to the gradient by `operand`."""

    user: MatrixName
    operand: MatrixName
    proof: GradientProof


@dataclass(frozen=True, slots=True)
class Sweep:
    """All contributions, the gradient by each matrix, and whether the index calculus agrees.

    `top` is where the sweep begins: the cost, or a matrix through which alone it depends on the
    goal. `gradients` are in terms of the gradients of the matrices above. `names` are the matrices
    that stand in the proof, `seeds` the matrices whose gradients do, both by the name in it. The
    proofs hold in the `setting`.
    """

    cost: MatrixName
    top: MatrixName
    goal: MatrixName
    edges: tuple[Edge, ...]
    gradients: tuple[tuple[MatrixName, Matrix], ...]
    agreement: Verdict
    names: Mapping[str, MatrixName]
    seeds: Mapping[str, MatrixName]
    setting: Setting

    @property
    def result(self) -> Matrix:
        return self.gradients[-1][1]

    @property
    def from_top(self) -> Matrix:
        """The result with all gradients put in but that by the top."""
        known: dict[Named, Matrix] = {}
        for name, gradient in self.gradients[:-1]:
            seed = next((s for s, of in self.seeds.items() if of == name), None)
            if seed is not None:
                known[Named(gradient.shape, seed)] = replaced(gradient, known)
        return tidy.simple(replaced(self.result, known))


def gradient_symbol(name: MatrixName, given: Given, cost: MatrixName) -> str:
    """The name of the gradient of the cost by a matrix."""
    return f"∂{cost}/∂{name}"


def sweep(
    goal: MatrixName,
    cost: MatrixName,
    given: Given,
    setting: Setting,
    top: MatrixName | None = None,
) -> Sweep:
    """The gradient of the cost by a matrix, from that by the `top` if one is said.

    The cost must depend on the matrix through the top alone.
    Raises `NoDifferential`, `MeaningError` and `ShapeMismatch` where a definition stands in the
    way, and ValueError when the cost does not depend on the matrix in a way that can be followed.
    """
    top = top or top_of(goal, cost, given)
    between = _between(goal, top, given)
    beside = [name for name in _defined_beside(between, given) if name not in between]
    names = ClaimNames(given, cost, frozenset({goal, *between, *beside}))
    reader = Reader(given, names)
    bodies = {name: names.definition(name, reader, _NODE) for name in between}
    named = {name: names.atom(name, reader, _NODE) for name in (goal, *between)}
    setting = with_ranges(setting, *_definitions(beside, names, reader))
    setting = with_ranges(setting, named, bodies)
    seeds: dict[MatrixName, Matrix] = {
        name: Named(named[name].shape, gradient_symbol(name, given, cost)) for name in between
    }
    if top == cost:
        seeds[top] = build.constant(1)
    edges: list[Edge] = []
    gradients: dict[MatrixName, Matrix] = {}
    for user in reversed(between):
        body = build.spread(bodies[user], named[user].shape)
        for operand in (goal, *between):
            if any(part == named[operand] for part in walk(body)):
                proof = derive(seeds[user], body, named[operand], setting, named[user])
                edges.append(Edge(user, operand, proof))
                known = gradients.get(operand)
                found = proof.gradient
                gradients[operand] = found if known is None else build.plus(known, found)
    if goal not in gradients:
        raise ValueError(f"{cost} does not depend on {goal} in a way that can be followed")
    order = [*(name for name in reversed(between) if name in gradients), goal]
    found_pairs = tuple((name, gradients[name]) for name in order)
    agreement = _agreement(found_pairs, top, between, bodies, named, seeds, setting)
    gradients_of = {seed.name: name for name, seed in seeds.items() if isinstance(seed, Named)}
    return Sweep(
        cost,
        top,
        goal,
        tuple(edges),
        found_pairs,
        agreement,
        dict(names.used),
        gradients_of,
        setting,
    )


def _defined_beside(between: tuple[MatrixName, ...], given: Given) -> Iterator[MatrixName]:
    """The defined names in the definitions of others: they are not written out in a proof."""
    for name in between:
        for part in parts(name, given):
            defined = given.definition_of(part)
            if defined is not None and matrix_name(defined.body) is None:
                yield part


def with_ranges(
    setting: Setting, named: Mapping[MatrixName, Named], bodies: Mapping[MatrixName, Matrix]
) -> Setting:
    """The setting with the ranges of the definitions: σ(Z) lies in (0, 1), e^Z is positive."""
    domains = dict(setting.domains)
    for name, body in bodies.items():
        matrix = named[name]
        row = None if matrix.shape.rows == 1 else terms.variable(ROW)
        column = None if matrix.shape.columns == 1 else terms.variable(COLUMN)
        domain = UNIT_OPEN if isinstance(body, Elementwise) and _is_sigmoid(body) else None
        if domain is None:
            try:
                term = entry(body, row, column)
            except UnsupportedTerm:
                continue
            domains = dict.fromkeys(dimensions_in(body), NATURAL) | domains
            if is_positive(term, domains):
                domain = POSITIVE
            elif is_nonnegative(term, domains):
                domain = NONNEGATIVE
        if domain is not None:
            key = matrix.name if matrix.shape.is_scalar else matrix.name + "[]"
            domains[key] = domain if matrix.shape.is_scalar else array(domain)
    return replace(setting, domains=domains)


def _definitions(
    found: list[MatrixName], names: ClaimNames, reader: Reader
) -> tuple[dict[MatrixName, Named], dict[MatrixName, Matrix]]:
    """The names as matrices, and what they are made of."""
    named = {name: names.atom(name, reader, _NODE) for name in found}
    return named, {name: names.definition(name, reader, _NODE) for name in found}


def _is_sigmoid(body: Elementwise) -> bool:
    return body.function == "sigmoid" and body.order == 0


def top_of(goal: MatrixName, cost: MatrixName, given: Given) -> MatrixName:
    """Where the sweep begins: at a matrix through which alone the cost depends on the goal.

    The next one whose gradient the article names, or the cost if it can be followed down to the
    goal, or the next one at all.
    """
    above: list[MatrixName] = []
    level = [goal]
    for _ in range(HIGHEST_CLIMB):
        level = list(dict.fromkeys(user for name in level for user in users(name, given)))
        above += [n for n in level if n not in above and passes_through(goal, n, cost, given)]
    own = [name for name in above if given.definition_of(replace(name, base="d" + name.base))]
    if own:
        return own[0]
    if reach(cost, frozenset({goal}), given) is Reach.YES:
        return cost
    if not above:
        raise ValueError(f"{cost} does not depend on {goal} in a way that can be followed")
    return above[0]


def _between(goal: MatrixName, top: MatrixName, given: Given) -> tuple[MatrixName, ...]:
    """The defined names on the ways from the goal up to the top, each after its parts."""
    found: list[MatrixName] = []
    target = frozenset({goal})

    def visit(name: MatrixName) -> None:
        if name == goal or name in found or reach(name, target, given) is not Reach.YES:
            return
        for part in parts(name, given):
            visit(part)
        found.append(name)

    visit(top)
    return tuple(found)


def _agreement(
    gradients: tuple[tuple[MatrixName, Matrix], ...],
    top: MatrixName,
    between: tuple[MatrixName, ...],
    bodies: Mapping[MatrixName, Matrix],
    named: Mapping[MatrixName, Named],
    seeds: Mapping[MatrixName, Matrix],
    setting: Setting,
) -> Verdict:
    """The sweep as a whole against the derivative by indices of all definitions put together."""
    values: dict[Named, Matrix] = {}
    for name in between:
        body = replaced(bodies[name], values)
        values[named[name]] = build.spread(body, named[name].shape)
    known: dict[Named, Matrix] = {}
    for name, gradient in gradients:
        full = replaced(replaced(gradient, known), values)
        seed = seeds.get(name)
        if isinstance(seed, Named):
            known[seed] = full
    whole = build.pairing(seeds[top], values[named[top]])
    goal = gradients[-1][0]
    return decide_matrices(build.gradient(whole, named[goal]), full, setting)
