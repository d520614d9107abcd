"""What a definition with a letter below says of another one below.

`k_1(d)` is `k_\\alpha(d)` where alpha is 1; `S_{n-1}` is `S_n = \\sum_{i=1}^n x_i` at n - 1.
"""

from __future__ import annotations

from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.names import ends_of, name_of
from verifier.notation.tree import (
    BigOperator,
    Node,
    Number,
    Subscript,
    Sum,
    Symbol,
    bare,
    walk,
)


def member(name: str, context: Context) -> tuple[Definition, str, int] | None:
    """`k_1` as `k_\\alpha` at alpha = 1: the definition, the letter and its value."""
    base, _, value = name.rpartition("_")
    if not base or not value.isdigit() or context.knows(name):
        return None
    general = [
        (definition, other.removeprefix(f"{base}_"))
        for other, definition in context.definitions.items()
        if other.startswith(f"{base}_") and definition.parameters
    ]
    found = [(item, letter) for item, letter in general if letter in mentioned(item.body)]
    return (*found[0], int(value)) if len(found) == 1 else None


def shifted_member(node: Node) -> str | None:
    """`x_t` for `x_{t-1}` and `x_{t+1}`; None for any other formula."""
    index = bare(node.index) if isinstance(node, Subscript) else None
    if not isinstance(node, Subscript) or not isinstance(index, Sum):
        return None
    letter, *others = index.terms
    alone = index.signs[0] == "" and isinstance(letter, Symbol) and len(others) == 1
    if not alone or not isinstance(others[0], Number):
        return None
    return name_of(Subscript(node.base, letter))


def moved_member(node: Node, context: Context) -> tuple[Definition, str, Node] | None:
    """`S_{n-1}` as `S_n` at n - 1: the definition, the letter and what it is there.

    Only where the letter ends a sum or a product in the definition, as in `\\sum_{i=1}^n`: there it
    counts members, and does not tell apart symbols of which nothing else is known.
    """
    if not isinstance(node, Subscript):
        return None
    definition = context.definitions.get(shifted_member(node) or "")
    index = bare(node.index)
    if definition is None or definition.parameters or not isinstance(index, Sum):
        return None
    letter = name_of(index.terms[0]) or ""
    if letter in context.definitions or letter not in _ends(definition.body):
        return None
    steps = (shifted_member(part) for part in walk(definition.body))
    return None if definition.name in steps else (definition, letter, index)


def _ends(node: Node) -> set[str]:
    """The names in the bounds of sums and products."""
    operators = (part for part in walk(node) if isinstance(part, BigOperator))
    ends = (end for operator in operators for end in ends_of(operator))
    return {name for end in ends for part in walk(end) if (name := name_of(part)) is not None}
