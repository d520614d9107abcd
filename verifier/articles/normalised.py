"""Densities that do not integrate to 1: `(\\Gamma(a) + \\Gamma(b))^{-1} t^{a - 1} (1 - t)^{b - 1}`.

A formula f(x) with numbers for its parameters is integrated exactly where its logarithmic
derivative g = f'/f shows of what kind it is:

- g' = -1/v for all x, so f(x) = f(m) e^{-(x - m)^2/(2 v)} with g(m) = 0: over the real numbers its
  integral is f(m) \\sqrt{2 \\pi v};
- x g = k - b x with a whole number k >= 0 and b > 0, so f(x) = f(1) e^b x^k e^{-b x}: over x > 0
  its integral is f(1) e^b k!/b^{k + 1};
- x (1 - x) g = k (1 - x) - m x, so f(x) = f(1/2) 2^{k + m} x^k (1 - x)^m: over 0 < x < 1 its
  integral is f(1/2) 2^{k + m} k! m!/(k + m + 1)!.

Over no other interval are these the densities of a family in all of its parameters, but for those
with k = 0 that begin at a parameter. The gamma function is put in at whole numbers, where
\\Gamma(n) = (n - 1)!. A formula is asked only where it is said to be a density or a distribution,
with a letter of its own in the head; constants such as Z, which are what makes it one, are not
known, and neither are dimensions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction as Rational
from math import factorial

from verifier.articles.article import Article
from verifier.articles.document import Formula
from verifier.articles.report import Defect
from verifier.articles.reporter import Failed
from verifier.articles.suspects import sentence_around
from verifier.kernel.decide import decide, value_at
from verifier.kernel.terms import (
    PI,
    Term,
    derivative,
    divide,
    exp,
    multiply,
    number,
    sqrt,
    substitute,
    subtract,
    variable,
)
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context
from verifier.meaning.elaborate import elaborate
from verifier.meaning.errors import MeaningError
from verifier.meaning.letters import given_parts
from verifier.meaning.names import name_of
from verifier.notation.tree import Apply, Group, Node, Number, Product, Tuple, rebuild, walk
from verifier.notation.write_latex import write_latex
from verifier.values import Proved, Refuted, Span, Verdict

_SAID = lazy_pattern(r"\bdensit|\bdistribut|\bpdf\b|\bprior\b|\bposterior\b", re.IGNORECASE)
_NOT_QUITE = lazy_pattern(
    r"likelihood|proportional|unnormali|\bkernel|\bup to\b|\bconstant|truncat|\bhalf|\bfolded"
    r"|\bapproximat|\bimproper|\bignor|\bdrop",
    re.IGNORECASE,
)
"""Words by which a formula is no density, or one on another interval."""
_HEADS = ("p", "f", "q", "g", "\\pi", "\\mathcal{N}", "N", "Beta", "Gamma", "Exp")
_PARAMETERS = (
    *("\\alpha", "\\beta", "\\lambda", "\\theta", "\\mu", "\\sigma", "\\tau", "\\nu", "\\kappa"),
    *("a", "b", "s", "r", "m", "\\sigma^2", "\\sigma^{2}"),
)
"""Letters of parameters: not of constants, such as Z and c, and not of dimensions."""
_TRIED = ((2, 3, 1, 2), (1, 2, 3, 1))


def not_normalised(article: Article, verdicts: Mapping[Span, Verdict]) -> Iterator[Failed]:
    """The formulas in displays that are said to be densities and do not integrate to 1."""
    for formula, statement in article.displays():
        if len(statement.sides) != 2 or statement.operators != ("=",):
            continue
        head, side = statement.sides
        letter = _letter(head)
        if letter is not None and not isinstance(verdicts.get(side.span), Proved | Refuted):
            found = _failed(head, side, letter, formula, article)
            if found is not None:
                yield found


def _letter(head: Node) -> str | None:
    """The letter that a density is of: x in `p(x \\mid \\mu)` and in `N(x; \\mu, \\sigma^2)`."""
    if isinstance(head, Product) and len(head.factors) == 2:
        head = Apply(*head.factors)
    if not isinstance(head, Apply) or write_latex(head.function).split("_")[0] not in _HEADS:
        return None
    if not isinstance(head.argument, Group):
        return None
    before, _ = given_parts(head.argument)
    return name_of(before[0]) if len(before) == 1 else None


def _failed(
    head: Node, side: Node, letter: str, formula: Formula, article: Article
) -> Failed | None:
    line = article.alone(head, side, formula)
    sentence = sentence_around(formula, article)
    if _SAID.search(sentence) is None or _NOT_QUITE.search(sentence) is not None:
        return None
    names = _parameters(side, letter)
    for numbers in _TRIED if names is not None else ():
        point = dict(zip(names or (), numbers, strict=False))
        found = _integral(side, letter, point)
        verdict = None if found is None else decide(found, number(1), {})
        if found is not None and isinstance(verdict, Refuted):
            at = ", ".join(f"{name} = {value}" for name, value in point.items())
            where = f" with {at}" if at else ""
            message = f"a density has the integral 1, and this has {value_at(found, {})}{where}"
            return line, verdict, (Defect("not-equal", line.span, message),)
    return None


def _parameters(side: Node, letter: str) -> tuple[str, ...] | None:
    """The parameters of a density; None if there is something else in its formula."""
    known = {letter, "e", "\\pi", "\\Gamma", "\\exp", "\\sqrt"}
    found = dict.fromkeys(name for part in walk(side) if (name := name_of(part)) is not None)
    names = tuple(sorted(name for name in found if name not in known))
    return names if len(names) <= len(_TRIED[0]) and {*names} <= {*_PARAMETERS} else None


# Integrals ------------------------------------------------------------------------------------


def _integral(side: Node, letter: str, point: Mapping[str, int]) -> Term | None:
    """The integral of a formula with numbers for its parameters; None where it is not known."""
    try:
        term = elaborate(_with_factorials(side, point), Context(lenient=True))
    except MeaningError:
        return None
    term = substitute(term, {name: number(value) for name, value in point.items()})
    x = variable(letter)
    slope = divide(derivative(term, x), term)
    about = (term, slope, x, letter)
    return _of_a_bell(*about) or _of_a_gamma(*about, len(point)) or _of_a_beta(*about)


def _of_a_bell(term: Term, slope: Term, x: Term, letter: str) -> Term | None:
    change = _value(derivative(slope, x), letter, 0)
    start = _value(slope, letter, 0)
    if change is None or start is None or change >= 0:
        return None
    if not _equal(derivative(slope, x), number(change)):
        return None
    top = substitute(term, {letter: number(-start / change)})
    return multiply(top, sqrt(multiply(number(2), PI, number(-1 / change))))


def _of_a_gamma(term: Term, slope: Term, x: Term, letter: str, parameters: int) -> Term | None:
    scaled = multiply(x, slope)
    one, two = _value(scaled, letter, 1), _value(scaled, letter, 2)
    if one is None or two is None:
        return None
    rate = one - two
    order = one + rate
    if rate <= 0 or order < 0 or order.denominator != 1 or (order == 0 and parameters > 1):
        return None
    if not _equal(scaled, subtract(number(order), multiply(number(rate), x))):
        return None
    first = multiply(substitute(term, {letter: number(1)}), exp(number(rate)))
    return multiply(first, number(factorial(int(order)) / rate ** (int(order) + 1)))


def _of_a_beta(term: Term, slope: Term, x: Term, letter: str) -> Term | None:
    rest = subtract(number(1), x)
    scaled = multiply(x, rest, slope)
    half, third = _value(scaled, letter, Rational(1, 2)), _value(scaled, letter, Rational(1, 3))
    if half is None or third is None:
        return None
    low = 3 * third - 2 * half
    high = low - 2 * half
    if low < 0 or high < 0 or {low.denominator, high.denominator} != {1}:
        return None
    line = subtract(multiply(number(low), rest), multiply(number(high), x))
    if not _equal(scaled, line) or low == high == 0:
        return None
    k, m = int(low), int(high)
    middle = multiply(substitute(term, {letter: number(Rational(1, 2))}), number(2 ** (k + m)))
    return multiply(middle, number(Rational(factorial(k) * factorial(m), factorial(k + m + 1))))


def _value(term: Term, letter: str, place: int | Rational) -> Rational | None:
    """The value at a place; None where it is no fraction."""
    text = value_at(term, {letter: Rational(place)})
    return Rational(text) if _FRACTION.fullmatch(text) else None


def _equal(left: Term, right: Term) -> bool:
    return isinstance(decide(left, right, {}), Proved)


_FRACTION = lazy_pattern(r"-?[0-9]+(?:/[0-9]+)?")


# The gamma function ---------------------------------------------------------------------------


def _with_factorials(node: Node, point: Mapping[str, int]) -> Node:
    """The formula with numbers for the gamma function. Raises `MeaningError`."""
    if isinstance(node, Apply) and name_of(node.function) == "\\Gamma":
        return Number(str(_gamma(node.argument, point)))
    if isinstance(node, Product):
        for place, factor in enumerate(node.factors[:-1]):
            behind = node.factors[place + 1]
            if name_of(factor) == "\\Gamma" and isinstance(behind, Group):
                called = Number(str(_gamma(behind, point)))
                factors = (*node.factors[:place], called, *node.factors[place + 2 :])
                operators = (*node.operators[:place], *node.operators[place + 1 :])
                joined = Product(factors, operators) if operators else called
                return _with_factorials(joined, point)
    return rebuild(node, lambda part: _with_factorials(part, point))


def _gamma(argument: Node, point: Mapping[str, int]) -> int:
    inner = argument.body if isinstance(argument, Group) else argument
    if isinstance(inner, Tuple):
        raise MeaningError(argument.span, "an incomplete gamma function", "the gamma function")
    term = elaborate(inner, Context(lenient=True))
    text = value_at(term, {name: Rational(value) for name, value in point.items()})
    if not text.isdigit() or int(text) < 1:
        raise MeaningError(argument.span, "the gamma function at a fraction", "at a whole number")
    return factorial(int(text) - 1)
