"""docs/schema-file.md is the whole language: every example is applied to a tenant and exported, and nothing lacks one.

A ```graphql block is a schema file; what an export prints must be the block again, or the ```graphql export block behind
it. `needs NAME` names an extension: where the server lacks it, the file is read and written without a database. The
tables of types and rules are those of the registries. `THINGBASE_DOCS=write ./thingbase test tests/py/docs` writes all
that into the page.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from graphql import DirectiveDefinitionNode, DirectiveNode, Visitor, parse, visit
from psycopg.types.json import set_json_loads

from py_api import json_text, schema_file
from py_api.config import ROOT
from tests.py.schema_file.test_roundtrip import known, operations

pytestmark = pytest.mark.once

__all__ = ["known"]
PAGE = ROOT / "docs/schema-file.md"
_BLOCK = re.compile(
    r"^```graphql(?: needs (?P<needs>\w+))?\n(?P<file>(?:(?!```).*\n)*)```\n"
    r"(?P<rest>(?:\n```graphql export\n(?P<export>(?:(?!```).*\n)*)```\n)?)",
    re.MULTILINE,
)
WRITE = os.environ.get("THINGBASE_DOCS") == "write"


@dataclass
class Used(Visitor):
    """The arguments of directives that examples give: (directive, argument)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        self.found |= {(node.name.value, argument.name.value) for argument in node.arguments or ()}


@pytest.fixture
def page() -> list[re.Match[str]]:
    blocks = [block for block in _BLOCK.finditer(PAGE.read_text()) if not block[0].startswith("```graphql export")]
    assert blocks
    return blocks


def test_examples_are_exported_as_they_stand(
    db: psycopg.Connection[Any], tenant: str, known: schema_file.Vocabulary, page: list[re.Match[str]]
) -> None:
    set_json_loads(json_text.loads, db)
    extensions = {name for (name,) in db.execute("select extname from pg_extension")}
    exports = []
    for block in page:
        wanted = schema_file.parse(block["file"], known)
        if block["needs"] is None or block["needs"] in extensions:
            db.execute("select thing.migrate(%s, %s)", (tenant, json_text.dumps(operations(db, tenant, wanted))))
            row = db.execute("select thing.document(%s)", (tenant,)).fetchone()
            assert row is not None
            exports.append(schema_file.render(row[0], known))
            assert operations(db, tenant, schema_file.parse(exports[-1], known)) == [], block["file"]
            assert operations(db, tenant, wanted) == [], block["file"]
        else:
            exports.append(schema_file.render(wanted, known))
    if WRITE:
        text = PAGE.read_text()
        for block, export in reversed(list(zip(page, exports, strict=True))):
            rest = "" if export == block["file"] else f"\n```graphql export\n{export}```\n"
            text = text[: block.start("rest")] + rest + text[block.end("rest") :]
        PAGE.write_text(text)
        return
    for block, export in zip(page, exports, strict=True):
        assert export == (block["export"] or block["file"])


def test_nothing_lacks_an_example(
    db: psycopg.Connection[Any], known: schema_file.Vocabulary, page: list[re.Match[str]]
) -> None:
    used = Used()
    documents = [schema_file.parse(block["file"], known) for block in page]
    for block in page:
        visit(parse(block["file"]), used)
    wanted = {
        (directive.name.value, argument.name.value)
        for directive in parse(schema_file.definitions(known)).definitions
        if isinstance(directive, DirectiveDefinitionNode)
        for argument in directive.arguments or ()
    }
    assert wanted - used.found == set()
    classes = [found for document in documents for found in document["classes"]]
    assert {t.name for t in known.types} - {field["type"] for found in classes for field in found["fields"]} == set()
    checks = [check for found in classes for check in found["rules"].get("checks", {}).values() if check]
    rules = {name for (name,) in db.execute("select name from thing.rules where level = 'class' and builtin")}
    assert rules - {check["rule"] for check in checks} == set()


def types(db: psycopg.Connection[Any], known: schema_file.Vocabulary) -> str:
    rows = db.execute("select name, graphql_scalar, description from thing.field_types where builtin order by position")
    shown = {
        "Enum": "an [enum](#enums)",
        "[Enum!]": "a list of one",
        "ID": "a [class](#references)",
        "[ID!]": "a list of one",
    }
    return "| type | written as | holds |\n| --- | --- | --- |\n" + "".join(
        f"| {name} | {shown.get(scalar) or written(known, name, scalar)} | {description} |\n"
        for name, scalar, description in rows
    )


def written(known: schema_file.Vocabulary, name: str, scalar: str) -> str:
    return f"`{scalar}`" if known.plain(scalar, {}) == name else f'`{scalar} @field(type: "{name}")`'


def rules(db: psycopg.Connection[Any], known: schema_file.Vocabulary) -> str:
    rows = db.execute(
        "select name, array_to_string(applies_to, ', '), description from thing.rules where level = 'field' and builtin and applies_to <> '{}' order by position"
    )
    return "| rule | for | means |\n| --- | --- | --- |\n" + "".join(
        f"| `{name}` | {'all' if fits == '*' else fits} | {description} |\n" for name, fits, description in rows
    )


@pytest.mark.parametrize(("mark", "table"), [("types", types), ("rules", rules)])
def test_tables_are_those_of_the_registries(
    db: psycopg.Connection[Any],
    known: schema_file.Vocabulary,
    mark: str,
    table: Callable[[psycopg.Connection[Any], schema_file.Vocabulary], str],
) -> None:
    head, _, rest = PAGE.read_text().partition(f"<!-- {mark} -->\n\n")
    shown, _, tail = rest.partition("\n\n") if rest.startswith("|") else ("", "", "\n" + rest)
    if WRITE:
        PAGE.write_text(f"{head}<!-- {mark} -->\n\n{table(db, known)}\n{tail.lstrip()}")
    else:
        assert shown + "\n" == table(db, known)
