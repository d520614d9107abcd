"""What a check of one file found: its claims with their verdicts, and its findings."""

from __future__ import annotations

from collections.abc import Iterable

from verifier.articles.source import Part, Source, markdown_source
from verifier.hints import Literal
from verifier.notation.tree import Node
from verifier.records import dataclass, field
from verifier.values import (
    Diagnostic,
    Location,
    Proved,
    Refuted,
    Replacement,
    Severity,
    Span,
    Unknown,
    Verdict,
)

UNREAD = "unreadable-file"
"""The code of the finding that a file among others cannot be read."""
Status = Literal["proved", "refuted", "unknown"]


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings in the order of the files and of what stands in them."""
    return tuple(sorted(found, key=_place))


def _place(found: Diagnostic) -> tuple[str, int, Location, str]:
    return found.location.path, found.location.cell, found.location, found.code


@dataclass(frozen=True, slots=True)
class Defect:
    """A slip in a line: its code, where it stands, the message, and the corrected side in LaTeX.

    `fix` makes that correction in the text of the article.
    """

    code: str
    span: Span
    message: str
    suggestion: str | None = None
    fix: Replacement | None = None
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim with the kernel's verdict on its equation and the reading of that verdict.

    A claim of the kind `erratum` says that its equation is false.
    """

    location: Location
    kind: str
    left: Node
    right: Node
    verdict: Verdict
    reading: str

    @property
    def status(self) -> Status:
        """What became of the claim: an erratum is proved when its equation is refuted."""
        if isinstance(self.verdict, Unknown):
            return "unknown"
        false = isinstance(self.verdict, Refuted)
        return "proved" if false == (self.kind == "erratum") else "refuted"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one file found."""

    path: str
    text: str
    claims: tuple[CheckedClaim, ...]
    diagnostics: tuple[Diagnostic, ...]
    formulas: int
    skipped: int
    unreadable: int
    source: Source | None = field(default=None, repr=False, compare=False)

    @property
    def is_unread(self) -> bool:
        """Whether the file could not be read at all."""
        return any(item.code == UNREAD for item in self.diagnostics)

    def place(self, span: Span) -> tuple[Part, Span] | None:
        """The file or cell in which a span of the text stands, and where in it."""
        source = self.source or markdown_source(self.text, self.path)
        return source.place(span)

    def lines(self, location: Location) -> tuple[str, ...]:
        """The lines of the file, or of the cell, in which a place lies."""
        source = self.source or markdown_source(self.text, self.path)
        return source.lines(location)

    def count(self, kind: type[Proved] | type[Refuted] | type[Unknown]) -> int:
        """How many claims came out this way; a refuted erratum counts as proved."""
        return sum(1 for claim in self.claims if claim.status == kind.__name__.lower())

    @property
    def errors(self) -> int:
        return sum(1 for diagnostic in self.diagnostics if diagnostic.severity == "error")
