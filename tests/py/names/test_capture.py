"""No name of ours captures a column, and no column one of ours.

Every identifier of the compiled statements, of the generated trigger functions and of all functions of the core becomes
a field, and a story is told of these that must be the same with other names. THINGBASE_ALL_NAMES=1 takes all of them, in
every kind of field; without it the shortest, those of the trigger functions, and those that did capture once.
"""

import asyncio
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from py_api.events import delivery
from tests.py.names.capturing import difference, neutral, told
from tests.support import servers
from tests.support.sql_names import words

TESTS = Path(__file__).parents[1]
CASES = [*TESTS.glob("compiler/cases/*.sql"), *TESTS.glob("mutations/cases/*.sql")]
EVERY = "THINGBASE_ALL_NAMES" in os.environ
SIZES = {"text": 600, "reference": 150, "references": 60, "geometry": 400}  # fields a class, of the whole run
SHORTEST = {"text": 8, "reference": 4, "references": 2, "geometry": 8}
CAPTURED = ["v_class", "v_actor", "class_id", "image", "rows", "x", "o", "g"]
NEVER = {"id", "version", "and", "or", "not", "true", "false", "null"}


@pytest.fixture(scope="module")
def names(server: servers.Server) -> list[str]:
    """Names that a column can have, the shortest first."""
    with psycopg.connect(server.url, autocommit=True) as db:
        sources = [s for (s,) in db.execute(
            "select p.prosrc from pg_proc p where p.pronamespace = 'thing'::regnamespace")]  # fmt: skip
        sources += [s for (s,) in db.execute("select thing.tenant_functions_sql('x')")]
        sources += [file.read_text(encoding="utf-8") for file in CASES]
        found = {name.lower() for source in sources for name in words(source)} - NEVER
        kept = [n for (n,) in db.execute(
            "select n from unnest(%s::text[]) n where thing.physical_name(n, '{}') = n", (list(found),))]  # fmt: skip
    return sorted((n for n in kept if re.fullmatch(r"[a-z][a-z0-9_]*", n)), key=lambda n: (len(n), n))


def batches(names: list[str], kind: str, db: psycopg.Connection[Any]) -> Iterator[list[str]]:
    if EVERY:
        yield from (names[start : start + SIZES[kind]] for start in range(0, len(names), SIZES[kind]))
        return
    chosen = [*names[: SHORTEST[kind]], *CAPTURED]
    if kind == "text":
        ((source,),) = db.execute("select thing.tenant_functions_sql('x')").fetchall()
        chosen += [name for name in names if name in words(source)]
    yield list(dict.fromkeys(chosen))


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", [
    *(pytest.param(kind, marks=pytest.mark.once) for kind in ("text", "reference", "references")), "geometry"])  # fmt: skip
def test_names_of_ours_as_fields(
    server: servers.Server,
    names: list[str],
    kind: str,
    make_tenants: Callable[[int], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The subscriptions here are large.
    for limit in ("HASTY_SECONDS", "ALONE_SECONDS", "SOME_SECONDS"):
        monkeypatch.setattr(delivery, limit, 60.0)
    assert len(names) > 1000
    with psycopg.connect(server.url, autocommit=True) as db:
        if kind == "geometry" and not server.has_postgis:
            pytest.skip("this server has no postgis")
        controls: dict[int, Any] = {}
        for batch in batches(names, kind, db):
            neutrals = [f"zq{n}zq" for n in range(len(batch))]
            if len(batch) not in controls:
                controls[len(batch)] = story(server, db, make_tenants(1)[0], kind, neutrals)
                assert_worked(controls[len(batch)])
            control = controls[len(batch)]
            for (label, is_), (same, should) in zip(
                story(server, db, make_tenants(1)[0], kind, batch), control, strict=True
            ):
                assert label == same
                told_, wanted = (neutral(each, neutrals, batch, ordered=kind != "references") for each in (is_, should))
                said = difference(told_, wanted)
                assert not said, (kind, batch[0], label, said)


def story(server: servers.Server, db: psycopg.Connection[Any], tenant: str, kind: str, names: list[str]) -> Any:
    db.execute(f"set search_path = tenant_{tenant}, public")
    try:
        return asyncio.run(told(servers.asyncpg_url(server.url), b"s" * 32, tenant, db, kind, names))
    finally:
        db.execute("reset search_path")


def assert_worked(control: Any) -> None:
    """The story is no list of errors."""
    failed = {label: value["errors"] for label, value in control if isinstance(value, dict) and "errors" in value}
    failed |= {label: value for label, value in control if isinstance(value, str)}
    assert not failed, "\n".join(f"{k}: {str(v)[:400]}" for k, v in failed.items())
