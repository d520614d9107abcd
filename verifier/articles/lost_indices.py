"""Sums whose index is lost: `\\sum_{i=1}^K \\pi_k p_k(x)` adds up terms that do not depend on i.

No reading makes such a formula one of x alone: the terms carry k, nothing binds it, and the left
side does not have it. Either the sum or the letter of its terms is misprinted.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article
from verifier.meaning.context import mentioned
from verifier.meaning.names import bound_letter, entries_of
from verifier.notation.tree import (
    BigOperator,
    Chain,
    Node,
    Subscript,
    Superscript,
    Symbol,
    children,
    rebuild,
    walk,
)
from verifier.notation.write_latex import write_latex
from verifier.records import dataclass, replace
from verifier.values import Span

LETTERS = frozenset("ijklmnt")
_UNBOUND = "which nothing binds"


@dataclass(frozen=True, slots=True)
class LostIndex:
    """A sum over `bound`, while its terms have `free`, and the sum as it is likely to be meant."""

    operator: BigOperator
    bound: str
    free: str
    suggestion: str

    @property
    def message(self) -> str:
        lost = f"the sum runs over {self.bound}, which its terms do not have"
        bound = "which is where it begins" if self.bound.rstrip("'") == self.free else _UNBOUND
        return f"{lost}; they have {self.free}, {bound}"


def lost_in(article: Article) -> Iterator[tuple[Span, LostIndex]]:
    """The sums without an index in the definitions and claims of an article, with their lines."""
    for definition in article.context.definitions.values():
        head = Symbol(definition.name) if definition.head is None else definition.head
        known = frozenset((*definition.parameters, *definition.indices))
        for lost in lost_indices(head, definition.body, known):
            yield definition.body.span, lost
    for line in article.lines:
        for lost in lost_indices(line.left, line.right):
            yield line.span, lost


def lost_indices(
    left: Node, right: Node, known: frozenset[str] = frozenset()
) -> Iterator[LostIndex]:
    """The sums on the right side of an equality whose index is lost, but for `known` letters."""
    yield from _lost(right, known.union(_letters(left), mentioned(left), _names(left)))


def _lost(node: Node, known: frozenset[str]) -> Iterator[LostIndex]:
    if isinstance(node, BigOperator):
        bound = bound_letter(node.lower)
        everywhere = set(_names(node.body))
        free = sorted(free_letters(node.body) - known)
        if bound in LETTERS and bound not in everywhere and len(free) == 1 and node.upper:
            yield LostIndex(node, bound, free[0], _over(node, free[0]))
        plain = _without_prime(node, everywhere)
        if plain is not None and bound is not None:
            yield LostIndex(node, bound, plain, write_latex(_with_letter(node, plain, bound)))
        known = known if bound is None else known | {bound}
    for part in children(node):
        yield from _lost(part, known)


def _without_prime(node: BigOperator, names: set[str]) -> str | None:
    """t where a sum over t' that begins with t has terms with t, and none with t'."""
    bound = bound_letter(node.lower) or ""
    plain = bound.rstrip("'")
    begins = isinstance(node.lower, Chain) and Symbol(plain) in walk(node.lower.sides[1])
    lost = plain != bound and begins and bound not in names and plain in set(_letters(node.body))
    return plain if lost else None


def _with_letter(node: BigOperator, old: str, new: str) -> Node:
    """The sum with a letter in its terms for another one."""

    def changed(part: Node) -> Node:
        return Symbol(new) if part == Symbol(old) else rebuild(part, changed)

    return replace(node, body=changed(node.body))


def _letters(node: Node) -> Iterator[str]:
    """The letters at which entries stand: k in `\\pi_k` and in `\\mathcal{N}(x \\mid \\mu_k)`."""
    for part in walk(node):
        if isinstance(part, Subscript | Superscript):
            entry = entries_of(part)
            for index in () if entry is None else entry[1]:
                inside = (part for part in walk(index) if isinstance(part, Symbol))
                yield from (part.name for part in inside if part.name in LETTERS)


def free_letters(node: Node) -> set[str]:
    """The letters at which entries stand in a formula and which no sum in it binds."""
    bound = {bound_letter(part.lower) for part in walk(node) if isinstance(part, BigOperator)}
    return set(_letters(node)) - bound


def _names(node: Node) -> Iterator[str]:
    yield from (part.name for part in walk(node) if isinstance(part, Symbol))


def _over(node: BigOperator, letter: str) -> str:
    """The sum with its terms' letter below it."""
    lower: Node = Symbol(letter)
    if isinstance(node.lower, Chain):
        lower = replace(node.lower, sides=(lower, *node.lower.sides[1:]))
    return write_latex(replace(node, lower=lower))
