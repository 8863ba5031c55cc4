"""The administration of the schema in the same endpoint: its types and root fields, as a table.

A root field is a Call of compiler.admin; a field of a type is a key of the JSON that the SQL function returns. No class
has a name that begins with Schema or Tenant (thing.check_name), so nothing here is in the way of one.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from py_api.schema.definitions import Definition, EnumValue, Input, Kind, Output, inputs, outputs
from py_api.schema.sources import Call, Json

Row = tuple[str, ...]  # name, type, description, key of the JSON where it is not the name


def _type(name: str, text: str, *rows: Row | Output) -> Definition:
    made = (each if isinstance(each, Output) else _output(*each) for each in rows)
    return Definition(Kind.OBJECT, name, text, outputs=outputs(made))


def _output(name: str, kind: str, text: str | None = None, key: str | None = None) -> Output:
    return Output(name, kind, Json(name if key is None else key), (), text)


def _input(name: str, text: str, *rows: Row) -> Definition:
    return Definition(Kind.INPUT, name, text, inputs=inputs(_argument(*row) for row in rows))


def _argument(name: str, kind: str, text: str | None = None) -> Input:
    return Input(name, kind, text, source=name)


def _root(name: str, kind: str, role: str, text: str, *rows: Row) -> Output:
    return Output(name, kind, Call(name, role), tuple(_argument(*row) for row in rows), text)


_CHANGES: tuple[Row, ...] = (
    ("changes", "[SchemaChange!]!", "What is different afterwards.", "diff"),
    ("inverse", "[JSON!]!", "The operations that undo it."),
    ("jobs", "[JSON!]!", "What goes on in the background afterwards."),
)
_TEXTS: tuple[Row, ...] = (
    ("label", "String", "What people call it."),
    ("description", "String"),
    ("deprecated", "String", "Why it should not be used any more."),
)

TYPES: tuple[Definition, ...] = (
    _type(
        "SchemaClass",
        "A class of the tenant.",
        ("id", "Int!", "Stays the same when the class is renamed."),
        ("name", "String!"),
        ("singular", "String!", "What the API calls one thing of it."),
        ("plural", "String!", "What the API calls several."),
        *_TEXTS,
        ("abstract", "Boolean!", "It has no things of its own."),
        ("extends", "String", "The class whose fields and rules it has too."),
        ("changedVersion", "Int!", "The schema version that changed it last."),
        ("fields", "[SchemaField!]!", "With those that it inherits."),
        ("checks", "JSON!", "Rules across fields, by name."),
        ("uniques", "[SchemaUnique!]!", "Combinations of fields that are unique."),
        ("inverses", "[SchemaInverse!]!", "References of other classes to this one."),
        Output(
            "effectiveRules",
            "[SchemaEffectiveRule!]!",
            Call("effectiveRules", "viewer"),
            (),
            "All rules that hold, and where each comes from.",
        ),
    ),
    _type(
        "SchemaField",
        "A field of a class.",
        ("id", "Int!", "Stays the same when the field is renamed."),
        ("name", "String!"),
        ("type", "String!", "One of schemaFieldTypes."),
        ("target", "String", "The class that a reference points to; null: any."),
        ("onDelete", "String", "What happens to a reference when its target is deleted: restrict, setNull or cascade."),
        ("definedIn", "String!", "The class that has the field first: this one, or one that it extends."),
        *_TEXTS,
        ("indexed", "Boolean!"),
        ("searchable", "Boolean!"),
        ("nonNull", "Boolean!", "Reading can give no null."),
        ("params", "JSON!", "Parameters of the type."),
        ("rules", "JSON!", "The rules that hold, by name."),
        ("messages", "[String!]!", "What each rule says, in words."),
        ("default", "JSON"),
    ),
    _type(
        "SchemaUnique",
        "A combination of fields of which no two things have the same values.",
        ("name", "String!"),
        ("fields", "[String!]!"),
    ),
    _type(
        "SchemaInverse",
        "A reference from another class, as a field of this one.",
        ("name", "String!"),
        ("class", "String!", "The class that refers here."),
        ("field", "String!", "Its reference."),
    ),
    _type(
        "SchemaEffectiveRule",
        "A rule that holds for a class.",
        ("field", "String", "Null for a rule across fields."),
        ("check", "String", "Name of a rule across fields.", "check_name"),
        ("rule", "String!", "One of schemaRules."),
        ("argument", "JSON"),
        ("message", "String!", "What a violation says."),
        ("source", "String!", "Where the rule comes from: a type, a class, a field."),
    ),
    _type(
        "SchemaRuleUse",
        "A field that carries a rule itself.",
        ("class", "String!"),
        ("field", "String!"),
        ("argument", "JSON"),
        ("message", "String", "A message of its own."),
        ("inherited", "Boolean!", "The field comes from a class that this one extends."),
    ),
    _type(
        "SchemaRule",
        "A validation rule that fields or classes can have.",
        ("name", "String!"),
        ("level", "String!", "field, or class for a rule across fields."),
        ("appliesTo", "[String!]!", "Types and categories of types that it fits; * for all.", "applies_to"),
        ("argument", "JSON!", "What it takes."),
        ("message", "String!", "What a violation says, as a template."),
        ("description", "String!"),
        ("builtin", "Boolean!", "False for one that an administrator of the server has registered."),
    ),
    _type(
        "SchemaFieldType",
        "A type that fields can have.",
        ("name", "String!"),
        ("category", "String!", "Types of one category share rules."),
        ("scalar", "String!", "The GraphQL type of its values.", "graphql_scalar"),
        ("operators", "[String!]!", "Of filters."),
        ("params", "JSON!", "The parameters that it takes."),
        ("expects", "String!", "What a value must be, in words."),
        ("description", "String!"),
        ("available", "Boolean!", "This server has what the type needs."),
        ("reason", "String", "Why it is not available."),
    ),
    _type(
        "SchemaCapability",
        "Something that the server may be able to do.",
        ("kind", "String!", "server, extension, type or search."),
        ("name", "String!"),
        ("available", "Boolean!"),
        ("version", "String"),
        ("reason", "String", "Why it is not available."),
    ),
    _type(
        "SchemaVersion",
        "A change of the schema.",
        ("version", "Int!"),
        ("createdAt", "DateTime!", "When it was made.", "created_at"),
        ("author", "String"),
        ("reverts", "Int", "The version that it went back to."),
        ("operations", "[JSON!]!", "What was done."),
        *_CHANGES[:2],
        ("checksum", "String!", "Equal for equal schemas."),
    ),
    _type(
        "SchemaChange",
        "One difference between two versions of the schema.",
        ("kind", "String!", "FIELD_ADDED, CLASS_RENAMED and the like."),
        ("impact", "String!", "SAFE, DANGEROUS or BREAKING for clients."),
        ("class", "String"),
        ("field", "String"),
        ("details", "JSON!", "All there is to say of it.", ""),
    ),
    _type(
        "SchemaMigration",
        "A change of the schema that was made.",
        ("version", "Int!", "The new version."),
        *_CHANGES,
    ),
    _type(
        "SchemaPlan",
        "What a migration would do.",
        ("version", "Int!", "The version that it would make."),
        ("statements", "[SchemaStatement!]!", "SQL, in the order in which it would run."),
        *_CHANGES,
        ("conflicts", "[SchemaConflict!]!", "Things that break the new rules: with any, the migration is refused."),
    ),
    _type(
        "SchemaStatement",
        "A statement of a migration.",
        ("sql", "String!"),
        ("table", "String"),
        ("lock", "String", "The lock that it takes on a table that is there."),
        ("rewrites", "Boolean!", "It writes the whole table anew."),
    ),
    _type(
        "SchemaConflict",
        "Things of a class that break new rules.",
        ("class", "String!"),
        ("rows", "Int!", "How many."),
        ("ids", "[ID!]!", "Ten of them at most."),
        ("details", "JSON!", "All there is to say of it.", ""),
    ),
    _type(
        "SchemaJob",
        "Work that goes on in the background.",
        ("id", "ID!"),
        ("kind", "String!"),
        ("class", "String"),
        ("field", "String"),
        ("state", "String!", "queued, running, done or failed."),
        ("attempts", "Int!"),
        ("progress", "JSON"),
        ("error", "String"),
        ("errorDetail", "JSON", "The things in the way.", "error_detail"),
        ("schemaVersion", "Int", "The version that wants it.", "schema_version"),
        ("createdAt", "DateTime!", "When it was asked for.", "created_at"),
        ("runAfter", "DateTime", "Not before then.", "run_after"),
        ("startedAt", "DateTime", "When it was taken up last.", "started_at"),
        ("finishedAt", "DateTime", "When it ended.", "finished_at"),
    ),
    _type(
        "SchemaViolation",
        "A rule that values break.",
        ("field", "String", "Null for a rule across fields."),
        ("rule", "String!"),
        ("message", "String!"),
        ("params", "JSON!"),
    ),
    _type(
        "SchemaViolatingThing",
        "A thing that breaks rules.",
        ("class", "String!"),
        ("id", "ID!"),
        ("violations", "[SchemaViolation!]!"),
    ),
    _type(
        "SchemaThingVersion",
        "What happened to a thing.",
        ("version", "Int!", "Of the thing."),
        ("operation", "String!", "insert, update, delete, link or unlink."),
        ("at", "DateTime!"),
        ("actor", "String"),
        ("class", "String!"),
        ("changes", "JSON", "Field -> old and new value."),
        ("state", "JSON", "All values afterwards; null when it was deleted."),
        ("seq", "BigInt!", "Place in the tenant's log."),
    ),
    _type(
        "Tenant",
        "A tenant of this server.",
        ("slug", "String!", "What it is called in tokens."),
        ("label", "String!"),
        ("limits", "JSON!", "Those that are not the default's: see tenantLimits."),
        ("suspendedAt", "DateTime", "Since when it is shut out.", "suspended_at"),
        ("createdAt", "DateTime!", "When it was made.", "created_at"),
    ),
    _type(
        "TenantLimit",
        "A limit that tenants can have.",
        ("name", "String!"),
        ("default", "String!", "What holds when nothing is said.", "default_value"),
        ("description", "String!"),
    ),
    Definition(
        Kind.ENUM,
        "SchemaExisting",
        "What becomes of things that break new rules.",
        values=(
            EnumValue("refuse", "The change is refused with DATA_CONFLICT."),
            EnumValue("keep", "They stay as they are until somebody writes them."),
        ),
    ),
    Definition(
        Kind.ENUM,
        "SchemaOnDelete",
        "What happens to a reference when its target is deleted.",
        values=(
            EnumValue("restrict", "The target cannot be deleted."),
            EnumValue("setNull", "The reference becomes null."),
            EnumValue("cascade", "What refers is deleted too."),
        ),
    ),
    _input(
        "SchemaFieldInput",
        "A new field.",
        ("name", "String!", "Camel case."),
        ("type", "String!", "One of schemaFieldTypes."),
        *_TEXTS,
        ("target", "String", "The class that a reference points to. Default: any."),
        ("onDelete", "SchemaOnDelete"),
        ("values", "[String!]", "Of a select or multiselect."),
        ("params", "JSON", "Parameters of the type."),
        ("required", "Boolean"),
        ("unique", "Boolean"),
        ("rules", "JSON", "Further rules: {name: argument}."),
        ("default", "JSON"),
        ("indexed", "Boolean"),
        ("searchable", "Boolean"),
    ),
    _input(
        "SchemaFieldChanges",
        "What becomes of a field. What is absent stays; null takes away.",
        *_TEXTS,
        ("type", "String", "Values must convert without loss."),
        ("params", "JSON"),
        ("default", "JSON"),
        ("indexed", "Boolean"),
        ("searchable", "Boolean"),
        ("onDelete", "SchemaOnDelete"),
    ),
    _input("SchemaClassChanges", "What becomes of a class. What is absent stays; null takes away.", *_TEXTS),
    _input(
        "SchemaUniqueInput",
        "A combination of fields of which no two things may have the same values.",
        ("name", "String!"),
        ("fields", "[String!]!"),
    ),
    _input(
        "SchemaOverrideInput",
        "Rules for a field that is inherited; null switches one off.",
        ("name", "String!", "The field."),
        ("rules", "JSON!"),
    ),
)

_CLASS: Row = ("class", "String!", "Its name.")
_FIELD: Row = ("field", "String!", "Its name.")
_EXPECTED: Row = ("expectedVersion", "Int", "Refuse with SCHEMA_CONFLICT when the schema is at another version.")
_EXISTING: Row = ("existing", "SchemaExisting", "What becomes of things that break the new rules. Default: refuse.")
_SLUG: Row = ("slug", "String!", "Which tenant.")
_FIRST: Row = ("first", "Int", "So many at most. Default: 100.")
_PAGE: tuple[Row, ...] = (_FIRST, ("offset", "Int", "Leave out so many first."))
_OPERATIONS: Row = (
    "operations",
    "[JSON!]!",
    'Like {"op": "rename_field", "class": "Product", "field": "a", "to": "b"}',
)

QUERIES: tuple[Output, ...] = (
    _root("schemaVersion", "Int!", "viewer", "The version that the schema is at."),
    _root(
        "schemaClasses", "[SchemaClass!]!", "viewer", "The classes, oldest first.",
        ("names", "[String!]", "Only these."), *_PAGE,
    ),
    _root("schemaClass", "SchemaClass", "viewer", "One class; null when there is none.", ("name", "String!")),
    _root("schemaFieldTypes", "[SchemaFieldType!]!", "viewer", "The types that fields can have."),
    _root("schemaRules", "[SchemaRule!]!", "viewer", "The rules that there are."),
    _root(
        "schemaFieldsWithRule", "[SchemaRuleUse!]!", "viewer", "The fields that carry a rule themselves.",
        ("rule", "String!"), ("argument", "JSON", "Only with this argument."), _FIRST,
    ),
    _root("schemaCapabilities", "[SchemaCapability!]!", "viewer", "What this server can do, and what it cannot."),
    _root(
        "schemaValidate", "[SchemaViolation!]!", "editor",
        "What would stand in the way of creating a thing with these values, or of changing one; nothing is written.",
        _CLASS, ("values", "JSON!", "Keyed by field."), ("id", "ID", "The thing that is changed. Default: a new one."),
    ),
    _root(
        "thingHistory", "[SchemaThingVersion!]!", "editor",
        "Every version of a thing, newest first, also of one that was deleted.",
        _CLASS, ("id", "ID!"), _FIRST,
    ),
    _root(
        "schemaHistory", "[SchemaVersion!]!", "admin", "The versions of the schema, newest first.",
        _FIRST, ("before", "Int", "Only versions before this one."),
    ),
    _root("schemaPlan", "SchemaPlan!", "admin", "What a migration would do; nothing changes.", _OPERATIONS),
    _root(
        "schemaDiff", "[JSON!]!", "admin", "The operations that lead from the schema as it is to a document.",
        ("document", "JSON!", "As schemaDocument gives it."),
    ),
    _root("schemaDocument", "JSON!", "admin", "The whole schema as a document."),
    _root("schemaJobs", "[SchemaJob!]!", "admin", "What goes on in the background, newest first.", _FIRST),
    _root(
        "schemaViolatingThings", "[SchemaViolatingThing!]!", "admin",
        "Things that break the rules of a class, or would break new ones.",
        _CLASS, ("rules", "JSON", "In place of those that the class or the field has."),
        ("field", "String", "The field that the new rules are for."), _FIRST,
    ),
    _root("tenants", "[Tenant!]!", "operator", "The tenants, by slug.", *_PAGE),
    _root("tenant", "Tenant", "operator", "One tenant; null when there is none.", _SLUG),
    _root("tenantLimits", "[TenantLimit!]!", "operator", "The limits that tenants can have."),
)  # fmt: skip


def _change(name: str, text: str, *rows: Row) -> Output:
    """A migration of one operation, whose keys are the arguments (compiler.admin.OPERATIONS)."""
    return _root(name, "SchemaMigration!", "admin", text, *rows, _EXPECTED)


MUTATIONS: tuple[Output, ...] = (
    _change("migrateSchema", "Change the schema: all operations or none.", _OPERATIONS),
    _change(
        "rollbackSchema", "Take the schema back to an earlier version, with its values, as a new version.",
        ("toVersion", "Int!"),
    ),
    _change(
        "createSchemaClass", "A new class.", ("class", "String!", "Its name, like Product."), *_TEXTS,
        ("extends", "String", "A class whose fields and rules it has too."), ("abstract", "Boolean"),
        ("fields", "[SchemaFieldInput!]"), ("rules", "JSON", 'Rules of the class: {"fields": {}, "checks": {}}.'),
        ("uniques", "[SchemaUniqueInput!]"), ("overrides", "[SchemaOverrideInput!]"),
    ),
    _change("alterSchemaClass", "Change what is said of a class.", _CLASS, ("set", "SchemaClassChanges!")),
    _change("renameSchemaClass", "Give a class another name.", _CLASS, ("to", "String!")),
    _change("dropSchemaClass", "Hide a class with its things, until it is restored or purged.", _CLASS),
    _change("restoreSchemaClass", "Bring a dropped class back.", ("id", "Int!", "Of the class.")),
    _change("addSchemaField", "A new field of a class.", _CLASS, ("field", "SchemaFieldInput!")),
    _change("alterSchemaField", "Change a field.", _CLASS, _FIELD, ("set", "SchemaFieldChanges!"), _EXISTING),
    _change("renameSchemaField", "Give a field another name.", _CLASS, _FIELD, ("to", "String!")),
    _change("dropSchemaField", "Hide a field with its values, until it is restored or purged.", _CLASS, _FIELD),
    _change("restoreSchemaField", "Bring a dropped field back.", ("id", "Int!", "Of the field.")),
    _change(
        "setSchemaRules", "Replace the rules of a field; without a field, those of the class.",
        _CLASS, ("field", "String"), ("rules", "JSON!", "{name: argument}; for a class also {fields, checks}."),
        _EXISTING,
    ),
    _change(
        "addSchemaUnique", "Make a combination of fields unique.",
        _CLASS, ("name", "String!"), ("fields", "[String!]!"),
    ),
    _change("dropSchemaUnique", "Lift the uniqueness of a combination.", _CLASS, ("name", "String!")),
    _root(
        "restoreThingVersion", "JSON!", "editor",
        "Bring a thing back to an earlier version, or back to life, as a new version. Answers its state.",
        _CLASS, ("id", "ID!"), ("version", "Int!"),
    ),
    _root(
        "createTenant", "Tenant!", "operator", "A new tenant.", ("slug", "String!", "Small letters, digits and _."),
        ("label", "String"), ("limits", "JSON", "See tenantLimits."),
    ),
    _root("renameTenant", "Tenant!", "operator", "Give a tenant another slug, and a label.", _SLUG,
          ("to", "String!", "Its new slug."), ("label", "String")),
    _root("suspendTenant", "Tenant!", "operator", "Shut a tenant out; its data is kept.", _SLUG),
    _root("resumeTenant", "Tenant!", "operator", "Let a suspended tenant in again.", _SLUG),
    _root(
        "dropTenant", "Boolean!", "operator", "Destroy a tenant with all that it has.",
        _SLUG, ("confirm", "String!", "The slug once more."),
    ),
    _root(
        "setTenantLimits", "Tenant!", "operator", "Set limits of a tenant.", _SLUG,
        ("limits", "JSON!", "Name -> value; null puts one back to its default."),
    ),
)  # fmt: skip

OPERATOR: Final = "operator"  # the role whose fields are about tenants, and run as an administrator of the server

ROOTS: Mapping[str, Mapping[str, Output]] = {"Query": outputs(QUERIES), "Mutation": outputs(MUTATIONS)}


def roots_for_operators() -> dict[str, dict[str, Output]]:
    """The root fields that need no tenant."""
    return {name: outputs(_of_operators(found.values())) for name, found in ROOTS.items()}


def _of_operators(found: Iterable[Output]) -> Iterable[Output]:
    return (each for each in found if each.source.role == OPERATOR)


def definitions() -> dict[str, Definition]:
    return {each.name: each for each in TYPES}
