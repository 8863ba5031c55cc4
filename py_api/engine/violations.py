"""All violations in the input of a mutation's field, of every kind at once, each with its path in the input.

The database judges, by thing.validate: types, rules, what is required, unique, referred to, of nested things too. What
it cannot know is left out: what the same operation makes, or has changed before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from py_api import json_text
from py_api.catalog.model import Catalog, Class
from py_api.compiler.context_values import ROWS
from py_api.compiler.mutation.inputs import by_ids, grouped, named
from py_api.compiler.mutation.statements import there
from py_api.compiler.mutation.steps import Row, Target, WriteStep
from py_api.compiler.values import Path, Problem, Variables
from py_api.database import Connection, TenantPools, statement
from py_api.errors import Failure

VIOLATIONS = 100  # listed, at most
IN_MESSAGE = 10
Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Thing:
    """One of those that are written. id: of the one that is changed. known: fields whose values are not the client's.

    only_types: it stands for many things, and is none by itself.
    """

    cls: Class
    row: Row
    id: str | None = None
    known: frozenset[str] = frozenset()
    only_types: bool = False


async def violations(
    pools: TenantPools, tenant: str, catalog: Catalog, steps: Sequence[WriteStep], step: WriteStep, variables: Variables
) -> list[Entry]:
    """Of one root field; steps: of the whole operation. Raises Failure."""
    target = step.target(variables)
    made = {thing_id for other in steps for thing_id in _ids_given(other.target(variables).rows)}
    doubtful = {"unique", "reference"} if steps[0] is not step else set()  # what came before may have changed that
    unsaid = doubtful | {"unique"} if target.ignores else doubtful
    entries: list[tuple[Path, Entry]] = []
    async with pools.connection(tenant) as connection:
        target, missing = await _with_ids(connection, catalog, target)
        entries += [] if "reference" in doubtful else [(tuple(violation["path"]), violation) for violation in missing]
        ids = await _there(connection, catalog, target)
        groups: dict[int, list[_Thing]] = defaultdict(list)
        for thing in _things(catalog, target, ids):
            groups[thing.cls.id].append(thing)
        for things in groups.values():
            checked = [{"values": _flat(t.cls, t.row.values, t.id is None), "id": t.id} for t in things]
            params = (tenant, things[0].cls.name, json_text.dumps(checked))
            text = await connection.fetch_json(statement("validate_things"), params)
            for index, reported in json_text.loads(text or b"[]"):
                thing, values = things[index], checked[index]["values"]
                wrong = [v for v in reported if v["rule"] not in unsaid and _is_told(v, thing, values, made)]
                entries += [
                    (thing.row.path, {**v, "path": located(v, thing.row.path, thing.row.values)}) for v in wrong
                ]
    return [violation for _, violation in sorted(entries, key=lambda pair: _order(pair[0]))]


def entry(name: str, entries: Sequence[Entry], first: str | None = None) -> Entry:
    """An entry of `errors`. name: of the class. first: a message for all."""
    listed = "; ".join(
        ": ".join(filter(None, (_place(violation), violation["message"]))) for violation in entries[:IN_MESSAGE]
    )
    more = "; ..." if len(entries) > IN_MESSAGE else ""
    message = first or f"{name}: {len(entries)} violation{'s' if len(entries) > 1 else ''}: {listed}{more}"
    cut = {"violationsTotal": len(entries)} if len(entries) > VIOLATIONS else {}
    extensions = {"code": "VALIDATION_FAILED", "status": 422, "violations": list(entries[:VIOLATIONS]), **cut}
    return {"message": message, "extensions": extensions}


def _place(violation: Entry) -> str:
    field, item = violation["field"] or "", violation.get("item")
    return field if item is None else f"{field}[{item}]"


def with_problems(reported: Sequence[Entry], problems: Iterable[Problem]) -> list[Entry]:
    """The database's violations, merged with those of values that did not fit their GraphQL types."""
    merged = list(reported)
    for problem in problems:
        path = list(problem.path)
        at_place = [violation for violation in merged if path[: len(violation["path"])] == violation["path"]]
        vaguer = [violation for violation in at_place if _is_of_an_item(violation, path)]
        merged = [violation for violation in merged if violation not in vaguer]
        if not vaguer and any(violation["rule"] == problem.rule for violation in at_place):
            continue
        merged = [violation for violation in merged if violation["rule"] != "required" or violation["path"] != path]
        field = next((step for step in reversed(path) if isinstance(step, str)), None)
        merged.append(
            {
                "rule": problem.rule,
                "field": field,
                "params": {**problem.params},
                "message": problem.message,
                "path": path,
            }
        )
    return merged


def _is_of_an_item(violation: Entry, path: list[Any]) -> bool:
    """Whether it is a type violation of a whole list, caused by the item at this path."""
    place = violation["path"]
    return bool(violation["rule"] == "type" and place[-1:] == [violation["field"]] and place != path)


# --- the things -------------------------------------------------------------------------------------------------------


async def _with_ids(connection: Connection, catalog: Catalog, target: Target) -> tuple[Target, list[Entry]]:
    """The rows with ids for what links name by other keys, nested ones too; and a violation for each missing thing."""
    wanted = [link for row in target.rows for link in named(catalog, target.cls, row, nested=True)]
    ids: dict[tuple[int, str, str], str] = {}
    for (class_id, key), things in grouped(wanted).items():
        cls = catalog.class_of(class_id)
        look = there(catalog.concrete(class_id), [cls.fields[name] for name in cls.unique_keys[key]])
        with suppress(Failure):  # (a key does not fit its type: it is none's)
            text = await connection.fetch_json(look.text, look.bind({}, {ROWS: [link.values for link in things]}))
            ids |= {things[place].token: thing_id for place, thing_id in json_text.loads(text or b"[]")}
    rows = tuple(Row(row.path, by_ids(catalog, target.cls, row.values, ids)) for row in target.rows)
    missing = [link for link in wanted if link.wanted and link.token not in ids]
    return replace(target, rows=rows), [_missing(link.cls, link.path) for link in missing]


def _missing(cls: Class, path: Path) -> Entry:
    field = [step for step in path if isinstance(step, str)][-2]
    what = f"must refer to an existing {cls.name}"
    return {"rule": "reference", "field": field, "params": {"target": cls.name}, "message": what, "path": list(path)}


async def _there(connection: Connection, catalog: Catalog, target: Target) -> Mapping[int, str]:
    """The existing things, found by other keys than their ids: place among the rows -> id."""
    if target.ids:
        return {place: thing_id for place, thing_id in enumerate(target.ids) if thing_id is not None}
    if not target.by:
        return {}
    rows = [_flat(target.cls, row.values, True) for row in target.rows]
    look = there([target.cls], target.by)
    if target.key is not None:
        rows, look = [dict(target.key.values)], there(catalog.concrete(target.cls.id), target.by)
    try:
        text = await connection.fetch_json(look.text, look.bind({}, {ROWS: rows}))
        return dict(json_text.loads(text or b"[]"))
    except Failure:  # a key does not fit its type: it is none's
        return {}


def _things(catalog: Catalog, target: Target, ids: Mapping[int, str]) -> Iterator[_Thing]:
    for number, row in enumerate(target.rows):
        changed = target.kind == "update"
        thing_id = target.id or ids.get(number)
        yield from _with_nested(catalog, target.cls, row, frozenset(), thing_id, changed and thing_id is None)


def _with_nested(
    catalog: Catalog, cls: Class, row: Row, fixed: frozenset[str], thing_id: str | None = None, only_types: bool = False
) -> Iterator[_Thing]:
    known = set(fixed)
    for key, value in row.values.items():
        field, inverse = cls.fields.get(key), cls.inverses.get(key)
        made = value.get("create") if isinstance(value, Mapping) else None
        if isinstance(value, Mapping) and isinstance(value.get("connect"), Mapping):
            known.add(key)  # the missing thing has a violation already
        if not made:
            continue
        if field is not None and field.is_reference and field.target:
            other, back = catalog.named(field.target), frozenset[str]()
            known.add(key)
        elif field is None and inverse is not None:
            other, back = catalog.class_of(inverse.class_id), frozenset({inverse.field})
        else:
            continue
        many = isinstance(made, list)
        for number, thing in enumerate(made if many else [made]):
            if isinstance(thing, Mapping):
                place = (*row.path, key, "create", *((number,) if many else ()))
                yield from _with_nested(catalog, other, Row(place, thing), back)
    if not cls.abstract:
        yield _Thing(cls, row, thing_id, frozenset(known), only_types)


def _is_told(violation: Entry, thing: _Thing, values: Mapping[str, Any], made: set[str]) -> bool:
    rule, field = violation["rule"], violation["field"]
    if thing.only_types and rule != "type":
        return False
    if rule == "reference" and any(i.lower() in made for i in _listed(values.get(field)) if isinstance(i, str)):
        return False
    return not (field in thing.known and rule in ("required", "reference"))


def _ids_given(rows: Iterable[Row]) -> Iterator[str]:
    """The ids that an operation gives to the things that it makes."""
    stack: list[Any] = [row.values for row in rows]
    while stack:
        value = stack.pop()
        if isinstance(value, Mapping):
            if isinstance(value.get("id"), str):
                yield value["id"].lower()
            stack += value.values()
        elif isinstance(value, list):
            stack += value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _flat(cls: Class, values: Mapping[str, Any], new: bool) -> dict[str, Any]:
    """A thing's input as thing.validate takes it: references as ids; what is nested is left out."""
    flat: dict[str, Any] = {}
    for key, value in values.items():
        field = cls.fields.get(key)
        if field is None:
            if key == "id" and value is not None and new:
                flat[key] = value
        elif not field.is_reference or (value is None and not field.is_many):
            flat[key] = value
        elif isinstance(value, Mapping):
            ids = value.get("connect") or value.get("set")
            if isinstance(ids, list):
                ids = [thing_id for thing_id in ids if not isinstance(thing_id, Mapping)]
            if ids and not isinstance(ids, Mapping):
                flat[key] = ids
            elif value.get("disconnect") and not field.is_many:
                flat[key] = None
    return flat


def located(violation: Entry, path: Path, values: Mapping[str, Any]) -> list[Any]:
    """The path of the input field; a reference's value stands one key further in."""
    field = violation["field"]
    value = values.get(field) if field else None
    inner = [field] if field else []
    if isinstance(value, Mapping) and violation["rule"] in ("type", "reference"):
        inner += [key for key in ("connect", "set") if value.get(key)][:1]
    item = violation.get("item")
    return [*path, *inner] if item is None else [*path, *inner, item]


def _order(path: Path) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in path]
