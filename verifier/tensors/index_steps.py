"""Gradients by indices, as they are written by hand.

    ∂J/∂W[i, j] = sum over k, l of ∂J/∂Z[k, l] ∂Z[k, l]/∂W[i, j]        the chain rule
                = … with the entries of Z, and each entry derived:
                  ∂W[k, p]/∂W[i, j] = δ(k, i) δ(p, j)
                  ∂(M⁻¹)[k, l]/∂W[i, j] = -sum over p, q of M⁻¹[k, p] ∂M[p, q]/∂W[i, j] M⁻¹[q, l]
                  ∂ det M/∂W[i, j] = det M sum over p, q of M⁻¹[q, p] ∂M[p, q]/∂W[i, j]
                = … with every δ summed over

and what is left is the entry [i, j] of a product of matrices. Each line is decided as an equality
with the gradient, for all shapes and all i and j.
"""

from __future__ import annotations

from verifier.kernel import terms
from verifier.kernel.structure import Term, make
from verifier.kernel.substitution import bind, open_binder, rebuild, replace
from verifier.kernel.terms import UnsupportedTerm
from verifier.records import dataclass, field
from verifier.tensors import build
from verifier.tensors.contraction import contract
from verifier.tensors.decide import Setting, decide_matrices
from verifier.tensors.entries import atom, dimension_term, entry
from verifier.tensors.hypotheses import rebuild as rebuild_matrix
from verifier.tensors.matrices import (
    FIRST,
    SECOND,
    Determinant,
    Entries,
    Inverse,
    Matrix,
    Named,
    dimensions_in,
    walk,
)
from verifier.tensors.shapes import Dimension
from verifier.values import Verdict

_STEP = "step"
_UNWRITTEN = frozenset(("kink", "slope", "piecewise", "product"))


@dataclass(frozen=True, slots=True)
class IndexProof:
    """The lines for one definition; the terms are the entries at `FIRST`, `SECOND`.

    `seed`, `user` and `body` are entries at the indices `rows` and `columns` (None for an axis of
    dimension 1) that the chain rule sums over. `inverses` are the matrices behind the names in the
    terms that stand for an inverse or a determinant.
    """

    operand: Named
    user: Named
    rows: Term | None
    columns: Term | None
    seed: Term
    body: Term
    derived: Term
    contracted: Term
    inverses: tuple[tuple[Named, Matrix], ...]
    derivation: Verdict
    contraction: Verdict
    reading: Verdict

    @property
    def place(self) -> tuple[Term, ...]:
        """The indices of the entry of the operand."""
        return tuple(index for index in places(self.operand) if index is not None)


def places(matrix: Matrix) -> tuple[Term | None, Term | None]:
    """The indices of an entry of the gradient; None for an axis of dimension 1."""
    rows = None if matrix.shape.rows == 1 else make("variable", FIRST)
    columns = None if matrix.shape.columns == 1 else make("variable", SECOND)
    return rows, columns


def by_indices(
    seed: Matrix, body: Matrix, operand: Named, user: Named, gradient: Matrix, setting: Setting
) -> IndexProof | None:
    """The gradient of ⟨seed, body⟩ by the operand; `gradient` is what it is read off as.

    None where an entry has no derivative that is written as a formula, as that of relu.
    """
    try:
        return _Steps(operand, setting).proof(seed, body, user, gradient)
    except UnsupportedTerm:
        return None


@dataclass(slots=True)
class _Steps:
    operand: Named
    setting: Setting
    inverses: dict[Named, Matrix] = field(default_factory=dict)
    count: int = 0

    def proof(self, seed: Matrix, body: Matrix, user: Named, gradient: Matrix) -> IndexProof:
        known = self.named(body)
        rows = self.index("row", body.shape.rows)
        columns = self.index("column", body.shape.columns)
        body_entry, seed_entry = entry(known, rows, columns), entry(seed, rows, columns)
        change = written_out(self.derivative(known, body_entry))
        derived = self.summed(terms.multiply(seed_entry, change), rows, columns, body)
        ranges = {
            index.arguments[0]: dimension_term(size)
            for index, size in zip(places(self.operand), self.sizes, strict=True)
            if index is not None and size is not None
        }
        contracted = cancelled(contract(derived, ranges))
        true = build.gradient(build.pairing(seed, body), self.operand)
        dimensions = tuple(dict.fromkeys(dimensions_in(seed, body, self.operand)))
        lines = [
            self.put_back(Entries(self.operand.shape, term, dimensions))
            for term in (derived, contracted)
        ]
        verdicts = [decide_matrices(line, true, self.setting) for line in lines]
        reading = decide_matrices(lines[1], gradient, self.setting)
        return IndexProof(
            self.operand,
            user,
            rows,
            columns,
            seed_entry,
            body_entry,
            derived,
            contracted,
            tuple(self.inverses.items()),
            derivation=verdicts[0],
            contraction=verdicts[1],
            reading=reading,
        )

    @property
    def sizes(self) -> tuple[Dimension, Dimension]:
        return self.operand.shape.rows, self.operand.shape.columns

    def index(self, kind: str, dimension: Dimension) -> Term | None:
        if dimension == 1:
            return None
        self.count += 1
        return make("variable", f"%{kind} {self.count}")

    def summed(self, term: Term, rows: Term | None, columns: Term | None, over: Matrix) -> Term:
        for index, size in ((columns, over.shape.columns), (rows, over.shape.rows)):
            if index is not None:
                upper = dimension_term(size)
                term = bind("sum", term, index.arguments[0], terms.number(1), upper)
        return term

    # Inverses and determinants --------------------------------------------------------------

    def named(self, matrix: Matrix) -> Matrix:
        """The expression with names for its inverses and determinants."""
        inner = rebuild_matrix(matrix, self.named)
        if isinstance(inner, Inverse | Determinant):
            for name, known in self.inverses.items():
                if known == inner:
                    return name
            name = Named(inner.shape, f"inverted {len(self.inverses) + 1}")
            self.inverses[name] = inner
            if isinstance(inner, Determinant):
                self.named(build.inverse(inner.body))
            return name
        return inner

    def put_back(self, line: Matrix) -> Matrix:
        """The line with the inverses and determinants for their names, the outer ones first."""
        for name, matrix in reversed(self.inverses.items()):
            line = build.substituted(line, name, matrix)
        return line

    # Derivatives ----------------------------------------------------------------------------

    def derivative(self, matrix: Matrix, term: Term) -> Term:
        """The derivative of an entry of a matrix by the entry of the operand."""
        if not any(name in self.inverses for name in walk(matrix) if isinstance(name, Named)):
            return terms.derivative(term, atom(self.operand.name, *places(self.operand)))
        moved = self.moved(term)
        slope = terms.derivative(moved, terms.variable(_STEP))
        return terms.substitute(slope, {_STEP: terms.number(0)})

    def moved(self, term: Term) -> Term:
        """The term with every entry that changes moved a step along its derivative."""
        if term.operator == "sum":
            opened, body = open_binder(term)
            self.count += 1
            index = make("variable", f"%opened {self.count}")
            moved = self.moved(replace(body, {make("variable", opened): index}))
            return bind("sum", moved, index.arguments[0], *term.arguments[2:])
        if term.operator in ("entry", "variable"):
            change = self.change_of(term)
            if change is None:
                return term
            return terms.add(term, terms.multiply(terms.variable(_STEP), change))
        return rebuild(term, self.moved)

    def change_of(self, term: Term) -> Term | None:
        """The derivative of one entry; None where it does not change."""
        name, *indices = term.arguments
        if name == self.operand.name:
            by = atom(name, *places(self.operand))
            return terms.derivative(term, by)
        for named, matrix in self.inverses.items():
            if named.name == name:
                assert isinstance(matrix, Inverse | Determinant)
                return self.change_of_inverse(matrix, term, indices)
        return None

    def change_of_inverse(
        self, matrix: Inverse | Determinant, term: Term, indices: list[Term]
    ) -> Term | None:
        """-sum of B[k, p] ∂M[p, q] B[q, l] for the inverse B, det M sum of B[q, p] ∂M[p, q]."""
        body = matrix.body
        if not any(part == self.operand or part in self.inverses for part in walk(body)):
            return None
        rows, columns = self.index("p", body.shape.rows), self.index("q", body.shape.columns)
        assert rows is not None and columns is not None
        inner = self.derivative(body, entry(body, rows, columns))
        inverse = self.named(build.inverse(body))
        if isinstance(matrix, Determinant):
            product = terms.multiply(entry(inverse, columns, rows), inner)
            return terms.multiply(term, self.summed(product, rows, columns, body))
        first, last = indices
        before, after = entry(inverse, first, rows), entry(inverse, columns, last)
        product = terms.multiply(terms.number(-1), before, inner, after)
        return self.summed(product, rows, columns, body)


def cancelled(term: Term) -> Term:
    """The term without factors that are divided by themselves; equal wherever it is defined."""
    inner = rebuild(term, cancelled)
    if inner.operator != "multiply":
        return inner
    factors = list(inner.children)
    for factor in inner.children:
        below = terms.power(factor, terms.number(-1))
        if factor.operator != "number" and factor in factors and below in factors:
            factors.remove(factor)
            factors.remove(below)
    return terms.multiply(*factors)


def written_out(term: Term) -> Term:
    """The term without guards. Raises `UnsupportedTerm` for what has no formula of its own."""
    if term.operator == "guard":
        return written_out(term.arguments[0])
    if term.operator in _UNWRITTEN:
        raise UnsupportedTerm("a derivative by cases")
    return rebuild(term, written_out)
