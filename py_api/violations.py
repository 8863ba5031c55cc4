"""All that is wrong with what a field of a mutation writes: of every kind at once, each with its place in the input.

The database judges, by thing.validate: types, rules, what is required, unique, referred to, of nested things too. What
it cannot know is left out: what the same operation makes, or has changed before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from py_api import json_text
from py_api.catalog.model import Catalog, Class
from py_api.compiler.mutation import Row, Target, Work, there
from py_api.compiler.values import Path, Problem, Variables
from py_api.database import Connection, TenantPools, statement
from py_api.errors import Failure

VIOLATIONS = 100  # told of at most
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
    pools: TenantPools, tenant: str, catalog: Catalog, works: Sequence[Work], work: Work, variables: Variables
) -> list[Entry]:
    """Of one root field; works: of the whole operation. Raises Failure."""
    assert work.target is not None
    target = work.target(variables)
    made = {i for each in works if each.target for i in _ids_given(each.target(variables).rows)}
    doubtful = {"unique", "reference"} if works[0] is not work else set()  # what came before may have changed that
    found: list[tuple[Path, Entry]] = []
    async with pools.connection(tenant) as connection:
        ids = await _there(connection, target)
        groups: dict[int, list[_Thing]] = defaultdict(list)
        for thing in _things(catalog, target, ids):
            groups[thing.cls.id].append(thing)
        for things in groups.values():
            given = [{"values": _flat(t.cls, t.row.values, t.id is None), "id": t.id} for t in things]
            params = (tenant, things[0].cls.name, json_text.dumps(given))
            text = await connection.fetch_json(statement("validate_things"), params)
            for index, told in json_text.loads(text or b"[]"):
                thing, values = things[index], given[index]["values"]
                wrong = [v for v in told if v["rule"] not in doubtful and _is_told(v, thing, values, made)]
                found += [(thing.row.path, {**v, "path": located(v, thing.row.path, thing.row.values)}) for v in wrong]
    return [each for _, each in sorted(found, key=lambda pair: _order(pair[0]))]


def entry(name: str, found: Sequence[Entry], first: str | None = None) -> Entry:
    """Of `errors`. name: of the class. first: a message for all."""
    listed = "; ".join(": ".join(filter(None, (each["field"], each["message"]))) for each in found[:IN_MESSAGE])
    more = "; ..." if len(found) > IN_MESSAGE else ""
    message = first or f"{name}: {len(found)} violation{'s' if len(found) > 1 else ''}: {listed}{more}"
    cut = {"violationsTotal": len(found)} if len(found) > VIOLATIONS else {}
    told = {"code": "VALIDATION_FAILED", "status": 422, "violations": list(found[:VIOLATIONS]), **cut}
    return {"message": message, "extensions": told}


def with_problems(found: Sequence[Entry], problems: Iterable[Problem]) -> list[Entry]:
    """What the database said, and what was seen before that of the values that it was not given as they are."""
    merged = list(found)
    for problem in problems:
        path = list(problem.path)
        at_place = [each for each in merged if path[: len(each["path"])] == each["path"]]
        if any(each["rule"] == problem.rule for each in at_place):
            continue
        merged = [each for each in merged if each["rule"] != "required" or each["path"] != path]
        field = next((step for step in reversed(path) if isinstance(step, str)), None)
        merged.append(
            {
                "rule": problem.rule, "field": field, "params": {**problem.params}, "message": problem.message,
                "path": path,
            }
        )  # fmt: skip
    return merged


# --- the things -------------------------------------------------------------------------------------------------------


async def _there(connection: Connection, target: Target) -> Mapping[int, str]:
    """Of an upsert: which of its things are there."""
    if not target.by:
        return {}
    rows = [_flat(target.cls, row.values, True) for row in target.rows]
    look = there(target.cls, target.by)
    try:
        text = await connection.fetch_json(look.text, look.bind({"rows": rows}))
        return dict(json_text.loads(text or b"[]"))
    except Failure:  # a key does not fit its type: it is none's
        return {}


def _things(catalog: Catalog, target: Target, ids: Mapping[int, str]) -> Iterator[_Thing]:
    for number, row in enumerate(target.rows):
        changed = target.kind == "update"
        thing_id = target.id if changed else ids.get(number)
        yield from _with_nested(catalog, target.cls, row, frozenset(), thing_id, changed and target.id is None)


def _with_nested(
    catalog: Catalog, cls: Class, row: Row, fixed: frozenset[str], thing_id: str | None = None, only_types: bool = False
) -> Iterator[_Thing]:  # fmt: skip
    known = set(fixed)
    for key, value in row.values.items():
        field, inverse = cls.fields.get(key), cls.inverses.get(key)
        made = value.get("create") if isinstance(value, Mapping) else None
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
        for number, each in enumerate(made if many else [made]):
            if isinstance(each, Mapping):
                place = (*row.path, key, "create", *((number,) if many else ()))
                yield from _with_nested(catalog, other, Row(place, each), back)
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
    """Of the things that an operation makes, where it says them."""
    stack: list[Any] = [row.values for row in rows]
    while stack:
        each = stack.pop()
        if isinstance(each, Mapping):
            if isinstance(each.get("id"), str):
                yield each["id"].lower()
            stack += each.values()
        elif isinstance(each, list):
            stack += each


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _flat(cls: Class, values: Mapping[str, Any], new: bool) -> dict[str, Any]:
    """A thing's input as thing.validate takes it: references as ids; what is nested is left out."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        field = cls.fields.get(key)
        if field is None:
            if key == "id" and value is not None and new:
                found[key] = value
        elif not field.is_reference or (value is None and not field.is_many):
            found[key] = value
        elif isinstance(value, Mapping):
            given = value.get("connect") or value.get("set")
            if given:
                found[key] = given
            elif value.get("disconnect") and not field.is_many:
                found[key] = None
    return found


def located(violation: Entry, path: Path, values: Mapping[str, Any]) -> list[Any]:
    """The path of the input field; a reference's value stands one key further in."""
    field = violation["field"]
    value = values.get(field) if field else None
    inner = [field] if field else []
    if isinstance(value, Mapping) and violation["rule"] in ("type", "reference"):
        inner += [key for key in ("connect", "set") if value.get(key)][:1]
    return [*path, *inner]


def _order(path: Path) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (-1, step) for step in path]
