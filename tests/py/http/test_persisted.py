"""Persisted documents: Apollo's protocol, document ids, trusted documents only."""

import json
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from py_api.errors import Failure
from tests.support.api import Served, bearer

pytestmark = pytest.mark.once
QUERY = "{ a }"
HASH = sha256(QUERY.encode()).hexdigest()


def apollo(digest: str = HASH) -> dict[str, Any]:
    return {"persistedQuery": {"version": 1, "sha256Hash": digest}}


def said(response: httpx.Response) -> str:
    body = response.json()
    return str(body["errors"][0]["extensions"]["code"] if "errors" in body else body["data"]["operation"]["query"])


def test_apollo(serve: Callable[..., Served]) -> None:
    served = serve()
    missing = served.post(None, extensions=apollo())
    assert missing.status_code == 400
    assert said(missing) == "PERSISTED_QUERY_NOT_FOUND"
    assert missing.json()["errors"][0]["message"] == "PersistedQueryNotFound", "the text that Apollo's clients look for"
    assert said(served.post(QUERY, extensions=apollo())) == QUERY
    assert said(served.post(None, extensions=apollo())) == QUERY
    assert said(served.get(extensions=json.dumps(apollo()))) == QUERY
    assert said(served.post(None, documentId=f"sha256:{HASH}")) == QUERY
    assert said(served.get(documentId=f"sha256:{HASH}")) == QUERY
    other = served.client.post("/graphql", json={"extensions": apollo()}, headers=bearer(tenant="zeta"))
    assert said(other) == "PERSISTED_QUERY_NOT_FOUND", "each tenant has its own"


def test_a_hash_that_is_not_the_documents(serve: Callable[..., Served]) -> None:
    served = serve()
    wrong = served.post(QUERY, extensions=apollo("0" * 64))
    assert wrong.status_code == 400
    assert said(wrong) == "PERSISTED_QUERY_MISMATCH"
    assert said(served.post(None, extensions=apollo("0" * 64))) == "PERSISTED_QUERY_NOT_FOUND"


def test_all_processes_know_it_by_redis(serve: Callable[..., Served], redis_url: str) -> None:
    one, two = serve(redis_url=redis_url), serve(redis_url=redis_url)
    tenant = f"t{time.time_ns()}"
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


def test_only_what_is_trusted(serve: Callable[..., Served], tmp_path: Path) -> None:
    served = serve(persisted=manifest(tmp_path, QUERY), persisted_only=True)
    assert said(served.post(None, documentId=f"sha256:{HASH}")) == QUERY
    assert said(served.post(None, extensions=apollo())) == QUERY
    assert said(served.post(QUERY)) == QUERY
    refused = served.post("{ b }")
    assert refused.status_code == 403
    assert said(refused) == "PERSISTED_ONLY"
    other = sha256(b"{ b }").hexdigest()
    assert said(served.post("{ b }", extensions=apollo(other))) == "PERSISTED_ONLY", "nobody adds to the list by asking"
    assert said(served.post(None, extensions=apollo(other))) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize("text", ["", "[]", '{"sha256:00": "{ a }"}'])
def test_a_manifest_that_cannot_be_used(serve: Callable[..., Served], tmp_path: Path, text: str) -> None:
    path = tmp_path / "documents.json"
    path.write_text(text)
    with pytest.raises(Failure, match="THINGBASE_PERSISTED"):
        serve(persisted=path)
