"""Sums and integrals over the letters of distributions, as sums over all of their values.

An integral needs a distribution of its letter inside. `\\int u + v \\, dx` is the integral of both
terms, however far the reader took it to reach.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from verifier.kernel.terms import Term
from verifier.meaning.distributions import draw, laws_of, shapes_in
from verifier.meaning.errors import MeaningError
from verifier.meaning.letters import kind_of, letter_of
from verifier.meaning.names import name_of
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.records import replace

_INTEGRALS = ("\\int", "\\iint")
Handlers = Mapping[type[Node], Callable[..., Term]]


def big_operator(plain: Handlers) -> Callable[..., Term]:
    """The reader of sums and integrals, in front of the plain one."""

    def read(node: tree.BigOperator, scope: Scope) -> Term:
        if node.command in _INTEGRALS:
            return _integral(node, scope)
        lower = node.lower
        letters = () if lower is None else _summed_letters(lower)
        if lower is not None and _is_of_examples(lower, scope):
            raise MeaningError(lower.span, "a sum over a set of examples", "one over all values")
        if node.command != "\\sum" or not letters or node.upper is not None:
            return plain[tree.BigOperator](node, scope)
        if not all(laws_of(scope).has_letter(letter) for letter in letters):
            return plain[tree.BigOperator](node, scope)
        found = draw(letters, scope)
        return found.sum(found.scope.term(node.body))

    return read


def sum_of_terms(plain: Handlers) -> Callable[..., Term]:
    """The reader of sums of terms, in which an integral reaches as far as its `dx`."""

    def read(node: tree.Sum, scope: Scope) -> Term:
        return plain[tree.Sum](_with_whole_integrals(node), scope)

    return read


def _with_whole_integrals(node: tree.Sum) -> tree.Sum:
    for start, term in enumerate(node.terms):
        if not isinstance(term, tree.BigOperator) or term.command not in _INTEGRALS:
            continue
        if without_differentials(term.body)[1]:
            continue
        for end in range(start + 1, len(node.terms)):
            body, letters = without_differentials(node.terms[end])
            if letters:
                signs = ("", *node.signs[start + 1 : end + 1])
                inner = tree.Sum(signs, (term.body, *node.terms[start + 1 : end], body))
                whole = _over(term, inner, letters)
                return tree.Sum(
                    (*node.signs[: start + 1], *node.signs[end + 1 :]),
                    (*node.terms[:start], whole, *node.terms[end + 1 :]),
                    span=node.span,
                )
    return node


def _over(integral: tree.BigOperator, body: Node, letters: tuple[str, ...]) -> Node:
    differentials = tuple(tree.Symbol(f"d{letter}") for letter in letters)
    product = tree.Product((tree.Group("(", body, ")"), *differentials), ("",) * len(letters))
    return replace(integral, body=product)


def _summed_letters(lower: Node) -> tuple[str, ...]:
    """The letters below a sum: `s'`, `x, z`, `s \\in \\mathcal{S}`."""
    if isinstance(lower, tree.Chain):
        if lower.operators != ("\\in",) or not _is_of_all_values(*lower.sides):
            return ()
        lower = lower.sides[0]
    items = lower.items if isinstance(lower, tree.Tuple) else (lower,)
    letters = [letter_of(item) for item in items]
    return tuple(letter for letter in letters if letter) if all(letters) else ()


def _is_of_examples(lower: Node, scope: Scope) -> bool:
    """Whether a letter of a distribution runs over a set that is not that of its values."""
    if not isinstance(lower, tree.Chain) or lower.operators != ("\\in",):
        return False
    letter = letter_of(lower.sides[0])
    known = letter is not None and laws_of(scope).has_letter(letter)
    return known and not _is_of_all_values(*lower.sides)


def _is_of_all_values(letter: Node, values: Node) -> bool:
    """Whether a set is named after the letter: S for s. In `x \\in D` it is one of examples."""
    name, letters = name_of(values), letter_of(letter)
    return (
        name is not None
        and letters is not None
        and name[-2:].strip("{}").lower() == kind_of(letters)
    )


def _integral(node: tree.BigOperator, scope: Scope) -> Term:
    body, letters = without_differentials(node.body)
    if not letters and node.lower is not None and node.upper is None:
        letters = _summed_letters(node.lower)
    infinite = node.upper is None or "\\infty" in {name_of(part) for part in tree.walk(node.upper)}
    known = all(laws_of(scope).has_letter(letter) for letter in letters)
    if not letters or not infinite or not known:
        raise MeaningError(node.span, "an integral", "an integral over a letter of a distribution")
    found = draw(letters, scope)
    drawn = {letter for shape in shapes_in(body, found.scope) for letter in shape.left}
    if not set(letters) <= drawn:
        raise MeaningError(node.span, "an integral", "a distribution of its letter inside")
    return found.sum(found.scope.term(body))


def without_differentials(node: Node) -> tuple[Node, tuple[str, ...]]:
    """A formula without `dx` at its end (or `d x`, `\\mathrm{d} x`), and these letters."""
    found: list[str] = []
    while True:
        node, letter = _without_one(node)
        if letter is None:
            return node, tuple(found)
        found.append(letter)


def _without_one(node: Node) -> tuple[Node, str | None]:
    if isinstance(node, tree.Apply) and not isinstance(node.argument, tree.Group):
        inner, letter = _without_one(node.argument)
        return tree.Apply(node.function, inner, span=node.span), letter
    if not isinstance(node, tree.Product):
        return node, None
    *before, last = node.factors
    letter = _differential(last)
    kept = len(before)
    if letter is None and len(before) > 1 and name_of(before[-1]) == "d":
        letter, kept = letter_of(last), kept - 1
    if letter is None:
        inner, letter = _without_one(last)
        factors = (*before, inner)
        return tree.Product(factors, node.operators, span=node.span), letter
    if kept == 1:
        return before[0], letter
    return tree.Product(tuple(before[:kept]), node.operators[: kept - 1], span=node.span), letter


def _differential(node: Node) -> str | None:
    if isinstance(node, tree.Prime):
        base = _differential(node.base)
        return None if base is None else base + "'" * node.count
    if not isinstance(node, tree.Symbol) or node.name[:1] != "d":
        return None
    letter = node.name[1:]
    return letter if len(letter) == 1 or letter.startswith("\\") else None
