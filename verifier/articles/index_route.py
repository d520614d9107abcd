"""The second route of a proof about matrices: every gradient by indices, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.articles.matrix_setting import matrix_setting
from verifier.notation import tree
from verifier.notation.tree import Node
from verifier.prover.proof import Derivation, Step
from verifier.prover.remark import Remark
from verifier.records import dataclass
from verifier.tensors.differentials import replaced
from verifier.tensors.given import Given
from verifier.tensors.index_steps import IndexProof, by_indices
from verifier.tensors.matrices import Matrix, Named
from verifier.tensors.sweep import Edge, Sweep
from verifier.tensors.symbols import MatrixName
from verifier.tensors.write import CannotWrite, name_node, written
from verifier.tensors.write_entries import LETTERS, EntryWriter, entry_node, summed_node
from verifier.values import Proved, Verdict


def index_derivation(
    edge: Edge, heading: Remark, found: Sweep, given: Given, cost: MatrixName
) -> Derivation | None:
    """What a definition hands on, by indices; None where that is not written so.

    It is not where an entry has no derivative that is a formula, as that of relu.
    """
    proof = edge.proof
    user = Named(proof.body.shape, str(edge.user))
    known = {} if proof.body == user else {user: proof.body}
    gradient = replaced(proof.gradient, known)
    steps = by_indices(proof.seed, proof.body, proof.variable, user, gradient, found.setting)
    if steps is None or not all(isinstance(one, Proved) for one in _verdicts(steps)):
        return None
    alone = sum(other.operand == edge.operand for other in found.edges) == 1
    try:
        lines = _Lines(steps, EntryWriter(_letters(given), _behind(steps)), proof.gradient)
        start = name_node(f"∂{cost}/∂{edge.operand}") if alone else None
        return lines.derivation(heading, start)
    except CannotWrite:
        return None


def _verdicts(steps: IndexProof) -> tuple[Verdict, ...]:
    return steps.derivation, steps.contraction, steps.reading


def _letters(given: Given) -> tuple[str, ...]:
    """The letters that no formula of the article uses, in the order in which indices get them."""
    formulas = [formula for part in matrix_setting(given) for formula in part]
    names = {
        part.name
        for formula in formulas
        for part in tree.walk(formula)
        if isinstance(part, tree.Symbol)
    }
    return tuple(letter for letter in LETTERS if letter not in names)


def _behind(steps: IndexProof) -> Mapping[str, Node]:
    """What the names of inverses and determinants stand for, as it is written."""
    values: dict[Named, Matrix] = {}
    for name, matrix in steps.inverses:
        values[name] = replaced(matrix, values)
    return {name.name: written(matrix) for name, matrix in values.items()}


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one proof by indices as formulas."""

    proof: IndexProof
    writer: EntryWriter
    gradient: Matrix

    def derivation(self, heading: Remark, start: Node | None) -> Derivation:
        """`start` is the gradient, where the definition is the only one that hands on to it."""
        first, *rest = self.steps()
        if start is None:
            return Derivation(heading, first.formula, tuple(rest))
        return Derivation(heading, self.at(start), (first, *rest))

    def steps(self) -> Iterator[Step]:
        proof = self.proof
        user = name_node(proof.user.name)
        if self.own:
            remark = ("chain rule over all entries of ", user)
            yield _step(self.chained(self.user), remark, proof.derivation)
        entries = tree.Group("[", self.writer.written(proof.body, self.known), "]", sized=True)
        yield _step(self.chained(entries, True), ("the entries of ", user), proof.derivation)
        derived = self.writer.written(proof.derived)
        yield _step(derived, ("the derivative of each entry",), proof.derivation)
        contracted = self.writer.written(proof.contracted)
        if contracted != derived:
            yield _step(contracted, ("every delta summed over",), proof.contraction)
        read = self.at(written(self.gradient))
        if read != contracted:
            yield _step(read, ("read off as an entry",), proof.reading)

    @property
    def own(self) -> tuple[str, ...]:
        """The letters of the row and the column of the definition."""
        indices = [index for index in (self.proof.rows, self.proof.columns) if index is not None]
        return self.writer.letters[2 : 2 + len(indices)]

    @property
    def known(self) -> dict[str, str]:
        indices = [index for index in (self.proof.rows, self.proof.columns) if index is not None]
        return {index.arguments[0]: letter for index, letter in zip(indices, self.own, strict=True)}

    @property
    def user(self) -> Node:
        return _at(name_node(self.proof.user.name), self.own)

    def at(self, node: Node) -> Node:
        """The entry of a matrix of the shape of the operand."""
        shape = self.proof.operand.shape
        sizes = (shape.rows, shape.columns)
        letters = zip(self.writer.letters, sizes, strict=False)
        return _at(node, tuple(letter for letter, size in letters if size != 1))

    def chained(self, inner: Node, applied: bool = False) -> Node:
        """The sum over k and l of the gradient by the entry times the derivative of the inner."""
        by = self.at(name_node(self.proof.operand.name))
        slope = tree.Derivative("\\partial", inner, ((by, 1),), applied)
        if not self.own:
            return slope
        seed = self.writer.written(self.proof.seed, self.known)
        return summed_node(list(self.own), tree.Product((seed, slope), ("",)))


def _at(node: Node, letters: tuple[str, ...]) -> Node:
    if not letters:
        return node
    symbols = tuple(tree.Symbol(letter) for letter in letters)
    index = symbols[0] if len(symbols) == 1 else tree.Product(symbols, ("",))
    return entry_node(node, index)


def _step(formula: Node, remark: Remark, verdict: Verdict) -> Step:
    return Step(formula, ("index notation",), remark, verdict)
