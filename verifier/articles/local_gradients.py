"""Local gradients of units by letters: `\\delta_j = \\varphi'(v_j) \\sum_k \\delta_k w_{kj}`.

Authors use the same letters for all layers: v_j is the net input of a unit, `y_j = \\varphi(v_j)`
its output, and `v_j = \\sum_i w_{ji} y_i` holds from each layer to the next. Read as it stands that
is a circle. With the units of one layer as j and those of the next as k, and with δ_j = c ∂E/∂v_j
for a constant c, the chain rule says

    δ_j = sum over k of δ_k ∂v_k/∂v_j = ∂/∂v_j of the sum over k of δ_k (sum over i of w_ki φ(v_i))

with every δ_k and v_i a number of its own. A line about a δ with such a sum is decided as this.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article, Line
from verifier.kernel.domains import REAL
from verifier.meaning.names import bound_letter, entries_of, name_of
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Derivative,
    Group,
    Node,
    Product,
    Subscript,
    Sum,
    Symbol,
    rebuild,
    walk,
)
from verifier.records import dataclass, replace

_THIS, _NEXT = "units of this layer", "units of the next layer"


@dataclass(frozen=True, slots=True)
class Units:
    """What an article says of its units, by the bases of the families.

    `receives` says that the first index of a weight is the unit that it leads to.
    """

    gradient: Node
    field: Node
    weight: Node
    output: Node
    function: Node
    receives: bool


def local_gradient_lines(article: Article) -> Iterator[Line]:
    """The lines of an article about a δ with a sum over the next layer, as they are decided."""
    statements = [one for _, reading in article.readings for one in reading.statements]
    units = _units(statements)
    if units is None:
        return
    for statement in statements:
        claimed = _claimed(statement, units)
        if claimed is not None:
            yield _line(*claimed, units, article)


def _line(head: Node, side: Node, bound: Node, units: Units, article: Article) -> Line:
    """The line ∂/∂v_j (Σ_k δ_k Σ_i w_ki φ(v_i)) = side."""
    inner = Symbol("unit of this layer")
    weight = (bound, inner) if units.receives else (inner, bound)
    entry = Subscript(units.weight, Product(weight, ("",)))
    value = Apply(units.function, Group("(", Subscript(units.field, inner), ")"))
    reached = BigOperator("\\sum", inner, None, Product((entry, value), ("",)))
    terms = Product((Subscript(units.gradient, bound), Group("(", reached, ")")), ("",))
    total = BigOperator("\\sum", bound, None, terms)
    letter = _of(head, units.gradient) or head
    variables = ((Subscript(units.field, letter), 1),)
    left = Derivative("\\partial", Group("(", total, ")"), variables, applied=True, span=head.span)
    known = article.context
    functions = {name: one for name, one in known.definitions.items() if one.parameters}
    families = (units.gradient, units.field, units.weight)
    context = replace(
        known,
        definitions=functions,
        families={**known.families, **{name_of(family) or "": REAL for family in families}},
        sizes={
            **known.sizes,
            **dict.fromkeys((inner.name, name_of(letter) or ""), _THIS),
            name_of(bound) or "": _NEXT,
        },
        assumptions=(),
    )
    latex = article.text[side.span.start : side.span.end]
    section = article.document.section(side.span.start)
    right = _written_out(side, units)
    written = {part.span: part for part in walk(side) if _of(part, units.output) is not None}
    line = Line(left, right, context, side.span, latex, section)
    return replace(line, written={**written, head.span: head})


def _written_out(node: Node, units: Units) -> Node:
    """A formula with `\\varphi(v_j)` for `y_j`."""
    letter = _of(node, units.output)
    if letter is None:
        return rebuild(node, lambda part: _written_out(part, units))
    argument = Group("(", Subscript(units.field, letter), ")")
    return Apply(units.function, argument, span=node.span)


# What is said of the units ------------------------------------------------------------------------


def _units(statements: list[Chain]) -> Units | None:
    """What the statements say of units, if they say all of it, and once."""
    equations = [one for one in statements if one.operators[:1] in (("=",), (":=",), ("\\equiv",))]
    pairs = [(one.sides[0], one.sides[1]) for one in equations]
    gradients = {one for head, body in pairs if (one := _gradient(head, body)) is not None}
    if len(gradients) != 1:
        return None
    gradient, field = gradients.pop()
    weights = {found for head, body in pairs if (found := _weights(head, body, field)) is not None}
    outputs = {two for head, body in pairs if (two := _output(head, body, field)) is not None}
    if len(weights) != 1 or len(outputs) != 1:
        return None
    (weight, output, receives), (named, function) = weights.pop(), outputs.pop()
    is_whole = named == output
    return Units(gradient, field, weight, output, function, receives) if is_whole else None


def _gradient(head: Node, body: Node) -> tuple[Node, Node] | None:
    """δ and v in `\\delta_j = -\\frac{\\partial E}{\\partial v_j}`."""
    if isinstance(body, Sum) and len(body.terms) == 1:
        body = body.terms[0]
    if not isinstance(body, Derivative) or body.applied or len(body.variables) != 1:
        return None
    variable = body.variables[0][0]
    if not isinstance(head, Subscript) or not isinstance(variable, Subscript):
        return None
    same = head.index == variable.index and name_of(head.index) is not None
    return (head.base, variable.base) if same else None


def _weights(head: Node, body: Node, field: Node) -> tuple[Node, Node, bool] | None:
    """w and y in `v_j = \\sum_i w_{ji} y_i + b_j`, and whether j stands first."""
    letter = _of(head, field)
    terms = body.terms if isinstance(body, Sum) else (body,)
    sums = [term for term in terms if isinstance(term, BigOperator)]
    if letter is None or len(sums) != 1 or sums[0].command != "\\sum":
        return None
    summand = sums[0].body
    factors = summand.factors if isinstance(summand, Product) else ()
    bound = bound_letter(sums[0].lower)
    if len(factors) != 2 or bound is None:
        return None
    for weight, output in (factors, factors[::-1]):
        both, one = _letters(weight), _letters(output)
        if one == [bound] and sorted(both) == sorted([bound, name_of(letter) or ""]):
            assert isinstance(weight, Subscript) and isinstance(output, Subscript)
            return weight.base, output.base, both[1] == bound
    return None


def _output(head: Node, body: Node, field: Node) -> tuple[Node, Node] | None:
    """y and φ in `y_j = \\varphi(v_j)`."""
    if not isinstance(head, Subscript) or not isinstance(body, Apply):
        return None
    argument = body.argument.body if isinstance(body.argument, Group) else body.argument
    letter = _of(argument, field)
    is_one = letter is not None and letter == head.index
    return (head.base, body.function) if is_one else None


def _claimed(statement: Chain, units: Units) -> tuple[Node, Node, Node] | None:
    """Both sides of a line about a δ, and the letter of the next layer."""
    if statement.operators != ("=",):
        return None
    letter, side = _of(statement.sides[0], units.gradient), statement.sides[1]
    sums = [part for part in walk(side) if isinstance(part, BigOperator)]
    if letter is None or len(sums) != 1 or sums[0].command != "\\sum" or sums[0].upper is not None:
        return None
    bound = sums[0].lower
    if not isinstance(bound, Symbol) or bound == letter:
        return None
    entries = [part for part in walk(side) if isinstance(part, Subscript)]
    known = (units.gradient, units.field, units.weight, units.output)
    if not all(part.base in known for part in entries):
        return None
    is_ahead = any(_of(part, units.field) == bound for part in entries)
    has_gradient = any(_of(part, units.gradient) == bound for part in entries)
    return (statement.sides[0], side, bound) if has_gradient and not is_ahead else None


def _of(node: Node, base: Node) -> Node | None:
    """The letter of an entry of a family."""
    if isinstance(node, Subscript) and node.base == base and name_of(node.index) is not None:
        return node.index
    return None


def _letters(node: Node) -> list[str]:
    entry = entries_of(node) if isinstance(node, Subscript) else None
    return [name_of(index) or "" for index in entry[1]] if entry is not None else []
