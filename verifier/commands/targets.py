"""From the words `NAME[:GOAL]` to articles with goals, and to their proofs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from verifier import library
from verifier.articles.article import Article
from verifier.prover.proof import Proof
from verifier.records import dataclass
from verifier.values import InputError

ROUTES = {"both": library.ROUTES, "chain": ("chain",), "direct": ("direct",)}
_GREEK = re.compile(r"[α-ωΑ-Ω]")


@dataclass(frozen=True, slots=True)
class Target:
    """An article, the name it was called by, and the goals to prove."""

    name: str
    article: Article
    goals: tuple[str, ...]


def targets(words: Sequence[str]) -> list[Target]:
    """One target for each article named, its goals in the order given.

    Without a word: every article of the library that lists goals. Raises `InputError` for a name
    that is no article and for an article without goals.
    """
    if not words:
        loaded = [(name, library.load(name)) for name in library.names()]
        return [Target(name, article, article.goals) for name, article in loaded if article.goals]
    asked: dict[str, list[str]] = {}
    for word in words:
        name, goal = split_target(word)
        asked.setdefault(name, [])
        if goal is not None:
            asked[name].append(goal)
    return [_target(name, goals) for name, goals in asked.items()]


def _target(name: str, asked: Sequence[str]) -> Target:
    article = library.load(name)
    goals = tuple(dict.fromkeys(map(typed, asked))) or library.goals(article)
    if not goals:
        message = (
            f"found no goal: the article claims no derivative; name one, as in {name}:dL/dw, "
            "or list `goals` in the front matter"
        )
        raise InputError(message, path=article.path)
    return Target(name, article, goals)


def split_target(word: str) -> tuple[str, str | None]:
    """`logistic:dL/dw` is (`logistic`, `dL/dw`); the path of a file may hold a colon."""
    name, colon, goal = word.rpartition(":")
    if not colon or word in library.names() or Path(word).exists():
        return word, None
    return name, goal


def typed(goal: str) -> str:
    """A goal as the prover names it: `∂L/∂σ` is `dL/dsigma`."""
    plain = goal.replace("\\partial", "∂").replace(" ", "").replace("∂", "d")
    plain = unicodedata.normalize("NFKC", plain).replace("{", "").replace("}", "")
    return _GREEK.sub(lambda found: _letter(found.group()), plain).replace("\\", "")


def _letter(character: str) -> str:
    name = unicodedata.name(character).split(" ")[-1].lower()
    return name.capitalize() if character.isupper() else name


def proofs(target: Target, routes: Sequence[str]) -> Iterator[Proof]:
    """The proofs of all goals of a target, one after the other.

    Raises `InputError` for a goal that is no derivative of the article, and where a formula on
    the way cannot be read or means nothing: then it says where that formula is.
    """
    for goal in target.goals:
        yield library.prove(target.article, goal, routes)
