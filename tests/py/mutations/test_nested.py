"""Nested create, connect, disconnect, set: references to one, to many, and from the other side."""

from typing import Any
from uuid import uuid4

from tests.py.mutations.conftest import Shop

CREATE = "mutation ($in: ProductCreateInput!) { createProduct(input: $in) { id name brand { name } tags(orderBy: {word: ASC}) { nodes { id word } } reviews(orderBy: {stars: ASC}) { nodes { id stars text authors { nodes { name } } } } owner { name __typename } related { id } } }"
UPDATE = CREATE.replace("createProduct(input", "updateProduct(id: $id, input").replace(
    "$in: ProductCreateInput!", "$id: ID!, $in: ProductUpdateInput!"
)


def words(product: Any) -> list[str]:
    return [tag["word"] for tag in product["tags"]["nodes"]]


def stars(product: Any) -> list[int]:
    return [review["stars"] for review in product["reviews"]["nodes"]]


def made(shop: Shop, **more: Any) -> Any:
    return shop.run(CREATE, {"in": {"name": "Oak", **more}})["createProduct"]


def changed(shop: Shop, product: Any, **more: Any) -> Any:
    return shop.run(UPDATE, {"id": product["id"], "in": more})["updateProduct"]


def test_at_depth(shop: Shop) -> None:
    product = made(
        shop,
        brand={"create": {"name": "Brand"}},
        tags={"create": [{"word": "b"}, {"word": "a"}]},
        reviews={
            "create": [
                {"stars": 5, "authors": {"connect": []}},
                {"stars": 1, "text": "no"},
            ]
        },
    )
    assert product["brand"] == {"name": "Brand"}
    assert words(product) == ["a", "b"]
    assert stars(product) == [1, 5]
    query = """mutation { createEmployee(input: {name: "E", boss: {create: {name: "B", boss: {create: {name: "Top", salary: 3}}}},
        productsByOwner: {}}) { name boss { name boss { name salary boss { id } } } } }"""
    fields = shop.run('{ __type(name: "EmployeeCreateInput") { inputFields { name } } }')["__type"]["inputFields"]
    inverse = next(f["name"] for f in fields if f["name"].startswith("product"))
    data = shop.run(query.replace("productsByOwner", inverse))
    assert data["createEmployee"] == {
        "name": "E",
        "boss": {"name": "B", "boss": {"name": "Top", "salary": "3", "boss": None}},
    }
    query = f"""mutation {{ createPerson(input: {{name: "P", {inverse}: {{create: [{{name: "Mine", reviews: {{create: [{{stars: 2}}]}},
        brand: {{create: {{name: "Deep"}}}}}}]}}}}) {{ name {inverse} {{ nodes {{ name brand {{ name }} reviews {{ nodes {{ stars }} }} }} }} }} }}"""
    assert shop.run(query)["createPerson"] == {
        "name": "P", inverse: {"nodes": [{"name": "Mine", "brand": {"name": "Deep"}, "reviews": {"nodes": [{"stars": 2}]}}]}
    }  # fmt: skip


def test_many_rows_with_nested_ones(shop: Shop) -> None:
    query = "mutation ($in: [ProductCreateInput!]!) { createProducts(input: $in) { count nodes { name brand { name } tags(orderBy: {word: ASC}) { nodes { word } } } } }"
    rows: list[dict[str, Any]] = [
        {
            "name": f"p{n}",
            "brand": {"create": {"name": f"b{n}"}},
            "tags": {"create": [{"word": f"t{n}"}, {"word": f"u{n}"}]},
        }
        for n in range(100)
    ]
    rows[50] = {"name": "plain"}
    nodes = shop.run(query, {"in": rows})["createProducts"]["nodes"]
    for n, node in enumerate(nodes):
        want: Any = {
            "name": f"p{n}",
            "brand": {"name": f"b{n}"},
            "tags": {"nodes": [{"word": f"t{n}"}, {"word": f"u{n}"}]},
        }
        assert node == ({"name": "plain", "brand": None, "tags": {"nodes": []}} if n == 50 else want)


def test_reference_to_one(shop: Shop) -> None:
    brand = shop.run('mutation { createBrand(input: {name: "Brand"}) { id } }')["createBrand"]["id"]
    product = made(shop, brand={"connect": {"id": brand}})
    assert product["brand"] == {"name": "Brand"}
    assert changed(shop, product, brand={})["brand"] == {"name": "Brand"}
    assert changed(shop, product, brand={"disconnect": False})["brand"] == {"name": "Brand"}
    assert changed(shop, product, brand={"disconnect": True})["brand"] is None
    assert changed(shop, product, brand={"connect": {"id": brand}})["brand"] == {"name": "Brand"}
    assert changed(shop, product, brand=None)["brand"] is None
    assert changed(shop, product, brand={"create": {"name": "New"}})["brand"] == {"name": "New"}
    error = shop.refused(
        UPDATE, {"id": product["id"], "in": {"brand": {"connect": {"id": brand}, "create": {"name": "xx"}}}}
    )
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert error["extensions"]["path"] == ["input", "brand"]


def test_links_say_the_same_whichever_way_they_are_written(shop: Shop) -> None:
    brand = shop.run('mutation { createBrand(input: {name: "Brand"}) { id } }')["createBrand"]["id"]
    product = made(shop, brand={"connect": {"id": brand}})["id"]
    query = "mutation ($id: ID!, $l: BrandLinkInput, $s: Int) { updateProduct(id: $id, input: {brand: $l, stock: $s}) { brand { name } } }"

    def after(link: Any) -> Any:
        return shop.run(query, {"id": product, "l": link, "s": 1})["updateProduct"]["brand"]

    there = {"name": "Brand"}
    for link, want in (
        ({"disconnect": False}, there), ({"connect": None}, there), ({}, there), ({"disconnect": None}, there),
        ({"disconnect": True}, None), ({"connect": {"id": brand}, "disconnect": False}, there), (None, None),
    ):  # fmt: skip
        assert after(link) == want, link


def test_reference_to_a_family_and_to_any_class(shop: Shop) -> None:
    company = shop.run('mutation { createCompany(input: {name: "Co"}) { id } }')["createCompany"]["id"]
    product = made(shop, owner={"connect": {"id": company}}, related={"connect": {"id": company}})
    assert product["owner"] == {"name": "Co", "__typename": "Company"}
    assert product["related"] == {"id": company}
    assert changed(shop, product, related={"disconnect": True})["related"] is None


def test_references_to_many(shop: Shop) -> None:
    product = made(shop, tags={"create": [{"word": "a"}, {"word": "b"}]})
    a, b = (tag["id"] for tag in product["tags"]["nodes"])
    c = shop.run('mutation { createTag(input: {word: "c"}) { id } }')["createTag"]["id"]
    assert words(changed(shop, product, tags={"connect": [{"id": c}, {"id": c}, {"id": a}]})) == ["a", "b", "c"]
    assert words(changed(shop, product, tags={"disconnect": [{"id": a}, {"id": str(uuid4())}]})) == ["b", "c"]
    assert words(changed(shop, product, tags={"set": [{"id": a}, {"id": b}]})) == ["a", "b"]
    assert words(
        changed(shop, product, tags={"set": [{"id": a.upper()}], "create": [{"word": "d"}], "connect": [{"id": c}]})
    ) == [
        "a",
        "c",
        "d",
    ]
    assert words(changed(shop, product, tags={"set": []})) == []
    assert words(changed(shop, product, tags=None)) == []
    (error,) = [
        shop.refused(UPDATE, {"id": product["id"], "in": {"tags": {"connect": [{"id": a}, {"id": str(uuid4())}]}}})
    ]
    assert error["extensions"]["code"] == "FOREIGN_KEY_VIOLATION"
    assert error["extensions"]["violations"][0]["path"] == ["input", "tags", "connect", 1]


def test_the_other_side_of_references_to_many(shop: Shop) -> None:
    one, two = made(shop), made(shop, name="Elm")
    query = "mutation ($in: TagUpdateInput!, $id: ID!) { updateTag(id: $id, input: $in) { products(orderBy: {name: ASC}) { nodes { name } } } }"
    tag = shop.run(
        'mutation ($p: ID!) { createTag(input: {word: "a", products: {connect: [{id: $p}], create: [{name: "Ash"}]}}) { id products(orderBy: {name: ASC}) { nodes { name } } } }',
        {"p": one["id"]},
    )["createTag"]

    def names(**links: Any) -> list[str]:
        named = {kind: [{"id": i} for i in ids] for kind, ids in links.items()}
        nodes = shop.run(query, {"id": tag["id"], "in": {"products": named}})["updateTag"]["products"]["nodes"]
        return [node["name"] for node in nodes]

    assert [node["name"] for node in tag["products"]["nodes"]] == ["Ash", "Oak"]
    assert names(connect=[two["id"]]) == ["Ash", "Elm", "Oak"]
    assert names(disconnect=[one["id"]]) == ["Ash", "Elm"]
    assert names(set=[one["id"]]) == ["Oak"]
    error = shop.refused(query, {"id": tag["id"], "in": {"products": {"connect": [{"id": tag["id"]}]}}})
    assert error["extensions"]["code"] == "INVALID_REFERENCE"
    assert error["extensions"]["path"] == ["input", "products", "connect", 0]


def test_the_other_side_of_a_reference_to_one(shop: Shop) -> None:
    one = made(shop, reviews={"create": [{"stars": 1}, {"stars": 2}]})
    two = made(shop, name="Elm", reviews={"create": [{"stars": 3}]})
    three = two["reviews"]["nodes"][0]["id"]
    assert stars(changed(shop, one, reviews={"connect": [{"id": three.upper()}]})) == [1, 2, 3]
    assert stars(changed(shop, two, reviews={})) == []
    assert stars(changed(shop, two, reviews={"connect": [{"id": three}], "create": [{"stars": 4}]})) == [3, 4]
    error = shop.refused(UPDATE, {"id": two["id"], "in": {"reviews": {"disconnect": [{"id": three}]}}})
    assert error["extensions"]["code"] == "VALIDATION_FAILED"  # a review must be about something
    error = shop.refused(UPDATE, {"id": two["id"], "in": {"reviews": {"connect": [{"id": str(uuid4())}]}}})
    assert error["extensions"]["code"] == "INVALID_REFERENCE"
    assert error["extensions"]["path"] == ["input", "reviews", "connect", 0]
    brand = shop.run(
        'mutation ($p: [ProductUniqueInput!]) { createBrand(input: {name: "Br", products: {connect: $p}}) { id products { totalCount } } }',
        {"p": [{"id": one["id"]}, {"id": two["id"]}]},
    )["createBrand"]
    assert brand["products"]["totalCount"] == 2
    query = "mutation ($id: ID!, $l: ProductLinksInput) { updateBrand(id: $id, input: {products: $l}) { products { nodes { name } } } }"
    assert shop.run(query, {"id": brand["id"], "l": {"set": [{"id": two["id"]}]}})["updateBrand"]["products"][
        "nodes"
    ] == [{"name": "Elm"}]
    assert shop.run(query, {"id": brand["id"], "l": {"disconnect": [{"id": one["id"]}]}})["updateBrand"]["products"][
        "nodes"
    ] == [{"name": "Elm"}]
    assert (
        shop.run(query, {"id": brand["id"], "l": {"disconnect": [{"id": two["id"]}]}})["updateBrand"]["products"][
            "nodes"
        ]
        == []
    )


def test_a_family_on_the_other_side(shop: Shop) -> None:
    ann = shop.run('mutation { createEmployee(input: {name: "Ann"}) { id } }')["createEmployee"]["id"]
    pat = shop.run('mutation { createPerson(input: {name: "Pat"}) { id } }')["createPerson"]["id"]
    query = "mutation ($in: CompanyCreateInput!) { createCompany(input: $in) { id staff(orderBy: {name: ASC}) { nodes { name __typename } } } }"
    company = shop.run(
        query, {"in": {"name": "Co", "staff": {"connect": [{"id": ann}, {"id": pat}], "create": [{"name": "Zed"}]}}}
    )["createCompany"]
    assert [n["name"] for n in company["staff"]["nodes"]] == ["Ann", "Pat", "Zed"]
    query = "mutation ($id: ID!, $c: ID!) { updatePerson(id: $id, input: {companies: {disconnect: [{id: $c}]}}) { name companies { totalCount } } }"
    assert shop.run(query, {"id": ann, "c": company["id"]})["updatePerson"] == {
        "name": "Ann",
        "companies": {"totalCount": 0},
    }
    error = shop.refused(
        'mutation ($c: ID!) { createCompany(input: {name: "X", staff: {connect: [{id: $c}]}}) { id } }',
        {"c": company["id"]},
    )
    assert error["extensions"]["code"] == "INVALID_REFERENCE"
    assert error["extensions"]["violations"][0]["path"] == ["input", "staff", "connect", 0]


def test_update_of_many_with_links(shop: Shop) -> None:
    made(shop), made(shop, name="Elm")
    query = "mutation ($in: ProductUpdateInput!) { updateProducts(filter: {}, atMost: 1000, input: $in) { nodes { name brand { name } tags(orderBy: {word: ASC}) { nodes { word } } } } }"
    nodes = shop.run(query, {"in": {"brand": {"create": {"name": "All"}}, "tags": {"create": [{"word": "t"}]}}})[
        "updateProducts"
    ]["nodes"]
    both = {"brand": {"name": "All"}, "tags": {"nodes": [{"word": "t"}]}}
    assert sorted(nodes, key=lambda n: str(n["name"])) == [{"name": "Elm", **both}, {"name": "Oak", **both}]
    error = shop.refused(query, {"in": {"reviews": {"create": [{"stars": 1}]}}})
    assert error["extensions"]["code"] == "INVALID_INPUT"


def test_what_is_known_is_not_said_again(shop: Shop) -> None:
    one = made(shop)
    error = shop.refused(
        UPDATE,
        {"id": one["id"], "in": {"reviews": {"create": [{"stars": 1, "about": {"connect": {"id": one["id"]}}}]}}},
    )
    (violation,) = error["extensions"]["violations"]
    assert (violation["rule"], violation["path"]) == ("unknownField", ["input", "reviews", "create", 0, "about"])


def test_nested_too_deep(shop: Shop) -> None:
    boss: dict[str, Any] = {"name": "x"}
    for _ in range(20):
        boss = {"name": "x", "boss": {"create": boss}}
    error = shop.refused("mutation ($in: EmployeeCreateInput!) { createEmployee(input: $in) { id } }", {"in": boss})
    assert error["extensions"]["code"] == "DEPTH_LIMIT"


def test_nested_things_count_in_the_limit(shop: Shop) -> None:
    rows = [{"name": "xx", "tags": {"create": [{"word": f"{n}-{m}"} for m in range(20)]}} for n in range(60)]
    error = shop.refused(
        "mutation ($in: [ProductCreateInput!]!) { createProducts(input: $in) { count } }", {"in": rows}
    )
    assert error["extensions"]["code"] == "LIST_LIMIT"
