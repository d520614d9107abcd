"""The numeric check: closed forms against complex-step differentiation, with NumPy.

The complex step `Im f(x + ih) / h` has no subtraction and so no cancellation (Squire and Trapp,
SIAM Review 40, 1998, pages 110-112): for an analytic `f` its error is of the order of h². What is
compared are two float computations of the same number, so the error is measured against the size
of the terms that the closed form adds, which is what rounding is relative to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import sympy

from verifier.hints import Any
from verifier.kernel.domains import (
    REAL,
    Domain,
    Finite,
    IndexRange,
    Interval,
    Natural,
    Nonzero,
)
from verifier.meaning.claims import range_of
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.names import readable
from verifier.notation.tree import Node
from verifier.prover.definitions import head_of
from verifier.prover.float_range import SMALLEST_TERM, STEP, in_range
from verifier.prover.proof import NumericCheck, Proof
from verifier.prover.routes import Goal
from verifier.prover.stable_forms import compiled, magnitude, stable
from verifier.prover.sympy_bridge import Expression, expanded, symbol
from verifier.records import dataclass, replace

Array = npt.NDArray[Any]

POINTS = 100_000
SEED = 20_161
_EDGES = (0.0, 1.0, -1.0, 30.0, -30.0, 300.0, -300.0)
LARGEST_INTEGER = 1000


# Points -------------------------------------------------------------------------------------


def sample(domain: Domain, count: int, random: np.random.Generator) -> Array:
    """Points of a domain: its middle, its tails, its ends and their neighbourhood.

    Raises `TypeError` for a domain of families.
    """
    match domain:
        case Interval(None, None, _, _):
            return _reals(count, random)
        case Interval(lower, upper, _, _) if lower is not None and upper is not None:
            return _bounded(domain, float(lower), float(upper), count, random)
        case Interval():
            return _half_line(domain, count, random)
        case Nonzero():
            values = _reals(count, random)
            return np.where(values == 0, 1.0, values)
        case Finite(values):
            return random.choice([float(value) for value in values], count)
        case Natural() | IndexRange():
            return random.integers(1, LARGEST_INTEGER, count).astype(float)
        case _:
            raise TypeError(f"cannot sample {domain}")


def _kinds(count: int, random: np.random.Generator) -> Array:
    """What each point is: 0 an edge, 1 and 2 in the tails, else in the middle."""
    return random.integers(0, 10, count, dtype=np.int8)


def _reals(count: int, random: np.random.Generator) -> Array:
    kinds = _kinds(count, random)
    values = random.normal(0.0, 2.0, count)
    np.multiply(values, 10.0, out=values, where=kinds <= 2)
    values[kinds == 0] = random.choice(_EDGES, np.count_nonzero(kinds == 0))
    return values


def _bounded(
    domain: Interval, lower: float, upper: float, count: int, random: np.random.Generator
) -> Array:
    kinds = _kinds(count, random)
    values = random.uniform(lower, upper, count)
    for kind, end, inwards in ((1, lower, 1.0), (2, upper, -1.0)):
        near = 10.0 ** random.uniform(-15, -1, np.count_nonzero(kinds == kind))
        values[kinds == kind] = end + inwards * (upper - lower) * near
    ends = [lower] * domain.lower_closed + [upper] * domain.upper_closed
    ends += [lower + 1e-12, upper - 1e-12]
    values[kinds == 0] = random.choice(ends, np.count_nonzero(kinds == 0))
    return values


def _half_line(domain: Interval, count: int, random: np.random.Generator) -> Array:
    kinds = _kinds(count, random)
    values = random.exponential(2.0, count)
    tails = (kinds == 1) | (kinds == 2)
    values[tails] = 10.0 ** random.uniform(-12, 2, np.count_nonzero(tails))
    closed = domain.lower_closed or domain.upper_closed
    edges = np.count_nonzero(kinds == 0)
    values[kinds == 0] = 0.0 if closed else 10.0 ** random.uniform(-15, -1, edges)
    return float(domain.lower) + values if domain.lower is not None else -values + _upper(domain)


def _upper(domain: Interval) -> float:
    return float(domain.upper) if domain.upper is not None else 0.0


# The check ----------------------------------------------------------------------------------


def complex_step(
    function: Callable[..., Array], values: Mapping[str, Array], variable: str
) -> Array:
    """The derivative of a function of named arrays by one of them, to machine precision."""
    arguments = (array + 1j * STEP if name == variable else array for name, array in values.items())
    result: Array = np.imag(function(*arguments)) / STEP
    return result


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A definition with its derivative in closed form, both as expressions in the same symbols."""

    variable: str
    definition: Expression
    closed: Expression
    used: list[Expression]

    def at(self, values: Mapping[str, Array]) -> tuple[Array, Array, Array]:
        """The derivative by complex step and in closed form, and the error of the latter.

        The error is relative to the size of the terms that the closed form adds; one that is 0 is
        compared absolutely.
        """
        smallest = 1.0 if self.closed == 0 else SMALLEST_TERM
        both = compiled(self.used, [self.closed, magnitude(self.closed)])
        nothing = np.zeros_like(values[self.variable])
        with np.errstate(all="ignore"):
            estimate = complex_step(compiled(self.used, self.definition), values, self.variable)
            found, size = (np.real(part) + nothing for part in both(*values.values()))
            error = np.abs(found - estimate) / np.maximum(size, smallest)
        return estimate, found, np.where(np.isfinite(size), error, np.nan)


def check(goal: Goal, closed_form: Node, points: int = POINTS, seed: int = SEED) -> NumericCheck:
    """The closed form of a goal against the complex step of its definition, on seeded points.

    Points at which a value leaves the range of floating-point numbers are skipped and counted.
    Raises `MeaningError` when a formula has no SymPy form.
    """
    parts = _comparison(goal, closed_form)
    values = _points(goal, parts, points, np.random.default_rng(seed))
    estimate, found, error = parts.at(values)
    usable = np.isfinite(estimate) & np.isfinite(found) & np.isfinite(error)
    usable &= in_range(parts.definition, values) & in_range(parts.closed, values)
    count = int(np.count_nonzero(usable))
    largest = float(error[usable].max()) if count else float("nan")
    return NumericCheck(count, largest, points - count)


def _comparison(goal: Goal, closed_form: Node) -> _Comparison:
    keep, context = frozenset({goal.end}), goal.context
    definition = stable(expanded(head_of(goal.start, context), context, keep))
    closed = stable(expanded(closed_form, context, keep))
    used = definition.free_symbols | closed.free_symbols | {symbol(goal.end)}
    return _Comparison(str(symbol(goal.end)), definition, closed, sorted(used, key=str))


def _points(
    goal: Goal, parts: _Comparison, count: int, random: np.random.Generator
) -> dict[str, Array]:
    """Values for every symbol in use.

    A defined variable ranges over its domain, its tails and edges included; but it has the value
    of its definition where that is a constant, or made of symbols that are in use as well.
    """
    domains = {readable(name): domain for name, domain in goal.context.domains.items()}
    domains |= {parts.variable: range_of(goal.end, goal.context) or REAL}
    names = [str(item) for item in parts.used]
    values = {name: sample(domains.get(name, REAL), count, random) for name in names}
    if goal.end in goal.context.definitions:
        written_out = stable(expanded(head_of(goal.end, goal.context), goal.context))
        inputs = sorted(written_out.free_symbols, key=str)
        shared = {str(item) for item in inputs} & (set(names) - {parts.variable})
        if shared or not inputs:
            for name in map(str, inputs):
                values.setdefault(name, sample(domains.get(name, REAL), count, random))
            with np.errstate(all="ignore"):
                value = compiled(inputs, written_out)(*(values[str(item)] for item in inputs))
            values[parts.variable] = value + np.zeros(count)
    return {name: values[name] for name in names}


# Curves -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Curve:
    """A derivative along one variable: by its closed form, by complex step, and their difference.

    The error is relative to the size of the terms of the closed form. `given` are the values of
    the other variables.
    """

    places: Array
    closed: Array
    estimate: Array
    error: Array
    given: tuple[tuple[str, float], ...]


def curve(
    goal: Goal, closed_form: Node, places: Array, value: Callable[[str], float]
) -> Curve | None:
    """The derivative at these values of its variable; `value` gives those of the other symbols.

    None where a formula has no SymPy form or depends on a whole family of numbers.
    """
    try:
        parts = _comparison(goal, closed_form)
    except MeaningError:
        return None
    if not all(isinstance(item, sympy.Symbol) for item in parts.used):
        return None
    given = {str(item): value(str(item)) for item in parts.used if str(item) != parts.variable}
    values = {name: np.full_like(places, number) for name, number in given.items()}
    values[parts.variable] = places
    estimate, found, error = parts.at({str(item): values[str(item)] for item in parts.used})
    return Curve(places, found, estimate, error, tuple(given.items()))


def function_with_derivative(
    body: Node, parameter: str, context: Context, places: Array
) -> tuple[Array, Array] | None:
    """A function of one parameter and its derivative by complex step; None where it has others."""
    try:
        expression = stable(expanded(body, context, frozenset({parameter})))
    except MeaningError:
        return None
    if expression.free_symbols != {symbol(parameter)}:
        return None
    function = compiled([symbol(parameter)], expression)
    with np.errstate(all="ignore"):
        slopes = complex_step(function, {parameter: places}, parameter)
        return np.real(function(places)) + np.zeros_like(places), slopes


def checked(proof: Proof, goal: Goal) -> Proof:
    """The proof with its numeric check, unless it is about a whole family of numbers."""
    used = _comparison(goal, proof.closed_form).used
    if not all(isinstance(item, sympy.Symbol) for item in used):
        return proof
    return replace(proof, numeric=check(goal, proof.closed_form))
