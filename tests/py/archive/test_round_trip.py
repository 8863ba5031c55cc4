"""What comes out of an archive is the tenant that went in: under another name, on another server, of another version."""

import json
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.py.archive.conftest import Source, done, left_over, run
from tests.support import command, dumped, servers
from tests.support.dumped import one


def same(url: str, slug: str, source: Source) -> None:
    assert damages(url, slug) == []
    was, now = dumped.content(source.url, source.slug), dumped.content(url, slug)
    renamed = {name.replace(f"tenant_{slug}.", f"tenant_{source.slug}."): rows for name, rows in now.items()}
    assert renamed.keys() == was.keys()
    for name, rows in was.items():
        assert renamed[name] == rows, name


def damages(url: str, slug: str) -> list[tuple[str, ...]]:
    with psycopg.connect(url) as db:
        return db.execute(
            "select kind, class, object, message from thing.check(%s, scan_rows => true) order by 1, 2", (slug,)
        ).fetchall()


def counts_on(url: str, slug: str, source: Source) -> None:
    """Defaults that count up go on, computed fields are computed, rollups are kept."""
    with psycopg.connect(url, autocommit=True) as db:
        query = f"insert into tenant_{slug}.tc_invoice (net, country) values (100, 'c1') returning right(number, 5), ticket, gross::float"
        assert db.execute(query.encode()).fetchone() == ("00021", 21, 125.0)
        rollup = f"select sum_net from tenant_{slug}.tc_sales where country = 'c1' and payer_name is null"
        assert one(db, rollup) == 100 + sum(i for i in range(1, 11) if i % 3 == 1)
        db.execute(f"delete from tenant_{slug}.tc_invoice where net = 100".encode())
        document = f"select document || limits from tenant_{slug}.persisted_documents"
        assert one(db, document) == '{ invoices { nodes { id } } }{"cost": 2000}'


@pytest.mark.once
def test_beside_the_original(source: Source) -> None:
    slug = f"{source.slug}_x"
    done(source.url, "tenant", "restore", source.file, "--as", slug)
    with psycopg.connect(source.url, autocommit=True) as db:
        ids = db.execute("select id, limits from thing.tenants order by slug").fetchall()
        assert ids[0][0] != ids[1][0]
        assert ids[0][1] == ids[1][1] == {"statement_timeout": "7s"}
    same(source.url, slug, source)
    counts_on(source.url, slug, source)
    with psycopg.connect(source.url, autocommit=True) as db:
        db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


def test_on_another_server(source: Source, elsewhere: str) -> None:
    said = json.loads(done(elsewhere, "tenant", "restore", source.file, "--json"))
    assert said["slug"] == source.slug
    with psycopg.connect(source.url) as db:
        assert said["id"] == str(one(db, "select id from thing.tenants where slug = %s", source.slug)), (
            "tokens stay good"
        )
    same(elsewhere, source.slug, source)
    counts_on(elsewhere, source.slug, source)
    dumped.works(elsewhere, source.slug, source.cursor)
    refused = run(elsewhere, "tenant", "restore", source.file)
    assert (refused.returncode, "TENANT_EXISTS" in refused.stderr) == (1, True), refused.stderr
    assert "--as NAME" in refused.stderr


def test_back_from_another_version(source: Source, server: servers.Server, elsewhere: str, tmp_path: Path) -> None:
    """An archive of the newest version goes into that of the tests; a second archive holds what the first did."""
    slug = f"{source.slug}_y"
    done(elsewhere, "tenant", "restore", source.file)
    done(elsewhere, "tenant", "backup", source.slug, "-o", tmp_path / "second", "--no-compress")
    done(source.url, "tenant", "restore", tmp_path / "second", "--as", slug)
    same(source.url, slug, source)
    with psycopg.connect(source.url, autocommit=True) as db:
        db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


@pytest.mark.once
def test_through_a_pipe(source: Source, elsewhere: str) -> None:
    env = command.environment(DATABASE_URL=dumped.fresh(source.url), RESTORED=dumped.fresh(elsewhere))
    script = f"'{command.PROGRAM}' tenant backup {source.slug} -o - | DATABASE_URL=\"$RESTORED\" '{command.PROGRAM}' tenant restore -"
    piped = subprocess.run(["/bin/sh", "-c", script], env=env, capture_output=True, text=True, timeout=command.SECONDS)
    assert f"Tenant {source.slug} is restored" in piped.stdout, piped.stderr
    same(elsewhere, source.slug, source)


@pytest.mark.once
def test_verify_says_what_is_in_it(source: Source, tmp_path: Path) -> None:
    plain = tmp_path / "plain.tar"
    done(source.url, "tenant", "backup", source.slug, "-o", plain, "--no-compress")
    said = json.loads(command.called("tenant", "verify", plain, "--json").stdout)
    assert (said["tenant"], said["tables"] > 20) == (source.slug, True)
    assert plain.stat().st_mode & 0o777 == 0o600
    names = subprocess.run(["tar", "-tf", plain], capture_output=True, text=True, check=True).stdout.splitlines()
    assert names[0].startswith("manifest."), "it is an ordinary tar"
    assert names[-1].startswith("end.")


def test_a_tenant_that_does_not_exist(source: Source, tmp_path: Path) -> None:
    before = left_over(source.url)
    refused = run(source.url, "tenant", "backup", "nobody", "-o", tmp_path / "file")
    assert (refused.returncode, "UNKNOWN_TENANT" in refused.stderr) == (1, True), refused.stderr
    assert list(tmp_path.iterdir()) == []
    assert left_over(source.url) == before
