"""./thingbase tenant rewind, trash, restore-things: what was changed since a moment, or deleted, is taken back."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import click

from py_api.cli import output
from py_api.cli.options import command
from py_api.config import COMMAND
from py_api.database import Database

DELETED = ("class", "id", "at", "actor", "version", "values", "seq")
COUNTS = ("class", "restored", "reverted", "deleted", "linked", "unlinked", "conflicts")
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?")


def moment(_context: click.Context, _option: click.Parameter, value: str) -> datetime:
    """A moment in the past: ISO 8601, or a time of day, the last time that it was. Without an offset: local time."""
    now = datetime.now().astimezone()
    try:
        if _TIME.fullmatch(value):
            of_day = datetime.combine(now.date(), datetime.fromisoformat(f"2000-01-01 {value:0>5}").time())
            today = of_day.astimezone()
            return today if today <= now else (of_day - timedelta(days=1)).astimezone()
        return datetime.fromisoformat(value).astimezone()
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a time like 14:03, or 2026-01-31T14:03+01:00") from None


_conflicts = click.option(
    "--conflicts",
    type=click.Choice(("refuse", "keep")),
    default="refuse",
    help="Where later changes are in the way: nothing is done (refuse, the default), or that stays as it is (keep).",
)
commands = click.Group()  # of ./thingbase tenant


@command(commands, tenant="slug")
@click.argument("slug")
@click.option("--since", required=True, callback=moment, help="14:03, or 2026-01-31T14:03+01:00.")
@click.option("--actor", help="Only what this actor did. Default: all.")
@click.option("--class", "classes", multiple=True, help="Only this class, with those that extend it; repeatable.")
@click.option("--id", "things", multiple=True, type=click.UUID, help="Only this thing; repeatable.")
@click.option("--plan", is_flag=True, help="Show what it would do; nothing changes.")
@_conflicts
async def rewind(
    database: Database,
    as_json: bool,
    slug: str,
    since: datetime,
    actor: str | None,
    classes: tuple[str, ...],
    things: tuple[UUID, ...],
    plan: bool,
    conflicts: str,
) -> None:
    """Take back what was changed in the tenant SLUG since a moment, as new changes.

    What was made is deleted, what was deleted comes back, what was changed gets the values that it had. What others
    changed later stays, and is listed.

    \b
    Examples:
      ./thingbase tenant rewind acme --since 14:03 --plan
      ./thingbase tenant rewind acme --since 14:03 --actor import --class Product --conflicts keep
    """
    mode = "plan" if plan else conflicts
    report = await database.value(
        "rewind", slug, since, actor, list(classes) or None, list(things) or None, mode, output.SHOWN_DETAILS
    )
    _show(report, as_json, f"Nothing was changed since {since.isoformat(' ', 'seconds')}.")
    if plan and report["classes"] and not as_json:
        output.say(f"Nothing was changed. Without --plan, {COMMAND} tenant rewind does this.")


@command(commands, tenant="slug")
@click.argument("slug")
@click.option("--class", "class_name", help="Only of this class, with those that extend it.")
@click.option("--first", default=100, show_default=True, help="So many at most.")
@click.option("--before", type=int, metavar="SEQ", help="The next page: the seq of the last one of this page.")
async def trash(
    database: Database, as_json: bool, slug: str, class_name: str | None, first: int, before: int | None
) -> None:
    """List the deleted things of the tenant SLUG, the last one first, as long as the log reaches."""
    rows = [dict(row) for row in await database.rows("deleted_things", slug, class_name, first, before)]
    if as_json:
        output.result(rows, True, "")
    else:
        output.table(rows, DELETED, "The trash is empty.")


@command(commands, tenant="slug")
@click.argument("slug")
@click.argument("things", nargs=-1, type=click.UUID, required=True, metavar="ID...")
@click.option("--together", is_flag=True, help="Also all else that was deleted in the same transactions.")
@click.option("--plan", is_flag=True, help="Show what it would do; nothing changes.")
@_conflicts
async def restore_things(
    database: Database,
    as_json: bool,
    slug: str,
    things: tuple[UUID, ...],
    together: bool,
    plan: bool,
    conflicts: str,
) -> None:
    """Bring deleted things of the tenant SLUG back, with their links.

    \b
    Examples:
      ./thingbase tenant trash acme --class Product
      ./thingbase tenant restore-things acme 01a22646-8204-7b22-931f-98624f90953a --together
    """
    mode = "plan" if plan else conflicts
    report = await database.value("restore_deleted", slug, list(things), together, mode, output.SHOWN_DETAILS)
    _show(report, as_json, "They are there already.")


def _show(report: dict[str, Any], as_json: bool, empty: str) -> None:
    if as_json:
        output.result(report, True, "")
        return
    output.table(report["classes"], COUNTS, empty)
    for conflict in report["conflictList"]:
        output.result(None, False, f"  {conflict['message']}")
    if report["conflicts"] > len(report["conflictList"]):
        output.result(None, False, f"  ... and {report['conflicts'] - len(report['conflictList'])} more conflicts")
    if report["leftOut"]:
        names = (".".join(filter(None, (left["class"], left.get("field")))) for left in report["leftOut"])
        output.result(None, False, f"Dropped since, and left out: {', '.join(names)}")
