import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support import servers
from tests.support.command import Up, running, thingbase


@pytest.fixture
def cli(server: servers.Server) -> Callable[..., subprocess.CompletedProcess[str]]:
    """./thingbase on the test server: cli("tenant", "list")."""

    def run(*arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return thingbase(*arguments, stdin=stdin, DATABASE_URL=servers.asyncpg_url(server.url))

    return run


@pytest.fixture
def up() -> Iterator[Callable[..., Up]]:
    """up(data, ...): start one, stopped at the end of the test."""
    with ExitStack() as started:
        yield lambda data, *arguments, **more: started.enter_context(running(data, *arguments, **more))


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that other accounts may pass through (pytest's own are closed to them)."""
    folder = Path(tempfile.mkdtemp(prefix="thingbase-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
