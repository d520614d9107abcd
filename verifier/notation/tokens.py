"""Tokens of mathematical LaTeX, and the commands that carry no meaning."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from verifier.hints import NamedTuple
from verifier.notation.vocabulary import GREEK


class Token(NamedTuple):
    """One token with its range in the whole text.

    key: what a grammar looks at: `number`, `letter`, `word`, `text`, `left`, `right`, `begin`,
        `end`, `gap` (a wide space), `row` (a new row), `stop` (the end of the formula), or else
        the command or character itself.
    text: the numeral, the letter, the words, the delimiter or the environment.
    spaced: whether a space stands before it.
    apart: whether a space that is seen on paper stands before it: `\\,` or wider.
    style: the command of a `text`.
    """

    key: str
    text: str
    start: int
    end: int
    spaced: bool = False
    style: str = ""
    apart: bool = False


_key = itemgetter(0)


def keys_of(tokens: Iterable[Token]) -> set[str]:
    """What kinds of tokens there are; most formulas have nothing of what a pass looks for."""
    return set(map(_key, tokens))


def shown(token: Token) -> str:
    """How a message names a token."""
    if token.key == "stop":
        return "the end of the formula"
    if token.key in ("begin", "end"):
        return f"\\{token.key}{{{token.text}}}"
    if token.key in ("left", "right"):
        return f"\\{token.key}{token.text}"
    if token.key == "gap":
        return "a space"
    if token.key == "text":
        return f"the text “{token.text.strip()}”"
    if token.key in ("\\\\", "row"):
        return "the end of the row"
    return f"`{token.text}`"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SPACES = _words(r"\, \; \! \: \> ~ \thinspace \medspace \negthinspace \enspace \space \/ \- $") | {
    "\\ ",
    "\\\n",
    "\\\t",
}

SWITCHES = _words(r"\rm \bf \it \sf \tt")

# These are seen on paper; the other spaces only end a command, or bring letters closer.
SEEN_SPACES = _words(r"\, \; \: \> ~ \thinspace \medspace \enspace") | {"\\ "}

GAPS = _words(r"\quad \qquad \hfill \hspace \hspace* \enskip")

WITHOUT_MEANING = _words(
    r"\displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \nonumber"
    r" \notag \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \bigm"
    r" \Bigm \biggm \small \footnotesize \scriptsize \normalsize \large \Large \null"
    r" \mathop \mathord \mathbin \mathrel \mathopen \mathclose \mathpunct \mathinner \hline"
    r" \centering \allowbreak \nobreak \relax \noindent \protect \strut \mathstrut \ensuremath"
    r" \mathrlap \mathllap \mathclap \smash"
    r" \bfseries \itshape \boldmath \allowdisplaybreaks \hfil \/ \break \par \cal"
)

# Commands that are dropped together with one argument.
DROPPED_WITH_ARGUMENT = _words(
    r"\label \tag \tag* \vspace \vspace* \eqref \ref \cite \color \require \vphantom \hphantom"
    r" \phantom \textcolor \colorbox \pagecolor \hskip \kern \mkern \mspace \htmlClass"
    r" \intertext \shortintertext"
)

GREEK_LETTERS: dict[str, str] = {
    "ϵ": "\\epsilon",
    "ε": "\\varepsilon",
    "ϕ": "\\phi",
    "φ": "\\varphi",
    "ϑ": "\\vartheta",
    "ϖ": "\\varpi",
    "ϱ": "\\varrho",
    "ς": "\\varsigma",
    "α": "\\alpha",
    "β": "\\beta",
    "γ": "\\gamma",
    "δ": "\\delta",
    "ζ": "\\zeta",
    "η": "\\eta",
    "θ": "\\theta",
    "ι": "\\iota",
    "κ": "\\kappa",
    "λ": "\\lambda",
    "μ": "\\mu",
    "µ": "\\mu",
    "ν": "\\nu",
    "ξ": "\\xi",
    "π": "\\pi",
    "ο": "\\omicron",
    "ρ": "\\rho",
    "σ": "\\sigma",
    "τ": "\\tau",
    "υ": "\\upsilon",
    "χ": "\\chi",
    "ψ": "\\psi",
    "ω": "\\omega",
    "Γ": "\\Gamma",
    "Δ": "\\Delta",
    "Θ": "\\Theta",
    "Λ": "\\Lambda",
    "Ξ": "\\Xi",
    "Π": "\\Pi",
    "Σ": "\\Sigma",
    "Υ": "\\Upsilon",
    "Φ": "\\Phi",
    "Ψ": "\\Psi",
    "Ω": "\\Omega",
}
assert set(GREEK_LETTERS.values()) <= GREEK
