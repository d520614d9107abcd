"""The search for a correction: edits, a fast screen, and the kernel's proof.

The edits of the wrong side are tried first, then those of the other side, then pairs of edits.
What is proposed has been proved equal to what it must equal, in the same context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import TypeGuard

from verifier.kernel.terms import Term
from verifier.meaning.claims import Claim, judge, kernel_domains
from verifier.meaning.context import Context, mentioned
from verifier.meaning.elaborate import MeaningError, elaborate
from verifier.meaning.letters import letter_of
from verifier.meaning.names import name_of
from verifier.notation import tree
from verifier.notation.tree import Derivative, Node, Subscript, Superscript, Symbol, walk
from verifier.prover.compare import key
from verifier.records import dataclass, replace
from verifier.repair.edits import Edit, Editor, Slip
from verifier.repair.screen import Screen
from verifier.repair.slips import Scope
from verifier.values import NOWHERE, Proved

SINGLE_EDITS = 3000
FIRST_OF_PAIRS = 60
PAIRS = 1500
HIGHEST_COST_OF_SECOND = 1.5
PROOFS = 10
UNSCREENED = 30
"""How many of the smallest edits are proved outright where the screen knows too little."""
REPEATED = frozenset(("missing-parentheses", "wrong-sign"))
"""Slips that are made when a side is written once more without its brackets."""
HIDDEN = frozenset(("e", "\\pi", "\\infty", "\\nabla", "\\top"))

Read = Callable[[Node], Node]


@dataclass(frozen=True, slots=True)
class Correction:
    """A formula that the kernel proved in the place of a wrong one, and the slips undone for it.

    `left` says that the left side of the claim was corrected and not the right one.
    """

    node: Node
    slips: tuple[Slip, ...]
    left: bool = False

    @property
    def code(self) -> str:
        """The name of the first defect."""
        return self.slips[0].code

    @property
    def part(self) -> Node:
        """What the first slip changed."""
        return self.slips[0].part


def correct(claim: Claim, one_slip: bool = False, other_side: bool = True) -> Correction | None:
    """The smallest correction of the right side of a wrong claim (else of its left side).

    With `one_slip` it is one of the right side by one edit. Without `other_side` the left side is
    taken to be right.
    """
    found = _remembered(claim.left, claim.right, claim.context, pairs=False)
    if found is not None or one_slip:
        return found
    found = _remembered(claim.right, claim.left, claim.context, pairs=False) if other_side else None
    if found is not None:
        return replace(found, left=True)
    return _remembered(claim.left, claim.right, claim.context, pairs=True)


def _remembered(target: Node, wrong: Node, context: Context, pairs: bool) -> Correction | None:
    """What is found for these very sides; equal ones may stand elsewhere, and so do their slips."""
    question = ("correction", id(target), id(wrong), pairs)
    found: tuple[object, Correction | None] = context.remembered(
        question, lambda: ((target, wrong), _corrected(target, wrong, context, pairs))
    )
    return found[1]


def near_miss(
    wrong: Node,
    target: Node,
    context: Context,
    codes: frozenset[str],
    pairs: bool = False,
    read: Read = lambda node: node,
) -> Correction | None:
    """A correction by one edit (or two) of these kinds that makes a formula equal to a target.

    `read` gives the formula that is meant by one as it is printed.
    """
    return _corrected(target, wrong, context, pairs, codes, read)


def _corrected(
    target: Node,
    wrong: Node,
    context: Context,
    pairs: bool,
    codes: frozenset[str] | None = None,
    read: Read = lambda node: node,
) -> Correction | None:
    search = _Search(target, wrong, context, read)
    if search.wanted is None:
        return None
    candidates = search.pairs(codes) if pairs else search.single(codes)
    ranked = sorted(candidates, key=lambda item: (item.cost, tree.bare(item.node) == item.node))
    ranked = [edit for edit in ranked if not _says_nothing(edit, target, wrong)]
    chosen = ranked[:PROOFS]
    if not chosen and not pairs:
        chosen = search.unscreened(codes)
    for edit in chosen:
        claim = Claim(read(target), read(edit.node), context, NOWHERE)
        try:
            verdict = judge(claim).verdict
        except MeaningError:
            continue
        if isinstance(verdict, Proved):
            return Correction(edit.node, edit.slips)
    return None


def _says_nothing(edit: Edit, target: Node, wrong: Node) -> bool:
    """Whether a correction only repeats the other side: `S w = S w` for `S w = \\lambda w`.

    So does `db = \\frac{1}{m} \\sum_i db`, which puts in a name that the wrong side does not have.
    An author may well remove a bracket only, and lose a sign with it.
    """
    node, only_a_name = tree.bare(edit.node), _is_only_a_name(target)
    if _cancels(node) and not _cancels(tree.bare(wrong)):
        return True
    codes = [slip.code for slip in edit.slips]
    changed = set(codes) - {"missing-derivative", "wrong-sign"}
    if _is_a_derivative(target) and "missing-derivative" in codes and changed:
        return True  # the derivative of something else that happens to be the same
    if _are_one_derivative(node, tree.bare(target)):
        return True
    if key(node) == key(tree.bare(target)):
        return only_a_name or not {slip.code for slip in edit.slips} <= REPEATED
    return only_a_name and target in walk(node) and target not in walk(wrong)


def _cancels(node: Node) -> bool:
    """Whether a difference of two things that are written alike is in a formula: `(a - a)^2`."""
    differences = (part for part in walk(node) if isinstance(part, tree.Sum))
    return any(
        one == other and (first == "-") != (second == "-")
        for part in differences
        for place, (first, one) in enumerate(zip(part.signs, part.terms, strict=True))
        for second, other in zip(part.signs[:place], part.terms[:place], strict=True)
    )


def _are_one_derivative(one: Node, other: Node) -> bool:
    """Whether both are the derivative of one formula, as `dL/dw` and `d/dw L`."""
    if not isinstance(one, Derivative) or not isinstance(other, Derivative):
        return False
    return one.variables == other.variables and one.body == other.body


def _is_only_a_name(node: Node) -> bool:
    """Whether a side is a symbol or a derivative: `L = L` would be right and say nothing."""
    return name_of(node) is not None or _is_a_derivative(node)


def _is_a_derivative(node: Node) -> TypeGuard[Derivative]:
    """Whether a side is nothing but a derivative such as `\\frac{\\partial L}{\\partial a}`."""
    return isinstance(node, Derivative) and not node.applied


class _Search:
    """Candidates for one side of a claim that agree with the target at the screening points."""

    def __init__(self, target: Node, wrong: Node, context: Context, read: Read) -> None:
        self.target, self.wrong = target, wrong
        self.context = context
        self.read = read
        self.screen = Screen(kernel_domains(context))
        self.editor = Editor(scope_of((target, wrong), context))
        self.wanted: tuple[float | None, ...] | None = None
        term = self._term(target)
        if term is not None:
            found = self.screen.values(term)
            self.wanted = found if sum(v is not None for v in found) >= 2 else None

    def _term(self, node: Node) -> Term | None:
        try:
            return elaborate(self.read(node), self.context)
        except MeaningError:
            return None

    def _fits(self, node: Node) -> bool:
        term = self._term(node)
        return term is not None and self.wanted is not None and self.screen.fits(term, self.wanted)

    def single(self, codes: frozenset[str] | None = None) -> Iterator[Edit]:
        seen: set[Node] = set()
        for edit in self._edits(self.wrong, codes):
            if edit.node not in seen:
                seen.add(edit.node)
                if self._fits(edit.node):
                    yield edit

    def unscreened(self, codes: frozenset[str] | None = None) -> list[Edit]:
        """The smallest edits where relations are given: no point of the screen satisfies them.

        With `\\sum_k y_k = 1` the gradient of a cross-entropy is `p_j - y_j`, and not without.
        """
        if not self.context.assumptions:
            return []
        found = sorted(self._edits(self.wrong, codes), key=lambda edit: edit.cost)
        return [edit for edit in found if not _says_nothing(edit, self.target, self.wrong)][
            :UNSCREENED
        ]

    def pairs(self, codes: frozenset[str] | None = None) -> Iterator[Edit]:
        seen: set[Node] = set()
        first = sorted(self._edits(self.wrong, codes), key=lambda edit: edit.cost)
        count = 0
        for outer in first[:FIRST_OF_PAIRS]:
            for inner in self._edits(outer.node, codes, HIGHEST_COST_OF_SECOND):
                if inner.node in seen:
                    continue
                seen.add(inner.node)
                count += 1
                if count > PAIRS:
                    return
                if self._fits(inner.node):
                    cost = outer.cost + inner.cost
                    yield Edit(inner.node, cost, (*outer.slips, *inner.slips))

    def _edits(
        self, node: Node, codes: frozenset[str] | None, highest_cost: float = inf
    ) -> Iterator[Edit]:
        for edit in self.editor.edits(node, SINGLE_EDITS, highest_cost):
            if codes is None or edit.slips[0].code in codes:
                yield edit


def scope_of(sides: tuple[Node, ...], context: Context) -> Scope:
    """The symbols that may be put in: those of both sides, and the index letters."""
    found: dict[str, Node] = {}
    for side in (*sides, *_definitions_behind(sides, context)):
        for node in walk(side):
            name = name_of(node)
            plain = isinstance(node, Symbol | Subscript | Superscript)
            if name is None or not plain or name in HIDDEN or name in found:
                continue
            if _is_number(name, node, context):
                found[name] = node
    indices = tuple(sorted(context.sizes))
    sizes = tuple(sorted({*context.sizes.values()}))
    operators = tuple(side for side in sides[:1] if _is_a_derivative(side))
    letters = tuple(dict.fromkeys(letter for side in sides for letter in _letters(side, context)))
    return Scope(tuple(found.values()), indices, sizes, operators, letters)


def _letters(side: Node, context: Context) -> Iterator[Node]:
    """The letters that distributions are of, as a formula writes them."""
    if context.laws is None:
        return
    for node in walk(side):
        letter = letter_of(node) if isinstance(node, Symbol | Subscript | tree.Prime) else None
        if letter is not None and letter in context.laws.letters:
            yield node


def _definitions_behind(sides: Iterable[Node], context: Context) -> Iterator[Node]:
    """The bodies of the symbols that the sides mention, and of functions at their parameters."""
    names = dict.fromkeys(name for side in sides for name in mentioned(side))
    for name in names:
        definition = context.definitions.get(name)
        if definition is not None and names.keys() >= set(definition.parameters):
            yield definition.body


def _is_number(name: str, node: Node, context: Context) -> bool:
    """Whether a name stands for a number where it is written, and not for a function or index."""
    definition = context.definitions.get(name)
    if definition is not None and definition.parameters:
        return False
    if name in context.sizes or name in ("\\partial", "\\dots", "\\cdots"):
        return False
    if isinstance(node, Symbol) and any(f"{name}[]" == other for other in context.families):
        return False
    return not any(part in context.functions for part in mentioned(node))
