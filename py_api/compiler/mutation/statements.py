"""Statements that write: pure text over the catalog, for one thing with a parameter a column, and for lists in JSON."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import LiteralString, NamedTuple

from py_api.catalog.model import Class, Field
from py_api.compiler import context_values
from py_api.compiler.context import CLASS_ID, Context, Scope, compared, converted, union_of
from py_api.compiler.context_values import ACTOR
from py_api.compiler.fragment import (
    EMPTY,
    ContextParam,
    Fragment,
    Param,
    catalog_expression,
    conjunction,
    identifier,
    join,
    literal,
    number,
    sql,
)
from py_api.compiler.statement import Statement
from py_api.compiler.values import as_json, as_text

ID = "id"
_ACTOR = sql("_actor")


class Assigned(NamedTuple):
    """A column and its new value."""

    field: Field
    value: Fragment


# In a transaction of several operations none waits for a lock for longer: each would, and all that they hold.
BRIEFLY = ", set_config('lock_timeout', '20ms', true)"


def actor(context: Context, *, shared: bool = False) -> Fragment:
    """The CTE that sets the actor. Writing statements read from it, so that it runs before defaults and triggers."""
    return sql(
        f"_actor as materialized (select set_config('thing.actor', {{}}::text, true){BRIEFLY if shared else ''})",
        context.context_param(ACTOR, as_text),
    )


def table(cls: Class) -> Fragment:
    return identifier(cls.table or "")


def _column(field: Field) -> Fragment:
    return identifier(field.column or "")


def columns(fields: Iterable[Field]) -> Fragment:
    return join(", ", map(_column, fields))


# --- one thing, a parameter a column ----------------------------------------------------------------------------------


def _is_same(by: Sequence[Field], values: Mapping[str, Fragment]) -> Fragment:
    """The condition that a thing (_u) has these values: the equality of their unique index."""
    pairs = ((sql("_u.{}", _column(f)), f, values[f.name]) for f in by)
    return conjunction([sql("{} = {}", compared(f, column), compared(f, value)) for column, f, value in pairs])


def _unique(key: Sequence[Field]) -> Fragment:
    """The expressions of the unique index."""
    return join(", ", [compared(f, _column(f)) for f in key])


def insert(cls: Class, assigned: Sequence[Assigned]) -> Fragment:
    values = join(", ", [a.value for a in assigned])
    into = columns(a.field for a in assigned)
    return sql("insert into {} as _u ({}) select {} from _actor returning *", table(cls), into, values)


def on_conflict(key: Sequence[Field], assigned: Collection[Field]) -> Fragment:
    """What an upsert does with an existing thing: sets the columns that are given."""
    unique = _unique(key)
    changed = [f for f in assigned if f not in key and f.name != ID]
    if not changed:
        # (Something must be set for the row to be returned; what stays equal makes no new version.)
        changed = [f for f in key if f.name != ID]
    if not changed:
        return sql(" on conflict ({}) do nothing", unique)
    changes = join(", ", [sql("{} = excluded.{}", _column(f), _column(f)) for f in changed])
    return sql(" on conflict ({}) do update set {}", unique, changes)


def upsert(cls: Class, assigned: Sequence[Assigned], by: Sequence[Field]) -> list[Fragment]:
    """CTEs: the existing thing (_e), locked, and the one that is written (_w).

    What would be made has from _e all that is not given, so that nothing is asked for that the thing has already.
    """
    condition = _is_same(by, {a.field.name: a.value for a in assigned})
    rest = _rest(cls, [a.field for a in assigned])
    values = join(", ", [*(a.value for a in assigned), *(_kept(f) for f in rest)])
    into = columns([*(a.field for a in assigned), *rest])
    return [
        sql("_e as materialized (select _u.* from {} _u where {}{})", table(cls), condition, _lock(cls)),
        sql(
            "_w as (insert into {} as _u ({}) select {} from _actor left join _e on true{} returning *)",
            table(cls), into, values, on_conflict(by, [a.field for a in assigned]),
        ),
    ]  # fmt: skip


def _rest(cls: Class, assigned: Collection[Field]) -> list[Field]:
    """The columns without a given value."""
    names = {f.name for f in assigned}
    return [f for f in cls.column_fields if f.name not in names]


def _kept(field: Field) -> Fragment:
    """A column of the existing thing (_e), or the default."""
    column = sql("_e.{}", _column(field))
    if field.default is None:
        return column
    return sql("case when _e.id is null then {} else {} end", _default(field), column)


def _lock(cls: Class) -> Fragment:
    return sql(" for no key update of _u") if cls.column_fields else EMPTY  # (no column, no right to lock)


def update(cls: Class, assigned: Sequence[Assigned], condition: Fragment, source: Fragment = _ACTOR) -> Fragment:
    """(With nothing to set, the thing as it is.) source: FROM items."""
    if not assigned:
        return sql("select _u.* from {} _u where {}", table(cls), condition)
    changes = join(", ", [sql("{} = {}", _column(a.field), a.value) for a in assigned])
    return sql("update {} _u set {} from {} where {} returning _u.*", table(cls), changes, source, condition)


def delete(cls: Class, condition: Fragment, source: Fragment = _ACTOR) -> Fragment:
    return sql("delete from {} _u using {} where {} returning _u.*", table(cls), source, condition)


def written(context: Context, cls: Class, concrete: Sequence[Class], ctes: Mapping[int, Fragment]) -> Scope:
    """The rows that CTEs with the columns of classes' tables hold, as rows of a class."""
    fields = context.api.classes.fields.all(cls)
    if len(concrete) == 1 and concrete[0] is cls:
        return Scope(context.alias(), cls, (cls,), fields, ctes[cls.id])
    source = union_of([(written_class, ctes[written_class.id]) for written_class in concrete], fields)
    return Scope(context.alias(), cls, tuple(concrete), fields, source, united=True)


def or_new(thing_id: Fragment) -> Fragment:
    return sql("coalesce({}, thing.uuid_v7())", thing_id)


# --- lists, as JSON ---------------------------------------------------------------------------------------------------


def from_row(field: Field, key: str, default: bool = False, *, new: bool = True) -> Fragment:
    """The column's value from the JSON object _r._j. default: where the key is absent, the field's own default.

    new: an id that is not there is made, and a number is taken where a default counts up.
    """
    text = literal(key)
    value = converted(field, sql("(_r._j -> {})", text), sql("(_r._j ->> {})", text))
    if key == ID and new:
        return or_new(value)
    if not default or field.default is None or (field.shown_default is None and not new):
        return value
    return sql("case when _r._j ? {} then {} else {} end", text, value, _default(field))


def _default(field: Field) -> Fragment:
    if field.default_sql:
        return sql("({})", catalog_expression(field.default_sql))
    default_json = literal(as_json(field.default) or "null")
    return converted(field, sql("({}::jsonb)", default_json), sql("({}::jsonb #>> {})", default_json, literal("{}")))


Keys = Mapping[str, tuple[Field, bool]]  # API name -> the field, and whether every object has it


def insert_rows(
    cls: Class,
    keys: Keys,
    rows: Param,
    *,
    source: Fragment = EMPTY,
    linked: Mapping[str, Fragment] = MappingProxyType({}),
) -> Fragment:
    """An insert of all objects in a JSON list, in their order. linked: values of references, where they are not ids."""
    fields = [field for field, _ in keys.values()]
    made = join(", ", [linked.get(key) or from_row(field, key, not whole) for key, (field, whole) in keys.items()])
    into = sql(" ({})", columns(fields)) if fields else EMPTY
    return sql(
        "insert into {} as _u{} select {} from {}jsonb_array_elements(({}::text)::jsonb)"
        " with ordinality _r (_j, _n) order by _r._n returning *",
        table(cls),
        into,
        made,
        source,
        rows,
    )


ROWS = ContextParam(context_values.ROWS, as_json)
IDS = ContextParam(context_values.IDS, as_json)
_IDS = "(select _x._id::uuid from jsonb_array_elements_text(({}::text)::jsonb) _x (_id))"


def created(cls: Class, keys: Keys) -> Statement:
    """Inserts `rows`; gives their ids in order."""
    made = insert_rows(cls, keys, ROWS)
    return Statement.of(sql("with _w as ({}) select coalesce(json_agg(_w.id), '[]'::json) from _w", made))


def upserted(cls: Class, fields: Mapping[str, Field], by: Sequence[Field]) -> Statement:
    """Makes or changes the things in `rows`, which all have these keys; gives [ids, their places in `rows`, the
    places of those that are made].

    They are locked and written in the order of their keys, whatever that of the list: two of these never wait for each
    other in a circle. As in `upsert`, what would be made has from the thing that is there all that is not given.
    """
    own_id = fields.get(ID)
    fields = {key: field for key, field in fields.items() if key != ID}
    values = {key: from_row(field, key) for key, field in fields.items()}
    by_key = {**values, ID: sql("_r._id")}
    order = join(", ", [*(compared(f, by_key[f.name]) for f in by), sql("_r._n")])
    same = _is_same(by, by_key)
    rest = _rest(cls, list(fields.values()))
    into = join(", ", [identifier(ID), *map(_column, [*fields.values(), *rest])])
    return Statement.of(
        sql(
            f"with _r as materialized ({_NUMBERED}),"
            " _e as materialized (select _u.*, _r._n from _r join {} _u on {} order by {}{}),"
            " _w as (insert into {} as _u ({}) select {}"
            " from _r left join _e on _e._n = _r._n order by {}{} returning *)"
            " select json_build_array((select coalesce(json_agg(_w.id), '[]'::json) from _w),"
            " (select json_agg(_r._n - 1 order by {}) from _r),"
            " (select coalesce(json_agg(_r._n - 1), '[]'::json) from _r where _r._id in (select _w.id from _w)"
            " and not exists (select from _e where _e._n = _r._n)))",
            _new_id(own_id),
            ROWS,
            table(cls),
            same,
            order,
            _lock(cls),
            table(cls),
            into,
            join(", ", [sql("_r._id"), *values.values(), *map(_kept, rest)]),
            order,
            on_conflict(by, list(fields.values())),
            order,
        )
    )


# The objects of `rows`, each with the id that its thing has if it is made.
_NUMBERED = "select _r._j, _r._n, {} as _id from jsonb_array_elements(({}::text)::jsonb) with ordinality _r (_j, _n)"


def _new_id(own_id: Field | None) -> Fragment:
    return sql("thing.uuid_v7()") if own_id is None else from_row(own_id, ID)


def created_missing(cls: Class, keys: Keys, unique: Iterable[Iterable[Field]], by: Sequence[Field]) -> Statement:
    """Makes those of `rows` whose keys (by; none: any that is unique) nothing has yet: [[place in `rows`, id], ...].

    They are written in the order of their keys, as in `upserted`.
    """
    made = {key: from_row(field, key, not whole) for key, (field, whole) in keys.items() if key != ID}
    sorted_by = {field.name: field for fields in unique for field in fields if field.name in made}
    order = join(", ", [*(compared(field, made[key]) for key, field in sorted_by.items()), sql("_r._n")])
    into = join(", ", [identifier(ID), *(_column(field) for key, (field, _) in keys.items() if key != ID)])
    target = sql(" ({})", _unique(by)) if by else EMPTY
    return Statement.of(
        sql(
            f"with _r as materialized ({_NUMBERED}),"
            " _w as (insert into {} ({}) select {} from _r order by {}"
            " on conflict{} do nothing returning id)"
            " select coalesce(json_agg(json_build_array(_m._n, _m._id)), '[]'::json)"
            " from (select min(_r._n) - 1 as _n, _r._id from _r join _w on _w.id = _r._id group by _r._id) _m",
            _new_id(keys[ID][0] if ID in keys else None),
            ROWS,
            table(cls),
            into,
            join(", ", [sql("_r._id"), *made.values()]),
            order,
            target,
        )
    )


def there(concrete: Sequence[Class], by: Sequence[Field], *, default: bool = False) -> Statement:
    """Which of `rows` are there already, by these fields: [[place in `rows`, id], ...]. default: as in from_row."""
    values = {field.name: from_row(field, field.name, default, new=False) for field in by}
    branches = [
        sql(
            "select _r._n - 1 as _n, _u.id from _r join {} _u on {}",
            table(cls),
            _is_same([cls.fields.get(field.name, field) for field in by], values),
        )
        for cls in concrete
    ]
    return Statement.of(
        sql(
            "with _r as materialized (select _r._j, _r._n"
            " from jsonb_array_elements(({}::text)::jsonb) with ordinality _r (_j, _n))"
            " select coalesce(json_agg(json_build_array(_f._n, _f.id)), '[]'::json) from ({}) _f",
            ROWS,
            join(" union all ", branches) or sql("select 0 as _n, null::uuid as id where false"),
        )
    )


def chosen(
    concrete: Sequence[Class], conditions: Mapping[int, Fragment], most: Fragment | None, strength: LiteralString
) -> list[Fragment]:
    """CTEs _c<class id> (id, version) that lock the things that fit the condition (over _u), ordered by id.

    most: of each class no more are locked than this and one, which is enough to see that there are more.
    """
    ctes = []
    for cls in concrete:
        limit = sql(" limit {} + 1", most) if most else EMPTY
        lock = sql(f" for {strength} of _u") if cls.column_fields else EMPTY  # (no column, no right to lock)
        ctes.append(
            sql(
                "_c{} as materialized (select _u.id, _u.version from {} _u where {} order by _u.id{}{})",
                number(cls.id),
                table(cls),
                conditions[cls.id],
                limit,
                lock,
            )
        )
    return ctes


def guard(concrete: Sequence[Class], most: Fragment) -> Fragment:
    """A CTE that raises TB063 where the CTEs of `chosen` have more than `most` rows."""
    counts = join(" + ", [sql("(select count(*) from _c{})", number(cls.id)) for cls in concrete])
    return sql("_guard as materialized (select thing.check_at_most({}, {}))", counts, most)


def locked(concrete: Sequence[Class], ctes: Sequence[Fragment]) -> Fragment:
    """Gives [[id, class id, version], ...] of what the CTEs of `chosen` lock."""
    if not concrete:
        return sql("select '[]'::json")
    branches = []
    for cls in concrete:
        class_id = number(cls.id)
        cte = sql("_c{}", class_id)
        branches.append(sql(f"select {{}}.id, {{}} as {CLASS_ID}, {{}}.version from {{}}", cte, class_id, cte, cte))
    return sql(
        "with {} select coalesce(json_agg(json_build_array(_c.id, _c._class_id, _c.version) order by _c.id),"
        " '[]'::json) from ({}) _c",
        join(", ", ctes),
        join(" union all ", branches),
    )


def updated(cls: Class, keys: Sequence[str]) -> Statement:
    """Sets the keys of the object `rows` in the things `ids`; gives how many there were."""
    fields = [cls.fields[key] for key in keys]
    changes = join(", ", [sql("{} = {}", _column(f), from_row(f, f.name)) for f in fields])
    return Statement.of(
        sql(
            "with _w as (update {} _u set {} from (select ({}::text)::jsonb as _j) _r"
            f" where _u.id in {_IDS} returning 1)"
            " select to_json(count(*)) from _w",
            table(cls),
            changes,
            ROWS,
            IDS,
        )
    )


def updated_each(cls: Class, keys: Keys) -> Statement:
    """Sets in each thing what the object beside its id says, `rows` being [[id, object], ...]; gives how many."""
    changes = []
    for key, (field, whole) in keys.items():
        column, value = _column(field), from_row(field, key)
        if not whole:
            value = sql("case when _r._j ? {} then {} else _u.{} end", literal(key), value, column)
        changes.append(sql("{} = {}", column, value))
    return Statement.of(
        sql(
            "with _w as (update {} _u set {} from (select (_x._p ->> 0)::uuid as _id, _x._p -> 1 as _j"
            " from jsonb_array_elements(({}::text)::jsonb) _x (_p)) _r where _u.id = _r._id returning 1)"
            " select to_json(count(*)) from _w",
            table(cls),
            join(", ", changes),
            ROWS,
        )
    )


def locked_by_id(concrete: Sequence[Class]) -> Statement:
    """Locks the things `ids`, in that order: [[id, class id, version], ...]."""
    among = sql(f"_u.id in {_IDS}", IDS)
    return Statement.of(locked(concrete, chosen(concrete, {cls.id: among for cls in concrete}, None, "update")))


# --- links: pairs [source id, target id] in JSON ----------------------------------------------------------------------

_PAIRS = (
    "(select (_x._p ->> 0)::uuid as _s, (_x._p ->> 1)::uuid as _t from jsonb_array_elements(({}::text)::jsonb) _x (_p))"
)


def _counted(change: Fragment) -> Statement:
    return Statement.of(sql("with _w as ({} returning 1) select to_json(count(*)) from _w", change))


def link(join_table: str) -> Statement:
    return _counted(
        sql(
            f"insert into {{}} (source_id, target_id) select distinct _p._s, _p._t from {_PAIRS} _p"
            " order by _p._s, _p._t on conflict do nothing",
            identifier(join_table),
            ROWS,
        )
    )


def unlink(join_table: str) -> Statement:
    return _counted(
        sql(
            f"delete from {{}} _u using {_PAIRS} _p where _u.source_id = _p._s and _u.target_id = _p._t",
            identifier(join_table),
            ROWS,
        )
    )


def unlink_others(join_table: str, side: LiteralString) -> Statement:
    """Of the things `ids` on that side (source or target), all links but those in `rows`."""
    return _counted(
        sql(
            f"delete from {{}} _u where _u.{side}_id in {_IDS}"
            f" and (_u.source_id, _u.target_id) not in (select _p._s, _p._t from {_PAIRS} _p)",
            identifier(join_table),
            IDS,
            ROWS,
        )
    )


def refer(cls: Class, field: Field) -> Statement:
    """Makes the things in `rows` ([id, target id]) refer to those; gives the ids of those that exist."""
    column = _column(field)
    return Statement.of(
        sql(
            f"with _p as {_PAIRS},"
            " _c as materialized (select _u.id from {} _u where _u.id in (select _p._s from _p)"
            " order by _u.id for no key update of _u),"
            " _w as (update {} _u set {} = _p._t from _c join _p on _p._s = _c.id"
            " where _u.id = _c.id and _u.{} is distinct from _p._t)"
            " select coalesce(json_agg(_c.id), '[]'::json) from _c",
            ROWS,
            table(cls),
            table(cls),
            column,
            column,
        )
    )


def refer_no_more(cls: Class, field: Field, others: bool) -> Statement:
    """Takes the reference away from the things in `rows` that refer there, or from all others that refer to `ids`."""
    column = _column(field)
    pairs = sql(f"(select _p._s, _p._t from {_PAIRS} _p)", ROWS)
    condition = sql("(_u.id, _u.{}) in {}", column, pairs)
    if others:
        condition = sql(f"_u.{{}} in {_IDS} and (_u.id, _u.{{}}) not in {{}}", column, IDS, column, pairs)
    return Statement.of(
        sql(
            "with _c as materialized (select _u.id from {} _u where {}"
            " order by _u.id for no key update of _u),"
            " _w as (update {} _u set {} = null from _c where _u.id = _c.id returning 1)"
            " select to_json(count(*)) from _w",
            table(cls),
            condition,
            table(cls),
            column,
        )
    )


def kinds() -> Statement:
    """The class ids of the things `ids`: [[id, class id], ...]."""
    return Statement.of(
        sql(
            "select coalesce(json_agg(json_build_array(_i.id, _i.class_id)), '[]'::json) from thing_instances _i"
            f" where _i.id in {_IDS}",
            IDS,
        )
    )
