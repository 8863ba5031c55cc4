"""What a tenant's role may do: generated from the server's own catalogs, so that nothing new escapes the test."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

Connection = psycopg.Connection[Any]
Connect = Callable[..., Connection]
PASSWORD = "tenant-for-tests"

# Tables of the core that hold no tenant's data and that every tenant may read.
READABLE = {"error_codes", "change_types", "field_types", "rules", "formats", "conversions", "date_parts"}
READABLE |= {"expression_functions"}


@pytest.fixture
def other(db: Connection) -> Iterator[str]:
    """A second tenant, with a class and a thing whose title is a secret."""
    slug = f"o{uuid4().hex[:12]}"
    db.execute("select thing.create_tenant(%s, password => %s)", (slug, PASSWORD))
    db.execute('select thing.create_class(%s, \'Secret\', \'[{"name": "title", "type": "text"}]\')', (slug,))
    db.execute(sql.SQL("insert into {} (title) values ('xyzzy')").format(sql.Identifier(f"tenant_{slug}", "tc_secret")))
    yield slug
    db.execute("select thing.drop_tenant(%s, %s)", (slug, slug))


@pytest.fixture
def shop(db: Connection, tenant: str) -> str:
    """The tenant with two classes, a join table and some rows."""
    db.execute(
        """select thing.create_class(%s, 'Product', '[{"name": "title", "type": "text", "rules": {"minLength": 2}},
               {"name": "tags", "type": "references"}, {"name": "old", "type": "text"}]')""",
        (tenant,),
    )
    db.execute("select thing.drop_field(%s, 'Product', 'old')", (tenant,))
    db.execute(f"insert into tenant_{tenant}.tc_product (title) values ('first')")
    return tenant


def sqlstate(connection: Connection, statement: str | sql.Composable, *values: Any) -> str:
    """SQLSTATE of what the statement raises, 00000 when it succeeds. Its effects are rolled back."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement, values)  # type: ignore[arg-type]
    except psycopg.Error as error:
        return error.sqlstate or "none"
    return "00000"


def relations(db: Connection, schema: str) -> list[tuple[str, str]]:
    return db.execute(
        "select relname, relkind::text from pg_class where relnamespace = %s::regnamespace and relkind in ('r', 'v', 'm', 'p', 'S', 'f') order by 1",
        (schema,),
    ).fetchall()


def test_own_metadata_and_core_are_out_of_reach(shop: str, db: Connection, connect: Connect) -> None:
    """No table of the core or of a tenant's metadata can be written; only the instances can be read."""
    role = connect(shop)
    own = [r for r in relations(db, f"tenant_{shop}") if not r[0].startswith(("tc_", "tj_"))]
    assert len(own) > 6
    for schema, found in ((f"tenant_{shop}", own), ("thing", relations(db, "thing"))):
        for name, kind in found:
            table = sql.Identifier(schema, name)
            readable = (schema == "thing" and name in READABLE) or name in ("thing_instances", "thing_rollups")
            expected = "00000" if readable else "42501"
            assert sqlstate(role, sql.SQL("select * from {} limit 1").format(table)) == expected, (schema, name)
            if kind == "S":
                assert sqlstate(role, "select nextval(%s)", f'"{schema}"."{name}"') == "42501", name
                continue
            for statement in (
                "insert into {} default values",
                "delete from {}",
                "truncate {}",
                "drop table {}",
                "lock table {}",
            ):
                assert sqlstate(role, sql.SQL(statement).format(table)) == "42501", (schema, name, statement)
            writable = db.execute(
                "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and has_column_privilege(%s, attrelid, attnum, 'insert, update')",
                (f'"{schema}"."{name}"', f"tenant_{shop}"),
            ).fetchall()
            assert writable == [], (schema, name)


def test_another_tenant_is_out_of_reach(shop: str, other: str, db: Connection, connect: Connect) -> None:
    role = connect(shop)
    found = relations(db, f"tenant_{other}")
    assert ("tc_secret", "r") in found
    for name, _ in found:
        table = sql.Identifier(f"tenant_{other}", name)
        for statement in ("select * from {}", "insert into {} default values", "delete from {}", "drop table {}"):
            assert sqlstate(role, sql.SQL(statement).format(table)) == "42501", (name, statement)
    for (function,) in db.execute(
        "select oid::regprocedure::text from pg_proc where pronamespace = %s::regnamespace", (f"tenant_{other}",)
    ).fetchall():
        assert not value(db, "select has_function_privilege(%s, %s, 'execute')", f"tenant_{shop}", function), function
    assert sqlstate(role, sql.SQL("set role {}").format(sql.Identifier(f"tenant_{other}"))) == "42501"
    for statement in ("set role thing_owner", "set role thing_admin", "set session authorization postgres"):
        assert sqlstate(role, statement) == "42501", statement


def value(connection: Connection, statement: str, *values: Any) -> Any:
    row = connection.execute(statement, values).fetchone()
    assert row is not None
    return row[0]


ARGUMENTS = {
    "text": "x", "jsonb": "[]", "integer": "1", "bigint": "1", "boolean": "false", "uuid": "00000000-0000-7000-8000-000000000000",
    "text[]": "{}", "interval": "1 day", "timestamp with time zone": "2024-01-01", "pg_snapshot": "1:1:", "regprocedure": "now()",
    "double precision": "1", "oid": "1", "integer[]": "{}", "uuid[]": "{}",
}  # fmt: skip


def test_every_function_refuses_another_tenants_slug(shop: str, other: str, db: Connection, connect: Connect) -> None:
    """Of all functions of the core that a tenant may execute, those that take a tenant say FORBIDDEN to another one."""
    role = connect(shop)
    functions = db.execute(
        """select p.proname, p.oid::regprocedure::text, p.proargnames, p.proargmodes,
                  array(select format_type(t, null) from unnest(p.proargtypes) t),
                  has_function_privilege(%s, p.oid, 'execute'), p.prokind = 'p'
             from pg_proc p where p.pronamespace = 'thing'::regnamespace and p.prorettype <> 'trigger'::regtype order by 2""",
        (f"tenant_{shop}",),
    ).fetchall()
    asked = 0
    for name, signature, names, modes, types, allowed, procedure in functions:
        inputs = [n for n, m in zip(names or [], modes or ["i"] * len(names or []), strict=True) if m in "ibv"]
        if not inputs or inputs[0] not in ("p_tenant", "tenant", "p_slug", "slug"):
            continue
        if any(t not in ARGUMENTS for t in types):
            assert not allowed, f"give ARGUMENTS a value for {signature}"
            continue
        call = sql.SQL("call {}({})" if procedure else "select * from {}({})").format(
            sql.Identifier("thing", name),
            sql.SQL(", ").join(
                sql.SQL("{}::" + t).format(sql.Literal(other if i == 0 and t == "text" else ARGUMENTS[t]))
                for i, t in enumerate(types)
            ),
        )
        assert sqlstate(role, call) == ("TB044" if allowed else "42501"), signature
        asked += allowed
    assert asked > 20


def test_definers_are_closed(db: Connection) -> None:
    """Every SECURITY DEFINER function has a safe search_path; no function of ours is anybody's; internal ones are nobody's."""
    rows = db.execute(
        """select p.oid::regprocedure::text, p.prosecdef, coalesce(p.proconfig, '{}') as settings,
                  has_function_privilege('public', p.oid, 'execute') as anybody,
                  has_function_privilege('thing_tenant', p.oid, 'execute') or has_function_privilege('thing_admin', p.oid, 'execute') as granted,
                  coalesce(obj_description(p.oid, 'pg_proc'), '') as said, pg_get_userbyid(p.proowner) as owner
             from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = 'thing' or n.nspname like 'tenant\\_%%'"""
    ).fetchall()
    assert len(rows) > 100
    for signature, definer, settings, anybody, granted, said, owner in rows:
        assert owner == "thing_owner", signature
        assert not anybody, signature
        if definer:
            assert any(s.startswith("search_path=pg_catalog, pg_temp") for s in settings), signature
        if said.endswith("Internal."):
            assert not granted, signature
        if signature.startswith("thing."):
            assert said, signature


def test_system_columns_cannot_be_forged(shop: str, connect: Connect) -> None:
    role = connect(shop)
    assert sqlstate(role, "insert into tc_product (title) values ('fine')") == "00000"
    for column, literal in (
        ("version", "7"),
        ("created_at", "now()"),
        ("updated_at", "now()"),
        ("created_by", "'me'"),
        ("updated_by", "'me'"),
        ("old", "'x'"),
    ):
        assert sqlstate(role, f"insert into tc_product (title, {column}) values ('xx', {literal})") == "42501", column
        assert sqlstate(role, f"update tc_product set {column} = {literal}") == "42501", column
    assert sqlstate(role, "update tc_product set id = gen_random_uuid()") == "42501"
    for statement in (
        "truncate tc_product", "alter table tc_product disable trigger all", "drop trigger validate on tc_product",
        "alter table tc_product add column x text", "create index on tc_product (title)", "create rule r as on insert to tc_product do nothing",
        "set session_replication_role = replica", "create trigger t before insert on tc_product for each row execute function stamp()",
    ):  # fmt: skip
        assert sqlstate(role, statement) == "42501", statement


EMITTING = ("select pg_logical_emit_message(true, 'a', 'b')", "select pg_logical_emit_message(false, 'a', 'b'::bytea)")


def test_nothing_can_be_created(shop: str, connect: Connect) -> None:
    """No temporary object, no object in any schema, no schema: so nothing can shadow a name or fill the disk outside the classes."""
    role = connect(shop)
    for statement in (
        "create temp table t ()", "create table t ()", "create table public.t ()", "create schema s", "create function f() returns int language sql return 1",
        "create function pg_temp.f() returns int language sql return 1", "create view v as select 1", "create sequence s", "create role r",
        "create extension hstore", "copy (select 1) to program 'true'", "copy tc_product from '/etc/passwd'",
        "select lo_import('/etc/passwd')", "select pg_read_file('/etc/passwd')", "create publication p for table tc_product", "create type t as (a int)",
        "select lo_create(0)", "select lo_creat(-1)", "select lo_from_bytea(0, 'x')",
        "select pg_export_snapshot()", "prepare transaction 'a'",
        *(EMITTING if role.info.server_version >= 170000 else ()),  # (before, a revoke would stop pg_upgrade)
    ):  # fmt: skip
        assert sqlstate(role, statement) in ("42501", "0A000", "55000"), statement


def test_locks_of_the_whole_database_are_out_of_reach(shop: str, db: Connection, connect: Connect) -> None:
    """A tenant that could take advisory locks could claim the jobs of all, and fill the table of locks that all share."""
    role = connect(shop)
    functions = db.execute(
        "select proname, array(select format_type(t, null) from unnest(proargtypes) t) from pg_proc where proname ~ '^pg_(try_)?advisory'"
    ).fetchall()
    assert len(functions) > 15
    for name, types in functions:
        call = sql.SQL("select {}({})").format(
            sql.Identifier(name), sql.SQL(", ").join(sql.SQL(f"1::{t}") for t in types)
        )
        assert sqlstate(role, call) == "42501", name


def test_the_channel_is_a_secret(shop: str, db: Connection, connect: Connect) -> None:
    """LISTEN has no privileges: the name of the channel is what protects it, so no tenant can learn it."""
    role = connect(shop)
    channel = value(db, "select channel from thing.installation")
    assert len(channel) >= 32
    assert sqlstate(role, "select channel from thing.installation") == "42501"
    sources = value(
        db,
        "select string_agg(prosrc, '') from pg_proc where pronamespace = %s::regnamespace or pronamespace = 'thing'::regnamespace",
        f"tenant_{shop}",
    )
    assert channel not in sources, "function sources can be read by everybody"
    arguments = value(db, "select coalesce(string_agg(encode(tgargs, 'escape'), ''), '') from pg_trigger")
    assert channel not in arguments


def test_errors_tell_nothing_of_others(shop: str, other: str, connect: Connect) -> None:
    """The same answer for a tenant that is there and one that is not; no name or value of another's in any message."""
    role = connect(shop)
    messages = []
    for slug in (other, "nobody_of_this_name"):
        with pytest.raises(psycopg.Error) as error:
            role.execute("select thing.document(%s)", (slug,))
        diagnosis = error.value.diag
        messages.append(
            (
                error.value.sqlstate,
                str(diagnosis.message_primary).replace(slug, "*"),
                diagnosis.message_detail,
                diagnosis.message_hint,
            )
        )
        assert "Secret" not in str(error.value)
        assert "xyzzy" not in str(error.value)
    assert messages[0] == messages[1]
    assert (
        sqlstate(
            role,
            "select query from pg_stat_activity where usename = 'postgres' and query not in ('', '<insufficient privilege>')",
        )
        == "00000"
    )
    seen = role.execute(
        "select query from pg_stat_activity where usename <> current_user and query <> '<insufficient privilege>'"
    ).fetchall()
    assert [q for (q,) in seen if q] == []
    assert role.execute("select count(*) from pg_stats where schemaname = %s", (f"tenant_{other}",)).fetchone() == (0,)


def test_a_suspended_tenant_is_shut_out(shop: str, db: Connection, connect: Connect) -> None:
    role = connect(shop)
    db.execute("select thing.suspend_tenant(%s)", (shop,))
    with pytest.raises(psycopg.OperationalError):
        role.execute("select 1")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        connect(shop)
    db.execute("select thing.resume_tenant(%s)", (shop,))
    assert value(connect(shop), "select count(*) from tc_product") == 1


def test_limits_stand_on_the_role(shop: str, db: Connection, connect: Connect) -> None:
    """What tenant_limits sets is what a new session of the tenant has."""
    db.execute('select thing.tenant_limits(%s, \'{"statement_timeout": "1234ms", "connection_limit": "2"}\')', (shop,))
    role = connect(shop)
    assert value(role, "show statement_timeout") == "1234ms"
    assert value(role, "show search_path").startswith(f"tenant_{shop}")
    for name, default in db.execute(
        "select name, default_value from thing.limits where kind = 'setting' and name <> 'statement_timeout'"
    ).fetchall():
        assert value(role, "select current_setting(%s)", name) == default, name
    connect(shop)
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        connect(shop)


def test_limits_come_back(shop: str, db: Connection, connect: Connect) -> None:
    """A role may change its own settings: PostgreSQL cannot forbid it. The next thing.tenant_limits puts them right; what needs a
    superuser (temp_file_limit), the number of connections, and whether it may log in, are out of the role's reach."""
    role = connect(shop)
    name = sql.Identifier(f"tenant_{shop}")
    role.execute(
        sql.SQL("alter role {} in database {} set statement_timeout = 0").format(name, sql.Identifier(db.info.dbname))
    )
    role.execute(sql.SQL("alter role {} set lock_timeout = 0").format(name))
    assert value(connect(shop), "show statement_timeout") == "0"
    for statement in (
        "alter role {} set temp_file_limit = -1", "alter role {} reset temp_file_limit", "alter role {} connection limit -1",
        "alter role {} nologin", "alter role {} createdb", "alter role {} valid until 'infinity'",
    ):  # fmt: skip
        assert sqlstate(role, sql.SQL(statement).format(name)) == "42501", statement
    db.execute("select thing.tenant_limits(%s)", (shop,))
    assert value(connect(shop), "show statement_timeout") == "30s"
    assert value(connect(shop), "show lock_timeout") == "5s"


def test_the_session_cannot_bend_what_is_done(shop: str, connect: Connect) -> None:
    """Settings that any role may change alter neither what a migration makes, nor what the log keeps, nor what a pattern may cost."""
    role = connect(shop)
    role.execute("set quote_all_identifiers = on")
    assert role.execute("select * from thing.check(%s)", (shop,)).fetchall() == []
    role.execute("set standard_conforming_strings = off")
    assert sqlstate(role, r"select '\"abab\"'::jsonb operator(thing.|=) %s::jsonb", r'{"pattern": "(a)\\1"}') == "TB026"
    role.execute("set extra_float_digits = -15; set datestyle = 'SQL, DMY'; set timezone = 'Asia/Kolkata'")
    role.execute(
        """select thing.migrate(%s, '[{"op": "add_field", "class": "Product", "field": {"name": "weight", "type": "float", "default": 0.1234567890123}},
               {"op": "add_field", "class": "Product", "field": {"name": "at", "type": "datetime", "default": "2024-02-01T00:00:00Z"}},
               {"op": "add_field", "class": "Product", "field": {"name": "stay", "type": "dateRange"}}]')""",
        (shop,),
    )
    role.execute("update tc_product set stay = daterange('2024-02-01', '2024-02-03')")
    role.execute("update tc_product set title = 'second', weight = 0, stay = null, at = null")
    role.execute("select thing.restore_version(%s, 'Product', id, 2) from tc_product", (shop,))
    role.execute("reset all")
    weight, at, stay = role.execute(
        "select weight, at = '2024-02-01T00:00:00Z', stay = daterange('2024-02-01', '2024-02-03') from tc_product"
    ).fetchall()[0]
    assert (weight, at, stay) == (0.1234567890123, True, True)


def test_rename_and_drop_end_sessions(db: Connection, connect: Connect) -> None:
    slug, to = f"r{uuid4().hex[:12]}", f"s{uuid4().hex[:12]}"
    db.execute("select thing.create_tenant(%s, password => %s)", (slug, PASSWORD))
    role = connect(slug)
    db.execute("select thing.rename_tenant(%s, %s)", (slug, to))
    with pytest.raises(psycopg.OperationalError):
        role.execute("select 1")
    db.execute("alter role " + f"tenant_{to} password '{PASSWORD}'")
    role = connect(to)
    assert value(role, "select thing.schema_version(%s)", to) == 0
    db.execute("select thing.drop_tenant(%s, %s)", (to, to))
    with pytest.raises(psycopg.OperationalError):
        role.execute("select 1")
    assert value(db, "select count(*) from pg_roles where rolname in (%s, %s)", f"tenant_{slug}", f"tenant_{to}") == 0
