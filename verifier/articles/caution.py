"""What a refutation may not rest on: words that are not understood, functions nobody has defined.

A matrix that is "symmetric" or has "orthonormal columns" is no matrix like any other, and whether
`f` of a vector is taken of each entry is often left to the reader. A claim that is false for some
matrix, or for one meaning of f, may then be true as it is meant: nothing is decided.
"""

from __future__ import annotations

import re

from verifier.articles.article import Line
from verifier.articles.prose import properties_of, property_in
from verifier.articles.readings import Found, called_functions
from verifier.hints import TYPE_CHECKING
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.errors import MeaningError
from verifier.meaning.functions import CONSTANTS, NAMES_WITH_A_MEANING, OPERATORS
from verifier.notation.tree import Derivative, Node, Product, walk
from verifier.records import replace
from verifier.values import Refuted, Unknown

if TYPE_CHECKING:
    from verifier.tensors.given import Given

# Names that stand for an activation, which is taken of each entry.
_ACTIVATIONS = frozenset(("g", "\\sigma", "\\phi", "\\varphi", "\\psi", "a", "\\rho"))
_OF_MATRICES = frozenset(
    (
        "softmax",
        "\\softmax",
        "sum",
        "mean",
        "tr",
        "Tr",
        "trace",
        "det",
        "diag",
        "vec",
        "np.sum",
        "np.mean",
        "np.dot",
    )
)
_JACOBIAN = lazy_pattern(r"\bjacobi|\bhessian|雅可比|海森", re.IGNORECASE)
# π in `\\pi(x)` is no number.
_OF_ENTRIES = (NAMES_WITH_A_MEANING - OPERATORS - CONSTANTS.keys()) | _ACTIVATIONS | _OF_MATRICES

# An identity that holds of all definite matrices holds of all symmetric ones.
_UNDERSTOOD = frozenset(("symmetric", "definite", "semidefinite", "semi-definite"))
_KRONECKER = lazy_pattern(r"kronecker|\bvec\b|tensor product", re.IGNORECASE)


def _has_otimes(node: Node) -> bool:
    return any(isinstance(p, Product) and "\\otimes" in p.operators for p in walk(node))


def cautious(line: Line, found: Found, text: str) -> Found:
    """The verdict on a line about matrices, unless the refutation rests on too little."""
    if line.given is None or not line.context.lenient or not isinstance(found.verdict, Refuted):
        return found
    if _KRONECKER.search(text) and any(map(_has_otimes, (line.left, line.right))):
        return replace(found, verdict=Unknown("Kronecker products are not understood"))
    known = _UNDERSTOOD if line.given.symmetric else frozenset()
    word = property_in(text, known | properties_of(text, frozenset(line.given.definitions)))
    if word is not None and found.verdict.mismatch is None:
        reason = f"the article calls something {word}, which is not understood here"
        return replace(found, verdict=Unknown(reason))
    if _is_of_each_entry(line, line.given, text):
        reason = "the derivative of a vector may be meant entry by entry"
        return replace(found, verdict=Unknown(reason))
    names = called_functions(line.left) | called_functions(line.right)
    defined = {*line.given.functions, *line.given.definitions}
    called = {name for name in names - defined if not name.startswith("\\nabla")}
    plain = {name for name in called if name.partition("^")[0] not in _OF_ENTRIES}
    open_names = sorted(plain - line.context.conventions.elementwise)
    if open_names:
        reason = f"nothing says that {open_names[0]} is taken of each entry"
        return replace(found, verdict=Unknown(reason))
    return found


def _is_of_each_entry(line: Line, given: Given, text: str) -> bool:
    """Whether a vector is differentiated by a vector, as in `\\partial a/\\partial z = 1 - a^2`.

    That may be meant of each entry, or of one neuron; who speaks of Jacobian matrices, or writes a
    matrix for the derivative, means them.
    """
    if _JACOBIAN.search(text) is not None:
        return False
    from verifier.tensors.gradient_spelling import cost_of
    from verifier.tensors.names import ClaimNames
    from verifier.tensors.read import Reader
    from verifier.tensors.shapes import Shape, ShapeMismatch

    reader = Reader(given, ClaimNames(given, cost_of(given), frozenset()))

    def shape_of(node: Node) -> Shape | None:
        try:
            return reader.matrix(node).shape
        except (MeaningError, ShapeMismatch):
            return None

    found = shape_of(line.right)
    if found is not None and 1 not in (found.rows, found.columns):
        return False  # a matrix is the derivative of a vector as a whole
    parts = (part for side in (line.left, line.right) for part in walk(side))
    bodies = (shape_of(part.body) for part in parts if isinstance(part, Derivative))
    return any(shape is not None and not shape.is_scalar for shape in bodies)
