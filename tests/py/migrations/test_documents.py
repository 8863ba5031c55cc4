"""What schemaMigrationPath says of a client's document is what graphql-core says: it works where it holds at the later version.

THINGBASE_CHANGES=2000 tries so many versions (default: 6), each from earlier ones."""

import json
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema, find_breaking_changes, is_scalar_type, parse, validate

from py_api.catalog import load
from py_api.compiler.client_impact import Changes, Comparison, Status, Step, impact
from py_api.schema import root_fields
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.sdl import sdl_text
from py_api.schema.text_cache import TextCache
from tests.support.documents import Documents
from tests.support.walks import Connection, Tenant, value, wider

CHANGES = int(os.environ.get("THINGBASE_CHANGES", "6"))
DOCUMENTS, EARLIER = 8, 3
UNSAID = re.compile(r"UpdateInput\._ was removed|@rule\b")


class Version:
    def __init__(self, tenant: Tenant, types: bytes) -> None:
        def asked(function: str) -> bytes:
            return str(value(tenant.db, f"select thing.{function}(%s)::text", tenant.slug)).encode()

        catalog = load.catalog_of(asked("catalog_index"), load.types_of(types)[1])
        load.take_entries(catalog, asked("catalog_entries"))
        self.number = catalog.version
        self.api = ApiSchema(catalog)
        self.schema: GraphQLSchema = build_schema(sdl_text(self.api, TextCache()), assume_valid=True)
        for kind in filter(is_scalar_type, self.schema.type_map.values()):  # SDL does not say which literals they take
            kind.parse_literal = self.api.schema.type_map[kind.name].parse_literal  # type: ignore[attr-defined]

    def documents(self, r: random.Random) -> list[str]:
        def names(root: str, kind: Any) -> list[str]:
            heads = self.api.catalog.heads.values()
            return [n for s in root_fields.SHAPES[root] for h in heads if (n := s.name(h)) in kind.fields]

        found = {
            "query": names("Query", self.schema.query_type),
            "mutation": names("Mutation", self.schema.mutation_type),
        }
        if not found["query"]:
            return []
        documents = Documents(self.schema, found, r)
        return [documents.document() for _ in range(DOCUMENTS)]


def steps(tenant: Tenant, start: int) -> Changes:
    rows = tenant.db.execute(
        "select version, diff from thing.history(%s) where version > %s order by version", (tenant.slug, start)
    )
    return Changes(Step(version, diff) for version, diff in rows.fetchall())


def remade(changes: list[Any]) -> bool:
    """Is there something that went, and another one by its name? That breaks clients although the SDL is the same."""
    dropped = {(c.get("enum"), c.get("class"), c.get("field")) for c in changes if c["kind"].endswith("_DROPPED")}
    return any(
        (c.get("enum"), c.get("class"), c.get("field")) in dropped for c in changes if c["kind"].endswith("_ADDED")
    )


@pytest.mark.once
@pytest.mark.timeout(120 + 10 * CHANGES)
def test_documents_work_where_they_hold(db: Connection, make_tenants: Callable[[int], list[str]]) -> None:
    types = str(value(db, "select thing.catalog_types()::text")).encode()
    tenant, r = Tenant(db, make_tenants(1)[0]), random.Random(2)
    versions = [Version(tenant, types)]
    wrong: list[Any] = []
    seen: Counter[Any] = Counter()
    done = 0
    while done < CHANGES:
        if r.random() < 0.1 and len(versions) > 2:
            refusal = tenant.call("rollback", r.choice(versions).number)
        else:
            operations = [wider(tenant, r) for _ in range(r.choice([1, 1, 2, 3]))]
            refusal = tenant.call("migrate", json.dumps(operations))
        if refusal is not None:
            continue
        done += 1
        now = Version(tenant, types)
        for earlier in versions[-EARLIER:]:
            said = value(db, "select thing.schema_diff(%s, %s)", tenant.slug, earlier.number)
            broken = [b.description for b in find_breaking_changes(earlier.schema, now.schema)]
            broken = [b for b in broken if not UNSAID.search(b)]
            seen[said["impact"]] += 1
            if (said["impact"] == "BREAKING") != bool(broken) and not (remade(said["changes"]) and not broken):
                wrong.append(("diff", said["changes"], broken[:3]))
            comparison = Comparison(earlier.api, now.api, steps(tenant, earlier.number))
            for document in earlier.documents(r):
                node = parse(document)
                assert not (errors := validate(earlier.schema, node)), (document, errors)
                found = impact(comparison, node)
                holds = not validate(now.schema, node)
                seen[found.status] += 1
                if (found.status in (Status.WORKS, Status.CHANGED)) != holds or found.status is Status.INVALID:
                    wrong.append((document, found, said["changes"]))
        versions = [*versions[-EARLIER:], now]
    assert not wrong, f"{len(wrong)} of {sum(seen.values())}: {wrong[:4]}"
    assert CHANGES < 6 or {Status.WORKS, Status.BREAKS, "BREAKING", "SAFE"} <= set(seen), seen
