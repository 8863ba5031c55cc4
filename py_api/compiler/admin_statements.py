"""The administration of the schema, over the SQL functions: calls as a table, answers cut to the selection in SQL.

A call gives one JSON value, named by its GraphQL type: what a selection wants of it is taken out by one mechanism,
whatever the function. {name} in a call is an argument of the root field, typed as the schema says; {tenant}, {actor},
{server} and {first} are there always. {computed} is what Python works out beforehand (migration_path).
"""

from collections.abc import Iterable, Mapping
from typing import Any, LiteralString

from graphql import FieldNode

from py_api.compiler import weights
from py_api.compiler.context import Computed, Context
from py_api.compiler.context_values import ACTOR, SERVER, TENANT
from py_api.compiler.fragment import Fragment, filled, join, literal, sql
from py_api.compiler.select import selected
from py_api.compiler.sql_json import SqlJson, listed_from, made, of_value
from py_api.compiler.values import Encode, InputValue, as_id, as_is, as_json, as_text, given
from py_api.errors import ApiError
from py_api.principal import ROLES, Role
from py_api.schema.admin_fields import OPERATOR
from py_api.schema.definitions import Definition, Kind, Output, named
from py_api.schema.sources import Call, Json

NESTED = InputValue(10)  # how many there are in a list within, for the cost


def _listed(rows: LiteralString, order: LiteralString) -> LiteralString:
    """Rows (a FROM clause over _x, and what follows) as one JSON list."""
    return f"(select coalesce(jsonb_agg(to_jsonb(_x) order by {order}), '[]') from (select _x.* from {rows}) _x)"


# The classes that are asked for, of what thing.catalog_entries tells (their kin too).
_CLASSES = (
    "(select coalesce(jsonb_agg(_e._v order by _e._v -> 'id'), '[]') from jsonb_array_elements("
    "thing.catalog_entries({tenant}, array(IDS))::jsonb -> 'classes') _e (_v)"
    " where (_e._v ->> 'id')::integer in (IDS))"
)
_LIVE = "select _c.id from thing_classes _c where _c.dropped_version is null"
_NAMED = "({names} is null or _c.name in (select jsonb_array_elements_text({names})))"
_TENANTS = "thing.tenants _x"
# A list of texts that may be left out: null then.
_TEXTS = "case when LIST is not null then array(select jsonb_array_elements_text(LIST)) end"

# A server does not say of itself which one it is: the directory does.
_HOME = "jsonb_build_object('server', {server})"
_NEW = "{slug}, {label}, null, coalesce({limits}, '{}')"

CALLS: Mapping[str, LiteralString] = {
    "schemaVersion": "thing.schema_version({tenant})",
    "schemaClasses": _CLASSES.replace("IDS", f"{_LIVE} and {_NAMED} order by _c.id limit {{first}} offset {{offset}}"),
    "schemaClass": _CLASSES.replace("IDS", f"{_LIVE} and _c.name = {{name}}") + " -> 0",
    "effectiveRules": (
        "(select coalesce(jsonb_agg(to_jsonb(_x) order by _x.ordinality), '[]')"
        " from thing.effective_rules({tenant}, {value} ->> 'name') with ordinality _x)"
    ),
    "classIndexes": _listed("thing.indexes({tenant}, {value} ->> 'name') _x", '_x.name collate "C"'),
    "schemaFieldTypes": _listed(
        "(select _t.*, _c.available, _c.reason from thing.field_types _t"
        " join thing.capabilities() _c on _c.kind = 'type' and _c.name = _t.name) _x",
        "_x.position",
    ),
    "schemaRules": _listed("thing.rules _x", "_x.position, _x.name"),
    "schemaFieldsWithRule": _listed(
        "thing.fields_with_rule({tenant}, {rule}, {argument}) _x limit {first}", '_x.class collate "C"'
    ),
    "schemaCapabilities": _listed("thing.capabilities() _x", "_x.kind, _x.name"),
    "schemaValidate": "thing.validate({tenant}, {class}, {values}, {id})",
    "thingHistory": _listed(
        "thing.history({tenant}, {class}, {id}) _x order by _x.seq desc limit {first}", "_x.seq desc"
    ),
    "deletedThings": _listed("thing.deleted_things({tenant}, {class}, {first}, {before}) _x", "_x.seq desc"),
    "changeCursor": "thing.change_cursor({tenant})",
    "schemaVersions": _listed(
        "thing.history({tenant}) _x where {before} is null or _x.version < {before}"
        " order by _x.version desc limit {first}",
        "_x.version desc",
    ),
    "schemaPlan": "thing.plan({tenant}, {changes})",
    "schemaDiff": "thing.schema_diff({tenant}, {from}, {to})",
    "schemaChangesTo": "thing.diff({tenant}, {document})",
    "schemaMigrationPath": "{computed}",
    "clientOperations": _listed(
        "thing.client_operations({tenant}, {client}, {first}, {offset}) _x",
        '_x.client collate "C", _x.hash collate "C"',
    ),
    "registerClientOperations": "thing.register_client_operations({tenant}, {client}, {computed})",
    "forgetClientOperations": "thing.forget_client_operations({tenant}, {client})",
    "schemaDocument": "thing.document({tenant})",
    "schemaAccess": f"thing.schema_access({{tenant}}, {_TEXTS.replace('LIST', '{roles}')}, {{claims}})",
    "schemaAdvice": (
        "(select coalesce(jsonb_agg(to_jsonb(_x) order by _x.ordinality), '[]') from (select _x.* from"
        " thing.suggest_indexes({tenant}) with ordinality _x limit {first}) _x)"
    ),
    "schemaRollups": _listed("thing.rollups({tenant}) _x", '_x.name collate "C"'),
    "refreshSchemaRollup": "to_jsonb(thing.refresh_rollup({tenant}, {name}))",
    "schemaJobs": _listed("thing.jobs({tenant}) _x order by _x.id desc limit {first}", "_x.id desc"),
    "schemaViolatingThings": _listed(
        "thing.violating_rows({tenant}, {class}, {rules}, {first}, {field}) _x", '_x.class collate "C", _x.id'
    ),
    "migrateSchema": "thing.migrate({tenant}, {changes}, {expectedVersion}, {actor})",
    "rollbackSchema": "thing.rollback({tenant}, {toVersion}, {expectedVersion}, {actor})",
    "restoreThingVersion": "thing.restore_version({tenant}, {class}, {id}, {version})",
    "restoreThings": (
        f"thing.restore_deleted({{tenant}}, {_TEXTS.replace('LIST', '{ids}')}::uuid[], "
        "coalesce({together}, false), coalesce({mode}, 'refuse'), {first})"
    ),
    "rewindThings": (
        f"thing.rewind({{tenant}}, {{since}}, {{by}}, {_TEXTS.replace('LIST', '{classes}')}, "
        f"{_TEXTS.replace('LIST', '{ids}')}::uuid[], {{mode}}, {{first}})"
    ),
    "revokeTokens": "to_jsonb(thing.revoke_tokens({tenant}, {subject}, {before}))",
    "tenants": _listed(f"{_TENANTS} order by _x.slug limit {{first}} offset {{offset}}", "_x.slug"),
    "tenant": f"(select to_jsonb(_x) from {_TENANTS} where _x.slug = {{slug}})",
    "tenantLimits": _listed("thing.limits _x", "_x.name"),
    "createTenant": f"to_jsonb(thing.create_tenant({_NEW})) || {_HOME}",
    "adoptTenant": f"to_jsonb(thing.adopt_tenant({_NEW})) || {_HOME}",
    "renameTenant": f"to_jsonb(thing.rename_tenant({{slug}}, {{to}}, {{label}})) || {_HOME}",
    "suspendTenant": f"to_jsonb(thing.suspend_tenant({{slug}})) || {_HOME}",
    "resumeTenant": f"to_jsonb(thing.resume_tenant({{slug}})) || {_HOME}",
    "dropTenant": "(select true from thing.drop_tenant({slug}, {confirm}))",
    "setTenantLimits": f"to_jsonb(thing.tenant_limits({{slug}}, {{limits}})) || {_HOME}",
}  # fmt: skip

# Root fields that are migrations of one change (thing.change_types); its keys are the arguments that are given.
CHANGES: Mapping[str, str] = {
    "createSchemaClass": "create_class",
    "alterSchemaClass": "alter_class",
    "renameSchemaClass": "rename_class",
    "dropSchemaClass": "drop_class",
    "restoreSchemaClass": "restore_class",
    "addSchemaField": "add_field",
    "alterSchemaField": "alter_field",
    "renameSchemaField": "rename_field",
    "renameSchemaOption": "rename_option",
    "createSchemaEnum": "create_enum",
    "alterSchemaEnum": "alter_enum",
    "renameSchemaEnum": "rename_enum",
    "renameSchemaEnumOption": "rename_enum_option",
    "dropSchemaEnum": "drop_enum",
    "restoreSchemaEnum": "restore_enum",
    "dropSchemaField": "drop_field",
    "restoreSchemaField": "restore_field",
    "setSchemaRules": "set_rules",
    "addSchemaUnique": "add_unique",
    "dropSchemaUnique": "drop_unique",
    "addSchemaIndex": "add_index",
    "dropSchemaIndex": "drop_index",
}
_MIGRATION = "thing.migrate({tenant}, jsonb_build_array({change}), {expectedVersion}, {actor})"


def _as_ids(value: Any) -> str | None:
    return None if value is None else as_json([as_id(item) for item in value])


# GraphQL type of an argument -> its parameter. Everything else is JSON.
_TYPES: Mapping[str, tuple[LiteralString, Encode]] = {
    "String": ("{}::text", as_text),
    "Int": ("{}::integer", as_is),
    "Boolean": ("{}::boolean", as_is),
    "ID": ("({}::text)::uuid", as_id),
    "SchemaExisting": ("{}::text", as_text),
    "SchemaRewindMode": ("{}::text", as_text),
    "[ID!]": ("({}::text)::jsonb", _as_ids),
    "DateTime": ("({}::text)::timestamptz", as_text),
    "BigInt": ("({}::text)::bigint", as_text),
}
_JSON = ("({}::text)::jsonb", as_json)
_NULL, _FALSE, _EMPTY_LIST = sql("null"), sql("'false'"), sql("'[]'")


def least_role(roles: Iterable[str], otherwise: Role) -> Role:
    """The role that an operation of fields with these roles takes. Raises ApiError MIXED_OPERATION."""
    required = set(roles)
    if OPERATOR in required and len(required) > 1:
        raise ApiError(
            "fields for operators cannot be combined with fields of a tenant",
            "MIXED_OPERATION",
            hint="Send them as two operations.",
        )
    return next((role for role in reversed(ROLES) if role in required), otherwise)


def query(context: Context, output: Output, nodes: list[FieldNode]) -> SqlJson:
    """The value of a root field as JSON."""
    return _Field(context, output, nodes).value()


def shown(context: Context, output: Output, nodes: list[FieldNode], value: Fragment) -> SqlJson:
    """What a selection wants of a JSON value of the output's type."""
    return _Field(context, output, nodes).cut(output.type, value, nodes, NESTED)


# A mutation's is the same, evaluated once. Its caller has said before who it is.
mutation = query


class _Field:
    """Compiles a root field."""

    def __init__(self, context: Context, output: Output, nodes: list[FieldNode]) -> None:
        self.context, self.output, self.nodes = context, output, nodes
        arguments = context.arguments(nodes[0], output.args)
        self.args = given(arguments)
        self.kinds = {argument.name: argument.type for argument in output.args}
        self.first = self.args.get("first", InputValue(context.limits.page_size))
        if "first" in self.args:
            context.check_size(self.first)
        if "offset" in self.args:
            context.check_offset(self.args["offset"])

    def value(self) -> SqlJson:
        name = self.output.name
        call = self._call(_MIGRATION if name in CHANGES else CALLS[name])
        if self._definition(self.output.type) is None:
            return of_value(sql("(select {})", call))
        alias = self.context.alias()
        selected = self.cut(self.output.type, sql("{}._v", alias), self.nodes, self.first).text
        return made(sql("(with {} as materialized (select {} as _v) select {} from {})", alias, call, selected, alias))

    # --- calls ----------------------------------------------------------------------------------------------------

    def _call(self, template: LiteralString, value: Fragment | None = None) -> Fragment:
        """value: the object at hand, for the call of a field within."""

        def placed(place: str) -> Fragment:
            return value if place == "value" and value is not None else self._placed(place)

        return self.context.weighed(filled(template, placed), weights.TABLE)

    def _placed(self, place: str) -> Fragment:
        match place:
            case "tenant":
                return sql("{}::text", self.context.context_param(TENANT, as_text))
            case "actor":
                return sql("{}::text", self.context.context_param(ACTOR, as_text))
            case "first":
                return sql("{}::integer", self.context.param(self.first, as_is))
            case "server":
                return sql("{}::text", self.context.context_param(SERVER, as_text))
            case "change":
                return self._change()
            case "computed":
                return self._computed()
        return self._argument(place)

    def _computed(self) -> Fragment:
        node = self.nodes[0]
        computed = Computed((node.alias or node.name).value, self.output.name, self.args)
        self.context.computed.append(computed)
        return sql("({}::text)::jsonb", self.context.context_param(computed, as_json))

    def _argument(self, name: str) -> Fragment:
        template, encode = self._parameter(name)
        input_value = self.args.get(name)
        return sql(template, _NULL if input_value is None else self.context.param(input_value, encode))

    def _parameter(self, name: str) -> tuple[LiteralString, Encode]:
        return _TYPES.get(self.kinds[name].removesuffix("!"), _JSON)

    def _change(self) -> Fragment:
        pairs = [sql("'op', {}", literal(CHANGES[self.output.name]))]
        pairs += [sql("{}, {}", literal(name), self._argument(name)) for name in self.args if name != "expectedVersion"]
        return sql("jsonb_build_object({})", join(", ", pairs))

    # --- what is selected -----------------------------------------------------------------------------------------

    def _definition(self, kind: str) -> Definition | None:
        """The object type that a type reference names; None for scalars and enums."""
        definition = self.context.api.define(named(kind))
        return definition if definition is not None and definition.kind is Kind.OBJECT else None

    def cut(self, kind: str, value: Fragment, nodes: list[FieldNode], rows: InputValue) -> SqlJson:
        """What is selected of a JSON value of this type. rows: how many there are, in a list."""
        definition = self._definition(kind)
        if definition is None:
            return of_value(value)
        if not kind.startswith("["):
            shown = self._object(definition, value, nodes)
            return made(sql("case when jsonb_typeof({}) = 'object' then {} end", value, shown.text))
        alias = self.context.alias()
        with self.context.times(rows):
            item = self._object(definition, sql("{}._v", alias), nodes)
        items = sql("jsonb_array_elements(case when jsonb_typeof({}) = 'array' then {} end)", value, value)
        return listed_from(item, sql("{} with ordinality {} (_v, _n)", items, alias), sql(" order by {}._n", alias))

    def _object(self, definition: Definition, value: Fragment, nodes: list[FieldNode]) -> SqlJson:
        return selected(self.context, definition, nodes, lambda output, same: self._member(output, value, same))

    def _member(self, output: Output, value: Fragment, nodes: list[FieldNode]) -> SqlJson:
        match output.source:
            case Call(call, _):
                alias = self.context.alias()
                inner = self.cut(output.type, sql("{}._v", alias), nodes, NESTED)
                called = self._call(CALLS[call], value)
                return made(sql("(select {} from (select {} as _v offset 0) {})", inner.text, called, alias))
            case Json(""):
                return of_value(value)
            case Json(key, role):
                if role is not None:
                    self.context.roles.append(role)
                return self.cut(output.type, self._key(output, value, key), nodes, NESTED)
        raise AssertionError(output)

    def _key(self, output: Output, value: Fragment, key: str) -> Fragment:
        """A key of an object. What the schema promises is there, also where the function leaves out what is empty."""
        kind = output.type.removesuffix("!")
        if kind in ("ID", "BigInt"):  # strings, whatever the function makes of them
            return sql("({} ->> {})", value, literal(key))
        member = sql("({} -> {})", value, literal(key))
        if not output.type.endswith("!") or not (kind == "Boolean" or kind.startswith("[")):
            return member
        return sql("coalesce(nullif({}, 'null'), {})", member, _FALSE if kind == "Boolean" else _EMPTY_LIST)
