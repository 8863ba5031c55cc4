"""Limits of documents: each provoked, counted after fragments are expanded."""

import time

import pytest
from graphql import OperationDefinitionNode, get_introspection_query, parse

from py_api.compiler.limits import check_document
from py_api.config import Limits
from py_api.errors import ApiError

pytestmark = pytest.mark.once
LIMITS = Limits(depth=4, aliases=3, root_fields=3, directives=3, fields=20)
OPEN = Limits()


def check(text: str, limits: Limits = LIMITS) -> None:
    document = parse(text)
    check_document(document, next(d for d in document.definitions if isinstance(d, OperationDefinitionNode)), limits)


FRAGMENTS = "fragment F on T { ...G ...G } fragment G on T { x: a b @skip(if: true) c { d } }"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{ a { b { c { d { e } } } } }", "DEPTH_LIMIT"),
        ("{ a { b { ...F } } } " + FRAGMENTS.replace("d", "d { e }"), "DEPTH_LIMIT"),
        ("{ a: a b: b c: c x { d: d } }", "ALIAS_LIMIT"),
        ("{ a { ...F } b { ...F } } " + FRAGMENTS, "ALIAS_LIMIT"),
        ("{ a b c d }", "ROOT_FIELD_LIMIT"),
        ("{ ...R } fragment R on Query { ... { a ...S } } fragment S on Query { b c d }", "ROOT_FIELD_LIMIT"),
        ("{ x { a @a @b @c @d } }", "DIRECTIVE_LIMIT"),
        ("query ($v: Int @a) @b { x { ... @c { a @d } } }", "DIRECTIVE_LIMIT"),
        ("{ x { " + "a " * 20 + "} }", "FIELD_LIMIT"),
        ("{ x { ...F } } fragment F on T { ...G ...G ...G } fragment G on T { a b c d e f g }", "FIELD_LIMIT"),
        ("query A { x } query B { x { ...F } } fragment F on T { " + "a " * 110 + "}", "FIELD_LIMIT"),
        ("{ __schema " + "{ a " * 21 + "{ b }" + " }" * 21 + " }", "DEPTH_LIMIT"),
    ],
)
def test_what_is_beyond_a_limit(text: str, code: str) -> None:
    limits = LIMITS if code != "DEPTH_LIMIT" or "__schema" not in text else Limits(fields=100)
    with pytest.raises(ApiError) as refused:
        check(text, limits)
    assert refused.value.code == code
    assert refused.value.extensions["limit"] > 0


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("{ a { nodes { b { edges { cursor node { c } } totalCount } } } }", 3),
        ("{ a { b { c } nodes { c } } }", 3),
        ("{ nodes { b { c } } }", 3),  # a root field is a level, whatever its name
        ("{ a { ...C } } fragment C on T { nodes { b { c } } pageInfo { hasNextPage } }", 3),
        ("{ a { ... { edges { ... on E { node { b } } } } } }", 2),
        ("{ a { nodes { nodes { nodes { nodes { nodes { b } } } } } } }", 4),  # fields of a tenant's: every other one
        ("{ a { edges { node { edges { node { edges { node { b } } } } } } } }", 4),
        ("{ a { " + "edges { node { nodes { " * 3 + "b" + " } } }" * 3 + " } }", 5),
        (
            "{ a { ...F } } fragment F on T { nodes { ...G } } fragment G on T { nodes { ...H } } fragment H on T { nodes { b } }",
            3,
        ),
    ],
)
def test_a_connection_is_one_level(text: str, levels: int) -> None:
    check(text, Limits(depth=levels))
    with pytest.raises(ApiError, match=f"has {levels} levels"):
        check(text, Limits(depth=levels - 1))


@pytest.mark.parametrize(
    "text",
    [
        "{ a { b { c { d } } } }",
        "{ a: a b: b c: c }",
        "{ x { " + "a " * 19 + "} }",
        "{ a b c } query Other { d e f }",
        "{ ...F } fragment F on T { a ...F }",  # validation says what is wrong here
        "{ ...Missing }",
    ],
)
def test_what_is_within(text: str) -> None:
    check(text)


def test_every_clients_introspection_passes() -> None:
    check(get_introspection_query(input_value_deprecation=True, schema_description=True), OPEN)


def test_doubling_fragments_are_counted_without_being_expanded() -> None:
    chain = " ".join(f"fragment F{i} on T {{ ...F{i + 1} ...F{i + 1} }}" for i in range(200))
    started = time.process_time()
    with pytest.raises(ApiError, match="more than a billion fields"):
        check(f"{{ x {{ ...F0 }} }} {chain} fragment F200 on T {{ a }}", OPEN)
    assert time.process_time() - started < 5
