"""Direct expansion: everything in terms of the variable, simplified, then differentiated."""

from __future__ import annotations

from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.prover import algebra
from verifier.prover.closing import close
from verifier.prover.compare import leaves
from verifier.prover.definitions import (
    defined_in,
    head_of,
    intermediates,
    written_out,
    written_out_in,
)
from verifier.prover.differentiate import Differentiator
from verifier.prover.extending import extended_by
from verifier.prover.logarithms import simplify_logarithms
from verifier.prover.monomials import is_exponential, monomial_of, power
from verifier.prover.proof import Derivation
from verifier.prover.recognise import recognise, recognise_itself
from verifier.prover.remark import Remark
from verifier.prover.routes import Goal, OpenRoute, expect_worked_out, work_out
from verifier.prover.sums import value_of
from verifier.prover.trace import Draft, Trace


def direct_route(goal: Goal) -> OpenRoute:
    """Everything in terms of the variable, simplified, then differentiated term by term."""
    context = goal.context
    differentiator = Differentiator(context, head_of(goal.end, context), reciprocal_as_power=False)
    rewriting = _rewritten(goal, differentiator)
    trace = Trace(context, goal.subject)
    start = head_of(goal.start, context)
    rewritten = len(rewriting.steps) > 1
    detail: Remark = (start, " as rewritten") if rewritten else ("definition of ", start)
    trace.write(differentiator.of(tree.bare(rewriting.result)), "definition", detail)
    work_out(trace, differentiator)
    expect_worked_out(trace, differentiator)
    inner = intermediates(goal.start, goal.end, context)
    for _ in range(2):
        recognise(trace, inner)
        recognise_itself(trace, goal.start)
        close(trace)
    before = (rewriting,) if len(rewriting.steps) > 1 else ()
    return OpenRoute("direct", "Direct expansion", before, trace)


def _rewritten(goal: Goal, differentiator: Differentiator) -> Derivation:
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
        formula, body = written_out_in(trace.current, name, context)
        trace.write(formula, "definition", (head_of(name, context), " = ", body))
        simplify_logarithms(trace)
        substituted = True
    if not substituted:
        _prepare(trace, differentiator)
    return trace.finished()


def _prepare(trace: Trace, differentiator: Differentiator) -> None:
    """What makes a definition easier to differentiate directly: no brackets, no e^{-u} below."""
    cleared = _without_negative_exponents(trace.current)
    if cleared is not None:
        trace.write(cleared[0], "extend-fraction", cleared[1])
        return
    if isinstance(trace.current, tree.Fraction) and not differentiator.depends(
        trace.current.numerator
    ):
        return
    draft = Draft(trace.current)
    draft.apply(algebra.expand, "expand")
    draft.apply(algebra.remove_brackets, "remove-brackets")
    draft.apply(algebra.collect, "collect")
    if leaves(draft.current) <= 3 * leaves(draft.start) and (
        _functions(draft.current) <= 2 * _functions(draft.start)
    ):
        trace.accept(draft.moves)


def _functions(node: Node) -> int:
    """How many functions and exponentials there are to differentiate."""
    return sum(isinstance(part, tree.Apply) or is_exponential(part) for part in tree.walk(node))


def _without_negative_exponents(node: Node) -> tuple[Node, Remark] | None:
    """`1/(1 + e^{-z})` is `e^z/(1 + e^z)`: multiplied above and below by `e^z`."""
    if not isinstance(node, tree.Fraction):
        return None
    for part in tree.walk(node.denominator):
        if is_exponential(part) and isinstance(part, tree.Power):
            exponent = monomial_of(part.exponent)
            if exponent.coefficient < 0 and value_of(part.exponent) is None:
                by = power(part, -1)
                extended = extended_by(node, by)
                if extended is not None:
                    return extended, ("multiply above and below by ", by)
    return None
