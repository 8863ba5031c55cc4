"""Ten thousand hostile names, everywhere a name or text can stand: each comes back exactly, or is refused by its type.

None becomes SQL: a canary table outlives them all, and no statement ever fails with a syntax error or any other code than ours.
"""

import random
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.support.examples import examples

Connection = psycopg.Connection[Any]

KEYWORDS = re.findall(
    r"\S+", "select table user order group where from null true column default grant with window array analyse check"
)
OURS = re.findall(
    r"\S+",
    "id id_2 id_3 version createdAt created_at updatedAt updatedBy xmin xmax cmin cmax ctid tableoid oid __proto __proto__ constructor "
    "tc_product tj_1_tags ti_1_a ts_1_a tu_1_a tf_1_a tm_1_1 thing_classes thing_instances change_log schema_versions pg_class pg_temp "
    "new old new_rows old_rows stamp validate log_insert Query Mutation Node Thing and or not _id _ a__b source_id target_id",
)
ATTACKS = [
    "'; drop table canary; --", '"; drop table canary; --', "$$; drop table canary; $$", "$thing$; drop table canary; $thing$",
    "x' || (drop table canary) || '", "a\nb", "a\tb", "a\\b", "\\'", "%I", "%s%L", "{value}", "{column}", "{s}.x", "/*", "*/", "--", "a--b", ";", "",
    " ", "a b", "a-b", "a.b", 'a"b', "a'b", "a`b", "é", "e\u0301", "ﬁ", "Ａ", "İ", "ı", "ß", "Σ", "😀", "👩‍👩‍👧", "\u202ea", "\ufeffa", "a\u200b", "\x01", "\x7f",
    "\U0001d504", "中文", "شيء", "a\u0000b", "\\u0000", "\\x00", "NULL", "0", "9a", "-1", "🇨🇭",
]  # fmt: skip
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,199}")
REFUSED = {"TB010", "TB011", "TB012", "TB020", "TB021", "TB024", "TB025", "TB026", "TB028"}


def hostile(count: int, seed: int) -> Iterator[str]:
    """Named ones first, then mixtures, long ones, ones that collide after truncation or differ in case only."""
    chance = random.Random(seed)
    known = [*KEYWORDS, *OURS, *ATTACKS]
    yield from known
    stem = "collidesAfterTruncation" * 4
    for n in range(count - len(known)):
        kind = n % 8
        if kind == 0:
            yield "".join(chance.choices(known, k=2))
        elif kind == 1:
            yield stem + str(n)
        elif kind == 2:
            yield "".join(chance.choice((c.upper(), c.lower())) for c in "casesensitive") + str(n // 64)
        elif kind == 3:
            yield (f"L{n}" + "ongName" * 40)[:200]
        elif kind == 4:
            yield unicodedata.normalize(chance.choice(("NFC", "NFD")), "éàü" + chance.choice(known)) + str(n // 16)
        elif kind == 5:
            yield chance.choice(known).strip("_") + f"_{n % 5}"
        elif kind == 6:
            yield "".join(
                chr(chance.choice((chance.randrange(1, 0x250), chance.randrange(0x1F300, 0x1F700))))
                for _ in range(chance.randrange(1, 12))
            )
        else:
            yield chance.choice(OURS + KEYWORDS) + "".join(chance.choices("_abcXYZ019", k=chance.randrange(0, 8)))


@pytest.fixture
def canary(db: Connection, tenant: str) -> Iterator[Connection]:
    """Statements may fail with our own codes only; the canary table is there at the end."""
    for schema in (f"tenant_{tenant}", "public"):
        db.execute(sql.SQL("create table if not exists {}.canary ()").format(sql.Identifier(schema)))
    yield db
    for place in (f"tenant_{tenant}.canary", "public.canary", "thing.tenants"):
        assert value(db, "select to_regclass(%s) is not null", place), place
    db.execute(sql.SQL("drop table public.canary, {}.canary").format(sql.Identifier(f"tenant_{tenant}")))
    assert db.execute("select * from thing.check(%s)", (tenant,)).fetchall() == []


def value(db: Connection, statement: str, *values: Any) -> Any:
    row = db.execute(statement, values).fetchone()
    assert row is not None
    return row[0]


def tried(db: Connection, statement: str, *values: Any) -> str:
    """The SQLSTATE of a refusal, or 00000. Anything that is not ours, a syntax error above all, fails the test."""
    try:
        with db.transaction():
            db.execute(statement, values)
    except psycopg.Error as error:
        if error.sqlstate not in REFUSED:
            pytest.fail(f"{values}: {error}")
        return error.sqlstate
    return "00000"


def storable(text: str) -> bool:
    return "\x00" not in text


def migrate(db: Connection, tenant: str, *operations: dict[str, Any]) -> str:
    return tried(db, "select thing.migrate(%s, %s)", tenant, Jsonb(list(operations)))


@pytest.mark.once
def test_field_names(canary: Connection, tenant: str) -> None:
    """Names that are GraphQL names make fields, 400 a class in one migration; all others are refused, one by one."""
    names = list(dict.fromkeys(n for n in hostile(examples(6000) + 200, 1) if storable(n)))
    good = [n for n in names if NAME.fullmatch(n)]
    assert len(good) > 250
    canary.execute("select thing.create_class(%s, 'Probe')", (tenant,))
    for name in names:
        if not NAME.fullmatch(name):
            assert tried(canary, "select thing.check_name(%s, 'field')", name) == "TB010", name
    refused = {n: tried(canary, "select thing.check_name(%s, 'field')", n) for n in good}
    reserved = {n for n, code in refused.items() if code != "00000"}
    system = {"id", "version", "createdAt", "updatedAt", "createdBy", "updatedBy"}
    assert {"id", "version", "createdAt"} <= reserved <= system | {"and", "or", "not", "true", "false", "null"}
    good = [n for n in good if n not in reserved]
    for start in range(0, len(good), 400):
        chunk = good[start : start + 400]
        name = f"Wide{start}"
        fields = [{"name": n, "type": "text", "default": n} for n in chunk]
        assert migrate(canary, tenant, {"op": "create_class", "class": name, "fields": fields}) == "00000"
        columns = dict(
            canary.execute(
                f"""select f.name, f.physical_name from tenant_{tenant}.thing_class_fields f
                      join tenant_{tenant}.thing_classes c on c.id = f.class_id where c.name = %s""",
                (name,),
            ).fetchall()
        )
        assert sorted(columns) == sorted(chunk)
        assert len(set(columns.values())) == len(chunk)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,47}", c) for c in columns.values())
        table = sql.Identifier(f"tenant_{tenant}", f"tc_wide{start}")
        canary.execute(sql.SQL("insert into {} default values").format(table))
        canary.execute(sql.SQL("update {} set {} = 'changed'").format(table, sql.Identifier(columns[chunk[0]])))
        row = canary.execute(
            sql.SQL("select {} from {}").format(sql.SQL(", ").join(sql.Identifier(columns[n]) for n in chunk), table)
        ).fetchone()
        assert row is not None
        assert list(row) == ["changed", *chunk[1:]]


def apart(canary: Connection, names: list[str]) -> list[str]:
    """Those that share no name of the API with one before them or with the API itself."""
    words = "thing.type_names(%(n)s) || array[thing.singular(%(n)s), thing.plural(thing.singular(%(n)s))]"
    taken: set[str] = set(value(canary, "select thing.static_names() || '{node,nodes}'"))
    found = []
    for name in names:
        row = canary.execute(f"select {words}", {"n": name}).fetchone()
        assert row is not None
        if not taken.intersection(row[0]):
            taken |= set(row[0])
            found.append(name)
    return found


@pytest.mark.once
def test_class_names(canary: Connection, tenant: str) -> None:
    names = list(dict.fromkeys(n for n in hostile(900, 2) if storable(n)))
    named = [
        n for n in names if NAME.fullmatch(n) and tried(canary, "select thing.check_name(%s, 'class')", n) == "00000"
    ]
    good = apart(canary, named)[: examples(360)]
    assert len(good) > 50
    assert (
        migrate(
            canary,
            tenant,
            *(
                {"op": "create_class", "class": n, "fields": [{"name": "a", "type": "text", "unique": True}]}
                for n in good
            ),
        )
        == "00000"
    )
    tables = dict(canary.execute(f"select name, 'tc_' || physical_name from tenant_{tenant}.thing_classes").fetchall())
    assert sorted(tables) == sorted(good)
    assert len(set(tables.values())) == len(good)
    for name, table in tables.items():
        canary.execute(
            sql.SQL("insert into {} (a) values (%s)").format(sql.Identifier(f"tenant_{tenant}", table)), (name,)
        )
        assert value(canary, f'select a from tenant_{tenant}."{table}"') == name
    for name in (n for n in names if not NAME.fullmatch(n)):
        operation = {"op": "create_class", "class": name}
        assert migrate(canary, tenant, operation) == "TB010", name
    for name in ("x; drop", "Ünïcode", "a b"):
        assert migrate(canary, tenant, {"op": "rename_class", "class": good[0], "to": name}) == "TB010", name
        assert migrate(canary, tenant, {"op": "rename_field", "class": good[0], "field": "a", "to": name}) == "TB010", (
            name
        )
        assert (
            migrate(canary, tenant, {"op": "add_unique", "class": good[0], "name": name, "fields": ["a"]}) == "TB010"
        ), name
    assert {
        migrate(canary, tenant, {"op": "drop_class", "class": n})
        for n in ATTACKS
        if not NAME.fullmatch(n) and storable(n)
    } == {"TB021"}


@pytest.mark.once
def test_texts(canary: Connection, tenant: str) -> None:
    """Labels, descriptions, defaults, select values, authors: free text comes back exactly, whatever it is."""
    texts = [n for n in hostile(2100, 3) if storable(n)]
    selectable = list(dict.fromkeys(n for n in texts if NAME.fullmatch(n) and n not in ("true", "false", "null")))[:50]
    fields: list[dict[str, Any]] = [
        {"name": f"f{n}", "type": "text", "label": text, "description": text, "default": text, "deprecated": text}
        for n, text in enumerate(texts[:400])
    ]
    fields.append({"name": "choice", "type": "select", "params": {"values": selectable}, "default": selectable[0]})
    operation = {"op": "create_class", "class": "Texts", "label": texts[40], "description": texts[41], "fields": fields}
    assert tried(canary, "select thing.migrate(%s, %s, null, %s)", tenant, Jsonb([operation]), ATTACKS[0]) == "00000"
    document = value(canary, "select thing.document(%s)", tenant)["classes"][0]
    for field, text in zip(document["fields"], texts, strict=False):
        if field["type"] == "text":
            assert [field[k] for k in ("label", "description", "default", "deprecated")] == [text] * 4
    canary.execute(f"insert into tenant_{tenant}.tc_texts default values")
    row = canary.execute(f"select * from tenant_{tenant}.tc_texts").fetchone()
    assert row is not None
    assert list(row[6 : 6 + 400]) == texts[:400]
    assert row[-1] == selectable[0]
    assert value(canary, "select author from thing.history(%s) limit 1", tenant) == ATTACKS[0]
    assert value(canary, "select thing.diff(%s, thing.document(%s))", tenant, tenant) == []


@pytest.mark.once
def test_rules(canary: Connection, tenant: str) -> None:
    """Names and arguments of rules: kept exactly and compiled as data, or refused."""
    canary.execute(
        'select thing.create_class(%s, \'Ruled\', \'[{"name": "a", "type": "text"}, {"name": "b", "type": "text"}]\')',
        (tenant,),
    )
    texts = [n for n in hostile(400, 4) if storable(n)]
    for text in texts[: examples(360)]:
        assert migrate(canary, tenant, {"op": "set_rules", "class": "Ruled", "field": "a", "rules": {text: 1}}) in {
            "TB024",
            "TB025",
        }, text
        assert migrate(canary, tenant, {"op": "set_rules", "class": "Ruled", "rules": {"fields": {text: 1}}}) in {
            "TB024",
            "TB025",
        }, text
        check = {"rule": "compare", "field": text, "operator": "eq", "other": "b"}
        assert (
            migrate(canary, tenant, {"op": "set_rules", "class": "Ruled", "rules": {"checks": {"c": check}}}) == "TB025"
        ), text
        named = {"rule": "compare", "field": "a", "operator": "eq", "other": "b", "message": text}
        expected = "00000" if NAME.fullmatch(text) else "TB025"
        assert migrate(canary, tenant, {"op": "set_rules", "class": "Ruled", "rules": {"checks": {text: named}}}) in {
            expected,
            "TB025",
        }, text
    kept = list(dict.fromkeys(texts))[:200]
    assert migrate(canary, tenant, {"op": "set_rules", "class": "Ruled", "rules": {}}) == "00000"
    rules = {"oneOf": {"value": kept, "message": "'; drop table canary; -- {value} %s {0}"}}
    assert migrate(canary, tenant, {"op": "set_rules", "class": "Ruled", "field": "a", "rules": rules}) == "00000"
    for text in kept:
        canary.execute(f"insert into tenant_{tenant}.tc_ruled (a) values (%s)", (text,))
    with pytest.raises(psycopg.Error) as error:
        canary.execute(f"insert into tenant_{tenant}.tc_ruled (a) values ('not one of them')")
    assert error.value.sqlstate == "TB001"
    for text in [*ATTACKS, *KEYWORDS]:
        if storable(text):
            migrate(canary, tenant, {"op": "set_rules", "class": "Ruled", "field": "b", "rules": {"pattern": text}})


@pytest.mark.once
def test_tenants(canary: Connection) -> None:
    """A slug that is not made of a-z, 0-9 and _ is refused by every function that takes one."""
    slugs = [n for n in hostile(500, 5) if storable(n) and not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", n)]
    assert len(slugs) > 250
    for slug in slugs:
        assert tried(canary, "select thing.create_tenant(%s)", slug) == "TB010", slug
    for slug in ATTACKS:
        if storable(slug):
            for function in ("document", "catalog", "schema_version"):
                with pytest.raises(psycopg.Error) as error:
                    canary.execute(f"select thing.{function}(%s)", (slug,))
                assert error.value.sqlstate == "TB040", slug
    for slug in ("select", "pg_temp", "public", "a" * 40):
        with canary.transaction(force_rollback=True):
            canary.execute("select thing.create_tenant(%s)", (slug,))
            canary.execute('select thing.create_class(%s, \'A\', \'[{"name": "a", "type": "text"}]\')', (slug,))
            canary.execute(sql.SQL("insert into {} (a) values ('x')").format(sql.Identifier(f"tenant_{slug}", "tc_a")))
            assert canary.execute("select * from thing.check(%s)", (slug,)).fetchall() == []


def test_nul(canary: Connection, tenant: str) -> None:
    r"""NUL cannot reach a name: jsonb refuses \u0000, the protocol refuses the byte; neither is taken for the end of a string."""
    canary.execute("select thing.create_class(%s, 'A')", (tenant,))
    for operations in (
        '[{"op": "create_class", "class": "B\\u0000"}]',
        '[{"op": "alter_class", "class": "A", "set": {"label": "x\\u0000y"}}]',
    ):
        with pytest.raises(psycopg.errors.UntranslatableCharacter):
            canary.execute("select thing.migrate(%s, %s::jsonb)", (tenant, operations))
    with pytest.raises(psycopg.DataError):
        canary.execute("select thing.create_class(%s, %s)", (tenant, "B\x00C"))
    assert value(canary, "select jsonb_array_length(thing.document(%s) -> 'classes')", tenant) == 1
