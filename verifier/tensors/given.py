"""What an article has said about its matrices: shapes, definitions, functions, sums that are one.

    W^{[l]} \\in \\mathbb{R}^{n_l \\times n_{l-1}}         a shape, for every layer l
    Y \\in \\{0, 1\\}^{C \\times m}                        a shape, with the domain of the entries
    Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}               a definition, for every layer
    A^{[0]} = X                                         a definition for one layer
    g^{[L]}(t) = \\sigma(t)                              an elementwise function
    \\mathbf{1}^\\top Y = \\mathbf{1}^\\top                 the columns of Y add up to one
    \\sum_i y_i = 1                                      the entries of the vector y do

A declaration for one layer goes before one for every layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from verifier.kernel.domains import REAL, Domain
from verifier.meaning.declare import declarations_of
from verifier.notation import tree
from verifier.notation.names import has_gradient
from verifier.notation.tree import Chain, Node
from verifier.records import dataclass, field, replace
from verifier.tensors.declared import (
    FUNCTION_NAMES,
    Declared,
    Defined,
    arguments_of,
    dimension_names,
    sum_of_one,
)
from verifier.tensors.hypotheses import ColumnSums
from verifier.tensors.shapes import SCALAR, Shape
from verifier.tensors.spelling import (
    dimensions_of,
    entry_domain,
    is_list,
    is_ones,
    is_ones_row,
    mentions_bars,
    mentions_softmax,
)
from verifier.tensors.symbols import (
    Layers,
    MatrixName,
    gradient_name,
    matrix_name,
    names_in,
)


@dataclass(frozen=True, slots=True)
class Given:
    """Everything said so far; keys are names (`A^[L]`) or families (`A[`) for every layer.

    If they are only `implied`, what has no layer is about numbers; `guessed` ones come from use.
    """

    shapes: Mapping[str, Declared] = field(default_factory=dict)
    definitions: Mapping[str, Defined] = field(default_factory=dict)
    functions: Mapping[str, Defined] = field(default_factory=dict)
    sums_to_one: tuple[ColumnSums, ...] = ()
    one_hot: frozenset[str] = frozenset()
    symmetric: frozenset[str] = frozenset()
    special: frozenset[str] = frozenset()
    has_softmax: bool = False
    has_bars: bool = False
    scalars: dict[str, Domain] = field(default_factory=dict)
    implied: bool = False
    guessed: bool = False

    # Looking up ---------------------------------------------------------------------------

    def shape_of(self, name: MatrixName) -> Shape | None:
        """The declared shape, or that of the matrix whose gradient the name is."""
        declared = self.shapes.get(str(name)) or self.shapes.get(name.family)
        if declared is not None:
            return declared.shape(name.layer)
        if str(name) in self.scalars:
            return SCALAR
        of = gradient_name(name)
        return None if of is None else self.shape_of(of)

    def definition_of(self, name: MatrixName) -> Defined | None:
        """The definition of the name, or that of every layer, which begin with layer 1."""
        own = self.definitions.get(str(name))
        is_first = name.layer is not None and not name.layer.letter and name.layer.offset < 1
        return own if own is not None or is_first else self.definitions.get(name.family)

    def function_of(self, name: MatrixName) -> Defined | None:
        return self.functions.get(str(name)) or self.functions.get(name.family)

    def value_of(self, node: Node, layers: Layers | None = None) -> MatrixName | None:
        """The name of a scalar that is written with what it is a function of: J for `J(w, b)`."""
        if not isinstance(node, tree.Apply):
            return None
        name = matrix_name(node.function, layers)
        defined = None if name is None else self.definition_of(name)
        if defined is None or not defined.arguments:
            return None
        written = tuple(matrix_name(item, layers) for item in arguments_of(node.argument))
        return name if written == defined.arguments else None

    def is_function(self, name: MatrixName) -> bool:
        """Whether a definition gives the value for certain matrices only."""
        defined = self.definition_of(name)
        return defined is not None and bool(defined.arguments)

    def knows(self, name: MatrixName) -> bool:
        """Whether the name is a matrix that was declared or defined, or a gradient of one."""
        if self.shape_of(name) is not None or self.definition_of(name) is not None:
            return True
        of = gradient_name(name)
        return of is not None and self.knows(of)

    def is_entry(self, name: MatrixName) -> bool:
        """Whether `y_i` is an entry of a known `y`, and not the matrix of a layer."""
        if name.style != "_" or name.layer is None or not name.layer.is_general:
            return False
        return self.knows(MatrixName(name.base))

    @property
    def is_inferred(self) -> bool:
        """Whether the article writes no shape down: those known are only inferred."""
        return all(declared.inferred is not None for declared in self.shapes.values())

    def is_dimension(self, name: str) -> bool:
        """Whether some declared shape, or one of a layer, has a dimension of this name."""
        return any(name in dimension_names(declared) for declared in self.shapes.values())

    def entry_domains(self, names: Iterable[tuple[str, MatrixName]]) -> dict[str, Domain]:
        """The domains of the entries of the named matrices."""
        found: dict[str, Domain] = {}
        for text, name in names:
            declared = self.shapes.get(str(name)) or self.shapes.get(name.family)
            if declared is not None and declared.domain != REAL:
                found[text] = declared.domain
        return found

    def concerns(self, node: Node) -> bool:
        """Whether a formula speaks about one of the matrices, or what is made from them."""
        if self.implied and not any(name.style == "[" for name, _ in names_in(node)):
            return False
        seen, todo = set[str](), [node]
        while todo:
            for name, _ in names_in(todo.pop()):
                shape = self.shape_of(name)
                if shape is not None and not shape.is_scalar:
                    return True
                defined = self.definition_of(name)
                if defined is not None and name.family not in seen:
                    seen.add(name.family)
                    todo.append(defined.body)
        return False

    # Growing ------------------------------------------------------------------------------

    def with_statement(self, statement: Chain) -> Given | None:
        """The same with what a statement declares or defines, or None when it does neither."""
        declared = self.with_shapes(statement)
        if declared is not None:
            return declared
        unit = sum_of_one(statement)
        if unit is not None:
            return replace(self, one_hot=self.one_hot | {unit})
        scalars = self._scalars(statement)
        if scalars:
            return replace(self, scalars=self.scalars | scalars)
        if len(statement.sides) < 2 or statement.operators[0] not in ("=", ":="):
            return None
        left, right = statement.sides[:2]
        sums = self._sums(left, right)
        if sums is not None:
            return replace(self, sums_to_one=(*self.sums_to_one, sums))
        if isinstance(left, tree.Apply):
            return self._function(left, right)
        return self._definition(left, right)

    def _scalars(self, statement: Chain) -> dict[str, Domain]:
        """The numbers that a statement declares, as in `\\lambda > 0`."""
        names = ((matrix_name(one.subject), one.domain) for one in declarations_of(statement))
        return {str(name): domain for name, domain in names if name is not None}

    def with_scalars(self, domains: Mapping[str, Domain]) -> Given:
        """The same with the domains of numbers, by name."""
        return replace(self, scalars={**domains, **self.scalars})

    def with_shapes(self, statement: Chain) -> Given | None:
        """The same with the shapes that a statement declares, or None when it declares none."""
        if len(statement.sides) != 2 or statement.operators != ("\\in",):
            return None
        space = statement.sides[1]
        if not isinstance(space, tree.Power):
            return None
        domain = entry_domain(space.base)
        dimensions = dimensions_of(space.exponent)
        if domain is None or dimensions is None:
            return None
        result = self
        subject = statement.sides[0]
        for node in subject.items if isinstance(subject, tree.Tuple) else (subject,):
            name = matrix_name(node)
            if name is None:
                return None
            key, letter = name.key
            own = {key: Declared(*dimensions, letter, domain)}
            result = replace(result, shapes={**result.shapes, **own})
        return result

    def _sums(self, left: Node, right: Node) -> ColumnSums | None:
        """`1ᵀ Y = 1ᵀ` (columns) and `Y 1 = 1` (rows), for a matrix that nothing defines."""
        if not (isinstance(left, tree.Product) and len(left.factors) == 2):
            return None
        first, second = left.factors
        by_rows = is_ones(second) and is_ones(right)
        by_columns = is_ones_row(first) and is_ones_row(right)
        name = matrix_name(first if by_rows else second)
        if not (by_rows or by_columns) or name is None or self.definition_of(name) is not None:
            return None
        return ColumnSums(str(name), by_rows) if self.shape_of(name) is not None else None

    def _function(self, head: tree.Apply, body: Node) -> Given | None:
        name = matrix_name(head.function)
        found = [matrix_name(item) for item in arguments_of(head.argument)]
        arguments = tuple(argument for argument in found if argument is not None)
        if name is None or not arguments or len(arguments) != len(found):
            return None
        if self.function_of(name) is not None or name.base in FUNCTION_NAMES:
            return None
        if len(arguments) > 1 or any(self.knows(argument) for argument in arguments):
            grown = self._definition(head.function, body)
            return None if grown is None else grown.with_arguments(name, arguments)
        if arguments[0].layer is not None:
            return None
        key, letter = name.key
        own = {key: Defined(name, body, letter, str(arguments[0]))}
        return replace(self, functions={**self.functions, **own})

    def with_arguments(self, name: MatrixName, arguments: tuple[MatrixName, ...]) -> Given:
        """The same, where a defined scalar is known as a function of these matrices."""
        key, _ = name.key
        changed = {**self.definitions, key: replace(self.definitions[key], arguments=arguments)}
        return replace(self, definitions=changed)

    def _definition(self, head: Node, body: Node) -> Given | None:
        name = matrix_name(head)
        if name is None or self.definition_of(name) is not None or self.is_entry(name):
            return None
        if is_list(body):
            return None
        if self._goes_round(name, body):
            return None
        of = gradient_name(name)
        if of is not None and self.knows(of) and not has_gradient(body):
            return None
        key, letter = name.key
        return replace(
            self,
            definitions={**self.definitions, key: Defined(name, body, letter)},
            has_softmax=self.has_softmax or mentions_softmax(body),
            has_bars=self.has_bars or mentions_bars(body),
        )

    def _goes_round(self, name: MatrixName, body: Node) -> bool:
        """Whether a formula is made from a name: what is solved for it defines nothing new."""
        bodies, reached = [body], set[str]()
        for current in bodies:  # it grows on the way
            for inner, _ in names_in(current):
                defined = self.definition_of(inner)
                if str(inner) not in reached and defined is not None and defined.name == inner:
                    bodies.append(defined.body)
                reached.add(str(inner))
        return str(name) in reached

    # What is inferred ---------------------------------------------------------------------

    def with_shape(self, name: MatrixName, shape: Shape) -> Given:
        """The same with the shape of a name that no declaration gives."""
        return replace(
            self, shapes={**self.shapes, str(name): Declared(None, None, inferred=shape)}
        )

    def unit_sums(self) -> tuple[ColumnSums, ...]:
        """The matrices whose columns or rows, and the vectors whose entries, add up to one."""
        found = list(self.sums_to_one)
        for text in sorted(self.one_hot):
            declared = self.shapes.get(text)
            shape = None if declared is None else declared.shape(None)
            if shape is not None and 1 in (shape.rows, shape.columns):
                found.append(ColumnSums(text, by_rows=shape.rows == 1))
        return tuple(found)
