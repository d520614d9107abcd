"""Probabilities in formulas: p(x | z) at the values of its letters, and functions of letters.

A letter that a sum, an integral or an expectation binds is a bound index over its values; one that
nothing binds is one value, the same in the whole claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import or_

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.meaning.functions import BUILT_IN_FUNCTIONS
from verifier.meaning.laws import Law, Laws, Shape, family_of
from verifier.meaning.letters import (
    argument_letter,
    given_parts,
    items_of,
    letter_of,
)
from verifier.meaning.names import name_of
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.notation.write_latex import write_latex
from verifier.records import dataclass, replace


def laws_of(scope: Scope) -> Laws:
    """The distributions of the article; asked only where there are some."""
    assert scope.context.laws is not None
    return scope.context.laws


def law_name(node: Node) -> str:
    """What a distribution is called: `p_\\theta`, or `p_{\\theta+d}` as it is written."""
    return name_of(node) or write_latex(node)


def law_of(node: Node, scope: Scope) -> Law | None:
    """The distribution that a name stands for."""
    laws = laws_of(scope)
    name = law_name(node)
    return None if laws.as_gaussians and name in laws.gaussians else laws.named(name)


def point_of(letter: str, scope: Scope) -> Term:
    """The number of the value that a letter has here."""
    found = scope.points.get(letter) or scope.bound.get(letter)
    return terms.variable(letter) if found is None else found


@dataclass(frozen=True, slots=True)
class Draw:
    """Letters that are bound, and the bound variables with how far they run."""

    scope: Scope
    runs: tuple[tuple[str, Term], ...]

    def sum(self, body: Term) -> Term:
        """The sum of a term over all values of the letters."""
        for name, last in reversed(self.runs):
            body = terms.summation(body, name, terms.number(1), last)
        return body


def draw(letters: tuple[str, ...], scope: Scope) -> Draw:
    """The scope in which letters are bound."""
    runs = []
    for letter in letters:
        name = scope.new_index()
        scope = replace(scope, points={**scope.points, letter: terms.variable(name)})
        runs.append((name, laws_of(scope).size(letter)))
    return Draw(scope, tuple(runs))


# Distributions ------------------------------------------------------------------------------


def shape_of(node: tree.Apply, scope: Scope) -> Shape:
    """The letters of `p(x \\mid z)`; raises `MeaningError` where something is no letter."""
    before, behind = given_parts(node.argument)
    found = [argument_letter(part) for part in (*before, *behind)]
    letters = [letter for letter in found if letter is not None]
    if len(letters) != len(found):
        raise MeaningError(node.argument.span, "a value in a probability", "letters")
    _expect_single_values(node, scope)
    return Shape(tuple(letters[: len(before)]), tuple(letters[len(before) :]))


def _expect_single_values(node: tree.Apply, scope: Scope) -> None:
    """In `p(x_i)` with an index i that runs, x is a sample and no letter of its own."""
    running = scope.context.sizes.keys() | scope.bound.keys()
    for part in tree.walk(node.argument):
        if isinstance(part, tree.Subscript | tree.Superscript):
            names = {name for inner in tree.walk(part.index) if (name := name_of(inner))}
            if names & running:
                raise MeaningError(part.span, "a value of one of many examples", "one letter")


def probability(law: Law, shape: Shape, scope: Scope, node: Node) -> Term:
    """p(left | given) at the values that the letters have here."""
    placed = law.placed(shape.left, shape.given)
    if placed is None:
        found = f"{', '.join((*shape.left, *shape.given))} in a probability by {law.name}"
        raise MeaningError(node.span, found, "letters of this distribution, each once")
    before, behind = (
        {placed[letter]: point_of(letter, scope) for letter in letters}
        for letters in (shape.left, shape.given)
    )
    return laws_of(scope).probability(law, before, behind)


def only_shape(law: Law, node: Node) -> Shape:
    """The way in which a distribution is written wherever it is; raises if there are several."""
    if len(law.shapes) != 1:
        found = f"the distribution {law.name} without its letters"
        raise MeaningError(node.span, found, f"{law.name}(…)")
    return law.shapes[0]


def bare_law(law: Law, node: Node, scope: Scope) -> Term:
    """A distribution without its letters, at the values that a sum or a divergence binds."""
    shape = only_shape(law, node)
    if not all(letter in scope.points for letter in shape.left):
        expected = "the letters that it is of"
        raise MeaningError(node.span, f"the distribution {law.name} alone", expected)
    return probability(law, shape, scope, node)


def shapes_in(node: Node, scope: Scope) -> Iterator[Shape]:
    """The shapes of all distributions in a formula, written with their letters or without."""
    if isinstance(node, tree.Apply):
        law = law_of(node.function, scope)
        if law is not None:
            yield shape_of(node, scope)
            return
    else:
        names = tree.Symbol | tree.Subscript | tree.Superscript | tree.Power
        law = law_of(node, scope) if isinstance(node, names) else None
        if law is not None:
            yield only_shape(law, node)
            return
    for part in tree.children(node):
        yield from shapes_in(part, scope)


# Functions of letters -----------------------------------------------------------------------


def function_of_letters(function: Node, argument: Node, scope: Scope) -> Term | None:
    """The value of a function of letters; None when it is a call like any other."""
    name = name_of(function)
    if name is not None and name in scope.bound:
        raise MeaningError(function.span, f"the parameter {name} as a function", "a number")
    context, items = scope.context, items_of(argument)
    letters = [_value_letter(item, scope) for item in items]
    definition = None if name is None else context.definitions.get(name)
    if definition is not None and definition.parameters:
        if len(items) != len(definition.parameters) or not any(letters):
            return None
        bound, points = {}, {}
        for parameter, letter, item in zip(definition.parameters, letters, items, strict=True):
            if letter is None:
                bound[parameter] = scope.term(item)
            else:
                points[parameter] = point_of(letter, scope)
        return scope.expanded(definition, bound, function, points)
    known = name in BUILT_IN_FUNCTIONS or (name is not None and context.knows(name))
    parameters = [name_of(item) in laws_of(scope).parameters for item in items]
    if known or not all(map(or_, map(bool, letters), parameters)):
        return None
    if any(parameters):
        return _of_parameters(function, items, letters, scope)
    return any_family(function, [letter for letter in letters if letter], scope)


def _of_parameters(
    function: Node, items: tuple[Node, ...], letters: list[str | None], scope: Scope
) -> Term:
    """`J(\\theta)` and `f(x, \\theta)`: any smooth function of what derivatives are taken by."""
    laws = laws_of(scope)
    points = [point_of(letter, scope) for letter in letters if letter]
    said = [name_of(item) or "" for item, letter in zip(items, letters, strict=True) if not letter]
    name = f"{write_latex(function)}({', '.join(said)})"
    if set(said) & set(laws.by):
        return terms.apply(name, (*points, *map(terms.variable, laws.by)))
    return terms.entry(name, *points) if points else terms.variable(name)


def _value_letter(item: Node, scope: Scope) -> str | None:
    letter = letter_of(item)
    if letter is None or letter in scope.bound or not laws_of(scope).has_letter(letter):
        return None
    return letter


def any_family(function: Node, letters: list[str], scope: Scope) -> Term:
    """A function that nothing defines: any numbers over the values of its letters."""
    if not scope.context.lenient:
        found = f"the undeclared function {write_latex(function)}"
        raise UndeclaredSymbol(function.span, found, "a definition of it above")
    family = family_of(write_latex(function), letters)
    points = [point_of(letter, scope) for letter in letters]
    return laws_of(scope).family(family, "function", points)
