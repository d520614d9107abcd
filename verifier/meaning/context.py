"""What a formula is read in: declared domains, definitions and the graph of what depends on what.

A context is a value: adding a declaration or a definition returns a new one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from verifier.hints import TYPE_CHECKING, Any
from verifier.kernel.domains import Domain
from verifier.meaning.conventions import OPEN, Conventions
from verifier.meaning.functions import NAMES_WITH_A_MEANING
from verifier.meaning.names import bound_letter, entries_of, name_of
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Node,
    Subscript,
    Superscript,
    children,
    walk,
)
from verifier.records import dataclass, field, replace
from verifier.values import NOWHERE, Span

if TYPE_CHECKING:
    from verifier.meaning.laws import Laws


@dataclass(frozen=True, slots=True)
class Definition:
    """`name = body`, with `parameters` for a function and `indices` for a family `a^{(i)} = …`."""

    name: str
    body: Node
    parameters: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    head: Node | None = None
    span: Span = NOWHERE

    @property
    def is_called(self) -> bool:
        """Whether the name is written with arguments: a function, or `J(\\beta)` of all entries."""
        return bool(self.parameters) or isinstance(self.head, Apply)

    @property
    def index(self) -> str | None:
        """The only index of a family, or None."""
        return self.indices[0] if len(self.indices) == 1 else None


@dataclass(frozen=True, slots=True)
class Context:
    """Declared domains, families, functions and definitions, by name.

    `functions` maps a name to its variable: in `u` as a function of `x`, the bare symbol `u`
    means `u(x)`. `sizes` gives each index letter the name of the number of its values: `i` in
    `\\sum_i` runs from 1 to `sizes["i"]`. A `lenient` context takes a symbol that nothing declares
    for a real number, as a reader does. `assumptions` are relations that the author takes for
    given, such as `\\sum_j y_j = 1` or `i \\ne j`. The names in `mixed` carry an index in two
    places; `words` are names of several letters; `counts` are natural numbers if nothing else is
    said, because they stand in the bounds of sums. `surveyed` are the families that nothing
    declares: they are known by their indices alone. `laws` are the distributions of the article,
    None where it speaks of none. With `shifts`, an `x_{t-1}` that nothing defines is a symbol.
    """

    domains: Mapping[str, Domain] = field(default_factory=dict)
    families: Mapping[str, Domain] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    surveyed: frozenset[str] = frozenset()
    transposed: bool = False
    conventions: Conventions = OPEN
    lenient: bool = False
    shifts: bool = False
    assumptions: tuple[Chain, ...] = ()
    laws: Laws | None = None
    memory: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was worked out about this context before; it says nothing new."""

    def remembered(self, question: object, answer: Callable[[], Any]) -> Any:
        """The answer to a question about this context, worked out once."""
        if (found := self.memory.get(question, self)) is self:  # which is no answer
            found = self.memory[question] = answer()
        return found

    def with_domain(self, name: str, domain: Domain) -> Context:
        return replace(self, domains={**self.domains, name: domain})

    def with_family(self, name: str, domain: Domain) -> Context:
        families = {**self.families, name: domain}
        return replace(self, families=families, surveyed=self.surveyed - {name})

    def with_size(self, letter: str, size: str) -> Context:
        return replace(self, sizes={**self.sizes, letter: size})

    def with_assumption(self, relation: Chain) -> Context:
        """The context in which a relation is given; it replaces one about the same names."""
        names = set(mentioned(relation))
        kept = (other for other in self.assumptions if set(mentioned(other)) != names)
        return replace(self, assumptions=(*kept, relation))

    def with_function(self, name: str, variable: str) -> Context:
        return replace(self, functions={**self.functions, name: variable})

    def with_definition(self, definition: Definition) -> Context:
        return replace(self, definitions={**self.definitions, definition.name: definition})

    def knows(self, name: str) -> bool:
        if name.endswith("[]") and name[:-2] in self.families:
            return True
        return name in self.domains or name in self.definitions or name in self.functions

    def allows(self, name: str) -> bool:
        """Whether a symbol of this name may be used: it is known, or an index, or all may be."""
        if self.knows(name) or name in self.sizes:
            return True
        return self.lenient and not name.endswith("[]") and name not in NAMES_WITH_A_MEANING

    def parameters(self, name: str) -> tuple[str, ...]:
        """The parameters of a function: `L` alone means `L(w, b)` where nothing is put in."""
        definition = self.definitions.get(name)
        return () if definition is None else definition.parameters

    # The graph of dependencies: an edge from a defined symbol to each symbol of its definition.

    def parts(self, name: str) -> tuple[str, ...]:
        """The known symbols that a name is made from, defined functions looked into.

        An unknown function of a variable is made from that variable.
        """
        if name in self.functions:
            return (self.functions[name],)
        definition = self.definitions.get(name)
        if definition is None:
            return ()
        found: tuple[str, ...] = self.remembered(
            ("parts", name), lambda: tuple(dict.fromkeys(self._mentioned(definition)))
        )
        return found

    def _mentioned(self, definition: Definition) -> Iterator[str]:
        todo, seen = [definition], {definition.name}
        while todo:
            current = todo.pop()
            hidden = {*current.parameters, *current.indices}
            for name in self._used(current.body):
                inner = self.definitions.get(name)
                if name in hidden:
                    continue
                if inner is None or not inner.parameters:
                    if self.allows(name):
                        yield name
                elif name not in seen:
                    seen.add(name)
                    todo.append(inner)

    def _used(self, node: Node) -> Iterator[str]:
        """The names that a tree mentions, with those that a function without its argument hides.

        In a lenient context `J` alone means `J(w, b)` for the parameters of its definition.
        """
        yield from mentioned(node)
        for name in _standing_alone(node) if self.lenient else ():
            definition = self.definitions.get(name)
            if definition is not None:
                yield from definition.parameters

    def depends(self, name: str, other: str) -> bool:
        """Whether a change of `other` can change `name`; every name depends on itself."""
        return other in self.ancestry(name)

    def ancestry(self, name: str) -> frozenset[str]:
        """The name with everything that it is defined from, however far down."""
        found: frozenset[str] = self.remembered(("ancestry", name), lambda: self._ancestry(name))
        return found

    def _ancestry(self, name: str) -> frozenset[str]:
        found: set[str] = set()
        todo = [name]
        while todo:
            current = todo.pop()
            if current not in found:
                found.add(current)
                todo.extend(self.parts(current))
        return frozenset(found)

    def letters(self, name: str) -> frozenset[str]:
        """The index letters that stand free in a definition or in those that it uses."""
        found: frozenset[str] = self.remembered(("letters", name), lambda: self._letters(name))
        return found

    def _letters(self, name: str) -> frozenset[str]:
        found: set[str] = set()
        todo, seen = [name], {name}
        while todo:
            definition = self.definitions.get(todo.pop())
            if definition is None:
                continue
            hidden = {*definition.parameters, *definition.indices}
            found.update(letter for letter in _letters(definition.body) if letter not in hidden)
            new = [part for part in self._all_parts(definition.name) if part not in seen]
            seen.update(new)
            todo.extend(new)
        return frozenset(found)

    def circle(self, name: str) -> tuple[str, ...] | None:
        """A path from a name back to itself through the definitions, if there is one."""
        found: tuple[str, ...] | None = self.remembered(
            ("circle", name), lambda: self._circle(name)
        )
        return found

    def _circle(self, name: str) -> tuple[str, ...] | None:
        """Searched breadth first, so that the shortest circle is found."""
        came_from: dict[str, str] = {}
        todo = deque([name])
        while todo:
            current = todo.popleft()
            for part in self._all_parts(current):
                if part == name:
                    path = [name]
                    while current != name:
                        path.append(current)
                        current = came_from[current]
                    return (name, *reversed(path[1:]), name)
                if part not in came_from:
                    came_from[part] = current
                    todo.append(part)
        return None

    def _all_parts(self, name: str) -> tuple[str, ...]:
        definition = self.definitions.get(name)
        if definition is None:
            return ()
        hidden = {*definition.parameters, *definition.indices}
        return tuple(
            part
            for part in dict.fromkeys(self._used(definition.body))
            if part in self.definitions and part not in hidden
        )


@lru_cache(maxsize=4096)
def mentioned(node: Node) -> tuple[str, ...]:
    """The names that a tree mentions, `x[]` for the family `x` in `x^{(i)}`."""
    found: list[str] = []
    _collect_mentioned(node, found)
    return tuple(found)


def _collect_mentioned(node: Node, found: list[str]) -> None:
    name = name_of(node)
    if isinstance(node, Subscript | Superscript):
        entry = entries_of(node)
        if name is not None:
            found.append(name)
        if entry is not None:
            found.append(f"{entry[0]}[]")
        if entry is None or isinstance(node.base, Subscript | Superscript):
            _collect_mentioned(node.base, found)
    elif name is not None:
        found.append(name)
    elif isinstance(node, BigOperator):
        bound = bound_letter(node.lower)
        parts = [part for part in (node.upper, node.body) if part is not None]
        found += [name for part in parts for name in mentioned(part) if name != bound]
    else:
        for part in children(node):
            _collect_mentioned(part, found)


def _standing_alone(node: Node) -> Iterator[str]:
    """The names that a tree mentions elsewhere than before their arguments."""
    name = name_of(node)
    if name is not None:
        yield name
        return
    parts = children(node)
    if isinstance(node, Apply):
        next(parts)
    for part in parts:
        yield from _standing_alone(part)


def _letters(node: Node) -> Iterator[str]:
    """The names at the places of indices that no sum of the tree binds."""
    if isinstance(node, Subscript | Superscript):
        yield from (name for part in walk(node.index) if (name := name_of(part)) is not None)
    bound = bound_letter(node.lower) if isinstance(node, BigOperator) else None
    for part in children(node):
        yield from (name for name in _letters(part) if name != bound)
