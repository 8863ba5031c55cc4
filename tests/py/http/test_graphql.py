"""GraphQL over HTTP, request by request: https://graphql.github.io/graphql-over-http/draft/"""

import gzip
import json
import logging
import re
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from py_api import logs
from tests.support.api import Served, bearer

pytestmark = pytest.mark.once
STRICT, LEGACY = "application/graphql-response+json", "application/json"


def code(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    assert set(error) == {"message", "extensions"}
    return str(error["extensions"]["code"])


def test_an_operation_arrives_as_it_was_sent(api: Served) -> None:
    response = api.post("query A { a }", operationName="A", variables={"v": [1, None, {"ä": "☃"}]}, extensions={"x": 1})
    assert response.status_code == 200
    came = response.json()["data"]
    assert came["operation"].pop("size") == len(response.request.content)
    assert came["operation"] == {
        "query": "query A { a }", "name": "A", "variables": {"v": [1, None, {"ä": "☃"}]},
        "read_only": False, "idempotency_key": None, "seen_version": None, "digest": None, "freshness": None,
    }  # fmt: skip
    assert {k: came["principal"][k] for k in ("tenant", "role", "subject")} == {
        "tenant": "acme", "role": "editor", "subject": "me",
    }  # fmt: skip


def test_headers_of_ours(api: Served) -> None:
    response = api.post(headers={"idempotency-key": "abc-1", "x-schema-version": "12", "x-request-id": "req:1"})
    operation = response.json()["data"]["operation"]
    assert operation["idempotency_key"] == "abc-1"
    assert operation["seen_version"] == 12
    assert response.headers["x-request-id"] == "req:1"
    assert response.headers["x-schema-version"] == "3"
    assert "server" not in response.headers


def test_numbers_keep_every_digit(api: Served) -> None:
    body = (
        '{"query": "{ a }", "variables": {"i": 123456789012345678901234567890, "d": 0.12345678901234567890123456789}}'
    )
    response = api.client.post("/graphql", content=body, headers={**bearer(), "content-type": "application/json"})
    assert response.json()["data"]["operation"]["variables"] == {
        "i": 123456789012345678901234567890, "d": "0.12345678901234567890123456789",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("accept", "query", "status", "kind"),
    [
        (None, "{ a }", 200, STRICT),
        (None, "invalid", 400, STRICT),
        ("*/*", "invalid", 400, STRICT),
        ("application/*", "invalid", 400, STRICT),
        (STRICT, "{ a }", 200, STRICT),
        (STRICT, "failed", 200, STRICT),
        (STRICT, "invalid", 400, STRICT),
        (STRICT, "forbidden", 403, STRICT),
        (STRICT, "busy", 503, STRICT),
        (LEGACY, "{ a }", 200, LEGACY),
        (LEGACY, "failed", 200, LEGACY),
        (LEGACY, "invalid", 200, LEGACY),
        (LEGACY, "forbidden", 403, LEGACY),
        (LEGACY, "busy", 503, LEGACY),
        (f"{STRICT}, {LEGACY}", "invalid", 400, STRICT),
        (f"{LEGACY}, {STRICT}", "invalid", 200, LEGACY),
        (f"{LEGACY}; q=0.5, {STRICT}; q=0.9", "invalid", 400, STRICT),
        (f"{STRICT}; q=0.5, {LEGACY}", "invalid", 200, LEGACY),
        (f"{STRICT}; charset=utf-8, {LEGACY}; charset=utf-8", "invalid", 400, STRICT),
        (f"{STRICT};q=0, */*", "invalid", 200, LEGACY),
        ("text/html, application/xhtml+xml, */*;q=0.8", "{ a }", 200, STRICT),
        (f'{LEGACY};charset="UTF-8"', "{ a }", 200, LEGACY),
    ],
)
def test_media_types_and_statuses(api: Served, accept: str | None, query: str, status: int, kind: str) -> None:
    body = json.dumps({"query": query})
    headers = {**bearer(), "content-type": "application/json"} | ({"accept": accept} if accept else {})
    request = api.client.build_request("POST", "/graphql", content=body, headers=headers)
    if accept is None:
        del request.headers["accept"]
    response = api.client.send(request)
    assert response.status_code == status
    assert response.headers["content-type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "application/xml, text/*",
        f"{STRICT}; charset=iso-8859-1",
        f"{LEGACY};q=0",
        f"{LEGACY};q=nonsense",
        "image/*",
    ],
)
def test_not_acceptable(api: Served, accept: str) -> None:
    response = api.post(headers={"accept": accept})
    assert response.status_code == 406
    assert code(response) == "NOT_ACCEPTABLE"


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=utf-16",
        "application/jsonp",
        "text/plain, application/json",
    ],
)
def test_only_json_is_taken(api: Served, kind: str | None) -> None:
    """Cross-site request forgery: what a form of another site can send is refused, although the body is JSON."""
    headers = bearer() | ({"content-type": kind} if kind else {})
    response = api.client.post("/graphql", content='{"query": "{ a }"}', headers=headers)
    assert response.status_code == 415
    assert code(response) == "UNSUPPORTED_MEDIA_TYPE"


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", 'Application/JSON; Charset="UTF-8"']
)
def test_json_however_it_is_written(api: Served, kind: str) -> None:
    response = api.client.post("/graphql", content='{"query": "{ a }"}', headers={**bearer(), "content-type": kind})
    assert response.status_code == 200


@pytest.mark.parametrize("accept", [STRICT, LEGACY])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"NONSENSE",
        b'{"query":',
        b'{"qeury": "{ a }"}',
        b"{}",
        b"7",
        b'"{ a }"',
        b"null",
        b'{"query": 7}',
        b'{"query": ["{ a }"]}',
        b'{"query": "{ a }", "variables": [7]}',
        b'{"query": "{ a }", "variables": "{}"}',
        b'{"query": "{ a }", "operationName": 7}',
        b'{"query": "{ a }", "extensions": 7}',
        b'{"query": null}',
        '{"query": "{ ä }"}'.encode("latin-1"),
        '{"query": "{ a }"}'.encode("utf-16"),
        b'\xef\xbb\xbf{"query": "{ a }"}',
        b'{"query": "\\ud800"}',
        b'{"query": "{ a }", "variables": {"x": NaN}}',
        b'{"query": "{ a }", "variables": {"x": Infinity}}',
        b'{"query": "{ a }", "variables": {"x": 1e999999999}}',
        b'{"query": "{ a }", "variables": {"x": ' + b"9" * 5000 + b"}}",
        b'{"query": "{ a }", "variables": {"x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}}",
        b'{"query": "{ a }", "documentId": "sha256:abc"}',
        b'{"documentId": 7}',
        b'{"documentId": "x-own:abc"}',
        b'{"extensions": {"persistedQuery": {"version": 2, "sha256Hash": "a"}}}',
        b'{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "A"}}}',
        b'{"extensions": {"persistedQuery": 7}}',
    ],
    ids=lambda body: repr(body[:40]) if isinstance(body, bytes) else body,
)
def test_malformed_requests(api: Served, body: bytes, accept: str) -> None:
    headers = {**bearer(), "content-type": "application/json", "accept": accept}
    response = api.client.post("/graphql", content=body, headers=headers)
    assert response.status_code == 400
    assert code(response) == "BAD_REQUEST"


@pytest.mark.parametrize(
    "body", [{"variables": None, "operationName": None, "extensions": None}, {"operationName": ""}, {"unknown": 1}]
)
def test_what_is_null_or_empty_counts_as_absent(api: Served, body: dict[str, Any]) -> None:
    operation = api.post(**body).json()["data"]["operation"]
    assert (operation["variables"], operation["name"]) == ({}, None)


def test_batches_are_refused(api: Served) -> None:
    response = api.client.post("/graphql", json=[{"query": "{ a }"}], headers=bearer())
    assert response.status_code == 400
    assert code(response) == "BATCHING_UNSUPPORTED"


@pytest.mark.parametrize("headers", [{"idempotency-key": "ä"}, {"idempotency-key": "x" * 256}, {"x-schema-version": "-1"}, {"x-schema-version": "1e3"}])  # fmt: skip
def test_malformed_headers(api: Served, headers: dict[str, str]) -> None:
    raw = {name.encode(): value.encode() for name, value in {**bearer(), **headers}.items()}
    response = api.client.post("/graphql", json={"query": "{ a }"}, headers=raw)
    assert response.status_code == 400
    assert code(response) == "BAD_REQUEST"


# --- GET --------------------------------------------------------------------------------------------------------


def test_get(api: Served) -> None:
    response = api.get(query="query A { a }", operationName="A", variables='{"v": 1.5}', extensions='{"x": 1}')
    assert response.status_code == 200
    operation = response.json()["data"]["operation"]
    assert (operation["query"], operation["name"], operation["variables"]) == ("query A { a }", "A", {"v": 1.5})
    assert operation["read_only"] is True
    assert response.headers["cache-control"] == "no-store"


def test_get_treats_empty_parameters_as_absent(api: Served) -> None:
    operation = api.get(query="{ a }", operationName="", variables="", extensions="").json()["data"]["operation"]
    assert (operation["variables"], operation["name"]) == ({}, None)


@pytest.mark.parametrize("accept", [STRICT, LEGACY])
def test_get_is_for_queries(api: Served, accept: str) -> None:
    response = api.get({"accept": accept}, query="mutation { a }")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"


@pytest.mark.parametrize(
    "parameters",
    [
        "",
        "query=",
        "query=%ff",
        "query={a}&variables=[]",
        "query={a}&variables={",
        "query={a}&query={b}",
        "query={a}&" + "x=1&" * 30,
    ],
)
def test_malformed_gets(api: Served, parameters: str) -> None:
    response = api.client.get(f"/graphql?{parameters}", headers=bearer())
    assert response.status_code == 400
    assert code(response) == "BAD_REQUEST"


def test_get_needs_a_header_that_no_other_site_can_send(api: Served) -> None:
    url = "/graphql?" + urlencode({"query": "{ a }"})
    response = api.client.get(url)
    assert response.status_code == 403
    assert code(response) == "PREFLIGHT_REQUIRED"
    for name in ("x-requested-with", "graphql-require-preflight", "apollo-require-preflight"):
        assert api.client.get(url, headers={name: "1"}).status_code == 401
    assert api.client.get(url, headers=bearer()).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
def test_other_methods(api: Served, method: str) -> None:
    response = api.client.request(method, "/graphql", headers=bearer())
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"
    assert "access-control-allow-origin" not in response.headers


# --- size -------------------------------------------------------------------------------------------------------


def test_body_limit(api: Served) -> None:
    limit = 256 * 1024
    fits = json.dumps({"query": "{ a }", "variables": {"x": ""}})
    fits = fits.replace('""', json.dumps("x" * (limit - len(fits))))
    headers = {**bearer(), "content-type": "application/json"}
    assert len(fits) == limit
    assert api.client.post("/graphql", content=fits, headers=headers).status_code == 200
    response = api.client.post("/graphql", content=fits + " ", headers=headers)
    assert response.status_code == 413
    assert code(response) == "BODY_TOO_LARGE"
    assert response.headers["connection"] == "close"


def test_body_limit_without_a_length(api: Served) -> None:
    def chunks() -> Any:
        yield b'{"query": "'
        for _ in range(100):
            yield b"x" * 10_000

    response = api.client.post("/graphql", content=chunks(), headers={**bearer(), "content-type": "application/json"})
    assert response.status_code == 413
    assert code(response) == "BODY_TOO_LARGE"


def test_a_length_that_lies_is_not_waited_for(api: Served) -> None:
    host, port = api.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer()['authorization']}\r\n"
        head += "Content-Type: application/json\r\nContent-Length: 999999999999\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_document_limit(api: Served) -> None:
    response = api.post("{ a }" + " " * 100_000)
    assert response.status_code == 400
    assert code(response) == "DOCUMENT_TOO_LARGE"


# --- answers ----------------------------------------------------------------------------------------------------


def test_compression(api: Served) -> None:
    for asked, given in (
        ("gzip, deflate, br", True),
        ("*", True),
        ("gzip;q=0", False),
        ("br", False),
        ("identity", False),
    ):
        with api.client.stream(
            "POST", "/graphql", json={"query": "large"}, headers={**bearer(), "accept-encoding": asked}
        ) as response:
            raw = b"".join(response.iter_raw())
        assert (response.headers.get("content-encoding") == "gzip") is given, asked
        assert response.headers["vary"] == "accept-encoding"
        assert json.loads(gzip.decompress(raw) if given else raw) == {"data": "x" * 200_000}
    small = api.post(headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in small.headers


def test_request_ids(api: Served) -> None:
    made = [
        api.post(headers={"x-request-id": given}).headers["x-request-id"]
        for given in ("", "a b", "x" * 200, "<script>")
    ]
    assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]+", each) for each in made)
    assert len(set(made)) == 4


def test_what_nobody_expected_is_masked_and_logged(api: Served, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("thingbase").propagate = True
    response = api.post("boom")
    assert response.status_code == 500
    assert code(response) == "INTERNAL"
    assert response.json()["errors"][0]["extensions"]["id"] == response.headers["x-request-id"]
    assert "password" not in response.text
    assert "a table name and a password" in caplog.text


def test_connections_are_kept(api: Served) -> None:
    host, port = api.url.removeprefix("http://").split(":")
    body = json.dumps({"query": "{ a }"})
    request = (
        f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer()['authorization']}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request * 3)  # pipelined
        received = b""
        while received.count(b"HTTP/1.1 200") < 3 or not received.endswith(b"}"):
            received += connection.recv(65536)
    assert received.count(b"x-request-id") == 3


def test_a_client_that_hangs_up_is_no_error(api: Served, caplog: pytest.LogCaptureFixture) -> None:
    host, port = api.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: {bearer()['authorization']}\r\n"
        connection.sendall((head + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{").encode())
    assert api.post().status_code == 200
    assert not [record for record in caplog.records if record.name.startswith("thingbase")]


def test_access_log(serve: Callable[..., Served], caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("thingbase").propagate = True
    caplog.set_level(logging.INFO, "thingbase.http")
    served = serve(access_log=True)
    served.post()
    served.post(headers={"authorization": "Bearer x"})
    served.stop()
    lines = [r.getMessage() for r in caplog.records if r.name == "thingbase.http"]
    assert re.fullmatch(r"POST /graphql 200 - \d+\.\d ms", lines[0])
    assert re.fullmatch(r"POST /graphql 401 UNAUTHENTICATED \d+\.\d ms", lines[1])


def test_logs_for_machines(serve: Callable[..., Served], caplog: pytest.LogCaptureFixture) -> None:
    """A line a request, as JSON; the id is the client's or ours, and is sent back."""
    logging.getLogger("thingbase").propagate = True
    caplog.set_level(logging.INFO, "thingbase.http")
    served = serve(access_log=True, slow_seconds=0.0)
    sent = served.post("invalid", headers={"x-request-id": "from-client.1"})
    served.post(headers={"authorization": "Bearer x"})
    served.stop()
    assert sent.headers["x-request-id"] == "from-client.1"
    records = [r for r in caplog.records if r.name == "thingbase.http"]
    first, second = (json.loads(logs.JsonFormatter().format(record)) for record in records)
    assert first["tenant"] == "acme"
    assert (first["status"], first["level"], first["logger"]) == (400, "info", "thingbase.http")
    assert first["durationMs"] >= first["databaseMs"] >= 0
    assert first["bytes"] > 0
    assert (second["tenant"], second["code"], second["status"]) == (None, "UNAUTHENTICATED", 401)
    assert not [r for r in caplog.records if r.name == "thingbase.slow"]
