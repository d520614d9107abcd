"""The entries of a matrix expression at given sizes, with every sum written out.

At given sizes there is nothing but arithmetic: an inverse is the adjugate over the determinant
(Cramer's rule), a matrix of numbers is its numbers. What differs at some sizes is no equality; what
agrees at some sizes is one only when no other sizes are admitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations

from verifier.kernel import terms
from verifier.kernel.substitution import replace
from verifier.kernel.terms import Term, UnsupportedTerm
from verifier.tensors.entries import applied, atom, entry
from verifier.tensors.matrices import (
    ColumnOf,
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
    Plus,
    Size,
    Spread,
    Substituted,
    Total,
    Transpose,
    Unit,
)
from verifier.tensors.shapes import Dimension, Shape

LARGEST_INVERTED = 3
Place = tuple[int, int]
Bound = tuple[tuple[str, int], ...]


class AtSizes:
    """The entries at these sizes; a dimension named by a number has that size."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.sizes = sizes
        self.known: dict[tuple[Matrix, Place, Bound], Term] = {}

    def size(self, dimension: Dimension) -> int:
        if isinstance(dimension, int) or dimension.isdigit():
            return int(dimension)
        return self.sizes[dimension]

    def places(self, shape: Shape) -> Iterator[Place]:
        """All rows and columns, counted from 1."""
        for row in range(1, self.size(shape.rows) + 1):
            for column in range(1, self.size(shape.columns) + 1):
                yield row, column

    def entry(self, matrix: Matrix, place: Place = (1, 1), bound: Bound = ()) -> Term:
        """One entry; an axis of dimension 1 has it everywhere. Raises `UnsupportedTerm`."""
        row = 1 if matrix.shape.rows == 1 else place[0]
        column = 1 if matrix.shape.columns == 1 else place[1]
        key = (matrix, (row, column), bound)
        if key not in self.known:
            self.known[key] = self._make(matrix, (row, column), bound)
        return self.known[key]

    def _make(self, matrix: Matrix, place: Place, bound: Bound) -> Term:
        match matrix:
            case Named(shape, name):
                return _named(name, shape, place)
            case Size(_, dimension):
                return terms.number(self.size(dimension))
            case Identity():
                return terms.number(int(place[0] == place[1]))
            case Unit(_, row, column):
                return terms.number(int(place == (row, column)))
        return self._by_entries(matrix, place, bound)

    def _by_entries(self, matrix: Matrix, place: Place, bound: Bound) -> Term:
        match matrix:
            case Spread(_, body):
                return self.entry(body, place, bound)
            case Transpose(_, body):
                return self.entry(body, place[::-1], bound)
            case Plus(_, left, right):
                return terms.add(self.entry(left, place, bound), self.entry(right, place, bound))
            case Hadamard(_, left, right):
                factors = (self.entry(left, place, bound), self.entry(right, place, bound))
                return terms.multiply(*factors)
            case Elementwise(_, function, body, order):
                return applied(function, self.entry(body, place, bound), order)
            case ElementwisePower(_, body, exponent):
                return terms.power(self.entry(body, place, bound), terms.number(exponent))
        return self._summed(matrix, place, bound)

    def _summed(self, matrix: Matrix, place: Place, bound: Bound) -> Term:
        row, column = place
        match matrix:
            case MatrixProduct(_, left, right):
                steps = range(1, self.size(left.shape.columns) + 1)
                products = (
                    terms.multiply(
                        self.entry(left, (row, k), bound), self.entry(right, (k, column), bound)
                    )
                    for k in steps
                )
                return terms.add(*products)
            case Total(_, body, over_rows, over_columns):
                places = self.places(body.shape)
                chosen = (
                    (i, j)
                    for i, j in places
                    if (over_rows or i == row) and (over_columns or j == column)
                )
                return terms.add(*(self.entry(body, at, bound) for at in chosen))
            case IndexSum(_, body, index, dimension):
                values = range(1, self.size(dimension) + 1)
                return terms.add(
                    *(self.entry(body, place, _binding(bound, index, value)) for value in values)
                )
            case EntryOf(_, body, at_row, at_column):
                here = dict(bound)
                return self.entry(body, (_value(at_row, here), _value(at_column, here)), bound)
            case Diagonal(_, body):
                return self.entry(body, (row, 1), bound) if row == column else terms.number(0)
            case DiagonalOf(_, body):
                return self.entry(body, (row, row), bound)
        return self._of_square(matrix, place, bound)

    def _of_square(self, matrix: Matrix, place: Place, bound: Bound) -> Term:
        match matrix:
            case Determinant(_, body):
                return self._minor(body, (), (), bound)
            case Inverse(_, body):
                row, column = place
                cofactor = self._minor(body, (column,), (row,), bound)
                signed = cofactor if (row + column) % 2 == 0 else terms.negate(cofactor)
                return terms.divide(signed, self._minor(body, (), (), bound))
            case Mapped(_, formula, parameter, body):
                argument = self.entry(body, place, bound)
                inner = self.entry(formula, (1, 1), bound)
                return terms.substitute(inner, {parameter: argument})
            case Gradient(_, scalar, variable):
                by = _named(variable.name, variable.shape, place)
                return terms.derivative(self.entry(scalar, (1, 1), bound), by)
            case Substituted(_, body, variable, value):
                values = {
                    _named(variable.name, variable.shape, at): self.entry(value, at, bound)
                    for at in self.places(variable.shape)
                }
                return replace(self.entry(body, place, bound), values)
            case ColumnOf(_, body, index):
                return self.entry(body, (place[0], _value(index, dict(bound))), bound)
            case Entries():
                raise UnsupportedTerm("entries at indices, at fixed places")
        return entry(matrix)

    def _minor(
        self, body: Matrix, rows: tuple[int, ...], columns: tuple[int, ...], bound: Bound
    ) -> Term:
        """The determinant without these rows and columns (Leibniz's formula)."""
        size = self.size(body.shape.rows)
        if size > LARGEST_INVERTED:
            raise UnsupportedTerm(f"the determinant of a matrix with {size} rows")
        kept_rows = [row for row in range(1, size + 1) if row not in rows]
        kept_columns = [column for column in range(1, size + 1) if column not in columns]
        summands = []
        for order in permutations(range(len(kept_rows))):
            turns = sum(a > b for k, a in enumerate(order) for b in order[k + 1 :])
            factors = [
                self.entry(body, (row, kept_columns[at]), bound)
                for row, at in zip(kept_rows, order, strict=True)
            ]
            product = terms.multiply(terms.number(1), *factors)
            summands.append(terms.negate(product) if turns % 2 else product)
        return terms.add(*summands)


def _named(name: str, shape: Shape, place: Place) -> Term:
    row = None if shape.rows == 1 else terms.number(place[0])
    column = None if shape.columns == 1 else terms.number(place[1])
    return atom(name, row, column)


def _binding(bound: Bound, index: str, value: int) -> Bound:
    return (*((name, at) for name, at in bound if name != index), (index, value))


def _value(index: str | None, bound: Mapping[str, int]) -> int:
    return 1 if index is None else bound[index]
