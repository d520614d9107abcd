"""Matrix expressions as notation, the way they are written by hand."""

from __future__ import annotations

from fractions import Fraction

from verifier.notation import tree
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Node
from verifier.tensors import build, tidy
from verifier.tensors.differential_rules import DIFFERENTIAL, Pair
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

_FUNCTIONS = {
    "exp": tree.Symbol("\\exp"),
    "ln": tree.Symbol("\\ln"),
    "sigmoid": tree.Symbol("\\sigma"),
    "tanh": tree.Symbol("\\tanh"),
    "sin": tree.Symbol("\\sin"),
    "cos": tree.Symbol("\\cos"),
}
_ONES = tree.Symbol("1", "\\mathbf")
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
        case Transpose() | Inverse():
            return _turned(matrix)
        case Determinant(_, body):
            return tree.Apply(tree.Symbol("\\det"), tree.Group("(", written(body), ")"))
        case Spread(_, body):
            return written(body)
        case Elementwise(_, function, body, order):
            return applied_node(function, written(body), order)
        case ElementwisePower(_, body, exponent):
            return _power(body, exponent)
        case Total(_, body, rows, columns):
            return _total(body, rows, columns)
        case Diagonal(_, body) | DiagonalOf(_, body):
            return _call("diag", written(body))
    return _atom(matrix)


def _turned(matrix: Transpose | Inverse) -> Node:
    """`A^⊤`, `A^{-1}` or `A^{-⊤}`."""
    body = matrix.body
    if isinstance(matrix, Inverse):
        return tree.Power(written(body), number_node(Fraction(-1)))
    if isinstance(body, Inverse):
        return tree.Power(written(body.body), tree.Sum(("-",), (_TOP,)))
    return tree.Power(written(body), _TOP)


def _atom(matrix: Matrix) -> Node:
    match matrix:
        case Named(_, name):
            return name_node(name)
        case Constant(_, value):
            return number_node(value)
        case Size(_, dimension):
            return name_node(str(dimension))
        case Ones(shape):
            is_row = shape.rows == 1 and shape.columns != 1
            return tree.Power(_ONES, _TOP) if is_row else _ONES
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
    if seed.shape.is_scalar:
        return written(tidy.hadamard(seed, body))
    return tree.Group(
        "\\langle", tree.Tuple((_in_full(seed), written(body))), "\\rangle", sized=True
    )


def _in_full(seed: Matrix) -> Node:
    """A number that is copied to every entry is written times ones."""
    if not (isinstance(seed, Spread) and seed.body.shape.is_scalar):
        return written(seed)
    ones: Node = _ONES
    if seed.shape.rows == 1:
        ones = tree.Power(_ONES, _TOP)
    elif seed.shape.columns != 1:
        ones = _joined(_ONES, "", tree.Power(_ONES, _TOP))
    return ones if seed.body == build.constant(1) else _with_sign(written(seed.body), "", ones)


def name_node(name: str) -> Node:
    """The formula of a name: `W^[l]`, `d W^[l]`, `∂J/∂Z^[l]`."""
    if name.startswith(DIFFERENTIAL):
        inner = name_node(name.removeprefix(DIFFERENTIAL))
        return _differential(inner)
    if name.startswith("∂"):
        cost, _, variable = name.removeprefix("∂").partition("/∂")
        return tree.Derivative("\\partial", name_node(cost), ((name_node(variable), 1),))
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
    return tree.Product((tree.Symbol("d", "\\mathrm"), name), ("",))


def number_node(value: Fraction) -> Node:
    """A number; a negative one has its sign before it."""
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
    """The product; a factor -1 or a negative number gives a sign before it."""
    if isinstance(matrix, MatrixProduct):
        return _with_sign(written(matrix.left), "", written(matrix.right))
    first, second = matrix.left, matrix.right
    if isinstance(second, ElementwisePower) and second.exponent == -1:
        return _signed_fraction(written(first), written(second.body))
    is_inverse = isinstance(first, ElementwisePower) and first.exponent == -1
    if isinstance(first, ElementwisePower) and is_inverse and not tidy.is_number(first):
        return _signed_fraction(written(second), written(first.body))
    if tidy.is_number(second) and not tidy.is_number(first):
        first, second = second, first
    if isinstance(first, Constant) and first.value == -1:
        return negated(written(second))
    operator = "" if tidy.is_number(first) or tidy.is_number(second) else "\\odot"
    return _with_sign(written(first), operator, written(second))


def negated(node: Node) -> Node:
    """-A; the sign of a negative one is lost."""
    match node:
        case tree.Sum(signs=("-",), terms=(term,)):
            return term
    return tree.Sum(("-",), (node,))


def _with_sign(left: Node, operator: str, right: Node) -> Node:
    """The product with the signs of its factors before it."""
    negative = False
    factors = []
    for node in (left, right):
        match node:
            case tree.Sum(signs=("-",), terms=(term,)):
                negative, node = not negative, term
        factors.append(node)
    product = _joined(factors[0], operator, factors[1])
    return tree.Sum(("-",), (product,)) if negative else product


def _signed_fraction(above: Node, below: Node) -> Node:
    match above:
        case tree.Sum(signs=("-",), terms=(term,)):
            return tree.Sum(("-",), (tree.Fraction(term, below),))
    return tree.Fraction(above, below)


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


def applied_node(function: str, argument: Node, order: int) -> Node:
    """A function, or its derivative of an order, of an argument."""
    head = _FUNCTIONS.get(function) or name_node(function)
    if order:
        head = _primed(head, order)
    return tree.Apply(head, tree.Group("(", argument, ")"))


def _primed(head: Node, order: int) -> Node:
    if isinstance(head, tree.Superscript):
        return tree.Superscript(tree.Prime(head.base, order), head.index, head.bracket)
    return tree.Prime(head, order)


def _power(body: Matrix, exponent: Fraction) -> Node:
    if exponent == -1:
        return tree.Fraction(tree.Number("1"), written(body))
    if exponent == Fraction(1, 2):
        return tree.Root(written(body))
    return tree.Power(written(body), number_node(exponent))


def _total(body: Matrix, rows: bool, columns: bool) -> Node:
    node = written(body)
    if rows and columns and isinstance(body, DiagonalOf):
        return _call("tr", written(body.body))
    if rows and columns:
        return _call("sum", node)
    if rows:
        return _joined(tree.Power(_ONES, _TOP), "", _bracketed(node))
    return _joined(_bracketed(node), "", _ONES)


def _call(function: str, argument: Node) -> Node:
    name = tree.Symbol(function, "\\operatorname")
    return tree.Apply(name, tree.Group("(", argument, ")", sized=True))


def _bracketed(node: Node) -> Node:
    needs = isinstance(node, tree.Sum) or (
        isinstance(node, tree.Product) and "\\odot" in node.operators
    )
    return tree.Group("(", node, ")") if needs else node
