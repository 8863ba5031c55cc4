"""./thingbase serve and token, as processes: what it refuses to start without, workers, signals."""

import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import httpx
import jwt
import psutil
import psycopg
import pytest

from py_api.config import ROOT
from py_api.embedded.processes import free_port
from tests.support import servers
from tests.support.command import SECONDS, called, ends, environment, thingbase
from tests.support.waiting import until

pytestmark = pytest.mark.once
# Each request by a connection of its own, and so perhaps by another worker.
HTTP = httpx.Client(verify=False, timeout=60, limits=httpx.Limits(max_keepalive_connections=0))
SECRET = "a secret of tests, which is long enough"


class Serving:
    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url

    def workers(self) -> list[int]:
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with suppress(psutil.Error):
                if any("spawn_main" in part for part in child.cmdline()):
                    found.append(child.pid)
        return sorted(found)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> str:
        self.process.send_signal(number)
        return self.process.communicate(timeout=SECONDS)[1]


def token(tenant: str, role: str = "admin") -> dict[str, str]:
    made = thingbase("token", "--tenant", tenant, "--role", role, THINGBASE_SECRET=SECRET)
    assert made.returncode == 0, made.stderr
    return {"authorization": f"Bearer {made.stdout.strip()}"}


@pytest.fixture
def serve(server: servers.Server) -> Iterator[Callable[..., Serving]]:
    """serve("--workers", 2) -> a running ./thingbase serve on the test server; killed at the end when it still runs."""
    with ExitStack() as started:

        def start(*arguments: object, **env: str) -> Serving:
            port = free_port()
            process = subprocess.Popen(
                [ROOT / "thingbase", "serve", "--port", str(port), *map(str, arguments)],
                stderr=subprocess.PIPE,
                text=True,
                cwd="/",
                env=environment(DATABASE_URL=servers.asyncpg_url(server.url), THINGBASE_SECRET=SECRET, **env),
            )
            started.callback(end, process)
            serving = Serving(process, f"http://127.0.0.1:{port}")
            for _ in range(SECONDS * 20):
                try:
                    if HTTP.get(f"{serving.url}/ready").status_code == 200:
                        return serving
                except httpx.TransportError:
                    pass
                assert process.poll() is None, process.communicate()[1]
                time.sleep(0.05)
            raise AssertionError("it does not serve")

        yield start


def end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
    process.communicate()


def ask(serving: Serving, headers: dict[str, str], query: str = "{ __typename }") -> Any:
    response = HTTP.post(f"{serving.url}/graphql", json={"query": query}, headers=headers)
    return response.json()


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_in_flight_is_finished(
    serve: Callable[..., Serving], tenant: str, db: psycopg.Connection[Any], workers: int
) -> None:
    db.execute("select thing.create_class(%s, 'Product')", (tenant,))
    serving = serve("--workers", workers)
    headers = token(tenant)
    assert ask(serving, headers) == {"data": {"__typename": "Query"}}
    answers: list[Any] = []
    with db.transaction():
        db.execute(f"lock table tenant_{tenant}.tc_product in access exclusive mode")
        slow = threading.Thread(target=lambda: answers.append(ask(serving, headers, "{ products { totalCount } }")))
        slow.start()
        waiting = "select from pg_locks where not granted and relation = %s::regclass"
        until(lambda: db.execute(waiting, (f"tenant_{tenant}.tc_product",)).fetchone() is not None)
        serving.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
    slow.join()
    assert answers == [{"data": {"products": {"totalCount": 0}}}]
    said = serving.process.communicate(timeout=SECONDS)[1]
    assert serving.process.returncode == 0, said
    assert "Traceback" not in said
    assert f"{serving.url}/graphql" in said


def test_a_worker_that_dies_is_replaced(serve: Callable[..., Serving], tenant: str) -> None:
    serving = serve("--workers", 2)
    headers = token(tenant)
    before = serving.workers()
    assert len(before) == 2
    os.kill(before[0], signal.SIGKILL)
    until(lambda: len(serving.workers()) == 2 and before[0] not in serving.workers(), 60)
    after = serving.workers()
    assert before[1] in after
    for _ in range(10):
        assert ask(serving, headers) == {"data": {"__typename": "Query"}}
    serving.stop(signal.SIGINT)
    assert serving.process.returncode == 0
    assert all(ends(pid) for pid in after)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"THINGBASE_SECRET": ""}, "there is nothing to check tokens with"),
        ({"THINGBASE_SECRET": "short"}, "THINGBASE_SECRET is too short"),
        ({"THINGBASE_SECRET": "", "THINGBASE_JWT_SECRET": "short"}, "THINGBASE_JWT_SECRET is too short"),
        ({"THINGBASE_SECRET": "", "THINGBASE_JWKS": "keys.json"}, "no secret is set: THINGBASE_SECRET"),
        ({"THINGBASE_LIMITS": "depth=x"}, "depth must be a positive number, not 'x'"),
        ({"THINGBASE_LIMITS": "colour=7"}, "'colour' is not a known limit"),
        ({"THINGBASE_POOLS": "total=0"}, "total must be a positive number, not '0'"),
        ({"THINGBASE_PERSISTED_ONLY": "maybe"}, "THINGBASE_PERSISTED_ONLY is 'maybe'"),
        ({"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "no PostgreSQL answers"),
    ],
)
def test_what_it_does_not_start_without(server: servers.Server, env: dict[str, str], said: str) -> None:
    given = {"DATABASE_URL": servers.asyncpg_url(server.url), "THINGBASE_SECRET": SECRET, **env}
    refused = called("serve", "--port", free_port(), **given)
    assert refused.returncode in (1, 3)
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_no_core(fresh_database: str) -> None:
    given = {"DATABASE_URL": servers.asyncpg_url(fresh_database), "THINGBASE_SECRET": SECRET}
    refused = called("serve", "--port", free_port(), **given)
    assert refused.returncode == 3
    assert "./thingbase db install" in refused.stderr


def test_a_port_in_use(server: servers.Server) -> None:
    given = {"DATABASE_URL": servers.asyncpg_url(server.url), "THINGBASE_SECRET": SECRET}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = called("serve", "--port", taken.getsockname()[1], **given)
    assert refused.returncode == 3
    assert "is in use" in refused.stderr


# --- tokens -----------------------------------------------------------------------------------------------------


def test_token() -> None:
    made = thingbase(
        "token",
        "--tenant",
        "acme",
        "--role",
        "viewer",
        "--subject",
        "ann",
        "--expires",
        "2h",
        "--json",
        THINGBASE_JWT_SECRET=SECRET,
    )
    result = json.loads(made.stdout)
    claims = jwt.decode(result["token"], SECRET, algorithms=["HS256"])
    assert {k: claims[k] for k in ("tenant", "role", "sub")} == {"tenant": "acme", "role": "viewer", "sub": "ann"}
    assert abs(claims["exp"] - time.time() - 7200) < 60
    assert result["expires"] == claims["exp"]


@pytest.mark.parametrize(
    ("arguments", "env", "status", "said"),
    [
        (("--role", "viewer"), {}, 2, "--tenant is needed for the role viewer"),
        (("--role", "member"), {}, 2, "--tenant is needed for the role member"),
        (("--role", "viewer", "--tenant", "acme", "--expires", "soon"), {}, 2, "is not a duration"),
        (("--role", "viewer", "--tenant", "acme"), {"THINGBASE_JWKS": "keys.json"}, 1, "THINGBASE_JWKS is set"),
    ],
)
def test_tokens_that_are_not_made(arguments: tuple[str, ...], env: dict[str, str], status: int, said: str) -> None:
    refused = called("token", *arguments, **{"THINGBASE_SECRET": SECRET, **env})
    assert refused.returncode == status
    assert said in refused.stderr


def test_no_secret_for_a_token(tmp_path: Path) -> None:
    refused = called("token", "--data", tmp_path / "none", "--role", "operator")
    assert refused.returncode == 1
    assert "nothing to check tokens with" in refused.stderr


def test_metrics_are_those_of_all_workers(serve: Callable[..., Serving], tenant: str) -> None:
    """Who end with their supervisor."""
    serving = serve("--workers", "2", THINGBASE_METRICS_TOKEN="for prometheus")
    headers = token(tenant)

    def asked(times: int) -> None:
        for _ in range(times):
            assert ask(serving, headers) == {"data": {"__typename": "Query"}}

    def shown(name: str) -> float:
        found = HTTP.get(f"{serving.url}/metrics", headers={"authorization": "Bearer for prometheus"}).text
        (value,) = re.findall(rf"^{re.escape(name)} (\S+)$", found, re.MULTILINE)
        return float(value)

    until(lambda: shown("thingbase_workers") == 2)
    for total in (12, 24):
        asked(12)
        assert {shown("thingbase_request_seconds_count") for _ in range(6)} == {total}
    gauge = shown("thingbase_engine_tenants_known")
    assert 1 <= gauge <= 2
    compiled = shown("thingbase_engine_operations_compiled")

    killed = serving.workers()[0]
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(serving.workers()) == 2 and killed not in serving.workers(), 60)
    time.sleep(1)  # the new one has imported everything
    assert shown("thingbase_request_seconds_count") == 24, "what a dead worker has counted stays"
    assert shown("thingbase_engine_operations_compiled") >= compiled
    assert shown("thingbase_engine_tenants_known") <= gauge
    asked(4)
    assert shown("thingbase_request_seconds_count") == 28
    workers = serving.workers()
    serving.process.kill()
    assert all(ends(pid) for pid in workers)
