"""Which statements are planned for the values of each call, on which connections."""

from typing import Any

from py_api.database import Connection
from tests.py.engine.conftest import Running

FIELDS = [
    {"name": "total", "type": "integer", "indexed": True},
    {"name": "note", "type": "text"},
    {"name": "maker", "type": "reference", "target": "Maker"},
]
RANGE = "query($n: Int!) { sales(first: 1000, filter: {total: {gte: $n}}) { nodes { note } } }"
EITHER = (
    "query($n: Int!) { sales(first: 1000, filter: {or: [{total: {eq: -1}}, {total: {gte: $n}}]}) { nodes { note } } }"
)
EQUAL = "query($n: Int!) { sales(filter: {total: {in: [$n]}}) { nodes { note } } }"
BY_ID = "query($id: ID!) { sale(id: $id) { note } }"
ROWS = 20_000


def filled(api: Running) -> None:
    api.migrate(
        {"op": "create_class", "class": "Maker", "fields": [{"name": "name", "type": "text"}]},
        {"op": "create_class", "class": "Sale", "fields": FIELDS},
    )
    table = f"tenant_{api.tenant}.tc_sale"
    api.db.execute("set session_replication_role = replica")
    api.db.execute(f"insert into {table} (total, note) select n, 'n' || n from generate_series(1, {ROWS}) n".encode())
    api.db.execute("reset session_replication_role")
    api.db.execute(f"analyze {table}".encode())


def idle(api: Running) -> list[Connection]:
    pool = api.engine.pools._pools.get(api.tenant)
    return list(pool.idle) if pool is not None else []


def fetched(api: Running, connection: Connection, text: str) -> Any:
    return api.runner.run(connection.fetch_rows(text))


def pages(api: Running, query: str, variables: dict[str, Any]) -> int:
    """Pages of the table that a request reads."""

    def read() -> int:
        for connection in idle(api):
            fetched(api, connection, "select pg_stat_force_next_flush()")
            fetched(api, connection, "select 1")
        found = api.db.execute(
            "select heap_blks_read + heap_blks_hit from pg_statio_all_tables where schemaname = %s and relname = 'tc_sale'",
            (f"tenant_{api.tenant}",),
        ).fetchone()
        assert found is not None
        return int(found[0])

    before = read()
    assert "errors" not in api.ask(query, variables=variables)
    return read() - before


def test_a_narrow_range_after_broad_ones_reads_little(api: Running) -> None:
    filled(api)
    for query in (RANGE, EITHER):
        for _ in range(8):
            assert pages(api, query, {"n": 1}) > 5
        assert pages(api, query, {"n": ROWS - 2}) <= 5, query


def test_others_keep_their_plans_and_their_connections(api: Running) -> None:
    """By id and by equality after 5 calls, beside ranges, which have a connection of their own where there are two."""
    filled(api)
    thing = api.ask(EQUAL, variables={"n": 7})["data"]["sales"]["nodes"] and str(
        api.db.execute(f"select id from tenant_{api.tenant}.tc_sale limit 1".encode()).fetchone()[0]  # type: ignore[index]
    )

    async def two() -> None:
        pools = api.engine.pools
        for connection in [await pools.acquire(api.tenant), await pools.acquire(api.tenant)]:
            pools.release(connection)

    api.runner.run(two())
    for _ in range(8):
        api.ask(RANGE, variables={"n": ROWS - 2})
        api.ask(EQUAL, variables={"n": 7})
        api.ask(BY_ID, variables={"id": thing})
    counts = (
        "select generic_plans, custom_plans, statement like '%>= %' from pg_prepared_statements"
        " where statement like 'select _a from%tc_sale%'"
    )
    ours, others = sorted(idle(api), key=lambda connection: connection.custom)
    assert (ours.custom, others.custom) == (False, True)
    assert [row for row in fetched(api, others, counts) if row[2]] == [(0, 8, True)]
    assert sorted(row for row in fetched(api, ours, counts) if not row[2] and row[0]) == [(3, 5, False)]  # (by id)
    assert not [row for row in fetched(api, ours, counts) if row[2]]


def test_one_connection_serves_both_in_turn(api: Running) -> None:
    """It goes back to plans for any values when some calls in a row wanted no others."""
    filled(api)
    api.ask(RANGE, variables={"n": 1})
    (connection,) = idle(api)
    modes = []
    for _ in range(Connection.MISFITS + 1):
        modes.append(connection.custom)
        api.ask(EQUAL, variables={"n": 7})
    assert modes == [True] * Connection.MISFITS + [False]
    assert fetched(api, connection, "show plan_cache_mode") == [("auto",)]
