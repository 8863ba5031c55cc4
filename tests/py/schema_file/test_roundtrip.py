"""Two readings of one thing: a document written as a file and read again is the same document; applied, it is kept."""

import asyncio
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import set_json_loads

from py_api import json_text, schema_file
from py_api.cli.schema import vocabulary
from py_api.database import connect
from py_api.errors import Failure
from tests.support import servers
from tests.support.examples import examples

# Names that a careless writer would trip over: scalars, generated enum names, words of GraphQL itself.
CLASSES = ["A", "Date", "Decimal", "JSON", "AKind", "Thing", "ThingValue", "type", "enum", "String_", "B", "C"]
ENUMS = ["Status", "AKind", "CName", "on"]
FIELDS = ["name", "kind", "Kind", "type", "input", "on", "null_", "x1", "y", "z"]
words = st.sampled_from(["a", "B2", "true", "null", "DRAFT", "_x", "two words", "ä", '"', "-", ""])
options = st.sampled_from(["a", "B2", "DRAFT", "_x", "enum", "on"])
texts = st.text(max_size=40) | st.sampled_from(
    ['"""', "\\", "a\n  b\n", "\n", " a", "# no comment", "\u2028", "\ue000"]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | texts
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False, places=25).filter(lambda d: Decimal(repr(float(d))) != d)
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | texts, inner, max_size=3), max_leaves=6
)
some = st.none() | texts


@pytest.fixture(scope="session")
def known(server: servers.Server) -> schema_file.Vocabulary:
    async def load() -> schema_file.Vocabulary:
        async with connect(servers.asyncpg_url(server.url)) as database:
            return await vocabulary(database)

    return asyncio.run(load())


def given_only(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if value is not None}


@st.composite
def rules(draw: st.DrawFn, known: schema_file.Vocabulary) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from([r.name for r in known.rules]), max_size=4, unique=True))
    found: dict[str, Any] = {}
    for name in names:
        value = draw(st.just(True) | st.none() | values)
        message = draw(st.none() | texts)
        found[name] = value if message is None else {"value": value, "message": message}
    return found


@st.composite
def fields(
    draw: st.DrawFn, known: schema_file.Vocabulary, name: str, classes: list[str], enums: list[str]
) -> dict[str, Any]:
    kind = draw(st.sampled_from(known.types))
    params: dict[str, Any] = {
        key: draw(st.integers(0, 99) | texts) for key in kind.params if key != "values" and draw(st.booleans())
    }
    if "values" in kind.params:
        shared = draw(st.none() | st.sampled_from(enums)) if enums else None
        params |= {"values": draw(st.lists(words, max_size=3))} if shared is None else {"enum": shared}
    found: dict[str, Any] = {"name": name, "type": kind.name, "params": params, "rules": draw(rules(known))}
    if kind.name in ("reference", "references"):
        found["target"] = draw(st.none() | st.sampled_from(classes))
        found["inverse"] = draw(st.none() | words) if found["target"] else None
        found["onDelete"] = draw(st.none() | st.sampled_from(["restrict", "setNull", "cascade"]))
    found |= {key: draw(some) for key in ("label", "description", "deprecated")}
    found |= {key: draw(st.none() | st.just(True)) for key in ("indexed", "searchable", "personal")}
    found["default"] = draw(st.none() | values)
    return given_only(found)


KEYS: list[dict[str, str]] = [{}, {"order": "DESC"}, {"order": "ASC", "nulls": "FIRST"}]


@st.composite
def documents(draw: st.DrawFn, known: schema_file.Vocabulary) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(CLASSES), min_size=1, max_size=4, unique=True))
    enums = draw(st.lists(st.sampled_from([e for e in ENUMS if e not in names]), max_size=2, unique=True))
    classes: list[dict[str, Any]] = []
    for n, name in enumerate(names):
        parent = draw(st.none() | st.sampled_from(names[:n])) if n else None
        inherited: list[str] = []
        ancestor = next((c for c in classes if c["name"] == parent), None)
        while ancestor:
            inherited += [f["name"] for f in ancestor["fields"]]
            ancestor = next((c for c in classes if c["name"] == ancestor.get("extends")), None)
        own = draw(st.lists(st.sampled_from([f for f in FIELDS if f not in inherited]), max_size=4, unique=True))
        overridden = draw(st.lists(st.sampled_from(inherited), max_size=3, unique=True)) if inherited else []
        wide = draw(rules(known))
        checks = draw(st.dictionaries(texts, st.none() | st.dictionaries(words, values), max_size=2))
        found: dict[str, Any] = {"name": name, "extends": parent, "abstract": draw(st.none() | st.just(True))}
        found |= {key: draw(some) for key in ("label", "description", "deprecated")}
        found["rules"] = ({"fields": wide} if wide else {}) | ({"checks": checks} if checks else {})
        found["uniques"] = [{"name": draw(texts), "fields": own}] if own else []
        keys = [{"field": f, **draw(st.sampled_from(KEYS))} for f in own]
        found |= {"indexes": [{"name": draw(texts), "keys": keys}]} if own else {}
        found["fields"] = [draw(fields(known, field, names, enums)) for field in own]
        found["overrides"] = [{"name": field, "rules": draw(rules(known))} for field in overridden]
        classes.append(given_only(found))
    shared = [
        given_only(
            {"name": name, "description": draw(some), "values": draw(st.lists(options, min_size=1, unique=True))}
        )
        for name in enums
    ]
    return {"classes": classes} | ({"enums": shared} if shared else {})


def meant(document: dict[str, Any]) -> dict[str, Any]:
    """What two documents have in common that say the same."""
    for found in document["classes"]:
        for check in (found["rules"].get("checks") or {}).values():
            for key in ("rule", "message"):
                if check and check.get(key) is None:
                    check.pop(key, None)
    return document


@pytest.mark.once
@settings(max_examples=examples(100), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_written_reads_the_same(data: st.DataObject, known: schema_file.Vocabulary) -> None:
    document = data.draw(documents(known))
    text = schema_file.render(document, known)
    assert schema_file.parse(text, known) == meant(document)
    assert schema_file.parse(text + schema_file.definitions(known), known) == document, (
        "with the definitions in the file"
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("type A {\n x: String }", "f:1:1: type A is not a class: add @class"),
        ("type A @class(colour: 1) { x: String }", "f:1:15: Unknown argument 'colour' on directive '@class'"),
        ("type A @class {\n  x: Strin }", "f:2:6: Unknown type 'Strin'"),
        ("type A @class { x: String @rule(minLenght: 2) }", "Unknown argument 'minLenght' on directive '@rule'"),
        ("type A @class { x: String\n x: Int }", "f:1:17: Field 'A.x' can only be defined once"),
        ('type A @class(extends: "B") { x: Int }\ntype B @class(extends: "A") { y: Int }', "extends itself"),
        ("interface I { x: Int }\ntype A implements I @class { x: Int }", "only types with @class and enums"),
        ("type A @class { x(y: Int): Int }", "takes no arguments"),
        ('type A @class { x: Int }\ntype B @class(extends: "A") { x: String }', "f:2:31: field x is inherited"),
        ("type A @class { x: Int @rule(min: 1) @rule(min: 2) }", "rule min is given twice"),
        ('type A @class { x: String @rule(json: "{") }', "not valid JSON"),
        ("type A @class { x: ", "f:1:20: Syntax Error"),
        ("query { x }", "f:1:1: "),
        ('type A @class @allow(role: "r") { x: Int }', "f:1:1: @allow needs one of read, aggregate, "),
        ('type A @class @allow(role: "r", read: true) { x: Int }', "read of @allow is an object with some of fields, "),
        ('type A @class @allow(role: "r", read: {}) @allow(role: "r", read: {}) { x: Int }', "is given twice to r"),
    ],
)
def test_a_mistake_is_named_with_its_place(known: schema_file.Vocabulary, text: str, complaint: str) -> None:
    with pytest.raises(Failure) as error:
        schema_file.parse(text, known, "f")
    assert complaint in error.value.message


GOOD = """
"What is sold."
type Product @class(label: "Product") @unique(fields: ["sku", "vendor"]) @rule(maxLength: 500)
    @index(keys: {field: "price"}) @index(keys: [{field: "vendor"}, {field: "price", order: DESC, nulls: LAST}], name: "v")
    @check(name: "dates", rule: "compare", with: {field: "since", operator: "lte", other: "until"}, message: "order!") {
  "stock\\nkeeping"
  sku: String! @unique @rule(pattern: "^[A-Z0-9]+$", message: "capitals only")
  name: String! @rule(minLength: 2) @field(searchable: true, label: "Name") @deprecated(reason: "use title")
  price: Decimal @field(precision: 12, scale: 2, default: 1.5) @rule(min: 0, max: 1234567890123456789.25)
  weight: Float @field(indexed: true)
  since: Date @rule(min: "2000-01-01")
  until: Date
  status: Status! @field(default: DRAFT)
  flags: [Status!] @rule(maxItems: 2)
  mail: String @field(type: "email")
  data: JSON @field(defaultJson: "{\\"two words\\": [1, null]}")
  vendor: Vendor @field(onDelete: "restrict", inverse: "wares")
  tags: [Tag!]
  anything: Thing
}
enum Status { DRAFT LIVE }
type Named @class(abstract: true) { name: String @rule(minLength: 1) }
type Vendor @class(extends: "Named") { name: String! }
type Tag @class(extends: "Vendor") { name: String @rule(minLength: null, required: null) colour: String }
"""


def operations(connection: psycopg.Connection[Any], tenant: str, document: dict[str, Any]) -> list[Any]:
    row = connection.execute("select thing.diff(%s, %s)", (tenant, json_text.dumps(document))).fetchone()
    assert row is not None
    return list(row[0])


def test_applied_exported_and_applied_again(
    db: psycopg.Connection[Any], tenant: str, known: schema_file.Vocabulary
) -> None:
    set_json_loads(json_text.loads, db)
    wanted = schema_file.parse(GOOD, known)
    db.execute("select thing.migrate(%s, %s)", (tenant, json_text.dumps(operations(db, tenant, wanted))))
    row = db.execute("select thing.document(%s)", (tenant,)).fetchone()
    assert row is not None
    exported = schema_file.render(row[0], known)
    assert 'vendor: Vendor @field(onDelete: "restrict", inverse: "wares")' in exported
    assert '@index(keys: [{field: "price"}])' in exported
    assert '@index(keys: [{field: "vendor"}, {field: "price", order: DESC, nulls: LAST}], name: "v")' in exported
    assert operations(db, tenant, schema_file.parse(exported, known)) == []
    assert operations(db, tenant, wanted) == []


def test_options_that_were_renamed(known: schema_file.Vocabulary) -> None:
    enum = '{ draft forSale @option(renamedFrom: "onSale") gone @option(renamedFrom: ["sold", "old"]) }'
    document = schema_file.parse(f"enum AState {enum} type A @class {{ state: AState plain: String }}", known)
    state, plain = document["classes"][0]["fields"]
    assert state["params"] == {"values": ["draft", "forSale", "gone"]}
    assert state["renamedOptions"] == {"forSale": "onSale", "gone": ["sold", "old"]}
    assert "renamedOptions" not in plain


SHARED = """"Where it stands."
enum Status {
  draft
  live
}

enum BookKind @enum {
  thick
}

enum Unused {
  one
}

enum BookOwn {
  thick
}

type Book @class {
  status: Status! @field(default: "draft")
  kind: BookKind
  own: BookOwn
}

type Film @class(extends: "Book") {
  past: [Status!] @field(indexed: true)
  status: Status
}
"""


@pytest.mark.once
def test_an_enum_that_fields_share(db: psycopg.Connection[Any], tenant: str, known: schema_file.Vocabulary) -> None:
    """It is applied, exported byte for byte, renamed with its options, and dropped; things follow."""

    def apply(text: str) -> list[str]:
        changes = operations(db, tenant, schema_file.parse(text, known))
        db.execute("select thing.migrate(%s, %s)", (tenant, json_text.dumps(changes)))
        assert operations(db, tenant, schema_file.parse(text, known)) == []
        return [change["op"] for change in changes]

    def exported() -> str:
        row = db.execute("select thing.document(%s)", (tenant,)).fetchone()
        assert row is not None
        return schema_file.render(row[0], known)

    assert apply(SHARED)[:3] == ["create_enum"] * 3
    assert exported() == SHARED
    table = f"tenant_{tenant}.tc_film"
    db.execute(f"insert into {table} (past) values ('{{live,draft}}')")
    text = SHARED.replace("Status", "State").replace("enum State", 'enum State @enum(renamedFrom: "Status")')
    text = text.replace("  live", '  onAir @option(renamedFrom: "live")\n  gone').replace(
        "enum Unused {\n  one\n}\n\n", ""
    )
    assert apply(text) == ["rename_enum", "rename_enum_option", "alter_enum", "drop_enum"]
    row = db.execute(f"select to_jsonb(t) ->> 'past_2' from {table} t").fetchone()
    assert row == ('["onAir", "draft"]',)
    assert "enum State {\n  draft\n  onAir\n  gone\n}" in exported()
    # A field's own options become a shared enum's when a second field has them, by whatever name; its things keep them.
    text = exported().replace("  own: BookOwn", "  own: BookOwn\n  second: BookOwn")
    assert apply(text) == ["create_enum", "alter_field", "add_field"]
    assert "enum BookOwn {" in exported()
    # A new tenant gets all of it, whatever was renamed.
    everything = text.replace("gone", 'gone @option(renamedFrom: "lost")')
    db.execute("select thing.migrate(%s, %s)", (tenant, json_text.dumps(operations(db, tenant, {"classes": []}))))
    assert exported() == ""
    assert apply(everything).count("create_enum") == 3


POLICIES = """extend schema
  @role(name: "member")

type A @class @allow(role: "member", read: {json: "{\\"when\\": {\\"x\\": {\\"eq\\": {\\"_claim\\": \\"a\\"}}}}"}) {
  x: JSON
}
"""


@pytest.mark.once
def test_policies(known: schema_file.Vocabulary) -> None:
    """What looks like a claim of a file and is none, is written as JSON. No word of them, no key in the document."""
    document = schema_file.parse(POLICIES, known)
    assert document["policies"] == [
        {"role": "member", "class": "A", "verb": "read", "when": {"x": {"eq": {"_claim": "a"}}}}
    ]
    assert schema_file.render(document, known) == POLICIES
    assert schema_file.parse(POLICIES + schema_file.definitions(known), known) == document
    assert not {"roles", "policies"} & schema_file.parse("type A @class { x: Int }", known).keys()
    assert schema_file.parse('extend schema @role(name: "r")', known)["policies"] == []
