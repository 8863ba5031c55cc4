"""One rollback over two changes of type: what was written since goes back through both."""

from typing import Any

import psycopg
import pytest

Connection = psycopg.Connection[Any]
TYPES = ['{"op": "alter_field", "class": "P", "field": "x", "set": {"type": "%s"}}' % t for t in ("decimal", "text")]  # noqa: UP031


@pytest.mark.parametrize(
    "migrations", [[f"[{t}]" for t in TYPES], [f"[{TYPES[0]}, {TYPES[1]}]"]], ids=["apart", "at once"]
)
def test_values_written_since_go_back_through_both(db: Connection, tenant: str, migrations: list[str]) -> None:
    table = f"tenant_{tenant}.tc_p"
    db.execute('select thing.create_class(%s, \'P\', \'[{"name": "x", "type": "integer"}]\')', (tenant,))
    db.execute(f"insert into {table} (x) values (1), (2)")
    for operations in migrations:
        db.execute("select thing.migrate(%s, %s)", (tenant, operations))
    db.execute(f"insert into {table} (x_3) values ('42')")
    db.execute(f"update {table} set x_3 = '77' where x_3 = '1'")
    db.execute("select thing.rollback(%s, 1)", (tenant,))
    assert db.execute(f"select x from {table} order by x").fetchall() == [(2,), (42,), (77,)]
