"""The registry of the documents that clients send."""

from hashlib import sha256
from typing import Any

import pytest

from tests.py.admin.conftest import Office

pytestmark = pytest.mark.once

REGISTER = """mutation ($client: String!, $operations: [String!]!) {
    registerClientOperations(client: $client, operations: $operations) {
        client hash name document schemaVersion registeredAt seenAt
    }
}"""
LISTED = """query ($client: String, $first: Int, $offset: Int) {
    clientOperations(client: $client, first: $first, offset: $offset) { client name document schemaVersion }
}"""
PATH = """query ($client: String, $operations: [String!], $first: Int, $offset: Int) {
    schemaMigrationPath(from: 1, client: $client, operations: $operations, first: $first, offset: $offset) {
        works operations { client name status problems { advice } }
    }
}"""
CODES, NAMES = "query Codes { products { nodes { code } } }", "query Names { makers { nodes { name } } }"
WRITE = 'mutation { createProduct(input: {name: "xy"}) { id } }'
FOLLOW = "subscription { productChanged { thingId } }"


def register(office: Office, client: str, *operations: str) -> Any:
    variables = {"client": client, "operations": list(operations)}
    return office.run(REGISTER, variables, role="viewer")["registerClientOperations"]


def test_registering(office: Office) -> None:
    codes, write, follow = register(office, "shop 1.2", CODES, WRITE, FOLLOW)
    assert (codes["client"], codes["name"], codes["document"], codes["schemaVersion"]) == (
        "shop 1.2",
        "Codes",
        CODES,
        1,
    )
    assert codes["hash"] == sha256(CODES.encode()).hexdigest()
    assert (write["name"], follow["name"]) == (None, None)
    office.run('mutation { addSchemaField(class: "Maker", field: {name: "town", type: "text"}) { version } }')
    (again,) = register(office, "shop 1.2", CODES)
    assert (again["hash"], again["schemaVersion"], again["registeredAt"]) == (codes["hash"], 2, codes["registeredAt"])
    assert again["seenAt"] > codes["seenAt"]
    register(office, "app", NAMES)
    found = office.run(LISTED, role="viewer")["clientOperations"]
    assert (found[0]["client"], found[0]["document"]) == ("app", NAMES)
    assert {o["document"] for o in found} == {CODES, WRITE, FOLLOW, NAMES}
    assert len(office.run(LISTED, {"first": 2, "offset": 1})["clientOperations"]) == 2
    assert office.run(LISTED, {"client": "app"})["clientOperations"] == [
        {"client": "app", "name": "Names", "document": NAMES, "schemaVersion": 2}
    ]
    forget = 'mutation { forgetClientOperations(client: "app") }'
    assert office.refused(forget, role="editor")["extensions"]["code"] == "FORBIDDEN"
    assert office.run(forget) == {"forgetClientOperations": 1}
    assert office.run(LISTED, {"client": "app"})["clientOperations"] == []


def test_documents_are_validated_first(office: Office) -> None:
    wrong = "query Wrong { products { nodes { nope } } }"
    two = "query A { makers { totalCount } } query B { makers { first } }"
    variables = {"client": "shop", "operations": [CODES, wrong, "{ nonsense", two, "fragment F on Maker { name }"]}
    error = office.refused(REGISTER, variables, role="viewer")
    extensions = error["extensions"]
    assert extensions["code"] == "INVALID_DOCUMENTS"
    assert "4 of 5 documents" in error["message"]
    assert "Cannot query field 'nope' on type 'Product'." in error["message"]
    assert [d["index"] for d in extensions["documents"]] == [1, 2, 3, 4]
    first, second, third, fourth = (d["errors"][0] for d in extensions["documents"])
    assert first["locations"] == [{"line": 1, "column": 34}]
    assert [e["extensions"]["code"] for e in (first, second, third, fourth)] == [
        "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "OPERATION_RESOLUTION_FAILURE",
    ]  # fmt: skip
    assert office.run(LISTED)["clientOperations"] == []


def test_what_is_registered_at_once_is_bounded(office: Office) -> None:
    documents = [f"query N{i} {{ makers {{ totalCount }} }}" for i in range(101)]
    error = office.refused(REGISTER, {"client": "shop", "operations": documents})
    assert error["extensions"]["code"] == "LIST_LIMIT"
    assert len(register(office, "shop", *documents[:100])) == 100
    large = "{ " + " ".join(f"a{i}: makers {{ totalCount }}" for i in range(200)) + " }"
    error = office.refused(REGISTER, {"client": "shop", "operations": [large]})
    assert error["extensions"]["documents"][0]["errors"][0]["extensions"]["code"] == "ALIAS_LIMIT"
    error = office.refused(REGISTER, {"client": " ", "operations": [CODES]})
    assert error["extensions"]["code"] == "INVALID_CLIENT_OPERATION"


def test_what_is_registered_meets_a_change(office: Office) -> None:
    register(office, "shop", CODES, WRITE)
    register(office, "app", NAMES)
    office.run('mutation { renameSchemaField(class: "Product", field: "code", to: "key") { version } }')

    def statuses(**variables: Any) -> dict[str | None, str]:
        found = office.run(PATH, variables, role="viewer")["schemaMigrationPath"]["operations"]
        return {each["name"] or each["client"]: each["status"] for each in found}

    assert statuses() == {"Codes": "BREAKS", "shop": "WORKS", "Names": "WORKS"}
    assert statuses(client="app") == {"Names": "WORKS"}
    assert statuses(client="app", operations=["query Mine { products { nodes { key } } }"]) == {
        "Mine": "WORKS", "Names": "WORKS",
    }  # fmt: skip
    assert statuses(operations=[]) == {}
    assert statuses(first=1) == {"Names": "WORKS"}
    assert set(statuses(first=5, offset=1)) == {"Codes", "shop"}
    assert office.refused(PATH, {"first": 1001})["extensions"]["code"] == "LIST_LIMIT"
    found = office.run(PATH, {"client": "shop"})["schemaMigrationPath"]
    assert found["works"] is False
    (broken,) = [o for o in found["operations"] if o["status"] == "BREAKS"]
    assert (broken["client"], broken["problems"][0]["advice"]) == ("shop", "use `key`: `code` was renamed in version 2")
    assert office.run(PATH, {"client": "app"})["schemaMigrationPath"]["works"] is True


def test_what_postgresql_cannot_keep(office: Office) -> None:
    for text, code in (("{ makers { totalCount } } # \ud800", "INVALID_DOCUMENTS"), ("{ a } # \0", "INVALID_VALUE")):
        error = office.refused(REGISTER, {"operations": [text], "client": "shop"})
        assert error["extensions"]["code"] == code
        assert office.refused(PATH, {"operations": [text]})["extensions"]["code"] == "INVALID_VALUE"
    error = office.refused(REGISTER, {"operations": [CODES], "client": "\0"})
    assert error["extensions"]["code"] == "INVALID_VALUE"


def test_a_retry_registers_once(office: Office) -> None:
    variables = {"client": "shop", "operations": [CODES]}
    first = office.answer(REGISTER, variables, role="viewer", idempotency_key="k1")
    assert office.answer(REGISTER, variables, role="viewer", idempotency_key="k1").body == first.body
