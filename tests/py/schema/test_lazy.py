"""The schema whose types are made on demand says of every type what the eager one says."""

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    parse,
    validate,
)
from hypothesis import given, settings

from py_api.catalog.model import NotLoaded
from py_api.compiler.introspection_selection import introspection_json
from py_api.compiler.validation import validate as bounded
from py_api.schema.admin_fields import roots_for_operators
from py_api.schema.complete_schema import KINDS, CompleteSchema
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.naming import SNAPSHOT
from py_api.schema.sdl import sdl_text
from py_api.schema.text_cache import TextCache
from tests.support.catalogs import C, F, catalog, chain, random_classes
from tests.support.eager import STANDARD, definitions, eager
from tests.support.examples import examples

pytestmark = pytest.mark.once


def assert_same(api: ApiSchema, schema: GraphQLSchema) -> None:
    lazy = api.schema
    for name, theirs in schema.type_map.items():
        ours = lazy.type_map[name]
        assert isinstance(ours, _kind(theirs)), name
        assert ours.description == theirs.description, name
        if isinstance(theirs, GraphQLEnumType):
            assert isinstance(ours, GraphQLEnumType)
            assert {k: (v.description, v.deprecation_reason) for k, v in ours.values.items()} == {
                k: (v.description, v.deprecation_reason) for k, v in theirs.values.items()
            }
        if isinstance(theirs, GraphQLInputObjectType):
            assert isinstance(ours, GraphQLInputObjectType)
            for key, field in theirs.fields.items():
                own = ours.fields[key]
                assert (str(own.type), own.description, own.deprecation_reason) == (
                    str(field.type),
                    field.description,
                    field.deprecation_reason,
                )
            assert len(ours.fields) == len(theirs.fields)
            assert ours.fields.get("noSuchField") is None
        if isinstance(theirs, GraphQLObjectType | GraphQLInterfaceType):
            assert isinstance(ours, GraphQLObjectType | GraphQLInterfaceType)
            for key, output in theirs.fields.items():
                mine = ours.fields[key]
                assert (str(mine.type), mine.description, mine.deprecation_reason) == (
                    str(output.type),
                    output.description,
                    output.deprecation_reason,
                )
                assert {k: str(a.type) for k, a in mine.args.items()} == {
                    k: str(a.type) for k, a in output.args.items()
                }
            assert "noSuchField" not in ours.fields
            assert [i.name for i in ours.interfaces] == [i.name for i in theirs.interfaces]
        if isinstance(theirs, GraphQLInterfaceType):
            assert isinstance(ours, GraphQLInterfaceType)
            possible = {t.name for t in schema.get_possible_types(theirs)}
            assert {t.name for t in lazy.get_possible_types(ours)} == possible
            for other in schema.type_map.values():
                if isinstance(other, GraphQLObjectType | GraphQLInterfaceType):
                    own_other = lazy.type_map[other.name]
                    assert lazy.is_sub_type(ours, own_other) == schema.is_sub_type(theirs, other), (name, other)


def _kind(theirs: object) -> type:
    return next(
        k
        for k in (GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, object)
        if isinstance(theirs, k)
    )


@given(random_classes())
@settings(max_examples=examples(25))
def test_every_type_is_the_same(classes: list[C]) -> None:
    api = ApiSchema(catalog(classes))
    assert_same(api, eager(api))
    assert "NoSuchType" not in api.schema.type_map
    assert api.schema.type_map.get("") is None


@given(random_classes())
@settings(max_examples=examples(25))
def test_kinds_are_known_by_name(classes: list[C]) -> None:
    """Without the definitions."""
    api = ApiSchema(catalog(classes))
    whole = CompleteSchema(api)
    for definition in definitions(api):
        assert whole.kind(definition.name) is definition.kind
        assert whole.define(definition.name) == definition


def test_all_suffixes_have_a_kind() -> None:
    api = ApiSchema(catalog([C("A")]))
    assert set(KINDS) == set(api.classes.makers) - {"", SNAPSHOT}  # these go by the class
    assert not set(STANDARD) & set(api.statics)


def test_only_things_have_an_id() -> None:
    """Caches of clients take for one thing what has the same id: Apollo and urql with its type, Relay without."""
    fields = [F("name"), F("tags", "multiselect"), F("to", "reference", "Firm"), F("all", "references", "Firm")]
    api = ApiSchema(catalog([*FAMILY, C("A", fields)]))
    found = [d for d in definitions(api) if "id" in d.outputs]
    others = {d.name for d in found if "Node" not in (d.name, *d.interfaces)}
    assert others == {"SchemaJob", "Tenant"}  # both are what their id says
    assert {d.outputs["id"].type for d in found} == {"ID!"}
    for definition in definitions(api):
        if definition.name.endswith("Snapshot"):
            assert not {"Node", "Firm", "A"} & {definition.name, *definition.interfaces}
            assert not [o.name for o in definition.outputs.values() if "Connection" in o.type]


@pytest.fixture
def shallow() -> Iterator[int]:
    """The recursion limit is so low that a chain beyond it is quickly read."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(300)
    yield 300
    sys.setrecursionlimit(usual)


def test_a_chain_of_classes(shallow: int) -> None:
    """Each refers to the next: what walks from type to type must not go to the end, nor recurse."""
    length = 4 * shallow + 1
    api = ApiSchema(chain(length))
    steps = "{next" * 8 + "{label}" + "}" * 8
    query = f"query($f: Link1Filter) {{ link1s(filter: $f) {{ nodes {steps} }} link1(id: 1) {steps} }}"
    assert validate(api.schema, parse(query)) == []
    mutation = "mutation($i: Link1CreateInput!) { createLink1(input: $i) { next { id } } }"
    assert validate(api.schema, parse(mutation)) == []
    wrong = validate(api.schema, parse("{ link1(id: 1) { next { nxt } } }"), hide_suggestions=True)
    assert [e.message for e in wrong] == ["Cannot query field 'nxt' on type 'Link2'."]
    assert introspection_json(api, TextCache()).count(b'"name":"Link%d"' % (length - 1)) > 5
    assert f"type Link{length} " in sdl_text(api, TextCache())


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("{as(filter:{kind:{eq:BLUE}}){nodes{id}}}", "Value 'BLUE' does not exist in 'AKind' enum."),
        ("{as(filter:{and:[{size:{gt:3}},{size:{in:[1,X]}}]}){nodes{id}}}", "Int cannot represent"),
        ("{as(filter:{and:{size:{gt:X}}}){nodes{id}}}", "Int cannot represent"),
        ("mutation{createA(input:{size:1,name:2}){id}}", "String cannot represent"),
        ("{as(filter:{nope:{eq:1}}){nodes{id}}}", "unknown field 'nope'"),
    ],
)
def test_literals_within_fields_that_nothing_has_made_yet(query: str, message: str) -> None:
    api = ApiSchema(catalog([C("A", [F("name"), F("size", "integer"), F("kind", "select")])]))
    (error,) = bounded(api.schema, parse(query))
    assert message in error.message


def test_an_enum_that_fields_share_is_one_type() -> None:
    """Whichever of its fields is asked for; the class that brings it along is loaded for it, no other."""
    books = C("Book", [F("phase", "select", enum="Phase"), F("last", "select", enum="Phase")])
    films = C("Film", [F("phases", "multiselect", enum="Phase"), F("phase", "select", enum="Phase")])
    whole = catalog([books, films, C("Batch", [F("own", "select")])])
    api = ApiSchema(whole)
    for text in (
        "query ($f: PhaseFilter, $l: PhaseListFilter) { films(filter: {phase: $f, phases: $l}) { nodes { phase } } }",
        "query ($f: PhaseFilter, $p: Phase) { books(filter: {phase: $f, last: {eq: $p}}) { nodes { phase last } } }",
        "mutation ($p: Phase, $all: [Phase!]) { createFilm(input: {phase: $p, phases: $all}) { phases } }",
    ):
        assert bounded(api.schema, parse(text)) == []
    (error,) = bounded(api.schema, parse("{ films(filter: {phase: {eq: BLUE}}) { nodes { id } } }"))
    assert "Value 'BLUE' does not exist in 'Phase' enum." in error.message
    names = [d.name for d in definitions(api) if d.name.startswith("Phase") or "Phase" in d.name]
    assert sorted(names) == ["Phase", "PhaseFilter", "PhaseListFilter"]
    assert sdl_text(api, TextCache()).count('"""About Phase."""') == 1
    lazy = ApiSchema(replace(whole, entries={}))
    with pytest.raises(NotLoaded) as missing:
        lazy.define("PhaseListFilter")
    assert missing.value.ids == (2,)
    assert lazy.define("PhaseX") is None


def test_what_is_let_go_is_made_again() -> None:
    for api, query in (
        (ApiSchema(catalog([C("A")])), "{as{nodes{id}}}"),
        (ApiSchema(catalog([]), roots_for_operators()), "{tenants{slug}}"),
    ):
        assert bounded(api.schema, parse(query)) == []
        api.forget()
        assert len(api.schema.type_map) == 0
        assert bounded(api.schema, parse(query)) == []


FAMILY = [
    C("Party", abstract=True),
    C("Person", [F("born")], "Party"),
    C("Employee", [F("wage")], "Person"),
    C("Firm", extends="Party"),
    C("Item"),
]


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("{node(id:1){...on Party{id}}}", True),
        ("{node(id:1){...on Person{born ...on Employee{wage} ...on PersonItself{born}}}}", True),
        ("{partys{nodes{...on Node{id} ...on Employee{wage}}}}", True),
        ("{partys{nodes{...on Item{id}}}}", False),
        ("{node(id:1){...on PageInfo{endCursor}}}", False),
        ("{firm(id:1){...on Node{id} ...on Party{id}}}", True),
        ("{firm(id:1){...on Person{id}}}", False),
        ("{b{x}}", False),
        ("subscription{partyChanged{thing{id ...on Employee{wage}} previous{...on FirmSnapshot{version}}}}", True),
        ("subscription{partyChanged{previous{...on PartySnapshot{version ...on EmployeeSnapshot{wage}}}}}", True),
        ("subscription{thingChanged{previous{...on PartySnapshot{...on ThingSnapshot{createdBy}}}}}", True),
        ("subscription{personChanged{previous{...on PersonItselfSnapshot{born} ...on EmployeeSnapshot{wage}}}}", True),
        ("subscription{partyChanged{previous{...on Firm{id}}}}", False),
        ("subscription{firmChanged{previous{...on EmployeeSnapshot{version}}}}", False),
        ("subscription{firmChanged{previous{id}}}", False),
        ("subscription{firmChanged{id}}", False),
        ("subscription{thingChanged{thing{...on FirmSnapshot{version}}}}", False),
        (
            "subscription{partyChanged"
            '(filter:{id:{eq:1}},operations:[CREATED,LINKED],fields:["born"],after:""){thingId}}',
            True,
        ),
        ('subscription{personChanged(filter:{wage:{eq:"x"}}){thingId}}', False),
        ("subscription{personChanged(operations:[insert]){thingId}}", False),
        (
            'subscription{thingChanged(classes:["Person"])'
            "{changed thing{id ...on Person{born}} previous{...on FirmSnapshot{version}}}}",
            True,
        ),
        ("subscription{thingChanged(filter:{}){thingId}}", False),
        (
            'subscription{schemaChanged(fields:["Person.born"]){version differences{kind} breaking{class} rootFields}}',
            True,
        ),
        ("subscription{firmChanged{thingId} personChanged{thingId}}", False),
        ("subscription{...S} fragment S on Subscription{firmChanged{thingId} a:firmChanged{thingId}}", False),
        ("subscription{__typename}", False),
        ("subscription{__schema{types{name}}}", False),
        ("subscription{person(id:1){id}}", False),
        ("{personChanged{thingId}}", False),
    ],
)
def test_fragments_on_types_that_nothing_has_made_yet(query: str, right: bool) -> None:
    api = ApiSchema(catalog(FAMILY))
    assert (not validate(api.schema, parse(query))) is right
    assert (not validate(eager(api), parse(query))) is right
