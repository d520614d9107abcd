"""M⁻¹ M = 1 = M M⁻¹ in sums of products of entries.

For B = M⁻¹ with M[i, k] = sum over a of X[a, i] X[a, k], say, the entries of M before one of B are

    sum over k and a of X[a, i] X[a, k] B[k, j] = delta(i, j)

whatever i and j are. Such a pattern is looked for among the factors of a product: k and a must be
summation indices that stand nowhere else in it. Where M is a sum, its longest product is replaced:
from (P + Q) B = 1 follows P B = 1 - Q B.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verifier.kernel import terms
from verifier.kernel.structure import Term, make
from verifier.kernel.substitution import replace
from verifier.records import dataclass

Bound = tuple[tuple[str, Term], ...]
Substitution = dict[str, Term]


@dataclass(frozen=True, slots=True)
class Word:
    """A product of entries with its summation indices, and the number it is multiplied by."""

    factors: tuple[Term, ...]
    bound: Bound
    number: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Relation:
    """lead B + rest B = delta, entry by entry; `row` and `column` are the indices of the words.

    `inverse` is the name of B, which is its own transpose where `symmetric`. The words have no
    index beside these and their own.
    """

    inverse: str
    row: str
    column: str
    lead: Word
    rest: tuple[Word, ...]
    symmetric: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a relation applies: the factors used, and i and j of delta(i, j)."""

    relation: Relation
    used: tuple[int, ...]
    outer: Term
    other: Term
    inner: str
    gone: frozenset[str]
    on_left: bool


def relation_of(
    inverse: str, words: list[Word], row: str, column: str, symmetric: bool
) -> Relation | None:
    """The relation for the words of M[row, column]; None where M has a word of another kind."""
    products = [word for word in words if not _deltas(word)]
    if not products or not all(_is_entries(word) for word in words):
        return None
    lead = max(products, key=lambda word: len(word.factors))
    rest = tuple(word for word in words if word is not lead)
    return Relation(inverse, row, column, lead, rest, symmetric)


def _is_entries(word: Word) -> bool:
    return all(
        factor.operator in ("entry", "delta", "variable", "power") for factor in word.factors
    )


def _deltas(word: Word) -> bool:
    return any(factor.operator == "delta" for factor in word.factors)


def find(relations: tuple[Relation, ...], factors: tuple[Term, ...], bound: Bound) -> Match | None:
    """The first place in a product at which a relation applies."""
    names = {name for name, _ in bound}
    for relation in relations:
        for place, factor in enumerate(factors):
            if factor.operator == "entry" and factor.arguments[0] == relation.inverse:
                for on_left in (True, False):
                    found = _around(relation, place, factors, names, on_left)
                    if found is not None:
                        return found
    return None


def _around(
    relation: Relation, place: int, factors: tuple[Term, ...], names: set[str], on_left: bool
) -> Match | None:
    """M B (on the left) or B M with the entry of B at a place."""
    first, second = factors[place].arguments[1:]
    inner, other = (first, second) if on_left else (second, first)
    if not (inner.operator == "variable" and inner.arguments[0] in names) or inner is other:
        return None
    meeting = relation.column if on_left else relation.row
    far = relation.row if on_left else relation.column
    start: Substitution = {meeting: inner}
    todo = list(relation.lead.factors)
    todo.sort(key=lambda factor: meeting not in factor.free)
    for used, values in _matched(todo, factors, {place}, start):
        if far not in values:
            continue
        own = {values[name].arguments[0] for name, _ in relation.lead.bound}
        gone = frozenset({inner.arguments[0], *own})
        if len(gone) != 1 + len(own) or not gone <= names or _elsewhere(gone, factors, used):
            continue
        outer = values[far]
        if gone & outer.free or gone & other.free:
            continue
        return Match(relation, tuple(sorted(used)), outer, other, inner.arguments[0], gone, on_left)
    return None


def _elsewhere(gone: frozenset[str], factors: tuple[Term, ...], used: set[int]) -> bool:
    return any(gone & factor.free for k, factor in enumerate(factors) if k not in used)


def _matched(
    pattern: list[Term], factors: tuple[Term, ...], used: set[int], values: Substitution
) -> Iterator[tuple[set[int], Substitution]]:
    """All ways to find the factors of a pattern among those of a product."""
    if not pattern:
        yield used, values
        return
    wanted, *rest = pattern
    for place, factor in enumerate(factors):
        if place in used:
            continue
        found = _unified(wanted, factor, values)
        if found is not None:
            yield from _matched(rest, factors, used | {place}, found)


def _unified(wanted: Term, factor: Term, values: Substitution) -> Substitution | None:
    if wanted.operator != "entry":
        return values if wanted is factor else None
    if factor.operator != "entry" or wanted.arguments[0] != factor.arguments[0]:
        return None
    if len(wanted.arguments) != len(factor.arguments):
        return None
    found = dict(values)
    for index, value in zip(wanted.arguments[1:], factor.arguments[1:], strict=True):
        if value.operator not in ("variable", "number"):
            return None
        name = index.arguments[0]
        if found.setdefault(name, value) is not value:
            return None
    return found


def applied(
    match: Match, factors: tuple[Term, ...], bound: Bound, fresh: Iterator[str]
) -> list[tuple[tuple[Term, ...], Bound]]:
    """The product as the sum of delta(i, j) times the rest, and of what M leaves over."""
    relation, lead = match.relation, match.relation.lead
    rest = [factor for place, factor in enumerate(factors) if place not in match.used]
    kept = tuple(pair for pair in bound if pair[0] not in match.gone)
    inverse_number = terms.number(1 / lead.number)
    results = [_with_delta((inverse_number, *rest), kept, match.outer, match.other)]
    far, meeting = (
        (relation.row, relation.column) if match.on_left else (relation.column, relation.row)
    )
    upper = next(upper for name, upper in bound if name == match.inner)
    for word in relation.rest:
        inner = make("variable", next(fresh))
        names = {make("variable", far): match.outer, make("variable", meeting): inner}
        own = [(next(fresh), limit) for _, limit in word.bound]
        for (old, _), (new, _) in zip(word.bound, own, strict=True):
            names[make("variable", old)] = make("variable", new)
        pair = (inner, match.other) if match.on_left else (match.other, inner)
        product = [
            terms.number(-word.number / lead.number),
            *rest,
            terms.entry(relation.inverse, *pair),
        ]
        product += [replace(factor, names) for factor in word.factors]
        result = (tuple(product), (*kept, (inner.arguments[0], upper), *own))
        results.append(without_deltas(*result))
    return results


def turned(relations: tuple[Relation, ...], factors: tuple[Term, ...]) -> list[tuple[Term, ...]]:
    """The products whose mean a product is: B[i, j] = (B[i, j] + B[j, i]) / 2 for symmetric B."""
    names = {relation.inverse for relation in relations if relation.symmetric}
    found: list[tuple[Term, ...]] = [()]
    for factor in factors:
        ways = [factor]
        if factor.operator == "entry" and factor.arguments[0] in names:
            name, first, second = factor.arguments
            if first is not second:
                ways.append(terms.entry(name, second, first))
        found = [(*before, way) for before in found for way in ways]
    return found


def _with_delta(
    factors: tuple[Term, ...], bound: Bound, one: Term, other: Term
) -> tuple[tuple[Term, ...], Bound]:
    return without_deltas((*factors, terms.delta(one, other)), bound)


def without_deltas(factors: tuple[Term, ...], bound: Bound) -> tuple[tuple[Term, ...], Bound]:
    """The product with its deltas summed over where one of their indices is a summation index.

    Both indices of a delta run over the same range.
    """
    names = {name for name, _ in bound}
    for place, factor in enumerate(factors):
        if factor.operator != "delta":
            continue
        for index, value in (factor.arguments, factor.arguments[::-1]):
            if index.operator == "variable" and index.arguments[0] in names and index is not value:
                others = factors[:place] + factors[place + 1 :]
                changed = tuple(replace(part, {index: value}) for part in others)
                left = tuple(pair for pair in bound if pair[0] != index.arguments[0])
                return without_deltas(changed, left)
    used = [any(name in factor.free for factor in factors) for name, _ in bound]
    sizes = [upper for (_, upper), is_used in zip(bound, used, strict=True) if not is_used]
    left = tuple(pair for pair, is_used in zip(bound, used, strict=True) if is_used)
    return (*factors, *sizes), left
