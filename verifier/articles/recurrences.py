"""Families that are defined by themselves, `h_t = \\tanh(w h_{t-1} + u x_t)`, for a few steps.

A claim about such a family for every t is one about t = 3, with h_3, h_2 and h_1 as quantities of
their own, sums and products written out, and every letter of an index a number. What is false there
is false; what is true there is not decided for all t. The first member, which the recurrence does
not give, is any number or what the article says it is; where nothing says with which index a
family begins, an error must be one for both usual ones, 0 and 1, and for a first member that is 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from verifier.articles.article import Line
from verifier.articles.readings import Found, judged
from verifier.articles.unrolling import (
    Member,
    Open,
    Values,
    folded,
    member_at,
    members_of,
    names_behind,
    unrolled,
)
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import bound_letter, ends_of, entries_of, name_of
from verifier.meaning.one_dimension import LETTER, parts_behind
from verifier.notation import tree
from verifier.notation.names import is_nabla
from verifier.notation.tree import Node, Number, walk
from verifier.records import replace
from verifier.values import Proved, Refuted, Unknown

FIRST = (1, 0)
"""The indices with which a family may begin."""
STEPS = ((3, 1), (4, 2))
"""Values for one letter, or for two of which the first is larger."""
UNROLLED = "the recurrence is unrolled for a few steps"


def of_recurrence(line: Line) -> tuple[Line, Found] | None:
    """The verdict on a line that rests on a recurrence; None for any other."""
    context = line.context
    members = tuple(one for one in members_of(context) if one.definition.name in names_behind(line))
    if not context.lenient or not _rests_on_recurrence(line, members):
        return None
    proved = _for_any_numbers(line, members)
    if proved is not None:
        return line, proved
    letters = _letters(line, members)
    if letters is None or _has_power_of_letter(line, letters):
        return None
    firsts = _firsts(members, context)
    verdicts = [
        [found.verdict for first in firsts for found in _at(line, members, values, first)]
        for values in _values(letters)
    ]
    for found in verdicts:
        if found and all(isinstance(one, Refuted) for one in found):
            return line, Found(found[0], UNROLLED)
    tried = [one for found in verdicts for one in found]
    if not tried:
        return None
    reason = "it holds for a few steps of the recurrence; for all it is not decided"
    if not all(isinstance(one, Proved) for one in tried):
        reason = "it depends on the first member, of which nothing is said"
    return line, Found(Unknown(reason), UNROLLED)


def _for_any_numbers(line: Line, members: tuple[Member, ...]) -> Found | None:
    """The proof of a line that holds whatever the members of the families are; None if it does not.

    A derivative would see no dependence on what the members are made from, so there is none.
    """
    sides = (line.left, line.right)
    parts = parts_behind(sides, line.context)
    if any(isinstance(part, tree.Derivative | tree.Prime) or is_nabla(part) for part in parts):
        return None
    recursive = {member.definition.name for member in members if member.recursive}
    kept = {name: one for name, one in line.context.definitions.items() if name not in recursive}
    context = replace(line.context, definitions=kept)
    try:
        found = judged(replace(line, context=context))
    except MeaningError:
        return None
    return found if isinstance(found.verdict, Proved) else None


# What is defined for every index ------------------------------------------------------------------


def _rests_on_recurrence(line: Line, members: tuple[Member, ...]) -> bool:
    families = {name_of(member.base) for member in members if member.recursive}
    parts = parts_behind((line.left, line.right), line.context)
    entries = (entries_of(part) for part in parts)
    return any(entry is not None and entry[0] in families for entry in entries)


def _firsts(members: tuple[Member, ...], context: Context) -> tuple[int, ...]:
    """The indices with which the families may begin: one of which the article gives the value."""
    recursive = [member for member in members if member.recursive]
    given = tuple(
        first
        for first in FIRST
        for member in recursive
        if name_of(member_at(member, first)) in context.definitions
    )
    return given[:1] or FIRST


def is_recurrence(definition: Definition, context: Context) -> bool:
    """Whether a definition of every member of a family refers to members before it."""
    found = (member for member in members_of(context) if member.definition.name == definition.name)
    return any(member.recursive for member in found)


# Letters and their values -------------------------------------------------------------------------


def _letters(line: Line, members: tuple[Member, ...]) -> tuple[str, ...] | None:
    """The free letters of indices and bounds, the larger first; None if the order is not known."""
    parts = [part for formula in _formulas(line, members) for part in walk(formula)]
    sizes = line.context.sizes
    sums = (part for part in parts if isinstance(part, tree.BigOperator))
    bound = {name for part in sums if (name := bound_letter(part.lower)) is not None}
    found: dict[str, None] = {}
    larger = {(size, letter) for letter, size in sizes.items()}
    for part in parts:
        if isinstance(part, tree.Subscript):
            found |= dict.fromkeys(_names(part.index))
        elif isinstance(part, tree.BigOperator):
            ends = ends_of(part)
            found |= dict.fromkeys(name for end in ends for name in _names(end))
            found |= dict.fromkeys(() if ends else (sizes.get(bound_letter(part.lower) or "", ""),))
            if len(ends) == 2:
                larger |= set(product(_names(ends[1]), _names(ends[0])))
        elif isinstance(part, tree.Derivative):
            above = _index_names(part.body)
            for variable, _ in part.variables:
                larger |= set(product(above, _index_names(variable)))
    letters = [name for name in found if name and name not in bound]
    if len(letters) == 2:
        one, other = letters
        ordered = [pair for pair in ((one, other), (other, one)) if pair in larger]
        return ordered[0] if len(ordered) == 1 else None
    return tuple(letters) if len(letters) == 1 else None


def _formulas(line: Line, members: tuple[Member, ...]) -> Iterator[Node]:
    """The sides, and the definitions behind them that are not those of a family."""
    definitions = line.context.definitions
    families = {member.definition.name for member in members}
    yield from (line.left, line.right)
    for name in sorted(names_behind(line) - families):
        if name in definitions:
            yield definitions[name].body


def _index_names(node: Node) -> tuple[str, ...]:
    return _names(node.index) if isinstance(node, tree.Subscript) else ()


def _names(node: Node) -> tuple[str, ...]:
    names = (name_of(part) for part in walk(node) if isinstance(part, tree.Symbol))
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _has_power_of_letter(line: Line, letters: tuple[str, ...]) -> bool:
    """Whether `W^T` is written where T is the last step: it may be the transpose."""
    if LETTER not in letters:
        return False
    parts = (part for side in (line.left, line.right) for part in walk(side))
    return any(isinstance(p, tree.Power) and name_of(p.exponent) == LETTER for p in parts)


def _values(letters: tuple[str, ...]) -> Iterator[Values]:
    for numbers in STEPS:
        yield dict(zip(letters, numbers, strict=False))


def _at(line: Line, members: tuple[Member, ...], values: Values, first: int) -> Iterator[Found]:
    """The verdicts at these values, for any first member and for one that is 0."""
    for start in (None, Number("0")):
        try:
            context = unrolled(line, members, values, first, start)
            left, right = (folded(side, values, line.context) for side in (line.left, line.right))
            found = judged(replace(line, left=left, right=right, context=context, others=()))
        except (MeaningError, Open):
            continue
        if isinstance(found.verdict, Refuted) and not _speaks_of(right, left, context):
            continue
        yield found


def _speaks_of(right: Node, left: Node, context: Context) -> bool:
    """Whether a side has no symbols but those behind the other."""
    mine, other = (
        {
            part
            for name in mentioned(side)
            for part in context.ancestry(name)
            if context.allows(part)
        }
        for side in (right, left)
    )
    return mine - context.definitions.keys() <= other
