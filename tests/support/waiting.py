"""Waiting for what another thread or process brings about."""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 60.0  # seconds; only a test that fails takes them, and a machine that does other things is slow


def until(holds: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What holds gives, as soon as it is true. Raises AssertionError where it is not within so many seconds."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.005)
    return found
