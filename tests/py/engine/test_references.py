"""References that nothing can make null are not null in the API; what is made inside of what it refers to needs none."""

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, GraphQLSchema, build_schema

from py_api.principal import Principal, Role
from tests.py.engine.conftest import Running

pytestmark = pytest.mark.once

TEAM = {"name": "team", "type": "reference", "target": "Team"}
SCHEMA: list[dict[str, Any]] = [
    {"op": "create_class", "class": "Team", "fields": [{"name": "name", "type": "text"}]},
    {
        "op": "create_class", "class": "Player", "fields": [
            {"name": "name", "type": "text", "required": True}, {**TEAM, "required": True, "onDelete": "setNull"},
            {"name": "mentor", "type": "reference", "target": "Player"}, {"name": "active", "type": "boolean"},
        ],
    },
    {"op": "create_class", "class": "Match", "fields": [TEAM, {"name": "subject", "type": "reference", "required": True}]},
]  # fmt: skip


def served(running: Running, role: Role = "admin") -> GraphQLSchema:
    principal = Principal(running.tenant, role, "kari", float("inf"))
    return build_schema(running.runner.run(running.engine.sdl(principal)).decode(), assume_valid=True)


def types(running: Running, *places: str) -> list[str]:
    schema = served(running)
    found = []
    for place in places:
        name, field = place.split(".")
        kind = schema.type_map[name]
        assert isinstance(kind, GraphQLObjectType | GraphQLInputObjectType)
        found.append(str(kind.fields[field].type))
    return found


def violations(answer: Any) -> list[tuple[str, list[Any]]]:
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "VALIDATION_FAILED", error
    return [(each["rule"], each["path"]) for each in error["extensions"]["violations"]]


def test_required_references(make_engine: Callable[..., Running]) -> None:
    running = make_engine()
    running.told(running.migrate(*SCHEMA))
    ask = running.ask
    assert types(running, "Player.team", "Player.mentor", "PlayerSnapshot.team", "Match.team", "Match.subject") == [
        "Team!", "Player", "Team", "Team", "Node!",
    ]  # fmt: skip
    assert types(
        running, "PlayerCreateInput.team", "PlayerUpdateInput.team", "MatchCreateInput.subject", "MatchCreateInput.team",
        "TeamCreateInput.players", "PlayerWithoutTeamLinksInput.create", "TeamCreateInput.matches", "PlayerCreateInput.players",
    ) == [
        "TeamLinkInput!", "TeamLinkInput", "NodeLinkInput!", "TeamLinkInput",
        "PlayerWithoutTeamLinksInput", "[PlayerWithoutTeamCreateInput!]", "MatchLinksInput", "PlayerLinksInput",
    ]  # fmt: skip
    assert "team" not in served(running).type_map["PlayerWithoutTeamCreateInput"].fields  # type: ignore[attr-defined]

    # What is made inside of what it refers to is given no reference; what is made elsewhere needs one, and says which.
    make = "mutation($t: TeamCreateInput!) { createTeam(input: $t) { id players { nodes { id team { name } } } } }"
    team = ask(make, variables={"t": {"name": "A", "players": {"create": [{"name": "Ada"}, {"name": "Ben"}]}}})
    made = team["data"]["createTeam"]
    assert [node["team"] for node in made["players"]["nodes"]] == [{"name": "A"}] * 2
    literal = 'mutation { createTeam(input: {name: "B", players: {create: [{name: "Cy", team: {disconnect: true}}]}}) { id } }'
    assert "unknown field 'team'" in ask(literal)["errors"][0]["message"]
    create = "mutation($p: PlayerCreateInput!) { createPlayer(input: $p) { team { id } } }"
    unsaid: list[dict[str, Any]] = [
        {},
        {"team": None},
        {"team": {}},
        {"team": {"connect": None}},
        {"team": {"disconnect": True}},
    ]
    for given in unsaid:
        assert violations(ask(create, variables={"p": {"name": "Di", **given}})) == [("required", ["input", "team"])], (
            given
        )
    many = "mutation($p: [PlayerCreateInput!]!) { createPlayers(input: $p) { count } }"
    good = {"name": "Di", "team": {"connect": {"id": made["id"]}}}
    assert violations(ask(many, variables={"p": [good, {"name": "Ed", "team": {}}]})) == [
        ("required", ["input", 1, "team"])
    ]
    inner = {"name": "C", "players": {"create": [{"name": "Fay", "players": {"create": [{"name": "Gus"}]}}]}}
    assert violations(ask(make, variables={"t": inner})) == [
        ("required", ["input", "players", "create", 0, "players", "create", 0, "team"])
    ]
    assert ask(create, variables={"p": good})["data"] == {"createPlayer": {"team": {"id": made["id"]}}}
    # Nothing makes it null: not an update, not the end of what it refers to.
    first = made["players"]["nodes"][0]["id"]
    update = "mutation($id: ID!, $p: PlayerUpdateInput!) { updatePlayer(id: $id, input: $p) { id } }"
    for none in (None, {"disconnect": True}):
        assert violations(ask(update, variables={"id": first, "p": {"team": none}})) == [
            ("required", ["input", "team"])
        ]
    end = ask("mutation($id: ID!) { deleteTeam(id: $id) { id } }", variables={"id": made["id"]})
    assert end["errors"][0]["extensions"]["code"] == "VALIDATION_FAILED", end

    # Of conditions for what is written.
    where = "mutation($f: PlayerFilter!) { updatePlayers(filter: $f, input: {active: true}) { count } }"
    assert ask(where, variables={"f": {"mentor": {"isNull": True}}})["data"] == {"updatePlayers": {"count": 3}}
    for nothing in ({"isNull": False}, {"mentor": {"isNull": None}}):
        (error,) = ask(where, variables={"f": nothing})["errors"]
        assert error["extensions"]["code"] == "INVALID_FILTER", error
    chosen = "query($in: [Boolean!]) { players(filter: {active: {in: $in}}) { totalCount } }"
    assert [ask(chosen, variables={"in": i})["data"]["players"]["totalCount"] for i in ([True], [False], [])] == [
        3,
        0,
        0,
    ]


def test_rows_that_lack_what_is_required_now(make_engine: Callable[..., Running]) -> None:
    running = make_engine()
    running.migrate(*SCHEMA)
    db, tenant = running.db, running.tenant
    db.execute(f"insert into tenant_{tenant}.tc_match (subject) select null where false")
    db.execute(
        f"with t as (insert into tenant_{tenant}.tc_team (name) values ('A') returning id) insert into tenant_{tenant}.tc_match (subject) select id from t"
    )
    keep = {"op": "set_rules", "class": "Match", "field": "team", "rules": {"required": True}, "existing": "keep"}
    running.told(running.migrate(keep))
    kept = ("Match.team", "MatchCreateInput.team", "TeamCreateInput.matches")
    assert types(running, *kept) == ["Team", "TeamLinkInput!", "MatchWithoutTeamLinksInput"]
    assert running.ask("{ matches { nodes { team { name } } } }")["data"]["matches"]["nodes"] == [{"team": None}]
    db.execute(f"update tenant_{tenant}.tc_match set team = (select id from tenant_{tenant}.tc_team)")
    running.told(running.migrate({**keep, "existing": "refuse"}))
    assert types(running, *kept) == ["Team!", "TeamLinkInput!", "MatchWithoutTeamLinksInput"]
    # A child may require what its parent does not: then of the child alone.
    running.told(
        running.migrate(
            {
                "op": "create_class",
                "class": "Final",
                "extends": "Match",
                "overrides": [{"name": "team", "rules": {"required": True}}],
            },
            {"op": "set_rules", "class": "Match", "field": "team", "rules": {}},
        )
    )
    assert types(running, "Final.team", "FinalCreateInput.team") == ["Team!", "TeamLinkInput!"]
    assert types(running, "MatchItself.team", "MatchCreateInput.team", "TeamCreateInput.matches") == [
        "Team",
        "TeamLinkInput",
        "MatchLinksInput",
    ]
    # Names of types are no one else's.
    taken: dict[str, Any] = {"op": "create_class", "class": "PlayerWithoutTeam"}
    told = running.ask("mutation($c: [JSON!]!) { migrateSchema(changes: $c) { version } }", variables={"c": [taken]})
    assert told["errors"][0]["extensions"]["code"] == "NAME_TAKEN", told
    taken = {"op": "add_field", "class": "Team", "field": {"name": "isNull", "type": "text"}}
    told = running.ask("mutation($c: [JSON!]!) { migrateSchema(changes: $c) { version } }", variables={"c": [taken]})
    assert told["errors"][0]["extensions"]["code"] == "RESERVED_NAME", told


def test_a_role_is_shown_what_it_may_use(make_engine: Callable[..., Running]) -> None:
    running = make_engine()
    running.told(running.migrate(*SCHEMA))
    names = '{ __schema { types { name } mutationType { fields { name } } queryType { fields { name } } } \
        input: __type(name: "TeamCreateInput") { name } plan: __type(name: "SchemaPlan") { name } __typename }'
    shown: dict[Role, dict[str, set[str]]] = {}
    for role in ("viewer", "editor", "admin", "operator"):
        schema = served(running, role)
        data = running.ask(names, role=role)["data"]
        fields = {f["name"] for kind in ("queryType", "mutationType") for f in data["__schema"][kind]["fields"]}
        assert fields == {*schema.query_type.fields, *schema.mutation_type.fields}  # type: ignore[union-attr]
        listed = {each["name"] for each in data["__schema"]["types"]}
        assert listed == set(schema.type_map), listed ^ set(schema.type_map)
        assert data["input"] == (None if role == "viewer" else {"name": "TeamCreateInput"})
        assert data["plan"] == ({"name": "SchemaPlan"} if role in ("admin", "operator") else None)
        shown[role] = {"fields": fields, "types": listed}
    assert shown["viewer"]["fields"] & {
        "team",
        "teams",
        "createTeam",
        "schemaPlan",
        "thingHistory",
        "schemaVersion",
    } == {"team", "teams", "schemaVersion"}
    assert shown["editor"]["fields"] - shown["viewer"]["fields"] > {"createTeam", "deleteTeams", "thingHistory"}
    assert shown["admin"]["fields"] - shown["editor"]["fields"] > {"schemaPlan", "migrateSchema"}
    assert {"tenants", "createTenant"} <= shown["operator"]["fields"] - shown["admin"]["fields"]
    # It is told what it may not, as ever.
    for query in ('mutation { createTeam(input: {name: "x"}) { id } }', "{ schemaDocument }"):
        (error,) = running.ask(query, role="viewer")["errors"]
        assert error["extensions"]["code"] == "FORBIDDEN", error
