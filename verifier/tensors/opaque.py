"""Elementwise functions as families of numbers of their own.

Where an equality does not depend on what a function is, `g(sum_k W[i, k] x[k] + b[i])` may be any
number that depends on i: it is replaced by an entry `g@1[i]` of a new family with the range of the
function for a domain. A claim that holds for all such families holds for the functions. Two
applications of a function are entries of one family when the kernel proves that their arguments
agree, up to the names of their indices. Networks of any depth become polynomials this way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import permutations

from verifier.kernel import terms
from verifier.kernel.domains import (
    POSITIVE,
    REAL,
    UNIT_OPEN,
    Domain,
    IndexRange,
    array,
    interval,
)
from verifier.kernel.structure import Term, constant, make
from verifier.kernel.substitution import bind, open_binder, rebuild, replace
from verifier.kernel.term import walk
from verifier.records import dataclass, field
from verifier.tensors.contraction import must_be_open
from verifier.tensors.positive import is_positive

_RANGES: Mapping[str, Domain] = {
    "sigmoid": UNIT_OPEN,
    "exp": POSITIVE,
    "tanh": interval(Fraction(-1), Fraction(1), False, False),
    "softplus": POSITIVE,
    "sin": REAL,
    "cos": REAL,
    "apply": REAL,
}
MOST_INDICES = 4
_POSITIVE_KIND: tuple[object, ...] = ("positive",)

Equality = Callable[[Term, Term, Mapping[str, Domain]], bool]


@dataclass(frozen=True, slots=True)
class Family:
    """The values of one term: `pattern` with the placeholders for its indices.

    `kind` says what it is: the operator with the name and orders of an unknown function, or
    `("positive",)` for a term of which only its sign is kept.
    """

    name: str
    kind: tuple[object, ...]
    pattern: Term
    placeholders: tuple[str, ...]
    uppers: tuple[Term, ...]

    def at(self, indices: tuple[str, ...]) -> Term:
        variables = [make("variable", name) for name in indices]
        return terms.entry(self.name, *variables) if variables else terms.variable(self.name)


@dataclass(slots=True)
class Abstraction:
    """Replaces the applications in several terms, the same ones by the same families.

    `ranges` gives the upper end of the range of each free index; `domains` the domains of all
    other names; `equal` says whether two terms are proved equal. With `positive_bases` also the
    base of a root or of a denominator becomes a family where it is certainly positive.
    """

    ranges: dict[str, Term]
    domains: Mapping[str, Domain]
    equal: Equality
    positive_bases: bool = False
    families: list[Family] = field(default_factory=list)
    memo: dict[Term, Term] = field(default_factory=dict)

    def of(self, term: Term) -> Term:
        """The term with every elementwise function replaced, the innermost first."""
        known = self.memo.get(term)
        if known is None:
            known = self.memo[term] = self._change(term)
        return known

    def _change(self, term: Term) -> Term:
        if term.operator == "sum":
            return self._sum(term)
        if self.positive_bases and _is_partial_power(term):
            base, exponent = term.arguments
            if base.operator in ("add", "sum") and is_positive(base, self.domains):
                return terms.power(self._family(self.of(base), _POSITIVE_KIND), exponent)
        inner = rebuild(must_be_open(term), self.of)
        if term.operator not in _RANGES:
            return inner
        return self._family(inner, (inner.operator, *_heads(inner)))

    def _sum(self, term: Term) -> Term:
        _, _, lower, upper = must_be_open(term).arguments
        opened, body = open_binder(term)
        # Sums of one depth over one range are opened alike, so that what they share stays shared;
        # a sum inside another one has another depth.
        name = f"%opaque {term.binders} {upper.order}"
        self.ranges[name] = upper
        body = self.of(replace(body, {make("variable", opened): make("variable", name)}))
        return bind("sum", body, name, lower, upper)

    def _family(self, application: Term, kind: tuple[object, ...]) -> Term:
        indices = tuple(
            part.arguments[0]
            for part in walk(application)
            if part.operator == "variable" and part.arguments[0] in self.ranges
        )
        if len(indices) > MOST_INDICES:
            return application
        for known in self.families:
            order = self._matching(application, kind, indices, known)
            if order is not None:
                return known.at(order)
        return self._new_family(application, kind, indices).at(indices)

    def _new_family(
        self, application: Term, kind: tuple[object, ...], indices: tuple[str, ...]
    ) -> Family:
        uppers = tuple(self.ranges[name] for name in indices)
        placeholders = tuple(f"%placeholder {place}" for place in range(len(indices)))
        family = Family(
            f"{kind[0]}@{len(self.families) + 1}",
            kind,
            _renamed(application, indices, placeholders),
            placeholders,
            uppers,
        )
        self.families.append(family)
        return family

    def _matching(
        self,
        application: Term,
        kind: tuple[object, ...],
        indices: tuple[str, ...],
        known: Family,
    ) -> tuple[str, ...] | None:
        """The indices in the order of the family, when the application belongs to it."""
        if kind != known.kind or len(indices) != len(known.uppers):
            return None
        for order in permutations(indices):
            if any(
                self.ranges[name] is not upper
                for name, upper in zip(order, known.uppers, strict=True)
            ):
                continue
            other = _renamed(application, order, known.placeholders)
            if other is known.pattern or self._arguments_agree(other, known):
                return order
        return None

    def _arguments_agree(self, application: Term, known: Family) -> bool:
        domains = dict(self.domains) | self.entry_domains()
        for name, upper in zip(known.placeholders, known.uppers, strict=True):
            if upper.operator != "variable":
                return False
            domains[name] = IndexRange(upper.arguments[0])
        if known.kind == _POSITIVE_KIND:
            return self.equal(application, known.pattern, domains)
        pairs = zip(application.children, known.pattern.children, strict=True)
        return all(self.equal(left, right, domains) for left, right in pairs)

    def entry_domains(self) -> dict[str, Domain]:
        """The domains of the families so far."""
        found: dict[str, Domain] = {}
        for family in self.families:
            is_base = family.kind == _POSITIVE_KIND
            domain = POSITIVE if is_base else _RANGES[str(family.kind[0])]
            if family.uppers:
                found[family.name + "[]"] = array(domain)
            else:
                found[family.name] = domain
        return found

    def written_out(self, term: Term) -> Term:
        """The term with the applications put back for the entries of their families."""
        by_name = {family.name: family for family in self.families}

        def visit(node: Term) -> Term:
            if node.operator in ("entry", "variable") and node.arguments[0] in by_name:
                family = by_name[node.arguments[0]]
                values = {
                    make("variable", name): index
                    for name, index in zip(family.placeholders, node.arguments[1:], strict=True)
                }
                return rebuild(replace(family.pattern, values), visit)
            return rebuild(node, visit)

        return visit(term)


def _renamed(term: Term, old: Iterable[str], new: Iterable[str]) -> Term:
    names = zip(old, new, strict=True)
    return replace(term, {make("variable", a): make("variable", b) for a, b in names})


def _is_partial_power(term: Term) -> bool:
    """Whether a power is undefined for some bases."""
    value = constant(term.arguments[1]) if term.operator == "power" else None
    return value is not None and (value < 0 or value.denominator != 1)


def _heads(application: Term) -> tuple[object, ...]:
    """The name and the orders of an unknown function; nothing for a known one."""
    return tuple(part for part in application.arguments if not isinstance(part, Term))
