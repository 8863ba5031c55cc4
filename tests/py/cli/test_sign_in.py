"""./thingbase tenant sign-in and account, token --as and token revoke, in this process on the test server."""

import json
from typing import Any

import jwt
import psycopg
import pytest

from tests.py.cli.conftest import Cli

pytestmark = pytest.mark.once
SECRET = "a secret for tests that is long enough"


def test_accounts_and_their_tokens(cli: Cli, tenant: str, db: psycopg.Connection[Any]) -> None:
    ann = "ann@example.org"

    def run(*arguments: str) -> Any:
        done = cli(*arguments, "--json", THINGBASE_SECRET=SECRET)
        return json.loads(done.stdout) if done.returncode == 0 else done.returncode

    assert run("tenant", "account", tenant, ann, "--add") == 1, "the sign-in is off"
    assert run("tenant", "sign-in", tenant, "--on", "--role", "editor") == {
        "enabled": True, "class": "User", "role": "editor", "open": False, "sessionDays": 30,
    }  # fmt: skip
    assert run("tenant", "sign-in", tenant, "--on", "--role", "operator") == 1
    assert run("token", "--tenant", tenant, "--as", ann) == 1, "no account"
    assert run("tenant", "account", tenant, f" {ann.upper()} ", "--add")["outcome"] == "added"
    assert run("tenant", "account", tenant, ann, "--add") == 1, "it has one"
    assert run("tenant", "account", tenant, ann, "--roles", "admin, billing")["outcome"] == "changed"
    claims = jwt.decode(run("token", "--tenant", tenant, "--as", ann)["token"], options={"verify_signature": False})
    assert (claims["roles"], claims["email"], claims["tenant"]) == (["admin", "billing"], ann, tenant)
    assert run("token", "--as", ann) == 2, "of which tenant?"
    assert run("token", "--tenant", tenant) == 2, "which role?"
    assert run("token", "--tenant", tenant, "--role", "member") == 1, "no such role"
    db.execute("select thing.migrate(%s, %s)", (tenant, '[{"op": "create_role", "role": "member"}]'))
    made = run("token", "--tenant", tenant, "--role", "member")["token"]
    assert jwt.decode(made, options={"verify_signature": False})["role"] == "member"
    assert run("token", "revoke", tenant, claims["sub"])["subject"] == claims["sub"]
    assert run("token", "revoke", tenant) == 2, "whose?"
    assert run("token", "revoke", tenant, "--all", "--before", "2026-01-02")["before"].startswith("2026-01-02")
    assert run("tenant", "account", tenant, ann, "--drop")["outcome"] == "dropped"
    assert run("tenant", "account", tenant, ann, "--drop") == 1
