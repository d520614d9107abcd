"""The forward and backward pass of an article about matrices as NumPy code."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from verifier.articles.article import Article
from verifier.articles.matrices import in_context
from verifier.articles.matrix_proofs import matrix_goal, matrix_goals, setting_of
from verifier.articles.matrix_statements import stated
from verifier.meaning.errors import MeaningError
from verifier.notation.tree import Node
from verifier.records import dataclass, field
from verifier.tensors import build
from verifier.tensors.backward import program_of
from verifier.tensors.given import Given
from verifier.tensors.gradient_spelling import cost_of
from verifier.tensors.matrices import Matrix, Named, walk
from verifier.tensors.nets import Atoms
from verifier.tensors.numpy_code import CodeWriter, identifier, layer_code
from verifier.tensors.program import Assignment, Definitions, NoProgram, Pass, Program
from verifier.tensors.read import Reader
from verifier.tensors.shapes import Dimension, Shape, ShapeMismatch
from verifier.tensors.sweep import gradient_symbol
from verifier.tensors.symbols import Layer, MatrixName, matrix_name
from verifier.tensors.write import CannotWrite, name_node, written
from verifier.values import InputError, Proved

SIGMOID = '''
def sigmoid(x):
    """1 / (1 + exp(-x)), without overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * x)

'''
INDENT = "    "


def numpy_program(article: Article) -> str:
    """A Python module with `forward` and `backward`. Raises `InputError` where there is none."""
    given = in_context(article.given, article.context)
    cost = cost_of(given)
    if cost is None or not article.given.shapes:
        message = "found no cost of matrices, expected one that is defined, such as J"
        raise InputError(message, path=article.path)
    try:
        return _Module(article, given, cost).text()
    except (NoProgram, CannotWrite, ShapeMismatch, MeaningError) as problem:
        raise InputError(f"no NumPy code: {problem}", path=article.path) from None


class _Names(Atoms):
    """Names of the program are variables; other defined names are written out."""

    known: frozenset[str] = frozenset()

    def named(self, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        defined = self.given.definition_of(name)
        if str(name) in self.known or defined is None:
            return self.atom(name, reader, node)
        return self.definition(name, reader, node)

    def gradient(self, body: Node | None, name: MatrixName, reader: Reader, node: Node) -> Matrix:
        shape = self.shape(name, reader, node)
        assert self.cost is not None
        return Named(shape, gradient_symbol(name, self.given, self.cost))


@dataclass(slots=True)
class _Module:
    """Writes the module; raises `NoProgram` and `CannotWrite`."""

    article: Article
    given: Given
    cost: MatrixName
    names: dict[str, MatrixName] = field(default_factory=dict)
    seeds: dict[str, MatrixName] = field(default_factory=dict)
    used_sizes: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        program = self.program()
        writer = CodeWriter(self.names, self.seeds, self.size, bool(program.forward.letter))
        forward = self.forward(program, writer)
        backward = self.backward(program, writer)
        helper = SIGMOID if "sigmoid" in writer.helpers else ""
        head = f"{self.header(program, writer)}\nimport numpy as np\n\n{helper}"
        return f"{head}\n{forward}\n\n\n{backward}\n"

    def program(self) -> Program:
        found = [matrix_goal(goal, self.given) for goal in matrix_goals(self.article)]
        wanted = frozenset(name.family for name in found if name is not None)
        setting = setting_of(self.given)
        definitions = Definitions(self.given, self.cost, self.names)
        return program_of(definitions, setting, wanted, self.closed_form, self.seeds)

    def closed_form(self, name: MatrixName, derived: Matrix) -> Matrix | None:
        """What the article states, if it needs no gradients or the same, and no more names."""
        try:
            found = stated(name, self.cost, self.article, written(derived))
        except CannotWrite:
            return None
        if found is None or not isinstance(found.verdict, Proved) or not found.plain:
            return None
        names = _Names(self.given, self.cost, frozenset())
        names.known = frozenset(self.names)
        matrix = Reader(self.given, names).matrix(found.formula, derived.shape)
        parts = {part.name for part in walk(matrix) if isinstance(part, Named)}
        used = {part.name for part in walk(derived) if isinstance(part, Named)} & set(self.seeds)
        unknown = parts - set(self.names) - set(self.seeds)
        if unknown or (parts & set(self.seeds) and parts & set(self.seeds) != used):
            return None
        return build.spread(matrix, derived.shape)

    # Sizes ----------------------------------------------------------------------------------

    def size(self, dimension: Dimension) -> str:
        """The code of a dimension: `m`, or `W[l].shape[0]` for one of a layer."""
        if isinstance(dimension, int) or dimension.isdigit():
            return str(dimension)
        for name in sorted(self.names.values(), key=self.is_defined):
            shape = self.given.shape_of(name)
            for axis, own in enumerate((shape.rows, shape.columns) if shape else ()):
                if own == dimension:
                    code = f"{identifier(name)}{layer_code(name)}.shape[{axis}]"
                    return self.named_size(dimension, name, code)
        raise CannotWrite(f"the size {dimension} is that of no matrix of the program")

    def is_defined(self, name: MatrixName) -> bool:
        return self.given.definition_of(name) is not None

    def named_size(self, dimension: str, of: MatrixName, code: str) -> str:
        name = matrix_name(name_node(dimension))
        if of.layer is not None or name is None or name.layer is not None:
            return code
        self.used_sizes[identifier(name)] = code
        return identifier(name)

    # Functions ------------------------------------------------------------------------------

    def header(self, program: Program, writer: CodeWriter) -> str:
        said = [
            f"{self.article.title}: the forward pass and the backward pass.",
            "",
            "Every gradient below was derived from the definitions and proved for all shapes. "
            "Vectors are columns. "
            f"dX is the gradient of {identifier(self.cost)} by X, of the shape of X.",
        ]
        letter = program.forward.letter
        if letter and program.forward.last is not None:
            layered = [identifier(name) for name in program.inputs if name.layer is not None]
            depth = program.forward.last.letter
            said[-1] += (
                f" {' and '.join(layered)} are dictionaries with a matrix for each {letter} from 1 "
                f"to {depth}."
            )
        for name in writer.functions.values():
            said[-1] += (
                f" {identifier(name)}[{letter}] is a function of each entry, "
                f"{identifier(name)}_slope[{letter}] its derivative."
            )
        body = "\n".join(textwrap.fill(line, 92) for line in said)
        return f'"""{body}\n"""\n'

    def forward(self, program: Program, writer: CodeWriter) -> str:
        self.used_sizes.clear()
        lines = list(self.lines(program.forward, writer, back=False))
        results = ", ".join([identifier(self.cost), *self.packed(program)])
        head = self.arguments(program, writer, slopes=False)
        return self.function("forward", head, lines, results)

    def backward(self, program: Program, writer: CodeWriter) -> str:
        self.used_sizes.clear()
        lines = list(self.lines(program.backward, writer, back=True))
        packed = self.packed(program)
        head = [*self.arguments(program, writer, slopes=True), *("kept" for _ in packed)]
        unpack = [f"{one} = kept" for one in packed]
        results = ", ".join(f"d{_argument(name)}" for name in program.targets)
        return self.function("backward", head, [*unpack, *lines], results)

    def arguments(self, program: Program, writer: CodeWriter, slopes: bool) -> list[str]:
        """The depth, the inputs, and the functions of each entry that the article leaves open."""
        last = program.forward.last
        found = [] if last is None else [last.letter]
        found += dict.fromkeys(_argument(name) for name in program.inputs)
        for family, name in writer.functions.items():
            if slopes and family in writer.slopes:
                found.append(f"{identifier(name)}_slope")
            elif not slopes:
                found.append(identifier(name))
        return found

    def kept(self, program: Program) -> list[str]:
        """What the forward pass hands to the backward pass."""
        names = [one.name for one in program.forward.assignments if one.name != self.cost]
        return list(dict.fromkeys(identifier(name) for name in names))

    def packed(self, program: Program) -> list[str]:
        """The tuple of what is kept; nothing where the cost alone is computed."""
        kept = self.kept(program)
        return [f"({', '.join(kept)}{',' * (len(kept) == 1)})"] if kept else []

    def function(self, name: str, arguments: list[str], lines: list[str], result: str) -> str:
        sizes = [f"{size} = {code}" for size, code in self.used_sizes.items()]
        first = [line for line in lines[:1] if line.endswith("= kept")]
        body = [*first, *sizes, *lines[len(first) :], f"return {result}"]
        return "\n".join(
            [f"def {name}({', '.join(arguments)}):", *(INDENT + line for line in body)]
        )

    def lines(self, made: Pass, writer: CodeWriter, back: bool) -> Iterator[str]:
        """The assignments of a pass; dictionaries for the layers first."""
        yield from self.containers(made, back)
        yield from self.assigned(made.before, writer)
        if made.loop and made.last is not None:
            last = layer_code(MatrixName("", made.last)).strip("[]")
            after = layer_code(MatrixName("", made.last.shifted(1))).strip("[]")
            span = f"{last}, 0, -1" if back else f"1, {after}"
            yield f"for {made.letter} in range({span}):"
            yield from (INDENT + line for line in self.assigned(made.loop, writer))
        yield from self.assigned(made.after, writer)

    def containers(self, made: Pass, back: bool) -> Iterator[str]:
        if not made.letter:
            return
        layered = [one.name for one in made.assignments if one.name.layer is not None]
        first = {name.family for name in layered if str(name.layer) == "0"}
        for name in {name.family: name for name in layered}.values():
            variable = ("d" if back else "") + identifier(name)
            starts = not back and name.family not in first and _needs_first(made, name)
            yield f"{variable} = {{0: {identifier(name)}_0}}" if starts else f"{variable} = {{}}"
        for one in {one.name: one for one in made.assignments if one.adds}.values():
            yield f"d{identifier(one.name)} = np.zeros_like({identifier(one.name)})"

    def assigned(self, made: Iterable[Assignment], writer: CodeWriter) -> Iterator[str]:
        for one in made:
            left = writer.gradient(one.name) if one.is_gradient else writer.variable(one.name)
            sign = "+=" if one.adds else "="
            shape = one.value.shape
            said = "" if shape.is_scalar else f"  # {_readable(shape)}"
            yield f"{left} {sign} {writer.full(one.value)}{said}"


def _needs_first(made: Pass, name: MatrixName) -> bool:
    """Whether the loop goes on from the layer below of a family, so that it begins at layer 0."""
    below = str(name.at(Layer(made.letter, -1)))
    return any(
        isinstance(part, Named) and part.name == below
        for one in made.loop
        for part in walk(one.value)
    )


def _argument(name: MatrixName) -> str:
    """`W` for the matrices of all layers, `h_0` for the one that a loop begins with."""
    number = name.layer is not None and not name.layer.letter
    return f"{identifier(name)}_{name.layer}" if number else identifier(name)


def _readable(shape: Shape) -> str:
    return str(shape).replace("{", "").replace("}", "")
