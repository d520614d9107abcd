"""Definitions with a slip that shows in the lines below them.

A line that rests on a misprinted definition is false, though it is as its author means it. So where
lines that rest on a definition are false, no small change of theirs makes them right, and one small
change of the definition makes all of them right, and none wrong, the slip is in the definition. If
changes of several definitions do, nobody can tell; nor where a single line rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from verifier.articles.article import Article, Line
from verifier.articles.decisions import Decision
from verifier.articles.findings import findings_of
from verifier.articles.readings import Found
from verifier.meaning.claims import Claim, names_behind
from verifier.meaning.context import Definition, mentioned
from verifier.notation.tree import Symbol
from verifier.notation.write_text import write_line
from verifier.values import Proved

FEWEST_LINES, MOST_LINES = 2, 6


def wrong_definitions(
    article: Article, decisions: Sequence[Decision]
) -> Iterator[tuple[Decision, tuple[Decision, ...]]]:
    """The definitions with a slip, each with the lines that it makes false."""
    found = list(_explanations(article, decisions))
    for one, false in found:
        places = {item.line.span for item in false}
        rivals = (others for other, others in found if other is not one)
        if not any(item.line.span in places for others in rivals for item in others):
            yield one, false


def _explanations(
    article: Article, decisions: Sequence[Decision]
) -> Iterator[tuple[Decision, tuple[Decision, ...]]]:
    suspects = [one for one in decisions if _is_unexplained(one)]
    for definition in _behind(suspects) if suspects else ():
        false = [one for one in suspects if _rests_on(one.line, definition)]
        true = [one for one in decisions if _is_right(one) and _rests_on(one.line, definition)]
        if not false or not FEWEST_LINES <= len(false) + len(true) <= MOST_LINES:
            continue
        found = _corrected(definition, false, true, article)
        if found is not None:
            yield found, tuple(false)


def _corrected(
    definition: Definition, false: list[Decision], true: list[Decision], article: Article
) -> Decision | None:
    # Imported here: few articles have such lines.
    from verifier.repair.definitions import correct_definition

    lines = [one.line for one in (*false, *true)]
    claims = [Claim(line.left, line.right, line.context, line.span) for line in lines]
    correction = correct_definition(definition, claims)
    refuted = false[0].refuted
    if correction is None or refuted is None:
        return None
    head, body = definition.head or Symbol(definition.name), definition.body
    latex = article.text[body.span.start : body.span.end]
    section = article.document.section(body.span.start)
    line = Line(head, body, lines[0].context, body.span, latex, section)
    message = f"with another {write_line(head)} what rests on it is right"
    told = findings_of(line, refuted, article.text, correction, message)
    return Decision(line, Found(refuted, ""), refuted, refuted, told)


def _is_unexplained(decision: Decision) -> bool:
    """Whether a line is false as it is read, and no small change makes it right."""
    if decision.refuted is None or decision.line.given is not None:
        return False
    return decision.line.context.laws is None and not any(
        one.suggestion and one.code != "wrong-derivative" for one in decision.defects
    )


def _is_right(decision: Decision) -> bool:
    is_of_numbers = decision.line.given is None and decision.line.context.laws is None
    return is_of_numbers and isinstance(decision.found.verdict, Proved)


def _behind(suspects: list[Decision]) -> list[Definition]:
    """The definitions that stand in the article, and that suspects name, in its order."""
    found: dict[str, Definition] = {}
    for one in suspects:
        sides = (one.line.left, one.line.right)
        for name in {name for side in sides for name in mentioned(side)}:
            definition = one.line.context.definitions.get(name)
            if definition is not None and definition.body.span.end > definition.body.span.start:
                found[name] = definition
    return sorted(found.values(), key=lambda definition: definition.span)


def _rests_on(line: Line, definition: Definition) -> bool:
    known = line.context.definitions.get(definition.name)
    names = names_behind((line.left, line.right), line.context)
    return known == definition and definition.name in names
