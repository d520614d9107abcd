"""The shape of a formula whose names have open dimensions, and what it says of them.

Products of matrices, sums and elementwise products say which dimensions are the same. An
elementwise product binds less tightly than the matrix product, unless only the other way fits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from verifier.meaning.one_dimension import norm_in
from verifier.notation import tree
from verifier.notation.tree import Chain, Node
from verifier.records import dataclass, field
from verifier.tensors.calls import call_of
from verifier.tensors.dimension_classes import Clash, Classes, Dimension
from verifier.tensors.kinds_from_use import (
    MATRIX,
    OF_WHOLE_MATRICES,
    SCALAR,
    VECTOR,
    Kinds,
    is_capital,
    key_of,
)
from verifier.tensors.products import ELEMENTWISE
from verifier.tensors.spelling import (
    inverse_transpose,
    is_identity,
    is_of_squares,
    is_ones,
    is_transpose,
)
from verifier.tensors.symbols import MatrixName, dimension_name, gradient_name, matrix_name

Shape = tuple[Dimension, Dimension]
ONE: Shape = (None, None)
_OF_SQUARES = frozenset(("tr", "Tr", "trace", "\\tr", "\\Tr", "\\det", "det"))
COLUMNS, ROWS, BATCHES = "columns", "rows", "batches"


@dataclass(slots=True)
class Shapes:
    """The shapes that are known of the names of an article, in one way of reading vectors."""

    kinds: Kinds
    vectors: str
    classes: Classes = field(default_factory=Classes)
    shapes: dict[str, Shape] = field(default_factory=dict)
    values: dict[str, Shape] = field(default_factory=dict)
    """What functions that the article defines give."""
    letters: dict[str, str] = field(default_factory=dict)
    """The letter of the layer, for the names that have one."""
    misfits: list[Chain] = field(default_factory=list)

    def is_open(self, name: MatrixName) -> bool:
        return key_of(name)[0] not in self.shapes

    def open(self, name: MatrixName, shape: Shape) -> None:
        key, offset = key_of(name)
        rows, columns = (None if d is None else (d[0], d[1] - offset) for d in shape)
        self.shapes[key] = rows, columns
        self._keep_letter(name)

    def _keep_letter(self, name: MatrixName) -> None:
        key, _ = key_of(name)
        if key == name.family and name.layer is not None:
            self.letters.setdefault(key, name.layer.letter)

    def _named(self, name: MatrixName) -> Shape | None:
        key, offset = key_of(name)
        if self.is_entry(name):
            return ONE
        if key not in self.shapes:
            kind = self.kinds.of(name)
            of = gradient_name(name)
            if kind is None and of is not None:
                return self._named(of)
            if kind is None:
                return None
            self.shapes[key] = self._fresh(kind, name)
            self._keep_letter(name)
        rows, columns = self.shapes[key]
        return tuple(None if d is None else (d[0], d[1] + offset) for d in (rows, columns))  # type: ignore[return-value]

    def _fresh(self, kind: str, name: MatrixName) -> Shape:
        constant = key_of(name)[0] != name.family or name.layer is None
        if kind == SCALAR:
            return ONE
        if kind == MATRIX or self.vectors == BATCHES:
            return self.classes.fresh(constant), self.classes.fresh(constant)
        dimension = self.classes.fresh(constant)
        return (dimension, None) if self.vectors == COLUMNS else (None, dimension)

    def is_entry(self, name: MatrixName) -> bool:
        """`x_i` where x is a vector of the article."""
        if name.style != "_" or name.layer is None or not name.layer.letter:
            return False
        shape = self.shapes.get(name.base)
        return self.kinds.known.get(name.base) in (VECTOR, MATRIX) or shape not in (None, ONE)

    def shape(self, node: Node) -> Shape | None:
        """The shape of a formula, None for an open one. Raises `Clash`."""
        if is_ones(node):
            return self.classes.fresh(True), None
        name = matrix_name(node)
        if is_identity(node) and (name is None or self.kinds.of(name) is None):
            size = dimension_name(node.index) if isinstance(node, tree.Subscript) else None
            rows = self.classes.written(size) if isinstance(size, str) else self.classes.fresh(True)
            return rows, rows
        if name is not None:
            return self._named(name)
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node)
        for part in tree.children(node):
            self.shape(part)
        return None

    def _group(self, node: tree.Group) -> Shape | None:
        inner = self.shape(node.body)
        return ONE if norm_in(node) or node.left == "|" else inner

    def _inside(self, node: tree.BigOperator | tree.Root) -> Shape | None:
        return self.shape(node.radicand if isinstance(node, tree.Root) else node.body)

    def _entry(self, node: tree.Subscript | tree.Superscript) -> Shape | None:
        if norm_in(node) is not None:
            self.shape(node.base)
            return ONE
        return ONE if matrix_name(node.base) is not None else None

    def _matrix(self, node: tree.Matrix) -> Shape:
        rows, columns = self.classes.fresh(True), self.classes.fresh(True)
        return rows, None if all(len(row) == 1 for row in node.rows) else columns

    def same(self, one: Shape, other: Shape) -> Shape:
        """Both shapes as one; a vector or a number may be spread over a matrix."""
        if other == ONE or one == other:
            return one
        if one == ONE:
            return other
        for small, large in ((one, other), (other, one)):
            if small[1] is None and large[1] is not None and small[0] is not None:
                self.classes.same(small[0], large[0])
                return large
            if small[0] is None and large[0] is not None and small[1] is not None:
                self.classes.same(small[1], large[1])
                return large
        self.classes.same(one[0], other[0])
        self.classes.same(one[1], other[1])
        return one

    def _sum(self, node: tree.Sum) -> Shape | None:
        result: Shape | None = None
        for term in node.terms:
            shape = self.shape(term)
            if shape is not None:
                result = shape if result is None else self.same(result, shape)
        if result is None or result == ONE:
            return result if all(self.shape(term) is not None for term in node.terms) else None
        for term in node.terms:
            name = matrix_name(term)
            if name is not None and self.is_open(name) and not self.is_entry(name):
                self.open(name, self._vector_of(result, name))
        return result

    def _vector_of(self, shape: Shape, name: MatrixName) -> Shape:
        """The shape of a summand: a bias with a small letter is one column, or one row."""
        if is_capital(name) or None in shape or self.vectors == BATCHES:
            return shape
        return (shape[0], None) if self.vectors == COLUMNS else (None, shape[1])

    def _product(self, node: tree.Product) -> Shape | None:
        before = self.classes.copy(), dict(self.shapes)
        try:
            return self._loose(node)
        except Clash:
            if len({sign in ELEMENTWISE for sign in node.operators}) < 2:
                raise
            self.classes, self.shapes = before
            return self._tight(node)

    def _loose(self, node: tree.Product) -> Shape | None:
        """Matrix products between the elementwise signs."""
        groups: list[list[Node]] = [[node.factors[0]]]
        for factor, operator in zip(node.factors[1:], node.operators, strict=True):
            if operator in ELEMENTWISE:
                groups.append([factor])
            else:
                groups[-1].append(factor)
        return self._entry_by_entry([self._chain(group) for group in groups], groups)

    def _tight(self, node: tree.Product) -> Shape | None:
        """Elementwise products are factors of the matrix product."""
        factors: list[list[Node]] = [[node.factors[0]]]
        for factor, operator in zip(node.factors[1:], node.operators, strict=True):
            if operator in ELEMENTWISE:
                factors[-1].append(factor)
            else:
                factors.append([factor])
        shapes = [
            self._entry_by_entry([self.shape(one) for one in group], [[one] for one in group])
            for group in factors
        ]
        return self._times(shapes)

    def _entry_by_entry(self, shapes: list[Shape | None], groups: list[list[Node]]) -> Shape | None:
        result: Shape | None = None
        for shape in shapes:
            if shape is not None:
                result = shape if result is None else self.same(result, shape)
        for group in groups if result is not None and result != ONE else ():
            name = matrix_name(group[0]) if len(group) == 1 else None
            if name is not None and result is not None and self.is_open(name):
                self.open(name, result)
        return result

    def _chain(self, factors: Sequence[Node]) -> Shape | None:
        return self._times([self.shape(factor) for factor in factors])

    def _times(self, shapes: Collection[Shape | None]) -> Shape | None:
        result: Shape = ONE
        for shape in shapes:
            if shape is None:
                return None
            if result == ONE or shape == ONE:
                result = shape if result == ONE else result
                continue
            self.classes.same(result[1], shape[0])
            result = result[0], shape[1]
        return result

    def _fraction(self, node: tree.Fraction) -> Shape | None:
        top, bottom = self.shape(node.numerator), self.shape(node.denominator)
        if top is None or bottom is None:
            return None
        return self.same(top, bottom)

    def _power(self, node: tree.Power) -> Shape | None:
        shape = self.shape(node.base)
        turned = inverse_transpose(node.exponent) is not None
        if shape is None or not (is_transpose(node.exponent) or turned):
            if shape is not None and is_of_squares(node.exponent) and None not in shape:
                self.classes.same(*shape)
            return shape
        return shape[1], shape[0]

    def _apply(self, node: tree.Apply) -> Shape | None:
        function = node.function.base if isinstance(node.function, tree.Power) else node.function
        call = call_of(tree.Apply(function, node.argument), {})
        shape = self.shape(node.argument)
        if call.name is None:
            return shape
        if call.name.base == "\\nabla":
            found = self._gradient(call.subscript, node.argument)
            is_second = function is not node.function and found is not None
            return (found[0], found[0]) if is_second and found is not None else found
        if call.name.base in OF_WHOLE_MATRICES:
            is_diagonal = call.name.base in ("diag", "\\diag")
            if is_diagonal and shape is not None and shape[1] is None:
                return shape[0], shape[0]
            if call.name.base in _OF_SQUARES and shape not in (None, ONE):
                self.classes.same(*shape)
            return None if is_diagonal or call.name.base == "vec" else ONE
        known = self.values.get(str(call.name))
        if known is not None and not call.primes:
            return known
        return ONE if self.kinds.of(call.name) == SCALAR else shape

    def _gradient(self, by: MatrixName | None, argument: Node) -> Shape | None:
        if by is not None:
            return self._named(by)
        inner = argument.argument if isinstance(argument, tree.Apply) else None
        return None if inner is None else self.shape(inner)

    def _derivative(self, node: tree.Derivative) -> Shape | None:
        if len(node.variables) != 1 or node.variables[0][1] != 1:
            return None
        body, variable = self.shape(node.body), self.shape(node.variables[0][0])
        return variable if body == ONE else body if variable == ONE else None


_HANDLERS: Mapping[type[Node], Callable[..., Shape | None]] = {
    tree.Number: lambda shapes, node: ONE,
    tree.Group: Shapes._group,
    tree.Sum: Shapes._sum,
    tree.Product: Shapes._product,
    tree.Fraction: Shapes._fraction,
    tree.Power: Shapes._power,
    tree.Apply: Shapes._apply,
    tree.Derivative: Shapes._derivative,
    tree.BigOperator: Shapes._inside,
    tree.Root: Shapes._inside,
    tree.Subscript: Shapes._entry,
    tree.Superscript: Shapes._entry,
    tree.Matrix: Shapes._matrix,
}
