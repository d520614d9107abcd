"""The manners in which a claim about matrices may be read."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.notation.tree import Node, Product, Symbol
from verifier.notation.tree import walk as walk_tree
from verifier.tensors.given import Given
from verifier.tensors.gradient_spelling import cost_of, gradients_in
from verifier.tensors.products import ELEMENTWISE, Manner
from verifier.tensors.spelling import mentions_bars, mentions_softmax
from verifier.tensors.symbols import gradient_name, names_in

_MANNERS = (
    (Manner(), ""),
    (Manner(tight_odot=True), "⊙ binds tighter than the matrix product"),
    (Manner(star_is_product=True), "* is the matrix product"),
    (Manner(transposed_gradients=True), "gradients are laid out transposed"),
    (Manner(softmax_of_rows=True), "softmax is taken of each row"),
    (Manner(bars_of_entries=True), "bars are absolute values"),
)


def manners_of(left: Node, right: Node, given: Given) -> Iterator[tuple[Manner, str]]:
    """The manners that can make a difference for these sides."""
    products = [p for side in (left, right) for p in walk_tree(side) if isinstance(p, Product)]
    plain, tight, star, transposed, by_rows, bars = _MANNERS
    yield plain
    if any(len({sign in ELEMENTWISE for sign in p.operators}) > 1 for p in products):
        yield tight
    if any("*" in p.operators for p in products):
        yield star
    if any(True for side in (left, right) for _ in gradients_in(side, given)):
        yield transposed
    if given.has_softmax or any(map(mentions_softmax, (left, right))):
        yield by_rows
    if given.has_bars or any(map(mentions_bars, (left, right))):
        yield bars
    names = [name for side in (left, right) for name, _ in names_in(side)]
    named = any(gradient_name(name) is not None for name in names)
    for count in numbers_of_examples((left, right), given) if named else ():
        note = f"names of gradients are those of each of the {count} examples"
        yield Manner(examples=count), note


def numbers_of_examples(sides: tuple[Node, ...], given: Given) -> list[str]:
    """The dimensions that the cost may be a mean over: those in its formula or in these."""
    cost = cost_of(given)
    defined = None if cost is None else given.definition_of(cost)
    parts = [part for side in sides for part in walk_tree(side)]
    parts += [] if defined is None else walk_tree(defined.body)
    letters = dict.fromkeys(part.name for part in parts if isinstance(part, Symbol))
    return [letter for letter in letters if given.is_dimension(letter)]
