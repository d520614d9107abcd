"""What a claim needs that its article neither states nor implies: `x > 0` in `ln x^2 = 2 ln x`.

Two claims need something. One is proved under conditions that fail on more than single points:
there the left side is defined and the right one is not. The other is false as it stands, and right
when symbols below an even root or in norms are positive: who writes `\\sqrt{\\sigma^2} = \\sigma`
of a symbol that nothing declares takes it to be positive; so is c in `\\|c v\\| = c \\|v\\|`.

What is implied needs no words. A symbol that nothing declares may be what the formula lets it be:
who writes `\\ln x` means a positive x. And a left side that has no value there claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from verifier.articles.article import Article, Line
from verifier.articles.prose import words_around
from verifier.articles.readings import Found
from verifier.kernel.domains import POSITIVE, contains
from verifier.kernel.exclusions import exclusion
from verifier.kernel.hypotheses import Equation
from verifier.kernel.structure import constant
from verifier.kernel.term import walk
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import names_behind, verdict_on
from verifier.meaning.context import Context
from verifier.meaning.one_dimension import norm_in, parts_behind
from verifier.records import dataclass, replace
from verifier.values import Proved, Refuted, Verdict, Witness

_POSITIVE = lazy_pattern(
    r"\b(?:positive|non-?negative|greater than (?:0|zero)|above (?:0|zero))\b", re.IGNORECASE
)
_WHERE_DEFINED = lazy_pattern(
    r"\b(?:where|when|whenever|wherever|if|as long as|provided)\b[^.$]{0,40}"
    r"\b(?:defined|makes? sense|exists?)\b",
    re.IGNORECASE,
)
_COMPARES = lazy_pattern(r"[<>]|\\(?:g|l)(?:e|eq|t|eqslant)(?![A-Za-z])|\\mathbb\{R\}_?\^?\{?[+>]")


@dataclass(frozen=True, slots=True)
class Assumption:
    """Conditions as text, the variables in them, and a point at which a claim fails without."""

    conditions: tuple[str, ...]
    names: frozenset[str]
    witness: Witness

    @property
    def message(self) -> str:
        *others, last = self.conditions
        needs = f"{', '.join(others)} and {last}" if others else last
        return f"this needs {needs}, which the article neither states nor implies"

    @property
    def note(self) -> str:
        return f"to state it, write before the formula: Let ${self.conditions[0]}$."


def of_positive(line: Line, found: Found) -> Found:
    """A refuted line as proved of positive symbols, if nothing declares those below its roots."""
    verdict = found.verdict
    if not isinstance(verdict, Refuted) or not line.context.lenient:
        return found
    signed = _below_roots(verdict) | _in_norms(line)
    names = sorted(name for name in signed if _is_open(name, line.context))
    if not names:
        return found
    context = line.context
    for name in names:
        family = name.removesuffix("[]")
        grown = context.with_family if name.endswith("[]") else context.with_domain
        context = grown(family, POSITIVE)
    for sides in ((line.left, line.right), *line.others):
        verdict_then = verdict_on(*sides, context)
        if isinstance(verdict_then, Proved):
            said = ", ".join(name.removesuffix("[]") for name in names)
            return replace(found, verdict=verdict_then, reading=f"with positive {said}")
    return found


def _below_roots(verdict: Refuted) -> frozenset[str]:
    """The variables below roots of an even degree, which alone need a sign."""
    equation = verdict.question
    if not isinstance(equation, Equation):
        return frozenset()
    exponents = (
        (term, constant(term.arguments[1]))
        for term in walk(equation.left, equation.right)
        if term.operator == "power"
    )
    return frozenset(
        name
        for term, exponent in exponents
        if exponent is not None and exponent.denominator % 2 == 0
        for name in term.arguments[0].free
    )


def _in_norms(line: Line) -> frozenset[str]:
    """The symbols in norms of a line and of what is behind it, where they are read as numbers."""
    parts = parts_behind((line.left, line.right), line.context)
    inner = tuple(norm.body for part in parts if (norm := norm_in(part)) is not None)
    return frozenset(names_behind(inner, line.context)) if inner else frozenset()


def _is_open(name: str, context: Context) -> bool:
    """Whether nothing says what values a variable takes."""
    if name in context.definitions:
        return False
    if name.endswith("[]"):
        return name[:-2] in context.surveyed
    return name not in context.domains and name not in context.sizes and name[-1] != ")"


def assumption(line: Line, before: Verdict, found: Found, article: Article) -> Assumption | None:
    """What a proved line needs and its article says nothing of; `before` is its plain verdict."""
    if not isinstance(found.verdict, Proved):
        return None
    needed = _after_refutation(line, before) or _of_conditions(line, found.verdict)
    if needed is None or _is_stated(needed, article):
        return None
    return needed


def _after_refutation(line: Line, before: Verdict) -> Assumption | None:
    if not isinstance(before, Refuted):
        return None
    signed = _below_roots(before) | _in_norms(line)
    names = sorted(name for name in signed if _is_open(name, line.context))
    negative = [name for name in names if _is_negative_at(name, before.witness)] or names
    conditions = tuple(f"{name.removesuffix('[]')} > 0" for name in negative)
    return Assumption(conditions, frozenset(negative), before.witness)


def _is_negative_at(name: str, witness: Witness) -> bool:
    start = name.removesuffix("]")
    return any(
        value < 0 and (point == name or (start.endswith("[") and point.startswith(start)))
        for point, value in witness.point
    )


def _of_conditions(line: Line, verdict: Proved) -> Assumption | None:
    bounded = any(" != " not in condition for condition in verdict.conditions)
    found = exclusion(verdict) if bounded else None
    if found is None or any(_is_open(name, line.context) for name in found.names):
        return None
    return Assumption(found.conditions, found.names, found.witness)


# What the article says ----------------------------------------------------------------------


def _is_stated(needed: Assumption, article: Article) -> bool:
    """Whether the article says anywhere, in a formula or in words, what values are meant."""
    if _WHERE_DEFINED.search(article.text) or _is_outside(needed.witness, article.context):
        return True
    return any(_spoken_of(needed.names, article))


def _is_outside(witness: Witness, context: Context) -> bool:
    """Whether a domain that is declared later excludes the point."""
    return any(
        name in context.domains and not contains(context.domains[name], value)
        for name, value in witness.point
    )


def _spoken_of(names: Iterable[str], article: Article) -> Iterator[bool]:
    """For each formula in the text that names a symbol, whether it or the words bound it."""
    written = [re.compile(rf"{re.escape(n.removesuffix('[]'))}(?![A-Za-z])") for n in names]
    for formula, words in words_around(article.text, article.document):
        if formula.kind == "inline" and any(name.search(formula.latex) for name in written):
            compared = _COMPARES.search(formula.latex)
            yield bool(compared) or _POSITIVE.search(words.sentence) is not None
