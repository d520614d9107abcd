"""How things of matrices are written: ones, transposes, sets of matrices, gradients."""

from __future__ import annotations

from fractions import Fraction

from verifier.kernel.domains import BINARY, POSITIVE, REAL, Domain
from verifier.meaning.declare import declarations_of
from verifier.notation import tree
from verifier.notation.tree import Chain, Node, walk
from verifier.tensors.symbols import dimension_name


def is_ones(node: Node) -> bool:
    """Whether `\\mathbf{1}` is written."""
    match node:
        case tree.Accent(command=command, body=tree.Number(text="1")):
            return command in _BOLD
        case tree.Symbol(name="1", style=style):
            return style in _BOLD
        case tree.Subscript(base=base):
            return is_ones(base)
    return False


def mentions_softmax(node: Node) -> bool:
    """Whether a softmax is written in a formula, of which axis nobody may know."""
    return any(isinstance(p, tree.Symbol) and p.name.endswith("softmax") for p in walk(node))


def mentions_bars(node: Node) -> bool:
    """Whether `|A|` is written in a formula."""
    return any(isinstance(part, tree.Group) and part.left == "|" for part in walk(node))


def is_identity(node: Node) -> bool:
    """Whether `I` or `I_n` is written."""
    match node:
        case tree.Symbol(name="I") | tree.Accent(body=tree.Symbol(name="I")):
            return True
        case tree.Subscript(base=base):
            return is_identity(base)
    return False


def is_ones_row(node: Node) -> bool:
    """Whether `\\mathbf{1}^\\top` is written."""
    return isinstance(node, tree.Power) and is_ones(node.base) and is_transpose(node.exponent)


def is_transpose(exponent: Node) -> bool:
    """Whether an exponent means the transpose: `T` or `\\top`."""
    return isinstance(exponent, tree.Symbol) and exponent.name in ("T", "\\top", "\\intercal")


def is_list(node: Node) -> bool:
    """Whether entries are listed, as in `(a, b)^\\top`."""
    if isinstance(node, tree.Power) and is_transpose(node.exponent):
        node = node.base
    is_tuple = isinstance(node, tree.Group) and isinstance(node.body, tree.Tuple)
    return is_tuple and isinstance(node, tree.Group) and node.left in ("(", "[")


def is_of_squares(exponent: Node) -> bool:
    """Whether an exponent such as -1 or 2 is one of square matrices, if of matrices at all."""
    match exponent:
        case tree.Group(body=body):
            return is_of_squares(body)
        case tree.Sum(signs=("-",)):
            return True
        case tree.Number(text=text):
            return text in ("2", "3")
    return False


def inverse_transpose(exponent: Node) -> Node | None:
    """The T of `-T` or `-\\top`, which mean the transposed inverse; None for other exponents."""
    match exponent:
        case tree.Group(body=body):
            return inverse_transpose(body)
        case tree.Sum(signs=("-",), terms=(term,)) if is_transpose(term):
            return term
    return None


_BOLD = ("\\mathbf", "\\boldsymbol", "\\bm", "\\mathbb", "\\mathbbm", "\\vec", "\\pmb")


def entry_domain(space: Node) -> Domain | None:
    """The domain of the entries, from the base of a set such as `[0, 1]^{n \\times m}`."""
    if isinstance(space, tree.Subscript):
        return POSITIVE if entry_domain(space.base) == REAL else None
    probe = Chain((tree.Symbol("x"), space), ("\\in",))
    found = declarations_of(probe)
    if found:
        return found[0].domain
    if isinstance(space, tree.Group) and space.left == "\\{" and isinstance(space.body, tree.Tuple):
        texts = [item.text for item in space.body.items if isinstance(item, tree.Number)]
        return BINARY if texts == ["0", "1"] else None
    return None


def dimensions_of(exponent: Node) -> tuple[Node | None, Node | None] | None:
    """The dimensions in the exponent of a set: `n \\times m`, or `n` for columns."""
    match exponent:
        case tree.Group(body=body):
            return dimensions_of(body)
        case tree.Product(factors=(rows, columns), operators=("\\times",)):
            return rows, columns
    return (exponent, None) if dimension_name(exponent) is not None else None


def rational_of(node: Node) -> Fraction | None:
    """The rational number that is written, or None."""
    match node:
        case tree.Number(text=text):
            return Fraction(text)
        case tree.Group(body=body):
            return rational_of(body)
        case tree.Sum(signs=(sign,), terms=(term,)):
            value = rational_of(term)
            return None if value is None else (-value if sign == "-" else value)
        case tree.Fraction(numerator=top, denominator=bottom):
            above, below = rational_of(top), rational_of(bottom)
            return None if above is None or not below else above / below
    return None
