from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.support.api import Served, serving


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """serve(setting=...) -> a running server, stopped at the end."""
    with ExitStack() as running:
        yield lambda *engine, **settings: running.enter_context(serving(*engine, **settings))


@pytest.fixture(scope="module")
def api() -> Iterator[Served]:
    """One server with the default settings, for all tests of a module."""
    with serving() as served:
        yield served
