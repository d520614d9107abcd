"""Two names of one distribution: P beside p(x), and `p(z)` beside `p_\\theta(x, z)`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from verifier.lazy_patterns import lazy_pattern
from verifier.meaning.laws import AMBIENT, ANONYMOUS, Law, Laws, Shape
from verifier.records import replace

_PARAMETER = lazy_pattern(r"\\?(?:theta|phi|varphi|psi|lambda|omega|eta|vartheta|[wW])$")


def aliases_in(written: Mapping[str, dict[Shape, None]]) -> Iterator[tuple[str, str]]:
    """P beside p(x), where P stands without letters; `p_{X, Y}` with the letters x, y.

    So is \\pi in `a \\sim \\pi` the one distribution `\\pi_\\theta(a \\mid s)` that has letters.
    """
    for name, shapes in written.items():
        known = () if shapes else written.items()
        wholes = [one for one, of in known if of and _is_parametrised(one, name)]
        if len(wholes) == 1:
            yield name, wholes[0]
            continue
        other = name[0].lower() + name[1:]
        if other != name and other in written and not shapes:
            yield name, other
            continue
        base, _, below = name.partition("_")
        if below and base in written and all(c.isupper() or not c.isalpha() for c in below):
            yield name, base


def as_marginals(laws: Laws) -> Laws | None:
    """The distributions with `p(z)` as what `p_\\theta(x, z)` is of z alone; None without such.

    Who writes both names for the same letters means two distributions.
    """
    joined = dict(_marginals(laws.laws))
    if not joined:
        return None
    found = {name: law for name, law in laws.laws.items() if name not in joined}
    for name, whole in joined.items():
        shapes = (*found[whole].shapes, *laws.laws[name].shapes)
        slots = (*found[whole].slots, *laws.laws[name].slots)
        found[whole] = replace(
            found[whole],
            slots=tuple(dict.fromkeys(slots)),
            shapes=tuple(dict.fromkeys(shapes)),
        )
    aliases = {other: joined.get(name, name) for other, name in laws.aliases.items()}
    return replace(laws, laws=found, aliases={**aliases, **joined})


def _marginals(laws: Mapping[str, Law]) -> Iterator[tuple[str, str]]:
    for name, law in laws.items():
        if name == AMBIENT or "_" in name or ANONYMOUS in law.slots:
            continue
        wholes = [other for other in laws if _is_parametrised(other, name)]
        if len(wholes) == 1 and not {*law.shapes} & {*laws[wholes[0]].shapes}:
            yield name, wholes[0]


def _is_parametrised(name: str, base: str) -> bool:
    """Whether a name is another one with a parameter below it: `p_\\theta` for p."""
    start, _, below = name.partition("_")
    return start == base and _PARAMETER.match(below.strip("{}")) is not None
