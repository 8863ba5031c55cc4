"""What an attacker does to a server: coroutines that go on until their process is ended, each with a tenant of its own.

A new attack is an entry of ATTACKS. `run` gets the target; `body`, where there is one, is the nth of requests that are
to be refused: after a thousand of them, the server must hold no more memory than before.
"""

import asyncio
import base64
import hashlib
import json
import resource
from multiprocessing.synchronize import Event
from typing import Any

from websockets.exceptions import ConnectionClosed

from bench.support import attacks_fair, attacks_live, attacks_pools
from bench.support.flooding import Attack, Target, filters, flood
from tests.support.hostile import ladder

FILTERS = 1_000
MEMORY = 4_000_000 * 1024  # bytes of address space for an attacker


# --- bodies of requests ---------------------------------------------------------------------------------------------


def _long_cursor(n: int) -> dict[str, Any]:
    text = json.dumps(["x", n, *[0] * 60_000], separators=(",", ":"))
    cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return {"query": "query ($c: String) { items(first: 1, after: $c) { nodes { id } } }", "variables": {"c": cursor}}


def _persisted(document: str) -> dict[str, Any]:
    digest = hashlib.sha256(document.encode()).hexdigest()
    return {"query": document, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest}}}


def _long_document(n: int) -> dict[str, Any]:
    return _persisted("{ a } #" + f"{n:08}" * 30_000)


def _invalid_document(n: int) -> dict[str, Any]:
    return _persisted("{ nothing } #" + f"{n:08}" * 12_000)


def _unknown_fields(n: int) -> dict[str, Any]:
    return {"query": "{ " + " ".join(f"feild{n}x{i}" for i in range(600)) + " }"}


def _repeated(_n: int) -> dict[str, Any]:
    return {"query": "{ items { nodes { " + "name " * 1_900 + "} } nothing }"}


def _ladder(n: int) -> dict[str, Any]:
    return {"query": ladder(20, 8).replace("{ i ", f"{{ i{n}: i ", 1)}


def _valid(n: int) -> dict[str, Any]:
    """Dear, and new each time."""
    roots = " ".join(
        f'r{n}x{i}: items(first: {i + 1}, filter: {{or: [{{name: {{eq: "a"}}}}, {{note: {{eq: "b"}}}}]}}) {{ totalCount '
        "nodes { id name note amount version createdAt updatedAt } }"
        for i in range(18)
    )
    return {"query": f"{{ {roots} }}"}


def _new_shape_of_variables(n: int) -> dict[str, Any]:
    """One document, whose plan is another for each request."""
    conditions = [{("name" if n >> i & 1 else "note"): {"eq": "x"}} for i in range(30)]
    return {
        "query": "query ($f: ItemFilter) { items(filter: $f) { totalCount } }",
        "variables": {"f": {"and": conditions}},
    }


def _numbers(n: int) -> dict[str, Any]:
    """A list of numbers that is no list of anything."""
    return {
        "query": "query ($c: [Int!]) { items(first: $c) { totalCount } }",
        "variables": {"c": [n % 10 + 0.5] * 50_000},
    }


def _introspection(n: int) -> dict[str, Any]:
    inner = "fields { name args { name type { name ofType { name } } } type { name ofType { name } } }"
    return {"query": f"{{ s{n}: __schema {{ types {{ name description {inner} }} }} }}"}


def _registered(n: int) -> dict[str, Any]:
    documents = [_valid(n * 100 + i)["query"] for i in range(60)]
    query = 'mutation ($d: [String!]!) { registerClientOperations(client: "x", operations: $d) { hash } }'
    return {"query": query, "variables": {"d": documents}}


# --- over WebSockets, and by hanging up ---------------------------------------------------------------------------------


async def _hang_up(target: Target) -> None:
    """Four tenants with 64 requests each, which wait for a lock and whose clients leave after two seconds."""
    await attacks_pools.hog(target.url, target.locked, "{ items { totalCount } }", seconds=60, each=64)


async def _write_nothing() -> None:
    pass


async def _forged_cursors(target: Target) -> None:
    await attacks_live.forged_cursors(target.url, target.tokens["viewer"], _write_nothing)


async def _large_variables(target: Target) -> None:
    await attacks_live.large_variables(target.url, target.tokens["viewer"], _write_nothing)


async def _filters(target: Target) -> None:
    await filters(target, FILTERS // attacks_live.PER_SOCKET, attacks_live.PER_SOCKET)


ATTACKS: dict[str, Attack] = {
    "long cursors": flood(_long_cursor),
    "long persisted documents": flood(_long_document),
    "invalid persisted documents": flood(_invalid_document),
    "unknown fields": flood(_unknown_fields),
    "one invalid document": flood(_repeated),
    "a ladder of selections": flood(_ladder),
    "numbers in variables": flood(_numbers),
    "new documents": Attack(flood(_valid).run),
    "new shapes of variables": Attack(flood(_new_shape_of_variables).run),
    "introspection": Attack(flood(_introspection).run),
    "requests that hang up": Attack(_hang_up),
    "forged cursors": Attack(_forged_cursors),
    "large variables": Attack(_large_variables),
    "distinct contains filters": Attack(_filters, role="editor"),
    "documents to be registered": Attack(flood(_registered, "admin").run, role="admin"),
}


def attack(name: str, target: Target, begun: Event) -> None:
    """The body of the attacker's process."""
    begun.set()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    asyncio.run(_until_ended(ATTACKS[name] if name in ATTACKS else attacks_fair.KINDS[name], target))


async def _until_ended(found: Attack, target: Target) -> None:
    """Again and again, also where the server has closed its connections."""
    while True:
        try:
            await found.run(target)
        except (OSError, ConnectionClosed):  # (a TimeoutError is an OSError)
            await asyncio.sleep(0.1)
