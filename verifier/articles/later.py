"""Functions that an author explains behind a formula, `…, where $f(x) = 1 + e^{-x}$`, or in words.

`$\\sigma$ is the logistic sigmoid` says what it is where no other function like it is spoken of.
"""

from __future__ import annotations

import re

from verifier.articles.article import Article, Line
from verifier.articles.readings import called_functions
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Definition
from verifier.notation.tree import Apply, Group, Symbol
from verifier.records import replace

_SIGMOID = lazy_pattern(r"\b(?:logistic|sigmoid)\b|\\(?:text|mathrm)\{sigmoid\}", re.IGNORECASE)
_OTHERS = lazy_pattern(
    r"tanh|relu|softplus|hyperbolic|\b(?:activations?|e\.g\.|such as|arbitrary|non-?linear\w*"
    r"|for example|any|some|like|tangent|hard)\b",
    re.IGNORECASE,
)
_NAME = "\\sigma"
NEAR = 400
"""How many characters behind a formula its "where" may stand."""


def with_later_functions(line: Line, article: Article) -> Line:
    """The line with the functions that it calls and that the article defines shortly behind it.

    The same letter may be another function in another section, so only the section itself counts.
    """
    if line.given is not None:
        return line
    context = line.context
    for name in sorted(called_functions(line.left) | called_functions(line.right)):
        later = article.context.definitions.get(name)
        if later is not None and not context.knows(name) and _explains(later, line, article):
            context = context.with_definition(later)
        elif name == _NAME and later is None and not context.knows(name) and _says_sigmoid(article):
            context = context.with_definition(_sigmoid())
    return line if context is line.context else replace(line, context=context)


def _explains(definition: Definition, line: Line, article: Article) -> bool:
    """Whether a definition of a function stands shortly behind a line, in its section."""
    start = definition.span.start
    near = line.span.end <= start <= line.span.end + NEAR
    return bool(definition.parameters) and near and article.document.section(start) == line.section


def _says_sigmoid(article: Article) -> bool:
    """Whether the words of an article speak of the logistic function, and of no other one."""
    text = article.text
    return _SIGMOID.search(text) is not None and _OTHERS.search(text) is None


def _sigmoid() -> Definition:
    """`\\sigma(x) = \\operatorname{sigmoid}(x)`."""
    argument = Symbol("x")
    body = Apply(Symbol("sigmoid", "\\operatorname"), Group("(", argument, ")"))
    return Definition(_NAME, body, parameters=("x",), head=Symbol(_NAME))
