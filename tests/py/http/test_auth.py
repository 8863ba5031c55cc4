"""Who may come in: every way of being refused is provoked with a token made for it."""

import copy
import hmac
import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from py_api.http import jwks as key_sets
from py_api.principal import Principal
from tests.support.api import KEY, Served, bearer

pytestmark = pytest.mark.once
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
CLAIMS: dict[str, Any] = {"iat": 1_700_000_000, "tenant": "acme", "role": "viewer", "sub": "me"}


def token(key: Any = KEY, algorithm: str = "HS256", kid: str | None = None, **claims: Any) -> dict[str, str]:
    given = {"exp": int(time.time()) + 3600, **CLAIMS, **claims}
    headers = {"kid": kid} if kid else None
    made = jwt.encode({k: v for k, v in given.items() if v is not ...}, key, algorithm, headers)
    return {"authorization": f"Bearer {made}"}


def jwks(*keys: tuple[str, Any]) -> str:
    entries = []
    for kid, key in keys:
        kind = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
        algorithm = "RS256" if kind is RSAAlgorithm else "ES256"
        entries.append({**json.loads(kind.to_jwk(key.public_key())), "kid": kid, "use": "sig", "alg": algorithm})
    return json.dumps({"keys": entries})


def refusal(served: Served, headers: dict[str, str]) -> str:
    response = served.client.post("/graphql", json={"query": "{ a }"}, headers=headers)
    (error,) = response.json()["errors"]
    if response.status_code == 401:
        assert response.headers["www-authenticate"].startswith("Bearer")
    return f"{response.status_code} {error['extensions']['code']}"


def accepted(served: Served, headers: dict[str, str]) -> dict[str, Any]:
    response = served.client.post("/graphql", json={"query": "{ a }"}, headers=headers)
    assert response.status_code == 200, response.text
    principal: dict[str, Any] = response.json()["data"]["principal"]
    return principal


def unsigned(**claims: Any) -> dict[str, str]:
    given = {"exp": int(time.time()) + 3600, **CLAIMS, **claims}
    return {"authorization": f"Bearer {jwt.encode(given, '', 'none')}"}


PUBLIC = RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, "401 UNAUTHENTICATED"),
        ({"authorization": ""}, "401 UNAUTHENTICATED"),
        ({"authorization": "Basic dXNlcjp4"}, "401 UNAUTHENTICATED"),
        ({"authorization": "Bearer"}, "401 UNAUTHENTICATED"),
        ({"authorization": "Bearer nonsense"}, "401 UNAUTHENTICATED"),
        ({"authorization": "Bearer a.b.c"}, "401 UNAUTHENTICATED"),
        ({"authorization": "Bearer " + "x" * 10_000}, "401 UNAUTHENTICATED"),
        (token(b"another key that is long enough!"), "401 UNAUTHENTICATED"),
        (unsigned(), "401 UNAUTHENTICATED"),
        (token(RSA, "RS256"), "401 UNAUTHENTICATED"),
        (token(KEY * 2, "HS512"), "401 UNAUTHENTICATED"),
        (token(exp=...), "401 UNAUTHENTICATED"),
        (token(exp="soon"), "401 UNAUTHENTICATED"),
        (token(iat=int(time.time()) + 86_400), "401 UNAUTHENTICATED"),
        (token(nbf=int(time.time()) + 86_400), "401 UNAUTHENTICATED"),
        (token(exp=int(time.time()) - 1), "401 TOKEN_EXPIRED"),
        (token(sub=7), "401 UNAUTHENTICATED"),
        (token(role=...), "403 FORBIDDEN"),
        (token(role={"admin": 1}), "403 FORBIDDEN"),
        (token(tenant=...), "403 FORBIDDEN"),
        (token(tenant=None), "403 FORBIDDEN"),
        (token(tenant="../x"), "403 FORBIDDEN"),
        (token(tenant=["acme"]), "403 FORBIDDEN"),
    ],
)
def test_who_is_refused(api: Served, headers: dict[str, str], said: str) -> None:
    assert refusal(api, headers) == said


HUGE = [10**400, -(10**400), 1e308, float("inf"), float("-inf"), float("nan"), True, "9999999999", [1], {"a": 1}]


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat", "sub", "role", "tenant", "aud", "iss", "jti"])
def test_claims_of_a_wrong_type_are_refused(api: Served, claim: str) -> None:
    """Signed by us, or by an issuer whose mistake it is: a client's error in any case."""
    for value in [*HUGE, "\ud800", "a\0b", "x" * 3_000, None]:
        made = {"exp": int(time.time()) + 3600, **CLAIMS, claim: value}
        body = json.dumps(made).encode()  # as no library would encode it
        parts = [jwt.utils.base64url_encode(part) for part in (b'{"alg":"HS256","typ":"JWT"}', body)]
        parts.append(jwt.utils.base64url_encode(hmac.digest(KEY, b".".join(parts), "sha256")))
        headers = {"authorization": "Bearer " + b".".join(parts).decode()}
        response = api.client.post("/graphql", json={"query": "{ a }"}, headers=headers)
        if response.status_code == 200:
            assert claim not in ("exp", "sub", "tenant") or isinstance(value, str) or value is None
        else:
            assert response.status_code in (401, 403), (claim, value, response.text)


@pytest.mark.parametrize(
    "header", ['{"alg":' + "[" * 5_000, "[" * 5_000, '{"alg":["HS256"]}', '{"alg":"HS256","kid":[1]}', "1", "null"]
)
def test_headers_of_tokens_that_are_odd(api: Served, header: str) -> None:
    parts = [jwt.utils.base64url_encode(part.encode()).decode() for part in (header, "{}", "x")]
    assert refusal(api, {"authorization": "Bearer " + ".".join(parts)}) == "401 UNAUTHENTICATED"


def test_who_is_let_in(api: Served) -> None:
    assert accepted(api, token())["role"] == "viewer"
    assert accepted(api, token(sub=...))["subject"] == "viewer", "the role, where nobody is named"
    assert accepted(api, token(role="operator", tenant=...))["tenant"] is None
    assert accepted(api, token(role="operator"))["tenant"] == "acme"
    assert accepted(api, {"authorization": token()["authorization"].replace("Bearer", "bearer")})


def test_a_known_token_ends_when_it_ends(api: Served) -> None:
    headers = bearer(seconds=4)
    assert accepted(api, headers)
    assert accepted(api, headers)
    time.sleep(4.1)
    assert refusal(api, headers) == "401 TOKEN_EXPIRED"
    assert refusal(api, headers) == "401 TOKEN_EXPIRED"


def test_audience_and_issuer(serve: Callable[..., Served]) -> None:
    served = serve(audience="thingbase", issuer="https://id.example.org")
    good: dict[str, Any] = {"aud": ["other", "thingbase"], "iss": "https://id.example.org"}
    assert accepted(served, token(**good))
    assert refusal(served, token()) == "401 UNAUTHENTICATED"
    assert refusal(served, token(**{**good, "aud": "other"})) == "401 UNAUTHENTICATED"
    assert refusal(served, token(**{**good, "iss": "https://evil.example.org"})) == "401 UNAUTHENTICATED"


def test_keys_of_a_file(serve: Callable[..., Served], tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(jwks(("one", RSA), ("two", EC)))
    served = serve(jwt_secret=None, jwks=str(tmp_path / "keys.json"))
    assert accepted(served, token(RSA, "RS256", "one"))
    assert accepted(served, token(EC, "ES256", "two"))
    assert refusal(served, token(OTHER_RSA, "RS256", "one")) == "401 UNAUTHENTICATED"
    assert refusal(served, token(EC, "ES256", "one")) == "401 UNAUTHENTICATED", "a key is for its algorithm"
    assert refusal(served, token(RSA, "RS512", "one")) == "401 UNAUTHENTICATED"
    assert refusal(served, token(RSA, "RS256", "three")) == "401 UNAUTHENTICATED"
    assert refusal(served, token(RSA, "RS256")) == "401 UNAUTHENTICATED", "which of the two?"


def test_a_public_key_is_no_secret(serve: Callable[..., Served], tmp_path: Path) -> None:
    """Algorithm confusion: what everybody knows, used as the key of an HMAC."""
    (tmp_path / "keys.json").write_text(jwks(("one", RSA)))
    for secret in (None, KEY):
        served = serve(jwt_secret=secret, jwks=str(tmp_path / "keys.json"))
        for key in (PUBLIC, PUBLIC.strip(), RSAAlgorithm.to_jwk(RSA.public_key()).encode(), b""):
            header = jwt.utils.base64url_encode(b'{"alg":"HS256","typ":"JWT","kid":"one"}')
            body = jwt.utils.base64url_encode(json.dumps({**CLAIMS, "exp": int(time.time()) + 60}).encode())
            signature = jwt.utils.base64url_encode(hmac.digest(key or b"\0", header + b"." + body, "sha256"))
            forged = {"authorization": f"Bearer {(header + b'.' + body + b'.' + signature).decode()}"}
            assert refusal(served, forged) == "401 UNAUTHENTICATED"


def test_keys_of_a_url_are_fetched_again_when_one_is_new(
    serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_sets, "RETRY_SECONDS", 60.0)
    state: dict[str, Any] = {"body": jwks(("one", RSA)), "asked": 0, "status": 200}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state["asked"] = state["asked"] + 1
            self.send_response(state["status"])
            self.end_headers()
            self.wfile.write(state["body"].encode())

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as keys:
        Thread(target=keys.serve_forever).start()
        served = serve(jwt_secret=None, jwks=f"http://127.0.0.1:{keys.server_port}/keys")
        assert accepted(served, token(RSA, "RS256", "one"))
        state["body"] = jwks(("one", RSA), ("new", OTHER_RSA))
        for _ in range(20):
            assert refusal(served, token(OTHER_RSA, "RS256", "new")) == "401 UNAUTHENTICATED"
        assert state["asked"] == 1, "unknown keys do not make us ask at every request"
        monkeypatch.setattr(key_sets, "RETRY_SECONDS", 0.0)
        assert accepted(served, token(OTHER_RSA, "RS256", "new"))
        assert state["asked"] == 2
        state["status"] = 500
        assert refusal(served, token(RSA, "RS256", "unknown")) == "401 UNAUTHENTICATED"
        assert accepted(served, token(RSA, "RS256", "one", sub="x")), "the old keys serve on"
        keys.shutdown()


def test_keys_that_cannot_be_had(serve: Callable[..., Served], tmp_path: Path) -> None:
    served = serve(jwt_secret=None, jwks=str(tmp_path / "missing.json"))
    assert refusal(served, token(RSA, "RS256", "one")) == "503 KEYS_UNAVAILABLE"
    assert refusal(served, token()) == "401 UNAUTHENTICATED", "nothing to be asked for"


def principal(api: Served, headers: dict[str, str]) -> Principal:
    authorization = headers["authorization"].encode()
    assert accepted(api, headers)
    found = api.app.authenticator.known(authorization)
    assert found is not None
    return found


def test_several_roles_at_once(api: Served) -> None:
    found = principal(api, token(role="viewer", roles=["offline_access", "editor", "viewer"]))
    assert (found.role, found.roles) == ("editor", ("viewer", "offline_access", "editor"))
    assert principal(api, token(role=..., roles=["admin"])).role == "admin"
    found = principal(api, token(role="root", roles=["member"]))  # (the tenant may have such roles)
    assert (found.role, found.roles) == ("restricted", ("root", "member"))
    for roles in ([], {"admin": 1}, [["admin"]], [7], ["admin", ""], ["viewer"] * 33):
        assert refusal(api, token(role=..., roles=roles)) == "403 FORBIDDEN", roles


def test_claims_of_any_shape(api: Served) -> None:
    given: dict[str, Any] = {"org": {"teams": ["red", 7, None, {"lead": True}], "név": "ő"}, "level": 1.5}
    claims = principal(api, token(**given)).claims
    assert claims["org"]["teams"][:3] == ("red", 7, None)
    assert claims.at(("org", "név")) == "ő"
    assert claims.at(("org", "none", "deeper")) is None
    assert {key: json.loads(claims.text)[key] for key in given} == given
    assert copy.deepcopy(claims) == claims == principal(api, token(**given, exp=claims["exp"])).claims
    assert hash(claims) != hash(principal(api, token(**given, exp=claims["exp"] + 1)).claims)
    with pytest.raises(TypeError):
        claims["org"]["név"] = "other"


@pytest.mark.parametrize("value", [[0] * 1_000, [[[[]]]] * 400, float("nan"), "a\0b", {"a\0": 1}, {"a": ["\ud800"]}])
def test_claims_that_are_too_much(api: Served, value: Any) -> None:
    assert refusal(api, token(extra=value)) == "401 UNAUTHENTICATED"
    deep: list[Any] = []
    for _ in range(17):
        deep = [deep]
    assert refusal(api, token(extra=deep)) == "401 UNAUTHENTICATED"
