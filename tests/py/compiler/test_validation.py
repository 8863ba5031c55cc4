"""Our rule for overlapping fields agrees with graphql-core's on every document; no document gets out of hand."""

import gc

import pytest
from graphql import (
    OverlappingFieldsCanBeMergedRule,
    build_schema,
    parse,
)
from graphql import validate as graphql_validate
from hypothesis import given, settings
from hypothesis import strategies as st

from py_api.compiler.validation import LONGEST_MESSAGE, MOST_ERRORS, RULES, FieldsCanBeMerged, validate
from tests.support.examples import examples
from tests.support.hostile import HOSTILE, cost

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


@settings(max_examples=examples(360))
@given(
    roots=st.lists(
        st.tuples(st.sampled_from(("thing", "t: product", "t: maker", "t: things")), fields(3)), min_size=1, max_size=3
    ),
    f=st.tuples(TYPES, fields(1)),
    g=st.tuples(TYPES, fields(1)),
    h=st.tuples(TYPES, fields(0)),
)
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
        (
            "{ thing { ... on Product { price } ... on Maker { price } } }",
            "they return conflicting types 'Int' and 'String'",
        ),
        (
            "{ thing { ... on Product { label } ... on Maker { label } } }",
            "they return conflicting types 'String!' and 'String'",
        ),
        ("{ thing { link { id } link { id: name } } }", "'id' and 'name' are different fields"),
        (
            "{ product { x: name } ...F } fragment F on Query { product { x: id } }",
            "'name' and 'id' are different fields",
        ),
        # graphql-core lets this pass: it knows no type of __typename here.
        (
            "{ thing { ... on Product { x: id } ... on Maker { x: __typename } } }",
            "they return conflicting types 'ID!' and 'String!'",
        ),
        ("{ any { ... on Product { x: id } ... on Thing { x: name } } }", "'id' and 'name' are different fields"),
    ],
)
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


@pytest.mark.parametrize("name", HOSTILE)
def test_no_document_gets_out_of_hand(name: str) -> None:
    """(What each costs is for `./thingbase bench hostile` to say: a suite runs on machines that are busy otherwise.)"""
    text = HOSTILE[name]()
    assert min(cost(text) for _ in range(5)) < 0.5


@settings(max_examples=examples(120))
@given(st.sampled_from(("", "($v: Int)", "($v: Int, $w: Box)")), fields(2), st.tuples(TYPES, fields(1)))
def test_runs_the_rules_as_graphql_core_does(variables: str, root: str, f: tuple[str, str]) -> None:
    document = parse(f"query {variables} {{ thing {{ {root} }} }} fragment F on {f[0]} {{ {f[1]} }}")
    theirs = graphql_validate(SCHEMA, document, RULES, max_errors=MOST_ERRORS, hide_suggestions=True)
    ours = validate(SCHEMA, document)
    assert len(ours) == len(theirs)
    for our, their in zip(ours, theirs, strict=True):
        assert our.message.startswith(their.message[:LONGEST_MESSAGE])
        assert our.locations == their.locations


@pytest.mark.parametrize("text", ["{ thing { id name } }", "query ($v: Int) { thing { size(unit: $v) missing } }"])
def test_leaves_little_to_the_garbage_collector(text: str) -> None:
    """(graphql-core's own leaves some 600 objects of each.) The least of several goes: other threads leave garbage, too."""
    document = parse(text)
    validate(SCHEMA, document)

    def left() -> int:
        gc.collect()
        for _ in range(10):
            validate(SCHEMA, document)
        return gc.collect()

    gc.disable()
    gc.collect()
    gc.freeze()  # what is there already is not looked at each time
    try:
        assert min(left() for _ in range(5)) < 10 * 100
    finally:
        gc.unfreeze()
        gc.enable()
