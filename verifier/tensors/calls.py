"""Functions by name: those of matrices, those of each entry, and NumPy's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from verifier.meaning.names import SIGMOID_NAMES
from verifier.notation import tree
from verifier.notation.names import is_nabla
from verifier.notation.tree import Node
from verifier.records import dataclass
from verifier.tensors import build
from verifier.tensors.matrices import Matrix
from verifier.tensors.shapes import Where
from verifier.tensors.symbols import Layers, MatrixName, matrix_name
from verifier.values import Span

Axis = int | None


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A function of whole matrices; `make` gets the arguments, the axis and the formula."""

    arguments: int
    make: Callable[[list[Matrix], Axis, Where], Matrix]
    keeps_shape: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """The function of an application: its name, its primes, and what is known about it."""

    name: MatrixName | None
    primes: int = 0
    subscript: MatrixName | None = None

    @property
    def built_in(self) -> BuiltIn | None:
        return None if self.name is None or self.primes else _BUILT_IN.get(str(self.name))

    @property
    def is_softmax(self) -> bool:
        return self.name is not None and str(self.name) in ("softmax", "\\softmax")

    @property
    def kernel_function(self) -> str | None:
        return None if self.name is None else _ELEMENTWISE.get(str(self.name))


def call_of(node: tree.Apply, layers: Layers) -> Call:
    """What is applied: `g'^{[l]}`, `g^{[l]\\prime}`, `\\nabla_W`, `\\operatorname{tr}`."""
    function = node.function
    if isinstance(function, tree.Subscript) and is_nabla(function.base):
        return Call(MatrixName("\\nabla"), 0, matrix_name(function.index, layers))
    if is_nabla(function):
        return Call(MatrixName("\\nabla"))
    bare, primes = _without_primes(function)
    return Call(matrix_name(bare, layers), primes)


def with_calls(node: tree.Product) -> tree.Product:
    """The product with `\\operatorname{sum} (A)` read as one application."""
    factors, operators = [node.factors[0]], list[str]()
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        last = factors[-1]
        is_name = isinstance(last, tree.Symbol) and last.name in _BUILT_IN
        if is_name and operator == "" and isinstance(factor, tree.Group) and factor.left == "(":
            span = Span(last.span.start, factor.span.end)
            factors[-1] = tree.Apply(last, factor, span=span)
        else:
            factors.append(factor)
            operators.append(operator)
    return tree.Product(tuple(factors), tuple(operators), span=node.span)


def _without_primes(node: Node) -> tuple[Node, int]:
    match node:
        case tree.Prime(base=base, count=count):
            inner, more = _without_primes(base)
            return inner, more + count
        case tree.Superscript(base=base, index=index, bracket=bracket, span=span):
            inner, more = _without_primes(base)
            return tree.Superscript(inner, index, bracket, span=span), more
        case tree.Subscript(base=base, index=index, span=span):
            inner, more = _without_primes(base)
            return tree.Subscript(inner, index, span=span), more
    return node, 0


def numpy_arguments(argument: Node) -> tuple[list[Node], Axis]:
    """The matrices among the arguments, and the axis: 1 in `np.sum(A, axis=1, keepdims=True)`."""
    body = argument.body if isinstance(argument, tree.Group) and argument.left == "(" else argument
    items = body.items if isinstance(body, tree.Tuple) else (body,)
    axis: Axis = None
    matrices: list[Node] = []
    for item in items:
        if isinstance(item, tree.Chain) and len(item.sides) == 2:
            name, value = item.sides
            is_axis = isinstance(name, tree.Symbol) and name.name == "axis"
            if is_axis and isinstance(value, tree.Number):
                axis = int(value.text)
        else:
            matrices.append(item)
    return matrices, axis


def _sum(arguments: list[Matrix], axis: Axis, where: Where) -> Matrix:
    return build.total(arguments[0], over_rows=axis in (None, 0), over_columns=axis in (None, 1))


def _mean(arguments: list[Matrix], axis: Axis, where: Where) -> Matrix:
    shape = arguments[0].shape
    result = _sum(arguments, axis, where)
    for count, counted in ((shape.rows, axis in (None, 0)), (shape.columns, axis in (None, 1))):
        if counted:
            result = build.divide(result, build.size(count), where)
    return result


def _softmax(arguments: list[Matrix], axis: Axis, where: Where) -> Matrix:
    """Of a vector, and of each column of a matrix, one for each sample, unless the axis says else.

    A row is one vector too.
    """
    powers = build.elementwise("exp", arguments[0])
    by_rows = axis in (1, -1) or arguments[0].shape.rows == 1
    sums = build.total(powers, over_rows=not by_rows, over_columns=by_rows)
    return build.divide(powers, sums, where)


def _larger(arguments: list[Matrix], axis: Axis, where: Where) -> Matrix:
    """max(a, b) = b + relu(a - b), entry by entry."""
    left, right = arguments
    return build.plus(right, build.elementwise("relu", build.minus(left, right, where)), where)


def _smaller(arguments: list[Matrix], axis: Axis, where: Where) -> Matrix:
    """min(a, b) = a - relu(a - b), entry by entry."""
    left, right = arguments
    return build.minus(left, build.elementwise("relu", build.minus(left, right, where)), where)


_LARGER, _SMALLER = BuiltIn(2, _larger), BuiltIn(2, _smaller)
_SUM = BuiltIn(1, _sum)
_TRACE = BuiltIn(1, lambda arguments, axis, where: build.trace(arguments[0], where))
_DETERMINANT = BuiltIn(1, lambda arguments, axis, where: build.determinant(arguments[0], where))
_INVERSE = BuiltIn(1, lambda arguments, axis, where: build.inverse(arguments[0], where))
_BUILT_IN: Mapping[str, BuiltIn] = {
    "tr": _TRACE,
    "trace": _TRACE,
    "Tr": _TRACE,
    "\\det": _DETERMINANT,
    "det": _DETERMINANT,
    "np.linalg.det": _DETERMINANT,
    "np.linalg.inv": _INVERSE,
    "diag": BuiltIn(1, lambda arguments, axis, where: build.diagonal(arguments[0], where)),
    "\\diag": BuiltIn(1, lambda arguments, axis, where: build.diagonal(arguments[0], where)),
    "sum": _SUM,
    "np.sum": _SUM,
    "rowsum": BuiltIn(1, lambda arguments, axis, where: _sum(arguments, 1, where)),
    "colsum": BuiltIn(1, lambda arguments, axis, where: _sum(arguments, 0, where)),
    "mean": BuiltIn(1, _mean),
    "np.mean": BuiltIn(1, _mean),
    "softmax": BuiltIn(1, _softmax),
    "\\softmax": BuiltIn(1, _softmax),
    "\\max": _LARGER,
    "max": _LARGER,
    "np.maximum": _LARGER,
    "\\min": _SMALLER,
    "min": _SMALLER,
    "np.minimum": _SMALLER,
    "\\tr": _TRACE,
    "\\Tr": _TRACE,
    "np.dot": BuiltIn(
        2, lambda arguments, axis, where: build.times(arguments[0], arguments[1], where)
    ),
    "np.matmul": BuiltIn(
        2, lambda arguments, axis, where: build.times(arguments[0], arguments[1], where)
    ),
    "np.multiply": BuiltIn(
        2, lambda arguments, axis, where: build.hadamard(arguments[0], arguments[1], where)
    ),
    "\\sqrt": BuiltIn(
        1, lambda arguments, axis, where: build.elementwise_power(arguments[0], Fraction(1, 2))
    ),
}
_ELEMENTWISE: Mapping[str, str] = dict.fromkeys(SIGMOID_NAMES, "sigmoid") | {
    "\\ln": "ln",
    "\\log": "ln",
    "ln": "ln",
    "log": "ln",
    "np.log": "ln",
    "\\exp": "exp",
    "exp": "exp",
    "np.exp": "exp",
    "\\tanh": "tanh",
    "tanh": "tanh",
    "np.tanh": "tanh",
    "relu": "relu",
    "ReLU": "relu",
    "\\sin": "sin",
    "\\cos": "cos",
    "softplus": "softplus",
    "sign": "sign",
    "sgn": "sign",
}
KNOWN_CALLS = frozenset({*_BUILT_IN, *_ELEMENTWISE})
"""The names that are functions without a definition."""
