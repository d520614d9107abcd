"""Which names of an article are vectors or matrices, from how it uses them.

    w^T x, \\|v\\|, \\nabla_\\theta J       w, x, v and \\theta have entries
    f \\odot c, \\mathbf{u}                so have f, c and u
    A x, X \\beta                          what stands behind a matrix has entries
    \\operatorname{tr}(A B), X^{-1}        capitals are matrices
    \\frac{1}{N} \\sum_{i=1}^N, \\partial L   N and L are numbers

Nothing of this is certain. Who uses it takes what is proved of such shapes for true, and what is
refuted for a reason to look for one slip that explains it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from verifier.meaning.functions import NAMES_WITH_A_MEANING
from verifier.meaning.names import bound_letter, ends_of, name_of
from verifier.meaning.one_dimension import norm_in
from verifier.notation import tree
from verifier.notation.tree import Chain, Node, bare, walk
from verifier.records import dataclass
from verifier.tensors.products import ELEMENTWISE
from verifier.tensors.spelling import inverse_transpose, is_identity, is_ones, is_transpose
from verifier.tensors.symbols import MatrixName, gradient_name, matrix_name, names_in

SCALAR, VECTOR, MATRIX, TURNED = "scalar", "vector", "matrix", "turned"
OF_WHOLE_MATRICES = frozenset(
    ("tr", "Tr", "trace", "\\tr", "\\Tr", "\\det", "det", "sum", "np.sum", "diag", "\\diag", "vec")
)
_GREEK_CAPITALS = frozenset(
    ("\\Sigma", "\\Lambda", "\\Phi", "\\Theta", "\\Omega", "\\Psi", "\\Gamma", "\\Pi", "\\Xi")
)
_WITH_A_RANGE = frozenset(
    ("\\nabla", "\\mathbb{E}", "E", "min", "max", "\\arg\\min", "\\arg\\max")
) | {f"\\{name}" for name in ("min", "max", "sup", "inf", "argmin", "argmax")}
"""Below these stands what varies, and no index."""
_COSTS = frozenset(("L", "J", "E", "C", "\\mathcal{L}", "\\mathcal{J}", "\\ell", "Loss", "loss"))


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds that are known by name (for all layers: by family), and the names of functions."""

    known: Mapping[str, str]
    functions: frozenset[str]

    def of(self, name: MatrixName) -> str | None:
        return self.known.get(key_of(name)[0])


def key_of(name: MatrixName) -> tuple[str, int]:
    """What is known of a name is kept under: its family with the offset, or the name alone."""
    layer = name.layer
    if layer is not None and name.at(layer.shifted(-layer.offset)).is_general:
        return name.family, layer.offset
    return str(name), 0


def is_capital(name: MatrixName) -> bool:
    """Whether a name is written as those of matrices are."""
    base = _without_accents(name.base)
    letter = base.partition("_")[0]
    return (len(letter) == 1 and letter.isupper()) or letter in _GREEK_CAPITALS


def _without_accents(base: str) -> str:
    while base.startswith("\\") and base.endswith("}") and "{" in base:
        base = base[base.index("{") + 1 : -1]
    return base


def is_about_matrices(nodes: Collection[Node]) -> bool:
    """Whether an article writes transposes, elementwise products, or functions of matrices."""
    return any(True for node in nodes for _ in _signs_of_matrices(node))


def _signs_of_matrices(node: Node) -> Iterator[Node]:
    match node:
        case tree.Power(exponent=exponent):
            if is_transpose(exponent) or inverse_transpose(exponent) is not None:
                yield node
        case tree.Product(operators=operators):
            if not {"\\odot", "\\circ", "\\otimes"}.isdisjoint(operators):
                yield node
        case tree.Symbol(name=name):
            if name in ("tr", "Tr", "\\tr", "\\Tr", "\\det", "\\odot", "\\circ"):
                yield node


def kinds_in(
    statements: Collection[Chain], words: Mapping[str, str], functions: frozenset[str]
) -> Kinds:
    """The kinds that follow from the use of the names alone; `words` says what the text calls."""
    nodes = [node for statement in statements for node in walk(statement)]
    numbers = set(_numbers(nodes))
    found: dict[str, str] = {}
    for node in nodes:
        for name in _with_entries(node):
            if is_capital(name) or key_of(name)[0] not in numbers:
                found.setdefault(key_of(name)[0], MATRIX if is_capital(name) else VECTOR)
    for key in numbers - found.keys():
        found[key] = SCALAR
    found |= {key: kind for key, kind in words.items() if key not in numbers or kind == SCALAR}
    for _ in range(3):
        size = len(found)
        for node in nodes:
            if isinstance(node, tree.Product):
                _in_products(node, found, functions)
        if len(found) == size:
            break
    return Kinds(found, functions)


def targets_in(statements: Collection[Chain]) -> frozenset[MatrixName]:
    """The y of `-\\sum_i y_i \\log p_i`, where there is a softmax: a distribution over classes."""
    nodes = [node for statement in statements for node in walk(statement)]
    if not any(isinstance(node, tree.Symbol) and node.name.endswith("softmax") for node in nodes):
        return frozenset()
    return frozenset(name for node in nodes for name in _weights_of_logarithms(node))


def _weights_of_logarithms(node: Node) -> Iterator[MatrixName]:
    body = bare(node.body) if isinstance(node, tree.BigOperator) else None
    if not isinstance(body, tree.Product) or len(body.factors) != 2:
        return
    first, second = body.factors
    is_log = isinstance(second, tree.Apply) and name_of(second.function) in ("\\log", "\\ln")
    if is_log and isinstance(first, tree.Subscript):
        yield from _name(first.base)


def _with_entries(node: Node) -> Iterator[MatrixName]:
    """The names that stand where only what has entries can stand."""
    match node:
        case tree.Power(base=base, exponent=exponent):
            if is_transpose(exponent) or inverse_transpose(exponent) is not None:
                yield from _terms(base)
        case tree.Group() if norm_in(node) is not None:
            yield from _terms(node.body)
        case tree.Apply():
            yield from _arguments(node)
        case tree.Product(factors=factors, operators=operators):
            for factor in factors if {"\\odot", "\\circ"} & set(operators) else ():
                yield from _name(factor)
        case tree.Symbol() | tree.Subscript() | tree.Accent():
            name = matrix_name(node)
            if name is not None and "\\mathbf{" in name.base and not is_ones(node):
                yield name


def _arguments(node: tree.Apply) -> Iterator[MatrixName]:
    """What a gradient is by, and the matrices of a trace."""
    function = node.function
    if isinstance(function, tree.Subscript) and name_of(function.base) == "\\nabla":
        yield from _name(function.index)
    if name_of(function) in OF_WHOLE_MATRICES:
        yield from (one for one, _ in names_in(node.argument) if is_capital(one))


def _terms(node: Node) -> Iterator[MatrixName]:
    """The name in brackets, or the terms of a sum in brackets that are names."""
    node = bare(node)
    for term in node.terms if isinstance(node, tree.Sum) else (node,):
        yield from _name(term)


def _name(node: Node) -> Iterator[MatrixName]:
    name = matrix_name(bare(node))
    if name is not None and not is_identity(node) and not is_ones(node):
        yield name


def _numbers(nodes: Collection[Node]) -> Iterator[str]:
    """The names that count something, or whose derivative is taken, or that are indices."""
    for node in nodes:
        match node:
            case tree.BigOperator():
                yield from _counts(node)
            case tree.Derivative(body=body):
                yield from (key_of(name)[0] for name in _cost(body) if name.base in _COSTS)
            case tree.Fraction(numerator=tree.Number(), denominator=bottom):
                yield from (key_of(name)[0] for name in _name(bottom))
            case tree.Product(factors=factors, operators=operators):
                if operators and set(operators) == {"\\times"}:
                    yield from (str(one) for part in factors for one, _ in names_in(part))
            case tree.Subscript(base=base, index=index) | tree.Superscript(base=base, index=index):
                if name_of(base) not in _WITH_A_RANGE:
                    yield from (str(name) for name, _ in names_in(index))
            case tree.Apply() if _is_nabla(node.function):
                yield from (key_of(name)[0] for name in _cost(node.argument))


def _counts(node: tree.BigOperator) -> Iterator[str]:
    letter = bound_letter(node.lower)
    yield from () if letter is None else (letter,)
    yield from (str(name) for end in ends_of(node) for name, _ in names_in(end))


def _cost(body: Node) -> Iterator[MatrixName]:
    """What is derived, without its arguments."""
    return _name(body.function if isinstance(body, tree.Apply) else body)


def _is_nabla(function: Node) -> bool:
    base = function.base if isinstance(function, tree.Subscript) else function
    return name_of(base) == "\\nabla"


def _in_products(node: tree.Product, found: dict[str, str], functions: frozenset[str]) -> None:
    """In `A x` and `X \\beta`, in articles that have matrices, what stands behind has entries."""
    before: str | None = None
    for factor, operator in zip(node.factors, ("", *node.operators), strict=True):
        name = matrix_name(factor)
        if operator in ELEMENTWISE or name is None:
            before = _kind_of_factor(factor, found) if operator not in ELEMENTWISE else None
            continue
        key = key_of(name)[0]
        is_open = key not in found and not is_identity(factor) and key not in functions
        if is_open and is_capital(name) and name.base not in NAMES_WITH_A_MEANING | _COSTS:
            found[key] = MATRIX
        elif is_open and before in (MATRIX, TURNED) and gradient_name(name) is None:
            found[key] = VECTOR
        before = found.get(key)


def _kind_of_factor(factor: Node, found: Mapping[str, str]) -> str | None:
    """Whether a factor that is no name is a matrix, such as `A^{-1}`, or a vector turned."""
    inner = bare(factor)
    if isinstance(inner, tree.Power):
        turned = is_transpose(inner.exponent)
        inner = bare(inner.base)
        name = matrix_name(inner)
        if turned and name is not None and found.get(key_of(name)[0]) == VECTOR:
            return TURNED
    names = [found.get(key_of(name)[0]) for name, _ in names_in(inner)]
    return MATRIX if names and all(kind == MATRIX for kind in names) else None
