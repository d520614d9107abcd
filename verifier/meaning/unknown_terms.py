"""Formulas that are read and not understood: each is equal to itself alone.

`\\max_{a} Q(s, a)` or an expectation by an unknown distribution is a number that depends on the
letters that are bound around it. Written the same way again, it is the same number; nothing else is
known of it, so nothing is refuted through it (`kernel.decide`). In an abstract reading it may be
any number: what is false then is no identity of algebra.
"""

from __future__ import annotations

from verifier.kernel import terms
from verifier.kernel.decide import OPAQUE
from verifier.kernel.terms import Term
from verifier.meaning.letters import letter_of
from verifier.meaning.names import name_of
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Node, Symbol, bare, rebuild
from verifier.notation.write_latex import write_latex

ABSTRACT = "□"
"""How the names of numbers begin that stand for formulas in an abstract reading."""


def unknown_term(node: Node, scope: Scope) -> Term | None:
    """The number that a formula is; None where something is bound in it to more than an index."""
    places: dict[str, tuple[str, Term]] = {}

    def named(part: Node) -> Node:
        name = letter_of(part) or name_of(part)
        point = None if name is None else scope.points.get(name, scope.bound.get(name))
        if name is None or point is None:
            return rebuild(part, named)
        mark, _ = places.setdefault(name, (f"•{len(places) + 1}", point))
        return Symbol(mark)

    text = write_latex(named(bare(node)))
    points = [point for _, point in places.values()]
    if not all(point.operator == "variable" for point in points):
        return None
    laws = scope.context.laws
    name = f"{ABSTRACT if laws is not None and laws.abstract else OPAQUE}{text}"
    return terms.entry(name, *points) if points else terms.variable(name)


def is_read_but_unknown(node: Node) -> bool:
    """Whether a formula is of a kind that has a value, although it may not be understood."""
    if isinstance(node, tree.Apply):
        return True
    return isinstance(node, tree.BigOperator) and node.command not in ("\\sum", "\\prod")
