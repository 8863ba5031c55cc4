"""The SDL is what graphql-core prints of the eager schema, and the rules of fields beside."""

import re

import pytest
from graphql import (
    DirectiveDefinitionNode,
    FieldDefinitionNode,
    InputValueDefinitionNode,
    build_schema,
    parse,
    print_schema,
    validate_schema,
    visit,
)
from graphql.language.visitor import REMOVE, Visitor
from hypothesis import given, settings

from py_api.catalog.model import NotLoaded
from py_api.schema.admin_fields import roots_for_operators
from py_api.schema.lazy_schema import ApiSchema
from py_api.schema.sdl import sdl_text
from py_api.schema.text_cache import TextCache
from tests.support.catalogs import C, F, catalog, large, random_classes
from tests.support.eager import eager
from tests.support.examples import examples

pytestmark = pytest.mark.once

BOOK = [
    C(
        "Book",
        [
            F("title", rules={"required": True, "minLength": 2, "isbnish": {"digits": 13}}, non_null=True, default="?"),
            F("kind", "select", rules={"oneOf": ["RED", "GREEN"]}, values=("RED", "GREEN"), default="RED"),
            F("price", "decimal", rules={"finite": True, "min": {"value": 0, "message": "must be a price"}}),
            F("meta", "json", default={"a": [1, {"b": None}]}, deprecated='Use "kind".'),
            F("strange", rules={"custom": {"no name": 1}}, messages=("is strange",)),
            F("author", "reference", "Author", rules={"required": True}),
        ],
        label="Buch",
    ),
    C("Author", [F("name")], abstract=True),
]
_APPLIED = re.compile(r" @rule\((?:[^()\"]|\"(?:[^\"\\]|\\.)*\")*\)")


def sdl(classes: list[C]) -> str:
    return sdl_text(ApiSchema(catalog(classes)), TextCache())


def without_rules(text: str) -> str:
    """As graphql-core would print it, which leaves directives out."""
    definition, rest = text.split("\n\n", 1)
    assert "directive @rule" in definition
    return _APPLIED.sub("", rest)


def ordered(text: str) -> list[str]:
    return re.findall(r"^(?:type|input|enum|scalar|interface) (\w+)", text, re.MULTILINE)


def assert_same(classes: list[C]) -> None:
    text = sdl(classes)
    schema = eager(ApiSchema(catalog(classes)))
    ours = build_schema(text)
    assert validate_schema(ours) == []
    own = print_schema(ours).split("\n\n")
    theirs = print_schema(schema).split("\n\n")
    assert sorted(own) == sorted(
        [*theirs, *(t for t in own if "directive @rule" in t or t.startswith('"""\nThe rules'))]
    )


def test_equals_what_graphql_core_prints() -> None:
    api = ApiSchema(catalog(BOOK))
    text = sdl(BOOK)
    schema = eager(api, [*ordered(text), "Int", "Float", "String", "Boolean", "ID"])
    assert without_rules(text) == print_schema(schema) + "\n"
    assert_same(BOOK)


def test_operators_have_nothing_to_subscribe_to() -> None:
    api = ApiSchema(catalog([]), roots_for_operators())
    text = sdl_text(api, TextCache())
    assert "type Subscription" not in text
    assert sorted(text.strip().split("\n\n")) == sorted(print_schema(eager(api)).split("\n\n"))


@given(random_classes())
@settings(max_examples=examples(20))
def test_any_catalog(classes: list[C]) -> None:
    assert_same(classes)


def test_rules_are_directives() -> None:
    found: dict[str, list[str]] = {}

    class Applied(Visitor):
        def enter(self, node: object, *_: object) -> object:
            if isinstance(node, DirectiveDefinitionNode):
                found["definition"] = [a.name.value for a in node.arguments or ()]
                return REMOVE
            if isinstance(node, FieldDefinitionNode | InputValueDefinitionNode):
                said = [
                    a.name.value for d in node.directives or () for a in d.arguments or () if d.name.value == "rule"
                ]
                found.setdefault(node.name.value, []).extend(said)
            return None

    visit(parse(sdl(BOOK)), Applied())
    assert found["definition"] == ["required", "minLength", "isbnish", "min"]
    # In the type, the inputs of create, update and upsert, and of create inside of what it refers to; not in filters.
    assert found["title"] == ["required", "minLength", "isbnish"] * 5
    assert found["kind"] == []  # the enum says it
    assert found["price"] == ["min"] * 5  # finite is part of Decimal
    assert found["strange"] == []  # no literal can say it: the description does
    assert "isbnish: {digits: 13}" in sdl(BOOK)
    assert "Rules: is strange." in sdl(BOOK)


def test_without_rules_there_is_no_directive() -> None:
    assert "@rule" not in sdl([C("Plain", [F("x")])])
    assert "@rule" not in sdl([])


def test_defaults_and_deprecations() -> None:
    text = sdl(BOOK)
    assert 'title: String = "?" @rule' in text
    assert "kind: BookKind = RED" in text
    assert 'meta: JSON = { a: [1, { b: null }] } @deprecated(reason: "Use \\"kind\\".")' in text
    assert "scalar Decimal" in text
    assert '@specifiedBy(url: "https://' in text


def test_missing_entries_are_named_at_once() -> None:
    with pytest.raises(NotLoaded) as missing:
        sdl_text(ApiSchema(catalog(BOOK, loaded=False)), TextCache())
    assert sorted(missing.value.ids) == [1, 2]


def test_a_change_writes_what_it_changes() -> None:
    texts = TextCache()
    sdl_text(ApiSchema(large(20)), texts)
    changed = ApiSchema(large(20, changed=3))
    assert sdl_text(changed, texts) == sdl_text(changed, TextCache())
