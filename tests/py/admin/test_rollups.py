"""Administrators see how old rollups are, and have them worked out."""

import pytest

from tests.py.admin.conftest import Office

pytestmark = pytest.mark.once

MADE = {
    "op": "create_rollup",
    "name": "MakerCount",
    "class": "Product",
    "groupBy": ["maker"],
    "aggregates": [{"function": "sum", "path": "price"}],
    "refresh": "manual",
}
OFTEN = {"op": "create_rollup", "name": "Often", "class": "Product", "refresh": {"every": "5 minutes"}}
SHOWN = "{ schemaRollups { name class refresh refreshedAt age seconds jobState nextAt error } }"


def test_rollups_are_listed_and_refreshed(office: Office) -> None:
    office.run(
        "mutation ($changes: [JSON!]!) { migrateSchema(changes: $changes) { version } }", {"changes": [MADE, OFTEN]}
    )
    office.run('mutation { createProduct(input: {name: "lamp", price: 3}) { id } }')
    assert office.run("{ makerCounts { nodes { count } } }")["makerCounts"]["nodes"] == []
    by_hand, often = office.run(SHOWN)["schemaRollups"]
    assert (by_hand["name"], by_hand["class"], by_hand["refresh"]) == ("MakerCount", "Product", "manual")
    assert by_hand["age"].startswith("00:")
    assert by_hand["seconds"] >= 0
    assert by_hand["jobState"] is None
    assert (often["refresh"], often["jobState"], often["error"]) == ("5 minutes", "queued", None)
    assert often["nextAt"] > often["refreshedAt"]

    done = office.run('mutation { refreshSchemaRollup(name: "MakerCount") }')["refreshSchemaRollup"]
    assert done > by_hand["refreshedAt"]
    again, _ = office.run(SHOWN)["schemaRollups"]
    assert again["refreshedAt"] == done
    assert office.run("{ makerCounts { nodes { count sumPrice } } }")["makerCounts"]["nodes"] == [
        {"count": "1", "sumPrice": "3"}
    ]


def test_only_administrators_and_only_rollups(office: Office) -> None:
    mutation = 'mutation { refreshSchemaRollup(name: "Product") }'
    assert office.refused(mutation)["extensions"]["code"] == "INVALID_CHANGE"
    assert office.refused('mutation { refreshSchemaRollup(name: "Nothing") }')["extensions"]["code"] == "UNKNOWN_CLASS"
    for query in (mutation, SHOWN):
        assert office.refused(query, role="editor")["extensions"]["code"] == "FORBIDDEN"
