import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.support import folders, servers
from tests.support.command import Up, called, running, thingbase

Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def process(server: servers.Server) -> Cli:
    """./thingbase on the test server, as a process: process("tenant", "list")."""
    return partial(thingbase, DATABASE_URL=servers.asyncpg_url(server.url))


@pytest.fixture
def cli(server: servers.Server) -> Cli:
    """The same in this process."""
    return partial(called, DATABASE_URL=servers.asyncpg_url(server.url))


@pytest.fixture
def up() -> Iterator[Callable[..., Up]]:
    """up(data, ...): start one, stopped at the end of the test."""
    with ExitStack() as started:
        yield lambda data, *arguments, **more: started.enter_context(running(data, *arguments, **more))


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other accounts may pass through (pytest's own are closed to them)."""
    folder = folders.temporary()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
