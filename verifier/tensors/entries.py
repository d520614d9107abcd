"""The entries of a matrix expression as kernel terms, and the derivative by indices.

    (A B)[i, j] = sum over k of A[i, k] B[k, j]        (Aᵀ)[i, j] = A[j, i]
    (A ⊙ B)[i, j] = A[i, j] B[i, j]                    I[i, j] = delta(i, j)
    f(A)[i, j] = f(A[i, j])        d X[i, j] / d X[p, q] = delta(i, p) delta(j, q)

An axis of dimension 1 has no index, so a vector has one index and a scalar none. The sums run over
1, ..., n for a dimension n that may be any positive integer, hence an equality of entries that the
kernel proves holds for all shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from verifier.kernel import terms
from verifier.kernel.structure import make
from verifier.kernel.substitution import bind, open_binder, rebuild, replace
from verifier.kernel.terms import Term, UnsupportedTerm
from verifier.tensors.matrices import (
    FIRST,
    SECOND,
    ColumnOf,
    Constant,
    Determinant,
    Diagonal,
    DiagonalOf,
    Elementwise,
    ElementwisePower,
    Entries,
    EntryOf,
    Gradient,
    Hadamard,
    Identity,
    IndexSum,
    Inverse,
    Mapped,
    Matrix,
    MatrixProduct,
    Named,
    Ones,
    Plus,
    Size,
    Spread,
    Substituted,
    Total,
    Transpose,
    Unit,
    parts,
)
from verifier.tensors.shapes import Dimension

ROW, COLUMN = "i", "j"

_FUNCTIONS: Mapping[str, Callable[[Term], Term]] = {
    "exp": terms.exp,
    "ln": terms.ln,
    "sigmoid": terms.sigmoid,
    "tanh": terms.tanh,
    "relu": terms.relu,
    "softplus": terms.softplus,
    "sin": terms.sin,
    "cos": terms.cos,
    "absolute": terms.absolute,
    "sign": terms.sign,
}
KNOWN_FUNCTIONS = frozenset(_FUNCTIONS)

Index = Term | None


def entry(matrix: Matrix, row: Index = None, column: Index = None) -> Term:
    """The entry at a row and a column; an axis of dimension 1 takes no index.

    The indices are variables or numbers within the range of their dimension. Raises
    `UnsupportedTerm` when the term is too large.
    """
    return _Lowering().entry(matrix, row, column)


def dimension_term(dimension: Dimension) -> Term:
    """A dimension as a kernel term."""
    return terms.number(dimension) if isinstance(dimension, int) else terms.variable(dimension)


class _Lowering:
    """Gives each summation index a name of its own."""

    def __init__(self) -> None:
        self.count = 0
        self.known: dict[tuple[int, Index, Index], tuple[Matrix, Term]] = {}

    def index(self, dimension: Dimension) -> Index:
        if dimension == 1:
            return None
        self.count += 1
        return terms.variable(f"index {self.count}")

    def entry(self, matrix: Matrix, row: Index, column: Index) -> Term:
        row = None if matrix.shape.rows == 1 else row
        column = None if matrix.shape.columns == 1 else column
        key = (id(matrix), row, column)  # the value keeps the matrix, so the number stays its own
        if key not in self.known:
            self.known[key] = matrix, self.make(matrix, row, column)
        return self.known[key][1]

    def make(self, matrix: Matrix, row: Index, column: Index) -> Term:
        match matrix:
            case Named(_, name):
                return atom(name, row, column)
            case Constant(_, value):
                return terms.number(value)
            case Size(_, dimension):
                return dimension_term(dimension)
            case Ones():
                return terms.number(1)
            case Identity():
                return _delta(row, column)
            case Spread(_, body):
                return self.entry(body, row, column)
            case Transpose(_, body):
                return self.entry(body, column, row)
            case Plus(_, left, right):
                return terms.add(self.entry(left, row, column), self.entry(right, row, column))
            case Hadamard(_, left, right):
                return terms.multiply(self.entry(left, row, column), self.entry(right, row, column))
        return self.composite(matrix, row, column)

    def composite(self, matrix: Matrix, row: Index, column: Index) -> Term:
        match matrix:
            case MatrixProduct(_, left, right):
                k = self.index(left.shape.columns)
                body = terms.multiply(self.entry(left, row, k), self.entry(right, k, column))
                return _sum(body, k, left.shape.columns)
            case Elementwise(_, function, body, order):
                return applied(function, self.entry(body, row, column), order)
            case ElementwisePower(_, body, exponent):
                return terms.power(self.entry(body, row, column), terms.number(exponent))
            case Total(_, body, over_rows, over_columns):
                return self.total(body, over_rows, over_columns, row, column)
        return self.with_indices(matrix, row, column)

    def with_indices(self, matrix: Matrix, row: Index, column: Index) -> Term:
        match matrix:
            case Diagonal(_, body):
                return terms.multiply(_delta(row, column), self.entry(body, row, None))
            case DiagonalOf(_, body):
                return self.entry(body, row, row)
            case Substituted(_, body, variable, value):
                return self.substituted(self.entry(body, row, column), variable.name, value)
            case Mapped(_, formula, parameter, body):
                argument = self.entry(body, row, column)
                return terms.substitute(self.entry(formula, None, None), {parameter: argument})
            case EntryOf(_, body, at_row, at_column):
                return self.entry(body, _variable(at_row), _variable(at_column))
            case IndexSum(_, body, index, dimension):
                return _sum(self.entry(body, row, column), _variable(index), dimension)
            case Unit(_, at_row, at_column):
                return terms.multiply(_at(row, at_row), _at(column, at_column))
            case Inverse() | Determinant():
                raise UnsupportedTerm("an inverse or a determinant of any size")
        return self.by_entries(matrix, row, column)

    def by_entries(self, matrix: Matrix, row: Index, column: Index) -> Term:
        match matrix:
            case ColumnOf(_, body, index):
                return self.entry(body, row, _variable(index))
            case Entries(_, term):
                given = {FIRST: row, SECOND: column}
                at = {make("variable", name): index for name, index in given.items() if index}
                return replace(term, at)
            case Gradient(_, scalar, variable):
                by = atom(variable.name, row, column)
                return terms.derivative(self.entry(scalar, None, None), by)
        raise TypeError(f"not a matrix: {matrix!r}")

    def substituted(self, term: Term, name: str, value: Matrix) -> Term:
        """The term with the entries of the named matrix replaced by those of the value."""
        if f"{name}[]" not in term.free and name not in term.free:
            return term
        match term.operator:
            case "variable":
                return self.entry(value, None, None)
            case "entry" if term.arguments[0] == name:
                indices = iter(term.arguments[1:])
                row = next(indices) if value.shape.rows != 1 else None
                column = next(indices) if value.shape.columns != 1 else None
                return self.entry(value, row, column)
            case "sum":
                self.count += 1
                opened, body = open_binder(term)
                index = terms.variable(f"index {self.count}")
                body = replace(body, {make("variable", opened): index})
                lower, upper = term.arguments[2:]
                return bind(
                    "sum", self.substituted(body, name, value), index.arguments[0], lower, upper
                )
        return rebuild(term, lambda part: self.substituted(part, name, value))

    def total(
        self, body: Matrix, over_rows: bool, over_columns: bool, row: Index, column: Index
    ) -> Term:
        if over_rows:
            row = self.index(body.shape.rows)
        if over_columns:
            column = self.index(body.shape.columns)
        result = self.entry(body, row, column)
        if over_rows:
            result = _sum(result, row, body.shape.rows)
        if over_columns:
            result = _sum(result, column, body.shape.columns)
        return result


def atom(name: str, row: Index, column: Index) -> Term:
    """The entry of a named matrix."""
    indices = [index for index in (row, column) if index is not None]
    return terms.entry(name, *indices) if indices else terms.variable(name)


def _variable(name: str | None) -> Index:
    return None if name is None else terms.variable(name)


def _delta(row: Index, column: Index) -> Term:
    return terms.number(1) if row is None or column is None else terms.delta(row, column)


def _at(index: Index, place: int) -> Term:
    return terms.number(1) if index is None else terms.delta(index, terms.number(place))


def _sum(body: Term, index: Index, dimension: Dimension) -> Term:
    if index is None:
        return body
    name: str = index.arguments[0]
    return terms.summation(body, name, terms.number(1), dimension_term(dimension))


def applied(function: str, argument: Term, order: int) -> Term:
    """A function, or its derivative of the given order, of an argument."""
    known = _FUNCTIONS.get(function)
    if known is None:
        return terms.apply(function, (argument,), (order,))
    if order == 0:
        return known(argument)
    slope = known(terms.variable(_ARGUMENT))
    for _ in range(order):
        slope = terms.derivative(slope, terms.variable(_ARGUMENT))
    return terms.substitute(slope, {_ARGUMENT: argument})


_ARGUMENT = "argument"


def differentiated(matrix: Matrix) -> Iterator[Matrix]:
    """The scalars of which gradients are taken, with what is substituted around them.

    Those of each index of a sum are added up, so that they are all defined where this is.
    """
    for part in parts(matrix):
        for scalar in differentiated(part):
            if isinstance(matrix, Substituted) and part is matrix.body:
                yield Substituted(scalar.shape, scalar, matrix.variable, matrix.value)
            elif isinstance(matrix, IndexSum):
                yield IndexSum(scalar.shape, scalar, matrix.index, matrix.dimension)
            else:
                yield scalar
    if isinstance(matrix, Gradient):
        yield matrix.scalar
