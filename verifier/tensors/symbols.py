"""Names of matrices with a layer index, and dimensions that depend on it.

`W^{[l-1]}` is the matrix `W` of the layer `l - 1`, `n_{l-1}` a dimension of it. What is said about
`W^{[l]}` with a small letter holds for every layer; a capital letter, as in `A^{[L]}`, or a number
is one layer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.records import dataclass, replace

_LAYER_LETTERS = frozenset("ijklmnrst") | {"\\ell"}
_BRACKETS = {"[": ("^[", "]"), "(": ("^(", ")"), "_": ("_", "")}


@dataclass(frozen=True, slots=True)
class Layer:
    """`letter + offset`, or the number `offset` where the letter is empty."""

    letter: str
    offset: int = 0

    @property
    def is_general(self) -> bool:
        """Whether a statement about it is one about every layer: `l`, but not `L` and not `l-1`."""
        return self.offset == 0 and bool(self.letter) and not self.letter[-1].isupper()

    def shifted(self, by: int) -> Layer:
        return replace(self, offset=self.offset + by)

    def __str__(self) -> str:
        if not self.letter:
            return str(self.offset)
        return f"{self.letter}{self.offset:+d}" if self.offset else self.letter


Layers = Mapping[str, Layer]
"""What each layer letter stands for."""


def layer_of(node: Node, layers: Layers) -> Layer | None:
    """The layer that an index names, with the letters put in, or None when it is no layer."""
    match node:
        case tree.Group(body=body):
            return layer_of(body, layers)
        case tree.Number(text=text) if text.isdigit():
            return Layer("", int(text))
        case tree.Symbol(name=name):
            return layers.get(name, Layer(name))
        case tree.Sum(signs=(_, sign), terms=(first, tree.Number(text=text))) if text.isdigit():
            base = layer_of(first, layers)
            by = int(text) if sign == "+" else -int(text)
            return None if base is None else base.shifted(by)
    return None


@dataclass(frozen=True, slots=True)
class MatrixName:
    """A name such as `X` or `W^[l]`; `style` is the bracket of its layer, or empty without one."""

    base: str
    layer: Layer | None = None
    style: str = ""

    @property
    def family(self) -> str:
        """The name without the layer: the same for all layers."""
        return self.base + self.style

    @property
    def is_general(self) -> bool:
        """Whether a statement about it is one about every layer.

        A subscript may be more than a layer: `W_o` belongs to the output, `W_l` to a layer.
        """
        if self.layer is None or not self.layer.is_general:
            return False
        return self.style != "_" or self.layer.letter in _LAYER_LETTERS

    @property
    def whole(self) -> MatrixName:
        """The matrix of which `Z^{(i)}` is one sample."""
        return MatrixName(self.base)

    @property
    def key(self) -> tuple[str, str]:
        """What is said about the name is kept under: the family with the letter for every layer."""
        if self.layer is not None and self.is_general:
            return self.family, self.layer.letter
        return str(self), ""

    def at(self, layer: Layer | None) -> MatrixName:
        return replace(self, layer=layer)

    def __str__(self) -> str:
        if self.layer is None:
            return self.base
        left, right = _BRACKETS[self.style]
        index = (
            f"{{{self.layer}}}" if self.style == "_" and len(str(self.layer)) > 1 else self.layer
        )
        return f"{self.base}{left}{index}{right}"


def matrix_name(node: Node, layers: Layers | None = None) -> MatrixName | None:
    """The name that a tree stands for, with its layer, or None when it is no name."""
    if not layers and isinstance(node, tree.Superscript | tree.Subscript):
        return _indexed(node)
    return _name(node, layers)


@lru_cache(maxsize=4096)
def _indexed(node: Node) -> MatrixName | None:
    """Remembered, for the same names are met again and again."""
    return _name(node, None)


def _name(node: Node, layers: Layers | None) -> MatrixName | None:
    match node:
        case tree.Group(left="{", body=body):
            return matrix_name(body, layers)
        case tree.Superscript(base=base, index=index, bracket=bracket) if bracket in _BRACKETS:
            return _with_layer(base, index, bracket, layers)
        case tree.Subscript(base=base, index=index):
            return _with_layer(base, index, "_", layers)
    name = name_of(node)
    return None if name is None else MatrixName(name)


def _with_layer(base: Node, index: Node, style: str, layers: Layers | None) -> MatrixName | None:
    inner = matrix_name(base, layers)
    layer = layer_of(index, layers or {})
    if inner is None or layer is None:
        return None
    if inner.layer is not None:
        return MatrixName(str(inner), layer, style)
    return MatrixName(inner.base, layer, style)


def index_last(node: tree.Subscript | tree.Superscript) -> tree.Subscript | tree.Superscript:
    """`(A^{[L]})_{ij}` for `A_{ij}^{[L]}`: the layer belongs to the name, the index is outside."""
    match node:
        case tree.Superscript(
            base=tree.Subscript(base=base, index=index), index=layer, bracket="[", span=span
        ):
            return tree.Subscript(tree.Superscript(base, layer, "[", span=span), index, span=span)
    return node


def dimension_name(node: Node, layers: Layers | None = None) -> str | int | None:
    """A dimension as it is written, with the layers put in: `n_{l-1}`, `m`, `3`; 1 is a number."""
    if isinstance(node, tree.Number) and node.text.isdigit():
        return 1 if int(node.text) == 1 else node.text
    name = matrix_name(node, layers)
    return None if name is None else str(name)


def names_in(node: Node, layers: Layers | None = None) -> Iterator[tuple[MatrixName, Node]]:
    """The names that stand in a tree, outermost first, with the nodes that are these names."""
    name = matrix_name(node, layers)
    if name is not None:
        yield name, node
        return
    if isinstance(node, tree.Subscript | tree.Superscript):
        yield from names_in(index_last(node).base, layers)
        return
    for part in tree.children(node):
        yield from names_in(part, layers)


def gradient_name(name: MatrixName) -> MatrixName | None:
    """`W^[l]` for `dW^[l]`: the matrix whose gradient a name with a leading d may be."""
    if len(name.base) > 1 and name.base[0] == "d":
        return replace(name, base=name.base[1:])
    return None
