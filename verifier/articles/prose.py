"""What the words around a formula say about the symbols in it.

    the weight matrix $W$, a row vector $b$, a scalar bias $c$     the shapes of W, b and c
    a one-hot vector $y$, the target $y$ is one-hot                the entries of y add up to one
    a symmetric matrix $A$, let $A$ be symmetric                   A is equal to its transpose
    an orthogonal matrix $Q$                                       Q is not just any matrix

Only words in the same clause count, and only where they stand directly at the symbol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from verifier.articles.document import Document, Formula
from verifier.lazy_patterns import lazy_pattern
from verifier.notation import tree
from verifier.notation.reading import Reading
from verifier.records import dataclass, replace

LONGEST = 80

_BEFORE = (
    ("scalar", lazy_pattern(r"\b(?:scalars?|real numbers?)(?: [a-z-]+){0,2} $")),
    ("row", lazy_pattern(r"\brow[ -]vectors?(?: of [a-z-]+)? $")),
    ("column", lazy_pattern(r"\bvectors?(?: of [a-z-]+)? $")),
    ("matrix", lazy_pattern(r"\bmatri(?:x|ces)(?: of [a-z-]+)? $")),
)
_AFTER = (
    ("scalar", lazy_pattern(r"^ (?:is a|are|be a|a) (?:real )?(?:scalars?|numbers?)\b")),
    ("row", lazy_pattern(r"^ (?:is a|are|be a) (?:[a-z-]+ )?row[ -]vectors?\b")),
    ("column", lazy_pattern(r"^ (?:is a|are|be a) (?:[a-z-]+ )?(?:column[ -])?vectors?\b")),
    ("matrix", lazy_pattern(r"^ (?:is a|are|be a) (?:[a-z-]+ )?matri(?:x|ces)\b")),
)
_NEW_SENTENCE = lazy_pattern(r"\n[ \t]*\n\s*(?=[#A-Z])")
_SENTENCE_END = lazy_pattern(r"[.;!?]\s|\n[ \t]*\n")
_PRONOUN = lazy_pattern(r"\s*(?:it|this|these|they)\b", re.IGNORECASE)
_SYMBOL = lazy_pattern(r"(?<!\$)\$([^$=]+)\$(?!\$)")
_JOINING = (" and ", ", ", " or ", ", and ")
_ONE_HOT = lazy_pattern(r"\bone[ -]?hot\b")
_SYMMETRIC = lazy_pattern(r"\b(?:symmetric|covariance|hessian|gram matrix|positive[ -](?:semi)?-?)")
_NOT_SO = lazy_pattern(
    r"\b(?:(?:not|never|nor|non)\b(?! only)[^.,;]{0,25}|nothing\b[^.,;]{0,50})\bsymmetric"
)
# Words for a matrix that is not like any other, wherever an article uses them …
_OF_MATRICES = (
    r"orthogonal|orthonormal|unitary|diagonal|triangular|idempotent|commut\w*|skew\w*|antisymmetric"
    r"|stochastic|involut\w+|nilpotent|low[- ]rank|rank[- ]one"
)
# … and words that say so only of the symbol beside them: they are used of much else.
_OF_WHAT_IS_NAMED = (
    r"projections? (?:matri|operator|onto)\w*|projectors?|permutation matri\w*"
    r"|normali[sz]ed|unit (?:vectors?|norm|length)|centred|centered"
    r"|whitened|rotation|sums? to (?:1|one)|simplex"
)
_SPECIAL = lazy_pattern(rf"\b(?:{_OF_MATRICES}|{_OF_WHAT_IS_NAMED})\b")
_PROPERTY = lazy_pattern(
    rf"\b(?<!not )(?<!non-)(?:(?:skew-)?symmetric|(?:semi-?)?definite|svd"
    rf"|singular value decomposition|{_OF_MATRICES})\b",
    re.IGNORECASE,
)
_FUNCTION = lazy_pattern(r"\bfunctions? $")
_PROBABILITIES = lazy_pattern(r"\b(?:probabilit(?:y|ies)|distributions?)(?: [a-z-]+){0,2} $")


@lru_cache(maxsize=8)
def property_in(text: str, known: frozenset[str] = frozenset()) -> str | None:
    """The first word of a text that tells of a matrix not like any other, but for known ones."""
    words = (found.group().lower() for found in _PROPERTY.finditer(text))
    return next((word for word in words if word not in known), None)


def properties_of(text: str, defined: frozenset[str]) -> frozenset[str]:
    """The words that a text says of what it defines alone, as in "`$H$` is idempotent".

    They follow from the definitions, and restrict nothing; nor does "It is symmetric".
    """
    found: dict[str, bool] = {}
    for sentence in _SENTENCE_END.split(text):
        symbols = {symbol.strip() for symbol in _SYMBOL.findall(sentence)}
        for word in (match.group().lower() for match in _PROPERTY.finditer(sentence)):
            is_derived = bool(symbols & defined) or _PRONOUN.match(sentence) is not None
            found[word] = found.get(word, True) and is_derived
    return frozenset(word for word, is_defined in found.items() if is_defined)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the clause before a formula and after it, and those of its sentence."""

    before: str
    after: str
    sentence: str

    @property
    def kind(self) -> str | None:
        """What the symbol is called: a scalar, a row, a column or a matrix."""
        found = (kind for kind, pattern in _BEFORE if pattern.search(self.before))
        later = (kind for kind, pattern in _AFTER if pattern.search(self.after))
        return next(found, None) or next(later, None)

    @property
    def one_hot(self) -> bool:
        return _ONE_HOT.search(self.sentence) is not None

    @property
    def symmetric(self) -> bool:
        return _SYMMETRIC.search(self.sentence) is not None and not self.not_symmetric

    @property
    def not_symmetric(self) -> bool:
        """Whether the words deny it, as in "nothing of this needs that $S$ is symmetric"."""
        return _NOT_SO.search(self.sentence) is not None

    @property
    def special(self) -> bool:
        """Whether what is named is not just any matrix."""
        return _SPECIAL.search(self.sentence) is not None

    @property
    def probabilities(self) -> bool:
        """Whether the symbol is called a probability or a distribution."""
        return _PROBABILITIES.search(self.before) is not None

    @property
    def function(self) -> bool:
        """Whether the symbol is called a function."""
        return _FUNCTION.search(self.before) is not None

    @property
    def tell(self) -> bool:
        """Whether the words say any of this."""
        one = self.one_hot or self.symmetric or self.not_symmetric or self.special
        one = one or self.probabilities
        return one or self.kind is not None


def words_around(text: str, document: Document) -> Iterator[tuple[Formula, Words]]:
    """The words around each formula in the running text, in order."""
    formulas = document.formulas
    found = [_words(text, formulas, place) for place in range(len(formulas))]
    for place, words in enumerate(found):
        if words.before in _JOINING and place:
            found[place] = replace(words, before=found[place - 1].before)
    for place, words in reversed(list(enumerate(found))):
        if words.after in _JOINING and place + 1 < len(found):
            found[place] = replace(words, after=found[place + 1].after)
    return zip(formulas, found, strict=True)


def _words(text: str, formulas: tuple[Formula, ...], place: int) -> Words:
    formula = formulas[place]
    start = formulas[place - 1].outer.end if place else 0
    end = formulas[place + 1].outer.start if place + 1 < len(formulas) else len(text)
    before = _plain(text[max(start, formula.outer.start - LONGEST) : formula.outer.start])
    behind = text[formula.outer.end : min(end, formula.outer.end + LONGEST)]
    after = _plain(_NEW_SENTENCE.split(behind)[0])
    before = re.split(r"[.;:!?(]\s|,\s(?!and\b)", before)[-1]
    after = re.split(r"[.;:!?)](?:\s|$)|,\s", after)[0]
    return Words(before, after, before + " " + after)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("*", "").replace("_", "")).lower()


def functions_in(
    found: Mapping[Formula, Reading], words: Mapping[Formula, Words]
) -> frozenset[str]:
    """The functions that formulas show, and those of the text: `functions $s$ and $t$`."""
    named = (
        statement.sides[0]
        for formula, reading in found.items()
        if words[formula].function
        for statement in reading.statements
        if not statement.operators
    )
    said = (node.name for node in named if isinstance(node, tree.Symbol))
    return frozenset().union(said, *(reading.functions for reading in found.values()))
