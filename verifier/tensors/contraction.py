"""Kronecker deltas out of sums, and sums apart: the index calculus on kernel terms.

    sum_k delta(k, p) f(k) = f(p)            when p lies in the range of k
    sum_k (f(k) + g(k)) = sum_k f(k) + sum_k g(k)          sum_k c f(k) = c sum_k f(k)
    sum_k f(k) sum_l g(k, l) = sum_l sum_k f(k) g(k, l)    when g holds a delta with k

All of them hold for every range 1, ..., n of at least one number, wherever all summands are
defined. Factors are multiplied out only where a delta is to be reached, so a network of L layers
stays as long as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.kernel import terms
from verifier.kernel.domains import Domain, IndexRange
from verifier.kernel.structure import ONE, make
from verifier.kernel.substitution import bind, open_binder, rebuild, replace
from verifier.kernel.terms import Term, UnsupportedTerm

MOST_SUMMANDS = 4000
_WORK = ("delta", "guard", "slope")

Ranges = Mapping[str, Term]


def contract(term: Term, ranges: Ranges) -> Term:
    """An equal term, wherever `term` is defined, without the deltas that a sum can take up.

    `ranges` gives for each free index the upper end of its range 1, ..., n. Guards are left out
    and slopes are taken as their formulas: the result may be defined where the term is not, and
    a slope where its formula is not. Raises `UnsupportedTerm` when it gets too
    large.
    """
    return _Contraction(ranges).of(term)


def must_be_open(term: Term) -> Term:
    """The term, unless it binds an index in another way than a sum over 1, ..., n.

    Raises `UnsupportedTerm` for a product over an index and for a sum with another start: their
    bodies cannot be rewritten without opening them.
    """
    if term.operator == "product" or (term.operator == "sum" and term.arguments[2] is not ONE):
        raise UnsupportedTerm("an index that does not run from 1 over a dimension")
    return term


class _Contraction:
    """Rewrites from the inside out; every opened index is new and has a known range."""

    def __init__(self, ranges: Ranges) -> None:
        self.ranges = dict(ranges)
        self.memo: dict[Term, Term] = {}
        self.work: dict[Term, bool] = {}
        self.count = 0

    def of(self, term: Term) -> Term:
        known = self.memo.get(term)
        if known is None:
            known = self.memo[term] = self.change(term)
        return known

    def change(self, term: Term) -> Term:
        if term.operator in ("guard", "slope"):
            return self.of(term.arguments[0])
        if term.operator != "sum":
            return rebuild(must_be_open(term), self.of)
        if not self.has_work(term):
            return term
        _, _, _, upper = must_be_open(term).arguments
        self.count += 1
        name = f"%contracted {self.count}"
        opened, body = open_binder(term)
        body = replace(body, {make("variable", opened): make("variable", name)})
        self.ranges[name] = upper
        return self.sum(name, upper, self.of(body))

    def has_work(self, term: Term) -> bool:
        """Whether a term holds a delta, a guard or a slope, or what must not be rewritten."""
        known = self.work.get(term)
        if known is None:
            own = must_be_open(term).operator in _WORK
            known = self.work[term] = own or any(map(self.has_work, term.children))
        return known

    # One sum over `name` = 1, ..., upper of a body without inner work to do.

    def sum(self, name: str, upper: Term, body: Term) -> Term:
        if body.operator == "add":
            return terms.add(*[self.sum(name, upper, part) for part in body.children])
        factors = list(body.children) if body.operator == "multiply" else [body]
        outside = [factor for factor in factors if name not in factor.free]
        inside = [factor for factor in factors if name in factor.free]
        if not inside:
            return terms.multiply(upper, *outside)
        return terms.multiply(*outside, self.sum_of_product(name, upper, inside))

    def sum_of_product(self, name: str, upper: Term, factors: list[Term]) -> Term:
        for position, factor in enumerate(factors):
            rest = factors[:position] + factors[position + 1 :]
            other = self.picks(name, upper, factor)
            if other is not None:
                at = {make("variable", name): other}
                return self.of(terms.multiply(*[replace(part, at) for part in rest]))
        for position, factor in enumerate(factors):
            rest = factors[:position] + factors[position + 1 :]
            if self.holds_delta(name, factor):
                return self.multiplied_out(name, upper, factor, rest)
        body = terms.multiply(*factors)
        return bind("sum", body, name, ONE, upper)

    def picks(self, name: str, upper: Term, factor: Term) -> Term | None:
        """The index p when the factor is delta(name, p) and p certainly lies in the range."""
        if factor.operator != "delta":
            return None
        index = make("variable", name)
        other = factor.arguments[factor.arguments[0] is index]
        if index not in factor.arguments or other is index or other.operator != "variable":
            return None
        return other if self.ranges.get(other.arguments[0]) is upper else None

    def holds_delta(self, name: str, factor: Term) -> bool:
        """Whether a summand of the factor has a delta with the index as a factor."""
        if name not in factor.free:
            return False
        match factor.operator:
            case "delta":
                return True
            case "add" | "multiply":
                return any(self.holds_delta(name, part) for part in factor.children)
            case "sum":
                return self.holds_delta(name, factor.arguments[0])
        return False

    def multiplied_out(self, name: str, upper: Term, factor: Term, rest: list[Term]) -> Term:
        if factor.operator == "add":
            if len(factor.children) > MOST_SUMMANDS:
                raise UnsupportedTerm("a sum of very many terms")
            parts = [terms.multiply(part, *rest) for part in factor.children]
            return terms.add(*[self.sum(name, upper, part) for part in parts])
        if factor.operator == "multiply":
            return self.sum(name, upper, terms.multiply(*factor.children, *rest))
        if factor.operator == "sum":
            self.count += 1
            inner = f"%contracted {self.count}"
            opened, body = open_binder(factor)
            body = replace(body, {make("variable", opened): make("variable", inner)})
            self.ranges[inner] = factor.arguments[3]
            swapped = self.sum(name, upper, terms.multiply(*rest, body))
            return self.sum(inner, factor.arguments[3], swapped)
        return bind("sum", terms.multiply(factor, *rest), name, ONE, upper)


def upper_bounds(domains: Mapping[str, Domain]) -> dict[str, Term]:
    """For each letter that counts, what it counts to."""
    ranges = {name: one for name, one in domains.items() if isinstance(one, IndexRange)}
    return {name: terms.variable(domain.upper) for name, domain in ranges.items()}
