"""docker-compose.yml is valid: by docker's own check where its client is here, else by what the specification asks."""

import shutil
import subprocess
from typing import Any

import pytest
import yaml

from py_api.config import ROOT

pytestmark = pytest.mark.once
FILE = ROOT / "docker-compose.yml"
KEYS = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "init", "logging", "ports",
    "read_only", "restart", "security_opt", "tmpfs", "volumes"
}  # fmt: skip


@pytest.fixture
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def test_structure(compose: dict[str, Any]) -> None:
    assert set(compose) == {"name", "services", "volumes"}
    for name, service in compose["services"].items():
        assert set(service) <= KEYS, name
        if name == "thingbase":
            assert "image" not in service
            assert service["build"] == ".", "it is built by the Dockerfile here, which has its command and health check"
        else:
            image, _, tag = service["image"].partition(":")
            assert image, name
            assert tag not in ("", "latest"), f"{name}: an image has a version"
        for other, condition in service.get("depends_on", {}).items():
            assert "healthcheck" in compose["services"][other]
            assert condition == {"condition": "service_healthy"}
        for mount in service.get("volumes", ()):
            source = mount.split(":")[0]
            assert source in compose["volumes"], mount


def test_nothing_is_reachable_from_elsewhere(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_docker_accepts_it() -> None:
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True).returncode != 0:
        pytest.skip("no docker compose client here")
    checked = subprocess.run(
        [docker, "compose", "--file", FILE, "config", "--quiet"],
        capture_output=True,
        text=True,
        env={"POSTGRES_PASSWORD": "x", "HOME": "/nonexistent"},
    )
    assert checked.returncode == 0, checked.stderr
