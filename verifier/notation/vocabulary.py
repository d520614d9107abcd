"""What a reader must know before it reads: names, and the commands of mathematical LaTeX.

Whether `f(1-x)` is a call or a product, and whether `ab` is one name or two, is no question of
grammar. A `Vocabulary` answers it; an article's declarations make a new one from `DEFAULT`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from verifier.notation.tree import Node, Symbol
from verifier.records import dataclass, field


@dataclass(frozen=True, slots=True)
class Macro:
    """`\\newcommand{\\name}[arguments]{body}`; `#1` in the body stands for the first argument.

    With a `default` the first argument is written in square brackets and may be left out.
    """

    arguments: int
    body: str
    default: str | None = None


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Commands that are functions and need no brackets: `\ln a`.
PREFIX_FUNCTIONS = _words(
    r"\ln \log \lg \exp \sin \cos \tan \cot \sec \csc \arcsin \arccos \arctan \sinh \cosh \tanh"
    r" \coth \sech \csch \max \min \arg \argmax \argmin \det \sup \inf \Pr \dim \ker \erf \sign"
    r" \sgn \tr \Tr \diag \softmax \sigmoid \softplus \relu \ReLU"
)

# Operators that act on the one factor after them: `\nabla_w L`, `\partial L`.
PREFIX_OPERATORS = _words(r"\nabla \partial")

BIG_OPERATORS = _words(r"\lim \sum \prod \int \iint \oint \bigcup \bigcap \bigoplus \bigotimes")

FRACTIONS = _words(r"\frac \dfrac \tfrac \cfrac")

ACCENTS = _words(
    r"\hat \widehat \bar \overline \tilde \widetilde \dot \ddot \vec \check \breve \underline"
    r" \overrightarrow"
)

# The content of these is words, not a formula.
TEXT_STYLES = _words(
    r"\text \mbox \hbox \textrm \textnormal \textbf \textit \textsf \texttt \mathrm \operatorname"
    r" \operatorname* \mathtt"
)

# What these name is a function wherever a bracket follows.
OPERATOR_STYLES = _words(r"\operatorname \operatorname*")

# The content of these is a symbol in another typeface.
LETTER_STYLES = _words(
    r"\mathbf \boldsymbol \bm \pmb \mathcal \mathbb \mathsf \mathit \mathfrak \mathscr \symbf"
)

# Before a name this makes another name, of a difference or a step: `\Delta w` is no product.
DIFFERENCE = "\\Delta"

GREEK = _words(
    r"\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa"
    r" \lambda \mu \nu \xi \omicron \pi \varpi \rho \varrho \sigma \varsigma \tau \upsilon \phi"
    r" \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon \Phi \Psi"
    r" \Omega"
)

DOTS = _words(r"\dots \ldots \cdots \vdots \ddots \dotsc \dotsb \dotsm")

OTHER_SYMBOLS = _words(
    r"\ell \infty \hbar \Re \Im \aleph \wp \imath \jmath \emptyset \varnothing \top \bot"
    r" \intercal \dagger \% \prime \forall \exists \star \ast \circ \odot \cdot"
)

SYMBOL_COMMANDS = GREEK | DOTS | OTHER_SYMBOLS

RELATIONS = _words(
    r"= < > := =: \le \leq \leqslant \ge \geq \geqslant \ne \neq \approx \approxeq \equiv \simeq"
    r" \sim \cong \propto \in \notin \ni \subset \subseteq \supset \supseteq \to \rightarrow"
    r" \longrightarrow \leftarrow \longleftarrow \gets \mapsto \Rightarrow \Longrightarrow"
    r" \implies \impliedby \Leftarrow \Leftrightarrow \Longleftrightarrow \iff \leftrightarrow"
    r" \triangleq \doteq \coloneqq \coloneq \defeq \eqqcolon \ll \gg \lesssim \gtrsim"
    r" \lessapprox \gtrapprox \perp \parallel \prec \succ \preceq \succeq <= >= :"
    r" \Downarrow \downarrow \land \lor \wedge \vee \rightsquigarrow \leadsto"
)

SIGNS = _words(r"+ - \pm \mp")

MULTIPLICATIONS = _words(
    r"\cdot \times * \odot \circ \otimes \ast \star \bullet \oplus \cup \cap \setminus . \ominus"
    r" \bmod \mod"
)

# Every command that a formula may hold; any other is unknown.
COMMANDS = (
    PREFIX_FUNCTIONS
    | PREFIX_OPERATORS
    | BIG_OPERATORS
    | FRACTIONS
    | ACCENTS
    | TEXT_STYLES
    | LETTER_STYLES
    | SYMBOL_COMMANDS
    | RELATIONS
    | SIGNS
    | MULTIPLICATIONS
    | _words(r"\sqrt \underbrace \overbrace \overset \underset \stackrel \substack \\ \mid \binom")
    | _words(r"\| \{ \} \lvert \rvert \lVert \rVert \langle \rangle \lfloor \rfloor \lceil")
    | _words(r"\rceil \therefore \because")
)

# Words that a text between formulas may consist of; any other single word is a name.
CONNECTIVES = _words(
    "and or where with so then thus hence since because by let for if when as at on given"
    " otherwise therefore i.e. e.g. s.t. subject but while which is are per via from to in of"
)

# Opening bracket -> closing bracket; the spellings on the left of `SAME_BRACKET` are the same.
BRACKETS: Mapping[str, str] = MappingProxyType(
    {
        "(": ")",
        "[": "]",
        "\\{": "\\}",
        "\\langle": "\\rangle",
        "\\lfloor": "\\rfloor",
        "\\lceil": "\\rceil",
        "\\lvert": "\\rvert",
        "\\lVert": "\\rVert",
    }
)
# Opening bar -> its name in a tree.
BARS: Mapping[str, str] = MappingProxyType(
    {"|": "|", "\\|": "\\|", "\\lvert": "|", "\\lVert": "\\|"}
)

# What separates the parts of a list more strongly than a comma: `P(y | x; \theta)`.
SEPARATORS = frozenset([";", "|", "\\mid", "\\|"])

CLOSING = frozenset(BRACKETS.values())

SAME_TOKEN: Mapping[str, str] = MappingProxyType(
    {
        "=>": "\\Rightarrow",
        "<=>": "\\Leftrightarrow",
        "->": "\\to",
        "==": "=",
        "\\thicksim": "\\sim",
        "\\backslash": "\\setminus",
        "\\lbrace": "\\{",
        "\\rbrace": "\\}",
        "\\lbrack": "[",
        "\\rbrack": "]",
        "\\lparen": "(",
        "\\rparen": ")",
        "\\vert": "|",
        "\\Vert": "\\|",
        "\\newline": "\\\\",
        "\\cr": "\\\\",
        "\\not\\in": "\\notin",
        "\\not=": "\\neq",
        "\\div": "/",
        "\\slash": "/",
        "\\colon": ":",
        "\\lt": "<",
        "\\gt": ">",
        "...": "\\dots",
        "…": "\\dots",
        "!=": "\\neq",
        "−": "-",
        "–": "-",
        "·": "\\cdot",
        "×": "\\times",
        "⊙": "\\odot",
        "∂": "\\partial",
        "∇": "\\nabla",
        "\\bigtriangledown": "\\nabla",
        "\\triangledown": "\\nabla",
        "∑": "\\sum",
        "∏": "\\prod",
        "∫": "\\int",
        "∞": "\\infty",
        "≤": "\\le",
        "≥": "\\ge",
        "≠": "\\ne",
        "≈": "\\approx",
        "≡": "\\equiv",
        "∈": "\\in",
        "→": "\\to",
        "⇒": "\\Rightarrow",
        "∝": "\\propto",
        "∼": "\\sim",
        "′": "'",
        "ℓ": "\\ell",
        "（": "(",
        "）": ")",
        "，": ",",
        "。": ".",
        "；": ";",
        "：": ":",
        "＝": "=",
        "＋": "+",
    }
)

DEFAULT_FUNCTIONS = PREFIX_FUNCTIONS | _words(
    r"\sigma \phi \varphi \psi f g h F G J L p q P \ell \mathcal{L} \mathcal{O}"
    r" \mathcal{N} \mathcal{J} \mathbb{E} \mathbb{P} \Gamma"
    r" ln log exp sig sigmoid tanh softplus relu ReLU sin cos tan cot sec csc sinh cosh coth sech"
    r" csch arcsin arccos arctan erf softmax logistic logit expit sqrt abs log1p expm1"
    r" argmax argmin prod max min sign sgn diag tr Tr det var Var Cov cov KL MSE Pr"
    r" np.sum np.mean np.dot np.exp np.log"
)

DEFAULT_WORDS = _words("np.sum np.mean np.dot np.exp np.log axis keepdims True False")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a text uses.

    functions: names that are calls when a bracket follows. A name with a typeface is spelled
        with it (`\\mathbb{E}`) or without it.
    scalars: names known not to be functions; this wins over `functions`.
    words: names of several letters; any other run of letters is a product of its letters, except
        that `d` and the letter that follows it immediately are one name (`dz`) unless `d` is
        in `scalars`, and that a run which no one writes for a product is one name (`error`).
    macros: the author's own commands.
    """

    functions: frozenset[str] = DEFAULT_FUNCTIONS
    scalars: frozenset[str] = frozenset()
    words: frozenset[str] = DEFAULT_WORDS
    macros: Mapping[str, Macro] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def is_function(self, symbol: Symbol) -> bool:
        """Whether the name is known as a function."""
        spellings = spellings_of(symbol)
        if not self.scalars.isdisjoint(spellings):
            return False
        return symbol.style in OPERATOR_STYLES or not self.functions.isdisjoint(spellings)

    def is_scalar(self, symbol: Symbol) -> bool:
        """Whether the name is known not to be a function."""
        return not self.scalars.isdisjoint(spellings_of(symbol))


DEFAULT = Vocabulary()


def spellings_of(symbol: Symbol) -> tuple[str, ...]:
    """The ways in which a vocabulary may list a symbol."""
    if symbol.style:
        return (f"{symbol.style}{{{symbol.name}}}", symbol.name)
    return (symbol.name,)


def is_prefix_function(node: Node) -> bool:
    """Whether the symbol takes an argument without brackets: `\\ln`, `\\operatorname{tr}`."""
    return isinstance(node, Symbol) and (
        (not node.style and node.name in PREFIX_FUNCTIONS)
        or (node.style in TEXT_STYLES and "\\" + node.name in PREFIX_FUNCTIONS)
    )
