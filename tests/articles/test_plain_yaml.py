"""What is read without YAML is what YAML says."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from verifier import library
from verifier.articles.plain_yaml import plain_yaml

PLAIN = (
    "title: The logistic neuron\ngoals: [dL/da, da/dz]\n",
    "title: A network of L layers",
    "goals: [dL/dw,dL/db]   \n",
    "title: Logits, softmax (and more)\ntitle: again\n",
    "title: it's\n",
)
NOT_PLAIN = (
    "",
    "title: 'quoted'\n",
    "title: a: b\n",
    "title: a # b\n",
    "title:\n",
    "title: a\n  b\n",
    "- title: a\n",
    "goals: []\n",
    "goals: [a, [b]]\n",
    "symbols: {y: a}\n",
    "goals: [a\n",
    "title: -\n",
    "title: a\r\nb: c\r\n",
    "title: über\n",
)
lines = st.builds(
    "{}:{}{}".format,
    st.sampled_from(["title", "goals", "y", "on", "a-b", " x", "1"]),
    st.sampled_from([" ", "  ", "", "\t"]),
    st.text("ab1/.,()[]'=+- _:#\t~", max_size=12),
)
blocks = st.lists(lines, max_size=4).map("\n".join)


def shape(node: Any) -> Any:
    """A node without what nobody asks of it."""
    match node.id:
        case "mapping":
            inside: Any = [(shape(key), shape(value)) for key, value in node.value]
            return inside, node.start_mark.index
        case "sequence":
            inside = [shape(item) for item in node.value]
        case _:
            inside = node.value
    return node.id, inside, node.start_mark.index, node.end_mark.index


@given(blocks)
@settings(deadline=None, max_examples=300)
@example("a: b  c")
@example("a: b,c")
@example("a: [b,c , d]")
@example("a: 1\na: [2]")
def test_a_plain_block_is_what_yaml_reads(block: str) -> None:
    plain = plain_yaml(block)
    if plain is not None:
        assert shape(plain) == shape(yaml.compose(block, Loader=yaml.SafeLoader))


@pytest.mark.parametrize("block", PLAIN)
def test_what_is_plain(block: str) -> None:
    plain = plain_yaml(block)
    assert plain is not None
    assert shape(plain) == shape(yaml.compose(block, Loader=yaml.SafeLoader))


@pytest.mark.parametrize("block", NOT_PLAIN)
def test_what_is_left_to_yaml(block: str) -> None:
    assert plain_yaml(block) is None


@pytest.mark.parametrize("name", library.names())
def test_the_library_is_plain(name: str) -> None:
    block = library.load(name).text.split("---\n")[1]
    assert plain_yaml(block) is not None
