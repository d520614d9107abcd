"""The kinds of finding: what each code means, and an article in which it is found.

This is the one list of codes. `backproof rules CODE` shows a row with the report on its example,
and a test finds every code in its example.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.records import dataclass
from verifier.values import Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding: its code, how serious it is, what it says, and an example in Markdown.

    The example of a finding that is about a file and not about its text is empty.
    """

    code: str
    severity: Severity
    means: str
    example: str


_REAL = "Let $a, b, x \\in \\mathbb{R}$.\n\n"
_SUM = "Let $m \\in \\mathbb{N}$ and $x_i \\in \\mathbb{R}$.\n\n"
_MATRICES = "Let $A, B \\in \\mathbb{R}^{n \\times n}$ and $X \\in \\mathbb{R}^{m \\times n}$.\n\n"
_GRADIENT = (
    "Let $X \\in \\mathbb{R}^{m \\times n}$, $w \\in \\mathbb{R}^n$, $y \\in \\mathbb{R}^m$.\n\n"
    "$$J = (X w - y)^T (X w - y)$$\n\n"
)

_DEFECTS = (
    Kind("wrong-sign", "error", "a sign is wrong", _REAL + "$$(a - b) x = a x + b x$$"),
    Kind(
        "missing-parentheses",
        "error",
        "brackets are missing, or one is not closed",
        _REAL + "$$x - (a + b) = x - a + b$$",
    ),
    Kind(
        "wrong-operator",
        "error",
        "a sum stands for a product, or the like",
        _REAL + "$$e^{a + b} = e^a + e^b$$",
    ),
    Kind(
        "missing-factor",
        "error",
        "a factor is lost",
        _REAL + "$$\\frac{d}{dx} (x - a)^2 = x - a$$",
    ),
    Kind(
        "extra-factor",
        "error",
        "there is a factor too many",
        _REAL + "$$\\frac{d}{dx} (a x + b) = a x$$",
    ),
    Kind(
        "missing-term",
        "error",
        "a term is lost",
        _REAL + "$$(x + 1)^2 = x^2 + 2 x$$",
    ),
    Kind(
        "extra-term",
        "error",
        "there is a term too many",
        _REAL + "$$\\frac{d}{dx} (a x + b) = a + b$$",
    ),
    Kind(
        "wrong-exponent",
        "error",
        "an exponent is wrong",
        _REAL + "$$\\frac{d}{dx} x^4 = 4 x^2$$",
    ),
    Kind(
        "wrong-symbol",
        "error",
        "another symbol is meant",
        _REAL + "$$\\frac{d}{dx} (a x^2 + b) = 2 b x$$",
    ),
    Kind(
        "wrong-index",
        "error",
        "another index is meant",
        "Let $m \\in \\mathbb{N}$, $x_i \\in \\mathbb{R}$ and $k \\in \\{1, \\dots, m\\}$.\n\n"
        "$$\\frac{\\partial}{\\partial x_k} \\sum_{i=1}^m x_i^2 = 2 x_i$$",
    ),
    Kind(
        "wrong-function",
        "error",
        "another function is meant",
        _REAL + "$$\\frac{d}{dx} \\sin x = \\sin x$$",
    ),
    Kind(
        "missing-derivative",
        "error",
        "a function stands for its derivative",
        _REAL + "$$\\frac{d}{dx} \\sigma(a x) = a \\sigma(a x)$$",
    ),
    Kind("missing-sum", "error", "a sum is lost", _SUM + "$$\\sum_{i=1}^m (x_i + 1) = x_i + m$$"),
    Kind(
        "missing-transpose",
        "error",
        "a transpose is missing, or one too many",
        _MATRICES + "$$(A + B)^T = A^T + B$$",
    ),
    Kind(
        "wrong-order",
        "error",
        "the factors of a matrix product are in the wrong order",
        _MATRICES + "$$(A B)^T = A^T B^T$$",
    ),
)
_OTHERS = (
    Kind(
        "not-equal",
        "error",
        "the two sides differ, and no small change is proved right; or an erratum states a value "
        "that is wrong",
        _REAL + "$$(a + b)^3 = a^3 + 3 a b + b^3$$",
    ),
    Kind(
        "wrong-derivative",
        "error",
        "the left side is a derivative, the right side differs from it, and no small change is "
        "proved right; the help is what the derivative is",
        _REAL + "$$\\frac{d}{dx} \\ln(1 + x^2) = \\frac{1}{x} + \\frac{1}{a}$$",
    ),
    Kind(
        "discontinuous",
        "error",
        "the pieces of a function by cases do not meet, though the article calls it continuous, or "
        "it is one that is known to be",
        _REAL
        + "$$f(x) = \\begin{cases} x^2 & x < 1 \\\\ 2 x & \\text{otherwise} \\end{cases}$$\n\n"
        "This function is continuous.",
    ),
    Kind(
        "undefined",
        "error",
        "one side has no value anywhere, and the other one has",
        _REAL + "$$x + a = \\ln(-1 - x^2)$$",
    ),
    Kind(
        "shape-mismatch",
        "error",
        "matrices of different shapes are added, multiplied or set equal",
        _MATRICES + "$$(X A)^T = X^T A^T$$",
    ),
    Kind(
        "outside-domain",
        "error",
        "no value of a defined symbol lies in the domain that is declared for it",
        "Let $z \\in \\mathbb{R}$ and $a \\in (0, 1)$.\n\n$$a = 1 + e^{-z}$$",
    ),
    Kind(
        "wrong-reason",
        "warning",
        "the step is right, but its reason is false (an error), or names a rule that cannot be "
        "meant or a label that nothing has (a warning)",
        _REAL + "$$\\frac{d}{dx} (x + \\sin x) = 1 + \\cos x \\quad \\text{(quotient rule)}$$",
    ),
    Kind(
        "not-an-erratum",
        "error",
        "a formula quoted as an erratum is right, or cannot be refuted",
        _REAL + "$$(a + b)^2 = a^2 + 2 a b + b^2$$\n\n> **Erratum.** Printed $b^2 + 2 a b + a^2$.",
    ),
    Kind(
        "unmet-expectation",
        "error",
        "a comment expects a finding of this code in the next formula, and there is none",
        _REAL + "<!-- backproof: expect wrong-sign -->\n$$a - b = -b + a$$",
    ),
    Kind(
        "unreadable-file",
        "error",
        "a file among others cannot be read; the others are checked, and the exit status is 2",
        "",
    ),
)
_WARNINGS = (
    Kind(
        "needs-assumption",
        "warning",
        "a claim is proved under a condition that the article neither states nor implies",
        _REAL + "$$\\ln x^2 = 2 \\ln x$$",
    ),
    Kind(
        "constant-factor",
        "warning",
        "a derivative is right but for the number of examples: the sum is taken for the mean, or "
        "the mean for the sum",
        "Let $m \\in \\mathbb{N}$ and $w, x_i, y_i \\in \\mathbb{R}$.\n\n"
        "$$J = \\frac{1}{2m} \\sum_{i=1}^m (w x_i - y_i)^2$$\n\n"
        "$$\\frac{\\partial J}{\\partial w} = \\sum_{i=1}^m (w x_i - y_i) x_i$$",
    ),
    Kind(
        "layout",
        "warning",
        "a gradient is right only in the other layout: as the transposed matrix, where others are "
        "laid out as the matrix; a note where all are transposed",
        _GRADIENT + "$$\\frac{\\partial J}{\\partial w} = 2 X^T (X w - y)$$\n\n"
        "$$\\frac{\\partial J}{\\partial w} = 2 (X w - y)^T X$$",
    ),
    Kind(
        "undecided",
        "warning",
        "it is not known whether the sides are equal; a note says why",
        _REAL + "$$\\frac{d}{dx} x^2 = g(x)$$",
    ),
    Kind(
        "undefined-symbol",
        "warning",
        "a formula mentions a symbol or a function that is neither declared nor defined, and that "
        "cannot be taken for a number",
        _REAL + "$$L = a + \\infty$$\n\n$$\\frac{\\partial L}{\\partial a} = 1$$",
    ),
    Kind(
        "unreadable",
        "warning",
        "a formula cannot be read or has no meaning; in front matter it may be an error or a note",
        _REAL + "$$\\frac{x}{2 = a$$",
    ),
)
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in (*_DEFECTS, *_OTHERS, *_WARNINGS)}
