"""Who hears of a change, and when nobody is told."""

import json
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

pytestmark = pytest.mark.once

Connection = psycopg.Connection[Any]
Connect = Callable[..., Connection]
CLASS = '[{"op": "create_class", "class": "Note", "fields": [{"name": "note", "type": "text"}]}]'


@pytest.fixture
def heard(connect: Connect, db: Connection, tenant: str) -> Callable[[], list[dict[str, Any]]]:
    """What listeners have heard of this tenant since the last call."""
    db.execute("select thing.migrate(%s, %s)", (tenant, CLASS))
    listener = connect()
    (channel,) = listener.execute("select channel from thing.installation").fetchone() or ("",)
    listener.execute(f'listen "{channel}"')

    def heard() -> list[dict[str, Any]]:
        listener.execute("select 1")
        payloads = [json.loads(notify.payload) for notify in listener.notifies(timeout=0.05)]
        return [payload for payload in payloads if payload["tenant"] == tenant]

    return heard


def insert(connection: Connection, rows: int = 1) -> None:
    connection.execute("insert into tc_note (note) select 'x' from generate_series(1, %s)", (rows,))


def test_data_is_told_only_to_subscribers_and_once_a_transaction(
    heard: Callable[[], list[dict[str, Any]]], connect: Connect, db: Connection, tenant: str
) -> None:
    writer = connect(tenant)
    insert(writer)
    assert heard() == []
    (subscription,) = db.execute("select thing.subscribe(%s)", (tenant,)).fetchone() or (None,)
    assert heard() == [{"tenant": tenant, "subscribed": True}]
    with writer.transaction():
        insert(writer, 5000)
        writer.execute("update tc_note set note = 'y'")
        writer.execute("delete from tc_note")
    assert heard() == [{"tenant": tenant}]
    writer.execute("set thing.quiet = 'on'")
    insert(writer)
    assert heard() == []
    assert writer.execute("select thing.wake(%s)", (tenant,)).fetchone() == (True,)
    assert heard() == [{"tenant": tenant}]
    writer.execute("reset thing.quiet")
    db.execute("select thing.unsubscribe(%s, %s)", (tenant, subscription))
    insert(writer)
    assert writer.execute("select thing.wake(%s)", (tenant,)).fetchone() == (False,)
    assert heard() == []


def test_a_subscription_ends_by_itself_and_is_renewed(
    heard: Callable[[], list[dict[str, Any]]], connect: Connect, db: Connection, tenant: str
) -> None:
    writer = connect(tenant)
    (subscription,) = db.execute("select thing.subscribe(%s, '50 ms')", (tenant,)).fetchone() or (None,)
    db.execute("select pg_sleep(0.06)")
    insert(writer)
    assert heard() == [{"tenant": tenant, "subscribed": True}]
    db.execute("select thing.subscribe(%s, '1 min', %s)", (tenant, subscription))
    assert heard() == [{"tenant": tenant, "subscribed": True}]
    insert(writer)
    assert heard() == [{"tenant": tenant}]
    with pytest.raises(psycopg.Error) as refused:
        db.execute("select thing.subscribe(%s, '-1 s')", (tenant,))
    assert refused.value.sqlstate == "TB020"


def test_a_schema_change_is_always_told(heard: Callable[[], list[dict[str, Any]]], db: Connection, tenant: str) -> None:
    heard()
    db.execute("set thing.quiet = 'on'")
    db.execute(
        "select thing.migrate(%s, %s)",
        (tenant, '[{"op": "add_field", "class": "Note", "field": {"name": "more", "type": "text"}}]'),
    )
    assert heard() == [{"tenant": tenant, "schemaVersion": 2}]


def test_a_tenant_learns_neither_channel_nor_log_and_subscribes_nobody(connect: Connect, tenant: str) -> None:
    connection = connect(tenant)
    for statement in (
        "select channel from thing.installation",
        "select * from change_log",
        "insert into change_log (operation) values ('insert')",
        "insert into thing_instances (id, class_id) values (gen_random_uuid(), 1)",
        "select * from thing_subscribers",
        "update change_log_state set floor_seq = 0",
        f"select thing.subscribe('{tenant}')",
        f"select thing.trim_change_log('{tenant}', '0')",
        "select thing.notify('x')",
        "select thing.change_images(1, '{1}')",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_a_subscriber_that_is_awake_is_not_woken(
    heard: Callable[[], list[dict[str, Any]]], connect: Connect, db: Connection, tenant: str
) -> None:
    writer = connect(tenant)
    (subscription,) = db.execute("select thing.subscribe(%s)", (tenant,)).fetchone() or (None,)
    assert db.execute("select thing.stay_awake(%s, %s, '10 s')", (tenant, subscription)).fetchone() == (True,)
    heard()
    looked = time.monotonic()
    insert(writer)
    assert writer.execute("select thing.wake(%s)", (tenant,)).fetchone() == (True,)  # there is somebody
    assert heard() == []
    (other,) = db.execute("select thing.subscribe(%s)", (tenant,)).fetchone() or (None,)
    heard()
    insert(writer)
    soon = time.monotonic() < looked + 0.2
    assert heard() == [] or not soon, "the session remembers for a moment that all were awake"
    db.execute("select pg_sleep(0.25)")
    insert(writer)
    assert heard() == [{"tenant": tenant}]
    assert writer.execute("select thing.wake(%s, %s)", (tenant, other)).fetchone() == (True,)
    assert heard() == []
    db.execute("select thing.unsubscribe(%s, %s)", (tenant, other))
    db.execute("select thing.stay_awake(%s, %s, '1 ms'), pg_sleep(0.01)", (tenant, subscription))
    insert(writer)
    assert heard() == [{"tenant": tenant}]
    assert db.execute("select thing.stay_awake(%s, gen_random_uuid())", (tenant,)).fetchone() == (False,)
