"""Bringing the results of different routes to one form.

Routes may end in different forms of one value: `e^z/(1+e^z)` and `1/(1+e^{-z})`, or a product
expanded and factored. Each result is rewritten by one or two named rules; the shortest form that
all routes reach is the closed form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce

from verifier.notation.tree import Node
from verifier.prover import algebra, fractions
from verifier.prover.closing import close, collect_detail
from verifier.prover.compare import key, leaves, same
from verifier.prover.definitions import defined_in, head_of, written_out_in
from verifier.prover.extending import extensions
from verifier.prover.ordering import in_order
from verifier.prover.trace import Draft, Trace

LONGEST = (200, 60)
"""Formulas with at most so many leaves are rewritten by one rule, and by a second one."""
MOST_FORMS = 40


def meet(traces: Sequence[Trace], end: str) -> Node:
    """Leads all the derivations to one formula, in terms of the variable `end`, and returns it."""
    for depth in range(_deepest(traces) + 1):
        reached = [_reached(trace.current, depth) for trace in traces]
        shared = set(reached[0]).intersection(*reached[1:])
        if shared:
            best = min(shared, key=lambda form: _cost([forms[form] for forms in reached]))
            target = in_order(reached[0][best].current)
            for trace, forms in zip(traces, reached, strict=True):
                if not trace.accept(forms[best].moves):
                    _lead(trace, target, end)
                _finish(trace, target)
            return traces[0].current
    target = in_order(reduce(better, (trace.current for trace in traces)))
    for trace in traces:
        _lead(trace, target, end)
    return traces[0].current


def _deepest(traces: Sequence[Trace]) -> int:
    """How many rules after one another are tried: fewer for long formulas."""
    longest = max(leaves(trace.current) for trace in traces)
    return sum(longest <= limit for limit in LONGEST)


def better(left: Node, right: Node) -> Node:
    """The form with less to read; the first when there is no difference."""
    return right if leaves(right) < leaves(left) else left


def _cost(drafts: Iterable[Draft]) -> tuple[int, int]:
    """How much there is to read in a form, and how many steps lead to it."""
    drafts = tuple(drafts)
    return leaves(drafts[0].current), sum(len(draft.moves) for draft in drafts)


def _finish(trace: Trace, target: Node) -> None:
    """Writes the last formula in the order of the target."""
    if trace.steps[-1].formula != target:
        trace.restate(target)


# Other forms of one formula -----------------------------------------------------------------


def _reached(start: Node, depth: int) -> dict[object, Draft]:
    """The forms that a number of rules lead to, with the steps, the shortest way first."""
    found = {key(start): Draft(start)}
    newest = list(found.values())
    for _ in range(depth):
        drafts = [form for draft in newest for form in _forms(draft)]
        newest = []
        for draft in drafts:
            if key(draft.current) not in found and len(found) < MOST_FORMS:
                found[key(draft.current)] = draft
                newest.append(draft)
    return found


def _forms(start: Draft) -> Iterator[Draft]:
    """Other forms of a formula that one idea gives, in the usual order."""
    draft = start.copy()
    draft.apply(algebra.expand, "expand")
    draft.apply(algebra.join_exponentials, "product-of-exponentials")
    draft.apply(algebra.collect, "collect", collect_detail(draft.current))
    yield draft
    for change in (fractions.factor, fractions.group):
        draft = start.copy()
        draft.apply(change, "factor")
        yield draft
    for formula, remark in extensions(start.current):
        draft = start.copy()
        draft.move(in_order(formula), "extend-fraction", remark)
        yield draft


# Where no form is shared --------------------------------------------------------------------


def _lead(trace: Trace, target: Node, end: str) -> None:
    """Adds the steps from the current formula to the target, explained as well as possible."""
    if not same(trace.current, target) and not _written_out(trace, target, end):
        from verifier.prover.sympy_bridge import factored

        proposal = factored(trace.current)
        if proposal is not None:
            trace.propose(in_order(proposal), "factor")
        trace.write(target, "recognise", ("the same in other symbols",))
    _finish(trace, target)


def _written_out(trace: Trace, target: Node, end: str) -> bool:
    """Puts the definitions in, one a step, and simplifies; whether that leads to the target."""
    draft = trace.copy()
    for _ in range(len(trace.context.definitions)):
        names = defined_in(draft.current, trace.context, end)
        if not names:
            return False
        name = max(names, key=lambda n: len(trace.context.ancestry(n)))
        formula, body = written_out_in(draft.current, name, trace.context)
        draft.write(formula, "definition", (head_of(name, trace.context), " = ", body))
        shown = len(draft.steps)
        close(draft)
        if same(draft.current, target):
            trace.steps = draft.steps
            return True
        del draft.steps[shown:]
    return False
