"""Slow patterns, planted: each is found, and nothing else is."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

FIELDS: list[dict[str, Any]] = [
    {"name": "customer", "type": "reference", "target": "Customer"},
    {"name": "total", "type": "decimal"},
    {"name": "state", "type": "select", "params": {"values": ["new", "paid", "sent"]}},
    {"name": "placed", "type": "date"},
    {"name": "shipped", "type": "date"},
    {"name": "number", "type": "text", "rules": {"unique": True, "maxLength": 20}},
    {"name": "region", "type": "text", "rules": {"maxLength": 10}},
    {"name": "note", "type": "text"},
    {"name": "rating", "type": "integer"},
    {"name": "weight", "type": "integer", "indexed": True},
    {"name": "priority", "type": "integer", "indexed": True},
    {"name": "paid", "type": "boolean"},
    {"name": "data", "type": "json"},
    {"name": "tags", "type": "textList"},
    {"name": "batch", "type": "integer"},
]
LINE: list[dict[str, Any]] = [
    {"name": "order", "type": "reference", "target": "Order"},
    *({"name": name, "type": "integer"} for name in ("amount", "code", "part", "shelf")),
    {"name": "open", "type": "boolean"},
    {"name": "remark", "type": "text"},
]
MISSING: dict[tuple[str, ...], Any] = {  # keys of the index -> the shape that wants it: equal, ranges, sort, reading
    ("customer", "total DESC"): (["customer"], [], ["DESC total"], "page"),
    ("region", "placed DESC"): (["region"], [], ["DESC placed"], "page"),
    ("rating",): ([], [], ["ASC rating"], "page"),
    ("total NULLS FIRST",): ([], [], ["ASC_NULLS_FIRST total"], "page"),
    ("total DESC NULLS LAST", "placed"): ([], [], ["DESC_NULLS_LAST total", "ASC placed"], "page"),
    ("rating", "placed"): (["rating"], ["placed"], [], "all"),
    ("customer", "rating"): (["customer"], [], ["ASC rating"], "page"),
    ("customer", "placed", "shipped DESC"): (["customer"], [], ["ASC placed", "DESC shipped"], "page"),  # both ASC
    ("createdAt DESC",): ([], [], ["DESC createdAt"], "page"),
    ("state", "updatedAt"): (["state"], [], ["ASC updatedAt"], "page"),
    # An index over (shipped, region, rating) is there, and reads them all to find 20.
    ("rating", "region", "shipped"): (["region", "rating"], [], ["ASC shipped"], "page"),
}
# Of lines, with what is no list of fields: what an aggregate reads of those of a batch, each branch of an `or`.
RELATED: dict[tuple[str, ...], Any] = {
    ("order", "amount"): ([], "through order Order.batch", "shown order", "shown amount"),
    ("code",): (["code"], "beside part"),
    ("part",): (["part"], "beside code"),
}
FINE_RELATED: list[Any] = [
    ([], "through order Order.batch"),  # more is read than an index can have
    ([], "through order Order.batch", "shown order", "shown remark"),
    ([], "through order Order.paid", "shown order", "shown amount"),  # half of all
    ([], "through order Order.rating", "shown order", "shown amount"),  # a few
    ([], "through order Order.customer Customer.name", "shown order", "shown amount"),  # a sixth of all
    (["shelf"], "beside open"),  # the other branch reads half of all
    (["open"], "beside shelf"),
    (["amount"], "through order Order.batch"),  # each order has to be looked up
]
SEARCHED = {"note": "searchable", "data": "indexed", "tags": "indexed", "region": "indexed"}
FINE = [
    ([], [], [], "page"),
    (["number"], [], [], "page"),
    (["number"], [], ["ASC total"], "page"),
    (["paid"], [], [], "page"),
    (["region"], [], [], "page"),
    (["customer"], [], [], "page"),
    (["note"], [], ["ASC total"], "page"),  # a text of any length cannot be a key
    ([], ["placed"], [], "all"),  # too many fit
    (["state"], [], [], "all"),
    ([], [], ["ASC number"], "page"),
    ([], [], ["ASC priority"], "page"),
    (["priority"], [], ["DESC placed"], "page"),
    ([], ["weight"], ["DESC priority", "DESC placed"], "page"),
]


def said(key: dict[str, str]) -> str:
    words = [key["field"], key.get("order", ""), "NULLS " + key["nulls"] if "nulls" in key else ""]
    return " ".join(word for word in words if word)


def change(db: psycopg.Connection[Any], tenant: str, *operations: dict[str, Any]) -> None:
    db.execute("select thing.migrate(%s, %s)", (tenant, json.dumps(operations)))


def index(name: str, *keys: str, cls: str = "Order") -> dict[str, Any]:
    said_keys = [dict(zip(("field", "order"), key.split(), strict=False)) for key in keys]
    return {"op": "add_index", "class": cls, "name": name, "keys": said_keys}


@pytest.fixture
def shop(db: psycopg.Connection[Any], tenant: str) -> str:
    """6,000 orders, 600 notes that are written all the time, 3,000 dogs that are animals."""
    change(
        db,
        tenant,
        {"op": "create_class", "class": "Customer", "fields": [{"name": "name", "type": "text"}]},
        {"op": "create_class", "class": "Order", "fields": FIELDS},
        {"op": "create_class", "class": "Line", "fields": LINE},
        {"op": "create_class", "class": "Log", "fields": [{"name": "kind", "type": "integer"}, {"name": "at", "type": "date"}]},
        {"op": "create_class", "class": "Animal", "fields": [{"name": "owner", "type": "integer"}, {"name": "born", "type": "date"}]},
        {"op": "create_class", "class": "Dog", "extends": "Animal"},
        index("wrongOrder", "shipped", "region", "rating"),
        index("wrongDirection", "customer", "placed", "shipped"),
        index("byState", "state"),
        index("stateWeight", "state", "weight"),
        index("priorityPlaced", "priority", "placed"),
        index("unused", "paid", "shipped"),
        index("logged", "at", cls="Log"),
    )  # fmt: skip
    db.execute(f"""
        select set_config('synchronous_commit', 'on', true);  -- else VACUUM does not know what is visible to all
        insert into tenant_{tenant}.tc_customer (name) select 'c' || i from generate_series(1, 6) i;
        insert into tenant_{tenant}.tc_order (customer, total, state, placed, shipped, number, region, note, rating, weight,
            priority, paid, data, tags, batch)
        select c.ids[1 + i %% 6], i %% 5000, (array['new', 'paid', 'sent'])[1 + i %% 3], date '2026-01-01' + i %% 365,
            date '2026-01-01' + i %% 300, 'n' || i, 'r' || i %% 10, 'note ' || i, i %% 100, i %% 3000, i %% 2900, i %% 2 = 0,
            jsonb_build_object('a', i), array['t' || i %% 50], i / 300
          from generate_series(1, 6000) i, (select array_agg(id) as ids from tenant_{tenant}.tc_customer) c;
        insert into tenant_{tenant}.tc_line ("order", amount, code, part, shelf, open, remark)
        select o.ids[1 + i %% 6000], i %% 9, i %% 2000, i %% 3000, i %% 2500, i %% 2 = 0, 'remark ' || i
          from generate_series(1, 12000) i, (select array_agg(id) as ids from tenant_{tenant}.tc_order) o;
        insert into tenant_{tenant}.tc_log (kind, at) select i %% 5, date '2026-01-01' + i from generate_series(1, 3000) i;
        insert into tenant_{tenant}.tc_dog (owner, born) select i %% 5, date '2026-01-01' + i from generate_series(1, 3000) i;
        analyze tenant_{tenant}.tc_customer, tenant_{tenant}.tc_order, tenant_{tenant}.tc_log, tenant_{tenant}.tc_dog;
    """.replace("%%", "%"))  # fmt: skip
    db.execute("select pg_stat_force_next_flush()")
    db.execute(f"vacuum (analyze) tenant_{tenant}.tc_line")
    return tenant


def use(
    db: psycopg.Connection[Any],
    tenant: str,
    cls: str,
    shapes: list[Any],
    searched: tuple[str, ...] = (),
    calls: int = 500,
) -> None:
    """As servers tell it: executions of 40 ms each, 20 rows. A field of another class has its name before it."""
    rows = db.execute(
        f"""select case when c.name = %s then f.name else c.name || '.' || f.name end, f.id
              from tenant_{tenant}.thing_class_fields f
              join tenant_{tenant}.thing_classes c on c.id = f.class_id
            union all select s.name, s.id from thing.system_keys() s""",
        (cls,),
    ).fetchall()
    ids = dict(rows)
    row = db.execute(f"select c.id from tenant_{tenant}.thing_classes c where c.name = %s", (cls,)).fetchone()
    assert row is not None
    told = [
        {
            "class": row[0],
            "reading": reading,
            "equal": [ids[f] for f in equal],
            "ranges": [ids[f] for f in ranges],
            "sort": [f"{key.split()[0]} {ids[key.split()[1]]}" for key in sort],
            "searched": [" ".join([kind, *(str(ids[f]) for f in of)]) for kind, *of in map(str.split, searched)],
            "calls": calls,
            "ms": 40 * calls,
            "most": 90,
            "rows": 20 * calls if reading == "page" else 0,
        }
        for equal, ranges, sort, reading in shapes
    ]
    db.execute("select thing.note_access(%s)", (json.dumps({tenant: told}),))


@pytest.fixture
def hypopg(db: psycopg.Connection[Any]) -> Iterator[bool]:
    """Whether PostgreSQL can plan with indexes that are not there (Debian: postgresql-15-hypopg)."""
    there = bool(db.execute("select from pg_available_extensions where name = 'hypopg'").fetchall())
    if there:
        db.execute("create extension hypopg")
    yield there
    if there:
        db.execute("drop extension hypopg")


def test_planted_patterns_are_found_and_nothing_else(db: psycopg.Connection[Any], shop: str, hypopg: bool) -> None:
    for _ in range(2):
        use(db, shop, "Order", [*MISSING.values(), *FINE])
    for field, setting in SEARCHED.items():
        use(db, shop, "Order", [([], [], [], "page")], (f"{setting} {field}",))
    for equal, *words in [*RELATED.values(), *FINE_RELATED]:
        use(db, shop, "Line", [(equal, [], [], "all")], tuple(words))
    use(db, shop, "Order", [(["batch"], [], [], "all")])  # where such a filter begins
    use(db, shop, "Animal", [(["owner"], [], ["ASC born"], "page")])
    use(db, shop, "Log", [(["kind"], [], ["ASC at"], "page")], calls=30)
    for _ in range(2):  # the log is written far more than it is read
        db.execute(f"update tenant_{shop}.tc_log set kind = (kind + 1) % 5")
    db.execute("select pg_stat_force_next_flush()")
    for field in ("priority", "weight"):
        db.execute(f"select from tenant_{shop}.tc_order where {field} = 5")
    db.execute(
        f"set enable_seqscan = off; select from tenant_{shop}.tc_order order by weight limit 1; reset enable_seqscan"
    )
    db.execute("select pg_stat_force_next_flush()")
    advice = db.execute(
        "select a.name, a.class, a.fields, a.remediation, a.evidence, a.gain, a.cost"
        " from thing.suggest_indexes(%s, 20, '0') a",
        (shop,),
    ).fetchall()
    keys = {tuple(map(said, a[3][0]["keys"])): a for a in advice if a[0] == "missing index" and a[1] == "Order"}
    wanted = {*MISSING, ("batch",)}
    assert set(keys) == wanted, set(keys) ^ wanted
    of_lines = {tuple(map(said, a[3][0]["keys"])): a for a in advice if a[0] == "missing index" and a[1] == "Line"}
    assert set(of_lines) == set(RELATED), set(of_lines) ^ set(RELATED)
    assert of_lines["order", "amount"][4]["rowsRead"] == pytest.approx(600, rel=0.1)
    assert [key for key, a in of_lines.items() if a[4].get("or")] == [("code",), ("part",)]
    best = keys["customer", "total DESC"]
    assert best[4]["calls"] == 1000
    assert best[4]["ms"] == 40_000
    assert 900 < best[4]["rowsRead"] < 1100
    assert best[4]["rowsWithIndex"] == 20
    assert best[5]["ms"] > 500
    assert 100_000 < best[6]["bytes"] < 900_000
    missing = [a[4] for a in advice if a[0] == "missing index"]
    assert all(("planCost" in evidence) is hypopg for evidence in missing)
    assert all(evidence["planCostWithIndex"] < evidence["planCost"] for evidence in missing if hypopg)
    assert {a[2][0]: next(iter(a[3][0]["set"])) for a in advice if a[0] == "missing search index"} == SEARCHED
    assert [(a[1], a[2]) for a in advice if a[0] == "missing index" and a[1] not in ("Order", "Line")] == [
        ("Animal", ["owner", "born"])
    ]
    assert {(a[1], *a[2]) for a in advice if a[0] == "redundant index"} == {("Order", "priority"), ("Order", "state")}
    # (Not those that cover another.)
    assert {(a[1], *a[2]) for a in advice if a[0] == "unused index"} == {
        ("Order", "paid", "shipped"),
        ("Order", "shipped", "region", "rating"),
        ("Order", "customer", "placed", "shipped"),
        ("Log", "at"),
    }
    # What is advised can be done, and then there is nothing to advise.
    change(db, shop, *(operation for a in advice for operation in a[3]))
    left = db.execute("select a.name, a.fields from thing.suggest_indexes(%s, 20, '1 day') a", (shop,)).fetchall()
    assert left == [], left
