"""HTTP/1 as it comes over the socket: what is ambiguous, endless or in an old or other version of the protocol."""

import gzip
import json
import re
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from py_api.http import uvicorn_protocol
from tests.support.api import Served, bearer

pytestmark = pytest.mark.once

BODY = b'{"query": "{ a }"}'


def connected(api: Served) -> socket.socket:
    address = urlsplit(api.url)
    return socket.create_connection((address.hostname or "", address.port or 0), 30)


def all_of(connection: socket.socket) -> bytes:
    found = b""
    while part := connection.recv(65536):
        found += part
    return found


def asked(api: Served, *lines: str, body: bytes = b"", close: bool = True) -> bytes:
    """What comes back for these lines of a head, until the server ends the connection."""
    ends = ("connection: close",) if close else ()
    with connected(api) as connection:
        connection.sendall("\r\n".join([*lines, *ends, "", ""]).encode() + body)
        return all_of(connection)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def token() -> str:
    return "authorization: " + bearer()["authorization"]


def post(length: int | None = len(BODY)) -> tuple[str, ...]:
    lines = ("POST /graphql HTTP/1.1", token(), "content-type: application/json")
    return lines if length is None else (*lines, f"content-length: {length}")


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("GET /health HTTP/1.1", "host: a"), 200),
        (("GET /health HTTP/1.1", "host: [::1]:8000"), 200),
        (("GET /health HTTP/1.1",), 400),
        (("GET /health HTTP/1.1", "host: a", "host: a"), 400),
        (("GET /health HTTP/1.1", "host: a/b"), 400),
        (("GET /health HTTP/1.1", "host: a b"), 400),
        (("GET /health HTTP/1.0",), 200),
        (("GET /health HTTP/1.0", "host: a", "host: b"), 400),
        (("CONNECT a:80 HTTP/1.1", "host: a:80"), 405),
        (("GET /health HTTP/1.1", "host: a", *(f"x-{n}: a" for n in range(101))), 431),
        (("GET /health HTTP/1.1", "host: a", "x: " + "a" * 70_000), 431),
        (("GET /health?" + "a" * 70_000 + " HTTP/1.1", "host: a"), 431),
        (("GET /health HTTP/1.1 what", "host: a"), 400),
    ],
)
def test_the_head_of_a_request(api: Served, lines: tuple[str, ...], wanted: int) -> None:
    assert status(asked(api, *lines)) == wanted


@pytest.mark.parametrize("coding", ["identity, chunked", "gzip, chunked", "identity", "chunked, chunked", "x"])
def test_only_chunked_is_a_transfer_encoding(api: Served, coding: str) -> None:
    chunks = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
    lines = (*post(None), "host: a")
    assert status(asked(api, *lines, "transfer-encoding: chunked", body=chunks)) == 200
    assert status(asked(api, *lines, f"transfer-encoding: {coding}", body=chunks)) == 400
    twice = ("transfer-encoding: identity", "transfer-encoding: chunked")
    assert status(asked(api, *lines, *twice, body=chunks)) == 400


def test_what_http_1_0_gets_has_no_chunks(api: Served) -> None:
    lines = ("GET /graphql?query=subscription%20{a} HTTP/1.0", token(), "accept: text/event-stream")
    answer = asked(api, *lines, close=False)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"chunked" not in head.lower()
    assert b"connection: close" in head
    assert body.startswith(b":\n\n")
    assert not re.search(rb"\r\n", body)


@pytest.mark.parametrize("lines", [post(), ("GET /health HTTP/1.1",)])
def test_an_offer_of_another_protocol_is_left_alone(api: Served, lines: tuple[str, ...]) -> None:
    offer = ("host: a", "connection: upgrade, http2-settings", "upgrade: h2c", "http2-settings: AAMAAABkAAQAAP__")
    with connected(api) as connection:
        request = "\r\n".join([*lines, *offer, "", ""]).encode() + (BODY if lines[0].startswith("POST") else b"")
        for _ in range(2):
            connection.sendall(request)
            assert status(connection.recv(65536)) == 200


def test_what_is_not_finished_ends(api: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn_protocol, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(uvicorn_protocol, "REQUEST_SECONDS", 0.3)
    begun = [
        b"\r\n",
        b"GET /hea",
        b"GET /health HTTP/1.1\r\nhost: a\r\nx: ",
        "\r\n".join([*post(), "host: a", "", ""]).encode() + BODY[:5],
        "\r\n".join([*post(None), "host: a", "transfer-encoding: chunked", "", ""]).encode() + b"5\r\n{",
    ]
    for first in begun:
        with connected(api) as connection:
            started = time.monotonic()
            connection.sendall(first)
            time.sleep(0.1)
            connection.sendall(b"\r\n" if first == b"\r\n" else b"a")  # a drop now and then does not help
            assert status(all_of(connection)) == 408, first
            assert time.monotonic() - started < 20


def test_what_takes_its_time_to_be_answered_is_not_late(api: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uvicorn_protocol, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(uvicorn_protocol, "REQUEST_SECONDS", 0.2)
    slow = b'{"query": "slow"}'
    with connected(api) as connection:
        request = "\r\n".join([*post(len(slow)), "host: a", "", ""]).encode() + slow
        connection.sendall(request + b"GET /hea")  # and the next one begins meanwhile
        assert status(connection.recv(65536)) == 200
        connection.sendall(b"lth HTTP/1.1\r\nhost: a\r\n\r\n")
        assert status(connection.recv(65536)) == 200


def test_a_connection_without_a_request_ends(serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("py_api.http.server.KEEP_ALIVE_SECONDS", 0.3)
    with connected(serve()) as connection:
        assert all_of(connection) == b""


def flood(connection: socket.socket) -> None:
    for _ in range(200):
        connection.sendall(b"a" * 10_000)
        time.sleep(0.002)


def test_a_head_without_end_is_not_kept(api: Served) -> None:
    with connected(api) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nhost: a\r\nx: ")
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            flood(connection)


# --- bodies ---------------------------------------------------------------------------------------------------------


def test_gzip_is_taken(api: Served) -> None:
    headers = {**bearer(), "content-type": "application/json", "content-encoding": "gzip"}
    for body in (gzip.compress(BODY), gzip.compress(BODY[:5]) + gzip.compress(BODY[5:])):
        answer = api.client.post("/graphql", content=body, headers=headers)
        assert json.loads(answer.content)["data"]["operation"]["query"] == "{ a }"
    streamed = api.client.post(
        "/graphql", content=gzip.compress(BODY), headers={**headers, "accept": "text/event-stream"}
    )
    assert "{ a }" in streamed.text
    bomb = gzip.compress(b" " * 50_000_000)
    assert api.client.post("/graphql", content=bomb, headers=headers).status_code == 413
    for broken in (b"what", gzip.compress(BODY)[:-9], gzip.compress(BODY) + b"more"):
        assert api.client.post("/graphql", content=broken, headers=headers).status_code == 400, broken


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_other_codings_are_not(api: Served, coding: str) -> None:
    headers = {**bearer(), "content-type": "application/json", "content-encoding": coding}
    answer = api.client.post("/graphql", content=BODY, headers=headers)
    assert answer.status_code == 415
    assert answer.headers["accept-encoding"] == "gzip"
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"


# --- WebSockets ------------------------------------------------------------------------------------------------------


def shaken(version: str) -> tuple[str, ...]:
    return (
        "GET /graphql HTTP/1.1",
        "host: a",
        "connection: upgrade",
        "upgrade: websocket",
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
        f"sec-websocket-version: {version}",
        "sec-websocket-protocol: graphql-transport-ws",
    )


@pytest.mark.parametrize("version", ["8", "0", "14"])
def test_another_version_of_websocket_is_told_ours(api: Served, version: str) -> None:
    answer = asked(api, *shaken(version), close=False).lower()
    assert status(answer) == 426
    assert b"\r\nsec-websocket-version: 13\r\n" in answer
    assert b"\r\nupgrade: websocket\r\n" in answer


@pytest.mark.parametrize("code", [b"", b"\x03\xe8", b"\x0b\xb8bye"])
def test_a_close_within_a_message_is_answered(api: Served, code: bytes) -> None:
    def frame(first: int, data: bytes) -> bytes:
        return bytes((first, 0x80 | len(data))) + b"\0\0\0\0" + data

    with connected(api) as connection:
        connection.sendall("\r\n".join([*shaken("13"), "", ""]).encode())
        assert status(connection.recv(65536)) == 101
        connection.sendall(frame(0x01, b'{"type":') + frame(0x88, code))
        assert all_of(connection) == bytes((0x88, len(code))) + code
