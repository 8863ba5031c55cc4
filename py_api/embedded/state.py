"""The data folder: who holds it, how to reach its servers, and starting them in it."""

import contextlib
import fcntl
import json
import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import quote

from py_api.config import COMMAND, IS_CHECKOUT, ROOT
from py_api.embedded import account as accounts
from py_api.embedded.account import Account
from py_api.embedded.cluster import SUPERUSER, Postgres
from py_api.embedded.files import private_file
from py_api.embedded.processes import free_port
from py_api.embedded.programs import Programs
from py_api.embedded.redis import Valkey
from py_api.errors import Unavailable

PREFERRED_PORT = 54320
PORT_TRIES = 5
DATABASE = "thingbase"
STATE = Path("/var/lib/thingbase")


@dataclass(frozen=True, slots=True)
class Access:
    """server.json: how to reach the servers of a data folder."""

    port: int
    password: str
    valkey_port: int
    valkey_password: str
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))  # THINGBASE_SECRET, where none is set
    api_url: str = ""  # where the API was served last

    @classmethod
    def fresh(cls) -> "Access":
        return cls(PREFERRED_PORT, secrets.token_urlsafe(24), 0, secrets.token_urlsafe(24))

    def url_of(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}:{quote(self.password)}@127.0.0.1:{self.port}/{database}"

    @property
    def database_url(self) -> str:
        return self.url_of(DATABASE)

    @property
    def redis_url(self) -> str:
        return f"redis://:{quote(self.valkey_password)}@127.0.0.1:{self.valkey_port}/0"


class DataFolder:
    def __init__(self, path: Path | None) -> None:
        self.account = accounts.for_servers()
        self.is_chosen = path is not None
        self.path = path.absolute() if path else _default_folder(self.account)
        if (self.path / "postgres").exists():
            owner = accounts.owner_of(self.path / "postgres")
            self.account = owner if os.geteuid() == 0 and owner.uid != 0 else self.account

    @contextlib.contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the folder for this process, making it when it is missing. A second claim fails at once."""
        self._make()
        with (self.path / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Unavailable(
                    f"another `{COMMAND} up` is running on {self.path}",
                    "Stop it first, or choose another folder with --data.",
                ) from None
            yield

    def _make(self) -> None:
        # As root the folder must let the servers' account through to its own folders inside; nothing else is open.
        try:
            if not self.path.exists():
                self.path.mkdir(parents=True)
                self.path.chmod(0o700 if self.account.is_current else 0o711)
            elif any(self.path.iterdir()) and not any((self.path / n).exists() for n in ("lock", "server.json")):
                raise Unavailable(f"{self.path} holds something that is not Thingbase's", "Choose another --data.")
            (self.path / "log").mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Unavailable(
                f"cannot use {self.path}: {error.strerror}",
                "Choose a folder that you may write to with --data.",
            ) from None
        if not self.account.can_enter(self.path):
            raise Unavailable(
                f"the account {self.account.name}, which the servers run as, cannot enter {self.path}",
                "Choose another --data (every folder above it must let others pass), or run as an ordinary user.",
            )

    def access(self) -> Access | None:
        """What server.json says, or None where no server was ever started."""
        try:
            return Access(**json.loads((self.path / "server.json").read_text()))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except PermissionError:
            raise Unavailable(f"{self.path} belongs to another user", "Run as that user.") from None
        except (ValueError, TypeError):
            raise Unavailable(f"{self.path / 'server.json'} is damaged", "Restore it from a backup.") from None

    def save(self, access: Access) -> Access:
        new = self.path / "server.json.new"
        with private_file(new) as file:
            json.dump(asdict(access), file)
            file.flush()
            os.fsync(file.fileno())
            if os.geteuid() == 0:  # root, working in somebody's folder, must not lock them out of it
                folder = self.path.stat()
                os.fchown(file.fileno(), folder.st_uid, folder.st_gid)
        new.replace(self.path / "server.json")
        return access

    def start_postgres(self, postgres: Postgres, port: int | None) -> tuple[Access, subprocess.Popen[bytes]]:
        """Start it, made before when it is missing, on this port, or else on that of last time or any free one."""
        access = self.access() or self.save(Access.fresh())
        if not postgres.exists:
            postgres.create(access.password)
        self._check_version(postgres)
        return self._start(access, "port", port, lambda a: postgres.start(a.port))

    def start_valkey(self, valkey: Valkey) -> tuple[Access, subprocess.Popen[bytes]]:
        access = self.access() or self.save(Access.fresh())
        return self._start(access, "valkey_port", None, lambda a: valkey.start(a.valkey_port, a.valkey_password))

    def _start(
        self,
        access: Access,
        name: Literal["port", "valkey_port"],
        port: int | None,
        start: Callable[[Access], subprocess.Popen[bytes]],
    ) -> tuple[Access, subprocess.Popen[bytes]]:
        for _ in range(PORT_TRIES):
            chosen = port or free_port(getattr(access, name))
            try:
                if free_port(chosen) == chosen:
                    access = self.save(replace(access, **cast("dict[str, Any]", {name: chosen})))
                    return access, start(access)
            except Unavailable:
                if free_port(chosen) == chosen:  # not for its port, which another program may just have taken
                    raise
            if port is not None:
                break
        raise Unavailable(f"port {chosen} is in use", "Choose another --postgres-port, or leave it out.")

    def postgres(self, programs: Programs) -> Postgres:
        return Postgres(programs.postgres, self.path / "postgres", self.account, self.path / "log" / "postgres.log")

    def valkey(self, programs: Programs) -> Valkey:
        return Valkey(programs.valkey, self.path / "valkey", self.account, self.path / "log" / "valkey.log")

    def _check_version(self, postgres: Postgres) -> None:
        made_by = (postgres.folder / "PG_VERSION").read_text().strip()
        if made_by != str(postgres.major):
            raise Unavailable(
                f"{postgres.folder} was made by PostgreSQL {made_by}; the programs here are {postgres.major}",
                "Dump it with the old version and restore it into a new --data folder (pg_dump, psql).",
            )


def _default_folder(account: Account) -> Path:
    """.thingbase in the checkout, or where the servers' account cannot go there: a folder of our own in /var/lib.

    An installed package has no checkout: it is a folder of the user's, or for root that in /var/lib.
    """
    if not IS_CHECKOUT:
        return STATE / "data" if os.geteuid() == 0 else _data_home() / "thingbase"
    if account.can_enter(ROOT):
        return ROOT / ".thingbase"
    return STATE / f"{ROOT.name}-{sha256(bytes(ROOT)).hexdigest()[:8]}"


def _data_home() -> Path:
    named = os.environ.get("XDG_DATA_HOME")
    try:
        return Path(named) if named else Path.home() / ".local/share"
    except RuntimeError:
        raise Unavailable("this user has no home for the data folder", "Name one: --data FOLDER.") from None
