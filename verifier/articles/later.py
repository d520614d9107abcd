"""Functions that an author explains behind a formula: `…, where $f(x) = 1 + e^{-x}$`."""

from __future__ import annotations

from verifier.articles.article import Article, Line
from verifier.articles.readings import called_functions
from verifier.meaning.context import Definition
from verifier.records import replace

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
    return line if context is line.context else replace(line, context=context)


def _explains(definition: Definition, line: Line, article: Article) -> bool:
    """Whether a definition of a function stands shortly behind a line, in its section."""
    start = definition.span.start
    near = line.span.end <= start <= line.span.end + NEAR
    return bool(definition.parameters) and near and article.document.section(start) == line.section
