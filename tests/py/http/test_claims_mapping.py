"""Tokens as other issuers make them: signed with keys of a JWKS at a URL, their claims mapped by THINGBASE_CLAIMS."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from py_api.claims_mapping import ClaimsMapping
from py_api.errors import Failure
from tests.py.http.test_auth import EC, OTHER_RSA, RSA, accepted, jwks, principal, refusal, token
from tests.support.api import KEY, Served, bearer

pytestmark = pytest.mark.once
ISSUER = "https://id.example.org/"
AUTH0 = {"tenant": "https://acme.example/tenant", "roles": ["https://acme.example/roles"]}
KEYCLOAK = {"tenant": "tenant", "roles": {"path": "realm_access.roles", "names": {"app-admin": "admin"}}}
SUPABASE = {"tenant": "app_metadata.tenant", "role": {"path": "app_metadata.role", "default": "viewer"}}
NONE: dict[str, Any] = {"tenant": ..., "role": ..., "iss": ISSUER, "aud": "thingbase"}


@pytest.fixture(scope="module")
def keys() -> Iterator[dict[str, Any]]:
    state: dict[str, Any] = {"body": jwks(("one", RSA), ("two", EC))}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(state["body"].encode())

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        Thread(target=serving.serve_forever).start()
        state["url"] = f"http://127.0.0.1:{serving.server_port}/.well-known/jwks.json"
        yield state
        serving.shutdown()


@pytest.fixture
def served(serve: Callable[..., Served], keys: dict[str, Any]) -> Callable[[dict[str, Any]], Served]:
    def made(mapping: dict[str, Any]) -> Served:
        claims = ClaimsMapping.parse(json.dumps(mapping))
        return serve(jwks=keys["url"], issuer=ISSUER, audience="thingbase", claims=claims)

    return made


def test_claims_of_auth0(served: Callable[..., Served]) -> None:
    api = served(AUTH0)
    claims = {**NONE, "https://acme.example/tenant": "acme", "https://acme.example/roles": ["editor", "billing"]}
    found = principal(api, token(RSA, "RS256", "one", **claims, sub="auth0|123"))
    assert (found.tenant, found.role, found.roles) == ("acme", "editor", ("editor", "billing"))
    assert found.subject == "auth0|123"
    assert found.claims["https://acme.example/roles"] == ("editor", "billing")
    assert refusal(api, token(RSA, "RS256", "one", **NONE)) == "403 FORBIDDEN"
    spoofed = {**claims, "https://acme.example/roles": [], "role": "admin", "roles": ["admin"]}
    assert refusal(api, token(RSA, "RS256", "one", **spoofed)) == "403 FORBIDDEN", (
        "roles come from where they are mapped"
    )
    for wrong in (
        {"iss": "https://evil.example"},
        {"aud": "other"},
        {"iss": ...},
        {"aud": ...},
        {"aud": {"thingbase": 1}},
    ):
        assert refusal(api, token(RSA, "RS256", "one", **{**claims, **wrong})) == "401 UNAUTHENTICATED", wrong
    assert refusal(api, token(OTHER_RSA, "RS256", "one", **claims)) == "401 UNAUTHENTICATED"
    assert accepted(api, bearer())["tenant"] == "acme", "our own tokens at the same time"
    forged = token(RSA, "RS256", "one", **{**claims, "iss": "thingbase", "tenant": "zeta", "role": "operator"})
    assert refusal(api, forged) == "401 UNAUTHENTICATED", "ours are signed with our secret"


def test_claims_of_keycloak(served: Callable[..., Served]) -> None:
    api = served(KEYCLOAK)
    claims = {**NONE, "tenant": "acme"}
    roles = ["offline_access", "app-admin", "operator"]
    found = principal(api, token(EC, "ES256", "two", **claims, realm_access={"roles": roles}))
    assert (found.role, found.roles) == ("admin", ("offline_access", "admin")), "an issuer's operator is not ours"
    assert refusal(api, token(EC, "ES256", "two", **claims, realm_access={"roles": ["operator"]})) == "403 FORBIDDEN"
    assert refusal(api, token(EC, "ES256", "two", **claims, realm_access=["app-admin"])) == "403 FORBIDDEN"


def test_claims_of_supabase(served: Callable[..., Served]) -> None:
    api = served(SUPABASE)
    claims = {**NONE, "role": "authenticated", "user_metadata": {"tenant": "zeta", "role": "admin"}}
    found = principal(api, token(EC, "ES256", "two", **claims, app_metadata={"tenant": "acme"}))
    assert (found.tenant, found.role) == ("acme", "viewer")
    found = principal(api, token(EC, "ES256", "two", **claims, app_metadata={"tenant": "acme", "role": "editor"}))
    assert found.role == "editor"
    legacy = token(KEY, **claims, app_metadata={"tenant": "acme", "role": "editor"})
    assert principal(api, legacy).role == "editor", "signed with a secret that both have"


def test_a_key_that_is_taken_back_opens_nothing(
    served: Callable[..., Served], keys: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    api = served({"tenant": {"default": "acme"}})
    claims = {"role": "viewer", "iss": ISSUER, "aud": "thingbase"}
    old, new = (token(key, "RS256", kid, tenant=..., **claims) for key, kid in ((RSA, "one"), (OTHER_RSA, "three")))
    assert accepted(api, old)["tenant"] == "acme"
    broken = [{"kty": "EC", "crv": "P-999", "kid": "odd"}, {"kty": "RSA"}, 7, {"kty": "oct", "k": "AA", "kid": "oct"}]
    keys["body"] = json.dumps({"keys": broken + json.loads(jwks(("three", OTHER_RSA)))["keys"]})
    monkeypatch.setattr("py_api.http.jwks.RETRY_SECONDS", 0.0)
    assert accepted(api, new)["tenant"] == "acme"
    assert refusal(api, old) == "401 UNAUTHENTICATED", "though it was known"


def test_old_secrets_check_tokens(serve: Callable[..., Served]) -> None:
    old = b"what was the secret before, long enough"
    served = serve(old_jwt_secrets=(b"another one that is long enough, too", old))
    assert accepted(served, bearer(key=old))
    assert accepted(served, bearer())
    assert refusal(served, bearer(key=b"never one of the secrets, but long enough")) == "401 UNAUTHENTICATED"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tenant", "THINGBASE_CLAIMS is not JSON"),
        ("[]", "THINGBASE_CLAIMS is not a JSON object"),
        ('{"sub": "a"}', "THINGBASE_CLAIMS: 'sub' is not known"),
        ('{"tenant": 7}', "THINGBASE_CLAIMS: tenant is not a path of claims"),
        ('{"tenant": "a..b"}', "THINGBASE_CLAIMS: tenant is not a path of claims"),
        ('{"tenant": []}', "THINGBASE_CLAIMS: tenant is not a path of claims"),
        ('{"role": {"paths": "a"}}', "THINGBASE_CLAIMS: role: 'paths' is not known"),
        ('{"role": {}}', "THINGBASE_CLAIMS: role has neither path nor default"),
        ('{"role": {"default": 1}}', "THINGBASE_CLAIMS: role: default is not a text"),
        ('{"role": {"path": "a", "names": {"a": 1}}}', "THINGBASE_CLAIMS: role: names is not an object of texts"),
    ],
)
def test_mappings_that_are_refused(text: str, said: str) -> None:
    with pytest.raises(Failure) as raised:
        ClaimsMapping.parse(text)
    assert raised.value.message == said
