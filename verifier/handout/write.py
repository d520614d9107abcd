"""Documents as Markdown, LaTeX and Typst, through the templates.

Nothing that a template prints reaches the page unescaped: a formula was written for the format,
and all other text is escaped for it as it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import jinja2

from verifier.handout.contexts import Written
from verifier.handout.document import Document
from verifier.handout.edition import KINDS, Edition
from verifier.handout.escape import latex_formula, latex_text, markdown_formula, markdown_text
from verifier.handout.language import LANGUAGES
from verifier.handout.prepare import Hand, handout_context
from verifier.handout.typst_text import in_typst, typst_formula, typst_term, typst_text
from verifier.notation.tree import Node
from verifier.notation.vocabulary import Vocabulary
from verifier.notation.write_typst import typst_string
from verifier.records import dataclass
from verifier.resources import resource_directory
from verifier.terminal import in_ascii
from verifier.values import InputError

_PLAIN = Edition()


@dataclass(frozen=True, slots=True)
class Format:
    """The templates of a format, by the kind of handout, with the hand that writes for them.

    LaTeX has no fonts for Chinese that every installation knows.
    """

    ending: str
    hand: Hand
    kinds: tuple[str, ...] = ("handout", "exercise", "solutions")
    languages: tuple[str, ...] = LANGUAGES

    def makes(self, edition: Edition) -> bool:
        """Whether there is such a handout in this format."""
        return edition.kind in self.kinds and edition.language.code in self.languages

    def template(self, kind: str) -> str:
        """The file of the template for this kind of handout."""
        return f"{'sheet' if kind == 'sheet' else 'handout'}.{self.ending}.jinja"


def _in_markdown(latex: str) -> str:
    """A formula in a line of words, in the form that GitHub never takes for markup."""
    return f"$`{latex}`$"


def _in_latex(latex: str) -> str:
    return f"${latex}$"


def _latex_term(node: Node, vocabulary: Vocabulary) -> str:
    """A term with the space round its sign that it has in the middle of a sum."""
    return f"{{}} {latex_formula(node, vocabulary)}"


FORMATS = {
    "markdown": Format("md", Hand(markdown_formula, _in_markdown, markdown_text), KINDS),
    "latex": Format(
        "tex", Hand(latex_formula, _in_latex, latex_text, _latex_term), languages=("en",)
    ),
    "typst": Format("typ", Hand(typst_formula, in_typst, typst_text, typst_term), KINDS),
}


def written(document: Document, name: str, edition: Edition = _PLAIN) -> str:
    """The document as `markdown`, `latex` or `typst`, ending with a line end.

    Raises `InputError` where the format has no such kind of handout.
    """
    form = FORMATS[name]
    if not form.makes(edition):
        able = ", ".join(other.ending for other in FORMATS.values() if other.makes(edition))
        asked = f"the {edition.kind} in the language {edition.language.code}"
        raise InputError(f"found the format {form.ending} for {asked}, expected one of {able}")
    template = _environment(form.hand.text).get_template(form.template(edition.kind))
    context = handout_context(document, form.hand, edition)
    say = edition.language.say
    text = template.render(handout=context, edition=edition, _=say)
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
        literal=_literal,
        mermaid=_mermaid,
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


def _literal(text: str) -> Written:
    """A string of Typst's code."""
    return Written(typst_string(text))


def _mermaid(flows: Iterable[tuple[str, str]]) -> Written:
    """Arrows from quantity to quantity, as the picture language Mermaid writes them."""
    numbers: dict[str, int] = {}

    def node(name: str) -> str:
        number = numbers.setdefault(name, len(numbers))
        label = "".join(c if c.isalnum() or not c.isascii() else f"#{ord(c)};" for c in name)
        return f'q{number}["{label}"]'

    return Written("\n".join(f"  {node(before)} --> {node(after)}" for before, after in flows))
