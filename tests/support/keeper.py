"""Ends a test server when the process that started it is gone, however that ended: its pipe to us closes then.

Arguments: the server's process id, the temporary folder to remove afterwards.
"""

import os
import shutil
import signal
import sys
import time
from pathlib import Path


def main(pid: int, folder: Path) -> None:
    sys.stdin.buffer.read()  # returns when the other end is closed
    try:
        os.kill(pid, signal.SIGQUIT)  # nothing in there is worth a checkpoint
        for _ in range(1000):
            os.kill(pid, 0)
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
