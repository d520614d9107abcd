"""A handout before it is written: proofs in order, steps numbered, nothing shown twice.

Every format (the terminal page, Markdown, LaTeX) is made from these values and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from verifier.articles.article import Article
from verifier.articles.matrix_setting import matrix_setting
from verifier.handout.pictures.picture import Picture
from verifier.handout.setting import Setting, setting_of
from verifier.meaning.context import Context
from verifier.meaning.names import name_of
from verifier.meaning.vocabulary import vocabulary_of
from verifier.notation import tree
from verifier.notation.tree import Chain, Derivative, Node
from verifier.notation.vocabulary import DEFAULT, Vocabulary
from verifier.prover.proof import Derivation, Misprint, NumericCheck, Proof, Route, Step
from verifier.prover.remark import Remark
from verifier.records import dataclass, field, replace
from verifier.values import Proved, Verdict

ROUTE_TITLES = {"chain": "chain rule", "direct": "direct expansion"}


SHORTEST_REFERENCE = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """Where `left = formula` was shown: the goal, the route, its first and last step.

    `same_goal` says that this was in another route to the goal of the present proof.
    """

    goal: Node
    route: int
    first: int
    last: int
    left: Node
    formula: Node
    same_goal: bool


@dataclass(frozen=True, slots=True)
class Numbered:
    """A step with its number in the route. `left` is set where an equation begins."""

    number: int
    step: Step
    left: Node | None


@dataclass(frozen=True, slots=True)
class Part:
    """A derivation: where its beginning was shown before, if it was, and the other steps."""

    heading: Remark
    subject: Node
    steps: tuple[Numbered, ...]
    shown: Reference | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """A misprint of the article with the place it belongs to, route and step counted from 1.

    `goal` is set where that step was shown in the proof of another goal.
    """

    misprint: Misprint
    route: int | None = None
    step: int | None = None
    goal: Node | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A route as it is shown."""

    number: int
    name: str
    title: str
    parts: tuple[Part, ...]
    slips: tuple[Slip, ...] = ()

    @property
    def steps(self) -> Iterator[Numbered]:
        return (numbered for part in self.parts for numbered in part.steps)


@dataclass(frozen=True, slots=True)
class Section:
    """One goal with its claim, its routes and what confirms them."""

    goal: str
    subject: Node
    claim: Node
    setting: Setting
    ways: tuple[Way, ...]
    closed_form: Node
    agreement: Verdict | None
    second_opinion: bool | None
    numeric: NumericCheck | None
    slips: tuple[Slip, ...]
    complete: bool
    vocabulary: Vocabulary = DEFAULT


@dataclass(frozen=True, slots=True)
class Document:
    """All proofs of one article, with the context that their formulas are read in.

    The pictures are made only for the formats that show them.
    """

    title: str
    setting: Setting
    sections: tuple[Section, ...]
    vocabulary: Vocabulary = DEFAULT
    context: Context = field(default_factory=Context)
    pictures: tuple[Picture, ...] = ()

    @property
    def steps(self) -> int:
        return sum(1 for section in self.sections for way in section.ways for _ in way.steps)

    @property
    def complete(self) -> bool:
        return all(section.complete for section in self.sections)


def is_complete(proof: Proof) -> bool:
    """Whether every step is proved and, where there are two routes, they are proved to agree."""
    agreed = len(proof.routes) < 2 or isinstance(proof.agreement, Proved)
    return agreed and bool(proof.routes) and all(step.proved for step in proof.steps)


def document_of(article: Article, proofs: Sequence[Proof]) -> Document:
    """The proofs of an article, made ready for writing."""
    arranger = Arranger(article)
    sections = tuple(arranger.section(proof) for proof in proofs)
    names = [name for proof in proofs for name in _symbols(proof)]
    setting = setting_of(article.context, names)
    if article.matrices is not None:
        setting = Setting(*matrix_setting(article.given))
    vocabulary = vocabulary_of(article.context)
    return Document(article.title, setting, sections, vocabulary, article.context)


def _symbols(proof: Proof) -> Iterable[str]:
    """The symbol that is differentiated and the one by which."""
    subject = proof.subject
    if not isinstance(subject, Derivative):
        return ()
    nodes = (subject.body, *(variable for variable, _ in subject.variables))
    return tuple(name for node in nodes if (name := name_of(node)) is not None)


class Arranger:
    """Goes through the proofs in order and remembers which derivations have been shown."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.seen: dict[Node, list[_Place]] = {}

    def section(self, proof: Proof) -> Section:
        """The next proof, with references to what the ones before have shown."""
        ways = tuple(
            self._way(route, number, proof) for number, route in enumerate(proof.routes, start=1)
        )
        return Section(
            proof.goal,
            proof.subject,
            Chain((proof.subject, proof.closed_form), ("=",)),
            self._setting(proof),
            ways,
            proof.closed_form,
            proof.agreement if len(proof.routes) > 1 else None,
            proof.second_opinion,
            proof.numeric,
            (*(slip for way in ways for slip in way.slips), *map(Slip, proof.misprints)),
            is_complete(proof),
            proof.vocabulary,
        )

    def _setting(self, proof: Proof) -> Setting:
        if self.article.matrices is not None:
            return Setting(*matrix_setting(self.article.given))
        return setting_of(self.article.context, _symbols(proof))

    def _way(self, route: Route, number: int, proof: Proof) -> Way:
        parts: list[Part] = []
        slips: list[Slip] = []
        count = 0
        for derivation in route.derivations:
            shown = None if derivation is route.main else self._shown_before(derivation, proof)
            known = 0 if shown is None else shown.last - shown.first + 1
            steps = tuple(_numbered(derivation, known, count))
            parts.append(Part(derivation.heading, derivation.subject, steps, shown))
            if shown is None:
                place = _Place(derivation, proof.subject, number, count)
                self.seen.setdefault(tree.bare(derivation.subject), []).append(place)
            else:
                slips += _slips_before(derivation, shown, known)
            slips += _slips(steps, number)
            count += len(steps)
        title = ROUTE_TITLES.get(route.name, route.title)
        return Way(number, route.name, title, tuple(parts), tuple(slips))

    def _shown_before(self, derivation: Derivation, proof: Proof) -> Reference | None:
        """The earlier derivation of the same subject that begins with the most of these steps."""
        known = self.seen.get(tree.bare(derivation.subject), [])
        length, place = max(
            ((_common(place.derivation, derivation), place) for place in known),
            key=lambda pair: pair[0],
            default=(0, None),
        )
        whole = length == len(derivation.steps)
        if place is None or not length or not (whole or length >= SHORTEST_REFERENCE):
            return None
        shown = derivation.steps[:length]
        first = place.count + 1
        return Reference(
            place.goal,
            place.route,
            first,
            first + length - 1,
            _equation_left(derivation.subject, shown),
            shown[-1].formula,
            place.goal == proof.subject,
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """A derivation that has been shown, and how many steps of its route came before it."""

    derivation: Derivation
    goal: Node
    route: int
    count: int


def _equation_left(subject: Node, steps: Sequence[Step]) -> Node:
    """The left side of the equation that the last of these steps ends."""
    lefts = (step.left for step in reversed(steps) if step.left is not None)
    return next(lefts, subject)


def _common(first: Derivation, second: Derivation) -> int:
    """With how many steps two derivations begin that are equal but for their misprints."""
    length = 0
    for one, other in zip(first.steps, second.steps, strict=False):
        if replace(one, misprints=()) != replace(other, misprints=()):
            break
        length += 1
    return length


def _numbered(derivation: Derivation, known: int, count: int) -> Iterator[Numbered]:
    for index, step in enumerate(derivation.steps[known:]):
        left = step.left
        if left is None and known + index == 0:
            left = derivation.subject
        yield Numbered(count + index + 1, step, left)


def _slips(steps: Sequence[Numbered], route: int) -> Iterator[Slip]:
    for numbered in steps:
        for misprint in numbered.step.misprints:
            yield Slip(misprint, route, numbered.number)


def _slips_before(derivation: Derivation, shown: Reference, known: int) -> Iterator[Slip]:
    """The misprints at steps that were shown in an earlier proof."""
    goal = None if shown.same_goal else shown.goal
    for index, step in enumerate(derivation.steps[:known]):
        for misprint in step.misprints:
            yield Slip(misprint, shown.route, shown.first + index, goal)
