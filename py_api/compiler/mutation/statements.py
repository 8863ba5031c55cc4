"""Statements that write: pure text over the catalog, for one thing with a parameter a column, and for lists in JSON."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from py_api.catalog.model import Class, Field
from py_api.compiler import context_values
from py_api.compiler.context import CLASS_ID, Context, Scope, compared, converted
from py_api.compiler.context_values import ACTOR
from py_api.compiler.fragment import (
    EMPTY,
    ContextParam,
    Fragment,
    Param,
    conjunction,
    identifier,
    join,
    literal,
    raw,
    sql,
)
from py_api.compiler.statement import Statement
from py_api.compiler.values import as_json, as_text

ID = "id"


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


def table(cls: Class) -> str:
    return identifier(cls.table or "")


def columns(fields: Iterable[Field]) -> str:
    return ", ".join(identifier(f.column or "") for f in fields)


# --- one thing, a parameter a column ----------------------------------------------------------------------------------


def _is_same(by: Sequence[Field], values: Mapping[str, Fragment]) -> Fragment:
    """The condition that a thing (_u) has these values: the equality of their unique index."""
    pairs = ((raw(f"_u.{identifier(f.column or '')}"), f, values[f.name]) for f in by)
    return conjunction([sql("{} = {}", compared(f, column), compared(f, value)) for column, f, value in pairs])


def _unique(key: Sequence[Field]) -> Fragment:
    """The expressions of the unique index."""
    return join(", ", [compared(f, raw(identifier(f.column or ""))) for f in key])


def insert(cls: Class, assigned: Sequence[Assigned]) -> Fragment:
    values = join(", ", [a.value for a in assigned])
    into = columns(a.field for a in assigned)
    return sql(f"insert into {table(cls)} as _u ({into}) select {{}} from _actor returning *", values)


def on_conflict(key: Sequence[Field], assigned: Collection[Field]) -> Fragment:
    """What an upsert does with an existing thing: sets the columns that are given."""
    unique = _unique(key)
    changed = [f for f in assigned if f not in key and f.name != ID]
    if not changed:
        # (Something must be set for the row to be returned; what stays equal makes no new version.)
        changed = [f for f in key if f.name != ID]
    if not changed:
        return sql(" on conflict ({}) do nothing", unique)
    changes = ", ".join(f"{identifier(f.column or '')} = excluded.{identifier(f.column or '')}" for f in changed)
    return sql(f" on conflict ({{}}) do update set {changes}", unique)


def upsert(cls: Class, assigned: Sequence[Assigned], by: Sequence[Field]) -> list[Fragment]:
    """CTEs: the existing thing (_e), locked, and the one that is written (_w).

    What would be made has from _e all that is not given, so that nothing is asked for that the thing has already.
    """
    condition = _is_same(by, {a.field.name: a.value for a in assigned})
    rest = _rest(cls, [a.field for a in assigned])
    values = join(", ", [*(a.value for a in assigned), *(_kept(f) for f in rest)])
    into = columns([*(a.field for a in assigned), *rest])
    return [
        sql(f"_e as materialized (select _u.* from {table(cls)} _u where {{}}{_lock(cls)})", condition),
        sql(
            f"_w as (insert into {table(cls)} as _u ({into}) select {{}} from _actor left join _e on true"
            "{} returning *)",
            values, on_conflict(by, [a.field for a in assigned]),
        ),
    ]  # fmt: skip


def _rest(cls: Class, assigned: Collection[Field]) -> list[Field]:
    """The columns without a given value."""
    names = {f.name for f in assigned}
    return [f for f in cls.column_fields if f.name not in names]


def _kept(field: Field) -> Fragment:
    """A column of the existing thing (_e), or the default."""
    column = raw(f"_e.{identifier(field.column or '')}")
    if field.default is None:
        return column
    return sql("case when _e.id is null then {} else {} end", _default(field), column)


def _lock(cls: Class) -> str:
    return " for no key update of _u" if cls.column_fields else ""  # (no column, no right to lock)


def update(cls: Class, assigned: Sequence[Assigned], condition: Fragment, source: str = "_actor") -> Fragment:
    """(With nothing to set, the thing as it is.) source: FROM items."""
    if not assigned:
        return sql(f"select _u.* from {table(cls)} _u where {{}}", condition)
    changes = join(", ", [sql("{} = {}", identifier(a.field.column or ""), a.value) for a in assigned])
    return sql(f"update {table(cls)} _u set {{}} from {source} where {{}} returning _u.*", changes, condition)


def delete(cls: Class, condition: Fragment, source: str = "_actor") -> Fragment:
    return sql(f"delete from {table(cls)} _u using {source} where {{}} returning _u.*", condition)


def written(context: Context, cls: Class, concrete: Sequence[Class], ctes: Mapping[int, str]) -> Scope:
    """The rows that CTEs with the columns of classes' tables hold, as rows of a class."""
    fields = context.api.classes.fields.all(cls)
    if len(concrete) == 1 and concrete[0] is cls:
        return Scope(context.alias(), cls, (cls,), fields, raw(ctes[cls.id]))
    branches = []
    for written_class in concrete:
        selected = ", ".join(
            f"{identifier((written_class.fields.get(f.name) or f).column or '')} as {identifier(f.column)}"
            for f in fields.values()
            if f.column
        )
        branches.append(f"select {written_class.id} as {CLASS_ID}, {selected} from {ctes[written_class.id]}")
    return Scope(context.alias(), cls, tuple(concrete), fields, raw(f"({' union all '.join(branches)})"))


def or_new(thing_id: Fragment) -> Fragment:
    return sql("coalesce({}, thing.uuid_v7())", thing_id)


# --- lists, as JSON ---------------------------------------------------------------------------------------------------


def from_row(field: Field, key: str, default: bool = False, *, new: bool = True) -> Fragment:
    """The column's value from the JSON object _r._j. default: where the key is absent, the field's own default.

    new: an id that is not there is made.
    """
    text = literal(key)
    value = converted(field, raw(f"(_r._j -> {text})"), raw(f"(_r._j ->> {text})"))
    if key == ID and new:
        return or_new(value)
    if not default or field.default is None:
        return value
    return sql("case when _r._j ? {} then {} else {} end", text, value, _default(field))


def _default(field: Field) -> Fragment:
    if field.default_sql:
        return raw(f"({field.default_sql})")
    default_json = literal(as_json(field.default) or "null")
    return converted(field, raw(f"({default_json}::jsonb)"), raw(f"({default_json}::jsonb #>> '{{}}')"))


Keys = Mapping[str, tuple[Field, bool]]  # API name -> the field, and whether every object has it


def insert_rows(
    cls: Class, keys: Keys, rows: Param, *, source: str = "", linked: Mapping[str, Fragment] = MappingProxyType({})
) -> Fragment:
    """An insert of all objects in a JSON list, in their order. linked: values of references, where they are not ids."""
    fields = [field for field, _ in keys.values()]
    made = join(", ", [linked.get(key) or from_row(field, key, not whole) for key, (field, whole) in keys.items()])
    into = f" ({columns(fields)})" if fields else ""
    return sql(
        f"insert into {table(cls)} as _u{into} select {{}} from {source}jsonb_array_elements(({{}}::text)::jsonb)"
        " with ordinality _r (_j, _n) order by _r._n returning *",
        made, rows,
    )  # fmt: skip


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
    by_key = {**values, ID: raw("_r._id")}
    order = join(", ", [*(compared(f, by_key[f.name]) for f in by), raw("_r._n")])
    same = _is_same(by, by_key)
    rest = _rest(cls, list(fields.values()))
    into = ", ".join(filter(None, (identifier(ID), columns([*fields.values(), *rest]))))
    return Statement.of(
        sql(
            f"with _r as materialized ({_NUMBERED}),"
            f" _e as materialized (select _u.*, _r._n from _r join {table(cls)} _u on {{}}"
            f" order by {{}}{_lock(cls)}),"
            f" _w as (insert into {table(cls)} as _u ({into}) select {{}}"
            " from _r left join _e on _e._n = _r._n order by {}{} returning *)"
            " select json_build_array((select coalesce(json_agg(_w.id), '[]'::json) from _w),"
            " (select json_agg(_r._n - 1 order by {}) from _r),"
            " (select coalesce(json_agg(_r._n - 1), '[]'::json) from _r where _r._id in (select _w.id from _w)"
            " and not exists (select from _e where _e._n = _r._n)))",
            _new_id(own_id), ROWS, same, order, join(", ", [raw("_r._id"), *values.values(), *map(_kept, rest)]),
            order, on_conflict(by, list(fields.values())), order,
        )
    )  # fmt: skip


# The objects of `rows`, each with the id that its thing has if it is made.
_NUMBERED = "select _r._j, _r._n, {} as _id from jsonb_array_elements(({}::text)::jsonb) with ordinality _r (_j, _n)"


def _new_id(own_id: Field | None) -> Fragment:
    return raw("thing.uuid_v7()") if own_id is None else from_row(own_id, ID)


def created_missing(cls: Class, keys: Keys, unique: Iterable[Iterable[Field]], by: Sequence[Field]) -> Statement:
    """Makes those of `rows` whose keys (by; none: any that is unique) nothing has yet: [[place in `rows`, id], ...].

    They are written in the order of their keys, as in `upserted`.
    """
    made = {key: from_row(field, key, not whole) for key, (field, whole) in keys.items() if key != ID}
    sorted_by = {field.name: field for fields in unique for field in fields if field.name in made}
    order = join(", ", [*(compared(field, made[key]) for key, field in sorted_by.items()), raw("_r._n")])
    into = ", ".join(filter(None, (identifier(ID), columns(field for key, (field, _) in keys.items() if key != ID))))
    target = sql(" ({})", _unique(by)) if by else EMPTY
    return Statement.of(
        sql(
            f"with _r as materialized ({_NUMBERED}),"
            f" _w as (insert into {table(cls)} ({into}) select {{}} from _r order by {{}}"
            " on conflict{} do nothing returning id)"
            " select coalesce(json_agg(json_build_array(_m._n, _m._id)), '[]'::json)"
            " from (select min(_r._n) - 1 as _n, _r._id from _r join _w on _w.id = _r._id group by _r._id) _m",
            _new_id(keys[ID][0] if ID in keys else None), ROWS, join(", ", [raw("_r._id"), *made.values()]), order,
            target,
        )
    )  # fmt: skip


def there(concrete: Sequence[Class], by: Sequence[Field], *, default: bool = False) -> Statement:
    """Which of `rows` are there already, by these fields: [[place in `rows`, id], ...]. default: as in from_row."""
    values = {field.name: from_row(field, field.name, default, new=False) for field in by}
    branches = [
        sql(
            f"select _r._n - 1 as _n, _u.id from _r join {table(cls)} _u on {{}}",
            _is_same([cls.fields.get(field.name, field) for field in by], values),
        )
        for cls in concrete
    ]
    return Statement.of(
        sql(
            "with _r as materialized (select _r._j, _r._n"
            " from jsonb_array_elements(({}::text)::jsonb) with ordinality _r (_j, _n))"
            " select coalesce(json_agg(json_build_array(_f._n, _f.id)), '[]'::json) from ({}) _f",
            ROWS, join(" union all ", branches) or raw("select 0 as _n, null::uuid as id where false"),
        )
    )  # fmt: skip


def chosen(
    concrete: Sequence[Class], conditions: Mapping[int, Fragment], most: Fragment | None, strength: str
) -> list[Fragment]:
    """CTEs _c<class id> (id, version) that lock the things that fit the condition (over _u), ordered by id.

    most: of each class no more are locked than this and one, which is enough to see that there are more.
    """
    ctes = []
    for cls in concrete:
        limit = sql(" limit {} + 1", most) if most else EMPTY
        lock = f" for {strength} of _u" if cls.column_fields else ""  # (no column, no right to lock)
        ctes.append(
            sql(f"_c{cls.id} as materialized (select _u.id, _u.version from {table(cls)} _u"
                f" where {{}} order by _u.id{{}}{lock})",
                conditions[cls.id], limit)
        )  # fmt: skip
    return ctes


def guard(concrete: Sequence[Class], most: Fragment) -> Fragment:
    """A CTE that raises TB063 where the CTEs of `chosen` have more than `most` rows."""
    counts = " + ".join(f"(select count(*) from _c{cls.id})" for cls in concrete)
    return sql(f"_guard as materialized (select thing.check_at_most({counts}, {{}}))", most)


def locked(concrete: Sequence[Class], ctes: Sequence[Fragment]) -> Fragment:
    """Gives [[id, class id, version], ...] of what the CTEs of `chosen` lock."""
    if not concrete:
        return raw("select '[]'::json")
    branches = [f"select _c{cls.id}.id, {cls.id} as {CLASS_ID}, _c{cls.id}.version from _c{cls.id}" for cls in concrete]
    return sql(
        "with {} select coalesce(json_agg(json_build_array(_c.id, _c._class_id, _c.version) order by _c.id),"
        " '[]'::json) from ({}) _c",
        join(", ", ctes), " union all ".join(branches),
    )  # fmt: skip


def updated(cls: Class, keys: Sequence[str]) -> Statement:
    """Sets the keys of the object `rows` in the things `ids`; gives how many there were."""
    fields = [cls.fields[key] for key in keys]
    changes = join(", ", [sql("{} = {}", identifier(f.column or ""), from_row(f, f.name)) for f in fields])
    return Statement.of(
        sql(
            f"with _w as (update {table(cls)} _u set {{}} from (select ({{}}::text)::jsonb as _j) _r"
            f" where _u.id in {_IDS} returning 1)"
            " select to_json(count(*)) from _w",
            changes, ROWS, IDS,
        )
    )  # fmt: skip


def updated_each(cls: Class, keys: Keys) -> Statement:
    """Sets in each thing what the object beside its id says, `rows` being [[id, object], ...]; gives how many."""
    changes = join(", ", [
        sql(f"{identifier(field.column or '')} = {{}}", from_row(field, key) if whole else (
            sql(
                f"case when _r._j ? {literal(key)} then {{}} else _u.{identifier(field.column or '')} end",
                from_row(field, key),
            )
        ))
        for key, (field, whole) in keys.items()
    ])  # fmt: skip
    return Statement.of(
        sql(
            f"with _w as (update {table(cls)} _u set {{}} from (select (_x._p ->> 0)::uuid as _id, _x._p -> 1 as _j"
            " from jsonb_array_elements(({}::text)::jsonb) _x (_p)) _r where _u.id = _r._id returning 1)"
            " select to_json(count(*)) from _w",
            changes, ROWS,
        )
    )  # fmt: skip


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
            f"insert into {identifier(join_table)} (source_id, target_id) select distinct _p._s, _p._t from {_PAIRS} _p"
            " order by _p._s, _p._t on conflict do nothing",
            ROWS,
        )
    )  # fmt: skip


def unlink(join_table: str) -> Statement:
    return _counted(
        sql(
            f"delete from {identifier(join_table)} _u using {_PAIRS} _p"
            " where _u.source_id = _p._s and _u.target_id = _p._t",
            ROWS,
        )
    )


def unlink_others(join_table: str, side: str) -> Statement:
    """Of the things `ids` on that side (source or target), all links but those in `rows`."""
    return _counted(
        sql(
            f"delete from {identifier(join_table)} _u where _u.{side}_id in {_IDS}"
            f" and (_u.source_id, _u.target_id) not in (select _p._s, _p._t from {_PAIRS} _p)",
            IDS, ROWS,
        )
    )  # fmt: skip


def refer(cls: Class, field: Field) -> Statement:
    """Makes the things in `rows` ([id, target id]) refer to those; gives the ids of those that exist."""
    column = identifier(field.column or "")
    return Statement.of(
        sql(
            f"with _p as {_PAIRS},"
            f" _c as materialized (select _u.id from {table(cls)} _u where _u.id in (select _p._s from _p)"
            " order by _u.id for no key update of _u),"
            f" _w as (update {table(cls)} _u set {column} = _p._t from _c join _p on _p._s = _c.id"
            f" where _u.id = _c.id and _u.{column} is distinct from _p._t)"
            " select coalesce(json_agg(_c.id), '[]'::json) from _c",
            ROWS,
        )
    )  # fmt: skip


def refer_no_more(cls: Class, field: Field, others: bool) -> Statement:
    """Takes the reference away from the things in `rows` that refer there, or from all others that refer to `ids`."""
    column = identifier(field.column or "")
    pairs = sql(f"(select _p._s, _p._t from {_PAIRS} _p)", ROWS)
    condition = sql(f"(_u.id, _u.{column}) in {{}}", pairs)
    if others:
        condition = sql(f"_u.{column} in {_IDS} and (_u.id, _u.{column}) not in {{}}", IDS, pairs)
    return Statement.of(
        sql(
            f"with _c as materialized (select _u.id from {table(cls)} _u where {{}}"
            " order by _u.id for no key update of _u),"
            f" _w as (update {table(cls)} _u set {column} = null from _c where _u.id = _c.id returning 1)"
            " select to_json(count(*)) from _w",
            condition,
        )
    )  # fmt: skip


def kinds() -> Statement:
    """The class ids of the things `ids`: [[id, class id], ...]."""
    return Statement.of(
        sql(
            "select coalesce(json_agg(json_build_array(_i.id, _i.class_id)), '[]'::json) from thing_instances _i"
            f" where _i.id in {_IDS}",
            IDS,
        )
    )
