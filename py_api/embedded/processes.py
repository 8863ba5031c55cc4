"""Server processes: a free port, waiting for what they do, ending them."""

import contextlib
import signal
import socket
import time
from collections.abc import Callable

import psutil

from py_api.errors import Unavailable

START_SECONDS = 120.0
STOP_SECONDS = 60.0


def free_port(preferred: int = 0) -> int:
    """The preferred port when nothing listens there, else any free one."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise Unavailable("no free port on 127.0.0.1")


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    pause = 0.005
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    return True


def _ends(process: psutil.Process) -> bool:
    """Whether a process is gone; reaps it when it is our child."""
    try:
        process.wait(0)
    except psutil.TimeoutExpired:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    return True


def stop_process(process: psutil.Process, polite: signal.Signals, seconds: float, harder: signal.Signals) -> None:
    for number in (polite, harder, signal.SIGKILL):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
        if wait_until(lambda: _ends(process), seconds):
            return
        seconds = 10.0
