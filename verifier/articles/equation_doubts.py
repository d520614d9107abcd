"""Equations that say what is given, sought or meant, and claim nothing: second thoughts on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from verifier.articles.article import Line
from verifier.articles.conditions import is_number, is_zero
from verifier.articles.suspects import NO_SLIP, Suspect
from verifier.articles.verdicts import is_without_shapes
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import names_behind
from verifier.meaning.context import mentioned
from verifier.meaning.functions import CONSTANTS
from verifier.meaning.names import name_of
from verifier.notation.names import is_nabla
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Derivative,
    Node,
    Power,
    Prime,
    Product,
    Subscript,
    Symbol,
    bare,
    children,
    walk,
)
from verifier.notation.write_text import write_line

_MARKS = ("T", "\\top", "\\intercal", "I")
"""Transposes and the identity, which are no letters of a formula about matrices."""
_SPACE = r"(?:\s|\$|&|\\[,;:! ]|\\q?quad\b)*"
_ARROW = lazy_pattern(_SPACE + r"(?:\\(?:Long)?(?:R|Leftr)ightarrow\b|\\implies\b|\\iff\b|[⇒⟹⇔⟺])")
_ARROW_BEFORE = lazy_pattern(r"(?:\\(?:Long)?[rR]ightarrow|\\implies|[⇒⟹])" + _SPACE + r"\Z")
_CLAUSE = lazy_pattern(r"\\\\|\$|\\\[|\\begin\{[a-z*]+\}|\\q?quad\b|\n\s*\n")
_RELATION = lazy_pattern(r"[=<>]|\\(?:le|ge|leq|geq|ne|neq)\b")
_COMMAND = lazy_pattern(r"\\(?:[dt]?frac|cdot|left|right|sqrt|times|pi)\b")
_SUMMED = lazy_pattern(
    r"\beinstein(?:'s)? (?:summation|notation|convention|sum)\w*|\bsummation convention"
    r"|\brepeated (?:ind\w+|letters?)\b[^.$]{0,30}\bsum\w*|\bsum\w*[^.$]{0,30} repeated ind\w+",
    re.IGNORECASE,
)
_LETTER = lazy_pattern(r"[A-Za-z]")


_COMMENT = lazy_pattern(r"<!--.*?-->", re.DOTALL)
_OTHER_ARITHMETIC = lazy_pattern(
    r"\bmod(?:ulo|ular)?\b|\bbinary|\bxor\b|\bboolean|\bhex|\bfloating|\bround|\bapprox|\bwrong"
    r"|\bincorrect|\bmistake|\berror\b|\bGF\(|\bfinite field|\bbits?\b|\bclock",
    re.IGNORECASE,
)


def to_be_solved(suspect: Suspect) -> str | None:
    """`\\frac{\\partial L}{\\partial b} = -\\sum_i \\alpha_i y_i = 0` is solved for its symbols."""
    before = (*suspect.line.earlier, suspect.line.left)
    parts = (part for side in before for part in walk(side))
    of_calculus = any(isinstance(part, Derivative | Prime) or is_nabla(part) for part in parts)
    if not is_zero(suspect.line.right) or not any(mentioned(suspect.line.left)):
        return None
    if of_calculus or is_without_shapes(suspect.line) or not suspect.has_slip:
        return "an expression that is set to 0 may be an equation to be solved"
    return None


def equation_in_text(suspect: Suspect) -> str | None:
    """`with $S w = \\lambda w$` restricts the symbols and claims nothing of them."""
    line = suspect.line
    alone = not line.earlier and not is_of_calculus(line)
    if suspect.is_concluded or line.given is not None:
        return None
    reason = None
    if _is_of_numerals(line):
        found = _OTHER_ARITHMETIC.search(_COMMENT.sub("", suspect.paragraph))
        reason = f"the text speaks of {found.group().lower()}" if found else None
    elif suspect.is_inline and alone:
        reason = "an equation in running text may say what is given here"
    return None if reason is None or suspect.has_slip else reason


def _is_of_numerals(line: Line) -> bool:
    """Whether nothing but numbers is written: `(9 \\cdot 3 + 1) \\cdot 32 = 896`."""
    return not any(mentioned(line.left)) and not any(mentioned(line.right))


def condition(suspect: Suspect) -> str | None:
    """`$$X^T X w = X^T y$$`: where each side has letters of its own, of which nothing is said."""
    line = suspect.line
    if not _is_between_symbols(line):
        return None
    left, right = _letters(line)
    if left <= right or right <= left or suspect.has_slip:
        return None
    return "an equation between symbols that nothing defines may be what is given here"


def unknown_number(suspect: Suspect) -> str | None:
    """`3 u - 1 = 5` and `x^2 + y^2 = 1`: no identity has a number for a side.

    It is a claim where another number is right, as after `(x + 1) - x = -1`.
    """
    if not _is_between_symbols(suspect.line) or all(_letters(suspect.line)):
        return None
    slips = (item for item in suspect.defects if item.code not in NO_SLIP and item.suggestion)
    if any(not _LETTER.search(_COMMAND.sub("", item.suggestion or "")) for item in slips):
        return None
    return "an equation with a number for a side may be what is given here"


def premise(suspect: Suspect) -> str | None:
    """`x^2 = 2 x \\Rightarrow x = 2`: what stands before the arrow is solved behind it."""
    behind = suspect.article.text[suspect.line.span.end :][:60]
    if _ARROW.match(behind) and _is_between_symbols(suspect.line):
        return "an equation before an arrow may be what is given here"
    return None


def conclusion(suspect: Suspect) -> str | None:
    """`\\alpha = 0 \\Rightarrow r = C`: what stands behind an arrow holds in the case before it.

    A definition before the arrow is no case: what follows from it holds wherever it does.
    """
    line, text = suspect.line, suspect.article.text
    start = line.left.span.start
    found = _ARROW_BEFORE.search(text[max(0, start - 40) : start])
    if found is None or is_of_calculus(line) or line.earlier:
        return None
    end = start - len(found.group())
    case = _CLAUSE.split(text[max(0, end - 300) : end])[-1]
    begin = end - len(case)
    bodies = (item.body.span for item in line.context.definitions.values())
    if _RELATION.search(case) is None or any(begin <= body.start < end for body in bodies):
        return None
    return "what stands before the arrow may be the case in which it holds"


def value(suspect: Suspect) -> str | None:
    """`$\\lambda_2 = 1$` or `$s^2 = 20/3$`: a number that a quantity has in an example."""
    line = suspect.line
    named = line.left.base if isinstance(line.left, Power) else line.left
    is_named = name_of(named) is not None and not isinstance(named, Derivative)
    alone = is_named and is_number(line.right) and not line.earlier
    if not alone or not suspect.is_inline:
        return None
    if names_behind((line.left,), line.context) <= line.context.definitions.keys():
        return None  # it is worked out from numbers
    return f"{write_line(line.left)} may have this value in one case"


def _without_indices(node: Node) -> Iterator[Node]:
    """The parts of a formula but for what stands below: `KL` in `D_{KL}` is no product."""
    yield node
    for part in (node.base,) if isinstance(node, Subscript) else children(node):
        yield from _without_indices(part)


def run_of_capitals(suspect: Suspect) -> str | None:
    """`\\frac{TP}{TP + FP}`: two capitals of which nothing is said may be one name."""
    line = suspect.line
    if line.given is not None:
        return None
    for part in (*_without_indices(line.left), *_without_indices(line.right)):
        pairs = pairwise(part.factors) if isinstance(part, Product) else ()
        for one, other in pairs:
            names = [item.name for item in (one, other) if isinstance(item, Symbol)]
            if len(names) == 2 and all(n.isupper() and not line.context.knows(n) for n in names):
                return None if suspect.has_slip else f"{''.join(names)} may be one name"
    return None


def solved_for(suspect: Suspect) -> str | None:
    """`b = \\bar y - a \\bar x` after `S(a, b)`: a variable of S that is then given its best value.

    What is said of S and of a and b behind that may be meant for any b.
    """
    definitions = suspect.line.context.definitions
    names = {*mentioned(suspect.line.left), *mentioned(suspect.line.right)}
    for cost in definitions.values():
        solved = [
            variable
            for variable in cost.parameters
            if variable in definitions and definitions[variable].span.start > cost.span.start
        ]
        if solved and not names.isdisjoint((cost.name, *solved)):
            slips = {item.code for item in suspect.defects if item.suggestion} - NO_SLIP
            if slips - {"missing-derivative"}:
                return None
            return f"{solved[0]} was a variable of {cost.name} before it was given a value"
    return None


def solved_below(suspect: Suspect) -> str | None:
    """`\\frac{1}{f} = \\frac{1}{a} + \\frac{1}{b}` and then `f = \\dots`: the equation is given."""
    if not _is_between_symbols(suspect.line):
        return None
    from verifier.articles.determined import determined_below  # few are between symbols only

    below = determined_below(suspect.line, suspect.article)
    return None if below is None else f"it is solved for {below} below"


def sought(suspect: Suspect) -> str | None:
    """`2 a = \\lambda = 2 b` after `2 a - \\lambda = 0`: it holds where the equations above do.

    So it does where `a = b` was found from them, and rests on it.
    """
    line, article = suspect.line, suspect.article
    names = {*mentioned(line.left), *mentioned(line.right)}
    if not names or _calls(line.left) or _calls(line.right):
        return None
    section = article.document.section(line.span.start)
    unknown = {
        name
        for one in article.lines
        if one.section == section and one.span.end <= line.left.span.start and is_zero(one.right)
        for side in (*one.earlier, one.left)
        for name in mentioned(side)
    }
    found = (line.context.definitions.get(name) for name in names)
    known = [item for item in found if item is not None and name_of(item.body) is not None]
    solved = {item.name for item in known if {item.name, name_of(item.body)} <= unknown}
    if names <= unknown or solved:
        return f"{min(solved or names)} is a symbol of an equation that is solved above"
    return None


def symmetric(suspect: Suspect) -> str | None:
    """`with $A = A^\\top$`: the text may say so that A is symmetric."""
    left, right = suspect.line.left, bare(suspect.line.right)
    given, name = suspect.line.given, name_of(left)
    if given is None or name is None or not isinstance(right, Power) or name_of(right.base) != name:
        return None
    is_defined = any(str(one) == name for one in given.definitions)
    alone = suspect.is_inline and not suspect.line.earlier and not is_defined
    return f"the text may say so that {write_line(left)} is symmetric" if alone else None


def summed(suspect: Suspect) -> str | None:
    """`A_{ij} x_j` where "repeated indices are summed"."""
    line = suspect.line
    parts = (part for side in (*line.earlier, line.left, line.right) for part in walk(side))
    if not any(isinstance(part, Subscript) for part in parts):
        return None
    found = _SUMMED.search(suspect.article.text)
    return None if found is None else f"the text speaks of “{found.group()}”"


def _calls(side: Node) -> bool:
    """Whether functions or derivatives stand in a side."""
    return any(isinstance(part, Derivative | Prime | Apply | BigOperator) for part in walk(side))


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


def is_of_calculus(line: Line) -> bool:
    """Whether the left side of a line is or has a derivative."""
    return any(isinstance(part, Derivative | Prime) for part in walk(line.left))
