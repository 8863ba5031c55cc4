"""Two tenants with the same policies, of which one holds other hidden values and more hidden things than the other."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from py_api.cache import Cache
from py_api.claims import Claims
from py_api.config import Limits
from py_api.database import TenantPools
from py_api.engine.engine import Engine
from py_api.engine.request import GraphQLRequest
from py_api.principal import Principal
from tests.conftest import DROP
from tests.support import servers

SECRET = b"a secret for tests, long enough"
MARK = "zzhidden"  # in every value and name that no member may see


def number(kind: int, place: int) -> str:
    return str(UUID(int=kind << 64 | place))


ME, OTHER, BOSS = (number(1, place) for place in (1, 2, 3))
OPEN = {"rank": {"lt": 10}}
MINE = {"owner": {"id": {"eq": {"$claim": "sub"}}}}
CHANGES: list[dict[str, Any]] = [
    {"op": "create_class", "class": "User", "fields": [
        {"name": "name", "type": "text"}, {"name": "email", "type": "text", "rules": {"unique": True}},
        {"name": "boss", "type": "reference", "target": "User"}, {"name": "friends", "type": "references", "target": "User"}, {"name": MARK + "Pay", "type": "integer"}]},
    {"op": "create_class", "class": "Zzhidden", "fields": [
        {"name": "code", "type": "text"}, {"name": "about", "type": "reference", "target": "User"}]},
    {"op": "create_class", "class": "Zzhbase", "abstract": True, "fields": [{"name": MARK, "type": "text"}, {"name": "mood", "type": "select", "params": {"values": ["good", "bad"]}}]},
    {"op": "create_class", "class": "Item", "extends": "Zzhbase", "fields": [
        {"name": "title", "type": "text", "searchable": True}, {"name": "rank", "type": "integer", "indexed": True}, {"name": "price", "type": "decimal"},
        {"name": "owner", "type": "reference", "target": "User", "rules": {"required": True}}, {"name": "parent", "type": "reference", "target": "Item"},
        {"name": MARK + "Link", "type": "reference", "target": "Zzhidden"}, {"name": "watchers", "type": "references", "target": "User"},
        {"name": MARK + "Sum", "type": "integer", "expression": "rank * 2"}, {"name": "double", "type": "integer", "expression": "rank * 2", "stored": False}],
        "uniques": [{"name": "spot", "fields": ["owner", "rank"]}]},
    {"op": "create_class", "class": "Task", "extends": "Item", "fields": [{"name": "hours", "type": "integer"}, {"name": "kept", "type": "text"}]},
    {"op": "create_class", "class": "Team", "fields": [{"name": "name", "type": "text"}, {"name": "members", "type": "references", "target": "User"}]},
    {"op": "create_class", "class": "Teamzzhidden", "extends": "Team", "fields": []},
    {"op": "create_role", "role": "member"}, {"op": "create_role", "role": "lead", "includes": ["member"]}, {"op": "create_role", "role": "nothing"},
    {"op": "grant", "role": "member", "class": "User", "verbs": ["read", "aggregate"], "fields": ["name", "boss"], "when": {"name": {"ne": MARK}}},
    {"op": "grant", "role": "member", "class": "User", "verbs": ["read"], "name": "own", "fields": ["email", "friends", "createdBy"], "when": {"id": {"eq": {"$claim": "sub"}}}},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["read", "aggregate"], "fields": ["title", "rank", "owner", "parent", "double", "mood", "watchers", "version"], "when": OPEN},
    {"op": "grant", "role": "member", "class": "Item", "verbs": ["read"], "name": "own", "fields": ["title", "rank", "price", "owner", "parent"], "when": MINE},
    {"op": "grant", "role": "member", "class": "Task", "verbs": ["read"], "name": "hours", "fields": ["hours"], "when": OPEN},
    {"op": "grant", "role": "member", "class": "Team", "verbs": ["read"], "when": {"members": {"some": {"id": {"eq": {"$claim": "sub"}}}}}},
    {"op": "restrict", "class": "Item", "verbs": ["read"], "when": {"not": {"title": {"startsWith": MARK}}}},
    {"op": "restrict", "class": "Teamzzhidden", "verbs": ["read"], "when": {"name": {"eq": {"$claim": "none has this"}}}},
]  # fmt: skip
for change in CHANGES:  # aggregate takes no conditions
    if "aggregate" in change.get("verbs", ()):
        change["verbs"] = ["read"]
CHANGES += [{"op": "grant", "role": "member", "class": name, "verbs": ["aggregate"]} for name in ("User", "Item")]


@dataclass
class World:
    """ask: the body of an answer to an operation, of a role of the tenants."""

    engine: Engine
    runner: asyncio.Runner
    db: psycopg.Connection[Any]
    slugs: tuple[str, ...]

    def body(
        self,
        query: str,
        slug: str | None = None,
        roles: tuple[str, ...] = ("member",),
        claims: Mapping[str, Any] = {"sub": ME},
        variables: Mapping[str, Any] = {},
        **more: Any,
    ) -> bytes:
        principal = Principal(
            slug or self.slugs[0], "restricted", "x", time.time() + 60, None, float("inf"), roles, Claims(claims)
        )
        request = GraphQLRequest(query, None, dict(variables), **more)
        return self.runner.run(self.engine.execute(principal, request)).body

    def ask(self, query: str, *given: Any, **more: Any) -> Any:
        return json.loads(self.body(query, *given, **more))

    def forget(self) -> None:
        """What was made of masks."""
        schemas = self.engine.schemas
        for tenant in schemas.tenants.values():
            tenant.masked.clear()
            tenant.seen.clear()
        for key in [key for key, schema in schemas.served.items() if schema.whole is not None]:
            schemas.served.pop(key)

    def admin(self, query: str, slug: str | None = None) -> Any:
        principal = Principal(slug or self.slugs[0], "admin", "x", time.time() + 60)
        return json.loads(self.runner.run(self.engine.execute(principal, GraphQLRequest(query, None, {}))).body)


def fill(db: psycopg.Connection[Any], slug: str, hidden: int) -> None:
    """Things: those that a member sees are the same whatever `hidden` is."""
    at = "2024-01-01"

    def insert(table: str, place: str, **values: Any) -> None:
        columns = {"id": place, "created_at": at, "updated_at": at, **values}
        db.execute(
            sql.SQL("insert into {} ({}) values ({})").format(
                sql.Identifier(f"tenant_{slug}", table),
                sql.SQL(", ").join(map(sql.Identifier, columns)),
                sql.SQL(", ").join(sql.Placeholder() * len(columns)),
            ),
            [*columns.values()],
        )

    secret = f"{MARK}{hidden}"
    insert("tc_user", BOSS, name=MARK, email=f"{secret}@x", zzhidden_pay=hidden)
    insert("tc_user", ME, name="me", email="me@x", boss=BOSS, zzhidden_pay=hidden + 1)
    insert("tc_user", OTHER, name="other", email=f"{secret}o@x", boss=ME, zzhidden_pay=hidden + 2)
    insert("tc_zzhidden", number(2, 1), code=secret, about=ME)
    for person, friend in [(ME, OTHER), *[(OTHER, ME)] * hidden]:
        db.execute(
            sql.SQL("insert into {} (source_id, target_id) select %s, %s").format(
                sql.Identifier(f"tenant_{slug}", join_table(db, slug, "friends"))
            ), (person, friend),
        )  # fmt: skip
    for place in range(1, 13):
        table = "tc_task" if place % 3 == 0 else "tc_item"
        mine, is_open = place % 2 == 0, place <= 6
        seen = (mine or is_open) and place != 4
        insert(
            table, number(3, place), rank=place if is_open else 10 * place,
            title=(f"t {place}" if seen else f"{secret} {place}" if place == 4 or hidden else f"t {secret}"),
            price=place if mine else hidden, owner=ME if mine else (OTHER if place % 5 else BOSS),
            mood="good" if place % 4 and is_open else ("bad" if is_open else ("good", "bad")[hidden % 2]),
            parent=number(3, 4 if hidden and place == 8 else place - 1) if place > 1 else None, **{MARK: secret, "zzhidden_link": number(2, 1)},
            **({"hours": place if is_open else hidden, "kept": secret} if table == "tc_task" else {}),
        )  # fmt: skip
    for place in range(20, 20 + 3 * hidden):
        insert("tc_item", number(3, place), rank=100 + place, title="t quite alike", price=place, owner=OTHER)
    for place, members in ((1, [ME, OTHER]), (2, [OTHER] * bool(hidden)), (3, [ME, BOSS])):
        insert("tc_team", number(4, place), name=f"team {place}" if ME in members else secret)
        for member in members:
            db.execute(
                sql.SQL("insert into {} (source_id, target_id) select %s, %s").format(
                    sql.Identifier(f"tenant_{slug}", join_table(db, slug, "members"))
                ), (number(4, place), member),
            )  # fmt: skip


def join_table(db: psycopg.Connection[Any], slug: str, field: str) -> str:
    found = db.execute(
        sql.SQL("select format('tj_%%s_%%s', class_id, physical_name) from {} where name = %s and dropped_version is null").format(
            sql.Identifier(f"tenant_{slug}", "thing_class_fields")
        ), (field,),
    ).fetchone()  # fmt: skip
    assert found is not None
    return str(found[0])


@contextmanager
def two_tenants(server: servers.Server, count: int = 2, more: Sequence[dict[str, Any]] = ()) -> Iterator[World]:
    """Or one. more: changes of their schema."""
    runner = asyncio.Runner()
    slugs = tuple(f"t{uuid4().hex[:12]}" for _ in range(count))
    pools = TenantPools(servers.asyncpg_url(server.url), SECRET, per_tenant=4, total=8, idle_seconds=60)
    engine = Engine(pools, Cache(None), Limits())
    engine.listener_back()
    with psycopg.connect(server.url, autocommit=True) as db:
        for hidden, slug in enumerate(slugs):
            db.execute("select thing.create_tenant(%s)", (slug,))
            db.execute("select thing.migrate(%s, %s::jsonb)", (slug, json.dumps([*CHANGES, *more])))
            fill(db, slug, hidden)
        yield World(engine, runner, db, slugs)
        runner.run(engine.close())
        runner.run(engine.pools.close())
        runner.run(engine.cache.close())
        runner.close()
        for slug in slugs:
            db.execute(DROP, (slug, slug, slug))


@pytest.fixture(scope="session")
def world(server: servers.Server) -> Iterator[World]:
    """Nothing is written there."""
    with two_tenants(server) as made:
        yield made
