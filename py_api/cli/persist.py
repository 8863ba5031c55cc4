"""./thingbase persist: the GraphQL documents that a tenant's clients may name by their hash."""

from pathlib import Path
from typing import Any

import click
from graphql import GraphQLSyntaxError, parse

from py_api.cli import output
from py_api.cli.options import command, limits_of
from py_api.database import Database
from py_api.errors import Failure
from py_api.http.persisted import manifest


def _documents(path: Path) -> dict[str, str]:
    """What a file holds, by what to call it: a document, or a JSON manifest of several."""
    texts = manifest(path) if path.suffix == ".json" else {str(path): path.read_text(encoding="utf-8")}
    for name, text in texts.items():
        try:
            parse(text)
        except GraphQLSyntaxError as error:
            raise Failure(f"{path}: {name} is not a valid GraphQL document: {error.message}") from None
    return texts


@command(click.Group(), tenant="tenant")
@click.argument("tenant")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--forget", multiple=True, metavar="HASH", help="Take this one off the list; repeatable.")
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=VALUE",
    callback=limits_of,
    help="A limit of requests for FILES, in place of the tenant's; repeatable. Those that they had are gone.",
)
async def persist(
    database: Database,
    as_json: bool,
    tenant: str,
    files: tuple[Path, ...],
    forget: tuple[str, ...],
    limits: dict[str, Any],
) -> None:
    """Put the GraphQL documents of FILES on TENANT's list.

    Clients then send `documentId: "sha256:<hash>"` in place of a query; with THINGBASE_PERSISTED_ONLY=1 a server takes
    nothing else. A file is one document, its name being the SHA-256 of the file as it is; a .json file is a manifest
    {hash: document}.

    \b
    Examples:
      ./thingbase persist acme queries/*.graphql
      ./thingbase persist acme queries/report.graphql --limit cost=2000000 --limit list_size=10000
      ./thingbase persist acme --forget 7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e
    """
    if not files and not forget:
        raise click.UsageError("name a file, or a hash to --forget")
    documents = [pair for path in files for pair in _documents(path).items()]
    rows = []
    for name, text in documents:
        digest = await database.value("persist_document", tenant, text, limits or None)
        rows.append({"hash": digest, "document": name, "state": "persisted"})
    for digest in forget:
        there = await database.value("forget_document", tenant, digest.removeprefix("sha256:"))
        rows.append({"hash": digest, "document": None, "state": "forgotten" if there else "not there"})
    if as_json:
        output.result(rows, True, "")
    else:
        output.table(rows, ("hash", "state", "document"), "")
