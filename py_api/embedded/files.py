"""Files of the servers: logs that are bounded, and files that only we can read."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

LOG_BYTES = 16 * 1024 * 1024


@contextlib.contextmanager
def log_file(path: Path) -> Iterator[IO[bytes]]:
    """Open to append; one earlier log is kept when this one has grown large."""
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    with path.open("ab") as log:
        yield log


def bound_log(path: Path) -> None:
    """Begin a log again that has grown large, while a server writes to it; what was in it is kept once."""
    try:
        if path.stat().st_size <= LOG_BYTES:
            return
        with path.open("r+b") as log:
            log.seek(-LOG_BYTES // 2, os.SEEK_END)
            path.with_suffix(".log.1").write_bytes(log.read(LOG_BYTES // 2))
            log.truncate(0)  # the server appends: it goes on from there
    except FileNotFoundError:
        pass


def private_file(path: Path) -> IO[str]:
    """A new file that only we can read, from its first moment on."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")


def tail(path: Path) -> str:
    with path.open("rb") as log:
        log.seek(max(path.stat().st_size - 2000, 0))
        return log.read().decode(errors="replace").strip()
