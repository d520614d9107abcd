"""Labels above a name: `y_k^{\\text{new}}`, `L^{CLIP}`, where nothing is raised to a power.

A word in upright type above a name is part of it, unless it counts, as in
`\\gamma^{\\text{epoch}}`, or stands alone elsewhere. So are two or more capitals of which one
occurs nowhere else: then the article says nothing about that letter, and nobody means a product
with it. So are `new`, `old` and their like in plain italics. The label belongs to the family where
the name has an index: `y_k^{LS}` is the entry k of `y^{LS}`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from verifier.meaning.names import name_of
from verifier.notation.tree import Node, Power, Product, Subscript, Superscript, Symbol, walk
from verifier.notation.vocabulary import TEXT_STYLES
from verifier.records import replace

_COUNTING = frozenset(
    (
        "step",
        "steps",
        "epoch",
        "epochs",
        "iter",
        "iteration",
        "iterations",
        "degree",
        "power",
        "order",
    )
) | frozenset(("depth", "level", "count", "len", "length", "th", "st", "nd", "rd", "top", "tr"))

_IN_ITALICS = frozenset(("new", "old", "next", "prev", "best", "true", "pred", "obs", "est", "ref"))
"""Words that authors set above a name without an upright typeface."""


def labels_in(powers: Sequence[Power], statements: Sequence[Node]) -> frozenset[Node]:
    """The exponents of these powers, which are all in the statements, that are labels."""
    above = [power.exponent for power in powers if name_of(power.base) not in (None, "e")]
    above = [exponent for exponent in above if _letters(exponent)]
    if not above:
        return frozenset()
    inside, everywhere = _counted(above), _counted(statements)
    own = {name for name, count in inside.items() if everywhere[name] == count}
    return frozenset(
        exponent
        for exponent in above
        if own & set(_letters(exponent)) or "".join(_letters(exponent)) in _IN_ITALICS
    )


def _counted(nodes: Iterable[Node]) -> Counter[str]:
    """How often each symbol occurs."""
    return Counter(part.name for node in nodes for part in walk(node) if isinstance(part, Symbol))


def _letters(exponent: Node) -> tuple[str, ...]:
    """The word or the letters that an exponent consists of; none if it is no label."""
    if isinstance(exponent, Symbol):
        is_word = exponent.style in TEXT_STYLES and len(exponent.name) > 1
        return (exponent.name,) if is_word and exponent.name.lower() not in _COUNTING else ()
    if not isinstance(exponent, Product) or any(exponent.operators):
        return ()
    names = tuple(one.name for one in exponent.factors if isinstance(one, Symbol))
    capitals = all(len(n) == 1 and n.isupper() for n in names)
    is_run = len(names) == len(exponent.factors) and (capitals or "".join(names) in _IN_ITALICS)
    return names if is_run and names[0] != "T" else ()


def with_label(node: Power) -> Node:
    """The name with its label; behind the label stands the index that it has."""
    word = node.exponent
    if not isinstance(word, Symbol):
        word = Symbol("".join(_letters(word)), span=word.span)
    if isinstance(node.base, Subscript):
        inner = Superscript(node.base.base, word, "", span=node.base.base.span)
        return replace(node.base, base=inner, span=node.span)
    return Superscript(node.base, word, "", span=node.span)
