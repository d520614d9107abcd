"""The names of symbols: what a notation tree is called in a context.

`w`, `w_{1}`, `\\hat{y}` and `\\text{sig}` are names; `x^{(i)}` is an entry of the family `x`. Words
in upright type and plain letters make the same name. Another alphabet makes another name, as
`\\mathcal{L}` often is a loss where `L` counts layers; the bold alphabets are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from verifier.lazy_patterns import lazy_pattern
from verifier.notation.tree import (
    Accent,
    BigOperator,
    Chain,
    Group,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Subscript,
    Superscript,
    Symbol,
    Tuple,
)
from verifier.notation.write_latex import write_latex

_WITH_NAMES = (Subscript, Accent, Superscript)
DOTS = frozenset(("\\dots", "\\ldots", "\\cdots", "\\dotsc", "\\dotsb"))
MARKS = ("*", "\\ast", "\\star", "\\dagger")
"""What makes another name when it is raised: `w^*`."""
SIGMOID_NAMES = ("\\sigma", "sigma", "sig", "sigmoid", "\\sigmoid")

_BOLD = dict.fromkeys(("\\mathbf", "\\boldsymbol", "\\bm", "\\pmb", "\\symbf"), "\\mathbf")
_ALPHABETS = _BOLD | {
    style: style for style in ("\\mathcal", "\\mathbb", "\\mathsf", "\\mathfrak", "\\mathscr")
}
_CLOSING = {"(": ")", "[": "]"}


def name_of(node: Node) -> str | None:
    """The name that a tree stands for, or None when it is no name."""
    if isinstance(node, Symbol):
        if node.name == "0":
            return None  # the vector \mathbf{0}
        alphabet = _ALPHABETS.get(node.style) if node.style else None
        return node.name if alphabet is None else f"{alphabet}{{{node.name}}}"
    if not isinstance(node, _WITH_NAMES):
        return None
    if isinstance(node, Subscript):
        base, index = name_of(node.base), _index_text(node.index)
        return None if base is None or index is None else f"{base}_{index}"
    if isinstance(node, Accent):
        base = name_of(node.body)
        return None if base is None else f"{node.command}{{{base}}}"
    if isinstance(node, Superscript):
        base, index = name_of(node.base), _index_text(node.index)
        if base is None or index is None:
            return None
        return f"{base}^{node.bracket}{index}{_CLOSING.get(node.bracket, '')}"
    return None


def _index_text(node: Node) -> str | None:
    """An index as a part of a name; None for `t - 1`, which counts from another index."""
    if isinstance(node, Number):
        return node.text
    if isinstance(node, Group):
        return _index_text(node.body)
    if isinstance(node, Product) and not any(node.operators):
        return _joined(node.factors, "")
    if isinstance(node, Tuple):
        return _joined(node.items, ",")
    if isinstance(node, Chain) and set(node.operators) == {":"}:
        return write_latex(node)
    return name_of(node)


def _joined(nodes: tuple[Node, ...], between: str) -> str | None:
    texts = [_index_text(node) for node in nodes]
    return between.join(text or "" for text in texts) if all(texts) else None


def bound_letter(lower: Node | None) -> str | None:
    """The index that the lower end of a sum binds: i in `\\sum_{i=1}` and in `\\sum_i`."""
    if isinstance(lower, Chain):
        return name_of(lower.sides[0])
    return None if lower is None else name_of(lower)


def ends_of(node: BigOperator) -> tuple[Node, ...]:
    """The bounds of a sum or a product that are written."""
    lower = node.lower.sides[1:] if isinstance(node.lower, Chain) else ()
    return (*lower, *(() if node.upper is None else (node.upper,)))


def indices_in(parts: Iterable[Node]) -> Iterator[Node]:
    """What stands at the places of indices, of all entries among the parts."""
    for part in parts:
        entry = entries_of(part)
        if entry is not None:
            yield from entry[1]


def entry_of(node: Node) -> tuple[str, Node] | None:
    """The family and the index when a tree is written as an entry: `x^{(i)}`.

    Subscripts and square brackets make names, not entries: in one article `x^{(i)}` is an
    example, `x_i` a component and `x^{[i]}` a layer.
    """
    if isinstance(node, Superscript) and node.bracket == "(":
        family = name_of(node.base)
        if family is not None:
            return family, node.index
    return None


def entries_of(node: Node) -> tuple[str, tuple[Node, ...]] | None:
    """The base and all the indices: `y_{ij}`, `(y_i)_j` and `y^{(i)}_j` have two each.

    Whether the base is a family with these indices, or the whole a name, a context says. Layers
    make a family of their own: `a^{[1]}` has nothing to do with `a^{(1)}`.
    """
    if not isinstance(node, Superscript | Subscript) or is_part_of_name(node):
        return None
    indices = _index_parts(node.index)
    bracket = isinstance(node.base, Group) and node.base.left in ("(", "{", "[")
    base = node.base.body if isinstance(node.base, Group) and bracket else node.base
    inner = entries_of(base)
    family = name_of(base) if inner is None else inner[0]
    if family is None:
        return None
    if isinstance(node, Superscript) and node.bracket == "[":
        family += "^[·]"
    return family, (*(() if inner is None else inner[1]), *indices)


def is_part_of_name(node: Superscript | Subscript) -> bool:
    """Whether what is raised belongs to a name, as in a variance `\\sigma^2`."""
    return isinstance(node, Superscript) and not node.bracket


def _index_parts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Group):
        return _index_parts(node.body)
    if isinstance(node, Tuple):
        return node.items
    if isinstance(node, Product) and not any(node.operators):
        return node.factors
    return (node,)


def written_out(node: Node) -> Node | None:
    """n in `(x_1, \\dots, x_n)` and `[x_1, \\dots, x_n]^\\top`, or None for anything else."""
    if isinstance(node, Power) and name_of(node.exponent) in ("T", "\\top", "\\intercal"):
        node = node.base
    if not isinstance(node, Group) or not isinstance(node.body, Tuple):
        return None
    items = node.body.items
    if len(items) < 3 or name_of(items[-2]) not in DOTS:
        return None
    first, last = entries_of(items[0]), entries_of(items[-1])
    if first is None or last is None or first[0] != last[0] or first[1][-1] != Number("1"):
        return None
    return last[1][-1]


def function_of(node: Node) -> tuple[str, int] | None:
    """The name of a function and the number of its primes: `\\sigma'` is (`\\sigma`, 1)."""
    if isinstance(node, Prime):
        inner = function_of(node.base)
        return None if inner is None else (inner[0], inner[1] + node.count)
    name = name_of(node)
    return None if name is None else (name, 0)


_ALPHABET = lazy_pattern("|".join(re.escape(style) for style in dict.fromkeys(_ALPHABETS.values())))


def readable(name: str) -> str:
    """A name as a person types it at a prompt: `\\sigma` is `sigma`, `\\mathcal{L}` is `L`."""
    plain = _ALPHABET.sub("", name)
    return plain.replace("\\", "").replace("{", "").replace("}", "")
