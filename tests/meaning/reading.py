"""Contexts and formulas written as an article writes them."""

from __future__ import annotations

from verifier.articles.statements import definition_of
from verifier.kernel.terms import Term
from verifier.meaning.claims import Claim, Judgement, judge
from verifier.meaning.context import Context
from verifier.meaning.declare import declarations_of
from verifier.meaning.elaborate import MeaningError, elaborate
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Chain, Node
from verifier.values import NOWHERE, Proved, Refuted


def statements(latex: str, context: Context | None = None) -> tuple[Chain, ...]:
    reading = read_latex(latex, vocabulary_of(context or Context()))
    assert reading.problems == (), reading.problems
    return reading.statements


def formula(latex: str, context: Context | None = None) -> Node:
    (statement,) = statements(latex, context)
    (side,) = statement.sides
    return side


def context_of(*lines: str, lenient: bool = False) -> Context:
    """A context from declarations (`y \\in [0, 1]`) and definitions (`z = w x + b`)."""
    context = Context(lenient=lenient)
    for line in lines:
        for statement in statements(line, context):
            declarations = declarations_of(statement)
            for declaration in declarations:
                context = declaration.applied_to(context)
            if not declarations:
                head, body = statement.sides
                definition = definition_of(head, body, context)
                assert definition is not None, line
                context = context.with_definition(definition)
    return context


def means(latex: str, context: Context, *held: str) -> Term:
    """The term that a formula means."""
    return elaborate(formula(latex, context), context, frozenset(held))


def refused(latex: str, context: Context) -> MeaningError:
    """The error of a formula without a meaning."""
    try:
        term = means(latex, context)
    except MeaningError as problem:
        return problem
    raise AssertionError(f"{latex} means {term}")


def judged(equation: str, context: Context) -> Judgement:
    (statement,) = statements(equation, context)
    left, right = statement.sides
    return judge(Claim(left, right, context, NOWHERE))


def is_proved(equation: str, context: Context) -> bool:
    """Proved, and without conditions."""
    verdict = judged(equation, context).verdict
    return isinstance(verdict, Proved) and not verdict.conditions


def is_refuted(equation: str, context: Context) -> bool:
    return isinstance(judged(equation, context).verdict, Refuted)


NEURON = context_of(
    r"w, x, b \in \mathbb{R}, y \in [0, 1], a \in (0, 1)",
    "z = w x + b",
    r"a = \sigma(z)",
    r"L = -[y \ln a + (1 - y) \ln(1 - a)]",
)
