"""Links from the reason of a step to the statements of its rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markupsafe import Markup

from verifier.handout.language import Language
from verifier.notation.mathml_element import clean
from verifier.notation.tree import Node
from verifier.notation.vocabulary import DEFAULT
from verifier.prover.remark import Remark, text_of
from verifier.rules.table import RULES


def rule_anchor(name: str) -> str:
    """The anchor of a rule in the appendix."""
    return f"rule-{name}"


def rule_links(names: Sequence[str], language: Language) -> list[Markup]:
    """A link for each of the rules, with its title."""
    return [
        _link(name, Markup.escape(language.say(RULES[name].title)))
        for name in names
        if name in RULES
    ]


def with_links(
    reason: Remark, names: Sequence[str], write: Callable[[str | Node], Markup], language: Language
) -> Markup:
    """The reason, in which the titles of its rules are links.

    Where it says none of the titles, the whole of it is a link to the first rule.
    """
    known = [name for name in names if name in RULES]
    titles = {str(write(language.say(RULES[name].title))): name for name in known}
    if not titles:
        return Markup("").join(map(write, reason))
    pattern = re.compile("|".join(map(re.escape, sorted(titles, key=len, reverse=True))))

    def link(found: re.Match[str]) -> str:
        return _link(titles[found.group()], Markup(found.group()))

    pieces = [
        Markup(pattern.sub(link, str(write(part)))) if isinstance(part, str) else write(part)
        for part in reason
    ]
    text = Markup("").join(pieces)
    if any("<a " in piece for piece in pieces):
        return text
    said = "".join(part for part in reason if isinstance(part, str))
    spoken = "" if any(map(str.isalnum, said)) else text_of(reason, DEFAULT)
    return _link(known[0], text, spoken)


def _link(name: str, text: Markup, spoken: str = "") -> Markup:
    """The link; what has no words needs a name for those who hear it."""
    if spoken:
        hidden = Markup('<span class="unseen">{}</span><span aria-hidden="true">{}</span>')
        text = hidden.format(clean(spoken), text)
    return Markup('<a href="#{}">{}</a>').format(rule_anchor(name), text)
