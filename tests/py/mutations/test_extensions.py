"""Types of fields that come from extensions."""

from typing import Any

import pytest

from tests.py.mutations.conftest import Shop


def both(shop: Shop, name: str, fields: dict[str, Any]) -> None:
    selection = " ".join(fields)
    query = f"mutation ($in: [{name}CreateInput!]!) {{ create{name}s(input: $in) {{ nodes {{ {selection} }} }} }}"
    nothing = dict.fromkeys(fields)
    nodes = shop.run(query, {"in": [fields, nothing, {}]})[f"create{name}s"]["nodes"]
    assert nodes == [fields, nothing, nothing]
    one = f"mutation ($in: {name}CreateInput!) {{ create{name}(input: $in) {{ id {selection} }} }}"
    made = shop.run(one, {"in": fields})[f"create{name}"]
    thing = made.pop("id")
    assert made == fields
    change = f"mutation ($id: ID!, $in: {name}UpdateInput!) {{ update{name}(id: $id, input: $in) {{ {selection} }} }}"
    assert shop.run(change, {"id": thing, "in": nothing})[f"update{name}"] == nothing
    many = f"mutation ($in: {name}UpdateInput!) {{ update{name}s(filter: {{}}, atMost: 1000, input: $in) {{ nodes {{ {selection} }} }} }}"
    assert shop.run(many, {"in": fields})[f"update{name}s"]["nodes"] == [fields] * 4


def refused(shop: Shop, name: str, field: str, value: Any) -> None:
    one = f"mutation ($in: {name}CreateInput!) {{ create{name}(input: $in) {{ id }} }}"
    many = f"mutation ($in: [{name}CreateInput!]!) {{ create{name}s(input: $in) {{ count }} }}"
    for query, given, path in (
        (one, {field: value}, ["input", field]),
        (many, [{}, {field: value}], ["input", 1, field]),
    ):
        error = shop.refused(query, {"in": given})
        assert error["extensions"]["code"] == "VALIDATION_FAILED", error
        assert "violations" in error["extensions"], error
        assert [v["path"] for v in error["extensions"]["violations"]] == [path]


@pytest.mark.postgis
def test_geometry(shop: Shop) -> None:
    point = {"type": "Point", "coordinates": [18.05, 59.33]}
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
    both(shop, "Spot", {"point": point, "shape": line})
    refused(shop, "Spot", "point", line)
    refused(shop, "Spot", "shape", {"type": "Nothing"})


def test_vector(shop: Shop) -> None:
    if shop.value("select count(*) from thing_classes where name = 'Meaning'") == 0:
        pytest.skip("this server has no vector")
    both(shop, "Meaning", {"vector": [1, 0.5, -2]})
    refused(shop, "Meaning", "vector", [1, 2])
