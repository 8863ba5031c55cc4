"""A process that does what it is told by lines of JSON, and answers each with one."""

import json
import subprocess
import sys
from typing import Any, Self

from py_api.config import ROOT


class Process:
    """module: what it runs. Ends with the block."""

    def __init__(self, module: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", module], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def tell(self, **what: Any) -> dict[str, Any]:
        """The answer. Raises SystemExit with the error where it holds one, or the process has ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the process ended")
        found: dict[str, Any] = json.loads(line)
        if found.get("errors"):
            raise SystemExit(f"{what}: {found['errors']}")
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(30)
