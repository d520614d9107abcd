"""A network of symbolic depth as one of a few layers: `A^{[L]}` becomes `A^{[3]}`.

A capital letter in a layer index, as in `A^{[L]}` or `n_L`, is a depth. With numbers put in for the
depths, the definitions "for every layer" give each name of the network a definition of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.records import replace
from verifier.tensors.declared import Declared, Defined
from verifier.tensors.given import Given
from verifier.tensors.symbols import Layer, MatrixName, layer_of, matrix_name, names_in
from verifier.tensors.write import name_node

Depths = Mapping[str, int]


def depths_of(given: Given) -> tuple[str, ...]:
    """The letters of the depths, such as `L`, in the order in which they are met."""
    found: dict[str, None] = {}
    for name in _names(given):
        layer = name.layer
        if layer is not None and layer.letter and layer.letter[-1].isupper():
            found[layer.letter] = None
    return tuple(found)


def _names(given: Given) -> Iterator[MatrixName]:
    for defined in (*given.definitions.values(), *given.functions.values()):
        yield defined.name
        yield from (name for name, _ in names_in(defined.body))
    for declared in given.shapes.values():
        for node in (declared.rows, declared.columns):
            name = None if node is None else matrix_name(node)
            if name is not None:
                yield name


def at_depths(given: Given, depths: Depths) -> Given:
    """The same with numbers for the letters of the depths."""
    shapes = {_key(key, depths): _declared(one, depths) for key, one in given.shapes.items()}
    return replace(
        given,
        shapes=shapes,
        definitions=_all_defined(given.definitions, depths),
        functions=_all_defined(given.functions, depths),
    )


def _all_defined(known: Mapping[str, Defined], depths: Depths) -> dict[str, Defined]:
    return {
        key if one.letter else str(name_at(one.name, depths)): _defined(one, depths)
        for key, one in known.items()
    }


def name_at(name: MatrixName, layers: Mapping[str, int]) -> MatrixName:
    """`W^[2]` for `W^[l]` where `l` is 2."""
    layer = name.layer
    if layer is None or layer.letter not in layers:
        return name
    return name.at(Layer("", layers[layer.letter] + layer.offset))


def _key(key: str, depths: Depths) -> str:
    name = matrix_name(name_node(key))
    return key if name is None or name.layer is None else str(name_at(name, depths))


def _declared(declared: Declared, depths: Depths) -> Declared:
    rows = None if declared.rows is None else _put_in(declared.rows, depths)
    columns = None if declared.columns is None else _put_in(declared.columns, depths)
    return replace(declared, rows=rows, columns=columns)


def _defined(defined: Defined, depths: Depths) -> Defined:
    return replace(defined, name=name_at(defined.name, depths), body=_put_in(defined.body, depths))


def _put_in(node: Node, depths: Depths) -> Node:
    """The tree with numbers in the layer indices."""
    if isinstance(node, tree.Superscript | tree.Subscript):
        layer = layer_of(node.index, {})
        base = _put_in(node.base, depths)
        if layer is not None and layer.letter in depths:
            number = tree.Number(str(depths[layer.letter] + layer.offset))
            return replace(node, base=base, index=number)
        return replace(node, base=base)
    return tree.rebuild(node, lambda part: _put_in(part, depths))
