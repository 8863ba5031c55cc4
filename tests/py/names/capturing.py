"""One story told of classes with given fields: everything that statements of ours are made for, and what comes of it."""

import asyncio
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import psycopg
from psycopg.types.json import Jsonb

from py_api import json_text
from py_api.cache import Cache
from py_api.config import Limits
from py_api.database import TenantPools
from py_api.engine.engine import Engine
from py_api.engine.request import GraphQLRequest
from py_api.events.subscription_hub import SubscriptionHub
from py_api.principal import Principal
from tests.py.realtime.conftest import Heard

WIDE = Limits(
    body=2**26,
    document=2**24,
    tokens=10**6,
    aliases=10**5,
    fields=10**6,
    cost=10**9,
    answer_rows=10**9,
    complexity=10**8,
    nesting=100,
    values=10**7,
    cpu_rate=10**6,
    cpu_saved=10**7,
)
# The same on both sides: no name of ours begins so.
MARK, ONE, MANY = "zqmark", "zqone", "zqmany"
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*")


def thing(name: str) -> str:
    return str(uuid5(UUID(int=1), name))


@dataclass
class Story:
    """kind: text, reference, references or geometry, which the fields are of."""

    tenant: str
    engine: Engine
    hub: SubscriptionHub
    owner: psycopg.Connection[Any]
    kind: str
    names: Sequence[str]
    back: str = ""  # the inverse of ONE

    # --- telling ------------------------------------------------------------------------------------------------------

    async def told(self) -> list[tuple[str, Any]]:
        """What each step gave."""
        found: list[tuple[str, Any]] = []

        async def step(label: str, query: str, **variables: Any) -> Any:
            answer = await self._answer(query, variables)
            found.append((label, answer))
            return answer.get("data")

        def sql(label: str, query: str, *params: Any) -> Any:
            try:
                rows: Any = self.owner.execute(query, params).fetchall()
            except psycopg.Error as error:
                rows = str(error)
            found.append((label, json.loads(json.dumps(rows, default=str))))
            return rows

        self._migrate()
        sel, first, last = self.selection, self.names[0], self.names[-1]
        (cursor,) = (await self._answer("{ changeCursor }", {}))["data"].values()
        create = f"mutation ($in: HostCreateInput!) {{ createHost(input: $in) {{ {sel} }} }}"
        for name in ("target", "other"):
            await step(name, create, **{"in": {"id": thing(name), MARK: name}})
        await step("create", create, **{"in": {"id": thing("h1"), MARK: "h1", **self.values("a")}})
        await step(
            "create many",
            f"mutation ($in: [HostCreateInput!]!) {{ createHosts(input: $in) {{ count nodes {{ {sel} }} }} }}",
            **{"in": [{"id": thing(n), MARK: n, **self.values("a")} for n in ("h2", "h3")]},
        )
        await step(
            "create nested",
            f"mutation ($in: KidCreateInput!) {{ createKid(input: $in) {{ {sel} {ONE} {{ {sel} }} }} }}",
            **{
                "in": {
                    "id": thing("k1"),
                    MARK: "k1",
                    **self.values("a"),
                    ONE: {"create": {"id": thing("n1"), MARK: "n1", **self.values("b")}},
                    MANY: {
                        "connect": [{"id": thing("h1")}],
                        "create": [{"id": thing("n2"), MARK: "n2", **self.values("b")}],
                    },
                }
            },
        )
        update = f"mutation ($id: ID!, $in: HostUpdateInput!) {{ updateHost(id: $id, input: $in) {{ {sel} {ONE} {{ {MARK} }} }} }}"
        await step("update", update, id=thing("h1"), **{"in": self.values("b")})
        await step("update in steps", update, id=thing("h2"), **{"in": {
            **self.values("b"), ONE: {"create": {"id": thing("n3"), MARK: "n3", **self.values("a")}}}})  # fmt: skip
        await step(
            "update of a kid",
            update,
            id=thing("k1"),
            **{"in": {**self.values("b"), MANY: {"set": [{"id": thing("h2")}]}}},
        )
        chosen = f'updateHosts(filter: {{{MARK}: {{in: ["h3", "k1"]}}}}, atMost: 5, input: $in)'
        many = f"mutation ($in: HostUpdateInput!) {{ {chosen} {{ count nodes {{ {sel} }} }} }}"
        await step("update many", many, **{"in": self.values("a")})
        await step(
            "update many in steps", many, **{"in": {**self.values("b"), MANY: {"connect": [{"id": thing("h1")}]}}}
        )
        await step(
            "inverse",
            update,
            id=thing("h3"),
            **{"in": {self.back: {"connect": [{"id": thing("h1")}, {"id": thing("k1")}]}}},
        )
        await step("inverse set", update, id=thing("h3"), **{"in": {self.back: {"set": [{"id": thing("h1")}]}}})
        await step(
            "upsert",
            f"mutation ($in: HostUpsertInput!) {{ upsertHost(by: {MARK}, input: $in) {{ {sel} }} }}",
            **{"in": {MARK: "h3", **self.values("b")}},
        )
        await step(
            "upsert many",
            f"mutation ($in: [HostUpsertInput!]!) {{ upsertHosts(by: {MARK}, input: $in) {{ count nodes {{ {sel} }} }} }}",
            **{"in": [{MARK: "h3", **self.values("a")}, {"id": thing("h4"), MARK: "h4", **self.values("b")}]},
        )
        await self._read(step)
        await step("dry run", f'mutation {{ deleteHost(id: "{thing("h4")}", dryRun: true) {{ {sel} }} }}')
        await step("delete", f'mutation {{ deleteHost(id: "{thing("h4")}") {{ {sel} }} }}')
        await step(
            "delete many",
            f'mutation {{ deleteHosts(filter: {{{MARK}: {{eq: "k1"}}}}, atMost: 5) {{ count nodes {{ {sel} }} }} }}',
        )
        history = "query ($class: String!, $id: ID!) { thingHistory(class: $class, id: $id) { version operation changes state } }"
        restore = "mutation ($class: String!, $id: ID!) { restoreThingVersion(class: $class, id: $id, version: 1) }"
        for name in ("h1", "h4", "k1"):
            await step(f"history {name}", history, **{"class": "Host", "id": thing(name)})
            await step(f"restore {name}", restore, **{"class": "Host", "id": thing(name)})
        found.append(("subscription", await self._heard(cursor)))
        # --- the schema changes under the things
        text = self.kind == "text"
        version = sql("version", "select thing.schema_version(%s)", self.tenant)[0][0]
        change: dict[str, Any] = {"op": "alter_field", "class": "Host", "field": MARK, "set": {"label": "x"}}
        if text:
            sql(
                "violating",
                "select class, violations from thing.violating_rows(%s, 'Host', '{\"pattern\": \"^a\"}', field => %s)",
                self.tenant,
                first,
            )
            sql("type change", "select thing.migrate(%s, %s) is not null", self.tenant, Jsonb([
                {"op": "alter_field", "class": "Host", "field": first, "set": {"type": "select", "params": {"values": ["a0", "b0"]}}}]))  # fmt: skip
            change = {"op": "set_rules", "class": "Host", "field": last, "rules": {"maxLength": 9, "pattern": "^[abr]"}}
        else:
            change = {"op": "alter_field", "class": "Host", "field": last, "set": {"label": "x"}}
        sql("migrate", "select thing.migrate(%s, %s) is not null", self.tenant, Jsonb([
            change, {"op": "add_field", "class": "Host", "field": {"name": "zqlate", "type": "integer", "default": 7}}]))  # fmt: skip
        # (a row is written with the new column before the way back)
        sql("write", f"update tc_host set {MARK} = {MARK} || 'x' where {MARK} = 'h2' returning id")
        sql("validate", "select thing.validate(%s, 'Host', %s)", self.tenant, Jsonb({MARK: "h3"}))
        sql("rollback", "select thing.rollback(%s, %s) is not null", self.tenant, version)
        await step("read after", f"{{ hosts(orderBy: [{{{MARK}: ASC}}]) {{ nodes {{ {sel} }} }} }}")
        sql("drop", "select thing.migrate(%s, %s) is not null", self.tenant, Jsonb([
            {"op": "drop_field", "class": "Host", "field": first}]))  # fmt: skip
        sql("restore", "select thing.rollback(%s, %s) is not null", self.tenant, version)
        self._problems(sql)
        sql("document", "select thing.diff(%s, thing.document(%s))", self.tenant, self.tenant)
        sql("check", "select * from thing.check(%s)", self.tenant)
        return found

    async def _read(self, step: Any) -> None:
        sel, first, last = self.selection, self.names[0], self.names[-1]
        page = f"nodes {{ {sel} }}"
        whole = f"{page} edges {{ node {{ {MARK} }} }} pageInfo {{ hasNextPage hasPreviousPage endCursor }} totalCount"
        await step("list", f"{{ hosts(orderBy: [{{{MARK}: ASC}}]) {{ {page} }} kids {{ {page} }} }}")
        await step(
            "pages", f"{{ hosts(first: 2, offset: 1, orderBy: [{{{MARK}: DESC}}]) {{ {whole} }} kids {{ {whole} }} }}"
        )
        await step("backward", f"{{ hosts(last: 2, orderBy: [{{{MARK}: ASC}}]) {{ {page} }} }}")
        await step(
            "references",
            f"{{ hosts(orderBy: [{{{ONE}: {{{MARK}: ASC}}}}, {{{MARK}: ASC}}], filter: {{{ONE}: {{{MARK}: {{isNull: false}}}}}})"
            f" {{ nodes {{ {MARK} {ONE} {{ {sel} }} {MANY} {{ totalCount {page} }} {self.back} {{ totalCount {page} }} }} }} }}",
        )
        await step(
            "aggregate",
            f"{{ hostsAggregate(groupBy: [{{{MARK}: true, {ONE}: {{{MARK}: true}}}}], orderBy: [{{key: {{{MARK}: ASC}}}}]) {{ count key {{ {MARK} }} }} kidsAggregate {{ count }} }}",
        )
        narrow = f"... on Kid {{ {sel} }} ... on HostItself {{ {MARK} }}"
        await step(
            "narrow",
            f'{{ hosts(orderBy: [{{{MARK}: ASC}}]) {{ nodes {{ __typename {narrow} }} }} node(id: "{thing("k1")}") {{ __typename {narrow} }} }}',
        )
        if self.kind == "text":
            await step(
                "filter",
                f'{{ hosts(filter: {{{first}: {{eq: "b0"}}, {last}: {{contains: "b"}}}}, orderBy: [{{{first}: ASC}}, {{{last}: DESC}}]) {{ {whole} }}'
                f" hostsAggregate(groupBy: [{{{first}: true}}], orderBy: [{{key: {{{first}: ASC}}}}]) {{ count key {{ a: {first} }} fields {{ b: {last} {{ min max }} }} }} }}",
            )
        elif self.kind == "reference":
            await step(
                "filter",
                f'{{ hosts(filter: {{{first}: {{{MARK}: {{eq: "other"}}}}, {last}: {{id: {{eq: "{thing("other")}"}}}}}},'
                f" orderBy: [{{{first}: {{{MARK}: ASC}}}}, {{{MARK}: ASC}}]) {{ {whole} }} }}",
            )
        elif self.kind == "references":
            await step(
                "filter",
                f'{{ hosts(filter: {{{first}: {{some: {{{MARK}: {{eq: "other"}}}}}}}}, orderBy: [{{{MARK}: ASC}}]) {{ {whole} }} }}',
            )

    async def _heard(self, cursor: str) -> Any:
        condition = (
            f'(filter: {{{self.names[0]}: {{ne: "q"}}}})'
            if self.kind == "text"
            else f'(filter: {{{MARK}: {{ne: "q"}}}})'
        )
        query = f"subscription {{ hostChanged{condition} {{ operation transition class version changed thing {{ {self.selection} }} previous {{ {MARK} }} }} }}"
        heard = Heard()
        # First the end, then the stream: what things refer to is shown as it is by then.
        self.owner.execute(f"update tc_host set {MARK} = 'end' where {MARK} = 'target'")
        heard.subscription = await self.hub.subscribe(self._principal, GraphQLRequest(query, None, {}), heard, cursor)

        def is_over(heard: Heard) -> bool:
            last = heard.events[-1]["thing"] if heard.events else None
            return heard.errors is not None or (last is not None and last[MARK] == "end")

        async with asyncio.timeout(60):
            await heard.until(is_over)
        return [list(heard.events), heard.errors]  # (what comes later is not of this step)

    def _problems(self, sql: Any) -> None:
        """What jobs on large tables look for."""
        class_id = sql("class", "select id from thing_classes where name = 'Host'")[0][0]
        with self.owner.transaction(force_rollback=True):
            for start in range(0, len(self.names), 16) if self.kind in ("text", "reference") else ():
                operation = {
                    "op": "add_unique",
                    "class": "Host",
                    "name": f"u{start}",
                    "fields": self.names[start : start + 16],
                }
                self.owner.execute("select thing.op_add_unique(%s, 9)", (Jsonb(operation),))
            sql("duplicates", "select jsonb_path_query_array(thing.duplicate_rows(%s), '$[*].rows')", class_id)
            sql("job problems", "select d.kind, p.rows from thing.desired_objects(%s) d cross join lateral"
                " thing.job_problem(%s, d.kind, d.table_name, d.name) p order by d.name", class_id, class_id)  # fmt: skip
        if self.kind != "references":
            sql("nulls", "select * from thing.job_problem(%s, 'not null', 'tc_host', %s)", class_id, self.names[0])

    # --- what it is told with -----------------------------------------------------------------------------------------

    @property
    def selection(self) -> str:
        below = {"reference": " { id }", "references": " { totalCount nodes { id } }"}.get(self.kind, "")
        return f"id version {MARK} " + " ".join(f"a{n}: {name}{below}" for n, name in enumerate(self.names))

    def values(self, letter: str) -> dict[str, Any]:
        match self.kind:
            case "text":
                return {name: f"{letter}{n % 10}" for n, name in enumerate(self.names)}
            case "geometry":
                return {
                    name: {"type": "Point", "coordinates": [n % 90, ord(letter) - 90]}
                    for n, name in enumerate(self.names)
                }
        to = thing({"a": "target", "b": "other"}[letter])
        return {name: {"connect": {"id": to} if self.kind == "reference" else [{"id": to}]} for name in self.names}

    def _migrate(self) -> None:
        more = {"reference": {"target": "Host"}, "references": {"target": "Host"}}.get(self.kind, {})
        fields = [{"name": name, "type": self.kind, "indexed": False, **more} for name in self.names]
        if self.kind in ("references", "geometry"):
            fields = [{k: v for k, v in each.items() if k != "indexed"} for each in fields]
        operations = [
            {"op": "create_class", "class": "Host", "fields": [
                {"name": MARK, "type": "text", "unique": True},
                {"name": ONE, "type": "reference", "target": "Host"}, {"name": MANY, "type": "references", "target": "Host"},
                *fields]},
            {"op": "create_class", "class": "Kid", "extends": "Host"},
        ]  # fmt: skip
        self.owner.execute("select thing.migrate(%s, %s)", (self.tenant, Jsonb(operations)))
        columns = dict(self.owner.execute("select name, physical_name from thing_class_fields").fetchall())
        query = "select i ->> 'name' from jsonb_array_elements(thing.class_inverses(1)) i where i ->> 'field' = %s"
        query = query.replace("(1)", "((select c.id from thing_classes c where c.name = 'Host'))")
        ((self.back,),) = self.owner.execute(query, (ONE,)).fetchall()
        assert all(columns[name] == name for name in self.names)

    @property
    def _principal(self) -> Principal:
        return Principal(self.tenant, "admin", "ann", time.time() + 600)

    async def _answer(self, query: str, variables: Mapping[str, Any]) -> Any:
        answer = await self.engine.execute(self._principal, GraphQLRequest(query, None, dict(variables)))
        return json_text.loads(answer.body)


def neutral(value: Any, *fields: Sequence[str], ordered: bool = True) -> Any:
    """Without what differs from run to run; all of these names called by their numbers, wherever they stand.

    ordered: whether lists are; links that go with a thing go in the order of their tables' names.
    """
    places = {name: f"a{n}" for names in fields for n, name in enumerate(names)}

    def changed(value: Any) -> Any:
        match value:
            case dict():
                found = {places.get(key, key): changed(v) for key, v in value.items() if key != "endCursor"}
                return dict(sorted(found.items()))
            case list() | tuple():
                items = [changed(each) for each in value]
                return items if ordered else sorted(items, key=lambda item: json.dumps(item, default=str))
            case str():
                return "time" if _TIME.fullmatch(value) else places.get(value, value)
        return value

    return changed(value)


def difference(found: Any, wanted: Any, place: str = "") -> str:
    """Where the first is, for whoever mends it."""
    pairs: list[tuple[str, Any, Any]]
    if isinstance(found, dict) and isinstance(wanted, dict) and found.keys() == wanted.keys():
        pairs = [(f"{place}.{key}", found[key], wanted[key]) for key in found]
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = [(f"{place}[{n}]", *both) for n, both in enumerate(zip(found, wanted, strict=True))]
    else:
        return f"{place}: {str(found)[:300]} and not {str(wanted)[:300]}" if found != wanted else ""
    return next((said for where, a, b in pairs if (said := difference(a, b, where))), "")


async def told(
    url: str, secret: bytes, tenant: str, owner: psycopg.Connection[Any], kind: str, names: Sequence[str]
) -> list[tuple[str, Any]]:
    """Tells the story in a tenant that is empty."""
    pools = TenantPools(url, secret, per_tenant=4, total=8, idle_seconds=60)
    engine = Engine(pools, Cache(None), WIDE)
    hub = SubscriptionHub(engine, WIDE.subscriptions)
    engine.wrote = hub.wrote
    try:
        return await Story(tenant, engine, hub, owner, kind, names).told()
    finally:
        await hub.close()
        await engine.close()
        await pools.close()
