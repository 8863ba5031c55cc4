"""A reference that is being written while its target's class is dropped is neither lost nor left pointing to nothing."""

import threading
from collections.abc import Callable
from typing import Any

import psycopg

Connect = Callable[..., psycopg.Connection[Any]]


def test_a_reference_written_meanwhile_stops_the_drop(connect: Connect, tenant: str) -> None:
    db = connect()
    db.execute("select thing.create_class(%s, 'Base', '[]', abstract => true)", (tenant,))
    db.execute("select thing.create_class(%s, 'Leaf', '[]', extends => 'Base')", (tenant,))
    db.execute(
        "select thing.create_class(%s, 'Holder', %s)",
        (tenant, '[{"name": "about", "type": "reference", "target": "Base", "onDelete": "cascade"}]'),
    )
    db.execute(f"insert into tenant_{tenant}.tc_leaf default values")
    writer = connect()
    writer.execute("begin")
    writer.execute(f"insert into tenant_{tenant}.tc_holder (about) select id from tenant_{tenant}.tc_leaf")
    refused: list[str | None] = []

    def drop() -> None:
        try:
            connect().execute("select thing.drop_class(%s, 'Leaf')", (tenant,))
        except psycopg.Error as error:
            refused.append(error.sqlstate)

    dropper = threading.Thread(target=drop)
    dropper.start()
    dropper.join(1)
    assert dropper.is_alive(), "it waits for the writer"
    writer.execute("commit")
    dropper.join(30)
    assert refused == ["TB034"]
    row = db.execute(f"select count(*) from tenant_{tenant}.tc_holder").fetchone()
    assert row == (1,)
