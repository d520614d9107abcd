"""What the template of the page gets: plain values, every formula already written as MathML."""

from __future__ import annotations

from markupsafe import Markup

from verifier.records import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A link within the page."""

    target: str
    text: str | Markup


@dataclass(frozen=True, slots=True)
class PageStep:
    """A step or, without a number, a reference to where its beginning was shown.

    `state` is the word for the verdict. `reason` stands beside the formula, `more` below it;
    `facts` are what the mark opens.
    """

    identifier: str
    number: str
    left: Markup
    right: Markup
    state: str
    mark: str
    reason: Markup
    more: tuple[Markup, ...]
    facts: tuple[tuple[str, Markup], ...]
    errata: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PageGroup:
    """The steps of one derivation; a main derivation has no title and cannot be folded."""

    title: Markup
    steps: tuple[PageStep, ...]


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A route."""

    identifier: str
    number: int
    title: str
    groups: tuple[PageGroup, ...]


@dataclass(frozen=True, slots=True)
class PageErratum:
    """A misprint: both formulas, the changed parts marked, and where they differ."""

    identifier: str
    heading: Markup
    note: str
    printed: Markup
    printed_mark: str
    correct: Markup
    counterexample: Markup
    back: str


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A picture as it stands in the page."""

    name: str
    title: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class PageSection:
    """One goal. `name` is its derivative and `spoken` its claim, both as plain text; `listed`
    is what the contents show, the claim if it is short."""

    identifier: str
    name: str
    spoken: str
    listed: Markup
    subject: Markup
    claim: Markup
    closed_form: Markup
    complete: bool
    routes: tuple[PageRoute, ...]
    confirmations: tuple[Markup, ...]
    errata: tuple[PageErratum, ...]
    pictures: tuple[PagePicture, ...]


@dataclass(frozen=True, slots=True)
class PageRule:
    """A rule of the appendix."""

    identifier: str
    title: str
    words: str
    statement: Markup
    conditions: tuple[Markup, ...]
    holds: Markup


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page."""

    title: str
    outcome: str
    definitions: tuple[Markup, ...]
    domains: tuple[Markup, ...]
    point: tuple[Markup, ...]
    sections: tuple[PageSection, ...]
    pictures: tuple[PagePicture, ...]
    rules: tuple[PageRule, ...]
