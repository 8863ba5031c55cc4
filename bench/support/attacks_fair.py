"""What one tenant does when it does its worst with what it may do: KINDS, for bench/fair.py.

They need what bench.fair.prepare makes: class Item with ROWS things, class Page with PAGES long texts.
"""

import asyncio
import json
import random
import sys
from contextlib import AsyncExitStack
from typing import Any

from bench.support import attacks_live
from bench.support.flooding import CONNECTIONS, Attack, Client, Target, filters, flood

ROWS, PAGES = 50_000, 1_000
SOCKETS, SUBSCRIPTIONS = 20, 50
THINGS = 500  # of a mutation that loads
BY_ID = "query Item($id: ID!) { item(id: $id) { id name amount } }"


def _sort(n: int) -> dict[str, Any]:
    query = "query ($n: Int!) { items(first: 1000, offset: $n, orderBy: [{note: ASC}, {name: DESC}]) { nodes { id note } } }"
    return {"query": query, "variables": {"n": n % 1000}}


def _filter(n: int) -> dict[str, Any]:
    query = "query ($w: String!) { items(filter: {note: {ilike: $w}}) { totalCount nodes { id } } }"
    return {"query": query, "variables": {"w": f"%{n % 10}%a%{n}%b%c%"}}


def _load(n: int) -> dict[str, Any]:
    things = [{"name": f"new {n} {i}", "note": "x" * 200, "amount": i} for i in range(THINGS)]
    return {
        "query": "mutation ($i: [ItemCreateInput!]!) { createItems(input: $i) { count } }",
        "variables": {"i": things},
    }


def _document(n: int) -> dict[str, Any]:
    """Valid, near the limits, and new each time."""
    roots = " ".join(
        f"r{n}x{i}: items(first: {i + 1}) {{ nodes {{ {'id name note amount version createdAt updatedAt ' * 14}}} }}"
        for i in range(18)
    )
    return {"query": f"{{ {roots} }} #" + "x" * 60_000}


def _answer(_n: int) -> dict[str, Any]:
    return {"query": "{ pages(first: 1000) { nodes { id text } } }"}


async def _connections(target: Target) -> None:
    """HTTP connections and WebSockets that come and go as fast as they can."""

    async def http() -> None:
        while True:
            await Client(target, "viewer").ask(json.dumps({"query": BY_ID, "variables": {"id": target.thing}}).encode())

    async def socket() -> None:
        while True:
            async with AsyncExitStack() as stack:
                await attacks_live.opened(stack, target.url, target.tokens["viewer"])

    await asyncio.gather(*(http() for _ in range(CONNECTIONS)), *(socket() for _ in range(CONNECTIONS)))


async def _schema(target: Target) -> None:
    async def change(number: int) -> None:
        client = Client(target, "admin")
        for n in iter(range(sys.maxsize)):
            name = f"extra{number}x{n}x{random.randrange(10**6)}"
            for query in (
                f'mutation {{ addSchemaField(class: "Item", field: {{name: "{name}", type: "text"}}) {{ version }} }}',
                f'mutation {{ dropSchemaField(class: "Item", field: "{name}") {{ version }} }}',
            ):
                await client.ask(json.dumps({"query": query}).encode())

    await asyncio.gather(*(change(number) for number in range(4)))


async def _subscriptions(target: Target) -> None:
    await filters(target, SOCKETS, SUBSCRIPTIONS)


KINDS: dict[str, Attack] = {
    "heavy sorts": flood(_sort),
    "hostile filters": flood(_filter),
    "connection flood": Attack(_connections),
    "bulk loads": flood(_load, "editor"),
    "schema changes": Attack(_schema),
    "subscriptions": Attack(_subscriptions),
    "large documents": flood(_document),
    "large answers": flood(_answer),
}
