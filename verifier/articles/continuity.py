"""Whether the pieces of a function meet, where its article says or implies that they do.

    $$f(x) = \\begin{cases} x^2 & x < 1 \\\\ 2 x & \\text{otherwise} \\end{cases}$$ is continuous

Two pieces meet at a boundary, here x = 1, where they have the same value. That a function is
continuous follows when it is called continuous, differentiable or convex, and when it is one that
is known to be: Huber's loss is, whatever its scale. A function all of whose pieces are constant is
none of these, and a piece that has no value at the boundary says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.articles.article import Article
from verifier.articles.boundaries import Boundary, boundaries, on_boundary
from verifier.articles.report import CheckedClaim
from verifier.kernel.domains import POSITIVE
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import Claim, Judgement, judge
from verifier.meaning.context import Context, mentioned
from verifier.meaning.errors import MeaningError
from verifier.notation.tree import Cases, Derivative, Node, Prime, walk
from verifier.notation.write_text import write_line
from verifier.records import dataclass
from verifier.values import Diagnostic, Proved, Refuted, Span

_SAID = lazy_pattern(
    r"\b(?:is|are|be|and|but|both|it|stays|remains|makes (?:it|the \w+))"
    r" (?:(?:also|always|everywhere|thus|once|twice|still|fully) )?"
    r"(?:continuous(?:ly differentiable)?|differentiable|convex)\b"
    r"|\bcontinuous(?:ly differentiable)? (?:at|in|everywhere|and|where|there)\b"
    r"|\b(?:branches|pieces|parts|cases|curves|two) (?:meet|agree|join|match|coincide)\b",
    re.IGNORECASE,
)
_DENIED = lazy_pattern(
    r"\bdiscontinu|\bjumps?\b|\bdensit|\bdistribut|\bp[dm]f\b|\bprobabilit|\brandom\b"
    r"|\b(?:not|never|nor|non)[ -](?:\w+ )?(?:continuous|convex)|n't (?:\w+ )?continuous",
    re.IGNORECASE,
)
"""Words by which a function is not continuous, or something else is, such as a random variable."""
_KNOWN = lazy_pattern(
    r"\bhuber\b|\bsmooth[ _-]?l_?1(?:loss)?\b|\bhuber_?loss\b|\b(?:pinball|quantile|hinge) loss\b"
    r"|\b(?:[sc]?elu|leaky ?relu|prelu|relu6|hard ?(?:swish|sigmoid|tanh)|soft ?shrink)\b",
    re.IGNORECASE,
)
"""Functions that are continuous in all conventions."""
_OTHERS_OF_IT = lazy_pattern(
    r"derivative|gradient|differential|slope|hessian|\b(?:second|weights?|indicator|mask|curvature"
    r"|backprop\w*|backward)\b",
    re.IGNORECASE,
)
_SENTENCE = lazy_pattern(r"[.!?][$)]*\s+")
_COMMENT = lazy_pattern(r"<!--.*?-->", re.DOTALL)
_FAR = 500


@dataclass(frozen=True, slots=True)
class Joint:
    """Two pieces at a boundary, with what was decided about their values there."""

    span: Span
    boundary: Boundary
    left: Node
    right: Node
    judgement: Judgement

    @property
    def message(self) -> str:
        """The values of both pieces at the boundary, where they differ."""
        values = f"{write_line(self.left)} and {write_line(self.right)}"
        return f"the pieces do not meet at {self.boundary.written}: they are {values} there"


def findings_about_joints(article: Article) -> Iterator[CheckedClaim | Diagnostic]:
    """Every joint as a claim, with an error where the pieces do not meet."""
    for item in joints(article):
        place, verdict = article.location(item.span), item.judgement.verdict
        reading = item.judgement.reading
        yield CheckedClaim(place, "continuity", item.left, item.right, verdict, reading)
        if isinstance(verdict, Refuted):
            message = f"{item.message}, but it is said or known to be continuous"
            witness = verdict.witness
            yield Diagnostic(place, "discontinuous", "error", message, counterexample=witness)


def joints(article: Article) -> Iterator[Joint]:
    """The joints that an article implies, where it is decided whether the pieces meet."""
    for head, body, context in _by_cases(article):
        if _varies(body) and _is_continuous(head, body, article):
            for boundary in boundaries(body):
                found = _joint(body, boundary, context)
                if found is not None:
                    yield found


def _by_cases(article: Article) -> Iterator[tuple[Node | None, Cases, Context]]:
    """The functions that are given by cases, with the side that they are equal to."""
    for definition in article.context.definitions.values():
        if isinstance(definition.body, Cases):
            yield definition.head, definition.body, article.context
    for line in article.lines:
        if isinstance(line.right, Cases) and line.given is None:
            yield (line.earlier or (line.left,))[0], line.right, line.context


def _varies(body: Cases) -> bool:
    """Whether a piece depends on what the conditions are about."""
    about = {name for _, condition in body.rows if condition for name in mentioned(condition)}
    return any(about & set(mentioned(value)) for value, _ in body.rows)


def _joint(body: Cases, boundary: Boundary, context: Context) -> Joint | None:
    """The values of the two pieces at their boundary; None where nothing is decided of them."""
    left, right = (on_boundary(body.rows[number][0], boundary) for number in boundary.rows)
    if left is None or right is None:
        return None
    if boundary.is_distance:
        for name in mentioned(boundary.at):
            context = context if context.knows(name) else context.with_domain(name, POSITIVE)
    try:
        judgement = judge(Claim(left, right, context, body.span))
    except MeaningError:
        return None
    verdict = judgement.verdict
    if isinstance(verdict, Refuted):
        has_values = "undefined" not in (verdict.witness.left, verdict.witness.right)
        return Joint(body.span, boundary, left, right, judgement) if has_values else None
    return (
        Joint(body.span, boundary, left, right, judgement) if isinstance(verdict, Proved) else None
    )


# Words ----------------------------------------------------------------------------------------


def _is_continuous(head: Node | None, body: Cases, article: Article) -> bool:
    """Whether the words around a function say that it is continuous, or that it is known to be."""
    if head is not None and any(isinstance(part, Derivative | Prime) for part in walk(head)):
        return False
    text, place = article.text, body.span
    heading, around = _section(place, article)
    before = _COMMENT.sub("", text[max(around.start, place.start - _FAR) : place.start])
    behind = _COMMENT.sub("", text[place.end : around.end])[:_FAR]
    if _DENIED.search(before) or _DENIED.search(behind):
        return False
    sentence = _SENTENCE.split(before)[-1]
    if _OTHERS_OF_IT.search(sentence):
        return False
    name = "" if head is None else " ".join(mentioned(head)).replace("\\text", " ")
    is_first = "\\begin{cases}" not in before
    known = _KNOWN.search(f"{sentence} {name} {heading if is_first else ''}")
    return known is not None or _SAID.search(f"{sentence} {_near(behind)}") is not None


def _section(place: Span, article: Article) -> tuple[str, Span]:
    """The heading over a place, and the text up to the next one."""
    document = article.document
    number = document.section(place.start)
    ends = [document.body, *(item.span.end for item in document.headings)]
    starts = [*(item.span.start for item in document.headings), len(article.text)]
    heading = document.headings[number - 1].text if number else ""
    return heading, Span(ends[number], starts[number])


def _near(behind: str) -> str:
    """The words behind a function, up to the next one that is given by cases."""
    return behind.split("\\begin{cases}", 1)[0]
