"""What PostgreSQL knows of keys that depend on each other: each index over several keys brings statistics."""

import json
from typing import Any

import psycopg
import pytest

FIELDS = [{"name": name, "type": "integer"} for name in ("region", "country", "city", "total")]
KEYS = [{"field": name} for name in ("country", "city")]
CITIES, ROWS = 400, 20_000


def change(db: psycopg.Connection[Any], tenant: str, *operations: dict[str, Any]) -> dict[str, Any]:
    row = db.execute("select thing.migrate(%s, %s)", (tenant, json.dumps(operations))).fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


@pytest.fixture
def places(db: psycopg.Connection[Any], tenant: str) -> str:
    """20,000 places in 400 cities of 20 countries."""
    change(db, tenant, {"op": "create_class", "class": "Place", "fields": FIELDS})
    db.execute(
        f"insert into tenant_{tenant}.tc_place (region, country, city, total) select c %% 20 / 5, c %% 20, c, i"
        " from (select i, i %% %s as c from generate_series(1, %s) i) x",
        (CITIES, ROWS),
    )
    return tenant


def names(db: psycopg.Connection[Any], tenant: str) -> list[str]:
    rows = db.execute(
        "select stxname from pg_statistic_ext where stxnamespace = %s::regnamespace order by 1", (f"tenant_{tenant}",)
    ).fetchall()
    return [row[0] for row in rows]


def expected(db: psycopg.Connection[Any], tenant: str) -> float:
    """Rows that PostgreSQL expects of one city in its country."""
    db.execute(f"analyze tenant_{tenant}.tc_place")
    row = db.execute(
        f"explain (format json) select from tenant_{tenant}.tc_place where country = 17 and city = 17"
    ).fetchone()
    assert row is not None
    return float(row[0][0]["Plan"]["Plan Rows"])


def damages(db: psycopg.Connection[Any], tenant: str) -> list[str]:
    return [row[0] for row in db.execute("select kind from thing.check(%s)", (tenant,)).fetchall()]


def test_an_index_over_several_keys_brings_statistics(db: psycopg.Connection[Any], places: str) -> None:
    true = ROWS / CITIES
    assert expected(db, places) < true / 5
    add = {"op": "add_index", "class": "Place", "name": "placed", "keys": KEYS}
    change(db, places, add)
    assert len(names(db, places)) == 1
    assert true / 2 < expected(db, places) < true * 2
    change(db, places, {"op": "rename_field", "class": "Place", "field": "city", "to": "town"})
    assert len(names(db, places)) == 1
    assert damages(db, places) == []
    change(db, places, {"op": "drop_field", "class": "Place", "field": "town"})
    assert names(db, places) == []
    db.execute("select thing.rollback(%s, 2)", (places,))
    assert len(names(db, places)) == 1
    change(db, places, {"op": "drop_index", "class": "Place", "name": "placed"})
    assert names(db, places) == []
    change(db, places, {"op": "add_index", "class": "Place", "name": "one", "keys": KEYS[:1]})  # nothing to depend on
    assert names(db, places) == []


def test_a_plan_shows_them(db: psycopg.Connection[Any], places: str) -> None:
    add = {"op": "add_index", "class": "Place", "name": "placed", "keys": KEYS}
    row = db.execute("select thing.plan(%s, %s) -> 'statements'", (places, json.dumps([add]))).fetchone()
    assert row is not None
    (statement,) = [s for s in row[0] if "create statistics" in json.dumps(s)]
    assert "SHARE UPDATE EXCLUSIVE" in json.dumps(statement)


def test_damage_is_found_and_mended(db: psycopg.Connection[Any], places: str) -> None:
    change(db, places, {"op": "add_index", "class": "Place", "name": "placed", "keys": KEYS})
    (name,) = names(db, places)
    schema = f"tenant_{places}"
    for harm, kind in (
        (f"drop statistics {schema}.{name}", "missing statistics"),
        (
            f"drop statistics {schema}.{name}; create statistics {schema}.{name} on region, city from {schema}.tc_place",
            "changed statistics",
        ),
        (f"create statistics {schema}.td_99_99 on region, city from {schema}.tc_place", "unknown statistics"),
        (f"create statistics {schema}.mine on region, city from {schema}.tc_place", None),  # whoever made it
    ):
        db.execute(harm.encode())
        assert damages(db, places) == ([kind] if kind else [])
        db.execute("select thing.repair(%s, plan => false, drop_foreign => true)", (places,))
        assert damages(db, places) == []
    assert names(db, places) == ["mine", name]
