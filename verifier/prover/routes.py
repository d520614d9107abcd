"""The two routes to a derivative: the chain rule along the graph, and direct expansion.

Both start from the definitions alone. The chain rule multiplies the local derivatives along the
edges of the graph of dependencies and adds up over its paths; direct expansion writes everything
in terms of the variable, simplifies, and differentiates what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from verifier.meaning.context import Context
from verifier.meaning.names import readable
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node
from verifier.notation.write_text import write_line
from verifier.prover import algebra
from verifier.prover.closing import close, numerators_expanded, tidied
from verifier.prover.definitions import (
    defined_in,
    head_of,
    inlined,
    intermediates,
    put,
    written_out,
)
from verifier.prover.differentiate import Differentiator
from verifier.prover.inverse import derivative_of_logarithm
from verifier.prover.logarithms import simplify_logarithms
from verifier.prover.monomials import is_exponential, monomial_of, multiply_signed, power
from verifier.prover.proof import Derivation, Route
from verifier.prover.recognise import extended_by, recognise
from verifier.prover.remark import Remark
from verifier.prover.sums import add, value_of
from verifier.prover.trace import Trace

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """The derivative of `start` by `end` in a context."""

    start: str
    end: str
    context: Context

    @property
    def name(self) -> str:
        return f"d{readable(self.start)}/d{readable(self.end)}"

    @property
    def subject(self) -> Node:
        return derivative(self.start, self.end, self.context)


def derivative(start: str, end: str, context: Context) -> Node:
    """`∂start/∂end` as a formula."""
    body, variable = head_of(start, context), head_of(end, context)
    return Derivative("\\partial", body, ((variable, 1),))


def paths(start: str, end: str, context: Context) -> tuple[Path, ...]:
    """Every way along the definitions from one symbol down to another."""

    def search(name: str) -> Iterator[Path]:
        if name == end:
            yield (name,)
            return
        for part in context.parts(name):
            if context.depends(part, end):
                yield from ((name, *rest) for rest in search(part))

    return tuple(search(start))


@dataclass(frozen=True, slots=True)
class OpenRoute:
    """A route whose last derivation may still grow."""

    name: str
    title: str
    before: tuple[Derivation, ...]
    trace: Trace

    def finished(self) -> Route:
        return Route(self.name, self.title, (*self.before, self.trace.finished()))


# The chain rule -----------------------------------------------------------------------------


def chain_route(goal: Goal) -> OpenRoute:
    """Local derivatives along every path, multiplied, added up and simplified."""
    title = "Chain rule"
    found = paths(goal.start, goal.end, goal.context)
    if all(len(path) == 2 for path in found):
        trace = Trace.going_on(goal.context, _local(goal))
        close(trace)
        return OpenRoute("chain", title, _lemmas((trace.finished(),)), trace)
    if any(len(path) == 2 for path in found):
        return OpenRoute("chain", title, *_mixed(goal))
    edges = dict.fromkeys(edge for path in found for edge in pairwise(path))
    lemmas = {edge: _local(Goal(edge[0], edge[1], goal.context)) for edge in edges}
    trace = Trace(goal.context, goal.subject)
    symbols = {edge: lemma.subject for edge, lemma in lemmas.items()}
    along = "; ".join(" ← ".join(_shown(name, goal.context) for name in path) for path in found)
    trace.write(_along(found, symbols), "chain-rule", (f"chain rule along {along}",))
    results = {edge: tree.bare(lemma.result) for edge, lemma in lemmas.items()}
    trace.write(_along(found, results), "local-derivatives")
    close(trace)
    before = tuple(lemmas.values())
    return OpenRoute("chain", title, (*_lemmas(before), *before), trace)


def _lemmas(derivations: tuple[Derivation, ...]) -> tuple[Derivation, ...]:
    """The proofs of the rules that stand on another rule, for the derivations that use them."""
    used = {rule for derivation in derivations for step in derivation.steps for rule in step.rules}
    return (derivative_of_logarithm(),) if "derivative-of-logarithm" in used else ()


def _shown(name: str, context: Context) -> str:
    return write_line(head_of(name, context), vocabulary_of(context))


def _along(found: tuple[Path, ...], factors: dict[tuple[str, str], Node]) -> Node:
    """The sum over the paths of the products along their edges."""
    products = []
    for path in found:
        parts = [factors[edge] for edge in pairwise(path)]
        products.append((1, multiply_signed(parts, "\\cdot")))
    return add(products)


def _local(goal: Goal) -> Derivation:
    """The derivative along one edge, worked out by the rules, in terms of the graph's symbols."""
    found: Derivation = goal.context.remembered(
        ("local derivative", goal.start, goal.end), lambda: _derived_locally(goal)
    )
    return found


def _derived_locally(goal: Goal) -> Derivation:
    context = goal.context
    trace = Trace(context, goal.subject, ("the local derivative ", goal.subject))
    differentiator = Differentiator(context, head_of(goal.end, context))
    body = written_out(goal.start, context)
    trace.write(
        differentiator.of(body), "definition", ("definition of ", head_of(goal.start, context))
    )
    _work_out(trace, differentiator)
    recognise(trace, (goal.start,))
    return trace.finished()


def _mixed(goal: Goal) -> tuple[tuple[Derivation, ...], Trace]:
    """A symbol that depends on the variable both directly and through others."""
    context = goal.context
    body = written_out(goal.start, context)
    through = defined_in(body, context, goal.end)
    lemmas = tuple(
        lemma
        for name in through
        for lemma in chain_route(Goal(name, goal.end, context)).finished().derivations
    )
    trace = Trace(context, goal.subject)
    differentiator = Differentiator(context, head_of(goal.end, context))
    trace.write(
        differentiator.of(body), "definition", ("definition of ", head_of(goal.start, context))
    )
    _work_out(trace, differentiator)
    results = {lemma.subject: tree.bare(lemma.result) for lemma in lemmas}

    def replaced(node: Node) -> Node:
        plain = replace(node, applied=False) if isinstance(node, Derivative) else node
        return results.get(plain, tree.rebuild(node, replaced))

    trace.apply(replaced, "local-derivatives")
    close(trace)
    return lemmas, trace


def _work_out(trace: Trace, differentiator: Differentiator) -> None:
    """Differentiates layer by layer until no derivative is left, then tidies up."""
    for _ in range(40):
        stage = differentiator.next(trace.current)
        if stage is None:
            break
        trace.write(stage.node, stage.rules)
    tidied(trace)
    numerators_expanded(trace)


# Direct expansion ---------------------------------------------------------------------------


def direct_route(goal: Goal) -> OpenRoute:
    """Everything in terms of the variable, simplified, then differentiated term by term."""
    context = goal.context
    rewriting = _rewritten(goal)
    trace = Trace(context, goal.subject)
    differentiator = Differentiator(context, head_of(goal.end, context), reciprocal_as_power=False)
    start = head_of(goal.start, context)
    rewritten = len(rewriting.steps) > 1
    detail: Remark = (start, " as rewritten") if rewritten else ("definition of ", start)
    trace.write(differentiator.of(tree.bare(rewriting.result)), "definition", detail)
    _work_out(trace, differentiator)
    names = (*intermediates(goal.start, goal.end, context), goal.start)
    recognise(trace, (*_inner_names(goal), *(n for n in names if n not in _inner_names(goal))))
    close(trace)
    recognise(trace, names)
    close(trace)
    before = (rewriting,) if len(rewriting.steps) > 1 else ()
    return OpenRoute("direct", "Direct expansion", before, trace)


def _inner_names(goal: Goal) -> tuple[str, ...]:
    return intermediates(goal.start, goal.end, goal.context)


def _rewritten(goal: Goal) -> Derivation:
    """The symbol written in terms of the variable and simplified before it is differentiated."""
    context = goal.context
    start = head_of(goal.start, context)
    trace = Trace(context, start, ("first rewrite ", start))
    trace.write(written_out(goal.start, context), "definition", ("definition of ", start))
    substituted = False
    for _ in range(40):
        names = defined_in(trace.current, context, goal.end)
        if not names:
            break
        name = max(names, key=lambda n: len(context.ancestry(n)))
        body = written_out(name, context)
        detail = (head_of(name, context), " = ", body)
        trace.write(inlined(put(trace.current, {name: body}), context), "definition", detail)
        simplify_logarithms(trace)
        substituted = True
    if not substituted:
        _prepare(trace)
    return trace.finished()


def _prepare(trace: Trace) -> None:
    """What makes a definition easier to differentiate directly: no brackets, no e^{-u} below."""
    cleared = _without_negative_exponents(trace.current)
    if cleared is not None:
        trace.write(cleared[0], "extend-fraction", cleared[1])
        return
    trace.apply(algebra.expand, "expand")
    trace.apply(algebra.remove_brackets, "remove-brackets")
    trace.apply(algebra.collect, "collect")


def _without_negative_exponents(node: Node) -> tuple[Node, Remark] | None:
    """`1/(1 + e^{-z})` is `e^z/(1 + e^z)`: multiplied above and below by `e^z`."""
    if not isinstance(node, tree.Fraction):
        return None
    for part in tree.walk(node.denominator):
        if is_exponential(part) and isinstance(part, tree.Power):
            exponent = monomial_of(part.exponent)
            if exponent.coefficient < 0 and value_of(part.exponent) is None:
                by = power(part, -1)
                return extended_by(node, by), ("multiply above and below by ", by)
    return None
