"""thing.diff on generated catalogs: what it gives can be applied, and then there is no difference left."""

from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from tests.support.examples import examples

Document = dict[str, Any]

CLASSES = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"]
FIELDS = ["a", "b", "c", "d", "e"]
RULES: dict[str, list[dict[str, Any]]] = {
    "text": [{}, {"required": True}, {"minLength": 2, "maxLength": 9}, {"unique": True}, {"pattern": "^[a-z]*$"}],
    "integer": [{}, {"min": 0}, {"min": -5, "max": 5, "required": True}, {"unique": True}],
    "boolean": [{}, {"required": True}],
    "date": [{}, {"min": "2000-01-01"}],
    "json": [{}],
    "reference": [{}, {"required": True}],
    "references": [{}],
}
INDEXABLE = {"text", "integer", "date"}


@st.composite
def a_field(draw: st.DrawFn, name: str, targets: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(sorted(RULES)))
    field: dict[str, Any] = {"name": name, "type": kind, "rules": draw(st.sampled_from(RULES[kind]))}
    if kind in ("reference", "references"):
        target = draw(st.sampled_from([*targets, None]))
        field |= {"target": target} if target else {}
        field |= draw(st.sampled_from([{}, {"onDelete": "cascade"}]))
    if kind in INDEXABLE and draw(st.booleans()):
        field |= {"indexed": True, "personal": True}
    return field | draw(st.sampled_from([{}, {"label": "Tricky 'label' \"x\""}, {"deprecated": "gone soon"}]))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document that is sound: every class once, a forest of parents, no field twice on a line."""
    names = draw(st.lists(st.sampled_from(CLASSES), unique=True, max_size=5))
    classes: dict[str, dict[str, Any]] = {}
    lines: dict[str, list[str]] = {}  # the class and its ancestors
    members: dict[str, dict[str, dict[str, Any]]] = {}  # all fields of a class
    for name in draw(st.permutations(names)):
        parent = draw(st.sampled_from([None, *classes]))
        inherited = members[parent] if parent else {}
        free = [f for f in FIELDS if f not in inherited]
        own = (
            [draw(a_field(f, names)) for f in draw(st.lists(st.sampled_from(free), unique=True, max_size=3))]
            if free
            else []
        )
        members[name] = inherited | {f["name"]: f for f in own}
        lines[name] = [name, *(lines[parent] if parent else [])]
        entry: dict[str, Any] = {"name": name, "fields": own} | ({"extends": parent} if parent else {})
        integers = [f for f, d in members[name].items() if d["type"] == "integer"]
        if len(integers) >= 2 and draw(st.booleans()):
            check = {"rule": "compare", "field": integers[0], "operator": "lte", "other": integers[1]}
            entry["rules"] = {"checks": {"order" + name: check}}
        scalars = [f for f, d in members[name].items() if d["type"] in ("text", "integer", "date", "boolean")]
        if bool(scalars) and draw(st.booleans()):
            entry["uniques"] = [{"name": "u" + name, "fields": draw(st.permutations(scalars))[:2]}]
        overridable = [f for f in inherited if inherited[f]["type"] == "integer"]
        if bool(overridable) and draw(st.booleans()):
            entry["overrides"] = [{"name": overridable[0], "rules": {"max": 50}}]
        classes[name] = entry
    return {"classes": draw(st.permutations(list(classes.values())))}


def refused(error: psycopg.Error) -> bool:
    """What may not change between two documents: parent, target, and types without a safe conversion."""
    said = str(error)
    return error.sqlstate in ("TB033", "TB035") or (error.sqlstate == "TB020" and "that cannot change" in said)


@pytest.mark.once
@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(documents(), min_size=1, max_size=3))
def test_applied_there_is_no_difference(db: psycopg.Connection[Any], tenant: str, steps: list[Document]) -> None:
    with db.transaction(force_rollback=True):
        for document in steps:
            try:
                with db.transaction():
                    operations = value(db, "select thing.diff(%s, %s)", tenant, Jsonb(document))
            except psycopg.Error as error:
                if refused(error):
                    continue
                raise
            if operations:
                planned = value(db, "select thing.plan(%s, %s)", tenant, Jsonb(operations))
                done = value(db, "select thing.migrate(%s, %s)", tenant, Jsonb(operations))
                assert planned["diff"] == done["diff"]
            assert value(db, "select thing.diff(%s, %s)", tenant, Jsonb(document)) == []
            assert db.execute("select * from thing.check(%s)", (tenant,)).fetchall() == []
            live = value(db, "select thing.document(%s)", tenant)
            assert value(db, "select thing.diff(%s, %s)", tenant, Jsonb(live)) == []
            assert {c["name"] for c in live["classes"]} == {c["name"] for c in document["classes"]}


@pytest.mark.once
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(documents(), min_size=1, max_size=3))
def test_every_version_can_be_had_again(db: psycopg.Connection[Any], tenant: str, steps: list[Document]) -> None:
    """Rollback to each earlier version, and forward again, gives the documents that were there."""
    with db.transaction(force_rollback=True):
        documents_by_version = {0: value(db, "select thing.document(%s)", tenant)}
        for document in steps:
            try:
                with db.transaction():
                    operations = value(db, "select thing.diff(%s, %s)", tenant, Jsonb(document))
            except psycopg.Error as error:
                if refused(error):
                    continue
                raise
            if operations:
                version = value(db, "select thing.migrate(%s, %s)", tenant, Jsonb(operations))["version"]
                documents_by_version[version] = value(db, "select thing.document(%s)", tenant)
        for version in [*sorted(documents_by_version), *sorted(documents_by_version, reverse=True)]:
            value(db, "select thing.rollback(%s, %s)", tenant, version)
            assert value(db, "select thing.document(%s)", tenant) == documents_by_version[version]
            assert db.execute("select * from thing.check(%s)", (tenant,)).fetchall() == []


def value(db: psycopg.Connection[Any], sql: str, *values: Any) -> Any:
    row = db.execute(sql, values).fetchone()
    assert row is not None
    return row[0]
