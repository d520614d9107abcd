"""Why a refuted line may still be meant: second thoughts before an author is told.

Each row takes a line, what would be said of it and the article, and gives the reason for which
nothing is decided, or None. What one small slip explains is an error for most of them: then it is
likely that the author meant the corrected formula.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

from verifier.articles.article import Article, Line
from verifier.articles.conditions import is_number
from verifier.articles.document import Formula
from verifier.articles.findings import Defect
from verifier.articles.roots import square_said
from verifier.articles.shifts import shift_in
from verifier.meaning.context import Context, mentioned
from verifier.meaning.functions import CONSTANTS
from verifier.meaning.names import name_of
from verifier.notation.tree import (
    Apply,
    Derivative,
    Node,
    Number,
    Prime,
    Product,
    Symbol,
    Tuple,
    bare,
    rebuild,
    walk,
)
from verifier.notation.write_text import write_line
from verifier.records import dataclass

_NO_SLIP = frozenset(("not-equal", "wrong-derivative"))
_OF_SIGNS = frozenset(("wrong-sign", "wrong-operator", "missing-parentheses", "wrong-exponent"))
"""Slips that no relation between the symbols of a line explains."""
_ASSUMPTIONS = re.compile(
    r"\b(?:uniform(?:ly)?|independent(?:ly)?|i\.i\.d|uncorrelated|normali[sz]ed"
    r"|unit[ -](?:norm|length)|zero[ -]mean|cent(?:er|re)d|standardi[sz]ed|stationary"
    r"|of the same size|equally likely"
    r"|orthogonal|orthonormal|approximat\w*|first[ -]order|up to (?:a|an|the|some)\b|ignor\w+"
    r"|neglect\w*|dropp?(?:ed|ing)|abus\w+ of notation|at (?:the|a|an) (?:optimum|minimum|maximum)"
    r"|vanish\w*|stationarity|optimality"
    r"|constant|instead|alternativ\w+|conventions?|variants?)\b",
    re.IGNORECASE,
)
_MARKS = ("T", "\\top", "\\intercal", "I")
"""Transposes and the identity, which are no letters of a formula about matrices."""
_ARROW = re.compile(
    r"(?:\s|\$|\\[,;:! ]|\\q?quad\b)*"
    r"(?:\\(?:Long)?(?:R|Leftr)ightarrow\b|\\implies\b|\\iff\b|[⇒⟹⇔⟺])"
)
_COMMAND = re.compile(r"\\(?:[dt]?frac|cdot|left|right|sqrt|times|pi)\b")
_LETTER = re.compile(r"[A-Za-z]")
_INDEPENDENT = re.compile(r"\bindependent|\bi\.i\.d\b|\buncorrelated|独立", re.IGNORECASE)
_CONSEQUENCE = re.compile(
    r"\b(?:so|hence|thus|therefore|consequently|implies|yields|gives|(?:it )?follows(?: that)?"
    r"|we (?:get|have|obtain|find))(?: that)?[,:]? *$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A refuted line with what would be said of it."""

    line: Line
    defects: tuple[Defect, ...]
    article: Article

    @property
    def has_slip(self) -> bool:
        """Whether one small change makes it right."""
        return any(item.suggestion and item.code not in _NO_SLIP for item in self.defects)

    @property
    def is_inline(self) -> bool:
        """Whether it stands in running text."""
        formula = self._formula
        return formula is not None and formula.kind == "inline"

    @property
    def is_concluded(self) -> bool:
        """Whether a word such as "hence" stands before it."""
        start = 0 if self._formula is None else self._formula.span.start
        before = self.article.text[max(0, start - 40) : start].rstrip("$\\([ ")
        return _CONSEQUENCE.search(before) is not None

    @property
    def _formula(self) -> Formula | None:
        formulas = self.article.document.formulas
        place = bisect_right(formulas, self.line.span.start, key=lambda item: item.span.start)
        return formulas[place - 1] if place else None

    @property
    def paragraph(self) -> str:
        """The text from the last empty line before it, and the two above that for a display."""
        text, end = self.article.text, self.line.span.end
        start = max(self.article.document.body, end - 600)
        parts = re.split(r"\n\s*\n", text[start:end])
        return " ".join(parts[-3:])


def doubt(line: Line, defects: tuple[Defect, ...], article: Article) -> str | None:
    """The first reason for which a refuted line is not said to be wrong, or None."""
    suspect = Suspect(line, defects, article)
    return next((reason for row in DOUBTS if (reason := row(suspect)) is not None), None)


def _to_be_solved(suspect: Suspect) -> str | None:
    """`\\frac{\\partial L}{\\partial b} = -\\sum_i \\alpha_i y_i = 0` is solved for its symbols."""
    right = bare(suspect.line.right)
    is_zero = isinstance(right, Number) and right.text == "0"
    before = (*suspect.line.earlier, suspect.line.left)
    of_calculus = any(isinstance(part, Derivative) for side in before for part in walk(side))
    if is_zero and (of_calculus or not suspect.has_slip) and any(mentioned(suspect.line.left)):
        return "an expression that is set to 0 may be an equation to be solved"
    return None


def _equation(suspect: Suspect) -> str | None:
    """`with $S w = \\lambda w$` restricts the symbols and claims nothing of them."""
    line = suspect.line
    alone = not line.earlier and not is_of_calculus(line)
    if suspect.is_concluded or suspect.has_slip or line.given is not None:
        return None
    if suspect.is_inline and alone:
        return "an equation in running text may say what is given here"
    return None


def _condition(suspect: Suspect) -> str | None:
    """`$$X^T X w = X^T y$$`: where each side has letters of its own, of which nothing is said."""
    line = suspect.line
    if suspect.has_slip or not _is_between_symbols(line):
        return None
    left, right = _letters(line)
    if left <= right or right <= left:
        return None
    return "an equation between symbols that nothing defines may be what is given here"


def _unknown_number(suspect: Suspect) -> str | None:
    """`3 u - 1 = 5` and `x^2 + y^2 = 1`: no identity has a number for a side.

    It is a claim where another number is right, as after `(x + 1) - x = -1`.
    """
    if not _is_between_symbols(suspect.line) or all(_letters(suspect.line)):
        return None
    slips = (item for item in suspect.defects if item.code not in _NO_SLIP and item.suggestion)
    if any(not _LETTER.search(_COMMAND.sub("", item.suggestion or "")) for item in slips):
        return None
    return "an equation with a number for a side may be what is given here"


def _premise(suspect: Suspect) -> str | None:
    """`x^2 = 2 x \\Rightarrow x = 2`: what stands before the arrow is solved behind it."""
    behind = suspect.article.text[suspect.line.span.end :][:60]
    if _ARROW.match(behind) and _is_between_symbols(suspect.line):
        return "an equation before an arrow may be what is given here"
    return None


def _run_of_capitals(suspect: Suspect) -> str | None:
    """`\\frac{TP}{TP + FP}`: two capitals of which nothing is said may be one name."""
    line = suspect.line
    if suspect.has_slip or line.given is not None:
        return None
    for part in (*walk(line.left), *walk(line.right)):
        pairs = pairwise(part.factors) if isinstance(part, Product) else ()
        for one, other in pairs:
            names = [item.name for item in (one, other) if isinstance(item, Symbol)]
            if len(names) == 2 and all(n.isupper() and not line.context.knows(n) for n in names):
                return f"{''.join(names)} may be one name"
    return None


def _is_between_symbols(line: Line) -> bool:
    """Whether an equation, alone, is about symbols that nothing defines, and calls no function."""
    if line.earlier or _is_about_defined_matrices(line):
        return False
    parts = (*walk(line.left), *walk(line.right))
    of_functions = any(isinstance(part, Derivative | Prime | Apply) for part in parts)
    left, right = _letters(line)
    known = line.context.definitions.keys() | line.context.functions.keys()
    return not of_functions and bool(left | right) and not (left | right) & known


def _letters(line: Line) -> tuple[set[str], set[str]]:
    """The symbols of both sides."""
    marks = {*CONSTANTS, *(() if line.given is None else _MARKS)}
    return set(mentioned(line.left)) - marks, set(mentioned(line.right)) - marks


def _is_about_defined_matrices(line: Line) -> bool:
    """Whether a side mentions a matrix that has a definition, or a gradient such as `dZ`."""
    given = line.given
    if given is None:
        return False
    from verifier.tensors.symbols import gradient_name, names_in

    names = {name for side in (line.left, line.right) for name, _ in names_in(side)}
    return any(given.definition_of(name) or gradient_name(name) for name in names)


def _one_value(suspect: Suspect) -> str | None:
    """`$s = 1$ by default, or $s = 1/n$`: a number is what a symbol is in one case."""
    name = name_of(suspect.line.left)
    definition = suspect.line.context.definitions.get(name or "")
    if definition is not None and not definition.parameters and is_number(definition.body):
        return f"{write_line(suspect.line.left)} was given a number above, for one case"
    return None


def _vector(suspect: Suspect) -> str | None:
    """`x \\cdot y = \\sum_i x_i y_i`: where x has entries, x alone is no number."""
    line = suspect.line
    sides = (_without_arguments(side, line.context) for side in (line.left, line.right))
    names = {name for side in sides for name in mentioned(side)}
    knows = line.context.knows
    families = {name.removesuffix("[]") for name in names if name.endswith("[]") and knows(name)}
    whole = sorted(name for name in families & names if not knows(name))
    if whole and line.given is None and not suspect.has_slip:
        return f"{whole[0]} stands with an index and without one"
    return None


def _without_arguments(node: Node, context: Context) -> Node:
    """A formula without the arguments of what is defined with them: `J` for `J(\\beta)`."""
    if isinstance(node, Apply):
        definition = context.definitions.get(name_of(node.function) or "")
        if definition is not None and definition.is_called:
            return node.function
    return rebuild(node, lambda part: _without_arguments(part, context))


def _assumption(suspect: Suspect) -> str | None:
    """`where $u$ is uniform`: words may say more than formulas do."""
    if suspect.has_slip or suspect.line.given is not None:
        return None
    found = _ASSUMPTIONS.search(suspect.paragraph)
    if found is None:
        return None
    return f"the text says “{found.group().lower()}”, which is not understood here"


def _other_letters(suspect: Suspect) -> str | None:
    """`H(U) = -\\sum_i P(i) \\log P(i)`: that U is drawn by P stands in words, if anywhere."""
    line = suspect.line
    if line.context.laws is None or suspect.has_slip:
        return None
    inner = bare(line.left.argument) if isinstance(line.left, Apply) else None
    letters = inner.items if isinstance(inner, Tuple) else (inner,)
    names = {part.name for part in letters if isinstance(part, Symbol)}
    missing = sorted(names - set(mentioned(line.right)))
    return f"nothing says how {missing[0]} is distributed" if missing else None


def _closed_form(suspect: Suspect) -> str | None:
    """`p(x \\mid \\mu) = e^{\\dots}`: a distribution with a formula is not any distribution."""
    if suspect.line.context.laws is None:
        return None
    from verifier.articles.densities import given_in_closed_form

    name = given_in_closed_form(suspect.line, suspect.article)
    return None if name is None else f"a formula is given for the distribution {name}"


def _square(suspect: Suspect) -> str | None:
    """`\\sigma^2 = \\dots`: then \\sigma, which nothing defines, is no number like any other."""
    name = None if suspect.has_slip else square_said(suspect.line, suspect.article.lines)
    return None if name is None else f"the article says what the square of {name} is"


def _shift(suspect: Suspect) -> str | None:
    """`x_{t-1}` beside `x_t`: what they have to do with each other may be said in words."""
    codes = [item.code for item in suspect.defects if item.suggestion]
    shifted = None if len(codes) == 1 and codes[0] in _OF_SIGNS else shift_in(suspect.line)
    return None if shifted is None else f"nothing says what {write_line(shifted)} is"


def _independence(suspect: Suspect) -> str | None:
    """`the $X_j$ are independent`: then a variance of a sum is a sum, and more."""
    about_laws = suspect.line.context.laws is not None
    found = _INDEPENDENT.search(suspect.article.text) if about_laws else None
    return None if found is None else f"the article calls something {found.group().lower()}"


def is_of_calculus(line: Line) -> bool:
    """Whether the left side of a line is or has a derivative."""
    return any(isinstance(part, Derivative | Prime) for part in walk(line.left))


DOUBTS: Sequence[Callable[[Suspect], str | None]] = (
    _to_be_solved,
    _one_value,
    _vector,
    _premise,
    _equation,
    _condition,
    _unknown_number,
    _run_of_capitals,
    _assumption,
    _other_letters,
    _closed_form,
    _square,
    _shift,
    _independence,
)
"""The second thoughts, one a row."""
