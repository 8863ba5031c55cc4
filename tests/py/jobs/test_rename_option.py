"""An option of a select is renamed over a large table: by a job, beside writes, with one event for all of it."""

import json

import pytest

from tests.py.jobs.conftest import Large

pytestmark = pytest.mark.once

RENAME = {"op": "rename_option", "class": "Item", "field": "state", "from": "onSale", "to": "forSale"}


def with_state(large: Large) -> int:
    """The version of the schema with the field: half of the things are on sale."""
    field = {"name": "state", "type": "select", "params": {"values": ["draft", "onSale"]}, "default": "draft"}
    version = large.migrate({"op": "add_field", "class": "Item", "field": field})["version"]
    large.db.execute(f"update {large.table} set state = 'onSale' where n % 2 = 0")
    return int(version)


def test_things_follow_in_the_background_and_on_the_way_back(large: Large) -> None:
    version = with_state(large)
    before = large.checksum("n")
    seq = large.one(f"select max(seq) from {large.schema}.change_log")
    document = large.one("select thing.document(%s)", large.tenant)
    (state,) = [f for f in document["classes"][0]["fields"] if f["name"] == "state"]
    state["params"]["values"] = ["draft", "forSale"]
    state["renamedOptions"] = {"forSale": ["unknown", "onSale"]}
    assert large.one("select thing.diff(%s, %s)", large.tenant, json.dumps(document)) == [RENAME]

    done = large.migrate(RENAME)
    assert (len(done["jobs"]), done["diff"][0]["kind"]) == (1, "FIELD_TYPE_CHANGING")
    assert large.one("select thing.diff(%s, %s)", large.tenant, json.dumps(document)) == [], "it is under way"
    large.refused("TB034", lambda: large.migrate(RENAME | {"from": "draft", "to": "sketch"}))
    large.work(steps=2).close()
    assert large.one(f"select count(*) from {large.table} where state = 'forSale'") == 0, "nobody sees it yet"
    large.db.execute(f"update {large.table} set state = 'onSale' where n = 2999")
    large.db.execute(f"update {large.table} set name = 'x' where n = 3000")
    while large.one("select state from thing.jobs(%s)", large.tenant) == "running":
        pass
    large.work()
    column = large.one(f"select physical_name from {large.schema}.thing_class_fields where name = 'state' and dropped_version is null")  # fmt: skip
    count = f"select count(*) filter (where {column} = 'forSale') || '/' || count(*) from {large.table}"
    assert large.one(count) == "1501/3000"
    assert large.one("select thing.diff(%s, %s)", large.tenant, json.dumps(document)) == []
    told = large.one("select diff from thing.history(%s) limit 1", large.tenant)
    assert told == [{k: v for k, v in RENAME.items() if k != "op"} | {"kind": "OPTION_RENAMED", "impact": "BREAKING"}]
    operations = f"select string_agg(operation, ' ' order by seq) from {large.schema}.change_log where seq > {seq}"
    assert large.one(operations) == "schema update update schema"
    things = "select string_agg(h.changes #>> '{state,new}', ' ' order by h.seq)" \
        f" from {large.table} t, thing.history(%s, 'Item', t.id) h where t.n = %s"  # fmt: skip
    assert [large.one(things, large.tenant, n) for n in (2999, 3000)] == ["forSale", "forSale"]

    large.rollback(version)
    assert large.one(f"select count(*) from {large.table} where state = 'onSale'") == 1501
    assert [large.one(things, large.tenant, n) for n in (2999, 3000)] == ["onSale", "onSale"]
    assert before != large.checksum("n"), "two were written meanwhile"
    assert large.db.execute("select kind, object from thing.check(%s)", (large.tenant,)).fetchall() == []


def test_it_can_be_given_up(large: Large) -> None:
    with_state(large)
    version = large.migrate(RENAME)["version"]
    large.migrate({"op": "cancel_type", "class": "Item", "field": "state"})
    large.work()
    assert large.one(f"select count(*) from {large.table} where state = 'onSale'") == 1500
    assert large.rollback(version)["diff"][0]["kind"] == "FIELD_TYPE_CHANGING", "and taken up again"
    large.work()
    assert large.one("select diff -> 0 ->> 'kind' from thing.history(%s) limit 1", large.tenant) == "OPTION_RENAMED"


def test_fields_that_share_an_enum_go_over_together(large: Large) -> None:
    """One table is large: the fields of all go over in one version, and none before."""
    place = {"type": "select", "enum": "State"}
    version = large.migrate(
        {"op": "create_enum", "enum": "State", "values": ["draft", "onSale"]},
        {"op": "add_field", "class": "Item", "field": {"name": "state", "default": "draft", **place}},
        {"op": "add_field", "class": "Item", "field": {"name": "last", **place}},
        {
            "op": "create_class",
            "class": "Small",
            "fields": [{"name": "states", "type": "multiselect", "enum": "State"}],
        },
    )["version"]
    large.db.execute(f"update {large.table} set state = 'onSale' where n % 2 = 0")
    large.db.execute(f"insert into {large.schema}.tc_small (states) values ('{{draft,onSale}}')")
    rename = {"op": "rename_enum_option", "enum": "State", "from": "onSale", "to": "forSale"}
    document = large.one("select thing.document(%s)", large.tenant)
    document["enums"][0] |= {"values": ["draft", "forSale"], "renamedOptions": {"forSale": "onSale"}}
    assert large.one("select thing.diff(%s, %s)", large.tenant, json.dumps(document)) == [rename]

    def shown() -> list[object]:
        name = "select physical_name from {}.thing_class_fields where name = '{}' and dropped_version is null"
        state, last, states = (large.one(name.format(large.schema, each)) for each in ("state", "last", "states"))
        counts = f"select count(*) filter (where {state} = 'forSale') || '/' || count({last}) from {large.table}"
        return [large.one(counts), large.one(f"select {states} from {large.schema}.tc_small")]

    done = large.migrate(rename)
    assert (len(done["jobs"]), done["diff"][0]["kind"]) == (3, "FIELD_TYPE_CHANGING")
    assert large.one("select thing.diff(%s, %s)", large.tenant, json.dumps(document)) == [], "it is under way"
    add = {"op": "add_field", "class": "Small", "field": {"name": "more", **place}}
    large.refused("TB034", lambda: large.migrate(add))
    large.refused("TB034", lambda: large.migrate(rename | {"from": "draft", "to": "sketch"}))
    assert shown() == ["0/0", ["draft", "onSale"]]
    large.migrate({"op": "cancel_type", "class": "Small", "field": "states"})
    large.work()
    assert shown() == ["0/0", ["draft", "onSale"]], "given up for all"

    large.migrate(rename)
    large.db.execute(f"update {large.table} set last = 'onSale' where n = 2999")
    large.migrate({"op": "drop_field", "class": "Small", "field": "states"})
    large.work()
    told = large.one("select diff from thing.history(%s) limit 1", large.tenant)
    assert [change["kind"] for change in told] == ["ENUM_OPTION_RENAMED", "OPTION_RENAMED", "OPTION_RENAMED"]
    assert large.one("select thing.diff(%s, %s)", large.tenant, json.dumps(document))[0]["op"] == "add_field"
    large.rollback(version)
    assert shown() == ["0/1", ["draft", "onSale"]]
    assert large.one(f"select count(*) from {large.table} where state = 'onSale' and last is null") == 1500
    assert large.db.execute("select kind, object, message from thing.check(%s)", (large.tenant,)).fetchall() == []
