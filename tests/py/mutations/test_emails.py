"""Email addresses: of every script, and the same whatever the case of their letters, for look-ups, uniqueness and upserts."""

import json
from typing import Any

import pytest

from tests.py.mutations.conftest import Shop

CREATE = "mutation ($in: MemberCreateInput!) { createMember(input: $in) { id } }"
UPSERT = "mutation ($in: MemberUpsertInput!, $by: MemberUnique!) { upsertMember(input: $in, by: $by) { id mail name } }"
UPSERTS = "mutation ($in: [MemberUpsertInput!]!) { upsertMembers(input: $in, by: mail) { nodes { id mail name } } }"
WHO = "query ($filter: MemberFilter) { members(filter: $filter) { nodes { mail } } }"
MAIL = "Jørn@BLÅBÆR.no"


def test_an_address_is_one_whatever_its_case(shop: Shop) -> None:
    made = shop.run(CREATE, {"in": {"mail": MAIL, "name": "Jørn", "club": 1, "boss": "a@b.co"}})["createMember"]["id"]
    for condition in ({"eq": "jØRN@blåbær.NO"}, {"in": ["x@y.de", "JØRN@blåbær.no"]}, {"icontains": "blÅbær"}):
        assert shop.run(WHO, {"filter": {"mail": condition}}) == {"members": {"nodes": [{"mail": MAIL}]}}
    for condition in ({"ne": "jØRN@blåbær.NO"}, {"notIn": ["JØRN@blåbær.no"]}, {"eq": "jorn@blåbær.no"}):
        assert shop.run(WHO, {"filter": {"mail": condition}}) == {"members": {"nodes": []}}

    found = shop.run("query ($mail: String!) { member(by: {mail: $mail}) { id } }", {"mail": MAIL.upper()})
    assert found == {"member": {"id": made}}
    ignored = "mutation ($in: MemberCreateInput!) { createMember(input: $in, onConflict: IGNORE) { id } }"
    assert shop.run(ignored, {"in": {"mail": MAIL.lower()}}) == {"createMember": {"id": made}}

    error = shop.refused(CREATE, {"in": {"mail": MAIL.upper()}})
    assert error["extensions"]["code"] == "UNIQUE_VIOLATION"
    assert error["extensions"]["violations"][0]["path"] == ["input", "mail"]
    assert "fold_case" not in json.dumps(error)
    error = shop.refused(CREATE, {"in": {"club": 1, "boss": "A@B.CO"}})
    assert error["extensions"]["fields"] == ["club", "boss"]
    twice = "mutation ($in: [MemberCreateInput!]!) { createMembers(input: $in) { count } }"
    error = shop.refused(twice, {"in": [{"mail": "new@b.co"}, {"mail": "New@b.co"}]})
    assert [v["path"] for v in error["extensions"]["violations"]] == [["input", 1, "mail"]]

    # The thing that is there is changed; what it is found by stays as it was written.
    answer = shop.run(UPSERT, {"in": {"mail": MAIL.lower(), "name": "J"}, "by": "mail"})["upsertMember"]
    assert answer == {"id": made, "mail": MAIL, "name": "J"}
    answer = shop.run(UPSERT, {"in": {"club": 1, "boss": "A@b.Co", "name": "K"}, "by": "club_boss"})["upsertMember"]
    assert (answer["id"], answer["name"]) == (made, "K")
    nodes = shop.run(UPSERTS, {"in": [{"mail": "z@z.de"}, {"mail": MAIL.upper(), "name": "L"}]})["upsertMembers"][
        "nodes"
    ]
    assert nodes[1] == {"id": made, "mail": MAIL, "name": "L"}
    shop.run(
        "mutation ($id: ID!, $mail: String) { updateMember(id: $id, input: {mail: $mail}) { id } }",
        {"id": made, "mail": MAIL.lower()},
    )

    told = shop.value("select thing.validate(%s, 'Member', %s::jsonb)", shop.tenant, json.dumps({"mail": MAIL.upper()}))
    assert [(each["field"], each["rule"]) for each in told] == [("mail", "unique")]
    assert shop.rows("select * from thing.check(%s)", shop.tenant) == []


@pytest.mark.parametrize("mail", ["a b@c.de", "a@b", "ä" * 33 + "@b.co", "a@b。de"])
def test_what_is_no_address(shop: Shop, mail: str) -> None:
    error: Any = shop.refused(CREATE, {"in": {"mail": mail}})
    assert [(v["rule"], v["path"]) for v in error["extensions"]["violations"]] == [("format", ["input", "mail"])]


def test_a_unique_over_addresses_that_are_the_same(shop: Shop) -> None:
    shop.rows("insert into tc_product (name, mail) values ('one', 'a@b.co'), ('two', 'A@B.co') returning id")
    change = [{"op": "set_rules", "class": "Product", "field": "mail", "rules": {"unique": True}}]
    with pytest.raises(Exception, match="mail") as caught:
        shop.rows("select thing.migrate(%s, %s::jsonb)", shop.tenant, json.dumps(change))
    assert caught.value.sqlstate == "TB032"  # type: ignore[attr-defined]
    found = shop.rows(
        "select violations from thing.violating_rows(%s, 'Product', '{\"unique\": true}', field => 'mail')", shop.tenant
    )
    assert len(found) == 2
