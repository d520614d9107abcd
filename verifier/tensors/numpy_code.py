"""Matrix expressions as NumPy code; vectors are columns, numbers are Python's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from verifier.records import dataclass, field
from verifier.tensors import tidy
from verifier.tensors.matrices import (
    Constant,
    Determinant,
    Diagonal,
    DiagonalOf,
    Elementwise,
    ElementwisePower,
    Hadamard,
    Identity,
    Inverse,
    Matrix,
    MatrixProduct,
    Named,
    Ones,
    Plus,
    Size,
    Spread,
    Total,
    Transpose,
)
from verifier.tensors.shapes import Dimension, Shape
from verifier.tensors.symbols import MatrixName, matrix_name
from verifier.tensors.write import CannotWrite, name_node

SUM, PRODUCT, UNARY, POWER, ATOM = range(5)
_KNOWN: Mapping[tuple[str, int], str] = {
    ("exp", 0): "np.exp({})",
    ("ln", 0): "np.log({})",
    ("sigmoid", 0): "sigmoid({})",
    ("tanh", 0): "np.tanh({})",
    ("relu", 0): "np.maximum({}, 0)",
    ("relu", 1): "np.heaviside({}, 0)",
    ("softplus", 0): "np.logaddexp({}, 0)",
    ("softplus", 1): "sigmoid({})",
    ("sin", 0): "np.sin({})",
    ("cos", 0): "np.cos({})",
    ("absolute", 0): "np.abs({})",
    ("absolute", 1): "np.sign({})",
    ("sign", 0): "np.sign({})",
}
_NOT_A_LETTER = re.compile(r"\W+")


def identifier(name: MatrixName) -> str:
    """A Python name: `gamma` for `\\gamma`, `W` for `W^[l]`."""
    text = _NOT_A_LETTER.sub("_", name.base.replace("\\", "")).strip("_")
    return text if text.isidentifier() else f"matrix_{text}"


def layer_code(name: MatrixName) -> str:
    """`[l - 1]` for the layer of a name; nothing without one."""
    if name.layer is None:
        return ""
    if not name.layer.letter:
        return f"[{name.layer.offset}]"
    sign = "-" if name.layer.offset < 0 else "+"
    offset = f" {sign} {abs(name.layer.offset)}" if name.layer.offset else ""
    return f"[{name.layer.letter}{offset}]"


@dataclass(slots=True)
class CodeWriter:
    """Writes expressions. `names` and `seeds` say which matrices and gradients the names are.

    `size` gives the code of a dimension. `functions` collects the elementwise functions that have
    no code of their own, and `helpers` those that need a definition.
    """

    names: Mapping[str, MatrixName]
    seeds: Mapping[str, MatrixName]
    size: Callable[[Dimension], str]
    has_layers: bool = True
    functions: dict[str, MatrixName] = field(default_factory=dict)
    helpers: set[str] = field(default_factory=set)
    slopes: set[str] = field(default_factory=set)

    def variable(self, name: MatrixName) -> str:
        """The variable of a matrix."""
        return identifier(name) + self.layer(name)

    def gradient(self, name: MatrixName) -> str:
        """The variable of the gradient by a matrix."""
        return "d" + identifier(name) + self.layer(name)

    def layer(self, name: MatrixName) -> str:
        """`[2]` in a program with layers, `_2` in one without."""
        return layer_code(name) if self.has_layers or name.layer is None else f"_{name.layer}"

    def full(self, matrix: Matrix) -> str:
        """The code of an expression, of its full shape. Raises `CannotWrite`."""
        code, level = self.of(matrix)
        if self.is_smaller(matrix):
            return f"{_within(code, level, PRODUCT)} * {self.ones(matrix.shape)}"
        return code

    def is_smaller(self, matrix: Matrix) -> bool:
        """Whether the code of an expression has a smaller shape, which NumPy would broadcast."""
        match matrix:
            case Spread():
                return True
            case Hadamard(shape, left, right) | Plus(shape, left, right):
                return not any(
                    part.shape == shape and not self.is_smaller(part) for part in (left, right)
                )
        return False

    def of(self, matrix: Matrix) -> tuple[str, int]:
        """The code with the level of its outermost operator; copies are left to broadcasting."""
        match matrix:
            case Named(_, name):
                if name in self.seeds:
                    return self.gradient(self.seeds[name]), ATOM
                return self.variable(self.names[name]), ATOM
            case Constant(_, value):
                if value.denominator == 1:
                    return str(value), ATOM if value >= 0 else UNARY
                return f"{value.numerator} / {value.denominator}", PRODUCT
            case Size(_, dimension):
                return self.size(dimension), ATOM
            case Ones(shape):
                return self.ones(shape), ATOM
            case Identity(shape):
                return f"np.eye({self.size(shape.rows)})", ATOM
            case Spread(_, body):
                return self.of(body)
            case Plus(_, left, right):
                return self.sum_of(left, right)
        return self.product_of(matrix)

    def ones(self, shape: Shape) -> str:
        """The matrix of ones."""
        return f"np.ones(({self.size(shape.rows)}, {self.size(shape.columns)}))"

    def sum_of(self, left: Matrix, right: Matrix) -> tuple[str, int]:
        first, _ = self.of(left)
        second, other = self.of(right)
        if second.startswith("-"):
            return f"{first} - {_within(second[1:], other, PRODUCT)}", SUM
        return f"{first} + {second}", SUM

    def product_of(self, matrix: Matrix) -> tuple[str, int]:
        match matrix:
            case Hadamard(_, left, right):
                return self.hadamard(left, right)
            case MatrixProduct():
                return self.matrix_product(matrix)
            case Transpose(_, body):
                code, level = self.whole(body)
                return f"{_within(code, level, ATOM)}.T", ATOM
            case Elementwise(_, function, body, order):
                return self.applied(function, body, order), ATOM
            case ElementwisePower(_, body, exponent):
                code, level = self.of(body)
                if exponent == -1:
                    return f"1 / {_within(code, level, UNARY)}", PRODUCT
                if exponent.denominator == 2 and exponent.numerator == 1:
                    return f"np.sqrt({code})", ATOM
                return f"{_within(code, level, ATOM)} ** {_exponent(str(exponent))}", POWER
        return self.rest(matrix)

    def rest(self, matrix: Matrix) -> tuple[str, int]:
        match matrix:
            case Total(shape, body, rows, columns):
                return self.total(self.full(body), rows, columns, shape), ATOM
            case Diagonal(_, body):
                return f"np.diag({self.full(body)}[:, 0])", ATOM
            case DiagonalOf(_, body):
                return f"np.diag({self.full(body)})[:, None]", ATOM
            case Inverse(_, body):
                return f"np.linalg.inv({self.full(body)})", ATOM
            case Determinant(_, body):
                return f"np.linalg.det({self.full(body)})", ATOM
        raise CannotWrite(f"no NumPy code for {type(matrix).__name__}")

    def whole(self, matrix: Matrix) -> tuple[str, int]:
        """The code of its full shape, with its level."""
        if self.is_smaller(matrix):
            return self.full(matrix), PRODUCT
        return self.of(matrix)

    def hadamard(self, left: Matrix, right: Matrix) -> tuple[str, int]:
        if isinstance(left, Constant) and left.value == -1:
            code, level = self.of(right)
            return f"-{_within(code, level, PRODUCT)}", PRODUCT
        if isinstance(right, ElementwisePower) and right.exponent == -1:
            above, below = self.of(left), self.of(right.body)
            return f"{_within(*above, PRODUCT)} / {_within(*below, UNARY)}", PRODUCT
        if isinstance(left, ElementwisePower) and left.exponent == -1 and not tidy.is_number(left):
            return self.hadamard(right, left)
        first, second = self.of(left), self.of(right)
        return f"{_within(*first, PRODUCT)} * {_within(*second, UNARY)}", PRODUCT

    def matrix_product(self, matrix: MatrixProduct) -> tuple[str, int]:
        left, right = matrix.left, matrix.right
        if isinstance(right, Ones) and right.shape.columns == 1:
            return self.total(self.full(left), False, True, matrix.shape), ATOM
        if isinstance(left, Ones) and left.shape.rows == 1:
            return self.total(self.full(right), True, False, matrix.shape), ATOM
        if isinstance(left, MatrixProduct) and isinstance(left.right, Ones):
            inner = MatrixProduct(
                Shape(left.right.shape.rows, right.shape.columns), left.right, right
            )
            return self.matrix_product(MatrixProduct(matrix.shape, left.left, inner))
        first, second = self.whole(left), self.whole(right)
        product = f"{_within(*first, PRODUCT)} @ {_within(*second, UNARY)}"
        return (f"({product}).item()", ATOM) if matrix.shape.is_scalar else (product, PRODUCT)

    def total(self, code: str, rows: bool, columns: bool, shape: Shape) -> str:
        if shape.is_scalar:
            return f"np.sum({code})"
        return f"np.sum({code}, axis={0 if rows else 1}, keepdims=True)"

    def applied(self, function: str, body: Matrix, order: int) -> str:
        argument, _ = self.of(body)
        known = _KNOWN.get((function, order))
        if known is not None:
            if "sigmoid" in known:
                self.helpers.add("sigmoid")
            return known.format(argument)
        name = matrix_name(name_node(function))
        if name is None or order > 1 or any(function == one for one, _ in _KNOWN):
            raise CannotWrite(f"no NumPy code for a derivative of {function}")
        name = self.names.get(function, name)
        self.functions[name.family] = name
        if order:
            self.slopes.add(name.family)
        return f"{identifier(name)}{'_slope' * order}{layer_code(name)}({argument})"


def _exponent(text: str) -> str:
    return text if text.isdigit() else f"({text})"


def _within(code: str, level: int, least: int) -> str:
    return code if level >= least else f"({code})"
