"""A clone has what the original had at one moment; so has an archive that is written while others write."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.py.archive.conftest import Source, done, left_over, run
from tests.py.archive.test_round_trip import counts_on, damages, same
from tests.support import dumped
from tests.support.dumped import one

pytestmark = pytest.mark.once


@contextmanager
def clone(source: Source) -> Iterator[str]:
    slug = f"{source.slug}_c"
    done(source.url, "tenant", "clone", source.slug, slug, "--label", "A copy")
    yield slug
    with psycopg.connect(source.url, autocommit=True) as db:
        db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


@contextmanager
def writers(source: Source) -> Iterator[None]:
    """Two, each of which writes two things in each transaction, a parent with one that points to it."""
    stop = threading.Event()

    def write() -> None:
        with psycopg.connect(source.url) as db:
            while not stop.is_set():
                made = f"insert into tenant_{source.slug}.tc_employee (name, age) values ('w', 1) returning id"
                boss = one(db, made)
                db.execute(
                    f"insert into tenant_{source.slug}.tc_employee (name, age, boss) values ('w', 1, %s)".encode(),
                    (boss,),
                )
                db.commit()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def consistent(url: str, slug: str) -> int:
    """How many pairs came along, each whole, with its instances and its log."""
    assert damages(url, slug) == []
    with psycopg.connect(url) as db:
        written = f"select count(*), count(boss) from tenant_{slug}.tc_employee where name = 'w'"
        row = db.execute(written.encode()).fetchone()
        assert row is not None
        assert row[0] == 2 * row[1]
        logged = f"select count(*) from tenant_{slug}.change_log l join tenant_{slug}.tc_employee e on e.id = l.thing_id and e.name = 'w'"
        assert one(db, logged) == row[0]
        return int(row[0])


def test_a_clone(source: Source) -> None:
    with clone(source) as slug:
        same(source.url, slug, source)
        with psycopg.connect(source.url) as db:
            assert one(db, "select label from thing.tenants where slug = %s", slug) == "A copy"
        counts_on(source.url, slug, source)
        dumped.works(source.url, slug, source.cursor)
        before = left_over(source.url)
        refused = run(source.url, "tenant", "clone", source.slug, slug)
        assert (refused.returncode, "TENANT_EXISTS" in refused.stderr) == (1, True), refused.stderr
        assert left_over(source.url) == before


def test_while_others_write(source: Source, elsewhere: str, tmp_path: Path) -> None:
    with writers(source):
        done(source.url, "tenant", "backup", source.slug, "-o", tmp_path / "file")
        with clone(source) as slug:
            cloned = consistent(source.url, slug)
    done(elsewhere, "tenant", "restore", tmp_path / "file")
    assert cloned >= consistent(elsewhere, source.slug) > 0
    with psycopg.connect(source.url, autocommit=True) as db:
        db.execute(f"delete from tenant_{source.slug}.tc_employee where name = 'w'".encode())


def test_a_migration_waits(source: Source) -> None:
    """A table that changed under the snapshot would be empty in it."""
    with psycopg.connect(source.url) as locking, psycopg.connect(source.url, autocommit=True) as db:
        locking.execute("select thing.archive_lock(%s)", (source.slug,))
        db.execute("set lock_timeout = '200ms'")
        try:
            db.execute("select thing.add_field(%s, 'Invoice', 'more', 'text')", (source.slug,))
            refused = ""
        except psycopg.Error as error:
            refused = error.sqlstate or ""
        assert refused in ("TB030", "55P03")
        db.execute(f"insert into tenant_{source.slug}.tc_person (name) values ('meanwhile')".encode())
        db.execute(f"delete from tenant_{source.slug}.tc_person where name = 'meanwhile'".encode())
