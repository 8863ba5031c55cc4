"""Servers that are killed and started again on their ports: Valkey, and our own processes."""

import os
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from bench.support import contenders
from bench.support.contenders import Contender
from py_api.config import ROOT
from py_api.embedded import account
from py_api.embedded.processes import free_port
from py_api.embedded.programs import Programs
from py_api.embedded.redis import Valkey
from tests.support.clusters import Cluster
from tests.support.servers import Server, asyncpg_url

REDIS_PASSWORD = "for-benchmarks-only"
START_SECONDS = 90.0


class Redis:
    """A Valkey that runs while the block does."""

    def __init__(self, folder: Path) -> None:
        runs_as = account.for_servers()
        program = Programs.bundled().reachable_by(runs_as).valkey
        self._valkey = Valkey(program, folder / "valkey", runs_as, folder / "valkey.log")
        self._port = free_port()
        self.url = f"redis://:{REDIS_PASSWORD}@127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        self._process = self._valkey.start(self._port, REDIS_PASSWORD)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(30)

    def stop(self) -> None:
        self._valkey.stop(self._process)


class Api:
    """One process of ./thingbase serve."""

    def __init__(self, url: str, redis: str, tenant: str, log: Path) -> None:
        self.port = free_port()
        self._command, environment = contenders.serving(url, 16, {"REDIS_URL": redis})
        self._environment = {**os.environ, **environment}
        self._log = log
        self._token = contenders.token(tenant, "editor")
        self.start()

    @property
    def contender(self) -> Contender:
        headers = {"authorization": f"Bearer {self._token}"}
        return Contender("ours", f"http://127.0.0.1:{self.port}", self._process, headers)

    def start(self) -> None:
        """Returns when it says that it is ready."""
        command = [part.format(port=self.port) for part in self._command]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=self._environment)
        give_up = time.monotonic() + START_SECONDS
        while True:
            with suppress(OSError, urllib.error.HTTPError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=5).close()
                return
            if self._process.poll() is not None or time.monotonic() > give_up:
                raise SystemExit(f"the API does not start:\n{self._log.read_text()[-3000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(30)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def all_of(started: Server, tenant: str, processes: int) -> Iterator[tuple[Cluster, Redis, list[Api], Path]]:
    """PostgreSQL as it runs, a Valkey, so many API processes; and the file that the API logs to."""
    with tempfile.TemporaryDirectory(prefix="thingbase-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)
        log = folder / "api.log"
        cluster = Cluster(started)
        stack.callback(cluster.stop)
        redis = Redis(folder)
        stack.callback(redis.stop)
        apis = []
        for _ in range(processes):
            apis.append(Api(asyncpg_url(started.url), redis.url, tenant, log))
            stack.callback(apis[-1].stop)
        yield cluster, redis, apis, log
