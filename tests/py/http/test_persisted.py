"""Persisted documents: Apollo's protocol, document ids, trusted documents only."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from py_api.errors import Failure
from tests.support import servers
from tests.support.api import Served, bearer
from tests.support.command import thingbase

pytestmark = pytest.mark.once
QUERY = "{ a }"
HASH = sha256(QUERY.encode()).hexdigest()


def apollo(digest: str = HASH) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": digest}}


def said(response: httpx.Response) -> str:
    body = response.json()
    return str(body["errors"][0]["extensions"]["code"] if "errors" in body else body["data"]["operation"]["query"])


@pytest.fixture
def one(serve: Callable[..., Served], server: servers.Server, tenant: str) -> Callable[..., Callable[..., str]]:
    """one(setting=...) -> a function that asks a fresh server, for a tenant that is there, and returns what it said."""

    def start(**settings: Any) -> Callable[..., str]:
        served = serve(database_url=servers.asyncpg_url(server.url), **settings)
        return lambda query=None, **body: said(served.post(query, headers=bearer(tenant=tenant), **body))

    return start


def test_apollo(serve: Callable[..., Served], server: servers.Server, make_tenants: Callable[[int], list[str]]) -> None:
    served = serve(database_url=servers.asyncpg_url(server.url))
    tenant, another = make_tenants(2)
    headers = bearer(tenant=tenant)
    missing = served.post(None, extensions=apollo(), headers=headers)
    assert missing.status_code == 400
    assert said(missing) == "PERSISTED_QUERY_NOT_FOUND"
    assert missing.json()["errors"][0]["message"] == "PersistedQueryNotFound", "the text that Apollo's clients look for"
    assert said(served.post(QUERY, extensions=apollo(), headers=headers)) == QUERY
    assert said(served.post(None, extensions=apollo(), headers=headers)) == QUERY
    assert said(served.get(headers, extensions=json.dumps(apollo()))) == QUERY
    assert said(served.post(None, documentId=f"sha256:{HASH}", headers=headers)) == QUERY
    assert said(served.get(headers, documentId=f"sha256:{HASH}")) == QUERY
    other = served.post(None, extensions=apollo(), headers=bearer(tenant=another))
    assert said(other) == "PERSISTED_QUERY_NOT_FOUND", "each tenant has its own"


def test_a_hash_that_is_not_the_documents(one: Callable[..., Callable[..., str]]) -> None:
    ask = one()
    assert ask(QUERY, extensions=apollo("0" * 64)) == "PERSISTED_QUERY_MISMATCH"
    assert ask(extensions=apollo("0" * 64)) == "PERSISTED_QUERY_NOT_FOUND"
    assert ask(documentId="sha256:0") == "PERSISTED_QUERY_NOT_FOUND"


def test_all_processes_know_it_by_redis(
    serve: Callable[..., Served], server: servers.Server, tenant: str, redis_url: str
) -> None:
    one, two = (serve(redis_url=redis_url, database_url=servers.asyncpg_url(server.url)) for _ in range(2))
    headers = bearer(tenant=tenant)
    assert said(one.post(QUERY, extensions=apollo(), headers=headers)) == QUERY
    assert said(two.post(None, extensions=apollo(), headers=headers)) == QUERY


def manifest(folder: Path, *queries: str) -> Path:
    path = folder / "documents.json"
    path.write_text(json.dumps({f"sha256:{sha256(q.encode()).hexdigest()}": q for q in queries}))
    return path


def test_a_manifest(serve: Callable[..., Served], tmp_path: Path) -> None:
    served = serve(persisted=manifest(tmp_path, QUERY))
    assert said(served.post(None, documentId=f"sha256:{HASH}")) == QUERY
    assert said(served.post("{ b }")) == "{ b }"


def test_only_what_is_trusted(one: Callable[..., Callable[..., str]], tmp_path: Path) -> None:
    ask = one(persisted=manifest(tmp_path, QUERY), persisted_only=True)
    assert ask(documentId=f"sha256:{HASH}") == QUERY
    assert ask(extensions=apollo()) == QUERY
    assert ask(QUERY) == QUERY
    assert ask("{ b }") == "PERSISTED_ONLY"
    other = sha256(b"{ b }").hexdigest()
    assert ask("{ b }", extensions=apollo(other)) == "PERSISTED_ONLY", "nobody adds to the list by asking"
    assert ask(extensions=apollo(other)) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize("text", ["", "[]", '{"sha256:00": "{ a }"}'])
def test_a_manifest_that_cannot_be_used(serve: Callable[..., Served], tmp_path: Path, text: str) -> None:
    path = tmp_path / "documents.json"
    path.write_text(text)
    with pytest.raises(Failure, match="is not a manifest of documents"):
        serve(persisted=path)


def test_a_tenants_own_list(serve: Callable[..., Served], server: servers.Server, tenant: str, tmp_path: Path) -> None:
    url = servers.asyncpg_url(server.url)
    served = serve(database_url=url, persisted_only=True)
    headers = bearer(tenant=tenant)
    (tmp_path / "a.graphql").write_text(QUERY)
    assert said(served.post(None, documentId=f"sha256:{HASH}", headers=headers)) == "PERSISTED_QUERY_NOT_FOUND"
    files = tmp_path / "a.graphql", manifest(tmp_path, "{ b }")
    done = thingbase("persist", tenant, *files, "--limit", "cost=1000", "--json", DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    assert [row["hash"] for row in json.loads(done.stdout)] == [HASH, sha256(b"{ b }").hexdigest()]
    assert said(served.post(None, documentId=f"sha256:{HASH}", headers=headers)) == QUERY
    limited = served.post("{ b }", headers=headers)
    assert said(limited) == "{ b }"
    assert limited.json()["data"]["operation"]["digest"] == sha256(b"{ b }").hexdigest(), "whose limits hold"
    assert said(served.post("{ c }", headers=headers)) == "PERSISTED_ONLY"
    done = thingbase("persist", tenant, "--forget", HASH, DATABASE_URL=url)
    assert "forgotten" in done.stdout
    again = serve(database_url=url, persisted_only=True)
    assert said(again.post(None, documentId=f"sha256:{HASH}", headers=headers)) == "PERSISTED_QUERY_NOT_FOUND"


def test_what_is_no_document_is_not_persisted(server: servers.Server, tenant: str, tmp_path: Path) -> None:
    (tmp_path / "a.graphql").write_text("{ a")
    done = thingbase("persist", tenant, tmp_path / "a.graphql", DATABASE_URL=servers.asyncpg_url(server.url))
    assert done.returncode == 1
    assert "is not a valid GraphQL document" in done.stderr
