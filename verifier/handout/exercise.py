"""Which steps of a handout a reader is asked for: the telling ones, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from verifier.handout.document import Document, Numbered, Part, Way
from verifier.notation import tree
from verifier.notation.tree import Node, walk
from verifier.records import dataclass

# How much there is to learn from doing a step oneself; other rules weigh one.
IMPORTANCE: Mapping[str, int] = MappingProxyType(
    {
        "chain-rule": 8,
        "quotient-rule": 8,
        "product-rule": 8,
        "local-derivatives": 7,
        "derivative-of-power": 6,
        "derivative-of-exponential": 6,
        "derivative-of-logarithm": 6,
        "derivative-of-sigmoid": 6,
        "add-and-subtract": 6,
        "solve": 5,
        "common-denominator": 5,
        "logarithm-of-quotient": 5,
        "logarithm-of-product": 5,
        "logarithm-of-reciprocal": 5,
        "sum-of-logarithms": 5,
        "extend-fraction": 4,
        "split-fraction": 4,
        "factor": 4,
        "cancel": 3,
        "collect": 3,
        "one-fraction": 3,
        "expand": 2,
        "remove-brackets": 1,
        "definition": 0,
    }
)
# One step of a route in so many is blank.
ONE_IN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A step of a document."""

    goal: str
    route: int
    step: int


def blanks(document: Document, seed: int = 0) -> frozenset[Place]:
    """The steps that are blank in the exercise of a document.

    In every route about a third of the steps, the most important ones; the seed decides between
    steps of the same weight. Two steps in a row are not chosen, so that the next line tells whether
    a reader is right. Results and what a later proof refers to are never blank, for they are
    printed elsewhere. A formula that is asked for is blank wherever it is shown.
    """
    chance = random.Random(seed)
    asked: set[Node] = set()
    for section in document.sections:
        for way in section.ways:
            asked |= {tree.bare(numbered.step.formula) for numbered in _chosen(way, chance)}
    asked -= {tree.bare(section.closed_form) for section in document.sections}
    asked -= {tree.bare(part.shown.formula) for part in _parts(document) if part.shown}
    return frozenset(place for place, formula in _formulas(document) if formula in asked)


def _chosen(way: Way, chance: random.Random) -> list[Numbered]:
    candidates = [
        numbered
        for part in way.parts
        for numbered in part.steps[: -1 if part.steps and part is way.parts[-1] else None]
        if numbered.step.proved and _weight(numbered) > 0
    ]
    chosen: list[Numbered] = []
    for numbered in sorted(candidates, key=lambda one: (-_weight(one), chance.random())):
        if len(chosen) < max(1, sum(1 for _ in way.steps) // ONE_IN) and not any(
            abs(numbered.number - other.number) == 1 for other in chosen
        ):
            chosen.append(numbered)
    return chosen


def _weight(numbered: Numbered) -> int:
    """The importance of the step's rules; a formula that can be read off the reason counts less."""
    weight = max((IMPORTANCE.get(rule, 1) for rule in numbered.step.rules), default=0)
    small = sum(1 for _ in walk(numbered.step.formula)) < 4
    return 0 if small else weight


def _parts(document: Document) -> Iterator[Part]:
    return (part for section in document.sections for way in section.ways for part in way.parts)


def _formulas(document: Document) -> Iterator[tuple[Place, Node]]:
    for section in document.sections:
        for way in section.ways:
            for numbered in way.steps:
                place = Place(section.goal, way.number, numbered.number)
                yield place, tree.bare(numbered.step.formula)
