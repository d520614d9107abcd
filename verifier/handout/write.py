"""Documents as Markdown and LaTeX, through the templates.

Nothing that a template prints reaches the page unescaped: a formula was written for the format,
and all other text is escaped for it as it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import jinja2

from verifier.handout.document import Document
from verifier.handout.escape import latex_formula, latex_text, markdown_formula, markdown_text
from verifier.handout.prepare import Hand, Written, handout_context
from verifier.resources import resource_directory
from verifier.terminal import in_ascii


@dataclass(frozen=True, slots=True)
class Format:
    """A template with the hand that writes for it."""

    template: str
    hand: Hand


def _in_markdown(latex: str) -> str:
    """A formula in a line of words, in the form that GitHub never takes for markup."""
    return f"$`{latex}`$"


def _in_latex(latex: str) -> str:
    return f"${latex}$"


FORMATS = {
    "markdown": Format("handout.md.jinja", Hand(markdown_formula, _in_markdown, markdown_text)),
    "latex": Format("handout.tex.jinja", Hand(latex_formula, _in_latex, latex_text)),
}


def written(document: Document, name: str) -> str:
    """The document as `markdown` or `latex`, ending with a line end."""
    form = FORMATS[name]
    template = _environment(form.hand.text).get_template(form.template)
    text = template.render(handout=handout_context(document, form.hand))
    return text.strip() + "\n"


def _environment(escape: Callable[[str], str]) -> jinja2.Environment:
    def finalize(value: object) -> str:
        return value if isinstance(value, Written) else escape(str(value))

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(resource_directory("templates")),
        undefined=jinja2.StrictUndefined,
        finalize=finalize,
        autoescape=False,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        ascii=in_ascii,
        inline=_inline,
        display=_display,
        beside=_beside,
        pieces=_pieces,
        written=Written,
    )
    return environment


def _inline(formula: Written) -> Written:
    """A formula in a line of Markdown."""
    return Written(_in_markdown(formula))


def _display(formula: Written, start: str = "") -> Written:
    """A formula in a line of Markdown, its fractions as large as on a line of their own."""
    return Written(f"$`\\displaystyle {start}{formula}`$")


def _beside(pieces: Iterable[Written], between: str = " ") -> Written:
    """Formulas or pieces of one side by side."""
    return Written(between.join(pieces))


def _pieces(terms: Iterable[Written]) -> Written:
    """The terms of a formula for LaTeX, a line break possible between them."""
    return Written("\\betweenterms".join(f"\\term{{{term}}}" for term in terms))
