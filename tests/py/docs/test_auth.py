"""docs/auth.md is run: a token as the issuer signs it, with its claims mapped, gives the principal that stands there."""

import json
import re
import time
from pathlib import Path
from typing import Any

import jwt
import psycopg
import pytest

from py_api.claims_mapping import ClaimsMapping
from py_api.config import ROOT, PoolLimits
from py_api.engine.engine import Engine
from py_api.http.auth import sign
from tests.py.http.test_auth import EC, RSA, jwks, principal, token
from tests.support import node, servers
from tests.support.api import KEY, serving

pytestmark = pytest.mark.once
PAGE = (ROOT / "docs/auth.md").read_text()
_SET_UP = re.compile(
    r"### (?P<title>.*?)\n(?:(?!\n### ).)*?```json mapping\n(?P<mapping>.*?)```\n"
    r"\n```json token\n(?P<token>.*?)```\n\n```json principal\n(?P<principal>.*?)```\n",
    re.DOTALL,
)
SET_UPS = {found["title"]: found for found in _SET_UP.finditer(PAGE)}


@pytest.mark.parametrize("title", SET_UPS)
def test_tokens_of_other_issuers(title: str, tmp_path: Path) -> None:
    mapping, claims, wanted = (json.loads(SET_UPS[title][part]) for part in ("mapping", "token", "principal"))
    (tmp_path / "keys.json").write_text(jwks(("rsa", RSA), ("ec", EC)))
    settings: dict[str, Any] = {"issuer": claims["iss"], "audience": claims["aud"], "jwks": str(tmp_path / "keys.json")}
    with serving(claims=ClaimsMapping.parse(json.dumps(mapping)), **settings) as served:
        bare = {"tenant": ..., "role": ...}
        for key, algorithm, kid in ((RSA, "RS256", "rsa"), (EC, "ES256", "ec")):
            found = principal(served, token(key, algorithm, kid, **{**bare, **claims}))
            assert {name: json.loads(json.dumps(getattr(found, name))) for name in wanted} == wanted


def test_all_set_ups_are_run() -> None:
    assert len(SET_UPS) == PAGE.count("```json mapping") == 4


def test_tokens_of_your_own(monkeypatch: pytest.MonkeyPatch) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    monkeypatch.setenv("THINGBASE_JWT_SECRET", KEY.decode())
    made: dict[str, Any] = {}
    exec(program, made)
    assert jwt.decode(made["token"], KEY, ["HS256"])["exp"] > time.time()
    with serving() as served:
        found = principal(served, {"authorization": f"Bearer {made['token']}"})
    assert (found.tenant, found.role, found.subject) == ("acme", "editor", "ann@example.org")
    assert found.claims.at(("team", "ids")) == (7, 9)


def test_signing_in_here(server: servers.Server, tenant: str, db: psycopg.Connection[Any], tmp_path: Path) -> None:
    """The program, as it stands there, against a tenant as the command makes it."""
    ((program, wanted),) = re.findall(r"```js\n(.*?)```\n\n```json output\n(.*?)```", PAGE, re.DOTALL)
    db.execute("select thing.set_sign_in(%s, true, role => 'editor', open => true)", (tenant,))
    url = servers.asyncpg_url(server.url)
    with serving(Engine, database_url=url, pools=PoolLimits(4, 16)) as served:
        made = program.replace('tenant = "acme"', f"tenant = {json.dumps(tenant)}")
        (tmp_path / "app.mjs").write_text(f"const url = {json.dumps(served.url)}\n{made}")
        with node.running(tmp_path / "app.mjs") as script:
            assert script.line(60) == wanted.strip()


def test_the_to_do_app(server: servers.Server, tenant: str, db: psycopg.Connection[Any], tmp_path: Path) -> None:
    (schema, program, wanted) = re.findall(r"```(?:json|js|text) todo\n(.*?)```", PAGE, re.DOTALL)
    (auth,) = re.findall(r"^async function auth.*?^}\n", PAGE, re.DOTALL | re.MULTILINE)
    db.execute("select thing.set_sign_in(%s, true, role => 'member', open => true)", (tenant,))
    db.execute("select thing.migrate(%s, %s)", (tenant, schema))
    with serving(Engine, database_url=servers.asyncpg_url(server.url), pools=PoolLimits(4, 16)) as served:
        admin = {"token": sign(KEY, tenant=tenant, role="admin", subject="admin", seconds=600)}
        known = {"url": served.url, "tenant": tenant, "admin": admin}
        head = "".join(f"const {name} = {json.dumps(value)}\n" for name, value in known.items())
        (tmp_path / "app.mjs").write_text(head + auth + program)
        with node.running(tmp_path / "app.mjs") as script:
            assert [script.line(60) for _ in wanted.splitlines()] == wanted.splitlines()
