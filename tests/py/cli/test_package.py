"""The wheel: built from the checkout, installed where nothing of the checkout is, and run.

It is built by the locked hatchling, without the network. What it depends on is linked from the suite's environment into the
new one: the distributions that its metadata names, and theirs, and no others. So an import that is declared nowhere fails.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from packaging.requirements import Requirement

import py_api
from py_api import config
from py_api.config import ROOT
from py_api.embedded import state
from tests.support.command import running, thingbase

pytestmark = pytest.mark.once


def build(folder: Path) -> Path:
    pip = [sys.executable, "-I", "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-index"]
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT], check=True)
    (wheel,) = folder.iterdir()
    return wheel


class Environment:
    """A new virtual environment with the wheel, and of its dependencies with those that were linked."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        venv.create(folder, symlinks=True, with_pip=False)
        python = str(folder / "bin/python")
        pip = [sys.executable, "-I", "-m", "pip", "--python", python, "install", "--quiet", "--no-compile"]
        subprocess.run([*pip, "--disable-pip-version-check", "--no-index", "--no-deps", wheel], check=True)
        (self.packages,) = folder.glob("lib/python*/site-packages")
        self.program = folder / "bin/thingbase"

    def link(self, *extras: str) -> None:
        about = next(self.packages.glob("thingbase-*.dist-info/METADATA")).read_text()
        link_all(re.findall(r"^Requires-Dist: (.*)$", about, re.MULTILINE), extras, self.packages)

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return thingbase(*arguments, program=self.program)


def link_all(requirements: list[str], extras: tuple[str, ...], packages: Path) -> None:
    """Link the distributions that the requirements name with these extras, and what they need in turn."""
    for text in requirements:
        wanted = Requirement(text)
        marker = wanted.marker
        if marker and not any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            continue
        found = distribution(wanted.name)
        assert found.version in wanted.specifier, f"{text}, and the lock has {found.version}"
        tops = {file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}
        new = [top for top in tops if not (packages / top).exists()]
        for top in new:
            (packages / top).symlink_to(Path(str(found.locate_file(top))))
        if new:
            link_all(found.requires or [], tuple(wanted.extras), packages)


def look_into(wheel: Path) -> None:
    """What must be in it is, and nothing of the checkout's own."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        about = archive.read(f"thingbase-{py_api.__version__}.dist-info/METADATA").decode()
    for folder, inside in (
        ("sql", "py_api/sql"),
        ("py_api/queries", "py_api/queries"),
        ("docs/examples", "py_api/examples"),
    ):
        for path in (ROOT / folder).rglob("*.*"):
            assert f"{inside}/{path.relative_to(ROOT / folder)}" in names
    assert {
        f"py_api/http/static/graphiql/{path.name}" for path in (ROOT / "py_api/http/static/graphiql").iterdir()
    } <= names
    assert not [
        name
        for name in names
        if re.search(r"/static/(?!graphiql/)|bootstrap|requirements|cli/(test|bench)|^tests", name)
    ]
    licences = f"thingbase-{py_api.__version__}.dist-info/licenses"
    for name in ("LICENSE", "THIRD_PARTY_LICENSES.md", "py_api/http/static/graphiql/LICENSES"):
        assert f"{licences}/{name}" in names
    assert "License-Expression: MIT" in about


def test_it_is_built_by_what_is_locked() -> None:
    """So that a build alone, which fetches what build-system names, is the tested one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (backend,) = project["build-system"]["requires"]
    assert backend in project["dependency-groups"]["test"]
    assert f"\n{backend} \\\n" in (ROOT / "tests/requirements.txt").read_text()


def test_the_wheel_runs(place: Path) -> None:
    wheel = build(place / "wheels")
    look_into(wheel)
    environment = Environment(place / "environment", wheel)
    environment.link()
    shown = environment.run("--version")
    assert shown.stdout.strip() == f"thingbase, version {py_api.__version__}", shown.stderr
    example = re.search(r"schema apply acme (\S+)", environment.run("--help").stdout)
    assert example
    assert Path(example[1]).is_file()
    for command, extra in (("up", "embedded"), ("demo", "demo")):
        refused = environment.run(command, "--data", place / "data")
        assert (refused.returncode, f"pip install 'thingbase[{extra}]'" in refused.stderr) == (3, True), refused.stderr

    environment.link("embedded")
    with running(place / "data", "--port", "0", program=environment.program) as up:
        assert "thingbase token" in up.said
        assert "./thingbase" not in up.said
        found = re.search(r"GraphQL +(http://\S+)/graphql", up.said)
        assert found
        url = found[1]
        script = f"/static/graphiql/{py_api.__version__}/main.js"
        assert script in urlopen(url).read().decode()
        for path in (script, "/ready"):
            assert urlopen(url + path).status == 200
        token = environment.run("token", "--role", "operator", "--data", up.data).stdout.strip()
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        asked = Request(f"{url}/graphql", b'{"query": "{ tenants { slug } }"}', headers)
        assert json.load(urlopen(asked)) == {"data": {"tenants": []}}
        installed = environment.run("db", "install", "--data", up.data)
        assert installed.returncode == 0, installed.stderr


def test_an_installed_package_keeps_its_data_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "IS_CHECKOUT", False)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    assert state.DataFolder(None).path == Path("/somewhere/thingbase")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert state.DataFolder(None).path == Path("/var/lib/thingbase/data")


def test_what_caches_know_the_program_by(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its version; in a checkout any change of a file as well."""
    monkeypatch.setattr(config, "PACKAGE", tmp_path)
    for name in ("a.py", "b.js"):
        (tmp_path / name).touch()
    first = config.build.__wrapped__()
    assert first.startswith(f"{py_api.__version__}-")
    os.utime(tmp_path / "a.py", (2_000_000_000, 2_000_000_000))
    assert config.build.__wrapped__() != first
    monkeypatch.setattr(config, "IS_CHECKOUT", False)
    assert config.build.__wrapped__() == py_api.__version__
