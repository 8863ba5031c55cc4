"""Introspection is written without graphql-core's types, and says what graphql-core would say of them."""

import json
from typing import Any

import pytest
from graphql import (
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    MaxIntrospectionDepthRule,
    execute_sync,
    get_introspection_query,
    get_named_type,
    introspection_types,
    parse,
    specified_rules,
    validate,
    validate_schema,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from py_api.catalog.model import Class, NotLoaded
from py_api.compiler.introspection_selection import introspect, introspection_json, root_fields
from py_api.errors import ApiError
from py_api.schema.admin_fields import roots_for_operators
from py_api.schema.definitions import Definition
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.mutation_inputs import MutationInputs
from py_api.schema.text_cache import TextCache
from py_api.schema.type_templates import is_covered
from tests.support.catalogs import TYPES, C, F, catalog, large, random_classes
from tests.support.eager import eager
from tests.support.examples import examples

pytestmark = pytest.mark.once

SHOP = [
    C("Party", [F("name", rules={"required": True}, messages=("is required",), non_null=True)], abstract=True),
    C("Person", [F("born", "date", description="Ünïcödé, \"quotes\" and\nlines: %s 😀")], "Party", label="Mensch"),
    C("Employee", [F("boss", "reference", "Employee"), F("old", deprecated="No longer used.")], "Person"),
    C("Firm", [F("owners", "references", "Party"), F("size", "select", values=("SMALL", "BIG"), default="BIG")], "Party"),
    C("Anything", [F("of", "reference"), F("all", "references"), F("tags", "multiselect", default=["RED"])]),
    C("Empty"),
    C("Book", [F("phase", "select", enum="Phase", default="RED"), F("last", "select", enum="Phase")]),
    C("Film", [F("phases", "multiselect", enum="Phase"), F("all", "multiselect", enum="Phase"), F("other", "multiselect", enum="Tone")]),
    C("Ghost", [F("x", "integer", default=-5)], abstract=True, deprecated="Gone with the wind."),
    C("Everything", [F(f"f{i}", t, "Party" if TYPES[t].category == "reference" else None) for i, t in enumerate(TYPES)]),
]  # fmt: skip
VARIANTS = {
    "plain": get_introspection_query(descriptions=False),
    "older": get_introspection_query(),
    "newest": get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True,
        experimental_directive_deprecation=True, one_of=True,
    ),
    "shallow references": get_introspection_query(type_depth=1),
}  # fmt: skip


def answer(
    api: ApiSchema, query: str, variables: dict[str, Any] | None = None, texts: TextCache | None = None
) -> dict[str, Any]:
    document = parse(query)
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    found = {}
    for node in root_fields(document):
        pieces = introspect(api, [node], fragments, variables or {}, texts or TextCache())
        found[node.alias.value if node.alias else node.name.value] = json.loads(b"".join(pieces))
    return found


def expected(schema: GraphQLSchema, query: str, variables: dict[str, Any] | None = None) -> Any:
    document = parse(query)
    rules = [rule for rule in specified_rules if rule is not MaxIntrospectionDepthRule]
    assert not validate(schema, document, rules), query
    result = execute_sync(schema, document, variable_values=variables)
    assert not result.errors, result.errors
    return result.data


def in_order(api: ApiSchema) -> GraphQLSchema:
    """The eager schema, its types in our order: all lists can be compared as they are."""
    return eager(api, [t["name"] for t in answer(api, "{__schema{types{name}}}")["__schema"]["types"]])


@pytest.fixture(scope="module")
def shop() -> ApiSchema:
    return ApiSchema(catalog(SHOP))


@pytest.fixture(scope="module")
def schema(shop: ApiSchema) -> GraphQLSchema:
    return in_order(shop)


@pytest.mark.parametrize("name", VARIANTS)
def test_standard_queries(shop: ApiSchema, schema: GraphQLSchema, name: str) -> None:
    assert answer(shop, VARIANTS[name]) == expected(schema, VARIANTS[name])


def test_the_standard_answer(shop: ApiSchema, schema: GraphQLSchema) -> None:
    assert json.loads(introspection_json(shop, TextCache())) == expected(schema, VARIANTS["newest"])


@pytest.mark.parametrize(
    "query",
    [
        '{__type(name:"Party"){name kind fields{name type{name kind ofType{name}}} possibleTypes{name} interfaces{name}}}',
        '{__type(name:"Employee"){all:fields(includeDeprecated:true){n:name deprecationReason} fields{n:name} interfaces{name}}}',
        '{__type(name:"FirmSize"){enumValues{name isDeprecated description} fields{name} specifiedByURL isOneOf}}',
        '{__type(name:"FirmSizeFilter"){inputFields{name type{kind ofType{kind ofType{name kind}}}}}}',
        '{__type(name:"Nothing"){name}} ',
        '{__type(name:""){name}} ',
        '{__type(name:"Node"){possibleTypes{name possibleTypes{name}} fields{name args{name}}}}',
        '{__type(name:"Query"){name fields{name args{name type{name fields{name}}} type{name}}}}',
        '{__type(name:"Mutation"){a:fields{name} b:fields(includeDeprecated:true){name isDeprecated}}}',
        '{__type(name:"Subscription"){name fields{name args{name type{name fields{name}}} type{name ofType{name}}}}}',
        '{__type(name:"PartyEvent"){name kind fields{name description type{name kind ofType{name}}}}}',
        '{__type(name:"__Type"){fields(includeDeprecated:true){name args{name defaultValue}}}}',
        '{__type(name:"String"){name description specifiedByURL fields{name}}}',
        '{__type(name:"Decimal"){name description specifiedByURL __typename}}',
        '{__type(name:"Person"){__typename fields{__typename type{__typename ofType{__typename}} args{__typename}}}}',
        '{__type(name:"Person"){fields{type{kind fields{name type{kind name fields{name}}}}}}}',
        "{__schema{__typename description queryType{name fields{name}} mutationType{kind} subscriptionType{name}}}",
        "{__schema{directives{__typename name args{name defaultValue type{name}} locations isRepeatable isDeprecated}}}",
        "{__schema{types{__typename}}}",
        "{__schema{types{a:name b:name kind}} again:__schema{types{kind}}}",
        "{__schema{types{name fields{__typename}} types{fields{name type{name fields{name}}}}}}",
        "query($yes:Boolean!,$no:Boolean!){__schema{types{name @include(if:$no) kind @skip(if:$no) fields(includeDeprecated:$yes){name}}}}",
        "query($name:String!){__type(name:$name){name ...on __Type{kind ...F}}} fragment F on __Type{fields{name}}",
        "{__schema{types{ofType{name} possibleTypes{kind ofType{name}} inputFields{defaultValue}}}}",
    ],
)
def test_any_query(shop: ApiSchema, schema: GraphQLSchema, query: str) -> None:
    values: dict[str, Any] = {"yes": True, "no": False, "name": "Firm"}
    values = {name: value for name, value in values.items() if f"${name}" in query}
    assert answer(shop, query, values) == expected(schema, query, values)


@st.composite
def selections(draw: st.DrawFn, kind: GraphQLObjectType, depth: int = 0) -> str:
    """Any selection; lists of types within types three deep at most, as validation has it."""
    found = []
    for i in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from([*kind.fields, "__typename"]))
        field = kind.fields.get(name)
        of = get_named_type(field.type) if field else None
        alias = draw(st.sampled_from(("", f"a{i}: ", f"b{i}: ")))
        if not isinstance(of, GraphQLObjectType):
            found.append((alias or f"c{i}: ") + name)
        elif depth < 5 and not (depth > 1 and name in ("fields", "interfaces", "possibleTypes", "inputFields")):
            assert field is not None
            shown = f"(includeDeprecated: {draw(st.sampled_from(('true', 'false')))})" if field.args else ""
            inner = draw(selections(of, depth + 1))
            found.append(f"{alias or f'd{i}: '}{name}{shown} {inner}")
    return "{ " + " ".join(found or ["__typename"]) + " }"


def _meta(name: str) -> GraphQLObjectType:
    found = introspection_types[name]
    assert isinstance(found, GraphQLObjectType)
    return found


@given(st.data())
@settings(max_examples=examples(50))
def test_any_selection(shop: ApiSchema, schema: GraphQLSchema, data: st.DataObject) -> None:
    if data.draw(st.booleans()):
        query = f"{{ __schema {data.draw(selections(_meta('__Schema')))} }}"
    else:
        name = data.draw(st.sampled_from(list(schema.type_map)))
        query = f'{{ __type(name: "{name}") {data.draw(selections(_meta("__Type")))} }}'
    assert answer(shop, query) == expected(schema, query), query


@given(random_classes())
@settings(max_examples=examples(18))
def test_any_catalog(classes: list[C]) -> None:
    api = ApiSchema(catalog(classes))
    schema = in_order(api)
    assert validate_schema(schema) == []
    assert answer(api, VARIANTS["newest"]) == expected(schema, VARIANTS["newest"])


@given(random_classes(), random_classes())
@settings(max_examples=examples(18))
def test_texts_of_other_catalogs(one: list[C], other: list[C]) -> None:
    """TextCache that are kept depend on all that they are made of: what another catalog has left behind is no harm."""
    texts = TextCache()
    for classes in (one, other, [*one[:1], *(c for c in other if c.name != one[0].name and c.extends is None)]):
        known = {c.name for c in classes}
        if any(f.target not in (None, *known) for c in classes for f in c.fields):
            continue
        api = ApiSchema(catalog(classes))
        assert answer(api, VARIANTS["newest"], texts=texts) == answer(api, VARIANTS["newest"])


def test_operators_have_nothing_to_subscribe_to() -> None:
    api = ApiSchema(catalog([]), roots_for_operators())
    found = answer(api, VARIANTS["newest"])
    assert found == expected(in_order(api), VARIANTS["newest"])
    assert found["__schema"]["subscriptionType"] is None
    assert "Subscription" not in api.schema.type_map
    (wrong,) = validate(api.schema, parse("subscription { thingChanged { id } }"))
    assert wrong.message == "The subscription operation is not supported by the schema."


# --- what is missing, what is too much ---------------------------------------------------------------------------------


def test_missing_entries_are_named_at_once() -> None:
    full = catalog(SHOP)
    api = ApiSchema(catalog(SHOP, loaded=False))
    with pytest.raises(NotLoaded) as missing:
        answer(api, "{__schema{types{name}}}")
    assert sorted(missing.value.ids) == sorted(full.heads)
    loads = 0
    query = '{__type(name:"Employee"){fields{name type{name kind ofType{name kind}}}}}'
    while True:
        try:
            found = answer(api, query)
            break
        except NotLoaded as more:
            loads += 1
            api.catalog.entries.update({i: full.entries[i] for i in more.ids})
    assert found == answer(ApiSchema(full), query)
    assert loads == 1
    assert len(api.catalog.entries) == 1


def test_no_answer_without_end(shop: ApiSchema) -> None:
    query = "{__schema{types{fields{type{ofType{fields{type{ofType{fields{name type{kind}}}}}}}}}}}"
    document = parse(query)
    with pytest.raises(ApiError) as refused:
        introspect(shop, root_fields(document), {}, {}, TextCache(), largest=100_000)
    assert refused.value.code == "RESPONSE_TOO_LARGE"


# --- again and again ---------------------------------------------------------------------------------------------------


class _Counted(TextCache):
    def __init__(self) -> None:
        super().__init__()
        self.puts = 0

    def put(self, key: Any, texts: tuple[bytes, ...]) -> None:
        self.puts += 1
        super().put(key, texts)


def test_a_change_writes_what_it_changes() -> None:
    texts = _Counted()
    introspection_json(ApiSchema(large(40)), texts)
    assert texts.puts == 40
    introspection_json(ApiSchema(large(40)), texts)
    assert texts.puts == 40
    changed = ApiSchema(large(40, changed=7))
    again = introspection_json(changed, texts)
    assert texts.puts == 41
    assert json.loads(again) == json.loads(introspection_json(changed, TextCache()))


def test_texts_are_bounded() -> None:
    texts = TextCache(size=10 + 2 * 200)  # with what an entry holds besides
    texts.put("a", (b"1234", b"5"))
    texts.put("b", (b"12345",))
    assert texts.get("a") == (b"1234", b"5")
    texts.put("c", (b"1",))
    assert texts.get("b") is None
    assert texts.get("a") is not None
    texts.put("d", (b"x" * 211,))
    assert texts.get("d") is None
    assert texts.get("c") == (b"1",)


def test_names_that_patterns_use() -> None:
    """TextCache of people may hold the characters that stand for names in patterns, and percent signs."""
    strange = "s\ue001 p\ue002 \ue000 f\ue003 \ue006 %s %(name)s % \0\1\2\7\n\x1f"
    fields = [F("one", description=strange, default=strange, deprecated=strange), F("two", "reference", "Odd")]
    api = ApiSchema(catalog([C("Odd", fields, label=strange, deprecated=strange)]))
    query = VARIANTS["newest"]
    assert answer(api, query) == expected(in_order(api), query)


def _mixed(many: int) -> list[C]:
    """Classes of few kinds and many names: with parents, defaults, deprecations, enums, references."""
    found = [C("Base", [F("of", "reference", "Base")], abstract=True)]
    for i in range(many):
        fields = [
            F(f"a{i}", default=f"text {i}", description=f"The {i}th."),
            F(f"b{i}", "select", values=(f"RED{i}", "GREEN"), default="GREEN", deprecated=f"Since {i}."),
            F(f"c{i}", "references", "Base"),
        ]
        found.append(C(f"Own{i}", fields, "Base", label=f"Own {i}", deprecated=f"Since {i}." if i % 2 else None))
    return found


def test_definitions_are_made_for_each_kind_of_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for each class, whatever it has."""
    made: list[str] = []
    maker = MutationInputs.create_input

    def counted(self: MutationInputs, cls: Class) -> Definition | None:
        made.append(cls.name)
        return maker(self, cls)

    monkeypatch.setattr(MutationInputs, "create_input", counted)
    numbers = []
    for many in (4, 40):
        made.clear()
        introspection_json(ApiSchema(catalog(_mixed(many))), TextCache())
        numbers.append(len(made))
    assert numbers[0] == numbers[1] > 0
    api = ApiSchema(catalog(_mixed(4)))
    assert answer(api, VARIANTS["newest"]) == expected(in_order(api), VARIANTS["newest"])


def test_many_ancestors() -> None:
    """More than a pattern has places for, and just as many."""
    classes = [C(f"Level{i}", [F(f"f{i}")], f"Level{i - 1}" if i else None, abstract=True) for i in range(18)]
    classes += [C("Deep", [F("own")], "Level15"), C("Deeper", [F("own")], "Level17")]
    api = ApiSchema(catalog(classes))
    assert [is_covered(api.catalog, api.catalog.named(name)) for name in ("Deep", "Deeper")] == [True, False]
    assert answer(api, VARIANTS["newest"]) == expected(in_order(api), VARIANTS["newest"])
