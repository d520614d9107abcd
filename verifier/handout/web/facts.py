"""What the mark of a step opens: how it was decided, under which conditions, and in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup

from verifier.handout.language import Language
from verifier.handout.sample_point import SamplePoint
from verifier.handout.setting import number_node, symbol_of
from verifier.handout.web.rule_links import rule_links
from verifier.handout.words import pretty, values_at
from verifier.meaning.context import Context
from verifier.notation.tree import Chain, Node
from verifier.prover.proof import Step
from verifier.prover.remark import Remark
from verifier.records import dataclass, field
from verifier.values import Proved, Refuted, Unknown, Verdict, Witness

Fact = tuple[str, Markup]
POINT = "point"


def state_of(verdict: Verdict) -> str:
    """The word for a verdict: `proved`, `refuted` or `unknown`."""
    match verdict:
        case Proved():
            return "proved"
        case Refuted():
            return "refuted"
        case Unknown():
            return "unknown"


@dataclass(frozen=True, slots=True)
class Facts:
    """Makes the facts about steps; numbers are worked out at one point for the whole page."""

    context: Context
    language: Language
    write: Callable[[Remark], Markup]
    point: SamplePoint = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "point", SamplePoint(self.context))

    def of(self, step: Step, before: Node) -> Iterator[Fact]:
        """Pairs of a heading and what there is to say, for the step that leads on from `before`."""
        say = self.language.say
        match step.verdict:
            case Proved(method, conditions):
                yield say("proved by the kernel"), self.write(self.language.remark((method,)))
                where = ", ".join(map(pretty, conditions)) or say("none")
                yield say("conditions"), self.write((where,))
            case Refuted(witness):
                values = values_at(witness, "before", "after", self.language)
                yield say("refuted by the kernel"), self.write(values)
            case Unknown(reason):
                yield say("not decided"), self.write(self.language.remark((reason,)))
        numbers = self.numbers(before, step.formula)
        if numbers:
            link = Markup('<a href="#{}">{}</a>').format(POINT, say("at the sample point"))
            yield say("in numbers"), self.write(numbers) + ", " + link
        rules = rule_links(step.rules, self.language)
        if rules:
            yield say("rules"), Markup(", ").join(rules)

    def numbers(self, before: Node, after: Node) -> Remark:
        """Both sides at the point; empty where one has no value there."""
        values = self.point.evaluated(before), self.point.evaluated(after)
        if values[0] is None or values[1] is None:
            return ()
        witness = Witness((), values[0].text, values[1].text)
        return values_at(witness, "before", "after", self.language)

    def sample(self, formulas: Iterable[Node]) -> tuple[Node, ...]:
        """The point, as far as these formulas depend on it."""
        found = [self.point.evaluated(formula) for formula in formulas]
        values = dict(pair for item in found if item is not None for pair in item.point)
        return tuple(
            Chain((symbol_of(name), number_node(value)), ("=",)) for name, value in values.items()
        )
