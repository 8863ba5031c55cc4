"""./thingbase token: a token to call the API with."""

import asyncio
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from py_api.cli import output
from py_api.cli.options import command, connected, data_option, database_url, json_option, secret
from py_api.config import COMMAND, Settings
from py_api.database import Database, connect
from py_api.errors import Failure, Unavailable
from py_api.http.auth import sign
from py_api.principal import ROLES

_TIMES = ("%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def _seconds(_context: click.Context, _option: click.Parameter, value: str) -> int:
    match = re.fullmatch(r"([1-9]\d{0,8})([smhd]?)", value)
    if match is None:
        raise click.BadParameter(f"{value!r} is not a duration like 15m, 12h or 30d")
    return int(match[1]) * _UNITS[match[2]]


def signed(
    settings: Settings,
    tenant: str | None,
    role: str | None,
    subject: str | None,
    seconds: float,
    tenant_id: str | None = None,
    claims: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """tenant_id: without it, the token opens whichever tenant has the slug when it is made."""
    if settings.jwt_secret is None:
        raise Failure(
            "THINGBASE_JWKS is set: tokens are signed by the owner of its private keys",
            "To sign them here as well, set THINGBASE_JWT_SECRET.",
        )
    return sign(
        settings.jwt_secret, tenant=tenant, role=role, subject=subject, seconds=seconds, tenant_id=tenant_id,
        claims=claims,
    )  # fmt: skip


async def id_of(url: str, tenant: str) -> str | None:
    async with connect(url) as database:
        return next((str(row[0]) for row in await database.rows("tenant_id", tenant)), None)


def _id_of(tenant: str | None, data: Path | None) -> str | None:
    """None where no database can be asked: then the time of issue stands for it."""
    if tenant is None:
        return None
    try:
        number = asyncio.run(id_of(database_url(data), tenant))
    except Unavailable:
        output.say("No database can be asked for the tenant's id: the token is for the tenant that has the slug now.")
        return None
    if number is None:
        raise Failure(f"tenant {tenant} does not exist", f"Create it: {COMMAND} tenant create {tenant}")
    return number


async def _account(data: Path | None, tenant: str, email: str) -> dict[str, Any]:
    async with connected(data, tenant) as database:
        settings = await database.value("sign_in_account", tenant, email, None)
    if settings is None or settings["account"] is None:
        raise Failure(f"{email} has no account", f"Add it: {COMMAND} tenant account {tenant} {email} --add")
    account: dict[str, Any] = settings["account"]
    return account


async def _check_role(data: Path | None, tenant: str, role: str) -> None:
    async with connected(data, tenant) as database:
        own = await own_roles(database, tenant)
    if role not in own:
        raise Failure(f"tenant {tenant} has no role {role}", f"Roles: {', '.join((*ROLES, *own))}.")


async def own_roles(database: Database, tenant: str) -> list[str]:
    """Those that the tenant has made."""
    policies = await database.value("policies", tenant)
    return [role["name"] for role in policies["roles"]]


@click.group(invoke_without_command=True)
@click.option("--tenant", help="The tenant that it is for. Operators need none.")
@click.option(
    "--role",
    metavar="ROLE",
    help="What it allows: viewer, editor, admin or operator, each with those before it; or a role of the tenant's own.",
)
@click.option("--subject", help="Who has it: the actor that the log names. Default: the role.")
@click.option("--as", "email", metavar="EMAIL", help="As this user of the tenant's sign-in, with its id and roles.")
@click.option("--expires", default="30d", callback=_seconds, metavar="DURATION", help="15m, 12h, 30d (the default).")
@data_option
@json_option
@click.pass_context
def token(
    context: click.Context,
    tenant: str | None,
    role: str | None,
    subject: str | None,
    email: str | None,
    expires: int,
    data: Path | None,
    as_json: bool,
) -> None:
    """Print a token for the API (a JWT, signed with THINGBASE_SECRET or the data folder's secret).

    \b
    Examples:
      ./thingbase token --tenant acme --role editor
      ./thingbase token --tenant acme --role member --subject 01a2284b-b6b3-7d2e-8ac4-a328191e816b
      ./thingbase token --role operator --expires 1h
      ./thingbase token --tenant acme --as ann@example.org --expires 15m
      ./thingbase token revoke acme ann@example.org
    """
    if context.invoked_subcommand is not None:
        return
    if email is not None:
        if tenant is None or role is not None or subject is not None:
            raise click.UsageError("--as needs --tenant, and neither --role nor --subject")
        settings = Settings.from_environment(database_url="not needed", secret=secret(data))
        user = asyncio.run(_account(data, tenant, email.strip().lower()))
        claims = {"roles": user["roles"], "email": user["email"]}
        made = signed(settings, tenant, None, user["id"], expires, _id_of(tenant, data), claims)
        output.result({"token": made, "expires": int(time.time()) + expires}, as_json, made)
        return
    if role is None:
        raise click.UsageError(f"--role is needed: {', '.join(ROLES)}, or a role of the tenant's own; or --as")
    if tenant is None and role != "operator":
        raise click.UsageError(f"--tenant is needed for the role {role}")
    if tenant is not None and role not in ROLES:
        asyncio.run(_check_role(data, tenant, role))
    settings = Settings.from_environment(database_url="not needed", secret=secret(data))
    made = signed(settings, tenant, role, subject, expires, _id_of(tenant, data))
    output.result({"token": made, "expires": int(time.time()) + expires}, as_json, made)


@command(token, tenant="tenant")
@click.argument("tenant", required=False)
@click.argument("subject", required=False)
@click.option("--all", "everyone", is_flag=True, help="The tokens of everyone.")
@click.option("--operators", is_flag=True, help="Operators' tokens that name no tenant.")
@click.option("--before", type=click.DateTime(_TIMES), help="Those issued before this time, in UTC. Default: now.")
async def revoke(
    database: Database,
    as_json: bool,
    tenant: str | None,
    subject: str | None,
    everyone: bool,
    operators: bool,
    before: datetime | None,
) -> None:
    """Refuse the tokens of TENANT that SUBJECT has: every server process, at once, and what they have opened is closed.

    \b
    Examples:
      ./thingbase token revoke acme ann@example.org
      ./thingbase token revoke acme --all --before 2026-11-29T10:00
      ./thingbase token revoke --operators --all
    """
    if operators and tenant is not None:
        tenant, subject = None, subject or tenant
    elif not operators and tenant is None:
        raise click.UsageError("name the tenant; or --operators")
    if everyone == (subject is not None):
        raise click.UsageError("name the subject; or --all")
    moment = None if before is None else before.replace(tzinfo=UTC)
    row = await database.row("revoke_tokens", tenant, subject, moment)
    whose = "all tokens" if subject is None else f"tokens of {subject}"
    output.result(
        {"tenant": tenant, "subject": subject, "before": row["before"]},
        as_json,
        f"Refused from now on: {whose} issued before {row['before']:%Y-%m-%d %H:%M:%S} UTC.",
    )
