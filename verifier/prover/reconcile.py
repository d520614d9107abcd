"""Bringing two results that are equal to the same form.

Different routes may end in different forms of one value: `e^z/(1+e^z)` and `1/(1+e^{-z})`, or a
product expanded and factored. The shorter form is kept; the other route is led to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.prover import algebra, fractions
from verifier.prover.closing import in_order
from verifier.prover.compare import key, leaves, same
from verifier.prover.monomials import is_exponential, power
from verifier.prover.recognise import extended_by
from verifier.prover.trace import Trace


def lead_to(trace: Trace, target: Node) -> None:
    """Adds the steps from the current formula to another form of it."""
    if same(trace.current, target):
        return
    for formula, rule in _forms(trace.current):
        if same(in_order(formula), target):
            trace.write(target, rule)
            return
    from verifier.prover.sympy_bridge import factored

    proposal = factored(trace.current)
    if proposal is not None:
        trace.propose(in_order(proposal), "factor")
    trace.write(target, "recognise", ("the same in other symbols",))


def better(left: Node, right: Node) -> Node:
    """The form with less to read; the first when there is no difference."""
    return right if leaves(right) < leaves(left) else left


def _forms(node: Node) -> Iterator[tuple[Node, str]]:
    """Other forms of a formula that one rule gives."""
    yield algebra.collect(algebra.expand(node)), "expand"
    yield fractions.factor(node), "factor"
    if not isinstance(node, tree.Fraction):
        return
    seen = set()
    for part in tree.walk(node):
        if is_exponential(part) and key(part) not in seen:
            seen.add(key(part))
            yield extended_by(node, power(part, -1)), "extend-fraction"
