"""What servers read: images, what changed, links, positions; what is hidden, dropped, trimmed or from elsewhere."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

pytestmark = pytest.mark.once

Connection = psycopg.Connection[Any]
Connect = Callable[..., Connection]
Row = dict[str, Any]
SYSTEM = {"id", "version", "created_at", "updated_at", "created_by", "updated_by"}
CLASSES: list[Row] = [
    {
        "op": "create_class", "class": "Party", "abstract": True,
        "fields": [{"name": "title", "type": "text"}],
    },
    {
        "op": "create_class", "class": "Person", "extends": "Party",
        "fields": [{"name": "born", "type": "date"}, {"name": "friends", "type": "references", "target": "Person"}],
    },
    {
        "op": "create_class", "class": "Note",
        "fields": [
            {"name": "text", "type": "text"}, {"name": "secret", "type": "text"}, {"name": "price", "type": "decimal"},
            {"name": "due", "type": "datetime"}, {"name": "week", "type": "datetimeRange"},
            {"name": "about", "type": "reference", "target": "Party"},
        ],
    },
]  # fmt: skip
A, B = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"


@dataclass(slots=True)
class Reader:
    """Follows a tenant from when it was made; writes as superuser."""

    db: Connection
    tenant: str
    cursor: str = ""

    def write(self, statement: str, *values: Any) -> None:
        with self.db.transaction():
            self.db.execute(f"set local search_path = tenant_{self.tenant}, public")
            self.db.execute(statement, values)

    def migrate(self, *operations: Row) -> None:
        self.db.execute("select thing.migrate(%s, %s)", (self.tenant, json.dumps(operations)))

    def now(self) -> str:
        (cursor,) = self.db.execute("select thing.change_cursor(%s)", (self.tenant,)).fetchone() or ("",)
        return str(cursor)

    def page(
        self,
        cursor: str | None,
        limit: int = 500,
        upto: str | None = None,
        db: Connection | None = None,
        wanted: Any = None,
    ) -> "Page":
        cursors = (db or self.db).cursor(row_factory=dict_row)
        rows = cursors.execute(
            "select * from thing.read_events(%s, %s, %s, %s, %s)",
            (self.tenant, cursor, limit, upto, None if wanted is None else json.dumps(wanted)),
        ).fetchall()
        return Page(rows)

    def version(self) -> int:
        row = self.db.execute(f"select max(version) from tenant_{self.tenant}.schema_versions").fetchone()
        assert row is not None
        return int(row[0])

    def news(self) -> list[Row]:
        """All that is new; the reader is at the end afterwards."""
        page = self.page(self.cursor)
        assert page.more is False
        self.cursor = page.position
        return page

    def refused(self, *arguments: Any) -> str | None:
        with pytest.raises(psycopg.Error) as refused:
            self.page(*arguments)
        return refused.value.sqlstate


class Page(list[Row]):
    """The events of a page, and what each row says of the page."""

    def __init__(self, rows: list[Row]) -> None:
        ends = [tuple(row.pop(name) for name in ("position", "more", "looked_at")) for row in rows]
        ((self.position, self.more, self.looked_at),) = set(ends)
        super().__init__(row for row in rows if row["seq"] is not None)
        assert len(self) == len(rows) or (len(rows) == 1 and set(rows[0].values()) == {None})


@pytest.fixture
def reader(db: Connection, tenant: str) -> Reader:
    reader = Reader(db, tenant)
    reader.migrate(*CLASSES)
    reader.cursor = reader.now()
    return reader


def test_a_thing_from_first_to_last(reader: Reader) -> None:
    reader.write("insert into tc_note (id, text, price) values (%s, 'a', 1.50)", A)
    reader.write("update tc_note set text = 'b', due = '2024-01-01T00:00:00Z'")
    reader.write("set local thing.actor = 'kari'; delete from tc_note")
    first, second, third = reader.news()
    assert [e["operation"] for e in (first, second, third)] == ["insert", "update", "delete"]
    assert [e["version"] for e in (first, second, third)] == [1, 2, 3]
    assert {(e["class"], e["thing_id"]) for e in (first, second, third)} == {("Note", A)}
    assert first["old"] is None
    assert third["new"] is None
    assert first["new"] == second["old"]
    assert second["new"] == third["old"]
    assert first["new"].keys() == {"text", "secret", "price", "due", "week", "about"} | SYSTEM
    assert first["new"] | {"text": "a", "price": 1.50, "due": None, "version": 1} == first["new"]
    assert second["new"] | {"text": "b", "due": "2024-01-01T00:00:00+00:00", "version": 2} == second["new"]
    assert [e["changed"] for e in (first, second, third)] == [
        ["text", "price"],
        ["text", "due"],
        ["text", "price", "due"],
    ]
    assert [e["actor"] for e in (first, second, third)] == ["postgres", "postgres", "kari"]
    assert third["at"].endswith("+00:00")
    assert third["target"] is None


def _place(cursor: str) -> list[str]:
    """Of a cursor: before it stands when it was made, and behind it the signature of all that."""
    return cursor.partition(".")[0].partition("/")[2].split(":")[1:]


def _reaches(cursor: str, other: str) -> bool:
    """Is it at the same place, or further? Each transaction of the server moves it, autovacuum's too."""
    return all(int(here) >= int(there) for here, there in zip(_place(cursor)[:2], _place(other)[:2], strict=True))


def test_what_is_not_wanted_is_left_out(reader: Reader) -> None:
    """By class and by the values of columns, before or after a change; schema changes and links of the class stay."""
    note, person = (
        reader.db.execute(f"select id from tenant_{reader.tenant}.thing_classes where name = %s", (name,)).fetchone()
        for name in ("Note", "Person")
    )
    assert note
    assert person
    reader.write("insert into tc_person (id, title) values (%s, 'x'), (%s, 'y')", A, B)
    reader.write(f"insert into tj_{person[0]}_friends (source_id, target_id) values (%s, %s)", A, B)
    for text in ("a", "b", "c", None):
        reader.write("insert into tc_note (text) values (%s)", text)
    reader.write("update tc_note set text = 'd' where text = 'a'")
    reader.write("update tc_note set text = 'a' where text = 'b'")
    reader.write("update tc_note set secret = 'a' where text = 'c'")
    reader.write("delete from tc_note where text = 'a'")
    every = reader.page(reader.cursor)

    def found(classes: Any, version: int | None = None) -> list[tuple[str, str | None]]:
        rows = reader.page(
            reader.cursor, wanted={"version": reader.version() if version is None else version, "classes": classes}
        )
        assert rows.looked_at == len(every)
        assert _reaches(rows.position, every.position)
        plain = [{**row, "cursor": ""} for row in every]
        assert all({**row, "cursor": ""} in plain for row in rows)
        return [(row["operation"], (row["new"] or row["old"]).get("text")) for row in rows]

    everything = [(row["operation"], (row["new"] or row["old"]).get("text")) for row in every]
    key, other = str(note[0]), str(person[0])
    assert found({}) == []
    assert found({key: True}) == everything[3:]
    # What has the value before, and what has it after; b became a and was deleted.
    of_a = [("insert", "a"), ("update", "d"), ("update", "a"), ("delete", "a")]
    assert found({key: {"text": {"a": 1}}}) == of_a
    assert found({key: {"text": {"z": 1}, "version": {"1": 1}}}) == [
        ("insert", "a"), ("insert", "b"), ("insert", "c"), ("insert", None),
        ("update", "d"), ("update", "a"), ("update", "c")]  # fmt: skip
    assert found({key: {"text": {}}, other: {"title": {"y": 1}}}) == [("insert", None), ("link", None)]
    # Of another version, nothing is known of its columns; nor are those asked that are hidden.
    assert found({key: {"text": {"a": 1}}}, version=reader.version() - 1) == everything
    reader.migrate({"op": "drop_field", "class": "Note", "field": "secret"})
    every = reader.page(reader.cursor)
    assert ("update", "c") in found({key: {"secret": {"none": 1}}})
    assert found({})[-1] == ("schema", None)


def test_images_are_rows_again(reader: Reader) -> None:
    """jsonb_populate_record takes them; every value is exact."""
    reader.write(
        "insert into tc_note (id, text, price, due, week) values (%s, 'ø', 1e-20, now(), tstzrange(now(), null))", A
    )
    (event,) = reader.news()
    made = reader.db.execute(
        f"select r = o, r from tenant_{reader.tenant}.tc_note o,"
        f" jsonb_populate_record(null::tenant_{reader.tenant}.tc_note, %s::text::jsonb) r",
        (json.dumps(event["new"], default=str).replace("1E-20", "1e-20"),),
    ).fetchone()
    assert made
    assert made[0], made[1]


def test_what_did_not_change_is_not_told_whatever_the_writers_settings(connect: Connect, reader: Reader) -> None:
    """Dates and times are text in images: each writer's and reader's zone and style would make others of it."""
    reader.write("insert into tc_note (id, text, due, week) values (%s, 'a', now(), '[2024-01-01,2024-02-01)')", A)
    for n, settings in enumerate(
        ["timezone = 'Asia/Tokyo'", "datestyle = 'German'", "timezone = 'America/New_York'", ""]
    ):
        other = connect()
        if settings:
            other.execute(f"set {settings}")
        other.execute(f"update tenant_{reader.tenant}.tc_note set text = %s", (f"b{n}",))
    reading = connect()
    reading.execute("set timezone = 'Europe/Oslo'")
    reading.execute("set datestyle = 'SQL, DMY'")
    events = reader.page(reader.cursor, db=reading)
    assert [e["changed"] for e in events] == [["text", "due", "week"], *[["text"]] * 4]
    assert len({e["new"]["due"] for e in events}) == len({e["new"]["week"] for e in events}) == 1
    assert all(e["at"].endswith("+00:00") for e in events)


def test_what_is_hidden_never_comes(reader: Reader) -> None:
    """Neither of a field that is dropped, nor what its column held before; what is restored is there again."""
    reader.write("insert into tc_note (id, text, secret) values (%s, 'a', 'hush')", A)
    reader.write("update tc_note set secret = 'hush!', text = 'b'")
    before = reader.cursor
    reader.migrate({"op": "drop_field", "class": "Note", "field": "secret"})
    reader.write("update tc_note set text = 'c'")
    events = [e for e in reader.news() if e["operation"] != "schema"]
    assert "hush" not in json.dumps(events, default=str)
    assert "secret" not in json.dumps(events)
    assert [e["changed"] for e in events] == [["text"], ["text"], ["text"]]
    reader.db.execute("select thing.purge(%s, thing.schema_version(%s))", (reader.tenant, reader.tenant))
    assert "hush" not in json.dumps(reader.page(before), default=str), "its column is gone, what the log has is not"


def test_fields_that_come_go_or_change_type_did_not_change(reader: Reader) -> None:
    reader.write("insert into tc_note (id, text, secret) values (%s, 'a', '1')", A)
    reader.write("update tc_note set text = 'b'")
    reader.migrate({"op": "add_field", "class": "Note", "field": {"name": "more", "type": "integer", "default": 7}})
    reader.migrate({"op": "alter_field", "class": "Note", "field": "secret", "set": {"type": "integer"}})
    reader.migrate({"op": "rename_field", "class": "Note", "field": "text", "to": "body"})
    reader.migrate({"op": "rename_class", "class": "Note", "to": "Memo"})
    first, second, *_ = reader.news()
    assert second["changed"] == ["body"], "by today's name"
    assert (first["class"], second["class"]) == ("Memo", "Memo")


def test_classes_that_are_dropped_are_passed_over(reader: Reader) -> None:
    reader.write("insert into tc_note (id, text) values (%s, 'a')", A)
    reader.write("insert into tc_person (id, title) values (%s, 'p')", B)
    reader.write("update tc_note set text = 'b'")
    start = reader.cursor
    reader.migrate({"op": "drop_class", "class": "Note"})
    assert [(e["operation"], e["class"]) for e in reader.news()] == [("insert", "Person"), ("schema", None)]
    rows = reader.page(start, 1)
    assert rows == []
    assert rows.more, "a page may have no rows, and there are more"
    assert [r["class"] for r in reader.page(rows.position, 1)] == ["Person"]
    reader.db.execute("select thing.purge(%s, thing.schema_version(%s))", (reader.tenant, reader.tenant))
    assert [e["operation"] for e in reader.news()] == ["schema"]
    assert [e["class"] for e in reader.page(start) if e["class"]] == ["Person"]


def test_links_carry_their_thing(reader: Reader) -> None:
    reader.write("insert into tc_person (id, title) values (%s, 'a'), (%s, 'b')", A, B)
    reader.news()
    (join,) = reader.db.execute(
        "select relname from pg_class where relnamespace = %s::regnamespace and relname like 'tj%%' and relkind = 'r'",
        (f"tenant_{reader.tenant}",),
    ).fetchone() or ("",)
    reader.write(f"insert into {join} values (%s, %s)", A, B)
    reader.write("update tc_person set title = 'a2' where id = %s", A)
    reader.write(f"delete from {join}")
    link, _, unlink = reader.news()
    for event, operation, title in ((link, "link", "a"), (unlink, "unlink", "a2")):
        assert (event["operation"], event["class"], event["thing_id"], event["target"]) == (operation, "Person", A, B)
        assert event["old"] == event["new"]
        assert event["new"]["title"] == title
        assert event["changed"] == ["friends"]
        assert event["version"] is None
    reader.write(f"insert into {join} values (%s, %s)", A, B)
    reader.write("delete from tc_person where id = %s", A)
    link, *rest = reader.news()
    assert [e["operation"] for e in rest] in (["delete"], ["unlink", "delete"]), "nothing after the end of a thing"
    assert {e["new"]["title"] for e in (link, *rest) if e["operation"] != "delete"} == {"a2"}
    reader.migrate({"op": "drop_field", "class": "Person", "field": "friends"})
    assert [e["operation"] for e in reader.page(reader.cursor) if e["operation"] != "schema"] == []
    events = reader.page(reader.cursor.split("/")[0] + "/0:1:1:")
    assert not {e["operation"] for e in events} & {"link", "unlink"}, "links of a field that is hidden"


def test_what_extends_a_class_comes_as_what_it_is(reader: Reader) -> None:
    reader.write("insert into tc_person (id, title, born) values (%s, 'a', '2000-02-29')", A)
    reader.write("insert into tc_note (id, about) values (%s, %s)", B, A)
    person, note = reader.news()
    assert person["class"] == "Person"
    assert person["changed"] == ["title", "born"]
    assert note["new"]["about"] == A
    assert note["changed"] == ["about"]


def test_a_schema_change_says_what_it_means(reader: Reader) -> None:
    reader.migrate({"op": "drop_field", "class": "Party", "field": "title"})
    (event,) = reader.news()
    assert (event["operation"], event["version"], event["class_id"], event["thing_id"]) == ("schema", 2, None, None)
    assert event["new"] | {
        "version": 2, "oldVersion": 1, "author": "postgres", "reverts": None, "impact": "BREAKING",
        "classes": ["Party", "Person"], "fields": ["Party.title", "Person.title"],
    } == event["new"]  # fmt: skip


def test_pages_and_positions(reader: Reader) -> None:
    """Every row's cursor goes on after it, the last one's after the page; so does that of a page without rows."""
    start = reader.cursor
    for n in range(7):
        reader.write("insert into tc_note (text) values (%s)", str(n))
    whole = [e["seq"] for e in reader.page(start)]
    assert len(whole) == 7
    for limit in (1, 2, 3, 7, 8):
        got: list[int] = []
        cursor, more = start, True
        while more:
            rows = reader.page(cursor, limit)
            assert [[e["seq"] for e in reader.page(row["cursor"])] for row in rows] == [
                whole[whole.index(row["seq"]) + 1 :] for row in rows
            ]
            got += [row["seq"] for row in rows]
            assert rows.more or len(got) == 7
            assert not rows or rows.position == rows[-1]["cursor"]
            cursor, more = rows.position, rows.more
        assert got == whole, limit
        assert reader.page(cursor) == []


def test_the_position_of_who_has_nothing_to_read_is_that_of_now(reader: Reader) -> None:
    """So retention never catches up with it."""
    reader.write("create table scratch (); drop table scratch")
    nothing = reader.page(reader.cursor)
    assert (nothing, nothing.more, nothing.looked_at) == ([], False, 0)
    assert nothing.position != reader.cursor
    reader.write("insert into tc_note (text) values ('a')")
    reader.news()
    reader.db.execute("select thing.trim_change_log(%s, '0')", (reader.tenant,))
    assert reader.news() == []
    assert reader.refused(nothing.position) == "TB050"


def test_up_to_a_boundary(connect: Connect, reader: Reader) -> None:
    """A replay ends exactly where somebody else began: a transaction that was open then comes to the other."""
    start = reader.cursor
    reader.write("insert into tc_note (text) values ('before')")
    late = connect()
    with late.transaction():
        late.execute(f"insert into tenant_{reader.tenant}.tc_note (text) values ('late')")
        reader.write("insert into tc_note (text) values ('before, too')")
        boundary = reader.now()
    reader.write("insert into tc_note (text) values ('after')")

    def texts(rows: list[Row]) -> list[str]:
        return [row["new"]["text"] for row in rows]

    replay = reader.page(start, upto=boundary)
    assert texts(replay) == ["before", "before, too"]
    assert (replay.position, replay.more) == (boundary, False)
    assert texts(reader.page(boundary)) == ["late", "after"]
    first = reader.page(start, 1, boundary)
    assert texts(first) == ["before"]
    assert first.more
    assert texts(reader.page(first.position, 500, boundary)) == ["before, too"]
    ahead = reader.now()
    assert reader.page(ahead, upto=boundary).position == ahead, "it never goes back"


def test_whose_cursor_cannot_be_honoured_is_told(reader: Reader) -> None:
    start = reader.cursor
    identity = start.split("/")[0]
    assert reader.refused(None) == "TB051"
    assert reader.refused("rubbish") == "TB051"
    assert reader.refused(start, 500, "rubbish") == "TB051"
    assert reader.refused(start.replace(identity, "0" * 32)) == "TB050"
    assert reader.refused(start, 500, start.replace(identity, "0" * 32)) == "TB050", "nor a boundary of elsewhere"
    assert reader.refused(f"{identity}/1764072000123456:10:9000000000000:") == "TB050", "of the future"
    assert reader.refused(start, 500, f"{identity}/1764072000123456:10:9000000000000:") == "TB050"
    reader.write("insert into tc_note (text) values ('a')")
    reader.db.execute("select thing.trim_change_log(%s, '0')", (reader.tenant,))
    with pytest.raises(psycopg.Error) as refused:
        reader.page(start)
    assert refused.value.sqlstate == "TB050"
    assert refused.value.diag.message_detail
    anew = json.loads(refused.value.diag.message_detail)["cursor"]
    reader.write("insert into tc_note (text) values ('b')")
    assert [row["new"]["text"] for row in reader.page(anew)] == ["b"], "the detail says where to start anew"


def test_a_log_from_elsewhere_is_no_event(reader: Reader) -> None:
    reader.write("insert into tc_note (text) values ('there')")
    reader.write("update change_log_state set identity = 'another cluster'")
    assert reader.news() == []
    reader.write("insert into tc_note (text) values ('here')")
    assert [row["new"]["text"] for row in reader.news()] == ["here"]


def test_what_still_runs_is_not_looked_at(connect: Connect, reader: Reader) -> None:
    """A transaction that has written a lot and is open costs others' readers nothing; then it comes whole."""
    late = connect()
    with late.transaction():
        late.execute(f"insert into tenant_{reader.tenant}.tc_note (text) select 'late' from generate_series(1, 30000)")
        reader.write("insert into tc_note (text) values ('a')")
        before = reads(reader)
        assert [row["new"]["text"] for row in reader.news()] == ["a"]
        assert reads(reader) - before < 500
    assert len(reader.page(reader.cursor, 10000)) == 10000


def reads(reader: Reader) -> int:
    """Rows of the log that have been looked at by index, so far."""
    reader.db.execute("select pg_stat_force_next_flush()")
    reader.db.execute("select 1")
    (count,) = reader.db.execute(
        "select sum(idx_tup_read) from pg_stat_all_indexes where schemaname = %s and relname = 'change_log'",
        (f"tenant_{reader.tenant}",),
    ).fetchone() or (0,)
    return int(count)


def test_a_tenant_reads_its_own_alone(
    connect: Connect, reader: Reader, make_tenants: Callable[[int], list[str]]
) -> None:
    (other,) = make_tenants(1)
    own = connect(reader.tenant)
    assert reader.page(reader.cursor, db=own).more is False
    with pytest.raises(psycopg.Error) as refused:
        own.execute("select * from thing.read_events(%s, %s)", (other, reader.cursor))
    assert refused.value.sqlstate == "TB044"
    for internal in (
        "event_rows('{1}')",
        "live_images(1, '{}')",
        f"change_batch('{other}', null, 1)",
        "schema_event(1)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            own.execute(f"select * from thing.{internal}")


@pytest.mark.postgis
def test_geometries_are_exact(reader: Reader) -> None:
    reader.migrate({"op": "create_class", "class": "Place", "fields": [{"name": "at", "type": "geometry"}]})
    reader.news()
    point = "st_setsrid(st_makepoint(1.0000000000000002, 1/3.0::float8), 4326)"
    reader.write(f"insert into tc_place (id, at) values (%s, {point})", A)
    reader.write("update tc_place set at = null")
    first, second = reader.news()
    assert first["new"] == second["old"]
    assert second["changed"] == ["at"]
    same = reader.db.execute(f"select %s::text::geometry::text = {point}::text", (second["old"]["at"],)).fetchone()
    assert same == (True,), "every bit of it"
    reader.write(f"update tc_place set at = {point}")
    (third,) = reader.news()
    assert third["new"]["at"] == first["new"]["at"], "of a live row as of the log"
