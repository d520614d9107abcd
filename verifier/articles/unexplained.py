"""What a refutation may not rest on because nothing says what it is: rows of `doubts`.

\\operatorname{proj}_u v          an upright word before what it is taken of
|W| = |\\det W|                   an operator that is no function like any other
\\mathbf{I} - v v^T               the identity, which is 1 where all letters are numbers
\\sum_k \\sum_{n \\in C_k} x_n      the sets C_k may be the parts of a whole
\\nabla_a C = a^L - y              a letter that nothing else speaks of
\\|W\\|^k = \\sigma_{\\max}^k         a name that this equality introduces
\\frac{\\partial Q}{\\partial m_k}   in an M-step, where the weights of the E-step are held
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.articles.called import word_before
from verifier.articles.readings import called_functions
from verifier.articles.suspects import Suspect
from verifier.articles.unsaid import open_letters
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.claims import names_behind, verdict_on
from verifier.meaning.context import Definition, mentioned
from verifier.meaning.names import bound_letter, indices_in, name_of
from verifier.meaning.one_dimension import gradient_in, parts_behind
from verifier.notation.tree import (
    Apply,
    BigOperator,
    Chain,
    Derivative,
    Node,
    Number,
    Product,
    Subscript,
    Symbol,
    walk,
)
from verifier.notation.write_latex import write_latex
from verifier.records import replace
from verifier.values import Proved, Refuted

_IDENTITIES = frozenset(("I", "\\mathbf{I}", "\\mathbb{I}", "\\boldsymbol{I}", "\\bm{I}"))
_OF_MATRICES = frozenset(("\\det", "\\tr", "\\Tr", "\\diag", "det", "tr", "Tr", "diag"))
_HELD = lazy_pattern(
    r"\b[EM]-?steps?\b|\bexpectation[- ]maximi[sz]ation|\bresponsibilit|\bsurrogate"
    r"|\b(?:held|kept|holding|keeping|keep|hold|are|is) (?:\$[^$]*\$ |\w+ )?fixed"
    r"|\bstop[- ]gradient|\bdetach|\bsemi-gradient|\btarget network",
    re.IGNORECASE,
)
_OF_SHAPES = frozenset(("missing-transpose", "shape-mismatch", "wrong-order"))
_NEAR = 1500
"""How far before a line it may be said that something is held, in characters."""


def word_called(suspect: Suspect) -> str | None:
    """`\\operatorname{proj}_u v`: an upright word is a factor of nothing."""
    context = suspect.line.context
    parts = parts_behind((suspect.line.left, suspect.line.right), context)
    words = (word for part in parts if (word := word_before(part)) is not None)
    found = next((word for word in words if not context.knows(word)), None)
    return None if found is None else f"{found} may be a function that nothing defines"


def operator_of_matrices(suspect: Suspect) -> str | None:
    """`|W| = |\\det W|`, where nothing says that W is a matrix."""
    line = suspect.line
    if line.given is not None:
        return None
    names = (called_functions(line.left) ^ called_functions(line.right)) & _OF_MATRICES
    known = line.context.definitions.keys()
    return f"{min(names)} is an operator on matrices" if names - known else None


def identity(suspect: Suspect) -> str | None:
    """`\\mathbf{I} - v v^T / \\|v\\|^2` is `1 - v v / |v|^2` where all letters are numbers."""
    line, context = suspect.line, suspect.line.context
    names = {name for side in (line.left, line.right) for name in mentioned(side)} & _IDENTITIES
    names = {name for name in names if not context.knows(name)}
    names -= called_functions(line.left) | called_functions(line.right)  # `I(X; Y)`
    if line.given is not None or not names:
        return None
    for name in names:
        context = context.with_definition(Definition(name, Number("1")))
    if isinstance(verdict_on(line.left, line.right, context), Refuted):
        return None
    return f"{min(names)} may be the identity"


def parts_of_a_whole(suspect: Suspect) -> str | None:
    """`\\sum_n x_n = \\sum_k N_k m_k` with `m_k = \\frac{1}{N_k} \\sum_{n \\in C_k} x_n`."""
    line = suspect.line
    left, right = (dict(_sets((side,), suspect)) for side in (line.left, line.right))
    parts = parts_behind((line.left, line.right), line.context)
    summed = {bound_letter(part.lower) for part in parts if isinstance(part, BigOperator)}
    for name in sorted(left.keys() ^ right.keys()):
        if (left | right)[name] in summed:
            return f"the sets {name} may be the parts of a whole"
    return None


def _sets(sides: tuple[Node, ...], suspect: Suspect) -> Iterator[tuple[str, str]]:
    """The sets with an index over which a side has a sum, each with its index."""
    for part in parts_behind(sides, suspect.line.context):
        lower = part.lower if isinstance(part, BigOperator) else None
        if isinstance(lower, Chain) and lower.operators == ("\\in",):
            of = lower.sides[1]
            letter = name_of(of.index) if isinstance(of, Subscript) else None
            if letter is not None:
                yield write_latex(of), letter


def gradient_by_a_stranger(suspect: Suspect) -> str | None:
    """`\\nabla_a C` where only `a^{[L]}` is known: nothing says how C depends on a."""
    given = suspect.line.given
    if given is None:
        return None
    from verifier.tensors.symbols import matrix_name, names_in

    left = suspect.line.left
    gradient = gradient_in(left) if isinstance(left, Apply) else left
    if not isinstance(gradient, Derivative):
        return None
    bodies = (gradient.body, *(one.body for one in given.definitions.values()))
    known = {str(name) for body in bodies for name, _ in names_in(body)} | given.definitions.keys()
    for variable, _ in gradient.variables:
        name = matrix_name(variable)
        if name is not None and name.layer is None and str(name) not in known:
            return f"nothing says how {write_latex(gradient.body)} depends on {name}"
    return None


def gradient_left_open(suspect: Suspect) -> str | None:
    """`db = \\frac1m \\sum_i dz^{(i)}` where what depends on b leads to no cost: db is anything."""
    line = suspect.line
    if line.given is None:
        return None
    from verifier.tensors.symbols import gradient_name, matrix_name

    name = matrix_name(line.left)
    of = None if name is None else gradient_name(name)
    if of is None:
        return None
    keys = [key for key, _ in suspect.refuted.witness.point]
    is_open = any(f"/∂{of}[" in key or key.endswith(f"/∂{of}") for key in keys)
    return f"nothing says how the cost depends on {of}" if is_open else None


def held(suspect: Suspect) -> str | None:
    """`\\frac{\\partial Q}{\\partial m_k} = \\sum_n \\gamma_{nk} (x_n - m_k)` in an M-step.

    The weights were computed from the m_k, but of what a method holds there is no derivative.
    """
    line, context = suspect.line, suspect.line.context
    if not isinstance(line.left, Derivative) or line.given is not None:
        return None
    text = suspect.article.text[max(0, line.span.start - _NEAR) : line.span.end]
    found = _HELD.search(text)
    names = set(mentioned(line.right)) & context.definitions.keys()
    variables = {name for variable, _ in line.left.variables for name in mentioned(variable)}
    names = {name for name in names if context.ancestry(name) & variables} - variables
    if found is None or not names:
        return None
    kept = {name: one for name, one in context.definitions.items() if name not in names}
    verdict = verdict_on(line.left, line.right, replace(context, definitions=kept))
    if not isinstance(verdict, Proved):
        return None
    return f"it holds where {min(names).removesuffix('[]')} is held"


def beside_a_derivative(suspect: Suspect) -> str | None:
    """`-\\frac{\\partial \\ln Z}{\\partial \\beta} = U`, where nothing defines U."""
    line = suspect.line
    has_derivative = any(isinstance(part, Derivative) for part in walk(line.left))
    if line.given is not None or not has_derivative or suspect.has_slip:
        return None
    behind = names_behind((line.left,), line.context)
    own = open_letters(line.right, line.context) - called_functions(line.right) - behind
    own -= {name.removesuffix("[]") for name in behind} | line.context.domains.keys()
    return f"nothing says what {min(own)} is" if own else None


def read_in_two_ways(suspect: Suspect) -> str | None:
    """`x_n` as a letter of a distribution, and as the entry n of a family, in one refutation.

    So is the a of `\\pi(a)` and of `\\pi_a` one of 1, 2, …, and no letter with any values.
    """
    names = [name for name, _ in suspect.refuted.witness.point]
    line = suspect.line
    indices = indices_in(list(parts_behind((line.left, line.right), line.context)))
    valued = {name.partition("[")[0] for name in names if "[" in name}
    counted = sorted(valued & {one.name for one in indices if isinstance(one, Symbol)})
    if counted and line.given is None:
        return f"{counted[0]} stands as an index, and for values of its own"
    letters = (name.partition("_{")[0] for name in names if name.endswith("}"))
    found = next((one for one in letters if any(n.startswith(f"{one}[") for n in names)), None)
    return None if found is None else f"{found} stands for its entries and for one of them"


def inner_product(suspect: Suspect) -> str | None:
    """`\\nabla_w L \\cdot v`: among guessed shapes a dot may be the product of two vectors."""
    line = suspect.line
    if line.given is None or not line.given.guessed:
        return None
    for part in (*walk(line.left), *walk(line.right)):
        dots = isinstance(part, Product) and "\\cdot" in part.operators
        if dots and any(item.code in _OF_SHAPES for item in suspect.defects):
            return "a dot may be the inner product of two vectors"
    return None


def introduced(suspect: Suspect) -> str | None:
    """`\\|W\\|^k = \\sigma_{\\max}^k, so $\\sigma_{\\max} < 1$`: this equality says what it is."""
    line, article = suspect.line, suspect.article
    if line.given is not None:
        return None
    letters = open_letters(line.right, line.context) - called_functions(line.right)
    for part in walk(line.right):
        name = name_of(part)
        if name not in letters or name in mentioned(line.left):
            continue
        written = re.escape(write_latex(part))
        before = article.text[: line.left.span.start]
        behind = article.text[line.span.end : line.span.end + _NEAR // 3]
        is_new = re.search(rf"(?<![A-Za-z\\]){written}(?![A-Za-z])", before) is None
        if is_new and re.search(rf"\$\s*{written}(?![A-Za-z])", behind):
            return f"nothing but this line says what {name} is"
    return None
