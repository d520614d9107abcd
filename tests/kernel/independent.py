"""A second evaluator for the test expressions, which shares no code with the kernel.

It walks Python's syntax tree in mpmath with many digits; a derivative is a one-sided difference
quotient from both sides. Unknown functions are fixed smooth ones.
"""

from __future__ import annotations

import ast
import operator
from fractions import Fraction
from typing import Any

import mpmath
from mpmath import mp

Point = dict[str, Any]


class NotDefined(Exception):  # noqa: N818
    """The expression has no value at the point."""


class NotCovered(Exception):  # noqa: N818
    """This evaluator cannot tell."""


_SIMPLE = {
    "exp": mpmath.exp,
    "tanh": mpmath.tanh,
    "sinh": mpmath.sinh,
    "cosh": mpmath.cosh,
    "floor": mpmath.floor,
    "ceil": mpmath.ceil,
    "sin": mpmath.sin,
    "cos": mpmath.cos,
    "erf": mpmath.erf,
    "abs": abs,
    "sign": mpmath.sign,
    "sigmoid": lambda t: 1 / (1 + mpmath.exp(-t)),
    "softplus": lambda t: mpmath.log1p(mpmath.exp(t)),
    "relu": lambda t: max(t, mpmath.mpf(0)),
    "max": max,
    "min": min,
    "delta": lambda i, j: mpmath.mpf(int(i == j)),
}
_COMPARISONS = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}


def value(text: str, point: Point, digits: int = 60) -> Any:
    """The value at a point whose arrays are given entry by entry under `x[1]`, `x[1, 2]`."""
    tree = ast.parse(text.strip(), mode="eval").body
    levels = sum(isinstance(n, ast.Call) and _name(n) == "D" for n in ast.walk(tree))
    with mp.workdps(digits * (1 + min(levels, 4))):
        return +_value(tree, point)


def _name(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Name)
    return call.func.id


def _value(node: ast.expr, point: Point) -> Any:
    match node:
        case ast.Constant():
            exact = Fraction(repr(node.value))
            return mpmath.mpf(exact.numerator) / exact.denominator
        case ast.Name(name):
            return +mp.pi if name == "pi" else _given(point, name)
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand, point)
        case ast.BinOp(left, ast.Pow(), right):
            return _power(_value(left, point), right, point)
        case ast.BinOp(left, kind, right):
            return _arithmetic(kind, _value(left, point), _value(right, point))
        case ast.Subscript(ast.Name(name), indices):
            listed = indices.elts if isinstance(indices, ast.Tuple) else [indices]
            place = ", ".join(str(int(_value(index, point))) for index in listed)
            return _given(point, f"{name}[{place}]")
        case ast.Call():
            return _call(_name(node), node.args, point)
    raise NotCovered(ast.dump(node))


def _given(point: Point, name: str) -> Any:
    given = point[name]
    return mpmath.mpf(given.numerator) / given.denominator if isinstance(given, Fraction) else given


def _arithmetic(kind: ast.operator, left: Any, right: Any) -> Any:
    match kind:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
    if right == 0:
        raise NotDefined
    return left / right


def _exponent(node: ast.expr) -> Fraction | None:
    """The exponent if it is a number."""
    match node:
        case ast.Constant():
            return Fraction(repr(node.value))
        case ast.UnaryOp(ast.USub(), operand):
            inner = _exponent(operand)
            return None if inner is None else -inner
        case ast.BinOp(left, kind, right):
            one, two = _exponent(left), _exponent(right)
            if one is None or two is None:
                return None
            match kind:
                case ast.Add():
                    return one + two
                case ast.Sub():
                    return one - two
                case ast.Mult():
                    return one * two
                case ast.Div() if two:
                    return one / two
    return None


def _power(base: Any, node: ast.expr, point: Point) -> Any:
    exponent = _exponent(node)
    if exponent is None:
        if any(isinstance(n, ast.Pow) for n in ast.walk(node)):
            raise NotCovered("an exponent that may be a number")
        if base <= 0:
            raise NotDefined
        return mpmath.exp(_value(node, point) * mpmath.log(base))
    if (base == 0 and exponent < 0) or (base < 0 and exponent.denominator != 1):
        raise NotDefined
    if exponent.denominator == 1:
        return base ** int(exponent)
    if base == 0:
        return mpmath.mpf(0)
    return mpmath.exp(mpmath.log(base) * exponent.numerator / exponent.denominator)


def _call(name: str, arguments: list[ast.expr], point: Point) -> Any:
    match name:
        case "Sum" | "Prod":
            return _fold(name, arguments, point)
        case "where":
            test = arguments[0]
            assert isinstance(test, ast.Compare)
            left, right = _value(test.left, point), _value(test.comparators[0], point)
            chosen = _COMPARISONS[type(test.ops[0])](left, right)
            return _value(arguments[1 if chosen else 2], point)
        case "D":
            return _slope(arguments[0], arguments[1], point)
    values = [_value(argument, point) for argument in arguments]
    if name == "ln":
        if values[0] <= 0:
            raise NotDefined
        return mpmath.log(values[0])
    if name == "sqrt":
        if values[0] < 0:
            raise NotDefined
        return mpmath.sqrt(values[0])
    if name in _SIMPLE:
        return _SIMPLE[name](*values)
    return _unknown_function(name, values)


def _unknown_function(name: str, values: list[Any]) -> Any:
    seed = sum(map(ord, name)) % 7 + 1
    total = mpmath.mpf(seed) / 3
    for k, x in enumerate(values):
        total = total * mpmath.sin(x * seed / (k + 2) + k) + x * x / (seed + 2)
    return total


def _fold(name: str, arguments: list[ast.expr], point: Point) -> Any:
    body, index, lower, upper = arguments
    assert isinstance(index, ast.Name)
    first, last = int(_value(lower, point)), int(_value(upper, point))
    values = [_value(body, {**point, index.id: mpmath.mpf(k)}) for k in range(first, last + 1)]
    return mpmath.fsum(values) if name == "Sum" else mpmath.fprod(values)


def _slope(body: ast.expr, variable: ast.expr, point: Point) -> Any:
    if isinstance(variable, ast.Name):
        key = variable.id
    else:
        assert isinstance(variable, ast.Subscript) and isinstance(variable.value, ast.Name)
        indices = variable.slice
        listed = indices.elts if isinstance(indices, ast.Tuple) else [indices]
        place = ", ".join(str(int(_value(index, point))) for index in listed)
        key = f"{variable.value.id}[{place}]"
    here, step = _value(body, point), mpmath.mpf(10) ** -20
    slopes = []
    for direction in (1, -1):
        h = direction * step

        def at(times: int, h: Any = h) -> Any:
            return _value(body, {**point, key: _given(point, key) + times * h})

        try:
            total = -25 * here / 12 + 4 * at(1) - 3 * at(2) + mpmath.mpf(4) / 3 * at(3) - at(4) / 4
            slopes.append(total / h)
        except NotDefined:
            continue
    if not slopes:
        raise NotDefined
    if len(slopes) == 2 and abs(slopes[0] - slopes[1]) > mpmath.mpf(10) ** -12 * (
        1 + abs(slopes[0])
    ):
        raise NotDefined
    return slopes[0]
