"""Steps of gradient descent, `w \\leftarrow w - \\eta (w x - y) x`, against the loss they lower.

A step is no equation. But who writes one down the gradient says what the gradient is, up to a
factor that goes into the rate: in w ← w - η g stands g = c ∂L/∂w with a positive constant c, where
L is the one cost of the article that depends on w. With a plus it is g = -c ∂L/∂w. A step with the
sign of a gradient that stands there as such, `w + \\eta \\nabla L(w)`, goes up; that is an error
where the words around it say that it goes down, and nothing in the article is maximized.

A step may do more than follow the gradient: decay, momentum, a preconditioner. So what it adds or
multiplies is no error here, and no more is one that no single slip explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.articles.article import Article, Line
from verifier.articles.conditions import RATE
from verifier.articles.decisions import Decision
from verifier.articles.findings import is_right_times
from verifier.articles.gradient_names import USUAL_COSTS, cost_of
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context, mentioned
from verifier.meaning.functions import BUILT_IN_FUNCTIONS
from verifier.meaning.names import entries_of, name_of
from verifier.meaning.one_dimension import LETTER, TRANSPOSES, parts_behind
from verifier.notation.names import has_gradient
from verifier.notation.tree import (
    Accent,
    Apply,
    Cases,
    Chain,
    Derivative,
    Fraction,
    Group,
    Node,
    Number,
    Prime,
    Product,
    Subscript,
    Sum,
    Superscript,
    Symbol,
    Tuple,
    rebuild,
    walk,
)
from verifier.records import dataclass, replace
from verifier.values import Span

ASSIGNMENTS = frozenset(("\\leftarrow", "\\gets", ":=", "="))
EXPLAINED = frozenset(("extra-factor", "extra-term", "missing-term", "constant-factor"))
"""What a step may do that the gradient alone does not."""
_DESCENT = lazy_pattern(r"descen[dt]|minimi[sz]|\bSGD\b|\bdownhill\b|下降")
_COST = lazy_pattern(
    r"\b(?:loss|cost|objective|risk|energy)|minimi[sz]|descent|损失|代价", re.IGNORECASE
)
_BASE = lazy_pattern(r"[_^]")
_ASCENT = lazy_pattern(
    r"ascen[dt]|maximi[sz]|\breward|\breturns?\b|likelihood|adversar|policy|\bperceptron|上升"
)


@dataclass(frozen=True, slots=True)
class Step:
    """`variable ← variable ± rate · along`; `sign` is the one that is written."""

    variable: Node
    old: Node
    sign: str
    along: Node
    statement: Span


def steps_in(article: Article) -> Iterator[Step]:
    """The steps of an article, with one sign and one rate each."""
    for _, reading in article.readings:
        for statement in reading.statements:
            found = _step(statement)
            if found is not None:
                yield found


def update_lines(article: Article, matrices: Article | None = None) -> Iterator[Line]:
    """What the steps of an article say of the gradient of its cost, each as a line.

    They are lines about matrices if the article is read again as one about these.
    """
    context = article.context
    given = None if matrices is None else matrices.matrices
    for step in steps_in(article):
        known = has_gradient(step.along)
        left = _uphill(step, article) if known else _gradient(step, context, article.text)
        if left is None:
            continue
        if step.sign == "+":
            left = Sum(("-",), (left,))
        written = {part.span: part for part in walk(step.along) if part == step.old}
        right = _renamed(step.along, step.old, step.variable)
        latex = article.text[right.span.start : right.span.end]
        section = article.document.section(right.span.start)
        about = context if matrices is None else matrices.context
        line = Line(left, right, about, right.span, latex, section, given=given)
        yield replace(line, written=written if step.old != step.variable else {})


def is_slip(decision: Decision) -> bool:
    """Whether a step is one slip away from the gradient, and does no more than follow it.

    A factor that the cost itself is made of, as x in `b - \\eta (w x + b - y) x`, scales nothing.
    """
    line, codes = decision.line, [one.code for one in decision.defects if one.suggestion]
    made_of = {part for name in mentioned(line.left) for part in line.context.ancestry(name)}
    plain = codes == ["extra-factor"] and {*mentioned(line.right)} <= made_of
    one = len(codes) == 1 and codes[0] not in EXPLAINED
    return (plain or one) and not _is_multiple(line)


def _is_multiple(line: Line) -> bool:
    """Whether what is written is a positive multiple of the gradient."""
    sizes = map(Symbol, sorted({*line.context.sizes.values()}))
    return is_right_times(line, (Number("1"), Number("2"), Number("4"), *sizes))


# What a step is -----------------------------------------------------------------------------------


def _step(statement: Chain) -> Step | None:
    if len(statement.sides) != 2 or statement.operators[0] not in ASSIGNMENTS:
        return None
    head, body = statement.sides
    if not isinstance(body, Sum) or len(body.terms) != 2 or body.signs[0] not in ("", "+"):
        return None
    old, change = body.terms
    variable = _variable(head, old, statement.operators[0])
    along = _without_rate(change)
    if variable is None or along is None or body.signs[1] not in ("+", "-"):
        return None
    return Step(variable, old, body.signs[1], along, statement.span)


def _variable(head: Node, old: Node, operator: str) -> Node | None:
    """w in `w \\leftarrow w - …`, `w_{t+1} = w_t - …` and `w_{new} = w_{old} - …`."""
    if name_of(head) is not None and head == old:
        return head if operator != "=" or isinstance(head, Symbol | Accent) else None
    if operator == ":=" or not isinstance(head, Subscript | Superscript | Prime):
        return None
    base = old.base if isinstance(old, Subscript | Superscript) else old
    return base if head.base == base and name_of(base) is not None else None


def _without_rate(change: Node) -> Node | None:
    """What stands behind the rate of a step: g in `\\eta g` and g/m in `\\frac{\\eta}{m} g`."""
    if not isinstance(change, Product) or any(op not in ("", "\\cdot") for op in change.operators):
        return None
    first, *rest = change.factors
    kept: list[Node] = list(rest)
    if isinstance(first, Fraction) and _is_rate(first.numerator):
        kept = [Fraction(Number("1"), first.denominator), *rest]
    elif not _is_rate(first):
        return None
    if len(kept) == 1:
        return kept[0]
    span = replace(rest[0].span, end=rest[-1].span.end)
    return Product(tuple(kept), ("",) * (len(kept) - 1), span=span)


def _renamed(node: Node, old: Node, new: Node) -> Node:
    """A formula with w for `w_t`."""
    if node == old:
        return replace(new, span=node.span)
    return rebuild(node, lambda part: _renamed(part, old, new))


def _is_rate(node: Node) -> bool:
    base = node.base if isinstance(node, Subscript) else node
    return isinstance(base, Symbol) and RATE.fullmatch(base.name) is not None


# What it says -------------------------------------------------------------------------------------


def _gradient(step: Step, context: Context, text: str) -> Node | None:
    """The derivative of the cost that a step follows; None where it may follow something else."""
    name = name_of(step.variable) or ""
    along = _renamed(step.along, step.old, step.variable)
    cost = cost_of(name, context)
    definition = context.definitions.get(name_of(cost) or "") if cost is not None else None
    if cost is None or definition is None or not _is_lowered(definition.name, name, text):
        return None
    known = context.ancestry(definition.name) | {*definition.parameters}
    others = context.definitions.keys() | context.sizes.keys() | BUILT_IN_FUNCTIONS
    of_cost = {*mentioned(along)} <= known | others | {*TRANSPOSES, LETTER}
    parts = parts_behind((cost,), context)
    has_kinks = any(
        isinstance(part, Cases) or name_of(part) in ("\\max", "\\min") for part in parts
    )
    is_name = name_of(step.along) is not None and entries_of(step.along) is None
    if not of_cost or has_kinks or (is_name and name_of(step.along) not in known):
        return None
    if definition.parameters:
        items: tuple[Node, ...] = tuple(map(Symbol, definition.parameters))
        inner = items[0] if len(items) == 1 else Tuple(items)
        cost = Apply(cost, Group("(", inner, ")"))
    return Derivative("\\partial", cost, ((step.variable, 1),))


def _is_lowered(cost: str, variable: str, text: str) -> bool:
    """Whether a quantity is one that steps lower: `\\theta^{new}` is made from θ, and no cost."""
    base = _BASE.split(variable, maxsplit=1)[0]
    if _BASE.split(cost, maxsplit=1)[0] == base:
        return False
    return cost in USUAL_COSTS or _COST.search(text) is not None


def _uphill(step: Step, article: Article) -> Node | None:
    """The gradient that a step goes up, where the words say that it goes down."""
    if step.sign != "+" or not _is_gradient(step.along):
        return None
    start, end = max(0, step.statement.start - 300), step.statement.end + 100
    if _ASCENT.search(article.text) or not _DESCENT.search(article.text, start, end):
        return None
    return _renamed(step.along, step.old, step.variable)


def _is_gradient(node: Node) -> bool:
    """Whether a formula is a gradient and nothing else."""
    if isinstance(node, Derivative):
        return True
    if not isinstance(node, Apply):
        return False
    function = node.function.base if isinstance(node.function, Subscript) else node.function
    return name_of(function) == "\\nabla"
