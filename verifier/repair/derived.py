"""What the left side of a claim is, when no small edit of what is printed is right.

A derivative is worked out by the rules; a quantity is what the article has defined it to be.
"""

from __future__ import annotations

from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.names import name_of
from verifier.notation.tree import Derivative, Node, bare, walk
from verifier.prover.chain_rule import chain_route
from verifier.prover.closing import close
from verifier.prover.compare import leaves
from verifier.prover.differentiate import Differentiator
from verifier.prover.routes import Goal, expect_worked_out, work_out
from verifier.prover.trace import Trace
from verifier.values import NOWHERE, Proved

LONGEST = 40
"""How many symbols and numbers a formula may have that helps an author."""


def derived(left: Node, context: Context) -> Node | None:
    """What a derivative is, worked out by the rules, or a quantity by its definition.

    The kernel has proved it. None when it is another formula or a higher derivative, there is no
    rule for it, or it is long.
    """
    defined = _defined(left, context)
    if defined is not None:
        return defined
    if not isinstance(left, Derivative) or len(left.variables) != 1 or left.variables[0][1] != 1:
        return None
    try:
        trace = _of_expression(left, context) if left.applied else _of_quantity(left, context)
        if trace is None:
            return None
        close(trace)
        found = trace.current
        verdict = judge(Claim(left, found, context, NOWHERE)).verdict
    except MeaningError:
        return None
    unfinished = any(isinstance(part, Derivative) for part in walk(found))
    if unfinished or leaves(found) > LONGEST or not isinstance(verdict, Proved):
        return None
    return found


def _defined(left: Node, context: Context) -> Node | None:
    """The definition of a quantity that an article has defined without parameters."""
    definition = context.definitions.get(name_of(left) or "")
    if definition is None or definition.parameters:
        return None
    body = bare(definition.body)
    try:
        verdict = judge(Claim(left, body, context, NOWHERE)).verdict
    except MeaningError:
        return None
    return body if isinstance(verdict, Proved) and leaves(body) <= LONGEST else None


def _of_expression(left: Derivative, context: Context) -> Trace:
    """`\\frac{d}{dx}[x^2]`, layer by layer."""
    differentiator = Differentiator(context, left.variables[0][0], left.operator)
    trace = Trace(context, left)
    work_out(trace, differentiator)
    expect_worked_out(trace, differentiator)
    return trace


def _of_quantity(left: Derivative, context: Context) -> Trace | None:
    """`\\frac{\\partial L}{\\partial w}`, along the graph of the definitions."""
    start, end = name_of(left.body), name_of(left.variables[0][0])
    definition = context.definitions.get(start or "")
    if start is None or end is None or definition is None or definition.parameters:
        return None
    if context.circle(start) is not None or not context.depends(start, end):
        return None
    return chain_route(Goal(start, end, context)).trace
