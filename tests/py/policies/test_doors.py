"""Every way into the data has a decision about roles of a tenant. A new one fails here until somebody has made it."""

import re
from pathlib import Path

import pytest

from py_api.config import ROOT
from py_api.schema import sources
from py_api.schema.lazy_schema import MASKED_ROOTS, ROOTS
from py_api.schema.root_fields import CLOSED, VERBS
from py_api.schema.sources import Root

pytestmark = pytest.mark.once
# Root fields that no role of a tenant has: no mask looks at what they show or change.
CLOSED_FIELDS = {
    "Query": "changeCursor clientOperations deletedThings schemaAdvice schemaCapabilities schemaChangesTo schemaClass schemaClasses schemaDiff "
    "schemaDocument schemaFieldTypes schemaFieldsWithRule schemaJobs schemaMigrationPath schemaPlan schemaRollups schemaRules schemaValidate "
    "schemaVersion schemaVersions schemaViolatingThings tenant tenantLimits tenants thingHistory schemaAccess",
    "Mutation": "addSchemaField addSchemaIndex addSchemaUnique adoptTenant alterSchemaClass alterSchemaEnum alterSchemaField createSchemaClass "
    "createSchemaEnum createTenant dropSchemaClass dropSchemaEnum dropSchemaField dropSchemaIndex dropSchemaUnique dropTenant forgetClientOperations "
    "migrateSchema refreshSchemaRollup registerClientOperations renameSchemaClass renameSchemaEnum renameSchemaEnumOption renameSchemaField "
    "renameSchemaOption renameTenant revokeTokens restoreSchemaClass restoreSchemaEnum restoreSchemaField restoreThingVersion restoreThings resumeTenant "
    "rewindThings rollbackSchema setSchemaRules setTenantLimits suspendTenant",
    "Subscription": "schemaChanged thingChanged",
}
# What a field of a type may stand for, and why it shows no more than a role sees.
DECIDED = {
    "Column", "ToOne", "ToMany", "Inverted", "Ancestors", "Descendants",  # read from compiler.sight
    "Figures", "AggregatePart", "KeyPart", "Part",  # of rows and columns that are
    "NodeRoot",  # select._seen_node
    "ClassRoot",  # root_fields.VERBS
    "Call", "EventsRoot", "SchemaEvents", "EventPart", "Json",  # behind root fields that are closed
    "Root",
}  # fmt: skip
# Places of the compiler that name tables themselves.
TABLES = {
    "sight.py": 2,  # the one source of a class's rows
    "context.py": 0,
    "subscription.py": 1,  # closed
    "kept_figures.py": 1,  # a masked class has no rollups
    "mutation/statements.py": 1,  # what is written
    "mutation/answers.py": 1,
}


@pytest.mark.parametrize("root", ROOTS)
def test_root_fields(root: str) -> None:
    assert not MASKED_ROOTS[root].keys() & set(CLOSED_FIELDS[root].split())
    assert {*ROOTS[root]} == {*MASKED_ROOTS[root]} | set(CLOSED_FIELDS[root].split())


def test_kinds_of_root_fields() -> None:
    assert not VERBS.keys() & CLOSED
    assert {*Root} == {*VERBS} | CLOSED


def test_kinds_of_fields() -> None:
    names = {
        name for name, kind in vars(sources).items() if isinstance(kind, type) and kind.__module__ == sources.__name__
    }
    assert names == DECIDED


def test_tables() -> None:
    """A table that is read past compiler.sight would show all of it."""
    compiler = ROOT / "py_api" / "compiler"
    named = re.compile(r"\b(?:cls|rollup|concrete|concrete_class)\.table\b|cls\.keeps\b")
    counts = {
        str(path.relative_to(compiler)): len(named.findall(path.read_text())) for path in Path(compiler).rglob("*.py")
    }
    assert {path: count for path, count in counts.items() if count} == {
        path: count for path, count in TABLES.items() if count
    }
