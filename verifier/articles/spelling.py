"""Names that only a whole article tells from formulas: squares, and words in indices.

Where an article says what the square of a symbol is, as in `\\sigma^2 = \\frac1m \\sum_i x_i^2`, or
differentiates by it, and never writes the symbol without the square, the square is a quantity of
its own, which is not negative. In `n_{in}` a word is written, and no indices i and n, where the
symbol ends a sum or a range; and so it is in `w_{rec}`, whose letters nobody takes for indices. A
star or a dagger makes another name, and no power: `w^*` is the best `w`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verifier.articles.adjoints import Adjoints, adjoints_in, with_gradients
from verifier.articles.layer_indices import layer_letter, with_layers
from verifier.articles.primes import primed_names, with_prime
from verifier.articles.roots import squared
from verifier.articles.values_with_entries import values_in, with_values
from verifier.hints import TypeVar, cast
from verifier.kernel.domains import NONNEGATIVE
from verifier.meaning.context import Context, Definition
from verifier.meaning.double_sums import letters_held, with_double_sums
from verifier.meaning.names import MARKS, bound_letter, name_of
from verifier.notation.kinds import parts_of
from verifier.notation.reading import Reading
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Derivative,
    Node,
    Power,
    Prime,
    Product,
    Subscript,
    Superscript,
    Symbol,
    Tuple,
    rebuild,
    walk,
)
from verifier.records import dataclass, replace

Tree = TypeVar("Tree", bound=Node)
Words = frozenset[tuple[str, ...]]
_INDICES = frozenset("hijklmnpqrstuv")
"""The letters of which two or more together may be indices."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """Squares that are names, letters of indices that are words, names that carry primes, whether
    there are names with a star, the letter that counts layers, and bars that say gradients.

    `held` are the letters that stand free, where there are sums over several indices, `labels` the
    exponents that are none."""

    squares: frozenset[str] = frozenset()
    words: Words = frozenset()
    primes: frozenset[str] = frozenset()
    has_marks: bool = False
    held: frozenset[str] | None = None
    layer: str | None = None
    adjoints: Adjoints | None = None
    labels: frozenset[Node] = frozenset()
    values: frozenset[str] = frozenset()
    """Functions with one value, which is a family."""
    kronecker: Definition | None = None


PLAIN = Spelling()


def spelling_in(readings: Iterable[Reading], has_laws: bool) -> Spelling:
    """How the names of an article are spelt, which may speak of distributions."""
    statements = [statement for reading in readings for statement in reading.statements]
    primes = primed_names(statements, has_laws)
    powers = parts_of(statements, Power)
    has_marks = any(map(_is_marked, powers))
    labels = _labels(powers, statements)
    held = letters_held(statements)
    found = (squares_in(statements), words_in(statements), primes, has_marks, held)
    others = (layer_letter(statements), adjoints_in(statements), labels)
    has_deltas = Symbol("\\delta") in parts_of(statements, Symbol)
    deltas = _kronecker(statements) if has_deltas else None
    return Spelling(*found, *others, values_in(statements), deltas)


def _kronecker(statements: Sequence[Chain]) -> Definition | None:
    from verifier.meaning.kronecker import kronecker_in  # few articles have deltas

    return kronecker_in(statements)


def _labels(powers: Sequence[Power], statements: Sequence[Chain]) -> frozenset[Node]:
    """The exponents that are labels."""
    if not any(type(power.exponent) in (Product, Symbol) for power in powers):
        return frozenset()
    from verifier.articles.labels import labels_in

    return labels_in(powers, statements)


def _is_marked(node: Node) -> bool:
    """Whether a name bears a star or a dagger, as in `w^*`."""
    if not isinstance(node, Power) or not isinstance(node.exponent, Symbol):
        return False
    return node.exponent.name in MARKS and name_of(node.base) is not None


def squares_in(statements: Sequence[Chain]) -> frozenset[str]:
    """The names of the symbols whose squares are quantities in an article."""
    heads = {name for statement in statements for name in _heads(statement)}
    if not heads:
        return frozenset()
    alone: dict[str, int] = dict.fromkeys(heads, 0)
    for part in (part for statement in statements for part in walk(statement)):
        name = name_of(part)
        if name in alone:
            alone[name] += 1
        base = squared(part)
        if base in alone:
            alone[base] -= 1
        called = name_of(part.function) if isinstance(part, Apply) else None
        if called in alone:
            alone[called] -= 1  # `\\sigma(x)` beside a `\\sigma^2` is a function
    return frozenset(name for name, count in alone.items() if count == 0)


def _heads(statement: Chain) -> Iterator[str]:
    found = [statement.sides[0]] if statement.operators[:1] in (("=",), (":=",)) else []
    for part in parts_of((statement,), Derivative):
        found += [variable for variable, _ in part.variables]
    yield from (name for node in found if (name := squared(node)) is not None)


# Words in indices -------------------------------------------------------------------------------


def words_in(statements: Sequence[Chain]) -> Words:
    """The letters in indices of symbols that are words."""
    found = _pairs_of_names(statements)
    for part in parts_of(statements, BigOperator, Chain, Subscript):
        if isinstance(part, BigOperator) and part.upper is not None:
            found |= set(_words(part.upper, counting=True))
        elif isinstance(part, Chain) and isinstance(part.sides[-1], Tuple):
            found |= set(_words(part.sides[-1].items[-1], counting=True))
        elif isinstance(part, Subscript):
            found |= set(_words(part, counting=False))
    return frozenset(found)


def _pairs_of_names(statements: Sequence[Chain]) -> set[tuple[str, ...]]:
    """The x and h of `W_{xh} x_t + W_{hh} h_{t-1}`, two quantities between which W leads.

    Each letter names a quantity of the article (or is an output o, which the article may not
    write), and none of them is an index on its own.
    """
    subscripts: list[Subscript] = parts_of(statements, Subscript)
    pairs = {
        _letters(part)
        for part in subscripts
        if isinstance(part.base, Symbol) and part.base.name.isupper()
    }
    pairs = {letters for letters in pairs if len(letters) == 2}
    if not pairs:
        return set()
    named = {part.base.name for part in subscripts if isinstance(part.base, Symbol)}
    indices = {part.index.name for part in subscripts if isinstance(part.index, Symbol)}
    bound = {letter for part in parts_of(statements, BigOperator) for letter in _bound(part)}
    free = bound | (indices - named)
    return {pair for pair in pairs if set(pair) <= named | {"o"} and not set(pair) & free}


def _bound(node: BigOperator) -> set[str]:
    letter = bound_letter(node.lower)
    return set() if letter is None else {letter}


def _words(node: Node, counting: bool) -> Iterator[tuple[str, ...]]:
    letters = _letters(node)
    if letters and (counting or (len(letters) > 2 and not set(letters) <= _INDICES)):
        yield letters


def _letters(node: Node) -> tuple[str, ...]:
    """The letters that stand side by side in an index; none for anything else."""
    index = node.index if isinstance(node, Subscript) else None
    if not isinstance(index, Product) or any(index.operators):
        return ()
    plain = all(isinstance(one, Symbol) and one.name.isalpha() for one in index.factors)
    return tuple(one.name for one in index.factors if isinstance(one, Symbol)) if plain else ()


# What an article is read as ---------------------------------------------------------------------


def context_as_spelt(context: Context, names: Spelling) -> Context:
    """The context in which these squares are known not to be negative, and what δ is."""
    for name in sorted(names.squares):
        context = context.with_domain(f"{name}^2", NONNEGATIVE)
    if names.kronecker is None or not context.lenient:
        return context
    return context.with_definition(names.kronecker)


def as_spelt(reading: Reading, names: Spelling) -> Reading:
    """The reading in which these squares and words are names."""
    if names == PLAIN:
        return reading
    others = tuple(
        replace(one, taken=_spelt(one.taken, names), instead=_spelt(one.instead, names))
        for one in reading.alternatives
    )
    statements = tuple(_spelt(statement, names) for statement in reading.statements)
    if names.held is not None:
        statements = tuple(with_double_sums(statement, names.held) for statement in statements)
    return replace(reading, statements=statements, alternatives=others)


def _spelt(node: Tree, names: Spelling) -> Tree:
    node = with_values(node, names.values) if names.values else node
    node = _named(node, names)
    if names.layer is not None:
        node = with_layers(node, names.layer)
    return node if names.adjoints is None else with_gradients(node, names.adjoints)


def _named(node: Tree, names: Spelling) -> Tree:
    if isinstance(node, Power) and (squared(node) in names.squares or _is_marked(node)):
        return cast(Tree, Superscript(node.base, node.exponent, "", span=node.span))
    if names.labels and isinstance(node, Power) and node.exponent in names.labels:
        from verifier.articles.labels import with_label

        return cast(Tree, with_label(node))
    if isinstance(node, Prime) and names.primes:
        primed = with_prime(node, names.primes)
        if primed is not None:
            return cast(Tree, rebuild(primed, lambda part: _named(part, names)))
    letters = _letters(node)
    if letters in names.words and isinstance(node, Subscript):
        word = Symbol("".join(letters), span=node.index.span)
        return cast(Tree, replace(node, index=word))
    return cast(Tree, rebuild(node, lambda part: _named(part, names)))
