"""Random nets: the numeric check sees wrong gradients, and agrees with right ones at any depth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from verifier import library
from verifier.articles.matrices import in_context
from verifier.articles.matrix_proofs import matrix_goal
from verifier.tensors import build
from verifier.tensors.decide import Setting
from verifier.tensors.given import Given
from verifier.tensors.net_check import check_on_nets, error_on_net
from verifier.tensors.nets import Net
from verifier.tensors.sweep import Sweep, sweep
from verifier.tensors.symbols import Layer, MatrixName
from verifier.tensors.unrolled import at_depths, depths_of

J = MatrixName("J")


def swept(article_name: str, goal: str) -> tuple[Sweep, Given]:
    article = library.load(article_name)
    given = in_context(article.given, article.context)
    name = matrix_goal(goal, given)
    assert name is not None
    return sweep(name, J, given, Setting()), given


@pytest.mark.parametrize("goal", ["dJ/dW[l]", "dJ/dZ[l-1]", "dJ/dZ[L]", "dJ/db[1]"])
def test_a_right_gradient_agrees_on_every_net(goal: str) -> None:
    found, given = swept("network", goal)
    checked = check_on_nets(found, J, given, nets=6)
    assert checked.nets == 6
    assert checked.largest_error < 1e-12


@pytest.mark.parametrize("goal", ["dJ/dW[l]", "dJ/dZ[l-1]"])
def test_a_wrong_gradient_is_seen(goal: str) -> None:
    found, given = swept("network", goal)
    name, gradient = found.gradients[-1]
    doubled = build.plus(gradient, gradient)
    wrong = replace(found, gradients=(*found.gradients[:-1], (name, doubled)))
    assert all(error_on_net(wrong, J, given, seed) > 0.1 for seed in range(4))


def test_a_network_of_symbolic_depth_becomes_one_of_three_layers() -> None:
    given = library.load("network").given
    assert depths_of(given) == ("L",)
    three = at_depths(given, {"L": 3})
    assert depths_of(three) == ()
    net = Net(three, J, seed=1)
    hidden = net.value(MatrixName("A", Layer("", 2), "["))
    assert hidden.shape == (net.size("n_2"), net.size("m"))
    output = net.value(MatrixName("A", Layer("", 3), "["))
    assert ((output.real > 0) & (output.real < 1)).all()


def test_the_labels_of_a_net_are_one_hot_where_that_is_assumed() -> None:
    net = Net(library.load("softmax").given, J, seed=3)
    labels = net.value(MatrixName("Y"))
    assert np.array_equal(labels.sum(axis=0), np.ones(labels.shape[1]))
    assert set(np.unique(labels)) <= {0.0, 1.0}
