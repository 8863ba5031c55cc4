"""The built-in sign-in, over HTTP, with a real database: passwords, links, refresh tokens, and what is refused."""

import asyncio
import json
import socketserver
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Thread
from typing import Any

import jwt
import psycopg
import pytest

from py_api.config import PoolLimits
from py_api.engine.engine import Engine
from py_api.errors import ApiError, Failure
from py_api.http import sign_in
from py_api.http.attempts import Attempts
from py_api.http.link_delivery import LinkDelivery
from py_api.http.passwords import Passwords
from tests.support import servers
from tests.support.api import KEY, Served, serving

pytestmark = pytest.mark.once
PASSWORD = "correct horse"
Ask = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def links() -> Iterator[tuple[str, Queue[dict[str, str]]]]:
    """The URL of a hook, and what it is called with."""
    called: Queue[dict[str, str]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            called.put(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as hook:
        Thread(target=hook.serve_forever).start()
        yield f"http://127.0.0.1:{hook.server_port}/hook", called
        hook.shutdown()


@pytest.fixture(scope="module")
def two(server: servers.Server, links: tuple[str, Any]) -> Iterator[list[Served]]:
    """Without and with a delivery of links; no one tries too often here."""
    with ExitStack() as running, pytest.MonkeyPatch.context() as patch:
        patch.setattr("py_api.http.passwords.MEMORY", 1024)
        given: dict[str, Any] = {"database_url": servers.asyncpg_url(server.url), "pools": PoolLimits(4, 16)}
        page = {"link_delivery": links[0], "link_page": "https://app.example.org/{tenant}#{token}"}
        with pytest.MonkeyPatch.context() as at_first:
            at_first.setattr(sign_in, "Attempts", lambda _count, seconds: Attempts(1_000, seconds))
            made = [running.enter_context(serving(Engine, **given, **more)) for more in ({}, page)]
        yield made


@pytest.fixture
def ask(two: list[Served], tenant: str, db: psycopg.Connection[Any]) -> Ask:
    """ask(action, key=value, by=1 for the server with a delivery) -> status, answer; for a tenant that has it on."""
    db.execute("select thing.set_sign_in(%s, true, role => 'editor', open => true)", (tenant,))

    def ask(action: str, by: int = 0, **body: Any) -> tuple[int, dict[str, Any]]:
        response = two[by].client.post(f"/auth/{action}", json={"tenant": tenant, **body})
        assert response.headers["cache-control"] == "no-store"
        answer: dict[str, Any] = response.json()
        return response.status_code, answer["errors"][0]["extensions"] if "errors" in answer else answer

    return ask


def ann(**more: str) -> dict[str, str]:
    return {"email": "ann@example.org", "password": PASSWORD, **more}


def said(served: Served, token: str, query: str = "{ users { nodes { email } } }") -> Any:
    response = served.client.post("/graphql", json={"query": query}, headers={"authorization": f"Bearer {token}"})
    answer = response.json()
    return answer["errors"][0]["extensions"]["code"] if "errors" in answer else answer["data"]


def test_a_password(ask: Ask, two: list[Served], tenant: str, db: psycopg.Connection[Any]) -> None:
    status, signed_up = ask("sign-up", **ann(email=" Ann@Example.org"))
    assert status == 200
    claims = jwt.decode(signed_up["token"], KEY, ["HS256"])
    assert (claims["tenant"], claims["roles"], claims["email"]) == (tenant, ["editor"], "ann@example.org")
    assert claims["sub"] == signed_up["user"]
    assert said(two[0], signed_up["token"]) == {"users": {"nodes": [{"email": "ann@example.org"}]}}
    assert ask("sign-up", **ann()) == (409, {"code": "EMAIL_TAKEN", "hint": "Sign in with it."})
    status, signed_in = ask("sign-in", **ann())
    assert (status, signed_in["user"]) == (200, signed_up["user"])
    wrong = ask("sign-in", **ann(password="another one"))
    assert wrong[1]["code"] == "INVALID_CREDENTIALS"
    assert ask("sign-in", **ann(email="bob@example.org")) == wrong, "whether there is an account is not told"
    for _ in range(9):
        ask("sign-in", **ann(password="another one"))
    db.execute(f"update tenant_{tenant}.sign_in_accounts set failed_at = now() - interval '14 min'")
    assert ask("sign-in", **ann()) == wrong, "after ten wrong ones the right one is not tried"
    db.execute(f"update tenant_{tenant}.sign_in_accounts set failed_at = failed_at - interval '2 min'")
    assert ask("sign-in", **ann())[0] == 200, "which makes the wait no longer"
    (kept,) = db.execute(f"select string_agg(a::text, ' ') from tenant_{tenant}.sign_in_accounts a").fetchone() or ("",)
    assert "$argon2id$v=19$m=1024,t=3,p=1$" in kept
    assert PASSWORD not in kept


def test_refresh_tokens(ask: Ask, two: list[Served], tenant: str, db: psycopg.Connection[Any]) -> None:
    _, first = ask("sign-up", **ann())
    status, second = ask("refresh", refreshToken=first["refreshToken"])
    assert status == 200
    assert said(two[1], second["token"]) == {"users": {"nodes": [{"email": "ann@example.org"}]}}
    db.execute(f"update tenant_{tenant}.sign_in_sessions set used_at = now() + interval '1 h'")  # however slow this is
    assert ask("refresh", refreshToken=first["refreshToken"])[1]["refreshToken"] == second["refreshToken"], "at once"
    _, other = ask("sign-in", **ann())
    db.execute(f"update tenant_{tenant}.sign_in_sessions set used_at = now() - interval '11 s' where uses > 0")
    ended = 401, {"code": "SESSION_ENDED", "hint": "Sign in again."}
    assert ask("refresh", refreshToken=first["refreshToken"]) == ended, "it was used before"
    assert ask("refresh", refreshToken=second["refreshToken"]) == ended, "so the session has ended"
    slug, session, uses, mac = other["refreshToken"].split(".")
    for forged in (
        f"{slug}.{session}.1.{mac}",
        f"{slug}.{session}.{uses}.{mac[::-1]}",
        f"none.{session}.{uses}.{mac}",
        "x",
    ):
        assert ask("refresh", refreshToken=forged) == ended
    status, other = ask("refresh", refreshToken=other["refreshToken"])
    assert status == 200, "those that were forged did it no harm"
    assert ask("sign-out", refreshToken=other["refreshToken"]) == (200, {"signedOut": True})
    assert ask("refresh", refreshToken=other["refreshToken"]) == ended
    _, third = ask("sign-in", **ann())
    db.execute("select thing.set_account(%s, 'ann@example.org', roles => %s)", (tenant, ["admin"]))
    assert ask("refresh", refreshToken=third["refreshToken"]) == ended, "other roles end sessions"
    _, fourth = ask("sign-in", **ann())
    assert jwt.decode(fourth["token"], KEY, ["HS256"])["roles"] == ["admin"]
    assert said(two[0], fourth["token"], "mutation { revokeTokens }")
    assert ask("refresh", refreshToken=fourth["refreshToken"]) == ended, "revoked with the tokens"


def test_links(ask: Ask, two: list[Served], tenant: str, links: tuple[str, Queue[dict[str, str]]]) -> None:
    sent, called = (200, {"sent": True}), links[1]
    assert ask("sign-up", by=1, **ann(password="of an attacker")) == sent
    of_attacker = called.get(timeout=30)
    assert of_attacker["link"] == f"https://app.example.org/{tenant}#{of_attacker['token']}"
    assert ask("sign-in", by=1, **ann(password="of an attacker"))[1]["code"] == "INVALID_CREDENTIALS", "not verified"
    assert ask("link", by=1, email="bob@example.org") == sent, "whether there is an account is not told"
    assert ask("link", by=1, email="ann@example.org") == sent
    of_ann = called.get(timeout=30)
    assert (of_ann["email"], of_ann["tenant"]) == ("ann@example.org", tenant)
    status, signed_in = ask("use-link", by=1, token=of_ann["token"], password=PASSWORD)
    assert status == 200
    assert said(two[0], signed_in["token"]) == {"users": {"nodes": [{"email": "ann@example.org"}]}}
    assert ask("use-link", by=1, token=of_ann["token"])[1]["code"] == "INVALID_LINK", "good once"
    assert ask("sign-in", by=1, **ann())[0] == 200, "the new password"
    assert ask("use-link", by=1, token=of_attacker["token"])[0] == 200
    assert ask("sign-in", by=1, **ann())[0] == 200, "an older link brings no password along"
    assert ask("sign-up", by=1, **ann(password="of an attacker")) == sent, "the same answer for who has an account"
    assert ask("use-link", by=1, token=called.get(timeout=30)["token"])[0] == 200
    assert ask("sign-in", by=1, **ann())[0] == 200, "and no other password"
    assert called.empty()
    assert ask("link", email="ann@example.org")[1]["code"] == "NOT_SUPPORTED", "without a delivery"


def test_what_is_refused(ask: Ask, two: list[Served], tenant: str, db: psycopg.Connection[Any]) -> None:
    codes = [
        ask("sign-in", email="ann", password=PASSWORD),
        ask("sign-up", **ann(email="a@b.org\r\nBcc: c@d.org")),
        ask("sign-up", **ann(password="short")),
        ask("sign-up", **ann(password="x" * 5_000)),
        ask("sign-up", email="ann@example.org", password=7),
        ask("none"),
        ask("sign-in", **ann(tenant="no_such_tenant")),
    ]
    assert [code["code"] for _, code in codes] == [
        "BAD_REQUEST", "BAD_REQUEST", "WEAK_PASSWORD", "BODY_TOO_LARGE", "BAD_REQUEST", "NOT_FOUND", "SIGN_IN_OFF",
    ]  # fmt: skip
    form = two[0].client.post("/auth/sign-in", data=ann())
    assert form.status_code == 415, "no page of another site can send it without being asked first"
    assert two[0].client.get("/auth/sign-in").status_code == 405
    db.execute("select thing.set_sign_in(%s, true, open => false)", (tenant,))
    assert ask("sign-up", **ann())[1]["code"] == "SIGN_UP_CLOSED"
    db.execute("select thing.set_sign_in(%s, false)", (tenant,))
    assert ask("sign-in", **ann())[1]["code"] == "SIGN_IN_OFF"


def test_what_no_one_sees(
    ask: Ask, two: list[Served], tenant: str, connect: Callable[..., psycopg.Connection[Any]]
) -> None:
    """The tables are the core's: neither the tenant's role nor the API serves them."""
    _, signed_up = ask("sign-up", **ann())
    own = connect(tenant)
    for table in ("sign_in", "sign_in_accounts", "sign_in_sessions", "sign_in_links"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            own.execute(f"select from {table}")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        own.execute("select thing.sign_in_account(%s, 'ann@example.org')", (tenant,))
    sdl = two[0].client.get("/schema.graphql", headers={"authorization": f"Bearer {signed_up['token']}"}).text
    assert "type User " in sdl
    assert "sign_in" not in sdl
    assert "passwordHash" not in sdl


def test_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("py_api.http.attempts.monotonic", lambda: now[0])
    attempts = Attempts(2, 60.0)
    attempts.take("acme", "ann")
    attempts.take("acme", "ann")
    attempts.take("acmeann", "")
    with pytest.raises(Exception, match="too many attempts") as refused:
        attempts.take("acme", "ann")
    assert refused.value.extensions == {"retryAfter": 31}  # type: ignore[attr-defined]
    now[0] += 30.0
    attempts.take("acme", "ann")


def test_a_client_is_bounded_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("py_api.http.attempts.monotonic", lambda: 100.0)
    with serving(client_header="x-forwarded-for") as served:

        def status(said: str) -> str:
            response = served.client.post("/auth/refresh", json={}, headers={"x-forwarded-for": said})
            return str(response.json()["errors"][0]["extensions"]["code"])

        assert {status(f"1.2.3.{n}, 2001:db8::{n}") for n in range(30)} == {"BAD_REQUEST"}
        assert status("9.9.9.9, 2001:db8::ffff") == "TOO_MANY_ATTEMPTS", (
            "one network of IPv6 is one client; what it says itself does not count"
        )
        assert status("9.9.9.9") == "BAD_REQUEST"
        assert {status(f"::ffff:1.2.3.{n}") for n in range(31)} == {"BAD_REQUEST"}, "all of IPv4 are not one network"


def test_passwords_that_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("py_api.http.passwords.WAITING", 0)
    with pytest.raises(ApiError) as refused:
        asyncio.run(Passwords().hash(PASSWORD))
    assert refused.value.code == "SIGN_IN_BUSY"


def test_mail() -> None:
    lines: list[bytes] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            data = False
            for line in self.rfile:
                lines.append(line)
                if data:
                    if line == b".\r\n":
                        data = False
                        self.wfile.write(b"250 taken\r\n")
                    continue
                data = line.upper().startswith(b"DATA")
                self.wfile.write(b"354 go on\r\n" if data else b"250 well\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as mails:
        Thread(target=mails.serve_forever).start()
        target = f"smtp://127.0.0.1:{mails.server_address[1]}?from=app@example.org"

        async def send() -> None:
            delivery = LinkDelivery(target, "https://app.example.org/#{token}")
            delivery.send("acme", "ann@example.org", "a+b")
            await delivery._background.wait()

        asyncio.run(send())
        mails.shutdown()
    text = b"".join(lines).decode()
    assert "To: ann@example.org\r\nFrom: app@example.org\r\nSubject: Your link to sign in\r\n" in text
    assert "https://app.example.org/#a%2Bb\r\n" in text


@pytest.mark.parametrize(
    ("target", "page", "why"),
    [
        ("ftp://x", "{token}", "neither"),
        ("http://hooks.example.org", "{token}", "https"),
        ("https://hooks.example.org", "https://app", "no {token}"),
        ("smtp://mail.example.org", "{token}", "no sender"),
    ],
)
def test_deliveries_that_are_refused(target: str, page: str, why: str) -> None:
    with pytest.raises(Failure, match=why):
        LinkDelivery(target, page)
