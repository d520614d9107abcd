"""The appendix of a page: the rules that its steps name, with what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup

from verifier.handout.language import Language
from verifier.handout.web.rule_links import rule_anchor
from verifier.handout.web.values import PageRule
from verifier.notation.tree import Node
from verifier.rules.examples import conditions_of, equation, statement_of
from verifier.rules.table import RULES


def rules_used(
    names: Iterable[str],
    inline: Callable[[Node], Markup],
    display: Callable[[Node], Markup],
    language: Language,
) -> Iterator[PageRule]:
    """The rules of these names in the order of the table."""
    wanted = set(names)
    for name, rule in RULES.items():
        if name not in wanted:
            continue
        statement = statement_of(rule)
        yield PageRule(
            rule_anchor(name),
            language.say(rule.title),
            language.say(rule.statement),
            Markup("") if statement is None else display(statement),
            tuple(map(inline, conditions_of(rule))),
            display(equation(rule.holds)),
        )
