"""A first look at all the formulas of an article: which letters are indices, which names families.

`x_i` is an entry of a family when `i` is an index: bound by a sum or a product, declared as in
`i = 1, \\dots, n`, or beside another index of the same name (`x_i` and `x_j`). In `p_r` nothing
says so, and the name is `p_r`. A family is written in one way: where both `x_i` and `x^{(i)}`
occur, nobody knows whether they are the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from verifier.articles.called import called_everywhere
from verifier.articles.index_sizes import Sizes, sizes_of_letters
from verifier.kernel.domains import BINARY, REAL
from verifier.meaning.context import Context
from verifier.meaning.functions import COUNTING, ROUNDING
from verifier.meaning.names import DOTS, bound_letter, ends_of, entries_of, name_of
from verifier.meaning.one_dimension import LETTER
from verifier.notation import tree
from verifier.notation.kinds import parts_of
from verifier.notation.tree import BigOperator, Chain, Node, Subscript, Superscript, walk
from verifier.records import dataclass, replace

_TELLING = frozenset((BigOperator, Chain, Subscript, Superscript, tree.Apply, tree.Group))
"""The kinds of nodes that say something here; most nodes are letters and numbers, which do not."""
_WHOLE = (tree.Sum, tree.Product, tree.Group, tree.Number, tree.Symbol)
"""What whole numbers are made of where a symbol for one is defined."""
USUAL_INDICES = frozenset("ijk")
INDICATORS = frozenset(("\\mathbf{1}", "\\mathbb{1}", "\\mathbb{I}", "\\mathbbm{1}", "\\mathds{1}"))


@dataclass(frozen=True, slots=True)
class Survey:
    """The families of an article, and for each index letter the name of its number of values.

    `mixed` are the names that carry their index in more than one place, `functions` those that
    a statement defines as functions: `A(b) = e^b`; `counts` stand in bounds such as `t - 1`;
    `indicators` are 0 or 1.
    """

    families: frozenset[str]
    sizes: Sizes
    mixed: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    transposed: bool = False
    indicators: frozenset[str] = frozenset()

    def context(self) -> Context:
        """The context that an article begins with: nothing declared, indices and families known."""
        families = dict.fromkeys(sorted(self.families), REAL)
        sizes = dict(self.sizes.everywhere)
        domains = dict.fromkeys(sorted(self.indicators), BINARY)
        found = Context(domains, families, sizes=sizes, mixed=self.mixed, counts=self.counts)
        return replace(found, lenient=True, surveyed=self.families, transposed=self.transposed)

    def within(self, context: Context, statements: Iterable[Chain]) -> Context:
        """The context of a formula that makes these statements: its letters have their sizes."""
        inside = dict(size for one in statements for size in self.sizes.inside.get(one, ()))
        return replace(context, sizes={**context.sizes, **inside}) if inside else context


def survey(statements: Collection[Chain]) -> Survey:
    """Looks through all statements of an article once."""
    nodes = [node for one in statements for node in walk(one) if type(node) in _TELLING]
    bounds: dict[str, set[str]] = {}
    for bound, last in _bounds(nodes):
        bounds.setdefault(bound, set()).update(() if last is None else (last,))
    entries = [entry for node in nodes for entry in _entries(node)]
    families = _families(entries, frozenset(bounds))
    letters = frozenset(bounds) | frozenset(_letters_of_heads(statements, families))
    families = _with_heads(_families(entries, letters), letters, statements)
    families = _with_members(families, statements)
    return Survey(
        families,
        sizes_of_letters(statements, families, bounds),
        frozenset(_mixed(nodes)),
        frozenset(_functions(nodes)) | called_everywhere(statements),
        _made_of_counts(statements, frozenset(_counts(nodes))),
        _transposes(statements),
        frozenset(_indicators(nodes)),
    )


def _indicators(nodes: Iterable[Node]) -> Iterator[str]:
    """The indicators of events, `\\mathbf{1}_A`."""
    for node in nodes:
        if isinstance(node, Subscript) and name_of(node.base) in INDICATORS:
            name = name_of(node)
            if name is not None:
                yield name


def _functions(nodes: Iterable[Node]) -> Iterator[str]:
    """The names that begin a statement such as `A(b) = …` or `f(x, y) = …`."""
    for node in nodes:
        if not isinstance(node, Chain) or not node.operators or node.operators[0] != "=":
            continue
        head = node.sides[0]
        if not isinstance(head, tree.Product) or len(head.factors) != 2 or any(head.operators):
            continue
        function, argument = head.factors
        inner = argument.body if isinstance(argument, tree.Group) else None
        items = inner.items if isinstance(inner, tree.Tuple) else (inner,)
        if not isinstance(function, tree.Symbol) or function.style:
            continue
        if all(item is not None and name_of(item) is not None for item in items):
            yield function.name


def _bounds(nodes: Iterable[Node]) -> Iterator[tuple[str, str | None]]:
    """The index letters that are bound or declared, with the name of their last value if any."""
    for node in nodes:
        if isinstance(node, BigOperator):
            letter = bound_letter(node.lower)
            if letter is not None:
                last_name = None if node.upper is None else name_of(node.upper)
                yield letter, None if last_name == "\\infty" else last_name
        elif isinstance(node, Chain) and node.operators == ("=",):
            letter, last = name_of(node.sides[0]), _last_of_range(node.sides[1])
            if letter is not None and last is not None:
                yield letter, name_of(last)


def _counts(nodes: Iterable[Node]) -> Iterator[str]:
    """The symbols in the bounds of sums and products: t in `\\sum_{k=0}^{t-1}` counts terms.

    So do those of a factorial or a binomial coefficient, and of what is rounded to a whole number:
    `\\lceil n/2 \\rceil = \\lfloor (n + 1)/2 \\rfloor` is said of whole numbers.
    """
    for node in nodes:
        ends: tuple[Node, ...] = ()
        if isinstance(node, BigOperator):
            ends = ends_of(node)
        elif isinstance(node, tree.Apply) and name_of(node.function) in COUNTING:
            ends = (node.argument,)
        elif isinstance(node, tree.Group) and node.left in ROUNDING:
            ends = (node.body,)
        for end in ends:
            yield from _symbols(end)


def _symbols(node: Node) -> Iterator[str]:
    for part in walk(node):
        name = name_of(part) if isinstance(part, tree.Symbol | Subscript) else None
        if name is not None and name != "\\infty":
            yield name


def _made_of_counts(statements: Iterable[Chain], counts: frozenset[str]) -> frozenset[str]:
    """The counts, with those behind them: where k counts, n does in `k = 2n + 1`."""
    found = set(counts)
    for statement in statements:
        head = name_of(statement.sides[0]) if statement.operators[:1] == ("=",) else None
        parts = tuple(walk(statement.sides[1])) if head in found else ()
        if all(isinstance(part, _WHOLE) for part in parts):
            found.update(name for part in parts for name in _symbols(part))
    return frozenset(found)


def _transposes(statements: Iterable[Chain]) -> bool:
    """Whether a T stands in exponents of symbols and brackets, and nowhere else in an article."""
    above = sum(_is_t(power.exponent) for power in parts_of(statements, tree.Power))
    return above > 0 and above == sum(map(_is_t, parts_of(statements, tree.Symbol)))


def _is_t(node: Node) -> bool:
    return isinstance(node, tree.Symbol) and node.name == LETTER


def _last_of_range(node: Node) -> Node | None:
    """n in `1, \\dots, n`."""
    items = node.items if isinstance(node, tree.Tuple) else ()
    if len(items) >= 3 and name_of(items[-2]) in DOTS and isinstance(items[0], tree.Number):
        return items[-1]
    return None


def _entries(node: Node) -> Iterator[tuple[str, tuple[Node, ...]]]:
    if isinstance(node, Subscript | Superscript):
        entry = entries_of(node)
        if entry is not None:
            yield entry


def _families(
    entries: list[tuple[str, tuple[Node, ...]]], letters: frozenset[str]
) -> frozenset[str]:
    found: set[str] = set()
    usual: dict[str, set[str]] = {}
    for family, indices in entries:
        names = {name for index in indices if (name := name_of(index)) is not None}
        if (names | set(_letters_added(indices))) & letters:
            found.add(family)
        usual.setdefault(family, set()).update(names & USUAL_INDICES)
    found |= {family for family, names in usual.items() if len(names) > 1}
    return frozenset(found)


def _letters_of_heads(statements: Iterable[Chain], families: frozenset[str]) -> Iterator[str]:
    """u and i, where `e_{ui} = r_{ui} - b_u` defines the members of a family."""
    for statement in statements:
        entry = entries_of(statement.sides[0]) if statement.operators[:1] == ("=",) else None
        if entry is not None and entry[0] in families and len(entry[1]) > 1:
            names = [name_of(index) for index in entry[1]]
            yield from (name for name in names if name is not None and len(name) == 1)


def _with_heads(
    found: frozenset[str], letters: frozenset[str], statements: Collection[Chain]
) -> frozenset[str]:
    """The families, with those defined beside a sum: p in `p_i = e^{z_i} / \\sum_k e^{z_k}`."""
    families = set(found)
    for statement in statements:
        head = entries_of(statement.sides[0]) if statement.operators[:1] == ("=",) else None
        own = {name_of(index) for index in head[1]} if head is not None else {None}
        if head is None or head[0] in found or None in own:
            continue
        parts = (part for part in walk(statement.sides[1]) if isinstance(part, Subscript))
        used: dict[str, set[str | None]] = {}
        for family, indices in filter(None, map(entries_of, parts)):
            used.setdefault(family, set()).update(map(name_of, indices))
        if any(own < names and names & letters for name, names in used.items() if name in found):
            families.add(head[0])
    return frozenset(families)


def _with_members(found: frozenset[str], statements: Collection[Chain]) -> frozenset[str]:
    """The families, with those that they are made of: `\\beta` where `\\alpha_t = 1 - \\beta_t`."""
    families = set(found)
    for statement in statements:
        head = entries_of(statement.sides[0]) if statement.operators[:1] == ("=",) else None
        if head is None or head[0] not in families:
            continue
        letters = {name_of(index) for index in head[1]} - {None}
        parts = (part for part in walk(statement.sides[1]) if isinstance(part, Subscript))
        for entry in filter(None, map(entries_of, parts)):
            names = {name_of(index) for index in entry[1]}
            if letters and names <= letters:
                families.add(entry[0])
    return frozenset(families)


def _letters_added(indices: tuple[Node, ...]) -> Iterator[str]:
    """The letters in sums such as `t + k + 1` at the place of an index."""
    for index in indices:
        if isinstance(index, tree.Sum):
            yield from (name for term in index.terms if (name := name_of(term)) is not None)


def _mixed(nodes: Iterable[Node]) -> Iterator[str]:
    """The names with entries such as `x_i` and others such as `x^{(i)}`, with as many indices."""
    ways: dict[tuple[str, int], set[tuple[type[Node], ...]]] = {}
    within = {id(_base(node)) for node in nodes if isinstance(node, Subscript | Superscript)}
    for node in nodes:
        if id(node) in within:
            continue  # `x_j` in `x_j^{(i)}` is no entry of its own
        for family, indices in _entries(node):
            ways.setdefault((family, len(indices)), set()).add(_places(node, len(indices)))
    yield from (family for (family, _), found in ways.items() if len(found) > 1)


def _base(node: Subscript | Superscript) -> Node:
    """What the index stands at, without its brackets."""
    return node.base.body if isinstance(node.base, tree.Group) else node.base


def _places(node: Node, count: int) -> tuple[type[Node], ...]:
    """For each index of an entry whether it stands below or above."""
    assert isinstance(node, Subscript | Superscript)
    base = _base(node)
    inner = next(iter(_entries(base)), None)
    before = () if inner is None else _places(base, len(inner[1]))
    return (*before, *(type(node) for _ in range(count - len(before))))
