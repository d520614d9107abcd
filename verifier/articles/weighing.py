"""How much a finding weighs: a certain error, or sides that differ as they are read."""

from __future__ import annotations

from verifier.articles.article import Line
from verifier.articles.equation_doubts import is_of_calculus
from verifier.articles.report import Defect
from verifier.articles.suspects import has_slip
from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.context import Context, mentioned
from verifier.meaning.functions import BUILT_IN_FUNCTIONS, NAMES_WITH_A_MEANING
from verifier.meaning.names import function_of, indices_in, name_of
from verifier.notation.tree import Apply, Node, Subscript, walk
from verifier.records import replace

_INDEX = lazy_pattern(r"_|\^[(\[]")


def weighed(line: Line, defects: tuple[Defect, ...]) -> tuple[Defect, ...]:
    """The defects; those that nothing explains are warnings where symbols are not declared.

    No small change makes such a line right, and what its symbols are is a guess: more often than
    not, right articles that mean something else look like this: `S w = \\lambda w` restricts its
    symbols. No such doubt is left about an identity (`_is_identity`), a derivative that is another
    one, or shapes that do not fit.
    """
    if not all(defect.code == "not-equal" for defect in defects):
        return defects
    is_certain = is_of_calculus(line) or _is_identity(line)
    if has_slip(defects) or (is_certain and not _is_of_any(line)):
        return defects
    names = {
        part
        for side in (line.left, line.right)
        for name in _names(side)
        for part in line.context.ancestry(name)
    }
    if all(_is_declared(name, line.context) for name in names):
        return defects
    why = "as it is read here; no small change makes it right, so it may be meant otherwise"
    return tuple(
        replace(defect, severity="warning", message=f"{defect.message}, {why}")
        for defect in defects
    )


def _is_of_any(line: Line) -> bool:
    """Whether a line is about functions of which nothing is said, as f in `f'(x) / f''(x)`."""
    context = line.context
    called = (
        function_of(part.function)
        for side in (line.left, line.right)
        for part in walk(side)
        if isinstance(part, Apply)
    )
    names = {found[0] for found in called if found is not None}
    known = context.definitions.keys() | context.functions.keys() | BUILT_IN_FUNCTIONS
    return bool(names - known)


def _is_identity(line: Line) -> bool:
    """Whether a line is about numbers and restricts none of its symbols.

    An equation that restricts a symbol has it on one side, and another one on the other. Where
    both sides rest on the same symbols, once what is defined has been looked into, an author
    means that they are equal whatever these are. So does who equates quantities that the article
    defines, of which one rests on no symbol that the other does not.
    """
    if line.given is not None:
        return False
    left, right = (_letters_behind(side, line.context) for side in (line.left, line.right))
    if left == right or left == right - _indices(line.left):
        return True
    defined = line.context.definitions
    names = _once(_names(line.left) | _names(line.right), line.context)
    all_defined = all(name in defined for name in names)
    return all_defined and (left <= right or right <= left)


def _indices(side: Node) -> set[str | None]:
    """The letters of an entry: t in `v_t`, of which a formula for it may well speak."""
    parts = (side,) if isinstance(side, Subscript) else ()
    return {name_of(index) for index in indices_in(parts)}


def _names(side: Node) -> set[str]:
    return {name for name in mentioned(side) if name not in NAMES_WITH_A_MEANING}


def _letters_behind(side: Node, context: Context) -> set[str]:
    """The symbols that a side rests on and that nothing defines; a family is one of them."""
    names = {part for name in _names(side) for part in context.ancestry(name)}
    return _once(names, context) - context.definitions.keys() - NAMES_WITH_A_MEANING


def _once(names: set[str], context: Context) -> set[str]:
    """Each name once: `x_i` is both a name and an entry of the family `x`, and means one."""
    families = {name for name in names if name.endswith("[]") and context.knows(name)}
    bases = {name.removesuffix("[]") for name in families}
    plain = {name for name in names if not name.endswith("[]")}
    return families | {name for name in plain if _INDEX.split(name, maxsplit=1)[0] not in bases}


def _is_declared(name: str, context: Context) -> bool:
    if name.endswith("[]"):
        return context.knows(name) and name.removesuffix("[]") not in context.surveyed
    return context.knows(name) or name in context.sizes
