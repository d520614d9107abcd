"""From a notation tree to a kernel term, in a context.

Every defined symbol is replaced by its definition, except those that are *held*: a held symbol
is a variable. A derivative `∂L/∂z` means: write `L` in terms of `z` and of what `z` does not
influence, differentiate by `z` as a variable, and only then express `z` by its own definition
(total derivative; Rumelhart, Hinton and Williams, Nature 323, 1986, compute the same quantity).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from verifier.kernel import terms
from verifier.kernel.terms import Term, UnsupportedTerm
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.names import SIGMOID_NAMES, entry_of, function_of, name_of
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.values import Span


class MeaningError(Exception):
    """A formula has no meaning in its context: the place, what was found, what was expected."""

    def __init__(self, span: Span, found: str, expected: str) -> None:
        super().__init__(f"{found}; expected {expected}")
        self.span = span
        self.found = found
        self.expected = expected


ONE_ARGUMENT: Mapping[str, Callable[[Term], Term]] = {
    "\\ln": terms.ln,
    "ln": terms.ln,
    "\\log": terms.ln,
    "log": terms.ln,
    "\\exp": terms.exp,
    "exp": terms.exp,
    "\\tanh": terms.tanh,
    "tanh": terms.tanh,
    "\\sinh": terms.sinh,
    "\\cosh": terms.cosh,
    "\\sin": terms.sin,
    "\\cos": terms.cos,
    "\\erf": terms.erf,
    "erf": terms.erf,
    "softplus": terms.softplus,
    "relu": terms.relu,
    "ReLU": terms.relu,
    "\\operatorname{sign}": terms.sign,
    "sign": terms.sign,
    "sgn": terms.sign,
    **dict.fromkeys(SIGMOID_NAMES, terms.sigmoid),
}
TWO_ARGUMENTS: Mapping[str, Callable[[Term, Term], Term]] = {
    "\\max": terms.maximum,
    "max": terms.maximum,
    "\\min": terms.minimum,
    "min": terms.minimum,
}
CONSTANTS: Mapping[str, Callable[[], Term]] = {
    "e": lambda: terms.exp(terms.number(1)),
    "\\pi": lambda: terms.PI,
}
BUILT_IN_FUNCTIONS = frozenset({*ONE_ARGUMENT, *TWO_ARGUMENTS})


@dataclass(frozen=True, slots=True)
class Scope:
    """A context with the held symbols and the terms that stand for parameters and indices."""

    context: Context
    held: frozenset[str] = frozenset()
    bound: Mapping[str, Term] = field(default_factory=dict)


def elaborate(node: Node, context: Context, held: frozenset[str] = frozenset()) -> Term:
    """The term that a formula means.

    Raises `MeaningError` with the span of the part that has no meaning.
    """
    try:
        return _term(node, Scope(context, held))
    except UnsupportedTerm as problem:
        raise MeaningError(node.span, str(problem), "a formula that the kernel decides") from None


def _term(node: Node, scope: Scope) -> Term:
    handler = _HANDLERS.get(type(node))
    if handler is None:
        raise MeaningError(
            node.span, f"{type(node).__name__.lower()} in a formula", "an expression"
        )
    return handler(node, scope)


# Names ------------------------------------------------------------------------------------


def _number(node: tree.Number, scope: Scope) -> Term:
    return terms.number(Fraction(node.text))


def _named(node: Node, scope: Scope) -> Term:
    name = name_of(node)
    if name is not None and (name in scope.bound or scope.context.knows(name)):
        return _by_name(name, node, scope)
    family = _family(node, scope)
    if family is not None:
        return family
    if name is not None and name in CONSTANTS:
        return CONSTANTS[name]()
    shown = name or "this"
    raise MeaningError(
        node.span,
        f"the symbol {shown} is not declared",
        f"a declaration such as ${shown} \\in \\mathbb{{R}}$ or a definition of {shown} above",
    )


def _by_name(name: str, node: Node, scope: Scope) -> Term:
    if name in scope.bound:
        return scope.bound[name]
    context = scope.context
    if name in context.functions:
        argument = _by_name(context.functions[name], node, scope)
        return terms.apply(name, (argument,))
    definition = context.definitions.get(name)
    if definition is None or name in scope.held:
        if name in context.families and name not in context.domains and definition is None:
            raise MeaningError(node.span, f"{name} without an index", f"an entry of {name}")
        return terms.variable(name)
    if definition.parameters:
        raise MeaningError(node.span, f"the function {name} without its argument", "an argument")
    return _expanded(definition, {}, node, scope)


def _expanded(
    definition: Definition, bound: Mapping[str, Term], node: Node, scope: Scope
) -> Term:
    circle = scope.context.circle(definition.name)
    if circle is not None:
        raise MeaningError(
            node.span,
            "the definition is circular: " + " ← ".join(circle),
            "definitions that do not lead back to themselves",
        )
    if bound:
        return _term(definition.body, replace(scope, bound=bound))
    term: Term = scope.context.remembered(
        ("expanded", definition.name, scope.held),
        lambda: _term(definition.body, replace(scope, bound=bound)),
    )
    return term


def _family(node: Node, scope: Scope) -> Term | None:
    entry = entry_of(node)
    if entry is None:
        return None
    family, index = entry
    definition = scope.context.definitions.get(family + "[]")
    if family not in scope.context.families and definition is None:
        return None
    position = _term(index, scope)
    if definition is None or family + "[]" in scope.held or definition.index is None:
        return terms.entry(family, position)
    return _expanded(definition, {definition.index: position}, node, scope)


# Arithmetic -------------------------------------------------------------------------------


def _sum(node: tree.Sum, scope: Scope) -> Term:
    parts = []
    for sign, part in zip(node.signs, node.terms, strict=True):
        if sign not in ("", "+", "-"):
            raise MeaningError(part.span, f"the sign {sign}", "+ or -")
        term = _term(part, scope)
        parts.append(terms.negate(term) if sign == "-" else term)
    return terms.add(*parts)


def _product(node: tree.Product, scope: Scope) -> Term:
    for operator in node.operators:
        if operator not in ("", "\\cdot", "\\times", "*", "\\odot"):
            raise MeaningError(node.span, f"the operator {operator}", "a product of numbers")
    return terms.multiply(*(_term(factor, scope) for factor in node.factors))


def _fraction(node: tree.Fraction, scope: Scope) -> Term:
    return terms.divide(_term(node.numerator, scope), _term(node.denominator, scope))


def _power(node: tree.Power, scope: Scope) -> Term:
    exponent = _term(node.exponent, scope)
    if _is_euler(node.base, scope):
        return terms.exp(exponent)
    return terms.power(_term(node.base, scope), exponent)


def _is_euler(node: Node, scope: Scope) -> bool:
    return name_of(node) == "e" and "e" not in scope.bound and not scope.context.knows("e")


def _root(node: tree.Root, scope: Scope) -> Term:
    radicand = _term(node.radicand, scope)
    if node.degree is None:
        return terms.sqrt(radicand)
    degree = _term(node.degree, scope)
    return terms.power(radicand, terms.divide(terms.number(1), degree))


def _group(node: tree.Group, scope: Scope) -> Term:
    if node.left == "|":
        return terms.absolute(_term(node.body, scope))
    if node.left in ("(", "[", "\\{", "{"):
        return _term(node.body, scope)
    raise MeaningError(node.span, f"the bracket {node.left}", "a bracket that groups, or |…|")


# Functions --------------------------------------------------------------------------------


def _arguments(node: Node) -> tuple[Node, ...]:
    inner = node.body if isinstance(node, tree.Group) and node.left != "|" else node
    return inner.items if isinstance(inner, tree.Tuple) else (inner,)


def _apply(node: tree.Apply, scope: Scope) -> Term:
    if isinstance(node.function, tree.Power):
        inner = tree.Apply(node.function.base, node.argument, span=node.span)
        return terms.power(_apply(inner, scope), _term(node.function.exponent, scope))
    named = function_of(node.function)
    if named is None:
        raise MeaningError(node.function.span, "this is no function", "the name of a function")
    name, primes = named
    arguments = tuple(_term(part, scope) for part in _arguments(node.argument))
    if primes == 0:
        return _value(name, arguments, node, scope)
    if len(arguments) != 1:
        raise MeaningError(node.span, "primes at a function of several arguments", "one argument")
    point = terms.variable("′")
    result = _value(name, (point,), node, scope)
    for _ in range(primes):
        result = terms.derivative(result, point)
    return terms.substitute(result, {"′": arguments[0]})


def _value(name: str, arguments: tuple[Term, ...], node: tree.Apply, scope: Scope) -> Term:
    definition = scope.context.definitions.get(name)
    if definition is not None and definition.parameters:
        _expect_arguments(name, len(definition.parameters), arguments, node)
        bound = dict(zip(definition.parameters, arguments, strict=True))
        return _expanded(definition, bound, node, scope)
    if name in scope.context.functions:
        return terms.apply(name, arguments)
    if name in ONE_ARGUMENT:
        _expect_arguments(name, 1, arguments, node)
        return ONE_ARGUMENT[name](arguments[0])
    if name in TWO_ARGUMENTS:
        _expect_arguments(name, 2, arguments, node)
        return TWO_ARGUMENTS[name](*arguments)
    raise MeaningError(
        node.function.span, f"the function {name} is not declared", f"a definition of {name}"
    )


def _expect_arguments(
    name: str, count: int, arguments: tuple[Term, ...], node: tree.Apply
) -> None:
    if len(arguments) != count:
        raise MeaningError(
            node.argument.span,
            f"{name} is given {len(arguments)} arguments",
            f"{count} argument{'s' if count > 1 else ''}",
        )


# Derivatives ------------------------------------------------------------------------------


def _derivative(node: tree.Derivative, scope: Scope) -> Term:
    result = None
    for variable, order in reversed(node.variables):
        result = _by_variable(node, result, variable, order, scope)
    if result is None:
        raise MeaningError(node.span, "a derivative without a variable", "a variable")
    return result


def _by_variable(
    node: tree.Derivative, inner: Term | None, variable: Node, order: int, scope: Scope
) -> Term:
    name = name_of(variable)
    entry = _held_entry(variable, scope)
    if entry is None and (name is None or name in scope.bound):
        raise MeaningError(variable.span, "this is no variable", "a variable to differentiate by")
    held_name = f"{entry.arguments[0]}[]" if entry is not None else name
    assert held_name is not None
    by = entry if entry is not None else terms.variable(held_name)
    body = inner if inner is not None else _body(node, held_name, scope)
    for _ in range(order):
        body = terms.derivative(body, by)
    if entry is not None:
        return body
    outside = _named(variable, scope)
    return body if outside is by else terms.substitute(body, {held_name: outside})


def _held_entry(variable: Node, scope: Scope) -> Term | None:
    entry = entry_of(variable)
    name = name_of(variable)
    if entry is None or (name is not None and scope.context.knows(name)):
        return None
    family = entry[0]
    if family not in scope.context.families and family + "[]" not in scope.context.definitions:
        return None
    return terms.entry(family, _term(entry[1], scope))


def _body(node: tree.Derivative, name: str, scope: Scope) -> Term:
    used = {part for part in mentioned(node.body) if part in scope.bound}
    if any(scope.bound[part].free for part in used):
        raise MeaningError(node.span, "a derivative of a parameter", "a derivative of a variable")
    context = scope.context
    kept = {other for other in scope.held if not context.depends(other, name)}
    if not any(context.depends(part, name) for part in mentioned(node.body)):
        _must_be_variable(node, name, scope)
    return _term(node.body, replace(scope, held=frozenset({name, *kept})))


def _must_be_variable(node: tree.Derivative, name: str, scope: Scope) -> None:
    if not scope.context.knows(name) and name + "[]" not in scope.context.definitions:
        raise MeaningError(
            node.variables[0][0].span,
            f"the symbol {name} is not declared",
            f"a declaration such as ${name} \\in \\mathbb{{R}}$ or a definition of {name} above",
        )


def _prime(node: tree.Prime, scope: Scope) -> Term:
    name = name_of(node.base)
    if name is not None and name in scope.context.functions:
        argument = _by_name(scope.context.functions[name], node, scope)
        return terms.apply(name, (argument,), (node.count,))
    variable = _only_variable(node, scope)
    derivative = tree.Derivative(
        "d", node.base, ((tree.Symbol(variable, span=node.span), node.count),), span=node.span
    )
    return _derivative(derivative, scope)


def _only_variable(node: tree.Prime, scope: Scope) -> str:
    context = scope.context
    names = {
        context.functions.get(name, name)
        for name in mentioned(node.base)
        if name not in BUILT_IN_FUNCTIONS
        and (name in context.domains or name in context.functions)
        and not _called_only(name, node.base)
        or name in context.functions
    }
    if len(names) != 1:
        found = "no variable" if not names else "several variables: " + ", ".join(sorted(names))
        raise MeaningError(node.span, f"a prime on {found}", "an expression in one variable")
    return next(iter(names))


def _called_only(name: str, node: Node) -> bool:
    return any(
        isinstance(part, tree.Apply) and name_of(part.function) == name
        for part in tree.walk(node)
    )


# Sums, products, cases --------------------------------------------------------------------


def _big_operator(node: tree.BigOperator, scope: Scope) -> Term:
    if node.command not in ("\\sum", "\\prod"):
        raise MeaningError(node.span, f"the operator {node.command}", "\\sum or \\prod")
    if node.lower is None and node.upper is None:
        # A sum without any index runs over the examples; a context of one example has one.
        return _term(node.body, scope)
    index, lower = _lower_bound(node, scope)
    if node.upper is None:
        raise MeaningError(node.span, "a sum without an upper bound", "a sum such as \\sum_{i=1}^m")
    upper = _term(node.upper, scope)
    inner = replace(scope, bound={**scope.bound, index: terms.variable(index)})
    body = _term(node.body, inner)
    build = terms.summation if node.command == "\\sum" else terms.product_over
    return build(body, index, lower, upper)


def _lower_bound(node: tree.BigOperator, scope: Scope) -> tuple[str, Term]:
    lower = node.lower
    if isinstance(lower, tree.Chain) and len(lower.sides) == 2 and lower.operators == ("=",):
        index = name_of(lower.sides[0])
        if index is not None:
            return index, _term(lower.sides[1], scope)
    raise MeaningError(node.span, "a sum without a start", "a sum such as \\sum_{i=1}^m")


def _cases(node: tree.Cases, scope: Scope) -> Term:
    values = [_term(value, scope) for value, _ in node.rows]
    result = values[-1]
    for value, (_, condition) in zip(reversed(values[:-1]), reversed(node.rows[:-1]), strict=True):
        result = _one_case(value, condition, result, node, scope)
    return result


def _one_case(
    value: Term, condition: Node | None, otherwise: Term, node: tree.Cases, scope: Scope
) -> Term:
    if not isinstance(condition, tree.Chain) or len(condition.sides) != 2:
        raise MeaningError(node.span, "a case without a condition", "a condition such as x > 0")
    left, right = (_term(side, scope) for side in condition.sides)
    operator = condition.operators[0]
    if operator in ("<", "\\lt", "\\le", "\\leq", "\\leqslant"):
        left, right = right, left
    strict = operator in ("<", ">", "\\lt", "\\gt")
    if not strict and operator not in ("\\le", "\\leq", "\\leqslant", "\\ge", "\\geq", "\\geqslant"):
        raise MeaningError(condition.span, f"the condition {operator}", "<, >, \\le or \\ge")
    relation = ">" if strict else ">="
    return terms.piecewise(relation, terms.subtract(left, right), value, otherwise)


_HANDLERS: Mapping[type[Node], Callable[..., Term]] = {
    tree.Number: _number,
    tree.Symbol: _named,
    tree.Subscript: _named,
    tree.Superscript: _named,
    tree.Accent: _named,
    tree.Sum: _sum,
    tree.Product: _product,
    tree.Fraction: _fraction,
    tree.Power: _power,
    tree.Root: _root,
    tree.Group: _group,
    tree.Apply: _apply,
    tree.Derivative: _derivative,
    tree.Prime: _prime,
    tree.BigOperator: _big_operator,
    tree.Cases: _cases,
}
