"""uvicorn, as we run it: one process beside other things, or workers that share a socket."""

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
import uvloop
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from py_api.errors import Unavailable
from py_api.http.protocol import Protocol

GRACE_SECONDS = 15  # what is in flight when the server stops has so long to finish
KEEP_ALIVE_SECONDS = 75  # longer than the usual 60 s of proxies: it is never us who hang up on one of their requests
BACKLOG = 4096


class _Server(uvicorn.Server):
    """Leaves the signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bind(host: str, port: int, *, or_any: bool = False) -> socket.socket:
    """A socket that listens there, or with or_any on any free port when that one is taken."""
    try:
        ((family, kind, _, _, address), *_) = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        listening = socket.socket(family, kind)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
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
        http=Protocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
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
        server = _Server(config)

        async def serve_until_told() -> None:
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, server.handle_exit, number, None)
            await server.serve([listening])

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve_until_told())
        return 0 if server.started else STARTUP_FAILURE
    os.environ["THINGBASE_WORKER_OF"] = str(os.getpid())
    parent = Multiprocess(config, [listening])
    parent.run()
    return STARTUP_FAILURE if any(p.exitcode == STARTUP_FAILURE for p in parent.processes) else 0
