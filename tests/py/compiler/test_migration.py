"""What a change of the schema does to documents, and what is advised."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import parse

from py_api import json_text
from py_api.catalog.model import Catalog, NotLoaded
from py_api.compiler.client_impact import Changes, Comparison, Impact, Status, Step, impact
from py_api.schema.lazy_schema import ApiSchema
from tests.support import servers
from tests.support.compiled import Api, serving

pytestmark = pytest.mark.once

SCHEMA = """
    enum ProductState { OLD NEW USED }
    enum ProductTags { RED GREEN BLUE }
    type Maker @class { name: String! @rule(required: true) country: String }
    type Product @class {
        name: String! @rule(required: true) @field(searchable: true)
        price: Int
        sku: String @rule(unique: true)
        state: ProductState
        tags: [ProductTags!]
        maker: Maker
        parts: [Part!]
    }
    type Part @class { label: String weight: Int }
    type Party @class(abstract: true) { title: String! @rule(required: true) }
    type Person @class(extends: "Party") { born: Date }
    type Firm @class(extends: "Party") { size: Int }
    type Order @class { by: Party total: Int }
"""
VERSIONS = "select version, diff from thing.history(%s) where version > %s order by version"


class Way:
    """From the schema as it was to what operations make of it; it goes back at the end."""

    def __init__(self, api: Api) -> None:
        self.api, self.start = api, self.version(api)
        self.earlier = ApiSchema(loaded(api))

    @staticmethod
    def version(api: Api) -> int:
        (found,) = api.owner.execute("select thing.schema_version(%s)", (api.tenant,)).fetchone() or (0,)
        return int(found)

    def migrate(self, *operations: dict[str, Any]) -> "Way":
        query = "select thing.migrate(%s, %s::text::jsonb)"
        self.api.owner.execute(query, (self.api.tenant, json_text.dumps(list(operations))))
        return self

    def impact(self, document: str) -> Impact:
        later = ApiSchema(loaded(self.api.reloaded()))
        rows = self.api.owner.execute(VERSIONS, (self.api.tenant, self.start)).fetchall()
        return impact(Comparison(self.earlier, later, Changes(Step(*row) for row in rows)), parse(document))

    def told(self, document: str) -> tuple[Status, list[str]]:
        """The status and the advice; versions are counted from the start."""
        found = self.impact(document)
        advice = [p.finding.advice for p in found.problems]
        for number in range(self.start + 1, self.version(self.api) + 1):
            advice = [text.replace(f"version {number}", f"v{number - self.start}") for text in advice]
        return found.status, advice

    def back(self) -> None:
        if self.version(self.api) > self.start:
            self.api.owner.execute("select thing.rollback(%s, %s)", (self.api.tenant, self.start))


def loaded(api: Api) -> Catalog:
    catalog = api.api.catalog
    api.load(NotLoaded(catalog.heads))
    return catalog


@pytest.fixture(scope="module")
def shop(server: servers.Server) -> Iterator[Api]:
    with serving(server, SCHEMA) as api:
        yield api


@pytest.fixture
def way(shop: Api) -> Iterator[Way]:
    found = Way(shop.reloaded())
    yield found
    found.back()


def op(kind: str, cls: str = "Product", **more: Any) -> dict[str, Any]:
    return {"op": kind, "class": cls, **more}


def field_set(field: str, **values: Any) -> dict[str, Any]:
    return op("alter_field", field=field, set=values)


WORKS, CHANGED, BREAKS, INVALID = Status
RENAME = op("rename_field", field="name", to="title")
REQUIRED = op("set_rules", field="price", rules={"required": True})
ADD = op("add_field", field={"name": "size", "type": "integer", "required": True})
STATES = field_set("state", params={"values": ["NEW", "USED", "GONE"]})
DECIMAL = field_set("price", type="decimal")
TEXT = field_set("state", type="text")
ITEM = op("rename_class", to="Item")
UNSEARCHABLE = field_set("name", searchable=False)
LONGER = op("set_rules", field="name", rules={"required": True, "minLength": 3})
LEFT = "`state` has no `OLD` since v1"

CASES: list[tuple[str, list[dict[str, Any]], str, Status, list[str]]] = [
    ("a field renamed", [RENAME], "{products{nodes{name}}}", BREAKS, ["use `title`: `name` was renamed in v1"]),
    ("in a filter", [RENAME], '{products(filter:{name:{eq:"x"}}){nodes{id}}}', BREAKS,
     ["use `title`: `name` was renamed in v1"]),
    ("in an order", [RENAME], "{products(orderBy:[{name:ASC}]){nodes{id}}}", BREAKS,
     ["use `title`: `name` was renamed in v1"]),
    ("as a key of groups", [RENAME], "{productsAggregate(groupBy:[{name:true}]){count}}", BREAKS,
     ["use `title`: `name` was renamed in v1"]),
    ("in what variables may hold", [RENAME], "query($f:ProductFilter){products(filter:$f){nodes{id}}}", CHANGED,
     ["in values of ProductFilter, use `title`: `name` was renamed in v1"]),
    ("behind a reference", [RENAME], "{maker(id:1){products{nodes{name}}}}", BREAKS,
     ["use `title`: `name` was renamed in v1"]),
    ("in a list of names", [RENAME], 'subscription{productChanged(fields:["name"]){thingId}}', CHANGED,
     ["use `title`: `name` was renamed in v1"]),
    ("a field renamed that is not used", [RENAME], "{products{nodes{price}}}", WORKS, []),
    ("renamed twice", [RENAME, op("rename_field", field="title", to="label")], "{products{nodes{name}}}", BREAKS,
     ["use `label`: `name` was renamed in v1"]),
    ("there and back", [RENAME, op("rename_field", field="title", to="name")], "{products{nodes{name}}}", WORKS, []),
    ("renamed in a parent", [op("rename_field", "Party", field="title", to="name")], "{people{nodes{title}}}", BREAKS,
     ["use `name`: `title` was renamed in v1"]),
    ("on an interface", [op("rename_field", "Party", field="title", to="name")], "{orders{nodes{by{title}}}}", BREAKS,
     ["use `name`: `title` was renamed in v1"]),
    ("the enum of a field renamed", [op("rename_field", field="state", to="condition")],
     "query($s:ProductState){products(filter:{state:{eq:$s}}){nodes{id}}}", BREAKS,
     ["use `ProductCondition`: `state` was renamed in v1", "use `condition`: `state` was renamed in v1"]),
    ("a field dropped", [op("drop_field", field="price")], "{products{nodes{price name}}}", BREAKS,
     ["leave it out: `price` was dropped in v1"]),
    ("in aggregates", [op("drop_field", field="price")], "{productsAggregate{fields{price{avg}}}}", BREAKS,
     ["leave it out: `price` was dropped in v1"]),
    ("in the input of a mutation", [op("drop_field", field="price")],
     "mutation($i:ProductUpdateInput!){updateProduct(id:1,input:$i){id}}", CHANGED,
     ["in values of ProductUpdateInput, leave it out: `price` was dropped in v1"]),
    ("a field dropped that is not used", [op("drop_field", field="price")], "{products{nodes{name}}}", WORKS, []),
    ("a field dropped, another one of its name",
     [op("drop_field", field="name"), op("add_field", field={"name": "name", "type": "integer"})],
     "{products{nodes{name}}}", CHANGED, ["take `name` as Int: it was String before v1"]),
    ("a field added", [op("add_field", field={"name": "size", "type": "integer"})],
     'mutation{createProduct(input:{name:"x"}){id}}', WORKS, []),
    ("a required one added", [ADD], 'mutation{createProduct(input:{name:"x"}){id}}', BREAKS,
     ["give `size`: it is required since v1"]),
    ("a required one added, values in a variable", [ADD],
     "mutation($i:[ProductCreateInput!]!){createProducts(input:$i){count}}", CHANGED,
     ["in values of ProductCreateInput, give `size`: it is required since v1"]),
    ("a required one added, only read", [ADD], "{products{nodes{price}}}", WORKS, []),
    ("a field made required", [REQUIRED], 'mutation{createProduct(input:{name:"x"}){id}}', BREAKS,
     ["give `price`: it is required since v1"]),
    ("made required, a variable that may be null", [REQUIRED],
     'mutation($p:Int){createProduct(input:{name:"x",price:$p}){id}}', BREAKS,
     ["give `price` a value that is never null: it is required since v1"]),
    ("made required, not touched", [REQUIRED], 'mutation{updateProduct(id:1,input:{name:"x"}){id}}', WORKS, []),
    ("made required, only read", [REQUIRED], "{products{nodes{price}}}", WORKS, []),
    ("no more required", [op("set_rules", field="name", rules={})], "{products{nodes{name}}}", CHANGED,
     ["expect null in `name`: it is not required since v1"]),
    ("no more required, written", [op("set_rules", field="name", rules={})],
     'mutation{createProduct(input:{name:"x"}){id}}', WORKS, []),
    ("stricter rules, written", [LONGER], 'mutation{updateProduct(id:1,input:{name:"xyz"}){id}}', CHANGED,
     ["write `name` as the rules want it since v1: is required; must have at least 3 characters"]),
    ("stricter rules, only read", [LONGER], "{products{nodes{name}}}", WORKS, []),
    ("a type changed", [DECIMAL], "{products{nodes{price}}}", CHANGED,
     ["take `price` as Decimal: it was Int before v1"]),
    ("a type changed, a literal that fits", [DECIMAL], "{products(filter:{price:{gt:5}}){nodes{id}}}", WORKS, []),
    ("a type changed, a variable of the old one", [DECIMAL],
     "query($p:Int){products(filter:{price:{gt:$p}}){nodes{id}}}", BREAKS,
     ["give `price` as Decimal: it was Int before v1"]),
    ("a type changed, an aggregate that it lacks", [field_set("price", type="text")],
     "{productsAggregate{fields{price{avg}}}}", BREAKS, ["take `price` as String: it was Int before v1"]),
    ("an enum that is none any more", [TEXT], "{products(filter:{state:{eq:NEW}}){nodes{id}}}", BREAKS,
     ["give `state` as String: it was ProductState before v1"]),
    ("a variable of an enum that is none any more", [TEXT],
     "query($s:ProductState){products(filter:{state:{eq:$s}}){nodes{id}}}", BREAKS,
     ["give `state` as String: it was ProductState before v1"]),
    ("an enum's value gone", [STATES], "{products(filter:{state:{eq:OLD}}){nodes{id}}}", BREAKS,
     [f"use one of `NEW`, `USED`, `GONE`: {LEFT}"]),
    ("an enum's value gone, in what variables may hold", [STATES],
     "query($s:ProductState){products(filter:{state:{eq:$s}}){nodes{id}}}", CHANGED,
     [f"use one of `NEW`, `USED`, `GONE`: {LEFT}"]),
    ("an enum's value gone, in inputs that variables may hold", [STATES],
     "mutation($i:ProductUpdateInput!){updateProduct(id:1,input:$i){id}}", CHANGED,
     [f"in values of ProductUpdateInput, use one of `NEW`, `USED`, `GONE`: {LEFT}"]),
    ("an enum's value that stays", [STATES], "{products(filter:{state:{eq:NEW}}){nodes{id}}}", WORKS, []),
    ("an enum's value added, read", [STATES], "{products{nodes{state}}}", CHANGED,
     ["expect `GONE` in `state`, which there are since v1"]),
    ("a class renamed", [ITEM], "{product(id:1){name}}", BREAKS, ["use `item`: Product was renamed Item in v1"]),
    ("a class renamed, its inputs",
     [ITEM], "mutation($i:ProductCreateInput!){createProduct(input:$i){id}}", BREAKS,
     ["use `ItemCreateInput`: Product was renamed Item in v1", "use `createItem`: Product was renamed Item in v1"]),
    ("a class renamed, the other end of its reference", [ITEM], "{maker(id:1){products{nodes{name}}}}", WORKS, []),
    ("a class renamed, a fragment", [ITEM], "{node(id:1){...on Product{name}}}", BREAKS,
     ["use `Item`: Product was renamed Item in v1"]),
    ("a class renamed, reached by reference", [op("rename_class", "Maker", to="Brand")],
     "{products{nodes{maker{name}}}}", WORKS, []),
    ("a class renamed, its name asked for", [op("rename_class", "Maker", to="Brand")],
     "{products{nodes{maker{__typename}}}}", CHANGED, ["expect `Brand` in __typename: Maker was renamed in v1"]),
    ("a class and a field of it renamed", [ITEM, op("rename_field", "Item", field="name", to="title")],
     "{products{nodes{name}}}", BREAKS,
     ["use `items`: Product was renamed Item in v1", "use `title`: `name` was renamed in v1"]),
    ("a class dropped", [op("drop_field", field="maker"), op("drop_class", "Maker")], "{makers{nodes{name}}}", BREAKS,
     ["leave it out: `Maker` was dropped in v1"]),
    ("a reference dropped", [op("drop_field", field="maker"), op("drop_class", "Maker")],
     "{products{nodes{maker{name}}}}", BREAKS, ["leave it out: `maker` was dropped in v1"]),
    ("search switched off", [UNSEARCHABLE], '{products(filter:{name:{search:"x"}}){nodes{id}}}', BREAKS,
     ["filter `name` by contains or another operator: it is not searchable since v1"]),
    ("search switched off, another operator", [UNSEARCHABLE],
     '{products(filter:{name:{contains:"x"}}){nodes{id}}}', WORKS, []),
    ("search switched off, in what variables may hold", [UNSEARCHABLE],
     "query($f:ProductFilter){products(filter:$f){nodes{id}}}", CHANGED,
     ["in values of ProductFilter, filter `name` by contains or another operator: it is not searchable since v1"]),
    ("no more unique", [op("set_rules", field="sku", rules={})],
     'mutation{upsertProduct(by:sku,input:{name:"x",sku:"a"}){id}}', BREAKS,
     ["go by one of `id`: `sku` is not unique since v1"]),
    ("unique together", [op("add_unique", name="both", fields=["name", "maker"])],
     'mutation{createProduct(input:{name:"x"}){id}}', CHANGED,
     ["expect UNIQUE_VIOLATION: no two things may have the same `name`, `maker` since v1"]),
    ("deprecated", [field_set("name", deprecated="Use sku.")], "{products{nodes{name}}}", WORKS, []),
]  # fmt: skip


@pytest.mark.parametrize(("operations", "document", "status", "advice"), [pytest.param(*c[1:], id=c[0]) for c in CASES])
def test_what_a_change_does(
    way: Way, operations: list[dict[str, Any]], document: str, status: Status, advice: list[str]
) -> None:
    assert way.told(document) == (Status.WORKS, [])
    way.migrate(*operations)
    assert way.told(document) == (status, advice)
    way.back()
    assert way.told(document) == (Status.WORKS, [])


def test_where_it_is_and_what_made_it_so(way: Way) -> None:
    way.migrate(op("add_field", field={"name": "more", "type": "text"})).migrate(RENAME)
    found = way.impact("query Named {\n  products {\n    nodes { price name }\n  }\n}")
    (problem,) = found.problems
    assert (problem.line, problem.column) == (3, 19)
    finding = problem.finding
    assert finding.message.startswith("Cannot query field 'name' on type 'Product'.")
    assert (finding.cls, finding.field) == ("Product", "name")
    assert finding.noted is not None
    assert finding.noted.version == way.start + 2
    assert (finding.noted.change["kind"], finding.noted.change["to"]) == ("FIELD_RENAMED", "title")


def test_by_which_version_a_field_went(way: Way) -> None:
    """The class has another name by then, and the field had one."""
    way.migrate(ITEM).migrate(op("rename_field", "Item", field="price", to="cost"))
    way.migrate(op("drop_field", "Item", field="cost"))
    status, advice = way.told("{products{nodes{price}}}")
    assert status is Status.BREAKS
    assert advice == ["use `items`: Product was renamed Item in v1", "leave it out: `price` was dropped in v3"]


def test_what_never_held(way: Way) -> None:
    way.migrate(RENAME)
    assert way.told("{products{nodes{nothing}}}") == (INVALID, [f"correct it: it does not hold at version {way.start}"])
    assert way.told("{products{nodes{title}}}") == (WORKS, [])  # it was not there before, and is now


def test_problems_are_bounded(way: Way) -> None:
    way.migrate(RENAME, op("drop_field", field="price"))
    fields = " ".join(f"a{i}: name b{i}: price" for i in range(200))
    found = way.impact(f"{{ products {{ nodes {{ {fields} }} }} }}")
    assert found.status is Status.BREAKS
    assert 2 <= len(found.problems) <= 50
    assert {p.finding.field for p in found.problems[:10]} == {"name", "price"}


def test_every_kind_of_change_is_known_to_the_impact(way: Way) -> None:
    """Changes that nothing above is about: documents hold, and nothing is told of them."""
    way.migrate(
        op("create_class", "Other", fields=[{"name": "a", "type": "text"}]),
        op("alter_class", set={"label": "Goods"}),
        field_set("price", indexed=True, label="Price"),
        field_set("price", default=3),
    )
    assert way.told("{products{nodes{price name}}}") == (WORKS, [])
