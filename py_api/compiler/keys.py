"""What tells one thing: its id, or the values of another key that is unique."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from py_api.catalog.model import Class, Field, Unique
from py_api.compiler.context import Context, Scope, compared, converted, scope, value_of
from py_api.compiler.filter import operand_of
from py_api.compiler.fragment import Fragment, conjunction, join, literal, sql
from py_api.compiler.values import InputValue, Path, as_id, as_json
from py_api.errors import FieldError
from py_api.schema import naming as n

ID = "id"


class Key(NamedTuple):
    """name: of Class.unique_keys. values: field -> what it is."""

    name: str
    values: Mapping[str, InputValue]

    def shown(self) -> str:
        return " and ".join(self.values)


def key_of(context: Context, cls: Class, arguments: Mapping[str, InputValue]) -> Key:
    """The key that the arguments `id` and `by` give. Raises FieldError unless it is one."""
    key_values = {key: value for key in (ID, "by") if (value := arguments.get(key)) is not None and not value.is_null}
    if len(key_values) != 1:
        raise not_one_key(cls, bool(key_values))
    return Key(ID, key_values) if ID in key_values else key_within(context, cls, key_values["by"])


def not_one_key(cls: Class, several: bool, path: Path = ()) -> FieldError:
    """Of a thing that is named by `id` and `by` at once, or by neither."""
    why = "id and by exclude each other" if several else "neither id nor by has a value"
    place: dict[str, Any] = {"path": list(path)} if path else {}
    return FieldError(why, "INVALID_INPUT", hint=f"Say which {cls.name} by one of them.", **place)


def key_within(context: Context, cls: Class, input_value: InputValue) -> Key:
    """The key that a value of the class's UniqueInput has, which has one."""
    ((name, value),) = input_value.items()
    source: Field | Unique = context.definition(cls.name + n.UNIQUE_INPUT).inputs[name].source
    return Key(name, dict(value.items()) if isinstance(source, Unique) else {source.name: value})


def condition(context: Context, rows: Scope, key: Key) -> Fragment:
    """That a row is the thing of this key."""
    return conjunction([_equal(context, rows, rows.fields[field], value) for field, value in key.values.items()])


def connected(context: Context, field: Field, input_value: InputValue) -> Fragment:
    """The id of the thing that a link names, as a reference's column takes it. If no thing has it, that is refused."""
    ((name, value),) = input_value.items()
    if name == ID:
        return value_of(context, field, value)
    target = context.catalog.named(field.target or "")
    rows = scope(context, target)
    same = condition(context, rows, key_within(context, target, input_value))
    key = sql("({}::text)::jsonb", context.param(input_value, as_json))
    return sql("coalesce((select {} from {} where {}), {})", rows.id, rows.clause(), same, _refusal(field, key))


def connected_in_rows(context: Context, field: Field, names: Collection[str]) -> Fragment:
    """The same of each object _r._j; names: of the keys that any of them uses."""

    def at(*path: str) -> str:
        return "{" + ",".join((field.name, "connect", *path)) + "}"

    ids: list[Fragment] = []
    if ID in names:
        ids.append(_at(field, at(ID)))
        if len(names) == 1:
            return ids[0]
    target = context.catalog.named(field.target or "")
    for name in sorted({*names} - {ID}):
        rows = scope(context, target)
        alone = target.is_key(name)
        places = {key: at(name) if alone else at(name, key) for key in target.unique_keys[name]}
        fields = [(rows.fields[key], place) for key, place in places.items()]
        same = conjunction([_same(rows, field, _at(field, place)) for field, place in fields])
        ids.append(sql("(select {} from {} where {})", rows.id, rows.clause(), same))
    link = sql("(_r._j #> {})", literal(at()))
    ids.append(sql("case when jsonb_typeof({}) = 'object' then {} end", link, _refusal(field, link)))
    return sql("coalesce({})", join(", ", ids))


def _at(field: Field, place: str) -> Fragment:
    path = literal(place)
    return converted(field, sql("(_r._j #> {})", path), sql("(_r._j #>> {})", path))


def _refusal(field: Field, key: Fragment) -> Fragment:
    return sql("thing.refuse_key({}, {}, {})", literal(field.name), literal(field.target or ""), key)


def _equal(context: Context, rows: Scope, field: Field, input_value: InputValue) -> Fragment:
    if field.name == ID:
        return sql("{} = ({}::text)::uuid", rows.id, context.param(input_value, as_id))
    return _same(rows, field, operand_of(context, field, input_value))


def _same(rows: Scope, field: Field, value: Fragment) -> Fragment:
    """The equality of the unique index."""
    return sql("{} = {}", compared(field, rows.column(field)), compared(field, value))
