"""What one statement of an article says about a matrix: its shape, or what it is."""

from __future__ import annotations

from functools import lru_cache

from verifier.kernel.domains import REAL, Domain
from verifier.meaning.functions import NAMES_WITH_A_MEANING
from verifier.notation import tree
from verifier.notation.tree import Chain, Node
from verifier.records import dataclass
from verifier.tensors.calls import KNOWN_CALLS
from verifier.tensors.shapes import Dimension, Shape
from verifier.tensors.symbols import Layer, Layers, MatrixName, dimension_name, matrix_name


@dataclass(frozen=True, slots=True)
class Declared:
    """The dimensions of a matrix as written, for one layer or for every layer `letter`.

    `inferred` is a shape that the article does not write down; its dimensions may be `OPEN`.
    """

    rows: Node | None
    columns: Node | None
    letter: str = ""
    domain: Domain = REAL
    inferred: Shape | None = None

    def shape(self, layer: Layer | None) -> Shape:
        if self.inferred is not None:
            return self.inferred
        layers = {self.letter: layer} if self.letter and layer is not None else {}
        return Shape(_dimension(self.rows, layers), _dimension(self.columns, layers))


FUNCTION_NAMES = NAMES_WITH_A_MEANING | KNOWN_CALLS
OPEN = "?"
"""How the name of a dimension begins of which nothing is known but that it is one."""


@lru_cache(maxsize=1024)
def dimension_names(declared: Declared) -> frozenset[str]:
    """The names of the dimensions of a matrix, `n_` for those of all layers."""
    written = [node for node in (declared.rows, declared.columns) if node is not None]
    names = [str(name) for name in map(dimension_name, written) if name is not None]
    inferred = () if declared.inferred is None else declared.inferred.dimensions
    return frozenset((*inferred, *names, *(f"{name.split('_')[0]}_" for name in names)))


def _dimension(node: Node | None, layers: Layers) -> Dimension:
    name = None if node is None else dimension_name(node, layers)
    return 1 if name is None else name


@dataclass(frozen=True, slots=True)
class Defined:
    """The right side of a definition, for one layer or for every layer `letter`.

    `parameter` is the argument of an elementwise function; `arguments` are the matrices that a
    scalar is a function of, as in `f(x) = x^\\top x`.
    """

    name: MatrixName
    body: Node
    letter: str = ""
    parameter: str = ""
    arguments: tuple[MatrixName, ...] = ()


def sum_of_one(statement: Chain) -> str | None:
    """y in `\\sum_i y_i = 1`."""
    if statement.operators != ("=",) or statement.sides[1] != tree.Number("1"):
        return None
    left = statement.sides[0]
    if not isinstance(left, tree.BigOperator) or left.command != "\\sum":
        return None
    entry = left.body
    if not isinstance(entry, tree.Subscript) or matrix_name(entry.index) is None:
        return None
    name = matrix_name(entry.base)
    return None if name is None else str(name)


def arguments_of(argument: Node) -> tuple[Node, ...]:
    """w and b in `(w, b)`; the argument itself where it is one."""
    inner = argument.body if isinstance(argument, tree.Group) else argument
    return inner.items if isinstance(inner, tree.Tuple) else (inner,)
