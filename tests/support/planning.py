"""Operations that want PostgreSQL to plan as much as the limits allow, and what that costs a backend."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from py_api.catalog.model import NotLoaded
from py_api.compiler.mutation.steps import CallStep, SequenceStep, StatementStep, Step
from py_api.compiler.plan import AdministrationPlan, MutationPlan, Plan, QueryPlan, SubscriptionPlan
from py_api.compiler.statement import Statement
from py_api.compiler.subscription import ClassPlan
from py_api.errors import ApiError
from tests.support import servers
from tests.support.compiled import PASSWORD, Api, serving

FAMILY = 30  # classes of the interface
SCHEMA = """
type Item @class {
  name: String @field(searchable: true, indexed: true)
  rank: Int @field(indexed: true)
  long: String @field(searchable: true)
  tree: String @field(type: "tree")
  json: JSON
  period: Range @field(type: "datetimeRange")
  parent: Item
  links: [Item!]
  base: Base
  wide: Wide
}
type Base @class { title: String  rank: Int  item: Item  base: Base  bases: [Base!] }
""" + "\n".join(
    [
        *(f'type Sub{i} @class(extends: "Base") {{ own{i}: Int }}' for i in range(1, FAMILY)),
        "type Wide @class { " + " ".join(f"c{i}: Int @field(indexed: true)" for i in range(100)) + " }",
    ]
)

LEAF = {"name": {"eq": "x"}}
SOME = {"links": {"some": LEAF}}
ITEMS = "query ($f: ItemFilter) { items(filter: $f) { totalCount } }"
PAGE = "edges { cursor node { name parent { name } } } totalCount pageInfo { hasNextPage hasPreviousPage }"
SORTED = f"query ($o: [ItemOrderBy!], $a: String) {{ items(orderBy: $o, after: $a) {{ {PAGE} }} }}"
FIVE = {"and": [SOME] * 5}
FILTERED = "query ($f: ItemFilter)"
NEVER = {"period": {"overlaps": {"from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"}}}


class Asked(NamedTuple):
    query: str
    variables: Mapping[str, Any] = {}


def _nested(depth: int, around: Callable[[Any], Any]) -> Asked:
    condition: Any = LEAF
    for _ in range(depth):
        condition = around(condition)
    return Asked(ITEMS, {"f": condition})


def _listed(quantity: int, key: str, condition: Any) -> Asked:
    return Asked(ITEMS, {"f": {key: [condition] * quantity}})


def _aliased(quantity: int, field: str, head: str = "query", **variables: Any) -> Asked:
    fields = " ".join(f"a{i}: {field}" for i in range(quantity))
    return Asked(f"{head} {{ {fields} }}", variables)


# How much is wanted -> the operation that wants so much.
SHAPES: dict[str, Callable[[int], Asked]] = {
    "and of some": lambda n: _listed(n, "and", SOME),
    "and of references": lambda n: _listed(n, "and", {"parent": LEAF}),
    "or of some": lambda n: _listed(n, "or", SOME),
    "none and every": lambda n: _listed(n, "and", {"links": {"none": LEAF, "every": LEAF}}),
    "some in and in some": lambda n: Asked(ITEMS, {"f": {"and": [{"links": {"some": {"and": [SOME] * 4}}}] * n}}),
    "some in some in some": lambda n: _nested(n, lambda f: {"links": {"some": f}}),
    "some in or in some": lambda n: _nested(n, lambda f: {"or": [LEAF, {"links": {"some": f}}]}),
    "every in every": lambda n: _nested(n, lambda f: {"links": {"every": f}}),
    "conditions": lambda n: _listed(n, "and", {"rank": {"lt": 1}}),
    "alternatives": lambda n: _listed(n, "or", {"name": {"search": "a"}}),
    "ranges": lambda n: _listed(n, "or", NEVER),
    "and of an interface": lambda n: _listed(n, "and", {"base": {"title": {"eq": "x"}}}),
    "or of an interface": lambda n: _listed(n, "or", {"base": {"title": {"eq": "x"}}}),
    "some of an interface": lambda n: Asked(
        "query ($f: BaseFilter) { bases(filter: $f) { totalCount } }",
        {"f": {"and": [{"bases": {"some": {"title": {"eq": "x"}}}}] * n}},
    ),
    "root fields of 5 some": lambda n: _aliased(n, "items(filter: $f) { totalCount }", FILTERED, f=FIVE),
    "root fields of full pages": lambda n: _aliased(n, f"items(after: $a) {{ {PAGE} }}", "query ($a: String)", a="x"),
    "root fields of an interface": lambda n: _aliased(n, "bases { nodes { title } totalCount }"),
    "sort keys": lambda n: Asked(SORTED, {"o": [{"rank": "ASC"}] * n, "a": "x"}),
    "sort keys by references": lambda n: Asked(SORTED, {"o": [{"parent": {"rank": "ASC"}}] * n, "a": "x"}),
    "sort keys by an interface": lambda n: Asked(
        "query ($o: [ItemOrderBy!]) { items(orderBy: $o) { nodes { name } } }", {"o": [{"base": {"title": "ASC"}}] * n}
    ),
    "group keys and having": lambda n: Asked(
        "query ($g: [WideGroupBy!], $h: WideHaving) { widesAggregate(groupBy: $g, having: $h) { count key { c1 } } }",
        {"g": [{f"c{i}": {}} for i in range(min(n, 100))], "h": {"count": {"gt": 1}}},
    ),
    "references": lambda n: _aliased(1, "items { nodes { " + " ".join(f"b{i}: parent {{ name }}" for i in range(n)) + " } }"),
    "references to an interface": lambda n: _aliased(
        1, "items { nodes { " + " ".join(f"b{i}: base {{ title }}" for i in range(n)) + " } }"
    ),
    "updates": lambda n: _aliased(
        n, "updateItems(filter: $f, input: {rank: 1}) { count }", "mutation ($f: ItemFilter!)", f=FIVE
    ),
    "updates of an interface": lambda n: _aliased(
        n, "updateBases(filter: {title: {eq: \"x\"}}, input: {rank: 1}) { count nodes { title } }", "mutation"
    ),
    "deletes of an interface": lambda n: _aliased(
        n, "deleteBases(filter: {title: {eq: \"x\"}}) { count nodes { title } }", "mutation"
    ),
    "a subscription": lambda n: Asked(
        "subscription ($f: ItemFilter) { itemChanged(filter: $f) { thing { name parent { name } } } }",
        {"f": {"or": [SOME] * n}},
    ),
}  # fmt: skip


@contextmanager
def planner(server: servers.Server) -> Iterator[Api]:
    with serving(server, SCHEMA) as api:
        yield api


class Cost(NamedTuple):
    """Milliseconds of the backend's CPU (what others do on the machine is not ours); MiB that it grew by."""

    milliseconds: float
    mebibytes: float


def dearest(api: Api, shape: Callable[[int], Asked]) -> tuple[int, Plan | None]:
    """The most of a shape that all limits allow, and its plan."""
    least, most = 0, 1
    while most <= 4096 and _within(api, shape(most)):
        least, most = most, most * 2
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if _within(api, shape(middle)) else (least, middle)
    return least, None if least == 0 else _within(api, shape(least))


def _within(api: Api, asked: Asked) -> Plan | None:
    try:
        operation = api.operation(asked.query)
        plan, _ = api.plan(operation, asked.variables)
        if isinstance(plan, SubscriptionPlan):
            _statements(api, plan)
    except ApiError:
        return None
    return plan


def _statements(api: Api, plan: Plan) -> list[tuple[str, int]]:
    """Texts, with how many parameters each has."""
    if isinstance(plan, SubscriptionPlan):
        own = _of_class(api, plan.events)
        return [
            (own.show.text, 1 + len(own.show.params)),
            *([(own.test.text, _parameters(own.test.text))] if own.test else []),
        ]
    match plan:
        case QueryPlan():
            statements = [plan.statement]
        case MutationPlan(at_once=CallStep() | StatementStep() as only):
            statements = [only.statement]
        case MutationPlan() | AdministrationPlan():
            statements = [statement for step in plan.steps for statement in _of_step(step)]
        case _:
            statements = []
    return [(statement.text, len(statement.params)) for statement in statements]


def _of_step(step: Step) -> list[Statement]:
    if isinstance(step, SequenceStep):
        return [step.answer]
    lookup = step.version_lookup if isinstance(step, StatementStep) else None
    return [step.statement] if lookup is None else [step.statement, lookup.statement]


def _parameters(text: str) -> int:
    return max((int(number) for number in re.findall(r"\$(\d+)", text)), default=0)


def _of_class(api: Api, events: Any) -> ClassPlan:
    while True:
        try:
            found: ClassPlan = events.of_class(events.class_id)
        except NotLoaded as missing:
            api.load(missing)
        else:
            return found


def cost(server: servers.Server, api: Api, plan: Plan) -> Cost:
    """Of parsing and planning all statements of an operation, in a fresh backend that has seen none of the tables."""
    url = server.url_of(servers.DATABASE, f"tenant_{api.tenant}", PASSWORD)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set plan_cache_mode = force_generic_plan")
        pid = connection.info.backend_pid
        before, used = _memory(pid), _cpu(pid)
        for number, (text, params) in enumerate(_statements(api, plan)):
            connection.execute(f"prepare s{number} as {text}".encode())
            given = f"({', '.join(['null'] * params)})" if params else ""
            connection.execute(f"explain (format json) execute s{number}{given}".encode())
        taken, after = _cpu(pid) - used, _memory(pid)
    grown = after["VmHWM"] - before["VmRSS"] - (after.get("RssShmem", 0) - before.get("RssShmem", 0))
    return Cost(taken, grown / 1024)


def _memory(pid: int) -> dict[str, int]:
    """kB of /proc."""
    lines = (line.split(":") for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return {key: int(value.split()[0]) for key, value in lines if value.strip().endswith("kB")}


def _cpu(pid: int) -> float:
    """Milliseconds on a CPU."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
