"""Summation indices that all products of an equality sum over in the same way, taken out.

In a network of L layers both sides of a claim about its gradients are sums over L indices, and

    sum over k of W3[a, k] g2[k, q] W2[k, b] = T[a, q, b]

is the same array in each of their products. It is given a name T, and the equality that is left is
about any array T: when that one holds, so does the one with the sum in the place of T. An index is
taken out only where all that stands under it is defined for all numbers, so that no condition is
lost, and where it is found in every product, so that what has to be compared is not hidden in
different names. What is left does not grow with L.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.kernel import terms
from verifier.kernel.structure import ONE, Term, make
from verifier.kernel.substitution import bind, replace
from verifier.records import dataclass, field
from verifier.tensors.cancellation import Bound

MOST_INDICES = 4
FEWEST_BOUND = 4
_THIS = "%this"

Factors = tuple[Term, ...]
Product = tuple[Factors, Bound]
Pattern = tuple[Term, Factors]
Place = tuple[str, Factors, Bound]


@dataclass(slots=True)
class Elimination:
    """Gives the same name to the same sum; `patterns` has the sum behind each name."""

    patterns: dict[Pattern, str] = field(default_factory=dict)

    def together(self, sides: Sequence[Sequence[Product]]) -> list[list[Product]]:
        """The products of several terms without the indices that all of them sum over alike."""
        current = [product for side in sides for product in side]
        while current and min(len(bound) for _, bound in current) >= FEWEST_BOUND:
            found = [dict(_patterns(*product)) for product in current]
            shared = set(found[0]).intersection(*found[1:])
            if not shared:
                break
            for pattern in sorted(shared, key=lambda one: one[0].order):
                places = [places[pattern] for places in found]
                if all(_is_there(*pair) for pair in zip(current, places, strict=True)):
                    name = self.patterns.setdefault(pattern, f"sum@{len(self.patterns) + 1}")
                    pairs = zip(current, places, strict=True)
                    current = [_without(product, name, place) for product, place in pairs]
        rest = iter(current)
        return [[next(rest) for _ in side] for side in sides]


def _is_there(product: Product, place: Place) -> bool:
    """Whether no factor of a place has been taken out with another index."""
    return all(factor in product[0] for factor in place[1])


def _without(product: Product, name: str, place: Place) -> Product:
    """The product with an entry of the name for the factors under one index."""
    factors, bound = product
    index, used, others = place
    left = [factor for factor in factors if factor not in used]
    arguments = [make("variable", other) for other, _ in others]
    new = terms.entry(name, *arguments) if arguments else terms.variable(name)
    return (*left, new), tuple(pair for pair in bound if pair[0] != index)


def _patterns(factors: Factors, bound: Bound) -> Iterator[tuple[Pattern, Place]]:
    """For each index that can be taken out the sum over it, with places for the other indices."""
    seen: dict[Pattern, int] = {}
    found: list[tuple[Pattern, Place]] = []
    uppers = dict(bound)
    for index, upper in bound:
        used = tuple(factor for factor in factors if index in factor.free)
        if not used or not all(factor.total for factor in used):
            continue
        ordered = _ordered(used, index, uppers)
        if ordered is None:
            continue
        names = dict.fromkeys(name for f in ordered for name in _indices(f, uppers))
        others = tuple((name, uppers[name]) for name in names if name != index)
        if len(others) > MOST_INDICES:
            continue
        places = {
            make("variable", name): make("variable", f"%place {place}")
            for place, (name, _) in enumerate(others)
        }
        body = terms.multiply(*[replace(factor, places) for factor in ordered])
        pattern = bind("sum", body, index, ONE, upper), tuple(limit for _, limit in others)
        seen[pattern] = seen.get(pattern, 0) + 1
        found.append((pattern, (index, used, others)))
    yield from (one for one in found if seen[one[0]] == 1)


def _ordered(used: Factors, index: str, uppers: dict[str, Term]) -> Factors | None:
    """The factors in an order that the names of the indices have no part in; None for a tie."""
    marks = {
        make("variable", name): make("variable", f"%index {upper.order}")
        for name, upper in uppers.items()
    }
    marks[make("variable", index)] = make("variable", _THIS)
    keys = {factor: replace(factor, marks).order for factor in used}
    if len(set(keys.values())) < len(used):
        return None
    return tuple(sorted(used, key=keys.__getitem__))


def _indices(factor: Term, uppers: dict[str, Term]) -> Iterator[str]:
    """The summation indices of a factor in the order in which they stand."""
    if factor.operator == "variable":
        if factor.arguments[0] in uppers:
            yield factor.arguments[0]
        return
    for part in factor.children:
        yield from _indices(part, uppers)
