"""The administration of the schema in the same endpoint: its root fields, as a table.

Each is a Call of compiler.admin_statements. No class has a name that begins with Schema or Tenant (thing.check_name),
so nothing here is in the way of one.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from py_api.principal import Role
from py_api.schema.admin_types import TEXTS, TYPES, Row, argument
from py_api.schema.definitions import Definition, Output, outputs
from py_api.schema.sources import Call, SchemaEvents


def _root(name: str, kind: str, role: Role, text: str, *rows: Row) -> Output:
    return Output(name, kind, Call(name, role), tuple(argument(*row) for row in rows), text)


_CLASS: Row = ("class", "String!", "Its name.")
_FIELD: Row = ("field", "String!", "Its name.")
_ENUM: Row = ("enum", "String!", "Its name.")
_EXPECTED: Row = ("expectedVersion", "Int", "Refuse with SCHEMA_CONFLICT when the schema is at another version.")
_EXISTING: Row = ("existing", "SchemaExisting", "What becomes of things that break the new rules. Default: refuse.")
_SLUG: Row = ("slug", "String!", "Which tenant.")
_SERVER: Row = ("server", "String", "The server that it lives on. Default: that of the directory.")
_FIRST: Row = ("first", "Int", "So many at most. Default: 100.")
_PAGE: tuple[Row, ...] = (_FIRST, ("offset", "Int", "Leave out so many first."))
_CHANGES: Row = (
    "changes",
    "[JSON!]!",
    'Like {"op": "rename_field", "class": "Product", "field": "a", "to": "b"}',
)

QUERIES: tuple[Output, ...] = (
    _root("schemaVersion", "Int!", "viewer", "The version that the schema is at."),
    _root(
        "changeCursor",
        "String!",
        "viewer",
        "Now, as a cursor: take it before a state is read, or with it, and subscribe with it as after.",
    ),
    _root(
        "schemaVersions",
        "[SchemaVersion!]!",
        "viewer",
        "The versions of the schema, newest first.",
        _FIRST,
        ("before", "Int", "Only versions before this one."),
    ),
    _root(
        "schemaDiff",
        "SchemaDiff!",
        "viewer",
        "What is different between two versions of the schema.",
        ("from", "Int!", "The earlier version."),
        ("to", "Int", "The later version. Default: the present one."),
    ),
    _root(
        "schemaMigrationPath",
        "SchemaMigrationPath!",
        "viewer",
        "Which documents hold at a later version of the schema, which break, and what to change.",
        ("from", "Int!", "The version that they were made for."),
        ("to", "Int", "Default: the present one."),
        ("operations", "[String!]", "Documents. Default: those that are registered."),
        ("client", "String", "Those that this client has registered, too."),
        ("first", "Int", "So many of those that are registered at most. Default: 100."),
        _PAGE[1],
    ),
    _root(
        "clientOperations",
        "[SchemaClientOperation!]!",
        "viewer",
        "The documents that clients have registered.",
        ("client", "String", "Only those of this client."),
        *_PAGE,
    ),
    _root(
        "schemaClasses",
        "[SchemaClass!]!",
        "viewer",
        "The classes, oldest first.",
        ("names", "[String!]", "Only these."),
        *_PAGE,
    ),
    _root("schemaClass", "SchemaClass", "viewer", "One class; null when it does not exist.", ("name", "String!")),
    _root("schemaFieldTypes", "[SchemaFieldType!]!", "viewer", "The types that fields can have."),
    _root("schemaRules", "[SchemaRule!]!", "viewer", "All rules."),
    _root(
        "schemaFieldsWithRule",
        "[SchemaRuleUse!]!",
        "viewer",
        "The fields that carry a rule themselves.",
        ("rule", "String!"),
        ("argument", "JSON", "Only with this argument."),
        _FIRST,
    ),
    _root("schemaCapabilities", "[SchemaCapability!]!", "viewer", "What this server can do, and what it cannot."),
    _root(
        "schemaValidate",
        "[SchemaViolation!]!",
        "editor",
        "What would stand in the way of creating a thing with these values, or of changing one; nothing is written.",
        _CLASS,
        ("values", "JSON!", "Keyed by field."),
        ("id", "ID", "The thing that is changed. Default: a new one."),
    ),
    _root(
        "thingHistory",
        "[SchemaThingVersion!]!",
        "editor",
        "Every version of a thing, newest first, also of one that was deleted.",
        _CLASS,
        ("id", "ID!"),
        _FIRST,
    ),
    _root(
        "deletedThings",
        "[SchemaDeletedThing!]!",
        "editor",
        "Things that were deleted, the last one first, as long as the log reaches.",
        ("class", "String", "Only of this class, with those that extend it."),
        _FIRST,
        ("before", "BigInt", "Only those before this seq."),
    ),
    _root("schemaPlan", "SchemaPlan!", "admin", "What a migration would do; nothing changes.", _CHANGES),
    _root(
        "schemaChangesTo",
        "[JSON!]!",
        "admin",
        "The changes that lead from the schema as it is to a document.",
        ("document", "JSON!", "As schemaDocument gives it."),
    ),
    _root("schemaDocument", "JSON!", "admin", "The whole schema as a document."),
    _root(
        "schemaAccess",
        "[SchemaAccess!]!",
        "admin",
        "Who may do what: the policies of roles of the tenant, and the restrictions, by class.",
        ("roles", "[String!]", "Of these, with those that they include. Default: of all."),
        ("claims", "JSON", "Of a token: whether they are what each policy needs."),
    ),
    _root(
        "schemaAdvice", "[SchemaAdvice!]!", "admin", "What the indexes should be, from how things were read.", _FIRST
    ),
    _root("schemaRollups", "[SchemaRollup!]!", "admin", "The rollups, by name: how old each is, what went wrong."),
    _root("schemaJobs", "[SchemaJob!]!", "admin", "What goes on in the background, newest first.", _FIRST),
    _root(
        "schemaViolatingThings",
        "[SchemaViolatingThing!]!",
        "admin",
        "Things that break the rules of a class, or would break new ones.",
        _CLASS,
        ("rules", "JSON", "In place of those that the class or the field has."),
        ("field", "String", "The field that the new rules are for."),
        _FIRST,
    ),
    _root("tenants", "[Tenant!]!", "operator", "The tenants, by slug.", *_PAGE),
    _root("tenant", "Tenant", "operator", "One tenant; null when it does not exist.", _SLUG),
    _root("tenantLimits", "[TenantLimit!]!", "operator", "The limits that tenants can have."),
)


def _change(name: str, text: str, *rows: Row) -> Output:
    """A migration of one change, whose keys are the arguments (compiler.admin_statements.CHANGES)."""
    return _root(name, "SchemaMigration!", "admin", text, *rows, _EXPECTED)


MUTATIONS: tuple[Output, ...] = (
    _change("migrateSchema", "Change the schema: all changes or none.", _CHANGES),
    _change(
        "rollbackSchema",
        "Take the schema back to an earlier version, with its values, as a new version.",
        ("toVersion", "Int!"),
    ),
    _change(
        "createSchemaClass",
        "A new class.",
        ("class", "String!", "Its name, like Product."),
        *TEXTS,
        ("extends", "String", "A class whose fields and rules it has too."),
        ("abstract", "Boolean"),
        ("fields", "[SchemaFieldInput!]"),
        ("rules", "JSON", 'Rules of the class: {"fields": {}, "checks": {}}.'),
        ("uniques", "[SchemaUniqueInput!]"),
        ("indexes", "[SchemaIndexInput!]"),
        ("overrides", "[SchemaOverrideInput!]"),
    ),
    _change("alterSchemaClass", "Change what is said of a class.", _CLASS, ("set", "SchemaClassChanges!")),
    _change("renameSchemaClass", "Give a class another name.", _CLASS, ("to", "String!")),
    _change("dropSchemaClass", "Hide a class with its things, until it is restored or purged.", _CLASS),
    _change("restoreSchemaClass", "Bring a dropped class back.", ("id", "Int!", "Of the class.")),
    _change("addSchemaField", "A new field of a class.", _CLASS, ("field", "SchemaFieldInput!")),
    _change("alterSchemaField", "Change a field.", _CLASS, _FIELD, ("set", "SchemaFieldChanges!"), _EXISTING),
    _change(
        "renameSchemaField",
        "Give a field another name.",
        _CLASS,
        _FIELD,
        ("to", "String!"),
        ("keepAlias", "String", "How long the API has the old name as well (like 2 weeks), or until when."),
    ),
    _change(
        "renameSchemaOption",
        "Give an option of a select or multiselect another name; its things, default and rules follow.",
        _CLASS,
        _FIELD,
        ("from", "String!"),
        ("to", "String!"),
    ),
    _change(
        "createSchemaEnum",
        "A new enum: options that several fields share.",
        ("enum", "String!", "Its name, like Status."),
        ("values", "[String!]!", "Its options."),
        ("description", "String"),
    ),
    _change(
        "alterSchemaEnum", "Change an enum; all fields of it follow.", _ENUM, ("set", "SchemaEnumChanges!"), _EXISTING
    ),
    _change("renameSchemaEnum", "Give an enum another name.", _ENUM, ("to", "String!")),
    _change(
        "renameSchemaEnumOption",
        "Give an option of an enum another name; things, defaults and rules of all its fields follow.",
        _ENUM,
        ("from", "String!"),
        ("to", "String!"),
    ),
    _change("dropSchemaEnum", "Hide an enum that no field has, until it is restored or purged.", _ENUM),
    _change("restoreSchemaEnum", "Bring a dropped enum back.", ("id", "Int!", "Of the enum.")),
    _change("dropSchemaField", "Hide a field with its values, until it is restored or purged.", _CLASS, _FIELD),
    _change("restoreSchemaField", "Bring a dropped field back.", ("id", "Int!", "Of the field.")),
    _change(
        "setSchemaRules",
        "Replace the rules of a field; without a field, those of the class.",
        _CLASS,
        ("field", "String"),
        ("rules", "JSON!", "{name: argument}; for a class also {fields, checks}."),
        _EXISTING,
    ),
    _change(
        "addSchemaUnique",
        "Make a combination of fields unique.",
        _CLASS,
        ("name", "String!"),
        ("fields", "[String!]!"),
    ),
    _change("dropSchemaUnique", "Lift the uniqueness of a combination.", _CLASS, ("name", "String!")),
    _change(
        "addSchemaIndex",
        "Add an index over several keys, for lists that are filtered and ordered by them.",
        _CLASS,
        ("name", "String!"),
        ("keys", "[SchemaIndexKeyInput!]!"),
    ),
    _change("dropSchemaIndex", "Take an index over several keys away.", _CLASS, ("name", "String!")),
    _root(
        "refreshSchemaRollup",
        "DateTime!",
        "admin",
        "Work the figures of a rollup out now. Answers when they were right.",
        ("name", "String!", "The rollup."),
    ),
    _root(
        "registerClientOperations",
        "[SchemaClientOperation!]!",
        "viewer",
        "Register documents that a client sends, for schemaMigrationPath to tell what becomes of them: all or none.",
        ("client", "String!", "Its name, and version: shop 1.2."),
        ("operations", "[String!]!", "Documents."),
    ),
    _root(
        "forgetClientOperations",
        "Int!",
        "admin",
        "Forget the documents of a client. Answers how many there were.",
        ("client", "String!"),
    ),
    _root(
        "restoreThingVersion",
        "JSON!",
        "editor",
        "Bring a thing back to an earlier version, or back to life, as a new version. Answers its state.",
        _CLASS,
        ("id", "ID!"),
        ("version", "Int!"),
    ),
    _root(
        "restoreThings",
        "SchemaRewind!",
        "editor",
        "Bring deleted things back, with the links and references that the deletes took along.",
        ("ids", "[ID!]!", "Which things."),
        ("together", "Boolean", "Also all else that was deleted in the same transactions."),
        ("mode", "SchemaRewindMode", "Default: refuse."),
        _FIRST,
    ),
    _root(
        "rewindThings",
        "SchemaRewind!",
        "admin",
        "Take back what was changed since a moment, as new changes; what others changed later stays.",
        ("since", "DateTime!"),
        ("by", "String", "Only what this actor did."),
        ("classes", "[String!]", "Only what was done to these classes, with those that extend them."),
        ("ids", "[ID!]", "Only what was done to these things."),
        ("mode", "SchemaRewindMode!"),
        _FIRST,
    ),
    _root(
        "revokeTokens",
        "DateTime!",
        "admin",
        "Refuse the tenant's tokens that were issued before a moment. Answers the moment.",
        ("subject", "String", "Only those of this one (their claim sub). Default: all, yours too."),
        ("before", "DateTime", "Default: now."),
    ),
    _root(
        "createTenant",
        "Tenant!",
        "operator",
        "A new tenant.",
        ("slug", "String!", "Small letters, digits and _."),
        ("label", "String"),
        ("limits", "JSON", "See tenantLimits."),
        _SERVER,
    ),
    _root(
        "adoptTenant",
        "Tenant!",
        "operator",
        "A tenant of the schema tenant_<slug>, restored from a dump.",
        _SLUG,
        ("label", "String"),
        ("limits", "JSON", "See tenantLimits."),
        _SERVER,
    ),
    _root(
        "renameTenant",
        "Tenant!",
        "operator",
        "Give a tenant another slug, and a label.",
        _SLUG,
        ("to", "String!", "Its new slug."),
        ("label", "String"),
    ),
    _root("suspendTenant", "Tenant!", "operator", "Shut a tenant out; its data is kept.", _SLUG),
    _root("resumeTenant", "Tenant!", "operator", "Let a suspended tenant in again.", _SLUG),
    _root(
        "dropTenant",
        "Boolean!",
        "operator",
        "Destroy a tenant with all that it has.",
        _SLUG,
        ("confirm", "String!", "The slug once more."),
    ),
    _root(
        "setTenantLimits",
        "Tenant!",
        "operator",
        "Set limits of a tenant.",
        _SLUG,
        ("limits", "JSON!", "Name -> value; null puts one back to its default."),
    ),
)

OPERATOR: Final = "operator"  # the role whose fields are about tenants, and run as an administrator of the server

_SCHEMA_CHANGED = Output(
    "schemaChanged",
    "SchemaEvent!",
    SchemaEvents(),
    (
        argument("classes", "[String!]", "Only changes of these, by the name before or after."),
        argument("fields", "[String!]", 'Only changes of these: "price", or "Product.price" of one class.'),
        argument("kinds", "[String!]", "Only these kinds: FIELD_ADDED and the like."),
        argument("after", "String", "Begin after this cursor: of an event, or a changeCursor. Default: now."),
    ),
    "Every change of the schema.",
)

ROOTS: Mapping[str, Mapping[str, Output]] = {
    "Query": outputs(QUERIES),
    "Mutation": outputs(MUTATIONS),
    "Subscription": outputs([_SCHEMA_CHANGED]),
}


def roots_for_operators() -> dict[str, dict[str, Output]]:
    """The root fields that need no tenant."""
    return {name: outputs(_of_operators(ROOTS[name].values())) for name in ("Query", "Mutation")}


def _of_operators(fields: Iterable[Output]) -> Iterable[Output]:
    return (field for field in fields if field.source.role == OPERATOR)


@cache
def definitions() -> Mapping[str, Definition]:
    return {definition.name: definition for definition in TYPES}
