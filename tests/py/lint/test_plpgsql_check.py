"""plpgsql_check finds nothing in any function of the core, nor in the functions that it makes for a tenant.

Runs where the extension plpgsql_check is installed (a Debian package). Functions that "run inside the tenant's schema"
have no search_path of their own: a sample tenant's stands in for it here, in a transaction that is rolled back.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

# Right as they are: what the checker says (a pattern over "function: message"), and why.
ACCEPTED = {
    r": target type is different type than source type": "a literal like '{}' is a text until it is assigned",
    r": cannot determinate a result of dynamic SQL": "a warning of the two that follow, no finding",
    r': record "\w+" is not assigned yet': "its shape comes of dynamic SQL",
    r"\(.*\brecord\b.*\):": "arguments of type record have no shape that it could check",
    r": control reached end of function without RETURN": "thing.fail, which never returns, stands there",
    r'thing\.op_\w+\(.*: unused parameter "p_version"': "all operations have one signature",
    r'thing\.(live_images|validate_rows)\(.*: OUT variable "\w+" is maybe unmodified': "its rows come of dynamic SQL",
    r'thing\.moment_sql\(.*: never read variable "v_duration"': "assigned to see whether the text is an interval",
}
# Functions that execute SQL which is not a literal. Each has been read: the text comes from format with %I and %L, or
# from a builder (*_sql) made of it. A new one belongs here once somebody has read it.
EXECUTES = {
    "check_bounds", "check_convertible", "check_custom_types", "check_recent_stale", "convert_batch", "retyped_default",
    "value_violations", "broken_rows", "check_unreferenced",
    "check_value", "create_tenant", "current_values", "default_values", "duplicate_rows", "refresh_triggers", "copy_catalog",
    "register_rule", "rename_tenant", "restore_links", "run_steps", "set_role_limits", "set_role_log", "set_role_path", "unique_violations",
    "unregister_rule", "value_sql", "wanted_seqs", "adopt_tenant", "expected_schema", "reset_schema", "validate_rows",
    "ensure_tenant_role", "check_sequences", "sequence_steps", "repair", "repair_round",
    "rewind_idle", "rewind_broken", "rewind_duplicates", "rewind_missing", "rewind_held", "rewind_lock", "rewind_write",
    "hypothetical_index", "make_tables", "make_objects", "archive_lock", "begin_restore", "begin_older_restore", "finish_restore", "clone_rows", "adopt_part",
    "tenant_figures", "doctor_tenants", "fill_kept", "kept_start",
    "begin_replacement", "end_replacement", "prepare_move", "stop_writes", "take_over", "hand_over", "drop_moved",
    "lock_log", "make_log_parent", "add_log_partition", "partition_log", "drop_log_partitions", "expected_log",
}  # fmt: skip

CHECK = """
    select f.oid::regprocedure::text, c.lineno, c.level, c.message, c.detail, c.hint
      from pg_proc f
      join pg_language l on l.oid = f.prolang and l.lanname = 'plpgsql'
      cross join lateral plpgsql_check_function_tb(
          funcoid => f.oid, relid => %(table)s::regclass, fatal_errors => false, other_warnings => true,
          extra_warnings => true, performance_warnings => false, security_warnings => true,
          oldtable => %(old)s, newtable => %(new)s) c
     where f.oid = %(function)s::oid
"""


@pytest.fixture
def sample(db: psycopg.Connection[Any], tenant: str) -> Iterator[str]:
    """A tenant with a class that has a field of every type this server has; its schema. All is rolled back."""
    try:
        db.execute("create extension if not exists plpgsql_check schema public")
    except psycopg.errors.FeatureNotSupported:
        pytest.skip("this server has no plpgsql_check (Debian: postgresql-15-plpgsql-check)")
    with db.transaction(force_rollback=True):
        types = db.execute(
            """
            select t.name from thing.field_types t
             where t.extension is null or t.extension in (select extname from pg_extension) order by t.position
            """
        ).fetchall()
        params: dict[str, Any] = {
            "vector": {"dimensions": 3},
            "select": {"values": ["A"]},
            "multiselect": {"values": ["A"]},
        }
        fields = [
            {
                "name": f"f_{name}",
                "type": name,
                "params": params.get(name, {}),
                "target": "Sample" if "ref" in name else None,
            }
            for (name,) in types
        ]
        operations = [
            {"op": "create_class", "class": "Parent", "fields": [{"name": "x", "type": "text", "required": True}]},
            {"op": "create_class", "class": "Sample", "extends": "Parent", "fields": []},
            *({"op": "add_field", "class": "Sample", "field": field} for field in fields),
        ]
        db.execute("select thing.migrate(%s, %s)", (tenant, json.dumps(operations)))
        yield f"tenant_{tenant}"


def checked(
    db: psycopg.Connection[Any], function: int, table: str = "0", old: str | None = None, new: str | None = None
) -> list[str]:
    found = db.execute(CHECK, {"function": function, "table": table, "old": old, "new": new}).fetchall()
    dynamic = any("cannot determinate" in message for _, _, _, message, *_ in found)
    return [
        f"{name}:{line}: {level}: {message} ({detail or hint or ''})"
        for name, line, level, message, detail, hint in found
        if not any(re.search(pattern, f"{name}: {message}") for pattern in ACCEPTED)
        and not (level == "security" and name.partition("(")[0].removeprefix("thing.") in EXECUTES)
        and not (dynamic and message.startswith("never read variable"))
    ]


def test_functions(db: psycopg.Connection[Any], sample: str) -> None:
    functions = db.execute(
        """
        select p.oid, p.oid::regprocedure::text, p.prosrc ~ 'thing.enter_tenant'
               or not exists (select from unnest(p.proconfig) c where c like 'search_path=%%')
          from pg_proc p join pg_language l on l.oid = p.prolang
         where p.pronamespace = 'thing'::regnamespace and l.lanname = 'plpgsql' and p.prorettype <> 'trigger'::regtype
        """
    ).fetchall()
    assert len(functions) > 50
    path = f"{sample}, public, pg_temp"
    problems = []
    for oid, name, enters in functions:
        if enters:
            db.execute(f"alter routine {name} set search_path = {path}")
        problems += checked(db, oid)
    assert not problems, "\n" + "\n".join(sorted(set(problems)))


def test_trigger_functions(db: psycopg.Connection[Any], sample: str) -> None:
    """Every trigger function on every table that it stands on, with its transition tables."""
    triggers = db.execute(
        """
        select t.tgfoid, t.tgrelid::regclass::text, t.tgoldtable, t.tgnewtable, t.tgfoid::regprocedure::text,
               p.pronamespace = 'thing'::regnamespace
          from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
          join pg_language l on l.oid = p.prolang
         where c.relnamespace = %s::regnamespace and not t.tgisinternal and l.lanname = 'plpgsql'
        """,
        (sample,),
    ).fetchall()
    assert len({function for function, *_ in triggers}) >= 5
    problems = []
    for oid, table, old, new, name, enters in triggers:
        if enters:
            db.execute(f"alter routine {name} set search_path = {sample}, public, pg_temp")
        problems += checked(db, oid, table, old, new)
    assert not problems, "\n" + "\n".join(sorted(set(problems)))
