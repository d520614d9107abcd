"""Proofs of derivatives by one entry of a family of numbers, such as dL/dw_j of a convolution.

The entries are numbers, `y_i = b + sum over j of w_j x_{i+j-1}`, and both routes are written by
indices. The first goes by the chain rule through a quantity on which alone the goal depends,

    ∂L/∂w_j = sum over i of ∂L/∂y_i ∂y_i/∂w_j,

the second puts all definitions together. Every line is decided by the kernel.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.articles.article import Article
from verifier.articles.misprints import entry_goal_name, goal_name
from verifier.kernel import terms
from verifier.kernel.decide import decide
from verifier.kernel.structure import Term, make
from verifier.kernel.substitution import bind, open_binder, rebuild, replace
from verifier.kernel.terms import UnsupportedTerm
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import Claim, judge, kernel_domains
from verifier.meaning.context import Context, Definition
from verifier.meaning.elaborate import elaborate, elaborate_definition
from verifier.meaning.errors import MeaningError
from verifier.notation import tree
from verifier.notation.tree import Derivative as DerivativeNode
from verifier.notation.tree import Node
from verifier.prover.proof import Derivation, Proof, Route, Step
from verifier.prover.remark import Remark
from verifier.records import dataclass
from verifier.tensors.contraction import contract
from verifier.tensors.index_steps import cancelled, written_out
from verifier.tensors.write import CannotWrite, name_node
from verifier.tensors.write_entries import LETTERS, EntryWriter, entry_node
from verifier.values import NOWHERE, InputError, Proved, Verdict

_GOAL = lazy_pattern(r"[d∂]?([^/∂_]+)/[d∂]?([^/∂_]+)(?:_\{?([a-z])\}?)?")
_PLACE = "%place"


@dataclass(frozen=True, slots=True)
class _Goal:
    """The derivative of a number by a number, or by an entry `letter` of a family."""

    start: str
    end: str
    letter: str
    context: Context

    @property
    def by(self) -> Term:
        if not self.letter:
            return terms.variable(self.end)
        return terms.entry(self.end, terms.variable(self.letter))

    @property
    def key(self) -> str:
        return self.end + "[]" if self.letter else self.end

    @property
    def variable(self) -> Node:
        node = name_node(self.end)
        return entry_node(node, tree.Symbol(self.letter)) if self.letter else node

    @property
    def subject(self) -> Node:
        return DerivativeNode("\\partial", name_node(self.start), ((self.variable, 1),))


def prove_family_goal(article: Article, text: str) -> Proof | None:
    """The proof of a derivative by an entry, or by a number below families; None for no such goal.

    Raises `InputError` where a line has no formula.
    """
    goal = _goal(text, article.context)
    if goal is None:
        return None
    try:
        return _Proof(goal, article).proof()
    except (MeaningError, UnsupportedTerm, CannotWrite) as problem:
        raise InputError(f"no proof of {text}: {problem}", path=article.path) from None


def family_goals(article: Article) -> tuple[str, ...]:
    """The derivatives by entries, or by numbers below families, that an article claims."""
    found: dict[str, None] = {}
    for line in article.lines:
        name = entry_goal_name(line.left) or goal_name(line.left)
        if line.given is None and name is not None and _goal(name, article.context) is not None:
            found[name] = None
    return tuple(found)


def _goal(text: str, context: Context) -> _Goal | None:
    match = _GOAL.fullmatch("".join(text.split()))
    if match is None:
        return None
    start, end, letter = match.groups()
    for name in (start, "\\" + start):
        for variable in (end, "\\" + end):
            goal = _Goal(name, variable, letter or "", context)
            known = name in context.definitions and context.depends(name, goal.key)
            families = any(part.endswith("[]") for part in context.ancestry(name))
            if known and families and (not letter or letter in context.sizes):
                return goal
    return None


class _Proof:
    """Writes both routes."""

    def __init__(self, goal: _Goal, article: Article) -> None:
        self.goal, self.article = goal, article
        self.domains = kernel_domains(goal.context)
        self.head = name_node(goal.start)
        self.full = elaborate(self.head, goal.context)
        self.true = terms.derivative(self.full, goal.by)
        taken = {goal.letter, *goal.context.definitions, *goal.context.domains} - {""}
        taken |= {name.removesuffix("[]") for name in self.domains}
        own = [letter for letter in goal.context.sizes if letter != goal.letter]
        free = [letter for letter in LETTERS if letter not in taken and letter not in own]
        place = goal.letter or "?"
        self.writer = EntryWriter((place, place, *own, *free), {}, limits=True)
        sizes = {goal.letter: goal.context.sizes[goal.letter]} if goal.letter else {}
        self.ranges = {letter: terms.variable(size) for letter, size in sizes.items()}

    def proof(self) -> Proof:
        direct = self.direct()
        through = self.through()
        first = direct if through is None else self.chain(*through)
        claimed = list(self.claimed())[-1:]
        routes = tuple(
            Route(name, title, (self.derivation(title, [*steps, *claimed]),))
            for name, title, steps in (
                ("chain", "chain rule", first[1]),
                ("direct", "direct expansion", direct[1]),
            )
        )
        agreement = self.decided(first[0], direct[0])
        letter = f"_{self.goal.letter}" if self.goal.letter else ""
        name = f"d{self.goal.start}/d{self.goal.end}{letter}".replace("\\", "")
        closed = routes[0].main.result
        return Proof(name, self.goal.subject, routes, closed, agreement, None, None)

    def derivation(self, title: str, steps: list[Step]) -> Derivation:
        """The steps without one that says what the step before it says."""
        before = [None, *(step.formula for step in steps)]
        kept = [step for step, last in zip(steps, before, strict=False) if step.formula != last]
        return Derivation((title,), self.goal.subject, tuple(kept))

    # The routes -----------------------------------------------------------------------------

    def direct(self) -> tuple[Term, list[Step]]:
        """All definitions put together and derived; the result, and the steps to it."""
        inside = tree.Group("[", self.writer.written(self.full), "]", sized=True)
        slope = DerivativeNode("\\partial", inside, ((self.goal.variable, 1),), applied=True)
        start = _step(slope, ("all definitions put together",), self.decided(self.true, self.true))
        result, steps = self.worked_out(written_out(self.true))
        return result, [start, *steps]

    def chain(self, name: str, definition: Definition) -> tuple[Term, list[Step]]:
        """By the chain rule through a quantity on which alone the goal depends."""
        size = self.goal.context.sizes[definition.indices[0]] if definition.indices else None
        index = make("variable", _PLACE) if size else None
        base = name.removesuffix("[]")
        entry = terms.entry(base, index) if index else terms.variable(base)
        upper = terms.variable(size) if size else terms.number(1)
        held = elaborate(self.head, self.goal.context, frozenset({name}))
        seed = written_out(terms.derivative(held, entry))
        seed = cancelled(contract(seed, {_PLACE: upper} if index else {}))
        body = elaborate_definition(definition, self.goal.context)
        if index:
            body = replace(body, {terms.variable(definition.indices[0]): index})
        change = written_out(terms.derivative(body, self.goal.by))

        def total(term: Term) -> Term:
            return bind("sum", term, _PLACE, terms.number(1), upper) if index else term

        def shown(left: Node, right: Node, applied: bool) -> Node:
            slope = DerivativeNode("\\partial", right, ((self.goal.variable, 1),), applied)
            product = tree.Product((left, slope), ("",))
            if not index:
                return product
            lower = tree.Chain((tree.Symbol(letter), tree.Number("1")), ("=",))
            return tree.BigOperator("\\sum", lower, name_node(str(size)), product)

        letter = self.writer.letters[2]
        known = {_PLACE: letter}
        user = self.writer.written(entry, known)
        above = DerivativeNode("\\partial", self.head, ((user, 1),))
        product = total(terms.multiply(seed, change))
        self.expand = base, body
        verdict = self.decided(product, self.true)
        inside = tree.Group("[", self.writer.written(body, known), "]", sized=True)
        factor = self.writer.written(seed, known)
        factor = tree.Group("(", factor, ")") if isinstance(factor, tree.Sum) else factor
        result, steps = self.worked_out(product)
        return result, [
            _step(
                shown(above, user, False),
                ("chain rule over all entries of ", name_node(base)),
                verdict,
            ),
            _step(shown(factor, inside, True), ("the entries of ", user), verdict),
            *steps,
        ]

    def worked_out(self, derived: Term) -> tuple[Term, list[Step]]:
        """The derivative of each entry, and what is left when every delta is summed over."""
        result = cancelled(contract(derived, self.ranges))
        remarks = ("the derivative of each entry", "every delta summed over")
        lines = [(self.writer.written(term), term) for term in (derived, result)]
        steps = [
            _step(node, (remark,), self.decided(term, self.true))
            for (node, term), remark in zip(lines, remarks, strict=True)
        ]
        return result, steps if lines[0][0] != lines[1][0] else steps[:1]

    def through(self) -> tuple[str, Definition] | None:
        """The quantity nearest to the goal through which alone it is reached."""
        context, goal = self.goal.context, self.goal
        for name, definition in context.definitions.items():
            between = name != goal.start and context.depends(goal.start, name)
            if not between or not context.depends(name, goal.key) or definition.parameters:
                continue
            if len(definition.indices) > 1:
                continue
            held = elaborate(self.head, context, frozenset({name}))
            if not {goal.key, goal.end} & held.free:
                return name, definition
        return None

    # Verdicts -------------------------------------------------------------------------------

    expand: tuple[str, Term] | None = None

    def decided(self, left: Term, right: Term) -> Verdict:
        return decide(self.expanded(left), self.expanded(right), self.domains)

    def expanded(self, term: Term) -> Term:
        """The term with the definition of the quantity that the chain rule goes through."""
        if self.expand is None:
            return term
        name, body = self.expand
        if term.operator in ("entry", "variable") and term.arguments[0] == name:
            places = term.arguments[1:]
            return replace(body, {make("variable", _PLACE): places[0]}) if places else body
        if term.operator == "sum":
            opened, inner = open_binder(term, body.free)
            return bind("sum", self.expanded(inner), opened, *term.arguments[2:])
        return rebuild(term, self.expanded)

    def claimed(self) -> Iterator[Step]:
        """The lines of the article for the derivative that are proved."""
        for line in self.article.lines:
            if line.left == self.goal.subject:
                verdict = judge(Claim(line.left, line.right, line.context, NOWHERE)).verdict
                if isinstance(verdict, Proved):
                    yield _step(line.right, ("as the article writes it",), verdict)


def _step(formula: Node, remark: Remark, verdict: Verdict) -> Step:
    return Step(formula, ("index notation",), remark, verdict)
