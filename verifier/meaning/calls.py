"""What a call means: `\\ln a`, `f(x, y)`, `f'(x)`, and primes on expressions, `[e^x]'`."""

from __future__ import annotations

from verifier.kernel import terms
from verifier.kernel.terms import Term
from verifier.meaning.context import Context, Definition, mentioned
from verifier.meaning.derivatives import derivative
from verifier.meaning.errors import MeaningError, UndeclaredSymbol
from verifier.meaning.functions import (
    BUILT_IN_FUNCTIONS,
    LOGARITHMS,
    ONE_ARGUMENT,
    TWO_ARGUMENTS,
    may_be_a_function,
)
from verifier.meaning.members import member
from verifier.meaning.names import function_of, name_of
from verifier.meaning.one_dimension import gradient_of
from verifier.meaning.relations import relation_in
from verifier.meaning.scope import Scope
from verifier.notation import tree
from verifier.notation.tree import Node

_POINT = "′"
"""The variable that a primed function is differentiated by; no author can declare it."""


def apply(node: tree.Apply, scope: Scope) -> Term:
    """The value of a function; `\\sin^2 x` is a power of the value."""
    other = _as_operator(node, scope)
    if other is not None:
        return other
    if isinstance(node.function, tree.Power):
        return _power_of_value(node, node.function, scope)
    argument = node.argument
    if isinstance(argument, tree.Power) and _is_list(argument.base):
        inner = tree.Apply(node.function, argument.base, span=node.span)
        return terms.power(apply(inner, scope), scope.term(argument.exponent))
    named = function_of(node.function)
    if named is None:
        raise MeaningError(node.function.span, "no function", "the name of a function")
    name, primes = named
    if primes == 0 and _is_as_defined(name, node, scope.context):
        return scope.by_name(name, node)
    renamed = _of_other_families(name, node, scope.context) if primes == 0 else None
    if renamed is not None:
        return scope.term(renamed)
    if "softmax" in name.lower() and name not in scope.context.definitions:
        from verifier.meaning.softmax import softmax_entry

        found = softmax_entry(node, scope)
        if found is not None:
            return found
    return _named_value(name, primes, node, scope)


def _as_operator(node: tree.Apply, scope: Scope) -> Term | None:
    """An indicator, a gradient or a maximum over a letter, which are written as calls are."""
    relation = relation_in(node)
    if relation is not None:
        from verifier.meaning.indicators import indicator  # few formulas have one

        return indicator(relation, scope)
    gradient = gradient_of(node, scope.context)
    if gradient is not None:
        return scope.term(gradient)
    if not isinstance(node.function, tree.Subscript):
        return None
    if name_of(node.function.base) in LOGARITHMS and name_of(node.function) not in scope.bound:
        base = scope.term(node.function.index)
        return terms.divide(terms.ln(scope.term(node.argument)), terms.ln(base))
    from verifier.meaning.extrema import extremum  # few functions have something below them

    return extremum(node, scope)


def _named_value(name: str, primes: int, node: tree.Apply, scope: Scope) -> Term:
    """The value of a function with a name, or of its derivative.

    `J'(w)` at the parameter itself is dJ/dw, in which all that leads from `w` to `J` counts.
    """
    total = _total(name, primes, node, scope)
    if total is not None:
        return scope.term(total)
    arguments = tuple(scope.term(part) for part in _arguments(node.argument))
    if primes == 0:
        return _value(name, arguments, node, scope)
    if len(arguments) != 1:
        raise MeaningError(node.span, "primes at a function of several arguments", "one argument")
    point = terms.variable(_POINT)
    result = _value(name, (point,), node, scope)
    for _ in range(primes):
        result = terms.derivative(result, point)
    return terms.substitute(result, {_POINT: arguments[0]})


def _total(name: str, primes: int, node: tree.Apply, scope: Scope) -> Node | None:
    """`\\frac{dJ(w)}{dw}` for `J'(w)`, where definitions behind `J` mention its parameter `w`."""
    definition = scope.context.definitions.get(name) if primes else None
    if definition is None or len(definition.parameters) != 1:
        return None
    parameter = definition.parameters[0]
    behind = set(mentioned(definition.body)) - {parameter}
    leads = any(scope.context.depends(part, parameter) for part in behind)
    (argument,) = _arguments(node.argument)[:1]
    if not leads or parameter in scope.bound or name_of(argument) != parameter:
        return None
    value = tree.Apply(tree.Symbol(name), node.argument, span=node.span)
    return tree.Derivative("d", value, ((argument, primes),), span=node.span)


def _power_of_value(node: tree.Apply, function: tree.Power, scope: Scope) -> Term:
    exponent = scope.term(function.exponent)
    if exponent is terms.number(-1):
        expected = r"a quotient, or a named function such as \arcsin"
        raise MeaningError(node.span, "an inverse function", expected)
    inner = tree.Apply(function.base, node.argument, span=node.span)
    return terms.power(apply(inner, scope), exponent)


def _is_list(node: Node) -> bool:
    """Whether `(u, v)` is written: in `\\max(u, v)^p` it is the value that is raised."""
    return isinstance(node, tree.Group) and isinstance(node.body, tree.Tuple)


def _arguments(node: Node) -> tuple[Node, ...]:
    inner = node.body if isinstance(node, tree.Group) and node.left != "|" else node
    return inner.items if isinstance(inner, tree.Tuple) else (inner,)


def _is_as_defined(name: str, node: tree.Apply, context: Context) -> bool:
    """Whether `J(\\beta)` is written as where it was defined, of all the entries of beta."""
    definition = context.definitions.get(name)
    head = None if definition is None else definition.head
    return isinstance(head, tree.Apply) and tree.bare(head.argument) == tree.bare(node.argument)


def _of_other_families(name: str, node: tree.Apply, context: Context) -> Node | None:
    """The body of a definition of all entries, of other ones: `H(p, p)` after `H(p, q) = …`."""
    definition = context.definitions.get(name)
    head = None if definition is None else definition.head
    if definition is None or not isinstance(head, tree.Apply) or definition.indices:
        return None
    old, new = _arguments(head.argument), _arguments(node.argument)
    names = [name_of(item) for item in (*old, *new)]
    if len(old) != len(new) or not all(name and context.knows(f"{name}[]") for name in names):
        return None
    put = dict(zip(map(tree.bare, old), new, strict=True))

    def changed(part: Node) -> Node:
        return put.get(tree.bare(part)) or tree.rebuild(part, changed)

    return changed(definition.body)


def _value(name: str, arguments: tuple[Term, ...], node: tree.Apply, scope: Scope) -> Term:
    definition = scope.context.definitions.get(name)
    if definition is not None and definition.parameters:
        _expect_arguments(name, len(definition.parameters), arguments, node)
        bound = dict(zip(definition.parameters, arguments, strict=True))
        _expect_rests_on(bound, definition, node, scope.context)
        return scope.expanded(definition, bound, node)
    if definition is not None and definition.is_called:
        found = f"{name} of another argument than in its definition, which is of all entries"
        raise MeaningError(node.argument.span, found, "the argument of the definition")
    if name in scope.context.functions:
        _expect_arguments(name, 1, arguments, node)
        return terms.apply(name, arguments)
    special = member(name, scope.context)
    if special is not None:
        general, letter, value = special
        _expect_arguments(name, len(general.parameters), arguments, node)
        bound = dict(zip(general.parameters, arguments, strict=True))
        return scope.expanded(general, {**bound, letter: terms.number(value)}, node)
    if name in ONE_ARGUMENT:
        _expect_arguments(name, 1, arguments, node)
        return _to_base(name, ONE_ARGUMENT[name](arguments[0]), scope.context)
    if name in TWO_ARGUMENTS:
        _expect_arguments(name, 2, arguments, node)
        return TWO_ARGUMENTS[name](*arguments)
    if scope.context.lenient and may_be_a_function(name):
        return terms.apply(name, arguments)
    found = f"the undeclared function {name}"
    raise UndeclaredSymbol(node.function.span, found, f"a definition of {name} above")


def _expect_rests_on(
    bound: dict[str, Term], definition: Definition, node: tree.Apply, context: Context
) -> None:
    """Raises `MeaningError` for another argument of `g(\\mathbf{x}) = \\log \\sum_i e^{x_i}`.

    A parameter that its body never names stands for what it does name, in another spelling.
    """
    if not context.lenient or not any(mentioned(definition.body)):
        return
    behind = {part for name in mentioned(definition.body) for part in context.ancestry(name)}
    for parameter in bound.keys() - behind - set(mentioned(definition.body)):
        if parameter not in map(name_of, _arguments(node.argument)):
            found = f"{definition.name} of another {parameter}, which its definition does not name"
            raise MeaningError(node.argument.span, found, "the argument of the definition")


def _to_base(name: str, value: Term, context: Context) -> Term:
    """A logarithm to the base that the author has agreed on for `\\log`."""
    base = context.conventions.log if name in LOGARITHMS else None
    return terms.divide(value, terms.ln(terms.number(base))) if base else value


def _expect_arguments(name: str, count: int, arguments: tuple[Term, ...], node: tree.Apply) -> None:
    if len(arguments) != count:
        raise MeaningError(
            node.argument.span, _counted(len(arguments)), f"{_counted(count)} of {name}"
        )


def _counted(count: int) -> str:
    return "1 argument" if count == 1 else f"{count} arguments"


# Primes -------------------------------------------------------------------------------------


def prime(node: tree.Prime, scope: Scope) -> Term:
    """`u'` for a function of a variable, and `[…]'` for an expression in one variable."""
    name = name_of(node.base)
    context = scope.context
    if name is None:
        variable = tree.Symbol(_only_variable(node, scope), span=node.span)
        return derivative(
            tree.Derivative("d", node.base, ((variable, node.count),), span=node.span), scope
        )
    if name in context.functions and name not in scope.bound:
        argument = scope.by_name(context.functions[name], node)
        return terms.apply(name, (argument,), (node.count,))
    definition = context.definitions.get(name)
    if name in BUILT_IN_FUNCTIONS or (definition is not None and definition.parameters):
        found = f"the derivative of the function {name} without its argument"
        raise MeaningError(node.span, found, f"{name}'(…)")
    found = f"a prime on {name}"
    raise MeaningError(node.span, found, "a derivative by a named variable, as in \\frac{d}{dx}")


def _only_variable(node: tree.Prime, scope: Scope) -> str:
    names = {_variable_of(name, scope.context) for name in mentioned(node.base)}
    names.discard("")
    if len(names) != 1:
        found = "no variable" if not names else "several variables: " + ", ".join(sorted(names))
        raise MeaningError(node.span, f"a prime on {found}", "an expression in one variable")
    name = next(iter(names))
    if name in scope.context.definitions:
        expected = "a derivative by a named variable, as in \\frac{d}{dx}"
        raise MeaningError(node.span, f"a prime on {name}, which is defined", expected)
    return name


def _variable_of(name: str, context: Context) -> str:
    """The variable that a name brings into an expression; empty for a function or a constant."""
    if name in context.functions:
        return context.functions[name]
    definition = context.definitions.get(name)
    if definition is not None and definition.parameters:
        return ""
    return name if context.allows(name) else ""
