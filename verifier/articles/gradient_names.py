"""`dz = a - y` as a claim: names such as `dz` for the gradient of the cost with respect to `z`.

Whether an article means its names so, it shows: one of them has to be right as a gradient. A name
of a differential, as in `dz = w \\, dx`, never is. The cost is the one defined quantity that
depends on z and that nothing else is made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.articles.article import Article, Line
from verifier.articles.conditions import is_number
from verifier.meaning.claims import verdict_on
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.names import name_of
from verifier.notation.tree import Derivative, Node, Subscript, Superscript, Symbol
from verifier.records import replace
from verifier.values import Proved

USUAL_COSTS = ("J", "L", "\\mathcal{L}", "\\mathcal{J}", "E", "C", "\\ell")


def with_gradient_names(context: Context) -> Context:
    """The context in which the names of gradients are gradients; itself if there are none."""
    found = _gradients(context)
    if not found:
        return context
    definitions = dict(context.definitions)
    for name, gradient in found.items():
        definitions[name] = replace(definitions[name], body=gradient)
    meant = replace(context, definitions=definitions)
    if context.conventions.gradients == "d":
        return meant
    bodies = ((gradient, context.definitions[name].body) for name, gradient in found.items())
    return meant if any(_is_shown(gradient, body, meant) for gradient, body in bodies) else context


def gradient_lines(article: Article, meant: Context) -> Iterator[Line]:
    """The definitions of names that are gradients in the context `meant`, as claims.

    The names in them are gradients, or as they are printed where that is right: a wrong line
    before this one is an error of its own.
    """
    for name, definition in article.context.definitions.items():
        gradient, body = meant.definitions[name].body, definition.body
        if gradient == body or not isinstance(gradient, Derivative) or not _stands(definition):
            continue
        latex = article.text[body.span.start : body.span.end]
        section = article.document.section(body.span.start)
        printed = article.context
        context = meant
        if not _is_right(gradient, body, meant) and _is_right(gradient, body, printed):
            context = printed
        yield Line(gradient, body, context, body.span, latex, section)


def _stands(definition: Definition) -> bool:
    return definition.body.span.end > definition.body.span.start


def _gradients(context: Context) -> Mapping[str, Derivative]:
    """What each name such as `dz` is if it is a gradient."""
    if not context.lenient or context.conventions.gradients == "none":
        return {}
    names = [name for name in context.definitions if name.startswith("d")]
    found: dict[str, Derivative] = {}
    for name in names:
        definition = context.definitions[name]
        variable = None if definition.head is None else _variable(definition.head)
        if variable is None or definition.parameters or definition.indices:
            continue
        cost = cost_of(name_of(variable) or "", context, frozenset(names))
        if cost is not None:
            found[name] = Derivative("\\partial", cost, ((variable, 1),))
    return found


def _variable(head: Node) -> Node | None:
    """`z` for `dz`, `z_1` for `dz_1`; None for another name."""
    if isinstance(head, Subscript | Superscript):
        base = _variable(head.base)
        return None if base is None else replace(head, base=base)
    if isinstance(head, Symbol) and len(head.name) > 1 and head.name.startswith("d"):
        return Symbol(head.name[1:], head.style if head.style == "\\mathbf" else "")
    return None


def cost_of(
    variable: str, context: Context, gradients: frozenset[str] = frozenset()
) -> Node | None:
    """The scalar that depends on a variable and that no other quantity is made from."""
    quantities = [name for name in context.definitions if name not in gradients]
    made_from = {part for name in quantities for part in context.ancestry(name) if part != name}
    above = [
        name
        for name in quantities
        if name != variable and not name.endswith("[]") and _depends(name, variable, context)
    ]
    ends = [name for name in above if name not in made_from]
    if context.conventions.cost is not None:
        ends = [name for name in above if name == context.conventions.cost]
    elif len(ends) > 1:
        ends = [name for name in ends if name in USUAL_COSTS]
    return context.definitions[ends[0]].head if len(ends) == 1 else None


def _depends(name: str, variable: str, context: Context) -> bool:
    return context.depends(name, variable) or variable in context.definitions[name].parameters


def _is_shown(gradient: Derivative, body: Node, meant: Context) -> bool:
    """Whether a formula is the gradient, and says so: a number may be one by chance."""
    names = any(True for _ in mentioned(body))
    return names and not is_number(body) and _is_right(gradient, body, meant)


def _is_right(left: Node, right: Node, context: Context) -> bool:
    return isinstance(verdict_on(left, right, context), Proved)
