"""Samples and their distributions: `x = m + s \\epsilon` beside `q(x) = N(x; m, s^2 I)`.

With noise that is normal with mean 0 and covariance I, m + s \\epsilon is normal with mean m and
covariance s^2 I. An article that gives a sample and a distribution, or a variance, of one quantity
given the same others, and the same mean, contradicts itself where the variances differ; of the two
the later one is said to be wrong. The parameter of a normal distribution is taken for a standard
deviation unless another pair of the article, or a variance, shows that it is none.

The mean of a quantity given some members of its family depends on no other member of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from verifier.articles.article import Article
from verifier.articles.document import Formula
from verifier.articles.plain_numbers import as_numbers, letters_in
from verifier.articles.report import Defect
from verifier.articles.reporter import Failed
from verifier.articles.samples import (
    Sample,
    Spread,
    family_of,
    members_in,
    noise_letters,
    sample_in,
    spreads_in,
)
from verifier.kernel.decide import decide
from verifier.kernel.terms import variable
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context
from verifier.meaning.errors import MeaningError
from verifier.meaning.gaussians import parameters_of
from verifier.meaning.letters import calls_in, given_parts
from verifier.notation.tree import (
    Chain,
    Group,
    Node,
    Number,
    Power,
)
from verifier.notation.write_latex import write_latex
from verifier.notation.write_text import write_line
from verifier.values import Proved, Refuted, Span, Verdict


def contradictions(article: Article, verdicts: Mapping[Span, Verdict]) -> Iterator[Failed]:
    """What an article says of the noise in a quantity against what it says of it before."""
    noise = frozenset(noise_letters(article))
    statements = [(f, one) for f, reading in article.readings for one in reading.statements]
    samples = [s for f, one in statements if (s := sample_in(one, f, noise)) is not None]
    spreads = [s for f, one in statements for s in spreads_in(one, f, noise)]
    pairs = [(a, b) for a in samples for b in spreads if _is_of_one(a, b)]
    is_squared = any(isinstance(_squares(a, b), Proved) for a, b in pairs if not _is_same(a, b))
    for sample, spread in pairs:
        if _is_same(sample, spread) and not (spread.certain or is_squared):
            continue
        found = _failed(sample, spread, article)
        if found is not None and not isinstance(verdicts.get(found[0].span), Refuted):
            yield found
    for formula, statement in statements:
        yield from _not_given(statement, formula, article)


def _is_of_one(sample: Sample, spread: Spread) -> bool:
    """Whether both speak of one quantity, given the same, with the same mean."""
    family = family_of(sample.head)
    given = frozenset(name for name in spread.given if name.split("_")[0] == family)
    if sample.head != spread.head or given != sample.given:
        return False
    if spread.mean is None:
        return bool(given)
    return isinstance(_compared(sample.mean, spread.mean), Proved)


def _compared(left: Node, right: Node) -> Verdict | None:
    try:
        sides = as_numbers(left), as_numbers(right)
    except MeaningError:
        return None
    return verdict_on(*sides, Context(lenient=True))


def _squared(scale: Node) -> Node:
    return Power(Group("(", scale, ")"), Number("2"))


def _squares(sample: Sample, spread: Spread) -> Verdict | None:
    return _compared(_squared(sample.scale), spread.variance)


def _is_same(sample: Sample, spread: Spread) -> bool:
    """Whether the scale of the noise is what is said to be its variance."""
    return isinstance(_compared(sample.scale, spread.variance), Proved)


def _failed(sample: Sample, spread: Spread, article: Article) -> Failed | None:
    verdict = _squares(sample, spread)
    if not isinstance(verdict, Refuted):
        return None
    scale, variance = sample.scale, spread.variance
    if letters_in(as_numbers(scale)) != letters_in(as_numbers(variance)):
        return None  # what these have to do with each other may be said elsewhere
    of, shown = write_line(sample.head), write_line(scale)
    if spread.formula.span.start > sample.formula.span.start:
        message = f"{of} is drawn with noise times {shown}, of which this is not the square"
        return _told(_squared(scale), variance, as_numbers, spread.formula, message, article)
    message = f"{of} has the variance {write_line(variance)}, of which this is not the root"
    return _told(
        variance, scale, lambda n: as_numbers(_squared(n)), sample.formula, message, article
    )


def _told(
    target: Node,
    wrong: Node,
    read: Callable[[Node], Node],
    formula: Formula,
    message: str,
    article: Article,
) -> Failed | None:
    line = article.alone(target, wrong, formula)
    verdict = verdict_on(as_numbers(target), read(wrong), line.context)
    if not isinstance(verdict, Refuted):
        return None
    defect = Defect("not-equal", line.span, message)
    return line, verdict, (defect,)


def _not_given(statement: Chain, formula: Formula, article: Article) -> Iterator[Failed]:
    """A mean of a quantity, given members of its family, that has another member."""
    if len(statement.sides) != 2 or statement.operators != ("=",):
        return
    head, side = statement.sides
    call, normal = next(calls_in(head), None), next(calls_in(side), None)
    found = None if normal is None or normal is not side else parameters_of(normal)
    if call is None or found is None:
        return
    before, behind = given_parts(call.argument)
    family = family_of(before[0]) if len(before) == 1 else ""
    if not family or not behind or any(family_of(item) != family for item in behind):
        return
    known = {write_latex(item) for item in (*before, *behind)}
    for name in sorted(members_in(found[1], family) - known):
        verdict = decide(variable(name), variable(write_latex(behind[0])), {})
        line = article.alone(behind[0], found[1], formula)
        if isinstance(verdict, Refuted):
            what = f"the mean of {write_line(before[0])} given {write_line(behind[0])}"
            message = f"{what} cannot depend on {name}, which is not given"
            yield line, verdict, (Defect("wrong-symbol", line.span, message),)
