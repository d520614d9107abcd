"""Independence that an author leaves to words: what a refutation may not rest on.

A line that is false of all distributions may be right where variables are independent, or have
equal distributions. Every distribution of independent variables is one of any graphical model of
them, so what is false of independent variables is false in each such model.
"""

from __future__ import annotations

import re

from verifier.articles.article import Line
from verifier.articles.readings import in_any_reading
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context
from verifier.meaning.divergences import is_divergence
from verifier.meaning.errors import MeaningError
from verifier.meaning.expectations import VARIANCE, operator_of
from verifier.meaning.laws import AMBIENT, Laws
from verifier.meaning.letters import calls_in, is_random, letter_of
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Node, bare, walk
from verifier.records import replace
from verifier.values import Proved, Refuted

_INDEPENDENCE = lazy_pattern(
    r"independen|i\.?\s?i\.?\s?d\b|markov|uncorrelated|factori[sz]|mean[- ]field|graphical"
    r"|bayes(?:ian)? net|naive bayes|diffusion|separable|orthogonal|独立",
    re.IGNORECASE,
)
_ALIKE = lazy_pattern(
    r"i\.?\s?i\.?\s?d\b|identical|same distribution|copies|独立同分布", re.IGNORECASE
)


def reason_of_independence(line: Line, laws: Laws, text: str) -> str | None:
    """Why a line that is false in the model may hold of the variables that are meant."""
    if not _holds_dependently(line, laws, text):
        return "it holds, or may hold, where the variables are independent"
    if _has_several_variables(line, laws) and _ALIKE.search(text) is not None:
        return "it may hold where the variables have one distribution"
    return None


def _has_several_variables(line: Line, laws: Laws) -> bool:
    """Whether a line is about two random variables or more that no distribution is written for."""
    ambient = laws.laws.get(AMBIENT)
    parts = [part for side in (line.left, line.right) for part in walk(side)]
    return ambient is not None and len({letter_of(p) for p in parts} & {*ambient.slots}) > 1


def _holds_dependently(line: Line, laws: Laws, text: str) -> bool:
    """Whether a line is false even for independent variables, or dependence is what it is about."""
    if not _may_be_independent(line, laws, text):
        return True
    read = line.context.laws or laws
    context = replace(line.context, laws=read.assuming_independence())
    try:
        apart = in_any_reading(replace(line, context=context))
    except MeaningError:
        return False
    return isinstance(apart.verdict, Refuted) or _has_idle_term(line, context)


def _has_idle_term(line: Line, apart: Context) -> bool:
    """Whether the right side adds what independence makes zero: `+ 2 Cov(X, Y)`.

    Nobody writes such a term for independent variables.
    """
    side = bare(line.right)
    terms = side.terms if isinstance(side, tree.Sum) else ()
    return any(_is_zero(term, apart) and not _is_zero(term, line.context) for term in terms)


def _is_zero(term: Node, context: Context) -> bool:
    return isinstance(verdict_on(term, tree.Number("0"), context), Proved)


def _may_be_independent(line: Line, laws: Laws, text: str) -> bool:
    """Whether an author may take variables for independent here without saying so in the line.

    In a line of nothing but probabilities, for random variables that no distribution is written
    for, with indices (a time, a place), with more than two letters, or where words say so.
    """
    if _INDEPENDENCE.search(text) or AMBIENT in laws.laws:
        return True
    if any("_" in slot or "^" in slot for slot in laws.letters):
        return True
    sides = (line.left, line.right)
    parts = [part for side in sides for part in walk(side)]
    calls = [call for part in parts for call in calls_in(part)]
    if any(_is_a_variance(part) for part in parts) or any(map(is_of_variables, calls)):
        return True
    return not any(_is_an_operator(part) for part in parts)


def is_of_variables(call: tree.Apply) -> bool:
    """Whether a call is an entropy or an information of random variables: `H(X \\mid Y)`."""
    names = [part for part in walk(call.argument) if isinstance(part, tree.Symbol)]
    return is_divergence(call.function) and bool(names) and all(map(is_random, names))


def _is_a_variance(node: Node) -> bool:
    operator = operator_of(node)
    return operator is not None and operator[0] in VARIANCE


def _is_an_operator(node: Node) -> bool:
    """Whether something other than probabilities is worked out: a mean, a logarithm, a sum."""
    if isinstance(node, tree.Apply):
        if operator_of(node.function) is not None or is_divergence(node.function):
            return True
        return name_of(node.function) in ("\\log", "\\ln", "log")
    return operator_of(node) is not None
