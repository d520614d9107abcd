"""Where a formula is read: a context, the symbols that are held, and what names are bound to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from verifier.kernel import terms
from verifier.kernel.terms import Term, UnsupportedTerm
from verifier.meaning.context import Context, Definition
from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.meaning.functions import CONSTANTS
from verifier.meaning.members import moved_member, shifted_member
from verifier.meaning.names import entries_of, name_of
from verifier.notation.tree import (
    Node,
    Subscript,
    Superscript,
    bare,
    walk,
)
from verifier.notation.write_latex import write_latex
from verifier.records import dataclass, field, replace

LONGEST_CHAIN_OF_DEFINITIONS = 60
_INDEX = "ι·"
"""How the bound variables of sums begin; the kernel's own begin with `%`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A context with the held symbols and the terms that stand for parameters and indices.

    A held symbol is a variable; every other defined symbol is replaced by its definition. The
    bound index of a sum is a variable whose name no author can write, so it never captures a
    symbol of a definition. `handlers` says how each kind of node is read; `points` holds the value,
    by its number, of each letter that an expectation or a sum over a distribution binds.
    """

    context: Context
    handlers: Mapping[type[Node], Callable[[Node, Scope], Term]]
    held: frozenset[str] = frozenset()
    bound: Mapping[str, Term] = field(default_factory=dict)
    points: Mapping[str, Term] = field(default_factory=dict)
    memory: dict[Node, Term] = field(default_factory=dict, init=False, compare=False, repr=False)
    """The terms of the parts that were read here; chains and definitions repeat them."""
    inner: dict[str, tuple[Scope, str]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    """The scopes inside of sums, by their index."""

    def term(self, node: Node) -> Term:
        """The term that a formula means here; raises `MeaningError` when it means nothing."""
        known = self.memory.get(node)
        if known is None:
            known = self.memory[node] = self._term(node)
        return known

    def _term(self, node: Node) -> Term:
        handler = self.handlers.get(type(node))
        if handler is None:
            kind = type(node).__name__.lower()
            raise MeaningError(node.span, f"a {kind} inside a formula", "an expression")
        try:
            return handler(node, self)
        except UnsupportedTerm as problem:
            expected = "a formula that the kernel decides"
            raise MeaningError(node.span, str(problem), expected) from None

    def holding(self, held: frozenset[str]) -> Scope:
        if self.bound or self.points:
            return replace(self, held=held)
        return scope_of(self.context, self.handlers, held)

    def with_index(self, name: str) -> tuple[Scope, str]:
        """The scope inside a sum over an index, and the name of the bound variable."""
        known = self.inner.get(name)
        if known is None:
            variable = self.new_index()
            bound = {**self.bound, name: terms.variable(variable)}
            known = self.inner[name] = replace(self, bound=bound), variable
        return known

    def new_index(self) -> str:
        """A name for a bound variable that nothing in this scope uses."""
        held = (*self.bound.values(), *self.points.values())
        taken = {used for term in held for used in term.free}
        numbers = range(len(taken) + 1)
        return next(name for number in numbers if (name := f"{_INDEX}{number}") not in taken)

    def binds_more_than_indices(self, name: str) -> bool:
        """Whether a name is bound to a term in which something may vary."""
        term = self.bound.get(name)
        return term is not None and any(not used.startswith((_INDEX, "%")) for used in term.free)

    # Names ----------------------------------------------------------------------------------

    def named(self, node: Node) -> Term:
        """The term of a symbol, with or without an index."""
        name = name_of(node)
        context = self.context
        plain = name is not None and (name in self.bound or not self._index_is_bound(node))
        if plain and name is not None and (name in self.bound or context.knows(name)):
            return self.by_name(name, node)
        family = self.entry(node)
        if family is not None:
            return family
        if plain and name is not None and name in CONSTANTS:
            return CONSTANTS[name]()
        if plain and name is not None and context.allows(name):
            return terms.variable(name)
        moved = None if self._index_is_bound(node) else moved_member(node, context)
        if moved is not None:
            definition, letter, index = moved
            return self.expanded(definition, {letter: self.term(index)}, node)
        shifted = self._shifted(node)
        if shifted is not None:
            defined = shifted in context.definitions
            return self.by_name(shifted, node) if defined else terms.variable(shifted)
        raise undeclared(node)

    def _shifted(self, node: Node) -> str | None:
        """The name of `x_{t-1}` beside an `x_t` that nothing defines: a symbol of its own."""
        member = shifted_member(node) if self.context.shifts else None
        if member is None or self._index_is_bound(node):
            return None
        definition = self.context.definitions.get(member)
        if definition is not None and bare(node) in map(bare, walk(definition.body)):
            return write_latex(node)  # a member in terms of the one before it
        known = self.context.definitions.keys() | self.bound.keys()
        return None if known & {member, family_key(node)} else write_latex(node)

    def _index_is_bound(self, node: Node) -> bool:
        """Whether the index of `x_i` runs in a sum: then `x_i` is not the one symbol `x_i`."""
        return isinstance(node, Subscript | Superscript) and any(
            name_of(part) in self.bound for part in walk(node.index)
        )

    def by_name(self, name: str, node: Node) -> Term:
        """The term of a known name; `node` is where it stands."""
        if name in self.bound:
            return self.bound[name]
        context = self.context
        if name in context.functions:
            return terms.apply(name, (self.by_name(context.functions[name], node),))
        definition = context.definitions.get(name)
        if definition is None or name in self.held:
            if name in context.families and name not in context.domains and definition is None:
                raise MeaningError(node.span, f"{name} without an index", f"an entry of {name}")
            return terms.variable(name)
        if definition.parameters and context.lenient:
            return self.expanded(definition, {}, node)
        if definition.parameters:
            raise MeaningError(node.span, f"the function {name} without its argument", f"{name}(…)")
        return self.expanded(definition, {}, node)

    def entry(self, node: Node) -> Term | None:
        """The term of an entry such as `x^{(i)}` or `y_{ij}` of a known family, or None."""
        found = entries_of(node)
        if found is None:
            return None
        family, indices = found
        key = family + "[]"
        if not self.context.knows(key):
            return None
        if family in self.context.mixed:
            what = f"an entry of {family}, which carries its index in two places"
            raise MeaningError(node.span, what, "another letter for one of the two")
        if family in self.bound:
            raise MeaningError(node.span, f"an entry of the parameter {family}", "a number")
        positions = tuple(self.term(index) for index in indices)
        definition = self.context.definitions.get(key)
        if definition is None or key in self.held:
            return terms.entry(family, *positions)
        return self.at(definition, positions, node)

    def at(self, definition: Definition, positions: tuple[Term, ...], node: Node) -> Term:
        """The entry of a defined family at these positions."""
        if len(positions) != len(definition.indices):
            expected = f"an entry with as many indices as in the definition of {definition.name}"
            raise MeaningError(node.span, "an entry with other indices", expected)
        return self.expanded(
            definition, dict(zip(definition.indices, positions, strict=True)), node
        )

    # Definitions ----------------------------------------------------------------------------

    def expanded(
        self,
        definition: Definition,
        bound: Mapping[str, Term],
        node: Node,
        points: Mapping[str, Term] | None = None,
    ) -> Term:
        """What a definition says, its parameters or its index bound; `node` is where it is used."""
        self._check(definition, node)
        inside = replace(self, bound=bound, points=points or {})
        if bound or points:
            return self._expect_free(inside.term(definition.body), self.points, definition, node)
        term: Term = self.context.remembered(
            ("expanded", definition.name, self.held), lambda: inside.term(definition.body)
        )
        return self._expect_free(term, self.points, definition, node)

    def _expect_free(
        self, term: Term, points: Mapping[str, Term], definition: Definition, node: Node
    ) -> Term:
        """The term; raises `MeaningError` when a letter that is bound here stands free in it.

        In `\\mu = E[x]` the letter x is bound: μ is a number in `E[(x - \\mu)^2]` as well.
        """
        captured = sorted(term.free & points.keys()) if points else []
        if captured:
            raise _captured(definition.name, captured[0], node)
        return term

    def _check(self, definition: Definition, node: Node) -> None:
        name = definition.name
        ancestry = self.context.ancestry(name)
        if len(ancestry) > LONGEST_CHAIN_OF_DEFINITIONS:
            found = f"{name}, which rests on more than {LONGEST_CHAIN_OF_DEFINITIONS} symbols"
            raise MeaningError(node.span, found, "fewer definitions")
        circle = self.context.circle(name)
        if circle is not None:
            raise MeaningError(
                node.span,
                "the circular definition " + " ← ".join(circle),
                "definitions that do not lead back to themselves",
            )
        # A parameter that stands for itself, as θ in `J(\\theta)` where it is defined, is no other.
        bound = {b for b, term in self.bound.items() if term != terms.variable(b)}
        captured = sorted((ancestry | self.context.letters(name)) & bound)
        if captured:
            raise _captured(name, captured[0], node)


def _captured(name: str, letter: str, node: Node) -> MeaningError:
    return MeaningError(
        node.span,
        f"{name}, whose definition mentions {letter}, where {letter} is bound",
        f"{name} written with its index, or another name for the bound one",
    )


def family_key(node: Node) -> str | None:
    """The key of the family that an entry would be of."""
    found = entries_of(node)
    return None if found is None else f"{found[0]}[]"


def scope_of(
    context: Context, handlers: Mapping[type[Node], Callable[..., Term]], held: frozenset[str]
) -> Scope:
    """The scope in which nothing is bound; the same one again for the same held symbols."""
    found: Scope = context.remembered(("scope", held), lambda: Scope(context, handlers, held))
    return found


def undeclared(node: Node) -> UndeclaredSymbol:
    """The error for a symbol that nothing declares."""
    shown = write_latex(node)
    return UndeclaredSymbol(
        node.span,
        f"the undeclared symbol {shown}",
        f"a declaration such as ${shown} \\in \\mathbb{{R}}$ or a definition of {shown} above",
    )
