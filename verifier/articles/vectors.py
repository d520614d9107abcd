"""Claims about vectors of which no shape is known: what their reading in dimension one decides.

There all letters are numbers. What is false of numbers is false, if it is stated for all
dimensions; what is true of numbers is not decided, for the order of factors and the transposes of
vectors make no difference to numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Line
from verifier.articles.findings import correction_of
from verifier.articles.prose import property_in
from verifier.articles.readings import Found
from verifier.meaning.context import Context, mentioned
from verifier.meaning.one_dimension import behind
from verifier.meaning.relations import relation_in
from verifier.notation.names import is_nabla
from verifier.notation.tree import Accent, Derivative, Node, Number, Symbol, bare, children
from verifier.records import replace
from verifier.values import Proved, Unknown

_OF_ALL_NUMBERS = frozenset(("symmetric", "diagonal", "triangular", "low-rank", "low rank"))
"""What every matrix of one row and one column is, whichever number it holds."""
_OF_SIGNS = frozenset(("definite", "semi-definite", "semidefinite"))
"""What a positive number is."""
_OF_FACTORS = ("wrong-sign", "missing-factor", "extra-factor", "wrong-exponent")
"""Slips that no relation between the vectors of a line explains, if both sides have all of them."""


def without_shapes(line: Line, found: Found, text: str) -> Found:
    """The verdict on a line about vectors: what is true of numbers is unknown."""
    if isinstance(found.verdict, Proved):
        if bare(line.left) == bare(line.right):
            return found
        reason = "it holds for numbers; the article does not say which shapes the vectors have"
        return replace(found, verdict=Unknown(reason))
    doubt = _reason_to_doubt(line, text)
    return found if doubt is None else replace(found, verdict=Unknown(doubt))


def _reason_to_doubt(line: Line, text: str) -> str | None:
    """Why a line that is false for numbers may be meant otherwise."""
    context = line.context
    sides = (line.left, line.right)
    word = property_in(text, _OF_ALL_NUMBERS)
    if word in _OF_SIGNS and _slips(line) and not property_in(text, _OF_ALL_NUMBERS | _OF_SIGNS):
        word = None
    if word is not None:
        return f"the article calls something {word}, which numbers may not be"
    parts = [part for side in behind(sides, context) for part in _without_indicators(side)]
    if any(_is_of_a_dimension(part, context) for part in parts):
        return "it mentions ones or the identity, whose size is not known"
    names = {name for side in sides for name in mentioned(side)}
    derived = any(isinstance(part, Derivative) or is_nabla(part) for part in parts)
    if not derived and not names & context.definitions.keys():
        codes = _slips(line)
        of_numbers = _letters(line.right, context) == _letters(line.left, context)
        if len(codes) != 1 or codes[0] not in (_OF_FACTORS if of_numbers else ("wrong-sign",)):
            return "it may say what the vectors are like"
    if _letters(line.right, context) - _letters(line.left, context) and len(_slips(line)) != 1:
        return "nothing says what the letters of this side have to do with the other side"
    return None


def _slips(line: Line) -> list[str]:
    """The slips that were undone in the smallest correction of a line."""
    correction = correction_of(line)
    return [slip.code for slip in correction.slips] if correction is not None else []


def _without_indicators(node: Node) -> Iterator[Node]:
    """The parts of a formula, but for the ones that only say that an indicator is written."""
    yield node
    relation = relation_in(node)
    parts = children(node) if relation is None else iter(relation.sides)
    for part in parts:
        yield from _without_indicators(part)


def _is_of_a_dimension(node: Node, context: Context) -> bool:
    match node:
        case Accent(body=Number(text="1")) | Symbol(name="1"):
            return True
        case Symbol(name="I"):
            return not context.knows("I")
    return False


def _letters(node: Node, context: Context) -> frozenset[str]:
    """The symbols behind a formula that nothing defines."""
    found = {part for name in _named(node) for part in context.ancestry(name)}
    families = {name for name in found if name.endswith("[]") and not context.knows(name)}
    free = (name.removesuffix("[]") for name in found - context.definitions.keys() - families)
    return frozenset(
        name for name in free if context.allows(name) and not _is_member(name, context)
    )


def _named(node: Node) -> Iterator[str]:
    """The names in a formula, w for `\\nabla_w`."""
    for name in mentioned(node):
        yield name.removeprefix("\\nabla_") if name.startswith("\\nabla_") else name


def _is_member(name: str, context: Context) -> bool:
    """Whether `x_i` is an entry of a family, which is among the names itself."""
    return "_" in name and context.knows(f"{name.rpartition('_')[0]}[]")
