"""Inverses and determinants: matrices and numbers of their own that stand in a known relation.

For B = M⁻¹ and D = det M

    dB = -B dM B            dD = D tr(B dM)

so that the gradient of a scalar s(X, B, D) is that by X with B and D held, plus that of ⟨K, M⟩ with
K held, where K = -Bᵀ (∂s/∂B) Bᵀ for an inverse and K = (∂s/∂D) D Bᵀ for a determinant (Petersen and
Pedersen, The Matrix Cookbook, equations 40 and 41, say the same of differentials). All of it holds
where M is invertible.
"""

from __future__ import annotations

from verifier.kernel.flint import fmpq
from verifier.kernel.points import Sample, UndeterminedError
from verifier.kernel.sampling import Chooser
from verifier.kernel.structure import make
from verifier.kernel.substitution import replace
from verifier.kernel.terms import UnsupportedTerm
from verifier.notation.write_text import write_line
from verifier.records import dataclass, field
from verifier.tensors import build
from verifier.tensors.cancellation import Relation, relation_of
from verifier.tensors.contraction import contract
from verifier.tensors.entries import dimension_term, entry
from verifier.tensors.exact import exact
from verifier.tensors.hypotheses import rebuild
from verifier.tensors.matrices import (
    HIDDEN,
    Constant,
    Determinant,
    Gradient,
    Hadamard,
    Identity,
    Inverse,
    Matrix,
    MatrixProduct,
    Named,
    Plus,
    Substituted,
    Transpose,
    walk,
)
from verifier.tensors.ordering import in_order, words_of
from verifier.tensors.shapes import SCALAR, Shape
from verifier.tensors.write import CannotWrite, written

INVERSE, DETERMINANT = "inverse of ", "determinant of "
_ROW, _COLUMN = "%row", "%column"


@dataclass(frozen=True, slots=True)
class Atom:
    """An inverse or a determinant as a name of its own; the body is in terms of earlier atoms."""

    named: Named
    body: Matrix
    is_inverse: bool


@dataclass(slots=True)
class Inverses:
    """The inverses and determinants of several expressions, the inner ones first.

    `met` is whether a point was met at which an inverse exists.
    """

    atoms: list[Atom] = field(default_factory=list)
    met: bool = False

    def resolved(self, matrix: Matrix) -> Matrix:
        """The expression with names for its inverses and determinants, and true gradients.

        Raises `UnsupportedTerm` where a value is substituted into an inverse.
        """
        match matrix:
            case Inverse(_, body):
                return self.inverse(self.resolved(body))
            case Determinant(_, body):
                return self.determinant(self.resolved(body))
            case Gradient(_, scalar, variable):
                return self.gradient(self.resolved(scalar), variable)
            case Substituted(_, body, variable, _):
                inner = self.resolved(body)
                if any(self.depends(atom, variable) for atom in self.atoms_in(inner)):
                    raise UnsupportedTerm("a value that is put into an inverse")
        return rebuild(matrix, self.resolved)

    @property
    def exist(self) -> bool:
        """Whether there is a point at which all of them exist, as far as points were tried."""
        return self.met or not self.atoms

    def inverse(self, body: Matrix) -> Matrix:
        """body⁻¹, taken apart: (A B)⁻¹ = B⁻¹ A⁻¹ for square A and B, (Aᵀ)⁻¹ = (A⁻¹)ᵀ."""
        match body:
            case Transpose(_, inner):
                return build.transpose(self.inverse(inner))
            case MatrixProduct(_, left, right) if _is_square(left) and _is_square(right):
                return build.times(self.inverse(right), self.inverse(left))
            case Hadamard(_, number, inner) if number.shape.is_scalar:
                return build.divide(self.inverse(inner), number)
            case Identity():
                return body
            case Named():
                for atom in self.atoms:
                    if atom.is_inverse and atom.named == body:
                        return atom.body
        return self.atom(body, body.shape, is_inverse=True)

    def determinant(self, body: Matrix) -> Matrix:
        """det body, taken apart: det(A B) = det A det B for square A and B, det Aᵀ = det A."""
        match body:
            case Transpose(_, inner):
                return self.determinant(inner)
            case MatrixProduct(_, left, right) if _is_square(left) and _is_square(right):
                return build.hadamard(self.determinant(left), self.determinant(right))
            case Identity():
                return build.constant(1)
            case Named():
                for atom in self.atoms:
                    if atom.is_inverse and atom.named == body:
                        return build.divide(build.constant(1), self.determinant(atom.body))
        self.inverse(body)
        return self.atom(body, SCALAR, is_inverse=False)

    def atom(self, body: Matrix, shape: Shape, is_inverse: bool) -> Named:
        for known in self.atoms:
            if known.body == body and known.is_inverse == is_inverse:
                return known.named
        kind = INVERSE if is_inverse else DETERMINANT
        inner = body.name if isinstance(body, Named) else f"({len(self.atoms) + 1})"
        named = Named(shape, f"{kind}{inner}")
        self.atoms.append(Atom(named, body, is_inverse))
        return named

    # Gradients ------------------------------------------------------------------------------

    def gradient(self, scalar: Matrix, variable: Named) -> Matrix:
        """The gradient of a scalar whose inverses are names."""
        held = [atom for atom in self.atoms_in(scalar) if self.depends(atom, variable)]
        cotangents: dict[Named, Matrix] = {}
        result = build.gradient(scalar, variable)
        for atom in reversed(held):
            own = build.gradient(scalar, atom.named)
            above = cotangents.get(atom.named)
            total = own if above is None else build.plus(own, above)
            factor = self.factor(atom, total)
            place = Named(atom.body.shape, f"cotangent of {atom.named.name}")
            for other in (variable, *(inner.named for inner in held)):
                if other not in set(walk(atom.body)):
                    continue
                handed = build.gradient(build.pairing(place, atom.body), other)
                part = build.substituted(handed, place, factor)
                if other == variable:
                    result = build.plus(result, part)
                else:
                    known = cotangents.get(other)
                    cotangents[other] = part if known is None else build.plus(known, part)
        return result

    def factor(self, atom: Atom, total: Matrix) -> Matrix:
        """K, for which the gradient goes on as that of ⟨K, M⟩."""
        if atom.is_inverse:
            turned = build.transpose(atom.named)
            return build.negative(build.times(build.times(turned, total), turned))
        inverse = self.inverse(atom.body)
        return build.hadamard(build.hadamard(total, atom.named), build.transpose(inverse))

    def atoms_in(self, matrix: Matrix) -> list[Atom]:
        """The atoms behind an expression, the inner ones first."""
        found = set(walk(matrix))
        for atom in reversed(self.atoms):
            if atom.named in found:
                found |= set(walk(atom.body))
        return [atom for atom in self.atoms if atom.named in found]

    def depends(self, atom: Atom, variable: Named) -> bool:
        parts = set(walk(atom.body))
        inner = (other for other in self.atoms if other is not atom and other.named in parts)
        return variable in parts or any(self.depends(other, variable) for other in inner)

    def conditions(self) -> list[str]:
        """What has to be invertible."""
        return [
            f"{_text(self.restored(atom.body))} is invertible"
            for atom in self.atoms
            if atom.is_inverse
        ]

    def told(self, conditions: list[str]) -> list[str]:
        """Conditions on entries, with the inverses and determinants as they are written.

        A condition `t != 0` is left out beside `t > 0`.
        """
        found = []
        for text in conditions:
            for atom in self.atoms:
                text = text.replace(atom.named.name, _text(self.restored(atom.named)))
            found.append(text)
        return [text for text in found if text.replace(" != ", " > ") not in found or ">" in text]

    def restored(self, matrix: Matrix) -> Matrix:
        """The expression with the inverses and determinants in the place of their names."""
        for atom in self.atoms:
            if atom.named == matrix:
                body = self.restored(atom.body)
                return build.inverse(body) if atom.is_inverse else build.determinant(body)
        return rebuild(matrix, self.restored)

    # Values ---------------------------------------------------------------------------------

    def choosing(self, otherwise: Chooser) -> Chooser:
        """Gives the entries of the inverses and the determinants their true values."""
        if not self.atoms:
            return otherwise
        by_name = {atom.named.name: atom for atom in self.atoms}

        def choose(name: str, declared: str, sample: Sample) -> fmpq:
            atom = by_name.get(declared.removesuffix("[]"))
            if atom is None:
                return otherwise(name, declared, sample)
            values = exact(atom.body, sample)
            if values.det() == 0:
                raise UndeterminedError
            self.met = True
            if not atom.is_inverse:
                return values.det()
            if "[" not in name:
                return values.inv()[0, 0]
            row, column = (int(part) for part in name[name.rindex("[") + 1 : -1].split(","))
            return values.inv()[row - 1, column - 1]

        return choose


def _text(matrix: Matrix) -> str:
    try:
        return write_line(written(_as_named(matrix)))
    except CannotWrite:
        return "what is inverted"


def _as_named(matrix: Matrix) -> Matrix:
    """The expression with S for M + Mᵀ where that is how S is said to be symmetric.

    S is (M + Mᵀ)/2 for a hidden M of its name. The number is left out: a multiple of S is
    invertible where S is, and its determinant is positive where that of S is.
    """
    match matrix:
        case Plus(shape, Named(_, name), Transpose()) if name.startswith(HIDDEN):
            return Named(shape, name.removeprefix(HIDDEN))
        case Hadamard(_, Constant(), Plus(_, Named(_, name), Transpose())):
            return _as_named(matrix.right) if name.startswith(HIDDEN) else matrix
    return rebuild(matrix, _as_named)


def _is_square(matrix: Matrix) -> bool:
    return matrix.shape.rows == matrix.shape.columns


def relations_of(inverses: Inverses) -> tuple[Relation, ...]:
    """The relations by which inverses cancel; none for a matrix that is no sum of products."""
    found = []
    for atom in inverses.atoms:
        shape = atom.body.shape
        if atom.is_inverse and shape.rows != 1:
            ends = make("variable", _ROW), make("variable", _COLUMN)
            upper = dimension_term(shape.rows)
            term = contract(entry(atom.body, *ends), {_ROW: upper, _COLUMN: upper})
            swapped = replace(term, dict(zip(ends, reversed(ends), strict=True)))
            symmetric = in_order(term) is in_order(swapped)
            relation = relation_of(atom.named.name, words_of(term), _ROW, _COLUMN, symmetric)
            if relation is not None:
                found.append(relation)
    # M M⁻¹ = 1 goes first where M is one product: a longer relation would leave it half used.
    return tuple(sorted(found, key=lambda relation: len(relation.rest)))
