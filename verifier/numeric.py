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
from sympy.printing.numpy import NumPyPrinter

from verifier.kernel.domains import REAL, Domain, Interval
from verifier.meaning.claims import range_of
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.names import readable
from verifier.notation.tree import Node
from verifier.prover.definitions import head_of
from verifier.prover.proof import NumericCheck, Proof
from verifier.prover.routes import Goal
from verifier.prover.sympy_bridge import Expression, expanded, symbol

Array = npt.NDArray[Any]

POINTS = 100_000
SEED = 20_161
STEP = 1e-30
# Below this, a number times the step loses digits on its way to zero: no relative error there.
SMALLEST_TERM = float(np.finfo(float).tiny / np.finfo(float).eps) / STEP
_EDGES = (0.0, 1.0, -1.0, 30.0, -30.0, 300.0, -300.0)
_NEAR = (1e-15, 1e-9, 1e-3)


# Stable elementary functions ----------------------------------------------------------------


def stable_sigmoid(u: Array) -> Array:
    """1/(1 + e^{-u}) without overflow, for real and complex u; accurate in both tails."""
    positive = np.real(u) >= 0
    small = np.exp(np.where(positive, -u, u))
    result: Array = np.where(positive, 1, small) / (1 + small)
    return result


def stable_softplus(u: Array) -> Array:
    """ln(1 + e^u) without overflow, for real and complex u; accurate in both tails."""
    positive = np.real(u) >= 0
    small = np.log1p(np.exp(np.where(positive, -u, u)))
    return np.where(positive, u, 0) + small


_SIGMOID = sympy.Function("stable_sigmoid")
_SOFTPLUS = sympy.Function("stable_softplus")
# SymPy's own choice of names, `from numpy import *`, takes longer to import than all the rest.
_NAMES = {
    **{name: getattr(np, name) for name in ("abs", "e", "exp", "log", "pi", "sqrt")},
    **{name: getattr(np, name) for name in ("cos", "cosh", "sin", "sinh", "tan", "tanh")},
    **{name: getattr(np, name) for name in ("amax", "amin", "sign")},
    "stable_sigmoid": stable_sigmoid,
    "stable_softplus": stable_softplus,
}
_PRINTER = NumPyPrinter(
    {"fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True}
)


def stable(expression: Expression) -> Expression:
    """The expression with 1/(1 + e^u), 1 - σ(u), ln σ(u) and ln(1 + e^u) as stable functions."""
    for is_form, form in (
        (_is_reciprocal, lambda e: _SIGMOID(-_found(_exponent(e.base))) ** -e.exp),
        (_is_complement, lambda e: _SIGMOID(-_found(_sigmoid_argument(e)))),
        (_is_log_of_sigmoid, lambda e: -_SOFTPLUS(-e.args[0].args[0])),
        (_is_softplus, lambda e: _SOFTPLUS(_exponent(e.args[0]))),
        (lambda e: e.is_Mul, _joined_sigmoids),
    ):
        expression = expression.replace(is_form, form)
    return expression


def _found(expression: Expression | None) -> Expression:
    assert expression is not None
    return expression


def _exponent(expression: Expression) -> Expression | None:
    """u for 1 + e^u, else None."""
    if not expression.is_Add or len(expression.args) != 2:
        return None
    one, other = sorted(expression.args, key=lambda part: part != 1)
    return other.args[0] if one == 1 and isinstance(other, sympy.exp) else None


def _is_reciprocal(e: Expression) -> bool:
    return bool(
        e.is_Pow and e.exp.is_Integer and e.exp.is_negative and _exponent(e.base) is not None
    )


def _sigmoid_argument(expression: Expression) -> Expression | None:
    """u for 1 - σ(u), else None."""
    if not expression.is_Add or len(expression.args) != 2:
        return None
    one, other = sorted(expression.args, key=lambda part: part != 1)
    negated = -other
    return negated.args[0] if one == 1 and isinstance(negated, _SIGMOID) else None


def _is_complement(e: Expression) -> bool:
    return _sigmoid_argument(e) is not None


def _is_log_of_sigmoid(e: Expression) -> bool:
    return isinstance(e, sympy.log) and isinstance(e.args[0], _SIGMOID)


def _is_softplus(e: Expression) -> bool:
    return isinstance(e, sympy.log) and _exponent(e.args[0]) is not None


def _joined_sigmoids(product: Expression) -> Expression:
    """e^u σ(-u) is σ(u)."""
    for part in product.args:
        base = part.base if part.is_Pow and not isinstance(part, sympy.exp) else part
        if isinstance(base, _SIGMOID) and sympy.exp(-base.args[0]) in product.args:
            rest = product / base / sympy.exp(-base.args[0])
            return rest * _SIGMOID(-base.args[0])
    return product


def magnitude(expression: Expression) -> Expression:
    """The size of the terms that an expression adds: every sum with absolute values."""
    if expression.is_Add:
        return sympy.Add(*(magnitude(part) for part in expression.args))
    if expression.is_Mul:
        return sympy.Mul(*(magnitude(part) for part in expression.args))
    if expression.is_Pow and expression.exp.is_Integer and expression.exp.is_positive:
        return magnitude(expression.base) ** expression.exp
    return sympy.Abs(expression)


# Points -------------------------------------------------------------------------------------


def sample(domain: Domain, count: int, random: np.random.Generator) -> Array:
    """Points of a domain: its middle, its tails, and the neighbourhood of its ends."""
    if not isinstance(domain, Interval):
        raise TypeError(f"cannot sample {domain}")
    bulk, tails, edges = count - count // 5 - count // 10, count // 5, count // 10
    if domain.lower is not None and domain.upper is not None:
        lower, upper = float(domain.lower), float(domain.upper)
        middle = random.uniform(lower, upper, bulk)
        near = (upper - lower) * 10.0 ** random.uniform(-15, -1, tails)
        sides = np.where(random.random(tails) < 0.5, lower + near, upper - near)
        ends = [lower] * domain.lower_closed + [upper] * domain.upper_closed
        ends += [lower + 1e-12, upper - 1e-12]
        values = np.concatenate([middle, sides, random.choice(ends, edges)])
    elif domain.lower is not None or domain.upper is not None:
        end = float(domain.lower if domain.lower is not None else domain.upper or 0)
        away = np.concatenate(
            [random.exponential(2.0, bulk), 10.0 ** random.uniform(-12, 2, tails + edges)]
        )
        values = end + away if domain.lower is not None else end - away
    else:
        middle = random.normal(0.0, 2.0, bulk)
        wide = random.normal(0.0, 20.0, tails)
        values = np.concatenate([middle, wide, random.choice(_EDGES, edges)])
    return random.permutation(values)


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
        expected = complex_step(_compiled(used, definition), values, variable)
        found = np.real(_compiled(used, closed)(*values.values())) + np.zeros(points)
        size = np.real(_compiled(used, magnitude(closed))(*values.values())) + np.zeros(points)
        usable = np.isfinite(expected) & np.isfinite(found) & np.isfinite(size)
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
        estimate = complex_step(_compiled(used, definition), values, variable)
        arguments = values.values()
        found = np.real(_compiled(used, closed)(*arguments)) + np.zeros_like(places)
        size = np.real(_compiled(used, magnitude(closed))(*arguments)) + np.zeros_like(places)
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
    compiled = _compiled([symbol(parameter)], expression)
    with np.errstate(all="ignore"):
        slopes = complex_step(compiled, {parameter: places}, parameter)
        return np.real(compiled(places)) + np.zeros_like(places), slopes


def _compiled(arguments: list[Expression], expression: Expression) -> Callable[..., Array]:
    function: Callable[..., Array] = sympy.lambdify(
        arguments, expression, modules=[_NAMES], printer=_PRINTER
    )
    return function


def checked(proof: Proof, goal: Goal) -> Proof:
    """The proof with its numeric check."""
    return replace(proof, numeric=check(goal, proof.closed_form))
