"""Sums without an end: `\\sum_{k=0}^\\infty \\gamma^k = 1/(1 - \\gamma)`.

The summand is taken apart into products. What is geometric in the index has a closed form, defined
where it converges:

    sum of q^k, k q^k, k^2 q^k over k >= 0  is  1/(1 - q), q/(1 - q)^2, q (1 + q)/(1 - q)^3,
    sum of x^k/k! over k >= 0               is  e^x.

Of a family that nothing defines, such as the rewards in `\\sum_k \\gamma^k R_{t+k+1}`, the tail of
the sum may be any number, whatever finitely many members are. So it is an unknown function of the
first index and of the rate; tails that begin elsewhere differ from it by the members between.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as all_choices

from verifier.kernel import terms
from verifier.kernel.terms import Term, UnsupportedTerm
from verifier.meaning.opaque import TAIL, opaque
from verifier.records import dataclass, replace

MOST_PRODUCTS = 64
LARGEST_SHIFT = 20
_ZERO, _ONE, _TWO = terms.number(0), terms.number(1), terms.number(2)


@dataclass(frozen=True, slots=True)
class _Product:
    """coefficient * e^(rate * k) * k^degree * (1/k! if falling) * entries of families."""

    coefficient: Term = _ONE
    rate: Term = _ZERO
    degree: int = 0
    falling: bool = False
    entries: tuple[Term, ...] = ()


def infinite_sum(body: Term, index: str, lower: Term) -> Term:
    """The sum of the body over all whole numbers from `lower` on.

    Defined where it converges. Raises `UnsupportedTerm` where no closed form is known.
    """
    found = [_classified(factors, index) for factors in _products(body, index)]
    return terms.add(*(_sum_of(one, index, lower) for one in found))


# The summand as a sum of products ---------------------------------------------------------------


def _products(term: Term, index: str) -> list[tuple[Term, ...]]:
    """The products of which a term is the sum; what the index is not in stays whole."""
    if index not in term.free:
        return [(term,)]
    match term.operator:
        case "add":
            found = [one for part in term.children for one in _products(part, index)]
        case "multiply":
            parts = [_products(part, index) for part in term.children]
            size = 1
            for part in parts:
                size *= len(part)
            if size > MOST_PRODUCTS:
                raise UnsupportedTerm("an infinite sum of so many products")
            found = [sum(choice, ()) for choice in all_choices(*parts)]
        case _:
            found = [(term,)]
    return found


def _classified(factors: tuple[Term, ...], index: str) -> _Product:
    found = _Product()
    for factor in factors:
        found = _with(found, factor, index)
    return found


def _with(found: _Product, factor: Term, index: str) -> _Product:
    variable = terms.variable(index)
    if index not in factor.free:
        return replace(found, coefficient=terms.multiply(found.coefficient, factor))
    if factor is variable:
        return replace(found, degree=found.degree + 1)
    if factor.operator == "exp":
        slope, start = _affine(factor.arguments[0], index)
        scaled = terms.multiply(found.coefficient, terms.exp(start))
        return replace(found, coefficient=scaled, rate=terms.add(found.rate, slope))
    if factor.operator == "power":
        base, exponent = factor.arguments
        if base is variable and exponent is _TWO:
            return replace(found, degree=found.degree + 2)
        if base is _factorial_of(variable) and exponent is terms.number(-1) and not found.falling:
            return replace(found, falling=True)
    if factor.operator == "entry":
        return replace(found, entries=(*found.entries, factor))
    raise UnsupportedTerm("an infinite sum that is not geometric")


def _factorial_of(variable: Term) -> Term:
    return terms.product_over(terms.variable("factor"), "factor", _ONE, variable)


def _affine(term: Term, index: str) -> tuple[Term, Term]:
    """a and b, if a term is a k + b as it is written."""
    if index not in term.free:
        return _ZERO, term
    if term is terms.variable(index):
        return _ONE, _ZERO
    parts = [_affine(part, index) for part in term.children if index in part.free]
    rest = [part for part in term.children if index not in part.free]
    if term.operator == "add":
        slope = terms.add(*(a for a, _ in parts))
        return slope, terms.add(*(b for _, b in parts), *rest)
    if term.operator == "multiply" and len(parts) == 1:
        slope, start = parts[0]
        return terms.multiply(slope, *rest), terms.multiply(start, *rest)
    raise UnsupportedTerm("an infinite sum that is not geometric")


# The sum of one product -------------------------------------------------------------------------


def _sum_of(one: _Product, index: str, lower: Term) -> Term:
    if one.coefficient is _ZERO:
        return _ZERO
    if one.entries:
        return terms.multiply(one.coefficient, _tail(one, index, lower))
    if one.falling:
        return terms.multiply(one.coefficient, _exponential(one, lower))
    if one.rate is _ZERO or one.degree > 2:
        raise UnsupportedTerm("an infinite sum that is not geometric")
    return terms.multiply(one.coefficient, _geometric(one, lower))


def _geometric(one: _Product, lower: Term) -> Term:
    """The sum of k^degree q^k from k = lower on, where q < 1."""
    ratio = terms.exp(one.rate)
    rest = terms.subtract(_ONE, ratio)
    sums = (
        terms.divide(_ONE, rest),
        terms.divide(ratio, terms.power(rest, _TWO)),
        terms.divide(
            terms.multiply(ratio, terms.add(_ONE, ratio)), terms.power(rest, terms.number(3))
        ),
    )
    # k^d = (lower + j)^d with j = 0, 1, …
    powers = {
        0: sums[0],
        1: terms.add(terms.multiply(lower, sums[0]), sums[1]),
        2: terms.add(
            terms.multiply(lower, lower, sums[0]), terms.multiply(_TWO, lower, sums[1]), sums[2]
        ),
    }
    first = terms.exp(terms.multiply(one.rate, lower))
    return _where(terms.multiply(first, powers[one.degree]), terms.ln(rest))


def _where(term: Term, defined: Term) -> Term:
    """A term where another one is defined."""
    return terms.add(term, terms.multiply(_ZERO, defined))


def _exponential(one: _Product, lower: Term) -> Term:
    """The sum of k^degree x^k/k!: e^x, less the summand 1 where k begins with 1; or x e^x."""
    ratio = terms.exp(one.rate)
    if lower not in (_ZERO, _ONE) or one.degree > 1:
        raise UnsupportedTerm("an infinite sum that is not geometric")
    if one.degree == 1:
        return terms.multiply(ratio, terms.exp(ratio))
    return terms.subtract(terms.exp(ratio), lower)


# Tails of families that nothing defines ---------------------------------------------------------


def _tail(one: _Product, index: str, lower: Term) -> Term:
    """The sum of e^(rate k) x[k + c] from k = lower on, as a function of its first index."""
    if one.degree or one.falling:
        raise UnsupportedTerm("an infinite sum that is not geometric")
    shift = _shift(one.entries, index)
    variable = terms.variable(index)
    at_place = {index: terms.subtract(variable, shift)}
    members = [_moved(item, at_place) for item in one.entries]
    back = terms.exp(terms.negate(terms.multiply(one.rate, shift)))
    first, steps = _parts(_sorted(terms.add(lower, shift)))
    if abs(steps) > LARGEST_SHIFT:
        raise UnsupportedTerm("an infinite sum that begins far away")
    whole = _unknown(one.rate, terms.multiply(*members), index, first)
    between = range(steps) if steps > 0 else range(steps, 0)
    places = (terms.add(first, terms.number(n)) for n in between)
    change = terms.add(_ZERO, *(_summand(one.rate, members, index, place) for place in places))
    change = terms.negate(change) if steps > 0 else change
    return terms.multiply(back, terms.add(whole, change))


def _unknown(rate: Term, members: Term, index: str, first: Term) -> Term:
    """The tail from `first` on: an unknown function of it and of what the rate is made from."""
    summand = terms.multiply(terms.exp(rate), members)
    summand = terms.substitute(summand, {index: terms.variable("k")})
    return opaque(f"{TAIL}{summand!r}", rate.free, first)


def _summand(rate: Term, members: list[Term], index: str, place: Term) -> Term:
    inside = (_moved(item, {index: place}) for item in members)
    return terms.multiply(terms.exp(terms.multiply(rate, place)), *inside)


def _moved(item: Term, places: dict[str, Term]) -> Term:
    """An entry with other indices."""
    name, *indices = item.arguments
    return terms.entry(name, *(_sorted(terms.substitute(one, places)) for one in indices))


def _shift(entries: tuple[Term, ...], index: str) -> Term:
    """c, if the first index of an entry that moves with k is k + c."""
    places = (place for item in entries for place in item.arguments[1:] if index in place.free)
    slope, start = _affine(next(places), index)
    if slope is not _ONE:
        raise UnsupportedTerm("an infinite sum over every other member")
    return _sorted(start)


def _parts(place: Term) -> tuple[Term, int]:
    """t and 2, if a place is t + 2."""
    rest, number = [], 0
    for part in _summands(place):
        if part.operator == "number" and part.arguments[0].denominator == 1:
            number += part.arguments[0].numerator
        else:
            rest.append(part)
    return terms.add(_ZERO, *rest), number


def _summands(term: Term) -> Iterator[Term]:
    """The terms of a sum, with the signs of nested sums multiplied out."""
    minus = terms.number(-1)
    if term.operator == "add":
        for part in term.children:
            yield from _summands(part)
    elif term.operator == "multiply" and len(term.children) == 2 and term.children[0] is minus:
        yield from (terms.negate(part) for part in _summands(term.children[1]))
    else:
        yield term


def _sorted(place: Term) -> Term:
    """A sum in an order of its own, without what cancels."""
    counts: dict[Term, int] = {}
    number = _ZERO
    for part in _summands(place):
        if part.operator == "number":
            number = terms.add(number, part)
            continue
        sign, whole = 1, part
        if part.operator == "multiply" and part.children[0] is terms.number(-1):
            sign, whole = -1, terms.multiply(*part.children[1:])
        counts[whole] = counts.get(whole, 0) + sign
    kept = sorted((part for part, count in counts.items() if count), key=lambda part: part.order)
    return terms.add(*(terms.multiply(terms.number(counts[part]), part) for part in kept), number)
