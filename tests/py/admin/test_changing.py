"""Changes of the schema by mutations: seen by the next request, all or nothing, told by version."""

import json

import pytest

from py_api.compiler.admin_statements import CHANGES
from py_api.schema.admin_fields import MUTATIONS
from tests.py.admin.conftest import Office
from tests.py.admin.test_reading import everything, made

pytestmark = pytest.mark.once


def test_a_class_is_there_at_once(office: Office) -> None:
    query = """mutation ($fields: [SchemaFieldInput!]) {
        createSchemaClass(class: "Shelf", label: "A shelf", fields: $fields, expectedVersion: 1) {
            version inverse jobs differences { kind impact class details }
        }
    }"""
    fields = [
        {"name": "width", "type": "integer", "required": True, "rules": {"min": 1}},
        {"name": "kind", "type": "select", "values": ["high", "low"], "default": "low"},
        {"name": "holds", "type": "reference", "target": "Product", "onDelete": "setNull", "indexed": True},
    ]
    answer = office.answer(query, {"fields": fields})
    done = json.loads(answer.body)["data"]["createSchemaClass"]
    assert answer.schema_version == done["version"] == 2
    assert done["differences"][0]["kind"] == "CLASS_ADDED"
    assert done["inverse"] == [{"op": "drop_class", "class": "Shelf"}]
    thing = made(office)
    query = f'mutation {{ createShelf(input: {{width: 3, holds: {{connect: {{id: "{thing}"}}}}}}) {{ kind holds {{ id }} }} }}'
    answer = office.answer(query, role="editor", seen_version=2)
    assert json.loads(answer.body)["data"]["createShelf"] == {"kind": "low", "holds": {"id": thing}}
    assert answer.schema_version == 2
    found = office.run("{ products { nodes { name shelves { nodes { width } } } } }", role="viewer")
    assert found["products"]["nodes"] == [{"name": "Lamp", "shelves": {"nodes": [{"width": 3}]}}]


def test_every_operation(office: Office) -> None:
    """Each convenience does what its operation does; the schema afterwards says so."""

    def change(text: str) -> int:
        (done,) = office.run(f"mutation {{ {text} {{ version }} }}").values()
        return int(done["version"])

    def product(text: str) -> object:
        return office.run(f'{{ schemaClass(name: "Product") {{ {text} }} }}')["schemaClass"]

    def fields() -> dict[str, dict[str, object]]:
        found = office.run(
            '{ schemaClass(name: "Product") { fields { fieldId name type label deprecated indexed rules } } }'
        )
        return {each["name"]: each for each in found["schemaClass"]["fields"]}

    change('alterSchemaClass(class: "Product", set: {label: "Goods", deprecated: "soon", description: null})')
    assert product("label deprecated description") == {"label": "Goods", "deprecated": "soon", "description": None}
    change('addSchemaField(class: "Product", field: {name: "size", type: "integer"})')
    change('alterSchemaField(class: "Product", field: "size", set: {label: "How big", type: "text", indexed: true})')
    assert (fields()["size"]["label"], fields()["size"]["type"]) == ("How big", "text")
    assert fields()["size"]["indexed"] is True
    change(
        'addSchemaField(class: "Product", field: {name: "state", type: "select", params: {values: ["new", "sold"]}})'
    )
    change('renameSchemaOption(class: "Product", field: "state", from: "sold", to: "gone")')
    change('renameSchemaOption(class: "Product", field: "state", from: "gone", to: "sold")')
    change('createSchemaEnum(enum: "Phase", values: ["new", "sold"], description: "How far.")')
    change('alterSchemaField(class: "Product", field: "state", set: {enum: "Phase"})')
    change('alterSchemaEnum(enum: "Phase", set: {values: ["new", "sold", "lost"]})')
    change('renameSchemaEnumOption(enum: "Phase", from: "lost", to: "gone")')
    change('renameSchemaEnum(enum: "Phase", to: "Stage")')
    shown = office.run(
        '{ schemaClass(name: "Product") { fields { name enum params } } __type(name: "Stage") { description } }'
    )
    assert {"name": "state", "enum": "Stage", "params": {"values": ["new", "sold", "gone"]}} in shown["schemaClass"][
        "fields"
    ]
    assert shown["__type"] == {"description": "How far."}
    change('alterSchemaField(class: "Product", field: "state", set: {params: {values: ["new", "sold"]}})')
    (gone,) = office.run('mutation { dropSchemaEnum(enum: "Stage") { inverse } }')["dropSchemaEnum"]["inverse"]
    change(f"restoreSchemaEnum(id: {gone['id']})")
    change('renameSchemaField(class: "Product", field: "size", to: "volume")')
    number = fields()["volume"]["fieldId"]
    change('dropSchemaField(class: "Product", field: "volume")')
    assert "volume" not in fields()
    change(f"restoreSchemaField(id: {number})")
    assert "volume" in fields()
    change('setSchemaRules(class: "Product", field: "price", rules: {min: 5, max: 9}, existing: keep)')
    assert fields()["price"]["rules"]["min"] == 5  # type: ignore[index]
    change('setSchemaRules(class: "Product", rules: {fields: {maxLength: 80}})')
    assert fields()["code"]["rules"] == {"maxLength": 80}
    change('addSchemaUnique(class: "Product", name: "codes", fields: ["code", "maker"])')
    assert {"name": "codes"} in product("uniques { name }")["uniques"]  # type: ignore[index]
    change('dropSchemaUnique(class: "Product", name: "codes")')
    change(
        'addSchemaIndex(class: "Product", name: "keyed", keys: [{field: "code"}, {field: "maker", order: DESC, '
        "nulls: LAST}])"
    )
    assert product("indexes { name keys { field order nulls } state bytes inheritedFrom }") == {
        "indexes": [
            {
                "name": "keyed",
                "keys": [
                    {"field": "code", "order": None, "nulls": None},
                    {"field": "maker", "order": "DESC", "nulls": "LAST"},
                ],
                "state": "ready",
                "bytes": "8192",
                "inheritedFrom": None,
            }
        ]
    }
    change('dropSchemaIndex(class: "Product", name: "keyed")')
    assert product("indexes { name }") == {"indexes": []}
    change('createSchemaClass(class: "Lamp", extends: "Product", overrides: [{name: "name", rules: {minLength: 4}}])')
    number = office.run('{ schemaClass(name: "Lamp") { classId } }')["schemaClass"]["classId"]
    change('renameSchemaClass(class: "Lamp", to: "Light")')
    assert office.run("{ lights { totalCount } }", role="viewer") == {"lights": {"totalCount": 0}}
    change('dropSchemaClass(class: "Light")')
    assert office.errors("{ lights { totalCount } }")[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    last = change(f"restoreSchemaClass(id: {number})")
    assert office.run("{ schemaVersion lights { totalCount } }") == {"schemaVersion": last, "lights": {"totalCount": 0}}
    done = {o["op"] for v in office.run("{ schemaVersions { changes } }")["schemaVersions"] for o in v["changes"]}
    assert set(CHANGES.values()) <= done


def test_all_that_a_migration_tells(office: Office) -> None:
    (output,) = [o for o in MUTATIONS if o.name == "migrateSchema"]
    query = f"mutation ($o: [JSON!]!) {{ it: migrateSchema(changes: $o) {everything(output.type)} }}"
    operations = [{"op": "rename_class", "class": "Maker", "to": "Vendor"}]
    done = office.run(query, {"o": operations})["it"]
    assert (done["__typename"], done["version"], done["jobs"]) == ("SchemaMigration", 2, [])
    assert done["inverse"] == [{"op": "rename_class", "class": "Vendor", "to": "Maker"}]


def test_several_changes_are_one_transaction(office: Office) -> None:
    both = """mutation ($class: String!) {
        a: addSchemaField(class: "Product", field: {name: "a", type: "text"}) { version }
        b: addSchemaField(class: $class, field: {name: "b", type: "text"}) { version }
    }"""
    error = office.refused(both, {"class": "Nobody"})
    assert (error["extensions"]["code"], error["path"]) == ("UNKNOWN_CLASS", ["b"])
    assert office.run("{ schemaVersion }") == {"schemaVersion": 1}
    answer = office.answer(both, {"class": "Product"})
    assert json.loads(answer.body)["data"] == {"a": {"version": 2}, "b": {"version": 3}}
    assert answer.schema_version == 3


def test_a_change_beside_things(office: Office) -> None:
    query = """mutation {
        addSchemaField(class: "Maker", field: {name: "town", type: "text"}) { version }
        createProduct(input: {name: "Lamp"}) { name createdBy }
    }"""
    done = office.run(query)
    assert done["createProduct"] == {"name": "Lamp", "createdBy": "ann"}
    assert office.run("{ makers { nodes { town } } }") == {"makers": {"nodes": []}}


def test_rollback(office: Office) -> None:
    thing = made(office)
    office.run('mutation { dropSchemaField(class: "Product", field: "price") { version } }')
    assert office.errors("{ products { nodes { price } } }")[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    answer = office.answer("mutation { rollbackSchema(toVersion: 1, expectedVersion: 2) { version } }")
    assert json.loads(answer.body)["data"]["rollbackSchema"] == {"version": 3}
    assert answer.schema_version == 3
    found = office.run("{ products { nodes { id price } } }")
    assert found["products"]["nodes"] == [{"id": thing, "price": "5"}]
    assert office.run("{ schemaVersions(first: 1) { reverts author } }")["schemaVersions"] == [
        {"reverts": 1, "author": "ann"}
    ]
    error = office.refused("mutation { rollbackSchema(toVersion: 99) { version } }")
    assert error["extensions"]["code"] == "NOT_REVERSIBLE"


def test_conflicts(office: Office) -> None:
    error = office.refused('mutation { dropSchemaClass(class: "Product", expectedVersion: 7) { version } }')
    assert error["extensions"]["code"] == "SCHEMA_CONFLICT"
    assert error["extensions"]["status"] == 409
    assert error["extensions"]["detail"] == {"version": 1, "expected": 7}
    thing = made(office)
    query = 'mutation { setSchemaRules(class: "Product", field: "name", rules: {minLength: 9}) { version } }'
    error = office.refused(query)
    assert error["extensions"]["code"] == "DATA_CONFLICT"
    violation = {
        "field": "name", "rule": "minLength", "message": "must have at least 9 characters", "params": {"value": 9}, "rows": 1
    }  # fmt: skip
    assert error["extensions"]["detail"] == [{"class": "Product", "rows": 1, "ids": [thing], "violations": [violation]}]
    assert error["message"].endswith("breaks the new rules: name: must have at least 9 characters (1)")
    assert "--existing keep" in error["extensions"]["hint"]
    error = office.refused('mutation { migrateSchema(changes: [{op: "dig"}]) { version } }')
    assert error["extensions"]["code"] == "INVALID_CHANGE"
    error = office.refused('mutation { createSchemaClass(class: "no name") { version } }')
    assert error["extensions"]["code"] == "INVALID_NAME"
    error = office.refused('mutation { createSchemaClass(class: "Tenant") { version } }')
    assert error["extensions"]["code"] == "RESERVED_NAME"


def test_restore_a_thing(office: Office) -> None:
    thing = made(office)
    office.run(f'mutation {{ deleteProduct(id: "{thing}") {{ id }} }}')
    query = f'mutation {{ restoreThingVersion(class: "Product", id: "{thing}", version: 1) }}'
    state = office.run(query, role="editor")["restoreThingVersion"]
    assert (state["id"], state["name"]) == (thing, "Lamp")
    found = office.run(f'{{ product(id: "{thing}") {{ name updatedBy version }} }}')["product"]
    assert found["name"] == "Lamp"
    history = office.run(f'{{ thingHistory(class: "Product", id: "{thing}") {{ operation actor }} }}')["thingHistory"]
    assert [h["operation"] for h in history] == ["insert", "delete", "insert"]
    assert {h["actor"] for h in history} == {"ann"}
    error = office.refused(query.replace("version: 1", "version: 9"), role="editor")
    assert error["extensions"]["code"] == "UNKNOWN_THING"


def test_deleted_things_are_listed_and_restored(office: Office) -> None:
    thing, other = made(office), made(office, "Desk")
    office.run(f'mutation {{ deleteProduct(id: "{thing}") {{ id }} }}', actor="bob")
    office.run(f'mutation {{ deleteProduct(id: "{other}") {{ id }} }}')
    query = """query ($before: BigInt) { deletedThings(class: "Product", first: 1, before: $before) {
        class thingId at actor version values seq } }"""
    (last,) = office.run(query, role="editor")["deletedThings"]
    assert (last["thingId"], last["class"], last["actor"], last["version"]) == (other, "Product", "ann", 2)
    assert last["values"]["name"] == "Desk"
    (first,) = office.run(query, {"before": last["seq"]}, role="editor")["deletedThings"]
    assert (first["thingId"], first["actor"]) == (thing, "bob")

    restore = """mutation ($ids: [ID!]!, $mode: SchemaRewindMode) { restoreThings(ids: $ids, mode: $mode, together: false) {
        applied restored conflicts classes { class restored } } }"""
    planned = office.run(restore, {"ids": [thing], "mode": "plan"}, role="editor")["restoreThings"]
    assert planned == {
        "applied": False,
        "restored": 1,
        "conflicts": 0,
        "classes": [{"class": "Product", "restored": 1}],
    }
    assert office.run(restore, {"ids": [thing, other]}, role="editor")["restoreThings"]["restored"] == 2
    assert office.run("{ products { nodes { name } } }")["products"]["nodes"] == [{"name": "Lamp"}, {"name": "Desk"}]
    assert office.run(query)["deletedThings"] == []
    unknown = office.refused(restore, {"ids": ["00000000-0000-0000-0000-000000000000"]}, role="editor")
    assert unknown["extensions"]["code"] == "UNKNOWN_THING"
    assert office.refused(restore, {"ids": ["x"]}, role="editor")["extensions"]["code"] == "INVALID_VALUE"


def test_changes_are_rewound(office: Office) -> None:
    thing = made(office)
    since = office.run(f'{{ thingHistory(class: "Product", id: "{thing}") {{ at }} }}')["thingHistory"][0]["at"]
    office.run(f'mutation {{ updateProduct(id: "{thing}", input: {{name: "Wrong", price: 9}}) {{ id }} }}', actor="bob")
    office.run(f'mutation {{ updateProduct(id: "{thing}", input: {{price: 7}}) {{ id }} }}')
    rewind = """mutation ($since: DateTime!, $by: String, $ids: [ID!], $mode: SchemaRewindMode!) {
        rewindThings(since: $since, by: $by, classes: ["Product"], ids: $ids, mode: $mode) {
            applied reverted deleted conflicts
            conflictList { class thingId field reason message actor at present earlier } leftOut } }"""
    planned = office.run(rewind, {"since": since, "by": "bob", "mode": "plan"})["rewindThings"]
    (conflict,) = planned.pop("conflictList")
    assert planned == {"applied": False, "reverted": 1, "deleted": 0, "conflicts": 1, "leftOut": []}
    assert (conflict["thingId"], conflict["field"], conflict["actor"]) == (thing, "price", "ann")
    assert (conflict["present"], conflict["earlier"], conflict["reason"]) == (7, 5, "CHANGED")
    refused = office.refused(rewind, {"since": since, "by": "bob", "mode": "refuse"})
    assert refused["extensions"]["code"] == "REWIND_CONFLICT"
    assert office.run(rewind, {"since": since, "ids": [], "mode": "keep"})["rewindThings"]["reverted"] == 0
    assert office.run(rewind, {"since": since, "by": "bob", "mode": "keep"})["rewindThings"]["applied"] is True
    assert office.run("{ products { nodes { name price updatedBy } } }")["products"]["nodes"] == [
        {"name": "Lamp", "price": "7", "updatedBy": "ann"}
    ]
    error = office.refused(rewind, {"since": since, "mode": "plan"}, role="editor")
    assert error["extensions"]["code"] == "FORBIDDEN"


def test_a_retry_gets_the_first_answer(office: Office) -> None:
    query = 'mutation { addSchemaField(class: "Maker", field: {name: "town", type: "text"}) { version } }'
    first = office.answer(query, idempotency_key="k1")
    again = office.answer(query, idempotency_key="k1")
    assert first.body == again.body
    assert office.run("{ schemaVersion }") == {"schemaVersion": 2}


def test_descriptions_and_deprecation_reach_the_api(office: Office) -> None:
    query = """{ __type(name: "Product") {
        description fields(includeDeprecated: true) { name description isDeprecated deprecationReason }
    } }"""
    found = office.run(query, role="viewer")["__type"]
    assert "What is sold." in found["description"]
    code = next(f for f in found["fields"] if f["name"] == "code")
    assert code["isDeprecated"] is True
    assert code["deprecationReason"] == "use name"
    assert "The old code." in code["description"]
    office.run('mutation { alterSchemaClass(class: "Product", set: {deprecated: "use Article"}) { version } }')
    query = '{ __type(name: "Query") { fields(includeDeprecated: true) { name deprecationReason } } }'
    fields = {f["name"]: f["deprecationReason"] for f in office.run(query)["__type"]["fields"]}
    assert fields["product"] == fields["products"] == "use Article"
    assert fields["schemaClass"] is None


@pytest.mark.parametrize(
    ("role", "text", "needed"),
    [
        ("viewer", '{ schemaValidate(class: "Product", values: {}) { rule } }', "editor"),
        ("viewer", '{ thingHistory(class: "Product", id: "x") { at } }', "editor"),
        ("viewer", "{ deletedThings { at } }", "editor"),
        ("viewer", "mutation { restoreThings(ids: []) { applied } }", "editor"),
        ("editor", 'mutation { rewindThings(since: "2026-01-01T00:00:00Z", mode: plan) { applied } }', "admin"),
        ("viewer", 'mutation { restoreThingVersion(class: "Product", id: "x", version: 1) }', "editor"),
        ("editor", "{ schemaVersions { changes } }", "admin"),
        (
            "editor",
            '{ schemaVersions { ...V } schemaValidate(class: "Product", values: {}) { rule } } fragment V on SchemaVersion { inverse }',
            "admin",
        ),
        ("editor", "{ schemaPlan(changes: []) { version } }", "admin"),
        ("editor", "{ schemaChangesTo(document: {}) }", "admin"),
        ("editor", "{ schemaDocument }", "admin"),
        ("editor", "{ schemaJobs { id } }", "admin"),
        ("editor", '{ schemaViolatingThings(class: "Product") { thingId } }', "admin"),
        ("editor", "mutation { migrateSchema(changes: []) { version } }", "admin"),
        ("editor", 'mutation { dropSchemaClass(class: "Product") { version } }', "admin"),
        (
            "editor",
            'mutation { a: createProduct(input: {name: "xy"}) { id } dropSchemaClass(class: "Maker") { version } }',
            "admin",
        ),
        (
            "editor",
            'mutation { dropSchemaClass(class: "Maker") { version } a: createProduct(input: {name: "xy"}) { id } }',
            "admin",
        ),
        ("admin", "{ tenants { slug } }", "operator"),
        ("admin", '{ tenant(slug: "x") { slug } }', "operator"),
        ("admin", "{ tenantLimits { name } }", "operator"),
        ("admin", 'mutation { createTenant(slug: "x") { slug } }', "operator"),
        ("admin", 'mutation { dropTenant(slug: "x", confirm: "x") }', "operator"),
        ("admin", 'mutation { setTenantLimits(slug: "x", limits: {}) { slug } }', "operator"),
    ],
)
def test_roles(office: Office, role: str, text: str, needed: str) -> None:
    answer = office.answer(text, role=role)  # type: ignore[arg-type]
    (error,) = json.loads(answer.body)["errors"]
    assert (error["extensions"]["code"], answer.status) == ("FORBIDDEN", 403)
    assert needed in error["message"]
    assert office.run("{ schemaVersion }") == {"schemaVersion": 1}


def test_every_change_takes_the_role_that_it_says() -> None:
    for output in MUTATIONS:
        expected = "operator" if "Tenant" in output.name else "editor" if "Thing" in output.name else "admin"
        expected = {"registerClientOperations": "viewer", "rewindThings": "admin"}.get(output.name, expected)
        assert output.source.role == expected, output.name
