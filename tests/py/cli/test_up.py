"""./thingbase up, as a process: first start, restart, kill -9, a second one, root and ordinary users."""

import json
import os
import pwd
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
import redis

from py_api.config import ROOT
from py_api.embedded.account import Account
from tests.support import folders
from tests.support.command import SECONDS, Up, ends, running, thingbase
from tests.support.waiting import until

pytestmark = pytest.mark.once
HTTP = httpx.Client(verify=False, timeout=60)
Start = Callable[..., Up]


@pytest.fixture(scope="module")
def made() -> Iterator[Up]:
    """The first `up` of a data folder, which it has made, and left when it was stopped."""
    folder = folders.temporary()
    with running(folder / "data") as first:
        first.stop()
    yield first
    shutil.rmtree(folder, ignore_errors=True)


def copy(made: Up, to: Path) -> Path:
    """A copy of its folder, which is there sooner than a first start would be over."""
    subprocess.run(["cp", "-a", made.data, to], check=True)
    return to


@pytest.fixture
def data(made: Up, place: Path) -> Path:
    return copy(made, place / "data")


@pytest.fixture(scope="module")
def shared(made: Up) -> Iterator[Up]:
    """One that runs, for tests that only look at it."""
    folder = folders.temporary()
    with running(copy(made, folder / "data"), "--port", "0") as started:  # 8000 is wanted below
        yield started
    shutil.rmtree(folder, ignore_errors=True)


def postmaster(data: Path) -> int:
    return int((data / "postgres/postmaster.pid").read_text().splitlines()[0])


def valkey(data: Path) -> int:
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.name().startswith("valkey") and process.cwd() == str(data / "valkey"):
                return process.pid
    raise AssertionError(f"no Valkey runs in {data}")


def write(url: str, text: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists public.note (text text)")
        connection.execute("insert into public.note values (%s)", (text,))


def notes(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("select text from public.note order by 1")]


def test_starts_stops_and_starts_again_on_the_same_data(up: Start, place: Path) -> None:
    """The first time where another first start was interrupted."""
    left = place / "data"
    (left / "postgres.new/base").mkdir(parents=True)
    (left / "lock").touch()
    left.chmod(0o711)
    (left / "postgres.password").write_text("left over")
    first = up(left)
    assert not (left / "postgres.password").exists()
    url = first.url()
    servers = [postmaster(first.data), valkey(first.data)]
    write(url, "kept")
    said = first.stop(signal.SIGINT)
    assert first.process.returncode == 0, said
    assert said.rstrip().endswith("Stopped.")
    assert all(ends(pid) for pid in servers)
    assert thingbase("db", "url", "--data", first.data).returncode == 3

    second = up(place / "data")
    again = second.url()
    assert re.sub(r":\d+/", "/", again) == re.sub(r":\d+/", "/", url)  # a neighbour may have the port by now
    assert notes(again) == ["kept"]
    assert thingbase("db", "check", "--data", second.data).returncode == 0
    second.stop(signal.SIGTERM)
    assert second.process.returncode == 0
    log = (second.data / "log/postgres.log").read_text()
    assert log.count("database system was shut down at") == 2, "both stops were clean"
    assert "was not properly shut down" not in log


def test_tenants_stay_out_of_the_other_databases(shared: Up) -> None:
    with psycopg.connect(shared.url()) as connection:
        connection.execute("select thing.create_tenant('shop')")
        databases = connection.execute(
            "select array_agg(datname) from pg_database where datallowconn and has_database_privilege('tenant_shop', datname, 'connect')"
        ).fetchall()
        connection.rollback()
    assert databases == [(["thingbase"],)]


def test_survives_kill_9(up: Start, data: Path) -> None:
    """Of itself, then of everything. And a file that is left and means another program by now is no obstacle."""
    pid_file = data / "postgres/postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n{data}/postgres\n1\n5432\n\n127.0.0.1\n  1 1\nready   \n")
    if os.geteuid() == 0:
        shutil.chown(pid_file, (data / "postgres").owner())
    assert thingbase("db", "url", "--data", data).returncode == 3, "that program is no server of ours"
    first = up(data)
    url = first.url()
    write(url, "committed")
    orphans = [postmaster(first.data), valkey(first.data)]
    first.process.kill()
    first.process.wait()
    assert notes(url) == ["committed"], "the server outlives it"

    second = up(data)
    assert all(ends(pid) for pid in orphans)
    assert postmaster(second.data) not in orphans
    write(second.url(), "more")
    assert notes(second.url()) == ["committed", "more"]

    victims = [second.process.pid, valkey(second.data), postmaster(second.data)]
    victims += [child.pid for child in psutil.Process(victims[-1]).children()]
    for pid in victims:
        with suppress(ProcessLookupError):  # a child has ended by itself
            os.kill(pid, signal.SIGKILL)
    second.process.wait()
    assert notes(up(data).url()) == ["committed", "more"]


def test_valkey_is_bounded(shared: Up) -> None:
    access = json.loads((shared.data / "server.json").read_text())
    with redis.Redis(port=access["valkey_port"], password=access["valkey_password"]) as client:
        assert client.config_get("maxmemory") == {"maxmemory": str(256 * 2**20)}
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "allkeys-lru"}


def test_a_second_up_on_the_same_data_is_refused(shared: Up) -> None:
    second = thingbase("up", "--data", shared.data)
    assert second.returncode == 3
    assert "another `./thingbase up` is running on" in second.stderr
    assert "--data" in second.stderr
    assert shared.process.poll() is None


def test_two_started_at_once_run_side_by_side(up: Start, place: Path) -> None:
    state = str(place / "state")  # where servers are found; others run beside these
    here = partial(thingbase, XDG_STATE_HOME=state)
    with ThreadPoolExecutor() as threads:
        one, two = threads.map(lambda name: up(place / name, XDG_STATE_HOME=state), ("one", "two"))
    write(one.url(), "one")
    write(two.url(), "two")
    assert notes(one.url()) == ["one"]
    assert notes(two.url()) == ["two"]

    # Without --data: neither is guessed; the only one that runs is found, and said.
    refused = here("db", "url")
    assert refused.returncode == 3
    assert f"2 servers run on this machine: {one.data}, {two.data}" in refused.stderr
    assert "--data" in refused.stderr
    assert here("db", "url", THINGBASE_DATA=str(one.data)).stdout.strip() == one.url()
    one.stop()
    litter = place / "state/thingbase/running/999999999.json"
    litter.write_text(json.dumps({"data": str(one.data), "started": 1.0}))
    found = here("db", "url")
    assert (found.stdout.strip(), found.stderr) == (two.url(), f"(The server that runs on {two.data})\n")
    assert not litter.exists()
    token = here("token", "--role", "operator").stdout.strip()
    access = json.loads((two.data / "server.json").read_text())
    headers = {"authorization": f"Bearer {token}"}
    answer = HTTP.post(f"{access['api_url']}/graphql", json={"query": "{ tenants { slug } }"}, headers=headers)
    assert answer.json() == {"data": {"tenants": []}}
    assert here("tenant", "create", "acme").returncode == 0
    assert "acme" in thingbase("tenant", "list", "--data", two.data).stdout


def test_serves_the_api(up: Start, data: Path) -> None:
    """And again, on a port for PostgreSQL that can be chosen and must be free."""
    started = up(data)
    (url,) = re.findall(r"^GraphQL +(http://127\.0\.0\.1:\d+/graphql)$", started.said, re.MULTILINE)
    assert json.loads((started.data / "server.json").read_text())["api_url"] == url.removesuffix("/graphql")
    ready = {"ready": True, "core": "current", "listening": True}
    until(lambda: HTTP.get(url.replace("/graphql", "/ready")).json() == ready)
    assert HTTP.post(url, json={"query": "{ __typename }"}).status_code == 401
    page = {"origin": "http://localhost:5173", "access-control-request-method": "POST"}
    assert HTTP.options(url, headers=page).headers["access-control-allow-origin"] == "http://localhost:5173"
    assert "http://localhost (any port) may call it" in started.said
    created = thingbase("tenant", "create", "shop", "--data", started.data)
    assert created.returncode == 0, created.stderr
    token = thingbase("token", "--data", started.data, "--tenant", "shop", "--role", "editor").stdout.strip()
    answer = HTTP.post(url, json={"query": "{ __typename }"}, headers={"authorization": f"Bearer {token}"})
    assert answer.json() == {"data": {"__typename": "Query"}}
    started.stop()

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = thingbase("up", "--data", data, "--postgres-port", port)
        assert refused.returncode == 3
        assert f"port {port} is in use" in refused.stderr
    again = up(data, "--postgres-port", port)
    assert f":{port}/" in again.url()
    assert "eyJ" not in again.said, "what is no terminal may be a log"
    assert re.search(
        r"^For a token: ./thingbase token --data \S+ --tenant shop --role admin$", again.said, re.MULTILINE
    )
    (url,) = re.findall(r"^GraphQL +(\S+)$", again.said, re.MULTILINE)
    answer = HTTP.post(url, json={"query": "{ __typename }"}, headers={"authorization": f"Bearer {token}"})
    assert answer.json() == {"data": {"__typename": "Query"}}, "the secret is that of the folder"
    said = again.stop()
    assert again.process.returncode == 0
    assert "Traceback" not in said


def test_the_apis_port_can_be_chosen_and_must_be_free(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = thingbase("up", "--data", place / "data", "--port", port)
    assert refused.returncode == 3
    assert f"port {port} of 127.0.0.1 is in use" in refused.stderr
    assert not (place / "data").exists()


def held(port: int) -> socket.socket | None:
    """The port, held; None while another process has it."""
    with suppress(OSError):
        return socket.create_server(("127.0.0.1", port))
    return None


def test_what_it_says_and_refuses_before_anything_is_made(place: Path) -> None:
    with until(lambda: held(8000), seconds=200):
        refused = thingbase("up", "--data", place / "data", THINGBASE_LIMITS="depth=x")
    assert refused.returncode == 1
    assert "Port 8000 is in use. The API listens on port " in refused.stderr
    assert "THINGBASE_LIMITS: depth must be a positive number, not 'x'" in refused.stderr
    assert not (place / "data").exists()


def test_nobody_gets_in_without_the_password(made: Up, shared: Up) -> None:
    started = shared
    secret = started.data / "server.json"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert (started.data / "postgres").stat().st_mode & 0o777 == 0o700
    access = json.loads(secret.read_text())
    for said in (made.said, started.said):
        assert access["password"] not in said
        assert access["valkey_password"] not in said
    for user in ("postgres", "thing_owner"):
        with pytest.raises(psycopg.OperationalError, match=r"password|SCRAM"):
            psycopg.connect(host="127.0.0.1", port=access["port"], user=user, dbname="thingbase", password="x")
    with socket.create_connection(("127.0.0.1", access["valkey_port"])) as connection:
        connection.sendall(b"PING\r\n")
        assert connection.recv(100).startswith(b"-NOAUTH")
    listening = {
        (c.laddr.ip, c.laddr.port)
        for pid in (postmaster(started.data), valkey(started.data))
        for c in psutil.Process(pid).net_connections()
        if c.status == psutil.CONN_LISTEN
    }
    assert listening == {("127.0.0.1", access["port"]), ("127.0.0.1", access["valkey_port"])}


def test_a_server_that_dies_ends_up_with_a_reason(up: Start, data: Path) -> None:
    started = up(data)
    os.kill(valkey(started.data), signal.SIGKILL)
    said = started.process.communicate(timeout=SECONDS)[1]
    assert started.process.returncode == 3
    assert "Valkey ended by itself" in said
    assert f"The log: {started.data}/log" in said
    assert not (started.data / "postgres/postmaster.pid").exists(), "PostgreSQL was stopped cleanly"


def test_a_folder_that_holds_other_things_is_refused(place: Path) -> None:
    (place / "thesis.tex").write_text("dear")
    mode = place.stat().st_mode
    refused = thingbase("up", "--data", place)
    assert refused.returncode == 3
    assert "holds something that is not Thingbase's" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert [p.name for p in place.iterdir()] == ["thesis.tex"]
    assert place.stat().st_mode == mode


def test_a_data_folder_of_another_version_is_refused(place: Path) -> None:
    data = place / "data"
    (data / "postgres").mkdir(parents=True)
    (data / "lock").touch()
    (data / "postgres/PG_VERSION").write_text("14\n")
    refused = thingbase("up", "--data", data)
    assert refused.returncode == 3
    assert "was made by PostgreSQL 14" in refused.stderr


@pytest.mark.root
def test_as_root_the_servers_are_an_ordinary_accounts(shared: Up) -> None:
    for pid in (postmaster(shared.data), valkey(shared.data)):
        ids = psutil.Process(pid)
        assert ids.uids().real == ids.uids().effective == ids.uids().saved != 0
        assert ids.gids().real != 0


@pytest.mark.root
def test_root_does_not_lock_the_owner_of_a_data_folder_out(up: Start, made: Up, place: Path) -> None:
    data = copy(made, place / "it's data")
    os.chown(data, 12345, 12345)
    started = up(data)
    assert f"""psql "$(./thingbase db url --data {shlex.quote(str(data))})\"""" in started.said
    assert (data / "server.json").stat().st_uid == 12345
    assert (data / "server.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.root
def test_as_root_no_permission_of_others_folders_is_changed(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    refused = thingbase("up", "--data", closed / "data")
    assert refused.returncode == 3
    assert "cannot enter" in refused.stderr
    assert closed.stat().st_mode & 0o777 == 0o700
    assert closed.stat().st_uid == 0


@pytest.mark.root
def test_as_an_ordinary_user(place: Path) -> None:
    nobody = Account("nobody", *pwd.getpwnam("nobody")[2:4])
    drop = ("setpriv", f"--reuid={nobody.uid}", f"--regid={nobody.gid}", "--clear-groups")
    home = place / "home"
    home.mkdir()
    nobody.own(home)
    venv = environment_for(nobody, place / "venv")
    with running(home / "data", prefix=drop, THINGBASE_VENV=venv, HOME=str(home)) as started:
        assert psutil.Process(postmaster(started.data)).uids().real == nobody.uid
        url = thingbase(
            "db", "url", "--data", started.data, prefix=drop, THINGBASE_VENV=venv, HOME=str(home)
        ).stdout.strip()
        write(url, "mine")
        started.stop()
        assert started.process.returncode == 0
    with running(home / "data") as again:  # root starts what that user made, as that user
        assert psutil.Process(postmaster(again.data)).uids().real == nobody.uid
        assert notes(again.url()) == ["mine"]


def environment_for(account: Account, venv: Path) -> str:
    """A virtual environment that the account can use (ours may be made of an interpreter under /root), without pip."""
    minor = f"python3.{sys.version_info.minor}"
    for python in (Path(sys.base_prefix, "bin", minor), Path("/usr/bin", minor), Path("/usr/local/bin", minor)):
        if python.exists() and account.can_run(python) and account.can_enter(ROOT):
            break
    else:
        pytest.skip(f"no {minor} here that an ordinary user can run, or a checkout that is closed to others")
    subprocess.run([python, "-m", "venv", "--without-pip", venv], check=True)
    (site,) = venv.glob("lib/*/site-packages")
    (site / "test.pth").write_text(f"{sysconfig.get_path('purelib')}\n{ROOT}\n")
    shutil.copy(ROOT / "py_api/requirements.txt", venv / "py_api.lock")
    return str(venv)


def test_a_vulnerable_server_is_named_once(made: Up, shared: Up) -> None:
    with psycopg.connect(shared.url()) as connection:
        version = connection.info.server_version
    assert made.said.count("CVE-2026-6460") == (1 if version < 180007 else 0)
