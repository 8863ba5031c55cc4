"""What the tests of jobs share: a class with a table that counts as large, and a worker as simple as can be."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import errors

Database = psycopg.Connection[Any]
ROWS = 3_000


class Large:
    """Class Item of a tenant with some 5 MB of rows: fields name (text), n (integer, 1 to ROWS), filler."""

    def __init__(self, db: Database, tenant: str, connect: Callable[..., Database]) -> None:
        self.db, self.tenant, self.connect = db, tenant, connect
        self.schema = f"tenant_{tenant}"
        self.table = f"{self.schema}.tc_item"
        fields = [
            {"name": "name", "type": "text"},
            {"name": "n", "type": "integer"},
            {"name": "filler", "type": "text"},
        ]
        self.migrate({"op": "create_class", "class": "Item", "fields": fields})
        db.execute(
            f"insert into {self.table} (name, n, filler) select 'name ' || i, i, repeat('x', 1600)"
            f" from generate_series(1, {ROWS}) i"
        )

    def migrate(self, *operations: dict[str, Any]) -> dict[str, Any]:
        return dict(self.one("select thing.migrate(%s, %s::jsonb)", self.tenant, json.dumps(operations)))

    def alter(self, field: str, **changes: Any) -> dict[str, Any]:
        return self.migrate({"op": "alter_field", "class": "Item", "field": field, "set": changes})

    def rollback(self, version: int) -> dict[str, Any]:
        return dict(self.one("select thing.rollback(%s, %s)", self.tenant, version))

    def one(self, query: str, *arguments: Any) -> Any:
        row = self.db.execute(query, arguments or None).fetchone()
        return None if row is None else row[0]

    def jobs(self) -> dict[str, tuple[str, str | None, Any]]:
        """object -> state, error, error_detail."""
        rows = self.db.execute("select object_name, state, error, error_detail from thing.jobs(%s)", (self.tenant,))
        return {row[0]: row[1:] for row in rows.fetchall()}

    def work(self, steps: int | None = None) -> Database:
        """Claim and work jobs as thing.claim_job says; with steps, stop after so many, the claim kept by what is returned."""
        worker = self.connect()
        worker.execute("set role thing_owner")
        while claimed := worker.execute("select tenant, job from thing.claim_job(%s)", (self.tenant,)).fetchone():
            try:
                while (statements := self.step(worker, claimed)) is not None:
                    for statement in statements:
                        worker.execute(statement)
                    if steps is not None:
                        steps -= 1
                        if steps == 0:
                            return worker
            except psycopg.Error as error:
                told = (*claimed, error.sqlstate, error.diag.message_primary, None)
                worker.execute("select thing.fail_job(%s, %s, %s, %s, %s)", told)
        return worker

    @staticmethod
    def step(worker: Database, claimed: tuple[Any, ...]) -> list[str] | None:
        row = worker.execute("select thing.step_job(%s, %s)", claimed).fetchone()
        assert row is not None
        return None if row[0] is None else list(row[0])

    def constraint(self, name: str) -> str | None:
        """Definition of a constraint, null when there is none."""
        found = self.one(
            "select pg_get_constraintdef(oid) from pg_constraint where conrelid = %s::regclass and conname = %s",
            self.table,
            name,
        )
        return None if found is None else str(found)

    def checksum(self, *columns: str) -> Any:
        return self.one(
            f"select md5(string_agg((id, version, updated_at, {', '.join(columns)})::text, ',' order by id)) from {self.table}"
        )

    def refused(self, code: str, run: Callable[[], Any]) -> errors.Error:
        with pytest.raises(psycopg.Error) as caught:
            run()
        assert caught.value.sqlstate == code, caught.value
        return caught.value


@pytest.fixture
def large(db: Database, tenant: str, connect: Callable[..., Database]) -> Large:
    return Large(db, tenant, connect)
