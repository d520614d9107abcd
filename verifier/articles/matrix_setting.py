"""What the proofs of an article about matrices rest on, as formulas: definitions and shapes."""

from __future__ import annotations

from verifier.notation import tree
from verifier.notation.names import has_gradient
from verifier.notation.tree import Chain, Node
from verifier.tensors.declared import Declared
from verifier.tensors.given import Given
from verifier.tensors.write import name_node

Formulas = tuple[Node, ...]


def matrix_setting(given: Given) -> tuple[Formulas, Formulas]:
    """The definitions and the shapes, each in the order of the article."""
    definitions = [
        Chain((name_node(str(defined.name)), defined.body), ("=",))
        for defined in given.definitions.values()
        if not has_gradient(defined.body)
    ]
    definitions += [
        Chain((_call(str(defined.name), defined.parameter), defined.body), ("=",))
        for defined in given.functions.values()
    ]
    return tuple(definitions), tuple(map(_shape, _grouped(given)))


def _call(function: str, parameter: str) -> Node:
    return tree.Apply(name_node(function), tree.Group("(", name_node(parameter), ")"))


def _grouped(given: Given) -> list[tuple[Declared, list[Node]]]:
    groups: list[tuple[Declared, list[Node]]] = []
    for key, declared in given.shapes.items():
        same = [group for group in groups if group[0] == declared]
        if same:
            same[0][1].append(_name(key, declared))
        else:
            groups.append((declared, [_name(key, declared)]))
    return groups


def _name(key: str, declared: Declared) -> Node:
    """`W^{[l]}` for what is declared for every layer, else the name itself."""
    if not declared.letter:
        return name_node(key)
    if key.endswith("["):
        return tree.Superscript(name_node(key[:-1]), tree.Symbol(declared.letter), "[")
    return tree.Subscript(name_node(key.rstrip("_")), tree.Symbol(declared.letter))


def _shape(group: tuple[Declared, list[Node]]) -> Node:
    declared, names = group
    exponent = declared.rows or tree.Number("1")
    if declared.columns is not None:
        exponent = tree.Product((exponent, declared.columns), ("\\times",))
    space = tree.Power(tree.Symbol("R", "\\mathbb"), exponent)
    subject = names[0] if len(names) == 1 else tree.Tuple(tuple(names))
    return Chain((subject, space), ("\\in",))
