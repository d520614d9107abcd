"""From a goal to its proof: both routes, the closed form, and what confirms it."""

from __future__ import annotations

import difflib
import re

from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context, mentioned
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.functions import BUILT_IN_FUNCTIONS
from verifier.meaning.names import readable
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation.tree import Node
from verifier.prover.chain_rule import chain_route
from verifier.prover.direct_expansion import direct_route
from verifier.prover.proof import Proof
from verifier.prover.reconcile import meet
from verifier.prover.routes import Goal
from verifier.values import NOWHERE, InputError

_GOAL = re.compile(r"[d∂]?([^/∂]+)/[d∂]?([^/∂]+)")
BUILDERS = {"chain": chain_route, "direct": direct_route}


def find_goal(text: str, context: Context) -> Goal:
    """The goal that a person names: `dL/dw`, `∂L/∂w`, `L/w`.

    Raises `InputError` when the text is no such name, or the derivative is no question: an
    unknown symbol (with the nearest names), or a symbol that does not depend on the variable.
    """
    match = _GOAL.fullmatch("".join(text.split()).replace("{", "").replace("}", ""))
    if match is None:
        raise InputError(f"found the goal {text!r}, expected one such as dL/dw")
    used = (part for name in context.definitions for part in _symbols_of(name, context))
    named = {readable(name): name for name in (*used, *context.definitions, *context.domains)}
    start, end = (_symbol(part, named) for part in match.groups())
    if start not in context.definitions or context.definitions[start].parameters:
        raise InputError(
            f"{readable(start)} has no definition, so there is nothing to differentiate"
        )
    if start == end or not context.depends(start, end):
        others = sorted(readable(name) for name in _symbols_of(start, context) - {start})
        on = ", ".join(others) or "nothing"
        raise InputError(
            f"{readable(start)} does not depend on {readable(end)}; it depends on {on}"
        )
    return Goal(start, end, context)


def _symbols_of(name: str, context: Context) -> frozenset[str]:
    """The quantities that a name is defined from, without the built-in functions."""
    return frozenset(
        part
        for part in context.ancestry(name)
        if not part.endswith("[]") and (context.knows(part) or part not in BUILT_IN_FUNCTIONS)
    )


def _symbol(text: str, named: dict[str, str]) -> str:
    if text in named:
        return named[text]
    close = difflib.get_close_matches(text, named, n=3, cutoff=0.3)
    nearest = ", ".join(close) if close else ", ".join(sorted(named))
    raise InputError(f"found the unknown symbol {text!r}; the nearest: {nearest}")


def prove(goal: Goal, routes: tuple[str, ...] = ("chain", "direct")) -> Proof:
    """Derives a goal by the routes named and decides that they agree.

    Raises `MeaningError` when a definition on the way has no meaning or leads back to itself.
    """
    _expect_no_circle(goal)
    drafts = [BUILDERS[name](goal) for name in routes]
    closed_form = meet([draft.trace for draft in drafts], goal.end)
    built = tuple(draft.finished() for draft in drafts)
    claim = Claim(built[0].main.result, built[-1].main.result, goal.context, NOWHERE)
    return Proof(
        goal.name,
        goal.subject,
        built,
        closed_form,
        judge(claim).verdict,
        _second_opinion(goal, closed_form),
        None,
        vocabulary=vocabulary_of(goal.context),
    )


def _expect_no_circle(goal: Goal) -> None:
    context = goal.context
    todo, seen = [goal.start], {goal.start}
    while todo:
        name = todo.pop()
        definition = context.definitions.get(name)
        if definition is None:
            continue
        circle = context.circle(name)
        if circle is not None:
            found = "the circular definition " + " ← ".join(map(readable, circle))
            expected = "definitions that do not lead back to themselves"
            raise MeaningError(definition.body.span, found, expected)
        new = [part for part in mentioned(definition.body) if part not in seen]
        seen.update(new)
        todo.extend(new)


def _second_opinion(goal: Goal, closed_form: Node) -> bool | None:
    from verifier.prover.sympy_bridge import second_opinion

    try:
        return second_opinion(goal.start, goal.end, closed_form, goal.context)
    except MeaningError:
        return None
