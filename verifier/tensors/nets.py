"""Random nets: numbers for every matrix of an article, its definitions followed by NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import numpy as np

from verifier.kernel.domains import REAL, Domain, Finite, IndexRange, Interval, Natural
from verifier.meaning.errors import MeaningError
from verifier.notation.tree import Node, Symbol
from verifier.records import dataclass, field
from verifier.tensors import build, evaluate
from verifier.tensors.evaluate import STEP, Numbers, Point
from verifier.tensors.given import Given
from verifier.tensors.graph import layers_for
from verifier.tensors.matrices import Matrix, walk
from verifier.tensors.names import ClaimNames
from verifier.tensors.read import Reader
from verifier.tensors.shapes import Dimension, Shape
from verifier.tensors.symbols import MatrixName

LARGEST_SIZE = 4
LARGEST_NATURAL = 4
SMALLEST = 1e-2
_NODE = Symbol("")


class Atoms(ClaimNames):
    """Every name is a matrix of its own, of the shape that was declared or that it is made with."""

    def named(self, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        """The matrix of that name."""
        return self.atom(name, reader, node)


def body_of(name: MatrixName, given: Given, cost: MatrixName) -> Body | None:
    """The definition of a name in terms of the names in it, or None when nothing defines it.

    Raises `MeaningError` and `ShapeMismatch` where it means nothing.
    """
    defined = given.definition_of(name)
    if defined is None:
        return None
    names = Atoms(given, cost, frozenset())
    reader = Reader(given, names, layers=layers_for(defined, name))
    declared = given.shape_of(name)
    body = reader.matrix(defined.body, declared)
    return Body(body if declared is None else build.spread(body, declared), dict(names.used))


@dataclass(frozen=True, slots=True)
class Body:
    """A right side, and the names that stand in it."""

    matrix: Matrix
    names: Mapping[str, MatrixName]


@dataclass(slots=True)
class Net:
    """Numbers for the names of what is given, in which no letter of a depth is left.

    A name that nothing defines gets a random value of its domain; a defined one its definition.
    Sizes are random too, from 1 to 4. `value` raises `MeaningError` and `ShapeMismatch` where a
    definition means nothing.
    """

    given: Given
    cost: MatrixName
    seed: int
    sizes: dict[str, int] = field(default_factory=dict)
    inputs: dict[MatrixName, Numbers] = field(default_factory=dict)
    bodies: dict[MatrixName, Body | None] = field(default_factory=dict)

    def value(self, name: MatrixName) -> Numbers:
        """The matrix of a name."""
        return self._value(name, dict(self.inputs))

    def gradient(self, name: MatrixName) -> Numbers:
        """The gradient of the cost by a matrix, one complex step for each entry."""
        base = self.value(name).astype(complex)
        found = np.zeros(base.shape)
        for place in np.ndindex(*base.shape):
            moved = base.copy()
            moved[place] += 1j * STEP
            found[place] = self._value(self.cost, {**self.inputs, name: moved})[0, 0].imag / STEP
        return found

    def size(self, dimension: Dimension) -> int:
        """The size of a dimension, chosen when it is met first."""
        if isinstance(dimension, int) or dimension.isdigit():
            return int(dimension)
        if dimension not in self.sizes:
            random = np.random.default_rng((self.seed, len(self.sizes)))
            self.sizes[dimension] = int(random.integers(1, LARGEST_SIZE, endpoint=True))
        return self.sizes[dimension]

    def sized(self, shape: Shape) -> tuple[int, int]:
        """The numbers of rows and columns."""
        return self.size(shape.rows), self.size(shape.columns)

    def at(self, body: Matrix, values: dict[str, Numbers]) -> Numbers:
        """An expression whose matrices have the values named."""
        for part in walk(body):
            for dimension in evaluate.dimensions(part):
                self.size(dimension)
        return evaluate.value(body, Point(self.sizes, values))

    # Following the definitions --------------------------------------------------------------

    def _value(self, name: MatrixName, known: dict[MatrixName, Numbers]) -> Numbers:
        if name in known:
            return known[name]
        if name not in self.bodies:
            self.bodies[name] = body_of(name, self.given, self.cost)
        body = self.bodies[name]
        if body is None:
            known[name] = self.inputs[name] = self._drawn(name)
            return known[name]
        values = {text: self._value(part, known) for text, part in body.names.items()}
        known[name] = self.at(body.matrix, values)
        return known[name]

    def _drawn(self, name: MatrixName) -> Numbers:
        shape = self.given.shape_of(name)
        if shape is None:
            raise MeaningError(_NODE.span, f"the symbol {name} without a shape", "a declaration")
        random = np.random.default_rng((self.seed, crc32(str(name).encode())))
        rows, columns = self.sized(shape)
        for hypothesis in self.given.sums_to_one:
            if hypothesis.name == str(name):
                hot, across = (columns, rows) if hypothesis.by_rows else (rows, columns)
                chosen = np.eye(hot)[:, random.integers(0, hot, across)]
                return chosen.T if hypothesis.by_rows else chosen
        domains = self.given.entry_domains([(str(name), name)])
        domain = domains.get(str(name)) or self.given.scalars.get(str(name), REAL)
        return drawn(domain, (rows, columns), random)


def drawn(domain: Domain, shape: tuple[int, int], random: np.random.Generator) -> Numbers:
    """Moderate values of a domain, away from its ends: a network saturates soon."""
    match domain:
        case Finite(values):
            return random.choice([float(value) for value in values], shape)
        case Natural() | IndexRange():
            return random.integers(1, LARGEST_NATURAL, shape, endpoint=True).astype(float)
        case Interval(lower, upper, _, _) if lower is not None and upper is not None:
            return random.uniform(0.05, 0.95, shape) * float(upper - lower) + float(lower)
        case Interval(lower, None, _, _) if lower is not None:
            return float(lower) + random.uniform(0.1, 2.0, shape)
        case Interval(None, upper, _, _) if upper is not None:
            return float(upper) - random.uniform(0.1, 2.0, shape)
    return random.normal(0.0, 0.6, shape)


def agreeing_error(found: Numbers, expected: Numbers) -> float:
    """The largest difference, relative to the largest entry or to 1/100 if that is larger.

    NaN where a value is not finite.
    """
    if not (np.isfinite(found).all() and np.isfinite(expected).all()):
        return float("nan")
    scale = max(float(np.abs(expected).max()), SMALLEST)
    return float(np.abs(found - expected).max()) / scale
