"""Putting an article's errata beside the steps of a proof that they belong to.

An erratum belongs to the goal that its line, or else its section, is about; and there to the step
whose formula equals the corrected line and is written most alike, or whose rule the corrected
line is an instance of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from verifier.articles.article import Article, Erratum, Line
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import Claim, judge
from verifier.meaning.elaborate import MeaningError
from verifier.meaning.names import name_of, readable
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node, Subscript
from verifier.notation.write_latex import write_latex
from verifier.prover.proof import Derivation, Misprint, Proof, Route
from verifier.prover.sums import negative
from verifier.records import replace
from verifier.rules.matching import match, pattern, pattern_variables
from verifier.rules.table import RULES
from verifier.values import NOWHERE, Proved, Refuted

MOST_COMPARED = 8
_TOKEN = lazy_pattern(r"\\[A-Za-z]+|.")

Place = tuple[int, int, int]
"""Route, derivation and step by their numbers."""


def goal_name(node: Node) -> str | None:
    """`dL/dw` for a first derivative of one symbol by another."""
    if not isinstance(node, Derivative) or len(node.variables) != 1 or node.variables[0][1] != 1:
        return None
    start, end = name_of(node.body), name_of(node.variables[0][0])
    if start is None or end is None:
        return None
    return f"d{readable(start)}/d{readable(end)}"


def entry_goal_name(node: Node) -> str | None:
    """`dL/dw_j` for a first derivative by one entry of a family."""
    match node:
        case Derivative(body=body, variables=((Subscript(base=base, index=index), 1),)):
            names = name_of(body), name_of(base), name_of(index)
            if None not in names:
                start, end, letter = (readable(name or "") for name in names)
                return f"d{start}/d{end}_{letter}"
    return None


def with_misprints(proof: Proof, article: Article) -> Proof:
    """The proof with the errata of its goal attached to its steps, the rest to the proof."""
    placed: dict[Place, list[Misprint]] = {}
    unplaced: list[Misprint] = []
    for erratum in article.errata:
        if goal_of(erratum, article) != proof.goal:
            continue
        misprint = _misprint(erratum)
        if misprint is None:
            continue
        place = _place(erratum, proof)
        if place is None:
            unplaced.append(misprint)
        else:
            placed.setdefault(place, []).append(misprint)
    routes = tuple(_route(route, number, placed) for number, route in enumerate(proof.routes))
    return replace(proof, routes=routes, misprints=tuple(unplaced))


def goal_of(erratum: Erratum, article: Article) -> str | None:
    """The goal an erratum is about: that of its line, else the one its section treats most."""
    goals: set[str | None] = set(article.goals)
    goals = goals or {
        name(line.left) for line in article.lines for name in (goal_name, entry_goal_name)
    }
    own = goal_name(erratum.line.left) or entry_goal_name(erratum.line.left)
    if own in goals:
        return own
    section = Counter(
        goal for goal in _section_goals(erratum.line, article) if goal is not None and goal in goals
    )
    return section.most_common(1)[0][0] if section else None


def _section_goals(line: Line, article: Article) -> Iterator[str | None]:
    return (goal_name(other.left) for other in article.lines if other.section == line.section)


def _misprint(erratum: Erratum) -> Misprint | None:
    """The erratum as a proof shows it; None when it is not refuted, which the check reports."""
    try:
        claim = Claim(erratum.left, erratum.printed, erratum.context, NOWHERE)
        verdict = judge(claim).verdict
    except MeaningError:
        return None
    if not isinstance(verdict, Refuted):
        return None
    return Misprint(
        erratum.label,
        erratum.note,
        erratum.printed,
        erratum.line.right,
        verdict,
        verdict.witness,
        erratum.left if erratum.equation else None,
        erratum.line.left if erratum.equation else None,
    )


# Where it belongs ---------------------------------------------------------------------------


def _place(erratum: Erratum, proof: Proof) -> Place | None:
    by_rule = _by_rule(erratum, proof)
    if by_rule is not None:
        return by_rule
    corrected = erratum.line.right
    tokens = _tokens(corrected)
    ranked = sorted(_formulas(proof), key=lambda item: -_likeness(_tokens(item[1]), tokens))
    for place, formula in ranked[:MOST_COMPARED]:
        if _equal_up_to_sign(formula, corrected, erratum):
            return place
    return None


def _formulas(proof: Proof) -> Iterator[tuple[Place, Node]]:
    for i, route in enumerate(proof.routes):
        for j, derivation in enumerate(route.derivations):
            for k, step in enumerate(derivation.steps):
                yield (i, j, k), step.formula


@lru_cache(maxsize=4096)
def _tokens(node: Node) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(write_latex(tree.bare(node))))


def _likeness(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _equal_up_to_sign(formula: Node, corrected: Node, erratum: Erratum) -> bool:
    bare = tree.bare(corrected)
    for other in (bare, negative(bare)):
        try:
            verdict = judge(Claim(formula, other, erratum.context, NOWHERE)).verdict
        except MeaningError:
            return False
        if isinstance(verdict, Proved):
            return True
    return False


def _by_rule(erratum: Erratum, proof: Proof) -> Place | None:
    """The step that uses the rule which the corrected line states, if it states one."""
    left, right = tree.bare(erratum.line.left), tree.bare(erratum.line.right)
    for rule in RULES.values():
        if not rule.is_pattern or name_of(pattern(rule.left)) is not None:
            continue
        variables = pattern_variables(rule)
        if match(pattern(rule.left), left, variables) is None:
            continue
        if match(pattern(rule.right), right, variables) is None:
            continue
        for i, route in enumerate(proof.routes):
            for j, derivation in enumerate(route.derivations):
                for k, step in enumerate(derivation.steps):
                    if rule.name in step.rules:
                        return (i, j, k)
    return None


def _route(route: Route, number: int, placed: dict[Place, list[Misprint]]) -> Route:
    derivations = tuple(
        _derivation(derivation, (number, index), placed)
        for index, derivation in enumerate(route.derivations)
    )
    return replace(route, derivations=derivations)


def _derivation(
    derivation: Derivation, where: tuple[int, int], placed: dict[Place, list[Misprint]]
) -> Derivation:
    steps = tuple(
        replace(step, misprints=tuple(placed.get((*where, index), ())))
        for index, step in enumerate(derivation.steps)
    )
    return replace(derivation, steps=steps)
