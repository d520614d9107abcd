"""Matrix expressions in numbers, by NumPy: gradients by complex steps.

It shares nothing with the decision: the numeric check of proofs and the tests stand on it. A
gradient is Im f(X + ih E)/h for each entry, which has no subtraction and so no cancellation. An
unknown elementwise function is some smooth one that its name chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from zlib import crc32

import numpy as np
import numpy.typing as npt

from verifier.hints import Any
from verifier.records import dataclass, field
from verifier.tensors import matrices as m
from verifier.tensors.matrices import Matrix, walk
from verifier.tensors.shapes import Dimension, Shape

Numbers = npt.NDArray[Any]
STEP = 1e-30
WORST_CONDITION = 1e6

_FUNCTIONS: Mapping[str, Callable[[Numbers], Numbers]] = {
    "exp": np.exp,
    "ln": lambda x: np.where(np.real(x) > 0, np.log(x), complex("nan+nanj")),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "softplus": lambda x: np.log(1 + np.exp(x)),
    "relu": lambda x: np.where(x.real > 0, x, 0),
    "sin": np.sin,
    "cos": np.cos,
    "absolute": lambda x: np.where(x.real < 0, -x, x),
    "sign": lambda x: np.sign(x.real) + 0j,
}


@dataclass(slots=True)
class Point:
    """Sizes and values; `one_hot` names the matrices whose columns are one-hot."""

    sizes: dict[str, int]
    values: dict[str, Numbers]
    indices: dict[str, int] = field(default_factory=dict)


def random_point(
    matrices: tuple[Matrix, ...], seed: int, one_hot: frozenset[str], unit: frozenset[str]
) -> Point:
    """Distinct sizes of at least 2 and normal values; `unit` names are within (0, 1)."""
    random = np.random.default_rng(seed)
    names = sorted({d for part in walk(*matrices) for d in dimensions(part)})
    sizes = dict(zip(names, random.permutation(np.arange(2, 2 + len(names))), strict=True))
    values: dict[str, Numbers] = {}
    for part in walk(*matrices):
        if isinstance(part, m.Named):
            shape = sized(part.shape, sizes)
            if part.name in one_hot:
                chosen = random.integers(0, shape[0], shape[1])
                values[part.name] = np.eye(shape[0])[:, chosen].astype(complex)
            elif part.name in unit:
                values[part.name] = random.uniform(0.1, 0.9, shape).astype(complex)
            else:
                values[part.name] = (random.normal(size=shape) * 0.5).astype(complex)
    return Point({name: int(size) for name, size in sizes.items()}, values)


def dimensions(matrix: Matrix) -> Iterator[str]:
    """The names of the dimensions in the shape of an expression, or that it is."""
    yield from matrix.shape.dimensions
    if isinstance(matrix, m.Size) and isinstance(matrix.dimension, str):
        yield matrix.dimension


def sized(shape: Shape, sizes: Mapping[str, int]) -> tuple[int, int]:
    """The numbers of rows and columns."""
    return number(shape.rows, sizes), number(shape.columns, sizes)


def number(dimension: Dimension, sizes: Mapping[str, int]) -> int:
    """A dimension as a number."""
    return int(sizes[dimension]) if isinstance(dimension, str) else dimension


def value(matrix: Matrix, point: Point) -> Numbers:
    """The matrix at the point, of its full shape."""
    with np.errstate(all="ignore"):
        found = _value(matrix, point)
    return np.broadcast_to(found, sized(matrix.shape, point.sizes))


def _value(matrix: Matrix, point: Point) -> Numbers:
    shape = sized(matrix.shape, point.sizes)
    match matrix:
        case m.Named(_, name):
            return point.values[name]
        case m.Constant(_, rational):
            return np.full((1, 1), complex(rational))
        case m.Size(_, dimension):
            return np.full((1, 1), complex(number(dimension, point.sizes)))
        case m.Ones():
            return np.ones(shape, complex)
        case m.Identity():
            return np.eye(shape[0], dtype=complex)
        case m.Spread(_, body):
            return np.broadcast_to(_value(body, point), shape)
    return _composite(matrix, point)


def _composite(matrix: Matrix, point: Point) -> Numbers:
    def of(part: Matrix) -> Numbers:
        return _value(part, point)

    match matrix:
        case m.Transpose(_, body):
            return value(body, point).T
        case m.Plus(_, left, right):
            return of(left) + of(right)
        case m.Hadamard(_, left, right):
            return of(left) * of(right)
        case m.MatrixProduct(_, left, right):
            return value(left, point) @ value(right, point)
        case m.Elementwise(_, function, body, order):
            return _applied(function, of(body), order)
        case m.ElementwisePower(_, body, exponent):
            return of(body) ** float(exponent)
    return _rest(matrix, point)


def _rest(matrix: Matrix, point: Point) -> Numbers:
    match matrix:
        case m.Inverse(_, body):
            return _inverse(value(body, point))
        case m.Determinant(_, body):
            return np.asarray(np.linalg.det(value(body, point))).reshape(1, 1)
        case m.Diagonal(_, body):
            return np.diag(value(body, point)[:, 0])
        case m.DiagonalOf(_, body):
            return np.diag(value(body, point))[:, None]
    return _with_indices(matrix, point)


def _with_indices(matrix: Matrix, point: Point) -> Numbers:
    match matrix:
        case m.Total(_, body, rows, columns):
            axes = tuple(axis for axis, over in ((0, rows), (1, columns)) if over)
            return np.asarray(value(body, point).sum(axis=axes, keepdims=True))
        case m.Mapped(_, formula, parameter, body):
            found = _value(body, point)
            out = np.zeros(found.shape, complex)
            for place in np.ndindex(*found.shape):
                inner = Point(point.sizes, {**point.values, parameter: found[place].reshape(1, 1)})
                out[place] = _value(formula, inner)[0, 0]
            return out
        case m.EntryOf(_, body, row, column):
            found = value(body, point)
            i = 0 if row is None else point.indices[row]
            j = 0 if column is None else point.indices[column]
            return found[i : i + 1, j : j + 1]
        case m.ColumnOf(_, body, index):
            return value(body, point)[:, point.indices[index]][:, None]
        case m.IndexSum(_, body, index, dimension):
            values = point.values
            points = [
                Point(point.sizes, values, {**point.indices, index: k})
                for k in range(number(dimension, point.sizes))
            ]
            return np.asarray(sum(_value(body, at) for at in points))
        case m.Substituted(_, body, variable, replacement):
            found = value(replacement, point)
            inner = Point(point.sizes, {**point.values, variable.name: found}, point.indices)
            return _value(body, inner)
        case m.Gradient(_, scalar, variable):
            return _complex_step(scalar, variable, point)
    raise TypeError(matrix)


def _inverse(matrix: Numbers) -> Numbers:
    """The inverse; no number where the matrix is singular as far as floats can tell."""
    if np.linalg.cond(matrix) > WORST_CONDITION:
        return np.full(matrix.shape, complex("nan+nanj"))
    return np.asarray(np.linalg.inv(matrix))


def _complex_step(scalar: Matrix, variable: m.Named, point: Point) -> Numbers:
    base = np.broadcast_to(point.values[variable.name], sized(variable.shape, point.sizes))
    out = np.zeros(base.shape, complex)
    for place in np.ndindex(*base.shape):
        moved = base.copy()
        moved[place] += 1j * STEP
        at = Point(point.sizes, {**point.values, variable.name: moved}, point.indices)
        out[place] = _value(scalar, at)[0, 0].imag / STEP
    return out


def _applied(function: str, argument: Numbers, order: int) -> Numbers:
    known = _FUNCTIONS.get(function)
    if known is not None:
        if order == 0:
            return known(argument)
        return known(argument + 1j * STEP).imag / STEP + 0j
    pace = 1 + crc32(function.encode()) % 97 / 100
    wave = pace**order * np.sin(pace * argument + order * np.pi / 2)
    powers = (argument * argument, 2 * argument, 2 + 0 * argument)
    return np.asarray(wave + (powers[order] if order < len(powers) else 0) / 3)


def agree(left: Matrix, right: Matrix, point: Point) -> bool | None:
    """Whether both sides have the same numbers; None where they are not finite."""
    first, second = value(left, point), value(right, point)
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        return None
    return bool(np.abs(first - second).max() <= 1e-8 * (1 + np.abs(first).max()))
