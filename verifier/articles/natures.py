"""What a quantity of a name can never be: a negative divergence, an entropy below 0.

No definition is compared with another one. Each row puts small distributions into a formula that is
said to be such a quantity, and looks whether it can be one:

- A divergence of q from p is never negative, and 0 where p = q (Gibbs' inequality); so is one of
  normal distributions, of which the means are any numbers and the spreads any positive ones.
- An entropy of finitely many values is never negative, and 0 where one value is certain; a cross
  entropy is at least the entropy of its first distribution, and so never negative either.

All of this holds in each base of logarithms above 1, for all means over examples, and however a
spread is written. A formula is asked only where a call names the quantity, `KL(p \\| q)`, or the
sentence before it does. T. Cover, J. Thomas: Elements of Information Theory, chapter 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from verifier.articles.article import Article, Line
from verifier.articles.document import Formula
from verifier.articles.report import Defect
from verifier.articles.reporter import Failed
from verifier.articles.small_models import Model, names_in, sizes_in, value_in
from verifier.articles.suspects import sentence_around
from verifier.kernel.decide import decide, value_at
from verifier.kernel.terms import number
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.divergences import operands, plain_name
from verifier.meaning.errors import MeaningError
from verifier.meaning.names import name_of
from verifier.notation.tree import Apply, BigOperator, Group, Hole, Node, Tuple, walk
from verifier.notation.write_latex import write_latex
from verifier.notation.write_text import write_line
from verifier.records import dataclass
from verifier.values import Proved, Refuted, Span, Verdict

_HALVES, _QUARTERS = (Fraction(1, 2),) * 2, (Fraction(1, 4), Fraction(3, 4))
_DIVERGENCES = ("KL", "DKL", "KLD", "D")
_ENTROPIES = ("H", "ENT", "CE", "HCE", "ENTROPY", "CROSSENTROPY")
_CROSS_ENTROPY = lazy_pattern(r"cross[- ]?entrop(?:y|ies)|\blog[- ]?loss", re.IGNORECASE)
_ENTROPY = lazy_pattern(r"entrop(?:y|ies)", re.IGNORECASE)
_LOGS = ("\\log", "\\ln", "log", "ln")
_LOSSES = lazy_pattern(
    r"(?:\\(?:mathcal|mathrm|text|operatorname|mathsf)\{)*(?:H|L|J|C|E|\\ell|B?CE|[Ll]oss)\b"
)
_REVERSED = lazy_pattern(
    r"\bnegative|\bnegated|likelihood|\bmaximi|\bminus\b|\bgain\b|\breward|\bup to\b|\bbound\b"
    r"|\bdifferential\b|\bapproximat",
    re.IGNORECASE,
)
"""Words by which a formula may be the quantity with another sign, or only like it."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """What a quantity is in a model, and why it cannot be that."""

    model: Model
    is_zero: bool
    why: str


def impossible_values(article: Article, verdicts: Mapping[Span, Verdict]) -> Iterator[Failed]:
    """The formulas in displays that cannot be the quantity that they are said to be."""
    for formula, statement in article.displays():
        head, *sides = statement.sides
        if {*statement.operators} != {"="} or isinstance(head, Hole):
            continue
        for side in sides:
            decided = isinstance(verdicts.get(side.span), Proved | Refuted)
            found = None if decided else _failed(head, side, formula, article)
            if found is not None:
                yield found
                break


def _failed(head: Node, side: Node, formula: Formula, article: Article) -> Failed | None:
    line = article.alone(head, side, formula)
    before = sentence_around(formula, article)
    if _REVERSED.search(before):
        return None
    for row in ROWS:
        for one in row(head, side, before):
            told = _told(line, one)
            if told is not None:
                return told
    return None


def _told(line: Line, one: Impossible) -> Failed | None:
    """What is said of a formula whose value in a model is impossible."""
    try:
        value = value_in(line.right, one.model)
    except MeaningError:
        return None
    verdict = decide(value, number(0), {})
    shown = value_at(value, {})
    if not isinstance(verdict, Refuted) or shown in _NO_VALUES:
        return None
    if not one.is_zero and not shown.startswith("-"):  # rounded from a ball around it
        return None
    message = f"this cannot be {write_line(line.left)}: {one.why}, and this is {shown}"
    return line, verdict, (Defect("not-equal", line.span, message),)


_NO_VALUES = ("undefined", "unknown")


# The rows -------------------------------------------------------------------------------------


def _divergence(head: Node, side: Node, before: str) -> Iterator[Impossible]:
    """A divergence of two distributions with finitely many values."""
    pair = _compared(head)
    names = None if pair is None else tuple(_base(part) for part in pair)
    if names is None or None in names or names_in(side) - sizes_in(side) != {*names}:
        return
    first, second = (str(name) for name in names)
    sizes = sizes_in(side)
    for same in (_HALVES, _QUARTERS):
        model = Model({first: same, second: same}, sizes)
        yield Impossible(model, True, "a divergence of a distribution from itself is 0")
    for one, other in ((_HALVES, _QUARTERS), (_QUARTERS, _HALVES)):
        model = Model({first: one, second: other}, sizes)
        why = f"a divergence is never negative, as between {_shown(one)} and {_shown(other)}"
        yield Impossible(model, False, why)


def _divergence_of_normals(head: Node, side: Node, before: str) -> Iterator[Impossible]:
    """A divergence of normal distributions from each other, or from the standard one."""
    pair = _compared(head)
    atoms = None if pair is None else _atoms(side)
    if pair is None or atoms is None or {*atoms.values()} != {*_TRIED}:
        return
    sizes = sizes_in(side)
    if _is_standard(pair[1]):
        model = Model({name: _AT_STANDARD[kind] for name, kind in atoms.items()}, sizes, 1)
        yield Impossible(model, True, "a divergence of a distribution from itself is 0")
    for values in product(*(_TRIED[kind] for kind in atoms.values())):
        numbers = dict(zip(atoms, values, strict=True))
        shown = ", ".join(
            f"{name} = {value[0] if len({*value}) == 1 else _shown(value)}"
            for name, value in numbers.items()
        )
        why = f"a divergence is never negative, as for {shown}"
        yield Impossible(Model(numbers, sizes, 1), False, why)


def _entropy(head: Node, side: Node, before: str) -> Iterator[Impossible]:
    """An entropy or a cross entropy of distributions with finitely many values."""
    names = sorted(names_in(side) - sizes_in(side))
    called = isinstance(head, Apply) and plain_name(head.function) in _ENTROPIES
    cross = _CROSS_ENTROPY.search(before) is not None and _LOSSES.match(write_latex(head))
    if not (cross or (called and _ENTROPY.search(before))) or not 1 <= len(names) <= 2:
        return
    if not cross and ((len(names) == 2) == (_compared(head) is None) or not _is_summed(side)):
        return
    called_functions = (part.function for part in walk(side) if isinstance(part, Apply))
    if not any(write_latex(function).startswith(_LOGS) for function in called_functions):
        return
    sizes = sizes_in(side)
    uniform = Model(dict.fromkeys(names, _HALVES), sizes)
    yield Impossible(uniform, False, f"an entropy is never negative, as of {_shown(_HALVES)}")
    if len(names) == 1 and called and not cross:
        certain = Model({names[0]: (Fraction(1),)}, sizes, 1)
        yield Impossible(certain, True, "the entropy of what is certain is 0")


def _is_summed(side: Node) -> bool:
    """Whether all that a formula adds up are members of what it is about."""
    sums = [part for part in walk(side) if isinstance(part, BigOperator)]
    return bool(sums) and names_in(side) == frozenset().union(*(names_in(s.body) for s in sums))


Row = Callable[[Node, Node, str], Iterator[Impossible]]
ROWS: Sequence[Row] = (_divergence, _divergence_of_normals, _entropy)


# What is compared -----------------------------------------------------------------------------


def _compared(head: Node) -> tuple[Node, Node] | None:
    """The two distributions of a divergence or of a cross entropy."""
    if not isinstance(head, Apply) or plain_name(head.function) not in (*_DIVERGENCES, *_ENTROPIES):
        return None
    pair = operands(head.argument)
    plain = plain_name(head.function)
    if pair is None or (plain == "D" and isinstance(_inner(head.argument), Tuple)):
        return None
    return pair


def _inner(argument: Node) -> Node:
    return argument.body if isinstance(argument, Group) else argument


def _base(node: Node) -> str | None:
    """The name of a distribution: P for `P`, `P(x)` and `p_\\theta(x \\mid z)`."""
    if isinstance(node, Apply):
        return write_latex(node.function)
    return None if name_of(node) is None else write_latex(node)


def _is_standard(node: Node) -> bool:
    """Whether a distribution is written as the standard normal one."""
    if not isinstance(node, Apply) or plain_name(node.function) != "N":
        return False
    inner = _inner(node.argument)
    items = inner.items if isinstance(inner, Tuple) else ()
    ones = ("1", "I", "\\mathbf{I}", "\\mathbf{1}", "\\boldsymbol{I}")
    return (
        len(items) == 2
        and write_latex(items[0]).strip("\\mathbf{}") == "0"
        and (write_latex(items[1]) in ones)
    )


_AT_STANDARD = {"mean": (Fraction(0),) * 2, "spread": (Fraction(1),) * 2}
_SPREADS = (Fraction(1, 2), Fraction(1), Fraction(2))
_TRIED = {
    "mean": tuple((Fraction(0), Fraction(other)) for other in (0, 1)),
    "spread": tuple(product(_SPREADS, repeat=2)),
}
"""What is put in, for the first distribution and for the second."""


def _atoms(side: Node) -> dict[str, str] | None:
    """The means and the spreads in a formula, by their names; None if there is more in it."""
    found: dict[str, str] = {}
    for name in names_in(side) - sizes_in(side):
        letter = name.removeprefix("\\mathbf").strip("{}").split("_")[0]
        kind = _KINDS.get(letter)
        if kind is None:
            return None
        found[name] = kind
    return dict(sorted(found.items()))


_KINDS = {"\\mu": "mean", "m": "mean", "\\sigma": "spread", "s": "spread"}


def _shown(numbers: tuple[Fraction, ...]) -> str:
    return f"({', '.join(map(str, numbers))})"
