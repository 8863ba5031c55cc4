"""uvicorn, as we run it: one process beside other things, or workers that share a socket."""

import asyncio
import ctypes
import errno
import gc
import logging
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn
import uvloop
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess, multiprocess

from py_api.cpu_budget import share_with_threads
from py_api.errors import ApiError, Unavailable
from py_api.http.uvicorn_protocol import HttpProtocol
from py_api.http.websocket import WebSocket
from py_api.http.worker_metrics import FOLDER

GRACE_SECONDS = 15  # what is in flight when the server stops has so long to finish
HUNG_SECONDS = 10  # without an answer, after which a worker is replaced: a busy one is not hung
KEEP_ALIVE_SECONDS = 75  # longer than the usual 60 s of proxies: it is never us who hang up on one of their requests
BACKLOG = 4096
ACCEPTED = 64  # connections at most that a worker accepts in one turn of its loop, so that the others get some of them
ACCEPT_AGAIN_SECONDS = 1.0
# Objects that are made and kept before the youngest are looked through for garbage. With Python's 700, and 1,000
# requests that wait, half of the CPU goes into looking through them again and again; with this, 3 %, at 20 ms the most.
# (50,000: 1 %, but a stop of 30 to 100 ms. Hardly any of what requests leave behind is cyclic.)
COLLECTED_EVERY = 10_000
KEPT_BYTES = 32 * 2**20
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # malloc.h

_log = logging.getLogger("thingbase.http")


def collect_seldom() -> None:
    """How a process collects garbage that does nothing but serve, from when it is ready on."""
    gc.collect()
    gc.freeze()  # modules and the like, which stay
    gc.set_threshold(COLLECTED_EVERY, *gc.get_threshold()[1:])


def keep_memory() -> None:
    """What a process frees it keeps for its next answers, so much of it (glibc; elsewhere nothing is changed).

    Else the system takes back what a large answer needed, and gives it again page by page to the next one: of an answer
    of 3 MB, 4 ms for each time that it is copied, in which no other request is served (measured by strace).
    """
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_MMAP_THRESHOLD, KEPT_BYTES // 2)
        mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)


class _Server(uvicorn.Server):
    """Leaves signals to the program that runs it, and accepts connections itself.

    libuv accepts one in each turn of the loop. Under load a turn answers many requests, so of 1,000 clients that come
    at once the last were accepted seconds after the first, which were answered again and again meanwhile.
    """

    alone = False  # in its process

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        share_with_threads()
        await super().startup([])  # which listens to none
        if self.alone:
            collect_seldom()
            keep_memory()
        for listening in sockets or ():
            listening.setblocking(False)
            self._listen(listening)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in sockets or ():
            asyncio.get_running_loop().remove_reader(listening)
        await super().shutdown(sockets)

    def _listen(self, listening: socket.socket) -> None:
        if not self.should_exit:
            asyncio.get_running_loop().add_reader(listening, self._accept, listening)

    def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(BACKLOG if self.config.workers == 1 else ACCEPTED):
            try:
                connection, address = listening.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            except OSError as error:  # no descriptor is free: others must close first
                _log.error("cannot accept connections: %s", error.strerror)
                loop.remove_reader(listening)
                loop.call_later(ACCEPT_AGAIN_SECONDS, self._listen, listening)
                return
            connection.setblocking(False)
            task = loop.create_task(self._open(loop, connection, address))
            self.server_state.tasks.add(task)
            task.add_done_callback(self.server_state.tasks.discard)

    async def _open(self, loop: asyncio.AbstractEventLoop, connection: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and (context := self.lifespan.state.get("realtime")) is not None:
            try:
                await context.engine.share.arrival(address[0])
            except ApiError:
                connection.close()
                return
        await loop.connect_accepted_socket(self._protocol, connection)

    def _protocol(self) -> HttpProtocol:
        return HttpProtocol(self.config, self.server_state, self.lifespan.state)


class _Alone(_Server):
    alone = True


class _Worker(multiprocess.Process):
    """A process of uvicorn's supervisor, with the server as we run it."""

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        self._server = _OfWorker(self.config)
        super().target(sockets)


class _OfWorker(_Alone):
    capture_signals = uvicorn.Server.capture_signals


def bind(host: str, port: int, *, or_any: bool = False) -> socket.socket:
    """A socket that listens there, or with or_any on any free port when that one is taken."""
    listening = None
    try:
        ((family, kind, _, _, address), *_) = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listening = socket.socket(family, kind)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)  # now, for as long as neither listens, two can be bound to the same port
    except OSError as error:
        if listening is not None:
            listening.close()
        if or_any and error.errno == errno.EADDRINUSE:
            return bind(host, 0)
        taken = error.errno == errno.EADDRINUSE
        raise Unavailable(
            f"port {port} of {host} is in use" if taken else f"cannot listen on {host}:{port}: {error.strerror}",
            "Choose another --port." if taken else "Choose another --host or --port.",
        ) from None
    listening.set_inheritable(True)
    return listening


def url_of(listening: socket.socket) -> str:
    """Where a browser of this machine finds it."""
    host, port, *_ = listening.getsockname()
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _config(app: Any, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        loop="uvloop",
        http=HttpProtocol,
        ws=WebSocket,
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_worker_healthcheck=HUNG_SECONDS,
    )


async def serve(app: Any, listening: socket.socket, started: Callable[[], None]) -> None:
    """Serve in this event loop until cancelled; then finish what is in flight. started is called when it serves."""
    server = _Server(_config(app))
    task = asyncio.create_task(server.serve([listening]))
    try:
        while not (server.started or task.done()):  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.005)
        if server.started:
            started()
        await asyncio.shield(task)
    except asyncio.CancelledError:
        server.should_exit = True
        await asyncio.wait([task])
        raise


def run(app: str, listening: socket.socket, workers: int) -> int:
    """Serve until SIGINT or SIGTERM; an exit code. With several workers this process only watches over them."""
    config = _config(app, workers)
    if workers == 1:
        server = _Alone(config)

        async def serve_until_told() -> None:
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, server.handle_exit, number, None)
            await server.serve([listening])

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve_until_told())
        return 0 if server.started else STARTUP_FAILURE
    os.environ["THINGBASE_WORKER_OF"] = str(os.getpid())
    multiprocess.Process = _Worker  # type: ignore[misc]  # the supervisor has no setting for it
    parent = Multiprocess(config, [listening])
    with tempfile.TemporaryDirectory(prefix="thingbase-") as folder:
        os.environ[FOLDER] = folder
        parent.run()
    return STARTUP_FAILURE if any(p.exitcode == STARTUP_FAILURE for p in parent.processes) else 0
