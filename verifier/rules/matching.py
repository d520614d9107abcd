"""Applying a pattern rule to a formula: matching one way, without reordering.

A symbol of the pattern that the rule declares stands for any expression. The last factor or term
of a pattern takes all that is left, so `u v` matches a product of any length.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from verifier.meaning.declare import read_declarations
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.read_latex import read_latex
from verifier.notation.tree import Derivative, Fraction, Group, Hole, Node, Product, Sum
from verifier.records import replace
from verifier.rules.rule import Rule

Binding = Mapping[str, Node]
_HOLE = Hole()


@lru_cache(maxsize=512)
def pattern(latex: str) -> Node:
    """The bare tree of a formula that a rule is stated with.

    Raises `ValueError` for one that cannot be read: a mistake in the table of rules.
    """
    reading = read_latex(latex)
    if reading.problems or len(reading.statements) != 1:
        raise ValueError(f"cannot read the rule {latex}: {reading.problems}")
    return tree.bare(reading.statements[0].sides[0])


@lru_cache(maxsize=512)
def pattern_variables(rule: Rule) -> frozenset[str]:
    """The symbols of a rule that stand for any expression."""
    declared = (
        item for text in rule.where for item in read_declarations(read_latex(text).statements)
    )
    return frozenset({*(item.name for item in declared), *rule.functions})


def match(form: Node, node: Node, variables: frozenset[str]) -> Binding | None:
    """What the variables of a pattern must be for it to be this tree, or None."""
    binding: dict[str, Node] = {}
    return binding if _match(form, node, variables, binding) else None


def _match(form: Node, node: Node, variables: frozenset[str], binding: dict[str, Node]) -> bool:
    name = name_of(form)
    if name is not None and name in variables:
        known = binding.setdefault(name, node)
        return known == node
    if isinstance(form, Product) and isinstance(node, Product):
        return _match_product(form, node, variables, binding)
    if isinstance(form, Sum) and isinstance(node, Sum):
        return _match_sum(form, node, variables, binding)
    if _outline(form) != _outline(node):
        return False
    pairs = zip(tree.children(form), tree.children(node), strict=True)
    return all(_match(part, other, variables, binding) for part, other in pairs)


def _outline(node: Node) -> Node:
    """A tree with holes for its parts: what it is, but for spellings that mean the same."""
    hollow = tree.rebuild(node, lambda _: _HOLE)
    if isinstance(hollow, Fraction):
        return replace(hollow, command="")
    if isinstance(hollow, Derivative):
        return replace(hollow, operator="", applied=False)
    if isinstance(hollow, Group):
        return replace(hollow, sized=False)
    return hollow


def _match_product(
    form: Product, node: Product, variables: frozenset[str], binding: dict[str, Node]
) -> bool:
    count = len(form.factors)
    if len(node.factors) < count:
        return False
    rest = node.factors[count - 1 :]
    last = rest[0] if len(rest) == 1 else Product(rest, node.operators[count - 1 :])
    pairs = zip(form.factors, (*node.factors[: count - 1], last), strict=True)
    return all(_match(part, other, variables, binding) for part, other in pairs)


def _match_sum(form: Sum, node: Sum, variables: frozenset[str], binding: dict[str, Node]) -> bool:
    count = len(form.terms)
    if len(node.terms) < count:
        return False
    signs = tuple("-" if sign == "-" else "+" for sign in node.signs)
    wanted = tuple("-" if sign == "-" else "+" for sign in form.signs)
    if len(node.terms) == count:
        terms: tuple[Node, ...] = node.terms
    else:
        rest = Sum(node.signs[count - 1 :], node.terms[count - 1 :])
        terms, signs = (*node.terms[: count - 1], rest), (*signs[: count - 1], "+")
    if signs != wanted:
        return False
    pairs = zip(form.terms, terms, strict=True)
    return all(_match(part, other, variables, binding) for part, other in pairs)


def instantiate(form: Node, binding: Binding) -> Node:
    """A pattern with its variables replaced."""
    name = name_of(form)
    if name is not None and name in binding:
        return binding[name]
    return tree.rebuild(form, lambda part: instantiate(part, binding))


def rewritten(rule: Rule, node: Node) -> Node | None:
    """The right side of a rule for a tree that its left side matches, or None."""
    binding = match(pattern(rule.left), node, pattern_variables(rule))
    return None if binding is None else instantiate(pattern(rule.right), binding)
