"""Displays such as `\\frac{\\partial L}{\\partial w} [u]` where the operator alone is meant.

It is reported when the operator's result is the derivative that is named, or its negative, and
the product is not: then the operand is the very quantity that is to be differentiated.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Bare
from verifier.articles.followed import Missed, Near, line_of, proved, refuted
from verifier.articles.values import Entry, Value
from verifier.notation.tree import Node
from verifier.repair.edits import Slip
from verifier.repair.operators import as_operators, misused
from verifier.repair.repair import Correction
from verifier.repair.slips import negated

MESSAGE = "a derivative is written where the operator alone is meant"
FARTHEST = 60
"""How many displays back the origin of a lost sign is looked for."""


def misused_operator(entry: Entry, item: Bare, near: Near) -> Iterator[Missed]:
    """What is wrong with a display of this kind, and where the sign of its operand was lost."""
    operators = as_operators(item.node)
    derivatives = dict.fromkeys(misused(item.node))
    if operators is None or len(derivatives) != 1:
        return
    derivative = next(iter(derivatives))
    meant, named = near.worth.of(operators), near.worth.of(derivative)
    opposite = near.worth.of(negated(operators))
    if meant is None or named is None or opposite is None:
        return
    if any(value.agrees(named) or value.agrees(meant) for value in entry.printed):
        return
    if not (meant.agrees(named) or opposite.agrees(named)):
        return
    different = refuted(operators, item.node, near.context)
    if different is None:
        return
    entry.meant.append(meant)
    correction = Correction(operators, (Slip("wrong-symbol", item.node, operators),))
    line = line_of(operators, item, near.context)
    yield Missed(line, different, correction, MESSAGE)
    if meant.agrees(named):
        return
    entry.meant.insert(0, opposite)
    yield from _sign(derivative, operators, item, near)
    yield from _origin(derivative.body, entry, near)


def _sign(target: Node, wrong: Node, item: Bare, near: Near) -> Iterator[Missed]:
    """That a formula is the negative of what it stands for."""
    right = negated(wrong)
    different = refuted(target, wrong, near.context)
    if different is None or proved(target, right, near.context) is None:
        return
    correction = Correction(right, (Slip("wrong-sign", item.node, right),))
    yield Missed(line_of(target, item, near.context), different, correction)


def _origin(quantity: Node, entry: Entry, near: Near) -> Iterator[Missed]:
    """The display at which a quantity was turned into its negative, which is then taken for it."""
    value, opposite = near.worth.of(quantity), near.worth.of(negated(quantity))
    if value is None or opposite is None:
        return
    lost: tuple[Entry, Value] | None = None
    for earlier in near.before(entry, FARTHEST):
        found = earlier.agreeing(opposite)
        if found is not None:
            lost = (earlier, found)
        elif lost is not None and earlier.agreeing(value) is not None:
            break
    else:
        return
    if lost is not None and isinstance(lost[0].item, Bare) and not lost[0].sign_is_told:
        lost[0].sign_is_told = True
        yield from _sign(quantity, lost[1].node, lost[0].item, near)
