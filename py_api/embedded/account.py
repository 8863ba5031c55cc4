"""The operating system account that the embedded servers run as.

PostgreSQL refuses to run as root. Started by root, the servers run as an ordinary account; started by anyone
else, as that person. No permission of a folder that is not ours is ever changed to make this work.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from py_api.errors import Unavailable

SYSTEM_ACCOUNT = "thingbase"


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int

    @property
    def is_current(self) -> bool:
        return self.uid == os.geteuid()

    def popen(self) -> dict[str, Any]:
        """Arguments of subprocess.Popen and run that make the program this account's."""
        env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        if self.is_current:
            return {"env": env}
        return {"env": env, "user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        if self.is_current:
            return os.access(folder, os.X_OK)
        probe: list[str | Path] = ["/bin/sh", "-c", 'cd -- "$1"', "sh", folder]
        return subprocess.run(probe, capture_output=True, cwd="/", **self.popen()).returncode == 0

    def can_run(self, program: Path) -> bool:
        try:
            return subprocess.run([program, "--version"], capture_output=True, cwd="/", **self.popen()).returncode == 0
        except OSError:
            return False

    def own(self, path: Path) -> None:
        """Give a file or folder that we have just made to this account."""
        if not self.is_current:
            os.chown(path, self.uid, self.gid)


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def owner_of(path: Path) -> Account:
    uid = path.stat().st_uid
    try:
        return _account(pwd.getpwuid(uid))
    except KeyError:
        return Account(str(uid), uid, path.stat().st_gid)


def for_servers() -> Account:
    """Ourselves, or for root: the account thingbase, made when it is missing; `nobody` where none can be made."""
    if os.geteuid() != 0:
        return _account(pwd.getpwuid(os.geteuid())) if _has_entry() else Account("self", os.geteuid(), os.getegid())
    for attempt in (True, False):
        for name in (SYSTEM_ACCOUNT,) if attempt else (SYSTEM_ACCOUNT, "nobody"):
            try:
                return _account(pwd.getpwnam(name))
            except KeyError:
                continue
        if attempt:
            _add_system_account()
    raise Unavailable(
        "the servers may not run as root, and there is no ordinary account for them",
        f"Make one: useradd --system {SYSTEM_ACCOUNT}",
    )


def _has_entry() -> bool:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True


def _add_system_account() -> None:
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if useradd is None:
        return
    options = [
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/bin/false",
    ]
    # Its failure is not an error: another process may just have made the account, or `nobody` serves instead.
    subprocess.run([useradd, *options, SYSTEM_ACCOUNT], capture_output=True)
