"""One thing by any key that is unique: read, changed, deleted, connected."""

from typing import Any
from uuid import uuid4

import pytest

from py_api.compiler.plan import QueryPlan
from py_api.database import Connection
from tests.py.mutations.conftest import Shop
from tests.py.mutations.test_errors import PRODUCT, PRODUCTS, violations

BRANDS = "mutation ($in: [BrandCreateInput!]!) { createBrands(input: $in) { nodes { id } } }"
TAGS = "mutation ($in: [TagCreateInput!]!) { createTags(input: $in) { nodes { id } } }"


def ids(shop: Shop, query: str, rows: list[dict[str, Any]]) -> list[str]:
    (batch,) = shop.run(query, {"in": rows}).values()
    return [node["id"] for node in batch["nodes"]]


def test_one_thing_by_a_key(shop: Shop) -> None:
    (brand,) = ids(shop, BRANDS, [{"name": "Acme"}])
    oak, elm = ids(shop, PRODUCTS, [
        {"name": "Oak", "sku": "1", "code": "c", "brand": {"connect": {"id": brand}}}, {"name": "Elm", "sku": "2"},
    ])  # fmt: skip
    assert shop.run('{ product(by: {sku: "1"}) { id } none: product(by: {sku: "9"}) { id } }') == {
        "product": {"id": oak}, "none": None
    }  # fmt: skip
    query = "query ($by: ProductUniqueInput) { product(by: $by) { id } }"
    combined = {"brand_code": {"brand": brand, "code": "c"}}
    for by, found in ({"sku": "2"}, elm), ({"id": elm}, elm), (combined, oak), ({"sku": "1"}, oak):
        assert shop.run(query, {"by": by}) == {"product": {"id": found}}
    nothing: list[dict[str, Any]] = [{}, {"by": None}]
    for given in nothing:
        answer = shop.runner.run(shop.answer(query, given))
        assert answer["data"] == {"product": None}
        assert answer["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
    both = f'{{ product(id: "{oak}", by: {{sku: "1"}}) {{ id }} }}'
    assert shop.runner.run(shop.answer(both))["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
    for wrong in ({"sku": "1", "id": oak}, {}, {"sku": None}, {"name": "Oak"}, {"brand_code": {"code": "c"}}):
        answer = shop.runner.run(shop.answer(query, {"by": wrong}))
        assert answer["errors"][0]["extensions"]["code"] == "INVALID_VARIABLE", wrong

    update = "mutation ($by: ProductUniqueInput, $v: Int, $in: ProductUpdateInput!) { updateProduct(by: $by, version: $v, input: $in) { id stock version tags { totalCount } } }"
    assert shop.run(update, {"by": combined, "in": {"stock": 3}})["updateProduct"]["stock"] == 3
    steps = {"stock": 4, "tags": {"create": [{"word": "w"}]}}
    changed = shop.run(update, {"by": {"sku": "1"}, "v": 2, "in": steps})["updateProduct"]
    assert changed == {"id": oak, "stock": 4, "version": 3, "tags": {"totalCount": 1}}
    for given in ({"stock": 5}, {"stock": 5, "tags": {"set": []}}):
        error = shop.refused(update, {"by": {"sku": "9"}, "in": given})
        assert (error["message"], error["extensions"]["code"]) == ("there is no Product of this sku", "UNKNOWN_THING")
        assert error["extensions"]["sku"] == "9"
        error = shop.refused(update, {"by": {"sku": "1"}, "v": 1, "in": given})
        assert (error["extensions"]["code"], error["extensions"]["version"]) == ("VERSION_CONFLICT", 3)
    # What is wrong is judged with what the thing has.
    error = shop.refused(update, {"by": {"sku": "1"}, "in": {"price": "-1", "sku": "2"}})
    assert sorted((f, r) for f, r, _ in violations(error)) == [("price", "min"), ("sku", "unique")]
    assert shop.run('mutation { deleteProduct(by: {sku: "2"}) { id } }') == {"deleteProduct": {"id": elm}}
    assert shop.refused('mutation { deleteProduct(by: {sku: "2"}) { id } }')["extensions"]["code"] == "UNKNOWN_THING"


@pytest.mark.once
def test_a_key_is_looked_up_by_its_index(shop: Shop) -> None:
    """And what is read by a key goes with others, as what is read by its id."""
    query = '{ product(by: {sku: "1"}) { name } }'
    assert shop.run(query) == {"product": None}
    operations = shop.engine.schemas.tenants[shop.tenant].schema.operations
    operation = operations.get((query, None, ()))
    assert operation is not None
    plan = operation.plan({})
    assert isinstance(plan, QueryPlan)
    assert plan.quick
    with shop.owner.transaction():
        shop.owner.execute("set local enable_seqscan = off")
        shop.owner.execute("set local plan_cache_mode = force_generic_plan")
        shop.owner.execute(f"prepare by_key as {plan.statement.text}")
        shown = str(shop.rows("explain (costs off) execute by_key ('1')"))
        shop.owner.execute("deallocate by_key")
    assert "Index Cond: (sku = $1)" in shown


def test_things_are_connected_by_keys(shop: Shop) -> None:
    acme, other = ids(shop, BRANDS, [{"name": "Acme"}, {"name": "Other"}])
    _red, blue = ids(shop, TAGS, [{"word": "red"}, {"word": "blue"}])
    shop.run(PRODUCT, {"in": {"name": "one", "sku": "one", "brand": {"connect": {"name": "Acme"}}}})
    rows = [
        {"name": "many", "sku": "m0", "brand": {"connect": {"name": "Other"}}},
        {"name": "many", "sku": "m1", "brand": {"connect": {"id": acme}}},
        {"name": "many", "sku": "m2", "brand": None},
        {"name": "many", "sku": "m3"},
    ]
    shop.run(PRODUCTS, {"in": rows})
    nested = {
        "name": "in steps", "sku": "s", "brand": {"connect": {"name": "Other"}}, "tags": {"connect": [{"word": "red"}, {"id": blue}]},
        "reviews": {"create": [{"stars": 3}]},
    }  # fmt: skip
    shop.run(PRODUCT, {"in": nested})
    got = dict(shop.rows("select sku, brand::text from tc_product"))
    assert got == {"one": acme, "m0": other, "m1": acme, "m2": None, "m3": None, "s": other}
    change = 'mutation ($in: ProductUpdateInput!) { updateProduct(by: {sku: "s"}, input: $in) { brand { name } tags { nodes { word } } } }'

    def words(**links: Any) -> list[str]:
        nodes = shop.run(change, {"in": {"tags": links}})["updateProduct"]["tags"]["nodes"]
        return sorted(node["word"] for node in nodes)

    assert words() == ["blue", "red"]
    assert words(disconnect=[{"word": "red"}, {"word": "nobody's"}]) == ["blue"]
    assert words(set=[{"word": "red"}]) == ["red"]
    assert shop.run(change, {"in": {"brand": {"connect": {"name": "Acme"}}}})["updateProduct"]["brand"] == {
        "name": "Acme"
    }
    # From the other side, and by a combination.
    combined = {"brand_code": {"brand": acme, "code": "k"}}
    shop.run(PRODUCT, {"in": {"name": "combined", "sku": "k", "code": "k", "brand": {"connect": {"name": "Acme"}}}})
    tag = "mutation ($in: TagCreateInput!) { createTag(input: $in) { products { nodes { sku } } } }"
    made = shop.run(tag, {"in": {"word": "new", "products": {"connect": [combined, {"sku": "m0"}]}}})
    assert sorted(n["sku"] for n in made["createTag"]["products"]["nodes"]) == ["k", "m0"]
    review = "mutation ($in: [ReviewCreateInput!]!) { createReviews(input: $in) { nodes { about { sku } } } }"
    made = shop.run(
        review, {"in": [{"stars": 1, "about": {"connect": combined}}, {"stars": 1, "about": {"connect": {"sku": "s"}}}]}
    )
    assert [n["about"]["sku"] for n in made["createReviews"]["nodes"]] == ["k", "s"]


def test_a_key_that_nothing_has(shop: Shop) -> None:
    ids(shop, TAGS, [{"word": "red"}])
    nobody = {"connect": {"name": "Nobody"}}
    deep = {"tags": {"connect": [{"word": "red"}, {"word": "none"}]}}
    for query, given, paths in (
        (PRODUCT, {"name": "ok", "brand": nobody}, [["input", "brand", "connect"]]),
        (PRODUCTS, [{"name": "ok"}, {"name": "ok", "brand": nobody}], [["input", 1, "brand", "connect"]]),
        (PRODUCT, {"name": "ok", **deep}, [["input", "tags", "connect", 1]]),
        (PRODUCTS, [{"name": "ok"}, {"name": "ok", "brand": nobody, **deep}], [["input", 1, "brand", "connect"], ["input", 1, "tags", "connect", 1]]),
    ):  # fmt: skip
        error = shop.refused(query, {"in": given})
        assert error["extensions"]["code"] == "INVALID_REFERENCE", given
        assert sorted((p for _, _, p in violations(error)), key=str) == paths
        assert {rule for _, rule, _ in violations(error)} == {"reference"}
    error = shop.refused(
        PRODUCT, {"in": {"name": "x", "brand": nobody, "reviews": {"create": [{"stars": 9, "authors": {}}]}}}
    )
    assert error["extensions"]["code"] == "VALIDATION_FAILED"
    assert sorted((f, r) for f, r, _ in violations(error)) == [
        ("brand", "reference"),
        ("name", "minLength"),
        ("stars", "max"),
    ]
    error = shop.refused(PRODUCT, {"in": {"name": "ok", "brand": {"connect": {"name": None}}}})
    assert [(r, p) for _, r, p in violations(error)] == [("type", ["input", "brand", "connect"])]
    assert shop.value("select count(*) from tc_product") == 0


def test_what_is_there_already(shop: Shop) -> None:
    """onConflict: UPDATE and IGNORE, by a key or by any; the answer says what became of each."""
    create = """mutation ($in: [ProductCreateInput!]!, $do: OnConflict, $by: ProductUnique) {
      createProducts(input: $in, onConflict: $do, by: $by) { count outcomes nodes { sku stock version brand { name } } } }"""
    sku = ["sku", "stock"]

    def wrote(do: str | None, rows: list[dict[str, Any]], by: str | None = None) -> tuple[Any, ...]:
        found = shop.run(create, {"in": [{"name": "ok", **row} for row in rows], "do": do, "by": by})["createProducts"]
        return found["count"], found["outcomes"], [[node[key] for key in sku] for node in found["nodes"]]

    made = [{"sku": "b", "stock": 1}, {"sku": "a", "stock": 2}]
    assert wrote(None, made) == (2, ["CREATED"] * 2, [["b", 1], ["a", 2]])
    new: list[dict[str, Any]] = [{"sku": "a", "stock": 5}, {"sku": "c"}, {"stock": 4}]
    assert wrote("IGNORE", new) == (2, ["IGNORED", "CREATED", "CREATED"], [["a", 2], ["c", 7], [None, 4]])
    again = [{"sku": "d", "stock": 1}, {"sku": "d", "stock": 2}, {"sku": "b", "stock": 9}]
    assert wrote("IGNORE", again, "sku") == (1, ["CREATED", "IGNORED", "IGNORED"], [["d", 1], ["d", 1], ["b", 1]])
    assert wrote("UPDATE", [{"sku": "e"}, {"sku": "a", "stock": 6}], "sku") == (
        2,
        ["CREATED", "UPDATED"],
        [["e", 7], ["a", 6]],
    )
    # What is nested is made only for what is made.
    nested: list[dict[str, Any]] = [
        {"sku": s, "brand": {"create": {"name": f"of {s}"}}, "tags": {"create": [{"word": f"t{s}"}]}}
        for s in ("a", "f")
    ]
    assert wrote("IGNORE", nested)[1] == ["IGNORED", "CREATED"]
    assert shop.rows("select name from tc_brand") == [("of f",)]
    assert shop.rows("select word from tc_tag") == [("tf",)]
    one = "mutation ($in: ProductCreateInput!, $do: OnConflict) { createProduct(input: $in, onConflict: $do, by: sku) { stock } }"
    for do, stock in ("IGNORE", 6), ("UPDATE", 8):
        assert shop.run(one, {"in": {"name": "ok", "sku": "a", "stock": 8}, "do": do}) == {
            "createProduct": {"stock": stock}
        }
    # Another key than the one that is meant is still a violation; so is what breaks a rule.
    (code,) = shop.rows("select id::text from tc_brand")
    both = {"name": "ok", "sku": "x", "code": "k", "brand": {"connect": {"id": code[0]}}}
    shop.run(PRODUCT, {"in": both})
    error = shop.refused(create, {"in": [{**both, "sku": "y"}], "do": "IGNORE", "by": "sku"})
    assert error["extensions"]["code"] == "UNIQUE_VIOLATION"
    assert wrote("IGNORE", [{**both, "sku": "y"}])[1] == ["IGNORED"]
    error = shop.refused(create, {"in": [{"name": "x", "sku": "a"}], "do": "IGNORE"})
    assert violations(error) == [("name", "minLength", ["input", 0, "name"])]
    for arguments in ("onConflict: UPDATE", "by: sku"):
        error = shop.refused(f'mutation {{ createProduct(input: {{name: "ok"}}, {arguments}) {{ id }} }}')
        assert error["extensions"]["code"] == "INVALID_INPUT"


def test_an_upsert_asks_for_what_is_new_only(shop: Shop) -> None:
    upsert = "mutation ($in: [ProductUpsertInput!]!) { upsertProducts(by: sku, input: $in) { count outcomes nodes { name stock } } }"
    shop.run(PRODUCT, {"in": {"name": "ok", "sku": "1"}})
    found = shop.run(upsert, {"in": [{"sku": "2", "name": "new"}, {"sku": "1", "stock": 3}]})["upsertProducts"]
    assert found == {
        "count": 2, "outcomes": ["CREATED", "UPDATED"], "nodes": [{"name": "new", "stock": 7}, {"name": "ok", "stock": 3}]
    }  # fmt: skip
    assert violations(shop.refused(upsert, {"in": [{"sku": "3"}]})) == [("name", "required", ["input", 0, "name"])]
    own = "mutation ($in: [TagUpsertInput!]!) { upsertTags(by: id, input: $in) { outcomes } }"
    tags = [{"id": str(uuid4()), "word": word} for word in "ab"]
    for outcome in "CREATED", "UPDATED":
        assert shop.run(own, {"in": tags})["upsertTags"]["outcomes"] == [outcome] * 2
    assert shop.run('mutation { deleteTags(filter: {word: {eq: "a"}}) { outcomes } }') == {
        "deleteTags": {"outcomes": ["DELETED"]}
    }
    kinds = '{ __type(name: "ProductUpsertInput") { inputFields { type { kind } } } }'
    assert {f["type"]["kind"] for f in shop.run(kinds)["__type"]["inputFields"]}.isdisjoint({"NON_NULL"})


def test_more_links_than_things(shop: Shop) -> None:
    words = [f"w{n}" for n in range(3000)]
    shop.owner.execute("insert into tc_tag (word) select unnest(%s::text[])", (words,))
    shop.run(PRODUCT, {"in": {"name": "ok", "sku": "1"}})
    query = 'mutation ($set: [TagUniqueInput!]!) { updateProduct(by: {sku: "1"}, input: {tags: {set: $set}}) { tags { totalCount } } }'
    for chosen in words, words[:1500]:
        assert shop.run(query, {"set": [{"word": word} for word in chosen]})["updateProduct"]["tags"] == {
            "totalCount": len(chosen)
        }
    error = shop.refused(query, {"set": [{"word": word} for word in words * 2]})
    assert error["extensions"]["code"] == "LIST_LIMIT"


EACH = """mutation ($u: [ProductUpdateItemInput!]!) {
  updateProducts(updates: $u) { count outcomes nodes { sku stock version name tags { totalCount } } } }"""


def test_many_updates_of_their_own(shop: Shop) -> None:
    a, b, _ = ids(shop, PRODUCTS, [{"name": "ok", "sku": s, "stock": 1} for s in "abc"])
    (brand,) = ids(shop, BRANDS, [{"name": "Acme"}])
    updates: list[dict[str, Any]] = [
        {"by": {"sku": "c"}, "input": {"stock": 3}},
        {"id": a, "version": 1, "input": {"name": "aa", "brand": {"connect": {"name": "Acme"}}}},
        {"by": {"id": b}, "input": {"stock": None, "tags": {"create": [{"word": "w"}]}}},
    ]
    done = shop.run(EACH, {"u": updates})["updateProducts"]
    assert (done["count"], done["outcomes"]) == (3, ["UPDATED"] * 3)
    assert [list(node.values()) for node in done["nodes"]] == [
        ["c", 3, 2, "ok", {"totalCount": 0}], ["a", 1, 2, "aa", {"totalCount": 0}], ["b", None, 2, "ok", {"totalCount": 1}]
    ]  # fmt: skip
    assert shop.value("select brand::text from tc_product where sku = 'a'") == brand
    assert shop.run(EACH, {"u": []})["updateProducts"]["count"] == 0
    # All or nothing; all that is wrong is told, with its place.
    stale = [{"id": a, "version": 1, "input": {"stock": 9}}, {"by": {"sku": "b"}, "version": 2, "input": {"stock": 9}},
             {"by": {"sku": "c"}, "version": 7, "input": {"stock": 9}}]  # fmt: skip
    told = shop.refused(EACH, {"u": stale})["extensions"]
    assert told["code"] == "VERSION_CONFLICT"
    assert [(c["path"], c["version"], c["expected"]) for c in told["conflicts"]] == [
        (["updates", 0], 2, 1),
        (["updates", 2], 2, 7),
    ]
    gone = [
        {"by": {"sku": "b"}, "input": {"stock": 9}},
        {"by": {"sku": "z"}, "input": {}},
        {"id": str(uuid4()), "input": {}},
    ]
    told = shop.refused(EACH, {"u": gone})["extensions"]
    assert (told["code"], told["paths"]) == ("UNKNOWN_THING", [["updates", 1], ["updates", 2]])
    wrong = [{"id": a, "input": {"name": "x", "sku": "b"}}, {"id": b, "input": {"stock": "many", "price": "-1"}}]
    error = shop.refused(EACH, {"u": wrong})
    assert error["extensions"]["code"] == "VALIDATION_FAILED"
    assert sorted((r, p) for _, r, p in violations(error)) == [
        ("min", ["updates", 1, "input", "price"]), ("minLength", ["updates", 0, "input", "name"]),
        ("type", ["updates", 1, "input", "stock"]), ("unique", ["updates", 0, "input", "sku"]),
    ]  # fmt: skip
    ill: list[list[dict[str, Any]]] = [
        [{"id": a, "input": {}}, {"by": {"sku": "a"}, "input": {}}],
        [{"input": {}}],
        [{"id": a, "by": {"sku": "a"}, "input": {}}],
    ]
    for twice in ill:
        assert shop.refused(EACH, {"u": twice})["extensions"]["code"] == "INVALID_INPUT"
    many = [{"id": a, "input": {}}] * 1001
    assert shop.refused(EACH, {"u": many})["extensions"]["code"] == "LIST_LIMIT"
    for arguments, code in (
        ("filter: {sku: {eq: \"a\"}}, updates: []", "INVALID_INPUT"), ("input: {stock: 1}", "INVALID_FILTER"),
        ("filter: {sku: {eq: \"a\"}}", "INVALID_INPUT"), ("filter: $f, input: {stock: 1}", "INVALID_FILTER"),
    ):  # fmt: skip
        query = f"mutation ($f: ProductFilter) {{ updateProducts({arguments}) {{ count }} }}"
        assert (
            shop.refused(query.replace("($f: ProductFilter) ", "") if "$f" not in arguments else query)["extensions"][
                "code"
            ]
            == code
        )
    assert shop.value("select count(*) from tc_product where stock = 9") == 0
    # Of a class that others extend, each in its own table.
    ann = shop.run('mutation { createEmployee(input: {name: "Ann"}) { id } }')["createEmployee"]["id"]
    pat = shop.run('mutation { createPerson(input: {name: "Pat"}) { id } }')["createPerson"]["id"]
    family = "mutation ($u: [PersonUpdateItemInput!]!) { updatePeople(updates: $u) { nodes { __typename age } } }"
    done = shop.run(family, {"u": [{"id": pat, "input": {"age": 3}}, {"id": ann, "input": {"age": 4}}]})["updatePeople"]
    assert done["nodes"] == [{"__typename": "PersonItself", "age": 3}, {"__typename": "Employee", "age": 4}]


@pytest.mark.once
def test_a_thousand_updates_are_few_statements(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.owner.execute("insert into tc_product (name, sku) select 'ok', n from generate_series(1, 1000) n")
    said: list[str] = []
    fetch = Connection.fetch_json

    async def recorded(connection: Connection, sql: str, params: Any = ()) -> bytes | None:
        if "thing.catalog" not in sql:
            said.append(sql)
        return await fetch(connection, sql, params)

    monkeypatch.setattr(Connection, "fetch_json", recorded)
    updates = [
        {"by": {"sku": str(n)}, "input": {"stock": n} if n % 2 else {"stock": n, "code": str(n)}}
        for n in range(1, 1001)
    ]
    shop.run(EACH, {"u": updates})
    assert len(said) == 5  # who does it; which things; their locks; what they get; the answer
    assert sum("update " in sql and "set" in sql for sql in said) == 1
    assert (
        shop.value(
            "select count(*) from tc_product where stock = sku::integer and (code is null) = (mod(stock, 2) = 1)"
        )
        == 1000
    )
