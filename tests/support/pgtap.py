"""pgTAP without its extension packaging: the script that a distribution installs is plain SQL, for any server."""

import os
import re
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.rows import scalar_row
from pytest_pgtap import pgtap

SCHEMA = "tap"
_PLACES = (
    "/usr/share/postgresql/*/extension",  # Debian, Ubuntu
    "/usr/pgsql-*/share/extension",  # Fedora, RHEL
    "/usr/local/share/postgresql*/extension",  # BSD, Homebrew on Intel
    "/opt/homebrew/share/postgresql*/extension",
)


def script() -> Path | None:
    """The newest install script of pgTAP on this machine, or what THINGBASE_PGTAP names."""
    named = os.environ.get("THINGBASE_PGTAP")
    if named:
        return Path(named)
    found = [
        (tuple(map(int, version[1].split("."))), path)
        for place in _PLACES
        for path in Path("/").glob(f"{place.lstrip('/')}/pgtap--*.sql")
        if (version := re.fullmatch(r"pgtap--(\d+(?:\.\d+)+)\.sql", path.name))
    ]
    return max(found)[1] if found else None


def load(connection: psycopg.Connection[Any]) -> bool:
    r"""Do what CREATE EXTENSION does with the script: leave out the \echo guard, fill in the placeholders."""
    path = script()
    if path is None:
        return False
    text = re.sub(r"^\\.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = text.replace("MODULE_PATHNAME", "$libdir/pgtap").replace("@extschema@", SCHEMA)
    dbname = sql.Identifier(connection.info.dbname)
    with connection.transaction():
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(SCHEMA)))
        connection.execute(f"set local search_path = {SCHEMA}; set local client_min_messages = warning")
        connection.execute(text)
    connection.execute(sql.SQL('alter database {} set search_path = "$user", public, tap').format(dbname))
    return True


class Runner(pgtap.Runner):  # type: ignore[misc]  # the package has no types
    """Files share a session, which knows the core's functions: each undoes all that it does, or the next gets a new one."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session: psycopg.Connection[Any] | None = None

    def run(self, query: Any) -> list[str]:
        session, self._session = self._session or psycopg.connect(self.url, autocommit=True), None
        try:
            session.execute("reset all")
            lines = self._lines(session, query)
            ended = session.info.transaction_status is TransactionStatus.IDLE
            assert ended, "the file leaves its transaction open: it must end with rollback"
        except BaseException:
            session.close()
            raise
        self._session = session
        return lines

    def _lines(self, session: psycopg.Connection[Any], query: Any) -> list[str]:
        lines: list[str] = []
        cursor = session.cursor(row_factory=scalar_row)
        cursor.execute(query)
        more: bool | None = True
        while more:
            if cursor.pgresult and cursor.pgresult.status == ExecStatus.TUPLES_OK:
                lines.extend(str(line) for line in cursor.fetchall() if line not in (None, ""))
            more = cursor.nextset()
        return lines

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
