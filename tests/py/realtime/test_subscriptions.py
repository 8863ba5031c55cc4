"""What subscribers are told: over the real log, with a real listener."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from py_api.compiler.operation import RequestError
from py_api.errors import ApiError

pytestmark = pytest.mark.once

Db = psycopg.Connection[Any]
Make = Callable[..., Any]

WHOLE = """subscription {
  productChanged {
    operation transition thingId version class changed target at actor cursor
    thing { id name price version maker { name } }
    previous { name price }
  }
}"""


async def _run(db: Db, sql: str, *params: Any) -> Any:
    found = await asyncio.to_thread(lambda: db.execute(sql, params or None))
    return found.fetchone() if found.description else None


def test_a_thing_is_created_updated_and_deleted(process: Make, shop: Db) -> None:
    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe(WHOLE)
            ((maker,),) = [await _run(shop, "insert into tc_maker (name) values ('Skog') returning id")]
            await _run(shop, "insert into tc_product (name, price, maker) values ('Lamp', 9.5, %s)", maker)
            await _run(shop, "update tc_product set price = 12")
            await _run(shop, "delete from tc_product")
            created, updated, deleted = await heard.count(3)
            assert (created["operation"], created["transition"], created["version"]) == ("CREATED", "ENTERED", 1)
            assert created["thing"]["maker"] == {"name": "Skog"}
            assert created["thing"]["price"] == "9.5"
            assert created["previous"] is None
            assert created["changed"] == ["name", "price", "maker"]
            assert (updated["operation"], updated["transition"], updated["version"]) == ("UPDATED", "STAYED", 2)
            assert updated["changed"] == ["price"]
            assert updated["previous"] == {"name": "Lamp", "price": "9.5"}
            assert (updated["thing"]["price"], updated["thing"]["version"]) == ("12", 2)
            assert (deleted["operation"], deleted["transition"]) == ("DELETED", "LEFT")
            assert deleted["thing"] is None
            assert deleted["previous"] == {"name": "Lamp", "price": "12"}
            assert len({each["thingId"] for each in (created, updated, deleted)}) == 1
            assert {each["class"] for each in (created, updated, deleted)} == {"Product"}
            assert heard.cursors == [each["cursor"] for each in heard.events]

    asyncio.run(go())


def test_things_enter_and_leave_a_filter(process: Make, shop: Db) -> None:
    query = """subscription ($least: Decimal!) {
      productChanged(filter: {price: {gte: $least}, state: {eq: LIVE}}) { transition operation thing { name price } }
    }"""

    async def go() -> None:
        async with process() as p:
            cheap, dear = await p.subscribe(query, least="10"), await p.subscribe(query, least="100")
            await _run(shop, "insert into tc_product (name, price, state) values ('a', 5, 'LIVE'), ('b', 50, 'DRAFT')")
            await _run(shop, "update tc_product set price = 20 where name = 'a'")
            await _run(shop, "update tc_product set price = 200 where name = 'a'")
            await _run(shop, "update tc_product set price = 1 where name = 'a'")
            await _run(shop, "update tc_product set state = 'LIVE' where name = 'b'")
            await _run(shop, "delete from tc_product")
            assert [(e["transition"], e["operation"]) for e in await cheap.count(5)] == [
                ("ENTERED", "UPDATED"), ("STAYED", "UPDATED"), ("LEFT", "UPDATED"), ("ENTERED", "UPDATED"),
                ("LEFT", "DELETED"),
            ]  # fmt: skip
            assert [e["transition"] for e in await dear.count(2)] == ["ENTERED", "LEFT"]
            assert dear.events[1]["thing"] == {"name": "a", "price": "1"}

    asyncio.run(go())


def test_filters_and_answers_have_figures_of_lists(process: Make, shop: Db) -> None:
    """As they are when an event is shown."""
    query = """subscription { productChanged(filter: {maker: {products: {count: {gte: 2}, filter: {price: {gt: 1}}}}}) {
      thing { name maker { productsAggregate { count } } }
    } }"""

    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe(query)
            await _run(shop, "with m as (insert into tc_maker (name) values ('x'), ('y') returning id, name)"
                " insert into tc_product (name, price, maker) select n, 5, id from m, unnest(array['a', 'b']) n"
                " where (m.name, n) <> ('y', 'b')")  # fmt: skip
            await _run(shop, "insert into tc_product (name, price, maker) select 'c', 1, id from tc_maker")
            things = [event["thing"] for event in await heard.count(3)]
            assert sorted(thing["name"] for thing in things[:2]) == ["a", "b"]
            assert things[2] == {"name": "c", "maker": {"productsAggregate": [{"count": 3}]}}

    asyncio.run(go())


def test_operations_and_fields_are_told_apart(process: Make, shop: Db) -> None:
    async def go() -> None:
        async with process() as p:
            deleted = await p.subscribe("subscription { productChanged(operations: [DELETED]) { operation } }")
            priced = await p.subscribe('subscription { productChanged(fields: ["price"]) { operation changed } }')
            await _run(shop, "insert into tc_product (name, price) values ('a', 5)")
            await _run(shop, "update tc_product set name = 'b'")
            await _run(shop, "update tc_product set price = 6")
            kept = "select thing.rename_field('{}', 'Product', 'price', 'cost', keep_alias => '1 day')"
            await _run(shop, kept.format(p.tenant))
            await _run(shop, "update tc_product set name = 'c'")
            await _run(shop, "update tc_product set price = 7")
            await _run(shop, "delete from tc_product")
            events = [(e["operation"], e["changed"]) for e in await priced.count(4)]
            updates = [("UPDATED", ["price"]), ("UPDATED", ["cost"])]
            assert events[1:3] == updates, events
            assert (events[0][0], events[3][0]) == ("CREATED", "DELETED")
            assert [e["operation"] for e in await deleted.count(1)] == ["DELETED"]
            with pytest.raises(ApiError, match="has no field prise") as error:
                await p.subscribe('subscription { productChanged(fields: ["prise"]) { operation } }')
            assert error.value.code == "UNKNOWN_FIELD"

    asyncio.run(go())


def test_links_are_events_of_the_thing_that_links(process: Make, shop: Db) -> None:
    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe("subscription { productChanged { operation changed target thing { name } } }")
            data = await p.mutate(
                'mutation { createProduct(input: {name: "Lamp", tags: {create: [{word: "red"}]}}) { id tags { nodes { id } } } }'
            )
            product, tag = data["createProduct"]["id"], data["createProduct"]["tags"]["nodes"][0]["id"]
            await p.mutate(
                "mutation ($id: ID!, $tags: [TagUniqueInput!]!) { updateProduct(id: $id, input: {tags: {disconnect: $tags}}) { id } }",
                id=product,
                tags=[{"id": tag}],
            )
            events = await heard.count(3)
            assert [e["operation"] for e in events] == ["CREATED", "LINKED", "UNLINKED"]
            assert events[1] == {"operation": "LINKED", "changed": ["tags"], "target": tag, "thing": {"name": "Lamp"}}

    asyncio.run(go())


def test_every_thing(process: Make, shop: Db) -> None:
    query = """subscription ($classes: [String!]) {
      thingChanged(classes: $classes) { class operation thing { __typename id ... on Product { name } ... on Maker { name } } }
    }"""

    async def go() -> None:
        async with process() as p:
            everything, makers = await p.subscribe(query), await p.subscribe(query, classes=["Maker"])
            await p.mutate('mutation { createProduct(input: {name: "Lamp", maker: {create: {name: "Skog"}}}) { id } }')
            found = sorted(
                (e["class"], e["thing"]["__typename"], e["thing"]["name"]) for e in await everything.count(2)
            )
            assert found == [("Maker", "Maker", "Skog"), ("Product", "Product", "Lamp")]
            assert [e["class"] for e in await makers.count(1)] == ["Maker"]
            with pytest.raises(ApiError, match="class Nothing does not exist"):
                await p.subscribe(query, classes=["Nothing"])

    asyncio.run(go())


def test_it_resumes_where_it_was(process: Make, shop: Db) -> None:
    query = "subscription ($after: String) { productChanged(after: $after) { thing { stock } cursor } }"

    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe(query)
            start = heard.beats[0]
            await _run(shop, "insert into tc_product (stock) select n from generate_series(1, 20) n")
            events = await heard.count(20)
            for number in (0, 7, 19):
                again = await p.subscribe(query, after=events[number]["cursor"])
                await again.until(lambda h: bool(h.beats))
                assert [e["thing"]["stock"] for e in again.events] == list(range(number + 2, 21))
            whole = await p.subscribe(query, after=start)
            assert [e["thing"]["stock"] for e in await whole.count(20)] == list(range(1, 21))
            await _run(shop, "insert into tc_product (stock) values (21)")
            for each in (heard, again, whole):
                await each.until(lambda h: h.events and h.events[-1]["thing"]["stock"] == 21)

    asyncio.run(go())


def test_what_commits_late_is_told_once(process: Make, shop: Db, server: Any, tenant: str) -> None:
    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe("subscription { productChanged { thing { name } } }")
            with psycopg.connect(server.url, autocommit=False) as late:
                late.execute(f"set search_path = tenant_{tenant}")
                late.execute("insert into tc_product (name) values ('late')")
                await _run(shop, "insert into tc_product (name) values ('early')")
                await heard.until(lambda h: len(h.events) == 1)
                cursor = heard.cursors[0]
                await asyncio.to_thread(late.commit)
            assert [e["thing"]["name"] for e in await heard.count(2)] == ["early", "late"]
            again = await p.subscribe("subscription { productChanged { thing { name } } }", after=cursor)
            assert [e["thing"]["name"] for e in await again.count(1)] == ["late"]

    asyncio.run(go())


def test_another_process_hears_of_what_the_api_writes(process: Make, shop: Db) -> None:
    async def go() -> None:
        async with process() as writer, process() as reader:
            await writer.mutate('mutation { createMaker(input: {name: "before"}) { id } }')
            await asyncio.sleep(0.05)  # by now the writer knows that nobody listens
            heard = await reader.subscribe("subscription { makerChanged { thing { name } } }")
            for number in range(20):
                before = asyncio.get_running_loop().time()
                await writer.mutate("mutation ($n: String) { createMaker(input: {name: $n}) { id } }", n=str(number))
                await heard.until(lambda h, n=number: len(h.events) == n + 1)
                waited = asyncio.get_running_loop().time() - before
                if number > 2:
                    assert waited < 0.9, "it was found by looking, not by being told"

    asyncio.run(go())


def test_schema_changes(process: Make, shop: Db, tenant: str) -> None:
    query = """subscription ($classes: [String!], $fields: [String!], $kinds: [String!]) {
      schemaChanged(classes: $classes, fields: $fields, kinds: $kinds) {
        version oldVersion author impact classes fields rootFields cursor
        differences { kind class field impact } breaking { kind } safe { kind }
      }
    }"""

    async def go() -> None:
        async with process() as p:
            everything = await p.subscribe(query)
            of_maker = await p.subscribe(query, classes=["Maker"])
            of_price = await p.subscribe(query, fields=["Product.price"])
            dropped = await p.subscribe(query, kinds=["FIELD_DROPPED"])
            await _run(shop, "select thing.add_field(%s, 'Maker', 'country', 'text', author => 'kari')", tenant)
            await _run(shop, "select thing.rename_field(%s, 'Product', 'price', 'cost')", tenant)
            await _run(shop, "select thing.drop_field(%s, 'Product', 'stock')", tenant)
            added, renamed, gone = await everything.count(3)
            assert added["oldVersion"] == added["version"] - 1
            assert (added["author"], added["impact"], added["classes"]) == ("kari", "SAFE", ["Maker"])
            assert added["safe"] == [{"kind": "FIELD_ADDED"}]
            assert renamed["impact"] == "BREAKING"
            assert gone["breaking"] == [{"kind": "FIELD_DROPPED"}]
            assert (await of_maker.count(1)) == [added]
            assert (await of_price.count(1)) == [renamed]
            assert (await dropped.count(1)) == [gone]

    asyncio.run(go())


def test_a_schema_change_leaves_what_still_holds(process: Make, shop: Db, tenant: str) -> None:
    async def go() -> None:
        async with process() as p:
            names = await p.subscribe("subscription { productChanged { thing { name } } }")
            stocks = await p.subscribe("subscription { productChanged { thing { stock } } }")
            await _run(shop, "insert into tc_product (name, stock) values ('a', 1)")
            await names.count(1)
            await stocks.count(1)
            await _run(shop, "select thing.drop_field(%s, 'Product', 'stock')", tenant)
            (error,) = await stocks.end()
            assert error["extensions"]["code"] == "SCHEMA_CHANGED"
            assert "stock" in error["message"]
            await _run(shop, "insert into tc_product (name) values ('b')")
            assert [e["thing"]["name"] for e in await names.count(2)] == ["a", "b"]

    asyncio.run(go())


def test_no_subscription_no_plan(process: Make, shop: Db) -> None:
    async def go() -> None:
        async with process() as p:
            with pytest.raises(RequestError, match="nothing"):
                await p.subscribe("subscription { productChanged { thing { nothing } } }")
            with pytest.raises(RequestError):
                await p.subscribe("subscription { productChanged { thingId } makerChanged { thingId } }")
            with pytest.raises(RequestError):
                await p.subscribe("subscription { __typename }")
            with pytest.raises(ApiError, match="not a subscription"):
                await p.subscribe("{ __typename }")
            assert p.hub.metrics()["feeds"] == 0
            with pytest.raises(ApiError) as refused:
                await p.subscribe('subscription { productChanged(filter: {createdAt: {gt: "tomorrow"}}) { thingId } }')
            assert refused.value.code == "INVALID_VALUE"

    asyncio.run(go())


def test_a_cursor_that_is_of_no_use(process: Make, shop: Db, tenant: str) -> None:
    async def go() -> None:
        async with process() as p:
            bad = await p.subscribe("subscription { productChanged { thingId } }", after="nonsense")
            assert (await bad.end())[0]["extensions"]["code"] == "INVALID_CURSOR"
            heard = await p.subscribe("subscription { productChanged { thingId } }")
            old = heard.beats[0]
            await _run(shop, "insert into tc_product (name) values ('a')")
            await heard.count(1)
            await _run(shop, "select thing.trim_change_log(%s, interval '0')", tenant)
            late = await p.subscribe("subscription { productChanged { thingId } }", after=old)
            (error,) = await late.end()
            assert error["extensions"]["code"] == "RESYNC"
            anew = await p.subscribe("subscription { productChanged { thingId } }", after=error["extensions"]["cursor"])
            await _run(shop, "insert into tc_product (name) values ('b')")
            await anew.count(1)

    asyncio.run(go())


def test_the_same_question_is_worked_out_once(process: Make, shop: Db) -> None:
    query = "subscription ($after: String) { productChanged(after: $after) { thingId } }"

    async def go() -> None:
        async with process() as p:
            first = await p.subscribe(query)
            others = [await p.subscribe(query, after=first.beats[0]) for _ in range(5)]
            for each in others:
                await each.until(lambda h: bool(h.beats))
            assert p.hub.metrics() == {"feeds": 1, "channels": 1, "subscriptions": 6}
            await _run(shop, "insert into tc_product (name) values ('a')")
            for each in (first, *others):
                await each.count(1)
                each.subscription.cancel()
            assert p.hub.metrics() == {"feeds": 0, "channels": 0, "subscriptions": 0}

    asyncio.run(go())


def test_tenants_hear_nothing_of_each_other(process: Make, shop: Db, make_tenants: Callable[[int], list[str]]) -> None:
    async def go() -> None:
        (other,) = make_tenants(1)
        json_ops = json.dumps(
            [{"op": "create_class", "class": "Product", "fields": [{"name": "name", "type": "text"}]}]
        )
        await _run(shop, "select thing.migrate(%s, %s::jsonb)", other, json_ops)
        async with process() as p:
            ours = await p.subscribe("subscription { productChanged { thing { name } } }")
            theirs = await p.subscribe("subscription { productChanged { thing { name } } }", tenant=other)
            await _run(shop, f"insert into tenant_{other}.tc_product (name) values ('theirs')")
            await _run(shop, "insert into tc_product (name) values ('ours')")
            assert [e["thing"]["name"] for e in await ours.count(1)] == ["ours"]
            assert [e["thing"]["name"] for e in await theirs.count(1)] == ["theirs"]
            foreign = await p.subscribe("subscription { productChanged { thingId } }", after=theirs.cursors[0])
            assert (await foreign.end())[0]["extensions"]["code"] == "RESYNC"

    asyncio.run(go())


def test_a_suspended_tenant_hears_no_more(process: Make, shop: Db, tenant: str) -> None:
    async def go() -> None:
        async with process() as p:
            heard = await p.subscribe("subscription { productChanged { thingId } }")
            await _run(shop, "select thing.suspend_tenant(%s)", tenant)
            try:
                assert (await heard.end())[0]["extensions"]["code"] == "TENANT_SUSPENDED"
            finally:
                await _run(shop, "select thing.resume_tenant(%s)", tenant)

    asyncio.run(go())
