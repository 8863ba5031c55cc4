"""A Valkey for one test process: on a free port, gone with the process that started it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from py_api.embedded import account
from py_api.embedded.processes import free_port
from py_api.embedded.programs import Programs
from py_api.embedded.redis import Valkey
from tests.support import folders

PASSWORD = "for-tests-only"


@contextmanager
def running() -> Iterator[str]:
    """Its URL."""
    runs_as = account.for_servers()
    folder = folders.temporary()
    valkey = Valkey(Programs.bundled().reachable_by(runs_as).valkey, folder / "valkey", runs_as, folder / "valkey.log")
    port = free_port()
    process = valkey.start(port, PASSWORD)
    try:
        yield f"redis://:{PASSWORD}@127.0.0.1:{port}/0"
    finally:
        valkey.stop(process)
        shutil.rmtree(folder, ignore_errors=True)
