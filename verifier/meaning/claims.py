"""Claims: an equality in a context, and its verdict under the admissible readings.

An intermediate quantity such as `a = σ(z)` may stand in a claim in two ways: as a variable over
its range, or written out. The claim `∂L/∂a = (a - y)/(a (1 - a))` is about the first; both give
the same truth when the claim mentions nothing else that `a` shares. So a defined symbol is held
as a variable when its definition has no symbol in common with the rest of the claim, always has
a value, and stays inside its declared domain. What is proved of the variable holds for the
definition; a refutation found with the variable is confirmed with the definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from verifier.kernel.decide import decide
from verifier.kernel.domains import Domain
from verifier.kernel.hypotheses import Hypothesis, Relation
from verifier.kernel.terms import Term
from verifier.meaning.context import Context, mentioned
from verifier.meaning.derivatives import variable_name
from verifier.meaning.elaborate import MeaningError, elaborate
from verifier.meaning.names import indices_in, name_of
from verifier.meaning.ranges import (
    always_defined,
    assumed,
    hypotheses_of,
    kernel_domains,
    range_of,
    takes,
)
from verifier.notation.tree import Chain, Derivative, Node, children, walk
from verifier.notation.write_text import write_line
from verifier.records import dataclass, field
from verifier.values import NOWHERE, Proved, Refuted, Span, Unknown, Verdict

__all__ = [
    "Claim",
    "Judgement",
    "holdable",
    "judge",
    "judge_misprint",
    "kernel_domains",
    "names_behind",
    "range_of",
    "verdict_on",
]


@dataclass(frozen=True, slots=True)
class Claim:
    """`left = right` in a context; `span` is where the right side is written."""

    left: Node
    right: Node
    context: Context
    span: Span


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with the reading under which it was reached, and the assumptions it needs."""

    verdict: Verdict
    held: frozenset[str] = field(default_factory=frozenset)
    given: tuple[str, ...] = ()

    @property
    def reading(self) -> str:
        given = f", given {', '.join(self.given)}" if self.given else ""
        if not self.held:
            return f"every defined symbol is written out{given}"
        names = ", ".join(sorted(self.held))
        return f"{names} as {'a variable' if len(self.held) == 1 else 'variables'}{given}"


def judge(claim: Claim) -> Judgement:
    """Decides a claim. Raises `MeaningError` when a side has no meaning in the context."""
    judgement: Judgement = claim.context.remembered(
        ("judge", claim.left, claim.right), lambda: _judge(claim)
    )
    return judgement


def verdict_on(left: Node, right: Node, context: Context) -> Verdict | None:
    """The verdict on `left = right`; None where a side has no meaning in the context."""
    try:
        return judge(Claim(left, right, context, NOWHERE)).verdict
    except MeaningError:
        return None


def _judge(claim: Claim) -> Judgement:
    context = claim.context
    held = holdable(context, (claim.left, claim.right))
    found = _decide(claim, held)
    if not held or isinstance(found.verdict, Proved):
        return found
    written_out = _decide(claim, frozenset())
    if not isinstance(found.verdict, Refuted) or not isinstance(written_out.verdict, Refuted):
        return written_out
    return found if _is_met(found.verdict, held, context) else written_out


def judge_misprint(claim: Claim) -> Judgement:
    """Decides a claim that is said to be false, and is refuted soonest with all written out.

    `judge` looks for the reading in which a refutation is told best; the verdict is the same.
    """
    written_out: Judgement = claim.context.remembered(
        ("misprint", claim.left, claim.right), lambda: _decide(claim, frozenset())
    )
    return written_out if isinstance(written_out.verdict, Refuted) else judge(claim)


def _is_met(refuted: Refuted, held: frozenset[str], context: Context) -> bool:
    """Whether the held symbols of a witness certainly take the values that it gives them."""
    point = dict(refuted.witness.point)
    return all(
        not name.endswith("[]") and (name not in point or takes(name, point[name], context))
        for name in held
    )


def _decide(claim: Claim, held: frozenset[str]) -> Judgement:
    context = claim.context
    left = elaborate(claim.left, context, held)
    right = elaborate(claim.right, context, held)
    domains = kernel_domains(context, held)
    verdict = _decided(claim, held, left, right, domains)
    given = {} if isinstance(verdict, Proved) else _given(claim, held)
    if given:
        under = decide(left, right, domains, tuple(given.values()))
        if isinstance(under, Proved) or isinstance(verdict, Refuted):
            # A point that breaks what the author assumes refutes nothing.
            return Judgement(under, held, tuple(map(write_line, given)))
    return Judgement(verdict, held)


def _given(claim: Claim, held: frozenset[str]) -> dict[Chain, Hypothesis]:
    """What the author assumes about the symbols of a claim, as hypotheses."""
    context = claim.context
    names = names_behind((claim.left, claim.right), context) | _letters_of(claim)
    found = {}
    for relation in context.assumptions:
        sign = _RELATIONS.get(relation.operators[0])
        if sign is None or len(relation.sides) != 2 or not set(mentioned(relation)) & names:
            continue
        try:
            left, right = (elaborate(side, context, held) for side in relation.sides)
        except MeaningError:
            continue
        found[relation] = Hypothesis(left, sign, right)
    return found


def _letters_of(claim: Claim) -> Set[str]:
    """The names that stand at the places of indices in a claim."""
    parts = (part for side in (claim.left, claim.right) for part in walk(side))
    return {name for index in indices_in(parts) if (name := name_of(index)) is not None}


_RELATIONS: Mapping[str, Relation] = {
    "=": "=",
    "\\ne": "!=",
    "\\neq": "!=",
    ">": ">",
    "\\ge": ">=",
    "\\geq": ">=",
}


def _decided(
    claim: Claim,
    held: frozenset[str],
    left: Term,
    right: Term,
    domains: Mapping[str, Domain],
) -> Verdict:
    context = claim.context
    names = names_behind((claim.left, claim.right), context)
    restricted = [name for name in assumed(names, context) if name not in held]
    if not restricted:
        return decide(left, right, domains)
    hypotheses = [hypotheses_of(name, context, held) for name in restricted]
    together = tuple(item for items in hypotheses for item in items)
    verdict = decide(left, right, domains, together)
    if isinstance(verdict, Refuted) and not all(hypotheses):
        return Unknown("a declared domain that does not follow from the definition")
    return verdict


def names_behind(sides: Iterable[Node], context: Context) -> Set[str]:
    """Every symbol that the truth of a claim can depend on."""
    names = {name for side in sides for name in mentioned(side)}
    return {part for name in names for part in context.ancestry(name)}


# Which symbols are held ---------------------------------------------------------------------


def holdable(context: Context, sides: Iterable[Node]) -> frozenset[str]:
    """The defined symbols that may be read as variables in a claim with these sides."""
    seen: set[str] = set()
    for side in sides:
        _see(side, context, seen)
    names = {name for name in seen if context.allows(name)}
    held = set()
    for name in names:
        definition = context.definitions.get(name)
        if definition is None or definition.parameters:
            continue
        others = {part for other in names - {name} for part in context.ancestry(other)}
        if context.ancestry(name) & others or context.circle(name) is not None:
            continue
        if range_of(name, context) is not None and always_defined(name, context):
            held.add(name)
    return frozenset(held)


def _see(node: Node, context: Context, seen: set[str]) -> None:
    """Adds the symbols whose values a side shows: a derivative hides what leads to its variable."""
    if isinstance(node, Derivative):
        variables = {variable_name(variable, context) for variable, _ in node.variables}
        stop = {name for name in variables if name is not None}
        seen |= stop
        seen.update(_reached(mentioned(node.body), stop, context))
        return
    inner = tuple(children(node))
    if not inner or name_of(node) is not None:
        seen.update(mentioned(node))
        return
    for part in inner:
        _see(part, context, seen)


def _reached(names: Iterable[str], stop: Set[str], context: Context) -> Iterator[str]:
    """What the names come down to when all that leads to the stops is written out."""
    todo, seen = list(names), set(stop)
    while todo:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        if any(context.depends(name, end) for end in stop):
            todo.extend(context.parts(name))
        else:
            yield name
