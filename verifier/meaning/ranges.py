"""The values that a defined symbol takes: what contains them, and which are certainly taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from verifier.kernel import terms
from verifier.kernel.decide import Hypothesis, decide, is_defined, signs, value_at
from verifier.kernel.domains import (
    NATURAL,
    POSITIVE,
    REAL,
    UNIT_OPEN,
    Domain,
    IndexRange,
    Interval,
    Nonzero,
    array,
    contains,
    finite,
    index_range,
)
from verifier.kernel.term import walk
from verifier.kernel.terms import Term
from verifier.meaning.context import Context, Definition
from verifier.meaning.elaborate import elaborate
from verifier.values import Proved

MOST_VARIABLES = 8
LARGEST_SET = 1000
_PROBES = tuple(map(Fraction, (-10, -1, 0, 1, 10)))
_CONTINUOUS = (
    *("number", "variable", "pi", "add", "multiply", "power", "exp", "ln", "erf", "sin", "cos"),
    *("sigmoid", "tanh", "softplus", "sinh", "cosh"),
)


def kernel_domains(context: Context, held: Iterable[str] = ()) -> Mapping[str, Domain]:
    """The domains of all variables that a term in this context can have."""
    names = frozenset(held)
    found: Mapping[str, Domain] = context.remembered(
        ("domains", names), lambda: _kernel_domains(context, names)
    )
    return found


def _kernel_domains(context: Context, held: frozenset[str]) -> Mapping[str, Domain]:
    domains = {name: _counted(domain, context) for name, domain in context.domains.items()}
    for name in held:
        domain = None if name.endswith("[]") else range_of(name, context)
        if domain is not None:
            domains[name] = domain
    for name in context.functions.keys() & context.domains.keys():
        domains[f"{name}()"] = domains.pop(name)
    for letter, size in context.sizes.items():
        domains.setdefault(letter, _counted(index_range(size), context))
        domains.setdefault(size, NATURAL)
    for name in context.counts:
        if _begins_at_one(domains.get(name)):
            domains[name] = NATURAL
    for name, domain in context.families.items():
        counts = name in context.counts and domain == REAL
        domains[f"{name}[]"] = array(NATURAL if counts else domain)
    return domains if context.laws is None else domains | dict(context.laws.domains())


def _begins_at_one(domain: Domain | None) -> bool:
    """Whether a number that counts is in 1, 2, …: nothing is said of it, or `t \\ge 1`, `t > 0`."""
    if not isinstance(domain, Interval):
        return domain is None
    first = domain.lower == 1 and domain.lower_closed
    return (first or domain == POSITIVE) and domain.upper is None


def _counted(domain: Domain, context: Context) -> Domain:
    """1, …, m with the number that m is defined to be, if it is one."""
    definition = context.definitions.get(domain.upper) if isinstance(domain, IndexRange) else None
    if definition is None:
        return domain
    last = elaborate(definition.body, context)
    size = last.arguments[0] if last.operator == "number" else Fraction(0)
    return finite(*range(1, int(size) + 1)) if 1 <= size <= LARGEST_SET else NATURAL


# What contains the values -------------------------------------------------------------------


def range_of(name: str, context: Context) -> Domain | None:
    """A domain that is proved to contain every value of a defined symbol.

    The declared one when the kernel proves that the definition stays inside, else None; without a
    declaration (0, 1), the positive numbers or all the real numbers, the first that is proved.
    """
    definition = context.definitions.get(name)
    if definition is None:
        return context.domains.get(name)
    domain: Domain | None = context.remembered(
        ("range", name), lambda: _range_of(name, definition, context)
    )
    return domain


def _range_of(name: str, definition: Definition, context: Context) -> Domain | None:
    inside = _with_indices(definition, context)
    declared = (context.families if definition.indices else context.domains).get(
        name.removesuffix("[]")
    )
    term = elaborate(definition.body, inside)
    candidates = (declared,) if declared is not None else (UNIT_OPEN, POSITIVE, REAL)
    domains = kernel_domains(inside)
    return next((domain for domain in candidates if _stays_in(term, domain, domains)), None)


def _with_indices(definition: Definition, context: Context) -> Context:
    for index in definition.indices:
        context = context.with_domain(index, NATURAL)
    return context


def _stays_in(term: Term, domain: Domain, domains: Mapping[str, Domain]) -> bool:
    if domain == REAL:
        return True
    if not isinstance(domain, Interval):
        return False
    for bound, distance in _distances(term, domain):
        allowed = {0, 1} if contains(domain, bound) else {1}
        if not signs(distance, domains) <= allowed:
            return False
    return True


def _distances(term: Term, domain: Interval) -> Iterator[tuple[Fraction, Term]]:
    """How far a term lies above the lower end and below the upper end of an interval."""
    if domain.lower is not None:
        yield domain.lower, terms.subtract(term, terms.number(domain.lower))
    if domain.upper is not None:
        yield domain.upper, terms.subtract(terms.number(domain.upper), term)


def always_defined(name: str, context: Context) -> bool:
    """Whether the definition of a symbol is proved to have a value everywhere on its domain."""
    definition = context.definitions[name]
    found: bool = context.remembered(
        ("defined", name), lambda: _always_defined(definition, context)
    )
    return found


def _always_defined(definition: Definition, context: Context) -> bool:
    inside = _with_indices(definition, context)
    return is_defined(elaborate(definition.body, inside), kernel_domains(inside))


# Declared domains that restrict what a symbol is defined from -------------------------------


def assumed(names: Iterable[str], context: Context) -> Iterator[str]:
    """The defined symbols among these whose declared domain does not follow from the definition.

    `a = \\sigma(z)` with `a > \\frac12` says something about `z`.
    """
    for name in sorted(names):
        definition = context.definitions.get(name)
        if definition is None or definition.parameters:
            continue
        declared = (context.families if definition.indices else context.domains).get(
            name.removesuffix("[]")
        )
        if declared is not None and range_of(name, context) is None:
            yield name


def hypotheses_of(name: str, context: Context, held: frozenset[str]) -> tuple[Hypothesis, ...]:
    """That a defined symbol lies in its declared domain; empty if that cannot be said."""
    definition, domain = context.definitions[name], context.domains.get(name)
    if definition.indices or domain is None:
        return ()
    term, zero = elaborate(definition.body, context, held), terms.number(0)
    if isinstance(domain, Nonzero):
        return (Hypothesis(term, "!=", zero),)
    if not isinstance(domain, Interval):
        return ()
    return tuple(
        Hypothesis(distance, ">=" if contains(domain, bound) else ">", zero)
        for bound, distance in _distances(term, domain)
    )


def contradicts(name: str, context: Context) -> bool:
    """Whether it is proved that a defined symbol has no value in its declared domain.

    That no value was found there proves nothing.
    """
    domain, hypotheses = context.domains.get(name), hypotheses_of(name, context, frozenset())
    if not hypotheses or range_of(name, context) is not None:
        return False
    term, domains = elaborate(context.definitions[name].body, context), kernel_domains(context)
    if isinstance(domain, Interval) and _stays_outside(term, domain, domains):
        return True
    return isinstance(decide(terms.number(0), terms.number(1), domains, hypotheses), Proved)


def _stays_outside(term: Term, domain: Interval, domains: Mapping[str, Domain]) -> bool:
    """Whether a term is proved to lie outside of an interval: below it, above it, or either.

    Between the ends a and b, (t - a)(b - t) is positive, and at them it is 0.
    """
    ends = dict(_distances(term, domain))
    distances = list(ends.values())
    if len(distances) == 2:
        distances.append(terms.multiply(*distances))
    shut = any(contains(domain, end) for end in ends)
    return any(signs(item, domains) <= ({-1} if shut else {-1, 0}) for item in distances)


def _is_continuous(term: Term) -> bool:
    """Whether a term is made of nothing but continuous functions of variables."""
    return all(part.operator in _CONTINUOUS for part in walk(term))


# Which values are taken ---------------------------------------------------------------------


def takes(name: str, value: Fraction, context: Context) -> bool:
    """Whether a defined symbol certainly takes a value: it is found, or lies between two found.

    A continuous function on a connected domain takes every value between two that it takes.
    """
    definition = context.definitions[name]
    term = elaborate(definition.body, context)
    names = sorted(term.free)
    domains = kernel_domains(context)
    connected = all(isinstance(domains.get(item, REAL), Interval) for item in names)
    if not connected or not _is_continuous(term):
        return False
    if not always_defined(name, context):
        return False
    distance = terms.subtract(term, terms.number(value))
    found = {_sign_at(distance, point) for point in _probes(names, domains)}
    return 0 in found or {-1, 1} <= found


def _sign_at(term: Term, point: Mapping[str, Fraction]) -> int | None:
    text = value_at(term, point)
    if text in ("undefined", "unknown") or text.startswith(("0…", "-0…")):
        return None
    if text.startswith("-"):
        return -1
    return 0 if text == "0" else 1


def _probes(names: list[str], domains: Mapping[str, Domain]) -> Iterator[Mapping[str, Fraction]]:
    """A few points: all variables alike, and one variable after the other at its ends."""
    choices = {
        name: [value for value in _PROBES if contains(domains.get(name, REAL), value)]
        or _inner(domains.get(name, REAL))
        for name in names[:MOST_VARIABLES]
    }
    if len(names) > MOST_VARIABLES or any(not values for values in choices.values()):
        return
    middle = {name: values[len(values) // 2] for name, values in choices.items()}
    for position in (0, -1):
        yield {name: values[position] for name, values in choices.items()}
    for name, values in choices.items():
        for value in values:
            yield {**middle, name: value}


def _inner(domain: Domain) -> list[Fraction]:
    """Points inside a short interval."""
    if not isinstance(domain, Interval) or domain.lower is None or domain.upper is None:
        return []
    width = domain.upper - domain.lower
    return [domain.lower + width * share / 100 for share in (1, 50, 99)]
