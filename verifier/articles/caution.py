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
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.functions import NAMES_WITH_A_MEANING, OPERATORS
from verifier.notation.tree import Node, Product, walk
from verifier.records import replace
from verifier.values import Refuted, Unknown

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
_OF_ENTRIES = (NAMES_WITH_A_MEANING - OPERATORS) | _ACTIVATIONS | _OF_MATRICES

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
    names = called_functions(line.left) | called_functions(line.right)
    defined = {*line.given.functions, *line.given.definitions}
    called = {name for name in names - defined if not name.startswith("\\nabla")}
    plain = {name for name in called if name.partition("^")[0] not in _OF_ENTRIES}
    open_names = sorted(plain - line.context.conventions.elementwise)
    if open_names:
        reason = f"nothing says that {open_names[0]} is taken of each entry"
        return replace(found, verdict=Unknown(reason))
    return found
