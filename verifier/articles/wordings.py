"""What the words right before a formula make of it: second thoughts on what claims nothing.

$R$ is undefined when $a = b = 0$             a condition, which may hold or not
disparities are set to $d_{ij} = b s_{ij}$    a choice, whatever was chosen before
with the convention that $0/0 = 0$            an agreement
"""

from __future__ import annotations

import re

from verifier.articles.suspects import Suspect
from verifier.kernel.domains import NATURAL
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context, mentioned
from verifier.meaning.names import name_of
from verifier.notation.tree import Apply, Cases, Group, Node, bare, walk
from verifier.values import Refuted

_CONDITION = lazy_pattern(
    r"(?:\b(?:if(?: and only if)?|when(?:ever)?|unless|until|once|suppose(?: that)?"
    r"|assum(?:e|ing|es)(?: that)?|requir(?:e|es|ing)(?: that)?|such that|provided(?: that)?"
    r"|(?:is|are|be|been|by|we) set(?:ting)?(?: \w+)? to|setting|letting|choos(?:e|ing)|choice"
    r"|pick(?:ing)?|subject to|constraints?(?: that)?|in case|as soon as|defaults? to|by default"
    r"|initiali[sz](?:ed?|ing|ation)(?: (?:with|to|as))?|convention(?: that)?"
    r"|(?<!which )(?<!this )(?<!that )means)"
    r"|当|若|如果|假设|设|令)[ \t\n]*$",
    re.IGNORECASE,
)
_STANDS_FOR = (
    r"(?:(?:is|are) (?:short|shorthand|an abbreviation)|denotes?|stands? for|abbreviates?)"
)
_NEAR = 600
"""How far from a formula its letters are explained, in characters."""
_COUNTS = frozenset(("N", "n", "M", "m", "K", "T"))
"""Letters that count something, where nothing else is said of them."""


def said_as_condition(suspect: Suspect) -> str | None:
    """`when $a = b = 0$`, `set to $d = b s$`: what may be so, or is so from here on."""
    line = suspect.line
    start = (*line.earlier, line.left)[0].span.start
    before = suspect.article.text[max(0, start - 60) : start].rstrip("$\\([ }~")
    found = _CONDITION.search(before)
    if found is None:
        return None
    return f"after “{' '.join(found.group().split()).lower()}” it is no claim"


def short_for(suspect: Suspect) -> str | None:
    """`where $S$ is short for $\\sum_k e^{z_k}$`: words say what S is."""
    line, text = suspect.line, suspect.article.text
    context = line.context
    names = (*mentioned(line.left), *mentioned(line.right))
    start, end = max(0, line.span.start - _NEAR), line.span.end + _NEAR
    for name in sorted({name for name in names if not context.knows(name)}):
        named = re.escape(name.removesuffix("[]"))
        if re.search(rf"\$\s*{named}\s*\$\s+{_STANDS_FOR}[^.$\n]{{0,40}}\$", text[start:end]):
            return f"the text says in words what {name} is"
    return None


def left_renamed(suspect: Suspect) -> str | None:
    """`the logistic function $g(z) = 1/(1 + e^{-z})$` after another g: no slip in the letter g."""
    line = suspect.line
    head = line.left.function if isinstance(line.left, Apply) else line.left
    name = name_of(head)
    if name is None or name not in line.context.definitions or line.earlier:
        return None
    if isinstance(line.left, Apply) and _is_value(name, line.left.argument, line.context):
        return None
    corrected = [item for item in suspect.defects if item.suggestion]
    if corrected and all(item.span.end <= line.right.span.start for item in corrected):
        return f"{name} may be another one here"
    return None


def _is_value(name: str, argument: Node, context: Context) -> bool:
    """Whether a function is taken at a point, as in `r(T)` after an `r(t)` that is made with T."""
    names = set(mentioned(argument))
    if not names:
        return True
    return bool(names & (context.ancestry(name) - set(context.parameters(name))))


def whole_numbers(suspect: Suspect) -> str | None:
    """`\\left|\\frac{2n}{N-1} - 1\\right|` by cases: N counts something, though nobody says so."""
    line = suspect.line
    sides = (line.left, line.right)
    if line.given is not None:
        return None
    by_cases = any(
        isinstance(part, Cases) or (isinstance(part, Group) and part.left in ("|", "\\lfloor"))
        for side in sides
        for part in walk(side)
    )
    names = {name for side in sides for name in mentioned(side)} if by_cases else set()
    counts = sorted(name for name in _COUNTS & names if not line.context.knows(name))
    context = line.context
    for name in counts:
        context = context.with_domain(name, NATURAL)
    if not counts or suspect.has_slip:
        return None
    verdict = verdict_on(bare(line.left), bare(line.right), context)
    if verdict is None or isinstance(verdict, Refuted):
        return None
    return f"{counts[0]} may be a whole number"
