"""Our rule for overlapping fields agrees with graphql-core's on every document; no document costs more than its bound."""

import time
from collections.abc import Callable

import pytest
from graphql import (
    GraphQLError,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    build_schema,
    get_introspection_query,
    parse,
)
from graphql import validate as graphql_validate
from hypothesis import given, settings
from hypothesis import strategies as st

from py_api.compiler.limits import check_document
from py_api.compiler.validation import FieldsCanBeMerged, validate
from py_api.config import Limits
from py_api.errors import ApiError

pytestmark = pytest.mark.once

SCHEMA = build_schema("""
    interface Thing { id: ID! name: String link: Thing links: [Thing!]! size(unit: Int, of: Box): Int other: Product }
    type Product implements Thing {
        id: ID! name: String link: Thing links: [Thing!]! size(unit: Int, of: Box): Int other: Product
        price: Int weight: Float label: String! maker: Maker
    }
    type Maker implements Thing {
        id: ID! name: String link: Thing links: [Thing!]! size(unit: Int, of: Box): Int other: Product
        price: String weight: Int label: String maker: Product
    }
    input Box { a: Int b: Int }
    union Any = Product | Maker
    type Query { thing: Thing product: Product maker: Maker things: [Thing] any: Any }
""")  # fmt: skip

NAMES = ("id", "name", "link", "links", "size", "price", "weight", "label", "maker", "other", "missing")
SIZES = ("", "(unit: 1)", "(unit: 2)", "(of: {a: 1, b: 2})", "(of: {b: 2, a: 1})", "(unit: $v)")
NESTED = {"link", "links", "maker", "other"}


def selections(depth: int) -> st.SearchStrategy[str]:
    alias = st.sampled_from(("", "", "", "x: ", "y: ", "name: "))
    leaf = st.builds(lambda a, n: a + n, alias, st.sampled_from([n for n in NAMES if n not in NESTED]))
    sized = st.builds(lambda a, args: f"{a}size{args}", alias, st.sampled_from(SIZES))
    if depth == 0:
        return st.one_of(leaf, sized)
    inner = st.lists(selections(depth - 1), min_size=1, max_size=4).map(" ".join)
    nested = st.builds(lambda a, n, s: f"{a}{n} {{ {s} }}", alias, st.sampled_from(sorted(NESTED)), inner)
    typed = st.builds(
        lambda t, s: f"... {t} {{ {s} }}", st.sampled_from(("", "on Product", "on Maker", "on Thing")), inner
    )
    spread = st.sampled_from(("...F", "...G", "...H", "__typename"))
    return st.one_of(leaf, sized, nested, typed, spread)


def fields(depth: int) -> st.SearchStrategy[str]:
    return st.lists(selections(depth), min_size=1, max_size=6).map(" ".join)


TYPES = st.sampled_from(("Product", "Maker", "Thing"))


@settings(max_examples=600)
@given(
    roots=st.lists(st.tuples(st.sampled_from(("thing", "t: product", "t: maker", "t: things")), fields(3)), min_size=1, max_size=3),
    f=st.tuples(TYPES, fields(1)), g=st.tuples(TYPES, fields(1)), h=st.tuples(TYPES, fields(0)),
)  # fmt: skip
def test_agrees_with_graphql_core(
    roots: list[tuple[str, str]], f: tuple[str, str], g: tuple[str, str], h: tuple[str, str]
) -> None:
    text = "query ($v: Int) { " + " ".join(f"{name} {{ {inner} }}" for name, inner in roots) + " }"
    # F may spread G and H, G may spread H: never in a circle. All are used, for an unused one is no error of ours.
    f, g = (f[0], f[1].replace("...F", "...G")), (g[0], g[1].replace("...F", "id").replace("...G", "...H"))
    text += " query Uses { thing { ...F } t: thing { ...G } u: thing { ...H } }"
    for name, (kind, inner) in {"F": f, "G": g, "H": h}.items():
        text += f" fragment {name} on {kind} {{ {inner} }}"
    document = parse(text)
    theirs = graphql_validate(SCHEMA, document, [OverlappingFieldsCanBeMergedRule])
    ours = graphql_validate(SCHEMA, document, [FieldsCanBeMerged])
    assert bool(ours) == bool(theirs), f"{text}\nours: {ours}\ntheirs: {theirs}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{ product { a: name a: label } }", "'name' and 'label' are different fields"),
        ("{ product { size(unit: 1) size(unit: 2) } }", "they have differing arguments"),
        ("{ thing { ... on Product { price } ... on Maker { price } } }", "they return conflicting types 'Int' and 'String'"),
        ("{ thing { ... on Product { label } ... on Maker { label } } }", "they return conflicting types 'String!' and 'String'"),
        ("{ thing { link { id } link { id: name } } }", "'id' and 'name' are different fields"),
        ("{ product { x: name } ...F } fragment F on Query { product { x: id } }", "'name' and 'id' are different fields"),
        # graphql-core lets this pass: it knows no type of __typename here.
        ("{ thing { ... on Product { x: id } ... on Maker { x: __typename } } }", "they return conflicting types 'ID!' and 'String!'"),
        ("{ any { ... on Product { x: id } ... on Thing { x: name } } }", "'id' and 'name' are different fields"),
    ],
)  # fmt: skip
def test_says_what_is_wrong(text: str, message: str) -> None:
    (error,) = graphql_validate(SCHEMA, parse(text), [FieldsCanBeMerged])
    assert message in error.message
    assert len(error.nodes or ()) == 2


@pytest.mark.parametrize(
    "text",
    [
        "{ thing { ... on Product { x: id } ... on Maker { x: id } } }",
        "{ thing { ... on Product { size(unit: 1) } ... on Maker { size(unit: 2) } } }",
        "{ product { size(of: {a: 1, b: 2}) size(of: {b: 2, a: 1}) } }",
        "{ ...F } fragment F on Query { thing { ...G } } fragment G on Thing { link { ...G } }",  # a circle: not ours to say
    ],
)
def test_lets_pass(text: str) -> None:
    assert graphql_validate(SCHEMA, parse(text), [FieldsCanBeMerged]) == []


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("{ product { prise } }", "Did you mean 'price' or 'size'?"),
        ("{ product { size(unti: 1) } }", "Did you mean 'unit'?"),
        ("{ product { zzzzzz } }", "on type 'Product'."),
    ],
)
def test_guesses_what_was_meant(text: str, guess: str) -> None:
    (error,) = validate(SCHEMA, parse(text))
    assert error.message.endswith(guess)


# --- documents made to be expensive -----------------------------------------------------------------------------

WIDE = build_schema(
    "interface I { id: ID a: I b: I f: Int }"
    + "".join(f"type T{i} implements I {{ id: ID a: I b: I f: Int g{i}: Int }}" for i in range(60))
    + "type Wide {" + "".join(f"field{i}(first: Int, filter: Filter): Int " for i in range(500)) + "}"
    + "input Filter {" + "".join(f"field{i}: Int and: [Filter!] " if i == 0 else f"field{i}: Int " for i in range(500)) + "}"
    + "enum Color {" + " ".join(f"COLOR_{i}" for i in range(500)) + "}"
    + "type Query { wide: Wide i: I color(c: [Color!]): Int " + "".join(f"classes{i}: I " for i in range(1000)) + "}"
)  # fmt: skip


def doubling(n: int) -> str:
    chain = " ".join(f"fragment F{i} on I {{ a {{ ...F{i + 1} }} b {{ ...F{i + 1} }} }}" for i in range(n))
    return f"{{ i {{ ...F0 }} }} {chain} fragment F{n} on I {{ id }}"


def ladder(types: int, depth: int) -> str:
    """Abstract and concrete selections that meet anew at each level."""
    inner = "id"
    for _ in range(depth):
        inner = f"a {{ {inner} }} " + " ".join(f"... on T{i} {{ a {{ f }} }}" for i in range(types))
    return f"{{ i {{ {inner} }} }}"


HOSTILE: dict[str, Callable[[], str]] = {
    "the same field": lambda: "{ wide { " + "field0 " * 1900 + "} }",
    "the same field with arguments": lambda: "{ wide { " + "field0(first: 1) " * 320 + "} }",
    "the same object": lambda: "{ " + "i { id } " * 490 + "}",
    "deep": lambda: "{ i " + "{ a " * 90 + "{ id }" + " }" * 91,
    "too deep to parse": lambda: "{ i " + "{ a " * 500 + "{ id }" + " }" * 501,
    "doubling fragments": lambda: doubling(100),
    "ten doublings": lambda: doubling(9),
    "spread everywhere": lambda: "{ i { " + "...F " * 900 + "} } fragment F on I { id a { id } b { id } }",
    "many fragments side by side": lambda: "{ i { " + " ".join(f"...F{i}" for i in range(150)) + " } } "
        + " ".join(f"fragment F{i} on I {{ id a {{ id }} }}" for i in range(150)),
    "a long chain of fragments": lambda: "{ i { ...F0 } } " + " ".join(f"fragment F{i} on I {{ id ...F{i + 1} }}" for i in range(180))
        + " fragment F180 on I { id }",
    "a circle of fragments": lambda: "{ i { ...F0 } } " + " ".join(f"fragment F{i} on I {{ a {{ ...F{(i + 1) % 150} }} }}" for i in range(150)),
    "many operations, many fragments": lambda: " ".join(f"query Q{i} {{ i {{ ...F0 }} }}" for i in range(100))
        + " ".join(f" fragment F{i} on I {{ id ...F{i + 1} }}" for i in range(100)) + " fragment F100 on I { id }",
    "many operations with variables": lambda: " ".join(f"query Q{i}($v: Int) {{ i {{ ...F0 }} }}" for i in range(70))
        + " ".join(f" fragment F{i} on I {{ id ...F{i + 1} }}" for i in range(70)) + " fragment F70 on I { id }",
    "ladder": lambda: ladder(20, 8),
    "wide ladder": lambda: ladder(40, 4),
    "unknown fields": lambda: "{ wide { " + " ".join(f"feild{i}" for i in range(1900)) + " } }",
    "unknown root fields": lambda: "{ " + " ".join(f"clases{i}" for i in range(1900)) + " }",
    "unknown arguments": lambda: "{ wide { field0(" + " ".join(f"frist{i}: 1" for i in range(600)) + ") } }",
    "unknown input fields": lambda: "{ wide { field0(filter: {" + " ".join(f"feild{i}: 1" for i in range(600)) + "}) } }",
    "unknown enum values": lambda: "{ color(c: [" + " ".join(f"COLOUR_{i}" for i in range(1900)) + "]) }",
    "unknown types": lambda: "{ i { " + " ".join(f"... on Tt{i} {{ id }}" for i in range(320)) + " } }",
    "unknown variables": lambda: "{ color(c: [" + " ".join(f"$v{i}" for i in range(950)) + "]) }",
    "unused variables": lambda: "query (" + " ".join(f"$v{i}: Int" for i in range(480)) + ") { i { id } }",
    "unknown directives": lambda: "{ i { " + "id @no " * 640 + "} }",
    "one field with many directives": lambda: "{ i { id " + "@skip(if: true) " * 320 + "} }",
    "a large list": lambda: "{ color(c: [" + "COLOR_1 " * 1900 + "]) }",
    "a large object": lambda: "{ wide { field0(filter: {" + "field1: 1 " * 630 + "}) } }",
    "nested input": lambda: "{ wide { field0(filter: " + "{and: [" * 90 + "{field1: 1}" + "]}" * 90 + ") } }",
    "many aliases": lambda: "{ wide { " + " ".join(f"a{i}: field{i % 500}" for i in range(640)) + " } }",
    "inline fragments": lambda: "{ i " + "{ ... on I " * 90 + "{ id }" + " }" * 91,
    "one long string": lambda: '{ wide { field0(first: "' + "\\n" * 45_000 + '") } }',
    "introspection": lambda: get_introspection_query(),
}  # fmt: skip


def cost(text: str) -> float:
    """CPU seconds of all that is done to a document before its plan is made."""
    started = time.process_time()
    try:
        document = parse(text, max_tokens=Limits().tokens)
        operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
        check_document(document, operation, Limits())
    except (GraphQLError, ApiError):
        return time.process_time() - started
    validate(WIDE, document)
    return time.process_time() - started


def slowness() -> float:
    """How much slower this processor is at the moment than one at rest, which adds a million numbers in 50 ms."""
    started = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return max(1.0, (time.process_time() - started) / 0.05)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_document_costs_more_than_100_ms(name: str) -> None:
    text = HOSTILE[name]()
    assert min(cost(text) / slowness() for _ in range(5)) < 0.1
