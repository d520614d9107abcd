"""Products, multiples and transposes kept as they are written by hand, with their value unchanged.

    (c A) B = c (A B)      (A B)ᵀ = Bᵀ Aᵀ      (c A)ᵀ = c Aᵀ      a (b A) = (a b) A for numbers a, b

Numbers stand first. These are identities, and what is made with them is decided again where it is
used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from verifier.tensors import build
from verifier.tensors.hypotheses import rebuild
from verifier.tensors.matrices import (
    Constant,
    Diagonal,
    ElementwisePower,
    Hadamard,
    Identity,
    Inverse,
    Matrix,
    MatrixProduct,
    Named,
    Ones,
    Plus,
    Spread,
    Total,
    Transpose,
)


def is_number(matrix: Matrix) -> bool:
    """Whether an expression is a number, or copies of one."""
    return matrix.shape.is_scalar or (isinstance(matrix, Spread) and matrix.body.shape.is_scalar)


def split(matrix: Matrix) -> tuple[list[Matrix], Matrix | None]:
    """The numbers that a matrix is multiplied by, and the rest; None where it is only numbers."""
    if is_number(matrix):
        return _numbers(matrix.body if isinstance(matrix, Spread) else matrix), None
    if isinstance(matrix, Spread):
        numbers, rest = split(matrix.body)
        assert rest is not None
        return numbers, build.spread(rest, matrix.shape)
    if isinstance(matrix, Hadamard):
        left, first = split(matrix.left)
        right, second = split(matrix.right)
        if first is None or second is None:
            return left + right, first if second is None else second
        return left + right, build.hadamard(first, second)
    if isinstance(matrix, MatrixProduct):
        left, first = split(matrix.left)
        right, second = split(matrix.right)
        if first is not None and second is not None and (left or right):
            return left + right, build.times(first, second)
    return [], matrix


def _numbers(matrix: Matrix) -> list[Matrix]:
    if isinstance(matrix, Hadamard):
        return _numbers(matrix.left) + _numbers(matrix.right)
    return [matrix]


def multiple(numbers: list[Matrix], rest: Matrix | None) -> Matrix:
    """The product of numbers with a matrix; the rational ones become one, which stands first."""
    value = Fraction(1)
    symbols: list[Matrix] = []
    for number in numbers:
        if isinstance(number, Constant):
            value *= number.value
        else:
            symbols.append(number)
    factors = (
        symbols if value == 1 and (symbols or rest is not None) else [_constant(value), *symbols]
    )
    result: Matrix | None = None
    for factor in factors:
        result = factor if result is None else build.hadamard(result, factor)
    if rest is None:
        assert result is not None
        return result
    return rest if result is None else build.hadamard(result, rest)


def _constant(value: Fraction) -> Matrix:
    return build.constant(value)


def product(left: Matrix, right: Matrix) -> Matrix:
    """left right, the numbers first."""
    numbers, first = split(left)
    more, second = split(right)
    if first is None or second is None:
        return multiple(numbers + more, second if first is None else first)
    if isinstance(first, Identity) or isinstance(second, Identity):
        return multiple(numbers + more, second if isinstance(first, Identity) else first)
    return multiple(numbers + more, build.times(first, second))


def hadamard(left: Matrix, right: Matrix) -> Matrix:
    """left ⊙ right, the numbers first."""
    numbers, first = split(left)
    more, second = split(right)
    if first is None or second is None:
        return multiple(numbers + more, second if first is None else first)
    return multiple(numbers + more, build.hadamard(first, second))


def transposed(matrix: Matrix) -> Matrix:
    """matrixᵀ with the transpose at the names."""
    match matrix:
        case MatrixProduct(_, left, right):
            return build.times(transposed(right), transposed(left))
        case Hadamard(_, left, right) if is_number(left):
            return build.hadamard(left, transposed(right))
        case Ones(shape):
            return build.ones(shape.transposed)
        case Spread(shape, body):
            return build.spread(transposed(body), shape.transposed)
        case Transpose(_, body):
            return body
        case Identity() | Diagonal():
            return matrix
        case Inverse(_, body) if _is_symmetric(body):
            return matrix
    return build.transpose(matrix)


def _is_symmetric(matrix: Matrix) -> bool:
    """Whether a matrix is its own transpose as it is written, such as Xᵀ X + λ I."""
    match matrix:
        case Plus(_, left, right):
            return _is_symmetric(left) and _is_symmetric(right)
        case Hadamard(_, left, right) if is_number(left):
            return _is_symmetric(right)
    return matrix.shape.is_scalar or transposed(matrix) == matrix


def simple(matrix: Matrix) -> Matrix:
    """1 ⊙ A is A, 1/√A is A to the power -1/2, and A (c B) is c A B for a number c."""
    inner = rebuild(matrix, simple)
    match inner:
        case Hadamard(_, Constant(_, value), Constant(_, other)):
            return build.constant(value * other)
        case Hadamard(_, Constant(_, value), right) if value == 1:
            return right
        case MatrixProduct(_, left, right):
            return product(left, right)
        case ElementwisePower(_, Constant(_, value), power) if value and power.denominator == 1:
            return build.constant(value**power.numerator)
        case ElementwisePower(_, ElementwisePower(_, body, first), second) if _is_half(first):
            return build.elementwise_power(body, first * second)
    return inner


def _is_half(exponent: Fraction) -> bool:
    """Whether the power is defined for positive numbers only, so that powers of it multiply."""
    return exponent.denominator == 2


def into_sum(factor: Matrix, change: Matrix) -> Matrix:
    """factor ⊙ change; a factor that is the same all along a sum goes into the sum.

    a ⊙ colsum(X) = colsum(a ⊙ X) for a row a, copied; likewise for rows and for all entries.
    """
    numbers, rest = split(change)
    match rest:
        case Total(shape, body, rows, columns):
            inner = hadamard(build.spread(factor, body.shape), body)
            return multiple(numbers, Total(shape, inner, rows, columns))
        case MatrixProduct(_, MatrixProduct(_, Ones(), Ones()) as ones, body) if _sums(
            factor, ones
        ):
            return multiple(numbers, build.times(ones, hadamard(factor, body)))
        case MatrixProduct(_, body, MatrixProduct(_, Ones(), Ones()) as ones) if _sums(
            factor, ones
        ):
            return multiple(numbers, build.times(hadamard(factor, body), ones))
    return hadamard(factor, change)


def _sums(factor: Matrix, ones: Matrix) -> bool:
    """Whether a factor is made of the sums that a product of ones takes, on the same side."""
    match factor:
        case ElementwisePower(_, body, _):
            return _sums(body, ones)
        case MatrixProduct(_, left, right):
            return ones in (left, right)
    return False


# Definitions found again ------------------------------------------------------------------------


def folded(matrix: Matrix, definitions: Mapping[Named, Matrix]) -> Matrix:
    """The expression with the names of definitions in the place of what they are made of.

    A definition is found as a part, and among the factors of an elementwise product.
    """
    for name, body in definitions.items():
        if matrix in (body, name):
            return name
    inner = rebuild(matrix, lambda part: folded(part, definitions))
    if isinstance(inner, Hadamard):
        for name, body in definitions.items():
            inner = _folded_product(inner, name, body)
    return inner


def _folded_product(matrix: Matrix, name: Named, body: Matrix) -> Matrix:
    wanted = Counter(_factors(body))
    present = Counter(_factors(matrix))
    if len(wanted) < 2 or wanted - present:
        return matrix
    rest = list((present - wanted).elements())
    result: Matrix = name
    for factor in rest:
        result = hadamard(result, factor)
    return build.spread(result, matrix.shape)


def _factors(matrix: Matrix) -> list[Matrix]:
    if isinstance(matrix, Spread):
        return _factors(matrix.body)
    if isinstance(matrix, Hadamard):
        return _factors(matrix.left) + _factors(matrix.right)
    return [matrix]


def power_of(name: Named, body: ElementwisePower) -> Matrix | None:
    """body^(p - 1) for name = body^p, as a power of the name where that has a whole exponent."""
    exponent = (body.exponent - 1) / body.exponent
    return build.elementwise_power(name, exponent) if exponent.denominator == 1 else None
