"""./thingbase tenant sign-in and account: who may sign in with a password or a link."""

from typing import Any

import click

from py_api.cli import output
from py_api.cli.options import command
from py_api.cli.token import own_roles
from py_api.config import COMMAND
from py_api.database import Database
from py_api.errors import Failure
from py_api.principal import ROLES


@click.group()
def commands() -> None:
    """Those of ./thingbase tenant."""


@command(commands, "sign-in", tenant="slug")
@click.argument("slug")
@click.option("--on/--off", "enabled", default=None, help="Whether users of the tenant sign in here.")
@click.option("--role", help="Of users that have none of their own. Default: viewer.")
@click.option(
    "--open/--closed", "is_open", default=None, help="Whether people may sign up themselves. Default: closed."
)
@click.option("--class", "class_name", help="What the users are things of. Default: User, which is made.")
@click.option("--days", type=click.IntRange(1, 365), help="How long an unused session lasts. Default: 30.")
async def sign_in(
    database: Database,
    as_json: bool,
    slug: str,
    enabled: bool | None,
    role: str | None,
    is_open: bool | None,
    class_name: str | None,
    days: int | None,
) -> None:
    """Let users of the tenant SLUG sign in with a password or a link: POST /auth/... of the API.

    \b
    Examples:
      ./thingbase tenant sign-in acme --on --role editor
      ./thingbase tenant sign-in acme --on --open
      ./thingbase tenant sign-in acme --off
    """
    if enabled is None:
        raise click.UsageError("say --on or --off")
    row = await database.row("set_sign_in", slug, enabled, class_name, role, is_open, days)
    settings: dict[str, Any] = row["settings"]
    if enabled:
        await _note_unknown(database, slug, [settings["role"]])
    may = "and may sign up themselves" if settings["open"] else "and may not sign up themselves"
    said = f"Users of {slug} sign in here, as things of {settings['class']}, with the role {settings['role']}, {may}."
    output.result(settings, as_json, said if enabled else f"Users of {slug} do not sign in here.")


async def _note_unknown(database: Database, slug: str, roles: list[str]) -> None:
    """Roles may be given before they are made."""
    for role in sorted({*roles} - {*ROLES, *await own_roles(database, slug)}):
        output.say(f"Tenant {slug} has no role {role} yet: it allows nothing until it is made (docs/permissions.md).")


@command(commands, tenant="slug")
@click.argument("slug")
@click.argument("email")
@click.option(
    "--add",
    is_flag=True,
    help="A new account, without a password: its user signs in by a link first, so links must be sent.",
)
@click.option("--roles", help="Its roles, separated by commas. Default: that of the tenant's sign-in.")
@click.option("--drop", is_flag=True, help="Drop the account; the user's thing stays.")
async def account(
    database: Database, as_json: bool, slug: str, email: str, add: bool, roles: str | None, drop: bool
) -> None:
    """Add, change or drop the account that EMAIL signs in with. Its tokens are revoked.

    \b
    Examples:
      ./thingbase tenant account acme ann@example.org --add --roles admin
      ./thingbase tenant account acme ann@example.org --drop
    """
    email = email.strip().lower()
    names = None if roles is None else [name.strip() for name in roles.split(",") if name.strip()]
    if not (add or drop or names is not None) or (drop and (add or names is not None)):
        raise click.UsageError("say --add, --roles, or both; or --drop alone")
    if add and (await database.row("sign_up", slug, email, None, True))["sign_up"] is None:
        raise Failure(f"{email} has an account already", f"{COMMAND} tenant account {slug} {email} --roles ...")
    if (drop or names is not None) and not (await database.row("set_account", slug, email, names, None, drop))["found"]:
        raise Failure(f"{email} has no account", f"Add it: {COMMAND} tenant account {slug} {email} --add")
    if names:
        await _note_unknown(database, slug, names)
    what = "dropped" if drop else "added" if add else "changed"
    output.result({"tenant": slug, "email": email, "outcome": what}, as_json, f"The account of {email} was {what}.")
