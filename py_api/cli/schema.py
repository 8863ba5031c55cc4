"""./thingbase schema: the schema of a tenant, as a file that is compared with the live one, or as changes."""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import click

from py_api import json_text, schema_file
from py_api.cli import output
from py_api.cli.options import command
from py_api.cli.refusals import Located
from py_api.database import Database
from py_api.errors import Failure

_tenant = click.argument("tenant")
_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
_author = click.option("--author", help="Whom the history names. Default: the database role.")
_expected = click.option(
    "--expected-version",
    type=int,
    metavar="N",
    help="Fail with SCHEMA_CONFLICT unless the schema is at version N.",
)
_existing = click.option(
    "--existing",
    type=click.Choice(("refuse", "keep")),
    default="refuse",
    help="What becomes of things that break the new rules: they are in the way (refuse, the default), or stay as they "
    "are until somebody writes them (keep).",
)
_drop = click.option("--drop", is_flag=True, help="Also drop what the tenant has and the schema file lacks.")

DROPS = {"drop_class", "drop_field", "drop_unique", "drop_enum", "drop_role"}


@click.group()
def schema() -> None:
    """Plan, apply, roll back and export the schema of a tenant.

    A FILE is either a .graphql file, the whole wanted schema, which is compared with the live one, or a .json file
    with a list of changes.

    \b
    A schema file:
      "What is sold."
      type Product @class(label: "Product") @unique(fields: ["sku", "vendor"]) {
        sku: String! @unique @rule(pattern: "^[A-Z0-9]+$", message: "capital letters and digits only")
        name: String! @rule(minLength: 2) @field(searchable: true)
        price: Decimal @field(precision: 12, scale: 2) @rule(min: 0)
        status: ProductStatus @field(default: DRAFT)
        vendor: Vendor @field(onDelete: "restrict")
        tags: [Tag!]
      }
      enum ProductStatus { DRAFT LIVE }
      type Book @class(extends: "Product") { isbn: String  name: String! @rule(minLength: 1) }
      type Vendor @class { name: String! }
      type Tag @class { name: String! @unique }

    \b
    Operations:
      [{"op": "rename_field", "class": "Product", "field": "name", "to": "title"}]
    """


async def vocabulary(database: Database) -> schema_file.Vocabulary:
    row = await database.row("vocabulary")
    return schema_file.Vocabulary(
        types=tuple(schema_file.FieldType(**entry) for entry in row["types"]),
        rules=tuple(schema_file.Rule(**entry) for entry in row["rules"]),
    )


async def changes_of(
    database: Database, tenant: str, file: Path, drop: bool, existing: str = "refuse"
) -> tuple[int | None, list[dict[str, Any]]]:
    """The changes that a file means, and the version that they were made against (None: any).

    existing: said of every change that can say it, and does not.
    """
    return (await read(database, tenant, file, drop, existing))[:2]


async def read(
    database: Database, tenant: str, file: Path, drop: bool, existing: str
) -> tuple[int | None, list[dict[str, Any]], Located]:
    """The same, and what says which place of the file the database refuses."""
    version, changes, located = await _read(database, tenant, file, drop)
    if existing != "refuse":
        can = {row["name"] for row in await database.rows("changes_over_existing")}
        changes = [{"existing": existing, **change} if change.get("op") in can else change for change in changes]
    return version, changes, located


async def _read(
    database: Database, tenant: str, file: Path, drop: bool
) -> tuple[int | None, list[dict[str, Any]], Located]:
    name = "standard input" if str(file) == "-" else str(file)
    try:
        text = (sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()).decode()
    except UnicodeDecodeError as error:
        raise Failure(f"{name}: this is not UTF-8 text: {error.reason} at byte {error.start}") from None
    if file.suffix == ".json" or (file.suffix != ".graphql" and text.lstrip().startswith(("[", "{"))):
        try:
            changes = json_text.loads(text)
        except ValueError as error:
            raise Failure(f"{name}: this is not valid JSON: {error}") from None
        return None, changes if isinstance(changes, list) else [changes], Located(database, tenant, name, None)
    document = schema_file.parse(text, await vocabulary(database), name)
    located = Located(database, tenant, name, text)
    async with located.document(document):
        row = await database.row("diff", tenant, document)
    changes = row["changes"]
    dropped = [change for change in changes if change["op"] in DROPS or _takes_away(change, changes)]
    if dropped and not drop:
        raise Failure(
            f"{name} lacks what tenant {tenant} has: {', '.join(_said(c) for c in dropped)}",
            "Add it to the file, say renamedFrom on what has another name now, or pass --drop "
            "(values of what is dropped are kept, hidden, until thing.purge).",
        )
    return row["version"], changes, located


@command(schema, tenant="tenant")
@_tenant
@_file
@_drop
@_existing
@click.option("--sql", is_flag=True, help="Show the SQL statements as well.")
async def plan(
    database: Database, as_json: bool, tenant: str, file: Path, drop: bool, existing: str, sql: bool
) -> None:
    """Show what `apply` would do; nothing changes.

    The changes, the locks, the tables that are rewritten, the rows in the way.

    \b
    Examples:
      ./thingbase schema plan acme docs/examples/shop.graphql
      ./thingbase schema plan acme change.json --sql
    """
    _, changes, located = await read(database, tenant, file, drop, existing)
    async with located.changes(changes):
        planned = await database.value("plan", tenant, changes) if changes else None
    if as_json:
        output.result({"changes": changes, "plan": planned}, True, "")
    elif planned is None:
        output.result(None, False, f"Nothing to do: tenant {tenant} has this schema.")
    else:
        output.result(None, False, "\n".join(_plan_lines(changes, planned, sql)))


def _plan_lines(changes: list[dict[str, Any]], planned: dict[str, Any], sql: bool) -> list[str]:
    lines = [f"Changes that lead to version {planned['version']}:"]
    lines += [f"  {_said(change)}" for change in changes]
    locks = Counter((s["table"], s["lock"], s["rewrites"]) for s in planned["statements"] if s.get("lock"))
    if locks:
        lines += ["", "Locks on tables that are there:"]
    for (table, lock, rewrites), count in locks.items():
        statements = f"{count} statement{'' if count == 1 else 's'}"
        lines.append(f"  {table}: {lock}, {statements}{', rewrites the table' if rewrites else ''}")
    if sql:
        texts = [f"{statement['sql']};" for statement in planned["statements"]]
        lines += ["", *(texts or ["No SQL: only the metadata changes."])]
    if planned["jobs"]:
        lines += ["", f"Afterwards, as jobs in the background: {len(planned['jobs'])}"]
    for conflict in planned.get("conflicts") or ():
        rows = "1 row" if conflict["rows"] == 1 else f"{conflict['rows']} rows"
        verb = "breaks" if conflict["rows"] == 1 else "break"
        lines += ["", f"In the way: {rows} of {conflict['class']} {verb} the new rules:"]
        for violation in conflict["violations"]:
            fields = violation["field"] or ", ".join(violation["params"].get("fields", ()))
            lines.append(f"  {fields}: {violation['message']} ({violation['rows']})")
    return lines


@command(schema, tenant="tenant")
@_tenant
@_file
@_drop
@_existing
@_expected
@_author
async def apply(
    database: Database,
    as_json: bool,
    tenant: str,
    file: Path,
    drop: bool,
    existing: str,
    expected_version: int | None,
    author: str | None,
) -> None:
    """Change the schema of TENANT as FILE says.

    All of it is done, or nothing. `plan` shows it first.

    \b
    Examples:
      ./thingbase schema apply acme docs/examples/shop.graphql
      ./thingbase schema apply acme change.json --expected-version 7
    """
    version, changes, located = await read(database, tenant, file, drop, existing)
    if not changes:
        output.result(
            {"version": version, "changes": []},
            as_json,
            f"Nothing to do: tenant {tenant} has this schema.",
        )
        return
    expected = version if expected_version is None else expected_version
    async with located.changes(changes):
        done = await database.value("migrate", tenant, changes, expected, author)
    output.result({"changes": changes, **done}, as_json, _done(tenant, done))


def _done(tenant: str, done: dict[str, Any]) -> str:
    jobs = f" {len(done['jobs'])} jobs go on in the background." if done.get("jobs") else ""
    return f"Tenant {tenant} has schema version {done['version']}.{jobs}"


@command(schema, tenant="tenant")
@_tenant
@click.option("--changes", is_flag=True, help="Print the changes alone, as a file for `schema apply`.")
async def advice(database: Database, as_json: bool, tenant: str, changes: bool) -> None:
    """What the indexes of TENANT should be, from how its lists were read: missing, unused and redundant ones."""
    rows: list[dict[str, Any]] = [dict(row) for row in await database.rows("suggest_indexes", tenant)]
    if as_json or changes:
        output.result([change for row in rows for change in row["remediation"]] if changes else rows, True, "")
    else:
        output.table(rows, ("level", "name", "detail", "gain", "cost"), "No advice: nothing slow was counted.")


@command(schema, tenant="tenant")
@_tenant
@click.option("--role", "roles", multiple=True, help="Of this role, with those that it includes. Default: of all.")
@click.option("--claims", help="Claims of a token, as JSON: whether they are what each policy needs.")
async def access(database: Database, as_json: bool, tenant: str, roles: tuple[str, ...], claims: str | None) -> None:
    """Say who may do what in TENANT: its policies, by class and role.

    \b
    Examples:
      ./thingbase schema access acme --role member
      ./thingbase schema access acme --role member --claims '{"sub": "ann"}'
    """
    try:
        given = None if claims is None else json_text.loads(claims)
    except ValueError as error:
        raise Failure(f"--claims: this is not valid JSON: {error}") from None
    found = await database.value("schema_access", tenant, list(roles) or None, given)
    if as_json:
        output.result(found, True, "")
    else:
        output.result(None, False, "\n".join(row["words"] for row in found) or "No policies.")


@command(schema, tenant="tenant")
@_tenant
async def rollups(database: Database, as_json: bool, tenant: str) -> None:
    """List the rollups of TENANT: how each is refreshed, how old its figures are, what went wrong."""
    rows: list[dict[str, Any]] = [dict(row) for row in await database.rows("rollups", tenant)]
    if as_json:
        output.result(rows, True, "")
    else:
        columns = ("name", "class", "refresh", "refreshed_at", "age", "seconds", "job_state", "next_at", "error")
        output.table(rows, columns, "No rollups.")


@command(schema, tenant="tenant")
@_tenant
@click.argument("rollup")
async def refresh(database: Database, as_json: bool, tenant: str, rollup: str) -> None:
    """Work the figures of ROLLUP of TENANT out now, whatever its refresh.

    Readers never wait for it. Of an immediate rollup it mends what was written past the triggers.
    """
    refreshed = await database.value("refresh_rollup", tenant, rollup)
    output.result({"refreshed_at": refreshed}, as_json, f"{rollup} has the figures of {refreshed}.")


@command(schema, tenant="tenant")
@_tenant
async def history(database: Database, as_json: bool, tenant: str) -> None:
    """List the schema versions of TENANT, newest first."""
    rows: list[dict[str, Any]] = [dict(row) for row in await database.rows("schema_history", tenant)]
    if as_json:
        output.result(rows, True, "")
    else:
        shown = [{**row, "changes": ", ".join(_said(c) for c in row["changes"])} for row in rows]
        output.table(shown, ("version", "created_at", "author", "reverts", "changes"), "No versions.")


@command(schema, tenant="tenant")
@_tenant
@click.argument("version", type=int)
@_expected
@_author
async def rollback(
    database: Database,
    as_json: bool,
    tenant: str,
    version: int,
    expected_version: int | None,
    author: str | None,
) -> None:
    """Take the schema of TENANT back to VERSION.

    Values that were hidden by then come back. The result is a new version.
    """
    done = await database.value("rollback", tenant, version, expected_version, author)
    output.result(done, as_json, _done(tenant, done))


@command(schema, tenant="tenant")
@_tenant
@click.option("--output", "-o", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--definitions/--no-definitions", default=True, help="With the scalars and directives, for editors.")
async def export(database: Database, as_json: bool, tenant: str, target: Path | None, definitions: bool) -> None:
    """Print the schema of TENANT as a schema file.

    Applying it again changes nothing. With --json: the document that thing.diff takes.
    """
    document = await database.value("document", tenant)
    if as_json:
        text = json_text.dumps(document, indent=2) + "\n"
    else:
        known = await vocabulary(database)
        text = schema_file.render(document, known)
        if definitions:
            text = (
                f"{text}\n# What the above is written in; the same for every file.\n\n{schema_file.definitions(known)}"
            )
    if target:
        target.write_text(text, encoding="utf-8")
        output.say(f"Written to {target}.")
    else:
        click.echo(text, nl=False)


@command(schema, tenant="tenant")
async def definitions(database: Database, as_json: bool) -> None:
    """Print the scalars and directives of schema files.

    An editor can check schema files with them.
    """
    text = schema_file.definitions(await vocabulary(database))
    output.result({"definitions": text}, as_json, text)


def _takes_away(change: dict[str, Any], changes: list[dict[str, Any]]) -> bool:
    """Whether a policy goes, and is not made again in another form."""

    def key(of: dict[str, Any]) -> list[Any]:
        return [of.get(part) for part in ("role", "class", "verbs", "name")]

    again = [key(other) for other in changes if other["op"] in ("grant", "restrict")]
    return change["op"] == "revoke" and key(change) not in again


def _said(change: dict[str, Any]) -> str:
    """A change in a few words: add_field Product.price."""
    if "verbs" in change:
        verbs = change["verbs"]
        named = f" ({change['name']})" if change.get("name") else ""
        words = (change.get("op"), change.get("role"), ", ".join(verbs) if isinstance(verbs, list) else verbs)
        return " ".join(str(word) for word in words if word) + f" of {change.get('class')}{named}"
    if "role" in change:
        return f"{change.get('op')} {change['role']}"
    field = change.get("field")
    field = field.get("name") if isinstance(field, dict) else field
    role = change.get("role")
    about = change.get("class") or change.get("enum") or role
    what = ".".join(str(part) for part in (about, field or change.get("name")) if part)
    to = f" to {change['to']}" if "to" in change else f" (role {role})" if role and role != about else ""
    return f"{change.get('op')} {what}{to}"
