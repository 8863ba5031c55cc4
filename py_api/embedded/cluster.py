"""One PostgreSQL cluster: made, started on 127.0.0.1, stopped. Knows nothing of what is stored in it."""

import locale
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psutil

from py_api.embedded.account import Account
from py_api.embedded.files import log_file, private_file, tail
from py_api.embedded.processes import START_SECONDS, STOP_SECONDS, stop_process, wait_until
from py_api.errors import Unavailable

SUPERUSER = "postgres"
BACKEND_BYTES = 1024 * 1024 * 1024  # of memory that a process of PostgreSQL may take beyond what all of them share
PROGRAM_BYTES = 256 * 1024 * 1024  # of addresses: the program itself, its libraries and locales
_LIMITED = ("/bin/sh", "-c", 'ulimit -v "$1" 2>/dev/null; shift; exec "$@"', "sh")  # (not every system can)
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


# Of the C library's memory, in bytes: a backend frees all that a statement took, gives it back to the system and faults
# it in again page by page for the next one, unless it may keep some. (mallopt(3); musl and others look at none of it.)
MEMORY: Mapping[str, str] = {
    "MALLOC_TRIM_THRESHOLD_": str(8 * 1024 * 1024),
    "MALLOC_TOP_PAD_": str(1024 * 1024),
    "MALLOC_MMAP_THRESHOLD_": str(1024 * 1024),
}

SINCE: Mapping[str, int] = {"max_notify_queue_pages": 17}  # settings that older major versions do not know


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
        with private_file(secret) as file:
            file.write(password)
        self.account.own(new)
        self.account.own(secret)
        try:
            made = subprocess.run(
                [
                    self.programs / "initdb",
                    "--pgdata",
                    new,
                    "--username",
                    SUPERUSER,
                    "--pwfile",
                    secret,
                    "--auth",
                    "scram-sha-256",
                    "--encoding",
                    "UTF8",
                    "--no-instructions",
                    *self.locale(),
                    *options,
                ],
                capture_output=True,
                text=True,
                cwd="/",
                start_new_session=True,
                **self.account.popen(),
            )
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
            [self.programs / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
            **self.account.popen(),
        ).stdout
        return int(shown.split()[-1 if "(" not in shown else 2].split(".")[0])

    def running(self) -> psutil.Process | None:
        """The postmaster that runs on this cluster, no matter who started it."""
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
        account = self.account.popen()
        account["env"] |= MEMORY
        with log_file(self.log) as log:
            process = subprocess.Popen(
                [
                    *_LIMITED,
                    str(self._memory()),
                    self.programs / "postgres",
                    "-D",
                    self.folder,
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    f"port={port}",
                    "-c",
                    "unix_socket_directories=",
                    *options,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # a terminal's Ctrl-C is for us; we stop the servers in order
                **account,
            )
        wait_until(lambda: process.poll() is not None or self._pid_file() == (process.pid, True), START_SECONDS)
        if self._pid_file() != (process.pid, True):
            self.stop(process)
            raise Unavailable(f"PostgreSQL did not start on port {port}", f"The end of {self.log}:\n{tail(self.log)}")
        return process

    def _memory(self) -> int:
        """KiB of addresses that a process may have: what all share, the programs' own, and BACKEND_BYTES.

        What one statement takes beyond is refused to it (53200), before the system ends a process for want of memory.
        """
        shown = subprocess.run(
            [self.programs / "postgres", "-C", "shared_memory_size", "-D", self.folder],
            capture_output=True,
            text=True,
            cwd="/",
            **self.account.popen(),
        ).stdout.strip()
        shared = int(shown) * 1024 if shown.isdigit() else 1024 * 1024
        return shared + (PROGRAM_BYTES + BACKEND_BYTES) // 1024

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            stop_process(psutil.Process(process.pid), signal.SIGINT, STOP_SECONDS, signal.SIGQUIT)
            process.poll()
