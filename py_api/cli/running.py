"""The `up`s of this user that run on this machine, so that the other commands find the folder without --data.

    STATE/thingbase/running/PID.json    {"data": folder, "started": when the process began}

STATE is XDG_STATE_HOME, or ~/.local/state. A file whose process is gone is nothing but litter, and is swept away.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil


@contextmanager
def noted(folder: Path) -> Iterator[None]:
    """While this process runs on a folder. Where nothing can be written, the folder has to be named: nothing else."""
    note = None
    with suppress(OSError, RuntimeError):
        notes = _place()
        notes.mkdir(mode=0o700, parents=True, exist_ok=True)
        note = notes / f"{os.getpid()}.json"
        new = note.with_suffix(".new")
        new.write_text(json.dumps({"data": str(folder), "started": psutil.Process().create_time()}))
        new.replace(note)
    try:
        yield
    finally:
        if note:
            note.unlink(missing_ok=True)


def folders() -> list[Path]:
    """Those that an `up` of this user runs on now, in the order of their names."""
    try:
        notes = list(_place().glob("*.json"))
    except (OSError, RuntimeError):
        return []
    return sorted({folder for note in notes if (folder := _folder(note)) is not None})


def _folder(note: Path) -> Path | None:
    try:
        entry = json.loads(note.read_text())
        process = psutil.Process(int(note.stem))
        if process.status() != psutil.STATUS_ZOMBIE and process.create_time() == entry["started"]:
            return Path(entry["data"])
    except psutil.NoSuchProcess:
        pass
    except (OSError, ValueError, KeyError, TypeError, psutil.Error):
        return None  # being swept away by another, or not ours to judge
    with suppress(OSError):
        note.unlink()
    return None


def _place() -> Path:
    """RuntimeError where the user has no home."""
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local/state") / "thingbase/running"
