"""Every conversion there is, over generated values: there and back, and rolled back."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.support import servers
from tests.support.examples import examples

Database = psycopg.Connection[Any]
NAMES = ["red", "green", "blue"]
PARAMS: dict[str, dict[str, Any]] = {
    "select": {"values": NAMES}, "multiselect": {"values": NAMES}, "vector": {"dimensions": 3},
}  # fmt: skip

integers = st.integers(-(2**31), 2**31 - 1) | st.integers(-20, 20)
bigints = st.integers(-(2**63), 2**63 - 1) | integers
decimals = st.decimals(
    allow_nan=False, allow_infinity=False, places=3, min_value=-(10**20), max_value=10**20
) | bigints.map(Decimal)
floats = (
    st.floats(allow_nan=False, allow_infinity=False)
    | integers.map(float)
    | st.sampled_from([-0.0, 5e-324, 1.7e308, 0.1])
)
dates = st.dates() | st.just(date(2024, 2, 29))
moments = st.datetimes(timezones=st.just(UTC)) | dates.map(lambda d: datetime(d.year, d.month, d.day, tzinfo=UTC))
labels = st.from_regex(r"\A[A-Za-z0-9_]{1,8}(\.[A-Za-z0-9_]{1,8}){0,3}\Z")
plain = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
kinds = (
    st.none()
    | st.booleans()
    | integers
    | plain
    | st.lists(integers | plain, max_size=3)
    | st.dictionaries(plain, integers, max_size=2)
)
lists = st.lists(st.sampled_from(NAMES), max_size=3)
points = st.fixed_dictionaries(
    {"type": st.just("Point"), "coordinates": st.tuples(st.integers(-180, 180), st.integers(-90, 90)).map(list)}
)
vectors = st.lists(st.integers(-9, 9).filter(bool), min_size=3, max_size=3)


def decimal_text(value: Decimal) -> str:
    return format(value, "f")


# As text that PostgreSQL reads as a value of the type.
VALUES: dict[str, st.SearchStrategy[str]] = {
    "integer": integers.map(str),
    "bigint": bigints.map(str),
    "decimal": decimals.map(decimal_text),
    "float": floats.map(repr),
    "boolean": st.booleans().map(str),
    "date": dates.map(date.isoformat),
    "time": st.times().map(time.isoformat),
    "datetime": moments.map(lambda m: m.isoformat()),
    "uuid": st.uuids().map(str),
    "json": (kinds | dates.map(date.isoformat) | st.uuids().map(str) | lists | points | vectors)
    .filter(lambda v: v is not None)
    .map(json.dumps),
    "select": st.sampled_from(NAMES),
    "multiselect": lists.map(lambda names: "{" + ",".join(names) + "}"),
    "email": st.from_regex(r"\A[a-z]{1,8}@[a-z]{1,8}\.org\Z"),
    "url": st.from_regex(r"\Ahttps://[a-z]{1,8}\.org/[a-z]{0,8}\Z"),
    "tree": labels,
    "geometry": points.map(lambda p: "SRID=4326;POINT({} {})".format(*p["coordinates"])),
    "vector": vectors.map(json.dumps),
}
VALUES["textList"] = st.lists(st.sampled_from([*NAMES, "a b", "", "NULL", "ä"]), max_size=3).map(
    lambda words: json.dumps(words).replace("[", "{").replace("]", "}")
)
VALUES["text"] = st.one_of(
    plain,
    st.sampled_from(
        [
            "",
            "007",
            "+5",
            " 1",
            "1e5",
            "1e999",
            "NaN",
            "Infinity",
            "now",
            "2024-02-30",
            "25:00",
            "null",
            "{}",
            "0.10",
            "-0",
            "a..b",
            "TRUE",
        ]
    ),
    st.sampled_from(NAMES),
    *(
        VALUES[t]
        for t in (
            "integer",
            "bigint",
            "decimal",
            "float",
            "date",
            "time",
            "datetime",
            "uuid",
            "json",
            "email",
            "url",
            "tree",
        )
    ),
    st.booleans().map(lambda b: str(b).lower()),
)


@cache
def drawn(type_: str) -> list[str]:
    """Values of the type, the simplest one first."""
    values: list[str] = []

    @settings(max_examples=examples(160), database=None, phases=[Phase.generate])
    @given(VALUES[type_])
    def draw(value: str) -> None:
        values.append(value)

    draw()
    return values


@pytest.fixture(scope="module")
def changing(server: servers.Server) -> Iterator[tuple[Database, str]]:
    """A tenant for all pairs, each with a class of its own, and a connection whose settings are not the usual ones."""
    slug = f"t{uuid4().hex[:12]}"
    with psycopg.connect(server.url, autocommit=True) as db:
        db.execute("select thing.create_tenant(%s)", (slug,))
        db.execute("set timezone = 'Asia/Kathmandu'")  # conversions look at no session's settings
        db.execute("set datestyle = 'German'")
        yield db, slug
        db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


def pairs() -> list[tuple[str, str]]:
    """From sql/42_conversions.sql, so that a pair that is added there is tested."""
    from py_api.config import SQL

    found = []
    for line in (SQL / "42_conversions.sql").read_text(encoding="utf-8").splitlines():
        if line.startswith("    ('") and line.count("'") >= 4:
            froms, tos = line.split("'")[1], line.split("'")[3]
            found += [(f, t) for f in froms.split(",") for t in tos.split(",")]
    return sorted(set(found))


def test_pairs_are_those_of_the_registry(db: Database) -> None:
    lists = {name for (name,) in db.execute("select name from thing.field_types where item is not null")}
    found = set(db.execute("select from_type, to_type from thing.conversions").fetchall())
    assert {pair for pair in found if not lists & {*pair}} == {pair for pair in pairs() if not lists & {*pair}}
    assert set(pairs()) <= found


@settings(max_examples=12, phases=[Phase.generate])
@given(data=st.data())
def test_lists_convert_as_their_items_do(changing: tuple[Database, str], data: st.DataObject) -> None:
    db, _ = changing
    among = db.execute(
        """select c.from_type, c.to_type, a.item, b.item, thing.column_type(c.from_type, '{}')
             from thing.conversions c join thing.field_types a on a.name = c.from_type join thing.field_types b on b.name = c.to_type
            where a.item is not null and b.item is not null and a.params = '{}' and b.params = '{}'"""
    ).fetchall()
    assert len(among) > 20
    for from_type, to_type, item, other, column in among:
        values = data.draw(st.lists(VALUES[item], max_size=3))
        (whole, fits), (single, each) = (
            db.execute("select value, guard from thing.conversion_sql(%s, %s, '{}', %s)", arguments).fetchall()[0]
            for arguments in ((from_type, to_type, "v.v"), (item, other, "i.v"))
        )
        query = f"""
            select case when {fits} then to_jsonb({whole}) end, (
                       select case when bool_and({each}) is not false
                              then coalesce(jsonb_agg(case when {each} then {single} end), '[]') end
                         from unnest(v.v) i (v))
              from (select $1::text[]::{column} as v) v"""
        row = db.execute(query.replace("%", "%%").replace("$1", "%s"), (values,)).fetchone()
        assert row is not None
        assert row[0] == row[1], (from_type, to_type, values)


class Column:
    """A class Item with one field, v, of a type, and a row per value."""

    def __init__(self, db: Database, tenant: str, name: str, type_: str, values: list[str]) -> None:
        self.db, self.tenant, self.name = db, tenant, name
        field = {"name": "v", "type": type_, "params": PARAMS.get(type_, {})}
        self.migrate({"op": "create_class", "class": name, "fields": [field]})
        self.table = f"tenant_{tenant}.tc_{name.lower()}"
        self.version = self.one("select thing.schema_version(%s)", tenant)
        rows = ", ".join("('{}')".format(value.replace("'", "''")) for value in values)
        db.execute(f"insert into {self.table} (v) values {rows}, (null)")

    def one(self, query: str, *arguments: Any) -> Any:
        row = self.db.execute(query, arguments or None).fetchone()
        assert row is not None
        return row[0]

    def migrate(self, operation: dict[str, Any]) -> None:
        self.db.execute("select thing.migrate(%s, %s::jsonb)", (self.tenant, json.dumps([operation])))

    def retype(self, type_: str) -> list[str]:
        """Change the type; the ids that were refused."""
        change = {"type": type_, "params": PARAMS.get(type_, {})}
        try:
            self.migrate({"op": "alter_field", "class": self.name, "field": "v", "set": change})
        except psycopg.Error as error:
            if error.sqlstate == "TB032":  # the new type's own rule: an e-mail address, a URL
                return [i for entry in json.loads(error.diag.message_detail or "") for i in entry["ids"]]
            if error.sqlstate != "TB033":
                raise
            return [row["id"] for entry in json.loads(error.diag.message_detail or "") for row in entry["values"]]
        return []

    def image(self) -> dict[str, str | None]:
        """id -> the value as text, exact: numeric with its scale, float with all its digits."""
        column = self.one(
            f"select f.physical_name from tenant_{self.tenant}.thing_class_fields f join tenant_{self.tenant}.thing_classes c"
            f" on c.id = f.class_id where c.name = %s and f.dropped_version is null",
            self.name,
        )
        return dict(self.db.execute(f"select id::text, {column}::text from {self.table}").fetchall())

    def delete(self, ids: list[str]) -> None:
        self.db.execute(f"delete from {self.table} where id = any(%s::uuid[])", (ids,))


@pytest.mark.parametrize(("from_type", "to_type"), pairs(), ids=[f"{f}-{t}" for f, t in pairs()])
def test_there_and_back(changing: tuple[Database, str], from_type: str, to_type: str) -> None:
    db, tenant = changing
    missing = db.execute(
        "select t.extension from thing.field_types t where t.name = any(%s) and t.extension is not null"
        " and not exists (select from pg_extension e where e.extname = t.extension)", ([from_type, to_type],),
    ).fetchall()  # fmt: skip
    if missing:
        pytest.skip(f"no extension {missing[0][0]}")
    # On the second server: what PostgreSQL reads and writes, which differs by version, and what it alone has.
    if settings.get_current_profile_name() == "again" and not {"text", "json", "geometry"} & {from_type, to_type}:
        pytest.skip("the first server has tried it")
    values = drawn(from_type)
    name = f"{from_type}to{to_type}".capitalize()
    column = Column(db, tenant, name, from_type, values)
    rounds = 0
    while refused := column.retype(to_type):  # ten at a time are told
        column.delete(refused)
        rounds += 1
        assert rounds <= len(values) // 10 + 1, "the rows that are told are those that are in the way"
    there = column.image()
    assert sum(v is None for v in there.values()) == 1, "null stays null, and nothing becomes null"

    column.db.execute("select thing.rollback(%s, %s)", (tenant, column.version))
    before = column.image()
    assert before.keys() == there.keys()
    if (pairs().index((from_type, to_type)) + 1) % examples(18):  # (a third of them in the suite)
        return

    assert column.retype(to_type) == []
    assert column.image() == there, "the same values again"
    back_known = db.execute(
        "select from thing.conversions where (from_type, to_type) = (%s, %s)", (to_type, from_type)
    ).fetchone()
    if back_known is not None:
        refused_back = column.retype(from_type)
        if not refused_back:
            back = column.image()
            assert column.retype(to_type) == []
            assert column.image() == there, "what came back means the same"
            if from_type not in ("text", "float", "decimal", "json"):
                assert back == before, "and is the same, where a value has one spelling"
    column.db.execute("select thing.rollback(%s, %s)", (tenant, column.version))
    assert column.image() == before, "rolled back, every value is exactly what it was"


def test_unknown_conversions_name_the_known(db: Database, tenant: str) -> None:
    column = Column(db, tenant, "Item", "date", ["2024-02-29"])
    with pytest.raises(psycopg.Error) as caught:
        column.migrate({"op": "alter_field", "class": "Item", "field": "v", "set": {"type": "boolean"}})
    assert caught.value.sqlstate == "TB033"
    assert json.loads(caught.value.diag.message_detail or "")["conversions"] == ["dateList", "datetime", "json", "text"]
