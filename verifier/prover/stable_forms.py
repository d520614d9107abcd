"""SymPy expressions as NumPy functions that neither overflow nor lose digits in the tails."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import sympy
from sympy.printing.numpy import NumPyPrinter

from verifier.hints import Any
from verifier.prover.sympy_bridge import Expression

Array = npt.NDArray[Any]


def stable_sigmoid(u: Array) -> Array:
    """1/(1 + e^{-u}) without overflow, for real and complex u; accurate in both tails."""
    positive = np.real(u) >= 0
    small = np.exp(np.where(positive, -u, u))
    result: Array = np.where(positive, 1, small) / (1 + small)
    return result


def stable_softplus(u: Array) -> Array:
    """ln(1 + e^u) without overflow, for real and complex u; accurate in both tails."""
    positive = np.real(u) >= 0
    small = np.exp(np.where(positive, -u, u))
    return np.where(positive, u, 0) + _log_one_plus(small)


def _log_one_plus(w: Array) -> Array:
    """ln(1 + w) with all digits of a small w; NumPy drops the real part of a small complex w."""
    if not np.iscomplexobj(w):
        return np.log1p(w)
    x, y = np.real(w), np.imag(w)
    result: Array = np.log1p(2 * x + x * x + y * y) / 2 + 1j * np.arctan2(y, 1 + x)
    return result


_SIGMOID = sympy.Function("stable_sigmoid")
_SOFTPLUS = sympy.Function("stable_softplus")
GROWING = (sympy.exp,)
VANISHING = (_SIGMOID, _SOFTPLUS)
"""Functions whose values become huge, and tiny, as fast as an exponential."""
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
    factors = list(product.args)
    for place, part in enumerate(factors):
        base, count = part.as_base_exp() if part.is_Pow else (part, sympy.Integer(1))
        if not isinstance(base, _SIGMOID) or not count.is_positive:
            continue
        exponential = sympy.exp(-base.args[0])
        if exponential in factors:
            factors[place] = base ** (count - 1) * _SIGMOID(-base.args[0])
            factors.remove(exponential)
            return _joined_sigmoids(sympy.Mul(*factors))
    return product


def magnitude(expression: Expression) -> Expression:
    """The size of the terms that an expression adds: every sum with absolute values.

    Rounding is relative to that. A wave of a large angle loses as many digits as the angle has
    before the point, so its size is that of the angle.
    """
    if expression.is_Add:
        return sympy.Add(*(magnitude(part) for part in expression.args))
    if expression.is_Mul:
        return sympy.Mul(*(magnitude(part) for part in expression.args))
    if expression.is_Pow and expression.exp.is_Integer and expression.exp.is_positive:
        return magnitude(expression.base) ** expression.exp
    if isinstance(expression, sympy.sin | sympy.cos):
        return 1 + magnitude(expression.args[0])
    return sympy.Abs(expression)


def compiled(arguments: list[Expression], expression: Expression) -> Callable[..., Any]:
    """The expression, or a list of expressions, as a function of arrays, one for each argument."""
    function: Callable[..., Any] = sympy.lambdify(
        arguments, expression, modules=[_NAMES], printer=_PRINTER
    )
    return function
