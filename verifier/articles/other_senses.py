"""Names that stand for something else in another case: one more set of second thoughts.

    **Half of it.** $L = \\frac{1}{2n} \\sum_i (y_i - t_i)^2$       another loss of the same name
    $p_t = p$ if $y = 1$, and $p_t = 1 - p$ otherwise               one name in two cases
    since then $s = r$                                              a definition under a condition

A line that says something else of a name than its definition is an error where both speak of the
same case. Where a label, a heading or a word such as "otherwise" stands between the two, they need
not; and then whatever rests on that name may be meant in either sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.articles.article import Line
from verifier.articles.findings import correction_of
from verifier.articles.suspects import Suspect
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Definition, mentioned
from verifier.meaning.names import entries_of, name_of
from verifier.notation.tree import Apply, bare
from verifier.values import Proved, Refuted

_LABEL = lazy_pattern(
    r"(?:^|[.;!?。;]\s+|\n[ \t]*(?:[-*+]|\d+[.)])?[ \t]*)"
    r"(?:\*\*|__|[\"“])?[^\W\d_][\w() ,/'-]{0,38}(?:\*\*|__|[\"”])?[:.](?:\*\*|__|[\"”])?"
    r"[ \n]+(?=[^\n]*\$)"
    r"|\*\*[^*\n$]{1,40}\*\*"
    r"|^\s*[^\W\d_][\w() ,/'-]{0,38}: ",
    re.MULTILINE,
)
_HEADING = lazy_pattern(r"^#+ ", re.MULTILINE)
_OTHER_CASE = lazy_pattern(
    r"\b(?:otherwise|(?<!thing )else|if|when|whereas|while|instead|alternativ\w*|variants?"
    r"|versions?|conventions?|others|some (?:authors|books|texts|people)|(?<!by )case(?! by)"
    r"|general(?:ly|ized)?|smooth(?:s|ed)|odd|even"
    r"|(?:for|an|another|next|first|second) example|examples? \d|suppose|assume"
    r"|sonst|falls|wenn)\b|否则|如果|当|例如|有的|有些|另一|此时",
    re.IGNORECASE,
)
_OF_SOME = lazy_pattern(
    r"\bfor (?!(?:all|each|every|these|those|both)\b)(?:[a-z-]+ ){1,2}[a-z-]+s\b", re.IGNORECASE
)
"""`For oblique rotations`: one kind of things, and there are others."""
_EXAMPLES = lazy_pattern(r"\b(?:for instance|examples?|e\.g\.|such as)[^.$]{0,20}$", re.IGNORECASE)
_PARAGRAPH = lazy_pattern(r"\n[ \t]*\n(?=[^\n$]*[A-Za-z]{3})")
_AND = lazy_pattern(r"\band\b")
_CONSEQUENCE = lazy_pattern(
    r"[.;:。]\s|\n\s*\n|\b(?:so|hence|thus|therefore|then|i\.e|equivalent\w*|or|using|since|because"
    r"|gives?|yields?|implies|we (?:get|have|obtain|find|see))\b"
)
_UNDER_A_CONDITION = lazy_pattern(
    r"\b(?:since then|if(?! we\b)|when|whenever|in (?:this|that|which) case|special case)\b|当|若",
    re.IGNORECASE,
)
_ONLY_WHERE = lazy_pattern(
    r"[\s,.;]*\$*[\s,]*(?:\\(?:text|mbox|quad|qquad)\W*)*"
    r"(?:if|when|whenever|otherwise|else|unless|provided|for (?:odd|even|large|small))\b",
    re.IGNORECASE,
)
_FOR = lazy_pattern(r"\s*\$+[\s,]*for \$")
_FOR_SOME = lazy_pattern(r"\s*\$+[\s,]*for (?:all )?\$[^$=]*(?:[<>]|\\[lg](?:e|t|eq)\b|\\neq?\b)")
"""`for $x > 0$` restricts what is said before it."""
_END_OF_SENTENCE = lazy_pattern(r"(?<=[.!?。])[ \n]+(?=[^a-z])")
_ASIDE = lazy_pattern(r"\([^()$\n]*\)")
_ROW = lazy_pattern(r"[ \t]*(?:\||[-*+]\s|\d+[.)]\s)[^$]*\$[^$]*$")
"""What stands before the first formula of a row of a table, or of an item of a list."""
_COLON = lazy_pattern(r"[\s$)}*_]*:")
_FORMULAS = lazy_pattern(r"\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)


def another_sense(line: Line, suspect: Suspect) -> str | None:
    """Why a line, of a suspect, may speak of another case than the definitions behind it."""
    article = suspect.article
    text, end = article.text, line.span.end
    behind = text[end : end + 60].lstrip("}) ")
    if (
        _is_restricted(behind)
        or _FOR_SOME.match(behind)
        or (_FOR.match(behind) and not suspect.has_slip)
    ):
        return "what stands behind it says where it holds"
    for definition in definitions_behind(line):
        start = definition.span.end
        if not 0 < start <= line.span.start:
            continue
        if _is_under_a_condition(definition, line, text):
            return f"{definition.name} was said under a condition"
        for other in (line, *article.lines):
            is_between = start <= other.span.start <= line.span.start
            is_rival = is_between and _says_what(other) == definition.name
            is_later = other.span != line.span and _PARAGRAPH.search(text, start, other.span.start)
            if is_rival and is_later and not suspect.has_slip and not _restates(other):
                return f"{definition.name} may be another one further down"
            if is_rival and (
                _starts_another_row(text, definition, other)
                or _is_another_case(text, start, other.span.end, suspect)
                or _are_examples(text, definition, other)
            ):
                return f"{definition.name} may be another one in this case"
    return None


def _is_restricted(behind: str) -> bool:
    """Whether "if" or "when" stands behind a formula, and begins no paragraph of its own."""
    found = _ONLY_WHERE.match(behind)
    if found is None:
        return False
    word = found.group().split()[-1].lstrip(",.;$")
    return not ("." in found.group() and "\n\n" in found.group() and word[:1].isupper())


def _starts_another_row(text: str, definition: Definition, other: Line) -> bool:
    """Whether a definition and a rival each come first in a row of a table, or an item of a list.

    Each row of `| $c = a + b$ | … |`, `| $c = a b$ | … |` has a c of its own. So has `- $f = |x|$:`
    which is the label of its item.
    """
    places = (definition.span.start, (*other.earlier, other.left)[0].span.start)
    starts = [text.rfind("\n", 0, place) + 1 for place in places]
    rows = all(_ROW.match(text[start:place]) for start, place in zip(starts, places, strict=True))
    is_label = _ROW.match(text[starts[1] : places[1]]) and _COLON.match(text, other.span.end)
    return starts[0] != starts[1] and (rows or is_label is not None)


def _restates(line: Line) -> bool:
    """Whether a line says again what its article has said, or is one slip from that."""
    verdict = verdict_on(line.left, line.right, line.context)
    if isinstance(verdict, Refuted):
        correction = correction_of(line)
        return correction is not None and len(correction.slips) == 1
    return isinstance(verdict, Proved)


def definitions_behind(line: Line) -> Iterator[Definition]:
    """The definitions on which a line rests, however far down."""
    context = line.context
    named = {name for side in (*line.earlier, line.left, line.right) for name in mentioned(side)}
    for name in sorted({part for one in named for part in context.ancestry(one)}):
        definition = context.definitions.get(name)
        if definition is not None:
            yield definition


def _says_what(line: Line) -> str | None:
    """The name of which a line says what it is: `L`, `A` in `A(x) = …`, or a family."""
    head = bare(line.left if not line.earlier else line.earlier[0])
    if isinstance(head, Apply):
        return name_of(head.function)
    name, entry = name_of(head), entries_of(head)
    if entry is not None and f"{entry[0]}[]" in line.context.definitions:
        return f"{entry[0]}[]"
    return name


def _is_another_case(text: str, start: int, end: int, suspect: Suspect) -> bool:
    """Whether words between a definition and another one say that they are of different cases.

    A new section may be one where no small slip explains the difference.
    """
    stop = re.compile(r"[.。\n]").search(text, end)
    after = text[end : stop.start() if stop else len(text)]
    rest = re.sub(r"^[^$]*\$+", "", f"{text[start:end]}{after}", count=1)
    between = _FORMULAS.sub("$ $", rest)
    if _AND.search(between) and not _CONSEQUENCE.search(between):
        return True  # `constructed as $L = D - A$, and the normalized one as $L = …$`
    if _HEADING.search(between) and not suspect.has_slip:
        return True
    said = _around(between)
    return any(mark.search(said) for mark in (_LABEL, _OTHER_CASE, _OF_SOME))


def _around(between: str) -> str:
    """What is said of two definitions: the end of the sentence of the one, and that of the other.

    What stands in brackets is an aside.
    """
    sentences = _END_OF_SENTENCE.split(_ASIDE.sub(" ", between))
    return "\n".join((sentences[0], sentences[-1]) if len(sentences) > 1 else sentences)


def _are_examples(text: str, definition: Definition, other: Line) -> bool:
    """Whether a definition is the first of the examples that words before it announce."""
    start = text.rfind("$$", 0, definition.span.start)
    is_apart = start >= 0 and "$$" in text[definition.span.end : other.span.start]
    return is_apart and _EXAMPLES.search(text[max(0, start - 60) : start].rstrip()) is not None


def _is_under_a_condition(definition: Definition, line: Line, text: str) -> bool:
    """Whether a definition stands in a sentence that begins with a condition, the line in none."""
    start = max(text.rfind(mark, 0, definition.span.start) for mark in (". ", "\n\n", "。", ".\n"))
    if not start >= 0 or line.span.start < definition.span.start:
        return False
    stop = re.compile(r"[.。]\s|\n\n").search(text, definition.span.end)
    same = stop is None or line.span.start < stop.start()
    said = _FORMULAS.sub(" ", text[start : definition.span.start])
    return not same and _UNDER_A_CONDITION.search(said) is not None
