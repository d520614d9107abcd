"""Identities that need nothing from their article: `(x_1 + x_2')^2 = x_1^2 + 2 x_1 x_2' + …`.

A step of algebra holds for any numbers in the place of its letters, whatever the article says of
these. So an equality that means nothing as it is read - entries of vectors of which no shape is
known, accents, primes - or that would define a letter by itself is read once more in
`plain_numbers`. What is false there is no identity. It is an error only where one small change
makes it an identity: an equation that restricts its letters is none after a change of a sign.

Two means over the same distribution, `E[u] = E[v]`, are compared where all that is random is
constant, which is a distribution too. Matrices that are written out are compared entry by entry.
What a chain has worked out for a function, `p(t) = \\det(A - t I) = t^2 - 1`, is compared with what
its section says of it later.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from verifier.articles.article import Article, Line
from verifier.articles.document import Formula
from verifier.articles.plain_numbers import as_numbers, letters_in
from verifier.articles.primes import with_prime
from verifier.articles.reporter import Failed
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.letters import BARS
from verifier.meaning.names import name_of
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Group,
    Hole,
    Matrix,
    Node,
    Prime,
    Product,
    Subscript,
    Sum,
    Tuple,
    rebuild,
    walk,
)
from verifier.notation.write_latex import write_latex
from verifier.records import replace
from verifier.values import Proved, Refuted, Span, Verdict

_SIGNS = frozenset(("wrong-sign", "missing-parentheses"))
_SLIPS = _SIGNS | {"wrong-symbol", "wrong-index", "wrong-exponent", "wrong-operator"}
_SLIPS |= {"missing-factor"}
"""Slips that no relation between the letters of an identity explains."""


def false_identities(article: Article, settled: Set[Span]) -> Iterator[Failed]:
    """The identities in displays that one slip keeps from being one, but for `settled` lines."""
    steps = (line for formula in article.displays() for line in _steps(*formula, article, settled))
    for line in (*steps, *_restated(article)):
        if line.span in settled:
            continue
        found = _failed(line, article)
        if found is None and not letters_in(line.left):
            found = _failed(_turned(line, article), article)
        if found is not None:
            yield found


# Equalities -----------------------------------------------------------------------------------


def _steps(
    formula: Formula, statement: Chain, article: Article, settled: Set[Span]
) -> Iterator[Line]:
    """The equalities of a statement in which something is worked out, those of entries apart."""
    for place, operator in enumerate(statement.operators):
        left, right = statement.sides[place : place + 2]
        if operator != "=" or isinstance(left, Hole) or right.span in settled:
            continue
        for one, other in _entries(left, right) or (_inside(left, right),):
            if _is_worked_out(one) or _is_worked_out(other):
                yield _line(one, other, formula, article)


def _line(left: Node, right: Node, formula: Formula, article: Article) -> Line:
    return article.alone(_with_primes(left), _with_primes(right), formula)


def _with_primes(node: Node) -> Node:
    """The formula with each prime as a part of a name: `u_1'` beside `u_1`."""
    named = None
    if isinstance(node, Prime):
        base = node.base.base if isinstance(node.base, Subscript) else node.base
        named = with_prime(node, frozenset((name_of(base) or "",)))
    return named or rebuild(node, _with_primes)


def _restated(article: Article) -> Iterator[Line]:
    """What a section says again of a function of letters that a chain has worked out before."""
    known: dict[tuple[int, str], Node] = {}
    for formula, statement in article.displays():
        head, *sides = statement.sides
        letters = _arguments(head)
        if letters is None or {*statement.operators} != {"="}:
            continue
        values = [side for side in sides if _is_of_letters(side, letters)]
        key = (article.document.section(formula.span.start), write_latex(head))
        if len(sides) == 1 and values and key in known:
            yield _line(known[key], values[0], formula, article)
        elif len(sides) > 1 and values:
            known.setdefault(key, values[-1])


def _arguments(head: Node) -> frozenset[str] | None:
    """The letters of a call, x and y in `f(x, y)`, which is as often read as a product."""
    group = head.argument if isinstance(head, Apply) else head
    if isinstance(head, Product) and len(head.factors) == 2:
        group = head.factors[1]
    if not isinstance(group, Group) or group.left != "(":
        return None
    items = group.body.items if isinstance(group.body, Tuple) else (group.body,)
    return frozenset(map(write_latex, items)) if all(map(name_of, items)) else None


def _is_of_letters(side: Node, letters: frozenset[str]) -> bool:
    """Whether a formula is one of arithmetic with these letters and no others."""
    try:
        return letters_in(as_numbers(side)) == letters
    except MeaningError:
        return False


def _inside(left: Node, right: Node) -> tuple[Node, Node]:
    """u and v of `E[u] = E[v]`, two means over one distribution; the sides of anything else."""
    one, other = _mean_of(left), _mean_of(right)
    if one is None or other is None or one[:2] != other[:2]:
        return left, right
    return one[2], other[2]


def _mean_of(side: Node) -> tuple[Node, Node | None, Node] | None:
    """The operator, the condition and the body of `E_p[u \\mid c]`."""
    if not isinstance(side, Apply) or not isinstance(side.argument, Group):
        return None
    from verifier.meaning.expectations import EXPECTATION, operator_of  # few have any

    operator = operator_of(side.function)
    if operator is None or operator[0] not in EXPECTATION:
        return None
    body, given = side.argument.body, None
    if isinstance(body, Chain) and len(body.sides) == 2 and body.operators[0] in BARS:
        body, given = body.sides
    elif isinstance(body, Chain):
        given = Chain(body.sides[1:], body.operators[1:])
        if body.operators[0] not in BARS:
            return None
        body = body.sides[0]
    return side.function, given, body


def _entries(left: Node, right: Node) -> tuple[tuple[Node, Node], ...]:
    """The entries of two matrices beside each other that are written out and have one size.

    Authors join the steps of an elimination by equality signs, so the matrices must agree in at
    least half of their entries.
    """
    if not isinstance(left, Matrix) or not isinstance(right, Matrix):
        return ()
    if [len(row) for row in left.rows] != [len(row) for row in right.rows]:
        return ()
    pairs = tuple(
        pair for rows in zip(left.rows, right.rows, strict=True) for pair in zip(*rows, strict=True)
    )
    verdicts = [_verdict(*pair) for pair in pairs]
    agree = sum(isinstance(verdict, Proved) for verdict in verdicts)
    return pairs if None not in verdicts and 2 * agree >= len(pairs) else ()


def _is_worked_out(side: Node) -> bool:
    """Whether something is multiplied out, or numbers are added: no equation restricts that."""
    if any(isinstance(part, Group) and isinstance(part.body, Sum) for part in walk(side)):
        return True
    if any(isinstance(part, BigOperator) for part in walk(side)):
        return True
    return isinstance(side, Sum) and not letters_in(side) and len(side.terms) > 1


# The decision ---------------------------------------------------------------------------------


def _verdict(left: Node, right: Node) -> Verdict | None:
    """The verdict on an equality of numbers; None where there is more in it."""
    try:
        sides = as_numbers(left, right), as_numbers(right, left)
    except MeaningError:
        return None
    return verdict_on(*sides, Context(lenient=True))


def _turned(line: Line, article: Article) -> Line:
    """The equality of two numbers with the sides exchanged: the slip may be where one begins."""
    place = line.left.span
    latex = article.text[place.start : place.end]
    return replace(line, left=line.right, right=line.left, span=place, latex=latex)


def _failed(line: Line, article: Article) -> Failed | None:
    verdict = _verdict(line.left, line.right)
    if not isinstance(verdict, Refuted):
        return None
    left, right = (letters_in(as_numbers(side)) for side in (line.left, line.right))
    if not left <= right and (right or name_of(line.left) is not None):
        return None  # `z = w x + b` says what a letter is, and becomes no identity by a sign
    codes = _SLIPS if left and left == right else _SIGNS

    def read(node: Node) -> Node:
        return as_numbers(node, line.left, line.right)

    # Imported here: most articles have no line that is false.
    from verifier.articles.doubts import doubt
    from verifier.articles.findings import findings_of
    from verifier.articles.suspects import Suspect
    from verifier.repair.repair import near_miss

    slip = near_miss(line.right, line.left, line.context, codes, read=read)
    if slip is None or letters_in(read(slip.node)) != right:
        return None
    told = findings_of(line, verdict, article.text, slip)
    return None if doubt(Suspect(line, article, lambda: (verdict, told))) else (line, verdict, told)
