"""Claims: an equality in a context, and its verdict under the admissible readings.

An intermediate quantity such as `a = σ(z)` may stand in a claim in two ways: as a variable over
its range, or written out. The claim `∂L/∂a = (a - y)/(a (1 - a))` is about the first; both give
the same truth when the claim mentions nothing else that `a` shares. So a defined symbol is held
as a variable when its definition has no symbol in common with the rest of the claim and its
declared domain contains its range; a refutation found that way is confirmed written out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from verifier.kernel import terms
from verifier.kernel.decide import decide, signs
from verifier.kernel.domains import (
    NATURAL,
    POSITIVE,
    REAL,
    UNIT_OPEN,
    Domain,
    Interval,
    array,
    contains,
    index_range,
)
from verifier.kernel.terms import Term
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.derivatives import variable_name
from verifier.meaning.elaborate import elaborate
from verifier.meaning.names import name_of
from verifier.notation.tree import Derivative, Node, children
from verifier.values import Proved, Refuted, Span, Verdict


@dataclass(frozen=True, slots=True)
class Claim:
    """`left = right` in a context; `span` is where the right side is written."""

    left: Node
    right: Node
    context: Context
    span: Span


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the reading under which it was reached."""

    verdict: Verdict
    held: frozenset[str] = field(default_factory=frozenset)

    @property
    def reading(self) -> str:
        if not self.held:
            return "every defined symbol is written out"
        names = ", ".join(sorted(self.held))
        return f"{names} as {'a variable' if len(self.held) == 1 else 'variables'}"


def judge(claim: Claim) -> Judgement:
    """Decides a claim. Raises `MeaningError` when a side has no meaning in the context."""
    judgement: Judgement = claim.context.remembered(
        ("judge", claim.left, claim.right), lambda: _judge(claim)
    )
    return judgement


def _judge(claim: Claim) -> Judgement:
    context = claim.context
    held = holdable(context, (claim.left, claim.right))
    verdict = _decide(claim, held)
    if not held or isinstance(verdict, Proved):
        return Judgement(verdict, held)
    written_out = _decide(claim, frozenset())
    if isinstance(verdict, Refuted) and isinstance(written_out, Refuted):
        return Judgement(verdict, held)
    return Judgement(written_out, frozenset())


def _decide(claim: Claim, held: frozenset[str]) -> Verdict:
    left = elaborate(claim.left, claim.context, held)
    right = elaborate(claim.right, claim.context, held)
    return decide(left, right, kernel_domains(claim.context, held))


def kernel_domains(context: Context, held: Iterable[str] = ()) -> Mapping[str, Domain]:
    """The domains of all variables that a term in this context can have."""
    domains = dict(context.domains)
    for name in held:
        domain = None if name.endswith("[]") else range_of(name, context)
        if domain is not None:
            domains[name] = domain
    for letter, size in context.sizes.items():
        domains.setdefault(letter, index_range(size))
        domains.setdefault(size, NATURAL)
    return domains | {f"{name}[]": array(domain) for name, domain in context.families.items()}


# Which symbols are held ---------------------------------------------------------------------


def holdable(context: Context, sides: Iterable[Node]) -> frozenset[str]:
    """The defined symbols that may be read as variables in a claim with these sides."""
    names = {name for side in sides for name in _visible(side, context)}
    names = {name for name in names if context.knows(name)}
    held = set()
    for name in names:
        definition = context.definitions.get(name)
        if definition is None or definition.parameters:
            continue
        others = {part for other in names - {name} for part in context.ancestry(other)}
        if not context.ancestry(name) & others and range_of(name, context) is not None:
            held.add(name)
    return frozenset(held)


def _visible(node: Node, context: Context) -> Iterator[str]:
    """The symbols whose values a side shows: a derivative hides what leads to its variable."""
    if isinstance(node, Derivative):
        variables = {variable_name(variable, context) for variable, _ in node.variables}
        yield from (name for name in variables if name is not None)
        for name in mentioned(node.body):
            yield from _reached(name, variables, context)
        return
    inner = tuple(children(node))
    if not inner or name_of(node) is not None:
        yield from mentioned(node)
        return
    for part in inner:
        yield from _visible(part, context)


def _reached(name: str, stop: set[str | None], context: Context) -> Iterator[str]:
    if name in stop:
        return
    if not any(isinstance(s, str) and context.depends(name, s) for s in stop):
        if context.knows(name):
            yield name
        return
    for part in context.parts(name):
        yield from _reached(part, stop, context)


# Ranges of defined symbols ------------------------------------------------------------------


def range_of(name: str, context: Context) -> Domain | None:
    """A domain that is proved to contain every value of a defined symbol.

    The declared one when the kernel proves that the definition stays inside; without a
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
    if definition.indices:
        for index in definition.indices:
            context = context.with_domain(index, NATURAL)
        declared = context.families.get(name.removesuffix("[]"))
    else:
        declared = context.domains.get(name)
    term = elaborate(definition.body, context)
    candidates = (declared,) if declared is not None else (UNIT_OPEN, POSITIVE, REAL)
    domains = kernel_domains(context)
    return next((domain for domain in candidates if _stays_in(term, domain, domains)), None)


def _stays_in(term: Term, domain: Domain, domains: Mapping[str, Domain]) -> bool:
    if domain == REAL:
        return True
    if not isinstance(domain, Interval):
        return False
    sides = (
        (domain.lower, lambda bound: terms.subtract(term, terms.number(bound))),
        (domain.upper, lambda bound: terms.subtract(terms.number(bound), term)),
    )
    for bound, distance in sides:
        if bound is not None:
            allowed = {0, 1} if contains(domain, bound) else {1}
            if not signs(distance(bound), domains) <= allowed:
                return False
    return True
