"""pg_upgrade from an older PostgreSQL to the embedded one: the tenants go on."""

import asyncio
import subprocess
from pathlib import Path

import psycopg
import pytest

from py_api.embedded import account
from py_api.embedded.cluster import Postgres
from py_api.embedded.processes import free_port
from py_api.embedded.programs import Programs
from tests.support import dumped, servers


def _newest_marks_columns() -> bool:
    newest = servers.start_bare()
    try:
        return dumped.marks_columns(newest.url)
    finally:
        newest.stop()


def test_pg_upgrade(server: servers.Server, tmp_path: Path) -> None:
    runs_as = account.for_servers()
    newest = Programs.bundled().reachable_by(runs_as).postgres
    if server.version >= 180000:
        pytest.skip("runs with the older server: there is nothing newer than the embedded one to upgrade it to")
    if not (newest / "pg_upgrade").exists():
        pytest.skip("the embedded server comes without pg_upgrade")
    old = servers.start_bare(server.programs)
    try:
        if dumped.marks_columns(old.url) and not _newest_marks_columns():
            pytest.skip("the newest server's release is too old for this one")
        asyncio.run(servers.install_core(old.url))
        with psycopg.connect(old.url, autocommit=True) as db:
            folder = Path(dumped.one(db, "show data_directory"))
            for (extension,) in db.execute(
                "select extname from pg_extension where extname not in ('plpgsql', 'pg_trgm', 'ltree', 'btree_gin', 'btree_gist', 'unaccent')"
            ).fetchall():
                db.execute(f"drop extension {extension}")  # the embedded server may have another version, or none
        cursor = dumped.make(old.url, "upgraded")
        Postgres(server.programs, folder, runs_as, folder.parent / "postgres.log").stop(old.process)
        new = Postgres(newest, folder.parent / "new", runs_as, folder.parent / "new.log")
        new.create(servers.PASSWORD, servers.FAST, "--no-sync", "--no-data-checksums")
        # It connects by the socket: no password. Where it works it leaves its files.
        for cluster in (folder, new.folder):
            hba = cluster / "pg_hba.conf"
            hba.write_text(hba.read_text().replace("scram-sha-256", "trust"))
        sockets = folder.parent / "s"
        sockets.mkdir(mode=0o700)
        runs_as.own(sockets)
        done = subprocess.run(
            [
                newest / "pg_upgrade",
                "--old-bindir",
                server.programs,
                "--new-bindir",
                newest,
                "--old-datadir",
                folder,
                "--new-datadir",
                new.folder,
                "--username",
                "postgres",
                "--socketdir",
                sockets,
                "--old-port",
                str(free_port()),
                "--new-port",
                str(free_port()),
                "--no-sync",
                "--copy",
            ],
            cwd=sockets,
            capture_output=True,
            text=True,
            **runs_as.popen(),
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr
        port = free_port()
        process = new.start(port)
        try:
            url = psycopg.conninfo.make_conninfo(old.url, port=port)
            asyncio.run(servers.install_core(url))
            dumped.works(url, "upgraded", cursor)
        finally:
            new.stop(process)
    finally:
        old.stop()
