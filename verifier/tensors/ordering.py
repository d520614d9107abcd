"""Products of sums as sums of products, in an order that does not depend on how they were written.

`sum_i a_i sum_j b_ij c_j` and `sum_j c_j sum_i a_i b_ij` are one sum over pairs. A term is taken
apart into products of atoms, each under its own summation indices; the indices of a product are
put in an order found by colour refinement (the colour of an index says over which range it runs,
in which atoms it stands and with which other colours), ties are broken by trying each; and the
product is summed in that order. Two products that differ by the names and the order of their
indices then are the same kernel term.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from math import prod

from verifier.kernel import terms
from verifier.kernel.structure import ONE, Term, UnsupportedTerm, constant, make
from verifier.kernel.substitution import bind, open_binder, replace
from verifier.kernel.substitution import rebuild as rebuild_term
from verifier.records import dataclass
from verifier.tensors.cancellation import (
    Bound,
    Relation,
    Word,
    applied,
    find,
    turned,
    without_deltas,
)
from verifier.tensors.contraction import must_be_open
from verifier.tensors.elimination import Elimination

MOST_PRODUCTS = 600
MOST_TRIALS = 48
MOST_CANCELLATIONS = 2000
HIGHEST_POWER = 6


@dataclass(frozen=True, slots=True)
class _Product:
    """The product of the factors, summed over the bound indices (name, upper end)."""

    factors: tuple[Term, ...]
    bound: tuple[tuple[str, Term], ...]

    def times(self, other: _Product) -> _Product:
        return _Product(self.factors + other.factors, self.bound + other.bound)


def in_order(term: Term, relations: tuple[Relation, ...] = ()) -> Term:
    """An equal term, wherever `term` is defined, as a sum of products in a fixed order.

    Inverses are cancelled by the relations. Raises `UnsupportedTerm` when there are too many
    products.
    """
    return _Ordering(relations).of(term)


def in_order_together(
    left: Term, right: Term, relations: tuple[Relation, ...] = ()
) -> tuple[Term, Term]:
    """Two terms, where `left` and `right` are equal if those are equal for all arrays in them.

    As `in_order`, and without the indices that all their products sum over alike.
    """
    ordering = _Ordering(relations)
    sides = [ordering.cancelled(ordering.products(side)) for side in (left, right)]
    shorter = Elimination().together([[(p.factors, p.bound) for p in side] for side in sides])
    first, second = (terms.add(*(_summed(_Product(*p)) for p in side)) for side in shorter)
    return first, second


def words_of(term: Term) -> list[Word]:
    """The products of a term, their rational numbers apart."""
    found = []
    for product in _Ordering(()).products(term):
        numbers = [value for f in product.factors if (value := constant(f)) is not None]
        factors = tuple(f for f in product.factors if constant(f) is None)
        found.append(Word(factors, product.bound, prod(numbers, start=Fraction(1))))
    return found


class _Ordering:
    def __init__(self, relations: tuple[Relation, ...]) -> None:
        self.relations = relations
        self.count = 0
        self.fresh = (f"%cancelled {number}" for number in count())
        self.memo: dict[Term, Term] = {}

    def of(self, term: Term) -> Term:
        known = self.memo.get(term)
        if known is None:
            products = self.cancelled(self.products(term))
            known = self.memo[term] = terms.add(*map(_summed, products))
        return known

    def cancelled(self, products: list[_Product]) -> list[_Product]:
        """The products in which no inverse meets what it is the inverse of."""
        if not self.relations:
            return products
        found: list[_Product] = []
        todo = products[::-1]
        for _ in range(MOST_CANCELLATIONS):
            if not todo:
                return found
            factors, bound = without_deltas(*_flat(todo.pop()))
            match = find(self.relations, factors, bound)
            if match is None:
                ways = turned(self.relations, factors)
                share = () if len(ways) == 1 else (terms.number(Fraction(1, len(ways))),)
                found = _limited([*found, *(_Product((*share, *way), bound) for way in ways)])
            else:
                todo += [_Product(*one) for one in applied(match, factors, bound, self.fresh)]
        raise UnsupportedTerm("very many products of inverses")

    def products(self, term: Term) -> list[_Product]:
        match must_be_open(term).operator:
            case "add":
                return _limited([p for part in term.children for p in self.products(part)])
            case "multiply":
                return self.multiplied(list(term.children))
            case "sum":
                return self.summed(term)
            case "power":
                return self.power(term)
        return [_Product((rebuild_term(term, self.of),), ())]

    def multiplied(self, factors: list[Term]) -> list[_Product]:
        result = [_Product((), ())]
        for factor in factors:
            other = self.products(factor)
            result = _limited([left.times(right) for left in result for right in other])
        return result

    def summed(self, term: Term) -> list[_Product]:
        self.count += 1
        name = f"%ordered {self.count}"
        opened, body = open_binder(term)
        body = replace(body, {make("variable", opened): make("variable", name)})
        upper = term.arguments[3]
        result = []
        for product in self.products(body):
            used = any(name in factor.free for factor in product.factors)
            result.append(
                _Product(product.factors, (*product.bound, (name, upper)))
                if used
                else _Product((*product.factors, upper), product.bound)
            )
        return result

    def power(self, term: Term) -> list[_Product]:
        base, exponent = term.arguments
        value = constant(exponent)
        whole = value is not None and value.denominator == 1 and 1 < value <= HIGHEST_POWER
        if whole and base.operator in ("add", "sum", "multiply"):
            return self.multiplied([base] * int(value or 1))
        return [_Product((terms.power(self.of(base), exponent),), ())]


def _flat(product: _Product) -> tuple[tuple[Term, ...], Bound]:
    """The factors with whole powers of entries written out."""
    factors: list[Term] = []
    for factor in product.factors:
        if factor.operator == "power" and factor.arguments[0].operator == "entry":
            value = constant(factor.arguments[1])
            if value is not None and value.denominator == 1 and 1 < value <= HIGHEST_POWER:
                factors += [factor.arguments[0]] * int(value)
                continue
        factors.append(factor)
    return tuple(factors), product.bound


def _limited(products: list[_Product]) -> list[_Product]:
    if len(products) > MOST_PRODUCTS:
        raise UnsupportedTerm("a sum of very many products")
    return products


# The order of the indices of one product ------------------------------------------------------


def _summed(product: _Product) -> Term:
    """The product summed over its indices, in the order found."""
    if not product.bound:
        return terms.multiply(*product.factors) if product.factors else ONE
    colours = {name: upper.order for name, upper in product.bound}
    candidates = list(_orders(product, colours, [MOST_TRIALS]))
    return min(candidates, key=lambda term: term.order)


def _orders(product: _Product, colours: dict[str, int], trials: list[int]) -> list[Term]:
    colours = _refined(product, colours)
    cells: dict[int, list[str]] = {}
    for name, colour in colours.items():
        cells.setdefault(colour, []).append(name)
    tied = sorted(colour for colour, names in cells.items() if len(names) > 1)
    if not tied or trials[0] <= 0:
        trials[0] -= 1
        return [_nested(product, colours)]
    found = []
    for name in cells[tied[0]]:
        found += _orders(product, {**colours, name: hash((colours[name], 1))}, trials)
    return found


def _refined(product: _Product, colours: dict[str, int]) -> dict[str, int]:
    """Colours that tell apart as many indices as their neighbourhoods do."""
    while True:
        finer = {name: _colour(product, name, colours) for name in colours}
        if len(set(finer.values())) == len(set(colours.values())):
            return finer
        colours = finer


def _colour(product: _Product, name: str, colours: dict[str, int]) -> int:
    marks = {
        make("variable", other): make("variable", f"%colour {colour}")
        for other, colour in colours.items()
    }
    marks[make("variable", name)] = make("variable", "%this")
    seen = sorted(replace(f, marks).order for f in product.factors if name in f.free)
    return hash((colours[name], *seen))


def _nested(product: _Product, colours: dict[str, int]) -> Term:
    """The sum over the indices by colour, with its factors in an order of their own."""
    order = sorted(product.bound, key=lambda pair: (pair[1].order, colours[pair[0]]))
    marks = {
        make("variable", name): make("variable", f"%place {place}")
        for place, (name, _) in enumerate(order)
    }
    factors = sorted(product.factors, key=lambda factor: replace(factor, marks).order)
    body = terms.multiply(*factors)
    for name, upper in reversed(order):
        body = bind("sum", body, name, ONE, upper)
    return body
