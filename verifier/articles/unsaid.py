"""What a refuted line may rest on without a word: rows of the second thoughts in `doubts`.

A letter has a value, a bar is a mean, a decimal number is rounded, a letter before a bracket is a
function, capital letters are matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from verifier.articles.article import Line
from verifier.articles.findings import correction_of
from verifier.articles.other_senses import definitions_behind
from verifier.articles.suspects import Suspect
from verifier.articles.verdicts import is_without_shapes
from verifier.kernel.domains import POSITIVE
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import names_behind, verdict_on
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.functions import BUILT_IN_FUNCTIONS, CONSTANTS, NAMES_WITH_A_MEANING
from verifier.meaning.names import entries_of, name_of
from verifier.notation import tree
from verifier.notation.names import is_minus_one
from verifier.notation.tree import (
    Accent,
    Apply,
    BigOperator,
    Derivative,
    Group,
    Node,
    Number,
    Power,
    Prime,
    Product,
    Subscript,
    Superscript,
    Symbol,
    bare,
    walk,
)
from verifier.values import Proved, Refuted

_IDENTITIES = ("I", "\\mathbf{I}", "\\mathbb{I}", "I_n", "I_d", "I_k", "\\mathbf{I}_n")
_BOLD = ("\\mathbf", "\\boldsymbol", "\\bm", "\\pmb", "\\bf")
_TAKEN_OUT = frozenset(("extra-term", "extra-factor"))
"""Slips that are undone by leaving something out."""
_WORD = lazy_pattern(r"[A-Za-z]{3,}")


def letters_of_one_side(suspect: Suspect) -> str | None:
    """`P = U I = 230 \\cdot 2`: a letter of one side, of which nothing is said, has some value.

    A number that equals letters is one, whatever correction there is: `1 + 2 + 1 = 2 |E|`. So is
    what equals one letter alone, `b/2 = \\lambda`.
    """
    line = suspect.line
    parts = (*walk(line.left), *walk(line.right))
    if line.given is not None or any(isinstance(p, Derivative | Prime | Apply) for p in parts):
        return None
    left, right = (open_letters(side, line.context) for side in (line.left, line.right))
    own = right - left or (left if not right else left & _restricted(suspect) - right)
    evaluates = right and not any(mentioned(line.left))
    if own and name_of(bare(line.right)) in own:
        return f"nothing but this line says what {min(own)} is"
    if own and (evaluates or not suspect.has_slip):
        return f"nothing says what {min(own)} is"
    return None


def letter_taken_out(suspect: Suspect) -> str | None:
    """`\\lambda w` added to a gradient: who brings in a new letter speaks of a new case.

    Such a line is one slip from what was said before only if that letter is the slip.
    """
    line = suspect.line
    if line.given is not None:
        return None
    new = open_letters(line.right, line.context) - open_letters(line.left, line.context)
    if not new or not {item.code for item in suspect.defects} & _TAKEN_OUT:
        return None
    correction = correction_of(line)
    if correction is None or correction.left:
        return None
    gone = sorted(new - set(mentioned(correction.node)))
    return f"{gone[0]} is new in this line, which may be about another case" if gone else None


def positive(suspect: Suspect) -> str | None:
    """`\\max(-\\delta, \\min(a, \\delta))`: a threshold is positive, though nobody says so."""
    line, context = suspect.line, suspect.line.context
    free = open_letters(line.left, context) - context.domains.keys()
    if line.given is not None or not free or suspect.has_slip:
        return None  # where no letter is free, there is none that may be positive
    negative = {name for name, value in suspect.refuted.witness.point if value < 0}
    letters = sorted(negative & free)
    if free <= set(letters):
        return None  # `|x| = x`: a threshold is one of something
    for name in letters:
        context = context.with_domain(name, POSITIVE)
    then = verdict_on(line.left, line.right, context) if letters else None
    return f"it holds where {letters[0]} is positive" if isinstance(then, Proved) else None


def open_letters(side: Node, context: Context) -> set[str]:
    """The letters of a formula that nothing defines, behind its definitions too."""
    names = names_behind((side,), context)
    known = context.definitions.keys() | context.functions.keys() | context.sizes.keys()
    numbers = {*context.sizes.values(), *BUILT_IN_FUNCTIONS, *NAMES_WITH_A_MEANING}
    families = {name[:-2] for name in names if name.endswith("[]") and context.knows(name)}
    entries = {name for name in names if name.partition("_")[0] in families}
    plain = names - known - numbers - entries
    return {name for name in plain if not name.endswith("[]") and _WORD.fullmatch(name) is None}


def _restricted(suspect: Suspect) -> set[str]:
    """The letters of which another equation of the article says something."""
    lines = (line for line in suspect.article.lines if line is not suspect.line)
    sides = [line.left for line in lines if name_of(line.left) is None]
    sides = [side for side in sides if not any(isinstance(p, Derivative) for p in walk(side))]
    return {name for side in sides for name in mentioned(side)}


def mean(suspect: Suspect) -> str | None:
    """`\\sum_i (x_i - \\bar{x})^2`: what \\bar{x} is of the x_i everyone knows."""
    sides = (suspect.line.left, suspect.line.right)
    families = {name for side in sides for name in mentioned(side) if name.endswith("[]")}
    for family in sorted(families):
        for mean in (f"\\bar{{{family[:-2]}}}", "\\mu", "\\hat{\\mu}", "m"):
            used = any(mean in mentioned(side) for side in sides)
            if not used or mean in suspect.line.context.definitions or not _takes_away(sides, mean):
                continue
            if suspect.has_slip:
                return None
            if not _is_false_of_means(suspect.line, mean, family):
                return f"{mean} may be the mean of {family[:-2]}"
    return None


def _is_false_of_means(line: Line, mean: str, family: str) -> bool:
    """Whether a line is false with the mean over a family as what bears its bar."""
    context = line.context
    parts = [part for side in (line.left, line.right) for part in walk(side)]
    for part in parts:
        entry = entries_of(part)
        if entry is None or f"{entry[0]}[]" != family or len(entry[1]) != 1:
            continue
        size = context.sizes.get(name_of(entry[1][0]) or "")
        if size is not None:
            total = BigOperator("\\sum", entry[1][0], None, part)
            body = Product((tree.Fraction(Number("1"), Symbol(size)), total), ("",))
            known = context.with_definition(Definition(mean, body))
            return isinstance(verdict_on(line.left, line.right, known), Refuted)
    return False


def _takes_away(sides: Sequence[Node], mean: str) -> bool:
    """Whether a sum runs over differences from something: `\\sum_i (x_i - \\mu)`."""
    return any(
        isinstance(part, BigOperator) and mean in mentioned(part.body)
        for side in sides
        for part in walk(side)
    )


def rounded(suspect: Suspect) -> str | None:
    """`\\frac{56}{1024} = 0.0547`: a decimal number that is right to its last place.

    So are `1.1^{100} = 13781` and `0.9^{100} = 2.66 \\times 10^{-5}`, but no whole numbers.
    """
    right = bare(suspect.line.right)
    if isinstance(right, tree.Sum) and right.signs == ("-",):
        right = bare(right.terms[0])
    sides = (suspect.line.left, *suspect.line.earlier)
    digits = right.factors[0] if isinstance(right, Product) else right
    if not isinstance(digits, Number):
        return None
    witness = suspect.refuted.witness
    names = names_behind((sides[0], right), suspect.line.context) - {*CONSTANTS, "e"}
    if names - suspect.line.context.definitions.keys():
        return None
    try:
        exact, printed = (Fraction(side.replace("…", "")) for side in (witness.left, witness.right))
        mantissa = Fraction(digits.text)
    except ValueError:
        return None
    places = len(digits.text.partition(".")[2])
    is_whole = exact.denominator == 1 and "." not in digits.text
    unit = abs(printed / mantissa) / 10**places if mantissa else Fraction(1, 10**places)
    near = not is_whole and abs(exact - printed) <= unit
    return "a decimal number may be rounded" if near else None


def call(suspect: Suspect) -> str | None:
    """`S N(d_1)`: a letter before one name in brackets is a function that nothing defines.

    So is a word before a bracket: `\\text{dist}^2(u + v)`.
    """
    line = suspect.line
    for side in (line.left, line.right, *(item.body for item in definitions_behind(line))):
        for product in (part for part in walk(side) if isinstance(part, Product)):
            for first, second in pairwise(product.factors):
                base = first.base if isinstance(first, Power) else first
                name = name_of(base)
                if not isinstance(second, Group) or second.left != "(" or name is None:
                    continue
                bare_name = base is first or _is_inverse(first)
                is_word = _WORD.fullmatch(name) is not None and not line.context.knows(name)
                may_be = is_word or (name_of(bare(second)) is not None and bare_name)
                at_value = isinstance(bare(second), Number) and bare_name
                if at_value or (may_be and not suspect.has_slip):
                    return f"{name} may be a function that nothing defines"
    return None


def _is_inverse(node: Node) -> bool:
    """Whether a name has the exponent of an inverse function, as in `\\Phi^{-1}`."""
    return isinstance(node, Power) and is_minus_one(bare(node.exponent))


def vectors_multiplied(suspect: Suspect) -> str | None:
    """`\\mathbf{a} \\times \\mathbf{b}`, and `\\mathbf{a} \\mathbf{b} \\cdot \\mathbf{c}`.

    Who writes `u \\times v` beside `u \\cdot v` means two products.
    """
    crosses, dots = (_joined(suspect.line, sign) for sign in ("\\times", "\\cdot"))
    if crosses & dots:
        return "a product of vectors is none of numbers"
    for side in (suspect.line.left, suspect.line.right):
        for product in (part for part in walk(side) if isinstance(part, Product)):
            vectors = [_is_bold(factor) for factor in product.factors]
            crossed = any(
                operator == "\\times" and one and other
                for operator, one, other in zip(
                    product.operators, vectors, vectors[1:], strict=False
                )
            )
            if crossed or (sum(vectors) > 2 and {"\\cdot", ""} <= set(product.operators)):
                return "a product of vectors is none of numbers"
    return None


def _joined(line: Line, sign: str) -> set[frozenset[str | None]]:
    """The pairs of names that a sign of multiplication joins in a line."""
    parts = (part for side in (line.left, line.right) for part in walk(side))
    return {
        frozenset((name_of(one), name_of(other)))
        for part in parts
        if isinstance(part, Product)
        for operator, (one, other) in zip(part.operators, pairwise(part.factors), strict=True)
        if operator == sign and None not in (name_of(one), name_of(other))
    }


def _is_bold(node: Node) -> bool:
    """Whether a name is written as that of a vector: in bold, or with an arrow."""
    while isinstance(node, Subscript | Superscript | Power):
        node = node.base
    if isinstance(node, Accent):
        return node.command in ("\\vec", *_BOLD) or _is_bold(node.body)
    return isinstance(node, Symbol) and node.style in _BOLD


def without_shapes(suspect: Suspect) -> str | None:
    """`X = U \\Sigma V^T`, so `X V = U \\Sigma`: not for numbers, for which it is read."""
    line = suspect.line
    if not is_without_shapes(line):
        return None
    restricted = _with_an_inverse(suspect)
    if restricted is not None:
        return f"another equation says what {restricted} is like"
    if any(isinstance(part, Derivative | Apply) for part in walk(line.left)):
        return None
    bodies = [item.body for item in definitions_behind(line)]
    if any(_is_transposed(part) for body in bodies for part in walk(body)):
        return "the matrices behind it have no shapes"
    return None


def _with_an_inverse(suspect: Suspect) -> str | None:
    """A name behind a line of which the article says `Q^\\top Q = I`, as of no other number."""
    line = suspect.line
    sides = (line.left, line.right, *(item.body for item in definitions_behind(line)))
    names = {name for side in sides for name in mentioned(side)}
    for other in suspect.article.lines:
        is_identity = name_of(bare(other.right)) in _IDENTITIES and other is not line
        if is_identity and (found := names & set(mentioned(other.left))):
            return min(found)
    return None


def _is_transposed(node: Node) -> bool:
    exponent = name_of(bare(node.exponent)) if isinstance(node, Power) else None
    return exponent in ("\\top", "T", "\\intercal")
