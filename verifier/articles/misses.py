"""Displays that a small slip keeps from following, told from displays with another topic."""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Bare
from verifier.articles.followed import Missed, Near, line_of, proved, refuted
from verifier.articles.one_example import of_one_example
from verifier.articles.values import Entry, Value, is_to_be_worked_out, size
from verifier.notation.tree import bare
from verifier.records import dataclass, replace
from verifier.repair.repair import Correction, near_miss

COMPARED = 3
"""How many displays before a formula it may be a rewriting of."""
BRIDGED = 4
"""How many displays after a wrong one the chain may go on with what is right."""
SMALLEST = 6
"""The size of a formula below which it may be one slip away from another by chance."""
SMALLEST_BRACKET = 3
"""The same where only brackets are missing and the chain goes on with what is right."""
SMALLEST_ALONE = 10
"""The size of a formula that is compared with a display after it."""
SEARCHES = 100
"""How many searches for a slip one article is worth."""
STRUCTURE = frozenset(("missing-parentheses", "wrong-operator"))
SLIPS = STRUCTURE | {"wrong-sign", "missing-derivative"}
"""The slips that make a near miss; any other edit would connect formulas that are unrelated."""
WORKED_OUT = SLIPS | {"missing-term", "wrong-exponent"}
"""The slips by which a display may miss the derivative that the display before it asks for."""


@dataclass(frozen=True, slots=True)
class _Target:
    """What a display may have been meant to equal.

    `bridged` says that the chain goes on with it after the display, `far` that other displays lie
    between them. What has been `announced` is a derivative that was displayed just before; what is
    `named` is any quantity of the article, of which a copy may stand anywhere.
    """

    value: Value
    codes: frozenset[str]
    bridged: bool = False
    far: bool = False
    announced: bool = False
    named: bool = False
    support: int = 1


def missed(entry: Entry, item: Bare, near: Near) -> Iterator[Missed]:
    """The slip that keeps a display from following, if there is one."""
    small = size(item.node) < SMALLEST
    if size(item.node) < SMALLEST_BRACKET or not entry.printed:
        return
    targets = list(_targets(entry, near))
    if small:
        targets = [_of_a_small_one(t) for t in targets if t.bridged or t.announced]
    confirmed = _is_confirmed(entry, near)
    for pairs in (False, True):
        for target in targets:
            sure = not confirmed or _is_carried_on(entry, target)
            likely = sure and not pairs and (target.announced or target.named or not target.far)
            found = None
            if target.bridged or likely:
                found = _slip(entry, item, target, near, pairs)
            if found is not None:
                value = target.value
                entry.meant.append(Value(found.correction.node, value.numbers, value.free))
                yield found
                return


def _is_carried_on(entry: Entry, target: _Target) -> bool:
    """Whether a display that another one confirms still goes on from a chain, with a slip."""
    return target.support > 1 and not target.far and size(entry.node) >= SMALLEST_ALONE


def _of_a_small_one(target: _Target) -> _Target:
    """The target of a small display: its brackets, or any slip right behind an announcement."""
    if target.announced and not target.far:
        return target
    return replace(target, codes=frozenset(("missing-parentheses",)))


def _is_confirmed(entry: Entry, near: Near) -> bool:
    """Whether a display soon after this one equals it as printed."""
    after = near.after(entry, BRIDGED)
    return any(later.agreeing(own) is not None for later in after for own in entry.printed)


def _targets(entry: Entry, near: Near) -> Iterator[_Target]:
    found: list[_Target] = []
    close = True
    for earlier in near.before(entry, COMPARED):
        if earlier.item.section != entry.item.section:
            break
        for value in earlier.all:
            if not any(value.agrees(target.value) for target in found):
                found.append(_target(value, earlier, entry, near, close))
        close &= not isinstance(earlier.item, Bare)
    yield from sorted(found, key=lambda target: (not target.bridged, -target.support))
    yield from _after(entry, near)
    yield from _named(entry, near)


def _target(value: Value, earlier: Entry, entry: Entry, near: Near, close: bool) -> _Target:
    support = sum(other.agreeing(value) is not None for other in near.before(entry))
    bridged = _is_bridged(value, entry, near)
    asked = close and is_to_be_worked_out(value.node)
    return _Target(value, WORKED_OUT if asked else SLIPS, bridged, not close, support=support)


def _is_bridged(value: Value, entry: Entry, near: Near) -> bool:
    return any(later.agreeing(value) is not None for later in near.after(entry, BRIDGED))


def _named(entry: Entry, near: Near) -> Iterator[_Target]:
    """The derivatives that have just been announced, then all that the article names."""
    announced = [
        earlier.node
        for earlier in near.before(entry, COMPARED)
        if earlier.item.section == entry.item.section
    ]
    free = {own.free for own in entry.printed}
    for value in near.named:
        if value.node in announced:
            bridged = _is_bridged(value, entry, near)
            far = value.node != announced[0]
            yield _Target(value, SLIPS, bridged, far, announced=True)
    for value in near.named:
        if value.node not in announced and value.free in free:
            yield _Target(value, SLIPS, named=True)


def _after(entry: Entry, near: Near) -> Iterator[_Target]:
    """The display after this one, when the article goes on with it."""
    following = near.after(entry, 1)
    if not following or size(entry.node) < SMALLEST_ALONE:
        return
    for value in following[0].printed:
        if any(later.agreeing(value) is not None for later in near.after(following[0], COMPARED)):
            yield _Target(value, STRUCTURE | {"wrong-sign"})


def _slip(entry: Entry, item: Bare, target: _Target, near: Near, pairs: bool) -> Missed | None:
    asked = target.codes is WORKED_OUT
    if not asked and not any(target.value.free <= own.free for own in entry.printed):
        return None
    if near.searches >= SEARCHES:
        return None
    contexts = (*near.contexts(item), *near.cases(item))
    if proved(target.value.node, item.node, *contexts) is not None:
        return None
    opposite = any(target.value.is_opposite(own) for own in entry.printed)
    if opposite and not (target.announced and target.bridged and not target.far):
        return None
    near.searches += 1
    # With what is implied a counterexample keeps to the values that a quantity takes.
    for context in reversed(near.contexts(item)):
        verdict = refuted(target.value.node, item.node, context)
        if verdict is None:
            continue
        sides = (item.node, target.value.node)
        found = near_miss(*sides, context, target.codes, pairs, of_one_example)
        if found is not None and _is_a_slip(found, entry, target, near):
            return Missed(line_of(target.value.node, item, context), verdict, found)
    return None


def _is_a_slip(found: Correction, entry: Entry, target: _Target, near: Near) -> bool:
    """Whether a formula that is corrected so was meant to equal the target.

    Formulas that differ in one sign and are written alike otherwise are a pair, such as those of
    cosh and sinh; a rewriting looks different. A gain is the negative of a loss, so the sign of a
    whole formula says nothing. What has been derived elsewhere in the article is
    an exception: there a copy of it is meant.
    """
    form = bare(found.node)
    others = (other for other in near.entries if other is not entry)
    if target.named:
        return any(bare(other.node) == form for other in others)
    around = (*near.before(entry), *near.after(entry))
    alike = (other for other in around if other.agreeing(target.value) is not None)
    return form != bare(target.value.node) and all(bare(other.node) != form for other in alike)
