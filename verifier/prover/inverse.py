"""The derivative of an inverse function, from the rule that says what it undoes.

From `e^{ln x} = x` follows the derivative of the logarithm: differentiate both sides, the left one
by the chain rule, and solve. The same holds for any rule of the form f(g(x)) = x.
"""

from __future__ import annotations

from verifier.kernel.domains import POSITIVE
from verifier.meaning.claims import Claim, judge
from verifier.meaning.context import Context
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node
from verifier.prover.compare import same
from verifier.prover.differentiate import Differentiator
from verifier.prover.monomials import divide, multiply
from verifier.prover.proof import Derivation, Step
from verifier.prover.remark import Remark
from verifier.prover.sums import ONE
from verifier.prover.trace import reason_of
from verifier.rules.matching import instantiate, pattern
from verifier.rules.table import RULES
from verifier.values import NOWHERE

VARIABLE = tree.Symbol("x")


def derivative_of_logarithm() -> Derivation:
    """The lemma that the derivative of `ln x` is `1/x` on x > 0, every step decided."""
    return derivative_of_inverse("exponential-of-logarithm", "u", Context())


def derivative_of_inverse(rule_name: str, parameter: str, context: Context) -> Derivation:
    """The derivative of g from the rule f(g(u)) = u, on the positive numbers."""
    rule = RULES[rule_name]
    context = context.with_domain(VARIABLE.name, POSITIVE)
    whole = instantiate(pattern(rule.left), {parameter: VARIABLE})
    differentiator = Differentiator(context, VARIABLE, operator="d")
    inner = _inner(whole)
    unknown = differentiator.of(inner)
    outer = _chained(differentiator, whole, unknown)
    replaced = _replaced(outer, whole)
    solved = divide(ONE, VARIABLE)
    equations: tuple[tuple[Node, Node, tuple[str, ...], Remark], ...] = (
        (whole, VARIABLE, (rule_name,), ()),
        (
            differentiator.of(whole),
            differentiator.of(VARIABLE),
            ("differentiate-both-sides",),
            (),
        ),
        (outer, ONE, ("derivative-of-exponential", "chain-rule"), ()),
        (replaced, ONE, (rule_name,), (whole, " = ", VARIABLE)),
        (unknown, solved, ("solve",), ("divide by ", VARIABLE)),
    )
    steps = tuple(
        Step(
            right,
            rules,
            reason_of(rules, remark),
            judge(Claim(left, right, context, NOWHERE)).verdict,
            left=left,
        )
        for left, right, rules, remark in equations
    )
    title = ("why the derivative of ", inner, " is ", solved)
    return Derivation(title, whole, steps)


def _inner(whole: Node) -> Node:
    """g(x) in f(g(x))."""
    assert isinstance(whole, tree.Power)
    return whole.exponent


def _chained(differentiator: Differentiator, whole: Node, unknown: Node) -> Node:
    """The outer derivative times the derivative that is looked for."""
    outer = differentiator.outer(whole)
    return multiply([outer, unknown], "\\cdot")


def _replaced(node: Node, whole: Node) -> Node:
    """f(g(x)) replaced by x."""
    if isinstance(node, Derivative):
        return node
    if same(node, whole):
        return VARIABLE
    return tree.rebuild(node, lambda part: _replaced(part, whole))
