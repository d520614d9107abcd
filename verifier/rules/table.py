"""All the rules, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from verifier.rules.algebra import ALGEBRA, REASONING
from verifier.rules.calculus import ELEMENTARY, STRUCTURAL
from verifier.rules.logarithms import LOGARITHMS
from verifier.rules.rule import Rule

SECTIONS: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "Differentiation": STRUCTURAL,
        "Elementary functions": ELEMENTARY,
        "Logarithms and exponentials": LOGARITHMS,
        "Algebra": ALGEBRA,
        "Reasoning": REASONING,
    }
)
RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.name: rule for rules in SECTIONS.values() for rule in rules}
)
