"""What a formula is read in: declared domains, definitions and the graph of what depends on what.

A context is a value: adding a declaration or a definition returns a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from verifier.kernel.domains import Domain
from verifier.meaning.names import name_of
from verifier.notation.tree import BigOperator, Chain, Node, Subscript, Superscript, children
from verifier.values import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Definition:
    """`name = body`, with `parameters` for a function and `indices` for a family `a^{(i)} = …`."""

    name: str
    body: Node
    parameters: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    head: Node | None = None
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Context:
    """Declared domains, families, functions and definitions, by name.

    `functions` maps a name to its variable: in `u` as a function of `x`, the bare symbol `u`
    means `u(x)`. `sizes` gives each index letter the name of the number of its values: `i` in
    `\\sum_i` runs from 1 to `sizes["i"]`. A `lenient` context takes a symbol that nothing declares
    for a real number, as a reader does.
    """

    domains: Mapping[str, Domain] = field(default_factory=dict)
    families: Mapping[str, Domain] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    lenient: bool = False
    memory: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was worked out about this context before; it says nothing new."""

    def remembered(self, question: object, answer: Callable[[], Any]) -> Any:
        """The answer to a question about this context, worked out once."""
        if question not in self.memory:
            self.memory[question] = answer()
        return self.memory[question]

    def with_domain(self, name: str, domain: Domain) -> Context:
        return replace(self, domains={**self.domains, name: domain})

    def with_family(self, name: str, domain: Domain) -> Context:
        return replace(self, families={**self.families, name: domain})

    def with_size(self, letter: str, size: str) -> Context:
        return replace(self, sizes={**self.sizes, letter: size})

    def with_function(self, name: str, variable: str) -> Context:
        return replace(self, functions={**self.functions, name: variable})

    def with_definition(self, definition: Definition) -> Context:
        return replace(self, definitions={**self.definitions, definition.name: definition})

    def knows(self, name: str) -> bool:
        if name.endswith("[]") and name[:-2] in self.families:
            return True
        return name in self.domains or name in self.definitions or name in self.functions

    # The graph of dependencies: an edge from a defined symbol to each symbol of its definition.

    def parts(self, name: str) -> tuple[str, ...]:
        """The known symbols that the definition of a name mentions, functions looked into."""
        definition = self.definitions.get(name)
        if definition is None:
            return ()
        found: tuple[str, ...] = self.remembered(
            ("parts", name), lambda: tuple(dict.fromkeys(self._mentioned(definition)))
        )
        return found

    def _mentioned(self, definition: Definition) -> Iterator[str]:
        hidden = {*definition.parameters, *definition.indices}
        for name in mentioned(definition.body):
            if name in hidden:
                continue
            inner = self.definitions.get(name)
            if inner is not None and inner.parameters:
                yield from self._mentioned(inner)
            elif self.knows(name):
                yield name

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

    def circle(self, name: str) -> tuple[str, ...] | None:
        """A path from a name back to itself through the definitions, if there is one."""
        found: tuple[str, ...] | None = self.remembered(
            ("circle", name), lambda: self._circle(name)
        )
        return found

    def _circle(self, name: str) -> tuple[str, ...] | None:
        path = [name]
        seen: set[str] = set()

        def search(current: str) -> bool:
            for part in self._all_parts(current):
                if part == name:
                    return True
                if part not in seen:
                    seen.add(part)
                    path.append(part)
                    if search(part):
                        return True
                    path.pop()
            return False

        return (*path, name) if search(name) else None

    def _all_parts(self, name: str) -> tuple[str, ...]:
        definition = self.definitions.get(name)
        if definition is None:
            return ()
        hidden = {*definition.parameters, *definition.indices}
        return tuple(
            part
            for part in dict.fromkeys(mentioned(definition.body))
            if part in self.definitions and part not in hidden
        )


def mentioned(node: Node) -> Iterator[str]:
    """The names that a tree mentions, `x[]` for the family `x` in `x^{(i)}`."""
    if isinstance(node, Subscript | Superscript):
        name, family = name_of(node), name_of(node.base)
        if name is not None:
            yield name
        if family is not None:
            yield f"{family}[]"
        if isinstance(node, Subscript):
            yield from mentioned(node.base)
        return
    name = name_of(node)
    if name is not None:
        yield name
        return
    if isinstance(node, BigOperator):
        bound = _bound_index(node)
        parts = [part for part in (node.upper, node.body) if part is not None]
        yield from (name for part in parts for name in mentioned(part) if name != bound)
        return
    for part in children(node):
        yield from mentioned(part)


def _bound_index(node: BigOperator) -> str | None:
    if isinstance(node.lower, Chain):
        return name_of(node.lower.sides[0])
    return None if node.lower is None else name_of(node.lower)
