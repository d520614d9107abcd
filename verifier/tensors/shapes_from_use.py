"""Shapes of which an article says nothing, from how it uses its names.

    r_i = W_i v_{i-1} + b_i        W_i has a column for each entry of v_{i-1}, a row for each of b_i
    \\delta = a^T (\\hat{y} - y)     y has the shape of \\hat{y}

Every name that has entries gets two open dimensions, a vector one; each statement says which of
them are the same. A statement that does not fit says nothing: it may be the wrong one. Vectors are
columns, or rows, or neither, as most statements fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from verifier.meaning.functions import NAMES_WITH_A_MEANING
from verifier.notation import tree
from verifier.notation.tree import Chain, Node, Number, Subscript, Sum, Symbol, walk
from verifier.tensors.calls import call_of
from verifier.tensors.declared import FUNCTION_NAMES, Declared
from verifier.tensors.dimension_classes import Clash, Dimension
from verifier.tensors.kinds_from_use import (
    SCALAR,
    Kinds,
    key_of,
)
from verifier.tensors.open_shapes import BATCHES, COLUMNS, ONE, ROWS, Shape, Shapes
from verifier.tensors.spelling import is_identity, is_ones
from verifier.tensors.symbols import (
    MatrixName,
    dimension_name,
    layer_of,
    matrix_name,
    names_in,
)

_RELATIONS = frozenset(("=", ":=", "\\equiv", "\\approx", "\\leftarrow", "\\coloneqq"))
_OPERATORS = frozenset(
    ("\\nabla", "e", "\\partial", "\\mathbb{E}", "\\mathbb{R}", "T", "\\top", "I")
)
_ROUNDS = 4
_LETTERS = "pqrsuvkhndmcetgfba"


def shapes_from_use(
    statements: Sequence[Chain], kinds: Kinds, written: Mapping[str, Declared]
) -> tuple[Mapping[str, Declared], Sequence[Chain]]:
    """The shapes of all names, and the statements that do not fit.

    Vectors are read in the way in which most statements fit. The shapes that are `written` down
    stay. Columns are what most authors mean: another way has to make more than one statement fit,
    for one may be wrong.
    """
    used = {p.name for one in statements for p in walk(one) if isinstance(p, Symbol)}
    free = iter([letter for letter in _LETTERS if letter not in used])
    found: dict[str, Declared] = {}
    misfits: list[Chain] = []
    for group in _apart(statements, kinds):
        best: _Use | None = None
        for vectors in (COLUMNS, ROWS, BATCHES):
            way = _Use(kinds, vectors)
            way.begin(written)
            way.settle(group)
            if best is None or len(way.misfits) < len(best.misfits) - 1:
                best = way
        if best is not None:
            found |= best.declared(group, written, free)
            misfits += best.misfits
    return found, misfits


def _apart(statements: Sequence[Chain], kinds: Kinds) -> list[list[Chain]]:
    """The statements in groups that have no vector and no matrix in common.

    In one section vectors may be columns and in another one rows.
    """
    groups: list[tuple[set[str], list[Chain]]] = []
    for statement in statements:
        found = [name for name, _ in names_in(statement)]
        names = {key_of(name)[0] for name in found} | {x.base for x in found if x.style == "_"}
        names = {name for name in names if kinds.known.get(name) != SCALAR}
        names -= FUNCTION_NAMES | _OPERATORS
        apart = [group for group in groups if names.isdisjoint(group[0])]
        joined = [group for group in groups if not names.isdisjoint(group[0])]
        all_names = names.union(*(group[0] for group in joined))
        together = [one for group in joined for one in group[1]]
        groups = [*apart, (all_names, [*together, statement])]
    order = {id(statement): place for place, statement in enumerate(statements)}
    return [sorted(group, key=lambda one: order[id(one)]) for _, group in groups]


class _Use(Shapes):
    """The shapes as an article uses its names, statement by statement."""

    __slots__ = ()

    def begin(self, written: Mapping[str, Declared]) -> None:
        """Takes in the shapes that the article writes down; dimensions are the same by name."""
        for key, declared in written.items():
            shape = declared.shape(None) if declared.inferred is not None else None
            nodes = (declared.rows, declared.columns) if shape is None else ()
            dimensions = [self._written_down(node) for node in nodes]
            if len(dimensions) == 2:
                self.shapes[key] = dimensions[0], dimensions[1]
                if declared.letter:
                    self.letters[key] = declared.letter

    def _written_down(self, node: Node | None) -> Dimension:
        if node is None or node == Number("1"):
            return None
        layer = layer_of(node.index, {}) if isinstance(node, Subscript) else None
        layered = isinstance(node, Subscript) and layer is not None and bool(layer.letter)
        text = str(dimension_name(node.base if isinstance(node, Subscript) and layered else node))
        number, _ = self.classes.written(text, layered)
        return number, layer.offset if layered and layer is not None else 0

    def settle(self, statements: Sequence[Chain]) -> None:
        """Takes in all statements, again and again while names are open, then what is left."""
        for _ in range(_ROUNDS):
            size = len(self.shapes)
            for statement in statements:
                self._take(statement)
            if len(self.shapes) == size:
                break
        called = set(_called(statements))
        for name, node in (found for one in statements for found in names_in(one)):
            if self.is_open(name) and name not in called and _is_of_an_article(name, node):
                self.open(name, ONE)
        self.misfits = [statement for statement in statements if not self._take(statement)]

    def _take(self, statement: Chain) -> bool:
        """Takes in what a statement says; whether all of it fits."""
        first: Shape | None = None
        fits = True
        for place, side in enumerate(statement.sides):
            if place and statement.operators[place - 1] not in _RELATIONS:
                first = None
            shape, is_fit = self._tried(partial(self.shape, side))
            fits &= is_fit
            if shape is not None and first is not None:
                both, is_fit = self._tried(partial(self.same, first, shape))
                fits, shape = fits and is_fit, both or first
            first = shape or first
        for side in statement.sides if first is not None else ():
            self._learn(side, first)
        return fits

    def _tried(self, what: Callable[[], Shape | None]) -> tuple[Shape | None, bool]:
        """What comes out, and whether it fits; what does not fit leaves nothing behind."""
        before = self.classes.copy(), dict(self.shapes), dict(self.values)
        try:
            return what(), True
        except Clash:
            self.classes, self.shapes, self.values = before
            return None, False

    def _learn(self, side: Node, shape: Shape | None) -> None:
        """What the shape of a side says of the open name, or open function, that is written."""
        if shape is None:
            return
        name = matrix_name(side)
        if name is not None and self.is_open(name):
            self.open(name, shape)
        if isinstance(side, tree.Apply):
            function = matrix_name(side.function)
            if function is not None and function.base not in NAMES_WITH_A_MEANING:
                self.values.setdefault(str(function), shape)

    # What is found ----------------------------------------------------------------------------

    def declared(
        self, statements: Sequence[Chain], written: Mapping[str, Declared], free: Iterator[str]
    ) -> Mapping[str, Declared]:
        """The shapes as an article would declare them, with letters that are `free`.

        An entry of a vector has no shape of its own, nor has what is the gradient of another name.
        Of a cost, which depends on much, nothing is said.
        """
        derived = set(_derived(statements)) - set(_defined(statements))
        names = dict(self.classes.names)
        found: dict[str, Declared] = {}
        for key, shape in self.shapes.items():
            whole = self.shapes.get(key.removesuffix("_"), ONE) if key.endswith("_") else ONE
            is_gradient = key[:1] == "d" and key[1:] in self.shapes
            if key in written or whole != ONE or is_gradient or key in derived:
                continue
            letter = self.letters.get(key, "")
            nodes: list[Node | None] = []
            for dimension in shape:
                if dimension is None:
                    nodes.append(None)
                    continue
                number, shift = self.classes.found(dimension)
                if number not in names:
                    names[number] = next(free, f"n_{{{number}}}")
                nodes.append(self._written(names[number], number, letter, shift))
            found[key] = Declared(nodes[0], nodes[1], letter)
        return found

    def _written(self, name: str, number: int, letter: str, shift: int) -> Node:
        if number in self.classes.constant or not letter:
            return Symbol(name)
        return Subscript(Symbol(name), _index(letter, shift))


def _derived(statements: Sequence[Chain]) -> Iterator[str]:
    """The names of numbers of which derivatives are taken."""
    for part in (part for one in statements for part in walk(one)):
        body = part.body if isinstance(part, tree.Derivative) else None
        if isinstance(part, tree.Apply) and call_of(part, {}).name == MatrixName("\\nabla"):
            body = part.argument
        name = None if body is None else matrix_name(body)
        if name is not None:
            yield key_of(name)[0]


def _defined(statements: Sequence[Chain]) -> Iterator[str]:
    """The names that stand on the left of an equation."""
    for statement in statements:
        name = matrix_name(statement.sides[0]) if statement.operators else None
        if name is not None:
            yield key_of(name)[0]


def _called(statements: Sequence[Chain]) -> Iterator[MatrixName]:
    """The names of functions."""
    for part in (part for one in statements for part in walk(one)):
        if isinstance(part, tree.Apply):
            name = call_of(part, {}).name
            if name is not None:
                yield name


def _is_of_an_article(name: MatrixName, node: Node) -> bool:
    """Whether a name is no function, operator or constant that everybody knows."""
    return (
        name.base not in FUNCTION_NAMES | _OPERATORS and not is_identity(node) and not is_ones(node)
    )


def _index(letter: str, shift: int) -> Node:
    if not shift:
        return Symbol(letter)
    return Sum(("", "+" if shift > 0 else "-"), (Symbol(letter), Number(str(abs(shift)))))
