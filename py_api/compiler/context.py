"""What a compilation carries along, and the tables that it reads from."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

from graphql import FieldNode

from py_api.catalog.model import Catalog, Class, Field, FieldType
from py_api.compiler import values, weights
from py_api.compiler.collect import Collected, Fragments, collect, selection_sets
from py_api.compiler.context_values import ContextValue
from py_api.compiler.fragment import (
    EMPTY,
    ContextParam,
    Fragment,
    InputParam,
    catalog_expression,
    catalog_template,
    identifier,
    join,
    number,
    sql,
)
from py_api.compiler.values import Encode, InputValue, Variables
from py_api.config import Limits
from py_api.errors import ApiError
from py_api.schema.definitions import Definition
from py_api.schema.lazy_schema import ApiSchema


@dataclass(frozen=True, slots=True)
class Check:
    """A number that must lie within bounds, looked at when the variables are known.

    refuse: raises what is told where it does not.
    """

    input_value: InputValue
    name: str
    least: int
    most: int
    code: str = "INVALID_PAGE"
    hint: str = "Read the list page by page."
    measure: Callable[[Any], int] = int
    refuse: Callable[[], NoReturn] | None = None


@dataclass(frozen=True, slots=True)
class CostTerm:
    """A share of the cost: `fields` for each of as many rows as the factors multiplied; with 0, those rows alone."""

    fields: int
    factors: tuple[InputValue, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Computed(ContextValue):
    """A value that no statement can give: it is worked out before the operation runs.

    name: the response name of the root field that needs it. Compiled again, alone, that field has the same value.
    root: that root field. args: those that are given.
    """

    root: str
    args: Mapping[str, InputValue]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Computed) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(slots=True)
class Context:
    """One compilation: of one operation, for one plan key of its variables."""

    api: ApiSchema
    fragments: Fragments
    variables: Variables
    limits: Limits
    checks: list[Check] = field(default_factory=list)
    terms: list[CostTerm] = field(default_factory=list)
    factors: tuple[InputValue, ...] = ()
    lists: bool = False  # whether anything is read but things by their ids
    custom: bool = False  # whether a value of the client's is in anything but an equality (Statement.custom)
    roles: list[str] = field(default_factory=list)  # the least that may read what is selected, where not all may
    computed: list[Computed] = field(default_factory=list)
    accesses: list[Any] = field(default_factory=list)  # how its lists read their classes (compiler.access.Access)
    weight: int = 0  # of all pieces so far
    apart: int = 0  # of those that are in no fragment
    joins: int = 0  # that the conditions of the list at hand have so far
    levels: int = 0  # how deep the condition at hand is nested
    alternatives: int = 0  # how many `or` it stands in
    relations: int = 0  # how many of those levels are about related things
    _params: dict[Any, InputParam] = field(default_factory=dict)
    _context_params: dict[tuple[ContextValue, Encode], ContextParam] = field(default_factory=dict)
    _aliases: int = 0
    _definitions: dict[str, Definition] = field(default_factory=dict)
    _inputs: dict[Any, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def catalog(self) -> Catalog:
        return self.api.catalog

    def alias(self) -> Fragment:
        self._aliases += 1
        return sql("_{}", number(self._aliases))

    def param(self, input_value: InputValue, encode: Encode) -> InputParam:
        """The parameter for a value; the same for the same place and encoding."""
        key = (input_value if input_value.path is None else input_value.path, encode)
        if key not in self._params:
            self._params[key] = InputParam(input_value, encode)
        return self._params[key]

    def context_param(self, context_value: ContextValue, encode: Encode) -> ContextParam:
        """The same for the same value and encoding."""
        return self._context_params.setdefault((context_value, encode), ContextParam(context_value, encode))

    @property
    def page_size(self) -> InputValue:
        """How many things a page has where nothing is said."""
        return InputValue(self.limits.nested_page_size if self.factors else self.limits.page_size)

    def number(self, input_value: InputValue) -> Fragment:
        """A whole number, a literal as it stands: PostgreSQL plans once what it would plan again for each parameter."""
        if input_value.path is None and isinstance(input_value.value, int):
            return number(input_value.value)
        return sql("{}::integer", self.param(input_value, values.as_is))

    def check_size(self, size: InputValue, argument: str = "first") -> None:
        """The limits of a list hold for it."""
        self.checks.append(Check(size, argument, 0, self.limits.list_size, "LIST_LIMIT"))

    def check_offset(self, offset: InputValue) -> None:
        self.checks.append(Check(offset, "offset", 0, 2**31 - 1))

    def count(self, fields: int) -> None:
        """So many fields are read for each row at this depth."""
        if fields:
            self.terms.append(CostTerm(fields, self.factors))

    def times(self, rows: InputValue) -> "_Times":
        """Within the block, everything is read that many times."""
        return _Times(self, rows)

    # --- weights --------------------------------------------------------------------------------------------------

    def weigh(self, weight: int) -> int:
        """Count a piece of this weight; gives what it weighs here. Raises ApiError."""
        weight <<= max(0, self.relations - 1)
        self.weight += weight
        if self.weight > self.limits.complexity:
            weights.check(self.weight, self.limits)
        return weight

    def spend(self, weight: int) -> None:
        """Count what stands in no fragment."""
        self.apart += self.weigh(weight)

    def weighed(self, fragment: Fragment, weight: int) -> Fragment:
        """The piece, counted."""
        return fragment.heavier(self.weigh(weight))

    def deeper(self, *, related: bool = False) -> "_Deeper":
        """Within the block, conditions stand a level deeper. related: they are about related things."""
        return _Deeper(self, related)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Within the block nothing is counted or noted: the same is compiled another time."""
        noted: tuple[list[Any], ...] = (self.checks, self.terms, self.roles, self.computed, self.accesses)
        lengths, counted = [len(some) for some in noted], (self.weight, self.apart, self.joins)
        try:
            yield
        finally:
            for some, length in zip(noted, lengths, strict=True):
                del some[length:]
            self.weight, self.apart, self.joins = counted

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Within the block all of the catalog is there, for conditions of policies. They have bounds of their own."""
        of_mask = self.api, self._definitions, self._inputs
        bounds = self.joins, self.levels, self.alternatives, self.relations
        if self.api.whole is not None:
            self.api, self._definitions, self._inputs = self.api.whole, {}, {}
        self.joins = self.levels = self.alternatives = self.relations = 0
        try:
            yield
        finally:
            self.api, self._definitions, self._inputs = of_mask
            self.joins, self.levels, self.alternatives, self.relations = bounds

    # --- selections -----------------------------------------------------------------------------------------------

    def definition(self, type_name: str) -> Definition:
        definition = self._definitions.get(type_name)
        if definition is None:  # (each call makes it again, with all its fields)
            definition = self.api.define(type_name)
            assert definition is not None, type_name
            self._definitions[type_name] = definition
        return definition

    def inputs(self, kind: Callable[[Class], Definition], cls: Class) -> Mapping[str, Any]:
        """The keys of an input of a class, looked up once: conditions come by the hundred."""
        key = (kind.__name__, cls.id)
        inputs = self._inputs.get(key)
        if inputs is None:
            inputs = self._inputs[key] = kind(cls).inputs
        return inputs

    def collected(self, definition: Definition, nodes: Iterable[FieldNode]) -> Collected:
        """The sub-selections of field nodes, for a value of this type."""
        names = (definition.name, *definition.interfaces)
        return collect(selection_sets(nodes), names, self.fragments, self.variables)

    def forget_definitions(self) -> None:
        """When all is compiled: what a plan does at run time may hold the context."""
        self._definitions.clear()
        self._inputs.clear()

    def arguments(self, node: FieldNode, args: Iterable[Any]) -> dict[str, InputValue]:
        """The arguments that are given. args: their definitions (schema.definitions.Input)."""
        if not node.arguments:
            return {}
        kinds = {a.name: a.type for a in args}
        arguments = {}
        for argument in node.arguments:
            kind = self.api.schema.reference(kinds[argument.name.value])
            value = values.value_from_ast(argument.value, kind, self.variables)
            if value is not None:
                arguments[argument.name.value] = value
        return arguments


class _Times:
    __slots__ = ("context", "factors", "rows")

    def __init__(self, context: Context, rows: InputValue) -> None:
        self.context, self.rows = context, rows
        self.factors = context.factors

    def __enter__(self) -> None:
        self.context.factors = (*self.factors, self.rows)
        self.context.terms.append(CostTerm(0, self.context.factors))

    def __exit__(self, *_: object) -> None:
        self.context.factors = self.factors


class _Deeper:
    __slots__ = ("context", "related")

    def __init__(self, context: Context, related: bool) -> None:
        self.context, self.related = context, related

    def __enter__(self) -> None:
        context = self.context
        limit = context.limits.nesting
        if context.levels >= limit:
            raise ApiError(
                f"conditions are nested more than {limit} deep", "NESTING_LIMIT", hint="Nest less.", limit=limit
            )
        context.levels += 1
        context.relations += self.related

    def __exit__(self, *_: object) -> None:
        self.context.levels -= 1
        self.context.relations -= self.related


# --- tables ---------------------------------------------------------------------------------------------------------

CLASS_ID = "_class_id"  # the column of rows of several classes that says of which
DEPTH = "_depth"  # that of rows of ancestors and descendants: how many steps away they are


@dataclass(frozen=True, slots=True)
class Scope:
    """Rows of a class under an alias: of its table, or for a class that others extend of all their tables.

    concrete: the classes whose rows these are. For several of them the rows have a column CLASS_ID.
    used: the columns that were asked for so far, by name. united: the source is a union of tables (union_of), which has
    the computed fields, too. same: columns, by name, that have one value in all of the rows, with that value.
    """

    alias: Fragment
    cls: Class
    concrete: tuple[Class, ...]
    fields: Mapping[str, Field]
    source: Fragment
    used: dict[str, Fragment] = field(default_factory=dict, compare=False)
    united: bool = False
    same: dict[str, Fragment] = field(default_factory=dict, compare=False)

    def field(self, name: str) -> Field:
        """By its name, or a former one that the API still has."""
        return self.fields[name if name in self.fields else self.cls.named_fields[name].own_name]

    @property
    def is_single(self) -> bool:
        return len(self.concrete) == 1 and self.concrete[0] is self.cls

    def is_set(self, field: Field) -> bool:
        """Whether no row is without a value of it."""
        return all((cls.fields.get(field.name) or field).non_null for cls in self.concrete)

    def column(self, field: Field) -> Fragment:
        assert field.column is not None
        if field.computed_sql is not None and not self.united:
            return self._computed(field)
        column = self.used.get(field.column)
        if column is None:
            column = self.used[field.column] = sql("{}.{}", self.alias, identifier(field.column))
        return column

    def _computed(self, field: Field) -> Fragment:
        """A computed field that is not stored. (What it is made of must be there, too.)"""
        for name in field.computed_columns:
            self.used.setdefault(name, sql("{}.{}", self.alias, identifier(name)))
        return computed(field, self.alias)

    def referred(self, _field: Field) -> "Scope | None":
        """What a reference points to, where these rows have that themselves; without a thing, all of it is null."""
        return None

    @property
    def id(self) -> Fragment:
        return sql("{}.id", self.alias)

    @property
    def class_id(self) -> Fragment:
        """Where there are several classes."""
        return sql(f"{{}}.{CLASS_ID}", self.alias)

    def clause(self) -> Fragment:
        """FROM item."""
        return sql("{} {}", self.source, self.alias)


def scope(context: Context, cls: Class, source: Fragment | None = None, alias: Fragment | None = None) -> Scope:
    """Rows of a class and of those that extend it; source: another row source with the same columns."""
    from py_api.compiler.sight import rows_of  # (which needs scopes)

    concrete = tuple(context.catalog.concrete(cls.id))
    fields = context.api.classes.fields.all(cls)
    if source is None:
        united = not (len(concrete) == 1 and concrete[0] is cls)
        weight = context.weigh(family_weight(concrete, fields) if united else weights.TABLE)
        source = (union(context, cls, concrete, fields) if united else rows_of(context, cls)).heavier(weight)
    else:
        united = len(concrete) != 1 or concrete[0] is not cls
    return Scope(alias or context.alias(), cls, concrete, fields, source, united=united)


def family_weight(concrete: Collection[Class], fields: Mapping[str, Field]) -> int:
    return len(concrete) * (weights.TABLE + len(fields) // weights.COLUMNS) or weights.TABLE


def union(context: Context, cls: Class, concrete: Collection[Class], fields: Mapping[str, Field]) -> Fragment:
    """The common columns of several classes' tables. PostgreSQL plans each branch by itself, indexes included."""
    if not concrete:  # an abstract class that nothing extends yet
        columns = [sql("null::{} as {}", pg_type(f), identifier(f.column)) for f in fields.values() if f.column]
        return sql(f"(select 0 as {CLASS_ID}, {{}} where false)", join(", ", columns))
    from py_api.compiler.sight import rows_of  # (which needs scopes)

    return union_of([(cls, rows_of(context, cls)) for cls in concrete], fields)


def union_of(sources: Iterable[tuple[Class, Fragment]], fields: Mapping[str, Field]) -> Fragment:
    """The common columns of what has the columns of several classes' tables."""
    branches = []
    for cls, source in sources:
        own = [(f, cls.fields.get(f.name) or f) for f in fields.values() if f.column]
        columns = [sql("{} as {}", _of_branch(own_field), identifier(f.column or "")) for f, own_field in own]
        if cls.mask is not None or any(own_field.computed_sql is not None for _, own_field in own):
            source = sql("{} _b", source)
        branches.append(sql(f"select {{}} as {CLASS_ID}, {{}} from {{}}", number(cls.id), join(", ", columns), source))
    return sql("({})", join(" union all ", branches))


def _of_branch(field: Field) -> Fragment:
    return identifier(field.column or "") if field.computed_sql is None else computed(field, sql("_b"))


def computed(field: Field, row: Fragment) -> Fragment:
    """A computed field that is not stored, of the row of this alias."""
    assert field.computed_sql is not None
    weight = weights.COMPUTED * (1 + field.computed_sql.count("select "))
    return catalog_template(field.computed_sql, {"row": row}).heavier(weight)


def join_table(context: Context, cls: Class, field: Field) -> Fragment:
    """The join table of a to-many reference; of all the family's for a class that others extend."""
    from py_api.compiler.sight import pairs_of  # (which needs scopes)

    tables = [
        pairs_of(context, concrete_class, concrete_class.fields[field.own_name])
        for concrete_class in context.catalog.concrete(cls.id)
        if field.own_name in concrete_class.fields and concrete_class.fields[field.own_name].join_table
    ]
    weight = context.weigh(weights.TABLE * max(1, len(tables)))
    if len(tables) == 1:
        return tables[0].heavier(weight)
    if not tables:
        return sql("(select null::uuid as source_id, null::uuid as target_id where false)").heavier(weight)
    branches = [sql("select _p.source_id, _p.target_id from {} _p", table) for table in tables]
    return sql("({})", join(" union all ", branches)).heavier(weight)


# --- values -----------------------------------------------------------------------------------------------------------

_FROM_TEXT = "({value} #>> '{}')"


def value_of(context: Context, field: Field, input_value: InputValue, bound: values.Bound | None = None) -> Fragment:
    """A client's value as one of the column's type; PostgreSQL looks at it."""
    as_json = sql("({}::text)::jsonb", context.param(input_value, values.bounded(values.as_json, bound)))
    return converted(field, as_json, sql("{}::text", context.param(input_value, values.bounded(values.as_text, bound))))


def converted(field: Field, as_json: Fragment, as_text: Fragment) -> Fragment:
    """A JSON value as one of the column's type: from jsonb, or from its text where the type takes that."""
    template = field.type.from_json or _FROM_TEXT
    value = as_json
    if _FROM_TEXT in template and "{value}" not in template.replace(_FROM_TEXT, ""):
        value, template = as_text, template.replace(_FROM_TEXT, "{value}")
    params = {key: number(field.params.get(key, default)) for key, default in _PARAMETERS.items()}
    return sql("({})", catalog_template(template, {"value": value, **params}))


def compared(field: Field, value: Fragment) -> Fragment:
    """What is equal in values that are the same: for equality with a value, and in unique indexes."""
    if field.type.compared_as is None:
        return value
    return catalog_template(field.type.compared_as, {"column": value})


_PARAMETERS = {"srid": 4326}  # what templates of field types name, with the default of the registry


def json_of(field: Field, column: Fragment) -> Fragment:
    """A column as what json_build_object turns into the JSON that the API shows."""
    template, scale = field.type.to_json, field.params.get("scale")
    if scale and field.type.name == "decimal":  # 1.5 is shown as 1.50
        if field.computed is not None and "precision" in field.params:  # it has no more
            column = sql("round({}, {})", column, number(scale))
        else:
            column = sql("round({}, greatest(scale({}), {}))", column, column, number(scale))
    if template == "to_jsonb({value})":
        return column
    if template == "to_jsonb({value}::text)":
        return sql("{}::text", column)
    return catalog_template(template, {"value": column})


def pg_type(kind: Field | FieldType) -> Fragment:
    """The name of the PostgreSQL type of a field (a reference is a uuid) or of a type."""
    if isinstance(kind, Field):
        kind = kind.type
    return catalog_expression(kind.pg_type or "uuid")


def schema_of(kind: FieldType) -> Fragment:
    """What stands before the names of functions and operators of the type: the schema of its extension, or nothing."""
    return sql("{}.", identifier(kind.schema)) if kind.schema else EMPTY
