"""./thingbase tenant rewind: takes back what was changed since a moment."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import click

from py_api.cli import output
from py_api.cli.options import command
from py_api.config import COMMAND
from py_api.database import Database

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


commands = click.Group()  # of ./thingbase tenant


@command(commands)
@click.argument("slug")
@click.option("--since", required=True, callback=moment, help="14:03, or 2026-01-31T14:03+01:00.")
@click.option("--actor", help="Only what this actor did. Default: all.")
@click.option("--class", "classes", multiple=True, help="Only this class, with those that extend it; repeatable.")
@click.option("--id", "things", multiple=True, type=click.UUID, help="Only this thing; repeatable.")
@click.option("--plan", is_flag=True, help="Show what it would do; nothing changes.")
@click.option(
    "--conflicts",
    type=click.Choice(("refuse", "keep")),
    default="refuse",
    help="Where others changed the same later: nothing is done (refuse, the default), or that stays as it is (keep).",
)
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
    if as_json:
        output.result(report, True, "")
        return
    output.table(report["classes"], COUNTS, f"Nothing was changed since {since.isoformat(' ', 'seconds')}.")
    for conflict in report["conflictList"]:
        output.result(None, False, f"  {conflict['message']}")
    if report["conflicts"] > len(report["conflictList"]):
        output.result(None, False, f"  ... and {report['conflicts'] - len(report['conflictList'])} more conflicts")
    if report["leftOut"]:
        names = (".".join(filter(None, (left["class"], left.get("field")))) for left in report["leftOut"])
        output.result(None, False, f"Dropped since, and left out: {', '.join(names)}")
    if plan and report["classes"]:
        output.say(f"Nothing was changed. Without --plan, {COMMAND} tenant rewind does this.")
