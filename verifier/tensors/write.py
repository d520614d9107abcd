"""Matrix expressions as notation, the way they are written by hand."""

from __future__ import annotations

from fractions import Fraction

from verifier.notation import tree
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Node
from verifier.tensors.differentials import DIFFERENTIAL, Pair
from verifier.tensors.matrices import (
    Constant,
    Elementwise,
    ElementwisePower,
    Hadamard,
    Identity,
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

COTANGENT = "∂J/∂"
_FUNCTIONS = {
    "exp": tree.Symbol("\\exp"),
    "ln": tree.Symbol("\\ln"),
    "sigmoid": tree.Symbol("\\sigma"),
    "tanh": tree.Symbol("\\tanh"),
    "sin": tree.Symbol("\\sin"),
    "cos": tree.Symbol("\\cos"),
}
_ONES = tree.Accent("\\mathbf", tree.Number("1"))
_TOP = tree.Symbol("\\top")


class CannotWrite(Exception):  # noqa: N818 - names what was met
    """An expression that has no usual notation."""


def written(matrix: Matrix) -> Node:
    """The formula, with brackets only where the nesting needs them. Raises `CannotWrite`."""
    match matrix:
        case Plus():
            return _sum(matrix)
        case Hadamard() | MatrixProduct():
            return _product(matrix)
        case Transpose(_, body):
            return tree.Power(written(body), _TOP)
        case Spread(_, body):
            return written(body)
        case Elementwise(_, function, body, order):
            return _applied(function, body, order)
        case ElementwisePower(_, body, exponent):
            return _power(body, exponent)
        case Total(_, body, rows, columns):
            return _total(body, rows, columns)
    return _atom(matrix)


def _atom(matrix: Matrix) -> Node:
    match matrix:
        case Named(_, name):
            return name_node(name)
        case Constant(_, value):
            return _number(value)
        case Size(_, dimension):
            return name_node(str(dimension))
        case Ones():
            return _ONES
        case Identity():
            return tree.Symbol("I")
    raise CannotWrite(type(matrix).__name__)


def pairing_node(pairs: tuple[Pair, ...]) -> Node:
    """`⟨G, X⟩ + ⟨H, Y⟩`; the pairing with a number is a product."""
    parts = [_pairing(seed, body) for seed, body in pairs]
    if len(parts) == 1:
        return parts[0]
    return tree.Sum(("", *("+" for _ in parts[1:])), tuple(parts))


def _pairing(seed: Matrix, body: Matrix) -> Node:
    if seed == Constant(seed.shape, Fraction(1)):
        return written(body)
    return tree.Group("\\langle", tree.Tuple((written(seed), written(body))), "\\rangle")


def name_node(name: str) -> Node:
    """The formula of a name: `W^[l]`, `d W^[l]`, `∂J/∂Z^[l]`."""
    if name.startswith(DIFFERENTIAL):
        inner = name_node(name.removeprefix(DIFFERENTIAL))
        return _differential(inner)
    if name.startswith(COTANGENT):
        variable = name_node(name.removeprefix(COTANGENT))
        return tree.Derivative("\\partial", tree.Symbol("J"), ((variable, 1),))
    base, bracket, layer = name.partition("^[")
    latex = f"{base}^{{[{layer}}}" if bracket else name
    reading = read_latex(latex)
    if reading.problems or len(reading.statements) != 1:
        return tree.Symbol(name)
    return tree.bare(reading.statements[0].sides[0])


def _differential(name: Node) -> Node:
    """`dW`, in which the letter of the differential belongs to the base of the name."""
    match name:
        case tree.Symbol(name=text):
            return tree.Symbol("d" + text, "\\mathrm") if text.isalpha() else _applied_d(name)
        case tree.Superscript(base=base, index=index, bracket=bracket):
            return tree.Superscript(_differential(base), index, bracket)
        case tree.Subscript(base=base, index=index):
            return tree.Subscript(_differential(base), index)
    return _applied_d(name)


def _applied_d(name: Node) -> Node:
    return tree.Apply(tree.Symbol("d", "\\mathrm"), tree.Group("(", name, ")"))


def _number(value: Fraction) -> Node:
    number: Node = tree.Number(str(abs(value.numerator)))
    if value.denominator != 1:
        number = tree.Fraction(number, tree.Number(str(value.denominator)))
    return tree.Sum(("-",), (number,)) if value < 0 else number


def _sum(matrix: Plus) -> Node:
    signs: list[str] = []
    terms: list[Node] = []

    def collect(part: Matrix) -> None:
        if isinstance(part, Plus):
            collect(part.left)
            collect(part.right)
            return
        node = written(part)
        sign = "+" if terms else ""
        if isinstance(node, tree.Sum) and len(node.terms) == 1:
            sign, node = node.signs[0], node.terms[0]
        signs.append(sign)
        terms.append(node)

    collect(matrix)
    return tree.Sum(tuple(signs), tuple(terms))


def _product(matrix: Hadamard | MatrixProduct) -> Node:
    left, right = written(matrix.left), written(matrix.right)
    if isinstance(matrix, Hadamard):
        inverse = matrix.right
        if isinstance(inverse, ElementwisePower) and inverse.exponent == -1:
            return tree.Fraction(left, written(inverse.body))
        for one, other in ((matrix.left, right), (matrix.right, left)):
            if isinstance(one, Constant) and one.value == -1:
                return tree.Sum(("-",), (other,))
        scalar_right = _is_number(matrix.right) and not _is_number(matrix.left)
        if scalar_right:
            left, right = right, left
        operator = "" if _has_scalar(matrix) else "\\odot"
        return _joined(left, operator, right)
    return _joined(left, "", right)


def _has_scalar(matrix: Hadamard) -> bool:
    return any(_is_number(part) for part in (matrix.left, matrix.right))


def _is_number(matrix: Matrix) -> bool:
    """Whether the expression is a number, or copies of one."""
    return matrix.shape.is_scalar or (isinstance(matrix, Spread) and matrix.body.shape.is_scalar)


def _joined(left: Node, operator: str, right: Node) -> Node:
    """One product of both; a product inside keeps its brackets where it is of the other kind."""
    factors: list[Node] = []
    operators: list[str] = []
    for node in (left, right):
        inner = isinstance(node, tree.Product) and set(node.operators) <= {operator, ""}
        if factors:
            operators.append(operator)
        if inner and isinstance(node, tree.Product):
            factors += node.factors
            operators += node.operators
        else:
            factors.append(node)
    return tree.Product(tuple(factors), tuple(operators))


def _applied(function: str, body: Matrix, order: int) -> Node:
    head = _FUNCTIONS.get(function) or name_node(function)
    if order:
        head = _primed(head, order)
    return tree.Apply(head, tree.Group("(", written(body), ")"))


def _primed(head: Node, order: int) -> Node:
    if isinstance(head, tree.Superscript):
        return tree.Superscript(tree.Prime(head.base, order), head.index, head.bracket)
    return tree.Prime(head, order)


def _power(body: Matrix, exponent: Fraction) -> Node:
    if exponent == -1:
        return tree.Fraction(tree.Number("1"), written(body))
    if exponent == Fraction(1, 2):
        return tree.Root(written(body))
    return tree.Power(written(body), _number(exponent))


def _total(body: Matrix, rows: bool, columns: bool) -> Node:
    node = written(body)
    if rows:
        node = _joined(tree.Power(_ONES, _TOP), "", _bracketed(node))
    return _joined(_bracketed(node), "", _ONES) if columns else node


def _bracketed(node: Node) -> Node:
    needs = isinstance(node, tree.Sum) or (
        isinstance(node, tree.Product) and "\\odot" in node.operators
    )
    return tree.Group("(", node, ")") if needs else node
