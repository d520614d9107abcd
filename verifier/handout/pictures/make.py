"""The pictures of a document, from the article's own definitions and the proofs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from verifier.articles.article import Article
from verifier.handout.language import ENGLISH, Language
from verifier.handout.pictures.graph import graph_of
from verifier.handout.pictures.picture import Picture
from verifier.handout.pictures.plots import derivative_plot, function_plot
from verifier.handout.sample_point import SamplePoint
from verifier.handout.setting import setting_of, symbol_of
from verifier.kernel.domains import REAL, Domain, Interval
from verifier.meaning.claims import range_of
from verifier.meaning.context import Context, Definition
from verifier.meaning.names import readable
from verifier.notation.tree import Apply, Group, Prime
from verifier.notation.write_text import write_line
from verifier.numeric import Array, curve, function_with_derivative
from verifier.prover.engine import find_goal
from verifier.prover.proof import Proof
from verifier.prover.routes import Goal
from verifier.values import InputError

POINTS = 145
REACH = 6.0
EDGE = 0.02


def pictures_of(
    article: Article, proofs: Sequence[Proof], language: Language = ENGLISH
) -> tuple[Picture, ...]:
    """The graph, the functions with their derivatives, and each derivative with its estimate."""
    context = article.context
    pairs = [(goal, proof) for proof in proofs if (goal := _goal(proof, context)) is not None]
    goals = [goal for goal, _ in pairs]
    return (
        *_graphs(goals, context, language),
        *_functions(goals, context, language),
        *_derivatives(pairs, language),
    )


def _goal(proof: Proof, context: Context) -> Goal | None:
    """The goal of a proof; None for one about matrices, or below a family of numbers."""
    if proof.numeric is None:
        return None
    try:
        return find_goal(proof.goal, context)
    except InputError:
        return None


def _graphs(goals: Sequence[Goal], context: Context, language: Language) -> Iterator[Picture]:
    """One for each quantity that is differentiated and leads to no other such quantity."""
    starts = dict.fromkeys(goal.start for goal in goals)
    for start in starts:
        if not any(start != other and context.depends(other, start) for other in starts):
            yield graph_of(start, context, language)


def _functions(goals: Sequence[Goal], context: Context, language: Language) -> Iterator[Picture]:
    """One for each function of one variable that a quantity is defined by."""
    shown = setting_of(context, [goal.start for goal in goals]).definitions
    wanted = [
        definition
        for definition in context.definitions.values()
        if len(definition.parameters) == 1 and any(_defines(item, definition) for item in shown)
    ]
    for definition in wanted:
        picture = _function(definition, context, language)
        if picture is not None:
            yield picture


def _defines(equation: object, definition: Definition) -> bool:
    side = getattr(equation, "sides", (None,))[0]
    head = definition.head or symbol_of(definition.name)
    return isinstance(side, Apply) and side.function == head


def _function(definition: Definition, context: Context, language: Language) -> Picture | None:
    (parameter,) = definition.parameters
    places = np.linspace(-REACH, REACH, POINTS)
    values = function_with_derivative(definition.body, parameter, context, places)
    if values is None or not all(np.isfinite(array).any() for array in values):
        return None
    head = definition.head or symbol_of(definition.name)
    argument = Group("(", symbol_of(parameter), ")")
    names = write_line(Apply(head, argument)), write_line(Apply(Prime(head, 1), argument))
    return function_plot(
        f"function-{_identifier(readable(definition.name))}",
        names,
        write_line(symbol_of(parameter)),
        (places.tolist(), values[0].tolist(), values[1].tolist()),
        language,
    )


def _derivatives(pairs: Sequence[tuple[Goal, Proof]], language: Language) -> Iterator[Picture]:
    for goal, proof in pairs:
        point = SamplePoint(goal.context)
        named = {
            readable(name): name for name in (*goal.context.domains, *goal.context.definitions)
        }

        def value(name: str, point: SamplePoint = point, named: dict[str, str] = named) -> float:
            own = named.get(name, name)
            found = point.evaluated(symbol_of(own))
            return float("nan") if found is None else found.number

        made = curve(goal, proof.closed_form, _places(goal), value)
        if made is not None and np.isfinite(made.closed).any():
            yield derivative_plot(
                f"plot-{_identifier(proof.goal)}",
                proof.goal,
                write_line(proof.subject, proof.vocabulary),
                write_line(symbol_of(goal.end)),
                made,
                language,
            )


def _places(goal: Goal) -> Array:
    """Values of the variable of a goal, over its range or around zero."""
    domain: Domain = range_of(goal.end, goal.context) or REAL
    low, high = -REACH, REACH
    if isinstance(domain, Interval):
        if domain.lower is not None and domain.upper is not None:
            low, high = float(domain.lower), float(domain.upper)
        elif domain.lower is not None:
            low, high = float(domain.lower), float(domain.lower) + REACH
        elif domain.upper is not None:
            low, high = float(domain.upper) - REACH, float(domain.upper)
    air = (high - low) * EDGE
    bounded = (low, high) != (-REACH, REACH)
    return np.linspace(low + air * bounded, high - air * bounded, POINTS)


def _identifier(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text).split())
