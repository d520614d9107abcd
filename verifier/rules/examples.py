"""The rules and their examples, decided by the kernel."""

from __future__ import annotations

from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context
from verifier.meaning.declare import read_declarations
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Chain, Node
from verifier.rules.rule import Rule
from verifier.values import NOWHERE, Verdict


def context_of(rule: Rule) -> Context:
    """What the symbols of a rule are: the domains it declares, and its functions."""
    context = Context()
    for text in rule.where:
        for declaration in read_declarations(read_latex(text).statements):
            context = declaration.applied_to(context)
    for name in rule.functions:
        context = context.with_function(name, rule.variable)
    return context


def equation(latex: str) -> Chain:
    """The equation of an example. Raises `ValueError` for text that is no equation."""
    reading = read_latex(latex)
    if reading.problems or len(reading.statements) != 1:
        raise ValueError(f"cannot read the example {latex}: {reading.problems}")
    statement = reading.statements[0]
    if statement.operators != ("=",):
        raise ValueError(f"not an equation: {latex}")
    return statement


def statement_of(rule: Rule) -> Chain | None:
    """`left = right` of a pattern; None for a procedure."""
    return equation(f"{rule.left} = {rule.right}") if rule.is_pattern else None


def verdict_of(rule: Rule, chain: Chain) -> Verdict:
    """Whether an equation about the symbols of a rule holds on the domain it declares."""
    left, right = chain.sides
    return judge(Claim(left, right, context_of(rule), NOWHERE)).verdict


def conditions_of(rule: Rule) -> tuple[Node, ...]:
    """The side conditions as formulas: `u > 0`."""
    return tuple(statement for text in rule.where for statement in read_latex(text).statements)
