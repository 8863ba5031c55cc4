"""How lists are read is counted by the engine; administrators are told what indexes that needs."""

import json

import pytest

from tests.py.admin.conftest import Office

pytestmark = pytest.mark.once

LISTS = """query ($maker: ID!, $least: Decimal!) {
    products(first: 5, filter: {maker: {id: {eq: $maker}}, and: [{price: {gte: $least}}]}, orderBy: [{price: DESC}]) {
        totalCount
        nodes { id maker { name } }
    }
    cheap: products(filter: {code: {in: ["a", "b"]}, name: {icontains: "x"}, or: [{price: {eq: 1}}]},
                    orderBy: [{createdAt: ASC}, {price: DESC_NULLS_LAST}, {maker: {name: ASC}}]) { nodes { id } }
    makers { nodes { products(first: 3, orderBy: [{createdAt: DESC}, {name: DESC_NULLS_LAST}]) { nodes { id } } } }
    productsAggregate(filter: {code: {eq: "a"}}) { count }
    one: products(filter: {id: {eq: $maker}}, orderBy: [{price: ASC}]) { nodes { id } }
}"""
RELATED = """query ($name: String!, $price: Decimal!) {
    through: productsAggregate(filter: {maker: {city: {eq: $name}}}) { count fields { price { sum } } }
    key: products(filter: {maker: {name: {eq: $name}}}, orderBy: [{price: ASC}], first: 7) { nodes { id } }
    either: products(filter: {or: [{price: {eq: $price}}, {code: {eq: $name}, and: [{price: {gt: 0}}]}]},
                     orderBy: [{createdAt: ASC}]) { nodes { id } }
    unknown: products(filter: {or: [{price: {eq: $price}}, {code: {ne: $name}}]}, orderBy: [{price: ASC}]) { nodes { id } }
    parents: makers(filter: {products: {some: {code: {eq: $name}}}}) { nodes { id } }
    within: products(filter: {code: {eq: $name}, maker: {city: {eq: $name}}}) { totalCount }
}"""
COUNTED = """
    select c.name, a.reading, n.equal, n.ranges, n.sort, n.searched, a.calls, a.rows
      from {0}.access_usage a
      join {0}.thing_classes c on c.id = a.class_id
      cross join lateral (
        select array(select {1} from unnest(a.equal) w) as equal, array(select {1} from unnest(a.ranges) w) as ranges,
               array(select split_part(s, ' ', 1) || ' ' || (select {1} from (select split_part(s, ' ', 2)::integer) k (w))
                       from unnest(a.sort) s) as sort,
               array(select split_part(s, ' ', 1) || ' ' || (
                            select string_agg({1}, ' ' order by k.n) from unnest(string_to_array(
                                substr(s, strpos(s, ' ') + 1), ' ')::integer[]) with ordinality k (w, n))
                       from unnest(a.searched) s order by 1) as searched) n
"""
NAME = "(select f.name from {0}.thing_class_fields f where f.id = w union all select s.name from thing.system_keys() s where s.id = w)"


def counted(office: Office) -> set[tuple[object, ...]]:
    office.runner.run(office.engine.usage.flush())
    schema = f"tenant_{office.tenant}"
    rows = office.db.execute(COUNTED.replace("{1}", NAME).replace("{0}", schema).encode()).fetchall()
    return {tuple(" ".join(v) if isinstance(v, list) else v for v in row) for row in rows}


def test_how_lists_read_is_counted(office: Office) -> None:
    maker = office.run('mutation { createMaker(input: {name: "m"}) { id } }', role="editor")["createMaker"]["id"]
    for _ in range(2):
        office.run(LISTS, {"maker": maker, "least": "1"}, role="viewer")
    office.run("query ($id: ID!) { maker(by: {id: $id}) { name } }", {"id": maker}, role="viewer")
    assert counted(office) == {
        ("Product", "page", "maker", "price", "DESC price", "", 2, 10),
        ("Product", "all", "maker", "price", "", "shown maker shown price", 2, 0),
        ("Product", "all", "", "code", "", "searchable name", 2, 200),  # no index has the order of another class
        ("Maker", "page", "", "", "", "", 2, 200),
        ("Product", "page", "maker", "", "DESC createdAt DESC name", "", 200, 600),  # (a name is never null)
        ("Product", "all", "code", "", "", "shown code", 2, 0),
    }
    office.run(LISTS, {"maker": maker, "least": "1"}, role="viewer")
    office.db.execute("select thing.note_access(%s)", ('{"gone": [{"class": 1}]}',))
    assert ("Product", "page", "maker", "price", "DESC price", "", 3, 15) in counted(office)


def test_what_references_lead_to_is_counted(office: Office) -> None:
    change = [{"op": "add_field", "class": "Maker", "field": {"name": "city", "type": "text"}}]
    office.db.execute("select thing.migrate(%s, %s)", (office.tenant, json.dumps(change)))
    office.run(RELATED, {"name": "x", "price": "1"}, role="viewer")
    assert counted(office) == {
        ("Product", "all", "", "", "", "shown maker shown price through maker city", 1, 0),
        ("Maker", "all", "city", "", "", "", 1, 0),
        ("Product", "page", "maker", "", "ASC price", "", 1, 7),  # one maker has the name
        ("Product", "all", "price", "", "", "beside code", 1, 100),
        ("Product", "all", "code", "price", "", "beside price", 1, 0),
        ("Product", "all", "", "", "", "", 1, 100),
        ("Maker", "all", "", "", "", "", 1, 100),
        ("Product", "all", "code", "", "", "", 1, 0),
        ("Product", "all", "code", "", "", "shown code shown maker through maker city", 1, 0),
    }


def test_advice_is_an_operation_away(office: Office) -> None:
    maker = office.run('mutation { createMaker(input: {name: "m"}) { id } }', role="editor")["createMaker"]["id"]
    query = """query ($maker: ID!) { products(first: 5, filter: {maker: {id: {eq: $maker}}}, orderBy: [{price: DESC}]) {
        nodes { id } } }"""
    office.db.execute(f"""insert into tenant_{office.tenant}.tc_product (name, price, maker)
        select 'p' || i, i, '{maker}' from generate_series(1, 2000) i""")
    office.db.execute("select pg_stat_force_next_flush()")  # else these rows are counted once more, after analyze
    office.db.execute(f"analyze tenant_{office.tenant}.tc_product")
    for _ in range(20):
        office.run(query, {"maker": maker}, role="viewer")
    office.runner.run(office.engine.usage.flush())
    office.db.execute(f"update tenant_{office.tenant}.access_usage set ms = 50000, writes_before = 2000")
    (advice,) = office.run(
        "{ schemaAdvice { name level class fields detail evidence remediation gain cost } }"
    )["schemaAdvice"]  # fmt: skip
    assert (advice["name"], advice["level"], advice["fields"]) == ("missing index", "warning", ["maker", "price"])
    assert advice["detail"] == (
        "20 lists of Product read about 2000 rows each, and would read 5 with an index over maker, price"
    )
    version = "mutation ($changes: [JSON!]!) { migrateSchema(changes: $changes) { version } }"
    office.run(version, {"changes": advice["remediation"]})
    (index,) = office.run('{ schemaClass(name: "Product") { indexes { name state } } }')["schemaClass"]["indexes"]
    assert index == {"name": "makerPriceDesc", "state": "ready"}
    assert office.run("{ schemaAdvice { name } }")["schemaAdvice"] == []
    assert office.run(query, {"maker": maker}, role="viewer")["products"]["nodes"]
