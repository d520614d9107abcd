"""Shapes that an article does not write down, from how it uses its names.

    \\sum_i y_i \\log p_i   and p a column with C entries          y is such a column too
    z = W x + b            W a matrix, x a vector, by words        W has a column for each x_i

The first is about names of which nothing is known; the second puts in the dimensions that are open
where the article says in words only that something is a vector or a matrix.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.meaning.errors import MeaningError
from verifier.meaning.names import written_out
from verifier.notation import tree
from verifier.notation.names import has_gradient
from verifier.notation.tree import Chain, Node, walk
from verifier.tensors.claims import has_open, misfit
from verifier.tensors.declared import OPEN
from verifier.tensors.given import Given
from verifier.tensors.gradient_spelling import cost_of
from verifier.tensors.names import ClaimNames
from verifier.tensors.properties import with_properties, with_same
from verifier.tensors.read import Reader
from verifier.tensors.shapes import Shape, ShapeMismatch
from verifier.tensors.spelling import is_identity, is_transpose
from verifier.tensors.symbols import MatrixName, dimension_name, matrix_name, names_in

MOST_STEPS = 20


def with_inferred(given: Given, head: Node, body: Node) -> Given:
    """What is given with all that the definition `head = body` says about shapes."""
    for part in walk(body):
        if isinstance(part, tree.BigOperator):
            given = _with_partners(given, part)
    name = matrix_name(head)
    defined = None if name is None else given.definition_of(name)
    for _ in range(MOST_STEPS if defined is not None else 0):
        assert defined is not None
        problem = misfit(defined, given)
        if not isinstance(problem, ShapeMismatch):
            break
        pairs = [pair for pair in problem.pairs if has_open(*pair)]
        if not pairs:
            break
        left, right = pairs[0]
        given = with_same(given, *((left, right) if has_open(left) else (right, left)))
    return given


def _with_partners(given: Given, node: tree.BigOperator) -> Given:
    """Where the same index counts the entries of a known vector and of others, all are alike."""
    lower = node.lower.sides[0] if isinstance(node.lower, tree.Chain) else node.lower
    for letter in lower.items if isinstance(lower, tree.Tuple) else (lower,):
        bases = list(_indexed_by(letter, node.body))
        shapes = {shape for name, base in bases if (shape := _shape(name, base, given))}
        if len(shapes) != 1:
            continue
        for name, _ in bases:
            if not given.knows(name) and str(name) not in given.scalars:
                given = given.with_shape(name, *shapes)
    return given


def _indexed_by(letter: Node | None, body: Node) -> Iterator[tuple[MatrixName, Node]]:
    for part in walk(body):
        if isinstance(part, tree.Subscript) and letter is not None and part.index == letter:
            name = matrix_name(part.base)
            if name is not None:
                yield name, part.base


def _shape(name: MatrixName, base: Node, given: Given) -> Shape | None:
    if not given.knows(name):
        return None
    reader = Reader(given, ClaimNames(given, cost_of(given), frozenset()))
    try:
        return reader.matrix(base).shape
    except (MeaningError, ShapeMismatch):
        return None


def with_written_out(statement: Chain, given: Given) -> Given | None:
    """What is given where a vector is written out, `x = (x_1, \\dots, x_n)`; None if none is.

    Whether it is a row or a column nobody says unless it is transposed; it is a column, as for
    most authors. A shape that is known stays. `V_k = [v_1, \\dots, v_k]` may be a matrix with
    these columns.
    """
    if len(statement.sides) != 2 or statement.operators[0] not in ("=", ":="):
        return None
    name = matrix_name(statement.sides[0])
    last = written_out(statement.sides[1])
    size = None if last is None else dimension_name(last)
    if name is None or size is None or given.knows(name) or _is_capital(statement):
        return None
    return given.with_shape(name, Shape(size, 1))


def _is_capital(statement: Chain) -> bool:
    """Whether a capital letter is written out in small ones."""
    whole, entry = (_letter(side) for side in statement.sides)
    return whole.isupper() and not entry.isupper()


def _letter(node: Node) -> str:
    """The first letter in a formula."""
    names = (part.name for part in walk(node) if isinstance(part, tree.Symbol))
    return next((name for name in names if len(name) == 1), "")


def with_property(statement: Chain, given: Given) -> Given | None:
    """What is given where a statement is about one undefined matrix alone: `Q^\\top Q = I`.

    Such a statement says what the matrix is like; None for any other.
    """
    if len(statement.sides) != 2 or has_gradient(statement):
        return None
    names = {
        name
        for side in statement.sides
        for name, node in names_in(side)
        if not is_identity(node) or given.knows(name)
    }
    simple = (
        matrix_name(side) is not None or is_identity(side) or isinstance(side, tree.Number)
        for side in statement.sides
    )
    if len(names) != 1 or not any(simple):
        return None
    (name,) = names
    shape = given.shape_of(name)
    if shape is None or shape.is_scalar or given.definition_of(name) is not None:
        return None
    plain = [side for side in statement.sides if matrix_name(side) == name]
    turned = [
        side
        for side in statement.sides
        if isinstance(side, tree.Power) and is_transpose(side.exponent)
    ]
    if plain and turned:
        return with_properties(given, symmetric=names)
    return with_properties(given, special=names)


def open_shape(name: str, rows: bool, columns: bool) -> Shape:
    """The shape of what words call a vector or a matrix: an open dimension for each axis named."""
    return Shape(
        f"{OPEN}rows of {name}" if rows else 1, f"{OPEN}columns of {name}" if columns else 1
    )
