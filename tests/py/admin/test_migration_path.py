"""schemaMigrationPath over the real engine: what a client that is behind is told."""

from tests.py.admin.conftest import Office

PATH = """query ($from: Int!, $to: Int, $operations: [String!]) {
    schemaMigrationPath(from: $from, to: $to, operations: $operations) {
        from to works
        steps { version changes { kind } }
        diff { from to impact changes { kind field } fields operations }
        operations {
            name hash client document status
            problems { message line column class field change { kind impact details } advice }
        }
    }
}"""
RENAME = 'mutation { renameSchemaField(class: "Product", field: "code", to: "key") { version } }'
DROP = 'mutation { dropSchemaField(class: "Product", field: "price") { version } }'
CODES, PRICES = "query Codes { products { nodes { code } } }", "{ products { nodes { name price } } }"
NAMES = "query Names { makers { nodes { name } } }"


def test_the_way_to_now(office: Office) -> None:
    office.run(RENAME)
    office.run(DROP)
    variables = {"from": 1, "operations": [CODES, PRICES, NAMES, "{ nonsense", "{ products { nope } }"]}
    found = office.run(PATH, variables, role="viewer")["schemaMigrationPath"]
    assert (found["from"], found["to"], found["works"]) == (1, 3, False)
    assert [(s["version"], s["changes"][0]["kind"]) for s in found["steps"]] == [
        (2, "FIELD_RENAMED"),
        (3, "FIELD_DROPPED"),
    ]
    assert (found["diff"]["from"], found["diff"]["to"], found["diff"]["impact"]) == (1, 3, "BREAKING")
    codes, prices, names, nonsense, nope = found["operations"]
    assert [o["status"] for o in found["operations"]] == ["BREAKS", "BREAKS", "WORKS", "INVALID", "INVALID"]
    assert (codes["name"], codes["client"], codes["document"], len(codes["hash"])) == ("Codes", None, CODES, 64)
    (problem,) = codes["problems"]
    assert problem["advice"] == "use `key`: `code` was renamed in version 2"
    assert problem["message"].startswith("Cannot query field 'code' on type 'Product'.")
    assert (problem["line"], problem["column"], problem["class"], problem["field"]) == (1, 34, "Product", "code")
    assert (problem["change"]["kind"], problem["change"]["details"]["to"]) == ("FIELD_RENAMED", "key")
    assert [p["advice"] for p in prices["problems"]] == ["leave it out: `price` was dropped in version 3"]
    assert names["problems"] == []
    assert "Syntax Error" in nonsense["problems"][0]["message"]
    assert "Cannot query field 'nope'" in nope["problems"][0]["message"]
