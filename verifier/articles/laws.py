"""The distributions that an article speaks of, found in one look through all of its formulas.

What stands before a bar, `p(x \\mid z)`, below an expectation, `\\mathbb{E}_{z \\sim q}`, or in a
divergence, `KL(p \\| q)`, is a distribution. In an article that says so in words, p, q and P with
letters are, too. The random variables in `E[X]` or `H(X)` that no distribution is written for have
one of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from verifier.articles.document import Formula
from verifier.articles.law_aliases import aliases_in
from verifier.articles.normal_laws import gaussians_in, is_normal
from verifier.articles.places import read_again
from verifier.articles.random_variables import OF_VARIABLES, is_certain, variables_in
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context
from verifier.meaning.distributions import law_name
from verifier.meaning.divergences import operands, plain_name
from verifier.meaning.expectations import operator_of, outermost
from verifier.meaning.gaussians import NAMES
from verifier.meaning.laws import AMBIENT, ANONYMOUS, Law, Laws, Shape, family_of
from verifier.meaning.letters import (
    argument_letter,
    calls_in,
    given_parts,
    has_bar,
    is_an_example,
    is_random,
    items_of,
    kind_of,
    letter_of,
)
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.reading import Reading
from verifier.notation.tree import Apply, Chain, Node, Subscript, Superscript, Symbol, walk
from verifier.notation.write_latex import write_latex
from verifier.records import replace

_WORDS = lazy_pattern(
    r"distribut|probabilit|densit|likelihood|posterior|\bprior\b|entropy|divergence|概率|分布",
    re.IGNORECASE,
)
_USUAL = frozenset(("p", "q", "P", "\\Pr", "Pr", "\\mathbb{P}"))
_BELOW = _USUAL | {"Q", "\\pi", "\\rho"}
_DIVERGENCES = frozenset(("KL", "DKL", "KLD", "JS", "DJS", "JSD", "D"))
_ENTROPIES = frozenset(("H", "CE"))
LOGARITHMS = frozenset(("\\log", "\\ln", "log", "ln"))


def laws_throughout(
    statements: Iterable[Chain], text: str, sizes: Mapping[str, str]
) -> Laws | None:
    """The distributions in the statements of an article; None when there are none."""
    chains = tuple(statements)
    nodes = [node for chain in chains for node in walk(chain)]
    names = dict.fromkeys(_names(nodes, _WORDS.search(text) is not None or _has_signs(nodes)))
    written = {name: _shapes(name, nodes, sizes) for name in names}
    aliases = dict(aliases_in(written))
    for name, other in aliases.items():
        written[other] = dict.fromkeys([*written[other], *written.pop(name)])
    for name in set(_ones_complements(nodes)):
        written.pop(name, None)
    found = {
        name: _law(name, list(shapes or _samples(name, nodes))) for name, shapes in written.items()
    }
    kinds = {kind_of(slot) for law in found.values() for slot in law.slots}
    variables = variables_in(chains, nodes, sizes, kinds, {*found, *aliases})
    if variables:
        found[AMBIENT] = Law(AMBIENT, variables, (Shape(variables),))
    gaussians = dict(gaussians_in(chains, text))
    if not found and not any(is_normal(node) for node in nodes):
        return None
    parameters = frozenset(parameters_in(nodes))
    shares = frozenset(_shares(nodes))
    return Laws(found, dict(sizes), shares, aliases, gaussians=gaussians, parameters=parameters)


def _ones_complements(nodes: Iterable[Node]) -> Iterator[str]:
    """The names that stand alone in `1 - p`: numbers, and no distributions, even in `H(p)`."""
    for node in nodes:
        if isinstance(node, tree.Sum) and node.signs == ("", "-"):
            name = name_of(node.terms[1])
            if node.terms[0] == tree.Number("1") and name is not None:
                yield name


def _has_signs(nodes: Iterable[Node]) -> bool:
    """Whether something is worked out that only distributions have: `E[X]`, `I(X; Y)`, `KL(p, q)`.

    H alone is no such sign, which may be a function of a number.
    """
    calls = [call for node in nodes for call in calls_in(node)]
    if any(map(is_certain, calls)):
        return True
    return any(
        plain_name(call.function) in _DIVERGENCES | OF_VARIABLES
        and any(map(is_random, outermost(call.argument)))
        for call in calls
    )


def parameters_in(nodes: Iterable[Node]) -> Iterator[str]:
    """The symbols by which derivatives are taken: θ in `\\nabla_\\theta`."""
    for node in nodes:
        variables: list[Node] = []
        if isinstance(node, Subscript) and name_of(node.base) == "\\nabla":
            variables = [node.index]
        elif isinstance(node, tree.Derivative):
            variables = [variable for variable, _ in node.variables]
        yield from (name for variable in variables if (name := name_of(variable)) is not None)


def _shares(nodes: list[Node]) -> Iterator[str]:
    """The functions D of letters in `\\log(1 - D(x))`."""
    for node in nodes:
        if not isinstance(node, Apply) or name_of(node.function) not in LOGARITHMS:
            continue
        inner = _inside(node.argument)
        if isinstance(inner, tree.Sum) and inner.signs == ("", "-"):
            for call in calls_in(inner.terms[1]):
                letters = [letter_of(item) for item in items_of(call.argument)]
                if inner.terms[0] == tree.Number("1") and all(letters):
                    yield family_of(write_latex(call.function), [x for x in letters if x])


def with_laws(
    context: Context, first: Mapping[Formula, Reading], text: str, functions: frozenset[str]
) -> Context:
    """The context with the distributions of an article; `functions` are the names of functions.

    A distribution before a bracket is a function, so all formulas are read once more with that.
    """
    statements = [one for reading in first.values() for one in reading.statements]
    laws = laws_throughout(statements, text, context.sizes)
    if laws is None:
        return context
    context = replace(context, laws=laws)
    again = [read_again(formula, read, context, functions) for formula, read in first.items()]
    statements = [one for reading in again for one in reading.statements]
    laws = laws_throughout(statements, text, context.sizes)
    return replace(context, laws=laws)


# Names --------------------------------------------------------------------------------------


def _names(nodes: list[Node], in_words: bool) -> Iterator[str]:
    for node in nodes:
        below = operator_of(node) if isinstance(node, Subscript) else None
        if below is not None and below[1] is not None:
            yield from _below(below[1])
        if isinstance(node, Chain) and node.operators == ("\\sim",) and len(node.sides) == 2:
            name = node.sides[1]
            if isinstance(name, Subscript) and _base(name) in _USUAL:
                yield law_name(name)
    for call in (call for node in nodes for call in calls_in(node)):
        plain = plain_name(call.function)
        if operator_of(call.function) is not None:
            continue
        if plain in _DIVERGENCES or plain in _ENTROPIES:
            yield from _compared(call, plain)
        elif plain not in OF_VARIABLES and _is_a_law(call, in_words):
            yield law_name(call.function)


def _is_a_law(call: Apply, in_words: bool) -> bool:
    if name_of(call.function) in NAMES:
        return False
    likely = has_bar(call.argument) or (in_words and _base(call.function) in _USUAL)
    return likely and _shape(call) is not None


def _base(node: Node) -> str | None:
    while isinstance(node, Subscript | Superscript | tree.Power | tree.Prime | tree.Accent):
        node = node.body if isinstance(node, tree.Accent) else node.base
    return node.name if isinstance(node, Symbol) else None


def _below(below: Node) -> Iterator[str]:
    for part in items_of(below):
        if isinstance(part, Chain) and part.operators == ("\\sim",):
            part = part.sides[1]
            if _is_a_name(part):
                yield law_name(part)
        if isinstance(part, Apply):
            if name_of(part.function) not in NAMES and _shape(part) is not None:
                yield law_name(part.function)
        elif _base(part) in _BELOW:
            yield law_name(part)


def _is_a_name(node: Node) -> bool:
    if isinstance(node, tree.Power) and any(isinstance(p, tree.Number) for p in walk(node)):
        return False
    names = Symbol | Subscript | Superscript | tree.Power
    return isinstance(node, names) and _base(node) is not None


def _compared(node: Apply, plain: str) -> Iterator[str]:
    """The distributions in `KL(p \\| \\frac{p + q}{2})` and `H(p, q)`."""
    pair = operands(node.argument)
    if plain in _ENTROPIES:
        pair = pair or (node.argument, node.argument)
    if pair is None or (plain == "D" and not isinstance(_inside(node.argument), Chain)):
        return
    for side in pair:
        yield from _in_operand(side, plain in _ENTROPIES)


def _inside(argument: Node) -> Node:
    return argument.body if isinstance(argument, tree.Group) else argument


def _in_operand(node: Node, only_usual: bool) -> Iterator[str]:
    if isinstance(node, Apply):
        if _shape(node) is not None and name_of(node.function) not in NAMES:
            yield law_name(node.function)
        return
    if _is_a_name(node):
        if _base(node) in _USUAL or not only_usual:
            yield law_name(node)
        return
    for part in tree.children(node):
        yield from _in_operand(part, only_usual)


# Letters ------------------------------------------------------------------------------------


def _shape(node: Apply) -> Shape | None:
    """The letters of one application; None when something in it is no letter."""
    before, behind = given_parts(node.argument)
    found = [argument_letter(part) for part in (*before, *behind)]
    letters = [letter for letter in found if letter is not None]
    if len(letters) != len(found) or len(set(letters)) != len(letters):
        return None
    return Shape(tuple(letters[: len(before)]), tuple(letters[len(before) :]))


def _samples(name: str, nodes: list[Node]) -> dict[Shape, None]:
    return dict.fromkeys(shape for node in nodes for shape in _sampled(name, node))


def _shapes(name: str, nodes: list[Node], sizes: Mapping[str, str]) -> dict[Shape, None]:
    """The ways in which a distribution is written with its letters, but not with examples."""
    shapes = [
        shape
        for node in nodes
        for call in calls_in(node)
        if law_name(call.function) == name and (shape := _shape(call)) is not None
    ]
    return dict.fromkeys(
        shape
        for shape in shapes
        if not any(is_an_example(letter, sizes) for letter in (*shape.left, *shape.given))
    )


def _law(name: str, shapes: list[Shape]) -> Law:
    if not shapes:
        return Law(name, (ANONYMOUS,), (Shape((ANONYMOUS,)),))
    shapes = [_without_dummies(shape, shapes) for shape in dict.fromkeys(shapes)]
    slots = tuple(dict.fromkeys(s for shape in shapes for s in (*shape.left, *shape.given)))
    return Law(name, slots, tuple(dict.fromkeys(shapes)))


def _sampled(name: str, node: Node) -> Iterator[Shape]:
    """The letters in `z \\sim q`."""
    if isinstance(node, Chain) and node.operators == ("\\sim",) and len(node.sides) == 2:
        letters = [letter_of(item) for item in items_of(node.sides[0])]
        known = tuple(letter for letter in letters if letter is not None)
        if len(known) == len(letters) and law_name(node.sides[1]) == name:
            yield Shape(known)


def _without_dummies(shape: Shape, shapes: list[Shape]) -> Shape:
    """`p(x')` beside `p(x)` is the same distribution at another value, unless both stand in one."""

    def plain(letter: str) -> str:
        base = letter.rstrip("'")
        if base == letter or any({base, letter} <= {*s.left, *s.given} for s in shapes):
            return letter
        return base if any(base in (*s.left, *s.given) for s in shapes) else letter

    return Shape(tuple(map(plain, shape.left)), tuple(map(plain, shape.given)))
