"""Two readings of one thing: filters and pages by PostgreSQL, and by Python over the same rows."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from graphql import parse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from py_api import json_text
from tests.support import servers
from tests.support.compiled import Api, serving
from tests.support.examples import examples
from tests.support.rewriting import without_variables

SCHEMA = """
enum ItemMood { calm happy angry }
enum ItemTags { red green blue }
"Its list is that of two tables."
type Item @class {
  key: Int!
  number: Int @field(indexed: true)
  text: String
  flag: Boolean
  amount: Decimal @field(indexed: true)
  day: Date
  mood: ItemMood
  tags: [ItemTags!]
  words: [String!]
  marks: [Int!]
  parent: Item
  owner: Owner
  lead: Owner!
  links: [Item!]
}
type Special @class(extends: "Item") { more: Int }
type Owner @class { name: String @field(indexed: true)  rank: Int! @field(indexed: true)  code: Int @unique }
"""
ROWS, OWNERS = 30, 4
MOODS, TAGS = ["calm", "happy", "angry"], ["red", "green", "blue"]
TEXTS = ["", "a", "A", "ab", "b", "%", "_", "a%b", "\\", "ä", "🦊", "Ä", "ß", "sS", "ΑΣ", "ας", "\u212a", "k", "ı"]
NUMBERS, AMOUNTS = [-1, 0, 1, 2], ["-1.5", "0", "0.10", "2"]
DAYS = ["2024-01-01", "2024-01-02", "2023-12-31"]
Row = dict[str, Any]


@dataclass
class World:
    """The rows as Python has them. Values of references are ids, of `links` lists of them."""

    api: Api
    items: dict[str, Row] = field(default_factory=dict)
    owners: dict[str, Row] = field(default_factory=dict)

    def of(self, root: str) -> list[Row]:
        return [row for row in self.items.values() if root == "items" or row["special"]]

    def insert(self, row: Row) -> None:
        table = "special" if row["special"] else "item"
        self.api.owner.execute(
            f"insert into tc_{table} (id, key, number, text, flag, amount, day, mood, tags, words, marks, parent, owner, lead) values"
            " (%(id)s, %(key)s, %(number)s, %(text)s, %(flag)s, %(amount)s, %(day)s, %(mood)s, %(tags)s, %(words)s, %(marks)s, %(parent)s, %(owner)s, %(lead)s)",
            row,
        )
        self.items[row["id"]] = row

    def delete(self, thing: str) -> None:
        self.api.owner.execute("delete from tc_item where id = %s", (thing,))
        self.api.owner.execute("delete from tc_special where id = %s", (thing,))
        del self.items[thing]


def some(values: list[Any], chance: random.Random) -> Any:
    return None if chance.random() < 0.3 else chance.choice(values)


def row(key: int, chance: random.Random, owners: list[str], parents: list[str]) -> Row:
    return {
        "id": f"{chance.getrandbits(32):08x}-0000-7000-8000-{key:012}", "key": key, "special": chance.random() < 0.5,
        "number": some(NUMBERS, chance), "text": some(TEXTS, chance), "flag": some([True, False], chance),
        "amount": some(AMOUNTS, chance), "day": some(DAYS, chance), "mood": some(MOODS, chance),
        "tags": some([[], ["red"], ["red", "blue"], ["blue", "green"]], chance),
        "words": some([[], ["a"], ["a", "ä", "a"], ["%", ""], ["NULL", "{a,b}"]], chance),
        "marks": some([[], [1], [2, 1, 2], [-1, 0]], chance), "owner": some(owners, chance),
        "lead": chance.choice(owners), "parent": some(parents, chance) if parents else None, "links": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def world(server: servers.Server) -> Iterator[World]:
    chance = random.Random(1)
    with serving(server, SCHEMA) as api:
        found = World(api)
        api.run("{ items { totalCount } specials { totalCount } }")  # so that entries are there
        for number in range(OWNERS):
            owner: Row = {
                "id": f"0000000{number}-0000-7000-8000-000000000000",
                "name": [None, "x", "y", "x"][number],
                "rank": number % 3,
                "code": number,
            }
            api.owner.execute(
                "insert into tc_owner (id, name, rank, code) values (%(id)s, %(name)s, %(rank)s, %(code)s)", owner
            )
            found.owners[owner["id"]] = owner
        for key in range(ROWS):
            found.insert(row(key, chance, list(found.owners), list(found.items)))
        ids = list(found.items)
        for item in found.items.values():
            item["links"] = chance.sample(ids, chance.choice([0, 0, 1, 2, 3]))
            join = api.api.catalog.named("Special" if item["special"] else "Item").fields["links"].join_table
            for target in item["links"]:
                api.owner.execute(f"insert into {join} values (%s, %s)", (item["id"], target))
        yield found


SETTINGS = settings(
    max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

# --- filters ----------------------------------------------------------------------------------------------------------

Filter = dict[str, Any]


def fold(text: str) -> str:
    return text.lower().upper()


COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "lt": lambda a, b: a < b, "lte": lambda a, b: a <= b, "gt": lambda a, b: a > b, "gte": lambda a, b: a >= b,
    "contains": lambda a, b: b in a, "startsWith": lambda a, b: a.startswith(b), "endsWith": lambda a, b: a.endswith(b),
    "ieq": lambda a, b: fold(a) == fold(b), "iin": lambda a, b: fold(a) in map(fold, b),
    "icontains": lambda a, b: fold(b) in fold(a), "istartsWith": lambda a, b: fold(a).startswith(fold(b)),
    "iendsWith": lambda a, b: fold(a).endswith(fold(b)), "has": lambda a, b: b in a, "hasAny": lambda a, b: bool(set(a) & set(b)), "hasAll": lambda a, b: set(a) >= set(b),
}  # fmt: skip


def operators(
    values: list[Any], *, ordered: bool = True, more: Mapping[str, st.SearchStrategy[Any]] | None = None
) -> st.SearchStrategy[Filter]:
    value = st.sampled_from(values)
    known: dict[str, st.SearchStrategy[Any]] = {
        "eq": value | st.none(),
        "ne": value | st.none(),
        "isNull": st.booleans(),
    }
    if ordered:
        known |= {"in": st.lists(value, max_size=3), "notIn": st.lists(value, max_size=3)}
        known |= dict.fromkeys(("lt", "lte", "gt", "gte"), value)
    return st.fixed_dictionaries({}, optional=known | dict(more or {})).map(lambda f: dict(list(f.items())[:3]))


text = st.sampled_from(TEXTS)
TEXT_OPERATORS = ("contains", "startsWith", "endsWith", "ieq", "icontains", "istartsWith", "iendsWith")
enums = operators(MOODS).map(lambda f: {k: v for k, v in f.items() if k not in ("lt", "lte", "gt", "gte")})
lists = st.lists(st.sampled_from(TAGS), max_size=2)
plain = {
    "key": operators([0, 5, 29]),
    "number": operators(NUMBERS),
    "text": operators(TEXTS, more=dict.fromkeys(TEXT_OPERATORS, text) | {"iin": st.lists(text, max_size=3)}),
    "flag": operators([True, False], ordered=False),
    "amount": operators(AMOUNTS),
    "day": operators(DAYS),
    "mood": enums,
    "tags": operators(
        [[], ["red"], ["red", "blue"]],
        ordered=False,
        more={"has": st.sampled_from(TAGS), "hasAny": lists, "hasAll": lists},
    ),
}
items = st.sampled_from(["a", "ä", "", "NULL", "{a,b}", "%"])
marks = st.integers(-1, 2)
plain |= {
    "words": operators(
        [[], ["a"], ["a", "ä", "a"], ["NULL", "{a,b}"]],
        ordered=False,
        more={"has": items, "hasAny": st.lists(items, max_size=3), "hasAll": st.lists(items, max_size=3)},
    ),
    "marks": operators(
        [[], [1], [2, 1, 2]],
        ordered=False,
        more={"has": marks, "hasAny": st.lists(marks, max_size=3), "hasAll": st.lists(marks, max_size=3)},
    ),
}
ids = [f"0000000{n}-0000-7000-8000-000000000000" for n in range(OWNERS)]
by_id = operators(ids).map(lambda f: {k: v for k, v in f.items() if k not in COMPARE})
owner_filters = st.fixed_dictionaries(
    {}, optional={"id": by_id, "name": operators(["x", "y"]), "rank": operators([0, 1, 2]), "code": operators([0, 1])}
)


def conditions() -> st.SearchStrategy[Filter]:
    leaf = st.fixed_dictionaries({}, optional=plain | {"owner": owner_filters}).map(lambda f: dict(list(f.items())[:3]))

    def extend(inner: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
        many = st.fixed_dictionaries({}, optional=dict.fromkeys(("some", "every", "none"), inner)).map(
            lambda f: dict(list(f.items())[:2])
        )
        return st.one_of(
            leaf,
            st.fixed_dictionaries(
                {}, optional={"and": st.lists(inner, max_size=3), "or": st.lists(inner, max_size=3), "not": inner}
            ),
            st.fixed_dictionaries({"parent": inner}),
            st.dictionaries(st.sampled_from(["links", "items", "itemsByLinks"]), many, max_size=2),
            st.tuples(leaf, inner).map(
                lambda pair: {**pair[0], **{k: v for k, v in pair[1].items() if k not in pair[0]}}
            ),
        )

    return st.recursive(leaf, extend, max_leaves=8)


def holds(operator: str, value: Any, operand: Any) -> bool:
    match operator:
        case "isNull":
            return (value is None) is operand
        case "eq":
            return bool(value == operand)
        case "ne":
            return bool(value != operand)
        case "in":
            return value is not None and value in operand
        case "notIn":
            return not holds("in", value, operand)
    return value is not None and COMPARE[operator](value, operand)


def number(value: Any) -> Any:
    return [number(v) for v in value] if isinstance(value, list) else value if value is None else Decimal(value)


# What an empty reference points to: no field of it has a value.
NOTHING: Row = defaultdict(lambda: None, links=[])


@dataclass(frozen=True)
class Oracle:
    world: World

    def matches(self, thing: Row, condition: Filter) -> bool:
        return all(self._one(thing, key, value) for key, value in condition.items())

    def _one(self, thing: Row, key: str, value: Any) -> bool:
        items = self.world.items
        match key:
            case "and":
                return all(self.matches(thing, each) for each in value)
            case "or":
                return any(self.matches(thing, each) for each in value)
            case "not":
                return not self.matches(thing, value)
            case "parent":
                return self.matches(items[thing["parent"]] if thing["parent"] else NOTHING, value)
            case "owner":
                return self._owner(thing["owner"], value)
            case "links":
                return self._many([items[i] for i in thing["links"]], value)
            case "items":
                return self._many([i for i in items.values() if thing["id"] and i["parent"] == thing["id"]], value)
            case "itemsByLinks":
                return self._many([i for i in items.values() if thing["id"] in i["links"]], value)
        convert = number if key == "amount" else lambda v: v
        return all(holds(o, convert(thing[key]), v if o == "isNull" else convert(v)) for o, v in value.items())

    def _owner(self, thing: str | None, condition: Filter) -> bool:
        owner = self.world.owners[thing] if thing else NOTHING
        return all(holds(o, owner[k], v) for k, operand in condition.items() for o, v in operand.items())

    def _many(self, things: list[Row], value: Filter) -> bool:
        found = {key: [self.matches(t, each) for t in things] for key, each in value.items()}
        return all(any(v) if k == "some" else all(v) if k == "every" else not any(v) for k, v in found.items())


@pytest.mark.parametrize("root", ["items", "specials"])
@given(data=st.data())
@SETTINGS
def test_filters(world: World, root: str, data: st.DataObject) -> None:
    """By a variable and by literals, as by Python."""
    condition = data.draw(conditions())
    kind = {"items": "Item", "specials": "Special"}[root]
    query = f"query($f: {kind}Filter) {{ all: {root}(filter: $f, orderBy: {{key: ASC}}) {{ nodes {{ key }} totalCount }} {root}Aggregate(filter: $f) {{ count }} }}"
    oracle = Oracle(world)
    expected = [thing["key"] for thing in world.of(root) if oracle.matches(thing, condition)]
    found = world.api.run(query, {"f": condition})
    assert [node["key"] for node in found["all"]["nodes"]] == expected
    assert found["all"]["totalCount"] == found[f"{root}Aggregate"][0]["count"] == len(expected)
    literal, _ = without_variables(world.api.api.schema, parse(query), {"f": condition})
    assert json_text.dumps(world.api.run(literal)) == json_text.dumps(found)


# --- pages ------------------------------------------------------------------------------------------------------------

directions = st.sampled_from(
    ["ASC", "ASC_NULLS_FIRST", "ASC_NULLS_LAST", "DESC", "DESC_NULLS_FIRST", "DESC_NULLS_LAST"]
)
own_keys = ["key", "number", "text", "flag", "amount", "day", "mood", "id", "createdAt", "updatedBy"]
order_objects = st.one_of(
    st.dictionaries(st.sampled_from(own_keys[1:7]), directions, min_size=1, max_size=2),
    st.dictionaries(st.sampled_from(own_keys), directions, min_size=1, max_size=1),
    st.dictionaries(
        st.sampled_from(["owner", "lead"]), st.dictionaries(st.sampled_from(["name", "rank"]), directions, min_size=1)
    ),
    st.fixed_dictionaries({"parent": st.fixed_dictionaries({"owner": st.fixed_dictionaries({"name": directions})})}),
    st.fixed_dictionaries({"parent": st.dictionaries(st.sampled_from(["number", "text"]), directions, min_size=1)}),
)
orders = st.lists(order_objects, max_size=3)
PAGE = """query($n: Int, $after: String, $m: Int, $before: String, $o: [%(kind)sOrderBy!], $offset: Int, $f: %(kind)sFilter) {
  page: %(root)s(filter: $f, first: $n, after: $after, last: $m, before: $before, orderBy: $o, offset: $offset) {
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


def walk(
    world: World, root: str, order: list[Any], size: int, forward: bool, between: Callable[[], None], **more: Any
) -> list[str]:
    """The ids of all pages, in the order of the list."""
    query = PAGE % {"root": root, "kind": {"items": "Item", "specials": "Special"}[root]}
    found: list[str] = []
    cursor = None
    while True:
        given = {"n": size, "after": cursor} if forward else {"m": size, "before": cursor}
        page = world.api.run(query, {"o": order, **given, **more})["page"]
        page_ids = [edge["node"]["id"] for edge in page["edges"]]
        info = page["pageInfo"]
        assert (info["startCursor"], info["endCursor"]) == (
            (page["edges"][0]["cursor"], page["edges"][-1]["cursor"]) if page_ids else (None, None)
        )
        found = found + page_ids if forward else page_ids + found
        if not (info["hasNextPage"] if forward else info["hasPreviousPage"]):
            return found
        assert len(page_ids) == size
        cursor = info["endCursor"] if forward else info["startCursor"]
        between()


def listed(world: World, root: str, order: list[Any], **more: Any) -> list[str]:
    query = PAGE % {"root": root, "kind": {"items": "Item", "specials": "Special"}[root]}
    return [edge["node"]["id"] for edge in world.api.run(query, {"o": order, "n": 1000, **more})["page"]["edges"]]


COLUMNS = "id, key, number, text, flag, amount, day, mood, created_at, updated_by, parent, owner, lead"
ALL = f"(select {COLUMNS} from tc_item union all select {COLUMNS} from tc_special)"


def by_sql(world: World, root: str, order: list[Any], owner: str | None) -> list[str]:
    """The list as a plain statement has it; the id goes where the last key goes."""
    joins, sort_keys, descending = "", [], False

    def add(alias: str, keys: dict[str, Any]) -> None:
        nonlocal joins, descending
        for name, direction in keys.items():
            if isinstance(direction, dict):
                other, number = "tc_owner" if name in ("owner", "lead") else ALL, f"j{joins.count(' join ')}"
                joins += f" left join {other} {number} on {number}.id = {alias}.{name}"
                add(number, direction)
            else:
                word, _, nulls = direction.partition("_")
                column = {"createdAt": "created_at", "updatedBy": "updated_by"}.get(name, name)
                sort_keys.append(f"{alias}.{column} {word} {nulls.replace('_', ' ')}")
                descending = word == "DESC"

    for element in order:
        add("t", element)
    sort_keys.append("t.id desc" if descending else "t.id")
    rows = ALL if root == "items" else f"(select {COLUMNS} from tc_special)"
    joins += f" where t.owner = '{owner}'" if owner else ""
    found = world.api.owner.execute(f"select t.id from {rows} t{joins} order by {', '.join(sort_keys)}".encode())
    return [str(thing) for (thing,) in found]


@pytest.mark.parametrize("root", ["items", "specials"])
@given(order=orders, size=st.integers(1, 12), forward=st.booleans(), owner=st.none() | st.sampled_from(ids))
@SETTINGS
def test_pages_are_the_list(
    world: World, root: str, order: list[Any], size: int, forward: bool, owner: str | None
) -> None:
    expected = by_sql(world, root, order, owner)
    only = {"owner": {"id": {"eq": owner}}} if owner else None
    assert listed(world, root, order, f=only) == expected
    assert walk(world, root, order, size, forward, lambda: None, f=only) == expected


@pytest.mark.once
@pytest.mark.parametrize("root", ["items", "specials"])
@given(order=orders, size=st.integers(1, 7), forward=st.booleans(), seed=st.integers(0, 2**32))
@settings(SETTINGS, max_examples=examples(12))
def test_pages_while_rows_come_and_go(
    world: World, root: str, order: list[Any], size: int, forward: bool, seed: int
) -> None:
    """No thing that stays is skipped, or comes twice."""
    chance = random.Random(seed)
    leaves = [
        i["id"]
        for i in world.items.values()
        if not any(i["id"] == o["parent"] or i["id"] in o["links"] for o in world.items.values())
    ]
    gone: list[Row] = []
    come: list[str] = []

    def between() -> None:
        if len(come) > 12:
            return
        new = row(1000 + len(come), chance, list(world.owners), [])
        world.insert(new)
        come.append(new["id"])
        if leaves and chance.random() < 0.5:
            leaving = leaves.pop(chance.randrange(len(leaves)))
            gone.append(world.items[leaving])
            world.delete(leaving)

    try:
        found = walk(world, root, order, size, forward, between)
        stayed = {i["id"] for i in world.items.values() if i["id"] not in come}
        assert [i for i in found if i in stayed] == [i for i in listed(world, root, order) if i in stayed]
        assert len(set(found)) == len(found)
    finally:
        for new in come:
            world.delete(new)
        for old in gone:
            links, old["links"] = old["links"], []
            world.insert(old)
            join = world.api.api.catalog.named("Special" if old["special"] else "Item").fields["links"].join_table
            for target in links:
                world.api.owner.execute(f"insert into {join} values (%s, %s)", (old["id"], target))
            old["links"] = links


@pytest.mark.parametrize("root", ["items", "specials"])
@given(order=orders, data=st.data())
@SETTINGS
def test_page_info_is_true(world: World, root: str, order: list[Any], data: st.DataObject) -> None:
    """Any combination of arguments gives that part of the list, and says what lies around it."""
    everything = listed(world, root, order)
    query = PAGE % {"root": root, "kind": {"items": "Item", "specials": "Special"}[root]}
    cursors = [e["cursor"] for e in world.api.run(query, {"o": order, "n": 1000})["page"]["edges"]]
    places = st.none() | st.integers(0, len(cursors) - 1)
    after, before = data.draw(places), data.draw(places)
    size = data.draw(st.none() | st.integers(0, len(cursors) + 1))
    backward = data.draw(st.booleans())
    offset = None if backward else data.draw(st.none() | st.integers(0, len(cursors) + 1))
    given: dict[str, Any] = {"o": order, "m" if backward else "n": size, "offset": offset}
    given |= {"after": None if after is None else cursors[after], "before": None if before is None else cursors[before]}
    if size is None and backward:
        given["m"] = 1000
    start, end = 0 if after is None else after + 1, len(everything) if before is None else before
    part = list(range(start, max(start, end)))
    inside = part[offset or 0 :]
    chosen = (
        inside
        if size is None
        else (inside[len(inside) - size :] if size <= len(inside) else inside)
        if backward
        else inside[:size]
    )
    page = world.api.run(query, given)["page"]
    assert [e["node"]["id"] for e in page["edges"]] == [everything[i] for i in chosen]
    # Something lies before or behind: what the cursors cut off, and what size and offset leave out.
    info = page["pageInfo"]
    cut_before, cut_behind = start > 0, end < len(everything)
    if backward:
        assert info["hasPreviousPage"] is (cut_before or len(chosen) < len(inside))
        assert info["hasNextPage"] is cut_behind
    else:
        assert info["hasPreviousPage"] is (cut_before or bool(offset and part))
        assert info["hasNextPage"] is (cut_behind or len(chosen) < len(inside))
