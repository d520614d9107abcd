"""Where a formula stays in the range of floating-point numbers on the way to its value.

A product of a huge and a tiny number may be moderate, yet the tiny one be lost: then the computed
product is no approximation at all. This module follows the exponents of the exponential functions
through a formula and tells where that happens.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy

from verifier.prover.stable_forms import GROWING, VANISHING, Array, compiled
from verifier.prover.sympy_bridge import Expression
from verifier.records import dataclass

STEP = 1e-110
"""The complex step: its square, which is the error of the derivative, is less than what counts."""
SMALLEST_TERM = float(np.finfo(float).tiny / np.finfo(float).eps) / STEP
"""A smaller number times the step loses digits on its way to zero: no relative error there."""
SMALLEST_EXPONENT = float(np.log(SMALLEST_TERM))


@dataclass(frozen=True, slots=True)
class Extent:
    """How small and how large the factors of a formula are: from e^low to e^high."""

    low: Array
    high: Array

    def power(self, count: float) -> Extent:
        """The extent of a power; a reciprocal turns it round."""
        first, second = self.low * count, self.high * count
        return Extent(np.minimum(first, second), np.maximum(first, second))


def in_range(expression: Expression, values: Mapping[str, Array]) -> Array:
    """A mask of the points at which nothing tiny is lost that still counts.

    A tiny factor counts where another one is huge, and inside a function or a denominator.
    """
    tracker = _Tracker(values)
    if any(map(_mixes, sympy.preorder_traversal(expression))):
        with np.errstate(all="ignore"):
            tracker.extent(expression)
    return tracker.usable


def _mixes(part: Expression) -> bool:
    """Whether something tiny may stand beside something huge, or inside a function, in a part."""
    inner = [item for item in part.args if item.has(*VANISHING, *GROWING)]
    if part.is_Add or not inner:
        return False
    return len(inner) > 1 or not (part.is_Mul or (part.is_Pow and part.exp.is_positive))


class _Tracker:
    """Follows one formula, inside out; `usable` is narrowed on the way."""

    def __init__(self, values: Mapping[str, Array]) -> None:
        self.values = values
        self.usable = np.ones(len(next(iter(values.values()))), dtype=bool)
        self.nothing = np.zeros(len(self.usable))

    def extent(self, expression: Expression) -> Extent:
        """The extent of a formula; points at which a part of it is lost are struck out."""
        if not expression.has(*VANISHING, *GROWING):
            return Extent(self.nothing, self.nothing)
        if isinstance(expression, GROWING + VANISHING):
            self.extent(expression.args[0])
            exponent = self._value(expression.args[0])
            high = np.maximum(exponent, 0) if isinstance(expression, GROWING) else self.nothing
            return Extent(np.minimum(exponent, 0), high)
        if expression.is_Pow and expression.exp.is_Rational:
            base = self.extent(expression.base)
            if expression.exp.is_negative:
                self._strike_out(base.low < SMALLEST_EXPONENT)
            return base.power(float(expression.exp))
        parts = [self.extent(part) for part in expression.args]
        lows, highs = [part.low for part in parts], [part.high for part in parts]
        if expression.is_Add:
            return Extent(np.minimum.reduce(lows), np.maximum.reduce(highs))
        low, high = np.sum(lows, axis=0), np.sum(highs, axis=0)
        if expression.is_Mul:
            self._strike_out((low < SMALLEST_EXPONENT) & (high > 0))
            return Extent(low, high)
        self._strike_out(low < SMALLEST_EXPONENT)
        return Extent(self.nothing, self.nothing)

    def _strike_out(self, lost: Array) -> None:
        self.usable &= ~lost

    def _value(self, exponent: Expression) -> Array:
        used = sorted(exponent.free_symbols, key=str)
        value = compiled(used, exponent)(*(self.values[str(item)] for item in used))
        result: Array = np.nan_to_num(np.real(value) + self.nothing)
        return result
