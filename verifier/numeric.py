"""The numeric check: closed forms against complex-step differentiation, with NumPy.

The complex step `Im f(x + ih) / h` has no subtraction and so no cancellation (Squire and Trapp,
SIAM Review 40, 1998, pages 110-112): for an analytic `f` its error is of the order of h². What is
compared are two float computations of the same number, so the error is measured against the size
of the terms that the closed form adds, which is what rounding is relative to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import sympy

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
    arguments = [
        array + 1j * STEP if name == variable else array.astype(complex)
        for name, array in values.items()
    ]
    result: Array = np.imag(function(*arguments)) / STEP
    return result


def check(goal: Goal, closed_form: Node, points: int = POINTS, seed: int = SEED) -> NumericCheck:
    """The closed form of a goal against the complex step of its definition, on seeded points.

    Points at which a value leaves the range of floating-point numbers are skipped and counted.
    Raises `MeaningError` when a formula has no SymPy form.
    """
    context = goal.context
    definition, closed, used = _both(goal, closed_form)
    domains = {readable(name): range_of(name, context) for name in _names(goal)}
    random = np.random.default_rng(seed)
    values = {str(s): sample(domains.get(str(s)) or REAL, points, random) for s in used}
    variable = str(symbol(goal.end))
    with np.errstate(all="ignore"):
        expected = complex_step(compiled(used, definition), values, variable)
        found = np.real(compiled(used, closed)(*values.values())) + np.zeros(points)
        size = np.real(compiled(used, magnitude(closed))(*values.values())) + np.zeros(points)
        usable = np.isfinite(expected) & np.isfinite(found) & np.isfinite(size)
        usable &= in_range(definition, values) & in_range(closed, values)
        scale = np.maximum(size, SMALLEST_TERM)
        error = np.abs(found - expected) / scale
    largest = float(error[usable].max()) if usable.any() else float("nan")
    return NumericCheck(int(usable.sum()), largest, int(points - usable.sum()))


def _both(goal: Goal, closed_form: Node) -> tuple[Expression, Expression, list[Expression]]:
    """What is differentiated, the closed form of the derivative, and their symbols."""
    keep = frozenset({goal.end})
    definition = stable(expanded(head_of(goal.start, goal.context), goal.context, keep))
    closed = stable(expanded(closed_form, goal.context, keep))
    return definition, closed, sorted(definition.free_symbols | closed.free_symbols, key=str)


def _names(goal: Goal) -> set[str]:
    return {goal.end, *goal.context.domains, *goal.context.definitions} - {
        name for name, item in goal.context.definitions.items() if item.parameters or item.indices
    }


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
        definition, closed, used = _both(goal, closed_form)
    except MeaningError:
        return None
    if not all(isinstance(item, sympy.Symbol) for item in used):
        return None
    variable = str(symbol(goal.end))
    given = {str(item): value(str(item)) for item in used if str(item) != variable}
    values = {name: np.full_like(places, number) for name, number in given.items()}
    values[variable] = places
    values = {str(item): values[str(item)] for item in used}
    with np.errstate(all="ignore"):
        estimate = complex_step(compiled(used, definition), values, variable)
        arguments = values.values()
        found = np.real(compiled(used, closed)(*arguments)) + np.zeros_like(places)
        size = np.real(compiled(used, magnitude(closed))(*arguments)) + np.zeros_like(places)
        error = np.abs(found - estimate) / np.maximum(size, SMALLEST_TERM)
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
    if not all(isinstance(item, sympy.Symbol) for item in _both(goal, proof.closed_form)[2]):
        return proof
    return replace(proof, numeric=check(goal, proof.closed_form))
