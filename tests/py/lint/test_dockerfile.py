"""The Dockerfile keeps the rules of a good one, as far as that can be read without an engine that builds it."""

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

from py_api.config import ROOT

pytestmark = pytest.mark.once
Instruction = tuple[str, str]  # its name, and the rest as one line
PINNED = re.compile(r"python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}( AS \w+)?")


def instructions() -> list[Instruction]:
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


def stages() -> list[list[Instruction]]:
    found: list[list[Instruction]] = []
    for name, rest in instructions():
        if name == "FROM":
            found.append([])
        found[-1].append((name, rest))
    return found


def of(stage: list[Instruction], name: str) -> list[str]:
    return [rest for found, rest in stage if found == name]


def test_bases_are_one_and_pinned() -> None:
    bases = [of(stage, "FROM")[0] for stage in stages()]
    assert all(PINNED.fullmatch(base) for base in bases), bases
    assert len({base.split()[0] for base in bases}) == 1, "what is built against one base runs on it"


def test_what_stands_in_it() -> None:
    allowed = {
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "RUN",
        "USER",
        "WORKDIR",
    }
    assert {name for name, _ in instructions()} <= allowed
    for name, rest in instructions():
        if name in ("ARG", "ENV"):
            assert not re.search("SECRET|PASSWORD|TOKEN|_URL", rest), "a secret would stay in the image"
        if name == "RUN":
            assert not re.search(r"\b(sudo|curl|wget|apt-get|chmod 777)\b", rest), rest
        if name == "WORKDIR":
            assert rest.startswith("/")
    build = " ".join(rest for name, rest in instructions() if name == "RUN")
    installs = re.findall(r"pip (?:\S+ \S+ )?(wheel|install)((?:(?!&&).)*)", build)
    assert [command for command, _ in installs] == ["wheel", "install"]
    assert all(re.search(r"constraint (py_api|tests)/requirements\.txt", how) for _, how in installs), "hashes hold"


def test_it_runs_as_an_ordinary_user_and_says_how_it_is() -> None:
    last = stages()[-1]
    (user,) = of(last, "USER")
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user), "by number: Kubernetes can see then that it is not root"
    assert f"--uid {user.split(':')[0]} " in of(last, "RUN")[0]
    names = [name for name, _ in last]
    assert not {"RUN", "COPY"} & set(names[names.index("USER") :]), "what it runs is not its own"
    (port,) = of(last, "EXPOSE")
    (entry,), (command,), (health,) = of(last, "ENTRYPOINT"), of(last, "CMD"), of(last, "HEALTHCHECK")
    started = json.loads(entry) + json.loads(command)
    assert started[:2] == ["thingbase", "up"]
    assert started[started.index("--port") + 1] == port
    options, _, probe = health.partition("CMD ")
    assert {"--interval", "--timeout", "--start-period", "--retries"} == set(re.findall(r"--[a-z-]+", options))
    python, minus_c, program = json.loads(probe)
    assert (python, minus_c) == ("python", "-c")
    ast.parse(program)
    assert f"http://127.0.0.1:{port}/ready" in program


def test_the_context_is_what_the_wheel_is_made_of() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if not line.startswith("#")]
    assert rules[0] == "*"
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    assert all((ROOT / path).exists() for path in let_in)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {"pyproject.toml", project["project"]["readme"], *project["project"]["license-files"]}
    needed |= {*wheel["packages"], *wheel["force-include"], "py_api/requirements.txt", "tests/requirements.txt"}
    missing = {path for path in needed if not {path, *map(str, Path(path).parents)} & let_in}
    assert not missing
