"""Aggregates equal an independent SQL: random groups, figures and filters over random rows.

THINGBASE_CASES is how many cases are tried, where it is set.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from py_api.compiler.plan import QueryPlan
from py_api.config import Limits
from py_api.errors import ApiError, DatabaseError
from tests.support import servers
from tests.support.compiled import Api, serving
from tests.support.examples import examples

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
  rate: Float
  paid: Boolean
  note: String
  kind: SaleKind
  shop: Shop
  before: Sale
}
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
-- (Times stand around the ends of summer time, and far from them.)
insert into tc_sale (id, day, at, units, big, amount, rate, paid, note, kind, shop)
select md5('sale' || i)::uuid,
       case when random() < 0.9 then date '2023-11-20' + (random() * 500)::integer end,
       case when random() < 0.9 then (array[timestamptz '2024-10-26 21:10Z', '2024-03-30 21:10Z', '2024-01-01 00:00Z',
           '2023-12-25 12:00Z'])[1 + (random() * 3)::integer] + floor(random() * 600) * interval '1 minute' end,
       case when random() < 0.9 then (random() * 60 - 20)::integer end,
       case when random() < 0.9 then (random() * 1e18)::bigint - 500000000000000000 end,
       case when random() < 0.9 then round((random() * 300 - 100)::numeric, 2) end,
       case when random() < 0.9 then round((random() * 4 - 1)::numeric, 1) end,
       case when random() < 0.8 then random() < 0.5 end,
       case when random() < 0.8 then 'note ' || (random() * 5)::integer end,
       case when random() < 0.8 then (array['web', 'till', 'post'])[1 + (random() * 2)::integer] end,
       case when random() < 0.9 then md5('shop' || 1 + (random() * 8)::integer)::uuid end
  from generate_series(1, 150) i;
update tc_sale set before = md5('sale' || (random() * 140 + 1)::integer)::uuid where random() < 0.7;
create view pg_temp.shops as
    select id, name, size, city, null::boolean as open from tc_shop union all select id, name, size, city, open from tc_stall;
create view pg_temp.sales as
    select s.*, (select h.name from pg_temp.shops h where h.id = s.shop) as shop_name,
           (select h.size from pg_temp.shops h where h.id = s.shop) as shop_size,
           (select (select c.name from tc_city c where c.id = h.city) from pg_temp.shops h where h.id = s.shop) as city_name,
           (select (select c.founded from tc_city c where c.id = h.city) from pg_temp.shops h where h.id = s.shop) as founded,
           (select b.kind from tc_sale b where b.id = s.before) as before_kind,
           (select b.at from tc_sale b where b.id = s.before) as before_at
      from tc_sale s;
"""
ZONES = ("UTC", "Europe/Oslo", "Asia/Kolkata", "America/St_Johns", "Pacific/Auckland")
COLUMNS = {  # path in the API -> column of the view
    "day": "day", "at": "at", "units": "units", "big": "big", "amount": "amount", "rate": "rate", "paid": "paid",
    "note": "note", "kind": "kind", "shop.name": "shop_name", "shop.size": "shop_size", "shop.city.name": "city_name",
    "shop.city.founded": "founded", "before.kind": "before_kind", "before.at": "before_at", "shop.id": "shop", "before.id": "before",
}  # fmt: skip
DIGITS = Context(prec=60)
DATES, TIMES = ("day", "shop.city.founded"), ("at", "before.at")
NUMBERS = {"units": "integer", "big": "bigint", "amount": "numeric", "rate": "float8", "shop.size": "integer"}


@pytest.fixture(scope="module")
def sales(server: servers.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    rows = tmp_path_factory.mktemp("sales") / "rows.sql"
    rows.write_text(ROWS, encoding="utf-8")
    with serving(server, SCHEMA, rows) as api:
        yield api


class Asked(NamedTuple):
    """A piece of an operation with the SQL that gives the same."""

    graphql: str
    selected: str
    expression: str
    name: str = ""


PARTS = {  # part -> SQL over {}: a local timestamp
    "YEAR": "make_date(extract(year from {})::int, 1, 1)",
    "QUARTER": "make_date(extract(year from {0})::int, (ceil(extract(month from {0}) / 3)::int - 1) * 3 + 1, 1)",
    "MONTH": "to_char({}, 'YYYY-MM-01')::date",
    "WEEK": "({0})::date - (to_char({0}, 'ID')::int - 1)",
    "DAY": "to_char({}, 'YYYY-MM-DD')::date",
    "QUARTER_OF_YEAR": "ceil(to_char({}, 'MM')::int / 3.0)::int",
    "MONTH_OF_YEAR": "to_char({}, 'MM')::int",
    "WEEK_OF_YEAR": "to_char({}, 'IW')::int",
    "DAY_OF_MONTH": "to_char({}, 'DD')::int",
    "WEEKDAY": "to_char({}, 'ID')::int",
    "HOUR_OF_DAY": "to_char({}, 'HH24')::int",
}
ENDS = {"YEAR": "1 year", "QUARTER": "3 months", "MONTH": "1 month", "WEEK": "1 week", "DAY": "1 day"}


def nested(path: str, leaf: str, inside: str = "{{{}: {}}}") -> str:
    for name in reversed(path.split(".")):
        leaf = inside.format(name, leaf)
    return leaf


def grouped(draw: random.Random, number: int) -> Asked:
    """A key of groups."""
    path = draw.choice(list(COLUMNS))
    column, how, args, which = f'"{COLUMNS[path]}"', "true", "", path
    expression = column
    if path in DATES or path in TIMES:
        part = draw.choice([*PARTS, "HOUR", "MINUTE", ""])
        zone = draw.choice(ZONES)
        if path in DATES and part in ("HOUR", "MINUTE", "HOUR_OF_DAY"):
            part = "DAY"
        zoned = f', zone: "{zone}"' if path in TIMES and part else ""
        local = f"({column} at time zone '{zone}')" if path in TIMES else f"{column}::timestamp"
        how = f"{{by: {part}{zoned}}}" if part else "{}"
        args = f"(by: {part})" if part else ""
        which = path + part
        if part in PARTS:
            expression = PARTS[part].format(local)
        elif part:
            rest = f"extract(second from {local})" + (f" + 60 * extract(minute from {local})" if part == "HOUR" else "")
            expression = f"{column} - make_interval(secs => {rest})"
        if part in ENDS and draw.random() < 0.3:
            args = f"(by: {part}, end: true)"
            expression = f"({expression} + interval '{ENDS[part]}')::date"
    elif path in NUMBERS:
        kind, way, end = NUMBERS[path], draw.randrange(3), draw.random() < 0.3
        how = "{}"
        if way == 1:
            width = draw.choice(["1", "7", "50"] if kind in ("integer", "bigint") else ["0.5", "1.25", "30"])
            width = f"{width}0000000000000000" if kind == "bigint" else width
            how = f"{{width: {width}}}"
            expression = f"((floor({column}::numeric / {width}) + {int(end)}) * {width})::{kind}"
        elif way == 2:
            bounds = sorted(draw.sample(range(-30, 60), draw.randint(1, 5)))
            how = f"{{bounds: {bounds}}}"
            cases = [f"when {column} >= {b} then {bounds[i + end] if i + end < len(bounds) else 'null'}" for i, b in enumerate(bounds)]  # fmt: skip
            below = f"when {column} < {bounds[0]} then {bounds[0] if end else 'null'}"
            # (Groups of nothing and of less than the first bound are two.)
            expression = f"(case {below} {' '.join(reversed(cases))} end)::{kind}"
            expression += f"@({column} is null)"
        args = "(end: true)" if end and way else ""
    if path.endswith(".id"):
        above = path.removesuffix(".id")
        return Asked(nested(path, "true"), f"k{number}: {above} {{ _thing {{ id }} }}", expression, which)
    *before, name = path.split(".")
    leaf = f"{name}{args}"
    selected = f"k{number}: {leaf}" if not before else f"k{number}: {before[0]} {{ " + " { ".join([*before[1:], leaf]) + " }" * len(before)  # fmt: skip
    return Asked(nested(path, how), selected, expression, which)


FIGURES = {  # figure -> SQL over {c}: a column, and {f}: a filter
    "count": "count({c}) {f}",
    "distinct": "count(distinct {c}) {f}",
    "sum": "sum({c}) {f}",
    "avg": "avg({c}) {f}",
    "min": "min({c}) {f}",
    "max": "max({c}) {f}",
    "stddev": "sqrt(var_samp({c}) {f})",
    "variance": "(sum({c}::numeric ^ 2) {f} - (sum({c}::numeric) {f}) ^ 2 / nullif(count({c}) {f}, 0))"
    " / nullif(count({c}) {f} - 1, 0)",
    "median": "(select (_a[(cardinality(_a) + 1) / 2] + _a[cardinality(_a) / 2 + 1])::numeric / 2"
    " from (select array_remove(array_agg({c}::numeric order by {c}) {f}, null)) _x (_a))",
    "percentile(p: 0.8)": "(select _a[ceil(cardinality(_a) * 0.8)]"
    " from (select array_remove(array_agg({c} order by {c}) {f}, null)) _x (_a))",
    "first": "(array_remove(array_agg({c} order by units desc, id desc) {f}, null))[1]",
    "last": "(array_remove(array_agg({c} order by units, id) {f}, null))[1]",
    "share": "sum({c}::int) {f} / nullif(count({c}) {f}, 0)::numeric",
    "any": "max({c}::int) {f} = 1",
    "all": "min({c}::int) {f} = 1",
}
ORDER = "orderBy: {units: DESC}"
ORDERED = ("percentile(p: 0.8)", "first", "last")
OF = {
    **dict.fromkeys(("units", "amount", "rate", "shop.size"), tuple(FIGURES)[:-3]),
    # (Of so large numbers PostgreSQL rounds the variance.)
    "big": ("count", "distinct", "sum", "avg", "min", "max", "median", "percentile(p: 0.8)", "first", "last"),
    **dict.fromkeys(
        ("day", "at", "note", "shop.city.name", "shop.city.founded", "before.at"),
        ("count", "distinct", "min", "max", *ORDERED),
    ),
    "paid": ("count", "distinct", "share", "any", "all", "first", "last"),
    **dict.fromkeys(("kind", "before.kind"), ("count", "distinct", "first", "last")),
    **dict.fromkeys(("shop.id", "before.id"), ("count", "distinct")),
}
FILTERS = (
    ("", "true"),
    ("{units: {gte: 5}}", "units >= 5"),
    ('{note: {eq: "note 1"}}', "note = 'note 1'"),
    ('{shop: {city: {name: {eq: "City 1"}}}}', "city_name = 'City 1'"),
    ("{paid: {eq: true}}", "paid"),
    ("{units: {gt: 1000}}", "false"),
)


def figure(draw: random.Random, number: int) -> Asked:
    chosen, condition = draw.choice(FILTERS) if draw.random() < 0.3 else ("", "")
    only = f"filter (where {condition})" if condition else ""
    if draw.random() < 0.2:
        args = f"(filter: {chosen})" if chosen else ""
        return Asked("", f"f{number}: count{args}", f"count(*) {only}")
    if draw.random() < 0.2:
        args = f"first: 2, orderBy: {{units: DESC}}, filter: {chosen or '{}'}"
        first = f"(array_agg(id order by units desc, id desc) {only})[1:2]"
        return Asked("", f"f{number}: nodes({args}) {{ id }}", f"coalesce({first}, array[]::uuid[])")
    field = draw.choice(list(OF))
    name = draw.choice(OF[field])
    args = f"({ORDER}, filter: {chosen})" if chosen else f"({ORDER})"
    expression = FIGURES[name].replace("{c}", f'"{COLUMNS[field]}"').replace("{f}", only)
    if field.endswith(".id"):
        selected = f"{{ {field.removesuffix('.id')} {{ _{name} }} }}"
    else:
        selected = nested(field, f"{{ {name} }}", "{{ {} {} }}")
    return Asked("", f"f{number}: fields{args} {selected}", expression)


def leaf(value: Any) -> Any:
    while isinstance(value, dict):
        ((_, value),) = value.items()
    return value


def normal(value: Any) -> Any:
    """Values of JSON and of psycopg alike."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, list):
        return tuple(str(leaf(item)) for item in value)
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).quantize(Decimal("1e-9"), context=DIGITS) + 0
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    try:
        return normal(Decimal(text))
    except ArithmeticError:
        return text.replace("Z", "+00:00")


def test_groups_equal_an_independent_sql(sales: Api) -> None:
    cases = int(os.environ.get("THINGBASE_CASES", examples(240)))
    wide = Limits(list_size=10_000, cost=10**9, answer_rows=10**9)
    for seed in range(cases):
        draw = random.Random(seed)
        keys = [grouped(draw, number) for number in range(draw.choice([0, 1, 1, 2, 3]))]
        if len({key.name for key in keys}) < len(keys):
            continue
        figures = [figure(draw, number) for number in range(draw.randint(1, 4))]
        chosen, condition = draw.choice(FILTERS)
        args = f"groupBy: [{', '.join(key.graphql for key in keys)}]" + (f", filter: {chosen}" if chosen else "")
        picked = f"key {{ {' '.join(key.selected for key in keys)} }}" if keys else ""
        query = f"{{ salesAggregate({args}) {{ {picked} {' '.join(f.selected for f in figures)} }} }}"
        groups = sales.run(query, limits=wide)["salesAggregate"]
        got = [
            tuple(normal(leaf(group["key"][f"k{i}"])) for i in range(len(keys)))
            + tuple(normal(leaf(group[f"f{i}"])) for i in range(len(figures)))
            for group in groups
        ]
        expressions = [key.expression.partition("@") for key in keys]
        more = [apart for _, _, apart in expressions if apart]
        group_by = ", ".join([*(expression for expression, _, _ in expressions), *more])
        columns = ", ".join([*(e for e, _, _ in expressions), *(f.expression for f in figures)])
        sql = f"select {columns} from pg_temp.sales where {condition}" + (f" group by {group_by}" if keys else "")
        expected = [tuple(map(normal, row)) for row in sales.owner.execute(sql).fetchall()]
        assert Counter(got) == Counter(expected), (seed, query, sql)


CHOICES = (  # figure in having and orderBy -> SQL over {f}: a filter; whether it is null for some
    ("count", "count(*) {f}", "count"),
    ("fields.units.sum", "sum(units) {f}", "number"),
    ("fields.rate.avg", "avg(rate::numeric) {f}", "number"),
    ("fields.shop.size.max", "max(shop_size) {f}", "number"),
    ("fields.note.min", "min(note) {f}", "text"),
    ("fields.paid.share", "avg(paid::int) {f}", "number"),
    ("fields.units.percentile", FIGURES["percentile(p: 0.8)"].replace("{c}", "units"), "number"),
    ("fields.day.percentile", FIGURES["percentile(p: 0.8)"].replace("{c}", "day"), "day"),
)
KEYS = (("note: true", "note"), ("kind: true", "kind"), ("shop: {id: true}", "shop"), ("units: {width: 20}", "floor(units / 20.0)"),
        ("day: {by: MONTH}", "date_trunc('month', day)"))  # fmt: skip
OPERANDS = {"count": ("5", "2"), "number": ("3", "0.5"), "text": ('"note 2"',), "day": ('"2024-06-01"',)}


def had(draw: random.Random, depth: int = 0) -> tuple[str, str]:
    """A condition on groups, and the same in SQL."""
    said, conditions = [], []
    only, condition = draw.choice(FILTERS)
    if only:
        said.append(f"filter: {only}")
    path, expression, kind = draw.choice(CHOICES)
    operator, sign = draw.choice([("gt", ">"), ("lte", "<=")])
    operand = draw.choice(OPERANDS[kind])
    if kind == "number" and path != "fields.rate.avg" and path != "fields.paid.share":
        operand = operand.partition(".")[0]
    value = f"{{{operator}: {operand}}}"
    said.append(nested(path, f"{{p: 0.8, value: {value}}}" if path.endswith("percentile") else value)[1:-1])
    literal = operand.replace('"', "'")
    conditions.append(f"({expression.replace('{f}', f'filter (where {condition})')}) {sign} {literal}")
    if depth < 2:
        for word in ("and", "or"):
            if draw.random() < 0.3:
                parts = [had(draw, depth + 1) for _ in range(2)]
                said.append(f"{word}: [{', '.join(part for part, _ in parts)}]")
                conditions.append("(" + f" {word} ".join(part for _, part in parts) + ")")
    return f"{{{', '.join(said)}}}", " and ".join(conditions)


@pytest.mark.once
def test_pages_of_groups_equal_the_whole(sales: Api) -> None:
    """What is chosen by figures, some of filtered things, equals an independent SQL; pages of it lie one behind another."""
    for seed in range(int(os.environ.get("THINGBASE_CASES", examples(120)))):
        draw = random.Random(seed)
        keys = draw.sample(KEYS, draw.randint(1, 2))
        having, condition = had(draw)
        order = []
        for _ in range(draw.randint(0, 2)):
            path = draw.choice(CHOICES)[0]
            direction = draw.choice(["ASC", "DESC", "ASC_NULLS_FIRST", "DESC_NULLS_LAST"])
            leaf_of_it = f"{{p: 0.8, order: {direction}}}" if path.endswith("percentile") else direction
            only = draw.choice(FILTERS)[0]
            order.append(nested(path, leaf_of_it)[:-1] + (f", filter: {only}}}" if only else "}"))
        if draw.random() < 0.3:
            name = keys[0][0].partition(":")[0]
            order.append(f"{{key: {{{name}: {'{name: DESC}' if name == 'shop' else 'DESC'}}}}}")
        fill = draw.random() < 0.2 and keys[0][0].endswith("}") and "shop" not in keys[0][0]
        grouped_by = [f"{{{key[:-1] + ', fill: true}' if fill and key == keys[0][0] else key}}}" for key, _ in keys]
        args = f"groupBy: [{', '.join(grouped_by)}], orderBy: [{', '.join(order)}]" + (
            "" if fill else f", having: {having}"
        )
        group = "cursor position groupCount count fields { units { sum } }"

        def ask(more: str = "", args: str = args, group: str = group) -> Any:
            query = f"{{ salesAggregate({args}{more}) {{ {group} }} }}"
            return sales.run(query)["salesAggregate"]

        whole = ask()
        assert [g["position"] for g in whole] == [*range(1, len(whole) + 1)]
        assert {g["groupCount"] for g in whole} <= {len(whole)}
        if not fill:
            sql = f"select count(*), sum(units) from pg_temp.sales group by {', '.join(k for _, k in keys)} having {condition}"
            expected = sales.owner.execute(sql).fetchall()
            got = [(g["count"], g["fields"]["units"]["sum"]) for g in whole]
            assert Counter((c, s and int(s)) for c, s in got) == Counter((c, s and int(s)) for c, s in expected), (
                seed,
                args,
            )
        size = draw.randint(1, 7)
        for argument, cursor, place in (("first", "after", -1), ("last", "before", 0)):
            pages: list[Any] = []
            more = f", {argument}: {size}"
            for _ in range(3 if len(whole) > 40 else len(whole)):
                if not (page := ask(more)):
                    break
                pages = [*pages, *page] if argument == "first" else [*page, *pages]
                more = f', {argument}: {size}, {cursor}: "{page[place]["cursor"]}"'
            part = whole[: len(pages)] if argument == "first" else whole[len(whole) - len(pages) :]
            assert pages == part, (seed, args, more)
        if len(whole) > 2:
            between = ask(f', after: "{whole[0]["cursor"]}", before: "{whole[-1]["cursor"]}"')
            assert between == whole[1:-1]


@pytest.mark.once
def test_gaps_are_filled(sales: Api) -> None:
    wide = Limits(list_size=10_000, cost=10**9, answer_rows=10**9)
    for zone in ZONES:
        query = f'{{ salesAggregate(groupBy: [{{at: {{by: DAY, zone: "{zone}", fill: true}}}}, {{paid: true}}]) {{ key {{ at paid }} count fields {{ units {{ sum }} }} }} }}'
        groups = sales.run(query, limits=wide)["salesAggregate"]
        times = sales.owner.execute("select at, paid, units from tc_sale").fetchall()
        counts = Counter((at and at.astimezone(ZoneInfo(zone)).date(), paid) for at, paid, _ in times)
        days = sorted({day for day, _ in counts if day})
        whole = [days[0] + timedelta(i) for i in range((days[-1] - days[0]).days + 1)]
        wanted = {(day.isoformat(), paid): counts[day, paid] for day in whole for paid in (True, False, None)}
        wanted |= {(None, paid): count for (day, paid), count in counts.items() if day is None}
        assert {(g["key"]["at"], g["key"]["paid"]): g["count"] for g in groups} == wanted
        assert all(g["fields"]["units"]["sum"] is None for g in groups if g["count"] == 0)
    hours = sales.run('{ salesAggregate(groupBy: {at: {by: HOUR, zone: "Europe/Oslo", fill: true}}, filter: {at: {gte: "2024-10-26T21:00:00Z", lt: "2024-10-27T08:00:00Z"}}) { key { at } } }', limits=wide)  # fmt: skip
    begins = [datetime.fromisoformat(g["key"]["at"]) for g in hours["salesAggregate"]]
    assert len(begins) > 5
    assert {b - a for a, b in pairwise(begins)} == {timedelta(hours=1)}
    # What is filled is bounded, whatever `first` says; `having` and `orderBy` see what was filled.
    for first in ("", ", first: 3"):
        with pytest.raises(DatabaseError) as caught:
            sales.run(f"{{ salesAggregate(groupBy: {{at: {{by: MINUTE, fill: true}}}}{first}) {{ count }} }}")
        assert caught.value.sqlstate == "TB066"
    empty = "{ salesAggregate(groupBy: {day: {by: DAY, fill: true}}, having: {count: {eq: 0}}, orderBy: {key: {day: DESC}}, first: 2) { count key { day } } }"
    assert [g["count"] for g in sales.run(empty)["salesAggregate"]] == [0, 0]


@pytest.mark.once
@pytest.mark.parametrize(
    ("key", "code"),
    [
        ('{at: {by: DAY, zone: "Europe/Osl0"}}', "TB068"),
        ('{at: {by: DAY, zone: "Europe/Nowhere"}}', "TB068"),
        ('{at: {by: HOUR, zone: "CET"}}', "TB068"),
        ("{units: {width: 0}}", "INVALID_VALUE"),
        ("{amount: {width: 1e-99}}", "INVALID_VALUE"),
        ("{units: {bounds: [3, 1]}}", "INVALID_VALUE"),
        (f"{{units: {{bounds: {[*range(101)]}}}}}", "INVALID_VALUE"),
        ("{units: {bounds: []}}", "INVALID_VALUE"),
        ("{units: {width: 1, bounds: [1]}}", "INVALID_GROUPING"),
        ("{units: {fill: true}}", "INVALID_GROUPING"),
        ("{shop: {}}", "INVALID_GROUPING"),
        ("[{units: {width: 2}}, {units: {}}]", "INVALID_GROUPING"),
        ("[{at: {by: DAY}}, {at: {by: DAY}}]", "INVALID_GROUPING"),
        ('[{paid: true}], after: "x"', "INVALID_CURSOR"),
    ],
)
def test_refused(sales: Api, key: str, code: str) -> None:
    plan, _ = sales.plan(sales.operation(f"{{ salesAggregate(groupBy: {key}) {{ count }} }}"), {})
    assert isinstance(plan, QueryPlan)
    if plan.failed:
        assert plan.failed["salesAggregate"].code == code
        return
    with pytest.raises((ApiError, DatabaseError)) as caught:
        sales.fetch(plan, {})
    error = caught.value
    assert code in (getattr(error, "code", None), getattr(error, "sqlstate", None))
