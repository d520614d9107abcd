"""What is built is complete: the wheel and the sdist carry the templates and the derivations."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

from verifier.resources import resource_directory
from verifier.values import InputError

ROOT = Path(__file__).parents[1]
SHIPPED = ("templates", "derivations")
IS_CHECKOUT = (ROOT / ".git").exists()
FIND_RESOURCES = """
import pathlib, sys
import verifier
from verifier.resources import resource_directory
target = pathlib.Path(sys.argv[1]).resolve()
assert pathlib.Path(verifier.__file__).resolve().is_relative_to(target), verifier.__file__
for name in sys.argv[2:]:
    directory = resource_directory(name)
    assert directory.is_relative_to(target / "verifier" / "_data"), directory
    print(name, *sorted(path.name for path in directory.iterdir()))
"""


@dataclass(frozen=True)
class Built:
    wheel: Path
    sdist: Path


def run(*arguments: str | Path, cwd: Path = ROOT, import_path: Path | None = None) -> str:
    """The output of a command; a failure shows what it printed."""
    environment = {**os.environ, "PYTHONPATH": str(import_path or "")}
    finished = subprocess.run(
        arguments, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The sdist, and the wheel that is built from it: what is missing in one is in neither."""
    directory = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", directory)
    (wheel,) = directory.glob("*.whl")
    (sdist,) = directory.glob("*.tar.gz")
    yield Built(wheel, sdist)


def committed_or_new(*folders: str) -> set[str]:
    """The files of a checkout that git tracks or would track."""
    listing = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *folders)
    return {name for name in listing.split("\0") if name and (ROOT / name).exists()}


@pytest.mark.skipif(not IS_CHECKOUT, reason="compares with what git tracks")
def test_the_wheel_holds_exactly_the_files_of_the_checkout(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        found = {name for name in wheel.namelist() if name.startswith("verifier/")}
    expected = {
        f"verifier/_data/{name}" if name.startswith(SHIPPED) else name
        for name in committed_or_new("verifier", *SHIPPED)
    }
    assert found == expected


@pytest.mark.skipif(not IS_CHECKOUT, reason="compares with what git tracks")
def test_the_sdist_holds_what_a_packager_needs(built: Built) -> None:
    with tarfile.open(built.sdist) as sdist:
        found = {str(PurePosixPath(*PurePosixPath(name).parts[1:])) for name in sdist.getnames()}
    assert committed_or_new("verifier", "tests", *SHIPPED) <= found
    assert {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "Makefile"} <= found


def test_an_installed_wheel_finds_its_data(built: Built, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    quiet = ("--quiet", "--disable-pip-version-check")
    apart = ("--no-deps", "--no-index", "--target", target)
    run(sys.executable, "-m", "pip", "install", *quiet, *apart, built.wheel)
    program = (sys.executable, "-c", FIND_RESOURCES, target, *SHIPPED)
    printed = run(*program, import_path=target, cwd=tmp_path)
    contents = {name: sorted(path.name for path in (ROOT / name).iterdir()) for name in SHIPPED}
    expected = [" ".join([name, *contents[name]]) for name in SHIPPED]
    assert printed.splitlines() == expected


@pytest.mark.parametrize("name", SHIPPED)
def test_a_checkout_finds_its_data(name: str) -> None:
    assert name in SHIPPED
    directory = resource_directory("templates" if name == "templates" else "derivations")
    assert directory == ROOT / name


def test_missing_data_is_reported_with_both_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "verifier"
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr("verifier.resources._PACKAGE", str(package))
    with pytest.raises(InputError) as raised:
        resource_directory("templates")
    assert str(package / "_data" / "templates") in str(raised.value)
    assert str(tmp_path / "templates") in str(raised.value)


def test_continuous_integration_runs_the_test_command_and_nothing_hidden() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line for line in script.splitlines() if line and not line.startswith("#")]
    assert commands[-1] == "exec make test </dev/null"
    assert commands[-2].startswith("make browser")
    assert len(commands) == 4
