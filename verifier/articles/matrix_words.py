"""What the words around a formula say about the matrices in it."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.prose import Words
from verifier.notation import tree
from verifier.notation.reading import Reading
from verifier.notation.tree import Node
from verifier.records import replace
from verifier.tensors.given import Given
from verifier.tensors.inference import open_shape
from verifier.tensors.properties import with_properties
from verifier.tensors.shapes import SCALAR
from verifier.tensors.symbols import MatrixName, matrix_name, names_in


def with_words(given: Given, reading: Reading, words: Words) -> Given:
    """What is given with what the words say about the names of one formula."""
    names = list(listed(reading))
    kind = words.kind if names else None
    for name in names:
        if given.shape_of(name) is None and given.definition_of(name) is None:
            given = _with_kind(given, name, kind)
    if words.one_hot and names:
        given = with_properties(given, one_hot=names)
    every = {name for one in reading.statements for side in one.sides for name, _ in names_in(side)}
    if words.symmetric:
        given = with_properties(given, symmetric=every)
    if words.not_symmetric:
        given = replace(given, symmetric=given.symmetric.difference(map(str, every)))
    if words.special or (names and words.probabilities):
        given = with_properties(given, special=every)
    return given


def _with_kind(given: Given, name: MatrixName, kind: str | None) -> Given:
    if kind == "scalar":
        return given.with_shape(name, SCALAR)
    if kind is None:
        return given
    return given.with_shape(name, open_shape(str(name), kind != "row", kind != "column"))


def listed(reading: Reading) -> Iterator[MatrixName]:
    """The names of a formula that is nothing but a name or a list of names."""
    for statement in reading.statements:
        if statement.operators:
            return
        node = statement.sides[0]
        items: tuple[Node, ...] = node.items if isinstance(node, tree.Tuple) else (node,)
        for item in items:
            name = matrix_name(item)
            if name is not None:
                yield name
