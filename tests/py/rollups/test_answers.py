"""Aggregates that a rollup answers are the same as without it: generated questions between random writes."""

import base64
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from py_api.catalog.model import NotLoaded
from py_api.compiler.plan import QueryPlan
from py_api.config import Limits
from py_api.errors import ApiError, DatabaseError
from tests.support import servers
from tests.support.compiled import Api, serving
from tests.support.examples import examples

pytestmark = pytest.mark.once

SCHEMA = """
enum SaleKind { web till post }
type City @class { name: String founded: Date }
type Shop @class { name: String! city: City size: Int }
type Stall @class(extends: "Shop") { open: Boolean }
type Sale @class {
  day: Date
  at: DateTime
  units: Int
  big: BigInt
  amount: Decimal @field(precision: 12, scale: 2)
  huge: Decimal @field(precision: 24, scale: 6)
  loose: Decimal
  rate: Float
  paid: Boolean
  note: String
  kind: SaleKind
  shop: Shop
}
type Refund @class(extends: "Sale") { why: String }
"""
ROWS = """
select setseed(0.4);
insert into tc_city (id, name, founded)
select md5('city' || i)::uuid, case when i < 5 then 'City ' || i / 2 end, date '1990-01-01' + 100 * i
  from generate_series(1, 6) i;
insert into tc_shop (id, name, size, city)
select md5('shop' || i)::uuid, 'Shop ' || i / 2, nullif(i, 3), case when i < 6 then md5('city' || i)::uuid end
  from generate_series(1, 6) i;
insert into tc_stall (id, name, size, city, open)
select md5('shop' || i)::uuid, 'Stall ' || i, 10 - i, md5('city' || i - 5)::uuid, i > 8 from generate_series(7, 9) i;
"""
WIDE = Limits(list_size=10_000, cost=10**9, answer_rows=10**9)
COLUMNS = "day, at, units, big, amount, huge, loose, rate, paid, note, kind, shop"
SALES = """insert into {table} ({columns})
select case when random() < 0.9 then date '2023-11-20' + (random() * 500)::integer end,
       case when random() < 0.9 then (array[timestamptz '2024-10-26 21:10Z', '2024-03-30 21:10Z', '2024-01-01 00:00Z',
           '2023-12-25 12:00Z'])[1 + (random() * 3)::integer] + floor(random() * 600) * interval '1 minute' end,
       case when random() < 0.9 then (random() * 60 - 20)::integer end,
       case when random() < 0.9 then (random() * 1e18)::bigint - 500000000000000000 end,
       case when random() < 0.9 then trim_scale(round((random() * 300 - 100)::numeric, (random() * 2)::integer)) end,
       case when random() < 0.9 then round((random() * 1e17)::numeric, (random() * 6)::integer) end,
       case when random() < 0.9 then round((random() * 300 - 100)::numeric, (random() * 5)::integer) end,
       case when random() < 0.9 then round((random() * 4 - 1)::numeric, 1) end,
       case when random() < 0.8 then random() < 0.5 end,
       case when random() < 0.8 then 'note ' || (random() * 5)::integer end,
       case when random() < 0.8 then (array['web', 'till', 'post'])[1 + (random() * 2)::integer] end,
       case when random() < 0.9 then md5('shop' || 1 + (random() * 8)::integer)::uuid end
  from generate_series(1, {rows}) i"""
DAY_IN_OSLO = {"path": "at", "by": "DAY", "zone": "Europe/Oslo"}


def figures(**paths: str) -> list[dict[str, str]]:
    return [{"function": name, "path": path} for name, said in paths.items() for path in said.split()]


ROLLUPS: list[dict[str, Any]] = [
    {
        "op": "create_rollup", "name": "ByShop", "class": "Sale",
        "groupBy": ["kind", {"path": "day", "by": "MONTH"}, "shop"],
        "aggregates": figures(sum="units amount", avg="big huge", min="amount note loose", max="units at", count="rate paid"),
    },
    {
        "op": "create_rollup", "name": "ByCity", "class": "Sale",
        "groupBy": ["shop.city.name", DAY_IN_OSLO, "paid", "shop.size"],
        "aggregates": figures(sum="big units shop.size loose", avg="amount", min="day shop.city.founded", max="note rate"),
    },
    {
        "op": "create_rollup", "name": "Totals", "class": "Sale",
        "aggregates": figures(sum="units amount", avg="units loose big", min="at rate day", max="note amount", count="shop"),
    },
    {
        "op": "create_rollup", "name": "ByNote", "class": "Sale",
        "groupBy": ["units", "note", "amount", "day", "loose"],
        "aggregates": figures(sum="amount", max="at"),
    },
    {
        "op": "create_rollup", "name": "Good", "class": "Sale", "groupBy": ["kind", "shop"],
        "aggregates": figures(sum="amount"),
        "filter": {"and": [{"field": "units", "min": 5, "exclusiveMax": 30}, {"field": "note", "oneOf": ["note 1", "note 2"]}]},
    },
    {
        "op": "create_rollup", "name": "ByWeekday", "class": "Sale",
        "groupBy": [{"path": "day", "by": "WEEKDAY"}, "kind"], "aggregates": figures(sum="units", max="note"),
    },
    {"op": "create_rollup", "name": "Slow", "class": "Sale", "groupBy": ["kind"], "refresh": "manual"},
]  # fmt: skip
KEYS = (
    "kind: true", "kind: true", "shop: {id: true}", "shop: {name: true}", "shop: {size: {}}", "shop: {size: {width: 3}}",
    "shop: {city: {name: true}}", "shop: {city: {id: true}}", "paid: true", "note: true", "units: {}", "units: {width: 7}",
    "units: {bounds: [0, 10]}", "amount: {width: 50}", "amount: {}", "loose: {}", "rate: {}",
    "at: {by: HOUR}", 'at: {by: DAY, zone: "Asia/Kolkata"}', "at: {by: DAY}",
    *(f'at: {{by: {by}, zone: "Europe/Oslo"{fill}}}' for by in ("YEAR", "MONTH", "WEEK", "DAY", "WEEKDAY", "DAY_OF_MONTH")
      for fill in ("", ", fill: true")),
    *(f"day: {{by: {by}{fill}}}" for by in ("YEAR", "QUARTER", "MONTH", "WEEK", "MONTH_OF_YEAR", "QUARTER_OF_YEAR", "DAY")
      for fill in ("", ", fill: true")),
)  # fmt: skip
FITTING = {  # rollup -> keys and figures that it answers
    "ByShop": (
        ("kind: true", "shop: {id: true}", "shop: {name: true}", "shop: {size: {width: 3}}", "shop: {city: {name: true}}",
         "day: {by: MONTH, fill: true}", "day: {by: YEAR}", "day: {by: QUARTER_OF_YEAR}"),
        ("count", "fields { units { sum max count } }", "fields { amount { sum min } }", "fields { big { avg sum } }",
         "fields { rate { count } note { min } }", "fields { at { max } }", "fields { kind { count distinct } }",
         "fields { shop { _count _distinct size { max distinct } } }", "groupCount"),
    ),
    "ByCity": (
        ("shop: {city: {name: true}}", "paid: true", "shop: {size: {}}", 'at: {by: MONTH, zone: "Europe/Oslo"}',
         'at: {by: WEEK, zone: "Europe/Oslo", fill: true}', 'at: {by: WEEKDAY, zone: "Europe/Oslo", fill: true}'),
        ("count", "fields { big { sum count } }", "fields { units { sum } }", "fields { shop { size { sum min } } }",
         "fields { day { min } rate { max } }", "fields { amount { avg sum count } }", "fields { paid { any all count } }",
         "fields { shop { city { founded { min } name { distinct } } } }"),
    ),
    "Totals": ((), ("count", "fields { units { avg sum } }", "fields { amount { max sum } }", "fields { at { min } day { min } }")),
    "ByWeekday": (("day: {by: WEEKDAY}", "day: {by: WEEKDAY, fill: true}", "kind: true"), ("count", "fields { units { sum avg } }")),
    "ByNote": (
        ("note: true", "units: {}", "units: {bounds: [0, 10]}", "day: {by: WEEK}", "amount: {width: 50}"),
        ("count", "fields { amount { sum min distinct } }", "fields { at { max } }", "fields { note { values(first: 2) } }"),
    ),
}  # fmt: skip
SHOWN = {"shop: {id": "shop { _thing { id name } }", "shop: {city: {id": "shop { city { _thing { name } } }"}
NUMBERS = ("count", "sum", "avg", "min", "max")
FIGURES = (
    "count", "count", "groupCount",
    *(f"fields {{ {field} {{ {name} }} }}" for field in ("units", "big", "amount", "huge", "loose", "rate") for name in NUMBERS),
    *(f"fields {{ {field} {{ {name} }} }}" for field in ("day", "at", "note") for name in ("count", "min", "max")),
    *(f"fields {{ shop {{ size {{ {name} }} }} }}" for name in NUMBERS),
    "fields { shop { _count } }", "fields { shop { _distinct } }", "fields { shop { city { founded { min } } } }",
    "fields { kind { distinct } }", "fields { note { distinct values(first: 2) } }", "fields { paid { any all share } }",
    "fields { units { median } }", "nodes(first: 1) { id }",
)  # fmt: skip
FILTERS = (
    '{kind: {eq: web}}', "{kind: {isNull: true}}", '{shop: {name: {eq: "Shop 1"}}}', "{shop: {isNull: true}}",
    '{shop: {city: {name: {eq: "City 1"}}}}', "{paid: {eq: true}}", '{note: {in: ["note 1", "note 2"]}}',
    "{not: {paid: {eq: false}}}", "{or: [{units: {gt: 5}}, {note: {isNull: true}}]}", "{units: {gte: 5}}",
    "{shop: {city: {name: {isNull: true}}}}", '{shop: {city: {name: {ne: "City 1"}}}}', "{not: {shop: {size: {gt: 5}}}}",
    '{shop: {size: {gte: 3}, city: {name: {in: ["City 0", "City 1"]}}}}', "{shop: {or: [{size: {isNull: true}}, {name: {gt: \"T\"}}]}}",
    "{shop: {city: {isNull: true}}}", "{shop: {city: {isNull: false, name: {notIn: [\"City 1\"]}}}}",
    "{amount: {lt: 50}}", '{day: {gte: "2024-05-01"}}', '{day: {gte: "2024-01-01", lt: "2024-03-01"}}', '{day: {lt: "2024-05-02"}}',
    '{day: {gte: "infinity"}}', '{and: [{day: {gte: "2024-02-01"}}, {day: {lt: "2024-12-01"}, kind: {ne: web}}]}',
    *(f'{{at: {{gte: "{moment}"}}}}' for moment in ("2024-10-26T22:00:00Z", "2024-03-30T23:00:00Z", "2024-10-27T00:00:00Z")),
    '{at: {gte: "2024-01-01T00:00:00+01:00", lt: "2024-10-27T00:00:00+02:00"}}', '{not: {day: {lt: "2024-05-01"}}}', "{kind: {in: []}}", "{rate: {gt: 1}}", "{}",
)  # fmt: skip
ORDERS = (
    "{count: DESC}", "{count: ASC}", "{fields: {units: {sum: DESC}}}", "{fields: {amount: {avg: ASC_NULLS_FIRST}}}",
    "{fields: {at: {max: DESC_NULLS_LAST}}}", "{fields: {big: {sum: DESC}}}", '{count: DESC, filter: {kind: {eq: web}}}',
)  # fmt: skip
HAVING = ("{count: {gt: 2}}", "{fields: {units: {sum: {gt: 10}}}}", "{fields: {amount: {avg: {lte: 40}}}}")


def question(draw: random.Random, *, nested: bool) -> str:
    some_keys, some_figures = draw.choice([*FITTING.values()]) if draw.random() < 0.7 else (KEYS, FIGURES)
    keys = draw.sample(some_keys, min(draw.choice([0, 0, 1, 1, 2, 3]), len(some_keys)))
    if len({key.partition(":")[0] for key in keys}) < len(keys):
        keys = keys[:1]
    args = ["groupBy: [" + ", ".join(f"{{{key}}}" for key in keys) + "]"] if keys else []
    if draw.random() < 0.3:
        args.append(f"filter: {draw.choice(FILTERS)}")
    if draw.random() < 0.2:
        args.append(f"having: {draw.choice(HAVING)}")
    if draw.random() < 0.3:
        args.append(f"orderBy: [{', '.join(draw.sample(ORDERS, draw.randint(1, 2)))}]")
    shown = [selected(key) for key in keys]
    picked = [draw.choice(some_figures) for _ in range(draw.randint(1, 3))]
    if draw.random() < 0.2:
        filtered = draw.choice(FILTERS)
        picked += [f"count(filter: {filtered})", f"fields(filter: {filtered}) {{ units {{ sum }} }}"]
    if draw.random() < 0.2 and keys:
        args.append("first: 5")
        picked += ["cursor", "position"]
    body = " ".join([*dict.fromkeys(shown), *(f"f{number}: {one}" for number, one in enumerate(picked))])
    aggregate = f"salesAggregate{'(' + ', '.join(args) + ')' if args else ''} {{ {body} }}"
    return f"{{ shops(first: 20) {{ nodes {{ name {aggregate} }} }} }}" if nested else f"{{ {aggregate} }}"


def selected(key: str) -> str:
    for beginning, shown in SHOWN.items():
        if key.startswith(beginning):
            return f"key {{ {shown} }}"
    names = [part.strip(" {") for part in key.split(":")]
    if names[0] != "shop":
        return f"key {{ {names[0]} }}"
    return "key { shop { city { name } } }" if names[1] == "city" else f"key {{ shop {{ {names[1]} }} }}"


def migrate(api: Api, *operations: dict[str, Any]) -> None:
    api.owner.execute("select thing.migrate(%s, %s)", (api.tenant, Jsonb(list(operations))))


GOOD = (  # filters of what rollup Good counts, and of other things
    ('{units: {gte: 5, lt: 30}, note: {in: ["note 2", "note 1"]}}', True),
    ('{units: {gte: 5, lt: 30}, note: {in: ["note 2", "note 1"]}, kind: {eq: web}}', True),
    ('{and: [{units: {gte: 5}}, {units: {lt: 30}, kind: {ne: till}}], note: {in: ["note 1", "note 2"]}}', True),
    ('{units: {gte: 5, lt: 30}, note: {in: ["note 2", "note 1"]}, shop: {name: {eq: "Shop 1"}}}', True),
    ('{units: {gte: 5, lt: 30}, note: {in: ["note 2"]}}', False),
    ('{units: {gte: 5, lt: 30}, note: {in: ["note 2", "note 1"], ne: "note 1"}}', False),
    ('{units: {gte: 6, lt: 30}, note: {in: ["note 2", "note 1"]}}', False),
    ('{units: {gte: 5}, note: {in: ["note 2", "note 1"]}}', False),
    ('{units: {gte: 5, lt: 30}, note: {in: ["note 2", "note 1"]}, paid: {eq: true}}', False),
    ('{or: [{units: {gte: 5, lt: 30}, note: {in: ["note 2", "note 1"]}}, {kind: {eq: web}}]}', False),
    ('{not: {units: {gte: 5, lt: 30}, note: {in: ["note 2", "note 1"]}}}', False),
)  # fmt: skip


@pytest.fixture(scope="module")
def api(server: servers.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    rows = tmp_path_factory.mktemp("sales") / "rows.sql"
    rows.write_text(ROWS, encoding="utf-8")
    with serving(server, SCHEMA, rows) as api:
        add(api.owner, "tc_sale", 100)
        add(api.owner, "tc_refund", 50)
        migrate(api, *ROLLUPS)
        api.reload()
        yield api


def add(db: psycopg.Connection[Any], table: str, rows: int) -> None:
    db.execute(SALES.format(table=table, columns=COLUMNS, rows=rows).replace("%", "%%"))


def without_rollups(api: Api) -> Api:
    other = api.reloaded()
    entries = other.api.catalog.entries
    other.load(NotLoaded(head.id for head in other.api.catalog.by_name.values()))
    for class_id, cls in [*entries.items()]:
        entries[class_id] = replace(cls, rollups=())
    return other


def text(api: Api, query: str) -> str:
    plan, _ = api.plan(api.operation(query, limits=WIDE), {})
    assert isinstance(plan, QueryPlan)
    return plan.statement.text


def exact(cursor: re.Match[str]) -> str:
    """A cursor as what it says: a sum in it may have zeros at its end."""
    said = json.loads(base64.urlsafe_b64decode(cursor[1] + "=="))
    return str([re.sub(r"(\.\d*?)0+$", r"\1", value).removesuffix(".") if value else value for value in said])


def answer(api: Api, query: str) -> str:
    """Every byte of it."""
    try:
        plan, variables = api.plan(api.operation(query, limits=WIDE), {})
        return re.sub('"(WyJ[^"]+)"', exact, api.fetch(plan, variables).decode())
    except (ApiError, DatabaseError) as error:
        return str(error)


def test_answers_are_the_same(api: Api) -> None:
    direct, answered, cases = without_rollups(api), 0, examples(800)
    for seed in range(cases):
        draw = random.Random(seed)
        if seed % 20 == 0:
            write(api.owner, draw)
        query = question(draw, nested=draw.random() < 0.2)
        try:
            statement = text(api, query)
        except ApiError as refused:
            statement = str(refused)
        answered += "thing_rollups" in statement
        assert answer(api, query) == answer(direct, query), (seed, query)
    assert answered > cases / 3, answered


def write(db: psycopg.Connection[Any], draw: random.Random) -> None:
    statement = draw.choice(
        [
            "update tc_sale set units = units + 1, amount = amount - 1.5, loose = loose + 0.001 where random() < 0.2",
            "update tc_refund set shop = (select id from tc_shop order by random() limit 1), day = day + 40 where random() < 0.3",
            "delete from tc_sale where random() < 0.1",
            "update tc_city set name = 'City ' || (random() * 3)::integer where random() < 0.5",
            "update tc_shop set city = null, size = size + 1 where random() < 0.2",
            "update tc_sale set amount = null, note = null, kind = 'web' where random() < 0.1",
        ]
    )
    db.execute(statement)
    add(db, draw.choice(["tc_sale", "tc_refund"]), 10)


MONTHS = "{ salesAggregate(groupBy: [{day: {by: MONTH}}]) { key { day } count fields { units { sum } } } }"


def rows_read(api: Api, query: str) -> dict[str, int]:
    """Of each table, by the name of it."""
    plan, variables = api.plan(api.operation(query, limits=WIDE), {})
    assert isinstance(plan, QueryPlan)
    values = plan.statement.bind(variables, {})
    api.owner.execute(f"prepare explained as {plan.statement.text}")
    arguments = sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, values))) if values else sql.SQL("")
    found = api.owner.execute(sql.SQL("explain (analyze, format json) execute explained") + arguments).fetchone()
    api.owner.execute("deallocate explained")
    assert found is not None
    rows: dict[str, int] = {}

    def walk(node: dict[str, Any]) -> None:
        if "Relation Name" in node and node["Actual Loops"]:
            removed = node.get("Rows Removed by Filter", 0)
            rows[node["Relation Name"]] = int((node["Actual Rows"] + removed) * node["Actual Loops"])
        for inner in node.get("Plans", ()):
            walk(inner)

    walk(found[0][0]["Plan"])
    return rows


def test_groups_are_read_in_place_of_things(api: Api) -> None:
    read = rows_read(api, MONTHS)
    groups = api.owner.execute("select count(*) from tc_by_shop").fetchone()
    assert groups is not None
    assert read == {"thing_rollups": 1, "tc_by_shop": groups[0]}
    nested = "{ shops { nodes { salesAggregate { count } } } }"
    assert {"tc_sale", "tc_refund"} & rows_read(api, nested).keys() == set()


@pytest.mark.parametrize(
    ("chosen", "answered"),
    [
        ('{day: {gte: "2024-02-01"}}', True),
        ('{day: {gte: "2024-02-01", lt: "2024-06-01"}, kind: {eq: web}}', True),
        ('{day: {gte: "2024-02-02"}}', False),
        ('{day: {gt: "2024-02-01"}}', True),  # (of ByNote, which has each day)
        ('{at: {gte: "2024-02-01T00:00:00+01:00"}}', True),
        ('{at: {gte: "2024-02-01T00:00:00Z"}}', False),
    ],
)
def test_whole_periods_are_read_of_a_rollup(api: Api, chosen: str, answered: bool) -> None:
    by = 'at: {by: MONTH, zone: "Europe/Oslo"}' if "at:" in chosen else "day: {by: MONTH}"
    query = f"{{ salesAggregate(filter: {chosen}, groupBy: [{{{by}}}]) {{ key {{ {by[:3].strip(':')} }} count }} }}"
    assert ({"tc_sale", "tc_refund"} & rows_read(api, query).keys() == set()) is answered
    assert answer(api, query) == answer(without_rollups(api), query)


def test_clocks_that_go_back_at_midnight(api: Api) -> None:
    """In Havana the first hour of 3 November 2024 comes twice."""
    by = {"path": "at", "by": "DAY", "zone": "America/Havana"}
    migrate(api, {"op": "create_rollup", "name": "InHavana", "class": "Sale", "groupBy": [by]})
    api = api.reloaded()
    direct = without_rollups(api)
    api.owner.execute(
        "insert into tc_sale (at) select timestamptz '2024-11-03 03:30Z' + i * interval '15 minutes'"
        " from generate_series(0, 8) i"
    )
    try:
        for moment, whole in (("04:00", True), ("05:00", False)):
            chosen = f'{{at: {{gte: "2024-11-03T{moment}:00Z"}}}}'
            query = f"{{ salesAggregate(filter: {chosen}) {{ count }} }}"
            assert "tc_in_havana" in text(api, query)
            assert ("tc_sale" not in rows_read(api, query)) is whole
            assert answer(api, query) == answer(direct, query)
    finally:
        api.owner.execute("delete from tc_sale where at between '2024-11-03 03:00Z' and '2024-11-03 06:00Z'")
        migrate(api, {"op": "drop_class", "class": "InHavana"})


@pytest.mark.parametrize(("chosen", "answered"), GOOD)
def test_a_rollup_has_a_filter(api: Api, chosen: str, answered: bool) -> None:
    query = f"{{ salesAggregate(filter: {chosen}, groupBy: [{{kind: true}}]) {{ key {{ kind }} count fields {{ amount {{ sum avg }} }} }} }}"
    assert ("tc_good" in text(api, query)) is answered
    assert answer(api, query) == answer(without_rollups(api), query)


@pytest.mark.parametrize("chosen", [
    '{shop: {city: {name: {eq: "City 1"}}}}', "{shop: {city: {name: {isNull: true}}}}", "{not: {shop: {size: {gt: 5}}}}",
    '{shop: {size: {gte: 3}, city: {name: {in: ["City 0", "City 1"]}}}, paid: {eq: true}}', "{shop: {size: {ne: 4}}}",
])  # fmt: skip
def test_a_filter_follows_the_paths_of_a_rollup(api: Api, chosen: str) -> None:
    query = f"{{ salesAggregate(filter: {chosen}, groupBy: [{{paid: true}}]) {{ key {{ paid }} count fields {{ amount {{ avg }} }} }} }}"
    assert "tc_by_city" in text(api, query)
    assert answer(api, query) == answer(without_rollups(api), query)


def test_a_rollup_has_no_values_of_variables(api: Api) -> None:
    """What a plan is made for must not depend on them."""
    query = "query ($f: SaleFilter) { salesAggregate(filter: $f) { count } }"
    chosen = {"units": {"gte": 5, "lt": 30}, "note": {"in": ["note 1", "note 2"]}}
    plan, variables = api.plan(api.operation(query), {"f": chosen})
    assert "tc_good" not in str(plan)
    assert api.fetch(plan, variables) == answer(api, "{ salesAggregate(filter: %s) { count } }" % GOOD[0][0]).encode()  # noqa: UP031


def test_a_rollup_answers_when_it_is_filled(api: Api) -> None:
    before = answer(api, MONTHS)
    with api.owner.transaction(force_rollback=True):
        api.owner.execute("delete from thing_rollups")
        assert rows_read(api, MONTHS).keys() == {"thing_rollups", "tc_sale", "tc_refund"}
    with api.owner.transaction(force_rollback=True):
        api.owner.execute("delete from tc_by_shop")
        assert rows_read(api, MONTHS) == {"thing_rollups": 1, "tc_by_shop": 0}
    assert answer(api, MONTHS) == before


def test_a_large_class_is_counted_again_when_its_rollup_comes_back(api: Api) -> None:
    migrate(api, {"op": "drop_rollup", "name": "ByShop"})
    dropped = api.reloaded()
    assert "tc_by_shop" not in text(dropped, MONTHS)
    version = api.owner.execute("select max(version) - 1 from schema_versions").fetchone()
    assert version is not None
    with api.owner.transaction(force_rollback=True):
        api.owner.execute(
            "create or replace function thing.is_large(p_class_id integer) returns boolean language sql as 'select true'"
        )
        api.owner.execute("select thing.rollback(%s, %s)", (api.tenant, version[0]))
        filled = "select from thing_rollups r join thing_classes c on c.id = r.class_id and c.name = 'ByShop'"
        assert api.owner.execute(filled).fetchall() == []
    api.owner.execute("select thing.rollback(%s, %s)", (api.tenant, version[0]))
    assert "tc_by_shop" in text(api.reloaded(), MONTHS)
