"""The chain rule along the graph of dependencies.

The local derivatives along the edges are multiplied along every path and added up. Where a symbol
depends on the variable both directly and through others, its definition is differentiated as a
whole, with the derivatives of the others put in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from verifier.meaning.context import Context
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node
from verifier.prover.closing import close
from verifier.prover.definitions import defined_in, head_of, written_out
from verifier.prover.differentiate import Differentiator
from verifier.prover.inverse import derivative_of_logarithm
from verifier.prover.monomials import multiply_signed
from verifier.prover.proof import Derivation, Route
from verifier.prover.recognise import recognise_itself
from verifier.prover.remark import Remark, listed
from verifier.prover.routes import Goal, OpenRoute, expect_worked_out, work_out
from verifier.prover.sums import add
from verifier.prover.trace import Trace
from verifier.records import replace

Path = tuple[str, ...]

MOST_PATHS = 6


def chain_route(goal: Goal) -> OpenRoute:
    """Local derivatives along every path, multiplied, added up and simplified."""
    title = "Chain rule"
    if is_mixed(goal):
        return OpenRoute("chain", title, *_mixed(goal))
    found = _edges_to_multiply(goal)
    if found == ((goal.start, goal.end),):
        trace = Trace.going_on(goal.context, _local(goal))
        close(trace)
        return OpenRoute("chain", title, _lemmas((trace.finished(),)), trace)
    edges = dict.fromkeys(edge for path in found for edge in pairwise(path))
    lemmas = {edge: _along_edge(Goal(*edge, goal.context)) for edge in edges}
    trace = Trace(goal.context, goal.subject)
    subjects = {edge: derivations[-1].subject for edge, derivations in lemmas.items()}
    trace.write(_along(found, subjects), "chain-rule", _path_remark(found, goal.context))
    results = {edge: tree.bare(found[-1].result) for edge, found in lemmas.items()}
    trace.write(_along(found, results), "local-derivatives")
    close(trace)
    return OpenRoute("chain", title, _with_lemmas(lemmas.values()), trace)


def is_mixed(goal: Goal) -> bool:
    """Whether two symbols that `start` is defined from depend on `end`, one through the other.

    Then the partial derivatives along the edges are not those of the graph: in `r = a + x` with
    `a` from `x`, the derivative of `r` by `x` is more than 1.
    """
    parts = _parts_towards(goal.start, goal.end, goal.context)
    return any(goal.context.depends(u, v) for u in parts for v in parts if u != v)


def _parts_towards(start: str, end: str, context: Context) -> tuple[str, ...]:
    return tuple(part for part in context.parts(start) if context.depends(part, end))


def _edges_to_multiply(goal: Goal) -> tuple[Path, ...]:
    """The paths of the graph, cut short where the rest of the way is a derivation of its own.

    That is so at a symbol that is mixed, and after the first edge when there are too many paths.
    """
    context = goal.context

    def search(name: str) -> Iterator[Path]:
        if name == goal.end:
            yield (name,)
        elif name != goal.start and is_mixed(Goal(name, goal.end, context)):
            yield (name, goal.end)
        else:
            for part in _parts_towards(name, goal.end, context):
                yield from ((name, *rest) for rest in search(part))

    found = tuple(islice(search(goal.start), MOST_PATHS + 1))
    if len(found) <= MOST_PATHS:
        return found
    parts = _parts_towards(goal.start, goal.end, context)
    return tuple(dict.fromkeys((goal.start, *dict.fromkeys((part, goal.end))) for part in parts))


def _along_edge(goal: Goal) -> tuple[Derivation, ...]:
    """The derivations of one factor: a local derivative, or a route of its own with its lemmas."""
    if _parts_towards(goal.start, goal.end, goal.context) == (goal.end,):
        return (_local(goal),)
    return _as_lemma(goal)


def _as_lemma(goal: Goal) -> tuple[Derivation, ...]:
    """The chain-rule route to a derivative, to be used in another."""
    found: tuple[Derivation, ...] = goal.context.remembered(
        ("chain rule", goal.start, goal.end), lambda: _titled(chain_route(goal).finished())
    )
    return found


def _titled(route: Route) -> tuple[Derivation, ...]:
    """The derivations of a route, the main one with a heading of its own."""
    main = replace(route.main, heading=("the derivative ", route.main.subject))
    return (*route.derivations[:-1], main)


def _with_lemmas(parts: Iterable[tuple[Derivation, ...]]) -> tuple[Derivation, ...]:
    """All the derivations, each once, and before them what the rules they use stand on."""
    derivations = [derivation for part in parts for derivation in part]
    found = {derivation.subject: derivation for derivation in derivations}
    first = {derivation.subject: derivation for derivation in _lemmas(derivations)}
    return tuple((first | found).values())


def _lemmas(derivations: Iterable[Derivation]) -> tuple[Derivation, ...]:
    """The proofs of the rules that stand on another rule, for the derivations that use them."""
    used = {rule for derivation in derivations for step in derivation.steps for rule in step.rules}
    return (derivative_of_logarithm(),) if "derivative-of-logarithm" in used else ()


def _path_remark(found: tuple[Path, ...], context: Context) -> Remark:
    """`chain rule along L ← a ← z`, or `chain rule, the sum over L ← a ← z and L ← b ← z`."""
    shown = [listed([(head_of(name, context),) for name in path], " ← ") for path in found]
    if len(shown) == 1:
        return "chain rule along ", *shown[0]
    return "chain rule, the sum over ", *listed(shown[:-1], ", "), " and ", *shown[-1]


def _along(found: tuple[Path, ...], factors: dict[tuple[str, str], Node]) -> Node:
    """The sum over the paths of the products along their edges."""
    return add(
        (1, multiply_signed([factors[edge] for edge in pairwise(path)], "\\cdot")) for path in found
    )


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
    work_out(trace, differentiator)
    expect_worked_out(trace, differentiator)
    recognise_itself(trace, goal.start)
    return trace.finished()


def _mixed(goal: Goal) -> tuple[tuple[Derivation, ...], Trace]:
    """A symbol that depends on the variable both directly and through others."""
    context = goal.context
    body = written_out(goal.start, context)
    through = defined_in(body, context, goal.end)
    lemmas = [_as_lemma(Goal(name, goal.end, context)) for name in through]
    trace = Trace(context, goal.subject)
    differentiator = Differentiator(context, head_of(goal.end, context))
    trace.write(
        differentiator.of(body), "definition", ("definition of ", head_of(goal.start, context))
    )
    work_out(trace, differentiator)
    results = {found[-1].subject: tree.bare(found[-1].result) for found in lemmas}

    def replaced(node: Node) -> Node:
        plain = replace(node, applied=False) if isinstance(node, Derivative) else node
        return results.get(plain, tree.rebuild(node, replaced))

    trace.apply(replaced, "local-derivatives")
    expect_worked_out(trace, differentiator)
    close(trace)
    own = _lemmas((trace.finished(),))
    return _with_lemmas((own, *lemmas)), trace
