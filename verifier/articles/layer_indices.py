"""Layers written as exponents: `z^l_j = \\sum_k w^l_{jk} a^{l-1}_k + b^l_j`.

To LaTeX `a^{l-1}` is a power. It is the quantity of a layer where the letter is l or \\ell, two
names or more bear it, and it occurs nowhere but in exponents, indices and bounds: nobody raises
several quantities to a power of which nothing else is said. With it go the last layer, `a^L`, and
numbered ones beside it. Nobody differentiates by a power, so that
`\\partial C/\\partial a^L_j` shows as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.hints import TypeVar, cast
from verifier.meaning.names import name_of
from verifier.notation.kinds import parts_of
from verifier.notation.tree import (
    BigOperator,
    Chain,
    Derivative,
    Group,
    Node,
    Number,
    Power,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    children,
    rebuild,
)

Tree = TypeVar("Tree", bound=Node)
_LAYERS = ("l", "\\ell")
_LAST = "L"


def layer_letter(statements: Sequence[Chain]) -> str | None:
    """The letter that counts layers in exponents, if the article has one."""
    powers = parts_of(statements, Power)
    for letter in _LAYERS:
        bases = {name for power in powers for name in _bearers(power, letter)}
        if len(bases) > 1 and not any(_is_a_number(one, letter) for one in statements):
            return letter
    return next(_differentiated(statements), None)


def _differentiated(statements: Sequence[Chain]) -> Iterator[str]:
    """The letters of layers in the names that something is differentiated by: no powers."""
    for part in parts_of(statements, Derivative):
        for variable, _ in part.variables:
            exponent = variable.exponent if isinstance(variable, Power) else None
            if isinstance(exponent, Symbol) and exponent.name in (*_LAYERS, _LAST):
                yield exponent.name


def _bearers(power: Power, letter: str) -> Iterator[str]:
    name = name_of(power.base) if _letter_of(power.exponent) == letter else None
    if name is not None and name != "e":
        yield name


def _letter_of(exponent: Node) -> str | None:
    """l in `l`, `l + 1` and `l - 1`."""
    match exponent:
        case Group(body=body):
            return _letter_of(body)
        case Symbol(name=name):
            return name
        case Sum(signs=("", _), terms=(Symbol(name=name), Number())):
            return name
    return None


def _is_a_number(node: Node, letter: str) -> bool:
    """Whether the letter stands for a number somewhere: in `2 l`, but not in `l = 1, \\dots, L`."""
    match node:
        case Power(base=base, exponent=exponent):
            return _is_a_number(base, letter) and _letter_of(exponent) != letter
        case Subscript(base=base) | Superscript(base=base):
            return _is_a_number(base, letter)
        case BigOperator(body=body):
            return _is_a_number(body, letter)
        case Chain(sides=sides) if _letter_of(sides[0]) == letter:
            return False
        case Symbol(name=name):
            return name == letter
    return any(_is_a_number(part, letter) for part in children(node))


def with_layers(node: Tree, letter: str) -> Tree:
    """A formula with the layers as indices of their names."""
    if isinstance(node, Power) and name_of(node.base) not in (None, "e"):
        found = _letter_of(node.exponent)
        if found is not None and found in (letter, _LAST):
            index = node.exponent.body if isinstance(node.exponent, Group) else node.exponent
            return cast(Tree, Superscript(node.base, index, "[", span=node.span))
    return cast(Tree, rebuild(node, lambda part: with_layers(part, letter)))
