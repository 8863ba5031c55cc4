"""Every kind of damage is told by its name and nothing else is; repair mends what is ours, and what was damaged works again."""

import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.support import servers
from tests.support.damages import CLASSES, DAMAGES, Group, found, groups

PARTS = 2  # test items, for test processes that run beside one another
# Of the damages, every fifth group is planned before it is mended; THINGBASE_ALL_PLANS=1 plans each.
PLANNED = 1 if "THINGBASE_ALL_PLANS" in os.environ else 5


@pytest.fixture(scope="module")
def names(server: servers.Server) -> Iterator[dict[str, str]]:
    """A tenant with classes and things; what damages it is rolled back each time."""
    slug = f"t{uuid4().hex[:12]}"
    names = {"t": slug, "s": f"tenant_{slug}", "r": f"tenant_{slug}"}
    with psycopg.connect(server.url, autocommit=True) as db:
        db.execute("select thing.create_tenant(%s)", (slug,))
        db.execute(CLASSES.format(**names))
        yield names
        db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


@pytest.fixture
def session(db: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
    """A connection whose work is undone at the end."""
    db.autocommit = False
    yield db
    db.rollback()


def repair(db: psycopg.Connection[Any], slug: str, plan: bool, rows: bool, foreign: bool) -> list[tuple[str, str]]:
    sql = "select statement, outcome from thing.repair(%s, plan => %s, scan_rows => %s, drop_foreign => %s)"
    return db.execute(sql, (slug, plan, rows, foreign)).fetchall()


def works(db: psycopg.Connection[Any], names: dict[str, str]) -> None:
    """Rules, versions, instances and the log do what they should."""
    sql = """
        with made as (insert into {s}.tc_product (a) values ('works') returning id) select id from made"""
    thing = db.execute(sql.format(**names)).fetchone()
    db.execute("update {s}.tc_product set b = 'again' where a = 'works'".format(**names))
    counts = db.execute(
        """
        select (select version from {s}.tc_product where id = %(id)s),
               (select count(*) from {s}.change_log where thing_id = %(id)s),
               (select count(*) from {s}.thing_instances where id = %(id)s)
        """.format(**names),
        {"id": thing and thing[0]},
    ).fetchone()
    assert counts == (2, 2, 1)
    with pytest.raises(psycopg.Error) as error, db.transaction():
        db.execute("insert into {s}.tc_product (a) values ('longer than ten')".format(**names))
    assert error.value.sqlstate == "TB001"


def judged(db: psycopg.Connection[Any], names: dict[str, str], group: Group, planned: bool) -> str | None:
    """What is wrong with how these damages are found and mended; None when nothing is. planned: and with the plan of it."""
    for sql in group.sql:
        db.execute(sql.format(**names))
    db.execute("set constraints all immediate")
    db.execute("set constraints all deferred")
    steps = repair(db, names["t"], True, group.rows, group.foreign) if planned else None
    kinds = {kind for kind, _ in found(db, names["t"], group.rows)}
    if kinds != group.kinds:
        return f"not found: {group.kinds - kinds}, found besides: {kinds - group.kinds}"
    if steps is not None and any(outcome != "planned" for _, outcome in steps):
        return f"planned {steps}"
    done = repair(db, names["t"], False, group.rows, group.foreign)
    if (not group.told and not done) or any(outcome != "done" for _, outcome in done):
        return f"did {done}"
    if steps is not None and sorted(done) != sorted((statement, "done") for statement, _ in steps):
        return f"planned {steps}, but did {done}"
    left = {kind for kind, _ in found(db, names["t"], group.rows)}
    if not left <= kinds or [damage for damage in group.damages if group.told == damage.kinds.isdisjoint(left)]:
        return f"left after {done}: {left}"
    if not group.told:
        works(db, names)
    return None


@pytest.mark.once  # (a minute on each server)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_damage_is_found_and_mended(db: psycopg.Connection[Any], names: dict[str, str], part: int) -> None:
    assert found(db, names["t"]) == []
    wrong = {}
    db.autocommit = False
    for number, group in enumerate(groups()[part::PARTS]):
        if problem := judged(db, names, group, number % PLANNED == 0):
            wrong[group.names] = problem
        db.rollback()
    assert wrong == {}


def test_foreign_objects_stay_without_the_option(session: psycopg.Connection[Any], names: dict[str, str]) -> None:
    session.execute("create index mine on {s}.tc_product (b); create table {s}.mine_too ()".format(**names))
    assert repair(session, names["t"], False, True, False) == []
    assert {kind for kind, _ in found(session, names["t"])} == {"unknown index", "unknown table"}


def test_an_administrator_gets_what_only_a_superuser_may(
    session: psycopg.Connection[Any], names: dict[str, str]
) -> None:
    """Not a superuser: told which statement to hand on; the rest is done."""
    session.execute("create role dba_for_repair login; grant thing_admin to dba_for_repair")
    session.execute("alter table {s}.tc_tag owner to postgres; drop index {s}.ti_4_a".format(**names))
    session.execute("set session authorization dba_for_repair")
    outcomes = {outcome for _, outcome in repair(session, names["t"], False, False, False)}
    assert outcomes == {"done", "superuser"}


def test_a_tenant_may_check_itself_but_not_repair(session: psycopg.Connection[Any], names: dict[str, str]) -> None:
    session.execute("set session authorization {r}".format(**names))
    assert found(session, names["t"]) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        repair(session, names["t"], True, False, False)


def test_check_takes_no_lock_but_access_share(session: psycopg.Connection[Any], names: dict[str, str]) -> None:
    found(session, names["t"])
    modes = session.execute("select distinct mode from pg_locks where pid = pg_backend_pid() and relation is not null")
    assert modes.fetchall() == [("AccessShareLock",)]


def test_every_kind_is_damaged_by_something(db: psycopg.Connection[Any]) -> None:
    kinds = {kind for (kind,) in db.execute("select name from thing.damage_kinds")}
    shown = {kind for damage in DAMAGES for kind in damage.kind.split(", ")}
    # By themselves: what a lost schema, a large table and a part of the check that fails look like.
    # (Those of statistics: tests/py/advice.)
    apart = {"missing schema", "missing role", "missing job", "failed check"}
    assert kinds - shown <= apart | {f"{what} statistics" for what in ("missing", "changed", "unknown")}
    assert shown <= kinds
    assert len(DAMAGES) >= 60
