"""How a statistic grows with its data: a variance with their square, a deviation with them.

When all data are multiplied by c > 0, their means are too, and so is every difference between
data, means and predictions: a deviation has the degree 1. The degree of a formula follows from its
products, quotients, powers, roots and sums, of which all terms have one degree. What is said to be
a variance, a mean squared error or a sum of squares has the degree 2; a standard deviation or
error, a root mean squared or a mean absolute error 1; a correlation, a coefficient of
determination, a z-score, a skewness or a kurtosis 0. Numbers of data have no degree. A formula is
asked only where it has deviations, and no part of it is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction as Rational

from verifier.articles.article import Article
from verifier.articles.document import Formula
from verifier.articles.report import Defect
from verifier.articles.reporter import Failed
from verifier.kernel.decide import decide
from verifier.kernel.terms import number, power, variable
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.names import name_of
from verifier.notation.tree import (
    Accent,
    BigOperator,
    Fraction,
    Group,
    Node,
    Number,
    Power,
    Product,
    Root,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    walk,
)
from verifier.notation.write_latex import write_latex
from verifier.records import dataclass
from verifier.values import Proved, Refuted, Span, Verdict

_MEANS = ("\\bar", "\\hat", "\\overline", "\\widehat", "\\tilde")
_BARS = ("|", "\\|", "\\lVert", "\\Vert", "\\lvert", "\\vert")
_SMALL = ("\\epsilon", "\\varepsilon")


@dataclass(frozen=True, slots=True)
class Statistic:
    """A kind of statistic: its name in words, what it is called in formulas, its degree."""

    name: str
    words: re.Pattern[str]
    heads: re.Pattern[str]
    degree: int


def _statistic(name: str, words: str, heads: str, degree: int) -> Statistic:
    typeface = r"\A(?:\\(?:mathrm|text|operatorname|mathit|hat|widehat|mathbb)\{?)*"
    patterns = (lazy_pattern(words, re.IGNORECASE), lazy_pattern(typeface + heads))
    return Statistic(name, *patterns, degree)


_SPREAD = r"(?:\\sigma|s|S|\\hat\{?\\sigma\}?|\\sigma_.*|s_.*|SD|std)\}*\Z"
_SQUARE = (
    r"(?:\\?[Vv]ar\}*[(\[_]|[Vv](?:_.*)?\Z|(?:\\sigma|s|S)\}?(?:_(?:\w|\{[^}]*\}))?\^\{?2\}?\}*\Z)"
)
_RELATIVE = lazy_pattern(
    r"explain|\bratio\b|proportion|fraction|coefficient of vari|\brelative"
    r"|normali[sz]|standardi[sz]|\bper\b|\bestimator|\bweight",
    re.IGNORECASE,
)
"""Words by which a statistic is a share of another one, or that of something else."""
_STATISTICS: Sequence[Statistic] = (
    _statistic("a standard deviation", r"standard[- ]deviation", _SPREAD, 1),
    _statistic("a standard error", r"standard[- ]error", r"(?:SE|se|s|\\sigma)\b", 1),
    _statistic("a variance", r"\bvariance\b", _SQUARE, 2),
    _statistic("a mean squared error", r"mean[- ]squared?[- ]error|\bMSE\b", r"MSE\b", 2),
    _statistic("a root mean squared error", r"root|\bRMSE\b", r"RMSE\b", 1),
    _statistic("a mean absolute error", r"absolute|\bMAE\b", r"MAE\b", 1),
    _statistic("a sum of squares", r"squares|\bRSS\b|\bSS", r"(?:RSS|SSE|SST|TSS|SSR|SS_)", 2),
    _statistic("a correlation", r"correlation", r"(?:r|\\rho|corr|Corr)(?:_.*)?\}*(?:\(.*)?\Z", 0),
    _statistic("a coefficient of determination", r"R.?2|determination", r"R\^\{?2\}?\}*\Z", 0),
    _statistic("a skewness", r"\bskewness\b", r"[a-zA-Z\\]", 0),
    _statistic("a kurtosis", r"\bkurtosis\b", r"[a-zA-Z\\]", 0),
    _statistic("a z-score", r"\bz-?scores?\b|\bstandard score", r"[zZ]\b", 0),
)
"""What is named in words before a formula, and by what stands on its left side."""


def wrong_scales(article: Article, verdicts: Mapping[Span, Verdict]) -> Iterator[Failed]:
    """The formulas in displays that do not grow with the data as what they are said to be."""
    for formula, statement in article.displays():
        if len(statement.sides) < 2 or {*statement.operators} != {"="}:
            continue
        head, side = statement.sides[:2]
        if not isinstance(verdicts.get(side.span), Proved | Refuted):
            found = _failed(head, side, formula, article)
            if found is not None:
                yield found


def _failed(head: Node, side: Node, formula: Formula, article: Article) -> Failed | None:
    degree = _Degrees(side).of(side)
    if not isinstance(degree, Rational):
        return None
    line = article.alone(head, side, formula)
    kind = _kind(head, formula, article)
    if kind is None or kind.degree == degree:
        return None
    c = variable("c")
    verdict = decide(power(c, number(kind.degree)), power(c, number(degree)), {})
    if not isinstance(verdict, Refuted):
        return None
    message = (
        f"this cannot be {kind.name}: with data that are c times as large it is"
        f" {_power(degree)} as large, and {kind.name} is {_power(Rational(kind.degree))}"
    )
    return line, verdict, (Defect("not-equal", line.span, message),)


def _power(degree: Rational) -> str:
    return {0: "1 times", 1: "c times"}.get(int(degree) if degree == int(degree) else -1) or (
        f"c^{degree} times"
    )


def _kind(head: Node, formula: Formula, article: Article) -> Statistic | None:
    """What a formula is said to be, by the words before it and by its left side."""
    start = formula.span.start
    before = article.text[max(0, start - _FARTHEST) : start]
    before = _COMMENT.sub("", before)
    before = _SENTENCE.split(before.rstrip("$[\\ \n:"))[-1]
    if _RELATIVE.search(before):
        return None
    name = write_latex(head)
    found = [one for one in _STATISTICS if one.words.search(before) and one.heads.match(name)]
    return found[0] if len({one.degree for one in found}) == 1 else None


_FARTHEST = 250
_COMMENT = lazy_pattern(r"<!--.*?-->", re.DOTALL)
_SENTENCE = lazy_pattern(r"[.!?:;](?:\s|\Z)(?=.*[a-z]{3})|\n\s*\n(?=.*[a-z]{3})|\$\$", re.DOTALL)


# Degrees --------------------------------------------------------------------------------------


Degree = Rational | str | None


class _Degrees:
    """The degrees of the parts of a formula in its data; None where one is not known.

    The string `any` is the degree of what may be left out of a sum: 0, and a small number.
    """

    def __init__(self, side: Node) -> None:
        self.data = frozenset(_data(side))

    def of(self, node: Node) -> Degree:
        """The degree of a part."""
        match node:
            case Number():
                return "any" if node.text == "0" else Rational(0)
            case Group(left, body) if left in ("(", "[", "\\{", "{", *_BARS):
                return Rational(1) if _is_deviation(node) else self.of(body)
            case Symbol() | Subscript() | Accent() | Superscript():
                return self._name(node)
            case Sum(_, terms):
                return Rational(1) if self._is_difference(node) else self._common(terms)
            case BigOperator("\\sum", _, _, body):
                return self.of(body)
        return self._of_product(node)

    def _of_product(self, node: Node) -> Degree:
        match node:
            case Product(factors) if not _is_called(node):
                return _added([self.of(factor) for factor in factors])
            case Fraction(above, below):
                return _added([self.of(above), _times(self.of(below), Rational(-1))])
            case Power(base, Number(text)) if text.isdigit():
                return _times(self.of(base), Rational(int(text)))
            case Root(radicand, None):
                return _times(self.of(radicand), Rational(1, 2))
        return None

    def _name(self, node: Node) -> Degree:
        if _base(node) in self.data:
            return Rational(1)
        letter = name_of(node) or ""
        if letter in _SMALL:
            return "any"
        if _base(node) in _COUNTS:
            return Rational(0)
        return None

    def _is_difference(self, node: Sum) -> bool:
        return node.signs == ("", "-") and all(_base(term) in self.data for term in node.terms)

    def _common(self, terms: tuple[Node, ...]) -> Degree:
        degrees = {self.of(term) for term in terms} - {"any"}
        return degrees.pop() if len(degrees) == 1 else None


def _is_called(product: Product) -> bool:
    """Whether a name stands before brackets that hold no deviation: `p(x)` is a call."""
    pairs = zip(product.factors, product.factors[1:], product.operators, strict=False)
    return any(
        isinstance(second, Group)
        and not operator
        and not _is_deviation(second)
        and isinstance(first, Symbol | Subscript | Superscript)
        for first, second, operator in pairs
    )


def _added(degrees: list[Degree]) -> Degree:
    known = [degree for degree in degrees if isinstance(degree, Rational)]
    return sum(known, Rational(0)) if len(known) == len(degrees) else None


def _times(degree: Degree, factor: Rational) -> Degree:
    return degree * factor if isinstance(degree, Rational) else degree


_COUNTS = frozenset(("n", "N", "m", "M", "T", "K", "c", "p", "k"))
"""The letters of numbers of data."""


def _data(side: Node) -> Iterator[str]:
    """The letters of the data, their means and predictions: x for `(x_i - \\bar x)`."""
    for part in walk(side):
        if _is_deviation(part):
            inner = part.body if isinstance(part, Group) else part
            for term in inner.terms if isinstance(inner, Sum) else ():
                yield _base(term)


def _is_deviation(node: Node) -> bool:
    """Whether brackets hold the difference of a datum and its mean or prediction."""
    if not isinstance(node, Group) or not isinstance(node.body, Sum):
        return False
    terms = node.body.terms
    if node.body.signs != ("", "-") or len(terms) != 2:
        return False
    bases = [_base(term) for term in terms]
    if "" in bases or {*bases} & _COUNTS:
        return False
    means = [_is_mean(term) for term in terms]
    return sum(means) == 1 or (all(means) and bases[0] == bases[1])


def _is_mean(node: Node) -> bool:
    """Whether a name is that of a mean or a prediction: `\\bar x`, `\\hat y_i`, `\\mu`."""
    if any(isinstance(part, Accent) and part.command in _MEANS for part in walk(node)):
        return True
    return _base(node) == "\\mu"


def _base(node: Node) -> str:
    """The letter of a name without its indices and accents; nothing for what is no name."""
    while isinstance(node, Subscript | Superscript | Accent):
        node = node.body if isinstance(node, Accent) else node.base
    return write_latex(node) if isinstance(node, Symbol) else ""
