"""The functions and constants that an article may use without defining them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.names import DOTS, SIGMOID_NAMES


def _factorial(count: Term) -> Term:
    """1 · 2 · … · n; the empty product for n = 0."""
    return terms.product_over(terms.variable("factor"), "factor", terms.number(1), count)


def _binomial(upper: Term, lower: Term) -> Term:
    """The product of (n - k + i)/i over i = 1, …, k."""
    factor = terms.variable("factor")
    above = terms.add(upper, terms.negate(lower), factor)
    return terms.product_over(terms.divide(above, factor), "factor", terms.number(1), lower)


def _logit(u: Term) -> Term:
    return terms.ln(terms.divide(u, terms.subtract(terms.number(1), u)))


def _log_to(base: int) -> Callable[[Term], Term]:
    return lambda u: terms.divide(terms.ln(u), terms.ln(terms.number(base)))


def _inverse(function: Callable[[Term], Term]) -> Callable[[Term], Term]:
    return lambda u: terms.divide(terms.number(1), function(u))


def _ratio(above: Callable[[Term], Term], below: Callable[[Term], Term]) -> Callable[[Term], Term]:
    return lambda u: terms.divide(above(u), below(u))


COUNTING = ("!", "\\binom")
"""Functions of natural numbers."""
LOGARITHMS = ("\\log", "log")
"""The names of the logarithm whose base an author may choose."""
ONE_ARGUMENT: Mapping[str, Callable[[Term], Term]] = {
    "\\ln": terms.ln,
    "ln": terms.ln,
    "\\log": terms.ln,
    "log": terms.ln,
    **dict.fromkeys(("\\log_2", "log_2", "log2"), _log_to(2)),
    **dict.fromkeys(("\\log_10", "log_10", "log10"), _log_to(10)),
    "\\exp": terms.exp,
    "exp": terms.exp,
    "\\tanh": terms.tanh,
    "tanh": terms.tanh,
    "\\sinh": terms.sinh,
    "sinh": terms.sinh,
    "\\cosh": terms.cosh,
    "cosh": terms.cosh,
    "\\coth": _ratio(terms.cosh, terms.sinh),
    "coth": _ratio(terms.cosh, terms.sinh),
    **dict.fromkeys(("sech", "\\sech"), _inverse(terms.cosh)),
    **dict.fromkeys(("csch", "\\csch"), _inverse(terms.sinh)),
    "\\sin": terms.sin,
    "sin": terms.sin,
    "\\cos": terms.cos,
    "cos": terms.cos,
    "\\tan": _ratio(terms.sin, terms.cos),
    "tan": _ratio(terms.sin, terms.cos),
    "\\cot": _ratio(terms.cos, terms.sin),
    "cot": _ratio(terms.cos, terms.sin),
    "\\sec": _inverse(terms.cos),
    "sec": _inverse(terms.cos),
    "\\csc": _inverse(terms.sin),
    "csc": _inverse(terms.sin),
    "sqrt": terms.sqrt,
    "abs": terms.absolute,
    "log1p": lambda u: terms.ln(terms.add(terms.number(1), u)),
    "expm1": lambda u: terms.subtract(terms.exp(u), terms.number(1)),
    "logit": _logit,
    "expit": terms.sigmoid,
    "logistic": terms.sigmoid,
    "\\erf": terms.erf,
    "erf": terms.erf,
    "softplus": terms.softplus,
    "\\softplus": terms.softplus,
    "relu": terms.relu,
    "ReLU": terms.relu,
    "\\relu": terms.relu,
    "\\ReLU": terms.relu,
    "!": _factorial,
    "sign": terms.sign,
    "sgn": terms.sign,
    "\\sign": terms.sign,
    "\\sgn": terms.sign,
    **dict.fromkeys(SIGMOID_NAMES, terms.sigmoid),
}
TWO_ARGUMENTS: Mapping[str, Callable[[Term, Term], Term]] = {
    "\\binom": _binomial,
    "\\max": terms.maximum,
    "max": terms.maximum,
    "\\min": terms.minimum,
    "min": terms.minimum,
}
ROUNDING: Mapping[str, Callable[[Term], Term]] = {
    "\\lfloor": terms.floor,
    "\\lceil": terms.ceiling,
}
"""Brackets that round what stands in them to a whole number."""
CONSTANTS: Mapping[str, Callable[[], Term]] = {
    "e": lambda: terms.exp(terms.number(1)),
    "\\pi": lambda: terms.PI,
    "\\%": lambda: terms.number(Fraction(1, 100)),
}
BUILT_IN_FUNCTIONS = frozenset({*ONE_ARGUMENT, *TWO_ARGUMENTS})
_OPERATORS = frozenset(
    f"\\{word}"
    for word in (
        *("det", "nabla", "partial", "arg", "argmax", "argmin", "tr", "Tr", "diag", "Pr", "dim"),
        *("ker", "sup", "inf", "lim", "top", "intercal", "infty", "softmax", "dagger"),
    )
)
EXPECTATIONS = frozenset(("\\mathbb{E}", "Var", "Cov", "Corr"))
OPERATORS = EXPECTATIONS | {"E", "P", "\\mathbb{P}", "\\Pr", "Pr", "H", "KL", "D", "I"}
"""Operators on random variables and distributions: not every function is one of these."""
SPECIAL_FUNCTIONS = frozenset(("\\Gamma", "B", "\\Phi", "\\zeta", "\\mathrm{B}"))
NAMES_WITH_A_MEANING = frozenset(
    {*BUILT_IN_FUNCTIONS, *CONSTANTS, *_OPERATORS, *DOTS, *EXPECTATIONS, "\\mathbb{P}"}
) - {"\\sigma"}
"""What no author means as the name of a number; `\\sigma` alone often is one."""

_WITH_LETTERS = ("\\nabla", *(f"\\{word}_" for word in ("max", "min", "sup", "inf", "lim", "arg")))
"""How the names of operators begin that carry what they are taken over."""
_LETTER = lazy_pattern(r"(?:\\[A-Za-z]+|[A-Za-z])(?:_.*)?")


def may_be_a_function(name: str) -> bool:
    """Whether an unknown name may stand for any function: a letter, and not a word or operator."""
    is_letter = _LETTER.fullmatch(name) is not None and not name.startswith(_WITH_LETTERS)
    return is_letter and name not in NAMES_WITH_A_MEANING
