"""What an article says of quantities with noise: samples of them, and how they spread.

`x_t = a x_0 + b e`, with an e that is said to be standard normal, is a sample; a normal
distribution and a variance say how a quantity spreads given others. `given` are the
members of the family of a quantity in the mean of a sample, or behind the bar of a distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from verifier.articles.article import Article, Line
from verifier.articles.document import Formula
from verifier.meaning.expectations import COVARIANCE, VARIANCE, operator_of
from verifier.meaning.gaussians import parameters_of
from verifier.meaning.letters import calls_in, given_parts
from verifier.meaning.names import name_of
from verifier.notation.tree import (
    Accent,
    Apply,
    Chain,
    Group,
    Node,
    Number,
    Product,
    Subscript,
    Sum,
    Symbol,
    Tuple,
    children,
    walk,
)
from verifier.notation.write_latex import write_latex
from verifier.notation.write_text import write_line
from verifier.records import dataclass
from verifier.values import Span

_ONES = frozenset(("1", "I", "\\mathbf{I}", "\\boldsymbol{I}", "\\mathrm{I}", "\\mathbf{1}"))
_ZEROS = frozenset(("0", "\\mathbf{0}", "\\boldsymbol{0}", "\\vec{0}"))
_LEARNT = frozenset(("\\theta", "\\phi", "\\psi"))
"""The indices of functions that predict the noise."""


@dataclass(frozen=True, slots=True)
class Sample:
    """`head = mean + scale \\epsilon`; `given` are the members of its family in the mean."""

    head: Node
    mean: Node
    scale: Node
    given: frozenset[str]
    formula: Formula


@dataclass(frozen=True, slots=True)
class Spread:
    """A variance of `head`; where it is `certain`, it is one, and no standard deviation."""

    head: Node
    mean: Node | None
    variance: Node
    given: frozenset[str]
    certain: bool
    formula: Formula


def other_sample(line: Line, article: Article) -> str | None:
    """Why a line is no claim about the sample that its head is: it is one given other members."""
    noise = frozenset(noise_letters(article))
    if not noise or not _has_noise(line.right, noise):
        return None
    own = _sample_of(line.left, line.right, noise)
    for formula, reading in article.readings:
        for statement in reading.statements if own is not None else ():
            other = sample_in(statement, formula, noise)
            if other is None or own is None or other.head != own[0]:
                continue
            if other.given != own[3]:
                return f"{write_line(line.left)} is drawn in more than one way"
    return None


def noise_letters(article: Article) -> Iterator[str]:
    """The letters that are drawn from a standard normal distribution."""
    for _, reading in article.readings:
        for statement in reading.statements:
            if statement.operators == ("\\sim",) and _is_standard(statement.sides[1]):
                drawn = statement.sides[0]
                for item in drawn.items if isinstance(drawn, Tuple) else (drawn,):
                    yield family_of(item)


def _is_standard(node: Node) -> bool:
    found = parameters_of(node) if isinstance(node, Apply) else None
    return found is not None and write_latex(found[1]) in _ZEROS and write_latex(found[2]) in _ONES


def family_of(node: Node) -> str:
    """The letter of a member without its index: x for `x_{t-1}`."""
    while isinstance(node, Subscript):
        node = node.base
    plain = isinstance(node, Symbol) or (isinstance(node, Accent) and name_of(node) is not None)
    return write_latex(node) if plain else ""


def _is_noise(node: Node, noise: frozenset[str]) -> bool:
    learnt = isinstance(node, Subscript) and name_of(node.index) in _LEARNT
    return isinstance(node, Symbol | Subscript) and not learnt and family_of(node) in noise


def sample_in(statement: Chain, formula: Formula, noise: frozenset[str]) -> Sample | None:
    """The sample that a statement gives; None where it gives none."""
    if len(statement.sides) != 2 or statement.operators != ("=",):
        return None
    found = _sample_of(*statement.sides, noise)
    return None if found is None else Sample(*found, formula)


def _sample_of(
    head: Node, side: Node, noise: frozenset[str]
) -> tuple[Node, Node, Node, frozenset[str]] | None:
    """The head, the mean, the scale and the members in the mean of `head = mean + scale e`."""
    if not family_of(head) or not isinstance(side, Sum) or _is_noise(head, noise):
        return None
    noisy = [k for k, term in enumerate(side.terms) if _has_noise(term, noise)]
    if len(noisy) != 1 or len(side.terms) < 2:
        return None
    scale = _without(side.terms[noisy[0]], lambda part: _is_noise(part, noise))
    if scale is None or _has_noise(scale, noise):
        return None
    rest = [k for k in range(len(side.terms)) if k not in noisy]
    first = "-" if side.signs[rest[0]] == "-" else ""
    terms = tuple(side.terms[k] for k in rest)
    mean: Node = Sum((first, *(side.signs[k] for k in rest[1:])), terms)
    if len(terms) == 1:
        mean = Sum(("-",), terms) if first else terms[0]
    return head, mean, scale, members_in(mean, family_of(head))


def _has_noise(node: Node, noise: frozenset[str]) -> bool:
    return any(_is_noise(part, noise) for part in walk(node))


def _without(node: Node, is_left_out: Callable[[Node], bool]) -> Node | None:
    """A product without its only factor of a kind; None where there is not one of it."""
    if is_left_out(node):
        return Number("1", span=node.span)
    if not isinstance(node, Product):
        return None
    places = [k for k, factor in enumerate(node.factors) if is_left_out(factor)]
    if len(places) != 1:
        return None
    kept = node.factors[: places[0]] + node.factors[places[0] + 1 :]
    if len(kept) == 1:
        return kept[0]
    return Product(kept, ("",) * (len(kept) - 1), span=Span(kept[0].span.start, kept[-1].span.end))


def spreads_in(statement: Chain, formula: Formula, noise: frozenset[str]) -> Iterator[Spread]:
    """The variances of a quantity that a statement gives."""
    if {*statement.operators} != {"="}:
        return
    head, *sides = statement.sides
    call = next(calls_in(head), None)
    if call is None:
        return
    before, behind = given_parts(call.argument)
    if len(before) != 1 or not family_of(before[0]):
        return
    given = frozenset(map(write_latex, behind))
    operator = operator_of(call.function)
    if operator is not None and operator[0] in VARIANCE | COVARIANCE and behind:
        for side in sides:
            yield Spread(before[0], None, _plain(side, noise), given, True, formula)
    normal = parameters_of(sides[0]) if isinstance(sides[0], Apply) else None
    if normal is not None and operator is None:
        variance = _plain(normal[2], noise)
        yield Spread(before[0], normal[1], variance, given, False, formula)


def _plain(variance: Node, noise: frozenset[str]) -> Node:
    """A multiple of the identity, or of the variance of the noise, as the number it is times."""

    def is_one(part: Node) -> bool:
        if isinstance(part, Apply):
            operator = operator_of(part.function)
            inner = part.argument.body if isinstance(part.argument, Group) else part.argument
            return operator is not None and operator[0] in VARIANCE and _is_noise(inner, noise)
        return write_latex(part) in _ONES

    return _without(variance, is_one) or variance


def members_in(node: Node, family: str) -> frozenset[str]:
    """The members of a family in a formula, but for those at which a function is taken."""
    if isinstance(node, Subscript) and family_of(node) == family:
        return frozenset((write_latex(node),))
    if isinstance(node, Apply) or next(calls_in(node), None) is not None:
        return frozenset()
    return frozenset(name for part in children(node) for name in members_in(part, family))
