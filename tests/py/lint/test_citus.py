"""A tenant can be distributed by its schema (Citus, schema-based sharding): what is made for it keeps the rules of that.

Nothing of a tenant leaves its schema, but for the core's functions; a table is moved whole, by its primary key; a shard
has another name than its table. The tenant has one of everything that the core makes.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from py_api.config import SQL

pytestmark = pytest.mark.once

EVERYTHING = Path(__file__).parents[1] / "dumps" / "everything.sql"

# What each query finds is against a rule. %(schema)s: of the tenant.
RULES = {
    "no table inherits, but partitions": """
        select i.inhrelid::regclass::text from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where c.relnamespace = %(schema)s::regnamespace and c.relkind in ('r', 'p') and not c.relispartition""",
    "every table has a primary key": """
        select c.relname from pg_class c
         where c.relnamespace = %(schema)s::regnamespace and c.relkind in ('r', 'p')
           and not exists (select from pg_constraint p where p.conrelid = c.oid and p.contype = 'p')""",
    "foreign keys stay in the schema": """
        select k.conname from pg_constraint k join pg_class r on r.oid = k.confrelid
         where k.connamespace = %(schema)s::regnamespace and k.contype = 'f' and r.relnamespace <> k.connamespace""",
    "no foreign key of another schema comes in": """
        select k.conname from pg_constraint k join pg_class r on r.oid = k.confrelid
         where r.relnamespace = %(schema)s::regnamespace and k.contype = 'f' and r.relnamespace <> k.connamespace""",
    "constraints of classes have names of ours, not PostgreSQL's": """
        select k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid
         where k.connamespace = %(schema)s::regnamespace and c.relname ~ '^t[cj]_' and k.contype not in ('n', 't')
           and k.conname !~ '^t[a-z]_[0-9]+_' and k.conname <> left(c.relname, 58) || '_pkey'""",
    "defaults count by sequences of the schema": """
        select d.objid::text from pg_depend d
          join pg_attrdef a on a.oid = d.objid join pg_class t on t.oid = a.adrelid join pg_class s on s.oid = d.refobjid
         where d.classid = 'pg_attrdef'::regclass and d.refclassid = 'pg_class'::regclass and s.relkind = 'S'
           and t.relnamespace = %(schema)s::regnamespace and s.relnamespace <> t.relnamespace""",
    "views read the schema alone": """
        select v.relname || ' reads ' || o.oid::regclass from pg_rewrite r
          join pg_class v on v.oid = r.ev_class
          join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
                          and d.refclassid = 'pg_class'::regclass
          join pg_class o on o.oid = d.refobjid
         where v.relnamespace = %(schema)s::regnamespace and o.relnamespace <> v.relnamespace""",
    "triggers call functions of the schema, or of the core": """
        select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
         where c.relnamespace = %(schema)s::regnamespace and not t.tgisinternal
           and p.pronamespace not in (c.relnamespace, 'thing'::regnamespace)""",
    "triggers that write the log are told their class": """
        select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
         where c.relnamespace = %(schema)s::regnamespace and t.tgname ~ '^log_' and c.relname ~ '^tc_' and t.tgnargs = 0""",
    "functions of the schema name no other tenant": """
        select p.proname from pg_proc p
         where p.pronamespace = %(schema)s::regnamespace
           and replace(p.prosrc, %(schema)s::text, '') ~ 'tenant_[a-z0-9_]+\\.'""",
    "tables and columns have types of the core, of PostgreSQL or of extensions": """
        select a.attname from pg_attribute a
          join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
         where c.relnamespace = %(schema)s::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0
           and t.typnamespace not in ('pg_catalog'::regnamespace, 'thing'::regnamespace, c.relnamespace)
           and not exists (select from pg_depend d where d.classid = 'pg_type'::regclass and d.objid = t.oid
                              and d.deptype = 'e')
           and not exists (select from pg_type e join pg_depend d on d.objid = e.oid and d.deptype = 'e'
                            where e.oid = t.typelem)""",
    "its roles can log in": """
        select r.rolname from pg_roles r join thing.tenants t on r.rolname in (t.role_name, thing.api_role(t.role_name))
         where t.schema_name = %(schema)s::text and not r.rolcanlogin""",
}

# Trigger functions that look at the name of the table they fire on, which a shard has otherwise: why they may.
NAMES = {
    "check_references": "tells classes from join tables by how the name begins, and says it in an error",
    "count_given": "looks the class up for an error, and says the name where there is none",
    "refuse_write": "says it in an error",
    "tenant_functions_sql": "tells classes from join tables by how the name begins",
}


@pytest.fixture(scope="module")
def everything(server: Any) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    slug = f"c{uuid4().hex[:12]}"
    with psycopg.connect(server.url) as db:
        db.execute("select thing.create_tenant(%s)", (slug,))
        db.execute(EVERYTHING.read_text(encoding="utf-8").replace("{tenant}", slug).encode())
        yield db, slug
        db.rollback()


@pytest.mark.parametrize("rule", RULES)
def test_what_is_made(everything: tuple[psycopg.Connection[Any], str], rule: str) -> None:
    db, slug = everything
    assert db.execute(RULES[rule].encode(), {"schema": f"tenant_{slug}"}).fetchall() == []


def test_one_constraint_a_statement(everything: tuple[psycopg.Connection[Any], str]) -> None:
    """Of an ALTER TABLE; and no text of a statement goes beyond the schema."""
    db, slug = everything
    other = f"{slug}_2"
    db.execute("select thing.create_tenant(%s)", (other,))
    planned = db.execute("select thing.plan(%s, thing.diff(%s, thing.document(%s)))", (other, other, slug)).fetchone()
    assert planned is not None
    statements = [statement["sql"] for statement in planned[0]["statements"]]
    assert len(statements) > 50
    altered = [text for text in statements if re.match(r"alter table", text, re.IGNORECASE)]
    assert altered
    assert [text for text in altered if len(re.findall(r"\b(?:add|drop) constraint\b", text)) > 1] == []
    assert [text for text in statements if re.search(rf"tenant_(?!{other}\b)\w+\.", text)] == []
    assert [text for text in statements if re.search(r"\binherits\b", text, re.IGNORECASE)] == []


def test_a_shard_has_another_name() -> None:
    uses = {
        path.stem
        for folder in ("triggers", "functions")
        for path in (SQL / folder).rglob("*.sql")
        if re.search(r"\btg_(table_name|relname)\b", re.sub(r"--.*", "", path.read_text(encoding="utf-8")))
    }
    assert uses == set(NAMES)
