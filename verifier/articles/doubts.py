"""Why a refuted line may still be meant: second thoughts before an author is told.

Each row takes a line, what would be said of it and the article, and gives the reason for which
nothing is decided, or None. What one small slip explains is an error for most of them: then it is
likely that the author meant the corrected formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations

from verifier.articles import equation_doubts, unexplained, wordings
from verifier.articles.conditions import is_number
from verifier.articles.other_senses import another_sense
from verifier.articles.roots import square_said
from verifier.articles.scales import with_scales
from verifier.articles.shifts import shift_in
from verifier.articles.suspects import Suspect
from verifier.articles.unsaid import (
    call,
    letter_taken_out,
    letters_of_one_side,
    mean,
    positive,
    rounded,
    vectors_multiplied,
    without_shapes,
)
from verifier.articles.verdicts import against_what_is_right
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context, mentioned
from verifier.meaning.members import moved_member
from verifier.meaning.names import bound_letter, entries_of, indices_in, name_of
from verifier.meaning.one_dimension import norm_in, parts_behind
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Derivative,
    Node,
    Symbol,
    Tuple,
    bare,
    rebuild,
    walk,
)
from verifier.notation.write_text import write_line
from verifier.records import replace
from verifier.values import Proved

_OF_SIGNS = frozenset(("wrong-sign", "wrong-operator", "missing-parentheses", "wrong-exponent"))
"""Slips that no relation between the symbols of a line explains."""
_ASSUMPTIONS = lazy_pattern(
    r"\b(?:uniform(?:ly)?|independent(?:ly)?|i\.i\.d|uncorrelated|normali[sz]ed"
    r"|unit[ -](?:norm|length)|zero[ -]mean|cent(?:er|re)d|standardi[sz]ed|stationary"
    r"|of the same size|equally likely|orthogonal|orthonormal"
    r"|instead|alternativ\w+|conventions?|variants?)\b",
    re.IGNORECASE,
)
"""Words that say something of a symbol or of all that stands around them."""
_MANNERS = lazy_pattern(
    r"\b(?:approximat\w*|first[ -]order|up to (?:a|an|the|some)\b|ignor\w+|neglect\w*"
    r"|dropp?(?:ed|ing)|abus\w+ of notation|at (?:the|a|an) (?:optimum|minimum|maximum)"
    r"|(?:is|are|be|as|stays?|remains?|held|kept|an?|additive|plus|scaling) constants?"
    r"(?! (?:step|learning|rate|discount|reward|velocity|speed|\$))|constant (?:terms?|factors?)"
    r"|constants|vanish\w*(?! (?:at|for|when|if)\b)|stationarity|optimality)\b",
    re.IGNORECASE,
)
"""Words that say how one equation is meant: that of their own sentence."""
_MOST_LETTERS = 3
"""How many free letters are taken for different numbers."""
_CONSTANT = lazy_pattern(r"const(?:ants?)?\\?\.?|cst\.?", re.IGNORECASE)


def doubt(suspect: Suspect) -> str | None:
    """The first reason for which a refuted line is not said to be wrong, or None."""
    return next((reason for row in DOUBTS if (reason := row(suspect)) is not None), None)


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


def _norm(suspect: Suspect) -> str | None:
    """`\\partial_{x_1} (x_1 / \\|x\\|)`: x has entries, so its norm is no number."""
    line = suspect.line
    if line.given is not None:
        return None
    parts = list(parts_behind((line.left, line.right), line.context))
    norms = (norm_in(part) for part in parts)
    measured = {name for norm in norms if norm is not None for name in mentioned(norm)}
    entries = (entries_of(part) for part in parts)
    found = sorted(measured & {entry[0] for entry in entries if entry is not None})
    return f"{found[0]} has entries, and a norm" if found else None


def _moved(suspect: Suspect) -> str | None:
    """`S_{n-1}` as `S_n` at n - 1: the author may have told otherwise how the members follow."""
    line = suspect.line
    parts = (part for side in (line.left, line.right) for part in walk(side))
    moved = next((part for part in parts if moved_member(part, line.context) is not None), None)
    if moved is None:
        return None
    return f"nothing but the definition of another member says what {write_line(moved)} is"


def _same_index(suspect: Suspect) -> str | None:
    """A cost of the pair of items i and j: two free letters are meant to be two numbers.

    Not so for the entries of a Jacobian matrix, `\\frac{\\partial p_i}{\\partial z_j}`, whose
    diagonal is said apart.
    """
    line = suspect.line
    jacobian = isinstance(line.left, Derivative) and entries_of(line.left.body) is not None
    if jacobian or line.given is not None:
        return None
    parts = list(parts_behind((line.left, line.right), line.context))
    sums = (part for part in parts if isinstance(part, BigOperator))
    bound = {bound_letter(part.lower) for part in sums}
    letters = sorted({i.name for i in indices_in(parts) if isinstance(i, Symbol)} - bound)
    if not 1 < len(letters) <= _MOST_LETTERS:
        return None
    apart = tuple(Chain(pair, ("\\ne",)) for pair in combinations(map(Symbol, letters), 2))
    ways = ((line.context, (line.left, line.right), ""), *with_scales(line))
    for context, sides, _ in ways:
        unequal = replace(context, assumptions=(*context.assumptions, *apart))
        if isinstance(verdict_on(*sides, unequal), Proved):
            return f"it holds where {' and '.join(letters)} differ"
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
    if suspect.line.given is not None:
        return None
    found = _ASSUMPTIONS.search(suspect.paragraph) or _MANNERS.search(suspect.sentence)
    if found is None or suspect.has_slip:
        return None
    return f"the text says “{found.group().lower()}”, which is not understood here"


def _other_letters(suspect: Suspect) -> str | None:
    """`H(U) = -\\sum_i P(i) \\log P(i)`: that U is drawn by P stands in words, if anywhere."""
    line = suspect.line
    if line.context.laws is None:
        return None
    inner = bare(line.left.argument) if isinstance(line.left, Apply) else None
    letters = inner.items if isinstance(inner, Tuple) else (inner,)
    names = {part.name for part in letters if isinstance(part, Symbol)}
    missing = sorted(names - set(mentioned(line.right)))
    if not missing or suspect.has_slip:
        return None
    return f"nothing says how {missing[0]} is distributed"


def _closed_form(suspect: Suspect) -> str | None:
    """`p(x \\mid \\mu) = e^{\\dots}`: a distribution with a formula is not any distribution."""
    if suspect.line.context.laws is None:
        return None
    from verifier.articles.densities import given_in_closed_form

    name = given_in_closed_form(suspect.line, suspect.article)
    return None if name is None else f"a formula is given for the distribution {name}"


def _square(suspect: Suspect) -> str | None:
    """`\\sigma^2 = \\dots`: then \\sigma, which nothing defines, is no number like any other."""
    name = square_said(suspect.line, suspect.article.lines)
    if name is None or suspect.has_slip:
        return None
    return f"the article says what the square of {name} is"


def _shift(suspect: Suspect) -> str | None:
    """`x_{t-1}` beside `x_t`: what they have to do with each other may be said in words."""
    if shift_in(suspect.line) is None:
        return None
    codes = [item.code for item in suspect.defects if item.suggestion]
    shifted = (
        None
        if len(codes) == 1 and codes[0] in _OF_SIGNS
        else shift_in(suspect.line, suspect.has_slip)
    )
    return None if shifted is None else f"nothing says what {write_line(shifted)} is"


def _other_sense(suspect: Suspect) -> str | None:
    """`L = …`, then another loss that is called L.

    Earlier sides of a chain count where one of them is what a side was to be equal to.
    """
    line = suspect.line
    alone = line if against_what_is_right(line) is not line else replace(line, earlier=())
    return another_sense(alone, suspect)


def _constants(suspect: Suspect) -> str | None:
    """`\\sum_i (y_i - f_i)^2 + const = -2 \\sum_i y_i f_i + const`: each time it is another one."""
    names = {name for side in (suspect.line.left, suspect.line.right) for name in mentioned(side)}
    named = sorted(name for name in names if _CONSTANT.fullmatch(name))
    return f"{named[0]} may be another one on each side" if named else None


def _sampled(suspect: Suspect) -> str | None:
    """`x_t = a x_0 + b e` after `x_t = c x_{t-1} + d e` with noise e: it is drawn in two ways."""
    if "\\sim" not in suspect.article.text:
        return None
    from verifier.articles.samples import other_sample  # few articles speak of noise

    return other_sample(suspect.line, suspect.article)


DOUBTS: Sequence[Callable[[Suspect], str | None]] = (
    wordings.said_as_condition,
    wordings.left_renamed,
    wordings.short_for,
    equation_doubts.to_be_solved,
    _one_value,
    _vector,
    _norm,
    unexplained.word_called,
    unexplained.operator_of_matrices,
    unexplained.identity,
    unexplained.parts_of_a_whole,
    unexplained.gradient_by_a_stranger,
    unexplained.gradient_left_open,
    unexplained.held,
    unexplained.inner_product,
    unexplained.introduced,
    unexplained.beside_a_derivative,
    unexplained.read_in_two_ways,
    _moved,
    _same_index,
    equation_doubts.premise,
    equation_doubts.conclusion,
    equation_doubts.value,
    equation_doubts.equation_in_text,
    equation_doubts.solved_below,
    equation_doubts.condition,
    equation_doubts.unknown_number,
    equation_doubts.run_of_capitals,
    equation_doubts.solved_for,
    equation_doubts.sought,
    equation_doubts.symmetric,
    equation_doubts.summed,
    _assumption,
    _other_letters,
    _closed_form,
    _square,
    _shift,
    letters_of_one_side,
    letter_taken_out,
    mean,
    positive,
    rounded,
    call,
    without_shapes,
    vectors_multiplied,
    wordings.whole_numbers,
    _other_sense,
    _constants,
    _sampled,
)
"""The second thoughts, one a row."""
