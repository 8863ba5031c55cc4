"""Temporary folders of servers: in memory where there is room. Making and deleting files is half of what a disk does for them."""

import shutil
import tempfile
from pathlib import Path

import psutil

MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3  # of memory that is free when a folder is made: a run takes a quarter of it


def temporary(prefix: str = "thingbase-test-") -> Path:
    """A new folder that other accounts may pass through (pytest's own are closed to them); who makes it deletes it."""
    in_memory = (
        MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM and psutil.virtual_memory().available >= 2 * ROOM
    )
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if in_memory else None))
    folder.chmod(0o755)
    return folder
